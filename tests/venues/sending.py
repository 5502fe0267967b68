"""Forms of the desk, filled in and sent as a browser does."""

from typing import Any

from werkzeug.test import TestResponse

from tests.client import Page, PageClient
from tests.filling import OWN, fill

LIST = "/desk/venues"


def filled(page: Page, answers: dict[str, Any] | None = None, *, action: str = "") -> dict[str, Any]:
    """The page's own form, or the one that goes to an address with `action` in it; signing out is on every page."""
    forms = [form.get("action") or "" for form in page.all("form") if form.get("method") == "post"]
    wanted = [
        number
        for number, each in enumerate(forms)
        if "sign-out" not in each and (action in each if action else not each or each.endswith("/hours"))
    ]
    assert wanted, f"no form for {action!r} among {forms}"
    return fill(page, answers, form=wanted[0])


def press(
    client: PageClient, path: str, sent: dict[str, Any], *, status: int = 303, headers: dict[str, str] | None = None
) -> TestResponse:
    answer = client.response(path, method="POST", data=sent, headers=OWN | (headers or {}))
    assert answer.status_code in {status, 422} if status == 303 else answer.status_code == status, (
        f"{path} answered {answer.status_code}: {answer.get_data(as_text=True)[:300]}"
    )
    return answer


def send(
    client: PageClient,
    path: str,
    answers: dict[str, Any],
    *,
    status: int = 303,
    headers: dict[str, str] | None = None,
) -> TestResponse:
    """Open a form, fill it in, and send it; 422 is for the test to look at."""
    return press(client, path, filled(client.get(path), answers), status=status, headers=headers)
