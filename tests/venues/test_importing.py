"""What becomes of the rows of a list: added, changed, left, asked about or refused."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.venues.conftest import ANN
from tests.venues.lists import ROW, applied, csv_of, tried
from webapp.database import db
from webapp.edits.models import EditVersion
from webapp.places.services import load_places
from webapp.venues import directory, queries, services
from webapp.venues.hours import HoursKind
from webapp.venues.importing import carrying
from webapp.venues.importing.applying import ChangedMeanwhileError
from webapp.venues.importing.faults import Remark, Wrong
from webapp.venues.importing.lists import Options
from webapp.venues.importing.planning import Act, Choice
from webapp.venues.models import Membership, Venue
from webapp.venues.rules import Audience, Feature, HiddenBecause, MembershipState, VenueKind
from webapp.venues.schemes import SchemeCode

pytestmark = pytest.mark.usefixtures("app_context")
LISTED = {
    "safe_place": "listed",
    "safe_place_trained_on": "2026-03-09",
    "safe_place_champion": "yes",
    "safe_place_checked_on": "2026-10-01",
    "safe_place_checked_by": "visit",
}


def one(row: dict[str, object], now: dt.datetime, **options: object):
    [planned] = tried(csv_of(row), at=now, options=Options(**options))
    return planned


def wrongs(row: dict[str, object], now: dt.datetime) -> list[Wrong]:
    planned = one(row, now)
    assert planned.act is (Act.REFUSE if planned.faults else planned.act)
    return [fault.wrong for fault in planned.faults]


def only_venue() -> queries.KeptVenue:
    [venue_id] = db.session.scalars(select(Venue.id)).all()
    return queries.get_by_id(venue_id)


def test_every_column_of_a_row_is_kept(now):
    full = {
        **ROW,
        "id": "L-17",
        "kind": "Café",
        "postcode": "bh151aa",
        "town": "Poole",
        "uprn": "100",
        "telephone": "01202 100000",
        "website": "www.example.org",
        "note": "Ask Ann.\nUpstairs.",
        "languages": "en, pl",
        "opening_hours": "Mo-Fr 09:00-17:30; PH off",
        "has_seat": "yes",
        "has_toilet": "no",
        "has_wifi": "",
        "audience": "card holders",
        "under_18s_until": "21:00",
        "help_is_free": "yes",
        "alcohol_led": "no",
    }
    applied(csv_of(full), at=now)
    venue = only_venue()
    content = venue.content
    assert (content.name, content.kind, content.address) == ("Corner Café", VenueKind.CAFE, "2 High Street\nPoole")
    assert (content.postcode, content.town, content.uprn) == ("BH15 1AA", "poole", "100")
    assert (content.latitude, content.longitude) == (50.715, -1.983)
    assert (content.telephone, content.website) == ("01202 100000", "https://www.example.org")
    assert (content.note, content.languages) == ("Ask Ann.\nUpstairs.", ("en", "pl"))
    assert (content.hours.kind, content.hours.week[0][0].opens) == (HoursKind.WEEKLY, 540)
    assert (content.has, content.lacks) == (frozenset({Feature.SEAT}), frozenset({Feature.TOILET}))
    assert (content.audience, content.under_18s_until) == (Audience.CARD_HOLDERS, 1260)
    assert (content.help_is_free, content.alcohol_led) == (True, False)
    assert (venue.source_id, venue.sample, venue.slug) == ("L-17", False, "corner-cafe")
    assert content.locality
    assert not venue.memberships


def test_a_trial_keeps_nothing(now):
    assert one(ROW, now).act is Act.ADD
    assert db.session.scalar(select(func.count()).select_from(Venue)) == 0


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"name": ""}, Wrong.NO_NAME),
        ({"address": ""}, Wrong.NO_ADDRESS),
        ({"name": "x" * 121}, Wrong.TOO_LONG),
        ({"note": "x" * 2001}, Wrong.TOO_LONG),
        ({"latitude": "", "longitude": ""}, Wrong.NO_POSITION),
        ({"latitude": "-1.9830", "longitude": "50.7150"}, Wrong.SWAPPED),
        ({"latitude": "51.5074", "longitude": "-0.1278"}, Wrong.FAR_AWAY),
        ({"latitude": "0", "longitude": "0"}, Wrong.FAR_AWAY),
        ({"latitude": "north", "longitude": "-1.98"}, Wrong.STRANGE_VALUE),
        ({"latitude": "50.71", "longitude": ""}, Wrong.STRANGE_VALUE),
        ({"latitude": "404000", "longitude": "90000"}, Wrong.STRANGE_VALUE),
        ({"latitude": "", "longitude": "", "postcode": "BH1 1AA"}, Wrong.UNKNOWN_POSTCODE),
        ({"postcode": "12345"}, Wrong.STRANGE_VALUE),
        ({"website": "javascript:alert(1)"}, Wrong.STRANGE_VALUE),
        ({"languages": "Polish!"}, Wrong.STRANGE_VALUE),
        ({"has_seat": "maybe"}, Wrong.STRANGE_VALUE),
        ({"under_18s_until": "25:00"}, Wrong.STRANGE_VALUE),
        ({"audience": "everyone"}, Wrong.STRANGE_VALUE),
        ({"safe_place": "perhaps"}, Wrong.STRANGE_VALUE),
        ({"safe_place": "applied", "safe_place_trained_on": "31/02/2026"}, Wrong.STRANGE_VALUE),
        ({"safe_place": "applied", "safe_place_checked_on": "2026-11-22"}, Wrong.DAY_AHEAD),
        ({"id": "x" * 121}, Wrong.TOO_LONG),
        ({"sample": "yes"}, Wrong.SAMPLE),
        ({"name": "Example, not a real place: Café"}, Wrong.SAMPLE),
    ],
)
def test_refuses_a_row_and_says_why(now, change, wrong):
    assert wrong in wrongs(ROW | change, now)


def test_an_unknown_kind_town_or_hours_are_remarked_on_and_not_guessed(now):
    planned = one(ROW | {"kind": "licensed premises", "town": "Atlantis", "opening_hours": "most days"}, now)
    assert {noted.remark for noted in planned.remarks} == {
        Remark.KIND_UNKNOWN,
        Remark.TOWN_UNKNOWN,
        Remark.HOURS_UNREAD,
    }
    assert (planned.content.kind, planned.content.hours.kind) == (VenueKind.OTHER, HoursKind.UNKNOWN)


def test_a_postcode_gives_the_position_and_is_compared_with_one(now):
    load_places(at=now)
    by_postcode = one({**ROW, "postcode": "BH15 1SZ", "latitude": "", "longitude": ""}, now)
    assert by_postcode.act is Act.ADD
    assert [noted.remark for noted in by_postcode.remarks] == [Remark.POSITION_OF_POSTCODE]
    assert wrongs({**ROW, "postcode": "BH23 1QL"}, now) == [Wrong.POSTCODE_ELSEWHERE]


def test_ids_and_places_that_stand_twice_are_refused(now):
    rows = [
        ROW | {"id": "1"},
        ROW | {"id": "1", "name": "Other Place"},
        ROW | {"id": "2", "name": "The CORNER cafe"},
        ROW | {"id": "3", "name": "the corner café"},
    ]
    found = [(each.act, [fault.wrong for fault in each.faults]) for each in tried(csv_of(*rows), at=now)]
    assert found == [
        (Act.REFUSE, [Wrong.ID_TWICE]),
        (Act.REFUSE, [Wrong.ID_TWICE]),
        (Act.ADD, []),
        (Act.REFUSE, [Wrong.PLACE_TWICE]),
    ]


def test_the_same_list_again_changes_nothing(now):
    text = csv_of(ROW | {"id": "1"}, {**ROW, "name": "Second", "latitude": "50.7300"})
    assert applied(text, at=now).counts == {Act.ADD: 2}
    again = applied(text, at=now + dt.timedelta(days=1))
    assert again.counts == {Act.LEAVE: 2}
    assert db.session.scalar(select(func.count()).select_from(EditVersion)) == 2


def test_a_row_changes_the_venue_that_its_id_names(now):
    applied(csv_of(ROW | {"id": "1", "note": "Old"}), at=now)
    before = only_venue()
    planned = one(ROW | {"id": "1", "note": "New"}, now)
    assert (planned.act, planned.changed) == (Act.CHANGE, ("note",))
    applied(csv_of(ROW | {"id": str(before.id), "note": "New"}), at=now)
    after = only_venue()
    assert (after.content.note, after.version, after.slug) == ("New", before.version + 1, before.slug)


def test_a_column_that_is_not_there_leaves_what_is_known(now):
    applied(csv_of(ROW | {"id": "1", "note": "Kept", "has_seat": "yes"}), at=now)
    applied(csv_of({"id": "1", "name": "New Name", "postcode": "", "has_toilet": "no"}), at=now)
    content = only_venue().content
    assert (content.name, content.note, content.address) == ("New Name", "Kept", "2 High Street\nPoole")
    assert (content.has, content.lacks) == (frozenset({Feature.SEAT}), frozenset({Feature.TOILET}))


def test_the_same_name_at_the_same_door_is_the_same_place(enter, now):
    venue_id = enter(name="Corner Café", latitude=50.7150, longitude=-1.9830)
    planned = one(ROW | {"latitude": "50.7152", "name": "CORNER CAFE"}, now)
    assert (planned.act, planned.existing.id) == (Act.CHANGE, venue_id)


def test_a_like_name_nearby_is_asked_about_and_never_guessed(enter, now):
    venue_id = enter(name="Corner Café and Bakery", latitude=50.7160, longitude=-1.9830)
    asked = one(ROW, now)
    assert (asked.act, asked.twin.id, round(asked.twin.metres)) == (Act.ASK, venue_id, 111)
    assert applied(csv_of(ROW), at=now).counts == {Act.ASK: 1}
    for choice, act in ((Choice.SAME, Act.CHANGE), (Choice.NEW, Act.ADD), (Choice.SKIP, Act.SKIP)):
        assert one(ROW, now, choices={2: choice}).act is act
        assert one(ROW, now, otherwise=choice).act is act


def test_a_place_that_is_far_or_called_otherwise_is_new(enter, now):
    enter(name="Corner Café", latitude=50.7350, longitude=-1.9830)
    enter(name="Quay Library", latitude=50.7150, longitude=-1.9830)
    assert one(ROW, now).act is Act.ADD


def test_two_rows_about_one_venue_are_not_both_kept(enter, now):
    venue_id = enter(name="Corner Café", latitude=50.7150, longitude=-1.9830)
    found = tried(csv_of(ROW | {"id": str(venue_id)}, ROW | {"id": ""}), at=now)
    assert [each.act for each in found] == [Act.CHANGE, Act.REFUSE]
    assert [fault.wrong for fault in found[1].faults] == [Wrong.SAME_VENUE_TWICE]


def test_a_removed_place_does_not_come_back(enter, now):
    venue_id = enter()
    services.remove(venue_id, reason="Closed", by=ANN, at=now)
    assert wrongs(ROW | {"id": str(venue_id)}, now) == [Wrong.REMOVED]


def test_a_hidden_place_stays_hidden(listed, now):
    venue_id = listed()
    services.hide(venue_id, because=HiddenBecause.SAFETY, by=ANN, at=now)
    applied(csv_of({**ROW, **LISTED, "id": str(venue_id)}), at=now)
    assert queries.get_by_id(venue_id).hidden_at is not None
    assert directory.is_empty()


def test_a_row_with_every_fact_is_listed(now):
    applied(csv_of(ROW | LISTED), at=now)
    [membership] = only_venue().memberships
    assert membership.state is MembershipState.ACTIVE
    assert (membership.checked_on, membership.check_due_on) == (dt.date(2026, 10, 1), dt.date(2027, 10, 1))
    assert [card.name for card in directory.every(now)] == ["Corner Café"]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"safe_place_trained_on": ""}, "training"),
        ({"safe_place_champion": "no"}, "champion"),
        ({"unity_promise": "listed", "unity_promise_trained_on": "2026-03-09", "safe_place": ""}, "audit"),
    ],
)
def test_a_row_without_a_fact_is_an_application(now, change, missing):
    row = ROW | LISTED | {"unity_promise_champion": "yes"} | change
    planned = one(row, now)
    assert (Remark.NOT_LISTED, missing) in {(noted.remark, noted.quoted) for noted in planned.remarks}
    applied(csv_of(row), at=now)
    assert [each.state for each in only_venue().memberships] == [MembershipState.APPLIED]
    assert directory.is_empty()


def test_a_list_cannot_say_that_a_check_holds_longer(now):
    applied(csv_of(ROW | LISTED | {"safe_place_check_due_on": "2099-01-01"}), at=now)
    assert only_venue().memberships[0].check_due_on == dt.date(2027, 10, 1)


def test_rows_without_a_scheme_apply_for_the_one_that_is_chosen(now):
    applied(csv_of(ROW), at=now, options=Options(scheme=SchemeCode.SAFE_PLACE))
    assert [each.state for each in only_venue().memberships] == [MembershipState.APPLIED]
    assert directory.is_empty()


def test_a_list_moves_no_membership_and_no_check_backwards(listed, now):
    venue_id = listed(checked_on=dt.date(2026, 6, 1))
    row = {**ROW, "id": str(venue_id), "safe_place": "withdrawn", "safe_place_checked_on": "2025-01-01"}
    assert Remark.STATE_KEPT in {noted.remark for noted in one(row, now).remarks}
    applied(csv_of(row), at=now)
    [membership] = queries.get_by_id(venue_id).memberships
    assert (membership.state, membership.checked_on) == (MembershipState.ACTIVE, dt.date(2026, 6, 1))
    applied(csv_of(row | {"safe_place": "", "safe_place_checked_on": "2026-11-01"}), at=now)
    [membership] = queries.get_by_id(venue_id).memberships
    assert (membership.checked_on, membership.check_due_on) == (dt.date(2026, 11, 1), dt.date(2027, 11, 1))


def test_a_list_does_not_bring_a_suspended_membership_back(listed, join, now):
    venue_id = listed()
    [membership] = queries.get_by_id(venue_id).memberships
    services.move_membership(
        membership.id, MembershipState.SUSPENDED, seen=membership.version, reason="Asked to", by=ANN, at=now
    )
    applied(csv_of({**ROW, **LISTED, "id": str(venue_id)}), at=now)
    assert queries.get_by_id(venue_id).memberships[0].state is MembershipState.SUSPENDED


def test_who_to_talk_to_is_sealed_and_counts_as_a_champion(now):
    from webapp.venues.contacts import read_contact

    person = {"contact_name": "Ann Persona", "contact_role": "Manager", "contact_email": "ann@example.org"}
    row = ROW | LISTED | person | {"safe_place_champion": ""}
    applied(csv_of(row), at=now)
    venue = only_venue()
    [kept] = read_contact(venue.id, by=ANN).contact.people
    assert (kept.name, kept.role, kept.email) == ("Ann Persona", "Manager", "ann@example.org")
    assert venue.memberships[0].state is MembershipState.ACTIVE
    again = one(row | {"contact_name": "Ben Persona"}, now)
    assert Remark.CONTACT_KEPT in {noted.remark for noted in again.remarks}


def test_what_a_strange_contact_says_is_in_no_report(now):
    report = applied(csv_of(ROW | {"contact_name": "Ann Persona" * 40}), at=now)
    assert report.errors
    assert "Persona" not in repr(report)


def test_nothing_is_kept_where_one_row_cannot_be(monkeypatch, now):
    def fail(*_given: object, **_named: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("webapp.venues.services.writing.put_entries", fail)
    with pytest.raises(RuntimeError):
        applied(csv_of(ROW, {**ROW, "name": "Second"}), at=now)
    for table in (Venue, Membership, EditVersion):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def saving(venue_id: uuid.UUID, now: dt.datetime, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an officer save a place between the planning and the writing, the first `times` times."""
    left = [times]
    whole = carrying.planned

    def and_then_saved(*given: object, **named: object):
        yield from whole(*given, **named)
        if left[0]:
            left[0] -= 1
            kept = queries.get_by_id(venue_id)
            content = replace(kept.content, note=f"Saved {left[0]}")
            services.save(venue_id, content, seen=kept.version, by=ANN, at=now)

    monkeypatch.setattr(carrying, "planned", and_then_saved)


def test_a_list_is_planned_anew_where_a_place_was_saved_meanwhile(enter, now, monkeypatch):
    venue_id = enter()
    saving(venue_id, now, 2, monkeypatch)
    applied(csv_of({"id": str(venue_id), "name": "Renamed", "postcode": ""}), at=now)
    content = queries.get_by_id(venue_id).content
    assert (content.name, content.note) == ("Renamed", "Saved 0")


def test_a_list_is_not_applied_over_those_who_keep_saving(enter, now, monkeypatch):
    venue_id = enter()
    saving(venue_id, now, 9, monkeypatch)
    with pytest.raises(ChangedMeanwhileError):
        applied(csv_of({"id": str(venue_id), "name": "Renamed", "postcode": ""}, ROW), at=now)
    assert queries.get_by_id(venue_id).content.name == "Made-up Library"
    assert db.session.scalar(select(func.count()).select_from(Venue)) == 1


def test_ids_of_other_systems_are_no_ids_of_ours(now):
    applied(csv_of(ROW | {"id": str(uuid.UUID(int=7))}), at=now)
    venue = only_venue()
    assert (venue.source_id, venue.id == uuid.UUID(int=7)) == (str(uuid.UUID(int=7)), False)
