"""The page that asks where: words first, then a list, a map, or no more than somebody wants to say."""

from collections.abc import Callable
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.forms import Choice, HiddenTextField
from webapp.partnership.current import current_partnership, reading_language
from webapp.survey.forms import LineField, ListField, OneField, SurveyForm, asked
from webapp.survey.whereabouts import (
    OUTSIDE,
    UNSAID,
    PlaceTroubleError,
    Said,
    Trouble,
    Whereabouts,
    read_whereabouts,
)

LONGEST_PLACE = 120


def _areas() -> list[Choice]:
    return _kept(_made_areas)


def _levels() -> list[Choice]:
    return _kept(_made_levels)


def _kept(make: Callable[[], list[Choice]]) -> list[Choice]:
    """A list in the reader's language: made once for each, because every page of a draft reads its earlier ones."""
    made: dict[tuple[str, str], list[Choice]] = current_app.extensions.setdefault("survey_place_choices", {})
    key = (make.__name__, reading_language())
    if key not in made:
        made[key] = make()
    return made[key]


def _made_areas() -> list[Choice]:
    partnership = current_partnership()
    towns = {town.code: town.name.in_language(reading_language()).text for town in partnership.towns}
    by_name = sorted(partnership.localities, key=lambda each: (each.name.casefold(), each.town))
    return [Choice(each.code, f"{each.name}, {towns.get(each.town, each.town)}") for each in by_name]


def _made_levels() -> list[Choice]:
    towns = [
        Choice(town.code, _("Only the town: %(town)s", town=town.name.in_language(reading_language()).text))
        for town in current_partnership().towns
    ]
    return [
        *towns,
        Choice(OUTSIDE, _("A place outside this area")),
        Choice(UNSAID, _("I would rather not say")),
    ]


def _example() -> str | None:
    """A postcode's beginning and a neighbourhood of this area."""
    named = (
        each for each in current_partnership().localities if each.kind == "neighbourhood" and each.postcode_districts
    )
    example = next(named, None)
    if example is None:
        return None
    return str(_("Like %(postcode)s or %(place)s.", postcode=example.postcode_districts[0], place=example.name))


class TypedPlaceField(LineField):
    """What somebody typed of a place; before it is sent it is shown as it was understood."""

    def shown(self) -> str:
        """The place, or the pin beside it."""
        place, has_pin = self._form.place, bool(self._form.latitude.data)  # type: ignore[attr-defined]
        if place is None or not place.label:
            return str(self.data)
        return _("Your pin on the map, near %(place)s", place=place.label) if has_pin else str(place.label)


class PlaceForm(SurveyForm):
    """Where it is. What is least exact counts: whoever chose "only the town" has said nothing else."""

    heading = _l("Where is it?")
    questions = ("words", "area", "level", "relation")
    words = TypedPlaceField(
        _l("Postcode or neighbourhood"),
        autocomplete="off",
        spellcheck=False,
        width=20,
        at_most=LONGEST_PLACE,
    )
    # Offered only where what was typed may mean something else.
    meant = OneField(_l("Did you mean one of these?"))
    area = ListField(_l("Or choose from a list"), choices=_areas)
    level = OneField(_l("How much do you want to say?"), choices=_levels)
    latitude = HiddenTextField(at_most=20)
    longitude = HiddenTextField(at_most=20)
    relation = asked("relation")

    def __init__(self, **options: Any) -> None:
        """A name that was offered before is an answer only together with the words that it was offered for."""
        super().__init__(**options)
        self.place: Whereabouts | None = None
        self.words.hint = _example()
        if self.meant.data:
            self.meant.choices = [Choice(self.meant.data, self.meant.data)]

    @property
    def said(self) -> Said:
        """What the form has of the place."""
        return Said(
            words=self.words.data,
            area=self.area.data or "",
            level=self.level.data or "",
            latitude=self.latitude.data,
            longitude=self.longitude.data,
            meant=self.meant.data or "",
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the place as well: what cannot be found is asked once more, with names that may have been meant."""
        if not super().validate(extra_validators):
            return False
        try:
            self.place = read_whereabouts(self.said)
        except PlaceTroubleError as error:
            self._say(error)
            return False
        self._tidy()
        return True

    def _tidy(self) -> None:
        """Whoever would rather not say exactly has said nothing else; one line tells the place."""
        if self.level.data:
            for field in (self.words, self.meant, self.area, self.latitude, self.longitude):
                field.clear()
        told = "level" if self.level.data else "area" if self.area.data and not self.latitude.data else "words"
        for field in (self.words, self.meant, self.area, self.level):
            field.is_left_out = field.short_name != told

    def _say(self, error: PlaceTroubleError) -> None:
        area = current_partnership().profile.area.name.in_language(reading_language()).text
        words = {
            Trouble.NOTHING: _("Enter a postcode or neighbourhood, or choose another way to say where"),
            Trouble.OUTSIDE: _(
                "This place is outside %(area)s. Check it, or choose “A place outside this area”", area=area
            ),
            Trouble.PIN_OUTSIDE: _(
                "The pin is outside %(area)s. Move it, or choose “A place outside this area”", area=area
            ),
            Trouble.POSTCODE: _("We do not know this postcode. Check it, or choose from the list"),
            Trouble.UNKNOWN: _("We do not know this place. Try a postcode, or choose from the list"),
            Trouble.UNSURE: _("Choose the place that you mean"),
        }[error.trouble]
        self.meant.choices = [Choice(name, name) for name in error.offered]
        self.meant.data = None
        (self.meant if error.offered else self.words).errors = [words]
