"""Domestic homicide reviews and their recommendations."""

import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('review',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=36), nullable=False),
    sa.Column('notified_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('embargo_on', sa.Date(), nullable=True),
    sa.Column('proceedings', sa.String(length=29), nullable=False),
    sa.Column('in_search', sa.Boolean(), nullable=False),
    sa.Column('in_feeds', sa.Boolean(), nullable=False),
    sa.Column('public_number', sa.Integer(), nullable=True),
    sa.Column('makers', sa.JSON(), nullable=False),
    sa.Column('scheduled_for', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("proceedings IN ('not_known', 'running', 'ended')", name=op.f('ck_review_proceedings_is_known')),
    sa.CheckConstraint("state IN ('notified', 'scoping', 'commissioned', 'not_commissioned', 'in_progress', 'paused', 'with_panel', 'revisions', 'approved', 'on_request', 'published', 'actions_open', 'actions_complete', 'closed', 'withdrawn', 'superseded')", name=op.f('ck_review_state_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sa.UniqueConstraint('number', name=op.f('uq_review_number')),
    sa.UniqueConstraint('public_number', name=op.f('uq_review_number_in_public'))
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_scheduled_for'), ['scheduled_for'], unique=False)

    op.create_table('review_public_count',
    sa.Column('state', sa.String(length=36), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('notified', 'scoping', 'commissioned', 'not_commissioned', 'in_progress', 'paused', 'with_panel', 'revisions', 'approved', 'on_request', 'published', 'actions_open', 'actions_complete', 'closed', 'withdrawn', 'superseded')", name=op.f('ck_review_public_count_state_is_known')),
    sa.PrimaryKeyConstraint('state', name=op.f('pk_review_public_count')),
    )
    op.create_table('review_document',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('review_id', sa.Uuid(), nullable=False),
    sa.Column('slot', sa.String(length=44), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('words', sa.Integer(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("slot IN ('executive-summary', 'overview-report', 'action-plan', 'quality-assurance-letter', 'learning-briefing')", name=op.f('ck_review_document_slot_is_known')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_document_review_id_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_document')),
    sa.UniqueConstraint('review_id', 'slot', 'language', name=op.f('uq_review_document_review_id_slot_language'))
    )
    op.create_table('review_public',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=36), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('in_search', sa.Boolean(), nullable=False),
    sa.Column('in_feeds', sa.Boolean(), nullable=False),
    sa.CheckConstraint("state IN ('notified', 'scoping', 'commissioned', 'not_commissioned', 'in_progress', 'paused', 'with_panel', 'revisions', 'approved', 'on_request', 'published', 'actions_open', 'actions_complete', 'closed', 'withdrawn', 'superseded')", name=op.f('ck_review_public_state_is_known')),
    sa.ForeignKeyConstraint(['id'], ['review.id'], name=op.f('fk_review_public_id_review')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_public')),
    sa.UniqueConstraint('number', name=op.f('uq_review_public_number')),
    sa.UniqueConstraint('slug', name=op.f('uq_review_public_slug')),
    )
    with op.batch_alter_table('review_public', schema=None) as batch_op:
        batch_op.create_index('ix_review_public_state', ['state', 'published_on'], unique=False)

    op.create_table('review_recommendation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('review_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=28), nullable=False),
    sa.Column('theme', sa.String(length=33), nullable=False),
    sa.Column('agency', sa.String(length=60), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('status', sa.String(length=31), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.Column('notes', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("level IN ('local', 'regional', 'national')", name=op.f('ck_review_recommendation_level_is_known')),
    sa.CheckConstraint("status IN ('not_started', 'under_way', 'done')", name=op.f('ck_review_recommendation_status_is_known')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_recommendation_review_id_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_recommendation')),
    sa.UniqueConstraint('review_id', 'number', name=op.f('uq_review_recommendation_review_id_number'))
    )
    op.create_table('review_tick',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('review_id', sa.Uuid(), nullable=False),
    sa.Column('item', sa.String(length=36), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('covered', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_tick_review_id_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_tick')),
    sa.UniqueConstraint('review_id', 'item', 'by', name=op.f('uq_review_tick_review_id_item_by'))
    )
    op.create_table('review_public_document',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('review_id', sa.Uuid(), nullable=False),
    sa.Column('slot', sa.String(length=44), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('words', sa.Integer(), nullable=False),
    sa.CheckConstraint("slot IN ('executive-summary', 'overview-report', 'action-plan', 'quality-assurance-letter', 'learning-briefing')", name=op.f('ck_review_public_document_slot_is_known')),
    sa.ForeignKeyConstraint(['review_id'], ['review_public.id'], name=op.f('fk_review_public_document_review_id_review_public'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_public_document')),
    sa.UniqueConstraint('review_id', 'slot', 'language', name=op.f('uq_review_public_document_review_id_slot_language')),
    )
    op.create_table('review_public_recommendation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('review_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=28), nullable=False),
    sa.Column('theme', sa.String(length=33), nullable=False),
    sa.Column('agency', sa.String(length=60), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('status', sa.String(length=31), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.CheckConstraint("level IN ('local', 'regional', 'national')", name=op.f('ck_review_public_recommendation_level_is_known')),
    sa.CheckConstraint("status IN ('not_started', 'under_way', 'done')", name=op.f('ck_review_public_recommendation_status_is_known')),
    sa.ForeignKeyConstraint(['id'], ['review_recommendation.id'], name=op.f('fk_review_public_recommendation_id_review_recommendation')),
    sa.ForeignKeyConstraint(['review_id'], ['review_public.id'], name=op.f('fk_review_public_recommendation_review_id_review_public'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_public_recommendation')),
    )
    with op.batch_alter_table('review_public_recommendation', schema=None) as batch_op:
        batch_op.create_index('ix_review_public_recommendation_review_id', ['review_id'], unique=False)

    op.create_table('review_public_page',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('document_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['review_public_document.id'], name=op.f('fk_review_public_page_document_id_review_public_document'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_public_page')),
    sa.UniqueConstraint('document_id', 'position', name=op.f('uq_review_public_page_document_id_position')),
    )
    op.create_table('review_public_progress',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('recommendation_id', sa.Uuid(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('status', sa.String(length=31), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.CheckConstraint("status IN ('not_started', 'under_way', 'done')", name=op.f('ck_review_public_progress_status_is_known')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['review_public_recommendation.id'], name=op.f('fk_review_public_progress_recommendation_id_review_public_recommendation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_public_progress')),
    )
    with op.batch_alter_table('review_public_progress', schema=None) as batch_op:
        batch_op.create_index('ix_review_public_progress_recommendation_id', ['recommendation_id', 'told_at'], unique=False)


def downgrade() -> None:
    """Undo the change."""
    with op.batch_alter_table('review_public_progress', schema=None) as batch_op:
        batch_op.drop_index('ix_review_public_progress_recommendation_id')

    op.drop_table('review_public_progress')
    op.drop_table('review_public_page')
    with op.batch_alter_table('review_public_recommendation', schema=None) as batch_op:
        batch_op.drop_index('ix_review_public_recommendation_review_id')

    op.drop_table('review_public_recommendation')
    op.drop_table('review_public_document')
    op.drop_table('review_tick')
    op.drop_table('review_recommendation')
    with op.batch_alter_table('review_public', schema=None) as batch_op:
        batch_op.drop_index('ix_review_public_state')

    op.drop_table('review_public')
    op.drop_table('review_document')
    op.drop_table('review_public_count')
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_scheduled_for'))

    op.drop_table('review')
