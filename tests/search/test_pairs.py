"""The register of questions in pairs.txt: what people type finds its page, over HTTP, on the database under test."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from webapp.site.indexing import index_pages

REGISTER = Path(__file__).parent / "pairs.txt"
AMONG_THE_FIRST = 3
AT_LEAST, TYPING_ERRORS_AT_LEAST = 60, 15


class Pair(NamedTuple):
    language: str
    q: str
    expected: str


def sections() -> dict[str, list[Pair]]:
    """The pairs under each comment that has some."""
    found: dict[str, list[Pair]] = {}
    heading = ""
    for line in REGISTER.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.removeprefix("# ")
        elif line:
            language, q, expected = line.split(" | ")
            found.setdefault(heading, []).append(Pair(language, q, expected))
    return found


PAIRS = [pair for pairs in sections().values() for pair in pairs]


def found_on(client, pair: Pair) -> list[str]:
    """The addresses of the hits in their order, without the language in front."""
    prefix = "" if pair.language == "en" else f"/{pair.language}"
    page = client.get(f"{prefix}/search?q={quote(pair.q)}")
    titles = [link for link in page.all("a") if link.get("class") == "card__link"]
    return [link.get("href").removeprefix(prefix) for link in titles]


def test_every_question_finds_its_page_among_the_first_three(starter, app, client):
    with app.app_context():
        index_pages()
    found = {pair: found_on(client, pair) for pair in PAIRS}
    missed = {pair: hits[:5] for pair, hits in found.items() if pair.expected not in hits[:AMONG_THE_FIRST]}
    assert missed == {}


def test_the_register_is_long_and_broad_enough():
    by_section = sections()
    assert len(PAIRS) >= AT_LEAST
    assert len(set(PAIRS)) == len(PAIRS)
    assert len(by_section["Typing errors"]) >= TYPING_ERRORS_AT_LEAST
    assert {pair.language for pair in PAIRS} == {"en", "pl", "ar"}
