"""Unsafe requests: only the site's own pages may send them; in the test client, and over https in Chromium."""

import threading
from collections.abc import Iterator

import pytest
import trustme
from flask import Blueprint, Flask, render_template_string
from flask_wtf.csrf import generate_csrf
from werkzeug.serving import make_server

from tests import patience
from tests.in_a_thread import Whole
from webapp import create_app
from webapp.database import db

FORM = """<!doctype html><html lang=en dir=ltr><title>f</title><h1>f</h1>
<form method=post action="/probe"><input type=hidden name=csrf_token value="{{ token }}"><button>Send</button></form>"""


def with_form(environ: dict[str, str]) -> Flask:
    """The real app with one form: until the journeys exist, no page of the site posts anything."""
    app = create_app(environ)
    bp = Blueprint("probe", __name__)

    @bp.route("/probe", methods=["GET", "POST"])
    def probe() -> str:
        return render_template_string(FORM, token=generate_csrf())

    @bp.post("/stored")
    def stored() -> str:
        return "stored"

    app.register_blueprint(bp)
    return app


@pytest.fixture
def form_app(environ, app) -> Iterator[Flask]:
    probed = with_form(environ)
    yield probed
    with probed.app_context():
        db.engine.dispose()


CASES = [
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:5000"}, False),
    ({"Origin": "http://localhost:5000"}, True),
    ({"Origin": "https://evil.example"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": "http://localhost:5000.evil.example"}, False),
    ({}, False),
]


@pytest.mark.parametrize(("headers", "own"), CASES)
def test_a_post_must_come_from_the_site_itself(form_app, headers, own):
    form_app.config["WTF_CSRF_ENABLED"] = False
    response = form_app.test_client().post("/stored", headers=headers)
    assert response.status_code == (200 if own else 403)


@pytest.mark.parametrize("token", ["", "wrong", "IjEyMyI.abc.def"])
def test_a_post_needs_its_token(form_app, token):
    client = form_app.test_client()
    client.get("/probe")
    response = client.post("/stored", headers={"Sec-Fetch-Site": "same-origin"}, data={"csrf_token": token})
    assert response.status_code == 400


def test_a_token_of_another_visit_is_refused(form_app):
    with form_app.test_request_context():
        foreign = generate_csrf()
    client = form_app.test_client()
    client.get("/probe")
    response = client.post("/stored", headers={"Sec-Fetch-Site": "same-origin"}, data={"csrf_token": foreign})
    assert response.status_code == 400


def test_the_cookie_of_a_form_is_locked_to_the_host(form_app):
    cookie = form_app.test_client().get("/probe").headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert word in cookie
    assert "Domain=" not in cookie


@pytest.mark.browser
def test_a_form_sent_over_https_arrives_and_a_foreign_one_does_not(environ, app, tmp_path, browser):
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    pem, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    certificate.cert_chain_pems[0].write_to_path(pem)
    certificate.private_key_pem.write_to_path(key)
    server = make_server("127.0.0.1", 0, Flask("placeholder"), threaded=True, ssl_context=(str(pem), str(key)))
    server.app = Whole(with_form({**environ, "PUBLIC_URL": f"https://localhost:{server.port}"}))
    runner = threading.Thread(target=server.serve_forever, daemon=True)
    runner.start()
    try:
        page = browser.new_context(ignore_https_errors=True).new_page()
        page.set_default_timeout(patience.MS)
        answer = page.goto(f"https://localhost:{server.port}/probe")
        assert answer is not None
        assert "max-age=31536000" in answer.headers["strict-transport-security"]
        with page.expect_navigation() as own:
            page.get_by_role("button").click()
        assert own.value.status == 200
        # The same form from elsewhere; not from a page of ours, whose policy would not let the form out at all.
        page.goto("about:blank")
        page.set_content(f'<form method=post action="https://localhost:{server.port}/probe"></form>')
        with page.expect_navigation() as foreign:
            page.evaluate("document.forms[0].submit()")
        assert foreign.value.status == 403
    finally:
        server.shutdown()
        runner.join()
