"""What a partnership says of its ASB case reviews: how to ask without the internet, and what victims ask first.

An answer that the owner has not signed says so beside it; how to ask without the internet is a duty (statutory
guidance of 2025: several ways to apply).
"""

from dataclasses import dataclass
from pathlib import Path

from webapp.partnership.content_files import open_toml
from webapp.partnership.entries import Entry
from webapp.partnership.facts import Fact, read_fact
from webapp.partnership.text import Text

PLACE = "case_review.toml"


@dataclass(frozen=True, kw_only=True)
class FirstQuestion:
    """A question that victims ask before anything else, and what the partnership answers."""

    key: str
    question: Text
    answer: Text
    to_confirm: bool


@dataclass(frozen=True, kw_only=True)
class CaseReviewWords:
    """The words of the information page that are the partnership's own."""

    telephone: Fact
    post: Fact
    in_person: Fact
    questions: tuple[FirstQuestion, ...]


UNKNOWN = Fact(value=None, to_confirm=True)
UNWRITTEN = CaseReviewWords(telephone=UNKNOWN, post=UNKNOWN, in_person=UNKNOWN, questions=())


def read_case_review(folder: Path, languages: tuple[str, ...]) -> CaseReviewWords:
    """The file of the folder; nothing is known where there is none. Raises PartnershipError."""
    path = folder / PLACE
    if not path.is_file():
        return UNWRITTEN
    entry = open_toml(path, PLACE, languages)
    found = CaseReviewWords(
        telephone=entry.one("telephone", read_fact),
        post=entry.one("post", read_fact),
        in_person=entry.one("in_person", read_fact),
        questions=entry.each("question", _read_question),
    )
    entry.close()
    return found


def _read_question(entry: Entry) -> FirstQuestion:
    return FirstQuestion(
        key=entry.code("key"),
        question=entry.text("question"),
        answer=entry.text("answer"),
        to_confirm=entry.flag("to_confirm", default=True),
    )
