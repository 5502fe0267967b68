"""`flask --app wsgi venues import FILE` and `venues export`: lists of places in and out; `venues remove-samples`."""

import getpass
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from webapp.audit.actors import Actor
from webapp.kit.clock import utc_now
from webapp.venues import services
from webapp.venues.downloads import columns, csv_lines, officers
from webapp.venues.downloads.frames import Form
from webapp.venues.downloads.public import lines_of, public_list
from webapp.venues.hours import day_of
from webapp.venues.importing import carrying, desk_wording
from webapp.venues.importing.applying import ChangedMeanwhileError
from webapp.venues.importing.faults import UnreadableError
from webapp.venues.importing.lists import Options, form_of, planned
from webapp.venues.importing.planning import Act, Choice
from webapp.venues.importing.reports import Report
from webapp.venues.importing.source import Source, squeeze
from webapp.venues.schemes import SCHEMES, SchemeCode

MOST_PRINTED = 50

venue_commands = AppGroup("venues", help="Safe Places and Unity Promise venues.")


@venue_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--form", type=click.Choice([form.value for form in Form]), help="Default: found by how the file begins.")
@click.option("--scheme", type=click.Choice([scheme.code.value for scheme in SCHEMES]), help="For rows without one.")
@click.option(
    "--doubles",
    type=click.Choice([choice.value for choice in Choice]),
    default=Choice.SKIP.value,
    show_default=True,
    help="What rows are that may be about venues which are here: the same, new ones, or to be left out.",
)
@click.option("--apply", "is_applied", is_flag=True, help="Keep it; without this it is only read.")
def import_list(file: Path, form: str | None, scheme: str | None, doubles: str, *, is_applied: bool) -> None:
    """Read a list of venues (docs/venue-lists.md) and print what it would do; with --apply do it, all or nothing."""
    options = Options(scheme=SchemeCode(scheme) if scheme else None, otherwise=Choice(doubles))
    try:
        with file.open("rb") as opened:
            source = squeeze(opened)
        report = _run(source, file.name, Form(form) if form else form_of(source), options, is_applied=is_applied)
    except ChangedMeanwhileError:
        raise click.ClickException("Somebody is changing venues: nothing was kept. Try again.") from None
    except UnreadableError as error:
        raise click.ClickException(desk_wording.file_words((error.wrong.value, error.line, error.name))) from None
    _print(report)
    click.echo("Applied." if is_applied else "Nothing was kept: this was a trial. Add --apply to keep it.")
    sys.exit(1 if report.counts[Act.REFUSE] else 0)


@venue_commands.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--form", type=click.Choice([form.value for form in Form]), default=Form.CSV.value, show_default=True)
@click.option("--all", "everything", is_flag=True, help="Also venues that are not listed, with facts of memberships.")
def export_list(file: Path | None, form: str, *, everything: bool) -> None:
    """Write the public list to FILE or to the screen; with --all the officers' own list, as CSV."""
    if everything and form != Form.CSV.value:
        raise click.UsageError("--all is a CSV file.")
    if everything:
        lines = csv_lines.csv_lines(officers.officers_rows(), columns.OFFICERS_COLUMNS)
    else:
        lines = lines_of(public_list(utc_now()), Form(form))
    if file is None:
        for line in lines:
            click.echo(line, nl=False)
        return
    file.touch(mode=0o600)
    with file.open("w", encoding="utf-8", newline="") as opened:
        opened.writelines(lines)
    click.echo(f"{file} is written.", err=True)


@venue_commands.command("remove-samples")
def remove_samples() -> None:
    """Delete every example place, with all that hangs on it; they do not come back."""
    removed = services.remove_samples(by=Actor.command(getpass.getuser()), at=utc_now())
    click.echo(f"{removed} example places removed." if removed else "There are no example places.")


def _run(source: Source, name: str, form: Form, options: Options, *, is_applied: bool) -> Report:
    at = utc_now()
    if is_applied:
        by = Actor.command(getpass.getuser())
        return carrying.apply_at_once(source, name=name, form=form, options=options, by=by, at=at)
    report = Report()
    for _ in planned(source, form, options, report, today=day_of(at)):
        pass
    return report


def _print(report: Report) -> None:
    click.echo(f"Rows: {report.rows}")
    for act, words in desk_wording.ACTS.items():
        if report.counts[act]:
            click.echo(f"{words}: {report.counts[act]}")
    click.echo(f"Memberships that are listed by it: {report.listed}")
    if report.unread:
        click.echo(f"Columns that are not read: {', '.join(report.unread)}")
    for remark in report.remarks.values():
        click.echo(f"{desk_wording.remark_words(remark)} ({remark.count} rows, the first is {remark.line})")
    for error in report.errors[:MOST_PRINTED]:
        click.echo(f"Row {error.line}, {error.name}: {' '.join(map(desk_wording.fault_words, error.faults))}")
    if len(report.errors) > MOST_PRINTED:
        click.echo(f"And {report.counts[Act.REFUSE] - MOST_PRINTED} refused rows more.")
    for asked in report.asked[:MOST_PRINTED]:
        click.echo(f"Row {asked.line}, {asked.name}: may be {asked.venue}, {asked.metres} metres away.")
