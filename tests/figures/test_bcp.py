"""The figures that this partnership starts with: as printed, traced, and with nothing added."""

import re
from decimal import Decimal

import pytest

from webapp.partnership import Text
from webapp.partnership.figures import Figure, Kind


@pytest.fixture
def figure(bcp_figures):
    by_slug = {each.slug: each for each in bcp_figures}
    return by_slug.__getitem__


def value(figure: Figure, row: str, column: str) -> Decimal:
    found = figure.row(row).values[column]
    assert isinstance(found, Decimal)
    return found


def texts_of(figure: Figure) -> list[Text]:
    """Every text of a figure."""
    texts = [figure.title, figure.lead, *figure.reading, *figure.doubts, *figure.breaks]
    texts += [said.text for said in figure.statements]
    texts += [figure.period.words] if figure.period.words else []
    texts += [column.name for column in figure.columns]
    for row in figure.rows:
        texts += [row.label, *([row.note] if row.note else [])]
        texts += [each for each in row.values.values() if isinstance(each, Text)]
    return texts


class TestArithmetic:
    """What can be reckoned from the printed numbers agrees with what is printed."""

    def test_the_safe_places_of_the_towns_are_all_safe_places(self, figure):
        places = figure("safe-places")
        towns = [value(places, town, "safe_places") for town in ("bournemouth", "poole", "christchurch")]
        assert towns == [102, 57, 11]
        assert sum(towns) == value(places, "total", "safe_places") == 170

    def test_high_risk_cases_fell_by_thirteen_and_repeats_agree_with_their_share(self, figure):
        cases = figure("marac-cases")
        assert value(cases, "2023-24", "cases") - value(cases, "2024-25", "cases") == 13
        for row, exact in (("2023-24", "21.8"), ("2024-25", "16.1")):
            share = value(cases, row, "repeat_cases") * 100 / value(cases, row, "cases")
            assert round(share, 1) == Decimal(exact)
            assert round(share) == value(cases, row, "repeat_percent")

    def test_cases_a_week_agree_with_cases_and_meetings(self, figure):
        cases = figure("marac-cases")
        weekly = value(cases, "2024-25", "cases") / value(cases, "2024-25", "meetings")
        assert round(weekly) == value(figure("marac-cases-a-week"), "2024-25", "cases_a_week")

    def test_warning_letters_add_up_and_half_are_about_the_street(self, figure):
        letters = figure("warning-letters-2021")
        rows = [row for row in letters.rows if not row.total]
        assert len(rows) == 11
        assert sum(value(letters, row.key, "letters_served") for row in rows) == 70
        assert value(letters, "street", "letters_served") * 2 == value(letters, "total", "letters_served")

    def test_outcomes_of_assaults_agree_with_their_percentages(self, figure):
        assaults = figure("assaults-on-public-workers")
        for row in assaults.rows:
            recorded, positive = value(assaults, row.key, "recorded"), value(assaults, row.key, "positive_outcome")
            assert round(positive * 100 / recorded, 2) == value(assaults, row.key, "positive_outcome_percent")
        assert value(assaults, "total", "recorded") == 316

    def test_the_shares_of_patrol_contacts_agree_with_their_counts(self, figure):
        contacts = figure("patrol-contacts-2021")
        for row in contacts.rows:
            for kind in ("asb", "youth", "drug_alcohol"):
                share = value(contacts, row.key, kind) * 100 / value(contacts, row.key, "contacts")
                assert round(share) == value(contacts, row.key, f"{kind}_percent")

    def test_overlapping_kinds_have_no_total(self, figure):
        assert not [row for row in figure("patrol-contacts-2021").rows if row.total]
        assert not [row for row in figure("prevent-week-sessions").rows if row.total]


class TestTrace:
    def test_every_source_is_known_and_our_own(self, bcp, bcp_figures):
        for figure in bcp_figures:
            for citation in figure.citations():
                source = bcp.source(citation.source)
                assert source.own, f"{figure.slug}: another partnership's figures are not ours"
                assert source.has_place(citation.where)

    def test_every_figure_says_under_which_terms_it_can_be_used(self, bcp_figures):
        assert all(figure.reuse for figure in bcp_figures)

    def test_charts_without_numbers_are_statements_only(self, bcp_figures):
        charts = [figure.slug for figure in bcp_figures if figure.kind is Kind.STATEMENT]
        assert charts == [
            "serious-violence-chart",
            "serious-violence-by-police-section-chart",
            "asb-recorded-by-police-chart",
            "domestic-abuse-crime-chart",
        ]

    @pytest.mark.parametrize(
        ("slug", "word"),
        [
            ("patrol-contacts-2021", "236"),
            ("drug-and-alcohol-project", "87.3%"),
            ("drug-offences-change-since-2019", "which parts"),
            ("recorded-crime-change-2020-21", "lockdown"),
            ("asb-change-2024-25", "June 2024 to May 2025"),
            ("domestic-abuse-crime-chart", "something else"),
            ("serious-violence-chart", "does not list the six"),
            ("assaults-on-public-workers", "not every assault"),
            ("cctv-cameras", "newspaper"),
        ],
    )
    def test_what_the_sources_leave_in_doubt_is_said(self, figure, slug, word):
        assert any(word in str(doubt) for doubt in figure(slug).doubts)


class TestWords:
    def test_every_text_is_in_every_language(self, bcp, bcp_figures):
        codes = [language.code for language in bcp.languages]
        for figure in bcp_figures:
            for text in texts_of(figure):
                assert [wording.language for wording in text.wordings] == codes, f"{figure.slug}: {text}"

    def test_the_same_numbers_stand_in_every_language(self, bcp_figures):
        for figure in bcp_figures:
            for text in texts_of(figure):
                english, *others = (numbers_in(wording.text) for wording in text.wordings)
                for other in others:
                    assert other == english, f"{figure.slug}: {text.wordings}"

    def test_no_emergency_number_stands_inside_words(self, bcp_figures):
        for figure in bcp_figures:
            for text in texts_of(figure):
                assert not re.search(r"\b(999|101|112|18000)\b", " ".join(word.text for word in text.wordings))

    def test_texts_are_calm(self, bcp_figures):
        for figure in bcp_figures:
            assert not any("!" in wording.text for text in texts_of(figure) for wording in text.wordings)

    def test_slugs_can_stand_in_a_page(self, bcp_figures):
        line = re.compile(r"\{figure:([a-z0-9-]+)\}")
        assert all(line.fullmatch(f"{{figure:{figure.slug}}}") for figure in bcp_figures)


def numbers_in(words: str) -> list[str]:
    """The numbers in a text, however the language groups and separates them."""
    plain = re.sub(r"(?<=\d)[\s\u00a0,](?=\d{3}\b)", "", words)
    return sorted(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", plain)))
