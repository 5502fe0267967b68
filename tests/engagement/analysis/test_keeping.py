"""The columns follow the answers: at once where they are few, by a job where they are many."""

from dataclasses import replace

import numpy as np
import time_machine

from tests.conftest import NOW
from tests.engagement.analysis.things import one_answer
from tests.survey.conftest import an_edition
from webapp.engagement.analysis import jobs, keeping
from webapp.engagement.analysis.tables import Asked

ASKED = Asked(rows="effect", columns="when_days")


def test_a_new_answer_is_in_the_next_table(edition):
    one_answer(edition)
    assert keeping.table(ASKED).base == 1
    one_answer(edition)
    assert keeping.table(ASKED).base == 2


def test_a_trial_stands_in_a_table_only_where_it_is_chosen_by_itself(edition):
    trial = an_edition("trial", sample=True)
    one_answer(edition)
    for _ in range(3):
        one_answer(trial)
    # The first is counted in the columns, the second in the sums.
    for rows, columns in (("effect", "when_days"), ("kinds", "town")):
        asked = Asked(rows=rows, columns=columns)
        assert keeping.table(asked).base == 1
        assert keeping.table(replace(asked, filters={"edition": frozenset({trial.hex})})).base == 3


def test_among_many_answers_the_table_says_its_time_until_the_job_has_run(edition, monkeypatch):
    one_answer(edition)
    before = keeping.table(ASKED)
    monkeypatch.setattr(keeping, "READ_AT_ONCE", 0)
    one_answer(edition)
    assert (keeping.table(ASKED).base, keeping.table(ASKED).as_of) == (1, before.as_of)
    jobs.refresh_snapshot()
    assert keeping.table(ASKED).base == 2
    assert keeping.table(ASKED).as_of > before.as_of


def test_the_job_reads_nothing_while_nothing_has_changed_and_once_a_day_all(edition):
    one_answer(edition)
    with time_machine.travel(NOW, tick=False):
        assert keeping.refresh()
        assert not keeping.refresh()
    with time_machine.travel(NOW + keeping.OLDEST, tick=False):
        assert keeping.refresh()


def test_a_file_that_is_broken_is_built_anew(edition):
    one_answer(edition)
    keeping.build_anew()
    keeping.path().write_bytes(b"no columns at all")
    assert keeping.table(ASKED).base == 1


def test_a_file_of_objects_is_not_opened(edition):
    one_answer(edition)
    keeping.path().parent.mkdir(parents=True, exist_ok=True)
    np.savez(keeping.path(), about=np.array([object()], dtype=object))
    assert keeping.table(ASKED).base == 1


def test_a_table_of_one_question_by_area_never_needs_the_columns(edition):
    one_answer(edition)
    assert keeping.table(Asked(rows="effect", columns="ward")).as_of is None
    assert not keeping.path().exists()
