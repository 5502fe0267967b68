"""GOV.UK Frontend's published examples, and their HTML in a form that can be compared with ours."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

EXAMPLES = Path(__file__).parents[2] / "node_modules/govuk-frontend/dist/govuk/components"
Options = dict[str, Any]


def examples(component: str) -> Iterator[tuple[str, Options, str]]:
    """Each published example of a component: its name, its options and its HTML."""
    path = EXAMPLES / component / "fixtures.json"
    for example in json.loads(path.read_text(encoding="utf-8"))["fixtures"]:
        yield example["name"], example["options"], example["html"]


def comparable(html: str) -> list[Any]:
    """The HTML as a tree of tags, sorted attributes and words, without the white space between them."""
    fragment = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return _children(fragment)


def _children(element: Element) -> list[Any]:
    found: list[Any] = [_spaced(element.text)]
    for child in element:
        attributes = {name: _attribute(name, value) for name, value in sorted(child.attrib.items())}
        found += [(child.tag, attributes, _children(child)), _spaced(child.tail)]
    return [part for part in found if part]


def _attribute(name: str, value: str) -> object:
    return sorted(value.split()) if name == "class" else value


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()
