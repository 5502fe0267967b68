"""Officers' pages of letters and of their texts."""
