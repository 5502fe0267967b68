"""Nobody comes in without a rule that lets them, and what comes out is kept nowhere."""

import pytest

from webapp.accounts.access import mark_of
from webapp.desk.navigation import ENTRIES


class TestGate:
    @pytest.mark.parametrize("path", ["/desk", "/desk/queue", "/desk/status", "/desk/shortcuts", "/desk/hand-over"])
    def test_a_stranger_is_led_to_the_sign_in_page(self, client, path):
        answer = client.response(path)
        assert answer.status_code == 303
        assert answer.location.startswith("/desk/sign-in?next=")

    def test_a_fragment_for_a_stranger_leads_the_whole_page_there(self, client):
        answer = client.response("/desk/queue", headers={"HX-Request": "true"})
        assert answer.status_code == 401
        assert answer.headers["HX-Redirect"].startswith("/desk/sign-in")

    def test_a_view_that_forgot_its_rule_is_refused_to_everybody(self, app, officer_client, monkeypatch):
        def forgotten() -> str:
            return "secret"

        assert mark_of(forgotten) is None
        monkeypatch.setitem(app.view_functions, "desk.help_sheet", forgotten)
        client = officer_client(roles=("administrator", "auditor", "publisher"))
        answer = client.response("/desk/shortcuts")
        assert answer.status_code == 403
        assert "secret" not in answer.get_data(as_text=True)

    def test_every_view_under_the_desk_says_who_may_call_it(self, app):
        unmarked = [
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if rule.rule.startswith("/desk") and mark_of(app.view_functions[rule.endpoint]) is None
        ]
        assert unmarked == []

    def test_every_view_under_the_desk_belongs_to_the_desk(self, app):
        strangers = [
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if rule.rule.startswith("/desk") != (rule.endpoint.split(".")[0] == "desk")
        ]
        assert strangers == []


class TestAnswers:
    def test_they_are_kept_by_no_cache_and_no_search_engine(self, officer_client):
        client = officer_client()
        for path in ("/desk", "/desk/queue", "/desk/status", "/desk/nowhere"):
            answer = client.response(path)
            assert answer.headers["Cache-Control"] == "no-store"
        assert client.response("/desk").headers["X-Robots-Tag"] == "noindex, nofollow"
        assert 'content="noindex' in client.get("/desk").text

    @pytest.mark.parametrize(
        ("path", "plain"), [("/pl/desk", "/desk"), ("/ar/desk/queue?show=mine", "/desk/queue?show=mine")]
    )
    def test_an_address_with_a_language_leads_to_the_plain_one(self, officer_client, path, plain):
        answer = officer_client().response(path)
        assert (answer.status_code, answer.location) == (308, plain)

    def test_a_stranger_is_led_there_too_and_signs_in_in_one_language(self, client):
        assert client.response("/pl/desk/sign-in").location == "/desk/sign-in"


class TestTiers:
    @pytest.mark.parametrize(("tier", "desk", "public"), [("public", False, True), ("desk", True, True)])
    def test_the_public_tier_has_no_desk(self, make_app, tmp_path, tier, desk, public):
        # Nothing connects before the first request.
        app = make_app(TIER=tier, DATABASE_URL="postgresql://localhost/none", INSTANCE_DIR=str(tmp_path))
        assert ("desk" in app.blueprints) is desk
        assert any(rule.rule.startswith("/desk") for rule in app.url_map.iter_rules()) is desk
        assert ("site" in app.blueprints) is public

    def test_the_desk_is_put_together_once(self, make_app):
        assert make_app().blueprints["desk"] is make_app().blueprints["desk"]


class TestNavigation:
    @pytest.mark.parametrize(
        ("role", "seen"),
        [
            ("publisher", {"Start", "Queue", "Publications", "Site content", "Figures", "Measures", "Reviews"}),
            ("auditor", {"Start", "Audit", "Service status"}),
            ("administrator", {"Start", "Officers", "Service status"}),
        ],
    )
    def test_each_role_sees_what_leads_somewhere(self, officer_client, role, seen):
        page = officer_client(role=role).get("/desk")
        names = {str(entry.label) for entry in ENTRIES}
        shown = {words.split(" ")[0] if words.split(" ")[0] in names else words for words in _navigation(page)}
        assert shown == seen
        assert ("/desk/queue" in page.links) is ("Queue" in seen)

    def test_the_place_where_one_is_is_marked(self, officer_client, put, app_context):
        item = put()
        client = officer_client(role="moderator")
        for path in ("/desk/queue", f"/desk/queue/{item}"):
            assert _current(client.get(path)) == ["Queue 1"]
        assert _current(client.get("/desk")) == ["Start"]


def _navigation(page) -> list[str]:
    return [" ".join("".join(link.itertext()).split()) for link in _navigation_links(page)]


def _current(page) -> list[str]:
    return [" ".join("".join(link.itertext()).split()) for link in _navigation_links(page) if link.get("aria-current")]


def _navigation_links(page) -> list:
    return [link for link in page.all("a") if link.get("class") == "desk-navigation__link"]
