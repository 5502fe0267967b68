"""Which way a letter may go, in which language it goes out, and what stands between its brackets: rules alone."""

import pytest

from webapp.casereview.rules.codes import ContactWay, Shows
from webapp.casereview.rules.letters import (
    WRITTEN,
    Tongue,
    WayFault,
    fault_of_way,
    filled,
    missing_from,
    paragraphs,
    tongue_of,
)
from webapp.casereview.rules.records import SafeContact
from webapp.partnership.letters import LetterKind

ALL = SafeContact(
    ways=(ContactWay.EMAIL, ContactWay.POST, ContactWay.TELEPHONE),
    email="quillon@example.org",
    post="4 Madeup Close",
    telephone="01632 960001",
)
MAIL_ALONE = SafeContact(ways=(ContactWay.EMAIL,), email="quillon@example.org")


class TestWays:
    @pytest.mark.parametrize(
        ("way", "contact", "has_words", "fault"),
        [
            (ContactWay.EMAIL, ALL, True, None),
            (ContactWay.EMAIL, ALL, False, WayFault.NO_PAGE),
            (ContactWay.POST, ALL, False, None),
            (ContactWay.TELEPHONE, ALL, False, None),
            (ContactWay.POST, MAIL_ALONE, True, WayFault.NOT_SAFE),
            # An address that we know is no permission.
            (ContactWay.POST, SafeContact(post="4 Madeup Close"), True, WayFault.NOT_SAFE),
            (ContactWay.TELEPHONE, SafeContact(ways=(ContactWay.TELEPHONE,)), True, WayFault.NO_ADDRESS),
            (ContactWay.SUPPORTER, SafeContact(ways=(ContactWay.SUPPORTER,), supporter="Jo"), False, None),
            # Their own page is theirs to open, and reaches nobody else.
            (ContactWay.TRACKER, SafeContact(), True, None),
            (ContactWay.TRACKER, SafeContact(), False, WayFault.NO_PAGE),
            (
                ContactWay.TEXT,
                SafeContact(ways=(ContactWay.TEXT,), telephone="01632 960001"),
                True,
                WayFault.NOT_OFFERED,
            ),
        ],
    )
    def test_a_way_that_was_not_called_safe_is_forbidden(self, way, contact, has_words, fault):
        given = {"kind": LetterKind.OUTCOME, "sees": Shows.FULL, "has_words": has_words}
        assert fault_of_way(way, contact, **given) is fault

    @pytest.mark.parametrize("kind", WRITTEN)
    @pytest.mark.parametrize("sees", [Shows.RECEIPT, Shows.STAGES])
    @pytest.mark.parametrize("way", [ContactWay.POST, ContactWay.TELEPHONE])
    def test_who_is_not_shown_the_case_gets_that_we_have_it_and_nothing_of_substance(self, kind, sees, way):
        fault = fault_of_way(way, ALL, kind=kind, sees=sees, has_words=True)
        assert fault is (None if kind is LetterKind.ACKNOWLEDGEMENT else WayFault.NOT_SHOWN)


class TestLanguage:
    @pytest.mark.parametrize(
        ("wanted", "is_checked", "own", "translated", "translator", "expected"),
        [
            ("en", False, "Because.", "", "", Tongue(language="en")),
            ("pl", True, "Because.", "Ponieważ.", "A. Nowak, Example Ltd", Tongue(language="pl")),
            ("pl", True, "", "", "", Tongue(language="pl")),
            ("pl", False, "Because.", "Ponieważ.", "A. Nowak", Tongue(language="en", is_covered=True)),
            ("pl", True, "Because.", "", "", Tongue(language="en", is_covered=True)),
            # A translation that nobody answers for is none.
            ("pl", True, "Because.", "Ponieważ.", " ", Tongue(language="en", is_covered=True)),
            ("uk", False, "", "", "", Tongue(language="en", is_covered=True)),
        ],
    )
    def test_the_persons_language_only_where_people_checked_all_of_it(
        self, wanted, is_checked, own, translated, translator, expected
    ):
        given = {"is_checked": is_checked, "own": own, "translated": translated, "translator": translator}
        assert tongue_of(wanted, first="en", **given) == expected

    def test_brackets_are_filled_and_what_is_missing_is_seen(self):
        words = filled("By {decide_by}, {reference}. {nonsense}", {"reference": "BCP-1"})
        assert words == "By {decide_by}, BCP-1. {nonsense}"
        assert missing_from(words) == ("decide_by", "nonsense")
        assert paragraphs("One\r\nline\r\n\r\n \n\nTwo") == ("One\nline", "Two")
