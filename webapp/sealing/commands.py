"""The `keys` and `database` commands: thin, over sealing's services.

Sealing lies below the audit, so whoever registers these says how an act is written down: `tell` is called inside the
transaction of the act.
"""

import datetime as dt
import sys
import uuid
from collections.abc import Callable
from typing import TypeVar

import click
from flask.cli import AppGroup

from webapp.kit.clock import LONDON, utc_now
from webapp.kit.transaction import transaction
from webapp.sealing import escrow, handover, inventory, rotation, tiers, unlocking
from webapp.sealing.boxes import KeyMissingError, PrivateKey, SealBrokenError
from webapp.sealing.events import KeyEvent
from webapp.sealing.holding import NotHeldHereError
from webapp.sealing.models import Purpose
from webapp.sealing.services import make_missing_keys

T = TypeVar("T")
Tell = Callable[[KeyEvent], None]
PURPOSES = click.Choice([purpose.value for purpose in Purpose])
REFUSALS = (
    KeyMissingError,
    NotHeldHereError,
    SealBrokenError,
    escrow.SharesRefusedError,
    handover.NotHandedOverError,
    rotation.NotYetError,
    tiers.RoleRefusedError,
    unlocking.UnlockRefusedError,
)
OFFICER = click.option(
    "--officer", "officer_id", type=click.UUID, help="An officer who holds the key, where no file is here."
)


def keys_commands(tell: Tell) -> AppGroup:
    """The group `keys`; `tell` writes an act into the audit."""
    group = AppGroup("keys", help="The keys that sealed records are opened with (docs/keys.md).")
    group.command("list")(list_keys)
    _add_rotation(group, tell)
    _add_escrow(group, tell)

    @group.command("hand-over")
    def hand_over() -> None:
        """On a desk of its own: remove the content key's file once officers hold the key."""
        events = _or_say(lambda: _told_all(handover.hand_over, tell))
        click.echo(f"{len(events)} files removed: from now on the officers' passphrases open the content.")

    return group


def database_commands() -> AppGroup:
    """The group `database`."""
    group = AppGroup("database", help="The database's roles.")

    @group.command("grant-roles")
    @click.option("--public", "role", required=True, metavar="ROLE", help="The role that TIER=public connects as.")
    @click.option("--print", "only_print", is_flag=True, help="Print the SQL and run nothing.")
    def grant_roles(role: str, *, only_print: bool) -> None:
        """Give the public tier's PostgreSQL role exactly its rights; run it after every upgrade."""
        lines = list(tiers.statements(role)) if only_print else _or_say(lambda: tiers.grant_public_rights(role))
        for line in lines:
            click.echo(f"{line};")

    return group


def list_keys() -> None:
    """List every key, how many records it opens and who holds it; ends with 1 when something needs attention."""
    _or_say(make_missing_keys)
    warned = False
    for entry in inventory.list_keys():
        click.echo(f"{entry.purpose} {entry.version} ({entry.state})")
        click.echo(f"  fingerprint  {inventory.in_groups(entry.fingerprint)}")
        click.echo(f"  made on      {entry.made_at.astimezone(LONDON):%d %B %Y}")
        click.echo(f"  records      {entry.records}")
        click.echo(f"  held by      {_holders(entry)}")
        for warning in entry.warnings:
            click.echo(f"  !            {warning}")
            warned = True
    sys.exit(1 if warned else 0)


def _add_rotation(group: AppGroup, tell: Tell) -> None:
    @group.command("rotate")
    @click.argument("purpose", type=PURPOSES)
    @OFFICER
    @click.option("--old-is-lost", is_flag=True, help="Nobody has the present key any more: go on with a new one.")
    def rotate(purpose: str, officer_id: uuid.UUID | None, *, old_is_lost: bool) -> None:
        """Make the next version of a key and wrap every record to it; stopped anywhere, run it again to go on."""
        which = Purpose(purpose)
        key = _or_say(lambda: _unlocked(officer_id))
        if rotation.is_running(which):
            click.echo("A rotation was begun before: going on with it.")
        else:
            _or_say(lambda: _told(lambda: rotation.begin(which, key=key, old_is_lost=old_is_lost), tell))
        ended = _or_say(lambda: rotation.rewrap_all(which, key=key, told=_progress))
        click.echo(f"{ended.records} records wrapped to the new key, {ended.remaining} left.")

    @group.command("destroy")
    @click.argument("purpose", type=PURPOSES)
    @click.argument("version", type=int)
    @click.confirmation_option(prompt="Older backups can never be read again after this. Go on?")
    def destroy(purpose: str, version: int) -> None:
        """Destroy a retired key once no record needs it."""
        _or_say(lambda: _told(lambda: rotation.destroy(Purpose(purpose), version, at=utc_now()), tell))
        click.echo(f"Version {version} of the {purpose} key is destroyed.")


def _add_escrow(group: AppGroup, tell: Tell) -> None:
    @group.command("escrow")
    @click.option("--holders", type=click.IntRange(2, escrow.MOST_HOLDERS), default=3, show_default=True)
    @click.option("--needed", type=click.IntRange(2, escrow.MOST_HOLDERS), default=2, show_default=True)
    @OFFICER
    def make_escrow(holders: int, needed: int, officer_id: uuid.UUID | None) -> None:
        """Print the content key as shares on paper, of which some together bring it back."""
        key = _or_say(lambda: _unlocked(officer_id))
        shares = _or_say(lambda: _told_shares(holders, needed, key, tell))
        click.echo(f"Content key, {holders} shares, {needed} together bring it back. {_today()}")
        for number, share in enumerate(shares, start=1):
            click.echo(f"\nShare {number} of {holders}\n{_in_lines(share)}")

    @group.command("recover")
    @click.option("--officer", "officer_id", type=click.UUID, help="The officer who is to hold the key again.")
    def recover(officer_id: uuid.UUID | None) -> None:
        """Bring the content key back from shares, typed one after another; an empty line ends them."""
        shares = []
        while share := click.prompt("Share", default="", show_default=False, hide_input=True):
            shares.append(share)
        _or_say(lambda: _told(lambda: escrow.recover(shares, officer_id=officer_id), tell))
        click.echo("The content key is back.")


def _told(act: Callable[[], KeyEvent], tell: Tell) -> KeyEvent:
    """Act and audit in one transaction."""

    @transaction
    def both() -> KeyEvent:
        event = act()
        tell(event)
        return event

    return both()


def _told_all(act: Callable[[], list[KeyEvent]], tell: Tell) -> list[KeyEvent]:
    @transaction
    def all_of_them() -> list[KeyEvent]:
        events = act()
        for event in events:
            tell(event)
        return events

    return all_of_them()


def _told_shares(holders: int, needed: int, key: PrivateKey | None, tell: Tell) -> list[str]:
    @transaction
    def both() -> list[str]:
        shares, event = escrow.make_shares(holders=holders, needed=needed, key=key)
        tell(event)
        return list(shares)

    return both()


def _unlocked(officer_id: uuid.UUID | None) -> PrivateKey | None:
    if officer_id is None:
        return None
    return unlocking.unlock(officer_id, click.prompt("The officer's passphrase", hide_input=True))


def _holders(entry: inventory.KeyEntry) -> str:
    places = [f"{entry.holders} officers"] if entry.holders else []
    if entry.in_a_file_here:
        places.append("a file on this machine")
    if entry.escrow:
        places.append(f"escrow ({entry.escrow[0]} of {entry.escrow[1]} shares)")
    return ", ".join(places) or "nobody that this machine knows of"


def _progress(done: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} records", nl=False, err=True)


def _in_lines(share: str) -> str:
    words = share.split()
    return "\n".join("  " + " ".join(words[start : start + 6]) for start in range(0, len(words), 6))


def _today() -> str:
    return f"{dt.datetime.now(LONDON):%d %B %Y}"


def _or_say(act: Callable[[], T]) -> T:
    try:
        return act()
    except REFUSALS as error:
        sys.exit(str(error))
