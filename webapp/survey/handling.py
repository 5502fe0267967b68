"""What officers do with somebody's words: read them, say what may be shown, and take that back.

Nothing of the original is ever changed or thrown away by an officer: what may be shown is kept beside it, sealed too.
"""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from webapp.audit.actors import Actor
from webapp.audit.services import record, record_read
from webapp.database import db
from webapp.kit.collisions import load_version
from webapp.kit.transaction import transaction
from webapp.redaction import apply, spans
from webapp.redaction.marks import MARKS, OTHER_MARK, Span, joined
from webapp.sealing.boxes import Keyring, PrivateKey
from webapp.sealing.records import Opener
from webapp.sealing.services import ErasedError, opener_for, resealer_for
from webapp.survey import desk_queries as queries
from webapp.survey import marking
from webapp.survey.codes import Exactness, Moderation, ResponseState
from webapp.survey.desk_codes import Fault, PassedOutcome, Tag, TakenOut, WhyOriginal
from webapp.survey.desk_items import PASSED_KIND
from webapp.survey.desk_queries import Answer
from webapp.survey.floods import codes_of_area
from webapp.survey.items import RESPONSE, WORDS_KIND
from webapp.survey.marking import Piece
from webapp.survey.models import ResponseTag, SurveyResponse
from webapp.survey.queueing import open_words
from webapp.survey.rules import Place
from webapp.work.services import close_item

Key = PrivateKey | Keyring | None


class RefusedError(Exception):
    """An act that cannot be done, or not any more."""

    def __init__(self, fault: Fault) -> None:
        """Say why."""
        super().__init__(fault.value)
        self.fault = fault


class NotInWordsError(Exception):
    """Typed words that stand nowhere in what the officer sees; `lines` are the officer's own."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Keep the lines for the form; never for a log."""
        super().__init__("typed words are not in the text")
        self.lines = tuple(lines)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What an officer says may not be shown, and what they saw in the words.

    `codes` are the ticked parts, which counts only for who reads the original.
    """

    codes: tuple[str, ...] = ()
    typed: str = ""
    everything: bool = False
    why: tuple[TakenOut, ...] = ()
    third_party: bool = False
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A part that can be taken out; its words only for who reads the original."""

    code: str
    kind: str
    words: str
    taken: bool


@dataclass(frozen=True, kw_only=True)
class OpenedWords:
    """Words as this officer may see them; `original` says whether anything stands under the marks."""

    answer: Answer
    pieces: tuple[Piece, ...]
    offered: tuple[Offered, ...]
    tags: tuple[str, ...]
    original: bool
    # Where exactly; only with the original.
    place: Place | None = None

    @property
    def shown(self) -> str:
        """The words as others would see them."""
        return "".join(MARKS.get(piece.kind, OTHER_MARK) if piece.kind else piece.text for piece in self.pieces)

    @property
    def taken(self) -> int:
        """How many parts are taken out."""
        return sum(1 for piece in self.pieces if piece.kind)


def read_words(
    response_id: uuid.UUID, *, by: Actor, key: Key = None, why: WhyOriginal | None = None, new: Decision | None = None
) -> OpenedWords:
    """The words with what is, or should be, taken out; with `why` the original, with `new` as that would leave them.

    That the officer reads them is written down before they are shown. `why` is for officers with the right to it: the
    caller has asked. Raises NotFoundError, RefusedError, KeyMissingError, NotInWordsError.
    """
    row = queries.get_row(response_id)
    opener = opener_of(row, key)
    words = _words(row, opener)
    parts = _Parts.of(row, opener, words, is_original=why is not None)
    place = _place(opener.text("place", row.place)) if why is not None else None
    answer, tags = queries.get_answer(response_id), queries.tags_of(response_id)
    taken = parts.kept if new is None else parts.after(new)
    act = "survey_response.words_read" if why is None else "survey_response.original_read"
    record_read(act, by=by, kind=RESPONSE, key=response_id.hex, reason="" if why is None else why.value)
    return OpenedWords(
        answer=answer,
        pieces=marking.pieces(words, taken, hidden=why is None),
        offered=tuple(parts.offer(taken)),
        tags=tags,
        original=why is not None,
        place=place,
    )


def read_shown(response_id: uuid.UUID, *, by: Actor, key: Key = None) -> str:
    """The words as a moderator left them, "" before that; written down as a read. Raises as `read_words` does."""
    row = queries.get_row(response_id)
    shown = opener_of(row, key).text("words_shown", row.words_shown)
    record_read("survey_response.shown_read", by=by, kind=RESPONSE, key=response_id.hex)
    return shown or ""


@transaction
def moderate(
    response_id: uuid.UUID, new: Decision, *, seen: int, by: Actor, key: Key = None, why: WhyOriginal | None = None
) -> None:
    """Keep what may be shown of somebody's words, and take them out of the queue.

    Raises EditCollisionError, NotInWordsError, RefusedError, KeyMissingError, NotFoundError.
    """
    row = load_version(SurveyResponse, response_id, seen=seen)
    if row.state == ResponseState.EXCLUDED:
        raise RefusedError(Fault.EXCLUDED)
    opener = opener_of(row, key)
    words = _words(row, opener)
    taken = _Parts.of(row, opener, words, is_original=why is not None).after(new)
    if taken and not new.why:
        raise RefusedError(Fault.NO_REASON)
    sealer = resealer_for(row, RESPONSE, key=key)
    row.words_shown = sealer.seal("words_shown", apply(words, taken))
    row.spans = sealer.seal("spans", marking.written(taken, length=len(words)))
    _write_down(row, new, len(taken), by)
    row.moderation, row.third_party = Moderation.READ, new.third_party
    close_item(WORDS_KIND, subject=(RESPONSE, response_id), by=by, outcome=Moderation.READ)
    db.session.flush()


def _write_down(row: SurveyResponse, new: Decision, taken: int, by: Actor) -> None:
    """Codes and a number: the audit outlives the words."""
    changes = {
        "moderation": (row.moderation, Moderation.READ),
        "third_party": (row.third_party, new.third_party),
        "taken_out": (None, taken),
        "tags": _replace_tags(row.id, new.tags),
    }
    reason = " ".join(sorted(new.why)) if taken else ""
    record("survey_response.moderated", by=by, kind=RESPONSE, key=row.id.hex, changes=changes, reason=reason)


@transaction
def undo(response_id: uuid.UUID, *, seen: int, by: Actor, today: dt.date) -> None:
    """Take back what may be shown: the words are to be read anew, and an agency that has them sees them no more.

    Raises EditCollisionError, RefusedError, NotFoundError.
    """
    row = load_version(SurveyResponse, response_id, seen=seen)
    if row.moderation != Moderation.READ:
        raise RefusedError(Fault.NOT_READ)
    if row.sealed_key is None:
        raise RefusedError(Fault.GONE)
    changes = {"moderation": (row.moderation, Moderation.WAITING)}
    record("survey_response.undone", by=by, kind=RESPONSE, key=response_id.hex, changes=changes)
    row.moderation, row.words_shown, row.spans = Moderation.WAITING, None, None
    close_item(PASSED_KIND, subject=(RESPONSE, response_id), by=by, outcome=PassedOutcome.TAKEN_BACK)
    if row.state == ResponseState.COUNTED:
        open_words(row.id, codes_of_area(row.area_id), today=today, by=by)
    db.session.flush()


def opener_of(row: SurveyResponse, key: Key) -> Opener:
    """What opens an answer's sealed columns. Raises RefusedError where they are gone, KeyMissingError."""
    try:
        return opener_for(row, RESPONSE, key=key)
    except ErasedError:
        raise RefusedError(Fault.GONE) from None


def _place(text: str | None) -> Place | None:
    if text is None:
        return None
    kept = json.loads(text)
    return Place(**{**kept, "exactness": Exactness(kept["exactness"])})


def _words(row: SurveyResponse, opener: Opener) -> str:
    if row.moderation == Moderation.NOTHING_TO_READ:
        raise RefusedError(Fault.NOTHING_TO_READ)
    return opener.text("words", row.words) or ""


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """The parts of words that are taken out now, or should be, and what an officer may change about them."""

    words: str
    kept: tuple[Span, ...]
    choices: tuple[Span, ...]
    is_original: bool

    @classmethod
    def of(cls, row: SurveyResponse, opener: Opener, words: str, *, is_original: bool) -> "_Parts":
        suggested = spans(words)
        text = opener.text("spans", row.spans)
        kept = suggested if text is None else marking.read(text)
        choices = tuple(sorted({*suggested, *kept}))
        return cls(words=words, kept=kept, choices=choices, is_original=is_original)

    def after(self, new: Decision) -> tuple[Span, ...]:
        """What is taken out by a decision: who does not read the original can only take out more."""
        base = marking.chosen(new.codes, self.choices) if self.is_original else self.kept
        typed = marking.find_typed(self.words, new.typed, hidden=() if self.is_original else self.kept)
        if typed.missing:
            raise NotInWordsError(typed.missing)
        if new.everything:
            return marking.whole(self.words)
        return joined([*base, *typed.spans], length=len(self.words))

    def offer(self, taken: Sequence[Span]) -> list[Offered]:
        return [
            Offered(
                code=marking.code_of(span),
                kind=span.kind,
                words=self.words[span.start : span.end] if self.is_original else "",
                taken=span in taken,
            )
            for span in (sorted({*self.choices, *taken}) if self.is_original else taken)
        ]


def _replace_tags(response_id: uuid.UUID, tags: Sequence[Tag]) -> tuple[str, str]:
    before, after = queries.tags_of(response_id), tuple(sorted({tag.value for tag in tags}))
    db.session.execute(delete(ResponseTag).where(ResponseTag.response_id == response_id))
    db.session.add_all(ResponseTag(response_id=response_id, tag=tag) for tag in after)
    return " ".join(before), " ".join(after)
