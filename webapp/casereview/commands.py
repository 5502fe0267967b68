"""`flask --app wsgi casereview import FILE`: open cases from a list, all or none."""

import getpass
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from webapp.audit.actors import Actor
from webapp.casereview.cases import retention
from webapp.casereview.imports import services as importing
from webapp.casereview.imports.services import MOST_FAULTS, Report
from webapp.kit.clock import london_today
from webapp.kit.csv_sheets import MOST_BYTES, UnreadableError

casereview_commands = AppGroup("casereview", help="ASB case reviews.")


@casereview_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read it and say what would happen; keep nothing.")
def import_cases(file: Path, *, dry_run: bool) -> None:
    """Take in the open cases of FILE (docs/case-review-agencies.md), all of them or none."""
    if file.stat().st_size > MOST_BYTES:
        raise click.ClickException("The file is too large for a list of open cases.")
    by = Actor.command(getpass.getuser())
    try:
        report = importing.run(file.read_bytes(), today=london_today(), by=by, is_kept=not dry_run)
    except UnreadableError as error:
        raise click.ClickException(str(error)) from None
    _print(report)
    if report.faults:
        click.echo("Nothing was taken in. Put these right, and try again.")
        sys.exit(1)
    if dry_run:
        click.echo("Nothing was taken in: this was a trial. Leave --dry-run out to take the cases in.")
        return
    click.echo(f"Taken in: {report.added}")
    for number, reference in report.references:
        click.echo(f"{number}: {reference}")


@casereview_commands.command("sweep")
@click.option("--dry-run", is_flag=True, help="Only say how many would go.")
def sweep_cases(*, dry_run: bool) -> None:
    """Erase cases whose time is over and that no legal hold keeps; the worker does the same every six hours."""
    today = london_today()
    if dry_run:
        click.echo(f"Would erase: {retention.would_sweep(today)}")
        return
    click.echo(f"Erased: {retention.sweep(today=today, by=Actor.command(getpass.getuser()))}")


def _print(report: Report) -> None:
    click.echo(f"Rows: {report.rows}")
    click.echo(f"In already: {report.known}")
    for state, count in sorted(report.states.items()):
        click.echo(f"{state.replace('_', ' ').capitalize()}: {count}")
    for fault in report.faults[:MOST_FAULTS]:
        column = f", {fault.column}" if fault.column else ""
        click.echo(f"Line {fault.line}{column}: {fault.words}.")
    if len(report.faults) > MOST_FAULTS:
        click.echo(f"And {len(report.faults) - MOST_FAULTS} more.")
