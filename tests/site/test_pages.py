"""The static pages and the pages of tasks to come: each answers, in each language, and never ends in nothing."""

import dataclasses
import datetime as dt

import pytest

from webapp.partnership import Text, Wording
from webapp.partnership.facts import Fact
from webapp.site.pages import FOOTER_PAGES, PAGES
from webapp.site.tasks import TASKS

EVERY_PATH = [page.path for page in PAGES]


@pytest.fixture
def with_partnership(app, monkeypatch):
    """Runs the app with some settings of its partnership replaced."""

    def replace(**changes):
        changed = dataclasses.replace(app.extensions["partnership"], **changes)
        monkeypatch.setitem(app.extensions, "partnership", changed)
        monkeypatch.setitem(app.jinja_env.globals, "partnership", changed)
        return changed

    return replace


class TestEveryPage:
    @pytest.mark.parametrize("path", EVERY_PATH)
    def test_it_answers_in_every_language_and_can_be_cached(self, app, client, path):
        first, *others = app.extensions["partnership"].languages
        for address in (path, *(f"/{language.code}{path}" for language in others)):
            page = client.get(address)
            assert page.response.headers["Cache-Control"].startswith("public")
        assert client.get(path).all("html")[0].get("lang") == first.code

    @pytest.mark.parametrize("path", EVERY_PATH)
    def test_it_leads_to_help(self, client, path):
        assert "/help-now" in client.get(path).links

    @pytest.mark.parametrize("path", EVERY_PATH)
    def test_links_out_tell_nobody_where_the_reader_came_from(self, client, path):
        for link in client.get(path).all("a"):
            if link.get("href", "").startswith("http"):
                assert link.get("rel") == "noreferrer", link.get("href")

    @pytest.mark.parametrize("page", FOOTER_PAGES, ids=lambda page: page.name)
    def test_the_footer_leads_to_what_the_law_asks_for(self, client, page):
        assert page.path in client.get("/").links

    @pytest.mark.parametrize("path", EVERY_PATH)
    def test_links_within_the_site_lead_to_pages_that_exist(self, app, client, path):
        adapter = app.url_map.bind("localhost")
        for link in client.get(path).links:
            if link.startswith("/") and not link.startswith(("/static", "/pl/", "/ar/")):
                adapter.match(link.partition("?")[0].partition("#")[0])


class TestHome:
    def test_it_offers_the_tasks_that_people_come_for(self, client):
        links = client.get("/").links
        assert {"/safe-places", "/report-asb", "/asb-case-review", "/join", "/help-now"} <= set(links)

    def test_it_shows_the_priorities_of_today(self, app, client):
        words = client.get("/").text
        today = app.extensions["partnership"].priorities_on(dt.datetime.now(dt.UTC).date())
        for priority in today.priorities:
            assert str(priority.name) in words

    def test_an_empty_register_says_that_documents_will_come(self, client):
        assert "Nothing is published yet" in client.get("/").text

    def test_the_newest_documents_are_linked(self, client, starter):
        links = [link for link in client.get("/").links if link.startswith("/publications/")]
        assert links

    def test_without_priorities_there_is_no_empty_heading(self, client, with_partnership):
        with_partnership(priority_sets=())
        assert "What we are working on" not in client.get("/").words("h2")


class TestTasks:
    def test_a_case_review_can_be_asked_for_today(self, client):
        assert "/asb-case-review/apply" in client.get("/asb-case-review").links

    def test_guides_are_linked_where_they_are_published(self, client, starter):
        assert "/publications/safe-places-explained" in client.get("/safe-places").links

    def test_guides_that_are_not_published_are_not_linked(self, client):
        assert not [link for link in client.get("/safe-places").links if link.startswith("/publications/")]

    def test_every_task_of_the_home_page_leads_to_a_page(self, app):
        assert {task.endpoint for task in TASKS} <= set(app.view_functions)


class TestReporting:
    def test_every_kind_says_whom_to_tell_or_whom_to_ask(self, app, client):
        page = client.get("/report-asb")
        kinds = app.extensions["partnership"].asb.types
        assert len(page.all("details")) - len(kinds) in {0, 1}, "one for each kind, and perhaps the menu"
        for kind in kinds:
            assert str(kind.label) in page.text

    def test_the_diary_has_empty_boxes_and_nothing_to_type_into(self, client):
        page = client.get("/report-asb/diary")
        assert len(page.all("table")) >= 4
        assert page.all("input") == page.all("textarea") == page.all("form") == []


class TestStatements:
    def test_the_accessibility_statement_has_the_parts_of_regulation_8(self, client):
        words = client.get("/accessibility").text
        for part in (
            "Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018",
            "partially compliant with the Web Content Accessibility Guidelines version 2.2, level AA",
            "Disproportionate burden",
            "Equality and Human Rights Commission",
            "Equality Advisory and Support Service",
            "last reviewed on",
        ):
            assert part in words

    def test_it_names_the_languages_that_wait_for_a_native_reader(self, app, client):
        words = client.get("/accessibility").text
        for language in app.extensions["partnership"].languages:
            if language.awaiting_native_reader:
                assert language.name in words

    def test_a_data_complaint_is_acknowledged_in_30_days(self, client):
        page = client.get("/data-complaint")
        assert "Within 30 days" in page.text
        assert "https://ico.org.uk/make-a-complaint/" in page.links

    def test_unknown_details_are_to_be_confirmed(self, client):
        assert "To be confirmed" in client.get("/contact").text

    def test_known_details_are_links(self, app, client, with_partnership):
        profile = app.extensions["partnership"].profile
        known = Fact(value=Text((Wording("help@example.org", "en"),)), to_confirm=False)
        with_partnership(
            profile=dataclasses.replace(profile, contact=dataclasses.replace(profile.contact, email=known)),
        )
        assert "mailto:help@example.org" in client.get("/contact").links

    def test_the_cookie_page_is_true(self, client):
        for path in EVERY_PATH:
            assert "Set-Cookie" not in client.response(path).headers
