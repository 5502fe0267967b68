# ruff: noqa: RUF001 - sentences in Arabic, with its own figures
"""Spans and marks: whatever is found, spans never touch, and all that is not marked stays as it was."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tests.redaction.sentences import FOUND
from webapp.redaction.finding import find
from webapp.redaction.folding import alike, small
from webapp.redaction.marks import MARKS, OTHER_MARK, Kind, Span, apply, joined

PARTS = st.sampled_from(
    [part for words, _found in FOUND for part in words.split()]
    + [
        "07700",
        "900123",
        "@",
        "BH8",
        "8AB",
        "14",
        "Road",
        "Dave",
        "Mr",
        "flat",
        "AB12",
        "CDE",
        "+44",
        "(0)",
        "İ",
        "ß",
        "٠٧",
        "\u200f",
        "\n",
        "'s",
        ",",
        ".",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(PARTS, max_size=60).map(" ".join),
    st.lists(PARTS, max_size=60).map("".join),
    st.text(alphabet="07 +-().@aA1\n", max_size=300),
)
SPANS = st.lists(
    st.builds(Span, st.integers(-5, 60), st.integers(-5, 60), st.sampled_from([*Kind, "another"])), max_size=12
)


@given(TEXTS)
def test_spans_stand_in_order_inside_the_text_and_never_touch_the_same_letter(words):
    spans = find(words, frozenset({"boscombe", "ashley cross"}))
    assert all(0 <= span.start < span.end <= len(words) for span in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))


@given(TEXTS)
def test_all_else_stays_as_it_is(words):
    spans = find(words)
    rest = apply(words, spans)
    for span in reversed(spans):
        assert words[span.start : span.end]
    kept = [words[one:other] for one, other in _between(words, spans)]
    assert rest == "".join(_woven(kept, [MARKS[span.kind] for span in spans]))


@given(st.text(max_size=60), SPANS)
def test_any_spans_can_be_applied(words, spans):
    marked = apply(words, spans)
    shown = joined(spans, length=len(words))
    assert len(marked) == len(words) + sum(
        len(MARKS.get(span.kind, OTHER_MARK)) - (span.end - span.start) for span in shown
    )


@given(st.text(max_size=300))
def test_texts_made_alike_are_as_long_as_before(words):
    assert len(alike(words)) == len(words) == len(small(words))


def test_two_parts_that_touch_become_one_mark_of_the_first():
    spans = [Span(6, 12, Kind.PHONE), Span(0, 8, Kind.NAME)]
    assert apply("Dave Smith 07700", spans) == "[name]7700"


def test_marks_say_nothing_of_what_they_hide():
    marked = [apply(words, find(words)) for words, found in FOUND if found]
    assert all(set(mark.strip("[]")) <= set("abcdefghijklmnopqrstuvwxyz -") for mark in MARKS.values())
    assert not any("07700" in words or "@" in words or "BH8 8AB" in words for words in marked)


def test_a_text_without_anything_is_the_same_text():
    words = "Kids on bikes.\r\nالليل"
    assert apply(words, ()) == words


def _between(words: str, spans: tuple[Span, ...]) -> list[tuple[int, int]]:
    ends = [0, *(span.end for span in spans)]
    return list(zip(ends, [*(span.start for span in spans), len(words)], strict=True))


def _woven(kept: list[str], marks: list[str]) -> list[str]:
    return [part for pair in zip(kept, [*marks, ""], strict=True) for part in pair]
