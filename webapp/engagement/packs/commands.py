"""`flask --app wsgi releases pack 2026Q3`: a quarter's pack, as the desk makes it, into a folder."""

import getpass
from pathlib import Path

import click
from flask.cli import with_appcontext

from webapp.audit.actors import Actor
from webapp.documents.services import NoPdfError
from webapp.engagement.packs.desk_files import FILES, file_name
from webapp.engagement.packs.desk_making import NoPackError, freeze
from webapp.engagement.packs.queries import FrozenPack, PackChangedError, get_pack, last_of
from webapp.engagement.packs.services import MadeMeanwhileError
from webapp.kit.clock import utc_now


@click.command("pack")
@click.argument("quarter")
@click.option(
    "--to", "folder", default=".", type=click.Path(file_okay=False, path_type=Path), help="Where to write it."
)
@click.option("--again", is_flag=True, help="Put a new one together, though there is one: figures may have changed.")
@with_appcontext
def pack_command(quarter: str, folder: Path, *, again: bool) -> None:
    """Write the pack of QUARTER (like 2026Q3) for the Board: a page, a PDF, a spreadsheet and a CSV file.

    The first time it is put together and kept; after that the same files are written from what was kept.
    """
    before = None if again else last_of(quarter)
    try:
        pack_id = before.id if before else freeze(quarter, by=Actor.command(getpass.getuser()), at=utc_now())
        found = get_pack(pack_id)
    except (MadeMeanwhileError, NoPackError, PackChangedError) as error:
        raise click.ClickException(str(error)) from None
    folder.mkdir(parents=True, exist_ok=True)
    _write(found, folder)


def _write(found: FrozenPack, folder: Path) -> None:
    for kind, (_media_type, make) in FILES.items():
        path = folder / file_name(found, kind)
        try:
            path.write_bytes(make(found))
        except NoPdfError as error:
            click.echo(f"{path}: not written. {error}")
        else:
            click.echo(f"{path}")
    click.echo(f"Fingerprint: {found.content_hash}")
