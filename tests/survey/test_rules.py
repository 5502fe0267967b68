"""The rules that need no database: codes, opening, and what the register of questions says."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.survey.conftest import TODAY
from webapp.partnership import load_partnership
from webapp.survey.codes import ClosedBecause
from webapp.survey.questions import FULL, QUESTIONS
from webapp.survey.rules import (
    CodeError,
    checked_codes,
    checked_equality,
    closed_because,
    counted,
    keys_of,
    moderation_of,
    read_codes,
    written_codes,
)

NO_KINDS = {code: question for code, question in QUESTIONS.items() if question.fixed}


class Register:
    """A question without a partnership."""

    code = "kinds"
    codes = frozenset({"noise", "drugs", "graffiti", "begging"})
    exclusive: frozenset[str] = frozenset()
    most = 3
    is_many = True


REGISTER = {**NO_KINDS, "kinds": Register()}


class TestCodes:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ({"kinds": ("noise",)}, {"kinds": ("noise",)}),
            ({"kinds": ("noise", "noise"), "trend": ()}, {"kinds": ("noise",)}),
            (
                {"kinds": ("noise",), "when_days": ("sunday", "saturday")},
                {"kinds": ("noise",), "when_days": ("sunday", "saturday")},
            ),
            ({"kinds": ("noise",), "when_days": ("any",)}, {"kinds": ("noise",), "when_days": ("any",)}),
        ],
    )
    def test_what_is_kept(self, given, kept):
        assert checked_codes(given, REGISTER) == kept

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({}, "No kind of problem is chosen."),
            ({"kinds": ()}, "No kind of problem is chosen."),
            ({"kinds": ("x",)}, "kinds has no answer x."),
            ({"kinds": ("noise", "drugs", "graffiti", "begging")}, "kinds has too many answers."),
            ({"kinds": ("noise",), "trend": ("same", "worse")}, "trend has too many answers."),
            ({"kinds": ("noise",), "effects": ("none", "sleep")}, "effects has none beside another answer."),
            ({"kinds": ("noise",), "lamps": ("out",)}, "There is no question lamps."),
        ],
    )
    def test_what_nobody_could_choose(self, given, sentence):
        with pytest.raises(CodeError, match=f"^{sentence}$"):
            checked_codes(given, REGISTER)

    def test_about_the_person(self):
        register = {code: question for code, question in QUESTIONS.items() if question.is_equality}
        assert checked_equality({"age": "25_34", "sex": ""}, register) == {"age": "25_34"}
        with pytest.raises(CodeError, match="about the person"):
            checked_equality({"kinds": "noise"}, register)

    @given(st.dictionaries(st.sampled_from(sorted(NO_KINDS)), st.lists(st.text("abc", min_size=1), unique=True)))
    def test_written_and_read_they_are_the_same_but_for_empty_ones(self, given):
        codes = {question: tuple(options) for question, options in given.items()}
        assert read_codes(written_codes(codes)) == {question: chosen for question, chosen in codes.items() if chosen}

    def test_sums_of_two(self):
        found = counted([{"kinds": ("noise",)}, {"kinds": ("noise", "drugs")}])
        assert (found["", "", ""], found["noise", "", ""], found["drugs", "kinds", "noise"]) == (2, 2, 1)
        assert len(keys_of({"kinds": ("noise", "drugs")})) == 12

    @pytest.mark.parametrize(
        ("words", "state"), [("", "nothing_to_read"), (" \n", "nothing_to_read"), ("A", "waiting")]
    )
    def test_what_there_is_to_read(self, words, state):
        assert moderation_of(words) == state


class Edition:
    opens_on = TODAY
    closes_on = TODAY.replace(month=12)


class Local:
    is_local = True


class Live:
    is_local = False


def partnership(*, controllers=True, signed=True, cover=True, duty=True):
    """The first partnership, with what its owner has confirmed."""
    found = load_partnership("bcp")
    profile = found.profile
    kept = profile.safeguarding_cover
    return replace(
        found,
        profile=replace(
            profile,
            controllers=tuple(replace(each, to_confirm=not controllers) for each in profile.controllers),
            signed_off_on=TODAY if signed else None,
            safeguarding_cover=replace(kept, to_confirm=not cover, duty_officer="duty@example.org" if duty else None),
        ),
    )


class TestOpening:
    @pytest.mark.parametrize(
        ("lacking", "because"),
        [
            ({}, None),
            ({"controllers": False}, ClosedBecause.CONTROLLERS),
            ({"signed": False}, ClosedBecause.SIGN_OFF),
            ({"cover": False}, ClosedBecause.COVER),
            ({"duty": False}, ClosedBecause.COVER),
            ({"controllers": False, "signed": False, "cover": False}, ClosedBecause.CONTROLLERS),
        ],
    )
    def test_a_live_site_needs_three_signatures(self, lacking, because):
        assert closed_because(partnership(**lacking), Live(), Edition(), TODAY) is because
        assert closed_because(partnership(**lacking), Local(), Edition(), TODAY) is None

    def test_the_first_partnership_is_not_open_yet(self):
        assert closed_because(load_partnership("bcp"), Live(), Edition(), TODAY) is ClosedBecause.CONTROLLERS

    def test_a_partnership_without_controllers_or_cover(self):
        found = partnership()
        nobody = replace(found, profile=replace(found.profile, controllers=()))
        assert closed_because(nobody, Live(), Edition(), TODAY) is ClosedBecause.CONTROLLERS
        uncovered = replace(found, profile=replace(found.profile, safeguarding_cover=None))
        assert closed_because(uncovered, Live(), Edition(), TODAY) is ClosedBecause.COVER

    @pytest.mark.parametrize(
        ("day", "because"),
        [
            (TODAY.replace(day=20), ClosedBecause.NOT_YET),
            (TODAY, None),
            (Edition.closes_on, None),
            (Edition.closes_on.replace(day=22), ClosedBecause.OVER),
        ],
    )
    def test_its_days(self, day, because):
        assert closed_because(partnership(), Local(), Edition(), day) is because

    def test_one_that_stays_open_and_none_at_all(self):
        class Open(Edition):
            closes_on = None

        assert closed_because(partnership(), Live(), Open(), TODAY.replace(year=2090)) is None
        assert closed_because(partnership(), Local(), None, TODAY) is ClosedBecause.NOT_YET


def test_the_whole_survey_is_what_the_note_says():
    assert FULL[0] == "kinds"
    assert "street" not in FULL
    assert not set(FULL) & {"age", "carer"}
