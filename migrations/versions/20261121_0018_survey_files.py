"""Files of the survey: which rows were taken in, and which exports were asked for."""

import sqlalchemy as sa
from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('survey_imported_row',
    sa.Column('row_hash', sa.String(length=64), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.PrimaryKeyConstraint('row_hash', name=op.f('pk_survey_imported_row')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_survey_imported_row_month', 'survey_imported_row', ['month'], unique=False)
    op.create_table('survey_export',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=28), nullable=False),
    sa.Column('edition_id', sa.Uuid(), nullable=True),
    sa.Column('from_month', sa.String(length=7), nullable=False),
    sa.Column('to_month', sa.String(length=7), nullable=False),
    sa.Column('asked_by', sa.String(length=80), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('count', sa.Integer(), nullable=True),
    sa.Column('reason', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("kind IN ('words', 'contacts')", name=op.f('ck_survey_export_kind_is_known')),
    sa.ForeignKeyConstraint(['edition_id'], ['survey_edition.id'], name=op.f('fk_survey_export_edition_id_survey_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_export')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_survey_export_asked_on', 'survey_export', ['asked_on'], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('survey_export')
    op.drop_table('survey_imported_row')
