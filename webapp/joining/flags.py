"""What in somebody's words an officer should look at twice; pure.

Nothing here changes words or refuses them: every page writes words as words, a table for spreadsheets puts its
apostrophe in front. A flag is for what is harmless to the site and may yet mislead a person.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from webapp.joining.codes import Flag

# Marks that turn the direction of what follows, so that a name reads as another one.
_TURNED = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufe0f\ufeff]"
)
_JOINERS = "\u200c\u200d"
_MARKUP = re.compile(r"<\s*[/!a-z?]|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});|\{\{|\{%|\]\(", re.IGNORECASE)
_FORMULA = re.compile(r"\s*(?:=|[+@-]\s*[A-Za-z]+\s*\(|[\t\r])")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
# Letters of other alphabets that look like Latin ones; enough of them to see through a name that is dressed up
# (Unicode Technical Standard 39 lists them all).
_LOOKS_LIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u04bb\u0501\u051b\u051d\u0261\u043a\u043c\u0442\u0410\u0412\u0421\u0415\u041d\u0406\u0408\u041a\u041c\u041e\u0420\u0405\u0422\u0425\u0423\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b1\u03b9\u03bf\u03ba\u03bd\u03c1\u03c501|\u0131\u0196",
    "aeopcyxisjhdqwgkmtABCEHIJKMOPSTXYABEZHIKMNOPTYXaiokvpuollil",
)
# Scripts by the first word of a letter's Unicode name; digits and signs belong to all.
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "HEBREW", "ARABIC", "CHEROKEE")
_WORD = re.compile(r"[^\W\d_]+")


def flags_of(text: str, *, is_address: bool = False) -> tuple[Flag, ...]:
    """What an officer should look at twice in a text; `is_address` ones are meant to hold a link."""
    found = (
        (Flag.TURNED, _TURNED.search(text) is not None),
        (Flag.UNSEEN, _UNSEEN.search(text) is not None or _has_controls(text)),
        (Flag.MARKUP, _MARKUP.search(text) is not None),
        (Flag.FORMULA, _FORMULA.match(text) is not None),
        (Flag.MIXED_LETTERS, has_mixed_letters(text)),
        (Flag.LINK, not is_address and _LINK.search(text) is not None),
    )
    return tuple(flag for flag, is_there in found if is_there)


def flags_of_fields(fields: Mapping[str, str]) -> dict[str, list[str]]:
    """The flags of each field that has any, as the tables keep them."""
    found = {name: flags_of(text, is_address=name == "website") for name, text in fields.items()}
    return {name: [flag.value for flag in flags] for name, flags in found.items() if flags}


def has_mixed_letters(text: str) -> bool:
    """Whether one word mixes alphabets, such as a Cyrillic letter among Latin ones."""
    return any(len(set(map(_script, word)) - {""}) > 1 for word in _WORD.findall(unicodedata.normalize("NFKC", text)))


def skeleton(name: str) -> str:
    """What a name looks like: two names with one skeleton are read as the same one."""
    seen = _UNSEEN.sub("", _TURNED.sub("", unicodedata.normalize("NFKD", name)))
    bare = "".join(letter for letter in seen if not unicodedata.combining(letter))
    alike = bare.translate(_LOOKS_LIKE).casefold().translate(_LOOKS_LIKE)
    return "".join(filter(str.isalnum, alike.replace("rn", "m").replace("vv", "w")))


def looks_like_another(name: str, others: Iterable[str]) -> str | None:
    """The other name that this one is dressed up as: written otherwise and read as the same."""
    own = skeleton(name)
    return next((other for other in others if other.casefold() != name.casefold() and skeleton(other) == own), None)


def made_visible(text: str) -> str:
    """The text with every sign that turns or hides words as its number, like [U+202E], for whoever has to judge it."""
    return "".join(f"[U+{ord(letter):04X}]" if _is_unseen(letter) else letter for letter in text)


def without_unseen(text: str) -> str:
    """The text without the signs that turn or hide words, for paper on which nobody could look at them.

    The two that join letters or keep them apart stay: names in some scripts are spelt with them.
    """
    return "".join(letter for letter in text if letter in _JOINERS or not _is_unseen(letter)).strip()


def _is_unseen(letter: str) -> bool:
    return bool(_TURNED.match(letter) or _UNSEEN.match(letter)) or _has_controls(letter)


def _has_controls(text: str) -> bool:
    return any(unicodedata.category(letter) == "Cc" and letter not in "\n\r\t" for letter in text)


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), "")
