"""Evidence: files of cases and of drafts, uploads on their way, tickets to fetch an original."""

import sqlalchemy as sa
from alembic import op


revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

KINDS = "kind IN ('jpg', 'png', 'heic', 'webp', 'pdf', 'docx', 'mp3', 'm4a', 'mp4')"
STATES = "state IN ('pending', 'clean', 'bad', 'unscanned', 'no_scanner')"


def upgrade() -> None:
    """Apply the change."""
    op.create_table('evidence_file',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('added_on', sa.Date(), nullable=False),
    sa.Column('added_by', sa.String(length=80), nullable=False),
    sa.Column('scanned_on', sa.Date(), nullable=True),
    sa.Column('name', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint(KINDS, name=op.f('ck_evidence_file_kind_is_known')),
    sa.CheckConstraint(STATES, name=op.f('ck_evidence_file_state_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_file')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_evidence_file_state', 'evidence_file', ['state', 'id'], unique=False)
    op.create_index('ix_evidence_file_subject', 'evidence_file', ['subject_kind', 'subject_id'], unique=False)
    op.create_table('evidence_held',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('draft_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('added_on', sa.Date(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('held_key', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint(KINDS, name=op.f('ck_evidence_held_kind_is_known')),
    sa.CheckConstraint(STATES, name=op.f('ck_evidence_held_state_is_known')),
    sa.ForeignKeyConstraint(['draft_id'], ['journey_draft.id'], name=op.f('fk_evidence_held_draft_id_journey_draft'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_held')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_evidence_held_draft_id'), 'evidence_held', ['draft_id'], unique=False)
    op.create_table('evidence_upload',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('owner', sa.LargeBinary(), nullable=False),
    sa.Column('mark', sa.LargeBinary(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('arrived', sa.BigInteger(), nullable=False),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('held_key', sa.LargeBinary(), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint(KINDS, name=op.f('ck_evidence_upload_kind_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_upload')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_evidence_upload_owner'), 'evidence_upload', ['owner'], unique=False)
    op.create_index(op.f('ix_evidence_upload_until'), 'evidence_upload', ['until'], unique=False)
    op.create_table('evidence_ticket',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('file_id', sa.Uuid(), nullable=False),
    sa.Column('held_key', sa.LargeBinary(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['evidence_file.id'], name=op.f('fk_evidence_ticket_file_id_evidence_file'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_ticket')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_evidence_ticket_file_id'), 'evidence_ticket', ['file_id'], unique=False)
    op.create_index(op.f('ix_evidence_ticket_until'), 'evidence_ticket', ['until'], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('evidence_ticket')
    op.drop_table('evidence_upload')
    op.drop_table('evidence_held')
    op.drop_table('evidence_file')
