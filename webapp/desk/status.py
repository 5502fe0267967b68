"""How the service is doing, for those who look after it: worker, outbox, keys, disk, version, help numbers, backup."""

import datetime as dt
import shutil
import tomllib
import uuid
from dataclasses import dataclass
from functools import cache

from flask import Response, flash, render_template
from flask_babel import gettext as _

from webapp.accounts.access import current_actor, officers
from webapp.accounts.permissions import Permission
from webapp.config import PROJECT
from webapp.desk.gate import bp
from webapp.kit.clock import london_today, utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other
from webapp.kit.installation import current_settings
from webapp.notices import queries as notices
from webapp.notices import services as notice_services
from webapp.partnership import overdue_numbers
from webapp.partnership.current import current_partnership
from webapp.sealing import holding
from webapp.sealing import queries as sealing

# Below this the next big upload or backup may not fit any more.
LITTLE_ROOM_BYTES = 1024**3
LITTLE_ROOM_SHARE = 0.1
# Whatever makes backups touches this file in INSTANCE_DIR when one is complete (docs/backup-and-restore.md).
BACKUP_STAMP = "last-backup"
BACKUP_OLD_AFTER = dt.timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class Room:
    """The disk on which the installation's own files lie."""

    free: int
    total: int

    @property
    def is_little(self) -> bool:
        """Whether somebody should make room."""
        return self.free < LITTLE_ROOM_BYTES or self.free < self.total * LITTLE_ROOM_SHARE

    @property
    def share(self) -> int:
        """How much is free, in per cent."""
        return round(100 * self.free / self.total) if self.total else 0


@bp.get("/status")
@officers(Permission.NOTICES, Permission.OFFICERS, Permission.AUDIT)
def status() -> str:
    """Everything on one page, what needs somebody first."""
    now = utc_now()
    backup = last_backup()
    return render_template(
        "desk/status.html",
        outbox=notices.outbox_status(now=now),
        dead=notices.list_dead(),
        keys=sealing.list_pairs(),
        opens_without_officer=holding.opens_without_officer(),
        room=room(),
        overdue=overdue_numbers(current_partnership().support_numbers, london_today()),
        settings=current_settings(),
        version=site_version(),
        backup=backup,
        backup_is_old=backup is not None and now - backup > BACKUP_OLD_AFTER,
    )


@bp.post("/status/messages/<uuid:message_id>/retry")
@officers(Permission.NOTICES)
def retry_message(message_id: uuid.UUID) -> Response:
    """Have a message that could not be delivered tried again."""
    try:
        notice_services.retry(message_id, by=current_actor())
    except NotFoundError:
        flash(_("This message is not there any more, or it is on its way already."))
    else:
        flash(_("The message will be tried again."), "success")
    return see_other("desk.status")


def room() -> Room:
    """The disk of INSTANCE_DIR."""
    usage = shutil.disk_usage(current_settings().instance_dir)
    return Room(free=usage.free, total=usage.total)


def last_backup() -> dt.datetime | None:
    """When the last backup was complete, where whatever makes backups tells."""
    stamp = current_settings().instance_dir / BACKUP_STAMP
    if not stamp.exists():
        return None
    return dt.datetime.fromtimestamp(stamp.stat().st_mtime, dt.UTC)


@cache
def site_version() -> str:
    """The version of the site: it runs from its folder and is never installed as a package."""
    with (PROJECT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
