"""`flask --app wsgi figures ...`: figures that partners publish, and the columns of the analysts' tables."""

import getpass
import time
import uuid
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from webapp.audit.actors import Actor
from webapp.engagement.analysis import keeping, queries, services
from webapp.engagement.analysis.partner_files import PoliceFile, read_police_file, read_population_file
from webapp.engagement.analysis.partner_rows import PartnerFileError
from webapp.engagement.analysis.placing import KnownPlaces, known_codes
from webapp.engagement.analysis.services import OPEN_LICENCE, POLICE_SOURCE, Imported, Origin
from webapp.kit.clock import utc_now

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LICENCE = click.option("--licence", default=OPEN_LICENCE, show_default=True, help="On which terms they may be shown.")

figure_commands = AppGroup("figures", help="Figures that partners publish, shown beside residents' answers.")


@click.command("import-police")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--force", default="", help="Whose figures they are, where a file does not say: 'Dorset Police'.")
@click.option("--district", "districts", multiple=True, help="A district of ours as LSOA name has it; may be repeated.")
@click.option("--source", default=POLICE_SOURCE, show_default=True, help="Where the files come from.")
@LICENCE
@with_appcontext
def import_police_command(
    files: tuple[Path, ...], force: str, districts: tuple[str, ...], source: str, licence: str
) -> None:
    """Count the incidents in FILES, street CSV files of data.police.uk (plain or .gz), by ward, month and type.

    A month that is there already is replaced; while any row is wrong nothing is taken in at all.
    """
    places = KnownPlaces(districts)
    try:
        read = [read_police_file(file, places, force=force, tell=_tell) for file in files]
        done = services.import_police(read, Origin(source=source, licence=licence), at=utc_now(), by=_operator())
    except PartnerFileError as error:
        raise click.ClickException(f"{error}\nNothing was taken in.") from None
    for file in read:
        _print(file)
    _say(done)


@click.command("import-denominators")
@click.argument("file", type=FILE)
@click.option("--publisher", default="Office for National Statistics", show_default=True, help="Who counted.")
@click.option("--year", default="", help="Of which year, where the column's name does not say.")
@click.option("--source", required=True, help="Which publication the figures are from.")
@LICENCE
@with_appcontext
def import_denominators_command(file: Path, publisher: str, year: str, source: str, licence: str) -> None:
    """Take in how many people live in each ward, or give each answer about themselves, from FILE (docs/analysis.md)."""
    try:
        year, counts = read_population_file(file, known_codes(), year=year)
    except PartnerFileError as error:
        raise click.ClickException(f"{error}\nNothing was taken in.") from None
    origin = Origin(source=source, licence=licence)
    done = services.import_population(publisher[:80], year, counts, origin, at=utc_now(), by=_operator())
    click.echo(f"People in all: {sum(counts.values()):,} in {len(counts)} rows.")
    _say(done)


@figure_commands.command("list")
def list_figures() -> None:
    """Say what is imported."""
    for each in queries.list_files():
        click.echo(f"{each.id.hex}  {each.kind.value} {_period(each)}: {each.publisher}, {each.rows:,}; {each.source}")


@figure_commands.command("remove")
@click.argument("file_id", type=click.UUID)
def remove_figures(file_id: uuid.UUID) -> None:
    """Take the figures FILE_ID, as `figures list` names them, away."""
    services.remove_file(file_id, by=_operator())
    click.echo("Removed.")


@figure_commands.command("snapshot")
def build_snapshot() -> None:
    """Read all counted answers into columns now; the worker does it by itself every quarter of an hour."""
    began = time.perf_counter()
    built = keeping.build_anew()
    seconds = time.perf_counter() - began
    click.echo(f"{built.size:,} answers in {seconds:.1f} s; {built.bytes_held / 2**20:.1f} MB of columns.")


figure_commands.add_command(import_police_command)
figure_commands.add_command(import_denominators_command)


def _tell(done: str, rows: int) -> None:
    click.echo(f"{rows:,} rows {done}", err=True)


def _print(file: PoliceFile) -> None:
    ours = sum(month.rows for month in file.months)
    click.echo(f"{file.name}: {file.rows:,} rows, {ours:,} of them in our area, {file.elsewhere:,} elsewhere.")
    if unplaced := sum(month.unplaced for month in file.months):
        click.echo(f"  In no ward that is known: {unplaced:,}. They count for the whole area alone.")


def _say(done: Imported) -> None:
    for what, periods in (("New", done.new), ("Replaced", done.replaced), ("As before", done.same)):
        if periods:
            click.echo(f"{what}: {', '.join(periods)}")


def _period(file: queries.ImportedFile) -> str:
    return f"{file.period} by {file.about}" if file.about else file.period


def _operator() -> Actor:
    return Actor.command(getpass.getuser())
