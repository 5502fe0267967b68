"""Strategies, priorities, promises, measures and work on the desk: written, shown, changed, and left to officers."""

from typing import ClassVar

import pytest
from sqlalchemy import select

from tests.client import Page
from tests.desk.sending import send
from webapp.database import db
from webapp.search.models import Entry
from webapp.strategy import models, queries

SOURCE = {"citation-source": "annual-report-2026", "citation-where": "35"}


def write(client, name: str, answers: dict) -> str:
    """Write a new thing and publish it; gives its address."""
    new = f"/desk/content/{name}/new"
    answer = send(client, client.get(new), new, answers, here=new)
    page = Page(answer)
    assert answer.status_code == 303, page.words("p")
    send(client, client.get(answer.location), f"{answer.location}/publish")
    return answer.location


class TestEveryEditor:
    @pytest.mark.parametrize(
        ("name", "model"),
        [
            ("strategies", models.Strategy),
            ("priorities", models.Priority),
            ("commitments", models.Commitment),
            ("measures", models.Measure),
            ("initiatives", models.Initiative),
        ],
    )
    def test_all_that_the_files_hold_can_be_saved_and_shown_unchanged(self, publisher, strategy, name, model, content):
        before = queries.get_overview(), queries.list_strategies(), queries.list_initiatives(language="en").initiatives
        publisher.get(f"/desk/content/{name}")
        for thing_id in db.session.scalars(select(model.id).order_by(model.position)).all()[:12]:
            thing = f"/desk/content/{name}/{thing_id}"
            section = {"strategies": "strategy", "priorities": "priority", "commitments": "commitment"}
            code = section.get(name, name.removesuffix("s"))
            change = f"{thing}/change/{code}"
            answer = send(publisher, publisher.get(change), change, here=change)
            assert answer.status_code == 303, (thing_id, Page(answer).words("li"))
            send(publisher, publisher.get(thing), f"{thing}/publish")
        db.session.expire_all()
        after = queries.get_overview(), queries.list_strategies(), queries.list_initiatives(language="en").initiatives
        assert after == before


class TestAStrategy:
    ANSWERS: ClassVar = {
        "title-en": "Lamp strategy",
        "what-en": "How the streets are lit.",
        "owner-en": "The partnership",
        "stage": "agreed",
        "starts": "2026",
        "last_word": "October 2026",
        "source-source": "annual-report-2026",
        "source-where": "35",
    }

    def test_it_comes_into_the_register_and_the_search(self, publisher, strategy):
        write(publisher, "strategies", self.ANSWERS)
        assert "Lamp strategy" in publisher.get("/strategies").text
        assert db.session.scalar(select(Entry.key).where(Entry.title == "Lamp strategy")) == "strategy/lamp-strategy/en"

    def test_a_note_on_its_progress_is_shown_with_its_source(self, publisher, strategy):
        thing = write(publisher, "strategies", self.ANSWERS)
        add = f"{thing}/add/notes"
        undated = {"kind": "progress", "text-en": "Lit.", **SOURCE}
        page = Page(send(publisher, publisher.get(add), add, undated, here=add))
        assert "Enter when it happened" in page.text
        answers = {"kind": "progress", "day": "3 October 2026", "text-en": "The first lamp is lit.", **SOURCE}
        assert send(publisher, publisher.get(add), add, answers, here=add).status_code == 303
        send(publisher, publisher.get(thing), f"{thing}/publish")
        assert "The first lamp is lit." in publisher.get("/strategies").text

    def test_there_is_one_plan(self, publisher, strategy):
        new = "/desk/content/strategies/new"
        page = Page(send(publisher, publisher.get(new), new, {**self.ANSWERS, "is_plan": "yes"}, here=new))
        assert page.status == 422
        assert "there is one only" in page.text

    def test_the_starter_leaves_alone_what_an_officer_changed_or_took_off(self, publisher, strategy, load, id_of):
        thing = f"/desk/content/strategies/{id_of(models.Strategy)}"
        off = f"{thing}/take-off"
        send(publisher, publisher.get(off), off, here=off)
        count = len(queries.list_strategies())
        load()
        db.session.expire_all()
        assert len(queries.list_strategies()) == count


class TestAPriority:
    def test_a_new_one_holds_for_its_time(self, publisher, strategy):
        own = next(one for one in reversed(queries.list_priority_sets()) if one.is_own)
        answers = {"set_key": own.key, "name-en": "Lamps", "came_after": "unknown"}
        write(publisher, "priorities", answers)
        assert "Lamps" in publisher.get("/priorities").text
        [added] = [one for of in queries.list_priority_sets() for one in of.priorities if str(one.name) == "Lamps"]
        assert (added.set_key, added.starts, added.ends) == (own.key, own.starts, own.ends)

    def test_what_came_after_is_one_of_three(self, publisher, strategy, id_of):
        first, *_rest, last = [one for of in queries.list_priority_sets() for one in of.priorities]
        change = f"/desk/content/priorities/{id_of(models.Priority, first.key)}/change/priority"
        page = Page(send(publisher, publisher.get(change), change, {"came_after": "after", "after": []}, here=change))
        assert "Choose at least one priority" in page.text
        answers = {"came_after": "after", "after": [last.key]}
        assert send(publisher, publisher.get(change), change, answers, here=change).status_code == 303
        thing = change.removesuffix("/change/priority")
        send(publisher, publisher.get(thing), f"{thing}/publish")
        db.session.expire_all()
        [changed] = [one for of in queries.list_priority_sets() for one in of.priorities if one.key == first.key]
        assert changed.replaced_by == (last.key,)


class TestPromisesMeasuresAndWork:
    def test_a_promise_needs_a_source(self, publisher, strategy):
        priority = queries.list_priority_sets()[-1].priorities[0].key
        new = "/desk/content/commitments/new"
        answers = {"priority": priority, "text-en": "Light every street."}
        page = Page(send(publisher, publisher.get(new), new, answers, here=new))
        assert "Say where this comes from" in page.text
        write(publisher, "commitments", {**answers, **SOURCE})
        assert "Light every street." in publisher.get("/strategy").text

    def test_a_measure_says_which_way_is_better(self, publisher, strategy):
        priority = queries.list_priority_sets()[-1].priorities[0].key
        answers = {"priority": priority, "kind": "kpi", "name-en": "Lamps lit", "type": "whole", "every_months": "3"}
        answers |= {"polarity": "up_is_good", "target": "1,500", **SOURCE}
        write(publisher, "measures", answers)
        text = publisher.get("/strategy").text
        assert "Lamps lit" in text
        assert "1,500" in text

    def test_work_serves_several_priorities(self, publisher, strategy):
        one, two = [each.key for each in queries.list_priority_sets()[-1].priorities[:2]]
        answers = {"name-en": "Lamp walks", "what-en": "Walks at night.", "stage": "pilot"}
        answers |= {"first": two, "others": [one]}
        thing = write(publisher, "initiatives", {**answers, "last_word": "2026", **SOURCE})
        assert "Lamp walks" in publisher.get("/initiatives").text
        [made] = _work("Lamp walks")
        assert made.priorities == (two, one)
        change = f"{thing}/change/initiative"
        send(publisher, publisher.get(change), change, {"first": one, "others": [two]}, here=change)
        send(publisher, publisher.get(thing), f"{thing}/publish")
        db.session.expire_all()
        [made] = _work("Lamp walks")
        assert made.priorities == (one, two)


def _work(name: str) -> list:
    return [one for one in queries.list_initiatives(language="en").initiatives if str(one.name) == name]
