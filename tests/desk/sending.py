"""A form of a desk page, found by where it is sent, filled in and sent as a browser does."""

from typing import Any

from werkzeug.test import TestResponse

from tests.client import Page, PageClient
from tests.filling import OWN, fill


def send(
    client: PageClient,
    page: Page,
    action: str,
    answers: dict[str, Any] | None = None,
    *,
    here: str = "",
    headers: dict[str, str] | None = None,
) -> TestResponse:
    """Send the form of `page` that goes to `action`; a form without an action goes to `here`."""
    actions = [form.get("action", here) for form in page.all("form") if form.get("method") == "post"]
    assert action in actions, f"no form of the page goes to {action}: {actions}"
    data = fill(page, answers, form=actions.index(action))
    return client.response(action, method="POST", data=data, headers={**OWN, **(headers or {})})
