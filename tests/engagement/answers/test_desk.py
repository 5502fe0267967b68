"""The desk: an analyst begins and writes, another officer agrees, a partner sends news of the own agency's action."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from tests.desk.sending import send
from tests.engagement.answers.things import NEXT, an_action, published, theme_words
from tests.engagement.conftest import published_release
from webapp.database import db
from webapp.engagement.answers import lateness, queries, services
from webapp.engagement.answers.models import Theme, ThemeNote
from webapp.engagement.answers.rules import ThemeState
from webapp.kit.clock import london_today, utc_now

pytestmark = pytest.mark.usefixtures("app_context")
THEMES, ACTIONS = "/desk/told/themes", "/desk/told/actions"
POLICE_WORDS = "We walk there each night."


@pytest.fixture
def analyst(officer_client):
    return officer_client("analyst")


@pytest.fixture
def approver(officer_client):
    return officer_client("approver")


@pytest.fixture
def partner(officer_client):
    return officer_client("agency-partner", agency="police")


def begin(analyst) -> str:
    """Begin a theme by the pages; returns its path."""
    if queries.standing_releases() == {}:
        published_release()
    page = analyst.get(f"{THEMES}/begin")
    answers = {"area": "town:poole", "kinds": ["noise"], "title-en": "Noise", "said-en": "People cannot sleep."}
    answer = send(analyst, page, f"{THEMES}/begin", answers, here=f"{THEMES}/begin")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location


def add_action(analyst, path: str, **changes: str) -> None:
    days = {"next_on-day": "15", "next_on-month": "1", "next_on-year": "2090"}
    answers = {"owner": "police", "action_status": "under_way", "words-en": POLICE_WORDS, **days, **changes}
    here = f"{path}/actions/add"
    answer = send(analyst, analyst.get(here), here, answers, here=here)
    assert answer.status_code == 303, answer.get_data(as_text=True)


class TestFromFiguresToAnAnswer:
    def test_an_analyst_begins_writes_and_asks_and_an_approver_publishes(self, analyst, approver, client):
        path = begin(analyst)
        add_action(analyst, path)
        send(analyst, analyst.get(path), path, {"state": "doing"}, here=path)
        send(analyst, analyst.get(path), f"{path}/ask")
        assert client.get("/you-said-we-did/noise", status=404)
        send(approver, approver.get(path), f"{path}/publish")
        page = client.get("/you-said-we-did/noise")
        assert POLICE_WORDS in page.text
        assert queries.get_public_theme("noise").state is ThemeState.DOING

    def test_what_is_missing_is_said_and_nothing_is_asked(self, analyst):
        path = begin(analyst)
        send(analyst, analyst.get(path), f"{path}/ask")
        assert "Write the reason first" in analyst.get(path).text
        assert services.waiting(uuid.UUID(path.rpartition("/")[2])) is None

    def test_without_public_figures_nothing_can_begin(self, analyst):
        assert analyst.response(f"{THEMES}/begin").location.endswith(THEMES)
        assert "no public figures yet" in analyst.get(THEMES).text

    def test_a_kind_for_towns_alone_is_refused_for_a_ward_with_words(self, analyst):
        published_release()
        here = f"{THEMES}/begin"
        answers = {"area": "ward:E05012674", "kinds": ["begging"], "title-en": "Begging", "said-en": "People told us."}
        answer = send(analyst, analyst.get(here), here, answers, here=here)
        assert answer.status_code == 422
        assert "never shown for less than a town" in answer.get_data(as_text=True)

    def test_the_figures_of_a_page_of_a_release_are_chosen_already(self, analyst):
        published_release()
        page = analyst.get(f"{THEMES}/begin?release=2026q2&area=town:poole&kind=noise")
        [chosen] = [each for each in page.all("option") if "selected" in each.attrib and each.get("value")]
        assert chosen.get("value") == "town:poole"
        assert [each.get("value") for each in page.all("input") if "checked" in each.attrib] == ["noise"]

    def test_the_second_person_may_say_no_and_says_why(self, analyst, approver):
        path = begin(analyst)
        send(analyst, analyst.get(path), path, {"state": "heard", "why-en": "We look for money."}, here=path)
        send(analyst, analyst.get(path), f"{path}/ask")
        here = f"{path}/refuse"
        send(approver, approver.get(here), here, {"reason": "It names a street."}, here=here)
        assert "Refused" in analyst.get(path).text
        assert queries.list_public_themes() == ()

    def test_an_approver_writes_nothing_and_an_analyst_does_not_publish(self, analyst, approver):
        path = begin(analyst)
        assert "form" not in {each.get("id") for each in approver.get(path).all("form")}
        for act in ("ask", "withdraw", "discard"):
            assert approver.response(f"{path}/{act}", method="POST").status_code in {400, 403}
        assert f"{path}/ask" not in [each.get("action") for each in approver.get(path).all("form")]
        assert analyst.response(f"{path}/refuse").status_code == 403

    def test_a_second_analyst_is_told_that_the_first_was_faster(self, analyst, officer_client):
        path = begin(analyst)
        other = officer_client("analyst")
        drawn = other.get(path)
        send(analyst, analyst.get(path), path, {"said-en": "First words."}, here=path)
        late = send(other, drawn, path, {"said-en": "Second words."}, here=path)
        assert late.status_code == 422
        assert "Somebody else changed this" in late.get_data(as_text=True)
        assert "Second words." in late.get_data(as_text=True)

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "http://example.org/", "/desk/told", "//example.org"])
    def test_a_link_leads_to_our_own_pages_or_is_safe(self, analyst, link):
        path = begin(analyst)
        here = f"{path}/actions/add"
        answers = {"owner": "police", "action_status": "done", "words-en": "Done.", "evidence": link}
        answer = send(analyst, analyst.get(here), here, answers, here=here)
        assert answer.status_code == 422

    def test_an_action_that_was_never_public_is_taken_out_and_a_theme_thrown_away(self, analyst):
        path = begin(analyst)
        add_action(analyst, path)
        [link] = [each for each in analyst.get(path).links if "/actions/" in each and not each.endswith("/add")]
        send(analyst, analyst.get(link), f"{link}/drop")
        assert "There is no action." in analyst.get(path).text
        send(analyst, analyst.get(path), f"{path}/discard")
        assert db.session.scalars(select(Theme)).all() == []

    def test_a_public_theme_offers_no_way_to_remove_it(self, analyst, approver):
        theme_id = published(theme_words(action := an_action()))
        page = analyst.get(f"{THEMES}/{theme_id}")
        forms = [each.get("action") or "" for each in page.all("form")]
        assert not any(address.endswith(("/discard", "/drop")) for address in forms)
        editing = analyst.get(f"{THEMES}/{theme_id}/actions/{action.key}")
        assert not any((each.get("action") or "").endswith("/drop") for each in editing.all("form"))


class TestNews:
    def test_an_analyst_writes_news_and_another_officer_agrees(self, analyst, approver, client):
        theme_id = published(theme_words(action := an_action()))
        here = f"{THEMES}/{theme_id}/news"
        send(analyst, analyst.get(here), here, {"about": action.key, "words-en": "Two lamps are up."}, here=here)
        note = f"/desk/told/news/{db.session.scalars(select(ThemeNote.id)).one()}"
        assert "It waits for somebody who did not write it" in analyst.get(note).text
        assert note in approver.get(f"{THEMES}/{theme_id}").links
        assert "Two lamps are up." not in client.get("/you-said-we-did/noise-poole").text
        send(approver, approver.get(note), note, here=note)
        assert "Two lamps are up." in client.get("/you-said-we-did/noise-poole").text

    def test_a_partner_sees_and_tells_of_the_own_agency_alone(self, analyst, partner, client):
        own = an_action(owner="police", next_on=london_today() + dt.timedelta(days=20))
        other = an_action(owner="council")
        published(theme_words(own, other), today=london_today())
        links = [each for each in partner.get(ACTIONS).links if each.startswith(f"{ACTIONS}/")]
        assert [each.rpartition("/")[2] for each in links] == [own.key]
        assert partner.response(f"{ACTIONS}/{other.key}").status_code == 404
        assert partner.response(THEMES).status_code == 403
        [here] = links
        send(partner, partner.get(here), here, {"words-en": POLICE_WORDS}, here=here)
        assert POLICE_WORDS in partner.get(here).text
        assert POLICE_WORDS not in client.get("/you-said-we-did/noise-poole").text
        [note] = [each for each in analyst.get(THEMES).links if each.startswith("/desk/told/news/")]
        send(analyst, analyst.get(note), note, here=note)
        assert "News from Dorset Police" in client.get("/you-said-we-did/noise-poole").text

    def test_news_that_is_not_published_says_why(self, analyst, partner):
        own = an_action(owner="police", next_on=NEXT)
        published(theme_words(own))
        here = f"{ACTIONS}/{own.key}"
        send(partner, partner.get(here), here, {"words-en": "Mr Smith is gone."}, here=here)
        [note] = [each for each in analyst.get(THEMES).links if each.startswith("/desk/told/news/")]
        send(
            analyst, analyst.get(f"{note}/refuse"), f"{note}/refuse", {"reason": "It names him."}, here=f"{note}/refuse"
        )
        assert "This was not published." in analyst.get(note).text
        assert len(queries.get_public_theme("noise-poole").history) == 1

    def test_a_late_promise_leads_from_the_queue_to_its_page(self, analyst, partner):
        own = an_action(owner="police", next_on=dt.date(2026, 1, 1))
        theme_id = published(theme_words(own))
        lateness.put_late_in_queue(today=london_today(), at=utc_now())
        for client, target in ((analyst, f"{THEMES}/{theme_id}"), (partner, f"{ACTIONS}/{own.key}")):
            queue = client.get("/desk/queue?show=overdue")
            [item] = {each for each in queue.links if each.startswith("/desk/queue/")}
            assert "Noise at night in Poole" in queue.text
            assert target in client.get(item).links
