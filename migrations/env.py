"""How Alembic reaches the app's database; migrations are append-only."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write our own types as the plain types under them: an old migration must not depend on today's code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave the search index's own tables out: each database keeps them in its own way, made by hand in 0002."""
    return not (kind == "table" and (name or "").startswith("search_words"))


def run(connection: Connection | None, **options: Any) -> None:
    """Run the migrations on `connection`, or print them as SQL where there is none."""
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        include_name=include_name,
        **options,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run(None, url=database.engine.url.render_as_string(hide_password=False), literal_binds=True)
else:
    with database.engine.connect().execution_options(writes=True) as open_connection:
        run(open_connection)
