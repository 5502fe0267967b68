"""The form whose session had ended, shown again after signing in."""

from flask import Response, make_response, redirect, render_template

from webapp.accounts.access import any_officer, signed_in_officer
from webapp.accounts.desk import bp
from webapp.accounts.desk.pages import HOME
from webapp.accounts.keeping import find_form

# Carried along, but nothing that the officer wrote.
CARRIED = frozenset({"form-key", "website"})


@bp.get("/kept-form")
@any_officer
def kept_form() -> Response:
    """What the officer had written, to be sent or to be left."""
    kept = find_form(signed_in_officer().id)
    if kept is None:
        return make_response(redirect(HOME, code=303))
    written = [
        {"key": name.replace("_", " ").replace("-", " ").capitalize(), "value": value}
        for name, value in kept.fields
        if name not in CARRIED and value.strip()
    ]
    return make_response(render_template("accounts/kept-form.html", kept=kept, written=written))
