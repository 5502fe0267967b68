"""What officers are asked about a place: each form is a part of it, and knows how it reads and changes a content."""

import datetime as dt
import re
from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

from babel import Locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.edits.rules import is_outside_link
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
from webapp.partnership.choices import town_choices
from webapp.partnership.current import current_partnership, default_language
from webapp.partnership.desk_fields import PartsField
from webapp.places.queries import find_place, nearest_locality, town_at
from webapp.places.rules import PlaceKind, distance_metres
from webapp.venues.desk_wording import AUDIENCE_CHOICES
from webapp.venues.hours import MINUTES_A_DAY
from webapp.venues.records import LONGEST, VenueContent
from webapp.venues.rules import Audience, Feature, VenueKind
from webapp.venues.wording import FEATURES, KINDS

POSITION = re.compile(r"([+-]?[0-9]{1,2}(?:\.[0-9]{1,12})?)\s*[, ]\s*([+-]?[0-9]{1,3}(?:\.[0-9]{1,12})?)")
# Some ten centimetres: what a map gives.
POSITION_DECIMALS = 6
# A postcode here is a street at most: a position further off is another place, or has its two numbers swapped.
FARTHEST_FROM_POSTCODE = 2_000
# Main languages other than English of most people in England and Wales (Census 2021, table TS024), and Ukrainian.
SPOKEN = (
    *("pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "gu", "it", "ta", "fr", "lt", "zh", "tr", "bg", "ru", "so", "hu"),
    *("uk", "cy"),
)
YES, NO, UNKNOWN = "yes", "no", "unknown"
ALWAYS, NEVER, UNTIL = "always", "never", "until"

Data = dict[str, Any]


class VersionedForm(Form):
    """A form about something as the officer saw it."""

    version = HiddenTextField()

    @property
    def seen(self) -> int:
        """The number of the version that was seen; 0, which none has, for anything else."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class PartForm(VersionedForm):
    """One part of a place."""

    @classmethod
    def begin(cls, content: VenueContent) -> Data:
        """What the form starts with."""
        raise NotImplementedError

    def write(self, content: VenueContent) -> VenueContent:
        """The content as answered; only after the form was found right."""
        raise NotImplementedError


@cache
def _kind_choices() -> tuple[Choice, ...]:
    return tuple(Choice(kind.value, name) for kind, name in KINDS.items())


def _locality_choices() -> list[Choice]:
    by_name = sorted(current_partnership().localities, key=lambda one: one.name)
    return [Choice(one.code, one.name) for one in by_name]


class PlaceForm(PartForm):
    """What it is and where."""

    name = TextField(_l("Name of the place"), missing=_l("Enter the name"), at_most=LONGEST["name"])
    kind = SelectField(_l("What it is"), missing=_l("Choose what it is"), choices=_kind_choices)
    address = TextareaField(
        _l("Address"),
        missing=_l("Enter the address"),
        hint=_l("Number and street, then the town, each on a line of its own. Without the postcode."),
        at_most=LONGEST["address"],
        rows=3,
        counted=False,
    )
    postcode = PostcodeField(_l("Postcode"))
    position = TextField(
        _l("Position"),
        hint=_l("Latitude and longitude, like 50.72051, -1.87912. Left empty, it is that of the postcode."),
        width=20,
        spellcheck=False,
    )
    town = SelectField(_l("Town, if the position gives a wrong one"), choices=town_choices)
    locality = SelectField(_l("Neighbourhood, if the position gives a wrong one"), choices=_locality_choices)
    uprn = TextField(_l("Number of the property (UPRN)"), width=20, at_most=LONGEST["uprn"], inputmode="numeric")

    # Set when the form is found right.
    found: tuple[float, float] = (0.0, 0.0)

    @classmethod
    def begin(cls, content: VenueContent) -> Data:
        """The answers; what follows from the position is left empty."""
        here = (content.latitude, content.longitude)
        nearest = nearest_locality(*here)
        return {
            "name": content.name,
            "kind": content.kind.value,
            "address": content.address,
            "postcode": content.postcode,
            "position": "" if _of_postcode(content.postcode) == here else f"{here[0]}, {here[1]}",
            "town": "" if content.town == town_at(*here) else content.town,
            "locality": "" if nearest and content.locality == nearest.code else content.locality,
            "uprn": content.uprn,
        }

    def write(self, content: VenueContent) -> VenueContent:
        """The content at its position; town, neighbourhood and ward are found anew."""
        return replace(content, **self.values())

    def values(self) -> Data:
        """The fields of a content."""
        return {
            "name": self.name.data,
            "kind": VenueKind(self.kind.data),
            "address": self.address.data,
            "postcode": self.postcode.data,
            "latitude": self.found[0],
            "longitude": self.found[1],
            "town": self.town.data or "",
            "locality": self.locality.data or "",
            "ward": "",
            "uprn": self.uprn.data,
        }

    def validate_uprn(self, field: Any) -> None:
        """Refuse what is no such number."""
        if field.data and not (field.data.isascii() and field.data.isdigit()):
            raise ValidationError(_("Enter the number with digits only"))

    def validate_position(self, field: Any) -> None:
        """Find where it is: as typed, else by the postcode; refuse what the two contradict each other in."""
        if self.postcode.errors:
            return
        by_postcode = _of_postcode(self.postcode.data)
        typed = _position(field.data)
        if field.data and typed is None:
            raise ValidationError(_("Enter latitude and longitude, like %(example)s", example="50.72051, -1.87912"))
        found = typed or by_postcode
        if found is None:
            raise ValidationError(_("We do not know where this postcode is. Enter the position"))
        if by_postcode and distance_metres(*found, *by_postcode) > FARTHEST_FROM_POSTCODE:
            raise ValidationError(_("This position is far from the postcode. Put one of them right"))
        self.found = found


class VisitForm(PartForm):
    """How to reach it, and what a visitor should know."""

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

    def __init__(self, **options: Any) -> None:
        """Offer the languages, and whatever stands there already."""
        super().__init__(**options)
        kept = tuple(code for code in self.languages.data or () if code not in SPOKEN)
        names = Locale.parse(default_language()).languages
        known = sorted(((names.get(code, code), code) for code in SPOKEN + kept), key=lambda one: one[0].casefold())
        self.languages.choices = [Choice(code, name) for name, code in known]

    @classmethod
    def begin(cls, content: VenueContent) -> Data:
        """The answers."""
        return {
            "telephone": content.telephone,
            "web_address": content.website,
            "note": content.note,
            "languages": list(content.languages),
        }

    def write(self, content: VenueContent) -> VenueContent:
        """The content as answered."""
        return replace(
            content,
            telephone=self.telephone.data,
            website=self.web_address.data,
            note=self.note.data,
            languages=tuple(self.languages.data),
        )

    def validate_web_address(self, field: Any) -> None:
        """Refuse what a browser could not trust."""
        if field.data and not is_outside_link(re.sub("^http://", "https://", field.data)):
            raise ValidationError(_("Enter an address that begins with %(begin)s", begin="https://"))


class FeaturesField(PartsField):
    """For each feature whether the place has it; `data` maps features to yes and no, what nobody knows is left out."""

    @property
    def names(self) -> tuple[str, ...]:
        """The codes of the features."""
        return tuple(feature.value for feature in Feature)

    def show(self, value: dict[Feature, bool]) -> dict[str, str]:
        """What is chosen."""
        return {feature.value: YES if has else NO for feature, has in value.items()}

    def read(self) -> dict[Feature, bool]:
        """What was chosen; anything else is as good as not known."""
        return {Feature(name): words == YES for name, words in self.typed.items() if words in {YES, NO}}

    def process(self, *sent: Any, **options: Any) -> None:
        """As any question; nothing chosen is nothing known."""
        super().process(*sent, **options)
        self.data = self.data or {}

    def parts(self) -> list[dict[str, Any]]:
        """A short list for each."""
        items = [
            {"value": "", "text": _("Nobody has told us")},
            {"value": YES, "text": _("Yes")},
            {"value": NO, "text": _("No")},
        ]
        return [self.part(name.value, FEATURES[name], drawn_by="select", items=items) for name in Feature]


class AccessForm(PartForm):
    """What a visitor can count on, and who can come in."""

    features = FeaturesField(_l("What the place has"))
    audience = RadiosField(
        _l("Who can ask for help here?"),
        missing=_l("Choose who"),
        choices=[Choice(code.value, words) for code, words in AUDIENCE_CHOICES.items()],
    )
    under_18s = RadiosField(
        _l("Can people under 18 come in?"),
        missing=_l("Choose one"),
        choices=(
            Choice(ALWAYS, _l("At any time")),
            Choice(UNTIL, _l("Until a time"), reveals="under_18s_until"),
            Choice(NEVER, _l("No")),
            Choice(UNKNOWN, _l("Nobody has told us")),
        ),
    )
    under_18s_until = TimeField(_l("Until when?"), missing=_l("Enter the time"))
    help_is_free = RadiosField(
        _l("Can somebody get help without a ticket, money or an ID?"),
        missing=_l("Choose one"),
        choices=(Choice(YES, _l("Yes")), Choice(NO, _l("No")), Choice(UNKNOWN, _l("Nobody has told us"))),
    )
    alcohol_led = TickField(_l("It is mainly a place to drink alcohol"))

    FREE: ClassVar[dict[bool | None, str]] = {True: YES, False: NO, None: UNKNOWN}

    @classmethod
    def begin(cls, content: VenueContent) -> Data:
        """The answers."""
        return {
            "features": dict.fromkeys(content.has, True) | dict.fromkeys(content.lacks, False),
            "audience": content.audience.value,
            **_under_18s(content.under_18s_until),
            "help_is_free": cls.FREE[content.help_is_free],
            "alcohol_led": content.alcohol_led,
        }

    def write(self, content: VenueContent) -> VenueContent:
        """The content as answered."""
        until = self.under_18s_until.data
        minutes = {ALWAYS: MINUTES_A_DAY, NEVER: 0, UNKNOWN: None}
        known: dict[Feature, bool] = self.features.data
        return replace(
            content,
            has=frozenset(feature for feature, has in known.items() if has),
            lacks=frozenset(feature for feature, has in known.items() if not has),
            audience=Audience(self.audience.data),
            under_18s_until=until.hour * 60 + until.minute if until else minutes[self.under_18s.data],
            help_is_free={code: free for free, code in self.FREE.items()}[self.help_is_free.data],
            alcohol_led=self.alcohol_led.data,
        )

    def validate_under_18s_until(self, field: Any) -> None:
        """Midnight is always or never: nobody can tell which is meant."""
        if field.data is not None and not (field.data.hour or field.data.minute):
            raise ValidationError(_("Choose “At any time” or “No” instead"))


def _under_18s(until: int | None) -> Data:
    if until is None:
        return {"under_18s": UNKNOWN}
    if until in {0, MINUTES_A_DAY}:
        return {"under_18s": ALWAYS if until else NEVER}
    return {"under_18s": UNTIL, "under_18s_until": dt.time(until // 60, until % 60)}


def _position(words: str) -> tuple[float, float] | None:
    found = POSITION.fullmatch(words.strip())
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return round(latitude, POSITION_DECIMALS), round(longitude, POSITION_DECIMALS)


def _of_postcode(postcode: str) -> tuple[float, float] | None:
    found = find_place(postcode) if postcode else None
    if found is None or found.kind is not PlaceKind.POSTCODE or found.guessed:
        return None
    return found.latitude, found.longitude
