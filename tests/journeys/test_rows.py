"""Rows: one more, one less, each checked, and nothing typed is lost by a button."""

import datetime as dt

import pytest

from tests.client import Page
from tests.filling import fill
from tests.journeys import made_up
from tests.journeys.conftest import CAT, Person, goes_to

pytestmark = pytest.mark.integration
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def at_meals(person) -> Person:
    person.send("a", CAT["a"])
    person.send("c", CAT["c"])
    return person


def names(page: Page) -> list[str]:
    return [each.get("name") for each in page.all("input") if (each.get("name") or "").endswith("-food")]


def foods(page: Page) -> list[str]:
    return [each.get("value") for each in page.all("input") if (each.get("name") or "").endswith("-food")]


def press(person: Person, page: Page, button: str, answers=None, **headers: str) -> Page:
    answer = person.client.response(
        person.at("f"),
        method="POST",
        data={**fill(page, answers), "rows": button},
        headers={"Sec-Fetch-Site": "same-origin", **headers},
    )
    assert answer.status_code == 200
    drawn = Page(answer)
    drawn.check()
    return drawn


def test_a_page_begins_with_one_empty_row(at_meals):
    page = at_meals.see("f")
    assert names(page) == ["meals-0-food"]
    assert "Remove" not in page.text


def test_one_more_keeps_what_was_typed_and_checks_nothing(at_meals):
    page = press(at_meals, at_meals.see("f"), "add", {"meals-0-food": "Fish", "meals-0-day-day": "99"})
    assert foods(page) == ["Fish", ""]
    assert 'value="99"' in page.text
    assert "govuk-error-summary" not in page.text


def test_there_is_an_end_to_adding(at_meals):
    page = at_meals.see("f")
    for _ in range(4):
        page = press(at_meals, page, "add")
    assert len(names(page)) == 3
    assert "Add another" not in page.text


def test_one_less_takes_the_right_one_and_numbers_anew(at_meals):
    page = at_meals.see("f")
    for count in range(2):
        page = press(at_meals, page, "add", {f"meals-{count}-food": f"Food {count}"})
    page = press(at_meals, page, "remove-0", {"meals-2-food": "Food 2"})
    assert names(page) == ["meals-0-food", "meals-1-food"]
    assert foods(page) == ["Food 1", "Food 2"]


@pytest.mark.parametrize("button", ["remove-7", "remove-", "remove--1", "remove-²", "explode", "add" * 2000])
def test_a_button_that_is_none_changes_nothing(at_meals, button):
    assert foods(press(at_meals, at_meals.see("f"), button, {"meals-0-food": "Fish"})) == ["Fish"]


def test_with_htmx_only_the_rows_are_sent(at_meals):
    page = press(at_meals, at_meals.see("f"), "add", {"meals-0-food": "Fish"}, **HTMX)
    assert page.is_fragment
    assert foods(page) == ["Fish", ""]
    assert "HX-Request" in page.response.headers["Vary"]


def test_the_enter_key_continues(at_meals):
    """A browser presses the first button of the form."""
    page = press(at_meals, at_meals.see("f"), "add")
    first = next(
        button
        for form in page.all("form")
        if form.get("method") == "post"
        for button in form.iter(page.all("button")[0].tag)
    )
    assert first.get("name") is None
    assert first.get("aria-hidden") == "true"
    assert first.get("tabindex") == "-1"


def test_rows_are_kept_shown_and_sent(at_meals):
    page = press(at_meals, at_meals.see("f"), "add", {"meals-0-food": "Fish"})
    more = {"meals-1-food": "Rice", "meals-1-day-day": "1", "meals-1-day-month": "5", "meals-1-day-year": "2026"}
    assert goes_to(at_meals.post("f", fill(page, more))) == "g"
    assert foods(at_meals.see("f")) == ["Fish", "Rice"]
    at_meals.send("g", CAT["g"])
    check = at_meals.see("check").text
    assert "Meal 2: Food" in check
    assert "1 May 2026" in check
    at_meals.send("check")
    assert made_up.SENT[0][0]["f"]["meals"] == [
        {"food": "Fish", "day": None},
        {"food": "Rice", "day": dt.date(2026, 5, 1)},
    ]


def test_a_blank_row_is_none(at_meals):
    page = press(at_meals, at_meals.see("f"), "add", {"meals-0-food": "Fish"})
    assert goes_to(at_meals.post("f", fill(page))) == "g"
    assert foods(at_meals.see("f")) == ["Fish", ""]
    at_meals.send("g", CAT["g"])
    at_meals.send("check")
    assert made_up.SENT[0][0]["f"]["meals"] == [{"food": "Fish", "day": None}]


def test_an_error_says_which_row_and_leads_to_it(at_meals):
    page = press(at_meals, at_meals.see("f"), "add", {"meals-0-food": "Fish"})
    answer = at_meals.post("f", fill(page, {"meals-1-day-day": "1"}))
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Meal 2: Enter the food" in text
    assert 'href="#meals-1-food"' in text


def test_one_is_needed(at_meals):
    answer = at_meals.send("f")
    assert answer.status_code == 422
    assert "Tell us about one meal" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "name", ["meals-²-food", "meals-99999-food", "meals--food", "meals-1-", "meals-0-food-x", "meals-0"]
)
def test_names_that_no_page_of_ours_has_do_no_harm(at_meals, name):
    sent = {**fill(at_meals.see("f"), {"meals-0-food": "Fish"}), name: "x"}
    assert at_meals.post("f", sent).status_code in {303, 422}


def test_more_rows_than_fit_are_cut(at_meals):
    sent = fill(at_meals.see("f")) | {f"meals-{number}-food": "x" for number in range(50)}
    assert goes_to(at_meals.post("f", sent)) == "g"
    assert len(names(at_meals.see("f"))) == 3


def test_a_page_without_rows_has_no_such_button(person):
    person.send("a", CAT["a"])
    assert person.post("c", {**fill(person.see("c")), "rows": "add"}).status_code == 404
