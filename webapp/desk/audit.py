"""The audit for auditors: who did what to which record, filtered by the address, and as a file."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, stream_with_context, url_for

from webapp.accounts.access import current_actor, officers
from webapp.accounts.permissions import Permission
from webapp.audit import queries
from webapp.audit.queries import Act, Filters, Place
from webapp.audit.services import record_export
from webapp.desk.gate import bp
from webapp.desk.people import Names
from webapp.kit.clock import LONDON, utc_now
from webapp.kit.htmx import render_page_or_fragment
from webapp.kit.spreadsheets import spreadsheet_safe

FIELDS = {"actor": 80, "act": 60, "kind": 40, "key": 120}
EXPORT_COLUMNS = ("chain", "seq", "at", "actor", "act", "kind", "key", "changes", "reason", "row_hash")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The filters as they stand in the address; a date that is none filters nothing and is shown again."""

    values: Mapping[str, str]

    @classmethod
    def from_values(cls, given: Mapping[str, str]) -> "Asked":
        """Read an address or a form, with nothing trusted."""
        texts = {
            name: "".join(filter(str.isprintable, given.get(name, "")))[:most].strip() for name, most in FIELDS.items()
        }
        days = {name: given.get(name, "")[:10] for name in ("since", "until")}
        return cls(values={name: value for name, value in (texts | days).items() if value})

    @property
    def filters(self) -> Filters:
        """What the audit is asked for; days are London's, the last one included."""
        since, until = (_day(self.values.get(name, "")) for name in ("since", "until"))
        return Filters(
            **{name: self.values.get(name, "") for name in FIELDS},
            since=None if since is None else _midnight(since),
            before=None if until is None or until == dt.date.max else _midnight(until + dt.timedelta(days=1)),
        )


@bp.get("/audit")
@officers(Permission.AUDIT)
def audit() -> Response:
    """A page of acts, the newest first."""
    asked = Asked.from_values(request.args)
    arguments: dict[str, Any] = dict(asked.values)
    found = queries.list_acts(asked.filters, after=Place.parse(request.args.get("after", "")))
    actors = queries.list_codes("actor")
    return render_page_or_fragment(
        "desk/audit.html",
        "desk/_audit.html",
        asked=asked.values,
        found=found,
        older=found.older and url_for(".audit", **arguments, after=str(found.older)),
        is_first="after" not in request.args,
        actors=actors,
        acts=queries.list_codes("act"),
        kinds=queries.list_codes("kind"),
        names=Names.of(actors=[*actors, *(act.actor for act in found.acts)]),
        most_exported=queries.MOST_EXPORTED,
    )


@bp.post("/audit/export")
@officers(Permission.AUDIT)
def export_audit() -> Response:
    """The acts that match as a CSV file. It leaves the site, so taking it is an act of its own."""
    asked = Asked.from_values(request.form)
    record_export(by=current_actor(), filters=asked.values)
    lines = csv_lines(queries.export_acts(asked.filters))
    response = Response(stream_with_context(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{utc_now():%Y-%m-%d}.csv"'
    return response


def csv_lines(acts: Iterable[Act]) -> Iterator[str]:
    """The file, with a byte order mark so that spreadsheets read the letters right."""
    yield "\ufeff" + _line(EXPORT_COLUMNS)
    for act in acts:
        values = (act.chain, act.seq, act.at.isoformat(), act.actor, act.act, act.kind, act.key)
        yield _line((*values, json.dumps(dict(act.changes)), act.reason, act.row_hash))


def _line(values: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([spreadsheet_safe(str(value)) for value in values])
    return text.getvalue()


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: dt.date, zone: ZoneInfo = LONDON) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, zone)
