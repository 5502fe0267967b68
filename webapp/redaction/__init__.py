"""Texts of residents, looked through before anybody reads them: what may point at a person, and who may need help."""

from webapp.redaction.helping import matching_help
from webapp.redaction.hints import hints_for, spans
from webapp.redaction.marks import MARKS, Kind, Span, apply
from webapp.redaction.watch import Watch, watch_words

__all__ = ["MARKS", "Kind", "Span", "Watch", "apply", "hints_for", "matching_help", "spans", "watch_words"]
