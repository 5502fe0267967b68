"""A chain's list of 500 places: whole, or every mistake told in a sentence that a manager understands."""

import csv
import datetime as dt
import io
import re

import pytest
from babel.support import NullTranslations
from flask_babel import Domain
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.joining.conftest import BUSINESS
from webapp.joining import queries
from webapp.joining.codes import ContactRole, Offer
from webapp.joining.records import NewApplication
from webapp.joining.services import applying
from webapp.joining.sheets import COLUMNS, WORDS, Mistake, read_premises, template, words_of
from webapp.joining.sheets.mistakes import where
from webapp.kit.csv_sheets import UnreadableError
from webapp.kit.request_language import in_language
from webapp.venues.commitments import CommitmentState
from webapp.venues.hours import HoursKind, Span
from webapp.venues.rules import Feature, VenueKind

pytestmark = pytest.mark.usefixtures("placed")
TODAY = dt.date(2026, 11, 21)
ROW = {
    "name": "The Made-up Arms",
    "kind": "pub",
    "address": "1 Made-up Street, Bournemouth",
    "postcode": "BH1 1AA",
    "town": "Bournemouth",
    "telephone": "01632 960001",
    "website": "www.example.org",
    "staff": "12",
    "safe_place": "yes",
    "unity_promise": "yes",
    "contact_1_name": "Mara Madeup",
    "contact_1_role": "Manager",
    "contact_1_email": "mara@example.org",
    "contact_1_telephone": "01632 960002",
    "contact_2_name": "Sol Secondby",
    "contact_2_email": "sol@example.org",
    "champion": "1",
    "monday": "11:00-23:00",
    "friday": "11am to 2am",
    "saturday": "11-14, 17.30-23.30",
    "sunday": "closed",
    "offers_seat": "yes",
    "has_step_free": "no",
    "commitment_champion": "in place",
    "commitment_communicate": "planned 2027-03-01",
}


def csv_of(*rows: dict[str, str], columns=COLUMNS) -> bytes:
    made = io.StringIO()
    writer = csv.DictWriter(made, columns)
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue().encode()


def many(number: int) -> list[dict[str, str]]:
    """As many right rows."""
    return [{**ROW, "name": f"Made-up Place {each}"} for each in range(number)]


# Each kind of mistake in a row: what is wrong with which cells, and what is said of which column.
ROW_MISTAKES = [
    ({"name": ""}, Mistake.EMPTY, "name"),
    ({"name": "x" * 121}, Mistake.TOO_LONG, "name"),
    ({"name": "=HYPERLINK(1)"}, Mistake.FORMULA, "name"),
    ({"name": "@SUM(A1)"}, Mistake.FORMULA, "name"),
    ({"name": "#REF!"}, Mistake.BROKEN_CELL, "name"),
    ({"name": "The \u202esmrA"}, Mistake.TURNED, "name"),
    ({"name": "Made\u200bup"}, Mistake.UNSEEN, "name"),
    ({"name": "<b>Made up</b>"}, Mistake.MARKUP, "name"),
    ({"kind": ""}, Mistake.EMPTY, "kind"),
    ({"kind": "spaceport"}, Mistake.UNKNOWN_KIND, "kind"),
    ({"address": ""}, Mistake.EMPTY, "address"),
    ({"address": "x" * 301}, Mistake.TOO_LONG, "address"),
    ({"postcode": ""}, Mistake.EMPTY, "postcode"),
    ({"postcode": "Bournemouth"}, Mistake.NOT_A_POSTCODE, "postcode"),
    ({"postcode": "BH99 9ZZ"}, Mistake.POSTCODE_UNKNOWN, "postcode"),
    ({"postcode": "BH19 1AA"}, Mistake.NOT_OURS, "postcode"),
    ({"town": "Atlantis"}, Mistake.UNKNOWN_TOWN, "town"),
    ({"telephone": "call us"}, Mistake.NOT_A_TELEPHONE, "telephone"),
    ({"telephone": "12"}, Mistake.NOT_A_TELEPHONE, "telephone"),
    ({"website": "javascript:alert(1)"}, Mistake.NOT_A_WEBSITE, "website"),
    ({"website": "https://user@example.org"}, Mistake.NOT_A_WEBSITE, "website"),
    ({"note": "x" * 2001}, Mistake.TOO_LONG, "note"),
    ({"note": "{{ 7 * 7 }}"}, Mistake.MARKUP, "note"),
    ({"staff": "a dozen"}, Mistake.NOT_A_NUMBER, "staff"),
    ({"staff": "-3"}, Mistake.NOT_A_NUMBER, "staff"),
    ({"safe_place": "no", "unity_promise": ""}, Mistake.NO_SCHEME, ""),
    ({"safe_place": "perhaps"}, Mistake.NOT_YES_OR_NO, "safe_place"),
    ({"has_step_free": "half"}, Mistake.NOT_YES_OR_NO, "has_step_free"),
    ({"offers_seat": "two"}, Mistake.NOT_YES_OR_NO, "offers_seat"),
    ({"contact_1_name": ""}, Mistake.NO_NAME_OF_CONTACT, "contact_1_name"),
    ({"contact_1_email": ""}, Mistake.NO_EMAIL_OF_CONTACT, "contact_1_email"),
    ({"contact_1_email": "mara at example"}, Mistake.NOT_AN_EMAIL, "contact_1_email"),
    ({"contact_1_telephone": "none"}, Mistake.NOT_A_TELEPHONE, "contact_1_telephone"),
    ({"contact_2_name": ""}, Mistake.NO_NAME_OF_CONTACT, "contact_2_name"),
    ({"contact_2_email": ""}, Mistake.NO_EMAIL_OF_CONTACT, "contact_2_email"),
    ({"contact_2_name": "Mara Madeup", "contact_2_email": "MARA@example.org"}, Mistake.SAME_CONTACT, "contact_2_name"),
    ({"champion": ""}, Mistake.NO_CHAMPION, "champion"),
    ({"champion": "3"}, Mistake.CHAMPION_UNKNOWN, "champion"),
    ({"champion": "Mara"}, Mistake.CHAMPION_UNKNOWN, "champion"),
    ({"monday": "all day"}, Mistake.NOT_HOURS, "monday"),
    ({"monday": "25:00-26:00"}, Mistake.NOT_HOURS, "monday"),
    ({"monday": "13pm-14pm"}, Mistake.NOT_HOURS, "monday"),
    ({"monday": "9-12, 11-17"}, Mistake.HOURS_OVERLAP, "monday"),
    ({"monday": "09:00-09:00"}, Mistake.HOURS_WRONG, "monday"),
    ({"monday": "closed", "friday": "closed", "saturday": "closed"}, Mistake.NEVER_OPEN, "monday"),
    ({"commitment_champion": "soon"}, Mistake.NOT_A_COMMITMENT, "commitment_champion"),
    ({"commitment_champion": "planned next year"}, Mistake.NOT_A_COMMITMENT, "commitment_champion"),
    ({"commitment_champion": "planned"}, Mistake.PLANNED_WITHOUT_DAY, "commitment_champion"),
    ({"commitment_champion": "planned 2026-01-01"}, Mistake.PLANNED_PAST, "commitment_champion"),
    ({"unity_promise": "no"}, Mistake.OTHER_SCHEME, "commitment_champion"),
]
# And in a file as a whole.
GOOD = csv_of(ROW)
FILE_MISTAKES = [
    (b"", Mistake.UNREADABLE),
    (b"\r\n", Mistake.UNREADABLE),
    (b"PK\x03\x04" + b"x" * 50, Mistake.UNREADABLE),
    (b"\xd0\xcf\x11\xe0" + b"x" * 50, Mistake.UNREADABLE),
    (b"%PDF-1.7", Mistake.UNREADABLE),
    (GOOD.decode().encode("utf-16"), Mistake.UNREADABLE),
    (GOOD + b"\x00", Mistake.UNREADABLE),
    (GOOD.replace(b"Mara", b"M\xe9ra", 1), Mistake.UNREADABLE),
    (GOOD.replace(b",", b";"), Mistake.UNREADABLE),
    (GOOD.replace(b"kind,", b",", 1), Mistake.UNREADABLE),
    (GOOD.replace(b"kind,", b"name,", 1), Mistake.UNREADABLE),
    (GOOD.replace(b"kind,", b"type of venue,", 1), Mistake.UNKNOWN_COLUMN),
    (GOOD.replace(b"note,", b"owner,", 1), Mistake.UNKNOWN_COLUMN),
    (b"name,kind\r\nA,pub\r\n", Mistake.MISSING_COLUMN),
    (template().encode(), Mistake.NO_ROWS),
    (GOOD + b'"never closed', Mistake.UNREADABLE),
    (csv_of(*many(501)), Mistake.TOO_MANY_ROWS),
]


def test_a_right_row_is_read_as_it_was_meant():
    sheet = read_premises(GOOD, today=TODAY, language="pl")
    assert sheet.faults == ()
    place = sheet.premises[0]
    assert (place.name, place.kind, place.postcode, place.town) == (
        "The Made-up Arms",
        VenueKind.PUB,
        "BH1 1AA",
        "bournemouth",
    )
    assert place.address == "1 Made-up Street\nBournemouth"
    assert place.website == "https://www.example.org"
    assert place.schemes == ("safe-place", "unity-promise")
    assert [(each.name, each.role, each.language) for each in place.contacts] == [
        ("Mara Madeup", ContactRole.CHAMPION, "pl"),
        ("Sol Secondby", ContactRole.SECOND, "pl"),
    ]
    assert place.hours.kind is HoursKind.WEEKLY
    assert place.hours.week[0] == (Span(660, 1380),)
    assert place.hours.week[4] == (Span(660, 1560),)
    assert place.hours.week[5] == (Span(660, 840), Span(1050, 1410))
    assert place.hours.week[6] == ()
    assert (place.offers, place.lacks) == ((Offer.SEAT,), {Feature.STEP_FREE})
    assert [(each.code, each.state, each.planned_by) for each in place.commitments] == [
        ("champion", CommitmentState.IN_PLACE, None),
        ("communicate", CommitmentState.PLANNED, dt.date(2027, 3, 1)),
    ]


@pytest.mark.parametrize(("change", "mistake", "column"), ROW_MISTAKES)
def test_each_mistake_is_told_with_its_line_and_column(change, mistake, column):
    sheet = read_premises(csv_of({**ROW, "name": "Right"}, {**ROW, **change}), today=TODAY)
    assert sheet.premises == ()
    assert (mistake, 3, column) in {(fault.mistake, fault.line, fault.column) for fault in sheet.faults}
    assert {fault.line for fault in sheet.faults} == {3}


@pytest.mark.parametrize(("data", "mistake"), FILE_MISTAKES)
def test_a_file_that_is_no_such_list_is_told(data, mistake):
    sheet = read_premises(data, today=TODAY)
    assert sheet.premises == ()
    assert mistake in {fault.mistake for fault in sheet.faults}
    assert all(fault.line == 0 for fault in sheet.faults)


def test_a_line_with_too_many_or_too_few_cells_is_told():
    for line in (b"A,pub\r\n", b"A," * (len(COLUMNS) + 3) + b"B\r\n"):
        faults = read_premises(GOOD + line, today=TODAY).faults
        assert [(fault.mistake, fault.line) for fault in faults] == [(Mistake.SHAPE, 3)]


def test_the_same_place_twice_is_told_with_the_other_line():
    faults = read_premises(csv_of(ROW, {**ROW, "name": "MADE-UP ARMS"}), today=TODAY).faults
    assert [(fault.mistake, fault.line, fault.quoted) for fault in faults] == [(Mistake.PLACE_TWICE, 3, "2")]


def test_every_mistake_has_its_sentence_and_its_test():
    tried = {mistake for _, mistake, _ in ROW_MISTAKES} | {mistake for _, mistake in FILE_MISTAKES}
    assert set(WORDS) == set(Mistake) == tried | {Mistake.SHAPE, Mistake.PLACE_TWICE}
    assert len(ROW_MISTAKES) + len(FILE_MISTAKES) + 2 >= 50


def test_a_sentence_says_what_to_do_and_where():
    sheet = read_premises(csv_of({**ROW, "postcode": "Nowhere"}), today=TODAY)
    assert [words_of(fault) for fault in sheet.faults] == ["“Nowhere” is not a postcode. Write it like BH1 1AA."]
    assert where(sheet.faults[0]) == "Line 2, column “postcode”"
    with in_language("pl"):
        assert words_of(sheet.faults[0])


def test_what_is_quoted_is_short_and_plain_words():
    for mistake in Mistake:
        from webapp.joining.sheets import RowFault

        words = words_of(RowFault(mistake=mistake, line=2, column="name", quoted="50%(x)s % <b>" + "y" * 99))
        assert "%(" not in words.replace("50%(x)s", "")
        assert re.search(r"[a-z]\.?", words)


def test_five_hundred_places_with_fifty_kinds_of_mistakes_are_all_told_and_none_is_taken():
    rows = many(500)
    # Mistakes of one cell each, so that what is told can be counted.
    wrong = dict(enumerate(ROW_MISTAKES))
    for number, (change, _, _) in wrong.items():
        rows[number * 9] = {**rows[number * 9], **change}
    sheet = read_premises(csv_of(*rows), today=TODAY)
    assert sheet.premises == ()
    assert sheet.rows == 500
    told = {(fault.line, fault.column, fault.mistake) for fault in sheet.faults}
    for number, (_, mistake, column) in wrong.items():
        assert (number * 9 + 2, column, mistake) in told
    assert {line for line, _, _ in told} == {number * 9 + 2 for number in wrong}


def test_five_hundred_right_places_are_one_application(today):
    sheet = read_premises(csv_of(*many(500)), today=today)
    assert sheet.faults == ()
    new = NewApplication(business=BUSINESS, premises=sheet.premises, language="en", channel="web")
    applying.apply(new, key="k" * 32, today=today)
    application = queries.list_applications(queries.Filters()).rows[0]
    assert application.places == 500
    assert len(queries.list_premises(application.id)) == 500


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_whatever_is_sent_is_answered(data):
    sheet = read_premises(data, today=TODAY)
    assert sheet.faults
    assert sheet.premises == ()


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=30), max_size=12))
def test_whatever_stands_in_a_row_is_read_or_told(cells):
    try:
        sheet = read_premises(csv_of({**ROW, **cells}), today=TODAY)
    except UnreadableError:
        pytest.fail("An error of the file must be told as a mistake.")
    assert bool(sheet.premises) is not bool(sheet.faults)


class Marked(NullTranslations):
    """A catalogue that has every sentence."""

    def gettext(self, message: str) -> str:
        return f"[{message}]"

    ugettext = gettext


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04", "[This is a spreadsheet or another packed file, not CSV.] [In your spreadsheet choose"),
        (b"\xff\xfea\x00", "[This file is in UTF-16 (“Unicode text”), not in UTF-8.] [In your"),
        (b"name\n\xff\n", "[Line 2 is not in UTF-8.] [In your"),
        (b"a\x00", "[This is no text: it holds zero bytes.] [In your"),
        (b" ", "[The file is empty.]"),
        (csv_of() + b'"open', "[The row that begins on line 2 cannot be read: a quotation mark is not closed"),
        (b"name;kind\n", "[The columns are not parted by commas.] [In your"),
        (b"name,\n", "[A column has no name. Name it in the first line"),
        (b"name,name\n", "[Two columns are called name. Keep one of them.]"),
    ],
)
def test_why_a_file_cannot_be_read_is_said_in_the_language_of_the_reader(data, words, monkeypatch):
    monkeypatch.setattr(Domain, "get_translations", lambda _self: Marked())
    [fault] = read_premises(data, today=TODAY).faults
    assert fault.mistake is Mistake.UNREADABLE
    assert words_of(fault).startswith(f"[We cannot read this file. {words}")
