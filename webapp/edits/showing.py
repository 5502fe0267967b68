"""What was answered, in words: for the page of a thing, for its history, and for two versions side by side."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from webapp.accounts import queries as accounts
from webapp.audit.actors import Actor, ActorKind
from webapp.edits.editor import Editor, Section
from webapp.edits.forms import stored_form
from webapp.edits.nouns import Version
from webapp.edits.rules import Difference, differences

STARTER = "starter"


@dataclass(frozen=True, kw_only=True)
class ShownAnswer:
    """A question and what stands there, by language where it has one."""

    label: str
    words: str


def shown_answers(section: Section, content: Any) -> list[ShownAnswer]:
    """The questions of a section with what is stored; what is empty says so."""
    form = stored_form(section.form, section.read(content))
    return [
        ShownAnswer(label=str(field.label.text), words=shown_words(field))
        for field in form.answers
        if field.drawn_by != "hidden"
    ]


def shown_words(field: Any) -> str:
    """The answer of a field in words."""
    typed = getattr(field, "typed", None)
    if isinstance(typed, dict):
        return "\n".join(f"{name}: {words}" for name, words in typed.items() if words)
    if hasattr(field, "choices"):
        return ", ".join(str(choice.label) for choice in field.choices if choice.value in field.chosen)
    return _plain(field.data, typed)


def _plain(data: Any, typed: Any) -> str:
    if isinstance(data, bool):
        return str(_("Yes") if data else _("No"))
    if hasattr(data, "isoformat") and hasattr(data, "year"):
        return str(format_date(data, "d MMMM yyyy"))
    return str(typed or data or "")


def names_of(actors: Iterable[str]) -> Mapping[str, str]:
    """Who saved something, in words, by what the rows say."""
    wanted = set(actors)
    parsed = {actor: Actor.parse(actor) for actor in wanted if ":" in actor}
    ids: list[uuid.UUID] = [who.officer_id for who in parsed.values() if who.officer_id is not None]
    known = accounts.names_of(sorted(ids)) if ids else {}
    return {actor: _name(actor, parsed.get(actor), known) for actor in wanted}


def _name(actor: str, who: Actor | None, known: Mapping[uuid.UUID, str]) -> str:
    if who is not None and who.kind is ActorKind.OFFICER:
        return known.get(who.officer_id or uuid.UUID(int=0)) or str(_("A former officer"))
    return str(_("The starter content") if actor == STARTER else _("The site itself"))


def differences_between(editor: Editor, earlier: Version | None, later: Version) -> list[Difference]:
    """What a version changed; nothing where there is none before it."""
    if earlier is None:
        return []
    to_record = editor.noun.to_record
    return differences(to_record(earlier.content), to_record(later.content))
