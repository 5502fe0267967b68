"""What officers do with a list: they bring it, decide on likely doubles, have it applied, or drop it.

The file lies sealed until then; `carrying` has what the worker does with it.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.idempotency import once
from webapp.kit.jobs import enqueue
from webapp.kit.transaction import transaction
from webapp.sealing.services import erase, sealer_for
from webapp.venues.importing.lists import Options, form_of
from webapp.venues.importing.planning import Choice
from webapp.venues.importing.source import Source
from webapp.venues.models import VenueImport
from webapp.venues.rules import ImportState
from webapp.venues.schemes import SchemeCode

CHECK_JOB = "venues.check_list"
APPLY_JOB = "venues.apply_list"
IMPORT = "venue_import"
LONGEST_NAME = 200
APPLIED_BY = "applied_by"


class NotNowError(Exception):
    """The list is in another state than the button was for."""


class SamePersonError(Exception):
    """Who brought a list wants to apply it: what it lists, a second person has to have read."""


@transaction
def bring(source: Source, *, name: str, scheme: SchemeCode | None, key: str, by: Actor, at: dt.datetime) -> uuid.UUID:
    """Put a list in line to be read; the same form sent twice is one list. Returns the import's id."""
    act = lambda: _bring(source, name=name, options={"scheme": scheme}, by=by, at=at).hex  # noqa: E731 - `once` calls it
    return uuid.UUID(once(CHECK_JOB, key, act, on=at.date()))


@transaction
def choose(
    run_id: uuid.UUID, choices: Mapping[int, Choice], *, otherwise: Choice | None, by: Actor, at: dt.datetime
) -> None:
    """Say what likely doubles are, and have the list read again with it. Raises NotFoundError, NotNowError."""
    run = locked(run_id, ImportState.CHECKED)
    kept = dict(run.options.get("choices", {})) | {str(line): choice.value for line, choice in choices.items()}
    run.options = {**run.options, "choices": kept, "otherwise": otherwise}
    run.state, run.steps_done, run.started_at = ImportState.CHECKING, 0, None
    record("venue_import.chosen", by=by, kind=IMPORT, key=run.id.hex, changes={"rows": (None, len(choices))}, at=at)
    enqueue(CHECK_JOB, run_id=str(run_id))


@transaction
def ask_to_apply(run_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Put a list in line to be applied, as the second person. Raises NotFoundError, NotNowError, SamePersonError."""
    run = locked(run_id, ImportState.CHECKED)
    if run.made_by == str(by):
        raise SamePersonError
    run.state, run.started_at = ImportState.APPLYING, None
    run.options = {**run.options, APPLIED_BY: str(by)}
    changes = {"state": (ImportState.CHECKED, ImportState.APPLYING)}
    record("venue_import.asked", by=by, kind=IMPORT, key=run.id.hex, changes=changes, at=at)
    enqueue(APPLY_JOB, run_id=str(run_id))


@transaction
def drop(run_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Forget a list without applying it. Raises NotFoundError, NotNowError."""
    run = locked(run_id, ImportState.CHECKED)
    finish(run, ImportState.DISCARDED, by=by, at=at)


def _bring(source: Source, *, name: str, options: dict[str, Any], by: Actor, at: dt.datetime) -> uuid.UUID:
    run_id = uuid.uuid4()
    # The worker opens it, and only the worker: a list may name the people of a place.
    sealer = sealer_for(IMPORT, run_id, keys=("delivery",))
    run = VenueImport(
        id=run_id,
        sealed_key=sealer.wrapped,
        state=ImportState.CHECKING,
        file_name=name[:LONGEST_NAME],
        form=form_of(source),
        content=sealer.seal("content", source.squeezed),
        options=options,
        report={},
        made_by=str(by),
        made_at=at,
    )
    db.session.add(run)
    db.session.flush()
    changes = {"form": (None, run.form), "bytes": (None, len(source.squeezed))}
    record("venue_import.brought", by=by, kind=IMPORT, key=run_id.hex, changes=changes, at=at)
    enqueue(CHECK_JOB, run_id=str(run_id))
    return run_id


def options_of(kept: Mapping[str, Any]) -> Options:
    """The choices as they are kept with the list."""
    scheme, otherwise = kept.get("scheme"), kept.get("otherwise")
    return Options(
        scheme=SchemeCode(scheme) if scheme else None,
        choices={int(line): Choice(choice) for line, choice in kept.get("choices", {}).items()},
        otherwise=Choice(otherwise) if otherwise else None,
    )


def finish(run: VenueImport, state: ImportState, *, by: Actor, at: dt.datetime) -> None:
    """End a list: its file is forgotten."""
    before = run.state
    run.state, run.content, run.started_at = state, None, None
    # Lines and choices say nothing without the file.
    run.options = {"scheme": run.options.get("scheme")}
    erase(run)
    db.session.flush()
    write_down(run, before, by=by, at=at)


def write_down(run: VenueImport, before: str | None, *, by: Actor, at: dt.datetime) -> None:
    """Note in the audit where a list stands, and what was done with it."""
    changes: dict[str, tuple[object, object]] = {"state": (before, run.state)}
    counts = run.report.get("counts", {})
    changes |= {act: (None, count) for act, count in sorted(counts.items())} if run.state == ImportState.APPLIED else {}
    record(f"venue_import.{run.state}", by=by, kind=IMPORT, key=run.id.hex, changes=changes, at=at)


def find(run_id: uuid.UUID) -> VenueImport | None:
    """The row of a list, locked."""
    return db.session.get(VenueImport, run_id, with_for_update=True, populate_existing=True)


def locked(run_id: uuid.UUID, state: ImportState) -> VenueImport:
    """The row of a list in this state, locked. Raises NotFoundError, NotNowError."""
    run = find(run_id)
    if run is None:
        raise NotFoundError
    if run.state != state:
        raise NotNowError
    return run
