"""How Alembic reaches the app's database; migrations are append-only."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from webapp.kit.orm import UtcDateTime

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write our moment type as the plain type: an old migration must not depend on today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection | None, **options: Any) -> None:
    """Run the migrations on `connection`, or print them as SQL where there is none."""
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        **options,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run(None, url=database.engine.url.render_as_string(hide_password=False), literal_binds=True)
else:
    with database.engine.connect().execution_options(writes=True) as open_connection:
        run(open_connection)
