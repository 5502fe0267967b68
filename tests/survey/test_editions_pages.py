"""The public pages of editions: what happens with the answers, what came of them, and the poster."""

import base64
import datetime as dt
import re

import pytest
import time_machine

from tests.client import words_of
from tests.survey.made_editions import LAST_YEAR, OUTCOME, TODAY, answer, keep, words
from webapp.database import db
from webapp.kit.qr_codes import QUIET_ZONE, qr_code, qr_in_page
from webapp.survey.models import Rollup

RESULTS, POSTER = "/asb-survey/results", "/asb-survey/poster"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime.combine(TODAY, dt.time(12), dt.UTC), tick=False):
        yield


@pytest.fixture
def kept(app):
    """Write an edition; the app's context ends with it, as between two requests."""

    def run(slug: str, *args, **parts) -> None:
        with app.app_context():
            keep(slug, *args, **parts)

    return run


def text_of(page) -> str:
    return " ".join(words_of(page.root).split())


class TestResults:
    def test_without_a_survey_it_says_what_will_come(self, client):
        page = client.get(RESULTS)
        assert "There is no survey yet" in page.words("h2")
        assert "Why there are no numbers here" in page.words("h2")

    def test_surveys_stand_by_what_can_still_be_done(self, client, kept):
        kept("last", LAST_YEAR)
        kept("next", opens_on=dt.date(2027, 1, 1), closes_on=None, results_by=None)
        kept("one")
        page = client.get(RESULTS)
        assert page.words("h2")[:3] == ["Open", "Opens later", "Closed"]
        assert [link for link in page.links if link.startswith(f"{RESULTS}/")] == [
            f"{RESULTS}/{slug}" for slug in ("one", "next", "last")
        ]
        assert "Nothing was published yet." in text_of(page)

    def test_what_is_known_is_said(self, client, kept):
        kept("last", LAST_YEAR, outcomes=(OUTCOME,))
        page = client.get(RESULTS)
        assert "Nothing was published yet." not in text_of(page)
        assert "What was done is on its page." in text_of(page)


class TestResult:
    def test_an_open_one_says_what_happens_and_when(self, client, kept):
        kept("one")
        page = client.get(f"{RESULTS}/one")
        assert page.h1 == "What comes of it: Made-up survey"
        said = text_of(page)
        assert "We look at it in the new year." in said
        assert "You can read here by 1 March 2027 what came of it." in said
        assert "Nothing was published about this survey yet." in said
        assert "1 November 2026 to 31 December 2026" in said
        assert "/asb-survey" in page.links
        assert f"{POSTER}/one" in page.links

    def test_a_themed_one_is_answered_at_its_own_address(self, client, kept):
        kept("noise", kinds=("noise",))
        assert "/asb-survey/on/noise" in client.get(f"{RESULTS}/noise").links
        assert "/pl/asb-survey/on/noise" in client.get(f"/pl{RESULTS}/noise").links

    def test_without_a_promised_day_it_says_so(self, client, kept):
        kept("one", closes_on=None, results_by=None)
        said = text_of(client.get(f"{RESULTS}/one"))
        assert "No day has been set for the results yet." in said
        assert "Since 1 November 2026, with no last day" in said

    def test_a_broken_promise_is_late(self, client, kept):
        kept("last", LAST_YEAR)
        page = client.get(f"{RESULTS}/last")
        assert "by 1 March 2026 what came of it. This is late." in text_of(page)
        assert "/asb-survey/poster/last" not in page.links
        assert "Answer the survey" not in text_of(page)

    def test_you_said_we_did(self, client, kept):
        kept("last", LAST_YEAR, outcomes=(OUTCOME,))
        said = text_of(client.get(f"{RESULTS}/last"))
        for expected in (
            "You said Bikes on the promenade frighten people.",
            "We did Patrols go there on Saturdays.",
            "Under way",
            "Who does it: Dorset Police. As it was on 1 October 2026.",
            "Source: Release of 1 October 2026, made up",
        ):
            assert expected in said
        assert "Nothing was published" not in said
        assert "This is late" not in said

    def test_what_came_of_the_last_one_stands_on_the_next(self, client, kept):
        kept("last", LAST_YEAR, outcomes=(OUTCOME,))
        kept("one")
        page = client.get(f"{RESULTS}/one")
        assert "What came of it last time" in page.words("h2")
        assert f"{RESULTS}/last" in page.links
        assert "Patrols go there on Saturdays." in text_of(page)

    def test_the_report_is_linked_while_it_is_published(self, client, starter, kept):
        kept("last", LAST_YEAR, report="our-priorities")
        assert "/publications/our-priorities" in client.get(f"{RESULTS}/last").links
        kept("older", LAST_YEAR, kinds=("noise",), report="gone", outcomes=(OUTCOME,))
        assert "/publications/gone" not in client.get(f"{RESULTS}/older").links

    def test_a_draft_has_no_page(self, client, kept):
        kept("draft", public=False)
        client.get(f"{RESULTS}/draft", status=404)
        client.get(f"{POSTER}/draft", status=404)

    def test_words_without_a_translation_say_which_language_they_are_in(self, client, kept):
        kept("one")
        page = client.get(f"/pl{RESULTS}/one")
        assert page.h1.endswith("Wymyślona ankieta")
        assert any(each.get("lang") == "en" and "made up" in words_of(each) for each in page.all("span"))

    def test_pages_are_kept_by_caches_until_something_is_published(self, client, kept):
        kept("one")
        first = client.response(f"{RESULTS}/one")
        assert first.cache_control.public
        again = client.response(f"{RESULTS}/one", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        kept("last", LAST_YEAR, outcomes=(OUTCOME,))
        after = client.response(f"{RESULTS}/one", headers={"If-None-Match": first.headers["ETag"]})
        assert after.status_code == 200

    def test_no_answer_changes_any_page(self, app, client, kept):
        kept("one")
        paths = (RESULTS, f"{RESULTS}/one", f"{POSTER}/one")
        before = [client.response(path).get_data() for path in paths]
        with app.app_context():
            answer("one")
            assert db.session.query(Rollup).count() == 0
        assert [client.response(path).get_data() for path in paths] == before


class TestPoster:
    def test_it_has_the_way_in_the_days_and_the_languages(self, client, kept):
        kept("one")
        page = client.get(f"{POSTER}/one")
        said = text_of(page)
        assert "localhost:5000/asb-survey" in said
        assert "You can answer from 1 November 2026 to the end of 31 December 2026." in said
        assert "English · Polski · العربية" in said
        assert [each.get("lang") for each in page.all("span") if each.get("dir")][:3] == ["en", "pl", "ar"]

    def test_the_short_address_leads_to_the_one_about_everything(self, client, kept):
        kept("noise", kinds=("noise",))
        assert client.response(POSTER).location == f"{POSTER}/noise"
        kept("one")
        answer = client.response(f"/pl{POSTER}")
        assert (answer.status_code, answer.location) == (303, f"/pl{POSTER}/one")

    def test_it_is_no_way_to_report_a_crime(self, client, kept):
        kept("one")
        page = client.get(f"{POSTER}/one")
        assert "This is not a way to report a crime." in text_of(page)
        assert {"tel:999", "tel:101"} <= set(page.links)

    def test_the_code_holds_the_plain_address_alone(self, client, kept):
        kept("one")
        kept("noise", kinds=("noise",))
        for path, address in (
            (f"{POSTER}/one", "http://localhost:5000/asb-survey"),
            (f"/ar{POSTER}/one", "http://localhost:5000/ar/asb-survey"),
            (f"{POSTER}/noise", "http://localhost:5000/asb-survey/on/noise"),
        ):
            code = qr_code(address, for_paper=True)
            (picture,) = (each for each in client.get(path).root.iter() if each.get("class") == "poster__code")
            assert picture.get("viewBox") == f"0 0 {code.size} {code.size}"
            assert picture.get("aria-label")
            assert [path.get("d") for path in picture][1] == code.dots

    def test_where_the_site_is_tried_out_nobody_puts_it_up(self, client, kept):
        kept("one")
        assert "Do not put this poster up: its address works on this machine only." in text_of(
            client.get(f"{POSTER}/one")
        )

    def test_a_live_site_without_its_signatures_says_that_nobody_can_answer(self, make_app, kept):
        from tests.client import PageClient

        kept("one")
        live = PageClient(make_app(PUBLIC_URL="https://example.org", SAMPLE_DATA=""))
        assert "Do not put this poster up before people can answer." in text_of(live.get(f"{POSTER}/one"))
        assert "This survey cannot be answered on this site yet." in text_of(live.get(f"{RESULTS}/one"))

    def test_one_that_opens_later_has_a_poster_and_one_that_is_over_has_none(self, client, kept):
        kept("next", opens_on=dt.date(2027, 1, 1), closes_on=None, results_by=None)
        assert "You can answer from 1 January 2027." in text_of(client.get(f"{POSTER}/next"))
        assert "There is nothing to put up" in client.get(POSTER).words("h2")
        kept("last", LAST_YEAR)
        assert "There is nothing to put up" in client.get(f"{POSTER}/last").words("h2")


class TestPicture:
    def test_there_is_room_around_it(self):
        code = qr_code("https://example.org/asb-survey", for_paper=True)
        dots = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1", code.dots)]
        assert min(x for x, _ in dots) == min(y for _, y in dots) == QUIET_ZONE
        assert max(x for x, _ in dots) == max(y for _, y in dots) == code.size - QUIET_ZONE - 1

    def test_one_for_paper_survives_more(self):
        address = "https://example.org/pl/asb-survey/noise"
        assert qr_code(address, for_paper=True).size > qr_code(address).size

    def test_one_in_a_page_is_black_on_white(self):
        code = qr_code("otpauth://made-up")
        svg = base64.b64decode(qr_in_page("otpauth://made-up").removeprefix("data:image/svg+xml;base64,")).decode()
        assert f'<path fill="#fff" d="M0 0h{code.size}v{code.size}H0z"/><path d="{code.dots}"/>' in svg


def test_it_is_found_and_mapped(client, kept):
    kept("one", title=words("Zebra crossings"))
    page = client.get("/search?q=zebra")
    assert f"{RESULTS}/one" in page.links
    assert "Survey" in text_of(page)
    mapped = client.response("/sitemap.xml").get_data(as_text=True)
    assert f"{RESULTS}/one</loc>" in mapped
    assert f"/pl{RESULTS}</loc>" in mapped
    assert "poster" not in mapped
