"""The register of questions: codes for good, words that people understand."""

import re

import pytest

from webapp.partnership.current import current_partnership
from webapp.survey.question import Kind
from webapp.survey.questions import EQUALITY_CODES, QUESTIONS, option_text
from webapp.survey.rules import KINDS

CODE = re.compile(r"[a-z0-9_]{1,40}")
# What stands in the counts for good: a code may be added here, and none taken away or given to another thing.
CODES = {
    "kinds": (),
    "when_days": ("weekdays", "saturday", "sunday", "any", "unsure"),
    "when_times": ("morning", "afternoon", "evening", "night", "any", "unsure"),
    "how_often": ("daily", "weekly", "monthly", "less", "once", "unsure"),
    "trend": ("better", "same", "worse", "unsure"),
    "effect": ("none", "little", "some", "much"),
    "effects": ("sleep", "avoid", "children", "work", "health", "moved", "other", "none"),
    "safe_day": ("very_safe", "safe", "unsafe", "very_unsafe", "never"),
    "safe_dark": ("very_safe", "safe", "unsafe", "very_unsafe", "never"),
    "reported": ("no", "once", "more"),
    "reported_to": ("council", "police", "landlord", "crimestoppers", "other"),
    "helped": ("yes", "partly", "no", "waiting"),
    "why_not": ("no_use", "who", "afraid", "small", "hard", "others_did", "other"),
    "would_help": (
        "officers", "light", "cameras", "cleaning", "youth", "support", "talking", "penalties", "reporting", "other",
        "unsure",
    ),
    "relation": ("live", "work", "study", "business", "visit", "other"),
    "street": (
        "no_cameras", "no_light", "empty", "layout", "view", "run_down", "drug_signs", "place_other", "one_person",
        "group", "followed", "people_other",
    ),
    "age": ("under_16", "16_24", "25_34", "35_44", "45_54", "55_64", "65_74", "75_over", "unsaid"),
    "sex": ("female", "male", "unsaid"),
    "gender_same": ("yes", "no", "unsaid"),
    "ethnicity": ("asian", "black", "mixed", "white", "other", "unsaid"),
    "disability": ("much", "little", "no", "unsaid"),
    "orientation": ("straight", "gay", "bisexual", "other", "unsaid"),
    "religion": ("none", "christian", "buddhist", "hindu", "jewish", "muslim", "sikh", "other", "unsaid"),
    "carer": ("no", "yes", "unsaid"),
}  # fmt: skip


def test_the_codes_are_those_that_stand_in_the_counts():
    assert {code: tuple(option.code for option in asked.fixed) for code, asked in QUESTIONS.items()} == CODES


@pytest.mark.parametrize("asked", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_well_made(asked):
    codes = [option.code for option in asked.fixed]
    assert CODE.fullmatch(asked.code)
    assert all(map(CODE.fullmatch, codes))
    assert len(codes) == len(set(codes))
    assert asked.is_many == (asked.kind is Kind.MANY)
    assert asked.most is None or asked.is_many
    assert asked.is_many or not asked.exclusive - {"unsure", "unsaid"}


def test_everybody_may_leave_questions_about_themselves_out(app_context):
    assert all("unsaid" in QUESTIONS[code].codes for code in EQUALITY_CODES)
    assert not any(QUESTIONS[code].is_many for code in EQUALITY_CODES)


class TestKinds:
    def test_they_are_the_partnerships(self, app_context):
        types = current_partnership().asb.types
        assert [option.code for option in QUESTIONS[KINDS].options] == [each.code for each in types]
        assert len(types) == 19
        assert QUESTIONS[KINDS].most == 3

    def test_words(self, app):
        with app.test_request_context():
            assert option_text(KINDS, "noise") == "Loud noise, music or parties"
            assert str(option_text("trend", "worse")) == "It is getting worse"

    def test_a_code_that_is_offered_no_more_shows_as_it_is(self, app_context):
        assert option_text(KINDS, "hoax_calls") == "hoax_calls"
        assert option_text("lamps", "out") == "out"
