"""What officers do with a place: hide it, show it again with a second person, move memberships, check it, end it."""

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import select

from tests.client import Page
from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.venues.sending import LIST, filled, press, send
from webapp.audit.actors import SYSTEM
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.clock import london_today
from webapp.sealing.boxes import PrivateKey
from webapp.venues import contacts, desk_queries, directory, queries
from webapp.venues.items import APPROVAL
from webapp.venues.models import Venue, VenueCheck, VenueContact
from webapp.venues.rules import Listing, MembershipState
from webapp.venues.services import fingerprint_of
from webapp.work.models import WorkItem

SHOW = "/show-again"
ADA = {"first-name": "Ada Example", "first-role": "Champion", "first-email": "ada@example.org", "notes": "Kind."}


@pytest.fixture
def officer(officer_client):
    return officer_client(role="venue-officer")


@pytest.fixture
def approver(officer_client):
    return officer_client(role="approver")


def path(venue_id, rest: str = "") -> str:
    return f"{LIST}/{venue_id}{rest}"


def stored(venue_id):
    db.session.remove()
    return queries.get_by_id(venue_id)


def is_shown(venue_id) -> bool:
    directory.forget()
    return directory.card_of(stored(venue_id).slug) is not None


def token_in(page: Page) -> str:
    """Any form of a page carries the session's token."""
    return next(field.get("value") for field in page.all("input") if field.get("name") == "csrf_token")


def acts(venue_id) -> list[str]:
    wanted = select(AuditEntry.act).where(AuditEntry.key == venue_id.hex).order_by(AuditEntry.seq)
    return list(db.session.scalars(wanted))


class TestHiding:
    def test_one_officer_hides_a_place_at_once(self, officer, listed):
        venue_id = listed()
        assert is_shown(venue_id)
        answer = send(officer, path(venue_id, "/hide"), {"because": "safety", "reason": "The door is broken."})
        assert answer.location == path(venue_id)
        assert not is_shown(venue_id)
        assert "It may not be safe" in officer.get(path(venue_id)).text

    def test_nothing_is_hidden_without_a_reason(self, officer, listed):
        venue_id = listed()
        assert send(officer, path(venue_id, "/hide"), {}).status_code == 422
        assert is_shown(venue_id)

    def test_showing_it_again_takes_a_second_person_who_reads_what_comes_back(self, officer, approver, listed):
        venue_id = listed()
        send(officer, path(venue_id, "/hide"), {"because": "report", "reason": "The door was locked."})
        page = officer.get(path(venue_id, SHOW))
        assert press(officer, path(venue_id, "/ask"), filled(page, action="/ask")).status_code == 303
        assert not is_shown(venue_id)
        read = approver.get(path(venue_id, SHOW))
        # In plain sight: the details, the hours, why it was hidden, and who asks.
        for words in (
            "The door is beside the post box.",
            "The door was locked.",
            "9am to 5.30pm",
            "Somebody reported it",
            officer.officer.name,
        ):
            assert words in read.text
        press(approver, path(venue_id, "/approve"), filled(read, action="/approve"))
        assert is_shown(venue_id)
        assert {"approval.approved", "approval.used", "venue.shown"} <= set(acts(venue_id))
        assert db.session.scalar(select(WorkItem.closed_at).where(WorkItem.kind == APPROVAL)) is not None

    def test_whoever_asked_cannot_agree(self, officer_client, listed):
        both = officer_client(roles=("venue-officer", "approver"))
        venue_id = listed()
        send(both, path(venue_id, "/hide"), {"because": "report"})
        page = both.get(path(venue_id, SHOW))
        press(both, path(venue_id, "/ask"), filled(page, action="/ask"))
        page = both.get(path(venue_id, SHOW))
        assert "You asked for this yourself" in page.text
        assert all("/approve" not in (form.get("action") or "") for form in page.all("form"))
        # The button is not there; whoever sends what it would send is refused.
        sent = {"csrf_token": token_in(page), "seen": fingerprint_of(venue_id)}
        press(both, path(venue_id, "/approve"), sent)
        assert not is_shown(venue_id)

    def test_what_was_changed_meanwhile_is_not_agreed_to(self, officer, approver, listed):
        venue_id = listed()
        send(officer, path(venue_id, "/hide"), {"because": "report"})
        press(officer, path(venue_id, "/ask"), filled(officer.get(path(venue_id, SHOW)), action="/ask"))
        read = approver.get(path(venue_id, SHOW))
        send(officer, path(venue_id, "/change/visit"), {"note": "Another door."})
        press(approver, path(venue_id, "/approve"), filled(read, action="/approve"))
        assert not is_shown(venue_id)
        assert "changed after it was asked about" in approver.get(path(venue_id, SHOW)).text

    def test_the_second_person_can_say_no(self, officer, approver, listed):
        venue_id = listed()
        send(officer, path(venue_id, "/hide"), {"because": "report"})
        press(officer, path(venue_id, "/ask"), filled(officer.get(path(venue_id, SHOW)), action="/ask"))
        assert send(approver, path(venue_id, "/refuse"), {}).status_code == 422
        send(approver, path(venue_id, "/refuse"), {"reason": "Nobody has been there."})
        assert not is_shown(venue_id)
        assert "Nobody has been there." in officer.get(path(venue_id, SHOW)).text
        assert "Ask for a second person" in officer.get(path(venue_id, SHOW)).text

    def test_an_approver_sees_no_more_than_this(self, approver, listed):
        venue_id = listed()
        for rest in ("", "/contact", "/hide", "/change/visit", "/check"):
            assert approver.response(path(venue_id, rest)).status_code == 403
        page = approver.get(path(venue_id, SHOW))
        assert "There is nothing to decide here." in page.text
        assert path(venue_id) not in page.links

    def test_two_clicks_later_nothing_breaks(self, officer, approver, listed):
        venue_id = listed()
        page = officer.get(path(venue_id, "/hide"))
        sent = filled(page, {"because": "report"})
        assert press(officer, path(venue_id, "/hide"), sent).status_code == 303
        assert press(officer, path(venue_id, "/hide"), sent).status_code == 303
        seen = {"csrf_token": token_in(approver.get(path(venue_id, SHOW))), "seen": ""}
        assert press(approver, path(venue_id, "/approve"), seen).status_code == 303
        assert not is_shown(venue_id)


class TestMemberships:
    def test_buttons_are_those_of_the_rules_and_what_is_missing_is_named(self, officer, enter):
        venue_id = enter()
        page = officer.get(path(venue_id))
        press(officer, path(venue_id, "/memberships/safe-place/enter"), filled(page, action="safe-place/enter"))
        page = officer.get(path(venue_id))
        assert "Has applied" in page.text
        moves = {link.rpartition("/")[2] for link in page.links if "/move/" in link}
        moves |= {
            (form.get("action") or "").rpartition("/")[2]
            for form in page.all("form")
            if "/move/" in (form.get("action") or "")
        }
        assert moves == {"screening", "withdrawn", "closed"}

    def test_the_way_to_the_list(self, officer, approver, enter):
        venue_id = enter()
        page = officer.get(path(venue_id))
        press(officer, path(venue_id, "/memberships/safe-place/enter"), filled(page, action="safe-place/enter"))
        for state in ("screening", "training-booked", "trained"):
            page = officer.get(path(venue_id))
            press(
                officer, path(venue_id, f"/memberships/safe-place/move/{state}"), filled(page, action=f"move/{state}")
            )
        page = officer.get(path(venue_id))
        assert "It cannot be listed yet" in page.text
        assert "a named champion or manager" in page.text
        assert "/move/active" not in page.text
        today = london_today()
        facts = {
            "trained_on-day": str(today.day),
            "trained_on-month": str(today.month),
            "trained_on-year": str(today.year),
            "has_champion": "yes",
        }
        assert send(officer, path(venue_id, "/memberships/safe-place"), facts).status_code == 303
        page = officer.get(path(venue_id))
        assert "It can be listed: that takes a second person." in page.text
        assert "/move/active" not in page.text
        asking = officer.get(path(venue_id, SHOW))
        assert asking.h1.startswith("List it: ")
        press(officer, path(venue_id, "/ask"), filled(asking, action="/ask"))
        assert not is_shown(venue_id)
        read = approver.get(path(venue_id, SHOW))
        press(approver, path(venue_id, "/approve"), filled(read, action="/approve"))
        assert is_shown(venue_id)

    def test_a_membership_ends_with_a_reason(self, officer, listed):
        venue_id = listed()
        address = path(venue_id, "/memberships/safe-place/move/withdrawn")
        assert send(officer, address, {}).status_code == 422
        send(officer, address, {"reason": "They have no staff for it."})
        assert not is_shown(venue_id)
        assert "They have no staff for it." in officer.get(path(venue_id)).text

    def test_a_suspended_one_is_listed_again_by_two(self, officer, approver, listed):
        venue_id = listed()
        send(officer, path(venue_id, "/memberships/safe-place/move/suspended"), {"reason": "Training is due."})
        page = officer.get(path(venue_id))
        assert "listing it again takes a second person" in page.text
        assert "/move/active" not in page.text
        press(officer, path(venue_id, "/ask"), filled(officer.get(path(venue_id, SHOW)), action="/ask"))
        read = approver.get(path(venue_id, SHOW))
        press(approver, path(venue_id, "/approve"), filled(read, action="/approve"))
        assert is_shown(venue_id)

    def test_facts_that_a_listing_rests_on_stay(self, officer, listed):
        venue_id = listed()
        answer = send(officer, path(venue_id, "/memberships/safe-place"), {"has_champion": []})
        assert answer.status_code == 422
        assert "Suspend the membership first" in answer.get_data(as_text=True)

    def test_of_two_who_change_the_facts_one_is_shown_both(self, officer, listed):
        venue_id = listed()
        address = path(venue_id, "/memberships/safe-place")
        day = london_today() - dt.timedelta(days=3)
        date = {"signed_on-day": str(day.day), "signed_on-month": str(day.month), "signed_on-year": str(day.year)}
        slow = filled(officer.get(address), date)
        send(officer, address, {})
        page = Page(press(officer, address, slow, status=409))
        page.check()
        assert press(officer, address, filled(page)).status_code == 303
        assert stored(venue_id).memberships[0].facts.signed_on == day

    def test_a_button_of_an_older_page_does_nothing(self, officer, listed):
        venue_id = listed()
        address = path(venue_id, "/memberships/safe-place/move/withdrawn")
        slow = filled(officer.get(address), {"reason": "Late"})
        send(officer, path(venue_id, "/memberships/safe-place/move/suspended"), {"reason": "Now"})
        press(officer, address, slow)
        assert stored(venue_id).memberships[0].state is MembershipState.SUSPENDED

    @pytest.mark.parametrize("rest", ["/castle", "/castle/move/active", "/safe-place/move/castle", "/unity-promise"])
    def test_what_is_none_is_not_found(self, officer, listed, rest):
        assert officer.response(path(listed(), f"/memberships{rest}")).status_code == 404


class TestContact:
    def test_it_is_sealed_and_who_opened_it_is_written_down(self, officer, enter):
        venue_id = enter()
        assert "Nobody has entered one yet" in officer.get(path(venue_id)).text
        assert send(officer, path(venue_id, "/contact"), ADA).status_code == 303
        db.session.remove()
        row = db.session.scalars(select(VenueContact)).one()
        assert b"Ada" not in row.contact
        page = officer.get(path(venue_id))
        assert "Ada Example" not in page.text
        again = officer.get(path(venue_id, "/contact"))
        assert "Ada Example" in again.text
        assert "Kind." in again.text
        assert acts(venue_id).count("venue.contact_read") == 1
        assert "Opened the contact" in officer.get(path(venue_id)).text

    def test_a_named_person_counts_for_the_listing(self, officer, enter):
        venue_id = enter()
        page = officer.get(path(venue_id))
        press(officer, path(venue_id, "/memberships/safe-place/enter"), filled(page, action="safe-place/enter"))
        send(officer, path(venue_id, "/contact"), ADA)
        assert stored(venue_id).memberships[0].facts.has_champion

    def test_somebody_without_a_name_is_asked_for_it(self, officer, enter):
        answer = send(officer, path(enter(), "/contact"), {"second-telephone": "01632 960 001"})
        assert answer.status_code == 422
        assert "#second-name" in Page(answer).links

    def test_the_second_of_two_sees_both(self, officer, enter):
        venue_id = enter()
        slow = filled(officer.get(path(venue_id, "/contact")), {"notes": "Mine"})
        send(officer, path(venue_id, "/contact"), ADA)
        page = Page(press(officer, path(venue_id, "/contact"), slow, status=409))
        page.check()
        assert "Ada Example" in page.text
        assert "Mine" in page.text
        assert press(officer, path(venue_id, "/contact"), filled(page)).status_code == 303
        db.session.remove()
        assert contacts.read_contact(venue_id, by=SYSTEM).contact.notes == "Mine"

    def test_without_a_key_nothing_is_shown_and_nothing_lost(self, officer, enter, monkeypatch):
        venue_id = enter()
        send(officer, path(venue_id, "/contact"), ADA)
        monkeypatch.setattr("webapp.venues.desk.contacts.content_key", PrivateKey.new)
        answer = officer.response(path(venue_id, "/contact"))
        assert answer.location == path(venue_id)
        assert "your key does not open it" in officer.get(path(venue_id)).text


class TestChecks:
    @pytest.mark.parametrize(
        ("result", "years", "shown"),
        [("as-listed", 1, True), ("changed", 1, True), ("could-not-check", 0, True), ("not-fit", 0, False)],
    )
    def test_what_was_found_decides(self, officer, listed, result, years, shown):
        long_ago = london_today() - dt.timedelta(days=400)
        venue_id = listed(checked_on=long_ago)
        send(officer, path(venue_id, "/check"), {"result": result, "words": "Asked for Ada."})
        due = stored(venue_id).memberships[0].check_due_on
        assert (due - london_today()).days > 300 if years else due < london_today()
        assert is_shown(venue_id) is shown
        assert "Asked for Ada." not in officer.get(path(venue_id)).text
        assert "venue.notes_read" not in acts(venue_id)
        assert "Asked for Ada." in officer.get(path(venue_id, "/checks")).text
        assert "venue.notes_read" in acts(venue_id)
        db.session.remove()
        assert b"Ada" not in db.session.scalars(select(VenueCheck.words).where(VenueCheck.words.is_not(None))).one()

    def test_a_day_to_come_is_refused(self, officer, listed):
        day = london_today() + dt.timedelta(days=1)
        date = {"checked_on-day": str(day.day), "checked_on-month": str(day.month), "checked_on-year": str(day.year)}
        assert send(officer, path(listed(), "/check"), date | {"result": "as-listed"}).status_code == 422

    def test_sealed_notes_say_so_without_a_key(self, officer, listed, monkeypatch):
        venue_id = listed()
        send(officer, path(venue_id, "/check"), {"result": "as-listed", "words": "Asked for Ada."})
        monkeypatch.setattr("webapp.venues.desk.contacts.content_key", PrivateKey.new)
        text = officer.get(path(venue_id, "/checks")).text
        assert "Asked for Ada." not in text
        assert "Sealed: your key does not open this." in text


class TestEnding:
    def test_a_place_is_removed_for_good_after_asking(self, client, officer, listed):
        venue_id = listed()
        send(officer, path(venue_id, "/contact"), ADA)
        assert send(officer, path(venue_id, "/remove"), {"reason": "Closed down."}).status_code == 422
        assert is_shown(venue_id)
        send(officer, path(venue_id, "/remove"), {"reason": "Closed down.", "sure": "yes"})
        assert not is_shown(venue_id)
        assert client.response("/venues/made-up-library").status_code == 410
        assert db.session.scalars(select(VenueContact)).all() == []
        page = officer.get(path(venue_id))
        assert "Removed for good" in page.text
        assert not [link for link in page.links if link.endswith(("/hide", "/hours", "/contact", "/remove"))]

    def test_what_is_removed_cannot_be_changed(self, officer, listed):
        venue_id = listed()
        slow = filled(officer.get(path(venue_id, "/change/visit")), {"note": "Late"})
        send(officer, path(venue_id, "/remove"), {"reason": "Closed down.", "sure": "yes"})
        assert press(officer, path(venue_id, "/change/visit"), slow).location == path(venue_id)
        assert "removed for good" in officer.get(path(venue_id)).text

    def test_all_examples_go_in_one_act_and_real_places_stay(self, officer, listed):
        real = listed()
        for number in range(3):
            listed(name=f"Example, not a real place: {number}", sample=True)
        page = officer.get(LIST)
        assert f"{LIST}/examples/remove" in page.links
        assert send(officer, f"{LIST}/examples/remove", {}).status_code == 422
        send(officer, f"{LIST}/examples/remove", {"sure": "yes"})
        assert "3 examples are removed" in officer.get(LIST).text
        db.session.remove()
        assert db.session.scalars(select(Venue.id)).all() == [real]
        assert f"{LIST}/examples/remove" not in officer.get(LIST).links


class TestCounts:
    def test_counts_and_parts_follow_the_rules_day_by_day(self, listed):
        today = london_today()
        for days in (0, 330, 340, 365, 366, 420, 424, 425, 426, 500):
            listed(name=f"Checked {days} days ago", checked_on=today - dt.timedelta(days=days))
        every = desk_queries.list_venues(desk_queries.Filters(), today=today, size=100).rows
        by_rule = Counter(venue.memberships[0].listing(today) for venue in every)
        counts = desk_queries.count_venues(today=today)
        parts = {"soon": Listing.DUE, "overdue": Listing.OVERDUE, "timed-out": Listing.HIDDEN}
        assert counts.shown == sum(by_rule[each] for each in (Listing.LISTED, Listing.DUE, Listing.OVERDUE))
        assert [counts.soon, counts.overdue, counts.timed_out] == [by_rule[each] for each in parts.values()]
        for code, listing in parts.items():
            found = desk_queries.list_venues(desk_queries.Filters(due=desk_queries.Due(code)), today=today)
            assert found.total == by_rule[listing] > 0
            assert {venue.memberships[0].listing(today) for venue in found.rows} == {listing}
