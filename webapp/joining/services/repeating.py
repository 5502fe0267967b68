"""What is sent twice from one page is done once: a second press, Back, a crash between the act and its answer."""

import datetime as dt
from collections.abc import Callable

from webapp.kit.idempotency import once
from webapp.kit.transaction import transaction

SCOPE = "joining.mine"


@transaction
def do_once(key: str, act: Callable[[], object], *, today: dt.date) -> None:
    """Run `act` unless this very sending has been done; what it raises, nothing of it is kept.

    `key` is the form's `once_key`.
    """

    def run() -> str:
        act()
        return "done"

    once(SCOPE, key, run, on=today)
