"""The settings, read from the environment once and typed: a wrong one stops the start with one clear sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
# What may stand in a header of a message: one address, without a name, a comment or a space.
MAIL_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?")
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"", "0", "false", "no", "off"})


class SettingsError(Exception):
    """A setting that cannot be used; the message is one sentence that says which and what to do."""


class Tier(StrEnum):
    """Which blueprints this process carries (`docs/decisions/0001-the-shape-of-the-code.md`)."""

    ALL = "all"
    PUBLIC = "public"
    DESK = "desk"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs between two installations; never a secret (secrets lie in `instance_dir`)."""

    host: str
    port: int
    public_url: str
    desk_url: str
    exit_url: str | None
    database_url: str
    instance_dir: Path
    partnership: str
    tier: Tier
    sample_data: bool
    allow_plain_http: bool
    trusted_proxies: int
    mail_from: str
    smtp_url: str | None
    notify_api_key: str | None
    notify_template_id: str | None
    clamd_url: str | None
    rate_limit_storage_url: str
    queue_url: str | None
    evidence_url: str | None
    evidence_origin: str
    map_tiles_url: str | None
    map_attribution: str

    @property
    def map_tiles_origin(self) -> str:
        """The foreign origin that a map's ground comes from; empty where it comes from here."""
        parts = urlsplit(self.map_tiles_url or "")
        return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else ""

    @property
    def is_local(self) -> bool:
        """Whether the public address is this very machine, so that the site is being tried, not run."""
        return urlsplit(self.public_url).hostname in LOCAL_HOSTS

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies may be `Secure` and `__Host-`: browsers treat localhost as secure."""
        return self.public_url.startswith("https://") or self.is_local


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from environment variables; an empty variable counts as not set.

    Raises SettingsError with one sentence for the first setting that cannot be used.
    """
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    port = _whole_number(given, "PORT", 5000, most=65535)
    public_url = _origin(given, "PUBLIC_URL", f"http://localhost:{port}")
    instance_dir = Path(given.get("INSTANCE_DIR", PROJECT / "instance")).expanduser().absolute()
    settings = Settings(
        host=given.get("HOST", "127.0.0.1"),
        port=port,
        public_url=public_url,
        desk_url=_origin(given, "DESK_URL", public_url),
        exit_url=_url(given, "EXIT_URL", ("https", "http")),
        database_url=_database_url(given, instance_dir),
        instance_dir=instance_dir,
        partnership=given.get("PARTNERSHIP", "bcp"),
        tier=_tier(given),
        sample_data=_switch(given, "SAMPLE_DATA"),
        allow_plain_http=_switch(given, "ALLOW_PLAIN_HTTP"),
        trusted_proxies=_whole_number(given, "TRUSTED_PROXIES", 0, most=10),
        mail_from=_mail_from(given, public_url),
        smtp_url=_url(given, "SMTP_URL", ("smtp", "smtps", "smtp+starttls")),
        notify_api_key=given.get("NOTIFY_API_KEY"),
        notify_template_id=given.get("NOTIFY_TEMPLATE_ID"),
        clamd_url=_url(given, "CLAMD_URL", ("tcp", "unix")),
        rate_limit_storage_url=_url(given, "RATE_LIMIT_STORAGE_URL", ("memory", "redis", "rediss", "valkey", "valkeys"))
        or "memory://",
        queue_url=_url(given, "QUEUE_URL", ("redis", "rediss", "valkey", "valkeys")),
        evidence_url=_url(given, "EVIDENCE_URL", ("file",)),
        evidence_origin=_origin(given, "EVIDENCE_ORIGIN", public_url),
        map_tiles_url=_map_tiles(given),
        map_attribution=given.get("MAP_ATTRIBUTION", ""),
    )
    _refuse_unsafe_mixtures(settings)
    return settings


def _refuse_unsafe_mixtures(settings: Settings) -> None:
    for name, address in (("PUBLIC_URL", settings.public_url), ("DESK_URL", settings.desk_url)):
        plain = address.startswith("http://") and urlsplit(address).hostname not in LOCAL_HOSTS
        if plain and not settings.allow_plain_http:
            message = (
                f"{name} is {address}: use https, or set ALLOW_PLAIN_HTTP=1 "
                "if you accept that anybody on the way can read it."
            )
            raise SettingsError(message)
    if settings.tier is not Tier.ALL and not settings.database_url.startswith("postgresql"):
        message = f"TIER={settings.tier} needs PostgreSQL: set DATABASE_URL to postgresql://..., or use TIER=all."
        raise SettingsError(message)
    _refuse_unsafe_mail(settings)
    if settings.sample_data and not settings.is_local:
        message = (
            f"SAMPLE_DATA=1 is for trying the site out: with PUBLIC_URL {settings.public_url} remove it, "
            "so that nobody takes examples for real places."
        )
        raise SettingsError(message)


def _map_tiles(given: Mapping[str, str]) -> str | None:
    value = _url(given, "MAP_TILES_URL", ("https", "http", "file"))
    if value is None:
        return None
    parts = urlsplit(value)
    if not parts.path.endswith(".pmtiles") and not all(part in value for part in ("{z}", "{x}", "{y}")):
        message = "MAP_TILES_URL cannot be used: name a .pmtiles file, or an address with {z}, {x} and {y} in it."
        raise SettingsError(message)
    # It becomes part of the content policy, where a space or a semicolon would begin a rule of its own.
    if parts.scheme != "file" and not re.fullmatch(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?", parts.netloc):
        message = "MAP_TILES_URL cannot be used: give one host name, without a user, a password or {s}."
        raise SettingsError(message)
    if not given.get("MAP_ATTRIBUTION"):
        message = (
            "MAP_TILES_URL needs MAP_ATTRIBUTION: the words that the maker of the map asks for, "
            "like © OpenStreetMap contributors."
        )
        raise SettingsError(message)
    return value


def _refuse_unsafe_mail(settings: Settings) -> None:
    parts = urlsplit(settings.smtp_url or "")
    if parts.scheme == "smtp" and parts.hostname not in LOCAL_HOSTS:
        message = (
            "SMTP_URL would send messages unencrypted: use smtps:// or smtp+starttls://, or a server on this machine."
        )
        raise SettingsError(message)
    if settings.notify_api_key and not settings.notify_template_id:
        message = (
            "NOTIFY_API_KEY needs NOTIFY_TEMPLATE_ID: the id of a template in Notify with ((subject)) and ((body))."
        )
        raise SettingsError(message)


def _mail_from(given: Mapping[str, str], public_url: str) -> str:
    value = given.get("MAIL_FROM", f"no-reply@{urlsplit(public_url).hostname}")
    if not MAIL_ADDRESS.fullmatch(value):
        message = f"MAIL_FROM is {value!r}: give the address alone, like no-reply@example.org."
        raise SettingsError(message)
    return value


def _tier(given: Mapping[str, str]) -> Tier:
    value = given.get("TIER", "all")
    try:
        return Tier(value)
    except ValueError:
        message = f"TIER is {value!r}: set it to all, public or desk."
        raise SettingsError(message) from None


def _whole_number(given: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    value = given.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) > most:
        message = f"{name} is {value!r}: set it to a whole number from 0 to {most}."
        raise SettingsError(message)
    return int(value)


def _switch(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "").lower()
    if value in YES:
        return True
    if value in NO:
        return False
    message = f"{name} is {value!r}: set it to 1 or 0."
    raise SettingsError(message)


def _url(given: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    value = given.get(name)
    if value is None:
        return None
    if urlsplit(value).scheme not in schemes or "://" not in value:
        # The value itself may carry a password, so the sentence does not repeat it.
        message = f"{name} cannot be used: it must start with {' or '.join(f'{scheme}://' for scheme in schemes)}."
        raise SettingsError(message)
    return value


def _origin(given: Mapping[str, str], name: str, default: str) -> str:
    value = (_url(given, name, ("https", "http")) or default).rstrip("/")
    parts = urlsplit(value)
    if not parts.hostname or parts.path or parts.query or parts.fragment or parts.username:
        message = f"{name} is {value!r}: give scheme and host only, like https://www.example.org."
        raise SettingsError(message)
    return value


def _database_url(given: Mapping[str, str], instance_dir: Path) -> str:
    value = given.get("DATABASE_URL")
    if value is None:
        return f"sqlite:///{instance_dir / 'safer.sqlite3'}"
    if value.startswith("postgres://"):
        value = "postgresql://" + value.removeprefix("postgres://")
    if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        message = "DATABASE_URL cannot be used: it must start with sqlite:/// or postgresql://."
        raise SettingsError(message)
    return value
