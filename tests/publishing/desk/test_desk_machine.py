"""Whatever two officers and the clock do, in whatever order: nothing becomes public that must not."""

import contextlib
import datetime as dt
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.emptying import empty_database
from tests.publishing.desk.documents import add_draft
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.kit.errors import NotFoundError
from webapp.publishing import draft_queries as queries
from webapp.publishing import drafts, lifecycle, services
from webapp.publishing.fingerprints import content_hash
from webapp.publishing.rules import PublishingRefusedError

ANN, BEN = Actor.officer(uuid.uuid4()), Actor.officer(uuid.uuid4())
REFUSALS = (PublishingRefusedError, NotApprovedError, NotFoundError)
STEPS = ("change", "submit", "send_back", "approve", "publish", "schedule", "tick", "unschedule", "command", "draft")


class Watch:
    """What really happened, kept beside the site: who wrote which content, and who approved which."""

    def __init__(self, kind: str) -> None:
        self.slug = add_draft(by=ANN, kind=kind, slug=f"made-up-{kind}")
        self.two = kind == "learning_review"
        self.makers, self.submitted, self.approvals, self.now = {ANN}, None, {}, dt.datetime.now(dt.UTC)
        self.public = 0

    def hash(self) -> str:
        publication, draft = queries.get_draft(self.slug)
        return content_hash(publication.slug, draft)

    def change(self, by: Actor) -> None:
        page = queries.get_draft(self.slug)[1].renditions[0].pages[0]
        words = f"{page.markdown}\n\nSome more words."
        drafts.change_page(self.slug, page.id, title=page.title, markdown=words, seen=page.version, by=by)
        self.makers.add(by)
        self.submitted, self.approvals = None, {}

    def submit(self, by: Actor) -> None:
        lifecycle.submit(self.slug, by=by, at=self.now)
        self.makers.add(by)
        self.submitted, self.approvals = self.hash(), {}

    def send_back(self, by: Actor) -> None:
        lifecycle.send_back(self.slug, by=by, reason="Look again.")
        self.submitted, self.approvals = None, {}

    def approve(self, by: Actor) -> None:
        seen = self.hash()
        lifecycle.approve(self.slug, seen=seen, by=by, at=self.now)
        assert by not in self.makers
        self.approvals[seen] = by

    def publish(self, by: Actor) -> None:
        seen = self.hash()
        lifecycle.publish_draft(self.slug, seen=seen, by=by, at=self.now)
        self.became_public(seen)

    def schedule(self, by: Actor) -> None:
        at = self.now + dt.timedelta(hours=1)
        lifecycle.schedule(self.slug, seen=self.hash(), publish_at=at, by=by, at=self.now)

    def tick(self, _by: Actor) -> None:
        self.now += dt.timedelta(hours=2)
        for slug in lifecycle.list_due(now=self.now):
            seen = self.hash()
            lifecycle.publish_at_its_time(slug, now=self.now)
            self.became_public(seen)

    def unschedule(self, by: Actor) -> None:
        lifecycle.unschedule(self.slug, by=by)

    def command(self, _by: Actor) -> None:
        services.publish(self.slug, at=self.now, by=Actor.command("tests"))
        raise AssertionError("a command published what officers are working on")

    def draft(self, by: Actor) -> None:
        drafts.start_draft(self.slug, by=by, at=self.now)
        self.makers = {by}

    def became_public(self, seen: str) -> None:
        self.public += 1
        assert seen == self.submitted, "what is public was submitted as it is"
        if self.two:
            assert self.approvals.get(seen) not in {None, *self.makers}, "a second person approved it"
        self.submitted, self.approvals = None, {}


acts = st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from((ANN, BEN))), max_size=14)


@pytest.mark.parametrize("kind", ["learning_review", "guidance"])
@given(steps=acts)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_nothing_becomes_public_that_was_not_looked_at(app_context, kind, steps):
    empty_database()
    watch = Watch(kind)
    for name, by in steps:
        before = queries.get_publication(watch.slug).public_version
        count = watch.public
        with contextlib.suppress(*REFUSALS):
            getattr(watch, name)(by)
        after = queries.get_publication(watch.slug).public_version
        assert (after != before) == (watch.public != count), "the public version changes by publishing only"


def test_the_way_that_is_meant_leads_there(app_context):
    watch = Watch("learning_review")
    for name, by in (("submit", ANN), ("approve", BEN), ("schedule", ANN), ("tick", ANN)):
        getattr(watch, name)(by)
    assert watch.public == 1
