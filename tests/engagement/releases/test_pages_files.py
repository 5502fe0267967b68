"""The files beside a release, and the page of what was corrected."""

import csv
import datetime as dt
import json
import re

import pytest

from tests.engagement.conftest import a_change, published_release
from tests.engagement.releases.test_pages import table
from webapp.engagement.releases.services import PAPERS_JOB
from webapp.kit.jobs import REGISTER
from webapp.partnership.current import current_partnership

pytestmark = pytest.mark.usefixtures("app_context")
PATH = "/what-you-told-us"
WIDE_ONLY = ("street_drinking", "begging", "sex_work", "encampment")
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


class TestFiles:
    def test_every_file_of_the_page_is_there_with_its_kind_and_size(self, client):
        published_release()
        page = client.get(PATH)
        files = [link for link in page.links if link.startswith(f"{PATH}/2026q2.") or link.endswith((".csv", ".json"))]
        assert {link.rpartition(".")[2] for link in files} == {"csv", "json", "ods", "pdf"}
        assert "(CSV, " in page.text
        assert "(ODS, " in page.text
        for link in files:
            if not link.endswith(".pdf"):
                assert client.response(link).status_code == 200

    def test_a_file_is_named_and_kept_like_a_page(self, client):
        published_release()
        answer = client.response(f"{PATH}/2026q2/q-safe-dark.csv")
        assert answer.headers["Content-Disposition"] == "attachment; filename=2026q2-q-safe-dark.csv"
        assert answer.headers["Cache-Control"].startswith("public")
        assert 'rel="describedby"' in answer.headers["Link"]

    def test_a_file_stays_the_same_when_a_correction_is_published(self, client):
        wrong = published_release()
        before = [client.response(f"{PATH}/2026q2{kind}").get_data() for kind in (".json", ".ods", "/kinds.csv")]
        published_release(corrects=wrong, words={"en": "A batch had been counted twice."})
        # As another process would make it.
        client.raw.application.extensions.pop("told_files")
        after = [client.response(f"{PATH}/2026q2{kind}").get_data() for kind in (".json", ".ods", "/kinds.csv")]
        assert before == after

    def test_the_metadata_names_the_columns_of_the_file(self, client):
        published_release()
        found = json.loads(client.response(f"{PATH}/2026q2/kinds.csv-metadata.json").get_data(as_text=True))
        head = client.response(f"{PATH}/2026q2/kinds.csv").get_data(as_text=True).splitlines()[0]
        assert [each["name"] for each in found["tableSchema"]["columns"]] == head.removeprefix("\ufeff").split(",")
        assert found["url"] == "kinds.csv"

    def test_a_table_that_the_release_has_not_is_not_found(self, client):
        published_release()
        assert client.response(f"{PATH}/2026q2/nothing.csv").status_code == 404

    def test_what_is_public_is_put_on_paper_before_anybody_asks(self, client, monkeypatch):
        made: list[str] = []
        monkeypatch.setattr("webapp.documents.kept.pdf_of", lambda page, **_limit: made.append(page) or b"%PDF")
        REGISTER[PAPERS_JOB].run(slug=published_release().slug)
        assert [re.search(r'<html lang="(\w+)"', page)[1] for page in made] == ["en", "pl", "ar"]
        for prefix in ("", "/pl", "/ar"):
            assert client.response(f"{prefix}{PATH}/2026q2.pdf").get_data() == b"%PDF"
        assert len(made) == 3

    def test_where_no_pdf_can_be_made_the_page_says_so(self, client, monkeypatch):
        published_release()
        monkeypatch.setattr("webapp.documents.services.why_not", lambda: "There is nothing to make it with.")
        page = client.get(f"{PATH}/2026q2.pdf", status=503)
        assert page.h1 == "The PDF cannot be made now"


class TestCorrections:
    def test_every_changed_figure_says_what_it_was_and_is_and_why(self, client):
        wrong = published_release()
        right = published_release(corrects=wrong, words={"en": "A batch had been counted twice."})
        a_change(right, before=40, after=25)
        a_change(right, before=None, after=15, option="drugs")
        page = client.get("/corrections")
        assert page.words("h2")[0] == "What you told us: July 2025 to June 2026"
        assert "A batch had been counted twice." in page.text
        assert [row[1:] for row in table(page, "What changed")] == [["Fewer than 10, or hidden", "15"], ["40", "25"]]
        assert {f"{PATH}/2026q2", f"{PATH}/2026q2-2"} <= set(page.links)

    def test_many_changed_figures_are_folded_up(self, client):
        right = published_release(corrects=published_release(), words={"en": "Counted twice."})
        for ward in current_partnership().wards:
            a_change(right, area=f"ward:{ward.code}")
        page = client.get("/corrections")
        assert f"{len(current_partnership().wards)} figures changed" in page.words("summary")
        assert len(table(page, "What changed")) == len(current_partnership().wards)

    def test_of_very_many_the_first_are_shown_and_a_file_has_them_all(self, client):
        right = published_release(corrects=published_release(), words={"en": "Counted twice."})
        wards = current_partnership().wards
        for option in ("", "noise", "drugs", "begging"):
            for ward in wards:
                a_change(right, area=f"ward:{ward.code}", option=option, before=None)
        page = client.get("/corrections")
        assert f"{len(wards) * 4} figures changed" in page.words("summary")
        assert "The first 100 of them:" in page.text
        assert len(table(page, "What changed")) == 100
        file = f"{PATH}/2026q2-2/changed.csv"
        assert file in page.links
        a_change(right, area="")
        answer = client.response(f"/pl{file}")
        assert answer.data == client.response(file).data, "codes and names are the same in all languages"
        assert answer.headers["Content-Disposition"] == "attachment; filename=2026q2-2-changed.csv"
        whole, *rows = csv.DictReader(answer.get_data(as_text=True).removeprefix("\ufeff").splitlines())
        assert (whole["area"], whole["area_name"]) == ("whole", "Bournemouth, Christchurch and Poole")
        assert whole["option_name"] == "Loud noise, music or parties"
        assert len(rows) == len(wards) * 4
        assert {row["option_name"] for row in rows if row["option"] == "respondents"} == {"People who answered"}
        assert {(row["release"], row["corrects"], row["table"]) for row in rows} == {("2026q2-2", "2026q2", "kinds")}
        assert {row["area_name"] for row in rows} == {ward.name for ward in wards}
        assert {(row["count_before"], row["count_now"]) for row in rows} == {("[c]", "50")}

    def test_a_correction_of_words_alone_stands_there_without_a_file(self, client):
        published_release(corrects=published_release(), words={"en": "A sentence was wrong."})
        page = client.get("/corrections")
        assert "What you told us: July 2025 to June 2026" in page.words("h2")
        assert "A sentence was wrong." in page.text
        assert "No number changed, only words." in page.text
        assert not [link for link in page.links if link.endswith("changed.csv")]

    def test_a_release_that_corrects_nothing_has_no_file_of_changes(self, client):
        published_release()
        assert client.response(f"{PATH}/2026q2/changed.csv").status_code == 404

    def test_the_yearly_figures_of_case_reviews_stand_there_too(self, client):
        from tests.casereview.figures.test_figures import published

        published(today=dt.date(2026, 4, 1))
        assert "No figure has been changed" in client.get("/corrections").text
        published(today=dt.date(2026, 5, 1))
        page = client.get("/corrections")
        assert "ASB Case Review figures: 2025/26" in page.words("h2")
        assert "The first figure was wrong." in page.text
        assert "No number changed, only words." in page.text
