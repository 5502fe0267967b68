"""Two people edit the same thing: the second save is refused with both versions shown, and nothing is lost.

A form carries the number of the version that it was drawn from (`version`). A service that saves calls `load_version`
with it; the view catches `EditCollisionError` and shows both (`webapp/kit/collision_pages.py`).
"""

from typing import ClassVar, TypeVar

from sqlalchemy import Integer
from sqlalchemy.orm import declared_attr

from webapp.kit.errors import NotFoundError
from webapp.kit.orm import Keep, Mapped, column, locked

# The name of the hidden field.
FIELD = "version"


class EditCollisionError(Exception):
    """Somebody else saved in the meantime; `current` is the number of the version that is stored now."""

    def __init__(self, current: int) -> None:
        """Say which version a form must name to be saved over the other one knowingly."""
        super().__init__(f"version {current} is stored by now")
        self.current = current


class Versioned:
    """A row whose saves are numbered; the class says in `keep_version` how long it is kept."""

    keep_version: ClassVar[Keep]

    @declared_attr
    @classmethod
    def version(cls) -> Mapped[int]:
        """How often the row was saved; the first save is 1."""
        return column(Integer, nullable=False, default=1, keep=cls.keep_version)


Row = TypeVar("Row", bound=Versioned)


def load_version(model: type[Row], key: object, *, seen: int) -> Row:
    """The row, locked and with its next number, for a save from a form that was drawn from version `seen`.

    Only inside @transaction: the lock is held until the commit. Raises EditCollisionError, NotFoundError.
    """
    row = locked(model, key)
    if row is None:
        raise NotFoundError
    if row.version != seen:
        raise EditCollisionError(row.version)
    row.version += 1
    return row
