"""Whatever officers do, in any order: nothing is ever done that fewer than two people stand behind."""

import dataclasses
import datetime as dt
import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from webapp.approvals import queries, services
from webapp.approvals.rules import (
    Asked,
    Fault,
    Status,
    Step,
    expires_at,
    fault_in,
    fault_in_asking,
    status_after,
)
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import SYSTEM, Actor

START = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
PEOPLE = ("officer:ann", "officer:ben", "officer:cat", "cli:root", "system", "public")
people = st.sampled_from(PEOPLE)
HASHES = tuple(letter * 64 for letter in "abc")


class Publishing(RuleBasedStateMachine):
    """A document that several people write, ask about, approve and publish, with the rules as the only guard."""

    @initialize()
    def begin(self) -> None:
        self.now = START
        self.content = HASHES[0]
        self.makers: set[str] = set()
        self.requests: list[Asked] = []
        # What was published: the content, who had made it, who asked, and who approved.
        self.published: list[tuple[str, frozenset[str], str, str | None]] = []

    @rule(by=people, content=st.sampled_from(HASHES))
    def write(self, by, content):
        self.content = content
        self.makers.add(by)

    @rule(hours=st.integers(1, 24 * 40))
    def wait(self, hours):
        self.now += dt.timedelta(hours=hours)

    @rule(by=people)
    def ask(self, by):
        if fault_in_asking(by=by, content_hash=self.content) is None:
            for place, request in enumerate(self.requests):
                if request.status in {Status.ASKED, Status.APPROVED}:
                    self.requests[place] = dataclasses.replace(request, status=Status.WITHDRAWN)
            self.requests.append(
                Asked(
                    status=Status.ASKED,
                    asked_by=by,
                    content_hash=self.content,
                    expires_at=expires_at(self.now),
                    makers=frozenset(self.makers),
                )
            )

    @rule(by=people, step=st.sampled_from(sorted(set(Step) - {Step.USE})), place=st.integers(0, 9), data=st.data())
    def decide(self, by, step, place, data):
        if not self.requests:
            return
        place %= len(self.requests)
        request = self.requests[place]
        read = data.draw(st.sampled_from(HASHES))
        if fault_in(step, request, by=by, now=self.now, content_hash=read, reason="made up") is None:
            self.requests[place] = dataclasses.replace(request, status=status_after(Step(step)), decided_by=by)

    @rule(by=people, place=st.integers(0, 9))
    def publish(self, by, place):
        if not self.requests:
            return
        place %= len(self.requests)
        request = self.requests[place]
        fault = fault_in(Step.USE, request, by=by, now=self.now, content_hash=self.content)
        if fault is None:
            self.requests[place] = dataclasses.replace(request, status=Status.USED)
            self.published.append((self.content, request.makers, request.asked_by, request.decided_by))
        else:
            assert isinstance(fault, Fault)

    @invariant()
    def two_people_stand_behind_everything(self):
        for _content, makers, asked_by, approved_by in self.published:
            assert approved_by is not None
            assert approved_by.startswith("officer:")
            assert asked_by.startswith("officer:")
            assert approved_by != asked_by
            assert approved_by not in makers

    @invariant()
    def what_is_published_is_what_was_approved(self):
        used = [request for request in self.requests if request.status is Status.USED]
        assert len(used) == len(self.published)
        assert sorted(request.content_hash for request in used) == sorted(content for content, *_ in self.published)


TestFourEyes = Publishing.TestCase
TestFourEyes.settings = settings(stateful_step_count=30)


ACTORS = (*(Actor.officer(uuid.UUID(int=number)) for number in range(1, 4)), Actor.command("root"), SYSTEM)
ACTS = ("ask", "approve", "refuse", "withdraw", "use")
stories = st.lists(
    st.tuples(st.sampled_from(ACTORS), st.sampled_from(ACTS), st.sampled_from(HASHES)), min_size=4, max_size=12
)


@settings(
    max_examples=min(settings.default.max_examples, 500), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=stories, makers=st.sets(st.sampled_from(ACTORS)))
def test_the_services_keep_the_rules(app_context, story, makers):
    subject = ("publication", uuid.uuid4())
    for by, act, content in story:
        try:
            _do(act, subject, content, by, makers)
        except NotApprovedError:
            continue
    for request in queries.list_requests(subject):
        if request.status in {Status.APPROVED, Status.USED}:
            approver = request.asked.decided_by
            assert approver not in {request.asked.asked_by, *map(str, makers)}
            assert approver.startswith("officer:")


def _do(act, subject, content, by, makers) -> None:
    if act == "ask":
        services.ask("publication.publish", subject, content, by, makers=makers, at=START)
        return
    if act == "use":
        services.use("publication.publish", subject, content, by, at=START)
        return
    found = queries.find_open("publication.publish", subject)
    if found is None:
        return
    if act == "approve":
        services.approve(found.id, content, by, at=START)
    elif act == "refuse":
        services.refuse(found.id, by, reason="made up", at=START)
    else:
        services.withdraw(found.id, by, at=START)
