"""How many words wait is told by an index alone, without a look at any of the answers."""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

NAME, TABLE = 'ix_survey_response_waiting', 'survey_response'
WAITING = "moderation = 'waiting'"


def upgrade() -> None:
    """Apply the change."""
    _index(['moderation', 'id'])


def downgrade() -> None:
    """Take the change back."""
    _index(['id'])


def _index(columns: list[str]) -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, columns, sqlite_where=sa.text(WAITING), postgresql_where=sa.text(WAITING))
