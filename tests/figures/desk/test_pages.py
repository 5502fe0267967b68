"""The officers' pages of figures, as a browser without scripts uses them."""

import io

import pytest
from sqlalchemy import select

from tests.client import Page
from tests.desk.sending import send
from tests.figures.conftest import lamps
from tests.filling import OWN, fill
from webapp.database import db
from webapp.figures import queries
from webapp.figures.models import FigureRecord
from webapp.figures.states import State
from webapp.kit.errors import NotFoundError
from webapp.search.models import Entry

NEW = {
    "kind": "table",
    "slug": "bins-by-street",
    "title-en": "Bins in each street",
    "lead-en": "How many bins there are.",
    "subject": "asb",
    "areas": "bcp",
    "period-kind": "month",
    "period-starts": "October 2025",
    "citation-source": "annual-report-2026",
    "citation-where": "35",
}


class TestANewFigure:
    def test_it_goes_from_an_empty_page_to_the_public_by_plain_forms(self, publisher, app_context):
        page = publisher.get("/desk/figures/new")
        answer = send(publisher, page, "/desk/figures/new", NEW, here="/desk/figures/new")
        assert answer.status_code == 303
        table = answer.location
        figure = table.removesuffix("/table")
        page = publisher.get(table)
        answer = send(publisher, page, table, {"then": "column"})
        assert answer.status_code == 422
        column = f"{figure}/columns/new"
        answer = send(publisher, publisher.get(column), column, {"name-en": "Bins"}, here=column)
        assert answer.status_code == 303
        page = publisher.get(table)
        answers = {"row-0-label": "High Street", "row-0-cell-bins": "1,012", "then": "row"}
        page = Page(send(publisher, page, table, answers))
        page.check()
        assert page.status == 200
        send(publisher, page, table, {"row-1-label": "Quay Road", "row-1-cell-bins": "7"})
        with pytest.raises(NotFoundError):
            queries.get_figure("bins-by-street")
        send(publisher, publisher.get(figure), f"{figure}/publish")
        shown = queries.get_figure("bins-by-street")
        assert [str(row.label) for row in shown.rows] == ["High Street", "Quay Road"]
        assert "1,012" in publisher.get("/figures/bins-by-street").text
        assert db.session.scalar(select(Entry.title).where(Entry.address == "/figures/bins-by-street"))

    def test_without_a_source_it_is_refused(self, publisher):
        page = publisher.get("/desk/figures/new")
        answers = {**NEW, "citation-source": "", "citation-where": ""}
        page = Page(send(publisher, page, "/desk/figures/new", answers, here="/desk/figures/new"))
        page.check()
        assert page.status == 422
        assert "Name the source: no figure is shown without one" in page.text

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"citation-where": "nowhere"}, "Give the number of the paragraph"),
            ({"citation-source": "made-up"}, "Choose one of the sources"),
            ({"citation-words": "Another one"}, "not both"),
            ({"period-starts": "soon"}, "Write it like one of these"),
            ({"period-kind": "financial_year", "period-starts": "2024/26"}, "Write it like one of these"),
            ({"slug": "Bins By Street"}, "Use small letters"),
            ({"title-en": "", "title-pl": "Kosze"}, "Write this in English"),
            ({"doubts-en": "One", "doubts-pl": "Raz\n\nDwa"}, "as many paragraphs"),
            ({"kind": "number"}, "Choose what the number counts"),
        ],
    )
    def test_what_cannot_be_is_said(self, publisher, answers, words):
        page = publisher.get("/desk/figures/new")
        page = Page(send(publisher, page, "/desk/figures/new", {**NEW, **answers}, here="/desk/figures/new"))
        page.check()
        assert page.status == 422
        assert words in page.text

    def test_an_address_belongs_to_one_figure(self, publisher, figure_id):
        page = publisher.get("/desk/figures/new")
        page = Page(send(publisher, page, "/desk/figures/new", {**NEW, "slug": "lamps"}, here="/desk/figures/new"))
        assert page.status == 422
        assert "Choose another address" in page.text

    def test_a_document_that_the_site_does_not_know_is_named_in_words(self, publisher, app_context):
        words = "Street survey of October 2025, page 4"
        answers = {**NEW, "kind": "number", "unit": "cases", "citation-source": "", "citation-where": ""}
        page = publisher.get("/desk/figures/new")
        answer = send(
            publisher, page, "/desk/figures/new", {**answers, "citation-words": words}, here="/desk/figures/new"
        )
        table = answer.location
        send(publisher, publisher.get(table), table, {"row-0-cell-value": "12"})
        figure = table.removesuffix("/table")
        send(publisher, publisher.get(figure), f"{figure}/publish")
        page = publisher.get("/figures/bins-by-street")
        assert words in page.text
        assert words in publisher.response("/figures/bins-by-street.csv").get_data(as_text=True)


class TestTheTable:
    def test_a_change_is_a_draft_until_it_is_published(self, publisher, figure_id, working):
        address = f"/desk/figures/{figure_id}/table"
        assert send(publisher, publisher.get(address), address, {"row-0-cell-lamps": "13"}).status_code == 303
        assert queries.get_figure("lamps") == lamps()
        assert working().has_draft
        page = publisher.get(f"/desk/figures/{figure_id}")
        assert "1 place" in page.text
        send(publisher, page, f"/desk/figures/{figure_id}/publish")
        assert str(queries.get_figure("lamps").row("high_street").values["lamps"]) == "13"

    def test_saving_without_a_change_makes_no_draft(self, publisher, figure_id, working):
        address = f"/desk/figures/{figure_id}/table"
        send(publisher, publisher.get(address), address)
        assert not working().has_draft
        assert working().made_by == "starter"

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"row-0-cell-lamps": "many"}, "Enter a number in place of “many”"),
            ({"row-0-cell-lamps": "1.5"}, "Enter a whole number"),
            ({"row-0-label": ""}, "Name the row"),
            ({"row-0-label": "=Quay Road"}, "stands twice"),
        ],
    )
    def test_a_wrong_cell_says_what_to_do(self, publisher, figure_id, answers, words):
        address = f"/desk/figures/{figure_id}/table"
        page = Page(send(publisher, publisher.get(address), address, answers))
        page.check()
        assert page.status == 422
        assert words in page.text

    def test_a_row_is_taken_out_and_the_headline_with_it(self, publisher, figure_id, working):
        address = f"/desk/figures/{figure_id}/table"
        page = Page(send(publisher, publisher.get(address), address, {"then": "remove-0"}))
        page.check()
        send(publisher, page, address)
        assert [row.key for row in working().figure.rows] == ["quay_road"]
        assert working().figure.headline is None

    def test_the_second_of_two_windows_sees_what_differs_and_loses_nothing(self, publisher, figure_id, working):
        address = f"/desk/figures/{figure_id}/table"
        one, two = publisher.get(address), publisher.get(address)
        send(publisher, one, address, {"row-0-cell-lamps": "13"})
        page = Page(send(publisher, two, address, {"row-1-cell-lamps": "8"}))
        page.check()
        assert page.status == 409
        assert ">13</td><td>12</td>" in page.text
        assert str(working().figure.row("high_street").values["lamps"]) == "13"
        send(publisher, page, address)
        assert str(working().figure.row("quay_road").values["lamps"]) == "8"

    def test_htmx_gets_the_table_alone_and_is_led_on_after_saving(self, publisher, figure_id):
        address = f"/desk/figures/{figure_id}/table"
        page = publisher.get(address)
        asked = {"HX-Request": "true", "HX-Request-Type": "partial"}
        fragment = Page(send(publisher, page, address, {"then": "row"}, headers=asked))
        assert fragment.is_fragment
        assert "row-2-label" in fragment.text
        saved = send(publisher, page, address, {"row-0-cell-lamps": "13"}, headers=asked)
        assert saved.headers["HX-Redirect"] == f"/desk/figures/{figure_id}"


class TestParts:
    def test_what_a_figure_says_is_changed(self, publisher, figure_id, working):
        address = f"/desk/figures/{figure_id}/about"
        answers = {"subject": "asb", "doubts-en": "One lamp\nwas broken.\n\nTwo were new.", "title-pl": ""}
        answer = send(publisher, publisher.get(address), address, answers, here=address)
        assert answer.status_code == 303
        assert [str(text) for text in working().figure.doubts] == ["One lamp was broken.", "Two were new."]
        assert not working().figure.title.has("pl")

    def test_two_windows_of_it_show_both_versions(self, publisher, figure_id):
        address = f"/desk/figures/{figure_id}/about"
        one, two = publisher.get(address), publisher.get(address)
        send(publisher, one, address, {"title-en": "Lamps of one"}, here=address)
        page = Page(send(publisher, two, address, {"title-en": "Lamps of two"}, here=address))
        page.check()
        assert page.status == 409
        assert "Lamps of one" in page.text
        assert "Lamps of two" in page.text

    def test_a_column_and_a_row_are_changed_on_pages_of_their_own(self, publisher, figure_id, working):
        address = f"/desk/figures/{figure_id}/columns/lamps"
        answer = send(publisher, publisher.get(address), address, {"type": "words", "drawn": []}, here=address)
        assert answer.status_code == 303
        assert str(working().figure.row("high_street").values["lamps"]) == "12"
        address = f"/desk/figures/{figure_id}/rows/high_street"
        answers = {"note-en": "Counted at night.", "citation-source": "strategy-2022", "citation-where": "Foreword"}
        assert send(publisher, publisher.get(address), address, answers, here=address).status_code == 303
        assert working().figure.row("high_street").citation.where == "foreword"

    def test_a_column_goes(self, publisher, figure_id, working):
        address = f"/desk/figures/{figure_id}/columns/lamps"
        page = publisher.get(address)
        sent = fill(page, form=2)
        assert sent["then"] == ["remove"]
        assert publisher.response(address, method="POST", data=sent, headers=OWN).status_code == 303
        assert working().figure.columns == ()
        assert working().figure.chart is None


class TestCsv:
    def upload(self, client, figure_id, text: str | bytes, name: str = "table.csv"):
        address = f"/desk/figures/{figure_id}/upload"
        data = text.encode() if isinstance(text, str) else text
        answers = {"file": (io.BytesIO(data), name)}
        page = Page(send(client, client.get(address), address, answers, here=address))
        page.check()
        return page

    def test_a_file_is_tried_before_anything_is_kept(self, publisher, figure_id, working):
        page = self.upload(publisher, figure_id, "label,lamps\nHigh Street,14\nNew Lane,2\n")
        assert page.h1 == "What the file would change"
        assert ">12</td><td>14</td>" in page.text
        assert "New row: New Lane" in page.text
        assert "Row taken out: =Quay Road" in page.text
        assert not working().has_draft
        send(publisher, page, f"/desk/figures/{figure_id}/upload/keep")
        assert [row.key for row in working().figure.rows] == ["high_street", "new_lane"]

    def test_the_table_taken_along_comes_back_without_a_change(self, publisher, figure_id):
        taken = publisher.response(f"/desk/figures/{figure_id}/draft.csv").get_data()
        assert "Nothing differs." in self.upload(publisher, figure_id, taken).text

    def test_each_line_that_is_wrong_says_what_to_do(self, publisher, figure_id):
        page = self.upload(publisher, figure_id, "label,lamps\nHigh Street,many\n,3\n")
        assert page.status == 422
        assert "Line 2, Lamps: Enter a number in place of “many”, or leave the cell empty." in page.text
        assert "Line 3, Row: Name the row." in page.text

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"label\nHigh Street\n", "Add these columns, named in the first line: lamps."),
            (b"label,lamps,colour\nA,1,red\n", "Take the column “colour” out"),
            (b"name,lamps\nA,1\n", "Take the column “name” out"),
            (b"label,lamps,lamps\nA,1,2\n", "Take one of the two columns"),
            (b"\x89PNG\r\n\x1a\n\0\0", "Save the table as CSV"),
            (b"PK\x03\x04 a spreadsheet", "Save the table as CSV"),
            (b"\n\n \n", "this one holds nothing"),
            (b"label,lamps\n", "Fill in at least one row"),
            (("label,lamps\n" + "".join(f"Row {n},{n}\n" for n in range(10_000))).encode(), "500 rows or fewer"),
            (b'label,lamps\n"' + b"a" * 200_000, "cannot be read"),
        ],
    )
    def test_a_file_that_cannot_be_used_says_why(self, publisher, figure_id, data, words):
        page = self.upload(publisher, figure_id, data)
        assert page.status == 422
        assert words in page.text

    def test_a_formula_is_words_and_leaves_as_words(self, publisher, figure_id, working):
        page = self.upload(publisher, figure_id, 'label,lamps\n"=HYPERLINK(""x"")",1\n<script>,2\n')
        assert "<script>" not in page.text
        send(publisher, page, f"/desk/figures/{figure_id}/upload/keep")
        taken = publisher.response(f"/desk/figures/{figure_id}/draft.csv").get_data(as_text=True)
        assert "'=HYPERLINK" in taken

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_letters_come_as_they_were_written(self, publisher, figure_id, working, encoding):
        page = self.upload(publisher, figure_id, "label;lamps\nCafé Lane;1\n".encode(encoding))
        send(publisher, page, f"/desk/figures/{figure_id}/upload/keep")
        assert [str(row.label) for row in working().figure.rows] == ["Café Lane"]

    @pytest.mark.parametrize("carried", ["", "{", "[]", '"label,lamps"', "1"])
    def test_what_the_trial_page_did_not_carry_is_not_kept(self, publisher, figure_id, working, carried):
        page = self.upload(publisher, figure_id, "label,lamps\nHigh Street,14\n")
        send(publisher, page, f"/desk/figures/{figure_id}/upload/keep", {"table": carried})
        assert not working().has_draft


class TestPublishing:
    def test_who_keeps_figures_cannot_publish_them(self, analyst, figure_id, working):
        address = f"/desk/figures/{figure_id}/table"
        send(analyst, analyst.get(address), address, {"row-0-cell-lamps": "13"})
        page = analyst.get(f"/desk/figures/{figure_id}")
        assert "Somebody who publishes" in page.text
        assert not any(form.get("action", "").endswith("/publish") for form in page.all("form"))
        analyst.get(f"/desk/figures/{figure_id}/withdraw", status=403)

    def test_a_withdrawn_figure_is_gone_everywhere_and_can_come_back(self, publisher, figure_id, working):
        address = f"/desk/figures/{figure_id}/withdraw"
        page = publisher.get(address)
        assert send(publisher, page, address, {"reason": ""}, here=address).status_code == 422
        send(publisher, page, address, {"reason": "The source took it back."}, here=address)
        assert working().state is State.WITHDRAWN
        publisher.get("/figures/lamps", status=404)
        assert db.session.scalar(select(Entry.key).where(Entry.source == "figure")) is None
        assert "The source took it back." in publisher.get(f"/desk/figures/{figure_id}/history").text
        send(publisher, publisher.get(f"/desk/figures/{figure_id}"), f"/desk/figures/{figure_id}/publish")
        publisher.get("/figures/lamps")

    def test_an_earlier_version_becomes_the_draft(self, publisher, figure_id, working):
        address = f"/desk/figures/{figure_id}/table"
        send(publisher, publisher.get(address), address, {"row-0-cell-lamps": "13"})
        send(publisher, publisher.get(f"/desk/figures/{figure_id}"), f"/desk/figures/{figure_id}/publish")
        old = f"/desk/figures/{figure_id}/history/1"
        page = publisher.get(old)
        assert "Loaded from the partnership" in page.h1
        send(publisher, page, f"{old}/restore")
        assert str(working().figure.row("high_street").values["lamps"]) == "12"

    def test_a_button_of_an_old_page_does_nothing(self, publisher, figure_id, working):
        address = f"/desk/figures/{figure_id}/table"
        send(publisher, publisher.get(address), address, {"row-0-cell-lamps": "13"})
        old = publisher.get(f"/desk/figures/{figure_id}")
        send(publisher, publisher.get(address), address, {"row-0-cell-lamps": "14"})
        answer = send(publisher, old, f"/desk/figures/{figure_id}/publish")
        assert "in the meantime" in publisher.get(answer.location).text
        assert queries.get_figure("lamps") == lamps()


class TestTheList:
    def test_it_is_filtered_by_its_address(self, publisher, figure_id):
        assert "Lamps in each street" in publisher.get("/desk/figures?q=lamps").text
        assert "No figure fits" in publisher.get("/desk/figures?state=withdrawn").text
        assert publisher.get("/desk/figures?state=made-up&page=9").status == 200


def test_every_figure_of_the_partnership_can_be_opened_and_saved_unchanged(publisher, load, bcp_figures, app_context):
    load(*bcp_figures)
    for row in db.session.scalars(select(FigureRecord)).all():
        address = f"/desk/figures/{row.id}"
        publisher.get(address)
        about = f"{address}/about"
        answer = send(publisher, publisher.get(about), about, here=about)
        assert answer.status_code == 303, (row.slug, Page(answer).words("li"))
        if '"kind": "statement"' not in row.content:
            answer = send(publisher, publisher.get(f"{address}/table"), f"{address}/table")
            assert answer.status_code == 303, row.slug
    db.session.expire_all()
    changed = [row.slug for row in db.session.scalars(select(FigureRecord)) if row.draft is not None]
    assert changed == []
