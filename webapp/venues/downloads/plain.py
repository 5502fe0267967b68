"""Words as they leave and as they come in: without what cannot be seen; pure."""

import json
import re
import unicodedata
from typing import Any

# Marks that turn the direction of what follows, so that a name reads as another one, and letters without a width.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_SPACES = {"Zs", "Zl", "Zp"}
_NEVER = {"Cc", "Cs", "Co", "Cn"}


def plain(text: str, *, lines: bool = False) -> str:
    """The words that a reader sees, composed (NFC); on one line unless `lines`."""
    if text.isascii() and text.isprintable():
        # Nearly every cell of a list.
        return " ".join(text.split())
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    kept = "".join(_letter(letter) for letter in seen.replace("\r\n", "\n").replace("\r", "\n"))
    rows = (" ".join(row.split()) for row in kept.split("\n"))
    return "\n".join(rows).strip() if lines else " ".join(row for row in rows if row)


def has_unseen(text: str) -> bool:
    """Whether the words hold marks that nobody sees and that could make them read as others."""
    return _UNSEEN.search(text) is not None


def script_safe_json(value: Any) -> str:
    """The value as JSON on one line that stays data wherever it is pasted: no letter of it opens a tag or ends one."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _letter(letter: str) -> str:
    if letter == "\n":
        return letter
    category = unicodedata.category(letter)
    return " " if category in _SPACES or category in _NEVER else letter
