"""Publishing rules as tables."""

import pytest

from webapp.publishing.kinds import KINDS
from webapp.publishing.rules import (
    ALLOWED_CHANGES,
    PublishingRefusedError,
    State,
    check_change,
    check_publishing_alone,
    newest_first,
    reading_minutes,
)

CHANGES = [
    (State.DRAFT, State.PUBLISHED, True),
    (State.DRAFT, State.IN_REVIEW, True),
    (State.DRAFT, State.WITHDRAWN, False),
    (State.IN_REVIEW, State.DRAFT, True),
    (State.PUBLISHED, State.ARCHIVED, True),
    (State.PUBLISHED, State.DRAFT, False),
    (State.ARCHIVED, State.PUBLISHED, True),
    (State.WITHDRAWN, State.PUBLISHED, False),
    (State.WITHDRAWN, State.DRAFT, False),
]


@pytest.mark.parametrize(("before", "after", "allowed"), CHANGES)
def test_a_state_changes_only_as_the_table_says(before, after, allowed):
    if allowed:
        check_change(before, after)
        return
    with pytest.raises(PublishingRefusedError, match="cannot become"):
        check_change(before, after)


def test_the_table_knows_every_state():
    assert set(ALLOWED_CHANGES) == set(State)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_only_sensitive_kinds_need_a_second_person(kind):
    if kind.code in {"dhr", "learning_review"}:
        assert kind.sensitive
        with pytest.raises(PublishingRefusedError, match="second person"):
            check_publishing_alone(kind.code, sensitive=kind.sensitive)
    else:
        check_publishing_alone(kind.code, sensitive=kind.sensitive)


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (50, 1), (220, 1), (440, 2), (8000, 36)])
def test_reading_time_is_whole_minutes(words, minutes):
    assert reading_minutes(words) == minutes


def test_years_are_listed_once_and_newest_first():
    assert newest_first([2021, None, 2026, 2021, 2022]) == [2026, 2022, 2021]
