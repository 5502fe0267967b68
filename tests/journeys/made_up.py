"""A fourth journey that nobody needs: only a tuple and forms, with a branch, a notice, an exit and rows."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Request

from webapp.audit.actors import Actor
from webapp.journeys import Answers, Exit, Journey, Notice, Phrase, Sending, Step, register_journey
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    DateField,
    Form,
    RadiosField,
    Row,
    RowsField,
    TextareaField,
    TextField,
    TickField,
)

PETS = (Choice("cat", "Cat"), Choice("dog", "Dog"), Choice("tiger", "Tiger"))
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
SENT: list[tuple[Answers, Sending]] = []


class PetForm(Form):
    pet = RadiosField("What animal is it?", missing="Choose an animal", choices=PETS)


class NameForm(Form):
    heading = "About the animal"
    name = TextField("Name", missing="Enter a name", at_most=40, autocomplete="name")
    born = DateField("Born")


class WalkForm(Form):
    walked = RadiosField("Do you walk it?", missing="Choose yes or no", choices=YES_NO)


class Meal(Row):
    food = TextField("Food", missing="Enter the food")
    day = DateField("Day")


class MealsForm(Form):
    meals = RowsField("What did it eat?", row=Meal, each="Meal", most=3, missing="Tell us about one meal")


class LikesForm(Form):
    heading = "What it likes"
    likes = CheckboxesField("Likes", choices=[Choice("sun", "Sun"), Choice("rain", "Rain")])
    words = TextareaField("In your words", at_most=200)
    loud = TickField("It is loud")

    def prepare(self, answers: Answers) -> None:
        """A dog may also like sticks."""
        if answers.value("a", "pet") == "dog":
            self.likes.choices = [*self.likes.choices, Choice("sticks", "Sticks")]


def is_tiger(answers: Answers) -> bool:
    return answers.value("a", "pet") == "tiger"


def is_dog(answers: Answers) -> bool:
    return answers.value("a", "pet") == "dog"


def is_never_walked(answers: Answers) -> bool:
    return answers.value("d", "walked") == "no"


def submit(answers: Answers, sending: Sending) -> str:
    SENT.append((answers, sending))
    return f"PET-{len(SENT)}"


def context(_answers: Answers, slug: str) -> dict[str, Any]:
    return {"slug_of_page": slug}


PAGES = (
    Step(slug="a", form=PetForm),
    Exit(slug="b", template="made-up/exit.html", when=is_tiger),
    Step(slug="c", form=NameForm),
    Step(slug="d", form=WalkForm, when=is_dog),
    Notice(slug="e", template="made-up/notice.html", when=is_never_walked),
    Step(slug="f", form=MealsForm),
    Step(slug="g", form=LikesForm),
)
PETS_JOURNEY = Journey(
    name="pets",
    label="Form",
    pages=PAGES,
    submit=submit,
    sent_template="made-up/sent.html",
    context=context,
    told=lambda answers: {"pet": answers["a"]["pet"]},
)
ASKING = Journey(
    name="asking",
    label="Form",
    pages=(Step(slug="a", form=PetForm), Step(slug="c", form=NameForm)),
    submit=submit,
    sent_template="made-up/sent.html",
    phrase=Phrase.ASKED,
    hours=28 * 24,
    sensitive=False,
)
TEMPLATES = {
    "made-up/exit.html": """{% extends "layouts/journey.html" %}{% set heading = "Run" %}
{% block content %}<p>Run away from it.</p>{% endblock %}""",
    "made-up/notice.html": """{% extends "layouts/journey.html" %}{% set heading = "Dogs need walks" %}
{% block content %}<p>Walk it.</p>{% include "journeys/_continue.html" %}{% endblock %}""",
    "made-up/sent.html": """{% extends "layouts/journey.html" %}{% set heading = "Thank you" %}
{% block content %}<p id="reference">{{ reference }}</p><p>{{ facts.pet|default("") }}</p>{% endblock %}""",
}


def new_blueprint(**where: Any) -> Blueprint:
    """The journey at /pets, and one that asks about the phrase at /asking."""
    bp = Blueprint("pets", __name__)
    register_journey(bp, PETS_JOURNEY, "/pets", **where)
    bp.add_url_rule("/pets", "start", lambda: "start")
    return bp


@dataclass
class Opening:
    """Whether the journey of the officers is open; a test closes it."""

    begun: Any = None
    ended: Any = None


OPENING = Opening()
OFFICER = Actor.officer(uuid.UUID(int=7))


def begin(request: Request) -> Any:
    """The list that is open now, or the page that says that none is."""
    if request.args.get("list") == "unknown":
        raise NotFoundError
    return OPENING.begun or {"list": request.args.get("list", "first")}


def closed(start: Mapping[str, str]) -> Any:
    return OPENING.ended if start["list"] == "first" else None


def officers_blueprint() -> Blueprint:
    """The same journey once more, for officers who write for somebody."""
    bp = Blueprint("officers_pets", __name__)
    where = {"begin": begin, "closed": closed, "by": lambda: OFFICER, "channel": "telephone"}
    register_journey(bp, PETS_JOURNEY, "/new-pets", **where)
    return bp


def asking_blueprint() -> Blueprint:
    bp = Blueprint("asking", __name__)
    register_journey(bp, ASKING, "/asking")
    return bp
