"""Two officers at the same moment: one of them wins, the other is told, and nothing is overwritten unseen."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests import patience
from tests.profiles import is_drill
from tests.work.conftest import reach
from webapp.approvals import queries as approvals
from webapp.approvals import services as approving
from webapp.approvals.rules import Status
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.kit.collisions import EditCollisionError
from webapp.work import notes, queries, services
from webapp.work.services import StepRefusedError

ROUNDS = 500 if is_drill() else 10
REFUSED = (EditCollisionError, NotApprovedError, StepRefusedError)
ANN, BEN, CAT = (Actor.officer(uuid.uuid4()) for _ in range(3))


@pytest.fixture
def race(app) -> Callable[..., list[bool]]:
    """Start several acts at once; which of them were done."""

    def run(*acts: Callable[[], object]) -> list[bool]:
        line = threading.Barrier(len(acts))

        def one(act: Callable[[], object]) -> bool:
            with app.app_context():
                line.wait(patience.SECONDS)
                try:
                    act()
                except REFUSED:
                    return False
                return True

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run


def test_one_of_many_takes_an_item(app, race, put):
    officers = [reach("enquiries") for _ in range(6)]
    for _ in range(ROUNDS):
        with app.app_context():
            item = put()
        won = race(*(partial(services.claim, item, reach=who) for who in officers))
        assert won.count(True) == 1
        with app.app_context():
            assert queries.get_item(item, reach=officers[0]).officer_id == officers[won.index(True)].officer_id


def test_of_two_saves_one_is_shown_both_versions(app, race):
    subject = ("letter", uuid.uuid4())
    with app.app_context():
        note = notes.add_note(subject, "first", by=ANN)
    for version in range(1, ROUNDS + 1):
        won = race(*(partial(notes.change_note, note, words, seen=version, by=ANN) for words in ("one", "two")))
        assert won.count(True) == 1
        with app.app_context():
            stored = notes.get_note(note, subject=subject)
        assert (stored.words, stored.version) == (("one", "two")[won.index(True)], version + 1)


def test_an_approval_is_used_once(app, race):
    for _ in range(ROUNDS):
        subject, content = ("publication", uuid.uuid4()), "a" * 64
        with app.app_context():
            request = approving.ask("publication.publish", subject, content, ANN, makers=[ANN])
            approving.approve(request, content, BEN)
        won = race(*[partial(approving.use, "publication.publish", subject, content, ANN)] * 3)
        assert won.count(True) == 1


def test_what_was_done_stays_done_while_somebody_asks_anew(app, race):
    for _ in range(ROUNDS):
        subject, content = ("publication", uuid.uuid4()), "a" * 64
        with app.app_context():
            request = approving.ask("publication.publish", subject, content, ANN)
            approving.approve(request, content, BEN)
        won = race(
            partial(approving.use, "publication.publish", subject, content, ANN),
            partial(approving.ask, "publication.publish", subject, content, ANN),
        )
        with app.app_context():
            status = approvals.get_request(request).status
        assert status is (Status.USED if won[0] else Status.WITHDRAWN)


def test_a_request_is_refused_or_withdrawn_and_never_both(app, race):
    for _ in range(ROUNDS):
        subject, content = ("publication", uuid.uuid4()), "a" * 64
        with app.app_context():
            request = approving.ask("publication.publish", subject, content, ANN)
        won = race(
            partial(approving.refuse, request, CAT, reason="Page 3 names a street."),
            partial(approving.withdraw, request, ANN),
        )
        assert won.count(True) == 1
        with app.app_context():
            status = approvals.get_request(request).status
        assert status is (Status.REFUSED, Status.WITHDRAWN)[won.index(True)]
