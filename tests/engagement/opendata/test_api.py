"""The API: pages of lists, filters, languages, refusals as JSON, limits, and answers that are kept while they stand."""

import dataclasses
import json

import pytest

from tests.engagement.answers.things import an_action, published, theme_words
from tests.engagement.conftest import made_content, published_release
from webapp.engagement.opendata.limits import ASKS
from webapp.engagement.releases.content import hash_of
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction

RELEASE = "/api/v1/releases/2026q2"
FIGURES = f"{RELEASE}/figures"
YEAR = "2025Q3-2026Q2"


@pytest.mark.usefixtures("released")
class TestFigures:
    def test_a_filter_leaves_what_it_says(self, read):
        found = read(f"{FIGURES}?table=kinds&area=town:poole&period={YEAR}&option=noise")
        assert found["figures"] == [
            {
                "query": f"R-2026q2-kinds-town:poole-{YEAR}-noise",
                "table": "kinds",
                "area": "town:poole",
                "area_name": "Poole",
                "period": YEAR,
                "option": "noise",
                "option_name": "Loud noise, music or parties",
                "count": 180,
                "share": 36,
            }
        ]

    def test_a_filter_that_fits_nothing_gives_an_empty_list(self, read):
        found = read(f"{FIGURES}?area=town:atlantis")
        assert (found["figures"], found["total"], found["pages"]) == ([], 0, 1)

    def test_the_pages_together_are_the_whole_and_each_once(self, read):
        address, queries = f"{FIGURES}?table=kinds&per_page=500", []
        while address:
            page = read(address.removeprefix("http://localhost:5000"))
            queries += [each["query"] for each in page["figures"]]
            address = page["links"]["next"]
        assert len(queries) == len(set(queries)) == page["total"]
        assert page["page"] == page["pages"] > 1
        assert read(page["links"]["prev"].removeprefix("http://localhost:5000"))["page"] == page["pages"] - 1

    def test_a_page_after_the_last_one_is_not_there(self, read):
        assert "the last one is 1" in read(f"{FIGURES}?area=town:atlantis&page=2", 404)["detail"]

    def test_the_whole_area_and_those_who_answered_have_names(self, read):
        (base,) = read(f"{FIGURES}?table=kinds&area=whole&period={YEAR}&option=respondents")["figures"]
        assert (base["count"], base["share"]) == (1500, None)

    def test_what_is_hidden_is_null_with_its_share(self, read):
        found = read(f"{FIGURES}?table=kinds&area=whole&period={YEAR}&per_page=500")["figures"]
        hidden = [each for each in found if each["count"] is None]
        assert hidden
        assert {each["share"] for each in hidden} == {None}

    def test_every_figure_of_the_release_is_told_as_it_is(self, read, released):
        table = released.content.kinds
        page = read(f"{FIGURES}?table=kinds&period={YEAR}&per_page=500")
        told = {(each["area"], each["option"]): each["count"] for each in page["figures"]}
        for (area, option), count in told.items():
            code, chosen = "" if area == "whole" else area, "" if option == "respondents" else option
            assert count == table.count(code, YEAR, chosen)
        assert page["total"] > len(told) or len(told) == sum(cell.period == YEAR for cell in table.cells)

    def test_a_kind_that_is_for_towns_only_is_never_told_of_a_ward(self, read):
        wide = {each["code"] for each in read("/api/v1/kinds")["kinds"] if each["towns_only"]}
        assert wide
        for kind in wide:
            found = read(f"{FIGURES}?option={kind}&per_page=500")
            assert found["pages"] == 1
            assert {each["area"].partition(":")[0] for each in found["figures"]} <= {"whole", "town"}

    def test_words_come_in_the_language_of_the_address(self, read):
        answer = read(f"/pl{FIGURES}?area=town:poole&option=noise&per_page=1")
        assert answer["links"]["next"].startswith("http://localhost:5000/pl/api/v1/")
        assert answer["figures"][0]["option_name"] != "Loud noise, music or parties"


class TestReleases:
    def test_a_correction_stands_in_the_place_of_what_it_corrects(self, read, released):
        published_release(content=made_content(respondents=1495), corrects=released)
        (listed,) = read("/api/v1/releases")["releases"]
        assert (listed["slug"], listed["corrects"], listed["is_current"]) == ("2026q2-2", "2026q2", True)
        replaced = read(RELEASE)["release"]
        assert (replaced["replaced_by"], replaced["is_current"]) == ("2026q2-2", False)

    def test_a_release_says_how_it_was_made(self, read, released):
        found = read(RELEASE)
        assert found["release"]["content_hash"] == hash_of(released.content)
        assert found["tables"][0]["figures"] == len(released.content.kinds.cells)
        assert [each["code"] for each in found["findings"]] == ["most_named", "unsafe_dark"]

    def test_a_trial_says_that_it_is_one(self, read, app_context):
        published_release(content=made_content(sample=True))
        assert read(RELEASE)["is_sample"] is True

    @pytest.mark.parametrize("slug", ["2020q1", "2026q2-1", "2026q2-99999999999999999999", "x", "2026Q2"])
    def test_one_that_is_not_there_is_not_found(self, read, released, slug):
        for path in (f"/api/v1/releases/{slug}", f"/api/v1/releases/{slug}/figures"):
            assert read(path, 404)["status"] == 404


class TestThemes:
    def test_filters_and_lateness(self, read, app_context):
        published(theme_words(an_action()))
        assert [each["slug"] for each in read("/api/v1/themes?area=town:poole&kind=noise")["themes"]] == ["noise-poole"]
        assert read("/api/v1/themes?state=done")["themes"] == []
        assert read("/api/v1/themes?kind=begging")["total"] == 0
        assert read("/pl/api/v1/themes/noise-poole")["theme"]["title"] == "Nocny hałas w Poole"

    def test_a_state_that_there_is_none_of_is_refused(self, read, app_context):
        assert "state" in read("/api/v1/themes?state=lost", 400)["detail"]


@pytest.mark.usefixtures("released")
class TestRefusals:
    @pytest.mark.parametrize(
        "path", ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v2/releases", "/pl/api/nothing"]
    )
    def test_an_address_that_is_none_answers_in_json(self, read, path):
        refusal = read(path, 404)
        assert set(refusal) == {"type", "title", "status", "detail"}

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    def test_nothing_can_be_changed(self, client, read, method):
        assert read("/api/v1/releases", 405, method=method)["title"] == "Not allowed"
        assert client.response("/api/v1/releases", method=method).headers["Allow"] == "GET, HEAD, OPTIONS"
        assert read("/api/nothing", 404, method=method)["status"] == 404

    def test_pages_for_people_stay_pages(self, client):
        assert client.get("/nothing", status=404).h1
        assert client.get("/apis", status=404).h1

    def test_a_failure_of_ours_is_json_too(self, read, monkeypatch):
        def fail() -> None:
            raise RuntimeError

        monkeypatch.setattr("webapp.engagement.releases.queries.list_releases", fail)
        assert read("/api/v1/releases", 500)["title"] == "Something went wrong"


class TestLimits:
    def test_who_asks_too_often_is_told_how_long_to_wait(self, client, clock):
        for left in range(ASKS - 1, -1, -1):
            answer = client.response("/api/v1/kinds", method="HEAD")
            assert answer.status_code == 200
            assert answer.headers["RateLimit"].startswith(f'"api";r={left};t=')
        refused = client.response("/api/v1/kinds")
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
        assert json.loads(refused.get_data(as_text=True))["status"] == 429
        assert refused.headers["Cache-Control"] == "no-store"
        clock.append(clock[-1] + 1)
        assert client.response("/api/v1/kinds").status_code == 200

    def test_another_part_of_the_internet_is_not_held_up(self, client, clock):
        for _ in range(ASKS):
            client.response("/api/v1/kinds", method="HEAD")
        assert client.response("/api/v1/kinds").status_code == 429
        other = client.response("/api/v1/kinds", environ_base={"REMOTE_ADDR": "203.0.113.7"})
        assert other.status_code == 200

    def test_each_answer_says_what_is_left(self, client, clock):
        answer = client.response("/api/v1/kinds")
        assert answer.headers["RateLimit-Policy"] == f'"api";q={ASKS};w=60'
        assert answer.headers["RateLimit"] == f'"api";r={ASKS - 1};t=1'


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """What time it is for the API, the last of the list."""
    times = [1000.0]
    monkeypatch.setattr("webapp.engagement.opendata.api_views.monotonic", lambda: times[-1])
    return times


@pytest.mark.usefixtures("released")
class TestKeeping:
    def test_the_same_answer_is_not_sent_twice(self, client):
        first = client.response(FIGURES)
        assert first.headers["Cache-Control"].startswith("public")
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        second = client.response(FIGURES, headers={"If-None-Match": first.headers["ETag"]})
        assert (second.status_code, second.get_data()) == (304, b"")

    def test_a_change_is_seen_at_once(self, client, released):
        first = client.response("/api/v1/releases")
        correct(released)
        second = client.response("/api/v1/releases", headers={"If-None-Match": first.headers["ETag"]})
        assert second.status_code == 200

    def test_every_other_site_may_read_it_and_no_cookie_is_set(self, client):
        for path in ("/api/v1/kinds", "/api/v1/nothing", "/api/openapi.json"):
            answer = client.response(path)
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert "Set-Cookie" not in answer.headers
        assert "Access-Control-Allow-Origin" not in client.response("/data").headers


def test_the_document_is_made_of_the_register_and_says_what_can_go_wrong(read, app_context):
    document = read("/api/openapi.json")
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "/api/v1"}]
    for path, item in document["paths"].items():
        answers = item["get"]["responses"]
        assert {"200", "304", "400", "429", "500", "503"} <= set(answers)
        assert ("404" in answers) == ("{slug}" in path or path == "/themes")
        assert "example" in answers["200"]["content"]["application/json"]
    assert read("/pl/api/openapi.json")["servers"] == [{"url": "/pl/api/v1"}]


@transaction
def correct(released) -> None:
    published_release(content=dataclasses.replace(released.content, respondents=1490), corrects=released)
    public_content_changed()
