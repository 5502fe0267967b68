"""The public pages: every theme with its state and figures, late promises said calmly, nothing that a script needs."""

import datetime as dt

import pytest

from tests.conftest import NOW
from tests.engagement.answers.things import (
    ANN,
    POLICE,
    TODAY,
    agree,
    an_action,
    answer_anew,
    begun,
    done_action,
    published,
    text,
    theme_words,
    told,
)
from tests.engagement.conftest import made_content, published_release
from tests.statements import counted
from webapp.engagement.answers import queries, services
from webapp.engagement.answers.entries import SOURCE
from webapp.engagement.answers.rules import ThemeState
from webapp.kit.clock import london_today
from webapp.search.queries import search

LIST, PAGE = "/you-said-we-did", "/you-said-we-did/noise-poole"


@pytest.fixture
def site(app_context):
    """A theme of which something is done, one that nothing is done about, and one that cannot be done."""
    today = london_today()
    action = an_action(owner=POLICE, next_on=today + dt.timedelta(days=30))
    published(theme_words(action), today=today)
    published(theme_words(title=text("Rowdy groups")), area="", kinds=("rowdy",), slug="rowdy", today=today)
    cannot = theme_words(title=text("Begging"), state=ThemeState.CANNOT, why=text("It is for another body."))
    published(cannot, kinds=("begging",), slug="begging", today=today)
    return app_context


class TestTheList:
    def test_without_an_answer_it_says_what_will_come(self, client):
        page = client.get(LIST)
        assert page.h1 == "You said, we did"
        assert "There is no answer yet" in page.text

    def test_every_theme_stands_there_with_its_state_and_released_figures(self, site, client):
        page = client.get(LIST)
        assert "3 answers" in page.words("h2")
        release = queries.standing_releases()["2026Q2"]
        count = release.content.kinds.count("town:poole", "2025Q3-2026Q2", "noise")
        people = release.content.kinds.count("town:poole", "2025Q3-2026Q2")
        assert f"about {count} people named it, of about {people} who answered" in page.text
        for words in ("Noise at night in Poole", "Rowdy groups", "Begging", "Cannot be done", "Being done"):
            assert words in page.text

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("area=town:poole", {"Noise at night in Poole", "Begging"}),
            ("area=whole", {"Rowdy groups"}),
            ("kind=noise", {"Noise at night in Poole"}),
            ("state=cannot", {"Begging"}),
            ("state=heard&area=town:poole", set()),
            ("state=late", set()),
            ("state=made-up", set()),
            ("area=ward:made-up", set()),
        ],
    )
    def test_filters_leave_what_was_asked_for(self, site, client, query, found):
        page = client.get(f"{LIST}?{query}")
        assert set(page.words("h3")) - {"Nothing matches"} == found
        assert ("Nothing matches" in page.text) is (not found)

    def test_the_counts_by_state_are_of_everything(self, site, client):
        assert list(queries.count_states().values()) == [1, 1, 0, 1]
        assert (
            client.get(f"{LIST}?state=cannot").text.count('class="figure-table__number" data-label="Answers">1<') == 3
        )

    def test_filters_bring_the_results_alone_to_a_script(self, site, client):
        answer = client.response(f"{LIST}?state=cannot", headers={"HX-Request": "true", "HX-Target": "theme-results"})
        assert b"<h1" not in answer.data
        assert b"Begging" in answer.data

    def test_late_promises_are_said_in_public(self, app_context, client):
        yesterday = london_today() - dt.timedelta(days=1)
        published(theme_words(an_action(next_on=yesterday)), today=yesterday)
        for path in (LIST, PAGE):
            page = client.get(path)
            assert "News is late" in page.text
            assert "There was to be news by" in page.text
        assert "1 answer" in client.get(f"{LIST}?state=late").words("h2")
        assert "Nothing matches" in client.get(f"{LIST}?state=late&kind=begging").text

    def test_silence_is_said_in_public(self, app_context, client):
        published(theme_words(an_action(next_on=dt.date(2090, 1, 1))), today=dt.date(2026, 1, 5))
        assert "There has been no news since 5 January 2026." in client.get(PAGE).text

    def test_a_day_that_is_over_is_no_promise(self, app_context, client):
        published(theme_words(an_action(next_on=dt.date(2026, 3, 1))), today=dt.date(2026, 2, 5))
        page = client.get(PAGE)
        assert "We will say more by" not in page.text
        assert page.text.count("There was to be news by 1 March 2026. It is late.") == len(("the action", "what comes"))

    def test_it_is_kept_by_browsers_and_sets_no_cookie(self, site, client):
        answer = client.response(LIST)
        assert "Set-Cookie" not in answer.headers
        assert "public" in answer.headers["Cache-Control"]
        assert 'method="post"' not in answer.get_data(as_text=True)

    def test_in_another_language_the_words_say_which_they_are_in(self, site, client):
        page = client.get(f"/pl{LIST}")
        assert "Nocny hałas w Poole" in page.text
        assert '<span lang="en" dir="ltr">Rowdy groups</span>' in page.text


class TestATheme:
    def test_it_says_who_does_what_by_when_and_where_the_figures_are(self, site, client):
        page = client.get(PAGE)
        assert page.h1 == "Noise at night in Poole"
        assert "Dorset Police" in page.text
        assert "We put more lights in the park." in page.text
        assert "/what-you-told-us/2026q2" in page.links
        assert "/alerts" in page.links
        assert "We will say more by" in page.text
        assert [words for words in page.words("h3") if words.startswith("Our")] == ["Our first answer: Being done"]

    def test_its_history_grows_and_keeps_what_was_said(self, site, client):
        theme = queries.get_public_theme("noise-poole")
        told(theme.id, "The first lamps are up.", action=theme.actions[0].key)
        done = done_action(key=theme.actions[0].key, owner=POLICE)
        answer_anew(theme.id, theme_words(done, state=ThemeState.DONE, why=text("Fewer people are kept awake.")))
        page = client.get(PAGE)
        titles = [words for words in page.words("h3") if words in {"Now: Done", "News", "Our first answer: Being done"}]
        assert titles == ["Now: Done", "News", "Our first answer: Being done"]
        for words in ("The first lamps are up.", "Fewer people are kept awake.", "There are five more lights."):
            assert words in page.text
        assert "/publications" in page.links

    def test_why_nothing_is_done_stands_there(self, site, client):
        assert "It is for another body." in client.get(f"{LIST}/begging").text
        assert "We look for money first." in client.get(f"{LIST}/rowdy").text

    def test_one_that_is_not_public_is_not_found(self, app_context, client):
        begun()
        assert client.get(PAGE, status=404).status == 404

    def test_a_figure_that_a_correction_hid_is_said_to_be_hidden(self, site, client):
        content = made_content()
        hidden = type(content.kinds)(**{**content.kinds.__dict__, "cells": ()})
        release = queries.standing_releases()["2026Q2"]
        corrected = type(content)(**{**content.__dict__, "tables": (hidden, *content.tables[1:])})
        published_release(content=corrected, corrects=release)
        page = client.get(PAGE)
        assert "Fewer than 10, or hidden" in page.text
        assert "/what-you-told-us/2026q2-2" in page.links


class TestFinding:
    def test_a_published_theme_is_found_by_its_words(self, site):
        hits = search("lights park", language="en", default_language="en", kind=None, year=None, page=1).hits
        assert [(hit.source, hit.address) for hit in hits] == [(SOURCE, PAGE)]

    def test_published_themes_are_in_the_sitemap_but_examples_are_not(self, app_context):
        published()
        published_release("2026Q1", content=made_content("2026Q1", sample=True), published_on=TODAY)
        example = services.begin("example", theme_words(), release="2026q1", area="", kinds=("noise",), by=ANN, at=NOW)
        services.ask(example, by=ANN, at=NOW)
        agree(example)
        assert queries.list_public_addresses() == [(PAGE, NOW)]
        assert queries.get_public_theme("example").sample


def test_the_list_asks_the_database_no_more_often_for_many_themes(site, client):
    with counted() as few:
        client.get(LIST)
    for number in range(6):
        published(theme_words(an_action()), slug=f"more-{number}")
    with counted() as many:
        client.get(LIST)
    assert len(many) == len(few) > 0
