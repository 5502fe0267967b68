"""An answer is taken in: everything of it that is kept, counted and told, in one transaction.

What was typed is sealed before it is stored; what the rules say of it is kept as codes. A request for contact and the
answers about the person are never written beside the answer (security decision 8).
"""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import INSERT, db
from webapp.kit.clock import utc_now
from webapp.kit.fixed_queries import FixedStatement, adding
from webapp.kit.transaction import before_commit, require_transaction, transaction
from webapp.partnership.current import default_language
from webapp.sealing.services import sealer_for
from webapp.survey import flags, floods, holding, queries, rollups
from webapp.survey.areas import area_id, area_of
from webapp.survey.codes import Channel, Exactness, Moderation, Reason, ResponseState
from webapp.survey.items import RESPONSE, SURVEY
from webapp.survey.models import SurveyArea, SurveyResponse
from webapp.survey.questions import QUESTIONS
from webapp.survey.queueing import day_of, open_words
from webapp.survey.rollups import Counts, EqualityAnswers
from webapp.survey.rules import (
    LONGEST_WORDS,
    MOST_WAITING,
    AreaCodes,
    CodeError,
    Contact,
    Place,
    checked_codes,
    checked_equality,
    flood_reason,
    keep_until,
    moderation_of,
    month_of,
    raises_flag,
    written_codes,
)
from webapp.survey.words_rules import personal, safeguarding

ADD = FixedStatement(lambda _: adding(db.metadata.tables[SurveyResponse.__tablename__]))
ASKED = {code: question for code, question in QUESTIONS.items() if not question.is_equality}
ABOUT_PERSON = {code: question for code, question in QUESTIONS.items() if question.is_equality}


@dataclass(frozen=True, kw_only=True)
class NewResponse:
    """What somebody sent, however it came. `in_flood`: more comes from where it came from than people send."""

    edition: uuid.UUID
    place: Place
    codes: Mapping[str, tuple[str, ...]]
    words: str = ""
    contact: Contact | None = None
    equality: Mapping[str, str] = field(default_factory=dict)
    language: str
    channel: Channel
    suspicion: int = 0
    in_flood: bool = False


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """What the rules make of an answer, before anything is written."""

    id: uuid.UUID
    codes: Mapping[str, tuple[str, ...]]
    equality: Mapping[str, str]
    area: AreaCodes
    reasons: tuple[Reason, ...]
    moderation: Moderation
    flood: floods.Held | None = None

    @property
    def is_held(self) -> bool:
        """Whether it stays out of the counts for now."""
        return self.flood is not None


@transaction
def submit(new: NewResponse, *, today: dt.date, by: Actor) -> str:
    """Take an answer in and return the reference of its request for contact, or "".

    Joins the caller's transaction, in which `once` says that it was not taken in before. Raises rules.CodeError for
    what nobody could have chosen, floods.TooManyHeldError where even the room for floods is full: nothing is stored.
    """
    require_transaction("survey.submit")
    taken = _taken(new, today)
    if not taken.is_held:
        area = area_id(taken.area)
        # Last, and those of all answers of the act together: sums are touched in one order by everybody.
        counts = Counts(edition_id=new.edition, month=month_of(today), area_id=area, codes=taken.codes)
        of_person = EqualityAnswers(edition_id=new.edition, equality=taken.equality)
        before_commit(rollups.add, counts, early=True)
        before_commit(rollups.add_equality, of_person, early=True)
    changes = {"channel": (None, new.channel)}
    # The day alone, and no answer is named.
    record("survey.received", by=by, kind=SURVEY, key=new.edition.hex, changes=changes, at=day_of(today))
    _open_words(taken, today, by)
    is_urgent = _raise_flag(new, taken, by)
    if new.contact is None:
        return ""
    if is_urgent:
        return holding.take_at_once(new.contact, language=new.language, today=today, by=by)
    flood_id = taken.flood.id if taken.flood else None
    return holding.hold(new.contact, language=new.language, today=today, flood_id=flood_id)


def _taken(new: NewResponse, today: dt.date) -> _Taken:
    """Check, place and store the answer itself; the words are looked through before they are sealed."""
    if len(new.words) > LONGEST_WORDS:
        raise CodeError("The words are too long.")
    taken = _Taken(
        id=uuid.uuid4(),
        codes=checked_codes(new.codes, ASKED),
        equality=checked_equality(new.equality, ABOUT_PERSON),
        area=area_of(new.place),
        reasons=safeguarding(new.words, new.language),
        moderation=moderation_of(new.words),
    )
    _keep_area(taken.area)
    taken = replace(taken, flood=_flood(new, taken, today))
    ADD.run(**_columns(new, taken, today))
    return taken


def _flood(new: NewResponse, taken: _Taken, today: dt.date) -> floods.Held | None:
    # Paper forms come in by the hundred, from an officer.
    if new.channel is not Channel.WEB:
        return None
    is_full = taken.moderation is Moderation.WAITING and queries.is_waiting_full(MOST_WAITING)
    reason = flood_reason(suspicion=new.suspicion, in_flood=new.in_flood, waiting_full=is_full)
    return None if reason is None else floods.hold(new.edition, reason, today=today)


def _keep_area(area: AreaCodes) -> None:
    row_id = area_id(area)
    if queries.knows_area(row_id):
        return
    insert_area: Any = INSERT[db.session.get_bind().dialect.name]
    db.session.execute(insert_area(SurveyArea).on_conflict_do_nothing(), {"id": row_id, **asdict(area)})


def _columns(new: NewResponse, taken: _Taken, today: dt.date) -> dict[str, object]:
    sealer = sealer_for(RESPONSE, taken.id)
    return {
        "id": taken.id,
        "edition_id": new.edition,
        "month": month_of(today),
        "area_id": area_id(taken.area),
        "codes": written_codes(taken.codes),
        "channel": new.channel,
        # Few write in some languages: beside a request for contact in the same one it would tell whose answer it is.
        "language": new.language if new.contact is None else default_language(),
        "state": ResponseState.HELD if taken.is_held else ResponseState.COUNTED,
        "moderation": taken.moderation,
        "flagged": bool(taken.reasons),
        "third_party": False,
        "personal": " ".join(personal(new.words)),
        "flood_id": taken.flood.id if taken.flood else None,
        "keep_until": keep_until(today),
        "sealed_key": sealer.wrapped,
        "place": sealer.seal("place", _written_place(new.place)),
        "words": sealer.seal("words", new.words or None),
        "state_reason": None,
        "words_shown": None,
        "spans": None,
        "version": 1,
    }


def _written_place(place: Place) -> str:
    """The place as it is sealed: who would rather not say exactly has said nothing exactly."""
    if place.exactness is not Exactness.EXACT:
        place = replace(place, latitude=None, longitude=None)
    return json.dumps(asdict(place))


def _open_words(taken: _Taken, today: dt.date, by: Actor) -> None:
    if taken.moderation is Moderation.WAITING and not taken.is_held:
        open_words(taken.id, taken.area, today=today, by=by, is_new=True)


def _raise_flag(new: NewResponse, taken: _Taken, by: Actor) -> bool:
    """Raise the flag where the rules found something; whether the contact goes to the officers at once."""
    if not taken.reasons:
        return False
    is_held = taken.flood is not None and not raises_flag(taken.flood.number)
    contact_left = new.contact is not None
    flags.raise_flag(taken.id, taken.reasons, contact_left=contact_left, at=utc_now(), by=by, is_held=is_held)
    return contact_left and not is_held


__all__ = ["CodeError", "NewResponse", "submit"]
