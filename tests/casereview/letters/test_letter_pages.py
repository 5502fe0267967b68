"""What somebody of a case takes away from their own page: letters, the day of the meeting, a copy of what they sent."""

import re

import pytest

from tests.casereview.conftest import APPLIED, NAME, at_stage
from tests.casereview.conftest import WORDS as TYPED
from tests.casereview.made_words import OTHER_WORDS, WORDS, case_with, person
from tests.casereview.visiting import Visitor
from tests.filling import OWN, fill
from tests.officers import make_officer
from webapp.audit.actors import SYSTEM
from webapp.casereview.cases import services
from webapp.casereview.letters import sending as letter_sending
from webapp.casereview.letters import services as letters
from webapp.casereview.letters.records import Own
from webapp.casereview.rules.codes import ContactWay, EventKind
from webapp.casereview.tracker import letters as letter_views
from webapp.partnership.letters import LetterKind

pytestmark = [pytest.mark.integration]
DOCUMENTS, FILE, COPY = (f"/asb-case-review/case/{name}" for name in ("documents", "document/file", "copy"))
MEETING = {"review_scheduled": {"codes": {"meeting_on": "2026-06-10"}}}


def test_a_letter_is_read_and_kept_under_a_name_that_tells_nobody_anything(visitor, drawn):
    page = visitor.client.get(DOCUMENTS)
    answer = send(visitor, page, FILE)
    assert re.fullmatch(r'attachment; filename="letter-20\d\d-\d\d-\d\d\.pdf"', answer.headers["Content-Disposition"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert NAME in drawn[0]
    assert "<title>A letter for you</title>" in drawn[0]
    # Where somebody lives stands on paper for post only.
    assert "4 Madeup Close" not in drawn[0]


def test_the_day_of_the_meeting_goes_into_a_calendar(visitor):
    answer = send(visitor, visitor.client.get(DOCUMENTS), FILE, number=1)
    assert answer.mimetype == "text/calendar"
    assert "DTSTART:20260610T133000Z" in answer.text
    assert NAME not in answer.text


def test_a_mark_of_somebody_else_opens_nothing(app, visitor):
    page = visitor.client.get(DOCUMENTS)
    with app.app_context():
        case_with(OTHER_WORDS)
    other = Visitor(app)
    other.come_back(OTHER_WORDS)
    answer = other.client.response(FILE, method="POST", data=fill(page, form=at(page, FILE)), headers=OWN)
    assert answer.status_code in {400, 404}


def test_what_they_sent_is_kept_as_a_neutral_copy(visitor, drawn):
    page = visitor.client.get(COPY)
    assert TYPED in page.text
    assert "stays on this phone or computer" in page.text
    answer = send(visitor, page, None)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="copy-20')
    assert TYPED in drawn[0]
    assert "<title>A copy for you</title>" in drawn[0]
    send(visitor, page, None, discreet="")
    assert "<title>What you sent us about your case</title>" in drawn[1]


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """What would be made a file of; how that is done is tested in tests/documents."""
    found: list[str] = []
    monkeypatch.setattr(letter_views, "pdf_of", lambda page, **_limits: found.append(page) or b"%PDF")
    return found


@pytest.fixture
def visitor(app) -> Visitor:
    """Somebody with an invitation on their own page."""
    with app.app_context():
        case_id = case_with(WORDS)
        today = at_stage(case_id, EventKind.REVIEW_SCHEDULED, officer=make_officer("case-officer"), **MEETING)
        opened = services.read(case_id, by=SYSTEM, today=today)
        given = {"by": SYSTEM, "today": today}
        letter_id = letters.draft(opened, person(case_id).id, LetterKind.INVITATION, once_key="a", **given)
        letters.save(letter_id, Own(words="Come in.", begins="14:30"), discreet=True, seen=1, by=SYSTEM)
        letters.finish(letter_id, opened, seen=2, **given)
        letter_sending.send(letter_id, ContactWay.TRACKER, seen=3, once_key="b", **given)
        assert today > APPLIED
    visitor = Visitor(app)
    visitor.come_back(WORDS)
    return visitor


def at(page, action, number=0) -> int:
    """Which of a page's forms goes to an address; None is the page's own."""
    forms = [each for each in page.all("form") if each.get("method", "get").lower() == "post"]
    return [place for place, each in enumerate(forms) if each.get("action") == action][number]


def send(visitor, page, action, *, number=0, **answers):
    """Send one form of a page."""
    data = fill(page, answers, form=at(page, action, number))
    answer = visitor.client.response(action or COPY, method="POST", data=data, headers=OWN)
    assert answer.status_code == 200, answer.status_code
    return answer
