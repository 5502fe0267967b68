"""What holds between questions: nobody answers one without having said what leads to it, and every table is shown."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engagement.disclosure.populations import KEY, is_proved, named, question, true_count
from tests.profiles import is_drill
from webapp.engagement.disclosure import Choice, Figure, NotProtectedError, Population, Published, rounded
from webapp.engagement.disclosure.hiding import protect
from webapp.engagement.disclosure.knowledge import Knowledge
from webapp.engagement.disclosure.people import People
from webapp.engagement.disclosure.proof import interval, judged, prove
from webapp.engagement.disclosure.settling import Settler

EXAMPLES = 100 if is_drill() else 6
KINDS = question(["noise"], Choice.ONE)
REPORTED = replace(question(["no", "once", "more"], Choice.ONE, code="reported"), within="kinds")
WHY_NOT = replace(question(["afraid"], Choice.ONE, code="why_not"), within="reported", after=("no",))


def _people(kinds, no, once, more, why=0):
    counts = {("kinds", ""): kinds, ("kinds", "noise"): kinds, ("reported", ""): no + once + more}
    counts |= {("reported", "no"): no, ("reported", "once"): once, ("reported", "more"): more}
    counts |= {("why_not", ""): why, ("why_not", "afraid"): why}
    return Population(
        parents={"town:a": ""},
        quarters=("q1",),
        questions={each.code: each for each in (KINDS, REPORTED, WHY_NOT)},
        counts={(code, "town:a", "q1", option): count for (code, option), count in counts.items()},
    )


def _figure(code, option=""):
    return Figure(question=code, area="", first="q1", last="q1", option=option)


MORE = _figure("reported", "more")
ALL = [_figure("kinds"), _figure("reported"), *(_figure("reported", option) for option in REPORTED.options)]


def _shown(*shown):
    return [Published(figure=figure, value=value) for figure, value in zip(ALL, shown, strict=True)]


def test_two_tables_do_not_tell_together_what_neither_tells():
    people = _people(103, 73, 27, 2)
    published = _shown(100, 105, 75, 30, None)
    # 101 to 104 people, of whom 71 said no at the least and 26 once.
    assert interval(people, published, MORE) == (0, 7)
    with pytest.raises(NotProtectedError, match="could be worked out"):
        prove(people, published)
    # Each table alone tells nothing.
    assert prove(people, published[1:]).proved == 1
    prove(people, published[:1])


def test_the_judge_refuses_witnesses_with_people_who_were_never_asked():
    people = _people(103, 73, 27, 2)
    published = _shown(100, 105, 75, 30, None)
    alone = replace(people, questions={**people.questions, "reported": replace(REPORTED, within="")})
    settler = Settler(Knowledge(People(alone), published))
    assert all(settler.in_the_way(line) is None for line in settler.seeker.wanted())
    assert judged(People(alone), published, settler.walked(), began=0.0).proved == 1
    with pytest.raises(NotProtectedError, match="never asked"):
        judged(People(people), published, settler.walked(), began=0.0)


@pytest.mark.parametrize("key", [str(number).encode() for number in range(12)])
def test_a_release_of_both_tables_tells_nothing_of_a_hidden_answer(key):
    people = _people(103, 73, 27, 2)
    given = protect(people, ALL, key=key)
    low, high = interval(people, given.figures, MORE)
    assert low == 0
    assert high >= 9
    assert given.proof.primary == given.proof.proved == prove(people, given.figures).proved


def test_what_an_earlier_release_gave_of_another_question_is_taken_into_account():
    people = _people(103, 73, 27, 2)
    earlier = named(_shown(100, 105, 75, 30, None)[:1], "one")
    broken = _shown(100, 105, 75, 30, None)[1:]
    prove(people, broken)
    with pytest.raises(NotProtectedError):
        prove(people, [*earlier, *broken])
    given = protect(people, ALL[1:], earlier=earlier, key=KEY)
    assert interval(people, [*earlier, *given.figures], MORE)[1] >= 9


def test_more_people_than_were_asked_are_no_population():
    with pytest.raises(ValueError, match="do not add up"):
        prove(_people(20, 12, 10, 2), _shown(20, None, None, None, None))
    with pytest.raises(ValueError, match="do not add up"):
        protect(_people(40, 12, 10, 2, why=13), [_figure("why_not")], key=KEY)


@st.composite
def tiny(draw):
    """Who said no and who said more, some who did not answer, and some of those who said no with a reason."""
    no, more, silent = draw(st.integers(8, 22)), draw(st.integers(0, 10)), draw(st.integers(0, 2))
    return _without_once(_people(no + more + silent, no, 0, more, why=no - draw(st.integers(0, min(no, 3)))))


def _without_once(people):
    return replace(people, questions={**people.questions, "reported": replace(REPORTED, options=("no", "more"))})


TRIED = (*ALL[:3], MORE, _figure("why_not"))


@settings(max_examples=EXAMPLES)
@given(tiny(), st.integers(0, 20))
def test_the_proof_refuses_just_what_trying_every_number_of_all_questions_refuses(people, key):
    published = [_at_first(people, figure, str(key).encode()) for figure in TRIED]
    assert is_proved(people, published) == _is_safe(people, published)


@settings(max_examples=EXAMPLES)
@given(tiny(), st.integers(0, 20))
def test_whatever_is_released_of_all_questions_is_safe_when_every_number_is_tried(people, key):
    assert _is_safe(people, protect(people, TRIED, key=str(key).encode()).figures)


def test_every_number_tried_shows_what_one_question_alone_hides():
    people = _without_once(_people(21, 20, 0, 1))
    shown = (20, 25, 20, None)
    published = [Published(figure=figure, value=value) for figure, value in zip(TRIED[:4], shown, strict=True)]
    alone = [entry for entry in published if entry.figure.question == "reported"]
    assert _is_safe(people, alone)
    assert is_proved(people, alone)
    assert not _is_safe(people, published)
    assert not is_proved(people, published)


def _at_first(people, figure, key):
    count = true_count(people, figure)
    return Published(figure=figure, value=rounded(count, key=key, figure=figure) if count >= 10 else None)


@cache
def _every_number():
    """Who named a kind, who said no, who said that they did, and who gave a reason: every way there is."""
    kinds, no, did, why = np.indices((61, 31, 31, 31), dtype=np.int16).reshape(4, -1)
    could = (no + did <= kinds) & (why <= no)
    kinds, no, did, why = (each[could] for each in (kinds, no, did, why))
    return dict(zip(TRIED, (kinds, no + did, no, did, why), strict=True))


def _is_safe(people, published):
    sums = _every_number()
    good = np.ones(len(sums[TRIED[0]]), dtype=bool)
    for entry in published:
        if entry.value is not None:
            low = 10 if entry.value == 15 else entry.value - 4
            good &= (sums[entry.figure] >= low) & (sums[entry.figure] <= entry.value + 4)
    for entry in published:
        seen = set(np.unique(sums[entry.figure][good]).tolist())
        if entry.value is not None and max(seen) - min(seen) < 5:
            return False
        if entry.value is None and true_count(people, entry.figure) < 10 and not seen >= set(range(10)):
            return False
    return True
