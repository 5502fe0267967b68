"""Releases are prepared by one person and published by a second; what is public never changes.

A mistake is put right by a correction: a row of its own that replaces the other, with every figure that it changed.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from webapp.accounts.permissions import Permission
from webapp.accounts.services.telling import tell_those_who_may
from webapp.approvals import queries as approvals
from webapp.approvals import services as approving
from webapp.approvals.queries import ShownRequest
from webapp.approvals.rules import Fault as ApprovalFault
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.engagement.disclosure import NotProtectedError
from webapp.engagement.releases.codes import FROZEN, Fault, ReleaseState
from webapp.engagement.releases.content import Cell, Content, canonical_json, read_content
from webapp.engagement.releases.history import get_earlier, list_earlier, list_public_slugs
from webapp.engagement.releases.items import PUBLISH, RELEASE, THE_RELEASE
from webapp.engagement.releases.making import inputs_hash_now, prove_again
from webapp.engagement.releases.models import Release, ReleaseChange, ReleaseCounts
from webapp.engagement.releases.population import NoAnswersError
from webapp.engagement.releases.preparing import (
    ReleaseRefusedError,
    begin,
    correct,
    prepare,
    release_key,
    write_down,
)
from webapp.engagement.releases.queries import get_row, slug_of
from webapp.kit.jobs import enqueue
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.work.services import close_item, open_item

PAPERS_JOB = "releases.papers"


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What a second look at a public release found.

    `is_whole`: the content is byte for byte what was published. `is_proved`: the solver proves again, by the counts
    that it was made from and everything published before, that nobody can be worked out (None: not asked).
    `is_counted_alike`: the survey still counts the same; answers that were taken out or let in since change that.
    """

    slug: str
    is_whole: bool
    is_proved: bool | None
    is_counted_alike: bool
    proof: dict[str, Any] | None

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong: a count that moved on since is none of it."""
        return self.is_whole and self.is_proved is not False


@transaction
def ask(release_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Ask a second person to publish exactly this. Raises NotApprovedError, NotFoundError, ReleaseRefusedError."""
    row = get_row(release_id, lock=True)
    _require_draft(row)
    if _is_outdated(row):
        raise ReleaseRefusedError(Fault.OUTDATED)
    makers = [Actor.parse(maker) for maker in row.makers]
    request_id = approving.ask(PUBLISH, _subject(row), _fingerprint(row), by, makers=makers, at=at)
    row.state = ReleaseState.ASKED
    row.version += 1
    open_item(PUBLISH, subject=_subject(row), label=slug_of(row.newest, row.number), by=by, at=at)
    tell_those_who_may(
        Permission.APPROVE,
        "approval_asked",
        parameters={"what": str(THE_RELEASE), "link": f"/desk/releases/{release_id}"},
        dedupe=f"approval:{request_id.hex}",
        but={str(by), *row.makers},
    )


@transaction
def publish(release_id: uuid.UUID, fingerprint: str, *, by: Actor, today: dt.date, at: dt.datetime) -> None:
    """Agree, as the second person, to exactly what was read; it is public and frozen in the same moment.

    Raises NotApprovedError, NotFoundError, and ReleaseRefusedError where another release came in between.
    """
    row, asked = _asked(release_id)
    if _fingerprint(row) != fingerprint:
        raise NotApprovedError(ApprovalFault.CHANGED)
    # First, since it is one row for everybody: of two that are published at once the second sees the first.
    public_content_changed()
    if _is_outdated(row):
        raise ReleaseRefusedError(Fault.OUTDATED)
    approving.approve(asked.id, fingerprint, by, at=at)
    approving.use(PUBLISH, _subject(row), fingerprint, by, at=at)
    if row.corrects is not None:
        _replace(row, row.corrects, by)
    row.published_on, row.state = today, ReleaseState.PUBLISHED
    row.version += 1
    close_item(PUBLISH, subject=_subject(row), by=by, outcome="published", at=at)
    write_down("published", row, by)
    enqueue(PAPERS_JOB, slug=slug_of(row.newest, row.number))


@transaction
def refuse(release_id: uuid.UUID, *, reason: str, by: Actor, at: dt.datetime) -> None:
    """Say no, as the second person; the reason is sealed. Raises NotApprovedError, NotFoundError."""
    row, asked = _asked(release_id)
    approving.refuse(asked.id, by, reason=reason, at=at)
    _open_again(row, by=by, outcome="refused", at=at)


@transaction
def withdraw(release_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Take the question back. Raises NotApprovedError, NotFoundError."""
    row, asked = _asked(release_id)
    approving.withdraw(asked.id, by, at=at)
    _open_again(row, by=by, outcome="withdrawn", at=at)


@transaction
def discard(release_id: uuid.UUID, *, by: Actor) -> None:
    """Throw away what was not published. Raises NotFoundError, ReleaseRefusedError."""
    row = get_row(release_id, lock=True)
    _require_open(row)
    write_down("discarded", row, by)
    counts = db.session.get(ReleaseCounts, release_id)
    if counts is not None:
        db.session.delete(counts)
        db.session.flush()
    db.session.delete(row)


def verify(release_id: uuid.UUID, *, prove: bool = True) -> Verification:
    """Look at a public release again; the proof takes as long as the making. Raises NotFoundError."""
    row = get_row(release_id)
    # As it lies in the database: what somebody changed there may not even be a content any more.
    is_whole = hashlib.sha256(canonical_json(row.content)).hexdigest() == row.content_hash
    is_proved, proof = _proved(release_id) if prove and is_whole else (None, None)
    return Verification(
        slug=slug_of(row.newest, row.number),
        is_whole=is_whole,
        is_proved=is_proved,
        is_counted_alike=_is_counted_alike(row),
        proof=proof,
    )


def fingerprint_of(release_id: uuid.UUID) -> str:
    """What stands for the release as the second person reads it. Raises NotFoundError."""
    return _fingerprint(get_row(release_id))


def waiting(release_id: uuid.UUID) -> ShownRequest | None:
    """The question that waits for a second person."""
    return approvals.find_open(PUBLISH, (RELEASE, release_id))


def _require_open(row: Release) -> None:
    if ReleaseState(row.state) in FROZEN:
        raise ReleaseRefusedError(Fault.FROZEN)
    if approvals.find_open(PUBLISH, _subject(row)) is not None:
        raise ReleaseRefusedError(Fault.WAITING)


def _require_draft(row: Release) -> None:
    _require_open(row)
    # One whose request ran out is asked again.
    if row.state not in {ReleaseState.DRAFT, ReleaseState.ASKED}:
        raise ReleaseRefusedError(Fault.NOT_READY)


def _asked(release_id: uuid.UUID) -> tuple[Release, ShownRequest]:
    row = get_row(release_id, lock=True)
    asked = approvals.find_open(PUBLISH, _subject(row))
    if asked is None:
        raise NotApprovedError(ApprovalFault.NOT_NOW)
    return row, asked


def _open_again(row: Release, *, by: Actor, outcome: str, at: dt.datetime) -> None:
    row.state = ReleaseState.DRAFT
    row.version += 1
    close_item(PUBLISH, subject=_subject(row), by=by, outcome=outcome, at=at)


def _is_outdated(row: Release) -> bool:
    """Whether something is public that this release was not protected against."""
    return set((row.proof or {}).get("earlier", ())) != set(list_public_slugs())


def _replace(row: Release, wrong_id: uuid.UUID, by: Actor) -> None:
    wrong = get_row(wrong_id, lock=True)
    if wrong.state != ReleaseState.PUBLISHED:
        raise NotApprovedError(ApprovalFault.CHANGED)
    wrong.state = ReleaseState.SUPERSEDED
    wrong.version += 1
    write_down("superseded", wrong, by)
    db.session.add_all(_changes(row.id, read_content(wrong.content or {}), read_content(row.content or {})))


def _changes(release_id: uuid.UUID, before: Content, after: Content) -> Iterator[ReleaseChange]:
    was, now = _cells(before), _cells(after)
    for table, area, period, option in dict.fromkeys((*was, *now)):
        old, new = was.get((table, area, period, option)), now.get((table, area, period, option))
        if (old and old.count) != (new and new.count):
            yield ReleaseChange(
                release_id=release_id,
                table_code=table,
                area=area,
                period=period,
                option=option,
                before=old.count if old else None,
                after=new.count if new else None,
            )


def _cells(content: Content) -> dict[tuple[str, str, str, str], Cell]:
    return {(table.code, cell.area, cell.period, cell.option): cell for table in content.tables for cell in table.cells}


def _proved(release_id: uuid.UUID) -> tuple[bool, dict[str, Any] | None]:
    row = get_row(release_id)
    known = set((row.proof or {}).get("earlier", ()))
    before = [each for each in list_earlier() if each.slug in known]
    try:
        return True, prove_again(get_earlier(release_id), earlier=before)
    except (NotProtectedError, ValueError):
        return False, None


def _is_counted_alike(row: Release) -> bool:
    try:
        return inputs_hash_now(row.newest, key=release_key()) == row.inputs_hash
    except NoAnswersError:
        return False


def _fingerprint(row: Release) -> str:
    read = [row.id.hex, row.newest, row.number, row.content_hash, row.inputs_hash, row.rules, dict(row.words)]
    return hashlib.sha256(json.dumps(read, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _subject(row: Release) -> tuple[str, uuid.UUID]:
    return RELEASE, row.id


__all__ = [
    "ReleaseRefusedError",
    "Verification",
    "ask",
    "begin",
    "correct",
    "discard",
    "fingerprint_of",
    "prepare",
    "publish",
    "refuse",
    "verify",
    "waiting",
    "withdraw",
]
