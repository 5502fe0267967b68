"""What is raised when a partnership's folder cannot be used."""


class PartnershipError(Exception):
    """A file that cannot be used; the message is one sentence: which file, which key, what to do."""
