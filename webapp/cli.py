"""The command line: one group per slice, thin over the services."""

import getpass
import mimetypes
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from webapp.accounts.commands import officer_commands
from webapp.accounts.permissions import Permission
from webapp.accounts.services.telling import addresses_of_those_who_may
from webapp.audit import services as audit
from webapp.audit.actors import Actor
from webapp.audit.commands import audit_commands
from webapp.casereview.commands import casereview_commands
from webapp.engagement.analysis.commands import figure_commands
from webapp.engagement.packs.commands import pack_command
from webapp.engagement.releases.commands import release_commands
from webapp.enquiries.commands import enquiry_commands
from webapp.kit.clock import london_today, utc_now
from webapp.kit.data_held import describe_data
from webapp.notices.commands import worker_commands
from webapp.partnership import PartnershipError, create_partnership
from webapp.partnership.current import current_partnership, default_language
from webapp.places.commands import place_commands
from webapp.publishing import services
from webapp.publishing.importing import ImportedDocument, ImportRefused, slug_for
from webapp.publishing.kinds import KIND_BY_CODE, KINDS
from webapp.publishing.reading_alone import read_alone
from webapp.publishing.rules import PublishingRefusedError, check_publishing_alone
from webapp.sealing.commands import database_commands, keys_commands
from webapp.sealing.events import KeyEvent
from webapp.site.commands import content_commands
from webapp.site.rules import overdue_lines
from webapp.starter import load_site
from webapp.survey.commands import survey_commands
from webapp.venues.commands import venue_commands

T = TypeVar("T")
IMPORTED_ENDINGS = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")

partnership_commands = AppGroup("partnership", help="A partnership's settings folder.")
publication_commands = AppGroup("publications", help="Documents of the register.")
site_commands = AppGroup("site", help="The site's own pages.")
starter_commands = AppGroup("starter", help="The partnership's starter content.")


def register_commands(app: Flask) -> None:
    """Add every group to `flask --app wsgi`."""
    for group in (partnership_commands, publication_commands, site_commands, starter_commands):
        app.cli.add_command(group)
    app.cli.add_command(content_commands)
    app.cli.add_command(keys_commands(_audit_key_act))
    app.cli.add_command(database_commands())
    app.cli.add_command(audit_commands)
    app.cli.add_command(casereview_commands)
    app.cli.add_command(enquiry_commands)
    app.cli.add_command(figure_commands)
    release_commands.add_command(pack_command)
    app.cli.add_command(release_commands)
    app.cli.add_command(officer_commands)
    app.cli.add_command(survey_commands)
    app.cli.add_command(venue_commands)
    app.cli.add_command(place_commands)
    app.cli.add_command(worker_commands(lambda: addresses_of_those_who_may(Permission.NOTICES)))
    app.cli.add_command(data_we_hold)


@click.command("data-we-hold")
@with_appcontext
def data_we_hold() -> None:
    """Print what each column holds and how long, as docs/data-we-hold.md."""
    click.echo(describe_data(), nl=False)


@partnership_commands.command("new")
@click.argument("name")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to write it; default: a folder named after it.")
def new_partnership(name: str, folder: Path | None) -> None:
    """Write an empty, valid settings folder for the partnership NAME, with a checklist."""
    target = folder or Path(slug_for(name))
    _or_say(lambda: create_partnership(target, name))
    click.echo(f"{target} is written. Work through {target / 'CHECKLIST.md'}, then start with PARTNERSHIP={target}.")


@site_commands.command("check-numbers")
def check_numbers() -> None:
    """List the support numbers whose check is overdue; ends with 1 if there are any, for a daily job to notice."""
    lines = overdue_lines(current_partnership().support_numbers, london_today())
    for line in lines:
        click.echo(line)
    sys.exit(1 if lines else 0)


@starter_commands.command("load")
def load() -> None:
    """Load the starter content; what is there already stays as it is."""
    changed = load_site(at=utc_now())
    click.echo(f"Starter content: {changed} new or changed." if changed else "Starter content: nothing to do.")


@publication_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice([kind.code for kind in KINDS]), default="annual_report", show_default=True)
@click.option("--title", help="The title; default: the document's own.")
@click.option("--slug", help="The last part of the address; default: made from the title.")
@click.option("--summary", default="", help="Two plain sentences for the list.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The date on the document, like 2026-03-09.")
@click.option("--publisher", help="Who published it, where that is another partnership.")
@click.option("--language", help="The document's language; default: the partnership's first.")
@click.option(
    "--publish", is_flag=True, help="Show it to the public at once (not for kinds that need a second person)."
)
def import_publication(
    file: Path,
    kind: str,
    title: str | None,
    slug: str | None,
    summary: str,
    day: datetime | None,
    publisher: str | None,
    language: str | None,
    *,
    publish: bool,
) -> None:
    """Import FILE (.txt, .md, .html, .docx or .pdf) as a publication and print what was kept, dropped and uncertain."""
    if publish:
        # Said before anything is stored, so that a refusal leaves nothing behind.
        _or_say(lambda: check_publishing_alone(kind, sensitive=KIND_BY_CODE[kind].sensitive))
    source = file.read_bytes()
    document = _read(file, title)
    address = slug or slug_for(document.title)
    _print_report(file.name, document)
    new = services.NewVersion(
        slug=address,
        kind=kind,
        renditions=[services.NewRendition(language=language or default_language(), document=document, summary=summary)],
        source_name=file.name,
        source=source,
        made_by=str(_operator()),
        made_at=utc_now(),
        publisher=publisher,
        document_date=_day(day),
        files=[services.NewFile(name=file.name, media_type=_media_type(file), content=source)],
    )
    number = _or_say(lambda: services.import_version(new, publish_now=publish, by=_operator()))
    state = "published" if publish else "kept as a draft"
    click.echo(f"Version {number} {state}: /publications/{address}")


@publication_commands.command("recall")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def recall(files: tuple[Path, ...]) -> None:
    """Print how completely each of FILES would be imported; nothing is stored."""
    for file in files:
        document = _read(file, None)
        click.echo(_recall_line(file.name, document))


def _read(file: Path, title: str | None) -> ImportedDocument:
    if file.suffix.lower() not in IMPORTED_ENDINGS:
        sys.exit(f"{file.name} cannot be imported: give a file that ends in {' or '.join(IMPORTED_ENDINGS)}.")
    return _or_say(lambda: read_alone(file.read_bytes(), name=file.name, title=title, progress=_progress()))


def _progress() -> Callable[[int, int], None] | None:
    """Tell how far a long document is, where somebody is watching."""
    if not sys.stderr.isatty():
        return None
    return lambda done, total: click.echo(f"\r{done} of {total} ", nl=done >= total, err=True)


def _print_report(name: str, document: ImportedDocument) -> None:
    click.echo(_recall_line(name, document))
    for line in document.dropped:
        click.echo(f"  line {line.line}: left out ({line.reason}): {line.text[:100]}")
    for finding in document.findings:
        click.echo(f"  line {finding.line}: {finding.message}")


def _recall_line(name: str, document: ImportedDocument) -> str:
    recall_of = document.recall
    return (
        f"{name}: {recall_of.kept:.2%} of the source's word pairs are in the pages, {recall_of.own:.2%} of the pages' "
        f"are in the source; {len(document.pages)} pages, {len(document.tables)} tables, "
        f"{len(document.paragraphs)} numbered paragraphs, {len(document.dropped)} lines left out, "
        f"{len(document.findings)} findings. Title: {document.title}"
    )


def _media_type(file: Path) -> str:
    return (
        "text/markdown"
        if file.suffix.lower() == ".md"
        else mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _audit_key_act(event: KeyEvent) -> None:
    audit.record(event.act, by=_operator(), kind=event.kind, key=event.key, changes=event.changes)


def _operator() -> Actor:
    return Actor.command(getpass.getuser())


def _or_say(act: Callable[[], T]) -> T:
    try:
        return act()
    except (ImportRefused, PublishingRefusedError, PartnershipError) as error:
        sys.exit(str(error))
