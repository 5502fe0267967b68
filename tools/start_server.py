"""Run the production server: what `make serve` and a service manager start (docs/decisions/0002-the-server.md).

Usage: python tools/start_server.py [--prepare] [--worker] [MODULE:APP]
"""

import argparse
import datetime as dt
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from check_port import reason_not_to_listen

PROJECT = Path(__file__).resolve().parent.parent
SITE = "wsgi:app"
DEFAULTS = {"HOST": "127.0.0.1", "PORT": "5000", "THREADS": "4"}
# A client that sends its headers more slowly than this is not worth a connection.
HEADERS_WITHIN_MS = 10_000
END_WITHIN_SECONDS = 5
# How long a thread that has asked the database waits for the interpreter before it may take it from another one. At the
# usual 5 ms a page with many questions, each answered in microseconds, could wait for seconds (decision 0002).
TURN_SECONDS = 0.0005


def main() -> None:
    """Prepare the database when asked to, then serve until a signal ends it."""
    # Until the server takes over, Ctrl-C simply ends this: nobody needs a traceback. Hence also the late imports below.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.chdir(PROJECT)
    sys.path.insert(0, str(PROJECT))
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--prepare", action="store_true", help="upgrade the database and load the starter content first"
    )
    parser.add_argument("--worker", action="store_true", help="do the background work beside it (decision 0009)")
    parser.add_argument("app", nargs="?", default=SITE, help="what to serve")
    options = parser.parse_args()
    if options.prepare:
        prepare()
    elif options.app == SITE:
        refuse_samples()
    with worker() if options.worker else nullcontext():
        serve(options.app)


@contextmanager
def worker() -> Iterator[None]:
    """Run a worker beside the server: it ends with it, even where the server is killed.

    In a session of its own, because Ctrl-C reaches every process of the terminal's group: the worker is to end when the
    server has.
    """
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--end-with-parent"]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(END_WITHIN_SECONDS + 1)
        except subprocess.TimeoutExpired:
            process.kill()


def prepare() -> None:
    """Bring the database up to date; running it again changes nothing."""
    import flask_migrate  # noqa: PLC0415

    from webapp.accounts.commands import first_invitation  # noqa: PLC0415
    from webapp.database import db  # noqa: PLC0415
    from webapp.sealing.holding import may_hold  # noqa: PLC0415
    from webapp.sealing.services import make_missing_keys  # noqa: PLC0415
    from webapp.starter import load_site  # noqa: PLC0415
    from wsgi import app  # noqa: PLC0415

    with app.app_context():
        flask_migrate.upgrade()
        end_where_samples_are_public()
        if may_hold():
            make_missing_keys()
        if changed := load_site(at=dt.datetime.now(dt.UTC)):
            print(f"Starter content: {changed} new or changed.", flush=True)
        invitation = first_invitation()
        # The worker is forked from this process: it must not inherit an open connection.
        db.session.remove()
        db.engine.dispose()
    address = app.extensions["settings"].public_url
    print(f"The site answers at {address} in a moment. Press Ctrl-C to stop it.", flush=True)
    if invitation is not None:
        print(invitation, flush=True)


def refuse_samples() -> None:
    """End the start of a site that is open to everybody and holds example places (security decision 16)."""
    from webapp.database import db  # noqa: PLC0415
    from wsgi import app  # noqa: PLC0415

    if app.extensions["settings"].is_local:
        return
    with app.app_context():
        end_where_samples_are_public()
        # The worker is forked from this process: it must not inherit an open connection.
        db.session.remove()
        db.engine.dispose()


def end_where_samples_are_public() -> None:
    """End with one sentence, in the context of the app."""
    from webapp.venues.sample import reason_not_to_start  # noqa: PLC0415

    if reason := reason_not_to_start():
        sys.exit(f"Safer BCP cannot start. {reason}")


def serve(app: str) -> None:
    """One worker process with threads: limits kept in memory are exact. Nothing about a visitor is logged."""
    from granian import Granian  # noqa: PLC0415
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415
    from granian.http import HTTP1Settings  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    host, port, threads = _listening()
    sys.setswitchinterval(TURN_SECONDS)
    os.register_at_fork(after_in_child=_stand_apart)
    server = Granian(
        app,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,
        blocking_threads=threads,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN_MS),
        respawn_failed_workers=True,
        workers_kill_timeout=END_WITHIN_SECONDS,
        # Its warnings are of its own making: it also says that it kills a worker which has just ended by itself.
        log_level=LogLevels.error,
        log_access=False,
    )

    @server.on_startup
    def end_with_the_terminal() -> None:
        # A closed terminal would otherwise mean "start the workers anew" and leave the port busy.
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)

    server.serve()


def _stand_apart() -> None:
    """Ctrl-C reaches every process of the terminal's group: the worker is to be ended by the server alone, in order."""
    os.setpgid(0, 0)
    # Until it has a handler of its own it would only note the signal, in the server's name.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _listening() -> tuple[str, int, int]:
    """Address, port and threads from the environment; one that cannot be used ends the start with a sentence."""
    given = {name: os.environ.get(name, "").strip() or default for name, default in DEFAULTS.items()}
    if reason := reason_not_to_listen(given["HOST"], given["PORT"]):
        sys.exit(reason)
    if not re.fullmatch(r"[1-9][0-9]?", given["THREADS"]):
        sys.exit(f"THREADS is {given['THREADS']!r}: set it to a whole number from 1 to 99.")
    # The server binds a number, not a name.
    *_, address = socket.getaddrinfo(given["HOST"], int(given["PORT"]), type=socket.SOCK_STREAM)[0]
    return str(address[0]), int(given["PORT"]), int(given["THREADS"])


if __name__ == "__main__":
    main()
