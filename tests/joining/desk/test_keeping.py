"""What places ask for at the desk: changes, renewals, hand-overs; letters to many, and the figures."""

import csv
import datetime as dt
import io
from dataclasses import replace

import pypdfium2
import pytest
from sqlalchemy import select

from tests.client import Page
from tests.joining.conftest import MANAGER, SAFE_PLACE, membership, mine
from tests.joining.desk.conftest import JOINING, acts
from tests.outbox import written
from tests.venues.conftest import ANN
from tests.venues.sending import filled, press, send
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.joining import queries
from webapp.joining.codes import ProposalState, RequestState
from webapp.joining.services import counting, proposals, requests
from webapp.joining.services.requests import Renewal
from webapp.kit.clock import london_today, utc_now
from webapp.venues import services
from webapp.venues.rules import CheckedBy, CheckResult, MembershipState

SAID = Renewal(help_asked=3, details_right=True, has_champion=True, staff_told=False, words="All is well.")


@pytest.fixture
def proposed(taken, today):
    """A change that waits; its place may have been changed since."""

    def run(**changes):
        premises = taken(SAFE_PLACE)
        [own] = mine(MANAGER.email, today)
        content = replace(own.venue.content, **changes)
        return premises, proposals.propose(own, content, seen=own.venue.version, today=today)

    return run


def content_of(premises):
    return queries.venues_of([premises])[premises].content


class TestProposals:
    def test_an_officer_sees_what_differs_and_accepts_a_part(self, officer, proposed):
        premises, proposal = proposed(note="Ask at the bar.", telephone="01632 960999")
        before = content_of(premises)
        page = f"{JOINING}/proposals/{proposal}"
        shown = officer.get(page)
        assert all(words in shown.text for words in ("Ask at the bar.", before.note, "01632 960999"))
        send(officer, page, {"only": ["note"]})
        assert content_of(premises) == replace(before, note="Ask at the bar.")
        assert queries.get_proposal(proposal).state is ProposalState.ACCEPTED
        assert "join_proposal.accepted" in acts(proposal)

    def test_a_name_that_is_read_as_another_one_is_said_so(self, officer, proposed, listed):
        listed(name="Coco")
        _, proposal = proposed(name="\u0421\u043e\u0441\u043e")
        shown = officer.get(f"{JOINING}/proposals/{proposal}").text
        assert "It is read as “Coco”" in shown
        assert "Looks like another name" in shown

    def test_nothing_stands_on_the_site_before(self, officer, proposed):
        premises, proposal = proposed(note="Ask at the bar.")
        before = content_of(premises)
        assert send(officer, f"{JOINING}/proposals/{proposal}", {"only": []}, status=422).status_code == 422
        words = {"reason": "It is not so.", "to_them": "Ask us first.\u2028Then write."}
        send(officer, f"{JOINING}/proposals/{proposal}/refuse", words)
        assert {each.parameters["words"] for each in written("join_proposal_refused")} == {"Ask us first.\nThen write."}
        assert content_of(premises) == before
        assert queries.get_proposal(proposal).state is ProposalState.REFUSED

    def test_what_a_colleague_changed_meanwhile_is_compared_again(self, officer, proposed, now):
        premises, proposal = proposed(note="Ask at the bar.")
        page = f"{JOINING}/proposals/{proposal}"
        form = filled(officer.get(page))
        found = queries.venues_of([premises])[premises]
        other = replace(found.content, note="The bell is broken.")
        services.save(found.id, other, seen=found.version, by=ANN, at=now)
        answer = press(officer, page, form, status=422)
        assert "The bell is broken." in answer.get_data(as_text=True)
        assert content_of(premises).note == "The bell is broken."
        press(officer, page, filled(Page(answer)))
        assert content_of(premises).note == "Ask at the bar."

    def test_an_officer_is_told_what_becomes_of_it_on_the_map(self, officer, proposed, placed):
        premises, proposal = proposed(postcode="BH9 9ZZ", note="Ask at the bar.")
        page = f"{JOINING}/proposals/{proposal}"
        assert "We do not know where the new postcode is" in officer.get(page).text
        answer = send(officer, page, {"only": ["postcode", "note"]}, status=422)
        assert "so the place has no point on the map" in answer.get_data(as_text=True)
        send(officer, page, {"only": ["note"]})
        assert content_of(premises).note == "Ask at the bar."

    def test_a_name_that_turns_round_is_marked_and_does_no_harm(self, officer, proposed):
        _premises, proposal = proposed(name="The M\u0430de-up <script>")
        shown = officer.get(f"{JOINING}/proposals/{proposal}")
        assert "Letters of several alphabets" in shown.text
        assert "Looks like code" in shown.text
        assert all(each.get("src") for each in shown.all("script"))


class TestRequests:
    @pytest.fixture
    def member(self, on_the_list, now):
        """A place whose next check is 20 days away."""
        premises, today = on_the_list(), london_today()
        checked = today + dt.timedelta(days=20 - 365)
        venue, found = queries.get_premises(premises).venue_id, CheckResult.AS_LISTED
        services.record_check(venue, checked_on=checked, how=CheckedBy.VISIT, result=found, by=ANN, at=now)
        return premises

    def test_the_round_shows_who_is_due_and_who_has_written(self, officer, member):
        page = officer.get(f"{JOINING}/renewals")
        assert "Not sent" in page.text
        [own] = mine(MANAGER.email, london_today())
        asked = requests.renew(own, membership(member).id, SAID, today=london_today())
        assert any(str(asked) in link for link in officer.get(f"{JOINING}/renewals").links)
        assert "Nothing to renew" in officer.get(f"{JOINING}/renewals?town=christchurch").text

    def test_accepting_a_renewal_is_a_check_and_counts_the_help(self, officer, member):
        [own] = mine(MANAGER.email, london_today())
        asked = requests.renew(own, membership(member).id, SAID, today=london_today())
        page = f"{JOINING}/requests/{asked}"
        assert "All is well." in officer.get(page).text
        assert send(officer, page, {}, status=422).status_code == 422
        send(officer, page, {"how": "telephone"})
        kept = membership(member)
        assert (kept.checked_on, kept.checked_by) == (london_today(), CheckedBy.TELEPHONE)
        assert queries.count_help(kept.id) == SAID.help_asked
        assert "3 times" in officer.get(f"{JOINING}/memberships/{kept.id}").text

    def test_without_a_champion_an_officer_says_that_there_is_one_now(self, officer, member):
        [own] = mine(MANAGER.email, london_today())
        said = replace(SAID, has_champion=False)
        page = f"{JOINING}/requests/{requests.renew(own, membership(member).id, said, today=london_today())}"
        assert "There is a champion now" in officer.get(page).text
        answer = send(officer, page, {"how": "telephone"}, status=422)
        assert "nobody leads this there" in answer.get_data(as_text=True)
        send(officer, page, {"how": "telephone", "has_champion": "yes"})
        assert membership(member).checked_on == london_today()

    def test_somebody_looks_at_it_that_a_place_left(self, officer, member):
        kept, now = membership(member), utc_now()
        [own] = mine(MANAGER.email, london_today())
        asked = requests.leave(own, kept.id, today=london_today(), at=now)
        page = f"{JOINING}/requests/{asked}"
        shown = officer.get(page)
        assert "on one person's word" in shown.text
        assert "I have looked at it" in shown.text
        send(officer, page, {})
        assert "I have looked at it" not in officer.get(page).text
        assert acts(asked).count("join_request.looked_at") == 1

    def test_what_the_worker_would_not_do_is_put_aside_or_done(self, officer, member, monkeypatch):
        kept, now = membership(member), utc_now()
        [own] = mine(MANAGER.email, london_today())
        monkeypatch.setattr("webapp.joining.services.requests.leaving.may_hold", lambda: False)
        asked = requests.leave(own, kept.id, today=london_today(), at=now)
        page = f"{JOINING}/requests/{asked}"
        assert "Put it aside" in officer.get(page).text
        send(officer, f"{page}/refuse", {"reason": "They stay."})
        assert queries.get_request(asked).state is RequestState.REFUSED
        asked = requests.leave(own, kept.id, today=london_today(), at=now)
        send(officer, f"{JOINING}/requests/{asked}", {})
        assert membership(member).state is MembershipState.WITHDRAWN

    def test_a_refusal_changes_nothing(self, officer, member):
        [own] = mine(MANAGER.email, london_today())
        before = membership(member).check_due_on
        asked = requests.renew(own, membership(member).id, SAID, today=london_today())
        send(officer, f"{JOINING}/requests/{asked}/refuse", {"reason": "The champion left."})
        assert queries.get_request(asked).state is RequestState.REFUSED
        assert membership(member).check_due_on == before

    def test_a_hand_over_ends_the_way_in_of_the_one_before(self, officer, member, today):
        own = next(each for each in mine(MANAGER.email, today))
        after = replace(MANAGER, name="Nia Newby", email="nia@example.org")
        asked = requests.hand_over(own, after, today=today)
        page = f"{JOINING}/requests/{asked}"
        assert "Nia Newby" in officer.get(page).text
        send(officer, page, {})
        assert mine(MANAGER.email, today) == []
        assert mine("nia@example.org", today)[0].may_look_after


class TestLetters:
    def test_each_place_gets_its_own_page_with_its_address_and_its_words(self, officer, listed, app_context):
        names = ("Harbour Club", "Made-up <Bell>")
        for name in names:
            listed(name=name, longitude=-1.87 - len(name) / 100)
        address = f"{JOINING}/letters?scheme=safe-place&stage=active"
        page = officer.get(address)
        assert "2 letters" in page.text
        words = {"title": "To {place}", "words": "{scheme}: {date}. {other} =1+1", "signed": "Olu Example"}
        form = filled(page, words, action="/letters")
        answer = press(officer, address, form, status=200)
        sheets = [each.get_textpage().get_text_bounded() for each in pypdfium2.PdfDocument(answer.get_data())]
        assert len(sheets) == len(names)
        for sheet, name in zip(sheets, names, strict=True):
            assert f"To {name}" in sheet
            assert "BH1 1AA" in sheet
            assert "{other} =1+1" in sheet
            assert "Safe Places: " in sheet
        assert db.session.scalar(select(AuditEntry.act).where(AuditEntry.act == "join_letters.made"))

    def test_nobody_chosen_is_nobody(self, officer, listed):
        listed()
        page = officer.get(f"{JOINING}/letters")
        assert "0 letters" in page.text
        assert all("letters" not in (f.get("action") or "") or f.get("method") != "post" for f in page.all("form"))

    def test_what_was_typed_comes_back(self, officer, listed):
        listed()
        address = f"{JOINING}/letters?stage=active"
        form = filled(officer.get(address), {"words": "Long words."}, action="/letters")
        answer = press(officer, address, form, status=422)
        assert "Long words." in answer.get_data(as_text=True)


class TestFigures:
    def test_by_town_and_state_today_and_by_month(self, officer, listed, taken, today):
        listed()
        taken(SAFE_PLACE)
        counting.keep_month(today=today.replace(year=today.year - 1))
        page = officer.get(f"{JOINING}/figures")
        cells = page.words("tr")
        assert "Listed11" in cells
        assert "Has applied11" in cells
        assert any(f"{today.year - 1}" in row for row in cells)

    def test_the_file_has_all_of_it_and_runs_nothing(self, officer, listed, today):
        listed()
        counting.keep_month(today=today.replace(year=today.year - 1))
        answer = officer.response(f"{JOINING}/figures.csv")
        rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
        assert {row["stage"] for row in rows} == {"active"}
        assert len({row["month"] for row in rows}) == len(("now", "a year ago"))
        assert (rows[0]["scheme"], rows[0]["town"], rows[0]["number"]) == ("safe-place", "bournemouth", "1")
