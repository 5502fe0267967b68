"""The desk's pages of the survey: the counts, answers in codes, words to read, flags, contact, and what was held."""

from flask import Blueprint, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import officers, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.kit.forms import see_other
from webapp.sealing.boxes import KeyMissingError

bp = Blueprint("survey", __name__, url_prefix="/survey")
# Who reads what people wrote, and decides what of it others see.
for_readers = officers(Permission.SURVEY)
for_original = officers(Permission.SURVEY_ORIGINAL)
# Who keeps the counts true.
for_counts = officers(Permission.SURVEY_COUNTS)
for_both = officers(Permission.SURVEY, Permission.SURVEY_COUNTS)
# An agency's partner, about what was passed to their own agency.
for_agency = officers(Permission.ANSWER)


@bp.errorhandler(KeyMissingError)
def _say_that_it_is_sealed(_error: KeyMissingError) -> AnyResponse:
    flash(
        _("This is sealed, and your key does not open it. Ask a colleague who can read it to give you the key again.")
    )
    may_see_counts = signed_in_officer().may(Permission.SURVEY, Permission.SURVEY_COUNTS)
    return see_other("desk.survey.overview" if may_see_counts else "desk.queue")


from webapp.survey.desk import (  # noqa: E402 - they register on `bp`
    answers,  # noqa: F401
    contacts,  # noqa: F401
    exports,  # noqa: F401
    flags,  # noqa: F401
    floods,  # noqa: F401
    overview,  # noqa: F401
    passed,  # noqa: F401
    words,  # noqa: F401
)
