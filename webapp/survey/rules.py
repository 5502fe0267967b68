"""What the survey counts, holds back, keeps and how long; pure."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from webapp.config import Settings
from webapp.partnership.model import Partnership
from webapp.survey.codes import ClosedBecause, Exactness, FloodReason, Moderation

Codes = Mapping[str, tuple[str, ...]]
# theme, question, option
Key = tuple[str, str, str]

LONDON = ZoneInfo("Europe/London")
KINDS = "kinds"
# From this score on (webapp/kit/forms/sending.py) an answer looks like a program's.
DOUBTFUL_FROM = 2
# So many answers of a day and survey are held at most, and so many wait to be read: a flood must not fill the disk.
MOST_HELD = 20_000
MOST_WAITING = 5_000
# In a flood only the first few flags are raised at once, so that nobody can bury a real one under made-up ones.
FLAGS_IN_A_FLOOD = 10
# Too few to be a flood: such a day is let go without an officer once it is over.
RELEASED_BELOW = 10
READ_WITHIN = dt.timedelta(days=7)
CONTACT_WITHIN = dt.timedelta(days=7)
LONGEST_WORDS = 2000
WORDS_KEPT_MONTHS = 12
ANSWERS_KEPT_MONTHS = 60
CONTACT_KEPT = dt.timedelta(days=182)


class CodeError(ValueError):
    """An answer that the register of questions does not know; the sentence names question and fault."""


class Asked(Protocol):
    """What of a question the rules need."""

    @property
    def code(self) -> str:
        """The question's code."""

    @property
    def codes(self) -> frozenset[str]:
        """The codes that can be chosen."""

    @property
    def exclusive(self) -> frozenset[str]:
        """Those that go with no other."""

    @property
    def most(self) -> int | None:
        """How many can be chosen, where there is a limit."""

    @property
    def is_many(self) -> bool:
        """Whether more than one can be chosen."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody says that it is. Words and position only ever stand in the sealed part of an answer."""

    words: str = ""
    latitude: float | None = None
    longitude: float | None = None
    exactness: Exactness
    town: str = ""
    locality: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How to reach somebody, as they gave it; opened only on the desk."""

    name: str = ""
    email: str = ""
    telephone: str = ""
    # When and how it is safe to get in touch.
    safe: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class AreaCodes:
    """An area in clear columns; empty where nothing is known."""

    town: str = ""
    locality: str = ""
    ward: str = ""
    cell: str = ""


class Dated(Protocol):
    """A survey with its days."""

    @property
    def opens_on(self) -> dt.date:
        """The first day on which it takes answers."""

    @property
    def closes_on(self) -> dt.date | None:
        """The last one."""


def written_codes(codes: Codes) -> str:
    """Answers as they are stored: questions without an answer are left out."""
    return json.dumps({question: list(codes[question]) for question in sorted(codes) if codes[question]})


def read_codes(written: str) -> dict[str, tuple[str, ...]]:
    """Answers as `written_codes` wrote them."""
    return {question: tuple(options) for question, options in json.loads(written).items()}


def checked_codes(codes: Codes, register: Mapping[str, Asked]) -> dict[str, tuple[str, ...]]:
    """The answers without empty ones and repetitions. Raises CodeError for what nobody could have chosen."""
    checked: dict[str, tuple[str, ...]] = {}
    for question, chosen in codes.items():
        if question not in register:
            raise CodeError(f"There is no question {question}.")
        if options := tuple(dict.fromkeys(chosen)):
            _check_one(register[question], options)
            checked[question] = options
    if KINDS not in checked:
        raise CodeError("No kind of problem is chosen.")
    return checked


def checked_equality(given: Mapping[str, str], register: Mapping[str, Asked]) -> dict[str, str]:
    """The answers about the person without empty ones. Raises CodeError."""
    checked = {question: option for question, option in given.items() if option}
    for question, option in checked.items():
        if question not in register:
            raise CodeError(f"There is no question {question} about the person.")
        _check_one(register[question], (option,))
    return checked


def _check_one(asked: Asked, options: Sequence[str]) -> None:
    unknown = [option for option in options if option not in asked.codes]
    if unknown:
        raise CodeError(f"{asked.code} has no answer {unknown[0]}.")
    if len(options) > ((asked.most or len(asked.codes)) if asked.is_many else 1):
        raise CodeError(f"{asked.code} has too many answers.")
    alone = asked.exclusive & set(options)
    if alone and len(options) > 1:
        raise CodeError(f"{asked.code} has {min(alone)} beside another answer.")


def keys_of(codes: Codes) -> list[Key]:
    """What one answer adds 1 to, sorted: for all and for each of its kinds, who answered what.

    `("", "", "")` counts the answer itself, an empty option who answered the question at all: however many options
    somebody chose, they are one in each base.
    """
    themes = ("", *dict.fromkeys(codes.get(KINDS, ())))
    inner = [("", "")]
    for question, options in codes.items():
        if options:
            inner += [(question, ""), *((question, option) for option in dict.fromkeys(options))]
    return sorted((theme, question, option) for theme in themes for question, option in inner)


def counted(answers: Iterable[Codes]) -> Counter[Key]:
    """The sums of many answers of one survey, month and area."""
    sums: Counter[Key] = Counter()
    for codes in answers:
        sums.update(keys_of(codes))
    return sums


def flood_reason(*, suspicion: int, in_flood: bool, waiting_full: bool) -> FloodReason | None:
    """Why an answer is held out of every count, or None. It is stored and acknowledged all the same."""
    if suspicion >= DOUBTFUL_FROM:
        return FloodReason.DOUBTFUL
    if in_flood:
        return FloodReason.MANY
    return FloodReason.FULL if waiting_full else None


def released_by_rule(reason: FloodReason, *, count: int, held_on: dt.date, today: dt.date) -> bool:
    """Whether the held answers of a day are let go without an officer.

    A library or a class sends a few from one address; so few cannot move what is published, which begins at 10.
    """
    return reason is FloodReason.MANY and count < RELEASED_BELOW and held_on < today


def raises_flag(held: int) -> bool:
    """Whether the flag of a held answer is raised at once, given its number among those held that day."""
    return held <= FLAGS_IN_A_FLOOD


def moderation_of(words: str) -> Moderation:
    """Whether there is anything to read."""
    return Moderation.WAITING if words.strip() else Moderation.NOTHING_TO_READ


def month_of(day: dt.date) -> str:
    """A month as it is stored: 2026-11."""
    return f"{day:%Y-%m}"


def keep_until(day: dt.date) -> dt.date:
    """The last day on which the words of an answer that came in on `day` can be opened: always the end of a month."""
    return _last_of_month(day, WORDS_KEPT_MONTHS)


def first_kept_month(today: dt.date) -> str:
    """The oldest month whose answers are still kept; before it only the counts are left."""
    months = today.year * 12 + today.month - 1 - ANSWERS_KEPT_MONTHS
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def contact_keep_until(closed_on: dt.date) -> dt.date:
    """The last day on which a closed request for contact is kept."""
    return closed_on + CONTACT_KEPT


def _last_of_month(day: dt.date, later: int) -> dt.date:
    months = day.year * 12 + day.month + later
    return dt.date(months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)


def closed_because(
    partnership: Partnership, settings: Settings, edition: Dated | None, today: dt.date
) -> ClosedBecause | None:
    """Why a survey takes no answers, or None (security decision 16).

    At a local address it opens without the three signatures: the page says that it is a trial.
    """
    if edition is None or today < edition.opens_on:
        return ClosedBecause.NOT_YET
    if edition.closes_on is not None and today > edition.closes_on:
        return ClosedBecause.OVER
    return None if settings.is_local else missing_signature(partnership)


def missing_signature(partnership: Partnership) -> ClosedBecause | None:
    """What the owner still has to confirm before a live site may ask people to write, or None."""
    profile = partnership.profile
    if not profile.controllers or any(controller.to_confirm for controller in profile.controllers):
        return ClosedBecause.CONTROLLERS
    if profile.signed_off_on is None:
        return ClosedBecause.SIGN_OFF
    cover = profile.safeguarding_cover
    return None if cover is not None and cover.is_set else ClosedBecause.COVER
