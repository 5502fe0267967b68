"""Edits: what officers write of things that are one record, kept version by version, and shown when they say so."""
