"""Who sends the page of a link again and again, or guesses links, writes little."""

import pytest
from sqlalchemy import func, select

from tests.filling import OWN, fill
from tests.joining.mine_pages import HOME, send
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.joining.mine.pages import ASKS
from webapp.joining.models import JoinLinkAsk

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]


def test_the_same_page_sent_again_asks_for_nothing_more(client):
    data = fill(client.get(HOME), {"email": "a@example.org"})
    for _ in range(ASKS + 5):
        assert client.response(HOME, method="POST", data=data, headers=OWN).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(JoinLinkAsk)) == 1


def test_who_guesses_links_writes_no_more_into_the_audit_than_that(client):
    data = fill(client.get(f"{HOME}/made-up"))
    answers = [
        client.response(f"{HOME}/made-up{number}", method="POST", data=data, headers=OWN).status_code
        for number in range(ASKS + 5)
    ]
    assert answers == [422] * ASKS + [429] * 5
    refused = select(func.count()).where(AuditEntry.act == "join_link.refused")
    assert db.session.scalar(refused) == ASKS


def test_one_neighbourhood_cannot_ask_without_end_and_keeps_what_it_typed(client):
    for number in range(ASKS):
        assert send(client, HOME, {"email": f"a{number}@example.org"}).status_code == 303
    answer = send(client, HOME, {"email": "last@example.org"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert 'value="last@example.org"' in answer.get_data(as_text=True)
