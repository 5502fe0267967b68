"""Officers' pages of the case itself."""
