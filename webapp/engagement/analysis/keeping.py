"""The snapshot of this installation: where it lies, when it is built anew, and which tables need it at all."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from flask import current_app

from webapp.engagement.analysis import snapshot as columns
from webapp.engagement.analysis.crosstabs import crosstab
from webapp.engagement.analysis.current import from_sums
from webapp.engagement.analysis.dimensions import EDITION
from webapp.engagement.analysis.snapshot import Snapshot
from webapp.engagement.analysis.tables import Asked, Table
from webapp.kit.clock import utc_now
from webapp.kit.installation import current_settings
from webapp.survey import analysis_queries as queries

MEMORY = "analysis_snapshot"
# So few answers are read while somebody waits: some tenths of a second. With more, a job does it.
READ_AT_ONCE = 20_000
# Answers that change places leave the stamp as it is, so that the columns are never older than this.
OLDEST = dt.timedelta(hours=24)


def table(asked: Asked) -> Table:
    """The table, from the sums where they can say, else from the snapshot (`Table.as_of` tells).

    Of all surveys; those of a trial only where one is chosen by itself.
    """
    if EDITION not in asked.filters and (real := queries.list_counted()) is not None:
        asked = replace(asked, filters={**asked.filters, EDITION: frozenset(real)})
    found = from_sums(asked)
    return crosstab(current_snapshot(), asked) if found is None else found


def current_snapshot() -> Snapshot:
    """The columns as they are kept; built anew at once where there are none yet, or where that is quickly done."""
    stamp, number = queries.stamp()
    kept = _remembered()
    if kept is not None and (kept.stamp == stamp or number > READ_AT_ONCE):
        return kept
    return build_anew()


def refresh() -> bool:
    """Build the columns anew if the answers have changed since, or if a day is over; whether that was so."""
    kept, (stamp, _number) = _remembered(), queries.stamp()
    if kept is not None and kept.stamp == stamp and utc_now() - kept.made_at < OLDEST:
        return False
    build_anew()
    return True


def build_anew() -> Snapshot:
    """Read every counted answer and keep the columns."""
    # The name first: an answer that comes in meanwhile makes the columns old, never wrongly new.
    stamp, _number = queries.stamp()
    areas = queries.list_areas()
    built = columns.build(queries.stream_answers(), areas, stamp=stamp, made_at=utc_now())
    columns.write(built, path())
    _remember(built)
    return built


def path() -> Path:
    """Where the columns lie: codes, for the service's own user alone."""
    return current_settings().instance_dir / "analysis" / "answers.npz"


def _remembered() -> Snapshot | None:
    """The columns that lie there, read once until others do."""
    try:
        about = path().stat()
    except FileNotFoundError:
        return None
    state = (about.st_mtime_ns, about.st_size, about.st_ino)
    kept: tuple[object, Snapshot | None] | None = current_app.extensions.get(MEMORY)
    if kept is None or kept[0] != state:
        kept = current_app.extensions[MEMORY] = (state, columns.read(path()))
    return kept[1]


def _remember(built: Snapshot) -> None:
    about = path().stat()
    current_app.extensions[MEMORY] = ((about.st_mtime_ns, about.st_size, about.st_ino), built)
