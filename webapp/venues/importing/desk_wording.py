"""What officers are told about a list that they brought: why it is not taken, and what is wrong with a row."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.venues.downloads.frames import Form
from webapp.venues.importing.faults import Fault, Remark, Unreadable, Wrong
from webapp.venues.importing.planning import Act
from webapp.venues.importing.reports import RemarkCount
from webapp.venues.importing.source import LONGEST_LINE, MEBIBYTE, MOST_BYTES, MOST_ROWS
from webapp.venues.rules import ImportState, Missing

STATES: Mapping[ImportState, tuple[LazyString, str]] = {
    ImportState.CHECKING: (_l("Being read"), "soon"),
    ImportState.CHECKED: (_l("Read, not applied"), "soon"),
    ImportState.APPLYING: (_l("Being applied"), "soon"),
    ImportState.APPLIED: (_l("Applied"), "open"),
    ImportState.DISCARDED: (_l("Dropped"), "quiet"),
    ImportState.FAILED: (_l("Not taken"), "danger"),
}
FORMS: Mapping[Form, str] = {Form.CSV: "CSV", Form.GEOJSON: "GeoJSON", Form.OPEN_REFERRAL: "Open Referral"}
ACTS: Mapping[Act, LazyString] = {
    Act.ADD: _l("New places"),
    Act.CHANGE: _l("Places that change"),
    Act.LEAVE: _l("Places that stay as they are"),
    Act.ASK: _l("Rows to decide on"),
    Act.REFUSE: _l("Refused rows"),
    Act.SKIP: _l("Rows left out"),
}
_FILES: Mapping[Unreadable, LazyString] = {
    Unreadable.EMPTY: _l("The file is empty."),
    Unreadable.TOO_LARGE: _l("The file is larger than %(most)s MB. Take it apart into smaller ones."),
    Unreadable.ARCHIVE: _l(
        "This is a spreadsheet's own file, an archive, a document or a picture. In the spreadsheet, choose “Save as”, "
        "then “CSV UTF-8”."
    ),
    Unreadable.NOT_TEXT: _l("The letters of the file cannot be read. In the spreadsheet, choose “CSV UTF-8”."),
    Unreadable.BROKEN: _l(
        "The file cannot be read on from line %(line)s. Look for a quotation mark that is not closed, or for an end "
        "that is missing."
    ),
    Unreadable.LONG_LINE: _l("Line %(line)s is longer than %(longest)s letters: this is no list of places."),
    Unreadable.NOT_A_LIST: _l("No list was found in the file: it is neither GeoJSON nor Open Referral."),
    Unreadable.NO_NAMES: _l("There is no column called “name”. The first line names the columns."),
    Unreadable.NO_PLACES: _l("There is no column “postcode”, nor “latitude” and “longitude”."),
    Unreadable.COLUMN_TWICE: _l("Two columns are called “%(name)s”."),
    Unreadable.TOO_MANY_ROWS: _l("The file has more than %(rows)s rows. Take it apart into smaller ones."),
    Unreadable.FAULT: _l("Something went wrong on our side. Try again, and tell your administrator if it stays so."),
}
_ROWS: Mapping[Wrong, LazyString] = {
    Wrong.NO_NAME: _l("The place has no name."),
    Wrong.NO_ADDRESS: _l("There is no address."),
    Wrong.TOO_LONG: _l("%(column)s is longer than %(quoted)s letters."),
    Wrong.NOT_TEXT: _l("%(column)s holds something that is no text."),
    Wrong.STRANGE_VALUE: _l("%(column)s: “%(quoted)s” cannot be read."),
    Wrong.DAY_AHEAD: _l("%(column)s: %(quoted)s is still to come."),
    Wrong.NO_POSITION: _l("There is neither a postcode nor a latitude and longitude."),
    Wrong.SWAPPED: _l("Latitude and longitude are swapped: %(quoted)s."),
    Wrong.FAR_AWAY: _l("The place is %(quoted)s kilometres from the nearest neighbourhood of ours."),
    Wrong.POSTCODE_ELSEWHERE: _l("The position is %(quoted)s kilometres from the postcode."),
    Wrong.UNKNOWN_POSTCODE: _l("The postcode %(quoted)s is not known here, and there is no latitude and longitude."),
    Wrong.ID_TWICE: _l("The id %(quoted)s stands in more than one row."),
    Wrong.PLACE_TWICE: _l("The same place stands in row %(quoted)s already."),
    Wrong.SAME_VENUE_TWICE: _l("Row %(quoted)s is about the same place of ours already."),
    Wrong.SAMPLE: _l("This is an example, not a real place."),
    Wrong.REMOVED: _l("An officer removed this place for good. Enter it again by hand if it is to come back."),
    Wrong.NO_OBJECT: _l("This is no place at all."),
}
_REMARKS: Mapping[Remark, LazyString] = {
    Remark.KIND_UNKNOWN: _l("The kind is none of ours, so “other” is kept: %(quoted)s."),
    Remark.TOWN_UNKNOWN: _l("The town is none of ours, so it is found by the position: %(quoted)s."),
    Remark.HOURS_UNREAD: _l("The opening hours cannot be read, so what is known stays as it is: %(quoted)s."),
    Remark.NOT_LISTED: _l("Kept as an application, not listed. Missing: %(quoted)s."),
    Remark.STATE_KEPT: _l("A list does not suspend, end or bring back a membership. Do that at the place's own page."),
    Remark.UNSEEN_LETTERS: _l("Marks that nobody sees were taken out of %(column)s."),
    Remark.JUST_OUTSIDE: _l("The place lies just outside the area."),
    Remark.POSITION_OF_POSTCODE: _l("There is no latitude and longitude, so the middle of the postcode is taken."),
    Remark.CONTACT_KEPT: _l("The place has a contact already, which stays as it is."),
}
_MISSING: Mapping[str, LazyString] = {
    Missing.TRAINING: _l("the day of the training"),
    Missing.CHAMPION: _l("a champion"),
    Missing.AUDIT: _l("the audit"),
}


def file_words(unreadable: tuple[str, int, str]) -> str:
    """Why a file is not taken, and what to do."""
    wrong, line, name = unreadable
    words = str(_FILES[Unreadable(wrong)])
    return words % {
        "line": line,
        "name": name,
        "most": MOST_BYTES // MEBIBYTE,
        "longest": f"{LONGEST_LINE:,}",
        "rows": f"{MOST_ROWS:,}",
    }


def fault_words(fault: Fault) -> str:
    """What is wrong with a row."""
    if fault.wrong is Wrong.STRANGE_VALUE and not fault.quoted:
        return str(_("%(column)s cannot be read.", column=fault.column or _("A cell")))
    return str(_ROWS[fault.wrong]) % {"column": fault.column, "quoted": fault.quoted}


def remark_words(remark: RemarkCount) -> str:
    """What is not quite as the rows say."""
    quoted = [str(_MISSING.get(each, each)) for each in remark.quoted]
    return str(_REMARKS[remark.remark]) % {"column": remark.column, "quoted": ", ".join(quoted)}
