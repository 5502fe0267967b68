"""The alerts that stand or will stand, asked of the database once for each change of the public content."""

import datetime as dt
from typing import TYPE_CHECKING

from flask import Flask, current_app, render_template, request
from sqlalchemy import select

from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.freshness import let_age_until
from webapp.kit.templating import Drawn, drawn_html
from webapp.partnership.records import from_record
from webapp.site.alerts import Alert, TimedAlert, next_change, standing
from webapp.site.models import AlertRecord

if TYPE_CHECKING:
    from webapp.kit.revision import PublicRevision

AT_MOST = 50


class AlertMemory:
    """The alerts of the public revision that was last asked about; every act on an alert raises the revision."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._kept: tuple[int, tuple[TimedAlert, ...]] | None = None

    def forget(self) -> None:
        """Ask the database at the next call."""
        self._kept = None

    def alerts(self, revision: int | None, *, now: dt.datetime) -> tuple[TimedAlert, ...]:
        """What stands or will stand; nothing while the database has no tables."""
        if revision is None:
            return ()
        kept = self._kept
        if kept is None or kept[0] != revision:
            kept = self._kept = (revision, _read(now))
        return kept[1]


def _read(now: dt.datetime) -> tuple[TimedAlert, ...]:
    query = (
        select(AlertRecord.content, AlertRecord.starts_at, AlertRecord.ends_at)
        .where(AlertRecord.removed_at.is_(None), AlertRecord.ends_at > now)
        .order_by(AlertRecord.starts_at.desc(), AlertRecord.slug)
        .limit(AT_MOST)
    )
    return tuple(
        TimedAlert(alert=from_record(Alert, row.content), starts_at=row.starts_at, ends_at=row.ends_at)
        for row in db.session.execute(query)
    )


def alerts_here() -> Drawn:
    """The alerts of the page that is being drawn; no cache keeps the page beyond the next coming or going of one."""
    memory: AlertMemory = current_app.extensions["alerts"]
    revision: PublicRevision = current_app.extensions["public_revision"]
    now = utc_now()
    known = memory.alerts(revision.current(), now=now)
    if (change := next_change(known, now=now)) is not None:
        let_age_until(change, now=now)
    here = standing(known, path=request.path, now=now)
    return drawn_html(render_template("site/_alerts.html", alerts=here)) if here else drawn_html("")


def init_alerts(app: Flask) -> None:
    """Give the pages their alerts."""
    app.extensions["alerts"] = AlertMemory()
    app.jinja_env.globals["alerts_here"] = alerts_here
