"""The words for what people report about a place."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.venues.rules import Problem

PROBLEM_NAMES: dict[Problem, LazyString] = {
    Problem.CLOSED_DOWN: _l("It has closed down, or it is not there"),
    Problem.HOURS_WRONG: _l("The opening hours are wrong"),
    Problem.DID_NOT_KNOW: _l("The staff did not know what to do, or did not help"),
    Problem.HANDLED_BADLY: _l("I told the staff about something, and they did not deal with it well"),
    Problem.ACCESS_WRONG: _l("It is not as easy to get into or to use as you say"),
    Problem.OTHER: _l("Something else is wrong"),
    Problem.FRIGHTENED_ME: _l("A member of staff frightened me"),
}
