"""The desk's way in to everything that officers write, and the pages of the alerts."""

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.accounts.access import officers
from webapp.accounts.permissions import Permission
from webapp.casereview.desk.letters.texts import EDITOR as LETTERS_EDITOR
from webapp.edits.editor import Answers, Editor, Section, values_of
from webapp.edits.pages import editor_blueprint
from webapp.meetings.desk import EVENTS_EDITOR, GUIDES_EDITOR, MEETINGS_EDITOR
from webapp.partnership.records import from_record, to_record
from webapp.site.alerts import Alert, Rank
from webapp.site.desk_forms import AlertForm
from webapp.site.desk_nouns import ALERTS
from webapp.strategy.desk_campaigns import CAMPAIGNS_EDITOR, CONSULTATIONS_EDITOR
from webapp.strategy.desk_structure import EDITORS as STRUCTURE_EDITORS
from webapp.survey.desk_editions import EDITOR as SURVEYS_EDITOR
from webapp.topics.desk import EDITOR as TOPICS_EDITOR


def _begin(answers: Answers) -> Alert:
    return from_record(Alert, to_record(Alert(**values_of(answers, {}))))


RANK_NAMES: dict[Rank, LazyString] = {
    Rank.EMERGENCY: _l("Emergency"),
    Rank.WARNING: _l("Warning"),
    Rank.INFORMATION: _l("Information"),
}


def _standing(content: Alert) -> str:
    first, last = content.first_day.isoformat(), content.last_day.isoformat()
    return f"{RANK_NAMES[content.rank]}: {first} {content.starts:%H:%M}, {last} {content.ends:%H:%M}"


ALERTS_EDITOR = Editor(
    name="alerts",
    noun=ALERTS,
    title=_l("Alerts"),
    add=_l("Write a new alert"),
    about=_l("A line or two on top of public pages, from one time to another. It comes and goes by itself."),
    nothing=_l("An alert has a rank, words, and a time."),
    asks_slug=False,
    sections=(Section(code="alert", label=_l("The alert"), form=AlertForm),),
    begin=_begin,
    standing=_standing,
)
EDITORS: Sequence[Editor] = (
    ALERTS_EDITOR,
    TOPICS_EDITOR,
    MEETINGS_EDITOR,
    EVENTS_EDITOR,
    GUIDES_EDITOR,
    CAMPAIGNS_EDITOR,
    CONSULTATIONS_EDITOR,
    SURVEYS_EDITOR,
    LETTERS_EDITOR,
    *STRUCTURE_EDITORS,
)
bp = Blueprint("content", __name__, url_prefix="/content")
alerts_bp = editor_blueprint(ALERTS_EDITOR)


@bp.get("")
@officers(Permission.EDIT)
def index() -> str:
    """Everything that officers write, but for documents."""
    return render_template("site/desk/content.html", editors=EDITORS)
