"""You said, we did: themes from released figures, their history, and news that nobody has agreed to yet."""

import sqlalchemy as sa
from alembic import op


revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

STATES = "('heard', 'doing', 'done', 'cannot')"


def upgrade() -> None:
    """Apply the change."""
    op.create_table('theme',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(length=100), nullable=False),
    sa.Column('release', sa.String(length=40), nullable=False),
    sa.Column('quarter', sa.String(length=6), nullable=False),
    sa.Column('area', sa.String(length=100), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('period', sa.String(length=13), nullable=False),
    sa.Column('sample', sa.Boolean(), nullable=False),
    sa.Column('draft', sa.JSON(), nullable=False),
    sa.Column('public', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('state', sa.String(length=26), nullable=True),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('makers', sa.JSON(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint(f"state IN {STATES}", name=op.f('ck_theme_state_is_known')),
    sa.CheckConstraint("(state IS NULL) = (published_on IS NULL)", name=op.f('ck_theme_state_when_public')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme')),
    sa.UniqueConstraint('slug', name=op.f('uq_theme_slug'))
    )
    op.create_table('theme_note',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('theme_id', sa.Uuid(), nullable=False),
    sa.Column('action', sa.String(length=36), nullable=False),
    sa.Column('agency', sa.String(length=80), nullable=True),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=29), nullable=False),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'published', 'refused')", name=op.f('ck_theme_note_state_is_known')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_theme_note_theme_id_theme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme_note'))
    )
    op.create_index('ix_theme_note_theme_id', 'theme_note', ['theme_id', 'made_at'], unique=False)
    op.create_table('theme_news',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('theme_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=29), nullable=False),
    sa.Column('told_on', sa.Date(), nullable=False),
    sa.Column('state_before', sa.String(length=26), nullable=True),
    sa.Column('state', sa.String(length=26), nullable=False),
    sa.Column('touched', sa.JSON(), nullable=False),
    sa.Column('words', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('agency', sa.String(length=80), nullable=True),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.CheckConstraint("kind IN ('published', 'changed', 'news')", name=op.f('ck_theme_news_kind_is_known')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_theme_news_theme_id_theme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme_news')),
    sa.UniqueConstraint('number', name=op.f('uq_theme_news_number'))
    )
    op.create_index('ix_theme_news_theme_id', 'theme_news', ['theme_id', 'number'], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('theme_news')
    op.drop_table('theme_note')
    op.drop_table('theme')
