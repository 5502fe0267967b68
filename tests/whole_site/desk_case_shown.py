"""The desk's pages of case reviews, for what is looked at: see tests/whole_site/desk_shown.py."""

from collections.abc import Callable
from typing import Any

APPROVER = "approver"
CASE_OFFICER = "case-officer"
ID = "[0-9a-f-]{36}"
PARTNER = "agency-partner"


def case_visits(page: Callable[..., Any]) -> tuple[Any, ...]:
    """Every page in the states that look different; `page` makes a visit."""
    return (
        page("casereview/desk/figures.html", "/desk/case-reviews/figures", CASE_OFFICER),
        page("casereview/desk/figures-begin.html", "/desk/case-reviews/figures/begin", CASE_OFFICER),
        page(
            "casereview/desk/figures-begin.html", "/desk/case-reviews/figures/begin", CASE_OFFICER, sent={}, status=422
        ),
        page("casereview/desk/figures-year.html", "/desk/case-reviews/figures/{figures_draft}", CASE_OFFICER),
        page("casereview/desk/figures-year.html", "/desk/case-reviews/figures/{figures_entered}", CASE_OFFICER),
        page("casereview/desk/figures-year.html", "/desk/case-reviews/figures/{figures_asked}", APPROVER),
        page("casereview/desk/figures-year.html", "/desk/case-reviews/figures/{figures_refused}", CASE_OFFICER),
        page("casereview/desk/figures-year.html", "/desk/case-reviews/figures/{figures_public}", CASE_OFFICER),
        page("casereview/desk/figures-refuse.html", "/desk/case-reviews/figures/{figures_asked}/refuse", APPROVER),
        page("casereview/desk/cases.html", "/desk/case-reviews", CASE_OFFICER),
        page("casereview/desk/cases.html", "/desk/case-reviews?show=overdue&reference=x", CASE_OFFICER),
        page("casereview/desk/cases.html", "/desk/case-reviews?show=closed&state=held", CASE_OFFICER),
        page("casereview/desk/why.html", "/desk/case-reviews/{case_new}/why", CASE_OFFICER),
        page("casereview/desk/why.html", "/desk/case-reviews/{case_new}/why", CASE_OFFICER, sent={}, status=422),
        page("casereview/desk/case.html", "/desk/case-reviews/{case_new}", CASE_OFFICER),
        page("casereview/desk/case.html", "/desk/case-reviews/{case_led}", CASE_OFFICER),
        page("casereview/desk/case.html", "/desk/case-reviews/{case_closed}", CASE_OFFICER),
        page("casereview/desk/timeline.html", "/desk/case-reviews/{case_held}/timeline", CASE_OFFICER),
        page("casereview/desk/timeline.html", "/desk/case-reviews/{case_bare}/timeline", CASE_OFFICER),
        page("casereview/desk/application.html", "/desk/case-reviews/{case_led}/application", CASE_OFFICER),
        page("casereview/desk/application.html", "/desk/case-reviews/{case_bare}/application", CASE_OFFICER),
        page("casereview/desk/act.html", "/desk/case-reviews/{case_new}/acts/acknowledged", CASE_OFFICER),
        page("casereview/desk/act.html", "/desk/case-reviews/{case_led}/reports?report=1", CASE_OFFICER),
        page("casereview/desk/act.html", "/desk/case-reviews/{case_led}/reports", CASE_OFFICER, sent={}, status=422),
        page("casereview/desk/open-actions.html", "/desk/case-reviews/open-actions", CASE_OFFICER),
        page("casereview/desk/meetings.html", "/desk/case-reviews/meetings", CASE_OFFICER),
        page("casereview/desk/held.html", "/desk/case-reviews/held/{case_flood}", CASE_OFFICER),
        page(
            "casereview/desk/held.html",
            "/desk/case-reviews/held/{case_flood}",
            CASE_OFFICER,
            sent={},
            status=422,
        ),
        page("casereview/desk/find.html", "/desk/case-reviews/find", CASE_OFFICER),
        page("casereview/desk/find.html", "/desk/case-reviews/find", CASE_OFFICER, sent={"typed": "a"}, status=422),
        page(
            "casereview/desk/find.html", "/desk/case-reviews/find", CASE_OFFICER, sent={"typed": "Quillon"}, status=200
        ),
        page("casereview/desk/act.html", "/desk/case-reviews/{case_led}/acts/threshold_decided", CASE_OFFICER),
        page(
            "casereview/desk/act.html",
            "/desk/case-reviews/{case_led}/acts/threshold_decided",
            CASE_OFFICER,
            sent={"decision": "not_met", "words": "x"},
            status=422,
        ),
        page(
            "casereview/desk/act.html",
            "/desk/case-reviews/{case_led}/acts/note",
            CASE_OFFICER,
            sent={"words": "They have moved away.", "version": "1"},
            status=422,
        ),
        page("casereview/desk/act.html", "/desk/case-reviews/{case_held}/acts/plan_consulted", CASE_OFFICER),
        page("casereview/desk/undo.html", "/desk/case-reviews/{case_led}/events/{case_event}/undo", CASE_OFFICER),
        page("casereview/desk/actions.html", "/desk/case-reviews/{case_held}/actions", CASE_OFFICER),
        page("casereview/desk/actions.html", "/desk/case-reviews/{case_led}/actions", CASE_OFFICER),
        page("casereview/desk/action-form.html", "/desk/case-reviews/{case_held}/actions/new", CASE_OFFICER),
        page(
            "casereview/desk/action-form.html",
            "/desk/case-reviews/{case_held}/actions/{case_recommendation}/answer",
            CASE_OFFICER,
            sent={},
            status=422,
        ),
        page("casereview/desk/people.html", "/desk/case-reviews/{case_led}/people", CASE_OFFICER),
        page(
            "casereview/desk/person-form.html",
            "/desk/case-reviews/{case_led}/people/{case_person}/contact",
            CASE_OFFICER,
        ),
        page(
            "casereview/desk/person-form.html",
            "/desk/case-reviews/{case_led}/people/{case_person}/words-asked",
            CASE_OFFICER,
            sent={},
            status=422,
        ),
        page("casereview/desk/person-new.html", "/desk/case-reviews/{case_led}/people/new", CASE_OFFICER),
        page(
            "casereview/desk/person-new.html",
            "/desk/case-reviews/{case_led}/people/new",
            CASE_OFFICER,
            sent={},
            status=422,
        ),
        page("casereview/desk/messages.html", "/desk/case-reviews/{case_led}/messages", CASE_OFFICER),
        page(
            "casereview/desk/messages.html", "/desk/case-reviews/{case_led}/messages", CASE_OFFICER, sent={}, status=422
        ),
        page("casereview/desk/files.html", "/desk/case-reviews/{case_led}/files", CASE_OFFICER),
        page("casereview/desk/requests.html", "/desk/case-reviews/{case_led}/requests", CASE_OFFICER),
        page("casereview/desk/requests.html", "/desk/case-reviews/{case_held}/requests", CASE_OFFICER),
        page("casereview/desk/request.html", "/desk/case-reviews/{case_led}/requests/{case_asked}", CASE_OFFICER),
        page("casereview/desk/request.html", "/desk/case-reviews/{case_led}/requests/{case_answered}", CASE_OFFICER),
        page("casereview/desk/request.html", "/desk/case-reviews/{case_led}/requests/{case_taken_back}", CASE_OFFICER),
        page("casereview/desk/request-ask.html", "/desk/case-reviews/{case_led}/requests/ask", CASE_OFFICER),
        page(
            "casereview/desk/request-ask.html",
            "/desk/case-reviews/{case_led}/requests/ask",
            CASE_OFFICER,
            sent={"days": "x"},
            status=422,
        ),
        page(
            "casereview/desk/request-form.html",
            "/desk/case-reviews/{case_led}/requests/{case_asked}/enter",
            CASE_OFFICER,
        ),
        page(
            "casereview/desk/request-form.html",
            "/desk/case-reviews/{case_led}/requests/{case_asked}/link",
            CASE_OFFICER,
        ),
        page(
            "casereview/desk/request-link.html",
            "/desk/case-reviews/{case_led}/requests/{case_asked}/link",
            CASE_OFFICER,
            sent={"whom": "Grackle, caretaker"},
        ),
        page("casereview/desk/entry-add.html", "/desk/case-reviews/{case_led}/chronology/add", CASE_OFFICER),
        page("casereview/desk/pack-make.html", "/desk/case-reviews/{case_led}/packs/new", CASE_OFFICER),
        page(
            "casereview/desk/pack-make.html",
            "/desk/case-reviews/{case_led}/packs/new",
            CASE_OFFICER,
            sent={"agency": "police", "parts": "chronology", "act": "look"},
        ),
        page("casereview/desk/agency-pack.html", "/desk/case-reviews/{case_held}/packs/{case_pack}", CASE_OFFICER),
        page("casereview/desk/agency-index.html", "/desk/case-requests", PARTNER),
        page("casereview/desk/agency-asked.html", "/desk/case-requests/{case_asked}", PARTNER),
        page("casereview/desk/agency-asked.html", "/desk/case-requests/{case_answered}", PARTNER),
        page("casereview/desk/agency-asked.html", "/desk/case-requests/{case_asked}", PARTNER, sent={}, status=422),
        page("casereview/desk/agency-files.html", "/desk/case-requests/{case_asked}/files", PARTNER),
        page(
            "casereview/desk/agency-recommendation.html",
            "/desk/case-requests/recommendations/{case_recommendation}",
            PARTNER,
        ),
        page(
            "casereview/desk/agency-done.html",
            "/desk/case-requests/recommendations/{case_recommendation}/done",
            PARTNER,
        ),
        page("casereview/desk/agency-pack.html", "/desk/case-requests/packs/{case_pack}", PARTNER),
        page("casereview/desk/agency-meeting.html", "/desk/case-requests/meetings/{case_invited}", PARTNER),
        page("evidence/desk/file.html", "/desk/case-reviews/{case_led}/files", CASE_OFFICER, "/evidence/" + ID),
        page("casereview/desk/conflict.html", "/desk/case-reviews/{case_new}/conflict", CASE_OFFICER),
        page("casereview/desk/blocks.html", "/desk/case-reviews/{case_new}/blocks", CASE_OFFICER),
        page(
            "casereview/desk/match.html",
            "/desk/case-reviews/{case_doubtful}/blocks/{case_question}/match",
            CASE_OFFICER,
        ),
        page("casereview/desk/unblock.html", "/desk/case-reviews/{case_new}/blocks/{case_block}/end", CASE_OFFICER),
        page("casereview/desk/holds.html", "/desk/case-reviews/{case_led}/holds", CASE_OFFICER),
        page("casereview/desk/copies.html", "/desk/case-reviews/{case_led}/copies", CASE_OFFICER),
        page("casereview/desk/copy.html", "/desk/case-reviews/{case_led}/copies/{case_person}", CASE_OFFICER),
        page("casereview/desk/letters.html", "/desk/case-reviews/{case_led}/letters", CASE_OFFICER),
        page("casereview/desk/letters.html", "/desk/case-reviews/{case_held}/letters", CASE_OFFICER),
        page("casereview/desk/letter-new.html", "/desk/case-reviews/{case_led}/letters/new", CASE_OFFICER),
        page("casereview/desk/letter.html", "/desk/case-reviews/{case_led}/letters/{case_letter}", CASE_OFFICER),
        page(
            "casereview/desk/letter.html", "/desk/case-reviews/{case_led}/letters/{case_finished_letter}", CASE_OFFICER
        ),
        page("casereview/desk/enter.html", "/desk/case-reviews/new/telephone", CASE_OFFICER),
        page("casereview/desk/enter.html", "/desk/case-reviews/new/paper", CASE_OFFICER),
    )
