"""A Markdown draft as the checks see it: drawn with the line of each block, never shown to anybody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from webapp.kit.richtext.dialect import Fragment, dialect


@dataclass(frozen=True, kw_only=True)
class Draft:
    """HTML with lines; pictures, which pages show as words; and the figures that are placed, each with its line."""

    html: str
    pictures: Sequence[tuple[int, str, str]] = field(default_factory=tuple)
    figures: Sequence[tuple[int, str]] = field(default_factory=tuple)


def read_draft(markdown: str, fragment: Fragment) -> Draft:
    """Parse a draft; the fragment says which tables it can place."""
    env = {"fragment": fragment}
    parser = dialect()
    tokens = parser.parse(markdown, env)
    for token in tokens:
        _mark(token)
    return Draft(
        html=parser.renderer.render(tokens, parser.options, env),
        pictures=tuple(_pictures(tokens)),
        figures=tuple(
            (_line(token), str(token.attrs["data-figure"])) for token in tokens if token.type == "figure_place_open"
        ),
    )


def _mark(token: Token) -> None:
    if token.nesting != 1 or not token.map:
        return
    token.attrSet("data-line", str(_line(token)))
    if token.type == "heading_open":
        # "##" or a line of dashes below the words.
        token.attrSet("data-level", {"=": "1", "-": "2"}.get(token.markup, str(len(token.markup))))


def _pictures(tokens: Sequence[Token]) -> Iterator[tuple[int, str, str]]:
    for token in tokens:
        for child in token.children or []:
            if child.type == "image":
                yield _line(token), str(child.attrs.get("src", "")), child.content


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1
