"""Sizes of files as people read them."""

from flask_babel import format_decimal

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE


def file_size(size: int) -> str:
    """A number of bytes in words: 3.4 MB, 12 KB."""
    if size >= MEGABYTE:
        return f"{format_decimal(round(size / MEGABYTE, 1))} MB"
    return f"{format_decimal(max(1, round(size / KILOBYTE)))} KB"
