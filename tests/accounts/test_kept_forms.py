"""A form whose session had ended is not lost, and nobody else sees it."""

import pytest
from sqlalchemy import select

from tests.accounts.people import ORIGIN, OTHER_PASSPHRASE, START, enrol, where
from webapp.accounts import queries
from webapp.accounts.models import KeptForm
from webapp.accounts.services import doors, kept_forms
from webapp.accounts.services.kept_forms import Sending
from webapp.database import db

INVITE = "/desk/officers/invite"
ANSWERS = {"email": "nia@example.org", "name": "Nia <b>Novak</b>", "roles": "publisher", "agency": ""}
COOKIE = "__Host-desk-form"


@pytest.fixture
def person(app, clock):
    with app.app_context():
        return enrol("administrator")


@pytest.fixture
def sent_too_late(visitor, person, later):
    """A browser that had a form open for too long, and then sent it; gives where it was led."""
    visitor.sign_in(person, now=START)
    page = visitor.get(INVITE)
    later(minutes=40)
    return visitor.send(page, INVITE, ANSWERS)


def come_back(visitor, person, address, now):
    page = visitor.get(address)
    given = visitor.send(page, address, {"email": person.email, "passphrase": person.passphrase})
    return visitor.fill_in(where(given), {"code": person.code(now)})


def test_it_is_shown_after_signing_in_and_sent_by_a_press(app, visitor, person, sent_too_late, later):
    assert where(sent_too_late) == "/desk/sign-in?next=/desk/kept-form&reason=ended"
    back = come_back(visitor, person, where(sent_too_late), later(seconds=30))
    assert where(back) == "/desk/kept-form"
    page = visitor.get("/desk/kept-form")
    assert "Nia &lt;b&gt;Novak" in page.text
    with app.app_context():
        assert queries.find_officer_by_email("nia@example.org") is None
    assert visitor.send(page, "/desk/kept-form", {}, action=INVITE).status_code == 200
    with app.app_context():
        assert queries.find_officer_by_email("nia@example.org").officer.name == "Nia <b>Novak</b>"


def test_a_sensitive_act_sent_too_long_after_signing_in_is_kept_too(visitor, person, later):
    visitor.sign_in(person, now=START)
    page = visitor.get(INVITE)
    later(minutes=20)
    answer = visitor.send(page, INVITE, ANSWERS)
    assert where(answer) == "/desk/sign-in?next=/desk/kept-form&reason=again"
    come_back(visitor, person, where(answer), later(seconds=30))
    assert "nia@example.org" in visitor.get("/desk/kept-form").text


def test_it_is_stored_unreadable_and_the_key_is_in_the_browser_alone(app, visitor, sent_too_late):
    with app.app_context():
        sealed = db.session.scalars(select(KeptForm.sealed)).one()
    assert b"nia" not in sealed
    key = visitor.raw.get_cookie(COOKIE).value.partition(".")[2]
    assert bytes.fromhex(key) not in sealed


def test_another_officer_at_the_same_computer_does_not_see_it(app, visitor, sent_too_late, later):
    with app.app_context():
        other = enrol("publisher", passphrase=OTHER_PASSPHRASE)
    come_back(visitor, other, where(sent_too_late), later(seconds=30))
    assert where(visitor.raw.get("/desk/kept-form")) == "/desk"


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value[:-2] + ("11" if value.endswith("0") else "00"),
        lambda _: "x.y",
        lambda value: value[:32],
        lambda _: "",
    ],
)
def test_without_the_right_key_it_stays_shut(visitor, person, sent_too_late, later, change):
    visitor.raw.set_cookie(COOKIE, change(visitor.raw.get_cookie(COOKIE).value))
    come_back(visitor, person, where(sent_too_late), later(seconds=30))
    assert where(visitor.raw.get("/desk/kept-form")) == "/desk"


def test_after_an_hour_it_is_gone(visitor, person, sent_too_late, later):
    now = later(minutes=61)
    come_back(visitor, person, where(sent_too_late), now)
    assert where(visitor.raw.get("/desk/kept-form")) == "/desk"


def test_a_session_that_somebody_ended_keeps_nothing(app, visitor, person):
    visitor.sign_in(person, now=START)
    page = visitor.get(INVITE)
    with app.app_context():
        [session] = queries.list_sessions(person.officer.id, now=START)
        doors.sign_out(session.id, officer_id=person.officer.id)
    assert "kept-form" not in where(visitor.send(page, INVITE, ANSWERS))
    with app.app_context():
        assert db.session.scalars(select(KeptForm)).all() == []


def test_a_passphrase_is_never_kept(app, visitor, person, later):
    visitor.sign_in(person, now=START)
    page = visitor.get("/desk/account/passphrase")
    later(minutes=40)
    visitor.send(page, "/desk/account/passphrase", {"old": person.passphrase, "passphrase": OTHER_PASSPHRASE})
    with app.app_context():
        assert db.session.scalars(select(KeptForm)).all() == []


def test_a_stranger_keeps_nothing(app, visitor):
    visitor.raw.post(INVITE, data=ANSWERS, headers=ORIGIN)
    with app.app_context():
        assert db.session.scalars(select(KeptForm)).all() == []


def test_the_last_one_counts_and_none_is_too_long(app_context):
    officer = enrol("publisher").officer
    sending = Sending(path="/desk/x", fields=(("a", "b"), ("a", "c")), had_files=True)
    first = kept_forms.keep(sending, officer_id=officer.id, now=START)
    second = kept_forms.keep(sending, officer_id=officer.id, now=START)
    assert kept_forms.find(*first, officer_id=officer.id, now=START) is None
    assert kept_forms.find(*second, officer_id=officer.id, now=START) == sending
    long = Sending(path="/desk/x", fields=(("a", "b" * 600_000),), had_files=False)
    assert kept_forms.keep(long, officer_id=officer.id, now=START) is None
