"""The ways out: SMTP with a verified certificate, GOV.UK Notify, and files while neither is set up."""

import datetime as dt
import email
import http.server
import json
import socket
import ssl
import uuid
from email.policy import default
from urllib.parse import parse_qs, urlsplit

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.in_a_thread import serving
from webapp.config import SettingsError, read_settings
from webapp.notices.letters import Letter
from webapp.notices.senders import RefusedError, SenderDownError, make_sender
from webapp.notices.senders.files import FileSender
from webapp.notices.senders.notify import NotifySender
from webapp.notices.senders.smtp import SmtpSender

LETTER = Letter(
    reference="a" * 40,
    to="ann@example.org",
    subject="A reminder",
    text="Hello.\n.hidden\n..\nłódź\n",
    written_at=dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC),
)


def deliver(sender) -> None:
    with sender:
        sender.deliver(LETTER)


class TestChoosing:
    @pytest.mark.parametrize(
        ("settings", "kind"),
        [
            ({}, "FileSender"),
            ({"SMTP_URL": "smtps://mail.example.org"}, "SmtpSender"),
            ({"NOTIFY_API_KEY": f"key-{uuid.uuid4()}-{uuid.uuid4()}", "NOTIFY_TEMPLATE_ID": "1"}, "NotifySender"),
        ],
    )
    def test_the_settings_choose(self, settings, kind):
        assert type(make_sender(read_settings(settings))).__name__ == kind

    @pytest.mark.parametrize(
        ("settings", "sentence"),
        [
            ({"SMTP_URL": "smtp://mail.example.org"}, "SMTP_URL would send messages unencrypted"),
            ({"NOTIFY_API_KEY": "x"}, "NOTIFY_API_KEY needs NOTIFY_TEMPLATE_ID"),
            ({"MAIL_FROM": "Ann <ann@example.org>"}, "MAIL_FROM is"),
        ],
    )
    def test_a_setting_that_would_not_do_is_refused_at_the_start(self, settings, sentence):
        with pytest.raises(SettingsError, match=sentence):
            read_settings(settings)


class TestFiles:
    def test_a_message_is_a_file_that_only_the_service_can_read(self, app_context, tmp_path):
        folder = tmp_path / "outbox"
        deliver(FileSender(folder))
        deliver(FileSender(folder))
        (path,) = folder.iterdir()
        assert path.stat().st_mode & 0o077 == 0
        assert folder.stat().st_mode & 0o077 == 0
        assert email.message_from_bytes(path.read_bytes(), policy=default)["To"] == "ann@example.org"

    def test_a_full_disk_is_a_sender_that_is_down(self, app_context, tmp_path):
        blocked = tmp_path / "outbox"
        blocked.touch()
        with pytest.raises(SenderDownError, match="file-"):
            deliver(FileSender(blocked))


class _Inbox:
    def __init__(self) -> None:
        self.contents: list[bytes] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.contents.append(envelope.content)
        return "250 Taken"


@pytest.fixture
def authority(tmp_path, monkeypatch):
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "authority.pem")
    return made


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


@pytest.fixture
def tls_server(authority):
    """Start a server that speaks TLS, at once or after STARTTLS, and wants a password."""
    started: list[Controller] = []

    def start(*, at_once: bool, name: str = "localhost") -> tuple[int, _Inbox]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        inbox = _Inbox()

        def check(_server, _session, _envelope, _mechanism, data) -> AuthResult:
            return AuthResult(success=(data.login, data.password) == (b"site", b"pass word"))

        options = {"authenticator": check, "auth_required": True}
        options |= {"ssl_context": context, "auth_require_tls": False} if at_once else {"tls_context": context}
        if not at_once:
            options["require_starttls"] = True
        started.append(Controller(inbox, hostname="localhost", port=_free_port(), **options))
        started[-1].start()
        return started[-1].port, inbox

    yield start
    for controller in started:
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


# The test server cannot tell that the line is encrypted from its beginning.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize(("scheme", "at_once"), [("smtps", True), ("smtp+starttls", False)])
class TestEncryptedMail:
    def test_it_is_taken_by_a_server_with_a_good_certificate(self, app_context, trusted, tls_server, scheme, at_once):
        port, inbox = tls_server(at_once=at_once)
        deliver(SmtpSender(f"{scheme}://site:pass%20word@localhost:{port}"))
        (content,) = inbox.contents
        assert email.message_from_bytes(content, policy=default).get_content().replace("\r\n", "\n") == LETTER.text

    def test_a_certificate_that_nobody_vouches_for_gets_nothing(self, app_context, tls_server, scheme, at_once):
        port, inbox = tls_server(at_once=at_once)
        with pytest.raises(SenderDownError, match="certificate"):
            deliver(SmtpSender(f"{scheme}://site:pass%20word@localhost:{port}"))
        assert inbox.contents == []

    def test_a_certificate_of_another_name_gets_nothing(self, app_context, trusted, tls_server, scheme, at_once):
        port, inbox = tls_server(at_once=at_once, name="elsewhere.example")
        with pytest.raises(SenderDownError, match="certificate"):
            deliver(SmtpSender(f"{scheme}://site:pass%20word@localhost:{port}"))
        assert inbox.contents == []

    def test_a_wrong_password_is_a_server_that_takes_nothing(self, app_context, trusted, tls_server, scheme, at_once):
        port, inbox = tls_server(at_once=at_once)
        with pytest.raises(SenderDownError):
            deliver(SmtpSender(f"{scheme}://site:wrong@localhost:{port}"))
        assert inbox.contents == []


class TestPlainMail:
    def test_a_server_without_starttls_gets_nothing(self, app_context, mail_server):
        with pytest.raises(SenderDownError, match="connecting-SMTPNotSupportedError"):
            deliver(SmtpSender(f"smtp+starttls://127.0.0.1:{mail_server.port}"))
        assert mail_server.taken == []

    def test_lines_that_begin_with_a_dot_come_through(self, app_context, mail_server):
        deliver(SmtpSender(mail_server.url))
        assert mail_server.taken[0].get_content().replace("\r\n", "\n") == LETTER.text

    def test_a_server_that_takes_the_line_and_says_nothing_is_left_soon(self, app_context, monkeypatch):
        monkeypatch.setattr("webapp.notices.senders.smtp.ANSWERS_WITHIN_SECONDS", 0.2)
        with (
            socket.create_server(("127.0.0.1", 0)) as silent,
            pytest.raises(SenderDownError, match="connecting-SMTPServerDisconnected"),
        ):
            deliver(SmtpSender(f"smtp://127.0.0.1:{silent.getsockname()[1]}"))


class _Notify(http.server.BaseHTTPRequestHandler):
    """A recording twin of GOV.UK Notify's two calls."""

    def do_GET(self) -> None:
        self._note(None)
        reference = parse_qs(urlsplit(self.path).query)["reference"][0]
        self._answer(200, {"notifications": [each for each in self.server.kept if each["reference"] == reference]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._note(body)
        if self.server.status == 201:
            self.server.kept.append(body)
        if self.server.loses_the_answer:
            self.connection.close()
            return
        self._answer(self.server.status, {"id": "1", "errors": [{"error": "x", "message": "ann@example.org is bad"}]})

    def _note(self, body) -> None:
        assert self.headers["Authorization"].startswith("Bearer ")
        self.server.seen.append((self.command, self.path, body))

    def _answer(self, status: int, body: dict) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def notify():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Notify)
    server.kept, server.seen, server.status, server.loses_the_answer = [], [], 201, False
    with serving(server):
        yield server


@pytest.fixture
def notify_sender(notify):
    key = f"site-{uuid.uuid4()}-{uuid.uuid4()}"
    return lambda: NotifySender(key, "the-template", address=f"http://127.0.0.1:{notify.server_port}")


class TestNotify:
    def test_a_letter_is_handed_over_with_its_reference(self, notify, notify_sender):
        deliver(notify_sender())
        (kept,) = notify.kept
        assert kept["email_address"] == "ann@example.org"
        assert kept["template_id"] == "the-template"
        assert kept["reference"] == LETTER.reference
        assert kept["personalisation"] == {"subject": "A reminder", "body": LETTER.text}

    def test_one_that_got_through_unanswered_is_not_handed_over_again(self, notify, notify_sender):
        notify.loses_the_answer = True
        with pytest.raises(SenderDownError):
            deliver(notify_sender())
        notify.loses_the_answer = False
        deliver(notify_sender())
        assert len(notify.kept) == 1

    @pytest.mark.parametrize(
        ("status", "error"),
        [(400, RefusedError), (403, SenderDownError), (429, SenderDownError), (500, SenderDownError)],
    )
    def test_each_refusal_is_told_apart_and_repeats_no_address(self, notify, notify_sender, status, error, caplog):
        notify.status = status
        with pytest.raises(error) as caught:
            deliver(notify_sender())
        assert str(caught.value) == f"notify-{status}"
        assert "ann@example.org" not in caplog.text
