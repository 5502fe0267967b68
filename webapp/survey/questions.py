"""The register of questions: codes that are stored for good, and the words for them.

A survey picks some of them (webapp/survey/editions.py); a new question or option is an entry here. A code is never
given a second meaning: what people were asked under it stands in the counts for good.
"""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.survey.question import Kind, Option, Question

# The one question that every survey has, with the place.
KINDS = "kinds"
UNSURE = Option(code="unsure", text=_l("I do not know"), exclusive=True)
UNSAID = Option(code="unsaid", text=_l("I would rather not say"), exclusive=True)
OTHER = Option(code="other", text=_l("Something else"))
SAFETY = (
    Option(code="very_safe", text=_l("Very safe")),
    Option(code="safe", text=_l("Quite safe")),
    Option(code="unsafe", text=_l("A little unsafe")),
    Option(code="very_unsafe", text=_l("Very unsafe")),
    Option(code="never", text=_l("I never walk alone there")),
)

CONCERN = (
    Question(
        code=KINDS,
        text=_l("What is the problem?"),
        hint=_l("Choose up to 3."),
        kind=Kind.MANY,
        most=3,
    ),
    Question(
        code="when_days",
        text=_l("On which days does it happen?"),
        hint=_l("Choose all that are right."),
        kind=Kind.MANY,
        fixed=(
            Option(code="weekdays", text=_l("Monday to Friday")),
            Option(code="saturday", text=_l("Saturday")),
            Option(code="sunday", text=_l("Sunday")),
            Option(code="any", text=_l("Any day of the week"), exclusive=True),
            UNSURE,
        ),
    ),
    Question(
        code="when_times",
        text=_l("At what time of day?"),
        hint=_l("Choose all that are right."),
        kind=Kind.MANY,
        fixed=(
            Option(code="morning", text=_l("Morning: 6am to noon")),
            Option(code="afternoon", text=_l("Afternoon: noon to 6pm")),
            Option(code="evening", text=_l("Evening: 6pm to midnight")),
            Option(code="night", text=_l("Night: midnight to 6am")),
            Option(code="any", text=_l("Any time of day"), exclusive=True),
            UNSURE,
        ),
    ),
    Question(
        code="how_often",
        text=_l("How often does it happen?"),
        fixed=(
            Option(code="daily", text=_l("Every day or nearly")),
            Option(code="weekly", text=_l("Every week")),
            Option(code="monthly", text=_l("Every month")),
            Option(code="less", text=_l("Less often")),
            Option(code="once", text=_l("It happened once")),
            UNSURE,
        ),
    ),
    Question(
        code="trend",
        text=_l("Is it getting better or worse?"),
        fixed=(
            Option(code="better", text=_l("It is getting better")),
            Option(code="same", text=_l("It stays the same")),
            Option(code="worse", text=_l("It is getting worse")),
            UNSURE,
        ),
    ),
    Question(
        code="effect",
        text=_l("How much does it affect you?"),
        fixed=(
            Option(code="none", text=_l("Not at all")),
            Option(code="little", text=_l("A little")),
            Option(code="some", text=_l("Quite a lot")),
            Option(code="much", text=_l("A great deal")),
        ),
    ),
    Question(
        code="effects",
        text=_l("How does it affect you?"),
        hint=_l("Choose all that are right."),
        kind=Kind.MANY,
        fixed=(
            Option(code="sleep", text=_l("I sleep badly")),
            Option(code="avoid", text=_l("I stay away from some places")),
            Option(code="children", text=_l("I worry about children")),
            Option(code="work", text=_l("My work or studies suffer")),
            Option(code="health", text=_l("My health or mood is worse")),
            Option(code="moved", text=_l("I moved, or I want to move")),
            OTHER,
            Option(code="none", text=_l("None of these"), exclusive=True),
        ),
    ),
    Question(code="safe_day", text=_l("How safe do you feel there alone by day?"), fixed=SAFETY),
    Question(code="safe_dark", text=_l("And after dark?"), fixed=SAFETY),
)
REPORTING = (
    Question(
        code="reported",
        text=_l("Did you report it in the last 6 months?"),
        fixed=(
            Option(code="no", text=_l("No")),
            Option(code="once", text=_l("Yes, once")),
            Option(code="more", text=_l("Yes, more than once")),
        ),
    ),
    Question(
        code="reported_to",
        text=_l("Who did you tell?"),
        hint=_l("Choose all that are right."),
        kind=Kind.MANY,
        follows="reported",
        after=("once", "more"),
        fixed=(
            Option(code="council", text=_l("The council")),
            Option(code="police", text=_l("The police")),
            Option(code="landlord", text=_l("My landlord or housing association")),
            Option(code="crimestoppers", text=_l("Crimestoppers")),
            Option(code="other", text=_l("Somebody else")),
        ),
    ),
    Question(
        code="helped",
        text=_l("Did it help?"),
        follows="reported",
        after=("once", "more"),
        fixed=(
            Option(code="yes", text=_l("Yes")),
            Option(code="partly", text=_l("A little")),
            Option(code="no", text=_l("No")),
            Option(code="waiting", text=_l("I am still waiting")),
        ),
    ),
    Question(
        code="why_not",
        text=_l("Why did you not report it?"),
        hint=_l("Choose all that are right."),
        kind=Kind.MANY,
        follows="reported",
        after=("no",),
        fixed=(
            Option(code="no_use", text=_l("I thought that nothing would happen")),
            Option(code="who", text=_l("I did not know who to tell")),
            Option(code="afraid", text=_l("I was afraid of what would happen")),
            Option(code="small", text=_l("It did not seem serious enough")),
            Option(code="hard", text=_l("It was too hard or took too long")),
            Option(code="others_did", text=_l("Somebody else reported it")),
            Option(code="other", text=_l("Another reason")),
        ),
    ),
    Question(
        code="would_help",
        text=_l("What would help?"),
        hint=_l("Choose up to 3."),
        kind=Kind.MANY,
        most=3,
        fixed=(
            Option(code="officers", text=_l("More officers on the street")),
            Option(code="light", text=_l("Better lighting")),
            Option(code="cameras", text=_l("Cameras")),
            Option(code="cleaning", text=_l("Cleaning and repairs")),
            Option(code="youth", text=_l("More for young people to do")),
            Option(code="support", text=_l("Help for people with drink, drugs or their mental health")),
            Option(code="talking", text=_l("Somebody who helps neighbours to talk")),
            Option(code="penalties", text=_l("Fines or going to court")),
            Option(code="reporting", text=_l("An easier way to report it")),
            OTHER,
            UNSURE,
        ),
    ),
    Question(
        code="relation",
        text=_l("What brings you to this place?"),
        hint=_l("Choose all that are right."),
        kind=Kind.MANY,
        fixed=(
            Option(code="live", text=_l("I live there")),
            Option(code="work", text=_l("I work there")),
            Option(code="study", text=_l("I study there")),
            Option(code="business", text=_l("I have a business there")),
            Option(code="visit", text=_l("I visit or pass through")),
            Option(code="other", text=_l("Another reason")),
        ),
    ),
)
# The reasons of the police's StreetSafe, so that both can be read together.
STREET = (
    Question(
        code="street",
        text=_l("What makes the place feel unsafe?"),
        hint=_l("Choose all that are right."),
        kind=Kind.MANY,
        in_full=False,
        fixed=(
            Option(code="no_cameras", text=_l("No cameras")),
            Option(code="no_light", text=_l("Little or no light")),
            Option(code="empty", text=_l("Empty buildings, or nobody about")),
            Option(code="layout", text=_l("Hidden corners")),
            Option(code="view", text=_l("Bushes or walls in the way")),
            Option(code="run_down", text=_l("Run-down: graffiti, rubbish, broken things")),
            Option(code="drug_signs", text=_l("Signs of drugs or drinking")),
            Option(code="place_other", text=_l("Something else about the place")),
            Option(code="one_person", text=_l("A stranger said bad things to me")),
            Option(code="group", text=_l("A group said bad things to me")),
            Option(code="followed", text=_l("Somebody followed me")),
            Option(code="people_other", text=_l("Something else that somebody did")),
        ),
    ),
)


def _about_you(code: str, text: LazyString, *options: Option, hint: LazyString | str = "") -> Question:
    return Question(code=code, text=text, hint=hint, fixed=(*options, UNSAID), is_equality=True)


def _ages(first: int, last: int) -> Option:
    return Option(code=f"{first}_{last}", text=_l("%(first)s to %(last)s", first=first, last=last))


EQUALITY = (
    _about_you(
        "age",
        _l("How old are you?"),
        Option(code="under_16", text=_l("Under 16")),
        _ages(16, 24),
        _ages(25, 34),
        _ages(35, 44),
        _ages(45, 54),
        _ages(55, 64),
        _ages(65, 74),
        Option(code="75_over", text=_l("75 or over")),
    ),
    _about_you(
        "sex",
        _l("What is your sex?"),
        Option(code="female", text=_l("Female")),
        Option(code="male", text=_l("Male")),
    ),
    _about_you(
        "gender_same",
        _l("Is your gender the same as your sex at birth?"),
        Option(code="yes", text=_l("Yes")),
        Option(code="no", text=_l("No")),
    ),
    _about_you(
        "ethnicity",
        _l("What is your ethnic group?"),
        Option(code="asian", text=_l("Asian or Asian British")),
        Option(code="black", text=_l("Black, Black British, Caribbean or African")),
        Option(code="mixed", text=_l("Mixed or multiple ethnic groups")),
        Option(code="white", text=_l("White")),
        Option(code="other", text=_l("Other ethnic group")),
    ),
    _about_you(
        "disability",
        _l("Does a health condition or illness limit what you can do?"),
        Option(code="much", text=_l("Yes, a lot")),
        Option(code="little", text=_l("Yes, a little")),
        Option(code="no", text=_l("No")),
        hint=_l("One that lasts a year or more, of the body or the mind."),
    ),
    _about_you(
        "orientation",
        _l("What is your sexual orientation?"),
        Option(code="straight", text=_l("Straight or heterosexual")),
        Option(code="gay", text=_l("Gay or lesbian")),
        Option(code="bisexual", text=_l("Bisexual")),
        Option(code="other", text=_l("Other sexual orientation")),
    ),
    _about_you(
        "religion",
        _l("What is your religion?"),
        Option(code="none", text=_l("No religion")),
        Option(code="christian", text=_l("Christian")),
        Option(code="buddhist", text=_l("Buddhist")),
        Option(code="hindu", text=_l("Hindu")),
        Option(code="jewish", text=_l("Jewish")),
        Option(code="muslim", text=_l("Muslim")),
        Option(code="sikh", text=_l("Sikh")),
        Option(code="other", text=_l("Other religion")),
    ),
    _about_you(
        "carer",
        _l("Do you look after somebody who could not manage without you?"),
        Option(code="no", text=_l("No")),
        Option(code="yes", text=_l("Yes")),
        hint=_l("Because they are ill, old or disabled. Not as paid work."),
    ),
)
QUESTIONS: dict[str, Question] = {each.code: each for each in (*CONCERN, *REPORTING, *STREET, *EQUALITY)}
EQUALITY_CODES = tuple(each.code for each in EQUALITY)
# The whole survey, as an edition names it.
FULL = tuple(each.code for each in QUESTIONS.values() if each.in_full and not each.is_equality)


def option_text(question: str, code: str) -> LazyString | str:
    """The words of an option; a code that is offered no more is shown as it is."""
    asked = QUESTIONS.get(question)
    options = asked.options if asked else ()
    return next((option.text for option in options if option.code == code), code)
