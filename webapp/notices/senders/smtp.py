"""Messages by SMTP: encrypted, the certificate verified, and a server that hangs is left soon."""

import re
import smtplib
import ssl
from contextlib import suppress
from email.policy import SMTP as SMTP_LINES
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from webapp.notices.letters import Letter, as_email
from webapp.notices.senders.errors import RefusedError, SenderDownError, TryLaterError

PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
# A line that is a dot alone ends the message, so every dot at a line's beginning is doubled (RFC 5321, 4.5.2).
LINE_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)
# For connecting, and for each answer.
ANSWERS_WITHIN_SECONDS = 5.0
# After the last line the server may scan the message first. Who gives up earlier than it answers sends twice.
TAKES_WITHIN_SECONDS = 60.0


class SmtpSender:
    """One connection for a round of letters, opened at the first."""

    def __init__(self, url: str) -> None:
        """Send by the server of `url`: smtp://, smtps:// or smtp+starttls://, with user:password@ where needed."""
        self._parts = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Connect later, when there is a letter."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say goodbye."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def deliver(self, letter: Letter) -> None:
        """Hand one letter over; returns once the server has said that it took it."""
        message = as_email(letter)
        server = self._server or self._connect()
        try:
            self._hand_over(server, str(message["From"]), letter.to, message.as_bytes(policy=SMTP_LINES))
        except smtplib.SMTPResponseException as error:
            self._drop()
            raise _refusal(error.smtp_code) from None
        except OSError:
            # It may be this message or the server: the next letter finds out on a new connection.
            self._drop()
            raise TryLaterError("connection-lost") from None

    def _connect(self) -> smtplib.SMTP:
        parts = self._parts
        host, port = parts.hostname or "localhost", parts.port or PORTS[parts.scheme]
        try:
            if parts.scheme == "smtps":
                tls = ssl.create_default_context()
                self._server = smtplib.SMTP_SSL(host, port, timeout=ANSWERS_WITHIN_SECONDS, context=tls)
            else:
                self._server = smtplib.SMTP(host, port, timeout=ANSWERS_WITHIN_SECONDS)
            self._greet(self._server)
        except ssl.SSLError:
            raise self._down("certificate") from None
        except smtplib.SMTPResponseException as error:
            raise self._down(f"greeting-{error.smtp_code}") from None
        except OSError as error:
            # smtplib's own errors are among these.
            raise self._down(f"connecting-{type(error).__name__}") from None
        return self._server

    def _greet(self, server: smtplib.SMTP) -> None:
        if self._parts.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if self._parts.username:
            server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
        server.ehlo_or_helo_if_needed()

    def _down(self, code: str) -> SenderDownError:
        self._drop()
        return SenderDownError(code)

    def _hand_over(self, server: smtplib.SMTP, sender: str, to: str, content: bytes) -> None:
        # As smtplib's sendmail, except that only the very last answer may take its time.
        for command in (f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA"):
            code, words = server.docmd(command)
            if code >= 400:
                raise smtplib.SMTPResponseException(code, words)
        if server.sock is not None:
            server.sock.settimeout(TAKES_WITHIN_SECONDS)
        server.send(LINE_WITH_DOT.sub(b"..", content) + b".\r\n")
        code, words = server.getreply()
        if server.sock is not None:
            server.sock.settimeout(ANSWERS_WITHIN_SECONDS)
        if code != 250:
            raise smtplib.SMTPResponseException(code, words)

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()


def _refusal(code: int) -> RefusedError | TryLaterError:
    # 421 closes the channel, 4xx is for now, 5xx is for good (RFC 5321, 4.2.1).
    return RefusedError(f"refused-{code}") if code >= 500 else TryLaterError(f"later-{code}")
