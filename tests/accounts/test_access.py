"""Who may call a desk view is decided by its mark, and asked anew at each request."""

import pytest
from flask import Blueprint

from tests.accounts.people import where
from webapp.accounts.access import (
    Mark,
    any_officer,
    current_actor,
    guard,
    init_access,
    mark_of,
    officers,
    recent_sign_in_required,
    signing_in,
)
from webapp.accounts.permissions import Permission, RoleCode, permissions_of
from webapp.audit.queries import Filters, list_acts

# The pages that people call before they are signed in; each looks for itself how far the browser has come.
OPEN = {"sign_in", "code", "key", "link", "start", "choose_factor", "new_passphrase", "add_app", "add_key"}


@pytest.fixture
def small(make_app):
    """An app with a desk of four views: open, for officers, for editors, and one that nobody marked."""
    app = make_app()
    bp = Blueprint("small", __name__, url_prefix="/small")
    bp.before_request(guard)

    @bp.get("/open")
    @signing_in
    def open_view():
        return "open"

    @bp.route("/any", methods=["GET", "POST"])
    @any_officer
    def any_view():
        return str(current_actor())

    @bp.get("/edit")
    @officers(Permission.EDIT, Permission.APPROVE)
    def edit_view():
        return "edit"

    @bp.get("/unmarked")
    def unmarked_view():
        return "unmarked"

    app.register_blueprint(bp)
    app.testing = True
    return app


def carry(officer_client, small, **kwargs):
    """A client of the small app with an officer's cookie."""
    client = officer_client(**kwargs)
    raw = small.test_client()
    raw.set_cookie("__Host-desk", client.token)
    return raw


@pytest.mark.parametrize("role", [*RoleCode, None])
def test_a_view_without_a_mark_is_refused_for_everybody(small, officer_client, role):
    raw = small.test_client() if role is None else carry(officer_client, small, role=role, agency="police")
    assert raw.get("/small/unmarked").status_code == 403


@pytest.mark.parametrize("role", RoleCode)
def test_a_permission_lets_in_who_holds_one_of_those_named(small, officer_client, role):
    held = not permissions_of([role]).isdisjoint({Permission.EDIT, Permission.APPROVE})
    raw = carry(officer_client, small, role=role, agency="police")
    assert raw.get("/small/edit").status_code == (200 if held else 403)
    assert raw.get("/small/any").status_code == 200


def test_asking_for_what_is_not_ones_own_is_written_down(small, officer_client, app_context):
    client = officer_client(role="auditor")
    raw = small.test_client()
    raw.set_cookie("__Host-desk", client.token)
    for path in ("/small/any", "/small/edit", "/small/unmarked"):
        raw.get(path)
    (act,) = list_acts(Filters(act="access.refused")).acts
    assert (act.actor, act.key) == (f"officer:{client.officer.id.hex}", "small.edit_view")


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(small):
    answer = small.test_client().get("/small/any")
    assert answer.status_code == 303
    assert where(answer) == "/desk/sign-in"


@pytest.mark.parametrize("referrer", ["http://[", "//[::", "http://localhost/desk\\evil"])
def test_a_made_up_referrer_leads_nowhere_and_breaks_nothing(small, referrer):
    small.config["WTF_CSRF_ENABLED"] = False
    answer = small.test_client().post("/small/any", headers={"Referer": referrer, "Origin": "http://localhost:5000"})
    assert (answer.status_code, where(answer)) == (303, "/desk/sign-in")


def test_a_fragment_asks_for_the_whole_sign_in_page(small):
    answer = small.test_client().get("/small/any", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/desk/sign-in"


def test_the_actor_is_the_officers_random_id(small, officer_client):
    client = officer_client()
    raw = small.test_client()
    raw.set_cookie("__Host-desk", client.token)
    assert raw.get("/small/any").text == f"officer:{client.officer.id.hex}"


def test_a_mark_names_a_permission():
    with pytest.raises(ValueError, match="any_officer"):
        officers()


def test_marks_survive_the_other_decorator_in_either_order():
    def one():
        return ""

    def two():
        return ""

    outside = officers(Permission.EDIT)(recent_sign_in_required(one))
    inside = recent_sign_in_required(officers(Permission.EDIT)(two))
    assert mark_of(outside) == mark_of(inside) == Mark(permissions=(Permission.EDIT,))


def test_every_view_of_accounts_is_marked_and_few_are_open(app):
    views = {name: view for name, view in app.view_functions.items() if name.startswith("desk.accounts.")}
    assert views
    assert {name for name, view in views.items() if mark_of(view) is None} == set()
    assert {name.rpartition(".")[2] for name, view in views.items() if mark_of(view).is_open} == OPEN


def test_templates_know_the_officer(app):
    init_access(app)
    assert {"current_officer", "Permission", "RoleCode"} <= set(app.jinja_env.globals)
