"""What programs ask for: sitemap, robots, security.txt, alive and ready."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from webapp.database import db
from webapp.site.pages import PAGES
from webapp.site.rules import security_txt_expires

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


class TestSitemap:
    @pytest.fixture
    def urls(self, client, starter):
        response = client.response("/sitemap.xml")
        assert response.mimetype == "application/xml"
        # Our own sitemap, not a stranger's XML.
        return ET.fromstring(response.data)  # noqa: S314

    def test_every_page_is_there_in_every_language(self, app, urls):
        found = [url.findtext(f"{SITEMAP}loc") for url in urls]
        for page in PAGES:
            assert f"http://localhost:5000{page.path}" in found
            for language in app.extensions["partnership"].languages[1:]:
                assert f"http://localhost:5000/{language.code}{page.path}" in found
        assert len(found) == len(set(found))

    def test_each_names_its_alternates(self, app, urls):
        codes = {language.code for language in app.extensions["partnership"].languages}
        for url in urls:
            assert {link.get("hreflang") for link in url.iter(f"{XHTML}link")} == codes

    def test_documents_carry_the_day_of_their_last_change(self, urls):
        dated = [url.findtext(f"{SITEMAP}loc") for url in urls if url.findtext(f"{SITEMAP}lastmod")]
        folders = {address.removeprefix("http://localhost:5000/").split("/")[0] for address in dated}
        assert folders >= {"publications", "figures", "campaigns"}

    def test_it_is_the_same_under_a_language(self, client, starter):
        assert client.response("/pl/sitemap.xml").data == client.response("/sitemap.xml").data


class TestTextFiles:
    def test_robots_names_the_sitemap(self, client):
        assert "Sitemap: http://localhost:5000/sitemap.xml" in client.response("/robots.txt").text

    def test_security_txt_has_what_rfc_9116_asks_for(self, client):
        response = client.response("/.well-known/security.txt")
        assert response.content_type == "text/plain; charset=utf-8"
        fields = dict(line.split(": ", 1) for line in response.text.splitlines())
        assert set(fields) == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
        assert fields["Contact"].startswith(("mailto:", "https://", "http://localhost"))
        assert fields["Canonical"] == "http://localhost:5000/.well-known/security.txt"
        expires = dt.datetime.fromisoformat(fields["Expires"])
        assert dt.timedelta(days=30) < expires - dt.datetime.now(dt.UTC) < dt.timedelta(days=365)

    @pytest.mark.parametrize("today", [dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2028, 2, 29)])
    def test_it_never_runs_out_within_the_month(self, today):
        assert dt.timedelta(days=140) < security_txt_expires(today) - today <= dt.timedelta(days=180)


class TestFavicon:
    def test_the_old_address_leads_to_the_built_file(self, client):
        response = client.response("/favicon.ico")
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/static/build/favicon.")


class TestHealth:
    def test_a_living_process_says_so(self, client):
        response = client.response("/healthz")
        assert (response.status_code, response.text) == (200, "alive\n")

    def test_a_migrated_database_is_ready(self, client):
        response = client.response("/readyz")
        assert (response.status_code, response.text) == (200, "ready\n")
        assert response.headers["Cache-Control"] == "no-store"

    def test_a_database_that_is_not_migrated_is_not(self, client, monkeypatch):
        monkeypatch.setattr("webapp.site.queries._newest_migrations", lambda: {"another"})
        response = client.response("/readyz")
        assert response.status_code == 503
        assert "not migrated" in response.text

    def test_a_database_that_does_not_answer_is_not(self, app, client, monkeypatch):
        from sqlalchemy import create_engine

        with app.app_context():
            away = create_engine("sqlite:////nonexistent/folder/safer.sqlite3")
            monkeypatch.setitem(db._app_engines[app], None, away)
            response = client.response("/readyz")
        assert response.status_code == 503
        assert "does not answer" in response.text
