"""Kinds of anti-social behaviour: who deals with each, how to tell them, and what to keep."""

from dataclasses import dataclass
from enum import StrEnum

from webapp.partnership.entries import Entry
from webapp.partnership.text import Text


class Strand(StrEnum):
    """The three strands that the police use; a strand belongs to an incident, so this is only the usual one."""

    PERSONAL = "personal"
    NUISANCE = "nuisance"
    ENVIRONMENTAL = "environmental"


@dataclass(frozen=True, kw_only=True)
class Route:
    """Somebody to tell and how; `number` is the key of a support number, `agency` of an agency."""

    key: str
    who: Text
    how: Text
    number: str | None
    agency: str | None
    to_confirm: bool


@dataclass(frozen=True, kw_only=True)
class Keep:
    """Something worth keeping as a record."""

    key: str
    what: Text


@dataclass(frozen=True, kw_only=True)
class AsbType:
    """A kind of problem; `code` is stored with answers and never reused."""

    code: str
    label: Text
    hint: Text | None
    usual_strand: Strand | None
    may_be_crime: bool
    emergency_when: Text | None
    routes: tuple[str, ...]
    keep: tuple[str, ...]
    to_confirm: bool
    # Never shown in public for less than a town: who does it would be found there.
    wide_only: bool = False


@dataclass(frozen=True, kw_only=True)
class AsbGuide:
    """All kinds, with the routes and the things to keep that they name."""

    types: tuple[AsbType, ...]
    routes: tuple[Route, ...]
    keeps: tuple[Keep, ...]

    def routes_for(self, asb_type: AsbType) -> tuple[Route, ...]:
        """Who deals with this kind, the first to tell first."""
        by_key = {route.key: route for route in self.routes}
        return tuple(by_key[key] for key in asb_type.routes)

    def keep_for(self, asb_type: AsbType) -> tuple[Keep, ...]:
        """What to keep a record of."""
        by_key = {keep.key: keep for keep in self.keeps}
        return tuple(by_key[key] for key in asb_type.keep)


def read_asb_guide(entry: Entry) -> AsbGuide:
    """The whole of asb_types.toml; the kinds may name only routes and things to keep that stand in it."""
    guide = AsbGuide(
        types=entry.each("type", _read_type, named_by="code"),
        routes=entry.each("route", _read_route),
        keeps=entry.each("keep", _read_keep),
    )
    for asb_type in guide.types:
        for kind, named, known in (
            ("route", asb_type.routes, {route.key for route in guide.routes}),
            ("keep", asb_type.keep, {keep.key for keep in guide.keeps}),
        ):
            unknown = sorted(set(named) - known)
            if unknown:
                raise entry.error(f'the type "{asb_type.code}" names "{unknown[0]}"; add a [[{kind}]] with that key.')
    return guide


def _read_type(entry: Entry) -> AsbType:
    return AsbType(
        code=entry.code("code"),
        label=entry.text("label"),
        hint=entry.text_or_none("hint"),
        usual_strand=entry.choice("usual_strand", Strand) if entry.has("usual_strand") else None,
        may_be_crime=entry.flag("may_be_crime"),
        emergency_when=entry.text_or_none("emergency_when"),
        routes=entry.codes("routes"),
        keep=entry.codes("keep"),
        to_confirm=entry.flag("to_confirm", default=True),
        wide_only=entry.flag("wide_only"),
    )


def _read_route(entry: Entry) -> Route:
    return Route(
        key=entry.code("key"),
        who=entry.text("who"),
        how=entry.text("how"),
        number=entry.code_or_none("number"),
        agency=entry.code_or_none("agency"),
        to_confirm=entry.flag("to_confirm"),
    )


def _read_keep(entry: Entry) -> Keep:
    return Keep(key=entry.code("key"), what=entry.text("what"))
