"""Finding a case by the name or the telephone number of somebody in it: whoever lost their number calls without it.

Both are sealed, so what an officer's key opens is looked through, so many people at a time. That somebody looked, and
which cases were shown, is written down.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from webapp.audit.actors import Actor
from webapp.audit.services import record, record_read
from webapp.casereview.cases import queries
from webapp.casereview.cases.items import CASE
from webapp.casereview.cases.models import CasePerson, CaseReview
from webapp.casereview.cases.opening import OpenedPerson, opened_person
from webapp.casereview.cases.reaching import within
from webapp.database import db
from webapp.kit.paging import ListPage, page_number
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import KeyMissingError, PrivateKey
from webapp.sealing.unlocking import keyring

# So many people are opened for one page.
AT_ONCE = 300
SHORTEST_NAME = 2
SHORTEST_NUMBER = 5
# A whole British number with its country's digits has twelve, some eleven.
WITH_COUNTRY = 11


@dataclass(frozen=True, kw_only=True)
class Match:
    """Somebody of an open case whom the words may mean."""

    case: queries.Listed
    person: OpenedPerson


@dataclass(frozen=True, kw_only=True)
class Search:
    """What was found on one page of people; `unread` could not be opened with this officer's key."""

    matches: tuple[Match, ...]
    page: ListPage[CasePerson]
    unread: int


def is_enough(typed: str) -> bool:
    """Whether somebody typed enough to look for: a short word would open half of the cases."""
    return len(_digits(typed)) >= SHORTEST_NUMBER or any(
        len(word) >= SHORTEST_NAME and word.isalpha() for word in _words(typed)
    )


@transaction
def search(typed: str, *, by: Actor, key: PrivateKey | None, page: str | None = None) -> Search:
    """Look through the people of the open cases that an officer may see, the newest cases first."""
    conditions = (CaseReview.closed_on.is_(None), *within(queries.reach_of(by)))
    total = db.session.scalar(select(func.count()).select_from(CasePerson).join(CaseReview).where(*conditions)) or 0
    number = page_number(page, total=total, size=AT_ONCE)
    wanted = (
        select(CasePerson, CaseReview)
        .join(CaseReview)
        .where(*conditions)
        .order_by(CaseReview.applied_on.desc(), CaseReview.id, CasePerson.id)
        .limit(AT_ONCE)
        .offset((number - 1) * AT_ONCE)
    )
    rows = list(db.session.execute(wanted))
    matches, unread = _opened(rows, typed, key)
    record("case_review.searched", by=by, kind=CASE, key="", changes={"found": (None, len(matches))})
    for case_id in dict.fromkeys(match.case.id for match in matches):
        record_read("case_review.found", by=by, kind=CASE, key=case_id.hex)
    found = ListPage(rows=[person for person, _case in rows], number=number, total=total, size=AT_ONCE)
    return Search(matches=tuple(matches), page=found, unread=unread)


def _opened(rows: Sequence[Any], typed: str, key: PrivateKey | None) -> tuple[list[Match], int]:
    """Those whom the words may mean, and how many could not be opened."""
    ring, matches, unread = keyring(key), [], 0
    for person, case in rows:
        try:
            opened = opened_person(person, ring)
        except KeyMissingError:
            unread += 1
            continue
        if _means(typed, opened):
            matches.append(Match(case=queries.listed(case), person=opened))
    return matches, unread


def _means(typed: str, opened: OpenedPerson) -> bool:
    """Every word typed begins a word of the name, or the digits end a number that we were told."""
    digits = _digits(typed)
    contact = opened.person.contact
    if len(digits) >= SHORTEST_NUMBER:
        return _digits(contact.telephone).endswith(digits)
    names = _words(opened.person.name)
    asked = _words(typed)
    return bool(asked) and all(any(name.startswith(word) for name in names) for word in asked)


def _digits(text: str) -> str:
    """The number without the country's or the trunk's first digits, so that +44 and 0 are the same."""
    digits = "".join(each for each in text if each.isdigit()).removeprefix("00")
    whole = digits.removeprefix("44") if len(digits) >= WITH_COUNTRY else digits
    return whole.removeprefix("0")


def _words(text: str) -> list[str]:
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return "".join(each if each.isalnum() else " " for each in plain.casefold()).split()
