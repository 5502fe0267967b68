"""A record's values and files, closed and opened; pure."""

import uuid
from typing import BinaryIO, overload

from webapp.sealing.boxes import DataKey, PublicKey, wrap
from webapp.sealing.streams import open_stream, seal_stream

RecordId = uuid.UUID | int | str


def id_text(record_id: RecordId) -> str:
    """The id as it is bound into each value."""
    return record_id.hex if isinstance(record_id, uuid.UUID) else str(record_id)


class _Place:
    __slots__ = ("_id", "_key", "_kind")

    def __init__(self, kind: str, record_id: RecordId, key: DataKey) -> None:
        self._kind = kind
        self._id = id_text(record_id)
        self._key = key

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._kind} {self._id}>"

    def _place(self, column: str) -> tuple[str, str, str]:
        return self._kind, self._id, column


class Sealer(_Place):
    """Closes the values of one record."""

    __slots__ = ("wrapped",)

    def __init__(self, kind: str, record_id: RecordId, key: DataKey, wrapped: bytes) -> None:
        """Seal under `key`, which is stored as `wrapped` in the record's `sealed_key`."""
        super().__init__(kind, record_id, key)
        self.wrapped = wrapped

    @classmethod
    def new(cls, kind: str, record_id: RecordId, *publics: PublicKey) -> "Sealer":
        """A sealer with a fresh data key for the holders of `publics`."""
        key = DataKey.new()
        return cls(kind, record_id, key, wrap(key, *publics))

    @overload
    def seal(self, column: str, value: str | bytes) -> bytes: ...
    @overload
    def seal(self, column: str, value: None) -> None: ...
    def seal(self, column: str, value: str | bytes | None) -> bytes | None:
        """The value for `column`, closed; nothing stays nothing."""
        if value is None:
            return None
        content = value.encode() if isinstance(value, str) else value
        return self._key.seal(content, *self._place(column))

    def seal_file(self, name: str, source: BinaryIO, sink: BinaryIO) -> int:
        """Close a file of the record into `sink`, in chunks; returns its size. `name` is bound like a column."""
        return seal_stream(self._key.subkey("files"), source, sink, *self._place(name))


class Opener(_Place):
    """Opens the values of one record; each method raises SealBrokenError when somebody changed or moved one."""

    __slots__ = ()

    @overload
    def content(self, column: str, sealed: bytes) -> bytes: ...
    @overload
    def content(self, column: str, sealed: None) -> None: ...
    def content(self, column: str, sealed: bytes | None) -> bytes | None:
        """The bytes that were sealed for `column`."""
        return None if sealed is None else self._key.open(sealed, *self._place(column))

    @overload
    def text(self, column: str, sealed: bytes) -> str: ...
    @overload
    def text(self, column: str, sealed: None) -> None: ...
    def text(self, column: str, sealed: bytes | None) -> str | None:
        """The text that was sealed for `column`."""
        return None if sealed is None else self.content(column, sealed).decode()

    def file(self, name: str, source: BinaryIO, sink: BinaryIO) -> int:
        """Open a file of the record into `sink`; use it only after this returns. Returns its size."""
        return open_stream(self._key.subkey("files"), source, sink, *self._place(name))

    def sealer(self, wrapped: bytes) -> Sealer:
        """A sealer under the same data key, for changing a value."""
        return Sealer(self._kind, self._id, self._key, wrapped)
