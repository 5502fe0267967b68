"""Telephone and text numbers that help, each with its state and the day it was last checked."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from webapp.partnership.entries import Entry
from webapp.partnership.text import Text


class NumberKind(StrEnum):
    """How a number is used."""

    CALL = "call"
    TEXT = "text"
    RELAY = "relay"


class NumberGroup(StrEnum):
    """What a number is for, in the order of a page of help."""

    DANGER_NOW = "danger_now"
    NOT_URGENT = "not_urgent"
    TALK_NOW = "talk_now"
    LOCAL = "local"
    WITHOUT_POLICE = "without_police"
    OWN_BEHAVIOUR = "own_behaviour"
    ABOUT_THIS_SITE = "about_this_site"


class NumberState(StrEnum):
    """What is known of a number: seen at its source, not seen, or two sources that disagree."""

    OK = "ok"
    UNCONFIRMED = "unconfirmed"
    CONFLICT = "conflict"


@dataclass(frozen=True, kw_only=True)
class SupportNumber:
    """A service and how to reach it; `number` is as people write it, in groups."""

    key: str
    name: Text
    what_for: Text
    number: str | None
    kind: NumberKind
    press: str | None
    send_first: str | None
    reply_with: str | None
    region: Text
    hours: Text | None
    open_24_hours: bool
    audience: Text | None
    emergency: bool
    national: bool
    group: NumberGroup
    topics: tuple[str, ...]
    last_checked: dt.date | None
    check_due_days: int
    state: NumberState
    show_without_number: bool
    without_number: Text | None
    source_note: str

    @property
    def public_number(self) -> str | None:
        """The number as the public may see it: one that two sources contradict is withheld."""
        return None if self.state is NumberState.CONFLICT else self.number

    @property
    def is_public(self) -> bool:
        """Whether the service is listed in public: with its number, or without it where the entry says so."""
        return self.public_number is not None or self.show_without_number

    @property
    def check_due(self) -> dt.date | None:
        """The day by which the number must be checked again; None where it never was."""
        return None if self.last_checked is None else self.last_checked + dt.timedelta(days=self.check_due_days)

    def is_overdue(self, today: dt.date) -> bool:
        """Whether the number was never checked, or its check is due before `today`.

        An overdue number is still shown: it raises an alarm to the officers, and the page says when it was checked.
        """
        return self.check_due is None or self.check_due < today


def overdue_numbers(numbers: Iterable[SupportNumber], today: dt.date) -> tuple[SupportNumber, ...]:
    """The numbers that somebody must check: those never checked first, then by the day that the check was due."""
    overdue = (number for number in numbers if number.number is not None and number.is_overdue(today))
    return tuple(sorted(overdue, key=lambda number: (number.check_due or dt.date.min, number.key)))


def read_support_number(entry: Entry) -> SupportNumber:
    """One [[number]] of support_numbers.toml."""
    number = SupportNumber(
        key=entry.code("key"),
        name=entry.text("name"),
        what_for=entry.text("what_for"),
        number=entry.words_or_none("number"),
        kind=entry.choice("kind", NumberKind, NumberKind.CALL),
        press=entry.words_or_none("press"),
        send_first=entry.words_or_none("send_first"),
        reply_with=entry.words_or_none("reply_with"),
        region=entry.text("region"),
        hours=entry.text_or_none("hours"),
        open_24_hours=entry.flag("open_24_hours"),
        audience=entry.text_or_none("audience"),
        emergency=entry.flag("emergency"),
        national=entry.flag("national"),
        group=entry.choice("group", NumberGroup),
        topics=entry.codes("topics"),
        last_checked=entry.date_or_none("last_checked"),
        check_due_days=entry.whole_number("check_due_days", 90),
        state=entry.choice("state", NumberState),
        show_without_number=entry.flag("show_without_number"),
        without_number=entry.text_or_none("without_number"),
        source_note=entry.words("source_note"),
    )
    _check(number, entry)
    return number


def _check(number: SupportNumber, entry: Entry) -> None:
    if number.number is None and number.state is NumberState.OK:
        raise entry.error('the state is "ok" but there is no number; add the number or set state = "unconfirmed".')
    if number.number is not None and not any(character.isdigit() for character in number.number):
        raise entry.error(f'the number "{number.number}" has no digits; write it like 0808 2000 247.')
    if number.show_without_number and number.without_number is None:
        raise entry.error('it is shown without its number; add "without_number" that says what to do instead.')
    if number.emergency and number.public_number is None:
        raise entry.error("an emergency number must have a number that can be shown; add it or set emergency = false.")
    for text in (number.name, number.what_for, number.hours, number.audience, number.without_number):
        if text is not None and any(has_telephone_digits(wording.text) for wording in text.wordings):
            # Numbers stand in one place, so that no translation can carry a wrong one.
            raise entry.error('a number stands inside the words; move it to the key "number" or "press".')


def has_telephone_digits(words: str) -> bool:
    """Whether `words` hold three digits in a row, as every telephone number does."""
    return re.search(r"\d{3}", words) is not None
