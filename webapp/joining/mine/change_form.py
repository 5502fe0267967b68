"""What a place's people may propose to change: all that the public reads of it, but for where it stands on the map."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from babel import Locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.edits.rules import is_outside_link
from webapp.joining.mine.forms import NO, YES, YES_OR_NO
from webapp.joining.mine.hours_fields import MOST_OTHER_DAYS, LineField, OtherDays, OtherDaysField, name_of_day
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    Form,
    HiddenTextField,
    PostcodeField,
    RadiosField,
    SelectField,
    TelephoneField,
    TextareaField,
    TextField,
    TickField,
    TimeField,
    ValidationError,
)
from webapp.kit.forms.answers import Answer
from webapp.partnership.current import reading_language
from webapp.venues.desk_forms import SPOKEN
from webapp.venues.desk_hours import DAYS, line_of
from webapp.venues.hours import MINUTES_A_DAY, HoursKind, OnBankHolidays, OpeningHours
from webapp.venues.hours_records import HoursError, check
from webapp.venues.records import LONGEST, VenueContent
from webapp.venues.rules import Feature, VenueKind
from webapp.venues.wording import FEATURES, KINDS

UNKNOWN = "unknown"
ALWAYS, NEVER, UNTIL = "always", "never", "until"
_UNKNOWN = Choice(UNKNOWN, _l("I do not know"))
DAY_FIELDS = tuple(f"day_{number}" for number in range(DAYS))


def _line(number: int) -> LineField:
    return LineField(name_of_day(number), width=20)


class ChangeForm(Form):
    """The place as it should stand on the site."""

    version = HiddenTextField()
    name = TextField(_l("Name of the place"), missing=_l("Enter the name"), at_most=LONGEST["name"])
    kind = SelectField(
        _l("What it is"),
        missing=_l("Choose what it is"),
        choices=lambda: [Choice(kind.value, name) for kind, name in KINDS.items()],
    )
    address = TextareaField(
        _l("Address"),
        missing=_l("Enter the address"),
        hint=_l("Number and street, then the town, each on a line of its own. Without the postcode."),
        at_most=LONGEST["address"],
        rows=3,
        counted=False,
    )
    postcode = PostcodeField(_l("Postcode"))
    telephone = TelephoneField(_l("Telephone for the public"), width=20)
    # Not "website": that is what the trap for programs is called.
    web_address = TextField(
        _l("Website"), hint=_l("The whole address, with https://"), at_most=LONGEST["website"], spellcheck=False
    )
    note = TextareaField(
        _l("For visitors, in plain words"),
        hint=_l("Where the door is, whom to ask for. Everybody can read it: name nobody."),
        at_most=LONGEST["note"],
        rows=4,
    )
    languages = CheckboxesField(_l("Languages that staff speak, besides English"), small=True)
    has = CheckboxesField(_l("What can people count on at your place?"), small=True)
    lacks = CheckboxesField(_l("What does your place not have?"), small=True)
    under_18s = RadiosField(
        _l("Can people under 18 come in?"),
        missing=_l("Choose one"),
        choices=(
            Choice(ALWAYS, _l("At any time")),
            Choice(UNTIL, _l("Until a time"), reveals="under_18s_until"),
            Choice(NEVER, _l("No")),
            _UNKNOWN,
        ),
    )
    under_18s_until = TimeField(_l("Until when?"), missing=_l("Enter the time"))
    help_is_free = RadiosField(
        _l("Can somebody get help without a ticket, money or an ID?"),
        missing=_l("Choose one"),
        choices=(*YES_OR_NO, _UNKNOWN),
    )
    alcohol_led = TickField(_l("It is mainly a place to drink alcohol"))
    hours_kind = RadiosField(
        _l("When is it open?"),
        missing=_l("Choose one"),
        choices=(
            Choice(HoursKind.WEEKLY.value, _l("The same hours each week")),
            Choice(HoursKind.BY_APPOINTMENT.value, _l("When you have agreed a time")),
            Choice(HoursKind.UNKNOWN.value, _l("I do not know")),
        ),
    )
    day_0, day_1, day_2, day_3 = _line(0), _line(1), _line(2), _line(3)
    day_4, day_5, day_6 = _line(4), _line(5), _line(6)
    on_bank_holidays = RadiosField(
        _l("And on bank holidays?"),
        missing=_l("Choose one"),
        choices=(
            Choice(OnBankHolidays.AS_USUAL.value, _l("Open as usual")),
            Choice(OnBankHolidays.CLOSED.value, _l("Closed")),
            Choice(OnBankHolidays.OWN_HOURS.value, _l("Other hours"), reveals="bank_holiday"),
            Choice(OnBankHolidays.UNKNOWN.value, _l("I do not know")),
        ),
    )
    bank_holiday = LineField(_l("Hours on bank holidays"), missing=_l("Enter the hours"), width=20)
    other_days = OtherDaysField(
        _l("Other hours on some days"),
        row=OtherDays,
        each=_l("Some days"),
        add=_l("Add more days"),
        most=MOST_OTHER_DAYS,
    )

    def __init__(self, **options: Any) -> None:
        """Offer the features, and the languages with whatever stands there already."""
        super().__init__(**options)
        self.has.choices = self.lacks.choices = [Choice(each.value, FEATURES[each]) for each in Feature]
        kept = tuple(code for code in self.languages.data or () if code not in SPOKEN)
        names = Locale.parse(reading_language(), sep="-").languages
        known = sorted(((names.get(code, code), code) for code in SPOKEN + kept), key=lambda one: one[0].casefold())
        self.languages.choices = [Choice(code, name) for name, code in known]

    @property
    def seen(self) -> int:
        """The version of the place that the page was drawn from."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    @property
    def days(self) -> list[Answer]:
        """The lines of the week."""
        return [self[name] for name in DAY_FIELDS]

    @property
    def before_hours(self) -> Sequence[Answer]:
        """The questions above the hours."""
        hours = {"hours_kind", "on_bank_holidays", "other_days", *DAY_FIELDS}
        return [each for each in self.shown if each.short_name not in hours]

    def write(self, content: VenueContent) -> VenueContent:
        """The content as answered; only after the form was found right."""
        until = self.under_18s_until.data
        minutes = {ALWAYS: MINUTES_A_DAY, NEVER: 0, UNKNOWN: None}
        return replace(
            content,
            name=self.name.data,
            kind=VenueKind(self.kind.data),
            address=self.address.data,
            postcode=self.postcode.data,
            telephone=self.telephone.data,
            website=self.web_address.data,
            note=self.note.data,
            languages=tuple(self.languages.data),
            has=frozenset(map(Feature, self.has.data)),
            lacks=frozenset(map(Feature, self.lacks.data)),
            under_18s_until=until.hour * 60 + until.minute if until else minutes[self.under_18s.data],
            help_is_free={YES: True, NO: False, UNKNOWN: None}[self.help_is_free.data],
            alcohol_led=self.alcohol_led.data,
            hours=self._hours(),
        )

    def _hours(self) -> OpeningHours:
        weekly = self.hours_kind.data == HoursKind.WEEKLY
        own = self.on_bank_holidays.data == OnBankHolidays.OWN_HOURS
        return OpeningHours(
            kind=HoursKind(self.hours_kind.data),
            week=tuple(self[name].spans for name in DAY_FIELDS) if weekly else ((),) * DAYS,
            exceptions=self.other_days.exceptions,
            on_bank_holidays=OnBankHolidays(self.on_bank_holidays.data),
            bank_holiday_spans=self.bank_holiday.spans if own else (),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers, then the hours as a whole."""
        if not super().validate(extra_validators):
            return False
        try:
            check(self._hours())
        except HoursError:
            self.hours_kind.errors = [_("These hours do not fit together. Look at each day, and at the other days")]
            return False
        return True

    def validate_lacks(self, field: Any) -> None:
        """Refuse what is said to be there and not to be there."""
        if set(field.data) & set(self.has.data):
            raise ValidationError(_("Something is ticked in both lists. Tick it once"))

    def validate_web_address(self, field: Any) -> None:
        """Refuse what a browser could not trust."""
        if field.data and not is_outside_link(re.sub("^http://", "https://", field.data)):
            raise ValidationError(_("Enter an address that begins with %(begin)s", begin="https://"))

    def validate_under_18s_until(self, field: Any) -> None:
        """Midnight is always or never: nobody can tell which is meant."""
        if field.data is not None and not (field.data.hour or field.data.minute):
            raise ValidationError(_("Choose “At any time” or “No” instead"))


def form_of(content: VenueContent, version: int) -> ChangeForm:
    """The form, beginning with how the place stands now; what was sent goes before it."""
    weekly = content.hours.kind is HoursKind.WEEKLY
    form = ChangeForm(
        data={
            **{name: getattr(content, name) for name in ("name", "address", "postcode", "telephone", "note")},
            "version": str(version),
            "kind": content.kind.value,
            "web_address": content.website,
            "languages": list(content.languages),
            "has": [each.value for each in content.has],
            "lacks": [each.value for each in content.lacks],
            "help_is_free": {True: YES, False: NO, None: UNKNOWN}[content.help_is_free],
            "alcohol_led": content.alcohol_led,
            "hours_kind": content.hours.kind.value,
            **{name: line_of(content.hours.week[number]) if weekly else "" for number, name in enumerate(DAY_FIELDS)},
            "on_bank_holidays": content.hours.on_bank_holidays.value,
            "bank_holiday": line_of(content.hours.bank_holiday_spans) if content.hours.bank_holiday_spans else "",
            **_under_18s(content.under_18s_until),
        }
    )
    if not form.is_submitted():
        form.other_days.begin(content.hours.exceptions)
    return form


def _under_18s(until: int | None) -> dict[str, Any]:
    if until is None:
        return {"under_18s": UNKNOWN}
    if until in {0, MINUTES_A_DAY}:
        return {"under_18s": ALWAYS if until else NEVER}
    return {"under_18s": UNTIL, "under_18s_until": dt.time(until // 60, until % 60)}
