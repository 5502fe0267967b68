"""`flask --app wsgi places ...`: load postcodes and cells, import boundaries and wards, and say what there is."""

import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from flask.cli import AppGroup

from webapp.audit.actors import Actor
from webapp.kit.clock import london_today, utc_now
from webapp.places import reports, services, sources
from webapp.places.geojson import MOST_BYTES
from webapp.places.memory import known_places
from webapp.places.property_names import BoundaryFileError
from webapp.places.ward_files import WardFileError

T = TypeVar("T")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# What the Office for National Statistics asks for with its postcode directories and boundaries.
NATIONAL_STATISTICS = "Contains National Statistics data © Crown copyright and database right {year}."
BOUNDARIES = "Contains OS data © Crown copyright and database right {year}."

place_commands = AppGroup("places", help="Postcodes, boundaries and cells of the partnership's area.")


@place_commands.command("load")
def load() -> None:
    """Load the postcodes of the partnership's areas and make the cells; each start of the site does it too."""
    if sources.package_version() is None:
        sys.exit(f"The package {sources.PACKAGE} is not installed: postcodes cannot be loaded.")
    areas = sorted(known_places().areas)
    if not areas:
        sys.exit("The partnership names no postcode area: give localities.csv districts, or [area] postcode_areas.")
    at, by = utc_now(), _operator()
    postcodes, cells = services.load_postcodes(at=at, by=by), services.make_cells(at=at, by=by)
    click.echo(f"Postcodes of {', '.join(areas)}: {_said(new=postcodes)} Cells: {_said(new=cells)}")


@place_commands.command("import-boundaries")
@click.argument("file", type=FILE)
@click.option("--set", "key", required=True, help="Which set it replaces: outline, wards, police-sections ...")
@click.option("--name", required=True, help="What the set is called, with its date: Wards, May 2024.")
@click.option("--code-property", help="The property that holds an area's code; default: found by its look.")
@click.option("--name-property", help="The property that holds an area's name; default: found by its look.")
@click.option("--attribution", help="What the licence asks to be shown; default: Ordnance Survey's line, '' for none.")
def import_boundaries(
    file: Path,
    key: str,
    name: str,
    code_property: str | None,
    name_property: str | None,
    attribution: str | None,
) -> None:
    """Replace a set of boundaries by the areas of FILE: GeoJSON, longitude and latitude (WGS84, CRS84)."""
    new = services.NewBoundaries(
        key=key,
        name=name,
        content=_read(file),
        attribution=_attribution(attribution, f"{BOUNDARIES}\n{NATIONAL_STATISTICS}"),
        code_property=code_property,
        name_property=name_property,
    )
    read = _or_say(lambda: services.import_boundaries(new, at=utc_now(), by=_operator()))
    click.echo(
        f"Areas in the set {key} now: {len(read.areas)}. "
        f'Codes are from "{read.names.code_property}", names from "{read.names.name_property}".'
    )


@place_commands.command("import-postcode-wards")
@click.argument("file", type=FILE)
@click.option("--attribution", help="What the licence asks to be shown; default: National Statistics' line.")
def import_postcode_wards(file: Path, attribution: str | None) -> None:
    """Take the ward of each postcode from FILE: CSV with columns like postcode and ward_code, or Code-Point Open."""
    line = _attribution(attribution, NATIONAL_STATISTICS)
    # Codes are plain letters and figures: what else the file holds may be in any encoding.
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        read = _or_say(
            lambda: services.import_postcode_wards(
                lines, name=file.name, attribution=line, at=utc_now(), by=_operator()
            )
        )
    with_ward = sum(1 for ward in read.wards.values() if ward)
    click.echo(f"Postcodes with a ward: {with_ward}. Postcodes in none by the file: {len(read.wards) - with_ward}.")
    if read.unreadable_rows:
        click.echo(f"{read.unreadable_rows} of {read.rows} rows could not be read:")
        click.echo("\n".join(f"  {line}" for line in read.unreadable))


@place_commands.command("remove")
@click.argument("key")
def remove(key: str) -> None:
    """Take an import away: KEY as `places status` lists it, like boundaries:wards or postcode-wards."""
    _or_say(lambda: services.remove_import(key, by=_operator()))
    click.echo(f"{key} is removed.")


@place_commands.command("status")
def status() -> None:
    """Say what is loaded, how the cells came out, and how far shapes and postcode-ward file agree."""
    found = reports.list_sources()
    for source in found:
        when = f"{source.loaded_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{source.key}: {source.name}, {source.rows} rows, {when} by {source.loaded_by}")
    if not found:
        click.echo('Nothing is loaded: run "flask --app wsgi places load".')
    cells = reports.cell_report()
    if cells.merged:
        click.echo(f"{cells.cells} cells are counted as {cells.merged}; the smallest has {cells.fewest} addresses.")
    if agreement := reports.wards_agreement():
        click.echo(
            f"Wards: {agreement.same} of {agreement.compared} postcodes ({agreement.same / agreement.compared:.2%}) "
            "have the same ward by file and by shape."
        )
        for filed, drawn, count in agreement.apart:
            click.echo(f"  in {filed} by the file and in {drawn} by shape: {count}")


def _read(file: Path) -> bytes:
    """A file's content, unless it is too large to be read at all."""
    if file.stat().st_size > MOST_BYTES:
        sys.exit(
            f"{file.name} has {file.stat().st_size >> 20} MB; {MOST_BYTES >> 20} are the most: cut it to your area."
        )
    return file.read_bytes()


def _attribution(given: str | None, default: str) -> str:
    return default.format(year=london_today().year) if given is None else given[:500]


def _said(*, new: bool) -> str:
    return "loaded." if new else "nothing to do."


def _operator() -> Actor:
    return Actor.command(getpass.getuser())


def _or_say(act: Callable[[], T]) -> T:
    try:
        return act()
    except (BoundaryFileError, WardFileError, services.UnknownSourceError) as error:
        sys.exit(str(error))
