"""From an uploaded file to a draft: asked for in a request, read by the worker, kept as a whole or not at all."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import delete, select, update

from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.idempotency import once
from webapp.kit.jobs import enqueue
from webapp.kit.transaction import transaction
from webapp.partnership.current import default_language
from webapp.publishing import services
from webapp.publishing.attachments import checked_file
from webapp.publishing.drafts import changing, link_prefix, note
from webapp.publishing.files import FileRefusedError
from webapp.publishing.import_models import ImportRun
from webapp.publishing.importing import ImportedDocument, ImportRefused, slug_for
from webapp.publishing.importing.slugs import unlike
from webapp.publishing.models import Publication, PublicationVersion
from webapp.publishing.reading_alone import TIME_LIMIT, Progress, read_alone
from webapp.publishing.rendering import NewRendition, make_rendition
from webapp.publishing.rules import Form, PublishingRefusedError, RunState, Stage
from webapp.sealing.services import erase, opener_for, sealer_for

JOB = "publications.import"
SEALED_KIND = "publication_import"
# A run that says nothing for so long was lost with its worker.
LOST_AFTER = dt.timedelta(seconds=2 * TIME_LIMIT)
ROWS_KEPT = dt.timedelta(days=7)
MOST_SWEPT = 100
LOST = "The import was cut off before it was finished. Nothing was kept: upload the file once more."
FAULT = "Something went wrong on our side, and nothing was kept. Try again, and tell your administrator if it stays so."
# Addresses of the desk that stand where a publication's own would.
NOT_SLUGS = {"new", "imports", "open"}


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as an officer sent it; with `slug` its text is added to that draft."""

    name: str
    content: bytes
    kind: str
    language: str
    title: str = ""
    keep_file: bool = False
    slug: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """What the worker is to do, opened."""

    upload: Upload
    version_id: uuid.UUID | None
    by: Actor


@transaction
def ask(upload: Upload, *, key: str, by: Actor, at: dt.datetime | None = None) -> uuid.UUID:
    """Put a file in line to be read; the same form sent twice is one import. Returns the run's id."""
    now = at or utc_now()
    return uuid.UUID(once("publications.import", key, lambda: _ask(upload, by=by, now=now).hex, on=now.date()))


def _ask(upload: Upload, *, by: Actor, now: dt.datetime) -> uuid.UUID:
    run_id = uuid.uuid4()
    sealer = sealer_for(SEALED_KIND, run_id, keys=("delivery",))
    version_id = None
    if upload.slug is not None:
        wanted = (
            select(PublicationVersion.id)
            .join(Publication, Publication.id == PublicationVersion.publication_id)
            .where(Publication.slug == upload.slug, PublicationVersion.stage != Stage.KEPT)
        )
        version_id = db.session.scalar(wanted)
        if version_id is None:
            raise NotFoundError
    run = ImportRun(
        id=run_id,
        sealed_key=sealer.wrapped,
        state=RunState.WAITING,
        asked_by=str(by),
        asked_at=now,
        kind=upload.kind,
        language=upload.language,
        version_id=version_id,
        keep_file=upload.keep_file,
        size=len(upload.content),
        slug=upload.slug,
        name=sealer.seal("name", upload.name),
        title=sealer.seal("title", upload.title),
        file=sealer.seal("file", upload.content),
    )
    db.session.add(run)
    db.session.flush()
    record("import.asked", by=by, kind="import", key=run_id.hex, changes={"size": (None, run.size)}, at=now)
    enqueue(JOB, run_id=str(run_id))
    return run_id


def carry_out(run_id: uuid.UUID, *, time_limit: int = TIME_LIMIT) -> None:
    """Read the file of a run and keep its draft. Safe to call twice: the second call finds nothing to do."""
    wanted = _begin(run_id)
    if wanted is None:
        return
    upload = wanted.upload
    try:
        document = read_alone(
            upload.content,
            name=upload.name,
            title=upload.title or None,
            progress=_telling(run_id),
            time_limit=time_limit,
        )
        # Outside the transaction that keeps it: cleaning takes time, and others want to write.
        files = _own_file(upload, document) if upload.keep_file else []
        _keep(run_id, wanted, document, files)
    except (ImportRefused, PublishingRefusedError, FileRefusedError) as refusal:
        _end(run_id, RunState.REFUSED, message=str(refusal))
    except NotFoundError:
        _end(run_id, RunState.REFUSED, message="The draft that the text was for is gone. Start it again.")
    except Exception:
        _end(run_id, RunState.FAILED, message=FAULT)
        raise


@transaction
def _begin(run_id: uuid.UUID) -> _Wanted | None:
    run = db.session.get(ImportRun, run_id, with_for_update=True, populate_existing=True)
    if run is None or run.state != RunState.WAITING:
        return None
    opened = opener_for(run, SEALED_KIND)
    run.state, run.started_at = RunState.READING, utc_now()
    return _Wanted(
        upload=Upload(
            name=opened.text("name", run.name or b""),
            content=opened.content("file", run.file or b""),
            kind=run.kind,
            language=run.language,
            title=opened.text("title", run.title or b""),
            keep_file=run.keep_file,
            slug=run.slug,
        ),
        version_id=run.version_id,
        by=Actor.parse(run.asked_by),
    )


def _telling(run_id: uuid.UUID) -> Progress:
    """Write progress down, but a few dozen times at most: each is a transaction."""
    last = [-1]

    def tell(done: int, total: int) -> None:
        percent = 0 if total <= 0 else done * 100 // total
        if percent >= last[0] + 3 or done >= total:
            last[0] = percent
            _tell(run_id, done, total)

    return tell


@transaction
def _tell(run_id: uuid.UUID, done: int, total: int) -> None:
    db.session.execute(
        update(ImportRun)
        .where(ImportRun.id == run_id, ImportRun.state == RunState.READING)
        .values(steps_done=done, steps_total=total)
    )


@transaction
def _keep(run_id: uuid.UUID, wanted: _Wanted, document: ImportedDocument, files: Sequence[services.NewFile]) -> None:
    """The draft and the end of the run are one: whoever sees the one sees the other."""
    run = db.session.get(ImportRun, run_id, with_for_update=True, populate_existing=True)
    if run is None or run.state != RunState.READING:
        message = LOST
        raise PublishingRefusedError(message)
    slug = _add_to_draft(wanted, document) if wanted.version_id else _keep_new(wanted, document, files)
    _finish(run, RunState.DONE, slug=slug)


def _own_file(upload: Upload, document: ImportedDocument) -> list[services.NewFile]:
    file, scan = checked_file(upload.content, name=upload.name, called=document.title)
    return [services.NewFile(name=file.name, media_type=file.media_type, content=file.content, scan=scan)]


def _keep_new(wanted: _Wanted, document: ImportedDocument, files: Sequence[services.NewFile]) -> str:
    upload, now = wanted.upload, utc_now()
    slug = _free_slug(document.title)
    ending = upload.name.rpartition(".")[2].lower()
    new = services.NewVersion(
        slug=slug,
        kind=upload.kind,
        renditions=[_new_text(upload, document)],
        # The name of the upload may name a person.
        source_name=f"{slug}.{ending}",
        source=upload.content,
        made_by=str(wanted.by),
        made_at=now,
        files=files,
    )
    services.add_version(new, by=wanted.by)
    return slug


def _add_to_draft(wanted: _Wanted, document: ImportedDocument) -> str:
    upload = wanted.upload
    publication, version = changing(upload.slug or "", by=wanted.by)
    if version.id != wanted.version_id:
        raise NotFoundError
    earlier = [each for each in version.renditions if (each.language, each.form) == (upload.language, Form.STANDARD)]
    for each in earlier:
        version.renditions.remove(each)
    db.session.flush()
    summary = earlier[0].summary if earlier else ""
    rendition = make_rendition(replace(_new_text(upload, document), summary=summary), version.number, publication.slug)
    version.renditions.append(rendition)
    db.session.flush()
    services.keep_findings(rendition.id, document)
    version.findings = [*version.findings, *(asdict(finding) for finding in document.findings)]
    note("text_added", publication, by=wanted.by, language=(None, upload.language), form=(None, Form.STANDARD))
    return publication.slug


def _new_text(upload: Upload, document: ImportedDocument) -> NewRendition:
    return NewRendition(
        language=upload.language,
        document=document,
        awaiting_native_reader=upload.language != default_language(),
        link_prefix=link_prefix(upload.language),
    )


def _free_slug(title: str) -> str:
    wanted = slug_for(title)
    near = select(Publication.slug).where(Publication.slug.startswith(wanted, autoescape=True)).limit(1000)
    return unlike(wanted, {*db.session.scalars(near), *NOT_SLUGS})


@transaction
def _end(run_id: uuid.UUID, state: RunState, *, message: str) -> None:
    run = db.session.get(ImportRun, run_id, with_for_update=True, populate_existing=True)
    if run is not None and run.state in {RunState.WAITING, RunState.READING}:
        _finish(run, state, message=message)


def _finish(run: ImportRun, state: RunState, *, slug: str | None = None, message: str = "") -> None:
    before = run.state
    run.state, run.message, run.ended_at = state, message, utc_now()
    run.slug = slug or run.slug
    run.file = run.name = run.title = None
    erase(run)
    db.session.flush()
    changes = {"state": (before, state), "slug": (None, slug)}
    record("import.ended", by=Actor.parse(run.asked_by), kind="import", key=run.id.hex, changes=changes)


@transaction
def sweep(*, now: dt.datetime) -> int:
    """Take up what was left behind: queue again what nobody began, end what was lost with a worker; forget old rows."""
    lost = select(ImportRun).where(ImportRun.state == RunState.READING, ImportRun.started_at < now - LOST_AFTER)
    found = db.session.scalars(lost.limit(MOST_SWEPT).with_for_update(skip_locked=True)).all()
    for run in found:
        _finish(run, RunState.FAILED, message=LOST)
    left = select(ImportRun.id).where(
        ImportRun.state == RunState.WAITING, ImportRun.asked_at < now - dt.timedelta(minutes=2)
    )
    waiting = db.session.scalars(left.order_by(ImportRun.asked_at).limit(MOST_SWEPT)).all()
    for run_id in waiting:
        enqueue(JOB, run_id=str(run_id))
    old = delete(ImportRun).where(ImportRun.ended_at < now - ROWS_KEPT)
    gone: int = db.session.execute(old).rowcount  # type: ignore[attr-defined]
    if found or gone:
        changes = {"lost": (None, len(found)), "forgotten": (None, gone)}
        record("import.swept", by=SYSTEM, kind="import", key="all", changes=changes)
    return len(found) + len(waiting)
