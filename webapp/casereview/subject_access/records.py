"""What a copy for one person consists of, and whose copy holds how much; pure.

Whatever seems to be about somebody else is marked, not taken out: an officer decides of each mark (Data Protection Act
2018, Schedule 2, paragraph 16).
"""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from webapp.casereview.rules.codes import Authority, CaseKind, PersonRole
from webapp.casereview.rules.records import Person
from webapp.redaction.marks import Span


class Source(StrEnum):
    """Where a part of the copy comes from."""

    ABOUT = "about"
    CONTACT = "contact"
    APPLICATION = "application"
    INCIDENT = "incident"
    EVENT = "event"
    MESSAGE = "message"
    LETTER = "letter"
    RECOMMENDATION = "recommendation"
    REQUEST = "request"
    CHRONOLOGY = "chronology"
    FILE = "file"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing that is kept: `field` is its code, `marks` are what may be about somebody else.

    `of_another`: another person of the case wrote it, or it was written to them; then all of it is marked.
    """

    source: Source
    field: str
    day: dt.date | None = None
    text: str
    of_another: bool = False
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PersonCopy:
    """All that is kept about one person of a case; `is_whole` is False where it holds their own part alone."""

    reference: str
    role: PersonRole
    person: Person
    is_whole: bool
    parts: tuple[Part, ...]

    @property
    def count_marked(self) -> int:
        """How many marks an officer has to decide of."""
        return sum(len(part.marks) for part in self.parts)

    @property
    def seen(self) -> str:
        """What stands for exactly these parts with these marks.

        A mark is named by its place: a decision about it holds only for the copy that the officer had before them.
        """
        read = [
            [part.source, part.field, part.day and part.day.isoformat(), part.text, [list(_of(m)) for m in part.marks]]
            for part in self.parts
        ]
        return hashlib.sha256(json.dumps([self.reference, *read], ensure_ascii=False).encode()).hexdigest()


def is_whole_case(role: PersonRole, authority: Authority, kind: CaseKind) -> bool:
    """Whether what was written about the case as a whole is about this person.

    Not of somebody who acts for another: they may be the one who does it. And not in a group, where it is about all of
    its members: there the copy holds what is their own, and an officer looks the rest through.
    """
    return authority is Authority.OWN and role is not PersonRole.REPRESENTATIVE and kind is not CaseKind.COMMUNITY


def _of(mark: Span) -> tuple[int, int]:
    return mark.start, mark.end
