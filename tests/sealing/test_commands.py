"""The commands as an IT officer types them, each use written into the audit."""

import pytest
from sqlalchemy import text

from tests.sealing.conftest import read, write
from webapp.database import db
from webapp.sealing import holding, rotation, services
from webapp.sealing.models import Purpose


@pytest.fixture
def run(samples, app):
    def invoke(*arguments: str, typed: str = "", status: int = 0) -> str:
        db.session.rollback()
        result = app.test_cli_runner().invoke(args=list(arguments), input=typed)
        assert result.exit_code == status, result.output
        return result.output

    return invoke


def acts() -> list[str]:
    db.session.rollback()
    rows = db.session.execute(text("SELECT act, actor FROM audit_entry ORDER BY seq")).all()
    assert all(actor.startswith("cli:") for _, actor in rows)
    return [act for act, _ in rows]


def test_the_list_of_an_empty_site_shows_both_pairs(run):
    told = run("keys", "list")
    assert "content 1 (current)" in told
    assert "delivery 1 (current)" in told
    assert "records      0" in told
    assert "a file on this machine" in told


def test_a_rotation_is_made_gone_on_with_and_audited(run):
    row_id = write("words")
    assert "1 records wrapped to the new key, 0 left" in run("keys", "rotate", "content")
    assert "content 2 (current)" in run("keys", "list")
    rotation.begin(Purpose.CONTENT)
    assert "going on" in run("keys", "rotate", "content")
    assert read(row_id) == "words"
    assert acts() == ["keys.rotated"]


def test_an_unfinished_rotation_is_warned_of(run):
    write("words")
    rotation.begin(Purpose.CONTENT)
    assert "rotation is not finished" in run("keys", "list", status=1)


def test_escrow_prints_shares_that_recover_reads(run):
    row_id = write("words")
    told = run("keys", "escrow", "--holders", "3", "--needed", "2")
    blocks = told.split("\n\n")[1:]
    shares = [" ".join(block.split("\n", 1)[1].split()) for block in blocks]
    assert len(shares) == 3
    holding.destroy_file(Purpose.CONTENT, 1)
    assert "is back" in run("keys", "recover", typed=f"{shares[2]}\n{shares[0]}\n\n")
    assert read(row_id) == "words"
    assert acts() == ["keys.escrow_made", "keys.recovered"]


def test_shares_are_never_shown_while_they_are_typed(run):
    told = run("keys", "recover", typed="academic acid acne\n\n", status=1)
    assert "academic" not in told
    assert "do not bring a key back" in told


def test_a_refusal_is_a_sentence_and_leaves_no_trace_in_the_audit(run):
    services.make_missing_keys()
    for arguments in (
        ("keys", "destroy", "content", "1", "--yes"),
        ("keys", "hand-over"),
        ("keys", "escrow", "--holders", "2", "--needed", "3"),
        ("keys", "rotate", "content", "--officer", "00000000-0000-0000-0000-000000000001"),
    ):
        told = run(*arguments, typed="x\n", status=1)
        assert "Traceback" not in told
        assert told.strip().endswith(".")
    assert acts() == []


def test_on_a_desk_of_its_own_an_officers_passphrase_is_asked_for(run, officer, in_tier):
    services.make_missing_keys()
    in_tier("desk")
    holder = officer("correct horse battery")
    write("words")
    holding.destroy_file(Purpose.CONTENT, 1)
    assert "not here" in run("keys", "rotate", "content", status=1)
    told = run("keys", "rotate", "content", "--officer", str(holder), typed="correct horse battery\n")
    assert "1 records wrapped" in told
    assert "correct horse" not in told
    assert "does not open" in run("keys", "escrow", "--officer", str(holder), typed="wrong\n", status=1)


def test_the_rights_of_the_public_role_can_be_printed_on_any_database(run):
    told = run("database", "grant-roles", "--public", "web", "--print")
    assert 'GRANT SELECT ON "sealing_key" TO "web";' in told
    assert 'GRANT SELECT, INSERT ON "sealed_sample" TO "web";' in told
    assert '"sealing_grant"' not in told
