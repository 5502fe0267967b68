"""A chain's list inside a draft: read once when it comes, packed small, and taken from our own upload alone."""

import base64
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import ValidationError
from wtforms.form import BaseForm

from webapp.joining.codes import ContactRole
from webapp.joining.records import NewContact, NewPremises, person_record, premises_from, premises_record
from webapp.kit.forms import Answer, FileField, Form
from webapp.kit.forms.answers import first_text

MOST_BYTES = 900 * 1024
# What 500 places fill as JSON at the very most; a draft has room for far less than that unpacked.
MOST_UNPACKED = 16 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class ListedPlace:
    """A place of a list; `twin` is the id of the one on the public list that it may be, or ""."""

    new: NewPremises
    twin: str = ""


def pack(places: Iterable[ListedPlace]) -> str:
    """The places as few letters."""
    record = [{"place": _record(each.new), "twin": each.twin} for each in places]
    return base64.b85encode(zlib.compress(json.dumps(record, ensure_ascii=False).encode(), 9)).decode()


def unpack(packed: str) -> tuple[ListedPlace, ...]:
    """The places that `pack` wrote. Raises ValueError."""
    if not packed:
        return ()
    try:
        opened = zlib.decompressobj().decompress(base64.b85decode(packed), MOST_UNPACKED)
        return tuple(ListedPlace(new=_new(each["place"]), twin=each["twin"]) for each in json.loads(opened))
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError(str(error)) from None


def _record(new: NewPremises) -> dict[str, Any]:
    people = [{**person_record(each), "role": each.role.value, "language": each.language} for each in new.contacts]
    return {**premises_record(new), "contacts": people}


def _new(record: dict[str, Any]) -> NewPremises:
    people = tuple(NewContact(**{**each, "role": ContactRole(each["role"])}) for each in record["contacts"])
    return replace(premises_from(record), contacts=people)


class PackedField(Answer):
    """The places of the list; `data` is a tuple of ListedPlace."""

    drawn_by = "packed"
    # Nothing is drawn of it: what is missing is missing in the box for the file.
    error_href = "#file"

    def process_data(self, value: Any) -> None:  # noqa: ARG002 - WTForms passes it
        """A page never starts with a list."""
        self.data: Sequence[ListedPlace] = ()
        self.packed = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what is held; nothing is opened before somebody says that it came from a draft."""
        self.packed = first_text(valuelist)

    def open(self) -> None:
        """Read what a draft holds."""
        try:
            self.data = unpack(self.packed)
        except ValueError:
            self.data = ()

    def clear(self) -> None:
        """Forget the list."""
        self.data = ()

    def shown(self) -> str:
        """How many places it has."""
        return str(ngettext("%(num)s place", "%(num)s places", len(self.data)))


class ListForm(Form):
    """The page of the list. Nothing on it is typed: what a browser sends under the field's name is no list."""

    heading = _l("Your list of places")
    packed = PackedField(heading, missing=_l("Choose your list, then press “Read the list”"))

    def __init__(self, **given: Any) -> None:
        """Only a draft, which is handed in, holds a list."""
        super().__init__(**given)
        if "formdata" in given:
            self.packed.open()


class CsvField(FileField):
    """A list as CSV; what is wrong within it is told by its reader."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is certainly none, with a sentence for people who have a spreadsheet open."""
        if not self.files:
            raise ValidationError(self.missing)
        super().pre_validate(form)


class UploadForm(Form):
    """One list to read."""

    file = CsvField(
        _l("Your list"),
        hint=_l("A CSV file. In your spreadsheet choose “Save as”, then CSV."),
        missing=_l("Choose your list first"),
        types=("csv",),
        at_most=MOST_BYTES,
    )
