"""What can be done with a theme: begin it from released figures, write it, and have a second person publish it.

What the public sees changes in one way only: an analyst asks, and an officer who had no hand in it agrees to exactly
what they read, figures and all. That holds for every later change of state, action or word too. No service takes away
what was published.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import select

from webapp.accounts.permissions import Permission
from webapp.accounts.services.telling import tell_those_who_may
from webapp.approvals import queries as approvals
from webapp.approvals import services as approving
from webapp.approvals.queries import ShownRequest
from webapp.approvals.rules import Fault as ApprovalFault
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.edits.rules import is_outside_link, is_own_path
from webapp.engagement.answers.content import ActionWords, ThemeWords, find_fault, touched_between
from webapp.engagement.answers.items import PUBLISH, THE_THEME, THEME
from webapp.engagement.answers.lateness import settle
from webapp.engagement.answers.models import LONGEST_SLUG, Theme
from webapp.engagement.answers.queries import standing_releases
from webapp.engagement.answers.refusing import RefusedError
from webapp.engagement.answers.released import counts_of, fault_in_figures
from webapp.engagement.answers.rows import fingerprint, get_row, words_of
from webapp.engagement.answers.rules import Fault, NewsKind
from webapp.engagement.answers.telling import tell_public
from webapp.engagement.releases.queries import find_release
from webapp.kit.collisions import load_version
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.partnership.records import to_record
from webapp.work.services import close_item, open_item


@transaction
def begin(
    slug: str, words: ThemeWords, *, release: str, area: str, kinds: Sequence[str], by: Actor, at: dt.datetime
) -> uuid.UUID:
    """Begin a theme from the figures of a public release that none has replaced; nothing of it is public yet.

    `slug` is the wished end of its address; another theme's gets a number behind it. Raises RefusedError.
    """
    found = find_release(release)
    if found is None or found.replaced_by:
        raise RefusedError(Fault.NO_RELEASE)
    wide_only = [kind.code for kind in current_partnership().asb.types if kind.wide_only]
    if fault := fault_in_figures(found.content, area=area, kinds=kinds, wide_only=wide_only):
        raise RefusedError(fault)
    row = Theme(
        id=uuid.uuid4(),
        slug=_free_slug(slug),
        release=found.slug,
        quarter=found.newest,
        area=area,
        kinds=list(kinds),
        period=found.content.kinds.newest,
        sample=found.content.sample,
        draft=to_record(words),
        makers=[str(by)],
        updated_at=at,
    )
    db.session.add(row)
    db.session.flush()
    _write_down("begun", row, by, at, release=(None, found.slug))
    return row.id


@transaction
def save(theme_id: uuid.UUID, words: ThemeWords, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Keep new words, state and reason in the draft; its actions stay as they are.

    Raises EditCollisionError, NotFoundError, RefusedError.
    """
    row = _change(theme_id, lambda draft: replace(words, actions=draft.actions), seen=seen, by=by, at=at)
    _write_down("saved", row, by, at)


@transaction
def keep_action(theme_id: uuid.UUID, action: ActionWords, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Keep an action in the draft, a new one at its end.

    Its link leads to a page of this site that the public may see, or begins with https. Raises EditCollisionError,
    NotFoundError, RefusedError.
    """
    if action.evidence and not is_own_path(action.evidence) and not is_outside_link(action.evidence):
        raise RefusedError(Fault.BAD_LINK)
    row = _change(theme_id, lambda draft: draft.with_action(action), seen=seen, by=by, at=at)
    _write_down("action_saved", row, by, at, action=(None, action.key))


@transaction
def drop_action(theme_id: uuid.UUID, key: str, *, seen: int, by: Actor, at: dt.datetime) -> None:
    """Take an action that was never public out of the draft.

    Raises EditCollisionError, NotFoundError, RefusedError.
    """
    row = _change(theme_id, lambda draft: draft.without_action(key), seen=seen, by=by, at=at)
    if row.public is not None and words_of(row.public).action(key) is not None:
        raise RefusedError(Fault.REMOVED_ACTION)
    _write_down("action_dropped", row, by, at, action=(key, None))


@transaction
def discard(theme_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Throw away a theme of which nothing was ever public. Raises NotFoundError, RefusedError."""
    row = get_row(theme_id, lock=True)
    if row.published_on is not None:
        raise RefusedError(Fault.PUBLIC)
    _require_free(row)
    _write_down("discarded", row, by, at)
    db.session.delete(row)


@transaction
def ask(theme_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Ask for a second person for exactly the draft as it is now. Raises NotFoundError, RefusedError."""
    row = get_row(theme_id, lock=True)
    _require_free(row)
    _check(row)
    makers = [Actor.parse(maker) for maker in row.makers]
    request_id = approving.ask(PUBLISH, _subject(row), _fingerprint(row), by, makers=makers, at=at)
    open_item(PUBLISH, subject=_subject(row), label=_label(row), by=by, at=at)
    tell_those_who_may(
        Permission.APPROVE,
        "approval_asked",
        parameters={"what": str(THE_THEME), "link": f"/desk/told/themes/{theme_id}"},
        dedupe=f"approval:{request_id.hex}",
        but={str(by), *row.makers},
    )


@transaction
def publish(theme_id: uuid.UUID, seen: str, *, by: Actor, today: dt.date, at: dt.datetime) -> None:
    """Agree, as the second person, to exactly what was read; the public sees it in the same moment.

    Raises NotApprovedError, also where the figures were corrected meanwhile; NotFoundError, RefusedError.
    """
    row, asked = _asked(theme_id)
    if _fingerprint(row) != seen:
        raise NotApprovedError(ApprovalFault.CHANGED)
    _check(row)
    approving.approve(asked.id, seen, by, at=at)
    approving.use(PUBLISH, _subject(row), seen, by, at=at)
    before = None if row.public is None else words_of(row.public)
    draft = words_of(row.draft)
    row.public, row.state, row.makers, row.updated_at = row.draft, draft.state, [], at
    row.published_on = row.published_on or today
    db.session.flush()
    number = tell_public(
        row,
        NewsKind.PUBLISHED if before is None else NewsKind.CHANGED,
        on=today,
        state_before=before.state if before else None,
        touched=touched_between(before, draft),
    )
    close_item(PUBLISH, subject=_subject(row), by=by, outcome="published", at=at)
    settle(row, by=by, today=today, at=at)
    _write_down("published", row, by, at, state=(before.state if before else None, draft.state), number=(None, number))


@transaction
def refuse(theme_id: uuid.UUID, *, reason: str, by: Actor, at: dt.datetime) -> None:
    """Say no, as the second person; the reason is sealed. Raises NotApprovedError, NotFoundError."""
    row, asked = _asked(theme_id)
    approving.refuse(asked.id, by, reason=reason, at=at)
    close_item(PUBLISH, subject=_subject(row), by=by, outcome="refused", at=at)


@transaction
def withdraw(theme_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Take the question back, so that the draft can be changed. Raises NotApprovedError, NotFoundError."""
    row, asked = _asked(theme_id)
    approving.withdraw(asked.id, by, at=at)
    close_item(PUBLISH, subject=_subject(row), by=by, outcome="withdrawn", at=at)


def fingerprint_of(theme_id: uuid.UUID) -> str:
    """What stands for a draft and its figures as the second person reads them. Raises NotFoundError."""
    return _fingerprint(get_row(theme_id))


def waiting(theme_id: uuid.UUID) -> ShownRequest | None:
    """The question that waits for a second person."""
    return approvals.find_open(PUBLISH, (THEME, theme_id))


def _change(
    theme_id: uuid.UUID, change: Callable[[ThemeWords], ThemeWords], *, seen: int, by: Actor, at: dt.datetime
) -> Theme:
    row: Theme = load_version(Theme, theme_id, seen=seen)
    _require_free(row)
    row.draft = to_record(change(words_of(row.draft)))
    row.makers, row.updated_at = sorted({*row.makers, str(by)}), at
    return row


def _check(row: Theme) -> None:
    agencies = tuple(agency.key for agency in current_partnership().agencies)
    found = find_fault(words_of(row.draft), words_of(row.public) if row.public else None, agencies=agencies)
    if found is not None:
        raise RefusedError(found.fault, action=found.action)


def _require_free(row: Theme) -> None:
    if waiting(row.id) is not None:
        raise RefusedError(Fault.WAITING)


def _asked(theme_id: uuid.UUID) -> tuple[Theme, ShownRequest]:
    row = get_row(theme_id, lock=True)
    asked = waiting(theme_id)
    if asked is None:
        raise NotApprovedError(ApprovalFault.NOT_NOW)
    return row, asked


def _fingerprint(row: Theme) -> str:
    release = standing_releases().get(row.quarter)
    counts = counts_of(release.content, area=row.area, kinds=row.kinds, period=row.period) if release else ()
    figures = [release.slug if release else "", [[each.kind, each.count, each.people] for each in counts]]
    return fingerprint([row.id.hex, row.slug, row.area, row.kinds, row.period, figures, row.draft])


def _free_slug(wished: str) -> str:
    """The wished address, or the same with the first free number behind it."""
    wished = wished[: LONGEST_SLUG - len("-999")]
    taken = set(db.session.scalars(select(Theme.slug).where(Theme.slug.startswith(wished, autoescape=True))))
    free = (f"{wished}-{number}" for number in range(2, len(taken) + 3))
    return wished if wished not in taken else next(slug for slug in free if slug not in taken)


def _subject(row: Theme) -> tuple[str, uuid.UUID]:
    return THEME, row.id


def _label(row: Theme) -> str:
    return str(words_of(row.draft).title)[:200]


def _write_down(act: str, row: Theme, by: Actor, at: dt.datetime, **changes: tuple[object, object]) -> None:
    record(f"{THEME}.{act}", by=by, kind=THEME, key=row.id.hex, changes={"slug": (None, row.slug), **changes}, at=at)


__all__ = [
    "ask",
    "begin",
    "discard",
    "drop_action",
    "fingerprint_of",
    "get_row",
    "keep_action",
    "publish",
    "refuse",
    "save",
    "waiting",
    "withdraw",
]
