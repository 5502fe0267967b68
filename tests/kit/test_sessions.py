"""The session is opened for who has one."""

from flask import Flask, session


def test_a_visitor_without_the_cookie_has_an_empty_session_and_may_be_given_one(app: Flask) -> None:
    with app.test_request_context("/"):
        assert dict(session) == {}
        session["seen"] = "yes"
        response = app.process_response(app.make_response("ok"))
    assert "session=" in response.headers["Set-Cookie"]


def test_a_cookie_is_read_back_and_a_forged_one_is_not(app: Flask) -> None:
    with app.test_request_context("/"):
        session["seen"] = "yes"
        cookie = app.process_response(app.make_response("ok")).headers["Set-Cookie"].split(";")[0]
    with app.test_request_context("/", headers={"Cookie": cookie}):
        assert session["seen"] == "yes"
    with app.test_request_context("/", headers={"Cookie": cookie[:-4] + "AAAA"}):
        assert dict(session) == {}
