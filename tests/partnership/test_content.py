"""The starter texts: each figure has its source, every language says the same, and mistakes end in one sentence."""

import datetime as dt
import re
from itertools import pairwise
from pathlib import Path

import pytest

from webapp.partnership import PartnershipError, load_partnership
from webapp.partnership.content import MARKER, Rendition, read_starter_publications, with_sources

SLUGS = {
    "annual-report-2026-at-a-glance",
    "asb-case-review-explained",
    "asb-powers-explained",
    "cameras-and-patrols-explained",
    "domestic-homicide-reviews-explained",
    "drugs-alcohol-and-safety-explained",
    "how-people-are-kept-from-being-exploited",
    "how-the-partnership-is-run",
    "how-the-work-is-paid-for",
    "how-women-and-girls-are-made-safer",
    "our-priorities",
    "prevent-explained",
    "safe-places-explained",
    "serious-violence-duty-explained",
    "strategy-2022-2025-at-a-glance",
    "unity-promise-explained",
    "what-a-community-safety-partnership-is",
    "what-agencies-do-about-domestic-abuse",
    "what-became-of-the-2022-2025-priorities",
    "what-the-yearly-study-found",
}
EMERGENCY_NUMBERS = re.compile(r"\b(?:999|101|111|18000|18001|08\d\d)\b")
TRANSLATIONS = [(slug, code) for slug in sorted(SLUGS) for code in ("pl", "ar")]
MISTAKES = {
    "no front matter": ("+++\nkind", "kind", "begin the file with a line \\+\\+\\+"),
    "broken front matter": ('kind = "guidance"', "kind = guidance", "between the \\+\\+\\+ are not valid TOML"),
    "a key that means nothing": (
        'kind = "guidance"',
        'kind = "guidance"\nauthor = "x"',
        'the key "author" is not known',
    ),
    "no title": ("title = ", "heading = ", 'the key "title" is missing'),
    "a source that does not exist": (":35]", ":35] [^nobody:1]", 'the source "nobody" is not in sources.toml'),
    "a place that does not exist": (":35]", ":somewhere]", 'has no place "somewhere"'),
    "another partnership's figure": (":35]", ":35] [^dorset-report-2019:2.2]", "is another partnership's"),
    "a helpline that does not exist": (
        "date = 2026-11-21",
        'date = 2026-11-21\nhelplines = ["x"]',
        '"helplines" names "x"',
    ),
}


@pytest.fixture(scope="module")
def publications(bcp):
    return {publication.slug: publication for publication in read_starter_publications(bcp)}


class TestTheTexts:
    def test_all_are_there_in_every_language(self, bcp, publications):
        assert set(publications) == SLUGS
        for publication in publications.values():
            assert list(publication.renditions) == [language.code for language in bcp.languages]

    @pytest.mark.parametrize("slug", sorted(SLUGS))
    def test_each_has_a_day_and_a_day_to_look_again(self, slug, publications):
        publication = publications[slug]
        assert publication.review_by > publication.date
        assert publication.review_by - publication.date < dt.timedelta(days=400)

    @pytest.mark.parametrize("slug", sorted(SLUGS))
    def test_every_figure_has_its_source_beside_it(self, slug, publications):
        for code, rendition in publications[slug].renditions.items():
            for block in _blocks(rendition.markdown):
                words = MARKER.sub("", re.sub(r"\[[^\]]*\]\([^)]*\)", "", block))
                figures = re.findall(r"\d+", re.sub(r"^\d+\. ", "", words))
                assert not figures or MARKER.search(block) or _introduced(rendition, block), (code, block)

    @pytest.mark.parametrize("slug", sorted(SLUGS))
    def test_headings_begin_at_the_second_level_and_leave_none_out(self, slug, publications):
        for rendition in publications[slug].renditions.values():
            levels = [2, *_heading_levels(rendition)]
            assert levels[1] == 2
            assert all(2 <= later <= earlier + 1 for earlier, later in pairwise(levels))

    @pytest.mark.parametrize("slug", sorted(SLUGS))
    def test_they_are_calm_and_hold_no_telephone_number(self, slug, publications):
        for rendition in publications[slug].renditions.values():
            words = MARKER.sub("", f"{rendition.title} {rendition.summary} {rendition.markdown}")
            assert "!" not in words
            assert not EMERGENCY_NUMBERS.search(words)

    @pytest.mark.parametrize("slug", sorted(SLUGS))
    def test_each_source_is_written_out_once(self, slug, bcp, publications):
        for code, rendition in publications[slug].renditions.items():
            marks = {match.group() for match in MARKER.finditer(rendition.markdown)}
            definitions = re.findall(r"^(\[\^[^\]]+\]): \S", with_sources(bcp, rendition.markdown, code), re.MULTILINE)
            assert sorted(definitions) == sorted(marks)

    def test_a_text_about_deaths_begins_with_a_note_and_names_helplines(self, publications):
        reviews = publications["domestic-homicide-reviews-explained"]
        assert reviews.sensitive
        assert "emergency" in reviews.helplines
        for rendition in reviews.renditions.values():
            assert "/help-now" in rendition.markdown.split("\n## ")[0]


class TestTheLanguages:
    @pytest.mark.parametrize(("slug", "code"), TRANSLATIONS)
    def test_they_have_the_same_headings_lists_and_sources(self, slug, code, publications):
        english, other = publications[slug].renditions["en"], publications[slug].renditions[code]
        for measure in (_heading_levels, _list_items, _marks, _figures):
            assert measure(other) == measure(english), measure.__name__

    @pytest.mark.parametrize(("slug", "code"), TRANSLATIONS)
    def test_links_are_those_of_the_first_language(self, slug, code, publications):
        english, other = publications[slug].renditions["en"], publications[slug].renditions[code]
        assert _links(other) == _links(english), "the language's prefix is put before them when they are published"


class TestSources:
    @pytest.mark.parametrize(
        ("code", "note"),
        [
            ("en", "Safer BCP annual report to the Health and Wellbeing Board, 9 March 2026, paragraph 35"),
            ("pl", "Raport roczny Safer BCP dla Health and Wellbeing Board, 9 marca 2026, akapit 35"),
            ("ar", "التقرير السنوي لشراكة Safer BCP إلى مجلس الصحة والرفاه، 9 مارس 2026، الفقرة 35"),
        ],
    )
    def test_a_paragraph_is_written_out_in_the_language(self, bcp, code, note):
        address = "/publications/sources/annual-report-2026/35"
        assert with_sources(bcp, "170[^annual-report-2026:35]", code).endswith(
            f"\n\n[^annual-report-2026:35]: [{note}]({address}).\n"
        )

    def test_a_law_has_its_section_and_its_address(self, bcp):
        written = with_sources(bcp, "[^asb-act-2014:section-104]", "en")
        address = "/publications/sources/asb-act-2014/section-104"
        assert written.endswith(f"[Anti-social Behaviour, Crime and Policing Act 2014, section 104]({address}).\n")

    def test_a_month_is_written_where_the_day_is_not_known(self, bcp):
        assert ", July 2025](" in with_sources(bcp, "[^asb-guidance-2025]", "en")


class TestMistakes:
    @pytest.mark.parametrize("mistake", MISTAKES)
    def test_each_ends_in_one_clear_sentence(self, mistake, folder):
        old, new, sentence = MISTAKES[mistake]
        path = folder / "content" / "publications" / "safe-places-explained" / "en.md"
        words = path.read_text(encoding="utf-8")
        assert old in words
        path.write_text(words.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(PartnershipError, match=sentence):
            read_starter_publications(load_partnership(folder))

    def test_a_text_must_exist_in_the_first_language(self, folder):
        (folder / "content" / "publications" / "our-priorities" / "en.md").unlink()
        with pytest.raises(PartnershipError, match=r"our-priorities: en\.md is missing"):
            read_starter_publications(load_partnership(folder))

    def test_a_folder_has_a_name_that_can_be_an_address(self, folder):
        publications = folder / "content" / "publications"
        (publications / "our-priorities").rename(publications / "Our Priorities")
        with pytest.raises(PartnershipError, match="rename the folder to small letters"):
            read_starter_publications(load_partnership(folder))

    def test_a_file_of_another_encoding(self, folder):
        path = Path(folder / "content" / "publications" / "our-priorities" / "pl.md")
        path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
        with pytest.raises(PartnershipError, match="the file is not UTF-8 text"):
            read_starter_publications(load_partnership(folder))


def _blocks(markdown: str) -> list[str]:
    lines = (line for line in markdown.splitlines() if line.strip() and not line.startswith("#"))
    return [line.strip() for line in lines]


def _introduced(rendition: Rendition, block: str) -> bool:
    """Whether the block is a list item below a sentence that ends in a colon and its source."""
    before = rendition.markdown.split(block)[0].rstrip().splitlines()
    while before and re.match(r"- |\d+\. |$", before[-1]):
        before.pop()
    return bool(before) and re.search(r"\[\^[^\]]+\]:$", before[-1]) is not None


def _heading_levels(rendition: Rendition) -> list[int]:
    return [len(mark) for mark in re.findall(r"^(#+) ", rendition.markdown, re.MULTILINE)]


def _list_items(rendition: Rendition) -> list[str]:
    return re.findall(r"^(-|\d+\.) ", rendition.markdown, re.MULTILINE)


def _marks(rendition: Rendition) -> list[str]:
    return [match.group() for match in MARKER.finditer(rendition.markdown)]


def _links(rendition: Rendition) -> list[str]:
    return re.findall(r"\]\((/[^)]*)\)", rendition.markdown)


def _figures(rendition: Rendition) -> list[str]:
    """The figures without their grouping, which differs between languages, in no order."""
    words = MARKER.sub("", re.sub(r"\]\([^)]*\)", "]", rendition.markdown))
    return sorted(re.sub(r"[ ,]", "", figure) for figure in re.findall(r"\d{1,3}(?:[ ,]\d{3})+|\d+", words))
