"""The notices that there are, by code; a new one is an entry here or in officers.py, and a text."""

from flask_babel import lazy_gettext as _l

from webapp.notices.alerts import ALERT_NOTICES
from webapp.notices.joining import JOINING_NOTICES
from webapp.notices.notice import Notice, Parameter
from webapp.notices.officers import OFFICER_NOTICES
from webapp.notices.rules import NotSendableError

PUBLIC_NOTICES = (
    Notice(
        code="message_received",
        label=_l("We have your message"),
        subject=_l("We have your message"),
        parameters={"reference": Parameter.WORDS, "answer_by": Parameter.DATE},
        template="message_received",
    ),
    Notice(
        code="complaint_received",
        label=_l("We have your complaint"),
        subject=_l("We have your message"),
        parameters={"reference": Parameter.WORDS, "answer_by": Parameter.DATE},
        template="complaint_received",
    ),
    Notice(
        code="message_answered",
        label=_l("Our answer to your message"),
        subject=_l("Our answer to your message"),
        parameters={"reference": Parameter.WORDS, "words": Parameter.WORDS},
        template="message_answered",
    ),
    Notice(
        code="case_received",
        label=_l("We have what somebody sent for a case review"),
        # Neither subject nor text says what it is about.
        subject=_l("We have your message"),
        parameters={"reference": Parameter.WORDS, "hear_by": Parameter.DATE},
        template="case_received",
    ),
    Notice(
        code="form_return",
        label=_l("The way back to a form"),
        subject=_l("Your reminder"),
        parameters={"link": Parameter.PUBLIC_PATH, "until": Parameter.DATE},
        template="form_return",
    ),
    # Neutral: whoever else reads the mail learns nothing of a case (security T1).
    Notice(
        code="something_to_read",
        label=_l("There is something to read"),
        subject=_l("There is something for you to read"),
        parameters={},
        template="something_to_read",
    ),
    Notice(
        code="new_words_asked",
        label=_l("Somebody asked for new words"),
        subject=_l("Was this you?"),
        parameters={},
        template="new_words_asked",
    ),
    Notice(
        code="contact_asked",
        label=_l("Somebody asked to be reached in another way"),
        subject=_l("Was this you?"),
        parameters={},
        template="contact_asked",
    ),
    Notice(
        code="page_changed",
        label=_l("Somebody changed something of their own page"),
        subject=_l("Was this you?"),
        parameters={},
        template="page_changed",
    ),
)
NOTICES: dict[str, Notice] = {
    notice.code: notice for notice in (*PUBLIC_NOTICES, *JOINING_NOTICES, *ALERT_NOTICES, *OFFICER_NOTICES)
}


def notice_of(code: str) -> Notice:
    """The notice with this code."""
    try:
        return NOTICES[code]
    except KeyError:
        raise NotSendableError(f"There is no notice {code}: use one of {', '.join(NOTICES)}.") from None
