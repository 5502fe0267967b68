"""The partnership's own settings: its name, brand, languages, contacts and the few choices that it makes."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from webapp.kit.languages import Language
from webapp.partnership.agencies import read_website
from webapp.partnership.areas import Town, read_town
from webapp.partnership.contrast import READABLE, WHITE, contrast
from webapp.partnership.cover import SafeguardingCover, read_cover
from webapp.partnership.entries import LANGUAGE, Entry
from webapp.partnership.facts import Fact, read_fact
from webapp.partnership.text import Text

# The tokens of static/src/scss/_tokens.scss that a partnership may set; white words stand on each, or it on white.
BRAND_COLOURS = ("brand", "brand-deep", "link", "link-strong")
COLOUR = re.compile(r"#[0-9a-f]{6}")
PREFIX = re.compile(r"[A-Z]{2,6}")
POSTCODE_AREA = re.compile(r"[A-Z]{1,2}")


class Direction(StrEnum):
    """The direction in which a language is written."""

    LTR = "ltr"
    RTL = "rtl"


class ReviewLabel(StrEnum):
    """What the public calls a review of a death by domestic abuse; the law is renaming it."""

    DHR = "DHR"
    DARDR = "DARDR"


@dataclass(frozen=True)
class OfferedLanguage(Language):
    """A language of the site; `awaiting_native_reader` until a native speaker has read its texts."""

    awaiting_native_reader: bool = False


@dataclass(frozen=True, kw_only=True)
class Area:
    """The area that the partnership looks after."""

    name: Text
    description: Text
    ons_code: str | None
    # Further postcode areas ("BH") to know the postcodes of, beside those of the localities' districts.
    postcode_areas: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Brand:
    """The look that is the partnership's own: a logo file in its folder, and colours by token name."""

    logo: str | None
    colours: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How to reach the partnership or its data protection officer."""

    email: Fact
    telephone: Fact
    post: Fact

    @property
    def to_confirm(self) -> bool:
        """Whether any of the ways is still to be confirmed."""
        return any(fact.to_confirm for fact in (self.email, self.telephone, self.post))


@dataclass(frozen=True, kw_only=True)
class Controller:
    """Who answers for personal data, and for which part of it."""

    name: Text
    what_for: Text
    to_confirm: bool


@dataclass(frozen=True, kw_only=True)
class Link:
    """A site outside this one."""

    key: str
    name: Text
    address: str


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The whole of settings.toml."""

    code: str
    name: str
    full_name: Text
    purpose: Text
    reference_prefix: str
    council: str
    police: str
    review_label: ReviewLabel
    exit_url: str
    exit_name: str
    area: Area
    brand: Brand
    languages: tuple[OfferedLanguage, ...]
    towns: tuple[Town, ...]
    contact: Contact
    data_protection_officer: Contact
    security_contact: Fact
    # The day on which the data protection officer signed the survey and the case review off; None until then.
    signed_off_on: dt.date | None
    controllers: tuple[Controller, ...]
    safeguarding_cover: SafeguardingCover | None
    links: tuple[Link, ...]


def read_languages(entry: Entry) -> tuple[OfferedLanguage, ...]:
    """The [[language]] tables, the first language first; read before everything else, because texts need them."""
    languages = entry.each("language", _read_language, named_by="code")
    if not languages:
        raise entry.error("there is no language; add a [[language]] with code, name and direction.")
    return languages


def _read_language(entry: Entry) -> OfferedLanguage:
    code = entry.words("code")
    if not LANGUAGE.fullmatch(code):
        raise entry.error(f'the code "{code}" is no language code; write it like en, pl or ar.')
    return OfferedLanguage(
        code=code,
        name=entry.words("name"),
        direction=entry.choice("direction", Direction, Direction.LTR),
        awaiting_native_reader=entry.flag("awaiting_native_reader"),
    )


def read_profile(entry: Entry) -> Profile:
    """The whole of settings.toml."""
    return Profile(
        code=entry.code("code"),
        name=entry.words("name"),
        full_name=entry.text("full_name"),
        purpose=entry.text("purpose"),
        reference_prefix=_prefix(entry),
        council=entry.code("council"),
        police=entry.code("police"),
        review_label=entry.choice("review_label", ReviewLabel, ReviewLabel.DHR),
        exit_url=read_website(entry, "exit_url") or "https://www.bbc.co.uk/weather",
        exit_name=entry.words("exit_name"),
        area=entry.one("area", _read_area),
        brand=entry.one("brand", _read_brand),
        languages=read_languages(entry),
        towns=entry.each("town", read_town, named_by="code"),
        contact=entry.one("contact", _read_contact),
        data_protection_officer=entry.one("data_protection_officer", _read_contact),
        security_contact=entry.one("security_contact", read_fact),
        signed_off_on=entry.date_or_none("signed_off_on"),
        controllers=entry.each("controller", _read_controller, named_by="name"),
        safeguarding_cover=entry.one_or_none("safeguarding_cover", read_cover),
        links=entry.each("link", _read_link),
    )


def _prefix(entry: Entry) -> str:
    prefix = entry.words("reference_prefix")
    if not PREFIX.fullmatch(prefix):
        raise entry.error(f'"reference_prefix" is "{prefix}"; use 2 to 6 capital letters, like BCP.')
    return prefix


def _read_area(entry: Entry) -> Area:
    return Area(
        name=entry.text("name"),
        description=entry.text("description"),
        ons_code=entry.words_or_none("ons_code"),
        postcode_areas=_postcode_areas(entry),
    )


def _postcode_areas(entry: Entry) -> tuple[str, ...]:
    areas = tuple(code.upper() for code in entry.codes("postcode_areas"))
    for area in areas:
        if not POSTCODE_AREA.fullmatch(area):
            raise entry.error(f'"postcode_areas" has "{area}"; give the letters that postcodes begin with, like "bh".')
    return areas


def _read_brand(entry: Entry) -> Brand:
    return Brand(logo=entry.words_or_none("logo"), colours=entry.one_or_none("colours", _read_colours) or {})


def _read_colours(entry: Entry) -> dict[str, str]:
    colours = {name: entry.words(name) for name in entry.values}
    for name, colour in colours.items():
        if name not in BRAND_COLOURS:
            raise entry.error(f'"{name}" is no colour of the brand; use one of {", ".join(BRAND_COLOURS)}.')
        if not COLOUR.fullmatch(colour):
            raise entry.error(f'"{name}" is "{colour}"; write the colour like #0e4a5c.')
        if contrast(colour, WHITE) < READABLE:
            raise entry.error(f'"{name}" is "{colour}", which cannot be read beside white; choose a darker one.')
    return colours


def _read_contact(entry: Entry) -> Contact:
    return Contact(
        email=entry.one("email", read_fact),
        telephone=entry.one("telephone", read_fact),
        post=entry.one("post", read_fact),
    )


def _read_controller(entry: Entry) -> Controller:
    return Controller(name=entry.text("name"), what_for=entry.text("what_for"), to_confirm=entry.flag("to_confirm"))


def _read_link(entry: Entry) -> Link:
    address = read_website(entry, "address")
    if address is None:
        raise entry.error('"address" is missing; add an address that begins with https://.')
    return Link(key=entry.code("key"), name=entry.text("name"), address=address)
