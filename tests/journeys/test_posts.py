"""Generated posts: whatever a program sends, no 5xx, nothing half stored, and nothing that was not asked for."""

import re

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import delete, select

from tests.filling import OWN
from tests.journeys import made_up
from webapp.database import db
from webapp.journeys.models import Draft
from webapp.journeys.room import BUCKETS
from webapp.kit.transaction import transaction

pytestmark = pytest.mark.integration
# The issue asks for 20,000 where others are tried 10,000 times.
TWICE = 2 * settings().max_examples
PAGES = ("a", "b", "c", "d", "e", "f", "g", "check", "keep", "return", "sent", "zz")
NAMES = (
    "pet", "name", "born-day", "born-month", "born-year", "walked", "meals-0-food", "meals-1-food", "meals-²-food",
    "meals-0-day-day", "meals-999-food", "meals--food", "likes", "words", "loud", "draft", "seen", "rows", "act",
    "phrase", "email", "form-key", "website", "csrf_token", "",
)  # fmt: skip
texts = st.one_of(
    st.sampled_from(["cat", "dog", "tiger", "yes", "no", "1", "99999999999999999999", "add", "remove-0", "remove-²"]),
    st.sampled_from(["make", "saved", "without", "delete", "remind", "new", "sun", "\0", "ada@example.org", "²"]),
    st.text(max_size=40),
    st.text(alphabet="\u0000\ud7ff\ufeff\u202e\U0010ffff'\"<>%{}\\", max_size=20),
)
forms = st.dictionaries(
    st.one_of(st.sampled_from(NAMES), st.text(max_size=12)), st.lists(texts, max_size=3), max_size=8
)
posts = st.lists(st.tuples(st.sampled_from(PAGES), forms, st.booleans()), min_size=1, max_size=4)


@pytest.fixture
def cheap_phrases(monkeypatch):
    """Argon2 is tried elsewhere; here it would be all that is measured."""
    monkeypatch.setattr("webapp.sealing.stretching.TIME", 1)
    monkeypatch.setattr("webapp.sealing.stretching.MEMORY_BYTES", 8192)


@transaction
def forget_drafts() -> None:
    db.session.execute(delete(Draft))


@pytest.mark.usefixtures("cheap_phrases")
@given(sent=posts)
@settings(max_examples=TWICE, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_post_breaks_a_page_or_leaves_half_of_anything(app, sent):
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]*)"', client.get("/pets/keep").get_data(as_text=True))[1]
    before = len(made_up.SENT)
    for page, form, has_token in sent:
        data = {**form, **({"csrf_token": [token]} if has_token else {})}
        answer = client.post(f"/pets/{page}", data=data, headers=OWN)
        # 503 only where it is said kindly: the buckets of the five words are small.
        assert answer.status_code < 500 or (answer.status_code == 503 and page in {"keep", "return"}), page
        if not has_token:
            assert answer.status_code in {400, 404, 405, 409, 410, 303, 200}
    with app.app_context():
        rows = db.session.scalars(select(Draft)).all()
        assert len(rows) <= len(sent)
        for row in rows:
            assert row.content
            assert (row.locator is None) == (row.wrapped_key is None)
        assert len(made_up.SENT) == before, "nothing that is not whole is sent"
        forget_drafts()
    for buckets in ("journey_buckets", BUCKETS):
        app.extensions.pop(buckets, None)
