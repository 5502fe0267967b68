"""The letters of a case review as a partnership writes them: the fixed words around what an officer writes.

The files hold first versions in plain words; officers change them on the desk. A language other than the first is used
only once somebody who speaks it as their own has read the words (`checked`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from webapp.partnership.content_files import open_toml
from webapp.partnership.entries import Entry
from webapp.partnership.model import Partnership
from webapp.partnership.text import Text

PLACE = "letters.toml"


class LetterKind(StrEnum):
    """What a letter is about; stored as text."""

    ACKNOWLEDGEMENT = "acknowledgement"
    THRESHOLD_MET = "threshold_met"
    THRESHOLD_NOT_MET = "threshold_not_met"
    INVITATION = "invitation"
    OUTCOME = "outcome"
    APPEAL_OUTCOME = "appeal_outcome"
    CLOSING = "closing"
    # Stands before an English letter to somebody who reads another language.
    COVER = "cover"


class Blank(StrEnum):
    """What the words may leave to the case, between curly brackets: {reference}."""

    REFERENCE = "reference"
    APPLIED_ON = "applied_on"
    DECIDED_ON = "decided_on"
    DECIDE_BY = "decide_by"
    PANEL_BY = "panel_by"
    MEETING_ON = "meeting_on"
    HELD_ON = "held_on"
    OUTCOME_BY = "outcome_by"
    APPEAL_BY = "appeal_by"
    APPEAL_HEARD_BY = "appeal_heard_by"
    APPEAL_DECIDED_ON = "appeal_decided_on"
    CLOSED_ON = "closed_on"
    OFFICER = "officer"
    EMAIL = "email"
    TELEPHONE = "telephone"


@dataclass(frozen=True, kw_only=True)
class LetterText:
    """The fixed words of one letter; an empty line ends a paragraph.

    `before` and `after` stand around the officer's own words. `to_confirm`: the partnership has not agreed to them yet.
    """

    slug: str
    title: Text
    before: Text
    after: Text | None = None
    checked: tuple[str, ...] = ()
    to_confirm: bool = True

    def is_checked_in(self, language: str, first: str) -> bool:
        """Whether a letter may be sent in a language: the first, or one that a native reader has ticked."""
        parts = [self.title, self.before, *([self.after] if self.after else [])]
        return language == first or (language in self.checked and all(part.has(language) for part in parts))


def read_letters(partnership: Partnership) -> Mapping[LetterKind, LetterText]:
    """The texts by kind; a partnership without a file has none. Raises PartnershipError."""
    path = partnership.folder / PLACE
    if not path.is_file():
        return {}
    codes = tuple(language.code for language in partnership.languages)
    entry = open_toml(path, PLACE, codes)
    texts = entry.each("letter", lambda each: _read(each, codes), named_by="slug")
    entry.close()
    return {LetterKind(text.slug): text for text in texts}


def unknown_blanks(text: LetterText) -> list[str]:
    """What stands between curly brackets and means nothing here."""
    known = {blank.value for blank in Blank}
    return sorted(name for part in parts_of(text) for name in blanks_in(part) if name not in known)


def parts_of(text: LetterText) -> list[str]:
    """Every wording of a letter."""
    texts = [text.title, text.before, *([text.after] if text.after else [])]
    return [wording.text for each in texts for wording in each.wordings]


def blanks_in(words: str) -> list[str]:
    """What the words leave to the case; a bracket that is never closed counts as one."""
    pieces = words.split("{")[1:]
    return [piece.partition("}")[0] for piece in pieces]


def _read(entry: Entry, codes: tuple[str, ...]) -> LetterText:
    text = LetterText(
        slug=entry.choice("slug", LetterKind).value,
        title=entry.text("title"),
        before=entry.text("before"),
        after=entry.text_or_none("after"),
        checked=entry.codes("checked"),
        to_confirm=entry.flag("to_confirm", default=True),
    )
    if unknown := unknown_blanks(text):
        known = ", ".join(blank.value for blank in Blank)
        raise entry.error(f'"{{{unknown[0]}}}" means nothing in a letter; use some of: {known}.')
    if wrong := sorted(set(text.checked) - set(codes)):
        raise entry.error(f'"checked" names the language "{wrong[0]}", which the partnership does not offer.')
    return text
