"""What partners publish: counts of the police by month and ward, and populations; an index for the dashboard."""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""

    op.create_table('partner_file',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('publisher', sa.String(length=80), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('licence', sa.String(length=200), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('unplaced', sa.Integer(), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('imported_by', sa.String(length=80), nullable=False),
    sa.CheckConstraint("kind IN ('police', 'population')", name=op.f('ck_partner_file_kind_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner_file')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('partner_file', schema=None) as batch_op:
        batch_op.create_index('uq_partner_file_what', ['kind', 'publisher', 'period'], unique=True)

    op.create_table('partner_count',
    sa.Column('file_id', sa.Uuid(), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('ward', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.CheckConstraint('count > 0', name=op.f('ck_partner_count_is_counted')),
    sa.ForeignKeyConstraint(['file_id'], ['partner_file.id'], name=op.f('fk_partner_count_file_id_partner_file'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('file_id', 'ward', 'kind', name=op.f('pk_partner_count')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('partner_count', schema=None) as batch_op:
        batch_op.create_index('ix_partner_count_month', ['month', 'kind'], unique=False)

    op.create_table('population_count',
    sa.Column('file_id', sa.Uuid(), nullable=False),
    sa.Column('about', sa.String(length=40), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.CheckConstraint('count >= 0', name=op.f('ck_population_count_is_a_number')),
    sa.ForeignKeyConstraint(['file_id'], ['partner_file.id'], name=op.f('fk_population_count_file_id_partner_file'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('file_id', 'about', 'code', name=op.f('pk_population_count')),
    sqlite_with_rowid=False
    )

    # The dashboard reads these sums over every month and area: all that it needs is in the index.
    with op.batch_alter_table('survey_rollup', schema=None) as batch_op:
        batch_op.create_index('ix_survey_rollup_told', ['question', 'option', 'month', 'area_id', 'count'], unique=False, sqlite_where=sa.text("theme = '' AND question IN ('', 'kinds')"), postgresql_where=sa.text("theme = '' AND question IN ('', 'kinds')"))


def downgrade() -> None:
    """Take the change back."""

    with op.batch_alter_table('survey_rollup', schema=None) as batch_op:
        batch_op.drop_index('ix_survey_rollup_told', sqlite_where=sa.text("theme = '' AND question IN ('', 'kinds')"), postgresql_where=sa.text("theme = '' AND question IN ('', 'kinds')"))

    op.drop_table('population_count')
    with op.batch_alter_table('partner_count', schema=None) as batch_op:
        batch_op.drop_index('ix_partner_count_month')

    op.drop_table('partner_count')
    with op.batch_alter_table('partner_file', schema=None) as batch_op:
        batch_op.drop_index('uq_partner_file_what')

    op.drop_table('partner_file')
