"""What people told us: releases, the counts that they were made from, and what corrections changed."""

import sqlalchemy as sa
from alembic import op


revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('release',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('newest', sa.String(length=6), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('progress', sa.Integer(), nullable=False),
    sa.Column('fault', sa.String(length=35), nullable=True),
    sa.Column('content', sa.JSON(), nullable=True),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('inputs_hash', sa.String(length=64), nullable=False),
    sa.Column('rules', sa.String(length=10), nullable=False),
    sa.Column('proof', sa.JSON(), nullable=True),
    sa.Column('makers', sa.JSON(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('corrects', sa.Uuid(), nullable=True),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("published_on IS NULL OR content_hash <> ''", name=op.f('ck_release_public_has_content')),
    sa.CheckConstraint("state IN ('preparing', 'failed', 'draft', 'asked', 'published', 'superseded')", name=op.f('ck_release_state_is_known')),
    sa.ForeignKeyConstraint(['corrects'], ['release.id'], name=op.f('fk_release_corrects_release')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release'))
    )
    op.create_index('uq_release_newest', 'release', ['newest', 'number'], unique=True)
    op.create_table('release_change',
    sa.Column('release_id', sa.Uuid(), nullable=False),
    sa.Column('table_code', sa.String(length=40), nullable=False),
    sa.Column('area', sa.String(length=80), nullable=False),
    sa.Column('period', sa.String(length=13), nullable=False),
    sa.Column('option', sa.String(length=40), nullable=False),
    sa.Column('before', sa.Integer(), nullable=True),
    sa.Column('after', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_release_change_release_id_release')),
    sa.PrimaryKeyConstraint('release_id', 'table_code', 'area', 'period', 'option', name=op.f('pk_release_change')),
    sqlite_with_rowid=False
    )
    op.create_table('release_counts',
    sa.Column('release_id', sa.Uuid(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_release_counts_release_id_release'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('release_id', name=op.f('pk_release_counts'))
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('release_counts')
    op.drop_table('release_change')
    op.drop_index('uq_release_newest', table_name='release')
    op.drop_table('release')
