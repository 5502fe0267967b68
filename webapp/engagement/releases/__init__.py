"""Frozen releases of what people told us."""
