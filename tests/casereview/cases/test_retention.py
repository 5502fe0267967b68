"""How long a case is kept, what keeps it longer, and that nothing is left; and the copy for one person of it."""

import dataclasses
import datetime as dt
import json
import uuid

import pytest
from sqlalchemy import func, select

from tests.casereview.conftest import (
    ACCUSED,
    APPLIED,
    DAY,
    NAME,
    WORDS,
    a_case,
    a_person,
    at_stage,
    for_another,
    note,
    queue,
    row_of,
)
from tests.casereview.conftest import apply as send
from tests.database_files import files_under
from tests.sealing.test_canaries import found
from webapp.audit.actors import PUBLIC, SYSTEM, Actor
from webapp.audit.models import AuditEntry
from webapp.casereview import subject_access as copying
from webapp.casereview.cases import blocking, escalating, handling, queries, recommending, retention
from webapp.casereview.cases.items import MESSAGE
from webapp.casereview.cases.models import CaseEvent, CaseMessage, CaseReview
from webapp.casereview.cases.recommending import NewRecommendation
from webapp.casereview.cases.writing import keep_event, keep_until
from webapp.casereview.rules.codes import Decision, EventKind, PersonRole, State
from webapp.casereview.rules.events import Standing
from webapp.casereview.rules.months import add_months
from webapp.casereview.rules.record_codes import Fault
from webapp.casereview.rules.records import Incident, NewEvent
from webapp.casereview.subject_access import Source
from webapp.config import Tier
from webapp.database import db
from webapp.evidence.models import EvidenceFile
from webapp.kit.installation import current_settings
from webapp.kit.transaction import transaction
from webapp.sealing.services import ErasedError, opener_for, sealer_for
from webapp.work.models import WorkItem, WorkNote
from webapp.work.notes import add_note

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
CLOSED = dt.date(2026, 3, 17)


class TestHowLong:
    @pytest.mark.parametrize(
        ("standing", "until"),
        [
            ({"state": State.TOLD, "outcome_told_on": CLOSED}, None),
            ({"state": State.CLOSED, "closed_on": CLOSED}, dt.date(2032, 3, 17)),
            ({"state": State.CLOSED, "closed_on": CLOSED, "decision": Decision.NOT_MET}, dt.date(2032, 3, 17)),
            ({"state": State.CLOSED, "closed_on": CLOSED, "decision": Decision.OUT_OF_AREA}, dt.date(2028, 3, 17)),
            ({"state": State.CLOSED, "closed_on": CLOSED, "decision": Decision.DUPLICATE}, dt.date(2028, 3, 17)),
            ({"state": State.WITHDRAWN, "withdrawn_on": CLOSED}, dt.date(2028, 3, 17)),
            ({"state": State.CLOSED, "closed_on": dt.date(2024, 2, 29)}, dt.date(2030, 2, 28)),
            # Withdrawn once, opened again, and decided.
            ({"state": State.RECEIVED, "withdrawn_on": None}, None),
        ],
    )
    def test_six_years_two_where_there_was_no_review_and_while_it_is_open_for_ever(self, standing, until):
        assert keep_until(Standing(**standing)) == until


class TestSweeping:
    def sweep(self, case_id, days=1):
        return retention.sweep(today=row_of(case_id).keep_until + days * DAY, by=SYSTEM)

    @transaction
    def a_message(self, case_id) -> None:
        message_id, person = uuid.uuid4(), queries.list_persons(case_id)[0]
        sealer = sealer_for(MESSAGE, message_id)
        db.session.add(
            CaseMessage(
                id=message_id,
                case_id=case_id,
                person_id=person.id,
                from_officer=False,
                number=1,
                sent_on=APPLIED,
                sent_by="public",
                sealed_key=sealer.wrapped,
                words=sealer.seal("words", f"Please call {NAME}."),
            )
        )

    @transaction
    def a_file(self, case_id) -> None:
        """A file that a person of the case sent; its bytes are another slice's."""
        file_id, person = uuid.uuid4(), queries.list_persons(case_id)[0]
        sealer = sealer_for("evidence_file", file_id)
        db.session.add(
            EvidenceFile(
                id=file_id,
                subject_kind="case_person",
                subject_id=person.id,
                kind="jpg",
                state="clean",
                size=1,
                pages=0,
                added_on=APPLIED,
                added_by="public",
                sealed_key=sealer.wrapped,
                name=sealer.seal("name", NAME),
            )
        )

    @pytest.fixture
    def full_case(self, new_case, lead) -> uuid.UUID:
        """A closed case with a row in each table of this slice's own."""
        by = Actor.officer(lead.id)
        day = at_stage(new_case, EventKind.REVIEW_HELD, officer=lead)
        new = NewRecommendation(agency="police", text=WORDS)
        acting = {"seen": row_of(new_case).version, "once_key": "one", "by": by, "today": day}
        recommending.add(new_case, new, happened_on=day, **acting)
        at_stage(new_case, EventKind.CLOSED, officer=lead)
        blocking.block(new_case, agency="council", words=ACCUSED, by=by, today=day)
        retention.hold(new_case, WORDS, until=day + DAY, by=by, today=day)
        retention.end_hold(retention.opened_holds(new_case, by=by)[0].id, by=by, today=day)
        self.a_message(new_case)
        self.a_file(new_case)
        add_note(("case_review", new_case), WORDS, by=by, at=dt.datetime(2026, 3, 9, tzinfo=dt.UTC))
        return new_case

    def test_nothing_is_left_and_the_case_beside_it_is_whole(self, full_case):
        beside = a_case()
        tables = [table for table in retention.tables_of_case() if table.name.startswith("case_")]
        assert {"case_application", "case_person", "case_event", "case_block", "case_message"} <= {
            t.name for t in tables
        }
        assert self.sweep(full_case, days=0) == 0
        assert self.sweep(full_case) == 1
        for table in [CaseReview.__table__, *tables]:
            column = table.c.get("case_id", table.c.get("id"))
            assert db.session.scalar(select(func.count()).select_from(table).where(column == full_case)) == 0, (
                table.name
            )
        for beside_it in (WorkNote, EvidenceFile):
            assert db.session.scalar(select(func.count()).select_from(beside_it)) == 0
        assert db.session.scalars(select(WorkItem.part_of)).all() == [beside]
        assert len(queries.event_rows(beside)) == 1
        acts = select(func.count()).where(AuditEntry.act == "case_review.erased", AuditEntry.key == full_case.hex)
        assert db.session.scalar(acts) == 1

    def test_the_key_is_overwritten_so_that_a_row_kept_elsewhere_opens_nothing(self, full_case, monkeypatch):
        """What the sweep did to the rows before it removed them."""
        seen: list[object] = []
        rows_of_case = retention.rows_of_case

        def look(case_id):
            yield from rows_of_case(case_id)
            db.session.expire_all()
            seen.extend(db.session.scalars(select(CaseEvent.sealed_key).where(CaseEvent.case_id == case_id)))

        monkeypatch.setattr(retention, "rows_of_case", look)
        self.sweep(full_case)
        assert set(seen) == {None}

    def test_nothing_typed_is_in_any_file_before_or_after(self, app, full_case):
        folder = app.extensions["settings"].instance_dir
        assert found(files_under(folder), [NAME, WORDS, ACCUSED]) == {}
        assert self.sweep(full_case) == 1
        assert found(files_under(folder), [NAME, WORDS, ACCUSED]) == {}

    def test_a_sweep_that_dies_in_between_goes_on_later(self, lead, monkeypatch):
        cases = [a_case() for _ in range(2)]
        for case_id in cases:
            at_stage(case_id, EventKind.CLOSED, officer=lead)
        today, real = row_of(cases[0]).keep_until + DAY, retention.erase_notes

        def die(_subject: object) -> None:
            if db.session.scalar(select(func.count()).select_from(CaseReview)) == 1:
                raise KeyboardInterrupt
            real(_subject)

        monkeypatch.setattr(retention, "erase_notes", die)
        with pytest.raises(KeyboardInterrupt):
            retention.sweep(today=today, by=SYSTEM)
        left = db.session.scalars(select(CaseReview.id)).one()
        assert all(row.sealed_key for row in queries.event_rows(left))
        monkeypatch.setattr(retention, "erase_notes", real)
        assert [retention.sweep(today=today, by=SYSTEM) for _ in range(2)] == [1, 0]

    def test_a_legal_hold_keeps_it_until_it_ends(self, closed_case, lead):
        by, today = Actor.officer(lead.id), row_of(closed_case).keep_until
        for until in (today + 30 * DAY, today + 60 * DAY):
            retention.hold(closed_case, "A claim is before the court.", until=until, by=by, today=today)
        assert retention.would_sweep(today + 31 * DAY) == self.sweep(closed_case, days=31) == 0
        first, second = sorted(retention.opened_holds(closed_case, by=by), key=lambda each: each.hold_until)
        assert first.reason == "A claim is before the court."
        retention.end_hold(second.id, by=by, today=today)
        assert row_of(closed_case).hold_until == first.hold_until
        # Its day has passed, and nobody has looked: it stands.
        assert retention.would_sweep(today + 99 * DAY) == self.sweep(closed_case, days=99) == 0
        retention.end_hold(first.id, by=by, today=today)
        assert row_of(closed_case).hold_until is None
        assert retention.would_sweep(today + DAY) == self.sweep(closed_case) == 1

    def test_a_hold_comes_into_the_queue_before_its_day_and_stays_until_somebody_looked(self, closed_case, lead):
        by, until = Actor.officer(lead.id), CLOSED + 60 * DAY
        retention.hold(closed_case, "A claim.", until=until, by=by, today=CLOSED)
        assert retention.look_at_holds(today=until - 29 * DAY, by=SYSTEM) == 0
        for day in (until - 28 * DAY, until, until + 400 * DAY):
            assert retention.look_at_holds(today=day, by=SYSTEM) == 1
        (item,) = db.session.scalars(select(WorkItem).where(WorkItem.kind == "case_review.hold"))
        assert (item.due_on, item.part_of, item.closed_at) == (until, closed_case, None)
        # Another hold with a later day answers the question; ending it asks none any more.
        retention.hold(closed_case, "A claim.", until=until + 90 * DAY, by=by, today=until)
        assert ("case_review.hold", closed_case) not in queue(lead)
        retention.look_at_holds(today=until + 90 * DAY, by=SYSTEM)
        for each in retention.opened_holds(closed_case, by=by):
            retention.end_hold(each.id, by=by, today=until)
        assert ("case_review.hold", closed_case) not in queue(lead)

    def test_the_audit_tells_what_became_of_a_hold(self, closed_case, lead):
        by = Actor.officer(lead.id)
        for days in (30, 60):
            retention.hold(closed_case, "A claim.", until=CLOSED + days * DAY, by=by, today=CLOSED)
        later = max(retention.opened_holds(closed_case, by=by), key=lambda each: each.hold_until)
        retention.end_hold(later.id, by=by, today=CLOSED)
        wanted = select(AuditEntry.changes).where(AuditEntry.act == "case_review.hold_ended")
        (changes,) = map(json.loads, db.session.scalars(wanted))
        assert changes["hold_until"] == [str(CLOSED + 60 * DAY), str(CLOSED + 30 * DAY)]

    def test_the_command_says_first_how_many_would_go(self, app, closed_case, monkeypatch):
        today = row_of(closed_case).keep_until + DAY
        monkeypatch.setattr("webapp.casereview.commands.london_today", lambda: today)
        run = app.test_cli_runner().invoke
        asked = [["casereview", "sweep", *more] for more in (["--dry-run"], [], [])]
        assert [run(args=each).output for each in asked] == ["Would erase: 1\n", "Erased: 1\n", "Erased: 0\n"]

    def test_a_hold_has_a_reason_and_a_day_to_come(self, closed_case, lead):
        for reason, until, fault in ((" ", CLOSED + DAY, Fault.NO_REASON), ("Why.", CLOSED, Fault.HELD)):
            with pytest.raises(retention.StepRefusedError) as refused:
                retention.hold(closed_case, reason, until=until, by=Actor.officer(lead.id), today=CLOSED)
            assert refused.value.fault is fault

    def test_what_was_opened_again_is_not_swept(self, closed_case, lead):
        today = row_of(closed_case).keep_until
        by = Actor.officer(lead.id)
        note(closed_case, EventKind.REOPENED, by=by, on=CLOSED + DAY, words="Something new came.")
        assert row_of(closed_case).keep_until is None
        assert retention.sweep(today=today + DAY, by=SYSTEM) == 0

    def test_an_erased_row_says_so(self, new_case):
        row = queries.event_rows(new_case)[0]
        row.sealed_key = None
        with pytest.raises(ErasedError):
            opener_for(row, "case_event")
        db.session.rollback()


class TestWhatThePublicTierMayNotDo:
    """Whoever has taken the public tier over can write events and some columns, and must not have a case erased."""

    @transaction
    def forge(self, case_id, **columns) -> None:
        for name, value in columns.items():
            setattr(db.session.get_one(CaseReview, case_id), name, value)

    def test_columns_alone_erase_nothing_and_are_put_right(self, led_case):
        self.forge(led_case, closed_on=dt.date(2000, 1, 1), keep_until=dt.date(2001, 1, 1), state=State.CLOSED)
        assert retention.sweep(today=APPLIED + DAY, by=SYSTEM) == 0
        assert (row_of(led_case).closed_on, row_of(led_case).keep_until) == (None, None)
        assert row_of(led_case).state == State.ACKNOWLEDGED

    def test_an_end_with_an_old_day_counts_from_when_the_desk_saw_it(self, led_case, lead, monkeypatch):
        public = dataclasses.replace(current_settings(), tier=Tier.PUBLIC)
        with monkeypatch.context() as on_public_tier:
            on_public_tier.setattr("webapp.casereview.cases.writing.current_settings", lambda: public)
            (person,) = queries.list_persons(led_case)
            withdrawn = NewEvent(kind=EventKind.WITHDRAWN, happened_on=APPLIED + 5 * DAY)
            acting = {"seen": None, "once_key": "x", "by": PUBLIC, "person_id": person.id}
            handling.record_event(led_case, withdrawn, **acting, today=APPLIED + 5 * DAY)
        row = row_of(led_case)
        assert (row.state, row.closed_on, row.keep_until) == ("withdrawn", None, None)
        seen = APPLIED + 500 * DAY
        escalating.keep_in_step(today=seen, by=SYSTEM)
        row = row_of(led_case)
        assert (row.closed_on, row.end_seen_on) == (APPLIED + 5 * DAY, seen)
        assert row.keep_until == add_months(seen, 24)
        assert [kind for kind, _ in queue(lead)] == ["case_review.asked"]

    def test_an_end_that_no_officer_wrote_comes_into_the_queue(self, led_case, lead, monkeypatch):
        """Also where whoever wrote it put nothing there."""
        public = dataclasses.replace(current_settings(), tier=Tier.PUBLIC)
        new = NewEvent(kind=EventKind.WITHDRAWN, happened_on=APPLIED)
        with monkeypatch.context() as on_public_tier:
            on_public_tier.setattr("webapp.casereview.cases.writing.current_settings", lambda: public)
            transaction(lambda: keep_event(row_of(led_case), new, number=99, by=Actor.officer(lead.id)))()
        escalating.keep_in_step(today=APPLIED, by=SYSTEM)
        assert [kind for kind, _ in queue(lead)] == ["case_review.asked"]
        escalating.keep_in_step(today=APPLIED + DAY, by=SYSTEM)
        assert [kind for kind, _ in queue(lead)] == ["case_review.asked"]

    def test_what_an_officer_ends_counts_from_its_day(self, closed_case):
        row = row_of(closed_case)
        assert (row.end_seen_on, row.keep_until) == (row.closed_on, add_months(row.closed_on, 72))


class TestTheCopyForOnePerson:
    @pytest.fixture
    def case_id(self, lead) -> uuid.UUID:
        """A daughter applied for her mother, and told of a man next door and of an officer."""
        incident = Incident(
            what="Varnok Dunmere shouted at Maud. Call 07700 900123 or me.", officer="Sgt Brill", did="Nothing."
        )
        reference = send(
            for_another(incidents=(incident,), accused="Varnok Dunmere", wishes="Quillon wants it to stop.")
        )
        return db.session.scalars(select(CaseReview.id).where(CaseReview.reference == reference)).one()

    def copy(self, case_id, role, officer):
        person = next(each for each in queries.list_persons(case_id) if each.role is role)
        return copying.copy_for(person.id, by=Actor.officer(officer.id))

    def marked(self, part) -> list[str]:
        return [part.text[mark.start : mark.end] for mark in part.marks]

    def test_others_are_marked_and_the_person_is_not(self, case_id, lead):
        made = self.copy(case_id, PersonRole.APPLICANT, lead)
        parts = {(part.source, part.field): part for part in made.parts}
        assert parts[Source.ABOUT, "name"].text == NAME
        assert self.marked(parts[Source.ABOUT, "name"]) == []
        assert self.marked(parts[Source.APPLICATION, "accused"]) == ["Varnok Dunmere"]
        assert self.marked(parts[Source.INCIDENT, "officer"]) == ["Sgt Brill"]
        what = self.marked(parts[Source.INCIDENT, "what"])
        assert {"Maud", "07700 900123"} <= set(what)
        assert self.marked(parts[Source.APPLICATION, "wishes"]) == []
        assert made.count_marked == sum(len(part.marks) for part in made.parts)

    def test_for_the_other_person_it_is_the_other_way_round(self, case_id, lead):
        parts = {(part.source, part.field): part for part in self.copy(case_id, PersonRole.AFFECTED, lead).parts}
        assert "Maud" not in self.marked(parts[Source.INCIDENT, "what"])
        assert self.marked(parts[Source.APPLICATION, "wishes"]) == ["Quillon"]
        assert "quillon@example.org" not in {part.text for part in parts.values()}

    def test_who_only_acts_for_somebody_gets_what_is_about_them(self, lead):
        helper = a_person(PersonRole.REPRESENTATIVE, name="Odo Helper")
        case_id = a_case(persons=(a_person(), helper))
        made = self.copy(case_id, PersonRole.REPRESENTATIVE, lead)
        assert {part.source for part in made.parts} == {Source.ABOUT, Source.CONTACT}

    def test_that_it_was_made_is_written_down(self, case_id, lead):
        self.copy(case_id, PersonRole.APPLICANT, lead)
        wanted = select(AuditEntry.reason).where(AuditEntry.act == "case_review.copied", AuditEntry.key == case_id.hex)
        assert db.session.scalars(wanted).all() == ["applicant"]
