"""Reads of the strategy: filters, order, what is internal, and how many questions each list asks."""

import dataclasses
import datetime as dt
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.partnership import Text, Wording
from webapp.partnership.strategy import Consultation, Visibility
from webapp.strategy import queries


@contextmanager
def questions():
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def keys(**asked) -> list[str]:
    return [one.key for one in queries.list_initiatives(**{"language": "en", **asked}).initiatives]


@pytest.fixture
def consultation() -> Consultation:
    words = Text((Wording("What do you think?", "en"),))
    return Consultation(
        key="draft",
        title=words,
        summary=words,
        body=(),
        how=(words,),
        website=None,
        strategy=None,
        opens=dt.date(2026, 11, 1),
        closes=dt.date(2026, 12, 1),
        changed=(),
        changed_on=None,
        citation=None,
    )


class TestInitiatives:
    def test_all_are_listed_in_the_order_of_the_report(self, loaded):
        assert keys() == [one.key for one in loaded.initiatives]

    @pytest.mark.parametrize(
        ("code", "amount"), [("violent-crime", 15), ("exploitation", 7), ("asb-hotspots", 11), ("vawg", 16), ("x", 0)]
    )
    def test_a_priority_finds_what_serves_it_first_or_second(self, loaded, code, amount):
        assert len(keys(priority=code)) == amount

    def test_work_for_several_priorities(self, loaded):
        assert len(keys(cross_cutting=True)) == 15
        assert keys(cross_cutting=True, priority="asb-hotspots") == ["cctv"]

    @pytest.mark.parametrize(
        ("language", "words", "found"),
        [
            ("en", "cuckooing", ["cuckooing"]),
            ("en", "KNIFE crime", ["knife-crime-film"]),
            ("en", "nobody-says-this", []),
            ("pl", "nożem", ["knife-crime-film"]),
            ("ar", "السكاكين", ["knife-crime-film"]),
            ("en", "nożem", []),
        ],
    )
    def test_words_are_looked_for_in_the_readers_language(self, loaded, language, words, found):
        assert keys(language=language, words=words) == found

    def test_each_stands_once_under_the_priority_of_the_report(self, loaded):
        found = queries.list_initiatives(language="en")
        assert list(found.priorities) == [
            f"2025:{code}" for code in ("violent-crime", "exploitation", "asb-hotspots", "vawg")
        ]
        assert [len(found.under(key)) for key in found.priorities] == [13, 7, 11, 10]


class TestOverview:
    def test_what_is_internal_is_not_read(self, load, content):
        plans = tuple(
            dataclasses.replace(
                plan,
                measures=tuple(
                    dataclasses.replace(
                        measure,
                        observations=tuple(
                            dataclasses.replace(seen, visibility=Visibility.INTERNAL) for seen in measure.observations
                        ),
                    )
                    for measure in plan.measures
                ),
            )
            for plan in content.plans
        )
        load(plans=plans)
        overview = queries.get_overview()
        assert not [seen for plan in overview.plans.values() for one in plan.measures for seen in one.observations]
        assert any(plan.measures for plan in overview.plans.values())

    def test_an_empty_database_has_no_plan(self, app_context):
        assert queries.get_overview() == queries.Overview(plan=None, sets=(), plans={})

    def test_sets_come_in_the_order_of_time(self, loaded):
        sets = queries.list_priority_sets()
        assert [one.key for one in sets] == ["dorset-2019-20", "2020-21", "2022-25", "2025", "2025-10"]
        assert [one.is_own for one in sets] == [False, True, True, True, True]


class TestOneThing:
    def test_a_campaign_and_a_consultation_are_found_by_their_key(self, load, consultation):
        load(consultations=(consultation,))
        assert queries.get_campaign("just-dont").key == "just-dont"
        assert queries.get_consultation("draft") == consultation

    @pytest.mark.parametrize("get", [queries.get_campaign, queries.get_consultation])
    def test_what_is_not_there_is_not_found(self, loaded, get):
        with pytest.raises(NotFoundError):
            get("none")

    def test_the_sitemap_gets_every_address(self, load, content, consultation, now):
        load(consultations=(consultation,))
        found = dict(queries.list_public_addresses())
        assert set(found) == {f"/campaigns/{one.key}" for one in content.campaigns} | {"/consultations/draft"}
        assert set(found.values()) == {now}


class TestQuestions:
    @pytest.mark.parametrize(
        ("read", "most"),
        [
            (queries.get_overview, 3),
            (queries.list_priority_sets, 1),
            (lambda: queries.list_initiatives(language="en", words="a"), 3),
            (queries.list_strategies, 2),
            (queries.list_campaigns, 1),
            (lambda: queries.get_campaign("just-dont"), 1),
            (queries.list_consultations, 1),
        ],
    )
    def test_a_read_asks_few_questions(self, loaded, read, most):
        db.session.rollback()
        with questions() as asked:
            read()
        assert len(asked) <= most, asked
