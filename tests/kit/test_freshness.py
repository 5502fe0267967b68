"""Public pages: strong ETags, 304 without work, compression, and nothing cached that should not be."""

import pytest
from flask import Blueprint, Flask, Response

from webapp import create_app
from webapp.database import db
from webapp.kit.freshness import CACHEABLE, public_page
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction

PAGE = "<!doctype html><html lang=en dir=ltr><title>x</title><h1>x</h1>" + "words " * 400


@pytest.fixture
def probe(environ, app) -> Flask:
    """The real app with two more routes, so that the test decides what a page says."""
    probed = create_app(environ)
    probed.testing = True
    bp = Blueprint("probe", __name__)
    probed.extensions["said"] = {"words": PAGE, "drawn": 0}

    @bp.get("/probe/public")
    @public_page
    def public() -> str:
        probed.extensions["said"]["drawn"] += 1
        return str(probed.extensions["said"]["words"])

    @bp.get("/probe/private")
    def private() -> str:
        return PAGE

    @bp.get("/probe/cookie")
    @public_page
    def cookie() -> Response:
        response = Response(PAGE)
        response.set_cookie("a", "b")
        return response

    probed.register_blueprint(bp)
    yield probed
    with probed.app_context():
        db.engine.dispose()


@transaction
def change_something() -> None:
    public_content_changed()


def test_a_public_page_may_be_kept_by_anybody(probe):
    response = probe.test_client().get("/probe/public")
    assert response.headers["Cache-Control"] == CACHEABLE
    assert response.headers["ETag"].startswith('"')
    assert "Set-Cookie" not in response.headers


def test_any_other_page_is_kept_by_nobody(probe):
    response = probe.test_client().get("/probe/private")
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_a_known_etag_is_answered_without_drawing_the_page(probe):
    client = probe.test_client()
    etag = client.get("/probe/public").headers["ETag"]
    drawn = probe.extensions["said"]["drawn"]
    again = client.get("/probe/public", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.get_data() == b""
    assert again.headers["ETag"] == etag
    assert again.headers["Cache-Control"] == CACHEABLE
    assert "Content-Security-Policy" in again.headers
    assert probe.extensions["said"]["drawn"] == drawn


def test_a_change_is_seen_at_once_in_the_process_that_made_it(probe):
    client = probe.test_client()
    etag = client.get("/probe/public").headers["ETag"]
    probe.extensions["said"]["words"] = PAGE + "new"
    with probe.app_context():
        change_something()
    again = client.get("/probe/public", headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert again.headers["ETag"] != etag


def test_an_unchanged_page_is_still_304_after_a_change_elsewhere(probe):
    client = probe.test_client()
    etag = client.get("/probe/public").headers["ETag"]
    with probe.app_context():
        change_something()
    assert client.get("/probe/public", headers={"If-None-Match": etag}).status_code == 304


def test_what_was_learnt_of_one_address_says_nothing_of_another(probe):
    client = probe.test_client()
    etag = client.get("/probe/public").headers["ETag"]
    probe.extensions["said"]["words"] = PAGE + "other"
    assert client.get("/probe/public?x=1", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(("accepted", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None)])
def test_a_page_is_squeezed_as_the_browser_asks(probe, accepted, encoding):
    client = probe.test_client()
    first = client.get("/probe/public", headers={"Accept-Encoding": accepted})
    second = client.get("/probe/public", headers={"Accept-Encoding": accepted})
    assert first.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in first.headers["Vary"]
    assert first.get_data() == second.get_data()
    kept = client.get("/probe/public", headers={"Accept-Encoding": accepted, "If-None-Match": first.headers["ETag"]})
    assert kept.status_code == 304


def test_each_encoding_has_its_own_etag(probe):
    client = probe.test_client()
    tags = {client.get("/probe/public", headers={"Accept-Encoding": a}).headers["ETag"] for a in ("br", "gzip", "")}
    assert len(tags) == 3


def test_an_answer_to_htmx_is_kept_by_nobody(probe):
    response = probe.test_client().get("/probe/public", headers={"HX-Request": "true"})
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_page_that_sets_a_cookie_is_never_answered_from_memory(probe):
    client = probe.test_client()
    etag = client.get("/probe/cookie").headers["ETag"]
    again = client.get("/probe/cookie", headers={"If-None-Match": etag})
    assert "Set-Cookie" in again.headers
