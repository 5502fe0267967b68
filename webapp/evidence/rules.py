"""What is taken as evidence, up to which size, and how much of it: for each kind, draft, case and disk. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath

from webapp.evidence.codes import FileKind, FileState

MEBIBYTE = 1024 * 1024
GIBIBYTE = 1024 * MEBIBYTE

# The most that one file may have. A photo of a new telephone has 3 to 12 MB; a minute of film about 60.
MOST_BYTES: Mapping[FileKind, int] = {
    FileKind.JPG: 20 * MEBIBYTE,
    FileKind.PNG: 20 * MEBIBYTE,
    FileKind.HEIC: 20 * MEBIBYTE,
    FileKind.WEBP: 20 * MEBIBYTE,
    FileKind.PDF: 20 * MEBIBYTE,
    FileKind.DOCX: 10 * MEBIBYTE,
    FileKind.MP3: 50 * MEBIBYTE,
    FileKind.M4A: 50 * MEBIBYTE,
    FileKind.MP4: 100 * MEBIBYTE,
}
LARGEST = max(MOST_BYTES.values())
# Of one draft, and of one case with everything that agencies add.
MOST_IN_DRAFT, MOST_BYTES_IN_DRAFT = 20, 200 * MEBIBYTE
MOST_IN_CASE, MOST_BYTES_IN_CASE = 200, 2 * GIBIBYTE
# A piece of an upload: our script sends half of it; what is larger would be written and synced too long.
MOST_IN_PIECE = MEBIBYTE
# What nobody has sent yet may not fill the disk, and something always stays free for the database.
MOST_BYTES_IN_DRAFTS = 10 * GIBIBYTE
FREE_AT_LEAST = GIBIBYTE
# A larger one is scanned by the worker: nobody should wait for it before a page.
SCANNED_AT_ONCE = 25 * MEBIBYTE

ENDINGS: Mapping[str, FileKind] = {
    **{kind.value: kind for kind in FileKind},
    "jpeg": FileKind.JPG,
    "heif": FileKind.HEIC,
}
PICTURES = frozenset({FileKind.JPG, FileKind.PNG, FileKind.HEIC, FileKind.WEBP})
# What the worker looks at (again).
TO_SCAN = frozenset({FileState.PENDING, FileState.UNSCANNED})
DOWNLOADS = frozenset({FileState.CLEAN, FileState.NO_SCANNER})
LONGEST_NAME = 80
# How long half of an upload waits for the rest.
HALF_HOURS = 24

MEDIA_TYPES: Mapping[FileKind, str] = {
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.HEIC: "image/heic",
    FileKind.WEBP: "image/webp",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.MP3: "audio/mpeg",
    FileKind.M4A: "audio/mp4",
    FileKind.MP4: "video/mp4",
}


def kind_of(filename: str) -> FileKind | None:
    """The kind that a file's name claims by its ending; None for every other."""
    return ENDINGS.get(PurePosixPath(last_part(filename)).suffix.lower().removeprefix("."))


def last_part(filename: str) -> str:
    """The name without the folders that some browsers and every attacker send before it."""
    return re.split(r"[/\\]", filename)[-1]


def shown_name(filename: str) -> str:
    """The name as it is shown to people: one line, nothing unseen that turns or hides letters, and not too long.

    It is sealed like the content: names of files tell who is meant.
    """
    plain = unicodedata.normalize("NFC", last_part(filename))
    seen = "".join(sign if unicodedata.category(sign)[0] not in "CZ" else " " for sign in plain)
    words = re.sub(r"\s+", " ", seen).strip(" .")
    stem, dot, ending = words.rpartition(".")
    if not dot:
        return words[:LONGEST_NAME] or "file"
    return f"{stem[: LONGEST_NAME - len(ending) - 1].strip() or 'file'}.{ending.lower()}"
