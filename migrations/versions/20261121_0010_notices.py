"""The outbox."""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('outbox_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('notice', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('dedupe', sa.String(length=64), nullable=False),
    sa.Column('recipient', sa.LargeBinary(), nullable=True),
    sa.Column('parameters', sa.LargeBinary(), nullable=True),
    sa.Column('state', sa.String(length=27), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('failure', sa.String(length=60), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('claim', sa.Uuid(), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'sending', 'sent', 'dead')", name=op.f('ck_outbox_message_state_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_message')),
    sa.UniqueConstraint('dedupe', name=op.f('uq_outbox_message_dedupe'))
    )
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.create_index(op.f('ix_outbox_message_state_due_at'), ['state', 'due_at'], unique=False)
        batch_op.create_index(op.f('ix_outbox_message_written_at'), ['written_at'], unique=False)

    op.create_table('job_turn',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_job_turn'))
    )


def downgrade() -> None:
    """Undo the change."""
    op.drop_table('job_turn')
    op.drop_table('outbox_message')
