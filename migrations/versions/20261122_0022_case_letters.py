"""Letters of case reviews: each letter, each time it was sent, and the fixed words that officers edit."""

import sqlalchemy as sa
from alembic import op


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

KINDS = "'acknowledgement', 'threshold_met', 'threshold_not_met', 'invitation', 'outcome', 'appeal_outcome', 'closing', 'cover'"
WAYS = "'email', 'telephone', 'text', 'post', 'tracker', 'supporter'"


def upgrade() -> None:
    """Apply the change."""
    op.create_table('case_letter',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=37), nullable=False),
    sa.Column('state', sa.String(length=28), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('discreet', sa.Boolean(), nullable=False),
    sa.Column('drafted_on', sa.Date(), nullable=False),
    sa.Column('drafted_by', sa.String(length=80), nullable=False),
    sa.Column('finished_on', sa.Date(), nullable=True),
    sa.Column('finished_by', sa.String(length=80), nullable=True),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('own', sa.LargeBinary(), nullable=True),
    sa.Column('written', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f('ck_case_letter_kind_is_known')),
    sa.CheckConstraint("state IN ('draft', 'finished', 'sent')", name=op.f('ck_case_letter_state_is_known')),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_letter_case_id_case_review'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['case_person.id'], name=op.f('fk_case_letter_person_id_case_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_letter')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_case_letter_case_id'), 'case_letter', ['case_id'], unique=False)
    op.create_index('ix_case_letter_person', 'case_letter', ['person_id', 'state', 'sent_on'], unique=False)
    op.create_table('case_letter_sending',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('way', sa.String(length=29), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('sent_by', sa.String(length=80), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint(f"way IN ({WAYS})", name=op.f('ck_case_letter_sending_way_is_known')),
    sa.ForeignKeyConstraint(['letter_id'], ['case_letter.id'], name=op.f('fk_case_letter_sending_letter_id_case_letter'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_letter_sending')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_case_letter_sending_letter_id'), 'case_letter_sending', ['letter_id'], unique=False)
    op.create_table('case_letter_text',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(length=40), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_letter_text')),
    sa.UniqueConstraint('slug', name=op.f('uq_case_letter_text_slug'))
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('case_letter_text')
    op.drop_table('case_letter_sending')
    op.drop_table('case_letter')
