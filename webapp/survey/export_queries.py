"""Reads for files that leave: what was asked for, and the opened words and contacts, no more than one file holds."""

import datetime as dt
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.sealing.boxes import Keyring, PrivateKey
from webapp.sealing.services import ErasedError, opener_for
from webapp.survey.codes import Moderation, ResponseState
from webapp.survey.items import CONTACT, RESPONSE
from webapp.survey.models import ContactRequest, SurveyArea, SurveyEdition, SurveyResponse
from webapp.survey.paper_codes import BETWEEN, ExportKind
from webapp.survey.paper_models import SurveyExport
from webapp.survey.questions import KINDS
from webapp.survey.rules import Contact, read_codes

Key = PrivateKey | Keyring | None
MOST_LISTED = 50
# All of a file is opened in one request.
MOST_IN_A_FILE = 5000


class TooManyError(Exception):
    """More than one file holds: the officer asks for fewer months."""


@dataclass(frozen=True, kw_only=True)
class ShownExport:
    """An export as pages show it, its reason sealed."""

    id: uuid.UUID
    kind: ExportKind
    edition_id: uuid.UUID | None
    from_month: str
    to_month: str
    asked_by: str
    asked_on: dt.date
    taken_at: dt.datetime | None
    count: int | None


def get_export(export_id: uuid.UUID) -> ShownExport:
    """One of them. Raises NotFoundError."""
    return _shown(get_row(export_id))


def list_exports() -> list[ShownExport]:
    """The newest ones."""
    wanted = select(SurveyExport).order_by(SurveyExport.asked_on.desc(), SurveyExport.id).limit(MOST_LISTED)
    return [_shown(row) for row in db.session.scalars(wanted)]


def get_row(export_id: uuid.UUID, *, lock: bool = False) -> SurveyExport:
    """The row itself. Raises NotFoundError."""
    row = db.session.get(SurveyExport, export_id, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise NotFoundError
    return row


def words_of(export: SurveyExport, key: Key) -> list[list[str]]:
    """The words that moderators let others see, with month, area and kinds; answers that count only.

    Raises KeyMissingError, TooManyError.
    """
    wanted = (
        select(SurveyResponse, SurveyArea, SurveyEdition.slug)
        .join(SurveyArea, SurveyArea.id == SurveyResponse.area_id)
        .join(SurveyEdition, SurveyEdition.id == SurveyResponse.edition_id)
        .where(
            SurveyResponse.state == ResponseState.COUNTED,
            SurveyResponse.moderation == Moderation.READ,
            SurveyResponse.words_shown.is_not(None),
            SurveyResponse.month >= export.from_month,
            SurveyResponse.month <= export.to_month,
            *_of_edition(export),
        )
    )
    found = db.session.execute(_bounded(wanted, SurveyResponse.id)).all()
    _require_few(found)
    cells = (_words(response, area, slug, key) for response, area, slug in found)
    return [each for each in cells if each is not None]


def contacts_of(export: SurveyExport, key: Key) -> list[list[str]]:
    """The requests for contact that came in these months. Raises KeyMissingError, TooManyError."""
    first = dt.date.fromisoformat(f"{export.from_month}-01")
    end = dt.date.fromisoformat(f"{export.to_month}-01") + dt.timedelta(days=31)
    wanted = select(ContactRequest).where(
        ContactRequest.received_on >= first, ContactRequest.received_on < end.replace(day=1)
    )
    found = db.session.scalars(_bounded(wanted, ContactRequest.id)).all()
    _require_few(found)
    cells = (_contact(row, key) for row in found)
    return [each for each in cells if each is not None]


def _of_edition(export: SurveyExport) -> list[ColumnElement[bool]]:
    return [] if export.edition_id is None else [SurveyResponse.edition_id == export.edition_id]


def _bounded(wanted: Select, by: Any) -> Select:  # type: ignore[type-arg]
    # Ids are random: their order tells nothing of when something came.
    return wanted.order_by(by).limit(MOST_IN_A_FILE + 1)


def _require_few(found: Iterable[object]) -> None:
    if len(list(found)) > MOST_IN_A_FILE:
        raise TooManyError


def _words(row: SurveyResponse, area: SurveyArea, slug: str, key: Key) -> list[str] | None:
    try:
        shown = opener_for(row, RESPONSE, key=key).text("words_shown", row.words_shown)
    except ErasedError:
        return None
    kinds = BETWEEN.join(read_codes(row.codes).get(KINDS, ()))
    return [slug, row.month, area.town, area.locality, area.ward, row.language, kinds, shown] if shown else None


def _contact(row: ContactRequest, key: Key) -> list[str] | None:
    try:
        text = opener_for(row, CONTACT, key=key).text("contact", row.contact)
    except ErasedError:
        return None
    kept = Contact(**json.loads(text or "{}"))
    about = (kept.name, kept.email, kept.telephone, kept.safe, kept.about)
    return [row.reference, row.received_on.isoformat(), row.language, str(row.state), *about]


def _shown(row: SurveyExport) -> ShownExport:
    return ShownExport(
        id=row.id,
        kind=ExportKind(row.kind),
        edition_id=row.edition_id,
        from_month=row.from_month,
        to_month=row.to_month,
        asked_by=row.asked_by,
        asked_on=row.asked_on,
        taken_at=row.taken_at,
        count=row.count,
    )
