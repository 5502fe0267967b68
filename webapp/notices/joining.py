"""The notices to businesses that join the schemes; a subject says nothing of how a membership stands."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.notices.notice import Notice, Parameter

SUBJECT = _l("About your place in our schemes")
PLACE = {"place": Parameter.WORDS}
# `mine`: where whoever looks after a place asks for their link; `contact`: where they can write to us.
RENEW = {**PLACE, "due_on": Parameter.DATE, "hidden_on": Parameter.DATE, "mine": Parameter.PUBLIC_PATH}
# `words`: what an officer wrote for them, as they wrote it; it may be empty.
REFUSED = {"words": Parameter.WORDS, "link": Parameter.PUBLIC_PATH, "contact": Parameter.PUBLIC_PATH}
LEFT = {**PLACE, "contact": Parameter.PUBLIC_PATH}
SENT = {"reference": Parameter.WORDS}
PLACE_REFUSED = {**PLACE, **REFUSED}
SESSION = {"day": Parameter.DATE, "begins": Parameter.TIME, "link": Parameter.PUBLIC_PATH}


def _notice(code: str, label: LazyString, parameters: Mapping[str, Parameter] = PLACE) -> Notice:
    return Notice(code=code, label=label, subject=SUBJECT, parameters=parameters, template=code)


JOINING_NOTICES = (
    _notice("join_received", _l("We have your application"), {**SENT, "hear_by": Parameter.DATE}),
    Notice(
        code="join_link",
        label=_l("A one-time link"),
        subject=_l("Your link"),
        parameters={"link": Parameter.PUBLIC_PATH},
        template="join_link",
    ),
    _notice("join_screening", _l("We look at your application")),
    _notice("join_training_booked", _l("Your training is booked")),
    _notice("join_trained", _l("Your staff are trained")),
    _notice("join_audited", _l("Your place was audited")),
    _notice("join_listed", _l("Your place is on the list"), {**PLACE, "link": Parameter.PUBLIC_PATH}),
    _notice("join_renew_soon", _l("It is soon time to renew"), RENEW),
    _notice("join_due", _l("It is time to renew"), RENEW),
    _notice("join_overdue", _l("Your renewal is late"), RENEW),
    _notice("join_hidden", _l("Your place is off the list: nobody renewed it"), RENEW),
    _notice("join_renewed", _l("Your place is renewed")),
    _notice("join_suspended", _l("Your place is off the list for now")),
    _notice("join_lapsed", _l("Your membership has ended: nobody renewed it")),
    _notice("join_left", _l("Your place has left the scheme"), LEFT),
    _notice(
        "join_training_changed",
        _l("Your training is at another time or place"),
        {**SESSION, "ends": Parameter.TIME, "where": Parameter.WORDS},
    ),
    _notice("join_training_cancelled", _l("Your training is cancelled"), SESSION),
    _notice("join_refused", _l("We cannot take your place in"), {**SENT, "number": Parameter.WORDS, **REFUSED}),
    _notice("join_all_refused", _l("We cannot take your application"), {**SENT, **REFUSED}),
    _notice("join_proposal_refused", _l("We have not made the change that you asked for"), PLACE_REFUSED),
    _notice("join_renewal_refused", _l("We cannot accept your renewal"), PLACE_REFUSED),
    _notice("join_hand_over_refused", _l("We have not changed who looks after your place"), PLACE_REFUSED),
)
