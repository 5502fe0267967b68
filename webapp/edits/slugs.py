"""The ends of addresses: made from a title, or typed."""

import re
import secrets
import unicodedata
from typing import Any

from flask_babel import gettext as _
from wtforms import ValidationError

from webapp.edits.rules import LONGEST_SLUG, is_slug

RANDOM_BYTES = 4


def slug_for(typed: str, title: str, *, asked: bool) -> str:
    """The end of the address: as typed, else made from the title, else by chance where no letter is left."""
    return typed or (_made_from(title) if asked else "") or secrets.token_hex(RANDOM_BYTES)


def checked_slug(_form: Any, field: Any) -> None:
    """Refuse what cannot be the end of an address."""
    if field.data and not is_slug(field.data):
        raise ValidationError(_("Use small letters, digits and single hyphens only"))


def _made_from(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].rstrip("-")
