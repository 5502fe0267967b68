"""The content commands: what they find on the whole site, where they say it is, and how they end."""

import datetime as dt

import pytest
from flask import redirect

from tests.figures.conftest import lamps
from tests.published import publish_document, publish_written
from tests.publishing.test_views import LONG
from webapp.figures.services import load_figures
from webapp.kit.clock import london_today
from webapp.publishing.importing import import_text
from webapp.site.content_checks import checked_pages

HERE = ("--language", "en", "--under", "/publications/light")
GOOD = "## Light\n\nThe lamps are [on our list](/publications).\n"
BAD = "## Light\n\n[Click here](/contact) for lamps.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"


@pytest.fixture
def run(app):
    """Run a content command in English only, or with the options given."""

    def start(*words: str):
        return app.test_cli_runner().invoke(args=["content", *words])

    return start


@pytest.fixture
def written(app_context):
    """Publish a text as it is written."""
    return publish_written


def lines(result, start: str) -> list[str]:
    return [line for line in result.output.splitlines() if line.startswith(start)]


class TestCheck:
    def test_a_site_without_errors_ends_well(self, run, written):
        written(GOOD)
        result = run("check", *HERE)
        assert result.exit_code == 0, result.output
        assert "0 errors" in result.output

    def test_each_finding_is_one_line_with_address_and_place(self, run, written):
        written(BAD)
        result = run("check", *HERE)
        assert result.exit_code == 1
        (line,) = lines(result, "error:")
        assert line.startswith('error: /publications/light, under "Light": The link "Click here"')
        assert line.endswith("[link-words]")
        assert [line for line in lines(result, "advice:") if "/publications/light," in line]

    def test_advice_can_be_left_out_and_does_not_end_badly(self, run, written):
        written(f"## Light\n\n{'Lamps are on. ' * 60}\n")
        assert run("check", *HERE).exit_code == 0
        assert lines(run("check", *HERE, "--errors"), "advice:") == []

    def test_ages_are_printed_the_oldest_first(self, run, written):
        written(f"## Light\n\n{'The lamp is on and you can see. ' * 20}\n")
        result = run("check", *HERE, "--ages")
        table = result.output.partition("Reading age  Page\n")[2].splitlines()
        ages = [float(line.split()[0]) for line in table if line.strip()[:1].isdigit() and "  /" in line]
        assert ages == sorted(ages, reverse=True)
        assert any(line.endswith("  /publications/light") for line in table)

    def test_a_language_that_is_not_offered_is_refused(self, run):
        result = run("check", "--language", "xx")
        assert result.exit_code == 1
        assert "choose from en, pl, ar" in result.output

    def test_a_figure_that_shows_nothing_is_found_where_it_should_stand(self, run, written, now):
        load_figures([lamps()], at=now)
        written("{figure:lamps}\n\n{figure:lamsp}\n")
        (line,) = lines(run("check", *HERE), "error:")
        assert line.startswith("error: /publications/light, the text: No figure lamsp")

    def test_a_page_that_cannot_be_shown_is_an_error(self, app, run, written, monkeypatch):
        monkeypatch.setattr(app, "testing", False)
        monkeypatch.setitem(app.view_functions, "site.about", lambda: 1 / 0)
        result = run("check", "--language", "en", "--under", "/about")
        assert lines(result, "error:") == [
            "error: /about, the page: It answers 500: a reader gets nothing here. [page-fails]"
        ]


class TestWhatIsChecked:
    def test_every_kind_of_page_in_its_language(self, app_context, starter):
        addresses = {page.address for page in checked_pages(["pl"])}
        for address in (
            "/pl/",
            "/pl/about",
            "/pl/publications/our-priorities",
            "/pl/topics/knives",
            "/pl/strategy",
            "/pl/initiatives",
            "/pl/figures/marac-cases",
            "/pl/meetings/executive-board-october-2025",
            "/pl/publications/sources/annual-report-2026/35",
        ):
            assert address in addresses
        assert all(address.startswith("/pl/") for address in addresses)
        assert not [address for address in addresses if address.endswith("/whole") or "?" in address]

    def test_every_page_of_a_long_document(self, app_context):
        publish_document(import_text(LONG, name="long.txt"), slug="long")
        addresses = [page.address for page in checked_pages(["en"], under="/publications/long")]
        assert len(addresses) == 3

    def test_the_starter_content_has_no_errors_and_is_for_everybody(self, app_context, starter):
        pages = list(checked_pages(["en", "pl", "ar"]))
        assert [f"{page.address}: {finding.message}" for page in pages for finding in page.checked.errors] == []
        ages = {page.address: page.checked.reading_age for page in pages if page.checked.reading_age is not None}
        assert {address: age for address, age in ages.items() if age > 13} == {}


class TestLinks:
    def test_links_that_lead_somewhere_are_left_alone(self, run, written):
        written("## Light\n\n[Here](#light) [list](/publications) [file](/events.ics) [Polish](/pl/about#main)\n")
        result = run("links", *HERE)
        assert lines(result, "broken:") == []
        assert result.exit_code == 0

    @pytest.mark.parametrize(
        ("link", "reason"),
        [
            ("/publications/none", "answers 404"),
            ("/nowhere", "answers 404"),
            ("/contact#nowhere", "the page has no place named nowhere"),
            ("#nowhere", "the page has no place named nowhere"),
            ("http://localhost:5000/nowhere", "answers 404"),
            ("/pl/nowhere", "answers 404"),
        ],
    )
    def test_a_link_that_leads_nowhere_is_named_with_its_page(self, run, written, link, reason):
        written(f"## Light\n\n[Lamps]({link})\n")
        result = run("links", *HERE)
        assert result.exit_code == 1
        assert f"broken: /publications/light links to {link}: {reason}" in result.output

    def test_a_redirect_is_followed_to_its_place(self, app, run, written, monkeypatch):
        monkeypatch.setitem(app.view_functions, "publishing.source", lambda **_: redirect("/contact#nowhere"))
        written("## Light\n\n[Lamps](/publications/sources/annual-report-2026)\n")
        result = run("links", "--language", "en", "--under", "/publications")
        assert (
            "broken: /publications/sources/annual-report-2026 links to /contact#nowhere: "
            "the page has no place named nowhere"
        ) in result.output

    def test_other_sites_are_listed_and_not_asked(self, run, written):
        written("## Light\n\n[Lamps](https://lamps.example/all) [Write](mailto:a@b.example)\n")
        result = run("links", *HERE)
        assert "outside: https://lamps.example/all (on /publications/light)" in result.output
        assert "mailto" not in result.output
        assert result.exit_code == 0

    def test_other_sites_are_asked_where_somebody_wants_it(self, run, written, monkeypatch):
        from webapp.site.outside import Answer, Standing

        def answers(addresses, *, agent):
            assert agent == "SaferBCP-link-check (+http://localhost:5000)"
            return [Answer(address=each, standing=Standing.GONE, reason="answers 404") for each in addresses]

        monkeypatch.setattr("webapp.site.commands.ask_outside", answers)
        written("## Light\n\n[Lamps](https://lamps.example/all)\n")
        result = run("links", *HERE, "--outside")
        assert "gone: https://lamps.example/all (on /publications/light) answers 404" in result.output
        assert result.exit_code == 1


class TestDue:
    def test_nothing_due_is_said(self, run):
        result = run("due")
        assert (result.exit_code, result.output) == (0, "Nothing is due within 30 days.\n")

    def test_what_is_overdue_comes_first_and_ends_badly(self, run, written):
        today = london_today()
        written(GOOD, slug="soon", review_by=today + dt.timedelta(days=3))
        written(GOOD, slug="late", review_by=today - dt.timedelta(days=4))
        written(GOOD, slug="far", review_by=today + dt.timedelta(days=31))
        result = run("due")
        assert result.exit_code == 1
        assert [line.partition(" ")[2] for line in result.output.splitlines()] == [
            "overdue by 4 days: /publications/late (About light)",
            "due in 3 days: /publications/soon (About light)",
        ]

    def test_what_is_due_alone_ends_well(self, run, written):
        written(GOOD, review_by=london_today())
        assert run("due").exit_code == 0

    def test_topics_are_watched_too(self, run, starter, monkeypatch):
        monkeypatch.setattr("webapp.site.content_checks.DUE_WITHIN", dt.timedelta(days=5000))
        assert "/topics/knives" in run("due").output
