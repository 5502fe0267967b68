"""Files of the survey on the desk, for the access register and for what is looked at: asked, agreed to, refused."""

import datetime as dt
import uuid
from typing import Any

from tests.whole_site.desk_objects import APPROVERS, DeskAccess, Objects
from tests.whole_site.desk_survey import COUNTERS, READERS, WRITER
from webapp.accounts.permissions import Officer
from webapp.audit.actors import Actor
from webapp.kit.clock import utc_now
from webapp.survey import releasing_files as files
from webapp.survey.paper_codes import ExportKind
from webapp.survey.releasing_files import NewExport

SECOND = Actor.officer(uuid.UUID(int=79))


def asked(*, by: Actor = WRITER) -> uuid.UUID:
    """A file that waits for a second person."""
    new = NewExport(
        kind=ExportKind.WORDS,
        edition_id=None,
        from_month="2026-01",
        to_month="2030-12",
        reason="The lighting team reads it, and deletes it in May.",
    )
    return files.ask(new, by=by, at=utc_now())


def agreed(*, by: Actor = WRITER) -> uuid.UUID:
    """A file that can be taken."""
    export_id, now = asked(by=by), utc_now()
    files.agree(export_id, files.fingerprint_of(export_id), by=SECOND, at=now)
    return export_id


def fill_survey_files(writer: Officer) -> dict[str, str]:
    """Files in every state that looks different; `writer` asked for some of them."""
    by, now = Actor.officer(writer.id), utc_now() + dt.timedelta(seconds=1)
    refused, taken = asked(), agreed(by=by)
    files.refuse(refused, reason="Too much at once.", by=SECOND, at=now)
    files.take(taken, by=by, key=None, at=now)
    things = {
        "file_asked": asked(),
        "file_own": asked(by=by),
        "file_agreed": agreed(by=by),
        "file_refused": refused,
        "file_taken": taken,
    }
    return {name: str(key) for name, key in things.items()}


def _asked(_officer: Officer) -> dict[str, Any]:
    return {"export_id": asked()}


EXPORT = Objects(own=_asked)


def survey_files() -> dict[str, DeskAccess]:
    """Codes for who counts; what was typed is asked for by readers and agreed to by approvers."""
    pages = {
        "exports": DeskAccess(roles=READERS | COUNTERS | APPROVERS),
        "export_answers": DeskAccess(roles=COUNTERS),
        "ask_export": DeskAccess(roles=READERS),
        "export": DeskAccess(roles=READERS | APPROVERS, objects=EXPORT),
        "agree_export": DeskAccess(roles=APPROVERS, objects=EXPORT),
        "refuse_export": DeskAccess(roles=APPROVERS, objects=EXPORT),
        "withdraw_export": DeskAccess(roles=READERS, objects=EXPORT),
        "take_export": DeskAccess(roles=READERS, objects=EXPORT),
    }
    return {f"desk.survey.{name}": access for name, access in pages.items()}
