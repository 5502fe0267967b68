"""Questions that are answered with files: type by name and size are checked here, the content by whoever reads it."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask_babel import format_decimal, gettext
from werkzeug.datastructures import FileStorage
from wtforms import ValidationError
from wtforms.form import BaseForm

from webapp.kit.forms.answers import Answer, Words

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE


class FilesField(Answer):
    """Any number of files, up to `most`; `data` is a list of werkzeug's FileStorage."""

    drawn_by = "file_upload"
    is_file = True
    multiple = True

    def __init__(
        self,
        label: Words = None,
        *,
        types: Sequence[str] = (),
        at_most: int = MEGABYTE,
        most: int = 10,
        **options: Any,
    ) -> None:
        """`types` are the endings of names that are taken, without the dot; `at_most` is in bytes, for each file."""
        self.types = tuple(types)
        self.at_most = at_most
        self.most = most
        super().__init__(label, **options)

    @property
    def files(self) -> list[FileStorage]:
        """The files that were sent."""
        return list(self.data or ())

    def process_data(self, value: Any) -> None:  # noqa: ARG002 - WTForms passes it
        """A page never starts with a file."""
        self.data = self._kept([])

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the files; a browser sends an empty one where none was chosen."""
        self.data = self._kept([value for value in valuelist if isinstance(value, FileStorage) and value.filename])

    def clear(self) -> None:
        """Forget the answer."""
        self.data = self._kept([])

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms passes it
        """Refuse too many files, a type that is not taken, and a file that is empty or too large."""
        if len(self.files) > self.most:
            raise ValidationError(gettext("Choose %(number)s files or fewer", number=format_decimal(self.most)))
        for file in self.files:
            self._check(file)

    def _check(self, file: FileStorage) -> None:
        ending = Path(file.filename or "").suffix.removeprefix(".").lower()
        if self.types and ending not in self.types:
            kinds = ", ".join(kind.upper() for kind in self.types)
            raise ValidationError(gettext("Choose a file of one of these types: %(kinds)s", kinds=kinds))
        size = size_of(file)
        if size == 0:
            raise ValidationError(gettext("Choose another file: this one is empty"))
        if size > self.at_most:
            unit, size_of_unit = ("MB", MEGABYTE) if self.at_most >= MEGABYTE else ("KB", KILOBYTE)
            most = f"{format_decimal(round(self.at_most / size_of_unit, 1))} {unit}"
            raise ValidationError(gettext("Choose a file of %(size)s or less", size=most))

    def _kept(self, files: list[FileStorage]) -> Any:
        return files

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        accepted = ",".join(f".{ending}" for ending in self.types)
        return super().arguments() | {
            "multiple": self.multiple,
            "attributes": {"accept": accepted} if accepted else {},
        }


class FileField(FilesField):
    """One file; `data` is werkzeug's FileStorage, or None."""

    multiple = False

    @property
    def files(self) -> list[FileStorage]:
        """The file, if one was sent."""
        return [self.data] if self.data is not None else []

    def _kept(self, files: list[FileStorage]) -> FileStorage | None:
        return files[0] if files else None


def size_of(file: FileStorage) -> int:
    """How many bytes the file has."""
    place = file.stream.tell()
    size = file.stream.seek(0, os.SEEK_END)
    file.stream.seek(place)
    return size
