"""Half-finished answers of forms of many pages."""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('journey_draft',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('journey', sa.String(length=60), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('locator', sa.LargeBinary(), nullable=True),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journey_draft')),
    sa.UniqueConstraint('locator', name=op.f('uq_journey_draft_locator')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('journey_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journey_draft_expires_at'), ['expires_at'], unique=False)


def downgrade() -> None:
    """Undo the change."""
    with op.batch_alter_table('journey_draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_journey_draft_expires_at'))

    op.drop_table('journey_draft')
