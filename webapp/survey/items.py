"""The kinds of work that the survey brings to the desk, and what records, audit and seals call its things."""

from flask_babel import lazy_gettext as _l

from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

# Subjects of work items and audit rows, and the names under which records are sealed.
SURVEY = "survey"
RESPONSE = "survey_response"
CONTACT = "survey_contact"
HOLDING = "survey_contact_holding"
FLAG = "survey_flag"
FLOOD = "survey_flood"
RECOUNT = "survey_recount"

WORDS_KIND = "survey.words"
FLAG_KIND = "survey.safeguarding"
CONTACT_KIND = "survey.contact"
FLOOD_KIND = "survey.flood"
RECOUNT_KIND = "survey.recount"

PERMISSION = "survey"
COUNTS_PERMISSION = "survey_counts"

register_kinds(
    ItemKind(
        code=FLAG_KIND,
        label=_l("Somebody may be in danger"),
        permission=PERMISSION,
        endpoint="desk.survey.flag",
        argument="flag_id",
        comes_first=True,
    ),
    ItemKind(
        code=CONTACT_KIND,
        label=_l("Request for contact"),
        permission=PERMISSION,
        endpoint="desk.survey.contact",
        argument="contact_id",
        coming=_l("Who asks for an answer in the survey comes here the day after."),
    ),
    ItemKind(
        code=WORDS_KIND,
        label=_l("Words to read"),
        permission=PERMISSION,
        endpoint="desk.survey.words",
        argument="response_id",
        coming=_l("What people write in the survey comes here."),
    ),
    ItemKind(
        code=FLOOD_KIND,
        label=_l("Suspected flood of answers"),
        permission=PERMISSION,
        endpoint="desk.survey.flood",
        argument="flood_id",
    ),
    ItemKind(
        code=RECOUNT_KIND,
        label=_l("Counts that do not add up"),
        permission=COUNTS_PERMISSION,
        closes_by_hand=True,
        comes_first=True,
    ),
)
register_acts(
    {
        "survey.received": _l("Came in by the form"),
        "survey_flag.raised": _l("The words point to somebody in danger"),
        "survey_flag.opened": _l("Opened this flag"),
        "survey_flag.escalated": _l("Told the next officer, since nobody had opened this"),
        "survey_response.erased": _l("Erased words and place when their time was over"),
        "survey_response.excluded": _l("Took this out of the counts"),
        "survey_response.included": _l("Counted this again"),
        "survey_contact.received": _l("Came in by the form"),
        "survey_contact.erased": _l("Erased this when its time was over"),
        "survey_flood.held": _l("Held answers back that look like a flood"),
        "survey_flood.released": _l("Let the held answers into the counts"),
        "survey_flood.excluded": _l("Left the held answers out for good"),
        "survey_recount.differs": _l("Found counts that do not add up"),
        "survey_recount.repaired": _l("Put the counts right by counting anew"),
    }
)
