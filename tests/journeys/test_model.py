"""Path, next and back follow from the answers alone; tables, no app."""

import pytest

from tests.journeys.made_up import PETS_JOURNEY
from webapp.journeys.model import Answers, Path, page_before, walk

CAT, DOG, TIGER = ({"pet": pet} for pet in ("cat", "dog", "tiger"))
WALKED, NOT_WALKED = {"walked": "yes"}, {"walked": "no"}
REST = {"c": {}, "f": {}, "g": {}}


def path_of(given) -> Path:
    return walk(PETS_JOURNEY, {"edition": "one"}, lambda page, _answers: given.get(page.slug))


@pytest.mark.parametrize(
    ("given", "pages", "following"),
    [
        ({}, "acfg", "a"),
        ({"a": CAT}, "acfg", "c"),
        ({"a": CAT, "f": {}}, "acfg", "c"),
        ({"a": CAT, **REST}, "acfg", None),
        ({"a": TIGER}, "ab", "b"),
        ({"a": TIGER, **REST}, "ab", "b"),
        ({"a": DOG, "c": {}}, "acdfg", "d"),
        ({"a": DOG, "d": NOT_WALKED, **REST}, "acdefg", "e"),
        ({"a": DOG, "d": NOT_WALKED, "e": {}, **REST}, "acdefg", None),
        ({"a": DOG, "d": WALKED, "e": {}, **REST}, "acdfg", None),
    ],
)
def test_the_path_and_what_comes_next(given, pages, following):
    path = path_of(given)
    assert "".join(page.slug for page in path.pages) == pages
    assert (path.following.slug if path.following else None) == following


def test_a_stale_answer_that_is_no_longer_on_the_path_influences_nothing():
    """The refusal to walk was a dog's: it does not haunt the cat."""
    path = path_of({"a": CAT, "d": NOT_WALKED, "e": {}, **REST})
    assert [page.slug for page in path.pages] == ["a", "c", "f", "g"]
    assert "d" not in path.answers
    assert path.answers.value("d", "walked") is None
    with pytest.raises(KeyError):
        path.answers["d"]


@pytest.mark.parametrize(
    ("given", "slug", "back"),
    [
        ({}, "a", None),
        ({"a": CAT}, "c", "a"),
        ({"a": CAT, "c": {}}, "f", "c"),
        ({"a": DOG, "c": {}, "d": NOT_WALKED}, "e", "d"),
        ({"a": DOG, "c": {}, "d": NOT_WALKED}, "f", "e"),
        # An exit that was not stored, and a page that is not on the path.
        ({}, "b", "a"),
        ({"a": CAT}, "e", "c"),
        ({"a": CAT, **REST}, None, "g"),
    ],
)
def test_back_leads_to_the_page_before_on_the_path(given, slug, back):
    page = PETS_JOURNEY.find(slug) if slug else None
    before = page_before(PETS_JOURNEY, path_of(given), page)
    assert (before.slug if before else None) == back


@pytest.mark.parametrize(
    ("given", "open_pages"),
    [
        ({}, "a"),
        ({"a": CAT}, "ac"),
        ({"a": CAT, "g": {}}, "ac"),
        ({"a": CAT, **REST}, "acfg"),
        ({"a": DOG, "d": NOT_WALKED, **REST}, "acde"),
        ({"a": TIGER, **REST}, "ab"),
    ],
)
def test_no_page_can_be_reached_before_those_ahead_of_it_are_answered(given, open_pages):
    path = path_of(given)
    assert "".join(page.slug for page in PETS_JOURNEY.pages if path.is_open(page)) == open_pages


def test_answers_know_their_start_and_their_order():
    answers = path_of({"f": {}, "a": CAT, "c": {"name": "Tom"}}).answers
    assert answers.start == {"edition": "one"}
    assert list(answers) == ["a", "c", "f"]
    assert answers["c"]["name"] == "Tom"
    assert answers.value("c", "born", "never") == "never"
    assert Answers({}).value("a", "pet") is None
