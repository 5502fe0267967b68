"""The queue, notes and approvals."""

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


IS_OPEN = {'sqlite_where': sa.text('closed_at IS NULL'), 'postgresql_where': sa.text('closed_at IS NULL')}
IS_UNDECIDED = {
    'sqlite_where': sa.text("status IN ('asked', 'approved')"),
    'postgresql_where': sa.text("status IN ('asked', 'approved')"),
}


def upgrade() -> None:
    """Apply the change."""
    op.create_table('approval_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('makers', sa.JSON(), nullable=False),
    sa.Column('status', sa.String(length=29), nullable=False),
    sa.Column('asked_by', sa.String(length=80), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.String(length=80), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("status IN ('asked', 'approved', 'refused', 'withdrawn', 'expired', 'used')", name=op.f('ck_approval_request_status_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approval_request'))
    )
    with op.batch_alter_table('approval_request', schema=None) as batch_op:
        batch_op.create_index('ix_approval_request_status', ['status', 'expires_at'], unique=False)
        batch_op.create_index('ix_approval_request_subject', ['subject_kind', 'subject_id', 'asked_at'], unique=False)
        batch_op.create_index('uq_approval_request_open', ['kind', 'subject_id'], unique=True, **IS_UNDECIDED)

    op.create_table('work_item',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('label', sa.String(length=160), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('permission', sa.String(length=40), nullable=False),
    sa.Column('agency', sa.String(length=60), nullable=True),
    sa.Column('state', sa.String(length=26), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('order_on', sa.Date(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=60), nullable=False),
    sa.CheckConstraint("state IN ('new', 'taken', 'closed')", name=op.f('ck_work_item_state_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_item'))
    )
    with op.batch_alter_table('work_item', schema=None) as batch_op:
        batch_op.create_index('ix_work_item_closed', ['closed_at', 'id'], unique=False)
        batch_op.create_index('ix_work_item_counts', ['kind', 'permission', 'agency', 'officer_id', 'order_on', 'closed_at'], unique=False, **IS_OPEN)
        batch_op.create_index('ix_work_item_held', ['officer_id', 'order_on', 'opened_at', 'id'], unique=False, **IS_OPEN)
        batch_op.create_index('ix_work_item_queue', ['order_on', 'opened_at', 'id'], unique=False, **IS_OPEN)
        batch_op.create_index('ix_work_item_subject', ['subject_kind', 'subject_id'], unique=False)
        batch_op.create_index('uq_work_item_open', ['kind', 'subject_id'], unique=True, **IS_OPEN)

    op.create_table('work_note',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('written_by', sa.String(length=80), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_note'))
    )
    with op.batch_alter_table('work_note', schema=None) as batch_op:
        batch_op.create_index('ix_work_note_subject', ['subject_kind', 'subject_id', 'written_at'], unique=False)

    op.create_table('work_setting',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('single_keys', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('officer_id', name=op.f('pk_work_setting'))
    )
    op.create_table('work_view',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('query', sa.String(length=500), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_view')),
    sa.UniqueConstraint('officer_id', 'name', name=op.f('uq_work_view_officer_id_name'))
    )


def downgrade() -> None:
    """Undo the change."""
    op.drop_table('work_view')
    op.drop_table('work_setting')
    op.drop_table('work_note')
    op.drop_table('work_item')
    op.drop_table('approval_request')
