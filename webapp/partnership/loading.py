"""Reads a partnership's folder and checks that what one file names stands in another."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from webapp.partnership.agencies import read_agency
from webapp.partnership.areas import read_localities, read_wards
from webapp.partnership.asb_types import read_asb_guide
from webapp.partnership.board import read_group, read_role
from webapp.partnership.case_reviews import read_case_review
from webapp.partnership.entries import CODE, Entry
from webapp.partnership.errors import PartnershipError
from webapp.partnership.facts import Citation
from webapp.partnership.holidays import read_holidays
from webapp.partnership.model import Partnership
from webapp.partnership.priorities import read_duty, read_priority_set
from webapp.partnership.procedures import read_procedures
from webapp.partnership.profile import read_languages, read_profile
from webapp.partnership.search_words import read_search_words
from webapp.partnership.sources import read_citation_words, read_source
from webapp.partnership.support_numbers import read_support_number

T = TypeVar("T")
HERE = Path(__file__).resolve().parent


def load_partnership(name_or_folder: str | Path) -> Partnership:
    """The partnership of a folder, or of the folder of that name that comes with the code.

    Raises PartnershipError with one sentence for the first thing that cannot be used.
    """
    folder = _find(name_or_folder)
    # The languages come first, because every text is read in them.
    codes = tuple(language.code for language in read_languages(_open(folder, "settings.toml", ())))

    def read(name: str, reader: Callable[[Entry], T]) -> T:
        return _read(folder, name, codes, reader)

    citation_words, sources = read(
        "sources.toml",
        lambda entry: (entry.one("citation", read_citation_words), entry.each("source", read_source)),
    )
    roles, groups = read("board.toml", lambda entry: (entry.each("role", read_role), entry.each("group", read_group)))
    partnership = Partnership(
        folder=folder,
        profile=read("settings.toml", read_profile),
        agencies=read("agencies.toml", lambda entry: entry.each("agency", read_agency)),
        roles=roles,
        groups=groups,
        localities=read_localities(folder / "localities.csv"),
        wards=read_wards(folder / "wards.csv"),
        support_numbers=read("support_numbers.toml", lambda entry: entry.each("number", read_support_number)),
        asb=read("asb_types.toml", read_asb_guide),
        priority_sets=read("priorities.toml", lambda entry: entry.each("set", read_priority_set)),
        duties=read("duties.toml", lambda entry: entry.each("duty", read_duty)),
        sources=sources,
        citation_words=citation_words,
        holidays=read_holidays(folder / "holidays.csv"),
        search_words=read_search_words(folder, codes),
        procedures=read_procedures(folder, codes),
        case_review=read_case_review(folder, codes),
    )
    _check_references(partnership)
    return partnership


def _find(name_or_folder: str | Path) -> Path:
    folder = Path(name_or_folder)
    if isinstance(name_or_folder, str) and CODE.fullmatch(name_or_folder) and (HERE / name_or_folder).is_dir():
        folder = HERE / name_or_folder
    if not (folder / "settings.toml").is_file():
        message = f"{name_or_folder}: there is no settings.toml; set PARTNERSHIP to bcp or to a partnership's folder."
        raise PartnershipError(message)
    return folder.resolve()


def _read(folder: Path, name: str, languages: tuple[str, ...], reader: Callable[[Entry], T]) -> T:
    entry = _open(folder, name, languages)
    item = reader(entry)
    entry.close()
    return item


def _open(folder: Path, name: str, languages: tuple[str, ...]) -> Entry:
    try:
        values = tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"{name}: the file is missing in {folder}; add it, or begin with `flask --app wsgi partnership new`."
        raise PartnershipError(message) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{name}: this is not valid TOML ({error}); correct it there."
        raise PartnershipError(message) from None
    return Entry(values, name, languages)


def _check_references(partnership: Partnership) -> None:
    agencies = {agency.key for agency in partnership.agencies}
    numbers = {number.key for number in partnership.support_numbers}
    towns = {town.code for town in partnership.towns}
    wards = {ward.name for ward in partnership.wards}
    profile, routes = partnership.profile, partnership.asb.routes
    _must_stand_in("agencies.toml", agencies, "settings.toml", (profile.council, profile.police))
    _must_stand_in("agencies.toml", agencies, "board.toml", (role.agency for role in partnership.roles))
    _must_stand_in("agencies.toml", agencies, "asb_types.toml", (route.agency for route in routes))
    _must_stand_in("support_numbers.toml", numbers, "asb_types.toml", (route.number for route in routes))
    _must_stand_in("settings.toml", towns, "wards.csv", (ward.town for ward in partnership.wards))
    _must_stand_in("settings.toml", towns, "localities.csv", (place.town for place in partnership.localities))
    named = (ward for place in partnership.localities for ward in place.wards)
    _must_stand_in("wards.csv", wards, "localities.csv", named)
    for file, citation in _citations(partnership):
        check_citation(partnership, citation, file)
    logo = profile.brand.logo
    if logo is not None and not (partnership.folder / logo).is_file():
        message = f"settings.toml [brand]: there is no file {logo} in the folder; add it or remove the line."
        raise PartnershipError(message)


def _must_stand_in(home: str, known: set[str], file: str, named: Iterable[str | None]) -> None:
    for name in named:
        if name is not None and name not in known:
            message = f'{file}: it names "{name}", which is not in {home}; add it there or correct the name.'
            raise PartnershipError(message)


def _citations(partnership: Partnership) -> Iterator[tuple[str, Citation]]:
    for role in partnership.roles:
        if role.holder is not None:
            yield "board.toml", role.holder.citation
    for group in partnership.groups:
        if group.citation is not None:
            yield "board.toml", group.citation
    for one in partnership.priority_sets:
        yield "priorities.toml", one.citation
    for duty in partnership.duties:
        yield "duties.toml", duty.citation
    for version in partnership.procedures:
        if version.citation is not None:
            yield "procedures.toml", version.citation


def check_citation(partnership: Partnership, citation: Citation, file: str) -> None:
    """Refuse a citation of an unknown source, of an unknown place in it, or of another partnership."""
    source = next((one for one in partnership.sources if one.key == citation.source), None)
    if source is None:
        message = f'{file}: the source "{citation.source}" is not in sources.toml; add it there or correct the key.'
    elif not source.own:
        message = f'{file}: the source "{source.key}" is another partnership\'s; its facts are not ours, so remove it.'
    elif citation.where is not None and not source.has_place(citation.where):
        message = f'{file}: "{source.key}" has no place "{citation.where}"; give a paragraph number or add a section.'
    else:
        return
    raise PartnershipError(message)
