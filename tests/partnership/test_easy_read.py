"""Easy Read texts: one idea and one picture a row, pictures that exist, and mistakes that end in one sentence."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest

from webapp.config import PROJECT
from webapp.partnership import PartnershipError, load_partnership
from webapp.partnership.content import read_starter_publications
from webapp.partnership.easy_read import PICTURES, read_easy_read, read_easy_read_pages

LONGEST_SENTENCE = 15
SENTENCES_AT_MOST = 3
DRAWINGS = PROJECT / "static" / "src" / "images" / "easy-read.svg"
KEY_PUBLICATIONS = {
    "asb-case-review-explained",
    "safe-places-explained",
    "what-a-community-safety-partnership-is",
}
MISTAKES = {
    "a picture that does not exist": (
        'picture = "shop"',
        'picture = "castle"',
        'there is no picture "castle"; use one',
    ),
    "no picture": ('picture = "shop"\n', "", 'the key "picture" is missing'),
    "a picture without words for those who do not see it": ('alt = "A shop"\n', "", 'the key "alt" is missing'),
    "a link without words": ('link_words = "Get help now"\n', "", '"link" and "link_words" belong together'),
    "a link to another site": ('link = "/help-now/easy-read"', 'link = "//example.com"', "give a page of this site"),
    "a number that does not exist": ('picture = "shop"', 'picture = "shop"\nnumber = "x"', '"number" names "x"'),
    "a key that means nothing": ('picture = "shop"', 'picture = "shop"\nsize = "x"', 'the key "size" is not known'),
}


@pytest.fixture(scope="module")
def texts(bcp):
    """Every Easy Read text by page and language."""
    pages = {f"pages/{name}": by_language for name, by_language in read_easy_read_pages(bcp).items()}
    publications = read_starter_publications(bcp)
    return pages | {one.slug: one.easy_reads for one in publications if one.easy_reads}


class TestTheTexts:
    def test_the_key_pages_have_one(self, texts):
        assert KEY_PUBLICATIONS | {"pages/help-now", "pages/safe-places", "pages/case-review"} <= set(texts)

    def test_sentences_are_short_and_few(self, texts):
        long = [
            f"{page}/{code}: {row.words}"
            for page, by_language in texts.items()
            for code, text in by_language.items()
            for row in text.rows
            if len(sentences := _sentences(row.words)) > SENTENCES_AT_MOST
            or any(len(sentence.split()) > LONGEST_SENTENCE for sentence in sentences)
        ]
        assert long == []

    def test_they_are_calm_and_hold_no_figures(self, texts):
        for by_language in texts.values():
            for text in by_language.values():
                for row in text.rows:
                    assert not re.search(r"[!\d]", f"{row.heading or ''} {row.words} {row.alt}"), row

    def test_every_picture_says_the_same_wherever_it_stands(self, texts):
        said: dict[tuple[str, str], set[str]] = {}
        for by_language in texts.values():
            for code, text in by_language.items():
                for row in text.rows:
                    said.setdefault((code, row.picture), set()).add(row.alt)
        assert {key: alts for key, alts in said.items() if len(alts) > 1} == {}

    def test_other_languages_have_the_same_rows(self, texts):
        for page, by_language in texts.items():
            first, *others = by_language.values()
            for other in others:
                assert [_frame(row) for row in other.rows] == [_frame(row) for row in first.rows], page


class TestThePictures:
    def test_the_drawings_are_those_that_a_text_may_name(self):
        symbols = ET.parse(DRAWINGS).getroot()  # noqa: S314 - our own file
        assert {symbol.get("id") for symbol in symbols} == PICTURES

    def test_a_drawing_takes_its_colours_from_the_page(self):
        colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', DRAWINGS.read_text(encoding="utf-8")))
        assert colours <= {"var(--tint)", "currentColor", "none"}


class TestMistakes:
    @pytest.mark.parametrize("mistake", MISTAKES)
    def test_each_ends_in_one_clear_sentence(self, mistake, folder):
        old, new, sentence = MISTAKES[mistake]
        path = folder / "content" / "publications" / "safe-places-explained" / "easy-read" / "en.toml"
        words = path.read_text(encoding="utf-8")
        assert old in words
        path.write_text(words.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(PartnershipError, match=re.escape(sentence)):
            read_starter_publications(load_partnership(folder))

    def test_a_text_without_rows(self, folder):
        path = folder / "content" / "pages" / "help-now" / "easy-read" / "en.toml"
        path.write_text('title = "Help"\nsummary = "Help."\nmade_on = 2026-11-21\n', encoding="utf-8")
        with pytest.raises(PartnershipError, match="there are no rows"):
            read_easy_read_pages(load_partnership(folder))

    def test_a_text_must_exist_in_the_first_language(self, folder):
        easy_read = folder / "content" / "pages" / "help-now" / "easy-read"
        (easy_read / "en.toml").rename(easy_read / "pl.toml")
        with pytest.raises(PartnershipError, match=r"help-now/easy-read/en\.toml: the file is missing"):
            read_easy_read_pages(load_partnership(folder))


def test_a_page_without_one_has_none(bcp):
    assert read_easy_read(bcp, bcp.folder / "content" / "publications" / "our-priorities") == {}


def test_each_says_from_which_day_its_source_is(texts):
    assert all(isinstance(text.made_on, dt.date) for by_language in texts.values() for text in by_language.values())


def _sentences(words: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.?؟])\s+", words) if sentence]


def _frame(row) -> tuple[object, ...]:
    return row.picture, row.number, row.link, row.heading is None
