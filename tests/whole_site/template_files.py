"""The template files as text and as syntax trees, for the tests that read them without drawing them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import nodes

from webapp.config import PROJECT

FOLDER = PROJECT / "templates"
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
# Stand in for an expression while the markup around it is parsed: no quotes, no spaces, no angle brackets.
STAND_IN = "\N{WHITE DIAMOND CONTAINING BLACK SMALL DIAMOND}"


@dataclass(frozen=True)
class Tag:
    """A start tag as the template writes it; an expression in a value stands there as it is written."""

    name: str
    attributes: tuple[tuple[str, str | None], ...]
    line: int

    def get(self, name: str) -> str | None:
        return dict(self.attributes).get(name)


class _Tags(HTMLParser):
    def __init__(self, expressions: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.expressions = expressions
        self.found: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # `data-hx-get` is the same to htmx as `hx-get`, and valid HTML.
        filled = tuple(
            ((self._fill(name) or "").replace("data-hx-", "hx-", 1), self._fill(value)) for name, value in attrs
        )
        self.found.append(Tag(self._fill(tag) or "", filled, self.getpos()[0]))

    def _fill(self, words: str | None) -> str | None:
        if words is None:
            return None
        pattern = f"{STAND_IN}([0-9]+){STAND_IN}"
        return re.sub(pattern, lambda match: self.expressions[int(match[1])], words)


@dataclass(frozen=True)
class TemplateFile:
    """One template."""

    name: str
    source: str
    tree: nodes.Template

    @property
    def folder(self) -> str:
        return self.name.rpartition("/")[0]

    @property
    def stem(self) -> str:
        return Path(self.name).stem

    @property
    def is_component(self) -> bool:
        return self.folder == "components"

    @property
    def is_fragment(self) -> bool:
        return self.stem.startswith("_") and self.folder != "layouts"

    @cached_property
    def tags(self) -> list[Tag]:
        """The start tags; comments and statements are left out, so a tag in any branch is found."""
        expressions: list[str] = []

        def keep(match: re.Match[str]) -> str:
            expressions.append(" ".join(match[0].split()))
            return f"{STAND_IN}{len(expressions) - 1}{STAND_IN}"

        parser = _Tags(expressions)
        parser.feed(EXPRESSION.sub(keep, STATEMENT.sub(_blank, COMMENT.sub(_blank, self.source))))
        return parser.found

    @property
    def macros(self) -> list[str]:
        return [macro.name for macro in self.tree.find_all(nodes.Macro)]

    def references(self) -> Iterator[str]:
        """The other templates that this one names."""
        for node in self.tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            for constant in (
                node.template.find_all(nodes.Const) if not isinstance(node.template, nodes.Const) else [node.template]
            ):
                yield constant.value


def _blank(match: re.Match[str]) -> str:
    # Lines stay countable.
    return "\n" * match[0].count("\n")


def read_templates(environment) -> list[TemplateFile]:
    """Every template of the site."""
    names = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())
    sources = {name: (FOLDER / name).read_text(encoding="utf-8") for name in names}
    return [TemplateFile(name, source, environment.parse(source, name)) for name, source in sources.items()]
