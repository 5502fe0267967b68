"""The frame of the desk's pages for publications: who may read them, how refusals are told, what pages share."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts import queries as accounts
from webapp.accounts.access import current_officer, officers
from webapp.accounts.permissions import Permission
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.kit.forms import Choice, see_other
from webapp.partnership.current import current_partnership, default_language
from webapp.publishing.files import FileRefusedError
from webapp.publishing.importing.readers.limits import MEBIBYTE, MOST_BYTES
from webapp.publishing.rules import PublishingRefusedError, Stage, State

bp = Blueprint("publishing", __name__, url_prefix="/publications")

readers = officers(Permission.EDIT, Permission.PUBLISH, Permission.APPROVE)
editors = officers(Permission.EDIT)
publishers = officers(Permission.PUBLISH)
approvers = officers(Permission.APPROVE)
# Who looks at a draft last may be either; that it was looked at by two where it must be is the service's rule.
deciders = officers(Permission.PUBLISH, Permission.APPROVE)

STATE_TAGS: dict[str, str] = {
    State.DRAFT: "quiet",
    State.IN_REVIEW: "soon",
    State.SCHEDULED: "soon",
    State.PUBLISHED: "open",
    State.ARCHIVED: "quiet",
    State.WITHDRAWN: "danger",
    Stage.KEPT: "quiet",
}
TAKING_FILES = frozenset(f"desk.publishing.{view}" for view in ("upload", "upload_text", "add_file", "replace_file"))


@bp.url_value_preprocessor
def let_files_in(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Allow an officer's upload to be large; before the form's token is looked for, which reads the whole form."""
    if request.method == "POST" and request.endpoint in TAKING_FILES and current_officer() is not None:
        request.max_content_length = MOST_BYTES + MEBIBYTE


@bp.errorhandler(PublishingRefusedError)
@bp.errorhandler(NotApprovedError)
@bp.errorhandler(FileRefusedError)
def tell_refusal(error: Exception) -> AnyResponse:
    """A refusal is a sentence on the page of the document."""
    flash(str(error))
    return back()


def uploaded(file: FileStorage) -> tuple[str, bytes]:
    """The name and the content of an upload, whose temporary file is closed: the form's key is asked for before."""
    with file.stream as stream:
        return file.filename or "", stream.read()


def back() -> Response:
    """To the document's own page, or to the list."""
    slug = (request.view_args or {}).get("slug")
    return see_other("desk.publishing.publication", slug=slug) if slug else see_other("desk.publishing.publications")


def crumbs(slug: str | None = None, title: str | None = None) -> list[dict[str, str]]:
    """The way back to the list and to the document."""
    found = [{"text": "Publications", "href": url_for("desk.publishing.publications")}]
    if slug and title:
        found.append({"text": title, "href": url_for("desk.publishing.publication", slug=slug)})
    return found


def language_choices() -> list[Choice]:
    """The partnership's languages, the first one first."""
    return [Choice(each.code, each.name) for each in current_partnership().languages]


def first_language() -> str:
    """The language that a form starts with."""
    return default_language()


def name_of(actor: str | None) -> str:
    """Who an actor of the audit is, for a page."""
    if not actor:
        return ""
    officer_id = Actor.parse(actor).officer_id
    if officer_id is None:
        return "A command on the server"
    return accounts.names_of([officer_id]).get(officer_id, "A former officer")
