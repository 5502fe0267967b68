"""What people read about files: why one is not taken, what became of it, which kinds are taken."""

from collections.abc import Mapping

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.evidence.codes import FileKind, FileState, Refusal
from webapp.evidence.rules import MEBIBYTE, MOST_BYTES

SENTENCES: Mapping[Refusal, object] = {
    Refusal.NO_FILE: _l("Choose a file first"),
    Refusal.NOT_TAKEN: _l("We cannot take this kind of file. The kinds that we take are named above the button"),
    Refusal.EMPTY: _l("There is nothing in this file. Choose another one"),
    Refusal.TOO_LARGE: _l("This file is too large. Choose a smaller one, or send a part of it"),
    Refusal.ANOTHER_KIND: _l("This file is not what its name says. Save it again on your device, then try again"),
    Refusal.DAMAGED: _l("We cannot read this file. Save it again on your device, then try again"),
    Refusal.LOCKED: _l("This file has a password. Save it without the password, then try again"),
    Refusal.RUNS: _l("This document has small programs in it, or fetches things. Save it as a PDF and send that"),
    Refusal.TOO_MANY_PAGES: _l("This PDF has more than 100 pages. Send it in parts"),
    Refusal.TOO_MANY_DOTS: _l("This picture is too large. Make it smaller, or send a screenshot of it"),
    Refusal.UNPACKS: _l("This file gets too large when we open it. Send it in parts"),
    Refusal.TOO_SLOW: _l("It took too long to check this file. Send it in parts, or send a photo of it"),
    Refusal.VIRUS: _l("We found something harmful in this file, so we did not keep it"),
    Refusal.TOO_MANY: _l("There are as many files here as we can take. Take one away, or send the rest later"),
    Refusal.TOO_MUCH: _l("All files together are too large. Take one away, or send a smaller one"),
    Refusal.NO_ROOM: _l("We have no room for files now. You can go on without it and add the file later"),
    Refusal.BUSY: _l("We are checking many files now. Wait a minute, then try again"),
    Refusal.BROKEN_OFF: _l("The file did not arrive whole. Try again"),
}
# For the person who sent it.
STATES: Mapping[FileState, object] = {
    FileState.PENDING: _l("Added. We check it for viruses soon"),
    FileState.CLEAN: _l("Added and checked for viruses"),
    FileState.BAD: _l("Locked: we found something harmful in it"),
    FileState.UNSCANNED: _l("Added. We check it for viruses soon"),
    FileState.NO_SCANNER: _l("Added"),
}
# Kinds that share a size are named together.
GROUPS: tuple[tuple[object, tuple[FileKind, ...]], ...] = (
    (_l("Photos"), (FileKind.JPG, FileKind.PNG, FileKind.HEIC, FileKind.WEBP)),
    (_l("Documents"), (FileKind.PDF,)),
    (_l("Documents"), (FileKind.DOCX,)),
    (_l("Sound"), (FileKind.MP3, FileKind.M4A)),
    (_l("Video"), (FileKind.MP4,)),
)


def sentence(refusal: Refusal) -> str:
    """What to do about a file that is not taken."""
    return str(SENTENCES[refusal])


def sizes() -> str:
    """Which kinds are taken, up to which size: the hint of every file field."""
    parts = []
    for words, kinds in GROUPS:
        names = ", ".join(kind.upper() for kind in kinds)
        most = format_decimal(MOST_BYTES[kinds[0]] // MEBIBYTE)
        parts.append(_("%(what)s (%(kinds)s): up to %(size)s MB.", what=words, kinds=names, size=most))
    return " ".join(parts)
