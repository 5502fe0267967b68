"""What the public reads of members: their commitments once they are listed, two counts, and where to say a concern."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from tests.client import PageClient, words_of
from tests.filling import OWN, fill
from tests.joining.conftest import ANN, DAY, PREMISES, SAFE_PLACE, membership
from tests.listed import put_on_list
from webapp.database import db
from webapp.joining import queries
from webapp.joining.records import SaidOfCommitment
from webapp.joining.services import commitments
from webapp.venues import queries as venues
from webapp.venues.commitments import CommitmentState
from webapp.venues.models import VenueReport
from webapp.venues.rules import Problem
from webapp.venues.schemes import SchemeCode

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
SAID = (
    SaidOfCommitment(code="welcome", state=CommitmentState.IN_PLACE, evidence="We <b>tell</b> \u202enew staff."),
    SaidOfCommitment(code="call", state=CommitmentState.PLANNED, planned_by=dt.date(2027, 3, 1), evidence="Canary"),
)


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now + 3 * DAY, tick=False):
        yield


@pytest.fixture
def listed_place(on_the_list, now):
    """A listed place that said something of two commitments."""
    premises_id = on_the_list(replace(SAFE_PLACE, commitments=()))
    commitments.put_commitments(membership(premises_id).id, SAID, by=ANN, at=now + 3 * DAY)
    return premises_id


def slug_of(premises_id) -> str:
    db.session.expire_all()
    return venues.get_by_id(queries.get_premises(premises_id).venue_id).slug


class TestCommitments:
    def test_a_listed_place_shows_how_far_it_is(self, client, listed_place):
        page = client.get(f"/venues/{slug_of(listed_place)}")
        assert "What this place promises" in page.words("h2")
        said = next(words_of(each) for each in page.all("section") if each.get("aria-labelledby") == "promises")
        assert "A welcome In place" in said
        assert "A call Planned" in said
        assert "Planned by 1 March 2027." in said

    def test_what_it_shows_for_it_is_public_once_an_officer_has_seen_it_and_harmless_then(
        self, client, listed_place, now
    ):
        address = f"/venues/{slug_of(listed_place)}"
        assert "new staff" not in client.get(address).text
        commitments.note_evidence_seen(membership(listed_place).id, "welcome", by=ANN, at=now + 3 * DAY)
        page = client.get(address)
        assert "We &lt;b&gt;tell&lt;/b&gt;" in page.text
        assert '<q dir="auto">' in page.text
        assert "An officer saw this on 24 November 2026." in page.text
        assert "Canary" not in page.text

    def test_of_a_scheme_that_does_not_list_it_nothing_is_shown(self, client, on_the_list, now):
        premises_id = on_the_list(PREMISES)
        kept = membership(premises_id, "unity-promise")
        said = [SaidOfCommitment(code="champion", state=CommitmentState.IN_PLACE)]
        commitments.put_commitments(kept.id, said, by=ANN, at=now + 3 * DAY)
        page = client.get(f"/venues/{slug_of(premises_id)}")
        assert "A champion" not in page.text

    def test_a_page_that_is_asked_for_again_asks_the_database_nothing(self, client, listed_place, monkeypatch):
        from webapp.venues import promises

        address = f"/venues/{slug_of(listed_place)}"
        client.get(address)
        monkeypatch.setattr(promises.SAID, "rows", lambda **_: pytest.fail("it was asked again"))
        assert "A welcome" in client.get(address).text


class TestCounts:
    def test_signed_and_qualified_are_counted_apart_and_samples_not_at_all(self, client, listed_place, taken, now):
        put_on_list("Example, not a real place: Hall", sample=True, at=now)
        page = client.get("/safe-places")
        assert "1 place is qualified" in page.text
        assert "0 more places have signed" in page.text
        other = taken(replace(SAFE_PLACE, name="On the way"))
        sign_and_train(other)
        page = client.get("/safe-places")
        assert "1 place is qualified" in page.text
        assert "1 more place has signed" in page.text
        assert "is qualified" not in client.get("/unity-promise").text

    def test_where_there_is_nobody_nothing_is_counted(self, client):
        assert "qualified" not in client.get("/unity-promise").text


class TestConcerns:
    def test_a_concern_is_a_report_that_the_place_never_sees(self, client, listed_place):
        slug = slug_of(listed_place)
        page = client.get(f"/venues/{slug}")
        [address] = [each for each in page.links if "about=handled-badly" in each]
        form = client.get(address)
        chosen = [each.get("value") for each in form.all("input") if each.get("checked") is not None]
        assert chosen == ["handled-badly"]
        answer = client.response(address, method="POST", data=fill(form, {"words": "Nobody listened."}), headers=OWN)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/venues/{slug}/report/sent")
        assert [each.problem for each in db.session.query(VenueReport)] == [Problem.HANDLED_BADLY]

    @pytest.mark.parametrize("address", ["/safe-places", "/unity-promise"])
    def test_the_page_of_a_scheme_says_where(self, app, address):
        assert "Report a concern about a venue" in PageClient(app).get(address).words("h2")

    def test_an_address_that_says_anything_else_chooses_nothing(self, client):
        put_on_list("Made-up Library")
        form = client.get("/venues/made-up-library/report?about=frightened-me")
        assert not [each for each in form.all("input") if each.get("checked") is not None]


def sign_and_train(premises_id) -> None:
    """A place that has signed and was trained, as its rows say it."""
    from webapp.kit.transaction import transaction
    from webapp.venues.models import Membership
    from webapp.venues.services.changes import reindex, touch

    @transaction
    def put() -> None:
        venue_id = queries.get_premises(premises_id).venue_id
        row = db.session.query(Membership).filter_by(venue_id=venue_id, scheme=SchemeCode.SAFE_PLACE.value).one()
        row.state, row.signed_on = "trained", dt.date(2026, 11, 1)
        touch(venue_id)
        from webapp.venues.models import Venue

        reindex(db.session.get_one(Venue, venue_id))

    put()
