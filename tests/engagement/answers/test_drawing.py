"""Every page in every state that looks different is drawn, and passes what the client checks of each page."""

import pytest

from tests.engagement.answers.whole_site import fill_answers
from tests.whole_site.desk_objects import AGENCY

TOLD = "/desk/told"
BY_ANALYST = (
    "/themes",
    "/themes/begin",
    "/themes/{theme_public}",
    "/themes/{theme_draft}",
    "/themes/{theme_asked}",
    "/themes/{theme_draft}/actions/add",
    "/themes/{theme_draft}/actions/{theme_draft_action}",
    "/themes/{theme_public}/actions/{theme_action}",
    "/themes/{theme_public}/news",
    "/news/{theme_note}",
    "/news/{theme_note}/refuse",
    "/news/{theme_note_refused}",
    "/news/{theme_note_public}",
)
BY_APPROVER = ("/themes", "/themes/{theme_asked}", "/themes/{theme_asked}/refuse", "/news/{theme_note}")
BY_PARTNER = ("/actions", "/actions/{theme_action}")
PUBLIC = ("", "/made-up-lights", "/made-up-heard", "/made-up-done", "/made-up-cannot", "?state=done")


@pytest.fixture
def things(app_context):
    return fill_answers()


def test_every_page_is_drawn(things, officer_client, client):
    partner = officer_client("agency-partner", agency=AGENCY)
    visits = ((officer_client("analyst"), BY_ANALYST), (officer_client("approver"), BY_APPROVER), (partner, BY_PARTNER))
    for officer, paths in visits:
        for path in paths:
            assert officer.get(f"{TOLD}{path}".format(**things)).status == 200
    for path in PUBLIC:
        for language in ("", "/pl", "/ar"):
            assert client.get(f"{language}/you-said-we-did{path}").status == 200


def test_what_is_not_public_leads_nowhere_on_the_desk_either(things, officer_client):
    analyst = officer_client("analyst")
    assert analyst.response(f"{TOLD}/themes/{things['theme_draft']}/news").location.endswith(things["theme_draft"])
    other = f"{TOLD}/themes/{things['theme_draft']}/actions/{things['theme_action']}"
    assert analyst.response(other).status_code == 404
