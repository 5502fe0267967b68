"""Loading the strategy: twice is once, a change is kept, what somebody worked on stays."""

import dataclasses

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from webapp.database import db
from webapp.partnership import Text, Wording
from webapp.search.models import Entry
from webapp.strategy import models, queries

PARTS = {
    models.Strategy: 13,
    models.Priority: 20,
    models.Commitment: 13,
    models.Measure: 16,
    models.Observation: 5,
    models.Initiative: 41,
    models.Campaign: 6,
    models.Consultation: 0,
}


def counts() -> dict[type, int]:
    return {model: db.session.scalar(select(func.count()).select_from(model)) for model in PARTS}


def first_initiative():
    return queries.list_initiatives(language="en").initiatives[0]


def renamed(items, key: str, **changes):
    return tuple(dataclasses.replace(item, **changes) if item.key == key else item for item in items)


def say(words: str) -> Text:
    return Text((Wording(words, "en"),))


def edit(model, key: str, **values) -> None:
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(update(model.__table__).where(model.__table__.c.key == key).values(**values))
        connection.commit()
    db.session.rollback()


class TestLoading:
    def test_everything_of_the_files_is_kept(self, loaded):
        assert counts() == PARTS

    def test_what_is_kept_is_what_was_read(self, loaded):
        found = queries.list_initiatives(language="en")
        assert found.initiatives == loaded.initiatives
        assert queries.list_strategies() == loaded.strategies
        assert set(queries.list_campaigns()) == set(loaded.campaigns)
        overview = queries.get_overview()
        assert tuple(plan.priority for plan in overview.plans.values()) == loaded.priorities
        for plan in loaded.plans:
            assert overview.plans[plan.priority].commitments == plan.commitments
            assert overview.plans[plan.priority].measures == plan.measures

    def test_a_second_time_changes_nothing(self, load, app):
        load()
        revision = app.extensions["public_revision"].current()
        entries = db.session.scalars(select(Entry.id)).all()
        assert load() == 0
        assert app.extensions["public_revision"].current() == revision
        assert db.session.scalars(select(Entry.id)).all() == entries

    def test_a_changed_entry_alone_is_written_again(self, load, content, now):
        load()
        later = now.replace(year=2027)
        changed = renamed(content.initiatives, "knife-crime-film", name=say("Another name"), priorities=("2025:vawg",))
        assert load(initiatives=changed, at=later) == 1
        moments = dict(db.session.execute(select(models.Initiative.key, models.Initiative.updated_at)).all())
        assert {key for key, moment in moments.items() if moment == later} == {"knife-crime-film"}
        assert str(first_initiative().name) == "Another name"
        assert first_initiative().priorities == ("2025:vawg",)

    def test_a_priority_keeps_what_stands_under_it_when_it_changes(self, load, content):
        load()
        assert load(priorities=renamed(content.priorities, "2025:vawg", name=say("Renamed"))) == 1
        assert counts() == PARTS
        assert str(queries.list_initiatives(language="en").priorities["2025:vawg"].name) == "Renamed"

    def test_children_are_replaced_not_added(self, load, content):
        load()
        strategies = renamed(content.strategies, "asb", what=say("Other words"))
        before = db.session.scalar(select(func.count()).select_from(models.ProgressNote))
        assert load(strategies=strategies) == 1
        assert db.session.scalar(select(func.count()).select_from(models.ProgressNote)) == before

    def test_what_left_the_files_goes(self, load, content):
        load()
        assert load(campaigns=content.campaigns[1:]) == 1
        assert counts()[models.Campaign] == len(content.campaigns) - 1
        left = db.session.scalars(select(Entry.key).where(Entry.source == "strategy")).all()
        assert not [key for key in left if key.startswith(f"campaign/{content.campaigns[0].key}/")]

    def test_what_somebody_worked_on_stays(self, load, content):
        load()
        edit(models.Initiative, "knife-crime-film", made_by="officer")
        changed = renamed(content.initiatives, "knife-crime-film", name=say("From the file"))
        assert load(initiatives=changed) == 0
        assert str(first_initiative().name) == str(content.initiatives[0].name)
        assert load(initiatives=content.initiatives[1:]) == 0
        assert counts()[models.Initiative] == 41

    def test_the_public_revision_is_raised(self, load, app):
        before = app.extensions["public_revision"].current() or 0
        load()
        assert app.extensions["public_revision"].current() > before

    def test_a_partnership_without_a_strategy_can_be_loaded(self, load):
        nothing = dict.fromkeys(("strategies", "priorities", "plans", "initiatives", "campaigns"), ())
        assert load(**nothing) == 0


class TestSearch:
    def test_everything_with_an_address_can_be_found_in_each_language(self, loaded):
        entries = db.session.execute(select(Entry.address, Entry.language).where(Entry.source == "strategy")).all()
        assert len(entries) == 3 * (13 + 41 + 6)
        assert ("/initiatives#cuckooing", "pl") in entries
        assert ("/campaigns/just-dont", "ar") in entries


class TestWhatTheDatabaseRefuses:
    @pytest.mark.parametrize(
        ("model", "key", "values"),
        [
            (models.Strategy, "asb", {"stage": "dreamt"}),
            (models.Initiative, "cctv", {"stage": "dreamt"}),
            (models.Measure, "marac-cases", {"polarity": "sideways"}),
            (models.Measure, "marac-cases", {"kind": "guess"}),
        ],
    )
    def test_a_code_that_nobody_knows(self, loaded, model, key, values):
        with pytest.raises(IntegrityError):
            edit(model, key, **values)

    @pytest.mark.parametrize("values", [{"value": None}, {"numerator": 3}, {"visibility": "secret"}])
    def test_an_observation_that_says_nothing_or_half(self, loaded, values):
        table = models.Observation.__table__
        with (
            pytest.raises(IntegrityError),
            db.engine.connect().execution_options(writes=True) as connection,
        ):
            connection.execute(update(table).where(table.c.value == 734).values(**values))
