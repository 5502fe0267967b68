"""The numbers that fit what somebody wrote."""

import pytest

from webapp.partnership.loading import load_partnership
from webapp.partnership.support_numbers import NumberGroup
from webapp.redaction import Watch, matching_help, watch_words
from webapp.redaction.helping import TOPICS


@pytest.fixture(scope="module")
def partnership():
    return load_partnership("bcp")


def keys(codes, partnership) -> list[str]:
    return [number.key for number in matching_help(codes, partnership)]


def test_danger_now_comes_first_and_lines_for_those_who_do_harm_never(partnership):
    for code in Watch:
        found = matching_help([code], partnership)
        assert found[0].group == NumberGroup.DANGER_NOW
        assert NumberGroup.OWN_BEHAVIOUR not in {number.group for number in found}
        assert all(number.is_public for number in found)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("I want to kill myself", "samaritans"),
        ("my husband beats me", "national_domestic_abuse"),
        ("my ex is stalking me", "stalking"),
        ("they keep my passport and I get no wages, forced to work", "modern_slavery"),
        ("he hits the kids", "childline"),
        ("forced to marry her cousin", "forced_marriage_unit"),
        ("they set fire to the bins", "crimestoppers"),
        ("I fear for my life", "victim_support"),
    ],
)
def test_the_line_that_fits_is_there(words, key, partnership):
    assert key in keys(watch_words(words, "en"), partnership)


def test_no_number_stands_twice(partnership):
    found = keys(list(Watch), partnership)
    assert len(found) == len(set(found))


def test_without_a_code_there_is_nothing_more_to_show(partnership):
    assert matching_help((), partnership) == ()
    assert matching_help(("unknown",), partnership) == ()


def test_every_code_has_numbers():
    assert set(TOPICS) == set(Watch)


def test_what_says_more_comes_before_what_says_less(partnership):
    found = keys(watch_words("she was raped", "en"), partnership)
    assert found.index("the_shores") < found.index("mens_advice_line")


def test_each_code_has_its_first_number_before_any_has_its_second(partnership):
    found = matching_help(("child", "self_harm"), partnership)
    after = [number.key for number in found if number.group != NumberGroup.DANGER_NOW]
    assert after[:2] == ["childline", "samaritans"]
