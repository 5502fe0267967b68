"""`flask --app wsgi releases prepare|verify|list`: a release made, looked at again, and what there is."""

import getpass
import sys

import click
from flask.cli import AppGroup

from webapp.audit.actors import Actor
from webapp.engagement.releases import queries, services
from webapp.engagement.releases.codes import Fault
from webapp.engagement.releases.items import FAULTS
from webapp.engagement.releases.queries import Draft
from webapp.engagement.releases.services import ReleaseRefusedError, Verification
from webapp.kit.clock import london_today

release_commands = AppGroup("releases", help="What people told us: releases of figures.")
# So often a long making says how far it is: each so many parts of a hundred.
TOLD_EVERY = 5


@release_commands.command("prepare")
@click.option("--quarter", "newest", help="The newest quarter in it, like 2026Q2.")
def prepare(newest: str | None) -> None:
    """Make the release of a quarter; a second person publishes it on the desk."""
    progress = _Progress()
    try:
        release_id = services.prepare(
            newest=newest, by=Actor.command(getpass.getuser()), today=london_today(), told=progress.tell
        )
    except ReleaseRefusedError as error:
        raise click.ClickException(_words(error.fault)) from None
    draft = queries.get_draft(release_id)
    click.echo(f"{draft.slug} is made: ask for a second person at /desk/releases/{draft.id}")
    _print_proof(draft)


@release_commands.command("verify")
@click.argument("slug", required=False)
@click.option("--quick", is_flag=True, help="Only look whether each is what was published; without the solver.")
def verify(slug: str | None, *, quick: bool) -> None:
    """Look again at one public release, or at all: its bytes, and the proof that nobody can be worked out."""
    releases = queries.list_releases() if slug is None else (queries.find_release(slug),)
    wrong = 0
    for release in releases:
        if release is None:
            raise click.ClickException(f"There is no public release {slug}.")
        found = services.verify(release.id, prove=not quick)
        _print(found)
        wrong += not found.is_right
    if wrong:
        sys.exit(1)


@release_commands.command("list")
def list_all() -> None:
    """Print every release, public or not, the newest first."""
    drafts = queries.list_drafts()
    for draft in drafts:
        published = f", public since {draft.published_on}" if draft.published_on else ""
        progress = f" {draft.progress}%" if draft.state == "preparing" else ""
        why = f": {_words(draft.fault)}" if draft.fault else ""
        click.echo(f"{draft.slug}: {draft.state.value}{progress}{published}{why}")
    if not drafts:
        click.echo("There is no release yet.")


class _Progress:
    """Says now and then how far the making is."""

    def __init__(self) -> None:
        self._next = 0

    def tell(self, done: int, of: int) -> None:
        """So many steps of so many are done."""
        part = 100 * done // of if of else 0
        if part >= self._next:
            click.echo(f"{part}% done", err=True)
            self._next = part + TOLD_EVERY


def _words(fault: Fault) -> str:
    return str(FAULTS[fault])


def _print_proof(draft: Draft) -> None:
    proof = draft.proof or {}
    click.echo(f"Hidden figures: {proof.get('hidden')}, of them fewer than 10 people: {proof.get('primary')}")
    click.echo(f"Proved that each may be anything from 0 to 9: {proof.get('proved')}")


def _print(found: Verification) -> None:
    click.echo(f"{found.slug}: {'as it was published' if found.is_whole else 'NOT WHAT WAS PUBLISHED'}")
    if found.is_proved is not None:
        click.echo("  nobody can be worked out: proved again" if found.is_proved else "  THE PROOF FAILS")
    if not found.is_counted_alike:
        click.echo("  the survey counts otherwise by now: answers were taken out, let in or added since")
