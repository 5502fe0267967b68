"""The register of what members of each scheme promise: the seven of the Unity Promise, the undertakings of Safe Places.

Sources: domain reference 4.1 and 4.2 with `unity_promise_commitments.csv`; the words are our own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.venues.schemes import SchemeCode


class CommitmentState(StrEnum):
    """How far a place says it is with a commitment."""

    IN_PLACE = "in-place"
    PLANNED = "planned"
    NOT_YET = "not-yet"


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """One thing that members promise; `evidence` is what they can show for it."""

    code: str
    scheme: SchemeCode
    name: LazyString
    meaning: LazyString
    evidence: LazyString


def _unity(code: str, name: LazyString, meaning: LazyString, evidence: LazyString) -> Commitment:
    return Commitment(code=code, scheme=SchemeCode.UNITY_PROMISE, name=name, meaning=meaning, evidence=evidence)


def _safe_place(code: str, name: LazyString, meaning: LazyString, evidence: LazyString) -> Commitment:
    return Commitment(code=code, scheme=SchemeCode.SAFE_PLACE, name=name, meaning=meaning, evidence=evidence)


COMMITMENTS: tuple[Commitment, ...] = (
    _unity(
        "champion",
        _l("A champion"),
        _l("One named person leads the work."),
        _l("The name and role of that person, and since when. We do not show the name."),
    ),
    _unity(
        "communicate",
        _l("Telling people"),
        _l("There are messages for the public and for staff, online and on site."),
        _l("A photo of the poster, or the address of the web page."),
    ),
    _unity(
        "support-staff",
        _l("Support for staff"),
        _l("Staff have ways to report unacceptable behaviour."),
        _l("The date of the policy."),
    ),
    _unity(
        "support-public",
        _l("Support for the public"),
        _l("Customers have a way to report."),
        _l("A few words on how customers report."),
    ),
    _unity(
        "training-responding",
        _l("Training: what to do"),
        _l("Staff know what to say and do when somebody tells them what happened."),
        _l("How many staff are trained, and when."),
    ),
    _unity(
        "training-recording",
        _l("Training: writing it down"),
        _l("Staff know how to write down what happened and pass it on properly."),
        _l("How many staff are trained, and when."),
    ),
    _unity(
        "designing-for-safety",
        _l("A safer space"),
        _l("The place looks at its own space and changes what is not safe."),
        _l("The date of the look, and what was changed."),
    ),
    _safe_place(
        "welcome",
        _l("A welcome"),
        _l("Staff welcome anybody who asks for help, and ask how they can help."),
        _l("How new staff are told."),
    ),
    _safe_place(
        "call",
        _l("A call"),
        _l("Staff call the person's contact, or the services that they need."),
        _l("Which telephone staff use."),
    ),
    _safe_place(
        "wait",
        _l("A place to wait"),
        _l("The person may wait inside until help comes."),
        _l("Where people can wait."),
    ),
    _safe_place(
        "show-the-logo",
        _l("The sign in the window"),
        _l("The sign of the scheme can be seen from outside."),
        _l("A photo of the sign."),
    ),
    _safe_place(
        "trained-staff",
        _l("Trained staff"),
        _l("At least one person on each shift knows what to do."),
        _l("How many staff are trained, and when."),
    ),
)
BY_SCHEME: Mapping[str, tuple[Commitment, ...]] = {
    scheme.value: tuple(each for each in COMMITMENTS if each.scheme is scheme) for scheme in SchemeCode
}
COMMITMENT_BY_CODE: Mapping[str, Commitment] = {each.code: each for each in COMMITMENTS}
