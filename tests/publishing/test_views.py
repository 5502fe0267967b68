"""The public pages of publications."""

import csv
import io

import pytest

from webapp.publishing.kinds import KINDS

LONG = "# Long report\n\n" + "\n\n".join(
    f"## Part {part}\n\n" + " ".join(f"word{part}x{number}" for number in range(900))
    for part in ("one", "two", "three")
)


class TestList:
    def test_an_empty_register_says_so(self, client):
        page = client.get("/publications")
        assert page.h1 == "Publications"

    def test_documents_are_listed_newest_first(self, client, publish):
        import datetime as dt

        publish("older", title="Older", day=dt.date(2021, 1, 1))
        publish("newer", title="Newer", day=dt.date(2026, 1, 1))
        publish("undated", title="Undated", day=None)
        links = [link for link in client.get("/publications").links if link.startswith("/publications/")]
        assert links == ["/publications/newer", "/publications/older", "/publications/undated"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("kind=strategy", ["a-strategy"]),
            ("year=2021", ["old-report"]),
            ("kind=strategy&year=2021", []),
            ("kind=", ["a-strategy", "old-report"]),
            ("kind=nonsense", []),
            ("year=99999", ["a-strategy", "old-report"]),
            ("year=x", ["a-strategy", "old-report"]),
        ],
    )
    def test_filters_are_plain_addresses(self, client, publish, query, found):
        import datetime as dt

        publish("a-strategy", kind="strategy", day=dt.date(2022, 4, 1))
        publish("old-report", day=dt.date(2021, 11, 15))
        page = client.get(f"/publications?{query}")
        links = [link.removeprefix("/publications/") for link in page.links if link.startswith("/publications/")]
        assert links == found

    def test_a_priority_leaves_the_documents_that_belong_to_it(self, client, publish):
        publish("a-plan", title="A plan", priorities=["2025-10:vawg", "2025-10:asb"])
        publish("old-plan", title="Old plan", priorities=["2025:vawg"])
        publish("a-report")
        assert listed(client.get("/publications?priority=2025-10:vawg")) == ["a-plan"]
        assert listed(client.get("/publications?priority=2025:vawg")) == ["old-plan"]
        for unknown in ("vawg", "2025-10", "%25", "2025-10:none"):
            assert listed(client.get(f"/publications?priority={unknown}")) == []

    def test_only_priorities_with_documents_can_be_chosen(self, client, publish):
        publish("a-report")
        assert "priority" not in [select.get("name") for select in client.get("/publications").all("select")]
        publish("a-plan", priorities=["2025-10:vawg"])
        values = [option.get("value") for option in client.get("/publications").all("option")]
        assert [value for value in values if ":" in (value or "")] == ["2025-10:vawg"]

    def test_words_find_documents_best_first_whichever_page_has_them(self, client, publish):
        publish("lamps", title="Lamps in the streets")
        publish("swans", title="Swans", text="# Swans\n\n## On the river\n\nSwans live on the river.\n")
        assert listed(client.get("/publications?q=swans")) == ["swans"]
        # The title counts more than the text; both documents but one speak of lamps in their tables.
        publish("report", title="A report")
        assert listed(client.get("/publications?q=lamps"))[:2] == ["lamps", "report"]
        assert listed(client.get("/publications?q=lamps&kind=strategy")) == []
        assert listed(client.get("/publications?q=zzzzzz")) == []

    def test_a_typing_error_is_mended_and_said(self, client, publish):
        publish("swans", title="Swans", text="# Swans\n\n## On the river\n\nSwans live on the river.\n")
        page = client.get("/publications?q=swnas")
        assert listed(page) == ["swans"]
        assert "swans" in page.words("strong")

    def test_what_was_typed_is_kept_by_no_cache(self, client, publish):
        publish()
        assert client.get("/publications?q=streets").response.headers["Cache-Control"] == "no-store"
        assert client.get("/publications?kind=strategy").response.headers["Cache-Control"].startswith("public")

    def test_htmx_gets_the_results_alone_at_the_same_address(self, client, publish):
        publish()
        fragment = client.get("/publications?kind=annual_report", headers={"HX-Request": "true"})
        assert fragment.is_fragment
        assert "Safe streets report" in fragment.text
        assert "HX-Request" in fragment.response.headers["Vary"]
        restored = client.get(
            "/publications?kind=annual_report",
            headers={"HX-Request": "true", "HX-History-Restore-Request": "true"},
        )
        assert not restored.is_fragment

    def test_every_kind_has_a_name(self, client):
        assert all(str(kind.name) and str(kind.plural) for kind in KINDS)


class TestDocument:
    def test_a_short_document_is_one_page(self, client, publish):
        publish()
        page = client.get("/publications/safe-streets")
        assert page.h1 == "Safe streets report"
        assert "The board met four times" in page.text

    def test_a_long_document_has_a_way_on_and_back(self, client, publish):
        publish("long", text=LONG)
        first = client.get("/publications/long")
        following = [link for link in first.links if link.startswith("/publications/long/") and "part" in link]
        assert following, first.links
        second = client.get(following[0])
        assert "/publications/long" in second.links

    def test_the_first_page_has_one_address(self, client, publish):
        publish("long", text=LONG)
        answer = client.response("/publications/long/part-one")
        assert answer.status_code == 301
        assert answer.headers["Location"] == "/publications/long"

    def test_the_whole_document_can_be_printed(self, client, publish):
        publish("long", text=LONG)
        page = client.get("/publications/long/whole")
        for part in ("one", "two", "three"):
            assert page.text.count(f"word{part}x7 ") == 1

    @pytest.mark.parametrize("path", ["/publications/none", "/publications/safe-streets/none", "/publications/x/whole"])
    def test_what_is_not_there_is_a_helpful_page(self, client, publish, path):
        publish()
        client.get(path, status=404)

    def test_another_partnerships_document_says_whose_it_is(self, client, publish):
        publish(publisher="Far Away Community Safety Partnership")
        assert "Far Away Community Safety Partnership" in client.get("/publications/safe-streets").text

    def test_a_text_in_another_language_than_the_page_says_so(self, client, publish):
        publish()
        page = client.get("/pl/publications/safe-streets")
        assert page.all("html")[0].get("lang") == "pl"
        assert [element.get("lang") for element in page.root.iter() if element.get("lang") == "en"]


class TestFiles:
    def test_a_table_is_a_csv_file_that_no_spreadsheet_runs(self, client, publish):
        publish()
        answer = client.response("/publications/safe-streets/tables/1.en.csv")
        assert answer.content_type == "text/csv; charset=utf-8"
        rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
        assert rows == [["Street", "Lamps"], ["High Street", "12"], ["Quay Road", "'=7"]]

    def test_the_original_comes_as_a_download(self, client, publish):
        publish()
        answer = client.response("/publications/safe-streets/files/safe-streets.txt")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert b"Two streets were lit anew" in answer.get_data()

    @pytest.mark.parametrize(
        "path",
        ["tables/9.en.csv", "tables/1.pl.csv", "tables/1.xx.csv", "files/none.txt", "files/..%2fwsgi.py"],
    )
    def test_no_other_file_is_given(self, client, publish, path):
        publish()
        assert client.response(f"/publications/safe-streets/{path}").status_code == 404


class TestSources:
    def test_a_fact_leads_to_its_paragraph_where_the_document_is_here(self, client, publish):
        publish("annual-report-2026")
        answer = client.response("/publications/sources/annual-report-2026/4")
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/publications/annual-report-2026#para-4"
        page = client.get("/publications/annual-report-2026")
        assert [element for element in page.root.iter() if element.get("id") == "para-4"]

    def test_a_fact_leads_to_the_right_page_of_a_long_document(self, client, publish):
        numbered = "\n\n".join(
            f"## Part {part}\n\n{number}. " + " ".join(f"word{part}x{n}" for n in range(500))
            for number, part in enumerate(("one", "two", "three", "four", "five", "six"), 1)
        )
        publish("annual-report-2026", text=f"# Long\n\n{numbered}\n")
        location = client.response("/publications/sources/annual-report-2026/5").headers["Location"]
        address, _, anchor = location.partition("#")
        assert "wordfivex7 " in client.get(address).text
        assert [element for element in client.get(address).root.iter() if element.get("id") == anchor]

    def test_in_another_language_the_reader_stays_in_it(self, client, publish):
        publish("annual-report-2026")
        location = client.response("/pl/publications/sources/annual-report-2026/4").headers["Location"]
        assert location == "/pl/publications/annual-report-2026#para-4"

    def test_a_document_that_is_not_here_is_named(self, client):
        page = client.get("/publications/sources/annual-report-2026/35")
        assert "35" in page.text
        assert "BCP Council" in page.text

    @pytest.mark.parametrize("path", ["none", "none/3", "annual-report-2026/nowhere"])
    def test_an_unknown_source_is_not_found(self, client, path):
        client.get(f"/publications/sources/{path}", status=404)


def listed(page):
    """The documents of the list, in order."""
    return [link.removeprefix("/publications/") for link in page.links if link.startswith("/publications/")]
