"""Long documents become pages with sensible addresses; short sections share one."""

import pytest

from webapp.publishing.importing import import_text, slug_for

BODY = "The wardens walk along the whole quay each evening and write down what they see there. "


def section(name, words):
    return f"## {name}\n\n" + "\n\n".join([BODY.strip()] * (words // 16 + 1)) + "\n\n"


def pages(*sections, front=""):
    source = "# Lamps\n\n" + front + "".join(section(name, words) for name, words in sections)
    document = import_text(source, name="x")
    assert (document.recall.kept, document.recall.own) == (1, 1)
    return [(page.slug, page.title) for page in document.pages]


def test_a_short_document_is_one_page():
    assert pages(("One", 300), ("Two", 300)) == [("lamps", "Lamps")]


def test_a_long_document_is_cut_at_its_top_headings():
    assert pages(("One", 1300), ("Two", 1300)) == [("one", "One"), ("two", "Two")]


def test_a_pages_own_title_is_not_repeated_on_it():
    document = import_text("# Lamps\n\n" + section("One", 1300) + section("Two", 1300), name="x")
    assert "One" not in document.pages[0].markdown


def test_what_stands_before_the_first_heading_has_a_page():
    front = "\n\n".join([BODY.strip()] * 12) + "\n\n"
    assert pages(("One", 1300), ("Two", 1300), front=front)[0] == ("about-this-document", "About this document")


def test_short_sections_in_a_row_share_a_page():
    found = pages(("One", 1300), ("Two", 1300), ("Small", 60), ("Smaller", 60), ("Smallest", 60))
    assert found[-1] == ("small", "Small to Smallest")


def test_a_short_section_alone_joins_the_page_before_it():
    assert pages(("One", 1300), ("Small", 60), ("Two", 1300)) == [("one", "One and Small"), ("two", "Two")]


def test_a_short_section_joins_what_follows_when_that_is_much_the_shorter():
    assert pages(("One", 2400), ("Small", 60), ("Two", 200)) == [("one", "One"), ("small", "Small and Two")]


def test_a_short_beginning_joins_the_first_page():
    assert pages(("One", 1300), ("Two", 1300), front=BODY + "\n\n")[0] == ("about-this-document", "About this document")


def test_pages_with_one_name_have_two_addresses():
    assert [slug for slug, _title in pages(("One", 1300), ("One", 1300))] == ["one", "one-2"]


def test_no_page_has_an_address_that_means_something_else():
    found = pages(("Files", 900), ("Easy Read", 900), ("Tables", 900), ("Whole", 900))
    assert [slug for slug, _title in found] == ["files-page", "easy-read-page", "tables-page", "whole-page"]


def test_headings_on_a_page_begin_at_the_second_level():
    source = "# Lamps\n\n" + section("One", 1300) + f"### Part\n\n{BODY}\n\n" + section("Two", 1300)
    assert "\n## Part\n" in import_text(source, name="x").pages[0].markdown


def test_a_numbered_title_leaves_its_anchor_on_the_page():
    numbered = "\n\n".join(f"{turn}. In year {turn} {BODY * 20}" for turn in range(1, 8))
    last = f"8. Future work of the wardens\n\n{BODY * 40}\n\n9. At the end {BODY * 9}\n"
    source = f"Lamps\n\nBackground\n\n{numbered}\n\n{last}"
    document = import_text(source, name="x")
    page = document.pages[-1]
    assert page.title == "8. Future work of the wardens"
    assert page.markdown.startswith("{#para-8}\n")
    assert [(one.page, one.anchor) for one in document.paragraphs if one.label == "8"] == [(page.slug, "para-8")]


SLUGS = {
    "Some key achievements": "some-key-achievements",
    "72. Future work": "future-work",
    "iv. Plan": "plan",
    "Men's Health & Caf\u00e9 \u0141\u00f3d\u017a": "mens-health-and-cafe-odz",
    "Files": "files-page",
    "": "page",
    "\u062e\u0637\u0629": "page",
    "2024/5 figures": "2024-5-figures",
}


@pytest.mark.parametrize("title", SLUGS)
def test_an_address_is_suggested_for(title):
    assert slug_for(title) == SLUGS[title]


def test_a_long_title_is_cut_at_a_word():
    slug = slug_for("word " * 40)
    assert len(slug) <= 60
    assert slug.endswith("-word")


def test_an_endless_word_is_cut_all_the_same():
    assert len(slug_for("w" * 400)) <= 60
