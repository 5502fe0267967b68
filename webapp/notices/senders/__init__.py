"""How messages leave: by SMTP, by GOV.UK Notify, or into files while neither is set up."""

from webapp.config import Settings
from webapp.notices.senders.errors import RefusedError, SenderDownError, SendingError, TryLaterError
from webapp.notices.senders.files import FileSender
from webapp.notices.senders.sender import Sender
from webapp.notices.senders.smtp import SmtpSender


def make_sender(settings: Settings) -> Sender:
    """The sender that the settings choose."""
    if settings.notify_api_key is not None and settings.notify_template_id is not None:
        # Loaded where it is used: the client and what it needs take a tenth of a second to import.
        from webapp.notices.senders.notify import NotifySender  # noqa: PLC0415

        return NotifySender(settings.notify_api_key, settings.notify_template_id)
    if settings.smtp_url is not None:
        return SmtpSender(settings.smtp_url)
    return FileSender(settings.instance_dir / "outbox")


__all__ = ["RefusedError", "Sender", "SenderDownError", "SendingError", "TryLaterError", "make_sender"]
