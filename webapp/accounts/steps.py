"""What a step of signing in led to: passed on from the services to the pages."""

import datetime as dt
from dataclasses import dataclass

from webapp.accounts.rules import Stage


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step that was taken: the browser's next token, and its half of the content key where there is one.

    Every kind of wrong answer looks the same: no token. `wait` says that nothing was looked at, since too much was
    tried before.
    """

    token: str | None = None
    stage: Stage | None = None
    key_secret: bytes | None = None
    wait: dt.timedelta | None = None
    recovery_codes: tuple[str, ...] = ()

    @property
    def was_right(self) -> bool:
        """Whether the person goes on."""
        return self.token is not None


WRONG = Step()
