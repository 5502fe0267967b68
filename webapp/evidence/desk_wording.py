"""What officers read about files."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from webapp.evidence.codes import FileState, Reason

STATE_NAMES: Mapping[FileState, object] = {
    FileState.PENDING: _l("Waiting for its virus scan"),
    FileState.CLEAN: _l("No virus found"),
    FileState.BAD: _l("A virus was found"),
    FileState.UNSCANNED: _l("Not scanned: the virus scanner did not answer"),
    FileState.NO_SCANNER: _l("Not scanned: there is no virus scanner here"),
}
STATE_TAGS: Mapping[FileState, str] = {
    FileState.PENDING: "quiet",
    FileState.CLEAN: "open",
    FileState.BAD: "danger",
    FileState.UNSCANNED: "soon",
    FileState.NO_SCANNER: "soon",
}
WHY_NOT: Mapping[FileState, object] = {
    FileState.PENDING: _l("The original can be downloaded once it was scanned. That takes a few minutes."),
    FileState.UNSCANNED: _l(
        "The original can be downloaded once it was scanned. The scanner does not answer; we ask it every few minutes."
    ),
    FileState.BAD: _l("The original cannot be downloaded. Ask the person for another copy, or a photo of it."),
}
REASONS: Mapping[Reason, object] = {
    Reason.NOT_SHOWN: _l("It is a document, sound or video that this page cannot show"),
    Reason.NOT_CLEAR: _l("The picture here is not clear enough"),
    Reason.FOR_AN_AGENCY: _l("An agency needs the original"),
    Reason.FOR_COURT: _l("The police, a court or a lawyer needs the original"),
    Reason.ASKED_FOR: _l("The person asked for it back"),
}
