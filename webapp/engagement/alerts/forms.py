"""What is asked of somebody who wants mail: an address, about where and what, and how often."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.engagement.alerts.rules import WHOLE, Choices, Often
from webapp.engagement.alerts.wording import OFTEN
from webapp.engagement.areas import Level, areas_of
from webapp.kit.forms import CheckboxesField, Choice, EmailField, Form, RadiosField
from webapp.partnership.current import current_partnership, reading_language

# What stands for no choice at all: all areas, all kinds.
ALL = "all"


class ChoicesForm(Form):
    """About what, and how often."""

    areas = CheckboxesField(
        _l("News from where?"),
        missing=_l("Choose where the news should be from"),
        hint=_l("You also get news that is about a wider area with your choice in it."),
        small=True,
    )
    kinds = CheckboxesField(
        _l("News about which problems?"), missing=_l("Choose which problems the news should be about"), small=True
    )
    often = RadiosField(
        _l("How often do you want mail?"),
        missing=_l("Choose how often you want mail"),
        choices=tuple(Choice(often.value, words) for often, words in OFTEN.items()),
    )

    def __init__(self, choices: Choices | None = None, **options: Any) -> None:
        """Start with what was chosen before."""
        given = choices or Choices()
        start = {"areas": given.areas or [ALL], "kinds": given.kinds or [ALL], "often": given.often.value}
        super().__init__(**{**start, **options})
        self.areas.choices = _areas()
        self.kinds.choices = _kinds()

    @property
    def choices(self) -> Choices:
        """What was chosen; only after the form was found right."""
        return Choices(areas=_but_all(self.areas), kinds=_but_all(self.kinds), often=Often(self.often.data))


class JoinForm(ChoicesForm):
    """The same with where to send it."""

    email = EmailField(_l("Your email address"), missing=_l("Enter your email address"), autocomplete="email")

    @property
    def shown(self) -> list[Any]:
        """The questions in their order: the address first."""
        return [self.email, self.areas, self.kinds, self.often]


def _but_all(field: CheckboxesField) -> tuple[str, ...]:
    return tuple(code for code in field.data if code != ALL)


def _areas() -> tuple[Choice, ...]:
    """The whole, then each town with what is in it."""
    language = reading_language()
    areas = areas_of(current_partnership())
    name = {area.code: area.name.in_language(language).text for area in areas}
    inside = {town.code: [each for each in areas if each.parent == town.code] for town in areas if town.code != WHOLE}
    found = [Choice(ALL, name[WHOLE], hint=_("Every town and every part of it"), exclusive=True)]
    for town in areas:
        if town.level is not Level.TOWN:
            continue
        found.append(Choice(town.code, _("All of %(town)s", town=name[town.code])))
        found += [Choice(each.code, name[each.code]) for each in inside[town.code]]
    orphans = [each for each in areas if each.level is Level.SMALL and each.parent == WHOLE]
    return (*found, *(Choice(each.code, name[each.code]) for each in orphans))


def _kinds() -> tuple[Choice, ...]:
    language = reading_language()
    every = Choice(ALL, _("All problems"), exclusive=True)
    return (
        every,
        *(Choice(each.code, each.label.in_language(language).text) for each in current_partnership().asb.types),
    )
