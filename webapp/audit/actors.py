"""Who acts: an officer, a command on the server, the site itself, or somebody of the public."""

import uuid
from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """The kinds of those who can change something."""

    OFFICER = "officer"
    COMMAND = "cli"
    SYSTEM = "system"
    PUBLIC = "public"


KEYED = frozenset({ActorKind.OFFICER, ActorKind.COMMAND})


@dataclass(frozen=True)
class Actor:
    """Who did something, in words that name no person: an officer's random id, or the operating system's user."""

    kind: ActorKind
    key: str = ""

    def __post_init__(self) -> None:
        """Refuse an officer or a command without a key, and a key where nobody may be named."""
        if bool(self.key) != (self.kind in KEYED):
            message = f"An actor of kind {self.kind} has {'a' if self.kind in KEYED else 'no'} key."
            raise ValueError(message)

    def __str__(self) -> str:
        """The form in which it is stored: officer:<id>, cli:<user>, system, public."""
        return f"{self.kind}:{self.key}" if self.key else self.kind.value

    @classmethod
    def officer(cls, officer_id: uuid.UUID) -> "Actor":
        """The officer with that id."""
        return cls(ActorKind.OFFICER, officer_id.hex)

    @classmethod
    def command(cls, user: str) -> "Actor":
        """A command run on the server by that user of its operating system."""
        return cls(ActorKind.COMMAND, user)

    @classmethod
    def parse(cls, text: str) -> "Actor":
        """The actor that `str` wrote down."""
        kind, _, key = text.partition(":")
        return cls(ActorKind(kind), key)

    @property
    def officer_id(self) -> uuid.UUID | None:
        """The officer's id, or None for anybody else."""
        return uuid.UUID(hex=self.key) if self.kind is ActorKind.OFFICER else None


SYSTEM = Actor(ActorKind.SYSTEM)
PUBLIC = Actor(ActorKind.PUBLIC)
