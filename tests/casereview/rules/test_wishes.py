"""When somebody is let in anew, or a contact is changed: a table without a database."""

import datetime as dt
from dataclasses import replace

import pytest

from webapp.casereview.rules.codes import ContactWay, EventKind
from webapp.casereview.rules.records import SafeContact
from webapp.casereview.rules.standings import Event
from webapp.casereview.rules.tracker_codes import Asked, Proof, Trouble, Wanted
from webapp.casereview.rules.wishes import (
    Wish,
    handed_by,
    only_takes_away,
    reached_by,
    told_by_another,
    trouble_with,
    wishes_of,
)

DAY = dt.date(2026, 3, 2)
SAFE, OTHER = Asked.SAFE_WAY, Asked.OTHER_WAY
WORD, IDENTITY, NOTHING = Proof.CODE_WORD, Proof.IDENTITY, Proof.NONE
E_MAIL, CALL, POST, PAGE = ContactWay.EMAIL, ContactWay.TELEPHONE, ContactWay.POST, ContactWay.TRACKER
CONTACT = SafeContact(
    ways=(E_MAIL, CALL), email="a@example.org", telephone="01632 960001", code_word="heron", no_message=False
)


@pytest.mark.parametrize(
    ("asked", "proof", "has_word", "is_first", "days", "expected"),
    [
        (None, NOTHING, False, False, 0, Trouble.NOT_ASKED),
        (SAFE, WORD, True, False, 0, None),
        # Whoever does not know the code word gets nothing by waiting, even where they call from the right telephone.
        (SAFE, NOTHING, True, False, 0, Trouble.NO_CODE_WORD),
        (SAFE, NOTHING, True, False, 7, Trouble.NO_CODE_WORD),
        (OTHER, NOTHING, True, False, 7, Trouble.NO_CODE_WORD),
        (SAFE, IDENTITY, True, False, 0, Trouble.NOT_YET),
        (SAFE, IDENTITY, True, False, 1, None),
        (OTHER, WORD, True, False, 0, Trouble.NOT_YET),
        (OTHER, WORD, True, False, 1, None),
        # Without a code word: who they are is shown, or a safe way is told and a day goes by.
        (SAFE, IDENTITY, False, False, 0, None),
        (SAFE, NOTHING, False, False, 0, Trouble.NOT_YET),
        (SAFE, NOTHING, False, False, 1, None),
        (OTHER, NOTHING, False, False, 7, Trouble.NOT_PROVED),
        (OTHER, IDENTITY, False, False, 0, Trouble.NOT_YET),
        (OTHER, IDENTITY, False, False, 1, None),
        # Nobody says a code word that was never agreed.
        (OTHER, WORD, False, False, 7, Trouble.NOT_PROVED),
        # The first time: never unshown.
        (SAFE, NOTHING, False, True, 7, Trouble.NOT_PROVED),
        (SAFE, IDENTITY, False, True, 0, None),
        (OTHER, IDENTITY, False, True, 0, Trouble.NOT_YET),
        (SAFE, WORD, True, True, 0, None),
        # A wish of last week is none.
        (SAFE, WORD, True, False, 7, None),
        (SAFE, WORD, True, False, 8, Trouble.NOT_ASKED),
        (SAFE, WORD, True, False, -1, Trouble.NOT_ASKED),
    ],
)
def test_who_is_let_in_when(asked, proof, has_word, is_first, days, expected):
    wish = Wish(asked=asked, asked_on=DAY, proof=proof) if asked else None
    today = DAY + dt.timedelta(days=days)
    assert trouble_with(wish, has_code_word=has_word, is_first=is_first, today=today) is expected


def told(*notes: tuple[str, str]) -> dict[str, dict[Wanted, Wish]]:
    at = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    common = {"way": SAFE.value, "proof": WORD.value}
    return wishes_of(
        Event(
            id=str(number),
            kind=EventKind.NOTE,
            happened_on=DAY,
            recorded_at=at,
            codes={"person_note": done, "person": who, **common},
        )
        for number, (who, done) in enumerate(notes)
    )


@pytest.mark.parametrize(
    ("after", "left"),
    [
        ((), {Wanted.WORDS, Wanted.CONTACT}),
        (("words_given",), {Wanted.CONTACT}),
        (("words_replaced",), {Wanted.CONTACT}),
        (("contact_changed",), {Wanted.WORDS}),
        (("wish_refused",), set()),
        (("wish_refused", "words_asked"), {Wanted.WORDS}),
        (("confirmed", "ended"), {Wanted.WORDS, Wanted.CONTACT}),
    ],
)
def test_what_uses_a_wish_up(after, left):
    asked = (("a", "words_asked"), ("a", "contact_asked"), ("b", "words_asked"))
    found = told(*asked, *(("a", done) for done in after))
    assert set(found["a"]) == left
    assert set(found["b"]) == {Wanted.WORDS}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"ways": (CALL,)}, True),
        ({"ways": (), "email": "", "telephone": ""}, True),
        ({"no_message": True}, True),
        ({"ways": (E_MAIL, CALL, POST)}, False),
        ({"email": "b@example.org"}, False),
        ({"code_word": "crane"}, False),
        ({"language": "pl"}, False),
        ({"post": "5 Madeup Close"}, False),
    ],
)
def test_a_way_that_is_taken_away_needs_nothing(changes, expected):
    assert only_takes_away(CONTACT, replace(CONTACT, **changes)) is expected


def test_words_go_by_no_way_that_keeps_them():
    ways = SafeContact(ways=tuple(ContactWay))
    assert handed_by(ways) == (CALL, POST, ContactWay.SUPPORTER)
    assert set(reached_by(ways)) == set(ContactWay) - {PAGE}


def test_what_somebody_else_told_is_kept_and_is_no_way():
    found = told_by_another(CONTACT)
    assert (found.ways, found.named_ways, found.email) == ((), CONTACT.ways, CONTACT.email)
