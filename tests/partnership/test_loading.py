"""Loading a partnership's folder, and the sentence that each mistake in it ends with."""

import time

import pytest

from webapp.partnership import PartnershipError, load_partnership

MISTAKES = {
    "a misspelt key": (
        "settings.toml",
        'exit_name = "BBC Weather"',
        'exit_nam = "BBC Weather"',
        'settings.toml: the key "exit_name" is missing; add it',
    ),
    "a key that means nothing": (
        "settings.toml",
        'ons_code = "E06000058"',
        'ons_cod = "E06000058"',
        'settings.toml \\[area\\]: the key "ons_cod" is not known here; remove it or use one of: .*ons_code',
    ),
    "a wrong type": (
        "support_numbers.toml",
        "emergency = true",
        'emergency = "yes"',
        'support_numbers.toml \\[\\[number\\]\\] "emergency": "emergency" cannot be used; give it true or false',
    ),
    "an empty value": (
        "settings.toml",
        'name = "Safer BCP"',
        'name = " "',
        '"name" is empty; write something',
    ),
    "words in no language that is offered": (
        "settings.toml",
        'name = { en = "Poole", pl = "Poole", ar = ',
        "name = { fr = ",
        '\\[\\[town\\]\\] "poole": "name" has no words in a language of settings.toml; add en',
    ),
    "a language that is no code": (
        "settings.toml",
        'name = { en = "Poole", pl = "Poole"',
        'name = { en = "Poole", Polish = "Poole"',
        'has the language "Polish"; use a code like "en"',
    ),
    "no language at all": ("settings.toml", "[[language]]", "[[tongue]]", 'the key "tongue"|there is no language'),
    "a wrong direction": ("settings.toml", '"rtl"', '"right"', '"direction" is "right"; use one of: ltr, rtl'),
    "a wrong reference prefix": (
        "settings.toml",
        'reference_prefix = "BCP"',
        'reference_prefix = "bcp-1"',
        "use 2 to 6 capital letters",
    ),
    "a wrong colour": (
        "settings.toml",
        "[brand]",
        '[brand.colours]\nbrand = "teal"\n[brand.old]',
        "write the colour like #0e4a5c",
    ),
    "a logo that is not there": (
        "settings.toml",
        "[brand]",
        '[brand]\nlogo = "logo.svg"',
        "there is no file logo.svg in the folder; add it or remove the line",
    ),
    "a fact confirmed without a value": (
        "settings.toml",
        "[contact.email]\nto_confirm = true",
        "[contact.email]\nto_confirm = false",
        'there is no "value", so it cannot be confirmed',
    ),
    "an address without https": (
        "agencies.toml",
        '"https://www.dorset.police.uk"',
        '"www.dorset.police.uk"',
        "give an address that begins with https://",
    ),
    "one key twice": (
        "agencies.toml",
        'key = "police"',
        'key = "council"',
        'two \\[\\[agency\\]\\] have the key "council"',
    ),
    "an unknown agency": (
        "board.toml",
        'agency = "fire"',
        'agency = "fires"',
        'board.toml: it names "fires", which is not in agencies.toml; add it there or correct the name',
    ),
    "an unknown police force": (
        "settings.toml",
        'police = "police"',
        'police = "metropolitan"',
        'it names "metropolitan", which is not in agencies.toml',
    ),
    "an unknown support number": (
        "asb_types.toml",
        'number = "police_101"',
        'number = "police_102"',
        'it names "police_102", which is not in support_numbers.toml',
    ),
    "an unknown route": (
        "asb_types.toml",
        'routes = ["police", "crimestoppers"]',
        'routes = ["sheriff"]',
        'the type "drugs" names "sheriff"; add a \\[\\[route\\]\\] with that key',
    ),
    "an unknown source": (
        "duties.toml",
        'source = "annual-report-2026"',
        'source = "annual-report-2062"',
        'the source "annual-report-2062" is not in sources.toml',
    ),
    "an unknown place in a source": (
        "duties.toml",
        'where = "6"',
        'where = "six"',
        '"annual-report-2026" has no place "six"; give a paragraph number or add a section',
    ),
    "another partnership's fact": (
        "duties.toml",
        'source = "annual-report-2026", where = "6"',
        'source = "dorset-report-2019"',
        "is another partnership's; its facts are not ours",
    ),
    "a date in quotation marks": (
        "priorities.toml",
        "starts = 2025-10-01",
        'starts = "2025-10-01"',
        '"starts" cannot be used; give it a date like 2026-10-03',
    ),
    "an end before the beginning": (
        "priorities.toml",
        "ends = 2025-09-30",
        "ends = 2024-09-30",
        '"ends" is before "starts"',
    ),
    "a number inside the words": (
        "support_numbers.toml",
        "Free, day and night",
        "Free, or text 999",
        "a number stands inside the words; move it",
    ),
    "an emergency number without a number": (
        "support_numbers.toml",
        'number = "999"\npress = "55"',
        'press = "55"',
        'the state is "ok" but there is no number',
    ),
    "a number without digits": (
        "support_numbers.toml",
        'number = "116 123"',
        'number = "to be confirmed"',
        'the number "to be confirmed" has no digits',
    ),
    "a state that does not exist": (
        "support_numbers.toml",
        'state = "conflict"',
        'state = "unsure"',
        "use one of: ok, unconfirmed, conflict",
    ),
    "a paragraph wording without its number": (
        "sources.toml",
        "paragraph {number}",
        "paragraph",
        "needs {number} in every language",
    ),
    "broken TOML": ("board.toml", "[[role]]", "[[role]", "board.toml: this is not valid TOML .*; correct it there"),
    "an unknown town": ("wards.csv", ",poole", ",Poole", 'wards.csv: it names "Poole", which is not in settings.toml'),
    "a ward twice": ("wards.csv", "E05012650", "E05012649", 'wards.csv line 3: the code "E05012649" stands twice'),
    "a wrong heading": (
        "wards.csv",
        "code,name,town",
        "code;name;town",
        "the first line must name the columns code, name, town",
    ),
    "a column too many": (
        "wards.csv",
        "Winton East,",
        "Winton, East,",
        "line 34: it has too many or too few columns; give it 3",
    ),
    "a place off the map": ("localities.csv", "50.7205", "150.7205", "line 2: the latitude is 150.7205; give degrees"),
    "a place without a position": (
        "localities.csv",
        "50.7205",
        "north",
        'line 2: the latitude is "north"; give degrees',
    ),
    "a locality in an unknown ward": (
        "wards.csv",
        "Winton East",
        "Winton West",
        'localities.csv: it names "Winton East"',
    ),
    "no words": ("settings.toml", 'pl = "Poole"', 'pl = ""', '"name" has no words for "pl"; write them'),
    "a holiday that is no day": ("holidays.csv", "2026-12-25", "25.12.2026", 'the date is "25.12.2026"; write it like'),
}


class TestTheFolderThatComesWithTheCode:
    def test_it_loads_by_its_name(self, bcp):
        assert bcp.name == "Safer BCP"
        assert bcp.reference_prefix == "BCP"
        assert [language.code for language in bcp.languages] == ["en", "pl", "ar"]
        assert [town.code for town in bcp.towns] == ["bournemouth", "christchurch", "poole"]

    def test_it_loads_in_a_moment(self):
        def seconds() -> float:
            begun = time.perf_counter()
            load_partnership("bcp")
            return time.perf_counter() - begun

        assert min(seconds() for _ in range(3)) < 0.15

    def test_council_and_police_are_agencies(self, bcp):
        assert bcp.agency(bcp.profile.council).responsible_authority
        assert bcp.agency(bcp.profile.police).case_review_body

    def test_an_unknown_key_is_a_key_error(self, bcp):
        with pytest.raises(KeyError, match="nobody"):
            bcp.agency("nobody")

    def test_a_link_that_is_not_named_is_none(self, bcp):
        assert bcp.link("council") == "https://www.bcpcouncil.gov.uk"
        assert bcp.link("weather") is None


class TestMistakes:
    @pytest.mark.parametrize("mistake", MISTAKES)
    def test_each_ends_in_one_clear_sentence(self, mistake, folder, change):
        file, old, new, sentence = MISTAKES[mistake]
        change(file, old, new)
        with pytest.raises(PartnershipError, match=sentence) as error:
            load_partnership(folder)
        assert "\n" not in str(error.value)

    def test_a_folder_that_does_not_exist(self):
        with pytest.raises(PartnershipError, match=r"nowhere: there is no settings\.toml; set PARTNERSHIP"):
            load_partnership("nowhere")

    def test_a_file_that_is_missing(self, folder):
        (folder / "agencies.toml").unlink()
        with pytest.raises(PartnershipError, match=r"agencies\.toml: the file is missing"):
            load_partnership(folder)

    def test_a_table_of_another_encoding(self, folder):
        (folder / "wards.csv").write_bytes("code,name,town\nX,Caf\xe9,poole\n".encode("latin-1"))
        with pytest.raises(PartnershipError, match=r"wards\.csv: the file is not UTF-8 text"):
            load_partnership(folder)

    def test_wards_localities_and_holidays_may_be_left_out(self, folder):
        for name in ("localities.csv", "wards.csv", "holidays.csv"):
            (folder / name).unlink()
        partnership = load_partnership(folder)
        assert (partnership.wards, partnership.localities, partnership.holidays) == ((), (), ())

    def test_words_in_a_language_that_is_not_offered_are_left_alone(self, folder, change):
        change(
            "settings.toml",
            '[[language]]\ncode = "ar"\nname = "العربية"\ndirection = "rtl"\nawaiting_native_reader = true\n',
            "",
        )
        partnership = load_partnership(folder)
        assert not partnership.full_name.has("ar")
        assert partnership.full_name.has("pl")
