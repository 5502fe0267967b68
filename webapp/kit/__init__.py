"""The floor that knows nothing of community safety: database base, languages, headers, pages and fragments."""
