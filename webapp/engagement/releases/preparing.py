"""A release is begun, made in the background and kept as a draft; how far it is stands on its row.

What is made is kept whole or not at all: a machine that stops in between leaves a row that says so.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping

import structlog
from sqlalchemy.exc import IntegrityError

from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.engagement.disclosure import NotProtectedError
from webapp.engagement.periods import PeriodError, months_of, newest_releasable
from webapp.engagement.releases.codes import FROZEN, Fault, ReleaseState
from webapp.engagement.releases.content import hash_of, plain
from webapp.engagement.releases.history import list_earlier
from webapp.engagement.releases.items import RELEASE
from webapp.engagement.releases.making import Made, make
from webapp.engagement.releases.models import Release, ReleaseCounts
from webapp.engagement.releases.population import NoAnswersError
from webapp.engagement.releases.queries import any_preparing, get_row, list_of_quarter
from webapp.kit.clock import LONDON, utc_now
from webapp.kit.installation import current_settings
from webapp.kit.jobs import enqueue
from webapp.kit.secret_files import secret
from webapp.kit.transaction import transaction
from webapp.partnership.current import default_language

LOG = structlog.get_logger()
JOB = "releases.prepare"
SECRET = "release"  # noqa: S105 - the name of its file
# A worker takes a job within seconds; one that says nothing for so long was stopped.
TAKEN_WITHIN = dt.timedelta(minutes=10)
SILENT_FOR = dt.timedelta(hours=3)
WHOLE = 100
Tell = Callable[[int, int], None]


class ReleaseRefusedError(Exception):
    """A step that the rules do not allow."""

    def __init__(self, fault: Fault) -> None:
        """Keep why."""
        super().__init__(fault)
        self.fault = fault


def release_key() -> bytes:
    """The secret by which figures are rounded; made at the first release.

    Raises SecretFileError.
    """
    return secret(current_settings().instance_dir, SECRET).encode()


@transaction
def begin(
    *, newest: str | None = None, by: Actor, today: dt.date, at: dt.datetime | None = None, queued: bool = True
) -> uuid.UUID:
    """Begin the release of a quarter, the newest that may be released by default; the worker makes it.

    Raises ReleaseRefusedError.
    """
    quarter = newest or newest_releasable(today)
    _require_time(quarter, today)
    rows = list_of_quarter(quarter)
    if rows:
        raise ReleaseRefusedError(Fault.PUBLISHED if ReleaseState(rows[-1].state) in FROZEN else Fault.BEGUN)
    return _add(Release(newest=quarter, number=1, makers=[str(by)]), by=by, at=at or utc_now(), queued=queued)


@transaction
def correct(
    release_id: uuid.UUID, *, words: Mapping[str, str], by: Actor, at: dt.datetime | None = None, queued: bool = True
) -> uuid.UUID:
    """Begin a correction of a public release: it is counted anew, and replaces the other when it is published.

    `words` say by language what was wrong; the first language must be among them. Raises NotFoundError and
    ReleaseRefusedError.
    """
    wrong = get_row(release_id, lock=True)
    if wrong.state != ReleaseState.PUBLISHED:
        raise ReleaseRefusedError(Fault.NOT_PUBLIC)
    kept = {language: text.strip() for language, text in words.items() if text.strip()}
    if default_language() not in kept:
        raise ReleaseRefusedError(Fault.NO_WORDS)
    number = wrong.number + 1
    if any(row.number >= number for row in list_of_quarter(wrong.newest)):
        raise ReleaseRefusedError(Fault.BEGUN)
    row = Release(newest=wrong.newest, number=number, corrects=wrong.id, words=kept, makers=[str(by)])
    return _add(row, by=by, at=at or utc_now(), queued=queued)


def prepare(*, newest: str | None = None, by: Actor, today: dt.date, told: Tell | None = None) -> uuid.UUID:
    """Begin a release and make it at once. Raises ReleaseRefusedError; the row then says why as well."""
    release_id = begin(newest=newest, by=by, today=today, queued=False)
    run(release_id, told=told)
    row = get_row(release_id)
    if row.state == ReleaseState.FAILED and row.fault is not None:
        raise ReleaseRefusedError(Fault(row.fault))
    return release_id


def run(release_id: uuid.UUID, *, told: Tell | None = None) -> None:
    """Make a release that was begun; nothing where another worker makes it or it is gone.

    What the machine cannot do (no disk, a fault of ours) ends as Fault.STOPPED and is raised.
    """
    taken = _take(release_id)
    if taken is None:
        return
    newest, today = taken
    progress = _Progress(release_id, told)
    try:
        made = make(newest, earlier=list_earlier(), key=release_key(), today=today, told=progress.tell)
    except NoAnswersError:
        _fail(release_id, Fault.NO_ANSWERS)
    except NotProtectedError:
        _fail(release_id, Fault.NOT_PROTECTED)
    except BaseException:
        db.session.rollback()
        _fail(release_id, Fault.STOPPED)
        raise
    else:
        _keep(release_id, made)


@transaction
def sweep(*, now: dt.datetime) -> None:
    """Queue again what no worker took, and say of what stopped that it did."""
    for row in any_preparing():
        silent = now - row.prepared_at
        if row.progress == 0 and silent > TAKEN_WITHIN:
            enqueue(JOB, release_id=row.id.hex)
        elif silent > SILENT_FOR:
            _fail(row.id, Fault.STOPPED)


def _require_time(quarter: str, today: dt.date) -> None:
    try:
        months_of(quarter)
    except PeriodError:
        raise ReleaseRefusedError(Fault.NO_SUCH_QUARTER) from None
    if quarter > newest_releasable(today):
        raise ReleaseRefusedError(Fault.TOO_EARLY)


def _add(row: Release, *, by: Actor, at: dt.datetime, queued: bool) -> uuid.UUID:
    row.id, row.state, row.prepared_at, row.progress = uuid.uuid4(), ReleaseState.PREPARING, at, 0
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:
        # Somebody else began it in the same moment.
        raise ReleaseRefusedError(Fault.BEGUN) from None
    write_down("begun", row, by)
    if queued:
        enqueue(JOB, release_id=row.id.hex)
    return row.id


@transaction
def _take(release_id: uuid.UUID) -> tuple[str, dt.date] | None:
    row = db.session.get(Release, release_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != ReleaseState.PREPARING or row.progress > 0:
        return None
    row.progress, row.prepared_at = 1, utc_now()
    return row.newest, row.prepared_at.astimezone(LONDON).date()


class _Progress:
    """Tells of the making on the row of the release, no more than once for each part of a hundred."""

    def __init__(self, release_id: uuid.UUID, told: Tell | None) -> None:
        self._release_id, self._told, self._last = release_id, told, 1

    def tell(self, done: int, of: int) -> None:
        """So many steps of so many are done."""
        if self._told is not None:
            self._told(done, of)
        part = max(1, min(WHOLE - 1, WHOLE * done // of)) if of else 1
        if part > self._last:
            self._last = part
            _write_progress(self._release_id, part)


@transaction
def _write_progress(release_id: uuid.UUID, part: int) -> None:
    row = get_row(release_id, lock=True)
    if row.state == ReleaseState.PREPARING:
        row.progress, row.prepared_at = part, utc_now()


@transaction
def _keep(release_id: uuid.UUID, made: Made) -> None:
    row = get_row(release_id, lock=True)
    if row.state != ReleaseState.PREPARING:
        return
    row.content, row.content_hash = plain(made.content), hash_of(made.content)
    row.inputs_hash, row.rules, row.proof = made.inputs_hash, made.content.rules, made.proof
    row.state, row.progress, row.prepared_at = ReleaseState.DRAFT, WHOLE, utc_now()
    row.version += 1
    db.session.add(ReleaseCounts(release_id=row.id, counts=[list(each) for each in made.counts]))
    write_down("prepared", row, SYSTEM)


@transaction
def _fail(release_id: uuid.UUID, fault: Fault) -> None:
    row = get_row(release_id, lock=True)
    if row.state == ReleaseState.PREPARING:
        row.state, row.fault = ReleaseState.FAILED, fault
        row.version += 1
        LOG.warning("release_not_made", kind=fault.value)
        write_down("failed", row, SYSTEM)


def write_down(act: str, row: Release, by: Actor) -> None:
    """A line in the audit, inside @transaction."""
    changes: dict[str, tuple[object, object]] = {"quarter": (None, row.newest), "number": (None, row.number)}
    if row.content_hash:
        changes["content"] = (None, row.content_hash)
    record(f"{RELEASE}.{act}", by=by, kind=RELEASE, key=row.id.hex, changes=changes)
