"""What somebody sent us, opened with their own key."""

import uuid

from webapp.casereview.cases.models import CaseApplication
from webapp.casereview.cases.opening import opened_application
from webapp.casereview.rules.records import Application
from webapp.database import db
from webapp.sealing.boxes import KeyMissingError, PrivateKey


def find_own_application(case_id: uuid.UUID, key: PrivateKey) -> Application | None:
    """The application, for whoever sent it; None for anybody else of the case, whose key opens nothing of it."""
    row = db.session.get(CaseApplication, case_id)
    if row is None or row.sealed_key is None:
        return None
    try:
        return opened_application(row, key)
    except KeyMissingError:
        return None
