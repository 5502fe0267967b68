"""The desk's forms for releases."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.engagement.periods import year_to
from webapp.engagement.releases.wording import period_words
from webapp.kit.forms import Choice, Form, SelectField, TextareaField
from webapp.kit.languages import Language

LONGEST_WORDS = 1000
LONGEST_REASON = 1000
BEFORE = "words_"


class BeginForm(Form):
    """Of which quarter."""

    quarter = SelectField(_l("Which quarter is the newest in it?"), missing=_l("Choose the quarter"))

    def offer(self, quarters: Sequence[str]) -> None:
        """Offer these quarters, with the year that each would be about."""
        self.quarter.choices = [
            Choice(quarter, _("%(quarter)s (%(period)s)", quarter=quarter, period=period_words(year_to(quarter).key)))
            for quarter in quarters
        ]


class RefusalForm(Form):
    """Why a release is not published."""

    reason = TextareaField(
        _l("Why not?"), missing=_l("Write why, so that they know what to change"), at_most=LONGEST_REASON, rows=3
    )


class CorrectForm(Form):
    """What was wrong, in each language; `correct_form` adds the boxes."""

    @property
    def words(self) -> dict[str, str]:
        """What was written, by language."""
        written = {field.short_name.removeprefix(BEFORE): str(field.data or "") for field in self.answers}
        return {code: words.strip() for code, words in written.items() if words.strip()}


def correct_form(languages: Sequence[Language]) -> CorrectForm:
    """The form with a box for each language of the site; the first one has to be filled."""
    boxes = {
        f"{BEFORE}{language.code}": TextareaField(
            _("What was wrong, and why? (%(language)s)", language=language.name),
            hint=_("Everybody can read this. Name nobody."),
            missing=_("Write what was wrong, so that everybody can see why it changed") if place == 0 else None,
            at_most=LONGEST_WORDS,
            rows=3,
        )
        for place, language in enumerate(languages)
    }
    form: CorrectForm = type("CorrectInLanguages", (CorrectForm,), boxes)()
    return form
