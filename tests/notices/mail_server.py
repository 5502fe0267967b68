"""A real SMTP server on this machine that takes, refuses, hangs, drops the line and comes back, as a test says."""

import asyncio
import email
import email.message
import socket
import threading
from collections import Counter
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class _Handler:
    def __init__(self, server: "MailServer") -> None:
        self.server = server

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's names
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        answer = self.server.answers.get(address)
        if answer is not None:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        match self.server.mood:
            case "drop":
                server.transport.abort()
                return "451 never seen"
            case "hang":
                await asyncio.sleep(30)
                return "451 too late"
            case "busy":
                return "451 come back later"
            case "slow":
                await asyncio.sleep(self.server.slow_seconds)
        self.server.take(envelope.content)
        return "250 Taken"


class _Controller(Controller):
    def factory(self) -> SMTP:
        return SMTP(self.handler, **self.SMTP_kwargs)


class MailServer:
    """Runs on a port of its own; `mood` is take, drop, hang, busy or slow; `answers` refuses single recipients."""

    def __init__(self) -> None:
        self.mood = "take"
        self.slow_seconds = 0.05
        self.answers: dict[str, str] = {}
        self.taken: list[email.message.EmailMessage] = []
        self._lock = threading.Lock()
        self._controller: Controller | None = None
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port: int = listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def take(self, content: bytes) -> None:
        with self._lock:
            self.taken.append(email.message_from_bytes(content, policy=default))

    def recipients(self) -> Counter[str]:
        with self._lock:
            return Counter(str(message["To"]) for message in self.taken)

    def message_ids(self) -> Counter[str]:
        with self._lock:
            return Counter(str(message["Message-ID"]) for message in self.taken)

    def start(self) -> None:
        self._controller = _Controller(_Handler(self), hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        controller, self._controller = self._controller, None
        if controller is not None:
            controller.stop()
