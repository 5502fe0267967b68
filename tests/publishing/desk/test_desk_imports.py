"""Files on their way to a draft: read apart, kept whole or not at all, told in one sentence."""

import datetime as dt
import subprocess
import sys
import uuid

import pytest
from sqlalchemy import func, select

from tests.publishing.desk.documents import TEXT, ask_for_import, first_text
from webapp.audit.queries import list_acts_of
from webapp.database import db
from webapp.publishing import draft_queries as queries
from webapp.publishing import imports, reading_alone
from webapp.publishing.import_models import ImportRun
from webapp.publishing.importing import ImportRefused
from webapp.publishing.models import Publication
from webapp.publishing.reading_alone import read_alone
from webapp.publishing.rules import RunState

pytestmark = pytest.mark.usefixtures("app_context")


def kept(run_id) -> ImportRun:
    db.session.rollback()
    return db.session.get(ImportRun, run_id, populate_existing=True)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


class TestRun:
    def test_a_waiting_file_is_sealed_and_gone_when_it_was_read(self, ann, jobs):
        run_id = ask_for_import(by=ann, name="Jane Doe.txt")
        row = kept(run_id)
        assert b"lamps" not in row.file
        assert b"Jane" not in row.name
        jobs.run_all()
        row = kept(run_id)
        assert (row.state, row.file, row.name, row.sealed_key) == (RunState.DONE, None, None, None)

    def test_it_becomes_a_draft_with_the_files_own_words_beside_it(self, ann, jobs):
        run_id = ask_for_import(by=ann)
        jobs.run_all()
        slug = queries.get_run(run_id).slug
        text = first_text(slug)
        assert [5, "1. The council put up twelve lamps after residents had asked for them."] in text.source_lines
        assert [act.act for act in list_acts_of("import", run_id.hex)] == ["import.ended", "import.asked"]

    def test_the_same_form_sent_twice_is_one_import(self, ann, jobs):
        upload = imports.Upload(name="a.txt", content=TEXT.encode(), kind="guidance", language="en")
        first, second = (imports.ask(upload, key="same", by=ann) for _ in range(2))
        assert first == second
        assert jobs.waiting == ["publications.import"]

    def test_a_refusal_keeps_nothing(self, ann, jobs):
        run_id = ask_for_import(by=ann, content=b"%PDF-1.7 damaged", name="report.pdf")
        jobs.run_all()
        run = queries.get_run(run_id)
        assert run.state == RunState.REFUSED
        assert run.message
        assert count(Publication) == 0
        assert kept(run_id).file is None

    def test_two_of_the_same_title_get_two_addresses(self, ann, jobs):
        ask_for_import(by=ann)
        ask_for_import(by=ann)
        jobs.run_all()
        assert set(db.session.scalars(select(Publication.slug))) == {"lamps-in-quay-road", "lamps-in-quay-road-2"}

    def test_a_title_that_is_an_address_of_the_desk_gets_another(self, ann, jobs):
        ask_for_import(by=ann, content=b"# New\n\nSome words about what is new here.\n", name="new.md")
        jobs.run_all()
        assert db.session.scalars(select(Publication.slug)).all() == ["new-2"]

    def test_the_file_is_offered_without_its_details(self, ann, jobs):
        run_id = ask_for_import(by=ann, keep_file=True, name="Jane Doe.txt")
        jobs.run_all()
        draft = queries.get_draft(queries.get_run(run_id).slug)[1]
        assert [file.name for file in draft.attachments] == ["lamps-in-quay-road.txt"]

    def test_a_fault_of_ours_is_told_and_keeps_nothing(self, ann, jobs, monkeypatch):
        def broken(*_args, **_options):
            raise ZeroDivisionError

        run_id = ask_for_import(by=ann)
        monkeypatch.setattr(imports, "read_alone", broken)
        with pytest.raises(ZeroDivisionError):
            jobs.run_all()
        assert queries.get_run(run_id).state == RunState.FAILED
        assert count(Publication) == 0


class TestLeftBehind:
    def test_a_run_whose_worker_was_killed_is_ended_and_keeps_nothing(self, ann, now):
        run_id = ask_for_import(by=ann)
        imports._begin(run_id)
        imports.sweep(now=dt.datetime.now(dt.UTC) + imports.LOST_AFTER + dt.timedelta(seconds=5))
        run = queries.get_run(run_id)
        assert (run.state, run.message) == (RunState.FAILED, imports.LOST)
        assert kept(run_id).file is None

    def test_a_worker_that_comes_back_too_late_keeps_nothing(self, ann, monkeypatch):
        run_id = ask_for_import(by=ann)
        read = imports.read_alone

        def slow(*args, **options):
            imports.sweep(now=dt.datetime.now(dt.UTC) + imports.LOST_AFTER + dt.timedelta(seconds=5))
            return read(*args, **options)

        monkeypatch.setattr(imports, "read_alone", slow)
        imports.carry_out(run_id)
        assert queries.get_run(run_id).message == imports.LOST
        assert count(Publication) == 0

    def test_a_run_that_was_never_begun_is_queued_again(self, ann, jobs):
        ask_for_import(by=ann)
        jobs.jobs.queue.storage.flush_all()
        imports.sweep(now=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5))
        assert jobs.waiting == ["publications.import"]

    def test_a_second_worker_finds_nothing_to_do(self, ann, jobs):
        run_id = ask_for_import(by=ann)
        jobs.run_all()
        imports.carry_out(run_id)
        imports.carry_out(uuid.uuid4())
        assert count(Publication) == 1

    def test_old_runs_are_forgotten(self, ann, jobs):
        ask_for_import(by=ann)
        jobs.run_all()
        imports.sweep(now=dt.datetime.now(dt.UTC) + dt.timedelta(days=8))
        assert count(ImportRun) == 0


class TestReadingAlone:
    def test_a_reader_that_hangs_is_ended_in_time(self, monkeypatch):
        monkeypatch.setattr(sys, "executable", "/usr/bin/yes")
        with pytest.raises(ImportRefused):
            read_alone(b"words", name="a.txt", time_limit=2)
        start = subprocess.Popen

        def sleeping(_command, **options):
            return start(["/bin/sleep", "60"], **options)

        monkeypatch.setattr(reading_alone.subprocess, "Popen", sleeping)
        began = dt.datetime.now(dt.UTC)
        with pytest.raises(ImportRefused, match="too long"):
            read_alone(b"words", name="a.txt", time_limit=1)
        assert dt.datetime.now(dt.UTC) - began < dt.timedelta(seconds=10)

    def test_a_reader_that_dies_is_a_refusal(self, monkeypatch):
        monkeypatch.setattr(sys, "executable", "/bin/false")
        with pytest.raises(ImportRefused, match="could not be read"):
            read_alone(b"words" * 100_000, name="a.txt")

    def test_progress_is_told(self):
        told = []
        read_alone(b"<html><body><h1>A</h1><p>Some words here.</p></body></html>", name="a.html",
                   progress=lambda done, total: told.append((done, total)))  # fmt: skip
        assert told == [(1, 1)]

    def test_the_document_is_the_one_that_the_reader_makes(self):
        from webapp.publishing.importing.readers import import_file

        assert read_alone(TEXT.encode(), name="a.txt") == import_file(TEXT.encode(), name="a.txt")
