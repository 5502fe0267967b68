"""`flask --app wsgi enquiries sweep`: erase what was kept long enough, or say what would be erased."""

import getpass

import click
from flask.cli import AppGroup

from webapp.audit.actors import Actor
from webapp.enquiries import queries, retention
from webapp.kit.clock import london_today

enquiry_commands = AppGroup("enquiries", help="Messages and data protection complaints.")


@enquiry_commands.command("sweep")
@click.option("--dry-run", is_flag=True, help="Only say how many would be erased.")
def sweep(*, dry_run: bool) -> None:
    """Erase closed enquiries whose time is over; the worker does it by itself, four times a day."""
    today = london_today()
    if dry_run:
        counts, verb = queries.count_outdated(today), "would be erased"
    else:
        counts, verb = retention.sweep(today=today, by=Actor.command(getpass.getuser())).erased, "erased"
    for kind, count in counts.items():
        click.echo(f"{kind}: {count} {verb}")
    if not any(counts.values()):
        click.echo("Nothing is old enough.")
