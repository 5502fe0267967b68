"""Every act on a key can be written into the audit, with the kind and the words that the audit takes."""

import ast
import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from webapp.audit import services as audit
from webapp.audit.actors import SYSTEM
from webapp.audit.models import AuditEntry
from webapp.audit.rules import ACT, NAME
from webapp.config import PROJECT
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.sealing import escrow, handover, holding, rotation, services, unlocking
from webapp.sealing.events import KeyEvent
from webapp.sealing.models import Purpose

FILES = sorted((PROJECT / "webapp" / "sealing").glob("*.py"))
# Those that make an event by hand; `_event` of two files is one of them.
MAKERS = {"KeyEvent", "_event"}


def given() -> list[tuple[str, str, str]]:
    """Every act and kind that stands in the code: file, what it is, its words."""
    found = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                named = {each.arg: each.value for each in node.keywords}
                found += [(path.name, name, words) for name in ("act", "kind") for words in _words(named.get(name))]
                found += [
                    (path.name, "act", words) for words in _words(node.args[0] if node.args else None) if "." in words
                ]
    return found


def _words(node: ast.expr | None) -> list[str]:
    if node is None:
        return []
    return [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]


@pytest.mark.parametrize(("file", "name", "words"), given())
def test_what_stands_in_the_code_is_what_the_audit_takes(file, name, words):
    assert {"act": ACT, "kind": NAME}[name].fullmatch(words), f"{file}: {words!r} is no {name}"


def test_the_usual_kind_is_one_that_the_audit_takes():
    assert NAME.fullmatch(KeyEvent(act="keys.rotated", key="1").kind)


@transaction
def write_down(event: KeyEvent) -> None:
    audit.record(event.act, by=SYSTEM, kind=event.kind, key=event.key, changes=event.changes)


def _enrol(officer):
    return unlocking.enrol(uuid.uuid4(), "correct horse battery")


def _change(officer):
    return unlocking.change_passphrase(officer(), "correct horse battery", "battery horse correct")


def _grant(officer):
    return unlocking.grant(officer(granted=False))


def _regrant(officer):
    return unlocking.regrant(officer(granted=False))


def _revoke(officer):
    return unlocking.revoke(officer(), lose_content=True)


def _rotate(officer):
    return rotation.begin(Purpose.CONTENT)


def _give_up(officer):
    return rotation.begin(Purpose.CONTENT, old_is_lost=True)


def _destroy(officer):
    rotation.begin(Purpose.CONTENT)
    return rotation.destroy(Purpose.CONTENT, 1, at=dt.datetime.now(dt.UTC) + dt.timedelta(days=2))


def _shares(officer):
    return escrow.make_shares(holders=3, needed=2)[1]


def _recover(officer):
    shares, _event = escrow.make_shares(holders=3, needed=2)
    holding.destroy_file(Purpose.CONTENT, 1)
    return escrow.recover(shares[:2])


def _recover_for_an_officer(officer):
    shares, _event = escrow.make_shares(holders=3, needed=2)
    return escrow.recover(shares[:2], officer_id=officer(granted=False))


ACTS = {
    "keys.enrolled": _enrol,
    "keys.passphrase_changed": _change,
    "keys.granted": _grant,
    "keys.regranted": _regrant,
    "keys.revoked": _revoke,
    "keys.rotated": _rotate,
    "keys.given_up": _give_up,
    "keys.destroyed": _destroy,
    "keys.escrow_made": _shares,
    "keys.recovered": _recover,
}


def test_the_list_here_names_every_act_in_the_code():
    assert {words for _, name, words in given() if name == "act"} == {*ACTS, "keys.handed_over"}


@pytest.mark.parametrize(("act", "do"), [*ACTS.items(), ("keys.recovered", _recover_for_an_officer)])
def test_each_act_is_taken_by_the_audit(samples, officer, act, do):
    services.make_missing_keys()
    write_down(do(officer))
    assert db.session.scalars(select(AuditEntry.act)).all() == [act]


def test_handing_over_is_taken_by_the_audit(samples, officer, in_tier):
    services.make_missing_keys()
    officer(), officer()
    in_tier("desk")
    for event in handover.hand_over():
        write_down(event)
    assert db.session.scalars(select(AuditEntry.act)).all() == ["keys.handed_over"]
