"""Sealing: what residents and officers write is kept so that only the holders of a key can read it."""
