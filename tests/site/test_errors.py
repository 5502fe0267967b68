"""Error pages help on, and the page about a fault of ours needs no database."""

import pytest
from sqlalchemy import create_engine

from webapp.database import db
from webapp.site.rules import similar_paths

KNOWN = ["/", "/help-now", "/report-asb", "/report-asb/diary", "/safe-places", "/asb-case-review", "/join"]


class TestNotFound:
    def test_it_leads_on(self, client):
        page = client.get("/nothing/here", status=404)
        assert {"/", "/help-now", "/publications", "/report-asb"} <= set(page.links)

    def test_a_slip_in_an_address_finds_the_page(self, client):
        page = client.get("/safeplaces", status=404)
        assert "You may be looking for" in page.words("h2")

    def test_it_is_not_offered_to_search_engines(self, client):
        page = client.get("/nothing", status=404)
        assert [tag.get("content") for tag in page.all("meta") if tag.get("name") == "robots"] == ["noindex"]

    def test_it_speaks_the_language_of_the_address(self, client):
        assert client.get("/ar/nothing", status=404).all("html")[0].get("dir") == "rtl"

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ("/safeplaces", ["/safe-places"]),
            ("/safe-place", ["/safe-places"]),
            ("/case-review/", ["/asb-case-review"]),
            ("/diary", ["/report-asb/diary"]),
            ("/xyz", []),
        ],
    )
    def test_similar_addresses(self, wanted, found):
        assert similar_paths(wanted, KNOWN) == found


class TestOtherErrors:
    def test_a_wrong_method_is_explained(self, client):
        response = client.response("/help-now", method="POST", headers={"Sec-Fetch-Site": "same-origin"})
        assert response.status_code in {400, 405}
        assert "That did not work" in response.text

    def test_without_a_database_the_page_still_gives_the_numbers(self, app, client, monkeypatch):
        away = create_engine("sqlite:////nonexistent/folder/safer.sqlite3")
        monkeypatch.setitem(db._app_engines[app], None, away)
        monkeypatch.setattr(app, "testing", False)
        page = client.get("/", status=503)
        assert page.response.headers["Retry-After"]
        assert {"tel:999", "tel:101", "/help-now"} <= set(page.links)

    def test_nothing_about_the_fault_is_told(self, app, client, monkeypatch):
        def fail(*_args):
            raise RuntimeError("a secret word")

        monkeypatch.setattr(app, "testing", False)
        monkeypatch.setattr("webapp.site.views.current_partnership", fail)
        assert "secret" not in client.get("/help-now", status=500).text
