"""The codes of evidence: which kinds of file are taken, what the scanner says, why one is refused or opened. Pure."""

from enum import StrEnum

# The two halves in which a file is kept: as it came, and what is shown of it.
ORIGINAL, PICTURES = "original", "pictures"


class FileKind(StrEnum):
    """What a file is; its name, its first bytes and its whole content must agree on it."""

    JPG = "jpg"
    PNG = "png"
    HEIC = "heic"
    WEBP = "webp"
    PDF = "pdf"
    DOCX = "docx"
    MP3 = "mp3"
    M4A = "m4a"
    MP4 = "mp4"


class FileState(StrEnum):
    """What is known of a file (security decision 13); only `clean` and, with a warning, `no_scanner` download."""

    # It waits for its first look: too large for the request that brought it.
    PENDING = "pending"
    CLEAN = "clean"
    BAD = "bad"
    # The scanner was asked and did not answer; the worker asks again.
    UNSCANNED = "unscanned"
    NO_SCANNER = "no_scanner"


class Refusal(StrEnum):
    """Why a file is not taken; `wording.py` has the sentence for each."""

    NO_FILE = "no_file"
    NOT_TAKEN = "not_taken"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    ANOTHER_KIND = "another_kind"
    DAMAGED = "damaged"
    LOCKED = "locked"
    RUNS = "runs"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_DOTS = "too_many_dots"
    UNPACKS = "unpacks"
    TOO_SLOW = "too_slow"
    VIRUS = "virus"
    TOO_MANY = "too_many"
    TOO_MUCH = "too_much"
    NO_ROOM = "no_room"
    BUSY = "busy"
    BROKEN_OFF = "broken_off"


class Reason(StrEnum):
    """Why an officer opens an original; the audit keeps the code."""

    NOT_SHOWN = "not_shown"
    NOT_CLEAR = "not_clear"
    FOR_AN_AGENCY = "for_an_agency"
    FOR_COURT = "for_court"
    ASKED_FOR = "asked_for"


class RefusedError(Exception):
    """A file is not taken; nothing of it is kept. `wording.sentence(refusal)` is what the person reads."""

    def __init__(self, refusal: Refusal) -> None:
        """The code alone: a name of a file does not belong into a log."""
        super().__init__(refusal.value)
        self.refusal = refusal
