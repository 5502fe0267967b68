"""Generated walks through the engine: whatever is done in whichever order, in two tabs, the invariants hold."""

import re
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, event, given, settings
from sqlalchemy import delete, func, select
from werkzeug.test import TestResponse

from tests.filling import OWN
from tests.journeys import made_up
from webapp.database import db
from webapp.journeys.models import Draft
from webapp.journeys.room import BUCKETS
from webapp.kit.transaction import transaction

pytestmark = pytest.mark.integration
Given = dict[str, Any]
# Answers that each page takes; the model below knows no more of the forms than this.
GOOD: dict[str, list[Given]] = {
    "a": [{"pet": "cat"}, {"pet": "dog"}, {"pet": "tiger"}],
    "c": [{"name": "Tom"}, {"name": "Felix", "born-day": "1", "born-month": "2", "born-year": "2020"}],
    "d": [{"walked": "yes"}, {"walked": "no"}],
    "e": [{}],
    "f": [{"meals-0-food": "Fish"}, {"meals-0-food": "Fish", "meals-1-food": "Rice"}],
    "g": [{}, {"likes": ["sun"]}, {"likes": ["sticks"]}],
}
WRONG: dict[str, Given] = {
    "a": {"pet": "bird"},
    "c": {"name": ""},
    "d": {},
    "f": {"meals-0-day-day": "40"},
    "g": {"likes": ["moon"]},
}
ACTS = ("on", "on", "on", "on", "answer", "answer", "wrong", "open", "again", "check", "send")
TABS, SLUGS, NUMBERS = st.integers(0, 1), st.sampled_from("acdefg"), st.integers(0, 2)
acts = st.tuples(st.sampled_from(ACTS), TABS, SLUGS, NUMBERS)
# Straight on for a while first: few walks would reach the end without it, and what comes after the end matters most.
straight = st.just([]) | st.lists(st.tuples(st.just("on"), st.just(0), SLUGS, NUMBERS), min_size=7, max_size=12)
walks = st.tuples(straight, st.lists(acts, min_size=2, max_size=20)).map(lambda parts: parts[0] + parts[1])


def is_taken(slug: str, answer: Given, pet: str | None) -> bool:
    """Whether a form takes an answer; only a dog is offered sticks."""
    return answer != WRONG.get(slug) and (answer.get("likes") != ["sticks"] or pet == "dog")


def pages_of(typed: dict[str, Given]) -> list[str]:
    """The path, told once more and without the engine."""
    pages = ["a", "c"]
    if pet_of(typed) == "dog":
        pages += ["d", "e"] if typed.get("d") == {"walked": "no"} else ["d"]
    return [*pages, "f", "g"]


def pet_of(typed: dict[str, Given]) -> str | None:
    return typed.get("a", {}).get("pet")


def next_of(typed: dict[str, Given]) -> str:
    """Where one is led: the first page without an answer that its form takes."""
    left = (slug for slug in pages_of(typed) if slug not in typed or not is_taken(slug, typed[slug], pet_of(typed)))
    return next(left, "check")


class Walk:
    """Two tabs of one browser, and what should be so by now."""

    def __init__(self, app) -> None:
        made_up.SENT.clear()
        # Every walk is somebody else's: one neighbourhood of the net may not begin so many.
        app.extensions.pop(BUCKETS, None)
        self.client = app.test_client()
        # What the draft holds; None while there is none.
        self.typed: dict[str, Given] | None = None
        self.mark = "new"
        self.version = 0
        self.sent = 0
        # What each tab has on its screen: of which draft, and which version was shown to be checked.
        self.marks, self.seen, self.posts = ["new", "new"], [(-1, ""), (-1, "")], [None, None]
        self.token = hidden(self.client.get("/pets/keep"), "csrf_token")

    def act(self, act: str, tab: int, slug: str, number: int) -> None:
        if act == "on":
            following = next_of(self.typed or {})
            if following == "check" and self.seen[tab][0] == self.version:
                self.act("send", tab, slug, number)
            elif following == "check":
                self.open("check", tab)
            else:
                self.open(following, tab)
                self.answer(following, tab, GOOD[following][number % len(GOOD[following])])
        elif act == "answer":
            self.answer(slug, tab, GOOD[slug][number % len(GOOD[slug])])
        elif act == "wrong":
            self.answer(slug, tab, WRONG.get(slug, {}))
        elif act in {"open", "check"}:
            self.open("check" if act == "check" else slug, tab)
        elif act == "send":
            self.post(tab, "check", {"seen": self.seen[tab]})
        elif self.posts[tab] is not None:
            self.post(tab, *self.posts[tab])

    def open(self, page: str, tab: int) -> None:
        answer = self.client.get(f"/pets/{page}")
        assert where(answer) == self.expected_at(page)
        if answer.status_code == 200:
            self.marks[tab] = self.mark
            if page == "check":
                self.seen[tab] = (self.version, hidden(answer, "seen"))
            else:
                assert hidden(answer, "draft") == self.mark

    def expected_at(self, page: str) -> str:
        if self.typed is None:
            return "200" if page == "a" else "sent" if self.sent else "pets"
        following, order = next_of(self.typed), [*pages_of(self.typed), "check"]
        is_open = page in order and order.index(page) <= order.index(following)
        return "200" if is_open else following

    def answer(self, slug: str, tab: int, answer: Given) -> None:
        self.post(tab, slug, {"draft": self.marks[tab], **answer})

    def post(self, tab: int, page: str, sent: Given) -> None:
        self.posts[tab] = (page, sent)
        form = {**sent, "csrf_token": self.token}
        if page == "check":
            form["seen"] = sent["seen"][1]
        answer = self.client.post(f"/pets/{page}", data=form, headers=OWN)
        expected = self.sending(sent["seen"][0]) if page == "check" else self.answering(page, sent)
        assert where(answer) == expected, (page, sent)
        if page != "check" and answer.status_code == 303 and self.typed is not None and self.mark == "new":
            self.mark = hidden(self.client.get("/pets/a"), "draft")

    def answering(self, slug: str, sent: Given) -> str:
        """What an answered page leads to; what it holds is in the draft from now on."""
        answer = {name: value for name, value in sent.items() if name != "draft"}
        if sent["draft"] not in {"new", self.mark}:
            return "409" if self.typed is not None else "sent"
        typed = dict(self.typed or {})
        if not is_taken(slug, answer, pet_of(typed)):
            return "422"
        typed[slug] = answer
        if pet_of(typed) == "tiger":
            return "b"
        if "e" not in pages_of(typed):
            typed.pop("e", None)
        self.typed, self.version = typed, self.version + 1
        return next_of(typed)

    def sending(self, seen: int) -> str:
        """What pressing Send leads to; the same press again leads to the same place."""
        if self.typed is None:
            return "sent" if self.sent else "pets"
        if next_of(self.typed) != "check":
            return next_of(self.typed)
        if seen != self.version:
            return "409"
        self.sent += 1
        answers = made_up.SENT[-1][0]
        assert list(answers) == pages_of(self.typed)
        assert answers["a"]["pet"] == pet_of(self.typed)
        assert answers["c"]["name"] == self.typed["c"]["name"]
        assert answers["g"]["likes"] == self.typed["g"].get("likes", [])
        self.typed, self.mark = None, "new"
        return "sent"

    def check_end(self) -> None:
        assert len(made_up.SENT) == self.sent
        assert db.session.scalar(select(func.count()).select_from(Draft)) == (self.typed is not None)
        if self.sent and self.typed is None:
            assert f"PET-{self.sent}" in self.client.get("/pets/sent").get_data(as_text=True)


def hidden(answer: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.get_data(as_text=True))
    assert found, f"no {name} in {answer.status_code}"
    return found[1]


def where(answer: TestResponse) -> str:
    return answer.headers["Location"].rpartition("/")[2] if answer.status_code == 303 else str(answer.status_code)


@transaction
def forget_drafts() -> None:
    db.session.execute(delete(Draft))


@given(walked=walks)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_in_whichever_order(app, walked):
    walk = Walk(app)
    for act in walked:
        walk.act(*act)
    # Shown by --hypothesis-show-statistics: walks that never reach the end would prove little.
    event(f"sent {walk.sent} times")
    with app.app_context():
        walk.check_end()
        forget_drafts()
