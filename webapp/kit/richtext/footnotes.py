"""Footnotes with labels that a screen reader can say, and with a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import escapeHtml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from webapp.kit.richtext.dialect import Fragment

BACK_ARROW = "\u21a9\ufe0e"
LONGEST_NUMBER = 4


def settle_notes(state: StateCore) -> None:
    """List a note that nothing points to after the others (the parser would lose it), and settle the notes' ids."""
    notes = state.env.get("footnotes", {})
    for label, number in notes.get("refs", {}).items():
        if number < 0:
            listed = notes.setdefault("list", {})
            notes["refs"][label] = len(listed)
            listed[len(listed)] = {"label": label[1:], "count": 0}
    fragment = _fragment(state.env)
    fragment.note_numbers = _numbers([str(note.get("label")) for note in notes.get("list", {}).values()])
    fragment.note_prefix, turn = fragment.prefix, 1
    while f"{fragment.note_prefix}fn-1" in fragment.taken:
        turn += 1
        fragment.note_prefix = f"{fragment.prefix}part-{turn}-"
    for number, note in notes.get("list", {}).items():
        fragment.taken.add(f"{fragment.note_prefix}fn-{number + 1}")
        fragment.taken.update(_reference_id(fragment, number, again) for again in range(note.get("count") or 0))


def footnote_rules(markdown: MarkdownIt) -> None:
    """Draw notes in our own words and ids instead of the plugin's."""
    for name, rule in (
        ("footnote_ref", _reference),
        ("footnote_block_open", _list_open),
        ("footnote_open", _note_open),
        ("footnote_anchor", _way_back),
    ):
        markdown.add_render_rule(name, rule)


def _fragment(env: Any) -> Fragment:
    fragment: Fragment = env["fragment"]
    return fragment


def _numbers(labels: Sequence[str]) -> list[int]:
    """Notes that are all printed with numbers keep them; named ones are counted."""
    if all(label.isascii() and label.isdigit() and len(label) <= LONGEST_NUMBER for label in labels):
        return [int(label) for label in labels]
    return list(range(1, len(labels) + 1))


def _reference_id(fragment: Fragment, number: int, again: int) -> str:
    suffix = f"-{again + 1}" if again else ""
    return f"{fragment.note_prefix}fnref-{number + 1}{suffix}"


def _ids(token: Token, env: Any) -> tuple[int, str, str]:
    fragment = _fragment(env)
    number = int(token.meta["id"])
    reference = _reference_id(fragment, number, int(token.meta.get("subId") or 0))
    return fragment.note_numbers[number], f"{fragment.note_prefix}fn-{number + 1}", reference


def _reference(_self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    number, note, reference = _ids(tokens[index], env)
    label = escapeHtml(_fragment(env).labels.footnote % {"number": number})
    return f'<sup class="footnote-ref"><a href="#{note}" id="{reference}" aria-label="{label}">{number}</a></sup>'


def _list_open(_self: Any, _tokens: Sequence[Token], _index: int, _options: Any, env: Any) -> str:
    label = escapeHtml(_fragment(env).labels.footnotes)
    return f'<section class="footnotes" aria-label="{label}">\n<ol>\n'


def _note_open(_self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    number, note, _reference_to = _ids(tokens[index], env)
    return f'<li id="{note}" value="{number}">'


def _way_back(_self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    notes = env["footnotes"]["list"]
    if not notes[tokens[index].meta["id"]].get("count"):
        return ""
    number, _note, reference = _ids(tokens[index], env)
    label = escapeHtml(_fragment(env).labels.back % {"number": number})
    return f' <a class="footnote-backref" href="#{reference}" aria-label="{label}">{BACK_ARROW}</a>'
