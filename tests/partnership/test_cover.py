"""The safeguarding cover of settings.toml."""

import datetime as dt

import pytest

from webapp.partnership import PartnershipError, load_partnership
from webapp.partnership.cover import read_cover
from webapp.partnership.entries import Entry

WRITTEN = {"hours": "Monday to Friday", "reader": "An officer"}


def cover(**changes):
    return read_cover(Entry({**WRITTEN, **changes}, "settings.toml [safeguarding_cover]", ("en",)))


def test_what_is_left_out_is_office_hours_and_nobody():
    found = cover()
    assert (found.weekdays, found.opens, found.closes) == ((1, 2, 3, 4, 5), dt.time(9), dt.time(17))
    assert found.duty_officer is None
    assert not found.is_set


@pytest.mark.parametrize(
    ("changes", "is_set"),
    [
        ({"to_confirm": False, "duty_officer": "duty@example.org"}, True),
        ({"to_confirm": False}, False),
        ({"duty_officer": "duty@example.org"}, False),
    ],
)
def test_it_is_set_when_it_is_confirmed_and_there_is_somebody_to_tell(changes, is_set):
    assert cover(**changes).is_set is is_set


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"opens": "9am"}, '"opens" is "9am"; write the time like 09:00'),
        ({"opens": "17:00"}, '"closes" is 17:00; give a time after 17:00'),
        ({"weekdays": [0, 1]}, '"weekdays" is no list of days'),
        ({"weekdays": []}, '"weekdays" is no list of days'),
        ({"duty_officer": "duty"}, '"duty_officer" is "duty"; give an e-mail address alone'),
    ],
)
def test_what_is_wrong_is_said(changes, sentence):
    with pytest.raises(PartnershipError, match=sentence.replace("[", r"\[")):
        cover(**changes)


def test_the_first_partnership_proposes_one_in_each_of_its_languages():
    partnership = load_partnership("bcp")
    found = partnership.profile.safeguarding_cover
    assert all(text.has(each.code) for text in (found.hours, found.reader) for each in partnership.languages)
    assert not found.is_set
    assert partnership.profile.signed_off_on is None
