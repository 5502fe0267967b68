"""`flask --app wsgi officers ...`: the way in for whoever runs the server, and the way back for an officer."""

import getpass
import sys
import uuid
from collections.abc import Callable
from typing import TypeVar

import click
from flask.cli import AppGroup

from webapp.accounts import queries
from webapp.accounts.permissions import RoleCode
from webapp.accounts.queries import ListedOfficer
from webapp.accounts.rules import LINK_LIFE, LinkPurpose
from webapp.accounts.services import links, officers
from webapp.accounts.services.officers import OfficerRefusedError
from webapp.audit.actors import Actor
from webapp.kit.clock import utc_now
from webapp.kit.installation import current_settings
from webapp.partnership.current import current_partnership

T = TypeVar("T")
LOST = {"passphrase": LinkPurpose.PASSPHRASE, "factor": LinkPurpose.FACTOR, "both": LinkPurpose.INVITE}

officer_commands = AppGroup("officers", help="Who may work on the desk.")


@officer_commands.command("invite")
@click.argument("email")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in RoleCode]))
@click.option("--name", default="", help="The officer's name; they can change it as they start.")
@click.option("--agency", help="The key of the agency that a partner belongs to.")
@click.option("--by-email", is_flag=True, help="Send the link to EMAIL too: it lets in whoever opens it first.")
def invite(email: str, roles: tuple[str, ...], name: str, agency: str | None, *, by_email: bool) -> None:
    """Invite EMAIL and print the one-time link."""
    if agency is not None and agency not in {each.key for each in current_partnership().agencies}:
        sys.exit(f"{agency} is no agency of this partnership.")
    token = _or_say(
        lambda: links.invite(
            email=email,
            name=name,
            roles=frozenset(RoleCode(role) for role in roles),
            agency=agency,
            by_email=by_email,
            by=_actor(),
            now=utc_now(),
        )
    )
    _print_link(token)
    if by_email:
        click.echo(f"We are sending it to {email} too.", err=True)


@officer_commands.command("list")
def list_all() -> None:
    """List every officer with roles and state."""
    for listed in queries.list_officers():
        roles = " ".join(sorted(listed.officer.roles))
        click.echo(
            f"{listed.officer.email or '(first administrator)'}\t{listed.officer.name}\t{roles}\t{_state(listed)}"
        )


@officer_commands.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Shut EMAIL out at once."""
    officer_id = _find(email)
    _or_say(lambda: officers.disable(officer_id, by=_actor(), now=utc_now()))
    click.echo(f"{email} is disabled and signed out everywhere.")


@officer_commands.command("enable")
@click.argument("email")
def enable(email: str) -> None:
    """Let EMAIL sign in again."""
    officers.enable(_find(email), by=_actor())
    click.echo(f"{email} can sign in again.")


@officer_commands.command("reset")
@click.argument("email")
@click.option("--lost", type=click.Choice(list(LOST)), default="passphrase", show_default=True)
def reset(email: str, lost: str) -> None:
    """Print a one-time link by which EMAIL comes back; what was not lost is still asked for."""
    officer_id = _find(email)
    _print_link(_or_say(lambda: links.give(officer_id, purpose=LOST[lost], by=_actor(), now=utc_now())))


def first_invitation() -> str | None:
    """What `make serve` prints on a site that nobody has signed in to yet."""
    token = links.invite_first_administrator(now=utc_now())
    return (
        None if token is None else f"Nobody can sign in to the desk yet. Become its first administrator: {_link(token)}"
    )


def _print_link(token: str) -> None:
    click.echo(_link(token))
    click.echo(f"It works once, within {int(LINK_LIFE.total_seconds()) // 3600} hours.", err=True)


def _link(token: str) -> str:
    # Put together without a request: the address of `desk.accounts.link`, which a test compares.
    return f"{current_settings().desk_url}/desk/invite/{token}"


def _find(email: str) -> uuid.UUID:
    listed = queries.find_officer_by_email(email)
    if listed is None:
        sys.exit(f"There is no officer {email}.")
    return listed.officer.id


def _state(listed: ListedOfficer) -> str:
    if listed.disabled_at is not None:
        return "disabled"
    return "at work" if listed.has_started and listed.factors else "invited"


def _actor() -> Actor:
    return Actor.command(getpass.getuser())


def _or_say(act: Callable[[], T]) -> T:
    try:
        return act()
    except OfficerRefusedError as refused:
        sys.exit(str(refused))
