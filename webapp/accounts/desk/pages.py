"""What the pages of accounts share: a form after a wrong answer, and the stage at which a page may be called."""

import datetime as dt
from typing import Any

from flask import Response, make_response, redirect, request, session, url_for
from flask_babel import ngettext

from webapp.accounts import access, passphrases
from webapp.accounts.queries import OpenSession
from webapp.accounts.rules import Stage, device_name, is_recent, safe_next
from webapp.accounts.steps import Step
from webapp.kit.clock import utc_now
from webapp.kit.forms import Form, PasswordField, form_page

HOME = "/desk"
# The page that belongs to each stage.
PAGES = {
    Stage.HALF: "desk.accounts.code",
    Stage.PROVING: "desk.accounts.code",
    Stage.ENROLLING: "desk.accounts.start",
    Stage.RENEWING: "desk.accounts.new_passphrase",
}


class WrongStageError(Exception):
    """The browser's session is not at the stage of this page: the person is led to the page that is."""

    def __init__(self, stage: Stage | None, *, reason: str = "") -> None:
        """`stage` is where the session is; None where there is none. `reason` is told on the sign-in page."""
        super().__init__()
        self.stage = stage
        self.reason = reason


def problem_page(form: Form, template: str, *, field: str, problem: str, **context: Any) -> Response:
    """The page again with what is wrong, beside `field`."""
    form[field].errors = [problem]
    return form_page(form, template, **context)


def refused_page(form: Form, template: str, step: Step, *, field: str, problem: str, **context: Any) -> Response:
    """The page again after a wrong answer, or after too many."""
    if step.wait is None:
        return problem_page(form, template, field=field, problem=problem, **context)
    response = problem_page(form, template, field=field, problem=waiting_words(step.wait), **context)
    response.status_code = 429
    response.headers["Retry-After"] = str(int(step.wait.total_seconds()) + 1)
    return response


def go_on(step: Step, address: str) -> Response:
    """Give the browser its next token and lead it on."""
    response = make_response(redirect(address, code=303))
    keep_token(response, step)
    return response


def keep_token(response: Response, step: Step) -> None:
    """Put the step's token, and the browser's half of the content key, into the cookie.

    Flask's own session, which holds the forms' token, begins anew too: nothing from before signing in stays.
    """
    if step.token is None:
        return
    secret = step.key_secret or access.session_secret()
    session.clear()
    access.set_session_cookie(response, step.token, secret)


def required_session(*stages: Stage) -> OpenSession:
    """The browser's session, which must be at one of `stages`; a complete one must be recent too (ASVS 7.5.1).

    Raises WrongStageError.
    """
    found = access.current_session()
    if found is None:
        raise WrongStageError(None)
    if found.stage not in stages:
        raise WrongStageError(found.stage)
    if found.stage is Stage.FULL and not is_recent(found.proved_at, now=utc_now()):
        raise WrongStageError(None, reason="again")
    return found


def is_taken(field: PasswordField, *personal: str) -> bool:
    """Whether the new passphrase can be taken; if not, the field says why. `personal`: name and address."""
    refused = passphrases.refusal(field.data, about=passphrases.words_about(*personal))
    if refused:
        field.errors = [refused]
    return refused is None


def address_of(stage: Stage | None, *, reason: str = "") -> str:
    """Where a browser at this stage goes on."""
    if stage is Stage.FULL:
        return next_address()
    here = safe_next(request.full_path.rstrip("?"), default="") if reason else request.args.get("next")
    page = access.SIGN_IN if stage is None else PAGES[stage]
    return url_for(page, next=here or None, reason=reason or None)


def next_address() -> str:
    """Where the person wanted to go, if that is on the desk."""
    return safe_next(request.args.get("next"), default=HOME)


def device() -> str:
    """A rough name of the browser."""
    return device_name(request.headers.get("User-Agent", ""))


def waiting_words(wait: dt.timedelta) -> str:
    """How long to wait, in words."""
    words: str = ngettext(
        "There were too many tries. Wait one minute, then try again.",
        "There were too many tries. Wait %(num)s minutes, then try again.",
        int(wait.total_seconds()) // 60 + 1,
    )
    return words
