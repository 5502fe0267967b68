"""Venue officers and approvers at their desk, and a few postcodes."""

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import select

from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.notices.conftest import mail_server  # noqa: F401 - one to send to
from tests.places.conftest import placed  # noqa: F401 - the same
from webapp.audit.models import AuditEntry
from webapp.database import db

JOINING = "/desk/joining"


@pytest.fixture(autouse=True)
def three_days_later(now) -> Iterator[None]:
    """Officers come to their desk after all that the fixtures did, whatever the machine's clock says."""
    with time_machine.travel(now + dt.timedelta(days=3), tick=True):
        yield


@pytest.fixture
def officer(officer_client):
    return officer_client(role="venue-officer")


@pytest.fixture
def approver(officer_client):
    return officer_client(role="approver")


def acts(*keys: uuid.UUID) -> list[str]:
    """What the audit has of these things, in its order."""
    db.session.remove()
    wanted = select(AuditEntry.act).where(AuditEntry.key.in_([key.hex for key in keys])).order_by(AuditEntry.seq)
    return list(db.session.scalars(wanted))
