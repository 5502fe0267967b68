"""The request's side of kept forms: what the browser sent goes into a sealed row, the key into a cookie for an hour."""

import uuid

from flask import Response, request

from webapp.accounts.rules import KEPT_FORM_LIFE, safe_next
from webapp.accounts.services import kept_forms
from webapp.accounts.services.kept_forms import Sending
from webapp.kit.clock import utc_now
from webapp.kit.installation import current_settings

# The token of the page that the form was on; the page that shows the form again has one of its own.
LEFT_OUT = frozenset({"csrf_token"})
# What must not be shown again, however well it was sealed.
SECRET = frozenset({"passphrase", "old"})


def keep_form(response: Response, officer_id: uuid.UUID) -> bool:
    """Keep the form of this request for the officer, if it can be sent again; `response` gets the key."""
    path = safe_next(request.full_path.rstrip("?"), default="")
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name not in LEFT_OUT)
    if not path or not fields or not SECRET.isdisjoint(request.form):
        return False
    sending = Sending(path=path, fields=fields, had_files=any(file.filename for file in request.files.values()))
    kept = kept_forms.keep(sending, officer_id=officer_id, now=utc_now())
    if kept is None:
        return False
    response.set_cookie(
        _cookie(),
        f"{kept[0].hex}.{kept[1].hex()}",
        max_age=KEPT_FORM_LIFE,
        secure=current_settings().secure_cookies,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return True


def find_form(officer_id: uuid.UUID) -> Sending | None:
    """The form that this browser sent as its session had ended, for the officer who sent it."""
    kept_id, _, key = request.cookies.get(_cookie(), "").partition(".")
    try:
        return kept_forms.find(uuid.UUID(hex=kept_id), bytes.fromhex(key), officer_id=officer_id, now=utc_now())
    except ValueError:
        return None


def _cookie() -> str:
    return "__Host-desk-form" if current_settings().secure_cookies else "desk-form"
