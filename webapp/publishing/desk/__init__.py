"""The desk's pages for publications; importing this package puts all of them on the blueprint."""

from webapp.publishing.desk import attachments, deciding, easy_read, editing, listing, texts, uploading  # noqa: F401
from webapp.publishing.desk.frame import bp

__all__ = ["bp"]
