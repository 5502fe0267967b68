"""Why a message did not leave."""


class SendingError(Exception):
    """A message did not leave; `code` is like refused-550: the server's own words would repeat the address."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


class RefusedError(SendingError):
    """The server will not take this message, now or later."""


class TryLaterError(SendingError):
    """The server did not take this message, but may take it later."""


class SenderDownError(SendingError):
    """The server cannot be reached or takes nothing from us: no use in trying the next message now."""
