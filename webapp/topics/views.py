"""Public pages of the topics: the list by whom the reader is worried about, and one topic."""

from dataclasses import dataclass, replace

from flask import Blueprint, render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.figures.placing import with_figures
from webapp.kit.clock import london_today
from webapp.kit.freshness import keep_nowhere, public_page
from webapp.partnership import Partnership, SupportNumber
from webapp.partnership.current import current_partnership, default_language, language_of, reading_language
from webapp.partnership.topics import TopicGroup
from webapp.publishing.rules import is_overdue
from webapp.topics import queries

bp = Blueprint("topics", __name__)


@dataclass(frozen=True, kw_only=True)
class GroupOfTopics:
    """A heading of the list, a line below it, and the icon of its cards."""

    code: TopicGroup
    title: LazyString
    text: LazyString
    icon: str


GROUPS: tuple[GroupOfTopics, ...] = (
    GroupOfTopics(
        code=TopicGroup.YOURSELF,
        title=_l("You are worried about yourself"),
        text=_l("What is happening is not your fault, and you can get help."),
        icon="heart",
    ),
    GroupOfTopics(
        code=TopicGroup.SOMEBODY,
        title=_l("You are worried about somebody else"),
        text=_l("You do not have to be sure. Telling somebody can keep a person safe."),
        icon="people",
    ),
    GroupOfTopics(
        code=TopicGroup.OWN_BEHAVIOUR,
        title=_l("You are worried about what you do"),
        text=_l("You can ask for help to stop. Asking is a good step."),
        icon="message",
    ),
)


@bp.get("/topics")
@public_page
def topics() -> str:
    """All topics by whom the reader is worried about; a group without topics is left out."""
    found = queries.list_topics(language=reading_language(), default=default_language())
    sections = [(group, [topic for topic in found if group.code in topic.facts.groups]) for group in GROUPS]
    return render_template("topics/topics.html", sections=[each for each in sections if each[1]])


@bp.get("/topics/<slug>")
@public_page
def topic(slug: str) -> str:
    """One topic; what is sensitive is kept by no cache."""
    language, default = reading_language(), default_language()
    found = queries.get_topic(slug, language=language, default=default)
    if found.facts.sensitive:
        keep_nowhere()
    opening, closing = with_figures(found.opening, found.closing)
    return render_template(
        "topics/topic.html",
        topic=replace(found, opening=opening, closing=closing),
        is_overdue=is_overdue(found.facts.review_by, london_today()),
        helplines=_helplines(current_partnership(), found.facts.helplines),
        related=queries.list_topics(language=language, default=default, slugs=found.facts.related),
        today=london_today(),
        written_in=language_of(found.language),
    )


def _helplines(partnership: Partnership, keys: tuple[str, ...]) -> list[SupportNumber]:
    # A partnership may have taken a number out since the topic was written.
    known = {number.key: number for number in partnership.support_numbers if number.is_public}
    return [known[key] for key in keys if key in known]
