"""The survey on the desk, for the access register and for what is looked at: made-up answers, flags and requests."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select

from tests.survey.conftest import GRAVE_WORDS, new_response
from tests.survey.desk_things import WORDS, a_contact
from tests.survey.made_editions import keep
from tests.whole_site.desk_objects import AGENCY, OTHER_AGENCY, DeskAccess, Objects
from webapp.accounts.permissions import Officer, RoleCode
from webapp.audit.actors import PUBLIC, Actor
from webapp.database import db
from webapp.kit.clock import london_today, utc_now
from webapp.survey import answering, counting, floods, handling, passing, safeguarding
from webapp.survey import desk_waiting as waiting
from webapp.survey.codes import ExcludedBecause
from webapp.survey.desk_codes import ContactOutcome, FlagOutcome, Tag, TakenOut
from webapp.survey.handling import Decision
from webapp.survey.models import FloodHold, SafeguardingFlag, SurveyEdition, SurveyResponse
from webapp.survey.services import submit

READERS = frozenset({RoleCode.MODERATOR, RoleCode.CASE_OFFICER})
SENIORS = frozenset({RoleCode.CASE_OFFICER})
COUNTERS = frozenset({RoleCode.ANALYST})
PARTNERS = frozenset({RoleCode.AGENCY_PARTNER})
WRITER = Actor.officer(uuid.UUID(int=78))
SLUG = "made-up-desk-survey"
POLISH = "Proszę zadzwonić pod 07700 900 123. Pan Zorro krzyczy na schodach."
LONG = f"{WORDS} {'VeryLongWordThatNobodyCanBreakAnywhere' * 3}"


def edition() -> uuid.UUID:
    """The one survey of these pages."""
    found = db.session.scalar(select(SurveyEdition.id).where(SurveyEdition.slug == SLUG))
    # In days of its own: two surveys about the same do not stand beside each other.
    days = {"opens_on": dt.date(2036, 1, 1), "closes_on": dt.date(2036, 2, 28), "results_by": dt.date(2036, 6, 1)}
    return found or keep(SLUG, kinds=("noise", "fireworks"), **days).id


def answered(**changes: Any) -> uuid.UUID:
    """An answer of today."""
    before = set(db.session.scalars(select(SurveyResponse.id)))
    codes = {"kinds": ("noise", "fireworks"), "when_days": ("saturday", "sunday"), "effects": ("sleep", "children")}
    new = new_response(edition(), **{"codes": codes, "words": WORDS, **changes})
    submit(new, today=london_today(), by=PUBLIC)
    return next(key for key in db.session.scalars(select(SurveyResponse.id)) if key not in before)


def flag() -> uuid.UUID:
    key = answered(words=GRAVE_WORDS)
    return db.session.scalars(select(SafeguardingFlag.id).where(SafeguardingFlag.response_id == key)).one()


def held() -> uuid.UUID:
    for _ in range(3):
        answered(suspicion=3)
    waits = select(FloodHold.id).where(FloodHold.state == "held", FloodHold.edition_id == edition())
    return db.session.scalars(waits).one()


def read(words: str = WORDS, *, typed: str = "Zorro", **changes: Any) -> uuid.UUID:
    """An answer whose words somebody read."""
    key = answered(words=words, **changes)
    new = Decision(typed=typed, why=(TakenOut.THIRD_PARTY,), third_party=True, tags=(Tag.PARK, Tag.HOUSING))
    handling.moderate(key, new, seen=1, by=WRITER)
    return key


def passed(agency: str) -> uuid.UUID:
    key = read()
    passing.pass_on(key, agency, label="November 2026, Winton", seen=2, by=WRITER, today=london_today())
    return key


def fill_survey() -> dict[str, str]:
    """The survey's desk in every state that looks different."""
    today, now = london_today(), utc_now()
    decided = held()
    floods.exclude(decided, seen=waiting.get_flood(decided).version, by=WRITER, reason="program")
    closed_flag = flag()
    safeguarding.close_flag(closed_flag, FlagOutcome.POLICE, "Rang 101.\nThey go there.", seen=1, by=WRITER, at=now)
    closed = a_contact()
    answering.close_contact(closed, ContactOutcome.NOT_SAFE, seen=1, by=WRITER, today=today)
    excluded = answered()
    counting.exclude(excluded, ExcludedBecause.TWICE, seen=1, by=WRITER)
    things = {
        "survey_words": answered(words=LONG),
        "survey_read": read(POLISH, typed="schodach", language="pl"),
        "survey_passed": passed(AGENCY),
        "survey_excluded": excluded,
        "survey_silent": answered(words=""),
        "survey_flag": flag(),
        "survey_closed_flag": closed_flag,
        "survey_contact": a_contact(language="ar"),
        "survey_closed_contact": closed,
        "survey_flood": held(),
        "survey_decided": decided,
    }
    return {name: str(key) for name, key in things.items()}


def _answer(_officer: Officer) -> dict[str, Any]:
    return {"response_id": answered()}


def _passed(agency: str) -> Any:
    return lambda _officer: {"response_id": passed(agency)}


ANSWER = Objects(own=_answer)
FLAG = Objects(own=lambda _officer: {"flag_id": flag()})
CONTACT = Objects(own=lambda _officer: {"contact_id": a_contact()})
FLOOD = Objects(own=lambda _officer: {"flood_id": held()})
PASSED = Objects(own=_passed(AGENCY), others=_passed(OTHER_AGENCY))


def survey() -> dict[str, DeskAccess]:
    """Answers belong to nobody: whoever may read words may read each, the original by a right of its own."""
    both = READERS | COUNTERS
    pages = {name: DeskAccess(roles=both) for name in ("overview", "answers", "exclusions", "floods")}
    pages |= {name: DeskAccess(roles=READERS) for name in ("words_list", "flags", "contacts")}
    pages |= {name: DeskAccess(roles=READERS, objects=ANSWER) for name in ("words", "undo", "pass_on", "ask_back")}
    pages |= {name: DeskAccess(roles=READERS, objects=CONTACT) for name in ("contact", "tell", "close_contact")}
    pages |= {name: DeskAccess(roles=COUNTERS, objects=ANSWER) for name in ("exclude", "put_back")}
    pages |= {
        "answer": DeskAccess(roles=both, objects=ANSWER),
        "original": DeskAccess(roles=SENIORS, objects=ANSWER),
        "passed": DeskAccess(roles=PARTNERS, objects=PASSED),
        "flag": DeskAccess(roles=READERS, objects=FLAG),
        "flood": DeskAccess(roles=both, objects=FLOOD),
        "flood_words": DeskAccess(roles=READERS, objects=FLOOD),
        "decide": DeskAccess(roles=both, objects=FLOOD, values={"step": "release"}),
    }
    return {f"desk.survey.{name}": access for name, access in pages.items()}
