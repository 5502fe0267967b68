"""One complete set of answers for each route through a journey, for the tests of views and those in the browser.

A page that is not named here is a notice, or one that may be left empty: it is continued as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from werkzeug.test import Client

from tests.client import Page
from tests.filling import OWN, fill

Given: TypeAlias = Mapping[str, str | list[str]]
FOUND, SEE_OTHER = 200, 303
# No journey has as many pages.
PAGES_AT_MOST = 40


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A route: where it begins, what each page is answered, and the last part of the address where it ends."""

    name: str
    start: str
    answers: Mapping[str, Given]
    ends: str = "check"

    def __str__(self) -> str:
        return self.name

    def given(self, address: str) -> Given:
        """What the page at `address` is answered."""
        return self.answers.get(address.rpartition("/")[2].partition("?")[0], {})


def pages_of(walk: Walk, client: Client, *, language: str = "") -> Iterator[Page]:
    """Every page on the way, as somebody sees it who answers like this; the one where it ends comes last."""
    address = f"{language}{walk.start}"
    for _ in range(PAGES_AT_MOST):
        answer = client.get(address)
        assert answer.status_code == FOUND, f"{address} answered {answer.status_code}"
        page = Page(answer)
        yield page
        if address.endswith(f"/{walk.ends}"):
            return
        sent = client.post(address, data=fill(page, walk.given(address)), headers=OWN)
        assert sent.status_code == SEE_OTHER, f"{address}: {Page(sent).words('main')}"
        address = sent.headers["Location"]
    message = f"{walk} does not end"
    raise AssertionError(message)


ON = {"urgent": "neither"}
WHERE = {"words": "Boscombe", "relation": ["live", "work"]}
WHAT = {"kinds": ["noise", "drugs", "threats"]}
# What the rules take for a reason to look the same day, whatever the language of the page.
WORRYING = "He said he will kill me. He has a knife."

SHORTEST = Walk(
    name="only what is required",
    start="/asb-survey/a",
    answers={"a": ON, "d": {"words": "Boscombe"}, "e": {"kinds": ["noise"]}},
)
LONGEST = Walk(
    name="every question, with both notices",
    start="/asb-survey/a",
    answers={
        "a": ON,
        "d": WHERE,
        "e": WHAT,
        "f": {
            "when_days": ["saturday", "sunday"],
            "when_times": ["evening", "night"],
            "how_often": "weekly",
            "trend": "worse",
        },
        "g": {"effect": "much", "effects": ["sleep", "health"], "safe_day": "safe", "safe_dark": "very_unsafe"},
        "h": {"reported": "more", "reported_to": ["council", "police"], "helped": "no"},
        "j": {"would_help": ["light", "officers"], "words": WORRYING},
        "l": {
            "name": "Ada",
            "email": "ada@example.org",
            "telephone": "01632 960 001",
            "safe": "After six",
            "about": "The noise",
        },
        "m": {
            "age": "35_44",
            "sex": "female",
            "gender_same": "yes",
            "ethnicity": "white",
            "disability": "no",
            "orientation": "straight",
            "religion": "none",
            "carer": "yes",
        },
    },
)
NOT_REPORTED = Walk(
    name="not reported",
    start="/asb-survey/a",
    answers={
        "a": ON,
        "d": {"area": "boscombe"},
        "e": {"kinds": ["litter_needles"]},
        "f": {"when_days": ["any"], "when_times": ["any"], "how_often": "daily", "trend": "same"},
        "g": {"effect": "some", "effects": ["none"], "safe_day": "very_safe", "safe_dark": "never"},
        "h": {"reported": "no", "why_not": ["who", "afraid"]},
        "j": {"would_help": ["cleaning"], "words": "The bins are full all summer."},
    },
)
TOWN_ONLY = Walk(
    name="only the town",
    start="/asb-survey/a",
    answers={"a": ON, "d": {"level": "poole"}, "e": {"kinds": ["begging"]}},
)
ELSEWHERE = Walk(
    name="outside the area",
    start="/asb-survey/a",
    answers={"a": ON, "d": {"level": "outside"}, "e": {"kinds": ["fireworks"]}},
)
UNSAID = Walk(
    name="would rather not say where",
    start="/asb-survey/a",
    answers={"a": ON, "d": {"level": "unsaid"}, "e": {"kinds": ["hate"]}},
)
PIN = Walk(
    name="a pin on the map",
    start="/asb-survey/a",
    answers={"a": ON, "d": {"latitude": "50.727", "longitude": "-1.839"}, "e": {"kinds": ["graffiti"]}},
)
IN_DANGER = Walk(name="in danger", start="/asb-survey/a", answers={"a": {"urgent": "danger"}}, ends="b")
A_CRIME = Walk(name="a crime", start="/asb-survey/a", answers={"a": {"urgent": "crime"}}, ends="c")

SURVEY_WALKS = (SHORTEST, LONGEST, NOT_REPORTED, TOWN_ONLY, ELSEWHERE, UNSAID, PIN)
SURVEY_EXITS = (IN_DANGER, A_CRIME)

# The application for a case review: every page may be left empty but four, and none of them ends it.
AT_FIRST = {"a": {"danger": "no"}, "keep": {"act": "without"}}
LATER = {"q": {"consent": "yes", "true": "yes"}, "s": {"come_back": "contact"}}
BOOMING = {
    "incidents-0-what": "Loud music until four",
    "incidents-0-happened-day": "3",
    "incidents-0-happened-month": "10",
    "incidents-0-happened-year": "2026",
    "incidents-0-agency": "council",
    "incidents-0-told-month": "10",
    "incidents-0-told-year": "2026",
    "incidents-0-reference": "N-12",
}
REACHED = {
    "name": "Ada",
    "ways": ["email", "tracker"],
    "email": "ada@example.org",
    "times": "After six",
    "code_word": "lighthouse",
}

CASE_SHORTEST = Walk(
    name="as little as can be",
    start="/asb-case-review/apply/a",
    answers={**AT_FIRST, "c": {"kind": "myself"}, **LATER},
)
CASE_LONGEST = Walk(
    name="somebody else, in danger, with every notice",
    start="/asb-case-review/apply/a",
    answers={
        "a": {"danger": "yes"},
        "c": {"kind": "someone_else"},
        "d": {
            "standing": "worker",
            "authority": "not_yet",
            "name": "Bea",
            "ways": ["telephone"],
            "telephone": "01632 960 002",
            "times": "Never in the evening",
        },
        "g": REACHED,
        "h": BOOMING,
        "i": {"address": "1 Made-up Lane, BH5 1AA", "place": "Boscombe", "town": "bournemouth", "tenure": "council"},
        "j": {"relation": "ex", "accused": "A man", "blocked": "Somebody at the council"},
        "l": {
            "harm": ["sleep", "fear"],
            "often": "week",
            "still": "yes",
            "affected": ["children"],
            "words": WORRYING,
            "vulnerability": ["alone"],
            "aimed": ["hate_disability"],
        },
        "m": {"risk": ["threats", "weapons"]},
        "o": {"wishes": "Quiet nights", "attend": "online"},
        "q": {"consent": "unsure"},
        "s": {"come_back": "own"},
    },
)
CASE_GROUP = Walk(
    name="a group of neighbours",
    start="/asb-case-review/apply/a",
    answers={
        "a": {"danger": "no"},
        "c": {"kind": "community"},
        "f": {"members-0-name": "Cem", "members-0-email": "cem@example.org", "members-0-agreed": "yes"},
        "g": REACHED,
        "h": {**BOOMING, "incidents-0-person": "Cem"},
        **LATER,
        "s": {"come_back": "supporter"},
    },
)
CASE_BUSINESS = Walk(
    name="a business that shares nothing",
    start="/asb-case-review/apply/a",
    answers={
        **AT_FIRST,
        "c": {"kind": "business", "business": "Made-up Fish Bar"},
        "m": {"risk": ["none"]},
        "q": {"consent": "no"},
        "s": {"come_back": "contact"},
    },
)
CASE_WALKS = (CASE_SHORTEST, CASE_LONGEST, CASE_GROUP, CASE_BUSINESS)

# Joining the schemes: one place as briefly as can be, and three of which one differs.
UNITY_PROMISES = ("champion", "communicate", "support_staff", "support_public")
MORE_PROMISES = ("training_responding", "training_recording", "designing_for_safety")
SAFE_PLACE_PROMISES = ("welcome", "call", "wait", "show_the_logo", "trained_staff")
A_PLACE = {
    "places-0-name": "The Made-up Arms",
    "places-0-kind": "pub",
    "places-0-address": "1 Made-up Street\nBournemouth",
    "places-0-postcode": "BH1 1AA",
}
THREE_PLACES = {
    **A_PLACE,
    "places-1-name": "The Made-up Bell",
    "places-1-kind": "pub",
    "places-1-address": "2 Made-up Street\nBournemouth",
    "places-1-postcode": "BH1 1AB",
    "places-2-name": "Made-up Coffee",
    "places-2-kind": "cafe",
    "places-2-address": "3 Made-up Street\nPoole",
    "places-2-postcode": "BH15 1AA",
}
MARA = {"name": "Mara Madeup", "post": "Manager", "email": "mara@example.org", "champion": "first"}
SOL = {"name_2": "Sol Secondby", "email_2": "sol@example.org"}
SIGNED = {"signed_by": "Mara Madeup", "signed_as": "Owner", "authority": "yes", "agrees": "yes"}
KEPT_SAFE = {**dict.fromkeys(SAFE_PLACE_PROMISES, "in-place"), "welcome_evidence": "New staff are told on day one."}
KEPT_UNITY = {
    **dict.fromkeys((*UNITY_PROMISES, *MORE_PROMISES), "not-yet"),
    "champion": "in-place",
    "communicate": "planned",
    "communicate_by-day": "1",
    "communicate_by-month": "3",
    "communicate_by-year": "2036",
}
JOIN_SHORTEST = Walk(
    name="one place, as little as can be",
    start="/join/a",
    answers={
        "a": {"name": "Made-up Inns"},
        "keep": {"act": "without"},
        "b": {"how": "hand"},
        "c": A_PLACE,
        "f": {"schemes": ["safe-place"]},
        "g": KEPT_SAFE,
        "j": {"kind": "unknown"},
        "k": MARA,
        "n": SIGNED,
    },
)
JOIN_THREE = Walk(
    name="three places of which one differs",
    start="/join/a",
    answers={
        "a": {"name": "Made-up Inns", "already_in": "Pubwatch", "heard": "A letter"},
        "keep": {"act": "without"},
        "b": {"how": "hand"},
        "c": THREE_PLACES,
        "f": {"schemes": ["safe-place", "unity-promise"], "same": "no"},
        "f2": {"as_before": "yes"},
        "f3": {"schemes": ["safe-place"]},
        "g": {**KEPT_SAFE, "same": "yes"},
        "h": {**KEPT_UNITY, "same": "yes"},
        "i": {"offers": ["seat", "quiet-room", "wifi"], "step_free": "no", "hearing_loop": "yes", "same": "yes"},
        "j": {
            "kind": "weekly",
            "week-0": "11am to 11pm",
            "week-4": "11am to 2am",
            "on_bank_holidays": "own-hours",
            "bank_holiday": "12-18:00",
            "exceptions-0-first-day": "25",
            "exceptions-0-first-month": "12",
            "exceptions-0-first-year": "2036",
            "exceptions-0-note": "Christmas",
            "same": "no",
        },
        "j2": {"as_before": "yes"},
        "j3": {"kind": "by-appointment"},
        "k": {**MARA, **SOL, "same": "no"},
        "k2": {"as_before": "yes"},
        "k3": {"name": "Pia Madeup", "email": "pia@example.org", "champion": "first"},
        "l": {"wishes": "Mondays before noon", "helpers": "yes", "same": "yes"},
        "n": SIGNED,
    },
)
JOIN_WALKS = (JOIN_SHORTEST, JOIN_THREE)
