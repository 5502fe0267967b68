"""A form with every kind of question, the page that asks it, and the form as it was answered."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Flask, g, render_template_string, session
from werkzeug.datastructures import MultiDict

from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    DateField,
    EmailField,
    FileField,
    FilesField,
    Form,
    HiddenTextField,
    NumberField,
    PasswordField,
    PostcodeField,
    RadiosField,
    SelectField,
    TelephoneField,
    TextareaField,
    TextField,
    TickField,
    TimeField,
    form_page,
    see_other,
)

TODAY = dt.date(2026, 11, 21)
PAGE = """{% extends "layouts/page.html" %}{% from "components/post_form.html" import post_form %}
{% set heading = "Tell us" %}
{% block content %}{{ post_form(form=form, submit="Send") }}{% endblock %}"""


class Everything(Form):
    """One question of each kind; only the name has to be answered."""

    name = TextField("Your name", missing="Enter your name", autocomplete="name")
    email = EmailField("Email")
    telephone = TelephoneField("Telephone")
    postcode = PostcodeField("Postcode")
    people = NumberField("How many people", least=1, most=2000)
    day = DateField("Which day", latest=lambda: TODAY, earliest=dt.date(2000, 1, 1))
    time = TimeField("What time")
    area = SelectField("Area", choices=[Choice("east", "East"), Choice("west", "West")])
    reply = RadiosField(
        "How to answer",
        choices=[
            Choice("letter", "By letter", reveals="address"),
            Choice("call", "By telephone", hint="In office hours"),
            Choice("none", "No answer", divider="or"),
        ],
    )
    address = TextareaField("Your address", missing="Enter your address", counted=False)
    seen = CheckboxesField(
        "What you saw",
        choices=[Choice("noise", "Noise"), Choice("litter", "Litter"), Choice("none", "None", exclusive=True)],
    )
    words = TextareaField("What happened", at_most=30)
    photo = FileField("Photo", types=("png", "jpg"), at_most=2048)
    papers = FilesField("Papers", most=2)
    secret = PasswordField("Passphrase")
    agree = TickField("I have read it")
    version = HiddenTextField("Version", default="7")


def add_pages(app: Flask) -> Flask:
    """The app with the page at /tell-us, which is answered at /told."""

    def tell_us() -> Any:
        form = Everything()
        if not form.validate_on_submit():
            return form_page(form, app.jinja_env.from_string(PAGE))
        return see_other("told", once=form.once_key, suspicion=form.suspicion)

    app.add_url_rule("/tell-us", "tell_us", tell_us, methods=["GET", "POST"])
    app.add_url_rule("/told", "told", lambda: render_template_string("told"))
    return app


def answered(
    app: Flask, form: type[Form], sent: dict[str, Any], check: Callable[[Any], Any], *, language: str = "en"
) -> Any:
    """What `check` makes of the form after it was sent with these values and checked."""
    environ = {"safer.language": language}
    with app.test_request_context("/tell-us", method="POST", data=MultiDict(sent), environ_overrides=environ):
        # As the check of the token leaves it before a view runs.
        g.csrf_valid = True
        made = form()
        made.validate()
        # Drawn once, so that whatever was sent can also be shown again.
        session.clear()
        return check(made)
