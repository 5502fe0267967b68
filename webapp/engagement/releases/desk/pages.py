"""The list of releases, one release with everything that the second person has to read, and a look at its page."""

import uuid
from typing import Any

from flask import Response, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.approvals import queries as approvals
from webapp.approvals.wording import STATUS_NAMES
from webapp.engagement.periods import following, newest_releasable
from webapp.engagement.releases import choosing, queries, services, showing, wording
from webapp.engagement.releases.codes import FROZEN, ReleaseState
from webapp.engagement.releases.content import Content
from webapp.engagement.releases.desk import bp, for_makers, for_two
from webapp.engagement.releases.desk.differences import differences
from webapp.engagement.releases.desk.forms import BeginForm
from webapp.engagement.releases.desk.frame import name_of, names_of, one_before, shared
from webapp.engagement.releases.items import FAULTS, RELEASE
from webapp.engagement.releases.queries import Draft
from webapp.engagement.releases.services import ReleaseRefusedError
from webapp.kit.clock import london_today, utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page, see_other
from webapp.kit.htmx import lead_whole_page, render_page_or_fragment, wants_fragment

# A year of missed releases and one more can be caught up with.
QUARTERS_OFFERED = 5
LONGEST_ASKED = 60


@bp.get("")
@for_two
def releases() -> str:
    """Every release, public or not, the newest first."""
    return render_template("engagement/desk/releases.html", **shared(), listed=queries.list_drafts())


@bp.route("/begin", methods=["GET", "POST"])
@for_makers
def begin() -> Response:
    """Begin a release; the worker makes it."""
    form, today = BeginForm(), london_today()
    newest = newest_releasable(today)
    form.offer([following(newest, -back) for back in range(QUARTERS_OFFERED)])
    context = shared(below=True)
    if not form.validate_on_submit():
        return form_page(form, "engagement/desk/release-begin.html", **context)
    try:
        release_id = services.begin(newest=form.quarter.data, by=current_actor(), today=today)
    except ReleaseRefusedError as refused:
        form.form_errors = [str(FAULTS[refused.fault])]
        return form_page(form, "engagement/desk/release-begin.html", **context)
    return see_other(".release", release_id=release_id)


@bp.get("/<uuid:release_id>")
@for_two
def release(release_id: uuid.UUID) -> Response:
    """One release; while it is made the page asks again by itself, and is loaded whole once it is done."""
    found = queries.get_draft(release_id)
    if wants_fragment() and found.state is not ReleaseState.PREPARING:
        answer = Response()
        lead_whole_page(answer, url_for(".release", release_id=release_id))
        return answer
    return render_page_or_fragment(
        "engagement/desk/release.html",
        "engagement/desk/_release-making.html",
        draft=found,
        faults=FAULTS,
        **shared(below=True),
        **(_read(found, found.content) if found.content else {}),
    )


@bp.get("/<uuid:release_id>/preview")
@for_two
def preview(release_id: uuid.UUID) -> Response:
    """What everybody will see, area by area and kind by kind."""
    found = queries.get_draft(release_id)
    if found.content is None:
        raise NotFoundError
    area, kind = (request.args.get(name, "")[:LONGEST_ASKED] for name in ("area", "kind"))
    choice = choosing.choose(found.content, area=area, kind=kind)
    return render_page_or_fragment(
        "engagement/desk/release-preview.html",
        "engagement/_told-results.html",
        draft=found,
        content=found.content,
        choice=choice,
        here=url_for(".preview", release_id=release_id),
        say=wording,
        findings=showing.findings_of(found.content),
        areas=choosing.areas_to_choose(found.content),
        kinds=choosing.kinds_to_choose(found.content),
        wide_only=[wording.kind_words(each) for each in found.content.wide_only],
        breaks=[wording.break_words(each) for each in found.content.breaks],
        **showing.results_of(found.content, choice),
        **shared(below=True, draft=found),
    )


@bp.post("/<uuid:release_id>/verify")
@for_two
def verify(release_id: uuid.UUID) -> AnyResponse:
    """Look whether a public release is still what was published, and whether the answers still say the same."""
    found = services.verify(release_id, prove=False)
    if not found.is_whole:
        flash(_("What is kept is not what was published. Tell whoever looks after the site at once."))
    elif found.is_counted_alike:
        flash(_("It is what was published, and the answers still say the same."), "success")
    else:
        flash(_("It is what was published. Answers were let in or taken out since, so a correction may differ."))
    return see_other(".release", release_id=release_id)


def _read(found: Draft, content: Content) -> dict[str, Any]:
    waiting = services.waiting(found.id)
    requests = approvals.list_requests((RELEASE, found.id), key=content_key())
    before = None if found.state in FROZEN else one_before(found)
    names = names_of([*found.makers, *(each.asked.decided_by or each.asked.asked_by for each in requests)])
    return {
        "content": content,
        "findings": showing.findings_of(content),
        "hidden_share": _hidden_share(content),
        "breaks_said": [wording.break_words(each) for each in content.breaks],
        "before": before,
        "before_name": name_of(queries.get_draft(before.id)) if before else "",
        "differing": differences(before.content, content) if before else None,
        "waiting": waiting,
        "may_decide": waiting is not None and waiting.may_be_approved_by(str(current_actor()), now=utc_now()),
        "is_open": found.state in {ReleaseState.DRAFT, ReleaseState.ASKED},
        "fingerprint": services.fingerprint_of(found.id),
        "requests": requests,
        "request_names": STATUS_NAMES,
        "names": names,
        "made_by": ", ".join(names[maker] for maker in found.makers),
        "say": wording,
    }


def _hidden_share(content: Content) -> int:
    """How many of a hundred figures are hidden: a release that hides nearly all tells little."""
    counts = [cell.count for table in content.tables for cell in table.cells]
    return round(100 * counts.count(None) / len(counts)) if counts else 0
