"""A message as it leaves: texts in the recipient's language, links from the configured addresses only."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy

from flask import render_template
from flask_babel import format_date

from webapp.config import Settings
from webapp.kit.installation import current_settings
from webapp.kit.request_language import in_language
from webapp.kit.spoken_times import clock
from webapp.notices.notice import Notice, Parameter
from webapp.notices.register import notice_of
from webapp.partnership.current import current_partnership

# Long enough to be one of a kind, short enough for a header's line.
REFERENCE_LENGTH = 40


class _WholeLine:
    """A header that stays one line: Python would write a long address as encoded words, which nobody can follow."""

    max_count = 1
    parse = UnstructuredHeader.parse
    value_parser = staticmethod(UnstructuredHeader.value_parser)

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _WholeLine)  # type: ignore[arg-type]
LINES = SMTP.clone(header_factory=_HEADERS)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message, ready to be handed to whichever sender there is; `reference` is the same at every attempt."""

    reference: str
    to: str
    subject: str
    text: str
    written_at: dt.datetime
    # Where one click stops such mail; empty where it answers something that was asked once.
    one_click: str = ""


def write_letter(
    code: str,
    *,
    to: str,
    language: str,
    parameters: Mapping[str, str],
    dedupe: str,
    written_at: dt.datetime,
) -> Letter:
    """The words of a notice, in `language`."""
    notice = notice_of(code)
    notice.check(parameters)
    with in_language(language):
        subject = str(notice.subject)
        shown = _shown(notice, parameters)
        text = render_template(f"notices/{notice.template}.txt", **shown)
    return Letter(
        reference=dedupe[:REFERENCE_LENGTH],
        to=to,
        subject=subject,
        text=f"{text.strip()}\n",
        written_at=written_at,
        one_click=shown[notice.one_click] if notice.one_click else "",
    )


def as_email(letter: Letter) -> EmailMessage:
    """The letter as an e-mail. Its Message-ID comes from the reference: a server or reader can tell a second copy."""
    settings = current_settings()
    message = EmailMessage(policy=LINES)
    message["From"] = _address(settings.mail_from)
    message["To"] = _address(letter.to)
    message["Subject"] = letter.subject
    message["Date"] = letter.written_at
    message["Message-ID"] = f"<{letter.reference}@{settings.mail_from.rpartition('@')[2]}>"
    # Holiday notes and the like are not to be sent back (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    if letter.one_click:
        message["List-Unsubscribe"] = f"<{letter.one_click}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="quoted-printable")
    return message


def _address(text: str) -> Address:
    name, _, domain = text.rpartition("@")
    return Address(username=name, domain=domain)


def _shown(notice: Notice, parameters: Mapping[str, str]) -> dict[str, str]:
    settings = current_settings()
    values = {name: _written(kind, parameters[name], settings) for name, kind in notice.parameters.items()}
    return values | {"partnership_name": current_partnership().name}


def _written(kind: Parameter, value: str, settings: Settings) -> str:
    match kind:
        case Parameter.WORDS:
            return value
        case Parameter.DATE:
            return str(format_date(dt.date.fromisoformat(value), "d MMMM yyyy"))
        case Parameter.TIME:
            return clock(dt.time.fromisoformat(value))
        case Parameter.DESK_PATH:
            return settings.desk_url + value
        case Parameter.PUBLIC_PATH:
            return settings.public_url + value
