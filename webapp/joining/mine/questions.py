"""The five questions of the quick refresh for staff: each with the one right answer and the reason."""

from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.joining.rules import QUESTIONS
from webapp.kit.forms import Choice, Form, RadiosField
from webapp.partnership.current import current_partnership
from webapp.partnership.support_numbers import NumberGroup


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question; `right` is the code of its right answer."""

    words: LazyString
    answers: tuple[Choice, ...]
    right: str
    why: LazyString


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A question with what was answered."""

    words: LazyString
    is_right: bool
    right_words: Any
    why: LazyString


def emergency_number() -> str:
    """The number to call in danger."""
    found = current_partnership().numbers_in(NumberGroup.DANGER_NOW)
    return str(found[0].public_number) if found else ""


_CALL = LazyString(lambda: _("Call %(number)s at once", number=emergency_number()))

ASKED: tuple[Question, ...] = (
    Question(
        words=_l("Somebody says: “I do not feel safe.” What do you do first?"),
        answers=(
            Choice("proof", _l("Ask for proof of what happened")),
            Choice("listen", _l("Listen, and ask how you can help")),
            Choice("later", _l("Ask them to come back when it is quiet")),
        ),
        right="listen",
        why=_l("Nobody has to prove anything to get help."),
    ),
    Question(
        words=_l("Nobody is in danger now. Who decides what happens next?"),
        answers=(
            Choice("staff", _l("The staff")),
            Choice("guests", _l("The other guests")),
            Choice("person", _l("The person who asked for help")),
        ),
        right="person",
        why=_l("You offer help. The person says what they want."),
    ),
    Question(
        words=_l("Somebody is hurt or in danger. What do you do?"),
        answers=(
            Choice("call", _CALL),
            Choice("note", _l("Write it down, and tell somebody after work")),
            Choice("out", _l("Ask the person to leave")),
        ),
        right="call",
        why=_l("In danger, help has to come now."),
    ),
    Question(
        words=_l("The person wants to wait inside until help comes. What do you say?"),
        answers=(
            Choice("buy", _l("Yes, if they buy something")),
            Choice("yes", _l("Yes, and I show them where")),
            Choice("no", _l("No, that is not our job")),
        ),
        right="yes",
        why=_l("They can wait, and they do not have to pay."),
    ),
    Question(
        words=_l("Somebody told you what happened to them. Whom do you tell?"),
        answers=(
            Choice("all", _l("Everybody at work, so that they know")),
            Choice("never", _l("Nobody, whatever happens")),
            Choice("lead", _l("Whoever leads this at our place, and nobody who does not need to know")),
        ),
        right="lead",
        why=_l("What people tell you is private. The person who leads this knows where to report it."),
    ),
)


def _field(number: int) -> RadiosField:
    asked = ASKED[number]
    return RadiosField(asked.words, missing=_l("Choose one answer"), choices=asked.answers)


class RefreshForm(Form):
    """The five questions."""

    one, two, three, four, five = (_field(number) for number in range(QUESTIONS))

    @property
    def answered(self) -> list[Answered]:
        """Each question with what is right; only after the form was found right."""
        given = (self.one, self.two, self.three, self.four, self.five)
        return [
            Answered(
                words=asked.words,
                is_right=field.data == asked.right,
                right_words=next(each.label for each in asked.answers if each.value == asked.right),
                why=asked.why,
            )
            for asked, field in zip(ASKED, given, strict=True)
        ]
