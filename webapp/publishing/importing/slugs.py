"""Addresses made of titles."""

from __future__ import annotations

import re
import unicodedata

# Addresses under a publication that mean something else.
RESERVED = frozenset({"files", "easy-read", "sources", "tables", "whole"})
LONGEST = 60
NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*|[ivx]+|[a-z])[.):]\s+", re.IGNORECASE)


def slug_for(title: str) -> str:
    """Suggest an address: plain lower-case words, cut at a word, never empty and never a reserved word."""
    plain = unicodedata.normalize("NFKD", NUMBERING.sub("", title).replace("&", " and "))
    letters = plain.encode("ascii", "ignore").decode().lower().replace("'", "")
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    return f"{slug or 'page'}-page" if slug in RESERVED else slug or "page"


def unlike(slug: str, others: set[str]) -> str:
    """Number a slug that another page already has."""
    chosen, turn = slug, 1
    while chosen in others:
        turn += 1
        chosen = f"{slug}-{turn}"
    return chosen
