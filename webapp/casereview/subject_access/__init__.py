"""A copy of what is kept about one person of a case, for whoever asks for it (UK GDPR, Article 15)."""

from webapp.casereview.subject_access.records import Part, PersonCopy, Source
from webapp.casereview.subject_access.services import copy_for

__all__ = ["Part", "PersonCopy", "Source", "copy_for"]
