"""`flask --app wsgi survey import FILE.csv` and `survey export FILE.csv`: answers on paper in, coded answers out."""

import getpass
import re
import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from webapp.audit.actors import Actor
from webapp.kit.clock import london_today
from webapp.kit.csv_sheets import MOST_BYTES, UnreadableError
from webapp.kit.errors import NotFoundError
from webapp.kit.installation import current_settings
from webapp.partnership.current import current_partnership
from webapp.survey import editions, import_runs
from webapp.survey.editions import Edition
from webapp.survey.exporting import Wanted, coded_file
from webapp.survey.import_runs import MOST_FAULTS, Report
from webapp.survey.rules import missing_signature


def _month(_context: click.Context, _option: click.Parameter, typed: str) -> str:
    if typed and not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", typed):
        raise click.BadParameter("Write the year and the month, like 2026-11.")
    return typed


MONTH: dict[str, Any] = {"default": "", "callback": _month, "help": "A month like 2026-11."}

survey_commands = AppGroup("survey", help="The survey of residents.")


@survey_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", "slug", required=True, help="The survey that the answers belong to: its name in addresses.")
@click.option(
    "--apply", "is_applied", is_flag=True, help="Take the rows in; without this the file is only looked through."
)
def import_answers(file: Path, slug: str, *, is_applied: bool) -> None:
    """Look through a file of paper forms or of an earlier survey (docs/survey-import-export.md).

    With --apply take its rows in: none while any row is wrong, and no row twice.
    """
    edition, today, by = _edition(slug), london_today(), Actor.command(getpass.getuser())
    if is_applied and not current_settings().is_local and (missing := missing_signature(current_partnership())):
        raise click.ClickException(f"The survey may not take answers yet: {missing.value} is missing.")
    with file.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    try:
        report = import_runs.look_through(data, edition, today=today, tell=_tell)
    except UnreadableError as error:
        raise click.ClickException(f"{error} Nothing was taken in.") from None
    _print(report)
    if report.refused:
        click.echo("Nothing was taken in: put these rows right, then import the file again.")
        sys.exit(1)
    if not is_applied:
        click.echo("Nothing was taken in: this was a trial. Add --apply to take the rows in.")
        return
    added = import_runs.take_in(data, edition, today=today, by=by, tell=_tell)
    click.echo(f"Taken in: {added}")


@survey_commands.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--edition", "slug", help="One survey only.")
@click.option("--from", "from_month", **MONTH)
@click.option("--to", "to_month", **MONTH)
def export_answers(file: Path | None, slug: str | None, from_month: str, to_month: str) -> None:
    """Write the answers in codes to FILE or to the screen: no words, no contacts, nothing about the person."""
    edition_id = _edition(slug).id if slug else None
    wanted = Wanted(edition_id=edition_id, from_month=from_month, to_month=to_month)
    lines = coded_file(wanted, by=Actor.command(getpass.getuser()))
    if file is None:
        for line in lines:
            click.echo(line, nl=False)
        return
    file.touch(mode=0o600)
    with file.open("w", encoding="utf-8", newline="") as opened:
        opened.writelines(lines)
    click.echo(f"{file} is written.", err=True)


def _edition(slug: str) -> Edition:
    try:
        return editions.edition(slug)
    except NotFoundError:
        raise click.ClickException(f"There is no survey {slug}.") from None


def _tell(done: str, rows: int) -> None:
    click.echo(f"{rows:,} rows {done}", err=True)


def _print(report: Report) -> None:
    click.echo(f"Rows: {report.rows}")
    click.echo(f"In already: {report.known}")
    for month, count in sorted(report.months.items()):
        click.echo(f"Of {month}: {count}")
    if report.with_words:
        click.echo(f"With words, which come into the queue: {report.with_words}")
    if report.with_flag:
        click.echo(f"With words that raise a safeguarding flag, to be looked at the same day: {report.with_flag}")
    if report.refused:
        click.echo(f"Refused: {report.refused}")
    for fault in report.faults:
        column = f", {fault.column}" if fault.column else ""
        click.echo(f"Line {fault.line}{column}: {fault.words}.")
    if len(report.faults) == MOST_FAULTS:
        click.echo(f"Only the first {MOST_FAULTS} are shown.")
