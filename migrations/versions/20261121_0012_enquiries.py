"""Messages and data complaints."""

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        'sent_form',
        sa.Column('key_hash', sa.String(length=64), nullable=False),
        sa.Column('result', sa.LargeBinary(), nullable=True),
        sa.Column('sent_on', sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint('key_hash', name=op.f('pk_sent_form')),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f('ix_sent_form_sent_on'), 'sent_form', ['sent_on'])
    op.create_table('enquiry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=29), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('area', sa.String(length=33), nullable=False),
    sa.Column('reply', sa.String(length=29), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=28), nullable=False),
    sa.Column('doubtful', sa.Boolean(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=37), nullable=True),
    sa.Column('keep_until', sa.Date(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('wish', sa.LargeBinary(), nullable=True),
    sa.Column('contact', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('message', 'complaint')", name=op.f('ck_enquiry_kind_is_known')),
    sa.CheckConstraint("area IN ('partnership', 'behaviour', 'accessibility', 'site', 'shared', 'copy', 'wrong', 'kept', 'other')", name=op.f('ck_enquiry_area_is_known')),
    sa.CheckConstraint("reply IN ('email', 'telephone', 'post', 'none')", name=op.f('ck_enquiry_reply_is_known')),
    sa.CheckConstraint("state IN ('open', 'answered', 'closed')", name=op.f('ck_enquiry_state_is_known')),
    sa.CheckConstraint("outcome IN ('answered', 'nothing_to_answer', 'sent_on', 'unwanted')", name=op.f('ck_enquiry_outcome_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enquiry')),
    sa.UniqueConstraint('reference', name=op.f('uq_enquiry_reference'))
    )
    with op.batch_alter_table('enquiry', schema=None) as batch_op:
        batch_op.create_index('ix_enquiry_keep_until', ['keep_until'], unique=False)
        batch_op.create_index('ix_enquiry_list', ['state', 'doubtful', 'due_on', 'id'], unique=False)

    op.create_table('enquiry_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('enquiry_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=27), nullable=False),
    sa.Column('reply', sa.String(length=29), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('given_by', sa.String(length=80), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("purpose IN ('receipt', 'answer')", name=op.f('ck_enquiry_answer_purpose_is_known')),
    sa.CheckConstraint("reply IN ('email', 'telephone', 'post', 'none')", name=op.f('ck_enquiry_answer_reply_is_known')),
    sa.ForeignKeyConstraint(['enquiry_id'], ['enquiry.id'], name=op.f('fk_enquiry_answer_enquiry_id_enquiry'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enquiry_answer'))
    )
    with op.batch_alter_table('enquiry_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enquiry_answer_enquiry_id'), ['enquiry_id'], unique=False)



def downgrade() -> None:
    """Undo the change."""
    op.drop_table('enquiry_answer')
    op.drop_table('enquiry')
    op.drop_table('sent_form')
