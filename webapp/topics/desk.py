"""The desk pages of the topics."""

from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from webapp.edits.editor import Answers, Editor, Parts, Section, values_of
from webapp.edits.nouns import Thing
from webapp.edits.pages import editor_blueprint
from webapp.partnership.topics import ReadOn, Route, TopicFacts, TopicGroup
from webapp.topics import items  # noqa: F401 - it registers the kind of work
from webapp.topics.desk_forms import FactsForm, ReadOnForm, RouteForm, WordsForm
from webapp.topics.desk_nouns import TOPICS, TopicContent

LAST = 9999
# A form has a `summary` of its own: that of its errors.
WORDS = {"in_short": "summary"}


def _begin(answers: Answers) -> TopicContent:
    # Sensitive until somebody has thought about it: the careful way round.
    facts = TopicFacts(
        groups=(TopicGroup.SOMEBODY,),
        position=LAST,
        sensitive=True,
        review_by=None,
        helplines=(),
        related=(),
        routes=(),
        read_on=(),
    )
    return TopicContent(**values_of(answers, WORDS), facts=facts)


def _facts(content: TopicContent) -> TopicFacts:
    return content.facts


def _with_facts(content: TopicContent, facts: TopicFacts) -> TopicContent:
    return replace(content, facts=facts)


def _with_routes(content: TopicContent, entries: tuple[Any, ...]) -> TopicContent:
    return replace(content, facts=replace(content.facts, routes=entries))


def _with_read_on(content: TopicContent, entries: tuple[Any, ...]) -> TopicContent:
    return replace(content, facts=replace(content.facts, read_on=entries))


def _public_path(thing: Thing) -> str:
    return url_for("topics.topic", slug=thing.slug)


def _standing(content: TopicContent) -> str:
    day = content.facts.review_by
    return str(_l("To be read again by %(day)s", day=day.isoformat())) if day else ""


EDITOR = Editor(
    name="topics",
    noun=TOPICS,
    title=_l("Topics"),
    add=_l("Write a new topic"),
    about=_l("What worries people: the signs, what to do, who can ask for help and from whom."),
    nothing=_l("A topic tells the signs, what to do now, and who helps."),
    sections=(
        Section(code="words", label=_l("Words"), form=WordsForm, names=WORDS),
        Section(code="facts", label=_l("Facts"), form=FactsForm, within=_facts, put=_with_facts),
    ),
    begin=_begin,
    parts=(
        Parts(
            code="routes",
            label=_l("Who can ask for help, and from whom"),
            add=_l("Add a way to get help"),
            form=RouteForm,
            make=Route,
            name=lambda route: f"{route.who}: {route.to}",
            read=lambda content: content.facts.routes,
            put=_with_routes,
            names={"agency": "website"},
        ),
        Parts(
            code="read-on",
            label=_l("Read more on this site"),
            add=_l("Add a link to a page of this site"),
            form=ReadOnForm,
            make=ReadOn,
            name=lambda link: f"{link.words} ({link.path})",
            read=lambda content: content.facts.read_on,
            put=_with_read_on,
        ),
    ),
    public_path=_public_path,
    standing=_standing,
)
bp = editor_blueprint(EDITOR)
