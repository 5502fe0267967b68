"""The list of publications with their states, and the page of one with everything that can be done."""

import datetime as dt
import uuid
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from webapp.accounts.access import content_key, current_actor, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.approvals import queries as approvals
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import see_other
from webapp.kit.htmx import render_page_or_fragment
from webapp.publishing import draft_queries as queries
from webapp.publishing.comparing import compare
from webapp.publishing.desk.frame import STATE_TAGS, bp, crumbs, name_of, readers
from webapp.publishing.draft_queries import Show
from webapp.publishing.drafts import APPROVED_ACT
from webapp.publishing.fingerprints import content_hash
from webapp.publishing.kinds import KIND_BY_CODE, KINDS
from webapp.publishing.lifecycle import is_by_two, title_of
from webapp.publishing.models import Publication, PublicationVersion
from webapp.publishing.problems import list_problems
from webapp.publishing.rules import Form, Stage, State
from webapp.publishing.services import AUDITED
from webapp.work.notes import list_activity

SHOW_NAMES = {
    Show.ALL: _l("All"),
    Show.DRAFTS: _l("Drafts"),
    Show.IN_REVIEW: _l("In review"),
    Show.SCHEDULED: _l("With a time"),
    Show.PUBLISHED: _l("Published"),
    Show.DUE: _l("To read again"),
    Show.ARCHIVED: _l("Archived"),
    Show.WITHDRAWN: _l("Withdrawn"),
}
STATE_NAMES: dict[str, Any] = {
    State.DRAFT: _l("Draft"),
    State.IN_REVIEW: _l("In review"),
    State.SCHEDULED: _l("Time set"),
    State.PUBLISHED: _l("Published"),
    State.ARCHIVED: _l("Archived"),
    State.WITHDRAWN: _l("Withdrawn"),
}
LATEST_ACTS = 30


@bp.get("")
@readers
def publications() -> Response:
    """Every document with its state, filtered by the address."""
    asked = request.args.get("show", "")
    show = Show(asked) if asked in list(Show) else Show.ALL
    kind, words = request.args.get("kind", ""), request.args.get("q", "").strip()[:200]
    found = queries.list_documents(
        show=show, kind=kind, words=words, page=request.args.get("page"), today=london_today()
    )

    def numbered(number: int) -> str:
        return url_for("desk.publishing.publications", show=show.value, kind=kind, q=words, page=number)

    return render_page_or_fragment(
        "publishing/desk/publications.html",
        "publishing/desk/_documents.html",
        found=found,
        show=show,
        shows=SHOW_NAMES,
        kind=kind,
        words=words,
        kinds=KINDS,
        kind_by_code=KIND_BY_CODE,
        runs=queries.list_runs(),
        numbered=numbered,
        today=london_today(),
        states=STATE_NAMES,
        tags=STATE_TAGS,
    )


@bp.get("/open/<uuid:publication_id>")
@readers
def by_id(publication_id: uuid.UUID) -> Response:
    """Where the queue and messages lead: an address without the words of a title."""
    return see_other("desk.publishing.publication", slug=queries.slug_of(publication_id))


@bp.get("/<slug>")
@readers
def publication(slug: str) -> str:
    """The document: its draft, what is to be done before it is public, and what happened."""
    found = queries.get_publication(slug)
    draft, public = queries.draft_of(found), queries.public_of(found)
    shown = draft or public or found.versions[-1]
    acts = list_activity((AUDITED, found.id), key=content_key())[:LATEST_ACTS]
    return render_template(
        "publishing/desk/publication.html",
        publication=found,
        draft=draft,
        public=public,
        shown=shown,
        title=title_of(shown),
        kind=KIND_BY_CODE[shown.facts.get("kind", found.kind)],
        problems=list_problems(draft, slug) if draft and draft.stage == Stage.DRAFT else (),
        open_findings=queries.count_open_findings(draft) if draft else {},
        decision=_decision(found, draft),
        acts=[(act, name_of(act.actor)) for act in acts],
        officer=signed_in_officer(),
        Permission=Permission,
        crumbs=crumbs(),
        states=STATE_NAMES,
        tags=STATE_TAGS,
        Form=Form,
        today=london_today(),
        day_of=dt.date.fromisoformat,
    )


def _decision(found: Publication, draft: PublicationVersion | None) -> dict[str, Any]:
    """What the buttons under a submitted draft need."""
    if draft is None or draft.stage == Stage.DRAFT:
        return {}
    request_ = approvals.find_open(APPROVED_ACT, (AUDITED, found.id))
    seen = content_hash(found.slug, draft)
    by_two, me, now = is_by_two(found, draft), str(current_actor()), utc_now()
    return {
        "seen": seen,
        "by_two": by_two,
        "is_unchanged": seen == draft.submitted_hash,
        "request": request_,
        "is_approved": not by_two or approvals.is_approved(APPROVED_ACT, (AUDITED, found.id), seen, now=now),
        "may_approve": request_ is not None and request_.may_be_approved_by(me, now=now),
        "is_mine": me in draft.makers,
        "submitted_by": name_of(draft.submitted_by),
    }


@bp.get("/<slug>/texts/<uuid:rendition_id>/read")
@readers
def read(slug: str, rendition_id: uuid.UUID) -> str:
    """One text of the draft as the public would read it."""
    _found, draft = queries.get_draft(slug)
    return render_template(
        "publishing/desk/read.html",
        text=queries.get_text(draft, rendition_id),
        crumbs=crumbs(slug, title_of(draft)),
        Form=Form,
    )


@bp.get("/<slug>/difference")
@readers
def difference(slug: str) -> str:
    """What the draft changes in what is public."""
    found, draft = queries.get_draft(slug)
    public = queries.public_of(found)
    before = _words(public, found) if public else {}
    return render_template(
        "publishing/desk/difference.html",
        publication=found,
        draft=draft,
        public=public,
        sections=compare(before, _words(draft, found)),
        title=title_of(draft),
        crumbs=crumbs(slug, title_of(draft)),
    )


def _words(version: PublicationVersion, found: Publication) -> dict[str, str]:
    """A version as named texts: facts, then each page in each language."""
    facts = version.facts or {"kind": found.kind}
    parts = {"Facts": "\n\n".join(f"{name.replace('_', ' ').capitalize()}: {_said(facts[name])}" for name in facts)}
    for text in sorted(version.renditions, key=lambda each: (each.form != Form.STANDARD, each.language)):
        label = f"{text.language} {'Easy Read' if text.form == Form.EASY_READ else ''}".strip()
        parts[f"{label}: title and summary"] = f"{text.title}\n\n{text.summary}"
        parts |= {f"{label}: {page.title}": page.markdown for page in text.pages}
        if text.rows:
            parts[f"{label}: rows"] = "\n\n".join(
                f"[{row['picture']}: {row['alt']}] {row['words']}" for row in text.rows
            )
        parts |= {
            f"{label}: table {table.number}": "\n\n".join([table.caption, *(" | ".join(row) for row in table.rows)])
            for table in text.tables
        }
    parts["Files"] = "\n\n".join(f"{file['name']} ({file['size']} bytes)" for file in version.files)
    return parts


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value or "none")
