"""A site with content: the starter texts, and made-up documents that show what those do not."""

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Iterator

from flask import Flask

from tests.conftest import NOW, upgrade
from tests.listed import put_on_list
from tests.reviews.conftest import WRITER, make_published
from tests.whole_site.desk_case_figures import published
from tests.whole_site.told import fill_told
from webapp import create_app
from webapp.audit.actors import SYSTEM
from webapp.casereview.figures.queries import list_published
from webapp.casereview.rules.figures import FiguresKind
from webapp.database import db
from webapp.partnership import Text, Wording
from webapp.partnership.facts import Citation
from webapp.partnership.strategy import Consultation, read_strategy
from webapp.partnership.surveys import Outcome, OutcomeState, Survey
from webapp.publishing import lifecycle, registers, services
from webapp.publishing.importing import import_text
from webapp.reviews.services.files import notify
from webapp.reviews.services.publication import withdraw
from webapp.starter import load_starter
from webapp.strategy.services import load_strategy
from webapp.survey.edition_services import load_surveys
from webapp.venues import queries as venues
from webapp.venues import services as venue_services
from webapp.venues.hours import UNKNOWN_HOURS
from webapp.venues.rules import Feature, HiddenBecause, VenueKind
from webapp.venues.schemes import SchemeCode

LONG = "made-up-long-report"
SENSITIVE = "made-up-sensitive-report"
SHORT = "made-up-short-note"
WITHDRAWN = "made-up-withdrawn-note"
# One place of both schemes, one that is an example, one that has left the list.
PLACE = "made-up-library"
EXAMPLE_PLACE = "example-not-a-real-place-made-up-cafe"
GONE_PLACE = "made-up-club"
# Three of the made-up reviews can be read: enough for the recommendations to say from which one each is.
WITHDRAWN_REVIEW = "review-4"

NARROW_TABLE = "\n".join(
    "\t".join(row)
    for row in (
        ("Street", "Lamps in 2024", "Lamps in 2025"),
        ("Harbour Street", "12", "15"),
        ("Quay Road", "7", "9"),
        ("Market Place", "21", "21"),
    )
)
WIDE_TABLE = "\n".join(
    "\t".join(row)
    for row in (
        ("Street", *(f"Month {month} of the year" for month in range(1, 13))),
        *((f"Long street name {street}", *(str(street * month) for month in range(1, 13))) for street in range(1, 9)),
    )
)


def _words(part: str, count: int) -> str:
    return " ".join(f"{part}{number}" for number in range(count))


# Long enough to be cut into a page for each part.
LONG_TEXT = f"""# Made-up long report

## Background

{_words("background", 900)}

1. The board met four times in the year.[^1]
2. Two streets were lit anew:
   - Harbour Street
   - Quay Road
3. AVeryLongWordThatNoColumnOfASmallTelephoneCanHoldInOneLineWithoutBeingBrokenSomewhereInItsMiddle

### What was measured

{_words("measured", 60)}

## Figures

{_words("figures", 900)}

Table 1: Lamps in each street

{NARROW_TABLE}

Table 2: Lamps in each month

{WIDE_TABLE}

## What comes next

{_words("next", 900)}

> The board will look at Quay Road again.

[^1]: Minutes of the board.
"""
SHORT_TEXT = "# Made-up note\n\nThe board will meet in the spring.\n"
SENSITIVE_TEXT = "# Made-up report about a painful subject\n\nThe board has learnt from what happened.\n"


def _text(words: str) -> Text:
    return Text((Wording(words, "en"),))


CONSULTATION = Consultation(
    key="made-up-consultation",
    title=_text("A made-up plan"),
    summary=_text("Say what you think of the made-up plan."),
    body=(_text("The plan is about street lamps."),),
    how=(_text("Write to us."),),
    website=None,
    strategy=None,
    opens=dt.date(2026, 11, 1),
    closes=dt.date(2027, 1, 31),
    changed=(),
    changed_on=None,
    citation=None,
)


# One that is over, with all that can have come of it.
OVER_SURVEY = Survey(
    slug="made-up-survey",
    title=_text("Made-up survey about bikes"),
    intro=_text("Tell us where bikes spoil your day."),
    opens_on=dt.date(2026, 1, 1),
    closes_on=dt.date(2026, 2, 28),
    kinds=("vehicle_nuisance",),
    next_step=_text("The made-up board looks at it in spring."),
    results_by=dt.date(2026, 6, 1),
    report=SHORT,
    outcomes=tuple(
        Outcome(
            said=_text("Bikes on the quay frighten people."),
            did=_text("Patrols go there on Saturdays."),
            state=state,
            owner=owner,
            as_of=dt.date(2026, 5, 1),
            citation=citation,
        )
        for state, owner, citation in (
            (OutcomeState.DONE, "police", Citation(source="annual-report-2026", where="42")),
            (OutcomeState.CANNOT, None, Citation(source="", where=None, words="A made-up release of May 2026")),
        )
    ),
)


@contextlib.contextmanager
def filled_site(environ: dict[str, str]) -> Iterator[Flask]:
    """The app over a fresh database with everything in it that a visitor could meet."""
    app = create_app(environ)
    app.testing = True
    try:
        with app.app_context():
            upgrade()
            _fill(app, NOW)
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()


def _fill(app: Flask, at: dt.datetime) -> None:
    load_starter(at=at)
    # The partnership asks nobody anything yet, so one is made up.
    strategy = read_strategy(app.extensions["partnership"])
    load_strategy(dataclasses.replace(strategy, consultations=(CONSULTATION,)), at=at)
    _publish(LONG, LONG_TEXT, at, kind="annual_report", publisher="Far Away Community Safety Partnership")
    _publish(SHORT, SHORT_TEXT, at, kind="minutes")
    load_surveys([OVER_SURVEY], at=at)
    numbers = app.extensions["partnership"].support_numbers
    helplines = [number.key for number in numbers if number.is_public][:2]
    _fill_reviews()
    _fill_places(at)
    _fill_figures()
    fill_told()
    _publish(SENSITIVE, SENSITIVE_TEXT, at, kind="guidance", sensitive=True, helplines=helplines)
    # A database that is filled once more has it already.
    if registers.find_tombstone(WITHDRAWN) is None:
        _publish(WITHDRAWN, SHORT_TEXT.replace("# ", "# Withdrawn: ", 1), at, kind="minutes")
        lifecycle.withdraw(WITHDRAWN, words="A newer one replaces it.", by=WRITER)


def _fill_places(at: dt.datetime) -> None:
    # A database that is filled once more has them already.
    if venues.stamp() != (0, 0):
        return
    put_on_list(
        "Made-up Library",
        schemes=tuple(SchemeCode),
        telephone="01632 960001",
        website="https://www.example.org",
        note="The door is beside the post box.",
        languages=("en", "pl"),
        has=frozenset({Feature.STEP_FREE, Feature.SEAT}),
        lacks=frozenset({Feature.HEARING_LOOP}),
        help_is_free=True,
        under_18s_until=1440,
        at=at,
    )
    put_on_list("Made-up Hall", "Made-up Surgery", hours=UNKNOWN_HOURS, latitude=50.7150, longitude=-1.9850, at=at)
    put_on_list("Example, not a real place: Made-up Café", sample=True, latitude=50.7350, longitude=-1.7800, at=at)
    put_on_list("Made-up Club", kind=VenueKind.CLUB, at=at)
    gone = venues.get_venue(GONE_PLACE)
    venue_services.hide(gone.id, because=HiddenBecause.SAFETY, by=SYSTEM, at=at)


def _fill_figures() -> None:
    # A database that is filled once more has them already.
    if not list_published():
        published(2021)
        published(2015, kind=FiguresKind.ENTERED)


def _fill_reviews() -> None:
    for agency in ("police", "police", "bcp_council"):
        make_published(text=LONG_TEXT, agency=agency)
    withdraw(make_published(), reason="Made up", by=WRITER)
    notify(by=WRITER)


def _publish(slug: str, text: str, at: dt.datetime, *, kind: str, **facts) -> None:
    document = import_text(text, name=f"{slug}.txt")
    services.import_version(
        services.NewVersion(
            slug=slug,
            kind=kind,
            renditions=[services.NewRendition(language="en", document=document, summary="A made-up text.")],
            source_name=f"{slug}.txt",
            source=text.encode(),
            made_by="test",
            made_at=at,
            document_date=at.date(),
            files=[services.NewFile(name=f"{slug}.txt", media_type="text/plain", content=text.encode())],
            **facts,
        ),
        publish_now=True,
        by=SYSTEM,
    )
