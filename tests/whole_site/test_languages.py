"""Every offered language is whole: catalogues, the partnership's texts, starter texts; no number is translated."""

import dataclasses
import gettext
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask_babel import ngettext

from tests.whole_site.expecting import expect_none
from webapp.config import PROJECT
from webapp.kit.request_language import in_language
from webapp.partnership import Partnership, Text, load_partnership
from webapp.partnership.content import StarterPublication, read_starter_publications

TRANSLATIONS = PROJECT / "translations"
PARTNERSHIP = load_partnership("bcp")
FIRST, *OTHERS = (language.code for language in PARTNERSHIP.languages)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]")
# A digit group as people write it: 0808 2000 247, 116-123, 999.
DIGITS = re.compile(r"\d(?:[\d \N{NO-BREAK SPACE}-]*\d)?")
# A proper name can be the same in every language; everything else is translated.
PROPER_NAME = re.compile(r"\.(agencies|controllers)\[[^\]]+\]\.name")
# As Unicode's plural rules (CLDR) list them.
FORMS_IN_ORDER = ("zero", "one", "two", "few", "many", "other")
# Known to everybody, whether or not this partnership lists them.
WELL_KNOWN = {"999", "112", "911", "101", "111", "18000", "55", "116123", "08001111"}


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Catalog:
    """The words that code and templates say now."""
    path = tmp_path_factory.mktemp("words") / "messages.pot"
    subprocess.run(["sh", "tools/extract_messages.sh", str(path)], cwd=PROJECT, check=True)
    return catalogue(path)


@pytest.fixture(scope="module", params=OTHERS)
def language(request) -> tuple[str, Catalog]:
    path = TRANSLATIONS / request.param / "LC_MESSAGES" / "messages.po"
    assert path.is_file(), f"there is no {path.relative_to(PROJECT)}: run make messages"
    return request.param, catalogue(path)


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def ids_of(catalog: Catalog) -> set[tuple[str, str]]:
    return {(message.context or "", first(message.id)) for message in messages(catalog)}


def forms(words: str | tuple[str, ...] | list[str]) -> list[str]:
    """The singular and the plurals of one side of a message."""
    return [words] if isinstance(words, str) else list(words)


def first(words: str | tuple[str, ...]) -> str:
    return forms(words)[0]


def plain_digits(words: str) -> str:
    """The words with every script's digits as 0 to 9."""
    return "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in words)


def numbers_in(words: str) -> set[str]:
    return {re.sub(r"\D", "", group) for group in DIGITS.findall(plain_digits(words))}


def support_numbers(words: str) -> set[str]:
    """Numbers in the words that somebody could call for help."""
    own = {re.sub(r"\D", "", number.number) for number in PARTNERSHIP.support_numbers if number.number}
    return {found for found in numbers_in(words) if found in WELL_KNOWN | own or re.fullmatch(r"0\d{6,}", found)}


class TestCatalogues:
    def test_the_template_holds_what_code_and_templates_say(self, template):
        kept = catalogue(TRANSLATIONS / "messages.pot")
        expect_none(ids_of(template) ^ ids_of(kept), "the template is behind, run make messages:")

    def test_a_catalogue_holds_every_message_and_no_other(self, template, language):
        code, catalog = language
        expect_none(ids_of(template) ^ ids_of(catalog), f"{code} is behind, run make messages:")

    def test_every_message_is_translated(self, language):
        code, catalog = language
        missing = [first(message.id) for message in messages(catalog) if not all(forms(message.string))]
        expect_none(missing, f"not translated into {code}:")

    def test_there_are_as_many_plurals_as_the_language_has(self, language):
        _, catalog = language
        wrong = [
            first(message.id)
            for message in messages(catalog)
            if message.pluralizable and len(message.string) != catalog.num_plurals
        ]
        expect_none(wrong)

    def test_nothing_is_guessed(self, language):
        _, catalog = language
        expect_none(first(message.id) for message in messages(catalog) if message.fuzzy)

    def test_nothing_obsolete_is_kept(self, language):
        _, catalog = language
        expect_none(catalog.obsolete)

    def test_placeholders_agree(self, language):
        code, catalog = language
        expect_none((quarrel for message in messages(catalog) for quarrel in placeholder_quarrels(message)), code)

    def test_a_translation_brings_no_markup(self, language):
        # Jinja takes what gettext answers for safe, so a tag in a translation would be a tag on the page.
        _, catalog = language
        expect_none(
            words
            for message in messages(catalog)
            for words in [*forms(message.id), *forms(message.string)]
            if re.search(r"[<>]|&\w+;", words)
        )

    def test_no_number_for_help_is_in_a_message_or_a_translation(self, template, language):
        code, catalog = language
        said = [words for message in messages(template) for words in forms(message.id)]
        said += [words for message in messages(catalog) for words in forms(message.string)]
        expect_none(
            ((code, *sorted(support_numbers(words)), words) for words in said if support_numbers(words)),
            "pass the number as a placeholder, so that no translation can get it wrong:",
        )

    def test_a_translation_brings_no_number_of_its_own(self, language):
        # It may say one in words: "day and night" for "24 hours".
        code, catalog = language
        expect_none(
            (code, first(message.id), words)
            for message in messages(catalog)
            for words in forms(message.string)
            if numbers_in(words) - set().union(*(numbers_in(original) for original in forms(message.id)))
        )

    def test_a_translation_begins_and_ends_as_the_message_does(self, language):
        code, catalog = language
        expect_none(
            (code, repr(message.id), repr(message.string))
            for message in messages(catalog)
            if not message.pluralizable
            and message.string
            and (message.string != message.string.strip()) != (message.id != message.id.strip())
        )

    def test_only_offered_languages_have_a_catalogue(self):
        assert {path.parent.parent.name for path in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")} == set(OTHERS)


class TestRules:
    """The rules above notice what they are for."""

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("Call 999 now", {"999"}),
            ("Zadzwoń pod 116 123", {"116123"}),
            ("اتصل على ٩٩٩", {"999"}),
            ("0808 2000 247", {"08082000247"}),
            ("0800-555-111", {"0800555111"}),
            ("The plan for 2022 to 2025", set()),
            ("1,234 reports", set()),
        ],
    )
    def test_numbers_for_help_are_found_in_any_script(self, words, found):
        assert support_numbers(words) == found

    @pytest.mark.parametrize(
        ("words", "translated", "quarrels"),
        [
            ("Since %(month)s", "Od %(month)s", 0),
            ("Since %(month)s", "Od %(miesiąc)s", 1),
            ("Since %(month)s", "Od", 1),
            ("All", "100% wszystkich", 0),
            (("%(num)s page", "%(num)s pages"), ("صفحة واحدة", "%(num)s صفحات"), 0),
            (("%(num)s page", "%(num)s pages"), ("%(n)s x", "%(num)s y"), 1),
        ],
    )
    def test_placeholders_that_quarrel_are_found(self, words, translated, quarrels):
        assert len(placeholder_quarrels(Message(words, translated))) == quarrels


def placeholder_quarrels(message: Message) -> list[str]:
    """Translations that lack a placeholder, or bring one that nobody fills."""
    wanted = set().union(*(PLACEHOLDER.findall(words) for words in forms(message.id)))
    quarrels = []
    for words in forms(message.string):
        given = set(PLACEHOLDER.findall(words))
        # A plural form may say its own number in words.
        may_lack = {"num"} if message.pluralizable else set()
        if words and (given - wanted or wanted - given - may_lack):
            quarrels.append(f"{first(message.id)} -> {words}")
        elif wanted and "%" in PLACEHOLDER.sub("", words).replace("%%", ""):
            quarrels.append(f"a bare % breaks: {words}")
    return quarrels


def texts_of(value: object, place: str) -> Iterator[tuple[str, Text]]:
    """Every text in a partnership, with where it stands."""
    if isinstance(value, Text):
        yield place, value
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from texts_of(getattr(value, part.name), f"{place}.{part.name}")
    elif isinstance(value, tuple | list):
        for number, part in enumerate(value):
            name = getattr(part, "key", None) or getattr(part, "code", None) or number
            yield from texts_of(part, f"{place}[{name}]")
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts_of(part, f"{place}[{key}]")


TEXTS = list(texts_of(PARTNERSHIP, "partnership"))


class TestPartnership:
    def test_every_text_is_there_in_every_language(self):
        assert len(TEXTS) > 100
        expect_none(
            (code, place)
            for place, text in TEXTS
            for code in OTHERS
            if not text.has(code) and not (len(text.wordings) == 1 and PROPER_NAME.search(place))
        )

    def test_no_text_holds_a_number_for_help(self):
        expect_none(
            (place, wording.language, wording.text)
            for place, text in TEXTS
            for wording in text.wordings
            if support_numbers(wording.text)
        )

    def test_a_translation_brings_no_number_of_its_own(self):
        expect_none(
            (place, wording.language, wording.text)
            for place, text in TEXTS
            for wording in text.wordings
            if numbers_in(wording.text) - numbers_in(str(text))
        )

    def test_no_text_is_empty_or_shouts(self):
        expect_none(
            (place, wording.text)
            for place, text in TEXTS
            for wording in text.wordings
            if not wording.text.strip() or "!" in wording.text
        )


@pytest.fixture(scope="module")
def publications() -> tuple[StarterPublication, ...]:
    return read_starter_publications(PARTNERSHIP)


class TestStarterTexts:
    def test_every_starter_text_is_there_in_every_language(self, publications):
        assert publications
        expect_none((one.slug, code) for one in publications for code in OTHERS if code not in one.renditions)

    def test_every_rendition_cites_the_same_sources(self, publications):
        expect_none(
            (one.slug, code)
            for one in publications
            for code, rendition in one.renditions.items()
            if set(re.findall(r"\[\^[^\]]+\]", rendition.markdown))
            != set(re.findall(r"\[\^[^\]]+\]", one.renditions[FIRST].markdown))
        )

    def test_every_rendition_names_the_same_numbers_for_help(self, publications):
        expect_none(
            (one.slug, code)
            for one in publications
            for code, rendition in one.renditions.items()
            if support_numbers(rendition.markdown) != support_numbers(one.renditions[FIRST].markdown)
        )

    def test_every_rendition_has_the_same_headings_and_tables(self, publications):
        def outline(markdown: str) -> list[str]:
            return [line.split(" ")[0] for line in markdown.splitlines() if line.startswith(("#", "|"))]

        expect_none(
            (one.slug, code)
            for one in publications
            for code, rendition in one.renditions.items()
            if outline(rendition.markdown) != outline(one.renditions[FIRST].markdown)
        )


def test_a_number_takes_the_form_that_unicode_gives_it(language):
    """The rule in a catalogue's head may count its forms in another order than the translators who filled them."""
    code, catalog = language
    rule = gettext.c2py(catalog.plural_expr)
    form_of = Locale.parse(code).plural_form
    numbers = range(1001)
    order = [form for form in FORMS_IN_ORDER if form in {form_of(number) for number in numbers}]
    expect_none((number, form_of(number)) for number in numbers if order[rule(number)] != form_of(number))


def test_pages_count_as_their_catalogue_does(site, language):
    """Flask-Babel takes the rule of the catalogue that it reads last, and there are two."""
    code, catalog = language
    rule = gettext.c2py(catalog.plural_expr)
    message = next(m for m in messages(catalog) if m.pluralizable and set(PLACEHOLDER.findall(m.id[1])) == {"num"})
    with site.test_request_context(), in_language(code):
        expect_none(
            number
            for number in range(120)
            if ngettext(*message.id, number) != message.string[rule(number)] % {"num": number}
        )


def test_the_walk_finds_texts_wherever_they_stand():
    @dataclasses.dataclass
    class Made:
        words: tuple[Text, ...]
        more: dict[str, Text]

    text = Text(())
    assert [place for place, _ in texts_of(Made((text,), {"a": text}), "x")] == ["x.words[0]", "x.more[a]"]


def test_the_partnership_of_the_tests_is_the_one_that_is_served(site):
    served: Partnership = site.extensions["partnership"]
    assert served == PARTNERSHIP
