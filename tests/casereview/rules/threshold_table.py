"""Reads threshold_cases.csv, the table of dated cases that a lawyer can read and correct.

A report is written "2026-03-04 told 2026-03-05". Instead of the first day: "about <day>", "<day> to <day>" (it went
on), "between <day> and <day>" (some day of them), "day unknown"; of the second: "about <day>", "between ...", "day
unknown", "nobody". In brackets: "(as report 1)", "(by A)", "(to somebody else)", "(to whom not said)", "(added later on
<day>)". The procedures "group, ..." are of several people who apply together. A finding is a reason, and days where it
has some.
"""

import csv
import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from webapp.casereview.rules.codes import Indicates, Why
from webapp.casereview.rules.threshold import Report
from webapp.kit.clock import LONDON
from webapp.partnership.procedures import Aggregate, ProcedureVersion, procedure_on

TABLE = Path(__file__).with_name("threshold_cases.csv")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BEGINNING = dt.date(2014, 10, 20)
PROCEDURES = {
    "standard": ProcedureVersion(valid_from=BEGINNING),
    "strict": ProcedureVersion(valid_from=BEGINNING, first_day_counts=True),
    "long": ProcedureVersion(valid_from=BEGINNING, report_window_months=2, application_window_months=12),
    "two": ProcedureVersion(valid_from=BEGINNING, threshold_number=2),
    "one": ProcedureVersion(valid_from=BEGINNING, threshold_number=1),
    "group, one person": ProcedureVersion(valid_from=BEGINNING),
    "group, community": ProcedureVersion(valid_from=BEGINNING, who_may_aggregate=Aggregate.COMMUNITY),
    "community": ProcedureVersion(valid_from=BEGINNING, who_may_aggregate=Aggregate.COMMUNITY),
}
DATED = (
    PROCEDURES["standard"],
    ProcedureVersion(valid_from=dt.date(2026, 4, 1), threshold_number=2, application_window_months=12),
)


@dataclass(frozen=True, kw_only=True)
class Expected:
    why: Why
    days: int | None
    in_time_when_started: bool


@dataclass(frozen=True, kw_only=True)
class Case:
    part: str
    shows: str
    procedure: ProcedureVersion
    started_on: dt.date | None
    applied_on: dt.date
    reports: tuple[Report, ...]
    expected: tuple[Expected, ...]
    count: int
    indicates: Indicates
    is_group: bool


def read_cases() -> list[Case]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [_case(row) for row in csv.DictReader(file)]


def _case(row: dict[str, str]) -> Case:
    applied_on = london_day(row["applied on"])
    name = row["procedure"]
    return Case(
        part=row["part"],
        shows=row["what it shows"],
        procedure=procedure_on(DATED, applied_on) if name == "dated" else PROCEDURES[name],
        started_on=dt.date.fromisoformat(row["form begun on"]) if row["form begun on"] else None,
        applied_on=applied_on,
        reports=tuple(_report(words) for words in row["reports"].split("; ") if words),
        expected=tuple(_expected(words) for words in row["findings"].split(", ") if words),
        count=int(row["count"]),
        indicates=Indicates(row["points to"]),
        is_group=name.startswith("group"),
    )


def london_day(written: str) -> dt.date:
    """A day, or the day in London at a moment given in UTC."""
    if DAY.fullmatch(written):
        return dt.date.fromisoformat(written)
    return dt.datetime.fromisoformat(written).astimezone(LONDON).date()


def _report(words: str) -> Report:
    dates, _, notes = words.partition(" (")
    happened, told = dates.split(" told ")
    incident, said = [dt.date.fromisoformat(day) for day in DAY.findall(happened)], DAY.findall(told)
    days = [dt.date.fromisoformat(day) for day in said]
    same, person = re.search(r"as report (\d+)", notes), re.search(r"by ([A-Z])", notes)
    added = re.search(r"added later on (\S+)\)", notes)
    return Report(
        incident_from=incident[0] if incident else None,
        incident_to=incident[1] if len(incident) > 1 else None,
        incident_approximately=happened.startswith(("about", "between")),
        told_on=days[0] if days else None,
        told_to=days[1] if len(days) > 1 else None,
        told_approximately=told.startswith("about"),
        agency=_whom(told, notes),
        same_as=int(same[1]) - 1 if same else None,
        person=person[1] if person else "",
        added_on=dt.date.fromisoformat(added[1]) if added else None,
    )


def _whom(told: str, notes: str) -> str:
    if told == "nobody" or "to whom not said" in notes:
        return ""
    return "other" if "to somebody else" in notes else "police"


def _expected(words: str) -> Expected:
    why, _, rest = words.partition(" ")
    days = re.match(r"\d+", rest)
    return Expected(
        why=Why(why), days=int(days[0]) if days else None, in_time_when_started="[in time when begun]" in rest
    )
