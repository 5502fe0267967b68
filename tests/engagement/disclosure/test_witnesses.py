"""The judge takes nothing on trust: an engine that is broken on purpose is caught."""

from dataclasses import replace

import pytest

from tests.engagement.disclosure.populations import KEY, drawn, figures, one_option, true_count
from webapp.engagement.disclosure import NotProtectedError, Published, hiding, proof, rounded
from webapp.engagement.disclosure.hiding import protect
from webapp.engagement.disclosure.knowledge import Knowledge
from webapp.engagement.disclosure.people import People
from webapp.engagement.disclosure.proof import prove
from webapp.engagement.disclosure.settling import Settler, Walked

PLACES = {"town:a": "", "town:b": ""}


def _without_hiding(people, wanted):
    counts = {figure: true_count(people, figure) for figure in wanted}
    return [
        Published(figure=figure, value=rounded(count, key=KEY, figure=figure) if count >= 10 else None)
        for figure, count in counts.items()
    ]


def _walked(people, published):
    settler = Settler(Knowledge(People(people), published))
    for line in settler.seeker.wanted():
        assert settler.in_the_way(line) is None
    return settler.walked()


def test_an_engine_that_hides_nothing_for_the_sake_of_others_is_caught(monkeypatch):
    people = one_option(PLACES, {"town:a": 60, "town:b": 0})
    wanted = figures(people, areas=["", *PLACES], length=1)
    assert protect(people, wanted, key=KEY)
    monkeypatch.setattr(hiding._Tables, "_help", lambda *_: False)
    with pytest.raises(NotProtectedError, match="could be worked out"):
        protect(people, wanted, key=KEY)
    with pytest.raises(NotProtectedError, match="could be worked out"):
        prove(people, _without_hiding(people, wanted))


def test_a_search_that_finds_nothing_proves_nothing(monkeypatch):
    people = drawn(1, 200)
    monkeypatch.setattr(Settler, "in_the_way", lambda *_: None)
    with pytest.raises(NotProtectedError, match="could be worked out"):
        protect(people, figures(people), key=KEY)


@pytest.mark.parametrize("by", [-1_000, 1_000])
def test_a_witness_that_breaks_anything_is_no_witness(by):
    people = drawn(1, 200)
    published = protect(people, figures(people), key=KEY).figures
    found = _walked(people, published)
    judge = [People(people), published]
    assert proof.judged(*judge, found, began=0.0).proved
    (first, *_), *_ = found.walks
    broken = Walked(unknowns=found.unknowns, walks=([[(first[0][0], by)]],))
    with pytest.raises(NotProtectedError, match="A witness"):
        proof.judged(*judge, broken, began=0.0)


def test_a_witness_for_other_figures_is_no_witness_for_these():
    people = one_option(PLACES, {"town:a": 60, "town:b": 0})
    wanted = figures(people, areas=["town:a", "town:b"], length=1)
    found = _walked(people, _without_hiding(people, wanted))
    whole = figures(people, areas=[""], length=1)
    with pytest.raises(NotProtectedError, match="A witness breaks a given figure"):
        proof.judged(People(people), _without_hiding(people, [*wanted, *whole]), found, began=0.0)


def test_a_proof_tells_what_was_found():
    people = drawn(3, 300)
    published = protect(people, figures(people), key=KEY).figures
    found = prove(people, published)
    hidden = [entry.figure for entry in published if entry.value is None]
    assert found.hidden == len(hidden)
    assert found.primary == found.proved == sum(true_count(people, figure) < 10 for figure in hidden)
    assert replace(found, seconds=0.0) == replace(prove(people, published), seconds=0.0)
