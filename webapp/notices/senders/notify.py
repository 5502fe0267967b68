"""Messages by GOV.UK Notify: one template there, with ((subject)) and ((body)), carries all of ours."""

import logging
from types import TracebackType
from typing import Any, Self

import requests
from notifications_python_client.errors import HTTPError, InvalidResponse
from notifications_python_client.notifications import NotificationsAPIClient

from webapp.notices.letters import Letter
from webapp.notices.senders.errors import RefusedError, SenderDownError, TryLaterError

NOTIFY = "https://api.notifications.service.gov.uk"
ANSWERS_WITHIN_SECONDS = 5
# The client puts what the service answered into the log, and that repeats the recipient.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


class NotifySender:
    """Hands letters over to Notify, and asks it first whether an earlier attempt got through."""

    def __init__(self, api_key: str, template_id: str, *, address: str = NOTIFY) -> None:
        """Use the template `template_id` of the service whose key this is."""
        # The client is not typed.
        make: Any = NotificationsAPIClient
        self._client = make(api_key, base_url=address, timeout=ANSWERS_WITHIN_SECONDS)
        self._template_id = template_id

    def __enter__(self) -> Self:
        """Nothing to open: each call is a request of its own."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close kept connections."""
        self._client.request_session.close()

    def deliver(self, letter: Letter) -> None:
        """Hand one letter over, unless Notify has it already: an attempt may have got through unanswered."""
        try:
            if self._client.get_all_notifications(reference=letter.reference).get("notifications"):
                return
            self._client.send_email_notification(
                email_address=letter.to,
                template_id=self._template_id,
                personalisation={"subject": letter.subject, "body": letter.text},
                reference=letter.reference,
                one_click_unsubscribe_url=letter.one_click or None,
            )
        except HTTPError as error:
            raise _sorted(error.status_code) from None
        except (InvalidResponse, requests.RequestException):
            raise SenderDownError("notify-unreadable") from None


def _sorted(status: object) -> RefusedError | TryLaterError | SenderDownError:
    """What an HTTP status of Notify's means for the letter.

    400 is about this letter; 403 is about our key and 429 about our limits, so about every letter. The client answers
    503 where nothing was answered at all.
    """
    if status == requests.codes.bad_request:
        return RefusedError("notify-400")
    if status in {requests.codes.forbidden, requests.codes.too_many_requests}:
        return SenderDownError(f"notify-{status}")
    if isinstance(status, int) and status >= requests.codes.internal_server_error:
        return SenderDownError(f"notify-{status}")
    return TryLaterError(f"notify-{status}")
