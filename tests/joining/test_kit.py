"""The window kit: sheets that fit their paper, whose code leads to the place, and a badge that turns grey in time."""

import io
import re
import unicodedata
from dataclasses import replace
from xml.etree import ElementTree as ET

import flask_babel
import pikepdf
import pypdfium2
import pytest
import time_machine
import zxingcpp

from tests.documents.test_pdf import kinds_of, text_of
from tests.joining.conftest import ANN, DAY, SAFE_PLACE, membership
from tests.joining.mine_pages import at_place, visited
from tests.pango import needs_pango
from webapp.documents.services import pdfs_of
from webapp.joining import queries
from webapp.joining.kit.sheets import address_of, card_page, poster_page
from webapp.joining.rules import LAPSES_AFTER
from webapp.joining.services import lives
from webapp.partnership.current import language_of
from webapp.venues import directory
from webapp.venues import queries as venues
from webapp.venues import services as venue_services
from webapp.venues.rules import GRACE, HiddenBecause
from webapp.venues.schemes import SCHEME_BY_CODE, SchemeCode

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
MILLIMETRE = 72 / 25.4
LETTER_AND_MARKS = 3
A4, A3, A6 = (210, 297), (297, 420), (105, 148)
LONG_NAME = (
    "The Very Old and Rather Long-named Made-up Arms at the Corner of Made-up Street"
    " and Another Made-up Lane, Westbourne"
)


def sizes_of(pdf: bytes) -> list[tuple[int, int]]:
    """The pages in millimetres."""
    return [tuple(round(each / MILLIMETRE) for each in page.get_size()) for page in pypdfium2.PdfDocument(pdf)]


def codes_on(pdf: bytes) -> list[list[str]]:
    """What a scanner reads on each page, from the picture that a printer would print."""
    pictures = [page.render(scale=2).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]
    return [[code.text for code in zxingcpp.read_barcodes(picture)] for picture in pictures]


@pytest.fixture
def venue(on_the_list):
    return venues.get_by_id(queries.get_premises(on_the_list()).venue_id)


@needs_pango
class TestSheets:
    @pytest.fixture
    def made(self, venue) -> list[bytes]:
        """A poster in A4, one in A3 and three languages with a long name, and a card: by one start of the child."""
        english, polish, arabic = (language_of(code) for code in ("en", "pl", "ar"))
        safe, unity = (SCHEME_BY_CODE[code] for code in SchemeCode)
        longest = replace(venue, content=replace(venue.content, name=LONG_NAME))
        return pdfs_of(
            [
                poster_page(venue, unity, size="a4", languages=[english]),
                poster_page(longest, safe, size="a3", languages=[english, polish, arabic]),
                card_page(longest, safe, languages=[arabic, english]),
            ]
        )

    def test_each_fits_its_paper_and_its_code_leads_to_the_place(self, made, venue):
        assert [sizes_of(each) for each in made] == [[A4], [A3], [A6, A6]]
        own = [address_of(venue.slug)]
        assert own[0].endswith(f"/venues/{venue.slug}")
        assert [codes_on(each) for each in made] == [[own], [own], [own, own]]

    def test_their_words_can_be_selected_and_are_tagged_for_who_cannot_see_them(self, made, venue):
        first, second, card = made
        assert "You can ask for help here." in " ".join(text_of(first).split())
        assert "Unity Promise" in text_of(first)
        assert " ".join(text_of(second).split()).count("Westbourne") == 1
        assert "Call 999" in text_of(card)
        for pdf_bytes in made:
            with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
                assert pdf.Root.MarkInfo.Marked
                assert str(pdf.docinfo["/Title"])
                kinds = kinds_of(pdf.Root.StructTreeRoot["/K"], [])
                assert {"/H1", "/P", "/Figure"} <= set(kinds)
                assert all(each.Alt for each in figures_in(pdf.Root.StructTreeRoot["/K"]))

    def test_nothing_stands_upon_anything_else(self, made):
        """The lines of words keep clear of each other on every sheet."""
        for pdf in made:
            for page in pypdfium2.PdfDocument(pdf):
                boxes = words_on(page)
                crossing = [(a, b) for a in boxes for b in boxes if a is not b and overlap(a, b)]
                assert crossing == []


class TestOnlyWhileListed:
    @needs_pango
    def test_the_kit_is_there_while_the_place_is_listed_and_not_after(self, client, on_the_list, now):
        premises_id = on_the_list()
        due = membership(premises_id).check_due_on
        with time_machine.travel(now + 3 * DAY, tick=False) as clock:
            visited(client)
            answer = client.response(at_place(premises_id, "poster.pdf?size=a3&language=pl"))
            assert answer.mimetype == "application/pdf"
            assert answer.headers["Content-Disposition"] == 'attachment; filename="poster-a3.pdf"'
            assert answer.headers["Cache-Control"] == "no-store"
            clock.move_to(now.replace(year=due.year, month=due.month, day=due.day) + GRACE)
            visited(client)
            for name in ("poster.pdf", "staff-card.pdf"):
                answer = client.response(at_place(premises_id, name))
                assert (answer.status_code, answer.headers["Location"]) == (303, at_place(premises_id))
            page = client.get(at_place(premises_id))
            assert "only while your place is on the list" in page.text
            assert "poster.pdf" not in page.text

    def test_the_page_offers_the_sheets_and_the_lines_for_the_badge(self, client, on_the_list, now):
        premises_id = on_the_list()
        with time_machine.travel(now + 3 * DAY, tick=False):
            visited(client)
            page = client.get(at_place(premises_id))
        assert f"{at_place(premises_id)}/poster.pdf" in page.text
        assert f"{at_place(premises_id)}/staff-card.pdf" in page.text
        assert "&lt;a href=&#34;http://localhost:5000/venues/the-made-up-arms&#34;&gt;" in page.text
        assert "/venues/the-made-up-arms/badge/safe-place.svg" in page.text


class TestBadge:
    def test_it_is_a_picture_that_leads_to_the_listing_and_that_other_sites_may_show(self, client, venue):
        answer = client.response(f"/venues/{venue.slug}/badge/safe-place.svg")
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in answer.headers
        assert int(re.search(r"max-age=(\d+)", answer.headers["Cache-Control"])[1]) <= 60
        picture = ET.fromstring(answer.get_data())  # noqa: S314 - our own
        [link] = picture.iter("{http://www.w3.org/2000/svg}a")
        assert link.get("href") == address_of(venue.slug)
        assert "On the list" in "".join(picture.itertext())
        assert not [each for each in picture.iter() if each.tag.endswith("script")]

    def test_a_browser_that_asks_again_may_go_on_showing_it(self, client, venue):
        address = f"/venues/{venue.slug}/badge/safe-place.svg"
        etag = client.response(address).headers["ETag"]
        for _ in range(2):
            answer = client.response(address, headers={"If-None-Match": etag})
            assert answer.status_code == 304
            assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"

    def test_it_is_grey_in_the_same_moment_in_which_the_place_is_off_the_list(self, client, venue, now):
        def is_grey() -> bool:
            words = client.response(f"/venues/{venue.slug}/badge/safe-place.svg").get_data(as_text=True)
            assert ("Not on the list now" in words) == ("#5a5a5a" in words)
            return "#5a5a5a" in words

        assert not is_grey()
        venue_services.hide(venue.id, because=HiddenBecause.SAFETY, by=ANN, at=now + 3 * DAY)
        assert is_grey()

    def test_it_is_grey_by_the_clock_and_for_a_scheme_that_does_not_list_the_place(self, client, venue):
        due = next(each.check_due_on for each in venue.memberships)
        words = client.response(f"/venues/{venue.slug}/badge/unity-promise.svg").get_data(as_text=True)
        assert "#5a5a5a" in words
        for days, colour in ((GRACE - DAY, "#0e4a5c"), (GRACE, "#5a5a5a"), (LAPSES_AFTER, "#5a5a5a")):
            with time_machine.travel(f"{due + days} 12:00", tick=False):
                lives.lapse_all(today=due + days, at=directory_now())
                directory.forget()
                words = client.response(f"/venues/{venue.slug}/badge/safe-place.svg").get_data(as_text=True)
                assert colour in words

    def test_a_place_that_nobody_ever_saw_and_an_unknown_scheme_have_none(self, client, taken, venue):
        hidden = taken(replace(SAFE_PLACE, name="Never Seen"))
        slug = venues.get_by_id(queries.get_premises(hidden).venue_id).slug
        for path in (f"/venues/{slug}/badge/safe-place.svg", f"/venues/{venue.slug}/badge/none.svg"):
            client.get(path, status=404)

    def test_it_comes_in_the_language_of_its_address(self, client, venue):
        # The tests' own application context has chosen a language already.
        flask_babel.refresh()
        words = client.response(f"/ar/venues/{venue.slug}/badge/safe-place.svg").get_data(as_text=True)
        assert "مكان" in words
        # Read from the right, it begins at the other edge; a long name is smaller, so that the sign holds it.
        assert 'direction="rtl"' in words
        assert re.findall(r'<text x="(\d+)" y="\d+" font-size="(\d+)"', words) == [("208", "13"), ("208", "14")]


def directory_now():
    from webapp.kit.clock import utc_now

    return utc_now()


def figures_in(element) -> list[pikepdf.Object]:
    """The pictures of a structure tree."""
    if isinstance(element, pikepdf.Array):
        return [found for each in element for found in figures_in(each)]
    if not isinstance(element, pikepdf.Dictionary):
        return []
    own = [element] if element.get("/S") == "/Figure" else []
    return own + (figures_in(element["/K"]) if "/K" in element else [])


def words_on(page) -> list[tuple[float, float, float, float]]:
    """The boxes of a page's lines of words: left, bottom, right, top; marks above letters belong to their line."""
    text = page.get_textpage()
    boxes = [text.get_rect(number) for number in range(text.count_rects())]
    return [each for each in boxes if not is_mark("".join(text.get_text_bounded(*each).split()))]


def is_mark(words: str) -> bool:
    """Whether a box holds one letter with its mark, which a font may draw apart from its line."""
    return len(unicodedata.normalize("NFD", words)) <= LETTER_AND_MARKS and any(map(unicodedata.combining, words))


def overlap(a, b) -> bool:
    """Whether two boxes cover each other by more than the tails of letters."""
    across = min(a[2], b[2]) - max(a[0], b[0])
    up = min(a[3], b[3]) - max(a[1], b[1])
    return across > 1 and up > 0.4 * min(a[3] - a[1], b[3] - b[1])
