"""The public pages of what people told us: what they say, what they never say, and which number stands where."""

import datetime as dt
from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest

from tests.client import HTML, Page, words_of
from tests.conftest import NOW
from tests.engagement.conftest import made_content, published_release
from tests.places.drawing import wards as squares
from webapp.audit.actors import Actor
from webapp.engagement.releases.content import Break, BreakReason, Content, Finding, FindingCode, Granularity, HotArea
from webapp.partnership.current import current_partnership
from webapp.places import services as places
from webapp.places.memory import known_places

pytestmark = pytest.mark.usefixtures("app_context")
PATH = "/what-you-told-us"
WIDE_ONLY = ("street_drinking", "begging", "sex_work", "encampment")
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def shapes() -> None:
    """The wards of the partnership as squares in a row."""
    pairs = [(ward.code, ward.name) for ward in current_partnership().wards]
    new = places.NewBoundaries(key="wards", name="wards", content=squares(*pairs), attribution="Drawn by nobody")
    places.import_boundaries(new, at=NOW, by=Actor.command("ann"))
    known_places().forget()


def table(page: Page, caption: str) -> list[list[str]]:
    """The cells of a table, row by row, without its head."""
    found = next(each for each in page.all("table") if words_of(next(each.iter(HTML + "caption"))).startswith(caption))
    rows = [[words_of(cell) for cell in row if cell.tag != HTML + "caption"] for row in found.iter(HTML + "tr")]
    return rows[1:]


def areas_drawn(page: Page) -> list[Element]:
    return [each for each in page.root.iter() if "told-map__area" in (each.get("class") or "") and each.get("d")]


class TestBeforeTheFirstRelease:
    def test_the_page_says_when_and_how_and_has_no_number(self, client):
        page = client.get(PATH)
        assert "No figures have been published here yet" in page.text
        assert "Answers that people give now can be in them from" in page.text
        assert page.all("table") == []

    def test_nothing_but_the_page_is_there(self, client):
        for path in ("2026q2", "2026q2.json", "2026q2.ods", "2026q2/kinds.csv", "2026q2/kinds.csv-metadata.json"):
            assert client.response(f"{PATH}/{path}").status_code == 404

    def test_no_figure_has_been_changed(self, client):
        assert "No figure has been changed" in client.get("/corrections").text


class TestTheCurrentRelease:
    def test_findings_come_first_as_plain_sentences(self, client):
        published_release()
        page = client.get(PATH)
        assert page.h1 == "What you told us"
        assert page.words("h2")[1] == "What stands out"
        assert [words_of(each) for each in page.all("li") if each.get("class") == "told-findings__item"] == [
            "Loud noise, music or parties was named most: 36% of people who answered chose it.",
            "33% felt a little or very unsafe alone there after dark.",
        ]

    def test_the_table_says_the_released_numbers_and_no_others(self, client):
        published_release()
        rows = table(client.get(PATH), "What is the problem?")
        assert rows[0] == ["Loud noise, music or parties", "540", "36%"]
        assert [row[1:] for row in rows[-3:]] == [["[c]", "[c]"]] * 3
        numbers = [int(row[1].replace(",", "")) for row in rows if row[1] != "[c]"]
        assert numbers == sorted(numbers, reverse=True)
        assert all(number % 5 == 0 and number >= 10 for number in numbers)

    def test_hidden_is_explained_in_words(self, client):
        published_release()
        page = client.get(PATH)
        assert "[c] means fewer than 10 people, or hidden so that nobody can be worked out." in page.text

    def test_what_has_to_be_known_before_a_number_is_used_is_on_the_page(self, client):
        published_release()
        page = client.get(PATH)
        for words in (
            "They do not stand for everybody who lives here.",
            "About 1,500 people answered",
            "About 5% of the answers are not counted.",
            "We never show a number below 10.",
            "Hidden and none look the same.",
            "It does not tell how much anti-social behaviour there is.",
        ):
            assert words in page.text

    def test_made_up_figures_say_that_they_are(self, client):
        published_release(content=made_content(sample=True))
        assert "These figures are made up" in client.get(PATH).text

    def test_real_figures_do_not(self, client):
        published_release()
        assert "made up" not in client.get(PATH).text

    def test_a_hidden_number_of_people_is_said_in_words(self, client):
        published_release(content=made_content(respondents=None, findings=()))
        page = client.get(PATH)
        assert "Fewer than 10 people answered in this time, or their number is hidden." in page.text
        assert "Too few people answered to say what stands out." in page.text

    def test_the_page_can_be_kept_and_sets_nothing(self, client):
        published_release()
        answer = client.response(PATH)
        assert answer.headers["Cache-Control"].startswith("public")
        assert "Set-Cookie" not in answer.headers

    @pytest.mark.parametrize("language", ["pl", "ar"])
    def test_it_is_there_in_each_language(self, client, language):
        published_release()
        page = client.get(f"/{language}{PATH}")
        kind = next(each for each in current_partnership().asb.types if each.code == "noise")
        assert kind.label.in_language(language).text in page.text


class TestChoosing:
    def test_an_area_has_its_own_numbers(self, client):
        published_release()
        page = client.get(f"{PATH}?area=town:poole")
        assert "Poole" in page.words("h3")
        assert table(page, "What is the problem?")[0] == ["Loud noise, music or parties", "180", "36%"]

    def test_a_kind_has_its_line_and_its_areas_and_nothing_else(self, client):
        published_release()
        page = client.get(f"{PATH}?kind=noise")
        assert "Loud noise, music or parties in Bournemouth, Christchurch and Poole" in page.words("h3")
        assert "Which problems people named" not in page.words("h4")
        assert len(table(page, "Loud noise, music or parties in")) == 5
        assert len(table(page, "Loud noise, music or parties, area by area")) == len(current_partnership().wards)

    @pytest.mark.parametrize("kind", WIDE_ONLY)
    def test_a_kind_for_towns_only_is_shown_for_towns_only(self, client, kind):
        shapes()
        ward = current_partnership().wards[0]
        published_release()
        page = client.get(f"{PATH}?kind={kind}&area=ward:{ward.code}")
        assert "We show this problem for whole towns only, so that nobody who may be at risk" in page.text
        caption = next(each for each in page.words("caption") if each.endswith("area by area"))
        assert len(table(page, caption)) == len(current_partnership().towns) == len(areas_drawn(page))
        heading = next(each for each in page.words("h3") if " in " in each)
        assert ward.name not in heading
        assert ward.town.capitalize() in heading

    def test_a_ward_has_no_line_for_a_kind_that_is_for_towns_only(self, client):
        published_release()
        ward = current_partnership().wards[0]
        said = [row[0] for row in table(client.get(f"{PATH}?area=ward:{ward.code}"), "What is the problem?")]
        named = {each.code: each.label.in_language("en").text for each in current_partnership().asb.types}
        assert set(said) == {words for code, words in named.items() if code not in WIDE_ONLY}

    @pytest.mark.parametrize("query", ["area=ward:nowhere", "kind=nothing", "area=%00&kind=" + "x" * 5000])
    def test_what_the_release_has_not_is_not_chosen(self, client, query):
        published_release()
        assert "Bournemouth, Christchurch and Poole" in client.get(f"{PATH}?{query}").words("h3")

    def test_htmx_gets_the_results_alone(self, client):
        published_release()
        answer = client.response(f"{PATH}?kind=noise", headers=PARTIAL)
        text = answer.get_data(as_text=True)
        assert "<html" not in text
        assert 'id="told-results"' in text
        assert "HX-Request" in answer.headers["Vary"]

    def test_a_release_of_towns_offers_no_ward(self, client):
        published_release(content=made_content(level="town"))
        page = client.get(PATH)
        assert "ward:" not in page.text
        assert len(table(page, "Loud noise, music or parties, area by area")) == 3

    def test_a_release_of_the_whole_area_has_neither_areas_nor_a_map(self, client):
        shapes()
        published_release(content=made_content(level=""))
        page = client.get(PATH)
        assert [each.get("name") for each in page.all("select")] == ["kind"]
        assert areas_drawn(page) == []


class TestTheMap:
    def test_areas_have_the_bands_of_the_released_shares(self, client):
        shapes()
        published_release()
        page = client.get(f"{PATH}?kind=noise")
        rows = table(page, "Loud noise, music or parties, area by area")
        assert [row[1:] for row in rows] == [["15", "45", "33%"]] * len(rows)
        assert {each.get("class") for each in areas_drawn(page)} == {"told-map__area told-map__area--4"}
        assert "Drawn by nobody" in page.text

    def test_its_numbers_are_those_of_the_table(self, client):
        shapes()
        published_release()
        page = client.get(f"{PATH}?kind=noise")
        numbers = [each.text for each in page.root.iter() if "told-map__number" in (each.get("class") or "")]
        rows = table(page, "Loud noise, music or parties, area by area")
        assert [row[0].partition(".")[0] for row in rows] == numbers

    def test_a_hidden_number_is_striped_and_looks_like_none(self, client):
        shapes()
        published_release()
        # The last kind is hidden everywhere.
        page = client.get(f"{PATH}?kind=other")
        assert {each.get("class") for each in areas_drawn(page)} == {"told-map__area told-map__area--hidden"}
        assert {row[3] for row in table(page, "Something else, area by area")} == {"[c]"}

    def test_without_shapes_there_is_the_table_alone(self, client):
        published_release()
        page = client.get(f"{PATH}?kind=noise")
        assert areas_drawn(page) == []
        assert table(page, "Loud noise, music or parties, area by area")

    def test_where_something_stands_out_is_said_in_words(self, client):
        ward = current_partnership().wards[2]
        content = made_content(hot_areas=(HotArea(kind="noise", area=f"ward:{ward.code}"),))
        published_release(content=content)
        words = f"People named it clearly more often than elsewhere in: {ward.name}"
        assert words.replace("&", "&amp;") in client.get(f"{PATH}?kind=noise").text
        assert words.replace("&", "&amp;") not in client.get(f"{PATH}?kind=neighbour").text


class TestQuarters:
    def test_a_release_with_quarters_has_their_line_and_its_newest_year_beside(self, client):
        published_release(content=by_quarters(made_content()))
        page = client.get(f"{PATH}?kind=noise")
        assert "Quarter by quarter" in page.words("h4")
        rows = table(page, "Loud noise, music or parties in")
        assert [row[0] for row in rows] == [
            "January 2025 to March 2025",
            "April 2025 to June 2025",
            "July 2025 to September 2025",
            "October 2025 to December 2025",
        ]
        assert page.text.count('class="line-chart__line"') == 3
        assert "July 2025 to June 2026." in page.text


class TestBreaks:
    def test_a_break_is_drawn_and_explained(self, client):
        content = made_content(breaks=(Break(quarter="2026Q1", why=BreakReason.SURVEY),))
        published_release(content=content)
        page = client.get(f"{PATH}?kind=noise")
        assert "1: Another survey began in January 2026. It may have reached other people." in page.text
        assert "line-chart__break" in page.text
        assert page.text.count('class="line-chart__line"') == 3

    def test_a_survey_that_began_cuts_off_the_years_with_fewer_months(self, client):
        content = made_content(breaks=(Break(quarter="2025Q2", why=BreakReason.BEGAN),))
        published_release(content=content)
        page = client.get(f"{PATH}?kind=noise")
        assert "The survey began in April 2025. A year that began before holds fewer months of answers." in page.text
        # Five years; only the last two hold twelve months.
        assert page.text.count('class="line-chart__line"') == 3

    def test_without_a_break_there_is_one_line(self, client):
        published_release()
        page = client.get(f"{PATH}?kind=noise")
        assert "line-chart__break" not in page.text
        assert page.text.count('class="line-chart__line"') == 4


class TestFindings:
    @pytest.mark.parametrize(
        ("code", "values", "words"),
        [
            ("second", {"kind": "drugs", "share": 20}, "People using or selling drugs came second: 20% chose it."),
            (
                "change_up",
                {"kind": "noise", "before": 1000, "after": 1200},
                "More people named “Loud noise, music or parties” than a year before: 1,200 after 1,000.",
            ),
            (
                "change_down",
                {"kind": "noise", "before": 60, "after": 30},
                "Fewer people named “Loud noise, music or parties” than a year before: 30 after 60.",
            ),
            ("no_clear_change", {}, "There was no clear change from the year before."),
            ("not_reported", {"share": 61}, "61% had not reported the problem to anybody."),
            ("few_answers", {"count": 45}, "Only about 45 people answered, so little can be said for sure."),
            ("few_answers", {}, "Few people answered, so little can be said for sure."),
            (
                "where_most",
                {"kind": "noise", "area": "ward:E05012654", "share": 40},
                (
                    "Loud noise, music or parties was named most often in Broadstone: "
                    "by 40% of those who answered about it."
                ),
            ),
        ],
    )
    def test_each_is_a_sentence(self, client, code, values, words):
        published_release(content=made_content(findings=(Finding(code=FindingCode(code), values=values),)))
        assert words in client.get(PATH).text

    def test_every_code_has_a_sentence(self):
        from webapp.engagement.releases.wording import FINDINGS

        assert set(FINDINGS) == {code.value for code in FindingCode}


class TestEarlierReleases:
    def test_an_older_one_says_that_there_are_newer_figures(self, client):
        published_release("2026Q1", content=made_content("2026Q1"), published_on=dt.date(2026, 8, 1))
        published_release()
        page = client.get(f"{PATH}/2026q1")
        assert page.h1 == "What you told us: April 2025 to March 2026"
        assert "There are newer figures" in page.text
        assert f"{PATH}/2026q1" in client.get(PATH).links

    def test_the_newest_one_has_its_own_address_for_good(self, client):
        published_release()
        page = client.get(f"{PATH}/2026q2")
        assert page.h1 == "What you told us: July 2025 to June 2026"
        assert client.get(PATH).h1 == "What you told us"
        assert "newer figures" not in page.text

    @pytest.mark.parametrize(
        "slug",
        ["2026q3", "2026Q2", "2026q2-1", "2026q2-2", "2026q2-²", "2026q2-" + "9" * 30, "2026q2-" + "9" * 5000, "x"],
    )
    def test_an_address_of_no_release_is_not_found(self, client, slug):
        published_release()
        assert client.response(f"{PATH}/{slug}").status_code == 404

    def test_a_corrected_one_says_so_and_leads_to_the_correction(self, client):
        wrong = published_release()
        published_release(corrects=wrong, words={"en": "A batch had been counted twice."})
        page = client.get(f"{PATH}/2026q2")
        assert "These figures were corrected" in page.text
        assert f"{PATH}/2026q2-2" in page.links
        assert "A batch had been counted twice." in client.get(PATH).text

    def test_words_that_are_not_in_the_language_are_in_the_first_one(self, client):
        wrong = published_release()
        published_release(corrects=wrong, words={"en": "Counted twice.", "pl": "Policzono dwa razy."})
        assert "Policzono dwa razy." in client.get(f"/pl{PATH}").text
        arabic = client.get(f"/ar{PATH}")
        said = next(each for each in arabic.all("p") if words_of(each) == "Counted twice.")
        assert (said.get("lang"), said.get("dir")) == ("en", "ltr")


def by_quarters(content: Content) -> Content:
    """The content with quarters in the place of the older rolling years."""
    table = content.kinds
    quarters = ("2025Q1", "2025Q2", "2025Q3", "2025Q4", table.newest)
    named = dict(zip(table.periods, quarters, strict=True))
    cells = tuple(replace(cell, period=named[cell.period]) for cell in table.cells)
    other = replace(table, periods=quarters, cells=cells)
    return replace(content, granularity=Granularity.QUARTER, tables=(other, *content.tables[1:]))
