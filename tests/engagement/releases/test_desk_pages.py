"""The desk's pages of releases: who may do what, what the second person reads, and what becomes of it."""

import uuid
from typing import Any

import pytest
from sqlalchemy import update

from tests.client import Page
from tests.conftest import NOW
from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.desk.sending import send
from tests.engagement.conftest import BY, made_content, published_release
from webapp.database import db
from webapp.engagement.releases import queries
from webapp.engagement.releases.codes import Fault, ReleaseState
from webapp.engagement.releases.content import Cell, Content, Table, hash_of, plain
from webapp.engagement.releases.models import Release, ReleaseCounts
from webapp.kit.transaction import transaction

pytestmark = pytest.mark.usefixtures("app_context")
DESK, PUBLIC = "/desk/releases", "/what-you-told-us"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
PROOF = {
    "rules": "1",
    "hidden": 120,
    "primary": 90,
    "proved": 90,
    "lowest": 0,
    "highest": 9,
    "seconds": 12.34,
    "earlier": [],
}


@transaction
def a_row(content: Content | None, *, state: ReleaseState = ReleaseState.DRAFT, **more: Any) -> uuid.UUID:
    """A release that is not public, without the engine."""
    row = Release(
        **{
            "id": uuid.uuid4(),
            "newest": content.newest if content else "2026Q2",
            "number": 1,
            "state": state,
            "prepared_at": NOW,
            "progress": 100 if content else 0,
            "content": plain(content) if content else None,
            "content_hash": hash_of(content) if content else "",
            "inputs_hash": "f" * 64,
            "rules": "1",
            "proof": PROOF if content else None,
            "makers": [str(BY)],
            **more,
        }
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(ReleaseCounts(release_id=row.id, counts=[]))
    return row.id


def a_draft(content: Content | None = None, **more: Any) -> str:
    """The address of a draft."""
    return f"{DESK}/{a_row(content or made_content(), **more)}"


class TestTheList:
    def test_it_has_every_release_with_where_it_stands(self, officer_client):
        published_release("2026Q1", content=made_content("2026Q1"))
        a_draft()
        page = officer_client("analyst").get(DESK)
        assert page.words("td")[0] == "Draft"
        assert "Public" in page.words("td")
        assert [row.partition("2")[0] for row in page.words("th")[4:]] == ["July ", "April "]

    def test_an_approver_sees_it_and_may_not_prepare(self, officer_client):
        approver = officer_client("approver")
        assert f"{DESK}/begin" not in approver.get(DESK).links
        assert approver.response(f"{DESK}/begin").status_code == 403

    @pytest.mark.parametrize("role", ["moderator", "publisher", "case-officer", "auditor"])
    def test_others_do_not_see_it(self, officer_client, role):
        other = officer_client(role)
        address = a_draft()
        for path in (DESK, address, f"{address}/preview"):
            assert other.response(path).status_code == 403


class TestPreparing:
    def test_a_release_is_begun_and_waits_for_the_worker(self, officer_client):
        analyst = officer_client("analyst")
        page = analyst.get(f"{DESK}/begin")
        newest = page.all("option")[1].get("value")
        answer = send(analyst, page, f"{DESK}/begin", {"quarter": newest}, here=f"{DESK}/begin")
        assert answer.status_code == 303
        waiting = analyst.get(answer.headers["Location"])
        assert "The release waits for its turn." in waiting.text
        assert [each.newest for each in queries.list_drafts()] == [newest]

    def test_one_quarter_is_begun_once(self, officer_client):
        analyst = officer_client("analyst")
        page = analyst.get(f"{DESK}/begin")
        newest = page.all("option")[1].get("value")
        send(analyst, page, f"{DESK}/begin", {"quarter": newest}, here=f"{DESK}/begin")
        answer = send(analyst, analyst.get(f"{DESK}/begin"), f"{DESK}/begin", {"quarter": newest}, here=f"{DESK}/begin")
        assert answer.status_code == 422
        assert "A release of this quarter has been begun already." in answer.get_data(as_text=True)

    def test_how_far_it_is_is_asked_for_again_with_and_without_script(self, officer_client):
        analyst = officer_client("analyst")
        address = f"{DESK}/{a_row(None, state=ReleaseState.PREPARING, progress=40)}"
        assert "The release is being made: 40 of 100." in analyst.get(address).text
        assert address in analyst.get(address).links
        fragment = analyst.response(address, headers=PARTIAL).get_data(as_text=True)
        assert fragment.lstrip().startswith('<div id="release-making">')

    def test_when_it_is_done_the_whole_page_is_loaded(self, officer_client):
        address = a_draft()
        answer = officer_client("analyst").response(address, headers=PARTIAL)
        assert answer.headers["HX-Redirect"] == address

    def test_what_could_not_be_made_says_why_and_is_thrown_away(self, officer_client):
        analyst = officer_client("analyst")
        address = f"{DESK}/{a_row(None, state=ReleaseState.FAILED, fault=Fault.NO_ANSWERS)}"
        page = analyst.get(address)
        assert "Too few people answered in the year up to this quarter." in page.text
        send(analyst, page, f"{address}/discard")
        assert queries.list_drafts() == ()

    def test_what_is_not_made_has_no_preview(self, officer_client):
        address = f"{DESK}/{a_row(None, state=ReleaseState.PREPARING)}"
        assert officer_client("analyst").response(f"{address}/preview").status_code == 404


class TestWhatTheSecondPersonReads:
    def test_how_it_was_made_and_the_proof(self, officer_client):
        page = officer_client("approver").get(a_draft())
        facts = dict(zip(page.words("dt"), page.words("dd"), strict=True))
        assert facts["People who answered"] == "1,500"
        assert facts["Held back as a suspected flood"] == "5%"
        assert facts["Narrowest range of a hidden number"] == "0 to 9"
        assert facts["Proved"] == "90 of 90"
        assert facts["Stands for the answers"] == "f" * 16
        assert facts["Made-up answers among them"] == "No"
        assert "Loud noise, music or parties was named most" in page.text

    def test_the_page_as_everybody_will_see_it_by_area_and_kind(self, officer_client):
        approver, address = officer_client("approver"), a_draft()
        page = approver.get(f"{address}/preview?area=town:poole")
        assert "Poole" in page.words("h3")
        assert "540" not in page.words("td")
        assert "180" in page.words("td")
        assert 'id="told-results"' in approver.response(f"{address}/preview", headers=PARTIAL).get_data(as_text=True)

    def test_what_differs_from_the_release_before(self, officer_client):
        published_release("2026Q1", content=changed(made_content("2026Q1"), 545))
        page = officer_client("approver").get(a_draft())
        assert "Compared with April 2025 to March 2026." in page.text
        assert "1 figure that both give is not the same. Newly hidden: 0. Newly shown: 0." in page.text
        row = rows(page)[-1]
        assert row[0] == "What is the problem? Loud noise, music or parties"
        assert row[-2:] == ["545", "540"]

    def test_a_hidden_number_is_said_in_words(self, officer_client):
        published_release("2026Q1", content=changed(made_content("2026Q1"), None))
        page = officer_client("approver").get(a_draft())
        assert "Newly hidden: 0. Newly shown: 1." in page.text
        assert rows(page)[-1][-2:] == ["Fewer than 10, or hidden", "540"]

    def test_the_first_release_is_compared_with_nothing(self, officer_client):
        assert "What differs" not in officer_client("approver").get(a_draft()).text


class TestTwoPeople:
    def test_an_analyst_asks_and_an_approver_publishes(self, client, officer_client):
        analyst, approver = officer_client("analyst"), officer_client("approver")
        address = a_draft()
        send(analyst, analyst.get(address), f"{address}/ask")
        page = analyst.get(address)
        assert "It waits for a second person." in page.text
        assert "Agree and publish" not in page.text
        assert "No figures have been published here yet" in client.get(PUBLIC).text
        page = approver.get(address)
        assert "You are asked to be the second person" in page.text
        send(approver, page, f"{address}/publish")
        assert "Loud noise, music or parties was named most" in client.get(PUBLIC).text

    def test_nobody_agrees_to_what_they_did_not_see(self, client, officer_client):
        analyst, approver = officer_client("analyst"), officer_client("approver")
        address = a_draft()
        send(analyst, analyst.get(address), f"{address}/ask")
        send(approver, approver.get(address), f"{address}/publish", {"seen": "0" * 64})
        assert "The content was changed after it was asked about." in approver.get(address).text
        assert "No figures have been published here yet" in client.get(PUBLIC).text

    def test_one_officer_with_both_roles_does_not_do_both(self, officer_client):
        both, address = officer_client(roles=("analyst", "approver")), a_draft()
        send(both, both.get(address), f"{address}/ask")
        assert "Agree and publish" not in both.get(address).text

    def test_an_approver_refuses_with_a_reason(self, officer_client):
        analyst, approver = officer_client("analyst"), officer_client("approver")
        address = a_draft()
        send(analyst, analyst.get(address), f"{address}/ask")
        refusal = f"{address}/refuse"
        empty = send(approver, approver.get(refusal), refusal, {"reason": ""}, here=refusal)
        assert empty.status_code == 422
        send(approver, approver.get(refusal), refusal, {"reason": "Noise doubled: why?"}, here=refusal)
        assert "Refused" in analyst.get(address).text
        assert "Ask for a second person" in analyst.get(address).text

    def test_who_asked_takes_it_back_and_throws_it_away(self, officer_client):
        analyst, address = officer_client("analyst"), a_draft()
        send(analyst, analyst.get(address), f"{address}/ask")
        send(analyst, analyst.get(address), f"{address}/withdraw")
        send(analyst, analyst.get(address), f"{address}/discard")
        assert queries.list_drafts() == ()

    @pytest.mark.parametrize("act", ["ask", "withdraw", "discard", "correct"])
    def test_an_approver_alone_makes_nothing(self, officer_client, act):
        approver, address = officer_client("approver"), a_draft()
        assert f"{address}/{act}" not in approver.get(address).text

    def test_an_older_draft_is_not_asked_about_once_another_is_public(self, officer_client):
        analyst, address = officer_client("analyst"), a_draft()
        published_release("2026Q1", content=made_content("2026Q1"))
        send(analyst, analyst.get(address), f"{address}/ask")
        assert "Another release was published after this one was made." in analyst.get(address).text


class TestAfterPublication:
    def test_a_correction_is_begun_with_words_in_each_language(self, officer_client):
        analyst, wrong = officer_client("analyst"), published_release()
        address = f"{DESK}/{wrong.id}/correct"
        page = analyst.get(address)
        assert len(page.all("textarea")) == 3
        words = {"words_en": "A batch had been counted twice.", "words_pl": "Policzono dwa razy."}
        answer = send(analyst, page, address, words, here=address)
        assert answer.status_code == 303
        (begun,) = [each for each in queries.list_drafts() if each.corrects]
        assert begun.words == {"en": "A batch had been counted twice.", "pl": "Policzono dwa razy."}
        assert "The release waits for its turn." in analyst.get(answer.headers["Location"]).text

    def test_without_words_in_the_first_language_nothing_is_begun(self, officer_client):
        analyst, wrong = officer_client("analyst"), published_release()
        address = f"{DESK}/{wrong.id}/correct"
        answer = send(analyst, analyst.get(address), address, {"words_en": "", "words_pl": "Tak."}, here=address)
        assert answer.status_code == 422
        assert "Write what was wrong" in answer.get_data(as_text=True)
        assert len(queries.list_drafts()) == 1

    def test_a_draft_has_nothing_to_correct(self, officer_client):
        analyst, address = officer_client("analyst"), a_draft()
        answer = send(
            analyst,
            analyst.get(f"{address}/correct"),
            f"{address}/correct",
            {"words_en": "Why."},
            here=f"{address}/correct",
        )
        assert "Only what is public, and not corrected already, can be corrected." in answer.get_data(as_text=True)

    def test_it_is_checked_against_the_answers(self, officer_client):
        approver, public = officer_client("approver"), published_release()
        address = f"{DESK}/{public.id}"
        send(approver, approver.get(address), f"{address}/verify")
        assert "Answers were let in or taken out since" in approver.get(address).text
        tamper()
        send(approver, approver.get(address), f"{address}/verify")
        assert "What is kept is not what was published." in approver.get(address).text


@transaction
def tamper() -> None:
    """Somebody with the database's password makes a release say something else."""
    db.session.execute(update(Release).values(content_hash="0" * 64))


def changed(content: Content, count: int | None) -> Content:
    """The content with another number of people who named noise in a year that the next release gives again."""
    table = content.kinds
    cells = tuple(
        Cell(**{**cell.__dict__, "count": count})
        if (cell.area, cell.period, cell.option) == ("", "2025Q2-2026Q1", "noise")
        else cell
        for cell in table.cells
    )
    shown = ("code", "question", "areas", "periods", "options")
    other = Table(**{name: getattr(table, name) for name in shown}, cells=cells)
    return Content(**{**content.__dict__, "tables": (other, *content.tables[1:])})


def rows(page: Page) -> list[list[str]]:
    return [["".join(cell.itertext()).strip() for cell in row] for row in page.all("tr")]
