"""The sums are what the answers add up to, whatever is sent, taken out, put back, held and let in."""

import datetime as dt
import threading
from collections import Counter
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from tests.officers import TEST_ACTOR, make_officer
from tests.outbox import written
from tests.survey.conftest import TODAY, an_edition, new_response, sent, stored, sums
from webapp.accounts.permissions import Permission, RoleCode
from webapp.audit.actors import PUBLIC, SYSTEM
from webapp.database import db
from webapp.kit.transaction import WriteOutsideTransactionError, transaction
from webapp.partnership.current import current_partnership
from webapp.survey import counting, floods, queries, recount, rollups
from webapp.survey.codes import Exactness, ExcludedBecause, Level, ResponseState
from webapp.survey.counting import NotCountableError
from webapp.survey.items import RECOUNT_KIND
from webapp.survey.models import FloodHold, Rollup, SurveyResponse
from webapp.survey.questions import QUESTIONS, STREET
from webapp.survey.rollups import Counts, NotCountedError
from webapp.survey.rules import Place, keys_of
from webapp.survey.services import submit
from webapp.work.models import WorkItem

SAID = {"age": "25_34", "sex": "male"}

KINDS = ("noise", "drugs", "graffiti", "begging")
PLACES = (
    Place(exactness=Exactness.UNSAID),
    Place(exactness=Exactness.OUTSIDE),
    Place(exactness=Exactness.TOWN, town="poole"),
    Place(exactness=Exactness.NEIGHBOURHOOD, town="bournemouth", locality="winton"),
)


@st.composite
def codes(draw):
    chosen = {"kinds": tuple(draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique=True)))}
    for question in draw(st.lists(st.sampled_from(["trend", "effect", "relation", "street"]), unique=True)):
        asked = QUESTIONS[question]
        most = 3 if asked.is_many else 1
        options = st.sampled_from(sorted(option.code for option in asked.fixed if not option.exclusive))
        chosen[question] = tuple(draw(st.lists(options, min_size=1, max_size=most, unique=True)))
    return chosen


def brute_force() -> Counter:
    """Counted in another way than the rules do: one set of keys for each answer."""
    found: Counter = Counter()
    counted = select(SurveyResponse).where(SurveyResponse.state == ResponseState.COUNTED)
    for row in db.session.scalars(counted.execution_options(populate_existing=True)):
        answers = floods.counts_of(row).codes
        for theme in {"", *answers["kinds"]}:
            said = {("", "")} | {(question, "") for question in answers}
            said |= {(question, option) for question, chosen in answers.items() for option in chosen}
            found.update((row.edition_id, row.month, row.area_id, theme, *each) for each in said)
    return found


def kept() -> Counter:
    rows = db.session.scalars(select(Rollup).execution_options(populate_existing=True)).all()
    return Counter(
        {
            (row.edition_id, row.month, row.area_id, row.theme, row.question, row.option): row.count
            for row in rows
            if row.count
        }
    )


class TestTheGrain:
    def test_one_answer(self, edition):
        sent(edition, codes={"kinds": ("noise", "drugs"), "when_days": ("saturday", "sunday")})
        inner = {
            ("", ""): 1,
            ("kinds", ""): 1,
            ("kinds", "noise"): 1,
            ("kinds", "drugs"): 1,
            ("when_days", ""): 1,
            ("when_days", "saturday"): 1,
            ("when_days", "sunday"): 1,
        }
        assert sums() == {(theme, *key): 1 for theme in ("", "noise", "drugs") for key in inner}

    def test_a_person_with_many_answers_is_one_in_each_base(self, edition):
        sent(edition, codes={"kinds": ("noise", "drugs", "begging"), "relation": ("live", "work")})
        sent(edition, codes={"kinds": ("noise",)})
        found = sums()
        assert found["", "", ""] == 2
        assert found["", "kinds", ""] == 2
        assert found["noise", "", ""] == 2
        assert found["", "relation", ""] == 1

    def test_months_and_areas_stand_apart(self, edition):
        sent(edition, place=PLACES[2])
        sent(edition, place=PLACES[3], today=dt.date(2026, 12, 1))
        assert queries.totals(edition, level=Level.TOWN) == {("poole", ""): 1, ("bournemouth", ""): 1}
        assert queries.totals(edition, months=["2026-12"]) == {("", ""): 1}
        by_ward = queries.totals(edition, level=Level.LOCALITY, question="kinds", theme="noise")
        assert by_ward[("winton", "noise")] == 1

    @given(codes())
    def test_the_rule_names_each_key_once_and_in_order(self, chosen):
        keys = keys_of(chosen)
        assert keys == sorted(set(keys))
        assert ("", "", "") in keys


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_sums_are_what_a_brute_force_count_gives(app_context, data):
    edition = an_edition(f"made-up-{dt.datetime.now(dt.UTC).timestamp()}")
    for _ in range(data.draw(st.integers(1, 6))):
        _do(data, edition)
        assert kept() == brute_force()
    assert recount.recount() == []


def _do(data, edition) -> None:
    """One act of a random kind on a random answer."""
    rows = {
        state: db.session.scalars(
            select(SurveyResponse)
            .where(SurveyResponse.edition_id == edition, SurveyResponse.state == state)
            .order_by(SurveyResponse.id)
            .execution_options(populate_existing=True)
        ).all()
        for state in ResponseState
    }
    act = data.draw(st.sampled_from(["send", "send", "flood", "exclude", "include", "let in", "leave out"]))
    if act in {"send", "flood"}:
        place, month = data.draw(st.sampled_from(PLACES)), data.draw(st.sampled_from([TODAY, dt.date(2026, 12, 2)]))
        sent(edition, codes=data.draw(codes()), place=place, today=month, in_flood=act == "flood")
    elif act == "exclude" and (of := [*rows[ResponseState.COUNTED], *rows[ResponseState.HELD]]):
        row = data.draw(st.sampled_from(of))
        counting.exclude(row.id, ExcludedBecause.TWICE, seen=row.version, by=TEST_ACTOR)
    elif act == "include" and rows[ResponseState.EXCLUDED]:
        row = data.draw(st.sampled_from(rows[ResponseState.EXCLUDED]))
        counting.include(row.id, seen=row.version, by=TEST_ACTOR, today=TODAY)
    elif act in {"let in", "leave out"}:
        for hold in db.session.scalars(select(FloodHold).where(FloodHold.state == "held")).all():
            if act == "let in":
                floods.release(hold.id, seen=hold.version, by=TEST_ACTOR, today=TODAY)
            else:
                floods.exclude(hold.id, seen=hold.version, by=TEST_ACTOR)


class TestTakingOut:
    def test_out_and_in_again_with_a_reason(self, edition):
        row = stored(edition)
        before = sums()
        counting.exclude(row.id, ExcludedBecause.TEST, seen=1, by=TEST_ACTOR, reason="Sent by us at the launch.")
        assert sums() == {}
        db.session.refresh(row)
        assert (row.state, row.state_reason) == ("excluded", "test")
        with pytest.raises(NotCountableError):
            counting.exclude(row.id, ExcludedBecause.TEST, seen=2, by=TEST_ACTOR)
        counting.include(row.id, seen=2, by=TEST_ACTOR, today=TODAY)
        assert sums() == before
        with pytest.raises(NotCountableError):
            counting.include(row.id, seen=3, by=TEST_ACTOR, today=TODAY)

    def test_what_is_not_in_the_sums_cannot_be_taken_out_and_changes_nothing(self, edition):
        row = stored(edition)
        wrong = Counts(edition_id=edition, month="2020-01", area_id=row.area_id, codes={"kinds": ("noise",)})

        @transaction
        def take() -> None:
            rollups.take_out([wrong])

        before = sums()
        with pytest.raises(NotCountedError):
            take()
        assert sums() == before

    def test_only_inside_a_transaction(self, edition):
        with pytest.raises(WriteOutsideTransactionError):
            rollups.add([])


class TestTheRecount:
    def test_it_finds_a_wrong_sum_tells_it_and_counts_anew_when_asked(self, edition, monkeypatch):
        analyst = make_officer(RoleCode.ANALYST, email="analyst@example.org")
        asked: list[Permission] = []
        monkeypatch.setattr(recount, "list_officers_who_may", lambda may: asked.append(may) or [analyst])
        sent(edition)

        @transaction
        def break_it() -> None:
            db.session.execute(update(Rollup).where(Rollup.question == "effect").values(count=7))

        break_it()
        differences = recount.recount()
        assert {(each.kept, each.counted) for each in differences} == {(7, 1)}
        recount.tell(differences, night="2026-11-21", by=SYSTEM)
        recount.tell(differences, night="2026-11-21", by=SYSTEM)
        (item,) = db.session.scalars(select(WorkItem).where(WorkItem.kind == RECOUNT_KIND))
        assert item.permission == "survey_counts"
        (message,) = written("survey_recount")
        assert (message.to, asked[0]) == ("analyst@example.org", Permission.SURVEY_COUNTS)
        assert message.parameters["differences"] == str(len(differences))
        assert recount.repair(edition, "2026-11", by=TEST_ACTOR, reason="made up") == len(differences)
        assert recount.recount() == []

    def test_it_says_nothing_where_all_is_right(self, edition):
        sent(edition)
        recount.tell(recount.recount(), night="2026-11-21", by=SYSTEM)
        assert db.session.scalars(select(WorkItem)).all() == []

    def test_it_leaves_the_months_alone_whose_answers_are_gone(self, edition):
        sent(edition, today=dt.date(2026, 11, 1))

        @transaction
        def forget() -> None:
            db.session.query(SurveyResponse).delete()

        forget()
        assert recount.recount(since="2026-12") == []
        assert recount.recount(since="2026-11") != []


def together(app, *acts) -> list[BaseException]:
    """Do them at once, each in a thread of its own; gives what went wrong."""
    failures: list[BaseException] = []

    def do(act) -> None:
        with app.app_context():
            try:
                act()
            except BaseException as failure:  # noqa: BLE001 - whatever it is, the test wants to see it
                failures.append(failure)
            db.session.remove()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_many_at_once_lose_nothing_and_never_wait_in_a_circle(app, edition):
    """Two kinds in either order: keys in the order of arrival would lock each other out on PostgreSQL."""

    def send_some(turn: int) -> None:
        for number in range(8):
            kinds = ("noise", "drugs") if (turn + number) % 2 else ("drugs", "noise")
            new = new_response(edition, codes={"kinds": kinds}, equality=SAID)
            submit(new, today=TODAY, by=PUBLIC)

    assert together(app, *(partial(send_some, turn) for turn in range(4))) == []
    assert sums()["", "", ""] == 32
    assert queries.equality_totals(edition)["age", "25_34"] == 32
    assert recount.recount() == []


def test_answers_of_a_file_in_one_act_keep_the_order_too(app, edition):
    """In the order of their rows they would hold what is said of people, and wait for the sums of another area."""
    towns = [town.code for town in current_partnership().towns]

    @transaction
    def take_in(codes: list[str]) -> None:
        for town in codes:
            place = Place(exactness=Exactness.TOWN, town=town)
            submit(new_response(edition, place=place, equality=SAID), today=TODAY, by=PUBLIC)

    def take_in_files(codes: list[str]) -> None:
        for _ in range(8):
            take_in(codes)

    def send_some() -> None:
        for number in range(16):
            place = Place(exactness=Exactness.TOWN, town=towns[number % len(towns)])
            submit(new_response(edition, place=place, equality=SAID), today=TODAY, by=PUBLIC)

    # The areas are known before: what is tried is the sums.
    take_in(towns)
    assert together(app, partial(take_in_files, towns), partial(take_in_files, towns[::-1]), send_some, send_some) == []
    whole = 17 * len(towns) + 32
    assert sums()["", "", ""] == whole
    assert queries.equality_totals(edition)["age", "25_34"] == whole
    assert recount.recount() == []


def test_street_reasons_are_no_part_of_the_whole_survey():
    assert not any(question.in_full for question in STREET)
