"""What businesses are told, in their language: each step once for a date, on record with what became of the message."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

from webapp.database import INSERT, db
from webapp.joining.codes import Step
from webapp.joining.models import JoinContact, JoinTold
from webapp.notices.services import send

# Which notice tells a step; those of one notice differ in their dates alone.
NOTICE_OF: Mapping[Step, str] = {
    Step.RECEIVED: "join_received",
    Step.SCREENING: "join_screening",
    Step.TRAINING_BOOKED: "join_training_booked",
    Step.TRAINED: "join_trained",
    Step.AUDITED: "join_audited",
    Step.LISTED: "join_listed",
    Step.BEFORE_60: "join_renew_soon",
    Step.BEFORE_30: "join_renew_soon",
    Step.BEFORE_7: "join_renew_soon",
    Step.DUE: "join_due",
    Step.OVERDUE: "join_overdue",
    Step.HIDDEN: "join_hidden",
    Step.RENEWED: "join_renewed",
    Step.SUSPENDED: "join_suspended",
    Step.LAPSED: "join_lapsed",
    Step.WITHDRAWN: "join_left",
    Step.CLOSED: "join_left",
    Step.TRAINING_CHANGED: "join_training_changed",
    Step.TRAINING_CANCELLED: "join_training_cancelled",
    Step.REFUSED: "join_refused",
    Step.ALL_REFUSED: "join_all_refused",
    Step.PROPOSAL_REFUSED: "join_proposal_refused",
    Step.RENEWAL_REFUSED: "join_renewal_refused",
    Step.HAND_OVER_REFUSED: "join_hand_over_refused",
}


def tell(
    contact: JoinContact,
    step: Step,
    *,
    to: str,
    subject_id: uuid.UUID,
    about_on: dt.date,
    today: dt.date,
    parameters: Mapping[str, str],
    occasion: str = "",
) -> None:
    """Write a notice to a contact, in the caller's transaction, unless they were told of this step and date before.

    `occasion` tells one time from another where a step may come more than once on a day.
    """
    notice, key = NOTICE_OF[step], f"{contact.id.hex}:{subject_id.hex}:{step}:{about_on.isoformat()}:{occasion}"
    values = {
        "id": uuid.uuid4(),
        "contact_id": contact.id,
        "subject_id": subject_id,
        "step": step.value,
        "about_on": about_on,
        "occasion": occasion,
        "written_on": today,
        "dedupe": hashlib.sha256(f"{notice}\n{key}".encode()).hexdigest(),
    }
    db.session.flush()
    insert: Any = INSERT[db.session.get_bind().dialect.name]
    db.session.execute(insert(JoinTold).on_conflict_do_nothing(), values)
    # The outbox takes the same message once as well, so that nothing here has to be read back: the public tier cannot.
    send(notice, to=to, language=contact.language, parameters=parameters, dedupe=key)
