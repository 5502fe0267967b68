"""What is asked of each place, or once for all: schemes, promises, what it offers, whom to talk to, training."""

from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.joining import queries
from webapp.joining.codes import Offer
from webapp.joining.forms import path
from webapp.joining.forms.business import LONGEST_LINE
from webapp.joining.forms.fields import (
    CallField,
    DayField,
    LineField,
    MailField,
    ManyField,
    OneField,
    PlaceForm,
    TickedField,
    WordsField,
    made_form,
    same_for_all,
)
from webapp.joining.queries import ListedTraining
from webapp.joining.services.commitments import LONGEST_EVIDENCE
from webapp.joining.wording import OFFERS, SCHEME_ASKS, STATES, YES_OR_NO, choices
from webapp.journeys.model import Answers
from webapp.kit.clock import LONDON, london_today, utc_now
from webapp.kit.forms import Choice
from webapp.kit.spoken_times import clock
from webapp.venues.commitments import BY_SCHEME
from webapp.venues.rules import Feature
from webapp.venues.schemes import SCHEMES, SchemeCode
from webapp.venues.wording import FEATURES

FIRST, SECOND = "first", "second"
# What a visitor can count on besides what is offered to somebody who asks for help.
MORE = (Feature.WIFI, Feature.WATER)
ACCESS = (Feature.STEP_FREE, Feature.ACCESSIBLE_TOILET, Feature.HEARING_LOOP, Feature.SIGN_LANGUAGE)
LONGEST_WORDS = 500
DAY = "EEEE d MMMM yyyy"


class SchemesForm(PlaceForm):
    """Which schemes a place is to join."""

    title = _l("Which schemes do you want to join?")
    schemes = ManyField(
        title,
        missing=_l("Choose at least one scheme"),
        choices=[Choice(each.code.value, each.name, hint=SCHEME_ASKS[each.code]) for each in SCHEMES],
    )
    same = same_for_all()


def name_of(code: str, part: str = "") -> str:
    """What a field about a commitment is called."""
    return code.replace("-", "_") + (f"_{part}" if part else "")


def _promises(scheme: SchemeCode, title: Any) -> type[PlaceForm]:
    """The page of a scheme's commitments: how far each is, by when, and what can be shown for it."""
    fields: dict[str, Any] = {"title": title}
    for each in BY_SCHEME[scheme]:
        by = name_of(each.code, "by")
        fields[name_of(each.code)] = OneField(
            each.name,
            hint=each.meaning,
            missing=_l("%(promise)s: choose in place, planned or not yet", promise=each.name),
            choices=choices(STATES, planned={"reveals": by}),
        )
        fields[by] = DayField(
            _l("%(promise)s: by when?", promise=each.name),
            missing=_l("%(promise)s: enter the day by which it is planned", promise=each.name),
            earliest=london_today,
            too_early=_l("Enter today's date or a later one"),
        )
        fields[name_of(each.code, "evidence")] = LineField(
            _l("%(promise)s: what can you show for it?", promise=each.name),
            hint=each.evidence,
            at_most=LONGEST_EVIDENCE,
        )
    fields["same"] = same_for_all()
    return made_form("PromisesForm", PlaceForm, fields)


SafePlaceForm = _promises(SchemeCode.SAFE_PLACE, _l("How far are you with Safe Places?"))
UnityPromiseForm = _promises(SchemeCode.UNITY_PROMISE, _l("How far are you with the seven promises?"))


class OffersForm(PlaceForm):
    """What a place can offer, and how people get in."""

    title = _l("What can people use at your place?")
    offers = ManyField(
        _l("What can you offer to somebody who asks for help?"),
        choices=choices({**OFFERS, **{each: FEATURES[each] for each in MORE}}),
    )
    step_free = OneField(FEATURES[Feature.STEP_FREE], choices=YES_OR_NO, small=True)
    accessible_toilet = OneField(FEATURES[Feature.ACCESSIBLE_TOILET], choices=YES_OR_NO, small=True)
    hearing_loop = OneField(FEATURES[Feature.HEARING_LOOP], choices=YES_OR_NO, small=True)
    sign_language = OneField(FEATURES[Feature.SIGN_LANGUAGE], choices=YES_OR_NO, small=True)
    note = WordsField(
        _l("What else should somebody know who comes in?"),
        hint=_l("For example where the door is, or whom to ask for. Do not name anybody."),
        at_most=LONGEST_WORDS,
        rows=3,
    )
    same = same_for_all()


# A quiet room is told to the officers; the public reads of it as a quiet space.
AS_FEATURES = {
    Offer.SEAT: Feature.SEAT,
    Offer.TELEPHONE: Feature.TELEPHONE,
    Offer.QUIET_ROOM: Feature.QUIET_SPACE,
    Offer.CHARGER: Feature.CHARGER,
    Offer.TOILET: Feature.TOILET,
}


class ContactsForm(PlaceForm):
    """Two people to talk to, and who of them leads the work."""

    title = _l("Who can we talk to?")
    name = LineField(_l("Name of the first person"), missing=_l("Enter a name"), at_most=LONGEST_LINE, spellcheck=False)
    post = LineField(_l("Role of the first person"), at_most=LONGEST_LINE)
    email = MailField(
        _l("Email of the first person"),
        hint=_l("We send news there, and the link with which they look after the place."),
        missing=_l("Enter an email address"),
    )
    telephone = CallField(_l("Telephone number of the first person"), width=20)
    name_2 = LineField(
        _l("Name of the second person"),
        hint=_l("Somebody who knows about it when the first person is away or leaves."),
        at_most=LONGEST_LINE,
        spellcheck=False,
    )
    post_2 = LineField(_l("Role of the second person"), at_most=LONGEST_LINE)
    email_2 = MailField(_l("Email of the second person"))
    telephone_2 = CallField(_l("Telephone number of the second person"), width=20)
    champion = OneField(
        _l("Who leads the work on the schemes at this place?"),
        missing=_l("Choose who leads the work"),
        choices=(Choice(FIRST, _l("The first person")), Choice(SECOND, _l("The second person"))),
    )
    same = same_for_all()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers, and that the second person is a whole and another one."""
        if not super().validate(extra_validators):
            return False
        if "as_before" in self and self.as_before.data:
            return True
        second = [self.name_2, self.post_2, self.email_2, self.telephone_2]
        is_needed = self.champion.data == SECOND or not all(field.is_empty for field in second)
        if is_needed and self.name_2.is_empty:
            self.name_2.errors = [_("Enter the name of the second person")]
        if is_needed and self.email_2.is_empty:
            self.email_2.errors = [_("Enter the email of the second person")]
        if self._are_one_person():
            self.name_2.errors = [_("Give another person, or leave the second one empty")]
        return not (self.name_2.errors or self.email_2.errors)

    def _are_one_person(self) -> bool:
        first, second = (self.name.data, self.email.data), (self.name_2.data, self.email_2.data)
        return [each.casefold() for each in first] == [each.casefold() for each in second]


class TrainingForm(PlaceForm):
    """When staff could be trained."""

    title = _l("When can your staff come to training?")
    dates = ManyField(
        _l("Dates that are open now"),
        hint=_l("This books nothing yet. Choose all that suit you."),
    )
    wishes = WordsField(
        _l("Which days and times suit you?"),
        hint=_l("For example: Mondays before noon."),
        at_most=LONGEST_WORDS,
        rows=3,
    )
    helpers = TickedField(_l("We would like the training at our own place"))
    same = same_for_all()

    def prepare(self, answers: Answers) -> None:
        """Offer the sessions that can be booked and count for a scheme of the place."""
        super().prepare(answers)
        schemes = path.schemes_of(answers, self.about) or tuple(each.value for each in SchemeCode)
        self.dates.choices = [Choice(each.id.hex, words_of(each)) for each in open_sessions(schemes)]
        if not self.dates.choices:
            del self["dates"]


def open_sessions(schemes: tuple[str, ...]) -> list[ListedTraining]:
    """The sessions with room that count for one of these schemes."""
    return [each for each in queries.list_open_trainings(now=utc_now(), schemes=schemes) if each.places_left > 0]


def words_of(session: ListedTraining) -> str:
    """When and where a session is, in one line."""
    begins, ends = (each.astimezone(LONDON) for each in (session.begins_at, session.ends_at))
    return str(
        _(
            "%(day)s, %(from)s to %(until)s, %(place)s",
            day=format_date(begins.date(), DAY),
            **{"from": clock(begins.time()), "until": clock(ends.time())},
            place=session.place,
        )
    )
