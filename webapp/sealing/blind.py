"""Blind indexes: a keyed hash of a value made alike, so that the desk finds equal ones without reading any; pure."""

import hashlib
import unicodedata
from collections.abc import Callable, Mapping

import phonenumbers

INDEX_BYTES = 32
REGION = "GB"


def index_of(key: bytes, purpose: str, value: str) -> bytes | None:
    """The index of `value` under `key`, other for each purpose; None when nothing is left to compare.

    The last word of `purpose` names the normaliser. Raises ValueError for an unknown one.
    """
    alike = NORMALISERS.get(purpose.rpartition(".")[2])
    if alike is None:
        message = f"The last word of {purpose!r} must be one of {', '.join(NORMALISERS)}."
        raise ValueError(message)
    normal = alike(value)
    if not normal:
        return None
    content = len(purpose.encode()).to_bytes(4, "big") + purpose.encode() + normal.encode()
    short_key = hashlib.blake2b(key, digest_size=32, person=b"safer.blind.key").digest()
    return hashlib.blake2b(content, digest_size=INDEX_BYTES, key=short_key, person=b"safer.blind").digest()


def alike_email(value: str) -> str:
    """An e-mail address as people mean it: case and surrounding space do not count."""
    return unicodedata.normalize("NFKC", value).strip().casefold()


def alike_phone(value: str) -> str:
    """A number in international form when it is one ("01202 123 456" is "+441202123456"), else its digits."""
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", value), REGION)
    except phonenumbers.NumberParseException:
        return "".join(filter(str.isdecimal, value))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def alike_surname(value: str) -> str:
    """A surname's letters: case, accents, hyphens, apostrophes and spaces do not count."""
    split = unicodedata.normalize("NFKD", value.casefold())
    return "".join(filter(str.isalpha, split))


def alike_reference(value: str) -> str:
    """A reference as it is read out: capitals and digits."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", value).upper()))


NORMALISERS: Mapping[str, Callable[[str], str]] = {
    "email": alike_email,
    "phone": alike_phone,
    "surname": alike_surname,
    "reference": alike_reference,
}
