"""Case reviews: the figures of each year, as two people froze them."""

import sqlalchemy as sa
from alembic import op


revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('case_figures',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=27), nullable=False),
    sa.Column('applications', sa.Integer(), nullable=True),
    sa.Column('not_met', sa.Integer(), nullable=True),
    sa.Column('reviews', sa.Integer(), nullable=True),
    sa.Column('with_recommendations', sa.Integer(), nullable=True),
    sa.Column('withdrawn', sa.Integer(), nullable=True),
    sa.Column('definitions', sa.String(length=10), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('lessons', sa.Text(), nullable=False),
    sa.Column('correction', sa.String(length=500), nullable=False),
    sa.Column('makers', sa.JSON(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('counted', 'entered')", name=op.f('ck_case_figures_kind_is_known')),
    sa.CheckConstraint("published_on IS NULL OR kind = 'entered' OR applications IS NOT NULL", name=op.f('ck_case_figures_frozen_are_counted')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_figures')),
    sqlite_with_rowid=False
    )
    op.create_index('uq_case_figures_year', 'case_figures', ['year', 'number'], unique=True)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('case_figures')
