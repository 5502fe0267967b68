"""A new partnership's folder: empty, valid, and enough for a made-up partnership that is nothing like the first."""

import datetime as dt
from pathlib import Path

import pytest

from webapp.partnership import NumberGroup, Partnership, PartnershipError, create_partnership, load_partnership
from webapp.partnership.content import read_starter_publications, with_sources

LANGUAGES = """[[language]]
code = "cy"
name = "Cymraeg"

[[language]]
code = "en"
name = "English"

[[language]]
code = "ur"
name = "اردو"
direction = "rtl"
awaiting_native_reader = true
"""
OWN_SOURCE = """
[[source]]
key = "cynllun"
title = "Cynllun"
publisher = "Cyngor Aber"
date = 2026-04-01
"""
FIRST_TEXT = """+++
kind = "guidance"
title = "Beth yw partneriaeth"
summary = "Pwy sy'n gweithio gyda'i gilydd."
date = 2026-10-03
+++
## Y tîm

Mae pump yn y tîm.[^cynllun:12]
"""


@pytest.fixture
def empty(tmp_path) -> Path:
    folder = tmp_path / "aber"
    create_partnership(folder, "Aber Ddiogel")
    return folder


@pytest.fixture
def aber(empty) -> Partnership:
    """One town, no wards, Welsh first, then English and Urdu, and a prefix of its own."""
    _change(empty, "settings.toml", '[[language]]\ncode = "en"\nname = "English"\ndirection = "ltr"\n', LANGUAGES)
    _change(empty, "settings.toml", "[contact.email]", '[[town]]\ncode = "aber"\nname = "Aber"\n\n[contact.email]')
    _change(empty, "settings.toml", 'reference_prefix = "AD"', 'reference_prefix = "ABER"')
    _change(
        empty, "sources.toml", '{ en = "paragraph {number}"', '{ cy = "paragraff {number}", en = "paragraph {number}"'
    )
    sources = empty / "sources.toml"
    sources.write_text(sources.read_text(encoding="utf-8") + OWN_SOURCE, encoding="utf-8")
    text = empty / "content" / "publications" / "beth-yw-partneriaeth" / "cy.md"
    text.parent.mkdir(parents=True)
    text.write_text(FIRST_TEXT, encoding="utf-8")
    return load_partnership(empty)


class TestANewFolder:
    def test_it_loads_as_it_is(self, empty):
        partnership = load_partnership(empty)
        assert partnership.name == "Aber Ddiogel"
        assert partnership.reference_prefix == "AD"
        assert partnership.towns == partnership.wards == partnership.localities == partnership.roles == ()
        assert partnership.priorities_on(dt.date(2026, 11, 21)) is None
        assert read_starter_publications(partnership) == ()

    def test_it_says_what_to_fill_in(self, empty):
        checklist = (empty / "CHECKLIST.md").read_text(encoding="utf-8")
        for path in empty.iterdir():
            assert path.name == "CHECKLIST.md" or path.name in checklist

    def test_it_has_every_national_number_and_no_local_one(self, empty, bcp):
        partnership = load_partnership(empty)
        national = {number.key for number in bcp.support_numbers if number.national}
        assert {number.key for number in partnership.support_numbers} == national
        assert partnership.numbers_in(NumberGroup.DANGER_NOW)

    def test_it_has_the_kinds_of_behaviour_with_their_codes(self, empty, bcp):
        partnership = load_partnership(empty)
        assert [one.code for one in partnership.asb.types] == [one.code for one in bcp.asb.types]
        assert all(one.to_confirm for one in partnership.asb.types)

    def test_nothing_of_the_first_partnership_is_in_it(self, empty):
        for path in empty.iterdir():
            words = path.read_text(encoding="utf-8")
            for local in ("Bournemouth", "Poole", "Christchurch", "Dorset", "BCP", "bcpcouncil"):
                assert local not in words, (path.name, local)

    def test_all_that_is_unknown_is_to_be_confirmed(self, empty):
        profile = load_partnership(empty).profile
        assert profile.contact.to_confirm
        assert profile.data_protection_officer.to_confirm
        assert profile.security_contact.to_confirm

    @pytest.mark.parametrize(
        ("name", "prefix"),
        [("Safer Newtown", "SN"), ("safer newtown", "CSP"), ('The "Safe" Coast', "TSC"), ("Été", "CSP")],
    )
    def test_any_name_gives_a_valid_folder(self, tmp_path, name, prefix):
        create_partnership(tmp_path / "new", name)
        partnership = load_partnership(tmp_path / "new")
        assert (partnership.name, partnership.reference_prefix) == (name, prefix)

    def test_a_folder_that_holds_something_is_left_alone(self, empty):
        with pytest.raises(PartnershipError, match="is not empty; give a folder that does not exist yet"):
            create_partnership(empty, "Aber Ddiogel")

    def test_a_partnership_needs_a_name(self, tmp_path):
        with pytest.raises(PartnershipError, match="has no name"):
            create_partnership(tmp_path / "new", "  ")
        assert not (tmp_path / "new").exists()


class TestAMadeUpPartnership:
    def test_it_is_its_own(self, aber):
        assert aber.reference_prefix == "ABER"
        assert [town.code for town in aber.towns] == ["aber"]
        assert [(one.code, one.direction) for one in aber.languages] == [("cy", "ltr"), ("en", "ltr"), ("ur", "rtl")]

    def test_texts_fall_back_to_the_first_language_that_has_them(self, aber):
        assert aber.full_name.in_language("ur").language == "cy"
        assert aber.support_number("emergency").name.in_language("ur").text == "Emergency services"

    def test_its_own_text_has_its_own_source(self, aber):
        (publication,) = read_starter_publications(aber)
        assert list(publication.renditions) == ["cy"]
        markdown = with_sources(aber, publication.renditions["cy"].markdown, "cy")
        assert markdown.endswith(
            "[^cynllun:12]: [Cynllun, 1 Ebrill 2026, paragraff 12](/publications/sources/cynllun/12).\n"
        )


def _change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), encoding="utf-8")
