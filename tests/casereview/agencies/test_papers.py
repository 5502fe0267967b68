"""Papers for an agency: what is left of a case once an officer has looked at it, confirmed for that agency alone."""

import datetime as dt
import io

import pikepdf
import pypdfium2
import pytest

from tests.casereview.agencies.agency_things import (
    TODAY,
    a_partner,
    block,
    items,
    key_of,
    partner_of,
)
from tests.casereview.conftest import NAME, WORDS, row_of
from tests.pango import needs_pango
from webapp.audit.actors import Actor
from webapp.casereview.agencies import (
    chronology,
    packs,
)
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies.chronology import NewEntry
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.items import PACK_KIND
from webapp.casereview.agencies.packs import Choice
from webapp.casereview.desk.agencies import paper
from webapp.casereview.rules.agency_codes import Fault, Part
from webapp.documents.services import pdf_of
from webapp.kit.errors import NotFoundError

pytestmark = pytest.mark.usefixtures("app_context")


class TestPapers:
    ALL = tuple(Part)

    def propose(self, case_id, lead, *, is_first=False, **changes):
        choice = Choice(**{"parts": self.ALL, **changes})
        return choice, packs.propose(
            case_id, "police", choice, by=Actor.officer(lead.id), key=None, today=TODAY, is_first=is_first
        )

    def test_what_points_at_a_person_is_taken_out_and_what_was_confirmed_stays(self, led_case, lead):
        police, fire = a_partner(), a_partner("fire")
        key = key_of(police)
        chronology.add(
            led_case,
            NewEntry(happened_on=dt.date(2026, 2, 1), words="Ring 07700 900123 and ask for the zorplinger."),
            by=Actor.officer(lead.id),
            today=TODAY,
        )
        _, first = self.propose(led_case, lead, is_first=True)
        assert "07700 900123" in str(first.lines)
        assert "07700 900123" not in str(first.shown)
        by, codes = Actor.officer(lead.id), tuple(each.code for each in first.offered)
        slip, looked = self.propose(led_case, lead, taken=codes, typed="zorplinger\nzorplinker")
        assert looked.missing == ("zorplinker",)
        # A slip in a name would leave the name in.
        with pytest.raises(RefusedError, match=Fault.NOWHERE):
            packs.make(led_case, "police", slip, seen=looked.seen, by=by, key=None, today=TODAY)
        choice, shown = self.propose(led_case, lead, taken=codes, typed="zorplinger")
        assert "zorplinger" not in str(shown.shown)
        made = packs.make(led_case, "police", choice, seen=shown.seen, by=by, key=None, today=TODAY)
        read = packs.read_for(partner_of(police), made, key=key)
        assert read.lines == shown.shown
        assert Part.CHRONOLOGY in read.parts
        assert not any(word in str(read) for word in (NAME, "07700", "zorplinger", "Varnok", "quillon@example.org"))
        assert items(PACK_KIND) == []
        with pytest.raises(NotFoundError):
            packs.read_for(partner_of(fire), made, key=None)
        packs.withdraw(led_case, made, by=by, today=TODAY)
        with pytest.raises(NotFoundError):
            packs.read_for(partner_of(police), made, key=key)

    def test_only_what_was_drawn_is_confirmed_and_only_for_that_agency(self, led_case, lead):
        by = Actor.officer(lead.id)
        row = NewEntry(happened_on=None, words="Ring 07700 900123.")
        chronology.add(led_case, row, by=by, today=TODAY)
        _, first = self.propose(led_case, lead, is_first=True)
        left_in = Choice(parts=self.ALL, taken=())
        taken = Choice(parts=self.ALL, taken=tuple(each.code for each in first.offered))
        for choice, agency in ((left_in, "police"), (taken, "fire")):
            with pytest.raises(RefusedError, match=Fault.CHANGED):
                packs.make(led_case, agency, choice, seen=first.seen, by=by, key=None, today=TODAY)
        packs.make(led_case, "police", taken, seen=first.seen, by=by, key=None, today=TODAY)

    def test_papers_are_numbered_and_have_a_reference_of_their_own(self, led_case, lead):
        a_partner()
        by = Actor.officer(lead.id)
        choice, shown = self.propose(led_case, lead)
        for _ in range(2):
            packs.make(led_case, "police", choice, seen=shown.seen, by=by, key=None, today=TODAY)
        found = reads.list_packs(led_case)
        assert [each.number for each in found] == [2, 1]
        assert {item.label for item in items(PACK_KIND)} == {each.reference for each in found}
        assert row_of(led_case).reference not in {each.reference for each in found}

    def test_a_text_that_nobody_looked_at_is_not_confirmed_nor_given_to_who_is_blocked(self, led_case, lead):
        choice, shown = self.propose(led_case, lead)
        assert WORDS in str(shown.shown)
        by = Actor.officer(lead.id)
        chronology.add(led_case, NewEntry(happened_on=None, words="New since."), by=by, today=TODAY)
        with pytest.raises(RefusedError, match=Fault.CHANGED):
            packs.make(led_case, "police", choice, seen=shown.seen, by=by, key=None, today=TODAY)
        block(led_case, agency="police")
        with pytest.raises(RefusedError, match=Fault.BLOCKED):
            packs.make(led_case, "police", choice, seen=shown.seen, by=by, key=None, today=TODAY)


@needs_pango
def test_they_are_one_tagged_file_with_what_was_confirmed_on_as_many_pages_as_it_takes(app, led_case, lead):
    by = Actor.officer(lead.id)
    for number in range(40):
        row = NewEntry(
            happened_on=dt.date(2026, 2, 1), words=f"Row {number}: call 07700 900123. " + "It was loud. " * 20
        )
        chronology.add(led_case, row, by=by, today=TODAY)
    choice = Choice(parts=tuple(Part))
    first = packs.propose(led_case, "police", choice, by=by, key=None, today=TODAY, is_first=True)
    chosen = Choice(parts=tuple(Part), taken=tuple(each.code for each in first.offered))
    made = packs.make(led_case, "police", chosen, seen=first.seen, by=by, key=None, today=TODAY)
    with app.test_request_context("/desk"):
        page = paper.pack_page(packs.read(led_case, made, by=by, key=None))
    file = pdf_of(page)
    with pikepdf.open(io.BytesIO(file)) as pdf:
        assert len(pdf.pages) > 2
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
    pages = pypdfium2.PdfDocument(file)
    text_in_it = "\n".join(sheet.get_textpage().get_text_bounded() for sheet in pages)
    assert "[telephone number]" in text_in_it
    assert not any(word in text_in_it for word in ("900123", NAME, row_of(led_case).reference))
