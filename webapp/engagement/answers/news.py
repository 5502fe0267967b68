"""News of a theme or of one action: written by an officer or by a partner of the agency, public when another agrees.

Whoever agrees had no hand in it: an analyst for what a partner wrote, another analyst or an approver for what an
analyst wrote. What was published stays; a mistake in it is put right by further news.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from webapp.approvals import queries as approvals
from webapp.approvals import services as approving
from webapp.approvals.queries import ShownRequest
from webapp.approvals.rules import Fault as ApprovalFault
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.engagement.answers.content import ActionWords, Touched
from webapp.engagement.answers.items import NOTE, PUBLISH_NOTE, THEME
from webapp.engagement.answers.lateness import settle
from webapp.engagement.answers.models import Theme, ThemeNote
from webapp.engagement.answers.refusing import RefusedError
from webapp.engagement.answers.rows import get_row, note_fingerprint, words_of
from webapp.engagement.answers.rules import Fault, NewsKind, NoteState
from webapp.engagement.answers.services import waiting
from webapp.engagement.answers.telling import tell_public
from webapp.kit.errors import NotFoundError
from webapp.kit.orm import locked
from webapp.kit.transaction import transaction
from webapp.partnership.records import from_record, to_record
from webapp.partnership.text import Text
from webapp.work.services import close_item, open_item

# News is read whenever somebody comes to it; it does not run out as a request about figures does.
VALID_FOR = dt.timedelta(days=3650)


@dataclass(frozen=True, kw_only=True)
class WrittenNews:
    """What somebody wrote: words, the action that they are about (none: the whole theme), and when there is more."""

    words: Text
    action: str | None = None
    next_on: dt.date | None = None


@transaction
def write(
    theme_id: uuid.UUID, written: WrittenNews, *, by: Actor, at: dt.datetime, agency: str | None = None
) -> uuid.UUID:
    """Keep news for another person to read; returns its id. A partner writes of the own `agency`'s actions.

    Raises NotFoundError, also for another agency's action; RefusedError.
    """
    row = get_row(theme_id)
    if row.public is None:
        raise RefusedError(Fault.NOT_PUBLIC)
    action = _action(row, written.action)
    if agency is not None and (action is None or action.owner != agency):
        raise NotFoundError
    if written.next_on is not None and (action is None or not action.deed.is_open):
        raise RefusedError(Fault.NOT_OPEN)
    note = ThemeNote(
        id=uuid.uuid4(),
        theme_id=theme_id,
        action=written.action or "",
        agency=agency,
        words=to_record(written.words),
        next_on=written.next_on,
        state=NoteState.WAITING,
        made_by=str(by),
        made_at=at,
    )
    db.session.add(note)
    db.session.flush()
    approving.ask(PUBLISH_NOTE, (NOTE, note.id), note_fingerprint(note), by, makers=[by], valid_for=VALID_FOR, at=at)
    open_item(PUBLISH_NOTE, subject=(NOTE, note.id), label=_label(row), by=by, at=at)
    _write_down("written", note, by, at)
    return note.id


@transaction
def publish(note_id: uuid.UUID, seen: str, *, by: Actor, today: dt.date, at: dt.datetime) -> None:
    """Agree to exactly the news that was read; the public sees it in the same moment.

    Raises NotApprovedError, NotFoundError, RefusedError.
    """
    row, note, asked = _asked(note_id)
    if note_fingerprint(note) != seen:
        raise NotApprovedError(ApprovalFault.CHANGED)
    touched = _name_next_day(row, note)
    approving.approve(asked.id, seen, by, at=at)
    approving.use(PUBLISH_NOTE, (NOTE, note.id), seen, by, at=at)
    note.state = NoteState.PUBLISHED
    row.updated_at = at
    number = tell_public(
        row,
        NewsKind.NEWS,
        on=today,
        state_before=words_of(row.public).state,
        touched=touched,
        words=from_record(Text, note.words),
        agency=note.agency,
        next_on=note.next_on,
    )
    close_item(PUBLISH_NOTE, subject=(NOTE, note.id), by=by, outcome="published", at=at)
    settle(row, by=by, today=today, at=at)
    _write_down("published", note, by, at)
    changes: dict[str, tuple[object, object]] = {"slug": (None, row.slug), "number": (None, number)}
    record("theme.told", by=by, kind=THEME, key=row.id.hex, changes=changes, at=at)


@transaction
def refuse(note_id: uuid.UUID, *, reason: str, by: Actor, at: dt.datetime) -> None:
    """Do not publish the news; the reason is sealed. Raises NotApprovedError, NotFoundError."""
    _row, note, asked = _asked(note_id)
    approving.refuse(asked.id, by, reason=reason, at=at)
    note.state = NoteState.REFUSED
    close_item(PUBLISH_NOTE, subject=(NOTE, note.id), by=by, outcome="refused", at=at)
    _write_down("refused", note, by, at)


def fingerprint_of(note_id: uuid.UUID) -> str:
    """What stands for the news as it is read. Raises NotFoundError."""
    note = db.session.get(ThemeNote, note_id)
    if note is None:
        raise NotFoundError
    return note_fingerprint(note)


def _name_next_day(row: Theme, note: ThemeNote) -> tuple[Touched, ...]:
    """Put the day for more news into what is public, and into the draft, so that neither contradicts the other."""
    if not note.action:
        return ()
    action = _action(row, note.action)
    if action is None:
        raise NotFoundError
    if note.next_on is not None:
        if not action.deed.is_open:
            raise RefusedError(Fault.NOT_OPEN)
        if waiting(row.id) is not None:
            raise RefusedError(Fault.WAITING)
        public, draft = words_of(row.public), words_of(row.draft)
        row.public = to_record(public.with_action(replace(action, next_on=note.next_on)))
        if (drafted := draft.action(note.action)) is not None and drafted.deed.is_open:
            row.draft = to_record(draft.with_action(replace(drafted, next_on=note.next_on)))
        # Whoever has the theme's form open is told that something changed.
        row.version += 1
    return (Touched(key=action.key, before=action.status, after=action.status),)


def _action(row: Theme, key: str | None) -> ActionWords | None:
    if not key:
        return None
    found = words_of(row.public).action(key)
    if found is None:
        raise NotFoundError
    return found


def _asked(note_id: uuid.UUID) -> tuple[Theme, ThemeNote, ShownRequest]:
    known = db.session.get(ThemeNote, note_id)
    if known is None:
        raise NotFoundError
    # The theme first, as every other service does: two who wait for each other's rows would wait for ever.
    row, note = get_row(known.theme_id, lock=True), locked(ThemeNote, note_id)
    asked = approvals.find_open(PUBLISH_NOTE, (NOTE, note_id))
    if note is None or asked is None:
        raise NotApprovedError(ApprovalFault.NOT_NOW)
    return row, note, asked


def _label(row: Theme) -> str:
    return str(words_of(row.public).title)[:200]


def _write_down(act: str, note: ThemeNote, by: Actor, at: dt.datetime) -> None:
    changes: dict[str, tuple[object, object]] = {
        "theme": (None, note.theme_id),
        "action": (None, note.action),
        "agency": (None, note.agency),
    }
    record(f"{NOTE}.{act}", by=by, kind=NOTE, key=note.id.hex, changes=changes, at=at)
