"""Reads of publications for the desk: the list with states, one draft with its texts and files, and how imports go."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.paging import PAGE_SIZE, ListPage, page_number
from webapp.publishing.import_models import ImportFinding, ImportRun
from webapp.publishing.models import Attachment, Page, Publication, PublicationVersion, Rendition
from webapp.publishing.rules import REVIEW_NOTICE, FindingState, Form, RunState, Stage, State

RUNS_SHOWN = 10


class Show(StrEnum):
    """The parts of the list."""

    ALL = "all"
    DRAFTS = "drafts"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    DUE = "due"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class ListedDocument:
    """One line of the list: what is public, and the draft beside it."""

    id: uuid.UUID
    slug: str
    title: str
    kind: str
    state: State
    stage: Stage | None
    publish_at: dt.datetime | None
    review_by: dt.date | None
    updated_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Run:
    """How far an import is."""

    id: uuid.UUID
    state: RunState
    steps_done: int
    steps_total: int
    message: str
    asked_by: str
    asked_at: dt.datetime
    kind: str
    slug: str | None

    @property
    def is_running(self) -> bool:
        """Whether it is worth asking again."""
        return self.state in {RunState.WAITING, RunState.READING}


def list_documents(*, show: Show, kind: str, words: str, page: str | None, today: dt.date) -> ListPage[ListedDocument]:
    """One page of the list, what was changed last first; due reviews by their day."""
    wanted = _filtered(show, kind=kind, words=words, today=today)
    total = db.session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    number = page_number(page, total=total)
    order = (Publication.review_by, Publication.slug) if show is Show.DUE else (_LAST.desc(), Publication.slug)
    rows = db.session.execute(wanted.order_by(*order).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    return ListPage(rows=[ListedDocument(**row._asdict()) for row in rows], number=number, total=total)


_DRAFT = aliased(PublicationVersion)
_LAST = func.coalesce(_DRAFT.made_at, Publication.updated_at)
_CHOSEN = aliased(PublicationVersion)


def _filtered(show: Show, *, kind: str, words: str, today: dt.date) -> Select[Any]:
    # The title of the newest text, in English where there is one.
    title = (
        select(Rendition.title)
        .join(_CHOSEN, _CHOSEN.id == Rendition.version_id)
        .where(_CHOSEN.publication_id == Publication.id, Rendition.form == Form.STANDARD)
        .order_by(_CHOSEN.number.desc(), Rendition.language != "en", Rendition.language)
        .limit(1)
        .correlate(Publication)
        .scalar_subquery()
    )
    wanted = (
        select(
            Publication.id,
            Publication.slug,
            title.label("title"),
            Publication.kind,
            Publication.state,
            _DRAFT.stage,
            _DRAFT.publish_at,
            Publication.review_by,
            Publication.updated_at,
        )
        .outerjoin(_DRAFT, and_(_DRAFT.publication_id == Publication.id, _DRAFT.stage != Stage.KEPT))
        .where(*_conditions(show, today))
    )
    if kind:
        wanted = wanted.where(Publication.kind == kind)
    if words:
        wanted = wanted.where(
            or_(title.icontains(words, autoescape=True), Publication.slug.icontains(words, autoescape=True))
        )
    return wanted


def _conditions(show: Show, today: dt.date) -> tuple[ColumnElement[bool], ...]:
    by_stage = {Show.DRAFTS: Stage.DRAFT, Show.IN_REVIEW: Stage.IN_REVIEW, Show.SCHEDULED: Stage.SCHEDULED}
    by_state = {Show.PUBLISHED: State.PUBLISHED, Show.ARCHIVED: State.ARCHIVED, Show.WITHDRAWN: State.WITHDRAWN}
    if show in by_stage:
        return (_DRAFT.stage == by_stage[show],)
    if show in by_state:
        return (Publication.state == by_state[show],)
    if show is Show.DUE:
        return (Publication.state == State.PUBLISHED, Publication.review_by <= today + REVIEW_NOTICE)
    return ()


def get_publication(slug: str) -> Publication:
    """The publication with its versions' heads. Raises NotFoundError."""
    found = db.session.scalar(
        select(Publication).where(Publication.slug == slug).options(selectinload(Publication.versions))
    )
    if found is None:
        raise NotFoundError
    return found


def slug_of(publication_id: uuid.UUID) -> str:
    """The address of a publication. Raises NotFoundError."""
    found = db.session.scalar(select(Publication.slug).where(Publication.id == publication_id))
    if found is None:
        raise NotFoundError
    return found


def draft_of(publication: Publication) -> PublicationVersion | None:
    """The open draft, if there is one."""
    return next((each for each in publication.versions if each.stage != Stage.KEPT), None)


def public_of(publication: Publication) -> PublicationVersion | None:
    """The public version, if there is one."""
    return next((each for each in publication.versions if each.number == publication.public_version), None)


def get_draft(slug: str) -> tuple[Publication, PublicationVersion]:
    """The publication with its open draft. Raises NotFoundError where there is none."""
    publication = get_publication(slug)
    draft = draft_of(publication)
    if draft is None:
        raise NotFoundError
    return publication, draft


def get_text(version: PublicationVersion, rendition_id: uuid.UUID) -> Rendition:
    """A text of this version. Raises NotFoundError."""
    found = next((each for each in version.renditions if each.id == rendition_id), None)
    if found is None:
        raise NotFoundError
    return found


def get_page(version: PublicationVersion, page_id: uuid.UUID) -> tuple[Rendition, Page]:
    """A page of this version, with its text. Raises NotFoundError."""
    for rendition in version.renditions:
        for page in rendition.pages:
            if page.id == page_id:
                return rendition, page
    raise NotFoundError


def get_file(version: PublicationVersion, file_id: uuid.UUID) -> Attachment:
    """A file of this version. Raises NotFoundError."""
    found = next((each for each in version.attachments if each.id == file_id), None)
    if found is None:
        raise NotFoundError
    return found


def list_findings(rendition_id: uuid.UUID) -> Sequence[ImportFinding]:
    """What the importer was not sure of in a text, in the order of the file."""
    wanted = select(ImportFinding).where(ImportFinding.rendition_id == rendition_id)
    return db.session.scalars(wanted.order_by(ImportFinding.position).limit(2_000)).all()


def count_open_findings(version: PublicationVersion) -> dict[uuid.UUID, int]:
    """How many findings nobody has looked at, by text."""
    wanted = (
        select(ImportFinding.rendition_id, func.count().label("number"))
        .where(
            ImportFinding.rendition_id.in_([each.id for each in version.renditions]),
            ImportFinding.state == FindingState.OPEN,
        )
        .group_by(ImportFinding.rendition_id)
    )
    return {row.rendition_id: row.number for row in db.session.execute(wanted)}


def get_run(run_id: uuid.UUID) -> Run:
    """How an import goes. Raises NotFoundError."""
    row = db.session.execute(_runs().where(ImportRun.id == run_id)).one_or_none()
    if row is None:
        raise NotFoundError
    return Run(**row._asdict())


def list_runs() -> list[Run]:
    """The imports that run, or that ended without a draft lately; the newest first."""
    wanted = _runs().where(ImportRun.state != RunState.DONE).order_by(ImportRun.asked_at.desc(), ImportRun.id)
    return [Run(**row._asdict()) for row in db.session.execute(wanted.limit(RUNS_SHOWN))]


def _runs() -> Select[*tuple[Any, ...]]:
    # Without the file: it may be large, and nobody needs it here.
    return select(
        ImportRun.id,
        ImportRun.state,
        ImportRun.steps_done,
        ImportRun.steps_total,
        ImportRun.message,
        ImportRun.asked_by,
        ImportRun.asked_at,
        ImportRun.kind,
        ImportRun.slug,
    )
