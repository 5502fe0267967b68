"""Messages in the outbox, and a mail server to send them to."""

from collections.abc import Callable, Iterator

import pytest

from tests.notices.mail_server import MailServer
from webapp.kit.transaction import transaction
from webapp.notices import services
from webapp.notices.senders import smtp

WORK = {"due_today": "2", "overdue": "1", "link": "/desk/queue?show=mine"}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch) -> None:
    monkeypatch.setattr(smtp, "ANSWERS_WITHIN_SECONDS", 1.0)
    monkeypatch.setattr(smtp, "TAKES_WITHIN_SECONDS", 1.0)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server that is up."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def write(app_context, jobs) -> Callable[..., None]:
    """Write a message into the outbox, as a service does."""

    @transaction
    def run(
        to: str = "ann@example.org",
        *,
        notice: str = "work_due",
        language: str = "en",
        dedupe: str = "",
        **parameters: str,
    ) -> None:
        given = WORK | parameters if notice == "work_due" else parameters
        services.send(notice, to=to, language=language, parameters=given, dedupe=dedupe or to)

    return run
