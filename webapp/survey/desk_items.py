"""The work that officers make out of answers, and what timelines call what they do."""

from flask_babel import lazy_gettext as _l

from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

PASSED_KIND = "survey.passed"
# What an agency's partner may do; the item names the one agency.
ANSWER = "answer"

register_kinds(
    ItemKind(
        code=PASSED_KIND,
        label=_l("Words passed to an agency"),
        permission=ANSWER,
        endpoint="desk.survey.passed",
        argument="response_id",
        coming=_l("What people wrote in the survey and your organisation should know of comes here."),
    )
)
register_acts(
    {
        "survey_response.words_read": _l("Read the words with marks in them"),
        "survey_response.original_read": _l("Read the original words"),
        "survey_response.shown_read": _l("Read what is shown of the words"),
        "survey_response.moderated": _l("Said what may be shown of the words"),
        "survey_response.undone": _l("Took back what may be shown of the words"),
        "survey_response.passed_on": _l("Passed the words to an agency"),
        "survey_response.asked_back": _l("Asked the agency for the words back"),
        "survey_response.agency_answered": _l("Answered for the agency"),
        "survey_flag.read": _l("Looked at the flag again"),
        "survey_flag.closed": _l("Closed the flag"),
        "survey_contact.read": _l("Opened the contact"),
        "survey_contact.answered": _l("Told them"),
        "survey_contact.closed": _l("Closed the request"),
        "survey_flood.read": _l("Looked at what was held"),
    }
)
