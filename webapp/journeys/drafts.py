"""Half-finished answers: begun, changed, found again by five words, sent once, deleted, and gone when time is up."""

import datetime as dt
import functools
import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ParamSpec, Protocol, TypeVar

from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import ServiceUnavailable

from webapp.database import db
from webapp.journeys.model import Held
from webapp.journeys.models import Draft
from webapp.journeys.room import SHORT_HOURS, SHORT_PAGES, TooMuchError, require_room
from webapp.kit.clock import london_today, utc_now
from webapp.kit.idempotency import once, result_of
from webapp.kit.jobs import every
from webapp.kit.secret_files import SecretFileError
from webapp.kit.transaction import transaction
from webapp.notices.services import send as send_notice
from webapp.sealing.applicants import new_pair
from webapp.sealing.boxes import DataKey, SealBrokenError
from webapp.sealing.phrases import PhraseKeys, keys_of, new_phrase
from webapp.sealing.services import phrase_salt
from webapp.sealing.stretching import TooLongError

P = ParamSpec("P")
R = TypeVar("R")

KIND = "journey_draft"
RETRY_AFTER = 10
# A draft is a few kilobytes: more is a program's, and must not fill the disk.
MOST_BYTES = 200_000
# A page only reads its draft: a plain row costs half of what an object of the session does.
_AS_IT_IS_READ = select(Draft.id, Draft.journey, Draft.content, Draft.expires_at).where(Draft.id == bindparam("id"))


class DraftGoneError(Exception):
    """The draft was sent, deleted, or not used for too long."""


class ChangedError(Exception):
    """Another tab changed the answers after they were shown to be checked."""


class NotSavedError(ServiceUnavailable):
    """The database did not take it, or could not be asked; nothing was stored, and the same can be sent again."""

    def __init__(self) -> None:
        """Where nobody has a page to show instead, it becomes the error page."""
        super().__init__(retry_after=RETRY_AFTER)


class _Read(Protocol):
    """What is read of a draft: of a plain row, or of one that is about to be changed."""

    id: Any
    content: Any
    expires_at: Any


@dataclass(frozen=True, kw_only=True)
class Holder:
    """What finds and opens a draft; it is in the person's cookie and nowhere else."""

    id: uuid.UUID
    key: DataKey

    @property
    def mark(self) -> str:
        """What a page says of which draft it was drawn from."""
        return self.key.subkey("mark").hex()[:16]

    @property
    def once_key(self) -> str:
        """The key under which this draft is sent once."""
        return self.key.subkey("once").hex()


@dataclass(kw_only=True)
class Content:
    """What a draft holds: what was typed, page by page."""

    start: dict[str, str]
    typed: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    suspicion: int = 0
    # The five words, until the person has saved them.
    phrase: str = ""
    has_phrase: bool = False
    # Whether they were saved, or declined.
    is_asked: bool = False
    # The pair that the words open as well, for what is kept after it is sent: hexadecimal, the private half closed.
    pair: dict[str, str] = field(default_factory=dict)
    version: int = 1

    @property
    def held(self) -> Held | None:
        """The pair of the five words, once they were saved."""
        if self.phrase or not self.pair:
            return None
        public, closed, locator = (bytes.fromhex(self.pair[part]) for part in ("public", "closed", "locator"))
        return Held(pair_id=self.pair["place"], public_half=public, closed=closed, locator=locator)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A draft as it stands: `seen` changes with every change of it."""

    content: Content
    expires_at: dt.datetime
    seen: str


def hours_of(content: Content, hours: int) -> int:
    """How long a draft lives after it was last used, of the `hours` that its journey gives."""
    is_short = not content.has_phrase and len(content.typed) < SHORT_PAGES
    return min(hours, SHORT_HOURS) if is_short else hours


def told(act: Callable[P, R]) -> Callable[P, R]:
    """Raise NotSavedError for whatever a database raises: its own error may repeat what somebody typed."""

    @functools.wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return act(*args, **kwargs)
        except (OperationalError, InternalError, InterfaceError, PoolTimeoutError, SecretFileError):
            raise NotSavedError from None

    return run


@told
def find(journey: str, holder: Holder, *, now: dt.datetime) -> Opened | None:
    """The draft, or None where it is gone. Raises NotSavedError where the database cannot be asked."""
    row = db.session.execute(_AS_IT_IS_READ, {"id": holder.id}).one_or_none()
    return None if row is None or row.journey != journey else _open(row, holder, now)


@told
def result(journey: str, holder: Holder) -> dict[str, Any] | None:
    """What was said when this draft was sent; None where it was not."""
    found = result_of(_scope(journey), holder.once_key)
    said: dict[str, Any] | None = None if found is None else json.loads(found)
    return said


@told
@transaction
def begin(journey: str, content: Content, *, hours: int, now: dt.datetime) -> tuple[Opened, Holder]:
    """Make a draft. Raises TooMuchError, NotSavedError."""
    require_room(journey, now)
    holder = Holder(id=uuid.uuid4(), key=DataKey.new())
    row = _close(Draft(id=holder.id, journey=journey), holder, content, hours, now)
    db.session.add(row)
    return _opened(row, content), holder


@told
@transaction
def change(journey: str, holder: Holder, act: Callable[[Content], None], *, hours: int, now: dt.datetime) -> Opened:
    """Change a draft as it stands now, so that two tabs merge; its end moves. Raises DraftGoneError, NotSavedError."""
    row, opened = _lock(journey, holder, now)
    act(opened.content)
    return _opened(_close(row, holder, opened.content, hours, now), opened.content)


@told
def make_phrase(journey: str, holder: Holder, *, hours: int, now: dt.datetime) -> None:
    """Give the draft five new words; earlier ones open nothing any more. Raises TooBusyError, and as `change` does."""
    phrase = new_phrase()
    # Outside the transaction: it takes a while, and nobody else could write.
    keys = keys_of(phrase, phrase_salt())

    @transaction
    def keep() -> None:
        row, opened = _lock(journey, holder, now)
        row.locator = keys.locator
        row.wrapped_key = keys.wrapping.seal(holder.key.reveal(), KIND, holder.id.hex, "wrapped_key")
        opened.content.phrase, opened.content.has_phrase = phrase, True
        public, closed = new_pair(holder.id.hex, keys.wrapping)
        opened.content.pair = {
            "place": holder.id.hex,
            "public": bytes(public).hex(),
            "closed": closed.hex(),
            "locator": keys.locator.hex(),
        }
        _close(row, holder, opened.content, hours, now)

    keep()


@told
def come_back(journey: str, phrase: str, *, hours: int, now: dt.datetime) -> Holder | None:
    """Find a draft by its five words and move its end. Raises TooBusyError, NotSavedError; None for every failure."""
    try:
        keys = keys_of(phrase, phrase_salt())
    except TooLongError:
        return None
    return open_with(journey, keys, hours=hours, now=now)


@told
def open_with(journey: str, keys: PhraseKeys, *, hours: int, now: dt.datetime) -> Holder | None:
    """The same with what five words gave: for whoever looks elsewhere with them too, and hashes them once."""
    row = db.session.scalar(select(Draft).where(Draft.locator == keys.locator, Draft.journey == journey))
    if row is None or row.wrapped_key is None:
        return None
    try:
        key = DataKey(keys.wrapping.open(row.wrapped_key, KIND, row.id.hex, "wrapped_key"))
        holder = Holder(id=row.id, key=key)
        change(journey, holder, lambda _content: None, hours=hours, now=now)
    except (DraftGoneError, SealBrokenError):
        return None
    return holder


@told
@transaction
def send(journey: str, holder: Holder, act: Callable[[], Mapping[str, Any]], *, seen: str, now: dt.datetime) -> None:
    """Send the answers once, and delete the draft in the same transaction; a repeat does nothing.

    `act` does the slice's part and says what `result` tells from now on. Raises DraftGoneError, NotSavedError, and
    ChangedError where the answers are not those that the person has `seen`.
    """

    def send_now() -> str:
        row, opened = _lock(journey, holder, now)
        if opened.seen != seen:
            raise ChangedError
        said = json.dumps(dict(act()))
        db.session.delete(row)
        return said

    once(_scope(journey), holder.once_key, send_now, on=london_today())


@told
@transaction
def forget(journey: str, holder: Holder, *, now: dt.datetime) -> None:
    """Delete the draft. Raises DraftGoneError, NotSavedError."""
    row, _opened_draft = _lock(journey, holder, now)
    db.session.delete(row)


@told
@transaction
def remind(holder: Holder, *, to: str, language: str, link: str, until: dt.date) -> None:
    """Send the address at which the five words are typed, once to each recipient. Raises NotSavedError."""
    parameters = {"link": link, "until": until.isoformat()}
    send_notice("form_return", to=to, language=language, parameters=parameters, dedupe=f"{holder.mark}:{to}")


@transaction
def purge(*, now: dt.datetime) -> int:
    """Delete the drafts whose time is up; says how many."""
    gone = delete(Draft).where(Draft.expires_at <= now).returning(Draft.id)
    return len(db.session.scalars(gone).all())


@every("journeys.purge", minutes=30)
def _purge() -> None:
    purge(now=utc_now())


def _scope(journey: str) -> str:
    return f"journeys.{journey}"


def _lock(journey: str, holder: Holder, now: dt.datetime) -> tuple[Draft, Opened]:
    row = db.session.get(Draft, holder.id, with_for_update=True, populate_existing=True)
    opened = None if row is None or row.journey != journey else _open(row, holder, now)
    if row is None or opened is None:
        raise DraftGoneError
    return row, opened


def _open(row: _Read, holder: Holder, now: dt.datetime) -> Opened | None:
    try:
        opened = holder.key.open(row.content, KIND, row.id.hex, "content")
    except SealBrokenError:
        return None
    return None if row.expires_at <= now else _opened(row, Content(**json.loads(opened)))


def _opened(row: _Read, content: Content) -> Opened:
    seen = hashlib.blake2b(row.content, digest_size=16).hexdigest()
    return Opened(content=content, expires_at=row.expires_at, seen=seen)


def _close(row: Draft, holder: Holder, content: Content, hours: int, now: dt.datetime) -> Draft:
    """The row with this content, and its end moved to the next full hour after `hours` (`hours_of`)."""
    text = json.dumps(asdict(content)).encode()
    if len(text) > MOST_BYTES:
        raise TooMuchError
    row.content = holder.key.seal(text, KIND, holder.id.hex, "content")
    end = (now + dt.timedelta(hours=hours_of(content, hours), minutes=59, seconds=59)).replace(
        minute=0, second=0, microsecond=0
    )
    row.expires_at = end
    return row
