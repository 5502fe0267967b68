"""The Board's quarterly pack."""
