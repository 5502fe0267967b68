"""Reads a chain's list: all of it, or its mistakes. Nothing is stored here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from webapp.joining.codes import ContactRole, Offer
from webapp.joining.records import NewContact, NewPremises, SaidOfCommitment
from webapp.joining.rules import MOST_PREMISES
from webapp.joining.sheets import columns
from webapp.joining.sheets.cells import Cells
from webapp.joining.sheets.columns import COLUMNS, COMMITMENT_COLUMNS, OFFER_COLUMNS, SCHEME_COLUMNS, contact_column
from webapp.joining.sheets.mistakes import Mistake, RowFault
from webapp.kit.csv_sheets import SheetRow, UnreadableError, read_sheet
from webapp.partnership.current import current_partnership, reading_language
from webapp.places import queries as places
from webapp.places.rules import PlaceKind
from webapp.venues.downloads.columns import FEATURE_COLUMNS
from webapp.venues.importing.matching import alike
from webapp.venues.importing.readings import code_like, street
from webapp.venues.records import LONGEST
from webapp.venues.rules import VenueKind

MOST_FAULTS = 2_000


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A list that was read: its places where nothing is wrong, else the mistakes and no place at all."""

    premises: tuple[NewPremises, ...] = ()
    faults: tuple[RowFault, ...] = ()
    rows: int = 0


def read_premises(data: bytes, *, today: dt.date, language: str = "en") -> Sheet:
    """The places of a list. One mistake anywhere, and none of them is given: nothing is half-done."""
    try:
        names, rows = read_sheet(data)
        faults = list(_faults_in_names(names))
        if faults:
            return Sheet(faults=tuple(faults))
        sheet = list(rows)
    except UnreadableError as error:
        return Sheet(faults=(RowFault(mistake=Mistake.UNREADABLE, quoted=str(error)),))
    if not sheet:
        return Sheet(faults=(RowFault(mistake=Mistake.NO_ROWS),))
    if len(sheet) > MOST_PREMISES:
        return Sheet(faults=(RowFault(mistake=Mistake.TOO_MANY_ROWS),), rows=len(sheet))
    return _read(sheet, today, language)


def _read(sheet: list[SheetRow], today: dt.date, language: str) -> Sheet:
    found: list[NewPremises] = []
    faults: list[RowFault] = []
    reader = _Reader(today, language)
    for row in sheet:
        cells = Cells(sheet=row, today=today)
        found.append(reader.read(cells))
        faults += cells.faults
    if faults:
        return Sheet(faults=tuple(faults[:MOST_FAULTS]), rows=len(sheet))
    return Sheet(premises=tuple(found), rows=len(sheet))


def _faults_in_names(names: tuple[str, ...]) -> list[RowFault]:
    strange = [RowFault(mistake=Mistake.UNKNOWN_COLUMN, quoted=name) for name in names if name not in COLUMNS]
    absent = [each for each in columns.NEEDED if each not in names]
    return strange + [RowFault(mistake=Mistake.MISSING_COLUMN, quoted=each) for each in absent]


class _Reader:
    """Reads row after row; it remembers which places there were."""

    def __init__(self, today: dt.date, language: str) -> None:
        self.today, self.language = today, language
        self.towns = _towns()
        # The line on which a place stands, by its name and postcode.
        self.seen: dict[tuple[str, str], int] = {}

    def read(self, cells: Cells) -> NewPremises:
        """The place of a row; what is wrong with it is noted in `cells`."""
        if cells.sheet.fault:
            cells.say(Mistake.SHAPE)
            return _NOTHING
        cells.look_at_all()
        name = cells.text(columns.NAME, most=LONGEST["name"], needed=True)
        postcode = self._postcode(cells, name)
        schemes = tuple(code for column, code in SCHEME_COLUMNS.items() if cells.yes_or_no(column))
        if not schemes:
            cells.say(Mistake.NO_SCHEME)
        features = {feature: cells.yes_or_no(column) for column, feature in FEATURE_COLUMNS.items()}
        return NewPremises(
            name=name,
            kind=cells.kind(columns.KIND),
            address=street(cells.text(columns.ADDRESS, most=LONGEST["address"], needed=True)),
            postcode=postcode,
            town=self._town(cells),
            telephone=cells.telephone(columns.TELEPHONE),
            website=cells.website(columns.WEBSITE),
            note=cells.text(columns.NOTE, most=LONGEST["note"]),
            staff=cells.number(columns.STAFF),
            schemes=schemes,
            contacts=self._contacts(cells),
            hours=cells.hours(),
            offers=tuple(Offer(code) for column, code in OFFER_COLUMNS.items() if cells.yes_or_no(column)),
            has=frozenset(feature for feature, says in features.items() if says),
            lacks=frozenset(feature for feature, says in features.items() if says is False),
            commitments=_commitments(cells, schemes),
        )

    def _postcode(self, cells: Cells, name: str) -> str:
        postcode = cells.postcode(columns.POSTCODE)
        if not postcode:
            return ""
        key = (alike(name), postcode)
        if name and key in self.seen:
            cells.say(Mistake.PLACE_TWICE, columns.NAME, str(self.seen[key]))
        self.seen.setdefault(key, cells.sheet.line)
        found = places.find_place(postcode)
        if found is None or found.kind is not PlaceKind.POSTCODE or found.guessed:
            cells.say(Mistake.POSTCODE_UNKNOWN, columns.POSTCODE, postcode)
        elif not places.is_inside(found.latitude, found.longitude):
            cells.say(Mistake.NOT_OURS, columns.POSTCODE, postcode)
        return postcode

    def _town(self, cells: Cells) -> str:
        typed = cells.text(columns.TOWN, most=60)
        found = self.towns.get(code_like(typed), "")
        if typed and not found:
            cells.say(Mistake.UNKNOWN_TOWN, columns.TOWN, typed)
        return found

    def _contacts(self, cells: Cells) -> tuple[NewContact, ...]:
        champion = cells.text(columns.CHAMPION, most=10)
        found = [contact for number in (1, 2) if (contact := self._contact(cells, number, champion))]
        if len(found) > 1 and found[0].email.casefold() == found[1].email.casefold() and found[0].name == found[1].name:
            cells.say(Mistake.SAME_CONTACT, contact_column(2, "name"))
        if champion not in _known(len(found)):
            cells.say(Mistake.CHAMPION_UNKNOWN if champion else Mistake.NO_CHAMPION, columns.CHAMPION)
        return tuple(found)

    def _contact(self, cells: Cells, number: int, champion: str) -> NewContact | None:
        name = cells.text(contact_column(number, "name"), most=120)
        post = cells.text(contact_column(number, "role"), most=120)
        email = cells.email(contact_column(number, "email"))
        telephone = cells.telephone(contact_column(number, "telephone"))
        if number > 1 and not any((name, post, email, telephone)):
            return None
        if not name:
            cells.say(Mistake.NO_NAME_OF_CONTACT, contact_column(number, "name"))
        if not email:
            cells.say(Mistake.NO_EMAIL_OF_CONTACT, contact_column(number, "email"))
        other = ContactRole.MANAGER if number == 1 else ContactRole.SECOND
        role = ContactRole.CHAMPION if champion == str(number) else other
        return NewContact(name=name, role=role, email=email, telephone=telephone, post=post, language=self.language)


def _known(contacts: int) -> frozenset[str]:
    return frozenset(str(number) for number in range(1, contacts + 1))


def _commitments(cells: Cells, schemes: tuple[str, ...]) -> tuple[SaidOfCommitment, ...]:
    found = []
    for column, commitment in COMMITMENT_COLUMNS.items():
        said = cells.commitment(column)
        if said is None:
            continue
        if commitment.scheme.value not in schemes:
            cells.say(Mistake.OTHER_SCHEME, column)
            continue
        found.append(SaidOfCommitment(code=commitment.code, state=said[0], planned_by=said[1]))
    return tuple(found)


def _towns() -> Mapping[str, str]:
    """The codes of the towns, by their codes and by their names."""
    language, found = reading_language(), {}
    for town in current_partnership().towns:
        found[code_like(town.code)] = town.code
        found[code_like(town.name.in_language(language).text)] = town.code
    return found


# What stands for a row that cannot be read at all; it never leaves, since the row has a mistake.
_NOTHING = NewPremises(name="", kind=VenueKind.OTHER, address="", postcode="", schemes=(), contacts=())
