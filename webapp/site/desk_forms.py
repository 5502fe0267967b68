"""What officers are asked about an alert."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from webapp.edits.rules import is_outside_link, is_own_path
from webapp.kit.clock import is_skipped
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    DateField,
    Form,
    RadiosField,
    TextField,
    TimeField,
    ValidationError,
)
from webapp.partnership.choices import town_choices
from webapp.partnership.desk_fields import WordsField
from webapp.site.alerts import EVERYWHERE, LONGEST_LINE, MOST_LINES, Rank, has_too_much

RANKS = (
    Choice(Rank.INFORMATION.value, _l("Information"), _l("Something changed, such as opening times.")),
    Choice(Rank.WARNING.value, _l("Warning"), _l("People should do something, or take care.")),
    Choice(Rank.EMERGENCY.value, _l("Emergency"), _l("Lives are at risk now.")),
)
PAGES = (
    Choice(EVERYWHERE, _l("Every page"), exclusive=True),
    Choice("/", _l("Start page")),
    Choice("/help-now", _l("Get help now")),
    Choice("/report-asb", _l("Report a problem")),
    Choice("/topics", _l("Topics")),
    Choice("/meetings", _l("Meetings")),
    Choice("/events", _l("Events")),
    Choice("/publications", _l("Publications")),
    Choice("/consultations", _l("Consultations")),
    Choice("/contact", _l("Contact us")),
)


class AlertForm(Form):
    """An alert."""

    rank = RadiosField(_l("How serious is it?"), missing=_l("Choose one"), choices=RANKS)
    words = WordsField(
        _l("Words"),
        missing=_l("Write what people should know"),
        hint=_l(
            "Plain words, %(lines)s lines of %(characters)s characters at most.",
            lines=MOST_LINES,
            characters=LONGEST_LINE,
        ),
        lines=True,
        at_most=MOST_LINES * LONGEST_LINE + 1,
    )
    link = TextField(
        _l("Link"),
        hint=_l(
            "A page of this site like %(own)s, or an address that begins with %(begin)s",
            own="/help-now",
            begin="https://",
        ),
        at_most=500,
        spellcheck=False,
    )
    link_words = WordsField(_l("Words of the link"), at_most=80)
    towns = CheckboxesField(
        _l("Whom is it about?"), hint=_l("Left empty, it is about the whole area."), choices=town_choices
    )
    pages = CheckboxesField(
        _l("Where does it stand?"), missing=_l("Choose at least one"), choices=PAGES, default=[EVERYWHERE]
    )
    first_day = DateField(_l("From this day"), missing=_l("Enter the day"))
    starts = TimeField(_l("at this time"), missing=_l("Enter the time"), hint=_l("In London time."))
    last_day = DateField(_l("To this day"), missing=_l("Enter the day"))
    ends = TimeField(_l("until this time"), missing=_l("Enter the time"), hint=_l("In London time."))

    def validate_words(self, field: Any) -> None:
        """Refuse more than two short lines, in any language."""
        if field.data and any(has_too_much(wording.text) for wording in field.data.wordings):
            raise ValidationError(
                _(
                    "Write %(lines)s lines of %(characters)s characters at most",
                    lines=MOST_LINES,
                    characters=LONGEST_LINE,
                )
            )

    def validate_link(self, field: Any) -> None:
        """Refuse a link that a browser could not trust, or to a page that this site does not have."""
        if field.data and not (is_outside_link(field.data) or (is_own_path(field.data) and _is_known(field.data))):
            raise ValidationError(
                _(
                    "Give a page of this site like %(own)s, or an address that begins with %(begin)s",
                    own="/help-now",
                    begin="https://",
                )
            )

    def validate_link_words(self, field: Any) -> None:
        """Refuse an address without words, and words without an address."""
        if bool(field.data) is not bool(self.link.data):
            raise ValidationError(_("Give the address and the words of the link together"))

    def validate_starts(self, field: Any) -> None:
        """Refuse a time that no clock shows."""
        if field.data and self.first_day.data and is_skipped(self.first_day.data, field.data):
            raise ValidationError(_("The clocks go forward that night, and this time is left out. Choose another."))

    def validate_ends(self, field: Any) -> None:
        """Refuse a time that no clock shows, and an end before the beginning."""
        first, last, starts = self.first_day.data, self.last_day.data, self.starts.data
        if not (field.data and first and last and starts):
            return
        if is_skipped(last, field.data):
            raise ValidationError(_("The clocks go forward that night, and this time is left out. Choose another."))
        if (last, field.data) <= (first, starts):
            raise ValidationError(_("Enter an end that is after the beginning"))


def _is_known(address: str) -> bool:
    """Whether a page of this site answers at the path."""
    path = address.partition("#")[0].partition("?")[0]
    try:
        current_app.url_map.bind("localhost").match(path)
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True
