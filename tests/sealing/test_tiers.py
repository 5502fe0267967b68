"""The public tier on its own database role: it adds what residents write, and forty tries get nothing of it back."""

import io
import os
import secrets
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from tests.sealing.conftest import KIND, Sample, read, write
from webapp.database import db
from webapp.kit.orm import Holds
from webapp.kit.secret_files import SecretFileError, keep_secret, secret_names
from webapp.kit.transaction import transaction
from webapp.sealing import escrow, holding, rotation, services, tiers, unlocking
from webapp.sealing.boxes import DataKey, Keyring, PrivateKey
from webapp.sealing.models import Purpose
from webapp.sealing.rights import PublicMay

# Roles belong to the whole cluster: each process of a run in parallel has one of its own.
ROLE = "public tier's role" + os.environ.get("PYTEST_XDIST_WORKER", "")
PASSPHRASE = "correct horse battery"
CANARY = f"canary-{secrets.token_hex(12)}"


class TestRights:
    def test_sealed_tables_may_be_added_to_and_read_and_keys_not_be_touched(self, app_context, samples):
        rights = tiers.rights()
        assert rights["sealed_sample"] is PublicMay.ADD_AND_READ
        assert rights["sealing_key"] is rights["sealing_salt"] is PublicMay.READ
        assert rights["sealing_officer"] is rights["sealing_grant"] is PublicMay.NOTHING
        assert rights["publication"] is PublicMay.READ

    def test_audit_and_outbox_may_only_be_added_to(self, app_context):
        assert tiers.rights()["audit_entry"] is tiers.rights()["outbox_message"] is PublicMay.ADD

    def test_what_only_the_desk_writes_is_not_given_though_it_is_sealed(self, app_context):
        assert tiers.rights()["work_note"] is tiers.rights()["approval_request"] is PublicMay.NOTHING

    def test_every_table_of_the_register_is_there(self, app_context):
        made_by_the_index = {"search_words"}
        assert set(tiers.REGISTER) - made_by_the_index <= set(db.metadata.tables)

    def test_nothing_of_officers_is_given(self, app_context):
        assert {may for name, may in tiers.rights().items() if name.startswith("officer")} <= {PublicMay.NOTHING}

    def test_no_table_with_clear_words_about_people_is_given_by_default(self, app_context):
        for table in db.metadata.sorted_tables:
            may = tiers.rights_of(table)
            if "SELECT" in may.value and "public" not in table.info and table.name not in tiers.REGISTER:
                classes = {column.info["holds"] for column in table.columns}
                assert classes == {Holds.CLEAR} or "sealed_key" in table.c, table.name

    def test_a_name_cannot_break_out_of_its_quotes(self):
        assert tiers.quoted('x"; DROP TABLE audit_entry; --') == '"x""; DROP TABLE audit_entry; --"'

    def test_sqlite_has_no_roles(self, app_context):
        if db.engine.dialect.name == "sqlite":
            with pytest.raises(tiers.RoleRefusedError, match="SQLite"):
                tiers.grant_public_rights(ROLE)


class TestStart:
    def test_the_public_tier_does_not_start_beside_a_private_key(self, app, in_tier, tmp_path):
        in_tier("public")
        settings = app.extensions["settings"]
        for name in ("content-key-1", "delivery-key-12", "blind-index"):
            folder = tmp_path / name
            keep_secret(folder, name, "x")
            with pytest.raises(SecretFileError, match=name):
                holding.check_tier(changed(settings, folder))
        keep_secret(tmp_path / "fine", "session", "x")
        holding.check_tier(changed(settings, tmp_path / "fine"))
        holding.check_tier(changed(settings, tmp_path / "not there yet"))

    def test_other_tiers_start_beside_theirs(self, app, in_tier, tmp_path):
        keep_secret(tmp_path, "content-key-1", "x")
        for tier in ("all", "desk"):
            in_tier(tier)
            holding.check_tier(changed(app.extensions["settings"], tmp_path))


def changed(settings, folder: Path):
    import dataclasses

    return dataclasses.replace(settings, instance_dir=folder)


@dataclass
class PublicTier:
    """The public tier as it runs: an app with its own role and folder, and what it has stored."""

    app: Flask
    stored: list[uuid.UUID]
    officer: uuid.UUID

    def rows(self, statement: str, **values: object) -> object:
        with db.engine.connect() as connection:
            return connection.execute(text(statement), values).all()

    def run(self, statement: str, **values: object) -> object:
        with db.engine.begin() as connection:
            return connection.execute(text(statement), values).rowcount


@pytest.fixture
def public_tier(samples, make_app, app, tmp_path, in_tier, officer) -> Iterator[PublicTier]:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("roles belong to PostgreSQL: set TEST_DATABASE_URL")
    services.make_missing_keys()
    in_tier("desk")
    officer_id = officer(PASSPHRASE)
    make_role()
    tiers.grant_public_rights(ROLE)
    url = make_url(app.extensions["settings"].database_url).set(username=ROLE, password="x")
    public = make_app(
        TIER="public",
        DATABASE_URL=url.render_as_string(hide_password=False),
        INSTANCE_DIR=str(tmp_path / "public"),
    )
    db.session.remove()
    with public.app_context():
        stored = [write(f"{CANARY} number {number}", phone=CANARY) for number in range(40)]
        db.session.remove()
        yield PublicTier(public, stored, officer_id)
        db.session.remove()
    drop_role()


def make_role() -> None:
    drop_role()
    with db.engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {tiers.quoted(ROLE)} LOGIN PASSWORD 'x'"))


def drop_role() -> None:
    with db.engine.begin() as connection:
        if connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": ROLE}):
            connection.execute(text(f"DROP OWNED BY {tiers.quoted(ROLE)}"))
            connection.execute(text(f"DROP ROLE {tiers.quoted(ROLE)}"))


Attempt = Callable[[PublicTier], object]


def sql(statement: str) -> Attempt:
    def attempt(tier: PublicTier) -> object:
        return tier.rows(statement) if statement.startswith(("SELECT", "SHOW", "WITH")) else tier.run(statement)

    attempt.__name__ = statement[:60]
    return attempt


def first(tier: PublicTier) -> Sample:
    return db.session.get_one(Sample, tier.stored[0])


def open_with_every_public_half(tier: PublicTier) -> object:
    row = first(tier)
    halves = [bytes(half) for (half,) in tier.rows("SELECT public_half FROM sealing_key")]
    return services.opener_for(row, KIND, key=Keyring(PrivateKey(half) for half in halves)).text("words", row.words)


def open_with_own_secrets(tier: PublicTier) -> object:
    row, folder = first(tier), Path(tier.app.extensions["settings"].instance_dir)
    material = [(folder / "secrets" / name).read_bytes()[:32] for name in secret_names(folder)]
    return services.opener_for(row, KIND, key=Keyring(map(PrivateKey, material))).text("words", row.words)


def open_with_the_wrapped_key_itself(tier: PublicTier) -> object:
    row = first(tier)
    return [
        DataKey(row.sealed_key[start : start + 32]).open(row.words, KIND, row.id.hex, "words")
        for start in range(len(row.sealed_key) - 32)
    ]


def seal_and_keep_the_key(tier: PublicTier) -> object:
    """A key of one's own opens what is sealed to it from now on, and nothing of before."""
    row, own = first(tier), PrivateKey.new()
    write("mine", keys=("content", own.public))
    return services.opener_for(row, KIND, key=own).text("words", row.words)


def keys_in_its_memory(tier: PublicTier) -> object:
    """Every object of the process that is a key."""
    import gc

    row = first(tier)
    keys = [thing for thing in gc.get_objects() if isinstance(thing, PrivateKey)]
    tried = Keyring(keys)
    return len(keys), services.opener_for(row, KIND, key=tried).text("words", row.words)


def files_of_the_process(tier: PublicTier) -> object:
    folder = Path(tier.app.extensions["settings"].instance_dir)
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def everything_it_may_select(tier: PublicTier) -> object:
    tables = [name for name, may in tiers.rights().items() if "SELECT" in may.value and name in present(tier)]
    return [tier.rows(f"SELECT * FROM {tiers.quoted(name)}") for name in tables]  # noqa: S608


def present(tier: PublicTier) -> set[str]:
    return {name for (name,) in tier.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}


def command(*arguments: str, typed: str = "") -> Attempt:
    def attempt(tier: PublicTier) -> object:
        result = tier.app.test_cli_runner().invoke(args=list(arguments), input=typed)
        return result.output, result.exit_code

    attempt.__name__ = " ".join(arguments)
    return attempt


ATTEMPTS: list[Attempt] = [
    lambda tier: read(tier.stored[0]),
    lambda tier: read(tier.stored[0], key=PrivateKey.new()),
    lambda tier: read(tier.stored[0], key=holding.keyring()),
    lambda tier: read(tier.stored[0], key=unlocking.keyring(None)),
    lambda tier: read(tier.stored[0], key=unlocking.unlock(tier.officer, PASSPHRASE)),
    lambda tier: unlocking.grant(tier.officer),
    lambda _tier: unlocking.enrol(uuid.uuid4(), "mine"),
    lambda _tier: holding.find_file(Purpose.CONTENT, 1),
    lambda tier: services.resealer_for(first(tier), KIND),
    lambda _tier: services.blind_index("x.phone", CANARY),
    lambda _tier: rotation.begin(Purpose.CONTENT),
    lambda _tier: rotation.rewrap_all(Purpose.CONTENT),
    lambda _tier: escrow.make_shares(holders=3, needed=2),
    lambda _tier: escrow.recover(["abc", "def"]),
    lambda _tier: tiers.grant_public_rights(ROLE),
    open_with_every_public_half,
    open_with_own_secrets,
    open_with_the_wrapped_key_itself,
    seal_and_keep_the_key,
    keys_in_its_memory,
    files_of_the_process,
    everything_it_may_select,
    command("keys", "list"),
    command("keys", "escrow"),
    command("keys", "rotate", "content"),
    command("keys", "recover", typed="abc\n\n"),
    command("database", "grant-roles", "--public", ROLE),
    sql("SELECT id, words, phone, sealed_key FROM sealed_sample"),
    sql("SELECT convert_from(words, 'LATIN1') FROM sealed_sample"),
    sql("SELECT * FROM sealing_grant"),
    sql("SELECT locked_private FROM sealing_officer"),
    sql("SELECT * FROM outbox_message"),
    sql("SELECT * FROM audit_entry"),
    sql("UPDATE sealed_sample SET sealed_key = NULL"),
    sql("UPDATE sealing_key SET public_half = '\\x00'"),
    sql("INSERT INTO sealing_key SELECT * FROM sealing_key"),
    sql("DELETE FROM sealed_sample"),
    sql("SET ROLE safer"),
    sql("SELECT pg_read_file('pg_hba.conf')"),
    sql("COPY (SELECT 1) TO PROGRAM 'cat'"),
    sql("CREATE TABLE public.mine (id int)"),
    sql("CREATE TRIGGER catch BEFORE INSERT ON sealed_sample EXECUTE FUNCTION suppress_redundant_updates_trigger()"),
    sql("SELECT lo_import('/etc/passwd')"),
    sql("SELECT query FROM pg_stat_activity"),
]


@pytest.mark.integration
class TestPublicTier:
    def test_forty_tries_to_read_back_give_no_plaintext(self, public_tier):
        assert len(ATTEMPTS) >= 40
        got, refused = io.StringIO(), 0
        for attempt in ATTEMPTS:
            try:
                got.write(f"{attempt.__name__}: {attempt(public_tier)!r}\n")
            except Exception as error:  # noqa: BLE001
                refused += 1
                got.write(f"{attempt.__name__}: {type(error).__name__} {error}\n")
            db.session.rollback()
        assert CANARY not in got.getvalue()
        assert CANARY.encode().hex() not in got.getvalue()
        assert refused >= 25, got.getvalue()

    def test_it_fetches_what_it_stored_and_the_officers_read_it(self, public_tier, app):
        assert all(len(row.words) > len(CANARY) for row in db.session.query(Sample))
        stored = public_tier.stored
        with app.app_context():
            key = unlocking.unlock(public_tier.officer, PASSPHRASE)
            assert read(stored[7], key=key) == f"{CANARY} number 7"
            db.session.remove()

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE sealed_sample SET month = 'x'",
            "DELETE FROM sealed_sample",
            "TRUNCATE sealed_sample",
            "UPDATE sealing_key SET state = 'retired'",
            "DELETE FROM sealing_salt",
            "SELECT 1 FROM sealing_officer",
            "SELECT 1 FROM sealing_grant",
            "SELECT 1 FROM audit_entry",
            "UPDATE audit_entry SET reason = ''",
            "DELETE FROM audit_head",
            "SELECT 1 FROM outbox_message",
            "UPDATE publication SET slug = 'x'",
            "INSERT INTO audit_head (chain, seq, row_hash) VALUES ('desk', 0, 'x')",
            "CREATE TABLE mine (id int)",
        ],
    )
    def test_it_may_do_nothing_else(self, public_tier, statement):
        with pytest.raises(DBAPIError, match=r"permission denied|row-level security|must be owner"):
            public_tier.run(statement)

    def test_it_may_read_what_is_published_and_keep_its_own_audit_head(self, public_tier):
        public_tier.rows("SELECT 1 FROM publication")
        assert public_tier.run("INSERT INTO audit_head (chain, seq, row_hash) VALUES ('public', 0, 'x')") == 1
        assert public_tier.run("UPDATE audit_head SET seq = 1") == 1

    def test_other_chains_are_not_seen_and_the_owner_sees_all(self, public_tier, app):
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("INSERT INTO audit_head (chain, seq, row_hash) VALUES ('desk', 0, 'x')"))
        assert public_tier.rows("SELECT chain FROM audit_head") == []
        with app.app_context(), db.engine.begin() as connection:
            assert connection.scalar(text("SELECT count(*) FROM audit_head")) == 1

    def test_rights_can_be_given_again_after_an_upgrade(self, public_tier, app):
        with app.app_context():
            assert tiers.grant_public_rights(ROLE) == tiers.grant_public_rights(ROLE)
            db.session.remove()

    def test_a_role_that_is_missing_or_mighty_is_refused(self, public_tier, app):
        with app.app_context():
            for name, reason in (("nobody here", "There is no role"), (db.engine.url.username, "plain role")):
                with pytest.raises(tiers.RoleRefusedError, match=reason):
                    tiers.grant_public_rights(name)
            db.session.remove()


@transaction
def replace_words(row_id: uuid.UUID) -> None:
    row = db.session.get_one(Sample, row_id)
    row.words = b""


@pytest.mark.integration
def test_a_stored_record_cannot_be_replaced_by_the_public_tier(public_tier):
    with pytest.raises(DBAPIError, match="permission denied"):
        replace_words(public_tier.stored[0])
    assert b"" not in [row.words for row in db.session.query(Sample)]
