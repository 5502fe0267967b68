"""What the public tier's own database role may do (security decision 4): column classes and a register say it.

A table may say it itself: `__table_args__ = ({"info": {"public": PublicMay.ADD}},)`. Otherwise: a table of sealed
records may be added to and read (what comes back is sealed), a published one read, and every other not be touched.
`"public_changes": ("state", ...)` beside it names the columns that may be changed in rows that are there, and
`"public_rows": "state = 'published'"` the rows that the role sees at all. `"public_adds": "confirmed_on IS NULL"` is
what holds of each row that it adds, `"public_updates": (before, after)` what holds of a row that it changes.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, Integer, Table, inspect

from webapp.database import db
from webapp.kit.orm import Holds, Keep
from webapp.kit.transaction import transaction
from webapp.sealing.rights import PublicMay

# Tables that do not say it themselves: of the floors below, of the index, and those that the decision names.
REGISTER: Mapping[str, PublicMay] = {
    "public_revision": PublicMay.READ,
    "search_words": PublicMay.READ,
    "audit_entry": PublicMay.ADD,
    "audit_head": PublicMay.ADD_AND_CHANGE,
    "outbox_message": PublicMay.ADD,
    "sent_form": PublicMay.EVERYTHING,
    "work_item": PublicMay.ADD,
    # Sealed, but nothing that the public tier writes.
    "work_note": PublicMay.NOTHING,
    "approval_request": PublicMay.NOTHING,
}
# Of these only the rows of its own audit chain, which is called after the tier.
OWN_ROWS = {"audit_entry": "chain = 'public'", "audit_head": "chain = 'public'"}


class RoleRefusedError(Exception):
    """Rights cannot be given; the message says why."""


def rights_of(table: Table) -> PublicMay:
    """What the public tier may do with a table."""
    declared = table.info.get("public") or REGISTER.get(table.name)
    if declared is not None:
        return PublicMay(declared)
    if "sealed_key" in table.c:
        return PublicMay.ADD_AND_READ
    published = all(
        column.info.get("holds") is Holds.CLEAR and column.info.get("keep") is Keep.WHILE_PUBLISHED
        for column in table.columns
    )
    return PublicMay.READ if published else PublicMay.NOTHING


def rights() -> dict[str, PublicMay]:
    """The rights of every table, by name."""
    return {**REGISTER, **{table.name: rights_of(table) for table in db.metadata.sorted_tables}}


def statements(role: str, *, existing: frozenset[str] | None = None) -> Iterator[str]:
    """The SQL that gives `role` exactly these rights, taking away any other; safe to run again."""
    who = quoted(role)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {who}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {who}"
    yield f"REVOKE ALL ON SCHEMA public FROM {who}"
    yield f"GRANT USAGE ON SCHEMA public TO {who}"
    for name, may in sorted(rights().items()):
        if may.value and (existing is None or name in existing):
            yield f"GRANT {', '.join(may.value)} ON {quoted(name)} TO {who}"
            yield from _changes(name, who)
            yield from _own_rows(name, who)
    yield from (f"GRANT USAGE ON SEQUENCE {quoted(name)} TO {who}" for name in _sequences())


def quoted(name: str) -> str:
    """A name as PostgreSQL takes it whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def _changes(name: str, who: str) -> Iterator[str]:
    """The right to change some columns of a table, and no others."""
    table = db.metadata.tables.get(name)
    columns = [] if table is None else [table.c[column].name for column in table.info.get("public_changes", ())]
    if columns:
        yield f"GRANT UPDATE ({', '.join(map(quoted, columns))}) ON {quoted(name)} TO {who}"


def _own_rows(name: str, who: str) -> Iterator[str]:
    """Row security that binds this role alone: everybody else may do what they could before."""
    info = db.metadata.tables[name].info if name in db.metadata.tables else {}
    policies = {}
    if condition := OWN_ROWS.get(name) or info.get("public_rows"):
        policies["public_tier"] = ("ALL", f"USING ({condition})")
    if condition := info.get("public_adds"):
        policies["public_tier_adds"] = ("INSERT", f"WITH CHECK ({condition})")
    if conditions := info.get("public_updates"):
        policies["public_tier_updates"] = ("UPDATE", "USING ({}) WITH CHECK ({})".format(*conditions))
    table = quoted(name)
    if policies:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS everybody ON {table}"
        yield f"CREATE POLICY everybody ON {table} USING (true)"
    for policy, (act, rule) in policies.items():
        yield f"DROP POLICY IF EXISTS {policy} ON {table}"
        yield f"CREATE POLICY {policy} ON {table} AS RESTRICTIVE FOR {act} TO {who} {rule}"


def _sequences() -> Iterator[str]:
    for table in db.metadata.sorted_tables:
        key = list(table.primary_key)
        numbered = len(key) == 1 and isinstance(key[0].type, Integer) and not key[0].foreign_keys
        if numbered and "INSERT" in rights_of(table).value:
            yield f"{table.name}_{key[0].name}_seq"


@transaction
def grant_public_rights(role: str) -> list[str]:
    """Give the PostgreSQL role of the public tier its rights; returns the statements that were run.

    The role must exist, and must not be one that needs no rights (a superuser, or the owner of the tables). Run it
    again after each upgrade: a new table gives no rights by itself. Raises RoleRefusedError.
    """
    connection = db.session.connection()
    _require_plain_role(connection, role)
    run = list(statements(role, existing=frozenset(inspect(connection).get_table_names())))
    for statement in run:
        connection.exec_driver_sql(statement)
    return run


def _require_plain_role(connection: Connection, role: str) -> None:
    if connection.dialect.name != "postgresql":
        raise RoleRefusedError("Roles belong to PostgreSQL: with SQLite there is one process for all (TIER=all).")
    query = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = %(role)s"
    mighty = connection.exec_driver_sql(query, {"role": role}).scalar()
    if mighty is None:
        message = f"There is no role {role}: make it first, for example with createuser --pwprompt {role}."
        raise RoleRefusedError(message)
    owned = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(%(role)s, tableowner, 'USAGE')"
    if mighty or connection.exec_driver_sql(owned, {"role": role}).scalar():
        message = (
            f"{role} may do more than any rights could say: the public tier needs a plain role that owns no table."
        )
        raise RoleRefusedError(message)
