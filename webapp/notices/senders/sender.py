"""What a sender is."""

from types import TracebackType
from typing import Protocol, Self

from webapp.notices.letters import Letter


class Sender(Protocol):
    """A way for letters to leave; it connects at the first letter, and lets go when the block ends."""

    def __enter__(self) -> Self:
        """Begin a round of deliveries."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the round."""

    def deliver(self, letter: Letter) -> None:
        """Hand one letter over; returns only when it was taken. Raises SendingError."""
