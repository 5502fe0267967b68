"""Commands of the background work: run a worker, and see whether one is alive."""

import datetime as dt
import sys
from collections.abc import Callable, Iterable

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from webapp.kit.clock import utc_now
from webapp.kit.installation import current_settings
from webapp.kit.worker import run_worker
from webapp.notices.alarms import is_told_already, note_told, raise_alarm
from webapp.notices.queries import outbox_status
from webapp.notices.rules import NotSendableError
from webapp.notices.senders import SendingError

Addresses = Callable[[], Iterable[str]]


def worker_commands(administrators: Addresses) -> click.Group:
    """The group `worker`; `administrators` gives the addresses of those officers who look after messages."""

    @click.group("worker", invoke_without_command=True)
    @click.option(
        "--workers", default=2, show_default=True, type=click.IntRange(1, 32), help="How many jobs run at a time."
    )
    @click.option("--end-with-parent", is_flag=True, help="End when the process ends that started this one.")
    @click.pass_context
    @with_appcontext
    def group(context: click.Context, workers: int, *, end_with_parent: bool) -> None:
        """Do the background work until Ctrl-C: deliver messages, run imports, sweep each minute."""
        if context.invoked_subcommand is None:
            app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - children need it
            run_worker(app, processes=workers, ends_with_parent=end_with_parent)

    @group.command("check")
    @click.option("--tell", metavar="EMAIL", multiple=True, help="Send a message here when no worker is alive.")
    @click.option("--tell-administrators", is_flag=True, help="Send it to every administrator of the desk.")
    @with_appcontext
    def check(tell: tuple[str, ...], *, tell_administrators: bool) -> None:
        """Say when a worker was last seen; ends with 1 if none is alive, for a timer to notice."""
        _check(lambda: {*tell, *(administrators() if tell_administrators else ())})

    return group


def _check(addresses: Addresses) -> None:
    now = utc_now()
    status = outbox_status(now=now)
    seen = f"{status.worker_seen:%Y-%m-%d %H:%M} UTC" if status.worker_seen else "never"
    click.echo(f"A worker was last seen: {seen}.")
    if status.worker_is_alive:
        return
    click.echo("No worker is alive: start one with flask --app wsgi worker.")
    if is_told_already(status.worker_seen, now=now):
        click.echo("An alarm was sent before.")
    elif _tell(sorted(addresses()), seen, now):
        note_told(now=now)
    sys.exit(1)


def _tell(addresses: Iterable[str], seen: str, now: dt.datetime) -> int:
    sent = 0
    for address in addresses:
        try:
            raise_alarm(current_settings(), to=address, last_seen=seen, now=now)
        except (NotSendableError, SendingError) as error:
            click.echo(f"The alarm could not be sent: {error}", err=True)
        else:
            click.echo("An alarm was sent.")
            sent += 1
    return sent
