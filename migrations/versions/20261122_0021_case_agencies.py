"""Agencies in a case review: what they are asked and answer, guests' links, papers for them, and imported cases."""

import sqlalchemy as sa
from alembic import op


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('case_agency',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('agency', sa.String(length=60), nullable=False),
    sa.Column('public_half', sa.LargeBinary(), nullable=False),
    sa.Column('private_half', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_agency_case_id_case_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_agency')),
    sa.UniqueConstraint('case_id', 'agency', name=op.f('uq_case_agency_case_id_agency')),
    sqlite_with_rowid=False
    )
    op.create_table('case_imported_row',
    sa.Column('row_hash', sa.String(length=64), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_imported_row_case_id_case_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('row_hash', name=op.f('pk_case_imported_row')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_case_imported_row_case_id'), 'case_imported_row', ['case_id'], unique=False)
    op.create_table('case_agency_key',
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('closed_half', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['officer_id'], ['sealing_officer.officer_id'], name=op.f('fk_case_agency_key_officer_id_sealing_officer'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['place_id'], ['case_agency.id'], name=op.f('fk_case_agency_key_place_id_case_agency'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('place_id', 'officer_id', name=op.f('pk_case_agency_key')),
    sqlite_with_rowid=False
    )
    op.create_table('case_pack',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('agency', sa.String(length=60), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('body', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_pack_case_id_case_review'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['place_id'], ['case_agency.id'], name=op.f('fk_case_pack_place_id_case_agency'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_pack')),
    sa.UniqueConstraint('place_id', 'number', name=op.f('uq_case_pack_place_id_number')),
    sa.UniqueConstraint('reference', name=op.f('uq_case_pack_reference')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_case_pack_agency', 'case_pack', ['agency', 'withdrawn_on', 'made_on'], unique=False)
    op.create_index(op.f('ix_case_pack_case_id'), 'case_pack', ['case_id'], unique=False)
    op.create_table('case_invitation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('agency', sa.String(length=60), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('meeting_on', sa.Date(), nullable=False),
    sa.Column('how', sa.String(length=26), nullable=False),
    sa.Column('invited_on', sa.Date(), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.CheckConstraint("how IN ('place', 'online', 'both')", name=op.f('ck_case_invitation_how_is_known')),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_invitation_case_id_case_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_invitation')),
    sa.UniqueConstraint('case_id', 'agency', name=op.f('uq_case_invitation_case_id_agency')),
    sa.UniqueConstraint('reference', name=op.f('uq_case_invitation_reference')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_case_invitation_agency', 'case_invitation', ['agency', 'withdrawn_on', 'meeting_on'], unique=False)
    op.create_table('case_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('agency', sa.String(length=60), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=29), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('asked_by', sa.String(length=80), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("state IN ('asked', 'answered', 'withdrawn')", name=op.f('ck_case_request_state_is_known')),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_request_case_id_case_review'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['place_id'], ['case_agency.id'], name=op.f('fk_case_request_place_id_case_agency'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_request')),
    sa.UniqueConstraint('reference', name=op.f('uq_case_request_reference')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_case_request_agency', 'case_request', ['agency', 'state', 'due_on'], unique=False)
    op.create_index(op.f('ix_case_request_case_id'), 'case_request', ['case_id'], unique=False)
    op.create_index('ix_case_request_due', 'case_request', ['state', 'due_on'], unique=False)
    op.create_index(op.f('ix_case_request_place_id'), 'case_request', ['place_id'], unique=False)
    op.create_table('case_told',
    sa.Column('recommendation_id', sa.Uuid(), nullable=False),
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('told_on', sa.Date(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['place_id'], ['case_agency.id'], name=op.f('fk_case_told_place_id_case_agency'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['recommendation_id'], ['case_recommendation.id'], name=op.f('fk_case_told_recommendation_id_case_recommendation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('recommendation_id', name=op.f('pk_case_told')),
    sa.UniqueConstraint('reference', name=op.f('uq_case_told_reference')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_case_told_place_id'), 'case_told', ['place_id'], unique=False)
    op.create_table('case_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=29), nullable=False),
    sa.Column('holds_nothing', sa.Boolean(), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('given_by', sa.String(length=80), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('who', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("way IN ('account', 'link', 'email', 'telephone', 'letter')", name=op.f('ck_case_answer_way_is_known')),
    sa.ForeignKeyConstraint(['request_id'], ['case_request.id'], name=op.f('fk_case_answer_request_id_case_request'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_answer')),
    sa.UniqueConstraint('request_id', 'number', name=op.f('uq_case_answer_request_id_number')),
    sqlite_with_rowid=False
    )
    op.create_table('case_guest',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('closed_half', sa.LargeBinary(), nullable=True),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('wrong', sa.Integer(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('visit_hash', sa.String(length=64), nullable=True),
    sa.Column('visit_half', sa.LargeBinary(), nullable=True),
    sa.Column('visit_ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('whom', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['request_id'], ['case_request.id'], name=op.f('fk_case_guest_request_id_case_request'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_guest')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_case_guest_token_hash')),
    sa.UniqueConstraint('visit_hash', name=op.f('uq_case_guest_visit_hash')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_case_guest_request_id'), 'case_guest', ['request_id'], unique=False)
    op.create_table('case_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('answer_id', sa.Uuid(), nullable=True),
    sa.Column('agency', sa.String(length=60), nullable=False),
    sa.Column('entered_on', sa.Date(), nullable=False),
    sa.Column('entered_by', sa.String(length=80), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['answer_id'], ['case_answer.id'], name=op.f('fk_case_entry_answer_id_case_answer'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_entry_case_id_case_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_entry')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_case_entry_answer_id'), 'case_entry', ['answer_id'], unique=False)
    op.create_index(op.f('ix_case_entry_case_id'), 'case_entry', ['case_id'], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('case_entry')
    op.drop_table('case_guest')
    op.drop_table('case_answer')
    op.drop_table('case_told')
    op.drop_table('case_request')
    op.drop_table('case_invitation')
    op.drop_table('case_pack')
    op.drop_table('case_agency_key')
    op.drop_table('case_imported_row')
    op.drop_table('case_agency')
