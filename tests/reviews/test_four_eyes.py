"""No path publishes a review with one person, a missing letter, an open checklist, too early, or changed since.

The first machine runs on the rules alone, ten thousand times in the drills; what it checks at each publication is its
own log of what happened, never the rules. The second one takes real steps on a real database, fewer times.
"""

import dataclasses
import datetime as dt
import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.reviews.conftest import APPROVER, READER, TERMS, TO_APPROVED, WRITER, document_of, recommendation
from webapp.approvals.rules import Asked, Status, Step, expires_at, fault_in, fault_in_asking, status_after
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import SYSTEM, Actor
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.reviews import library, queries
from webapp.reviews.rules import (
    CHANGES,
    CHECKLIST,
    PUBLIC_STATES,
    REQUIRED_SLOTS,
    Covers,
    Facts,
    Item,
    Piece,
    Proceedings,
    ReviewRefusedError,
    Slot,
    State,
    Tick,
    before_asking,
    blocks,
    covered_by,
    hash_of,
    may_be_ticked,
)
from webapp.reviews.services import checklist, documents, files, publication, recommendations

PEOPLE = ("officer:1", "officer:2", "officer:3", "cli:root", "system")
START = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
NEEDED = {Slot.EXECUTIVE_SUMMARY, Slot.OVERVIEW_REPORT, Slot.ACTION_PLAN, Slot.QA_LETTER}
SPOILERS = ("state", "courts", "unticked", "one reader", "changed", "taken out", "too early", "one person")
people = st.sampled_from(PEOPLE)


class Publishing(RuleBasedStateMachine):
    """Officers, a command and the site do anything in any order."""

    @initialize(almost=st.booleans(), days=st.integers(0, 3))
    def begin(self, almost, days):
        self.now = START
        self.state, self.texts, self.ticks = State.NOTIFIED, {}, {}
        self.embargo, self.proceedings = None, Proceedings.NOT_KNOWN
        self.makers: set[str] = set()
        self.requests: list[Asked] = []
        self.changes = 0
        self.published: list[str] = []
        self.approved: tuple[str, object] = ("nobody", None)
        self.wrong: list[str] = []
        if almost:
            self.get_ready("officer:1", "officer:2", "officer:3", days)

    def facts(self) -> Facts:
        pieces = [Piece(place=("document", slot, "en"), sealed=content) for slot, content in self.texts.items()]
        return Facts(
            state=self.state,
            slots=frozenset(self.texts),
            ticks=frozenset(Tick(item=item, by=by, covered=covered) for (item, by), (covered, _) in self.ticks.items()),
            content=hash_of(pieces, self.embargo),
            text=hash_of(pieces),
            embargo_on=self.embargo,
            proceedings=self.proceedings,
        )

    def found(self):
        request = self.requests[-1] if self.requests else None
        content = self.facts().content
        approved = request is not None and (
            fault_in(Step.USE, request, by="officer:1", now=self.now, content_hash=content) is None
        )
        return blocks(self.facts(), today=self.now.date(), approved=approved)

    @rule(asker=people, reader=people, approver=people, days=st.integers(0, 3))
    def get_ready(self, asker, reader, approver, days):
        """All the steps of an honest publication but the last one."""
        self.state = State.APPROVED if self.state not in PUBLIC_STATES else self.state
        for slot in sorted(NEEDED - set(self.texts)):
            self.write(asker, slot, 0)
        self.embargo = self.embargo or self.now.date() + dt.timedelta(days=days)
        self.proceedings = Proceedings.ENDED
        for item in Item:
            for by in (asker, reader):
                self.tick(by, item)
        self.ask(asker)
        self.decide(approver, Step.APPROVE)

    @rule(spoiler=st.sampled_from(SPOILERS), slot=st.sampled_from(Slot), item=st.sampled_from(Item))
    def spoil_and_publish(self, spoiler, slot, item):
        """The honest way with one thing wrong."""
        approver = "officer:1" if spoiler == "one person" else "officer:3"
        self.get_ready("officer:1", "officer:2", approver, 3 if spoiler == "too early" else 0)
        if spoiler == "state":
            self.move(State.REVISIONS)
        elif spoiler == "courts":
            self.courts("officer:1", Proceedings.RUNNING)
        elif spoiler == "unticked":
            for by in PEOPLE:
                self.untick(by, item)
        elif spoiler == "one reader":
            self.untick("officer:2", Item.REDACTION)
        elif spoiler == "changed":
            self.write("officer:1", slot, 0)
        elif spoiler == "taken out":
            self.take_out("officer:1", slot)
        self.publish("officer:1")

    @rule(by=people, slot=st.sampled_from(Slot), words=st.integers(0, 3))
    def write(self, by, slot, words):
        self.changes += 1
        # A sealed text never has the same bytes twice.
        self.texts[slot] = f"{words} {self.changes}".encode()
        self.makers.add(by)

    @rule(by=people, slot=st.sampled_from(Slot))
    def take_out(self, by, slot):
        if self.texts.pop(slot, None) is not None:
            self.makers.add(by)

    @rule(by=people, item=st.sampled_from(Item))
    def tick(self, by, item):
        facts = self.facts()
        if may_be_ticked(item, facts):
            self.ticks[item, by] = (covered_by(item, facts), (dict(self.texts), self.embargo))

    @rule(by=people, item=st.sampled_from(Item))
    def untick(self, by, item):
        self.ticks.pop((item, by), None)

    @rule(by=people, days=st.none() | st.integers(-3, 10))
    def set_day(self, by, days):
        self.embargo = None if days is None else self.now.date() + dt.timedelta(days=days)
        self.makers.add(by)

    @rule(by=people, to=st.sampled_from(Proceedings))
    def courts(self, by, to):
        self.proceedings = to
        self.makers.add(by)

    @rule(to=st.sampled_from(State))
    def move(self, to):
        if to in CHANGES[self.state]:
            self.state = to

    @rule(hours=st.integers(1, 24 * 20))
    def wait(self, hours):
        self.now += dt.timedelta(hours=hours)

    @rule(by=people)
    def ask(self, by):
        content = self.facts().content
        if before_asking(self.found()) or fault_in_asking(by=by, content_hash=content) is not None:
            return
        request = Asked(
            status=Status.ASKED,
            asked_by=by,
            content_hash=content,
            expires_at=expires_at(self.now),
            makers=frozenset(self.makers),
        )
        self.requests.append(request)
        self.asked_texts = (dict(self.texts), self.embargo)

    @rule(by=people, step=st.sampled_from([Step.APPROVE, Step.REFUSE, Step.WITHDRAW]))
    def decide(self, by, step):
        if not self.requests:
            return
        request, content = self.requests[-1], self.facts().content
        if fault_in(step, request, by=by, now=self.now, content_hash=content, reason="made up") is None:
            self.requests[-1] = dataclasses.replace(request, status=status_after(step), decided_by=by)
            if step is Step.APPROVE:
                self.approved = (by, self.asked_texts)

    @rule(by=people)
    def publish(self, by):
        if self.found():
            return
        self.wrong += self.faults()
        self.requests[-1] = dataclasses.replace(self.requests[-1], status=Status.USED)
        self.approved = ("nobody", None)
        self.state = State.PUBLISHED if self.state is State.APPROVED else self.state
        self.published.append(by)

    def faults(self) -> list[str]:
        """What the log of this run says against publishing now."""
        approver, texts = self.approved
        now = (dict(self.texts), self.embargo)
        request = self.requests[-1]
        makers = {request.asked_by, *request.makers}
        claims = {
            "not ready": self.state in {State.APPROVED, *PUBLIC_STATES},
            "a document is missing": set(self.texts) >= NEEDED,
            "courts": self.proceedings is Proceedings.ENDED,
            "too early": self.embargo is not None and self.now.date() >= self.embargo,
            "one person": approver.startswith("officer:") and approver not in makers,
            "changed after approval": texts == now,
            "two readers": len(self.ticked(Item.REDACTION, now)) > 1,
            **{item: bool(self.ticked(item, now)) for item in Item},
        }
        return [claim for claim, holds in claims.items() if not holds]

    def ticked(self, item: Item, now: tuple) -> set[str]:
        """The officers who ticked a line while the text (or the day) was what it is now."""
        covers = next(check.covers for check in CHECKLIST if check.item is item)
        part = {Covers.THE_TEXT: 0, Covers.THE_DAY: 1}.get(covers)
        return {
            by
            for (each, by), (_, seen) in self.ticks.items()
            if each is item and by.startswith("officer:") and (part is None or seen[part] == now[part])
        }

    @invariant()
    def nothing_was_published_that_must_not_be(self):
        assert getattr(self, "wrong", []) == []


TestPublishing = Publishing.TestCase
TestPublishing.settings = settings(stateful_step_count=30)


def test_the_honest_way_ends_in_a_publication():
    machine = Publishing()
    machine.begin(almost=True, days=0)
    machine.publish("officer:1")
    assert machine.published == ["officer:1"]
    assert machine.wrong == []


ACTORS = (WRITER, READER, APPROVER, Actor.command("root"), SYSTEM)
ACTS = (
    "put",
    "remove",
    "tick",
    "untick",
    "day",
    "courts",
    "ask",
    "approve",
    "refuse",
    "recommend",
    "pause",
    "publish",
)
stories = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(ACTORS), st.sampled_from(Slot), st.sampled_from(Item)),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=min(settings.default.max_examples, 150), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=stories, asked=st.booleans(), approved=st.booleans())
def test_the_services_keep_the_rules(app_context, story, asked, approved):
    review_id = _almost_ready()
    acts = [("ask", WRITER)] * asked + [("approve", APPROVER)] * (asked and approved)
    for act, by, slot, item in [*((act, by, None, None) for act, by in acts), *story, ("publish", WRITER, None, None)]:
        before = queries.get_review(review_id, now=utc_now())
        try:
            _do(act, review_id, by, slot, item)
        except (ReviewRefusedError, NotApprovedError, NotFoundError):
            continue
        if act == "publish":
            _check(before)


def _almost_ready() -> uuid.UUID:
    review_id = files.notify(by=WRITER)
    for state in TO_APPROVED:
        files.change_state(review_id, state, by=WRITER)
    for slot in REQUIRED_SLOTS:
        documents.put_document(review_id, slot, "en", document_of(), by=WRITER)
    files.set_terms(review_id, TERMS, seen=1, by=WRITER)
    for item in Item:
        _tick(review_id, item, WRITER)
    _tick(review_id, Item.REDACTION, READER)
    return review_id


def _check(before: queries.ReviewFile) -> None:
    assert before.blocks == ()
    assert before.facts.slots >= NEEDED
    shown = library.list_documents(before.id, language="en", default="en")
    assert {document.slot for document in shown} == before.facts.slots
    redaction = [tick for tick in queries.list_ticks(before)[Item.REDACTION] if tick.counts]
    assert len({tick.by for tick in redaction}) > 1


def _tick(review_id: uuid.UUID, item: Item, by: Actor) -> None:
    facts = queries.get_review(review_id, now=utc_now()).facts
    checklist.tick(review_id, item, seen=covered_by(item, facts), by=by)


def _do(act: str, review_id: uuid.UUID, by: Actor, slot: Slot, item: Item) -> None:
    seen = queries.get_review(review_id, now=utc_now())
    early = dataclasses.replace(TERMS, embargo_on=utc_now().date() + dt.timedelta(days=3))
    running = dataclasses.replace(TERMS, proceedings=Proceedings.RUNNING)
    {
        "put": lambda: documents.put_document(review_id, slot, "en", document_of(), by=by),
        "remove": lambda: documents.remove_document(review_id, slot, "en", by=by),
        "tick": lambda: _tick(review_id, item, by),
        "untick": lambda: checklist.untick(review_id, item, by=by),
        "day": lambda: files.set_terms(review_id, early, seen=seen.version, by=by),
        "courts": lambda: files.set_terms(review_id, running, seen=seen.version, by=by),
        "ask": lambda: publication.ask(review_id, by=by),
        "approve": lambda: publication.approve(review_id, seen.facts.content, by=by),
        "refuse": lambda: publication.refuse(review_id, reason="made up", by=by),
        "recommend": lambda: recommendations.add_recommendation(review_id, recommendation(), by=by),
        "pause": lambda: files.change_state(review_id, State.PAUSED, by=by, reason="made up"),
        "publish": lambda: publication.publish(review_id, by=by),
    }[act]()
