"""The sections of /help-now below the emergency numbers: which group under which heading, in which order."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.partnership import NumberGroup, Partnership, SupportNumber


@dataclass(frozen=True, kw_only=True)
class HelpSection:
    """A heading, a line below it and the group of numbers that it holds."""

    group: NumberGroup
    title: LazyString
    text: LazyString | None = None


@dataclass(frozen=True, kw_only=True)
class FilledSection:
    """A section with its numbers; `awaited` says that more services exist whose numbers are not certain yet."""

    section: HelpSection
    anchor: str
    numbers: tuple[SupportNumber, ...]
    awaited: bool


HELP_SECTIONS: tuple[HelpSection, ...] = (
    HelpSection(
        group=NumberGroup.NOT_URGENT,
        title=_l("Not an emergency"),
        text=_l("For a crime that is over, or a question to the police."),
    ),
    HelpSection(
        group=NumberGroup.TALK_NOW,
        title=_l("Talk to somebody"),
        text=_l("These services listen and help. You do not have to give your name or tell the police."),
    ),
    HelpSection(
        group=NumberGroup.LOCAL,
        title=_l("Local help"),
        text=_l("Services for people who live here."),
    ),
    HelpSection(
        group=NumberGroup.WITHOUT_POLICE,
        title=_l("Say what you know without giving your name"),
    ),
    HelpSection(
        group=NumberGroup.OWN_BEHAVIOUR,
        title=_l("If you are worried about your own behaviour"),
        text=_l("You can ask for help to stop hurting somebody."),
    ),
)


def filled_sections(partnership: Partnership) -> list[FilledSection]:
    """The sections that have something to show."""
    filled = (_fill(section, partnership) for section in HELP_SECTIONS)
    return [section for section in filled if section.numbers or section.awaited]


def _fill(section: HelpSection, partnership: Partnership) -> FilledSection:
    all_of_group = [number for number in partnership.support_numbers if number.group == section.group]
    return FilledSection(
        section=section,
        anchor=section.group.replace("_", "-"),
        numbers=partnership.numbers_in(section.group),
        awaited=any(number.public_number is None for number in all_of_group),
    )
