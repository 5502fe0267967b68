"""Writes an empty, valid folder for a new partnership, with a checklist of what to fill in."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from webapp.partnership.errors import PartnershipError
from webapp.partnership.loading import HERE

BLANK = HERE / "blank"
# What holds in the whole country is taken over from the partnership that comes with the code.
MODEL = HERE / "bcp"
PREFIX_MOST = 6


def create_partnership(folder: Path, name: str) -> None:
    """Write the settings folder of the partnership `name` into `folder`.

    It starts with what every partnership shares: the national support numbers, the kinds of anti-social behaviour, the
    laws and the bank holidays. Raises PartnershipError if the folder holds something already.
    """
    name = " ".join(name.split())
    if not name:
        message = "The partnership has no name; give it one, like Safer Newtown."
        raise PartnershipError(message)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is not empty; give a folder that does not exist yet."
        raise PartnershipError(message)
    folder.mkdir(parents=True, exist_ok=True)
    fill_in = {"@NAME@": json.dumps(name, ensure_ascii=False), "@CODE@": _code(name), "@PREFIX@": _prefix(name)}
    for path in sorted(BLANK.iterdir()):
        words = path.read_text(encoding="utf-8")
        for blank, filled in fill_in.items():
            words = words.replace(blank, filled)
        _write(folder / path.name, words)
    _write(folder / "support_numbers.toml", _blocks("support_numbers.toml", "[[number]]", _is_national))
    _write(folder / "sources.toml", _blocks("sources.toml", "[[source]]", _is_law))
    for shared in ("asb_types.toml", "holidays.csv"):
        _write(folder / shared, (MODEL / shared).read_text(encoding="utf-8"))


def _write(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8", newline="\n")


def _blocks(name: str, heading: str, wanted: Callable[[str], bool]) -> str:
    beginning, *blocks = (MODEL / name).read_text(encoding="utf-8").split(f"\n{heading}\n")
    return f"\n{heading}\n".join([beginning, *(block for block in blocks if wanted(block))])


def _is_national(block: str) -> bool:
    return re.search(r"^national = true$", block, re.MULTILINE) is not None


def _is_law(block: str) -> bool:
    return re.search(r'^kind = "law"$', block, re.MULTILINE) is not None


def _code(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "partnership"


def _prefix(name: str) -> str:
    initials = "".join(word[0] for word in re.findall(r"[A-Z][A-Za-z]*", name))[:PREFIX_MOST]
    return initials if len(initials) > 1 else "CSP"
