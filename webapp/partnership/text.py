"""Words in one or more languages, as the partnership's files hold them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """Words and the language that they are in."""

    text: str
    language: str


@dataclass(frozen=True)
class Text:
    """The same words in several languages, in the order in which the partnership offers them; there is at least one."""

    wordings: tuple[Wording, ...]

    def in_language(self, code: str) -> Wording:
        """The words in language `code`, or where they are missing in the first language that has them."""
        return next((wording for wording in self.wordings if wording.language == code), self.wordings[0])

    def has(self, code: str) -> bool:
        """Whether the words exist in language `code`."""
        return any(wording.language == code for wording in self.wordings)

    def __str__(self) -> str:
        """The words in the first language that has them."""
        return self.wordings[0].text
