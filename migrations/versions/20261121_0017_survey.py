"""The survey: its editions, answers in codes and sealed words, what is counted, flags, floods and contacts."""

import sqlalchemy as sa
from alembic import op


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('survey_area',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('town', sa.String(length=60), nullable=False),
    sa.Column('locality', sa.String(length=60), nullable=False),
    sa.Column('ward', sa.String(length=20), nullable=False),
    sa.Column('cell', sa.String(length=16), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_area')),
    sa.UniqueConstraint('town', 'locality', 'ward', 'cell', name=op.f('uq_survey_area_town_locality_ward_cell')),
    sqlite_with_rowid=False
    )
    op.create_table('survey_contact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=28), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.Column('keep_until', sa.Date(), nullable=True),
    sa.Column('contact', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('open', 'answered', 'closed')", name=op.f('ck_survey_contact_state_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_contact')),
    sa.UniqueConstraint('reference', name=op.f('uq_survey_contact_reference')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_survey_contact_keep_until', 'survey_contact', ['keep_until'], unique=False)
    op.create_index('ix_survey_contact_list', 'survey_contact', ['state', 'urgent', 'received_on', 'id'], unique=False)
    op.create_table('survey_edition',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('sample', sa.Boolean(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_edition')),
    sa.UniqueConstraint('slug', name=op.f('uq_survey_edition_slug'))
    )
    op.create_table('survey_equality',
    sa.Column('edition_id', sa.Uuid(), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('option', sa.String(length=40), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.CheckConstraint('count >= 0', name=op.f('ck_survey_equality_is_a_number')),
    sa.ForeignKeyConstraint(['edition_id'], ['survey_edition.id'], name=op.f('fk_survey_equality_edition_id_survey_edition')),
    sa.PrimaryKeyConstraint('edition_id', 'question', 'option', name=op.f('pk_survey_equality')),
    sqlite_with_rowid=False
    )
    op.create_table('survey_flood',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('edition_id', sa.Uuid(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=28), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=28), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("reason IN ('many', 'doubtful', 'full')", name=op.f('ck_survey_flood_reason_is_known')),
    sa.CheckConstraint("state IN ('held', 'released', 'excluded')", name=op.f('ck_survey_flood_state_is_known')),
    sa.ForeignKeyConstraint(['edition_id'], ['survey_edition.id'], name=op.f('fk_survey_flood_edition_id_survey_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_flood')),
    sqlite_with_rowid=False
    )
    op.create_index('uq_survey_flood_held', 'survey_flood', ['edition_id', 'held_on'], unique=True, sqlite_where=sa.text("state = 'held'"), postgresql_where=sa.text("state = 'held'"))
    op.create_table('survey_contact_holding',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('contact', sa.LargeBinary(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('flood_id', sa.Uuid(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['flood_id'], ['survey_flood.id'], name=op.f('fk_survey_contact_holding_flood_id_survey_flood')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_contact_holding')),
    sqlite_with_rowid=False
    )
    op.create_table('survey_rollup',
    sa.Column('edition_id', sa.Uuid(), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('theme', sa.String(length=40), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('option', sa.String(length=40), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.CheckConstraint('count >= 0', name=op.f('ck_survey_rollup_is_a_number')),
    sa.ForeignKeyConstraint(['area_id'], ['survey_area.id'], name=op.f('fk_survey_rollup_area_id_survey_area')),
    sa.ForeignKeyConstraint(['edition_id'], ['survey_edition.id'], name=op.f('fk_survey_rollup_edition_id_survey_edition')),
    sa.PrimaryKeyConstraint('edition_id', 'month', 'area_id', 'theme', 'question', 'option', name=op.f('pk_survey_rollup')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_survey_rollup_asked', 'survey_rollup', ['edition_id', 'theme', 'question', 'option', 'month'], unique=False)
    op.create_table('survey_response',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('edition_id', sa.Uuid(), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('codes', sa.Text(), nullable=False),
    sa.Column('channel', sa.String(length=25), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=28), nullable=False),
    sa.Column('state_reason', sa.String(length=31), nullable=True),
    sa.Column('moderation', sa.String(length=35), nullable=False),
    sa.Column('flagged', sa.Boolean(), nullable=False),
    sa.Column('third_party', sa.Boolean(), nullable=False),
    sa.Column('personal', sa.String(length=120), nullable=False),
    sa.Column('flood_id', sa.Uuid(), nullable=True),
    sa.Column('keep_until', sa.Date(), nullable=True),
    sa.Column('place', sa.LargeBinary(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('words_shown', sa.LargeBinary(), nullable=True),
    sa.Column('spans', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("channel IN ('web', 'paper', 'desk')", name=op.f('ck_survey_response_channel_is_known')),
    sa.CheckConstraint("moderation IN ('waiting', 'read', 'nothing_to_read')", name=op.f('ck_survey_response_moderation_is_known')),
    sa.CheckConstraint("state IN ('counted', 'held', 'excluded')", name=op.f('ck_survey_response_state_is_known')),
    sa.CheckConstraint("state_reason IN ('spam', 'twice', 'test', 'elsewhere', 'not_serious')", name=op.f('ck_survey_response_state_reason_is_known')),
    sa.ForeignKeyConstraint(['area_id'], ['survey_area.id'], name=op.f('fk_survey_response_area_id_survey_area')),
    sa.ForeignKeyConstraint(['edition_id'], ['survey_edition.id'], name=op.f('fk_survey_response_edition_id_survey_edition')),
    sa.ForeignKeyConstraint(['flood_id'], ['survey_flood.id'], name=op.f('fk_survey_response_flood_id_survey_flood')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_response')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_survey_response_counted', 'survey_response', ['edition_id', 'month', 'state'], unique=False)
    op.create_index('ix_survey_response_flood', 'survey_response', ['flood_id'], unique=False, sqlite_where=sa.text('flood_id IS NOT NULL'), postgresql_where=sa.text('flood_id IS NOT NULL'))
    op.create_index('ix_survey_response_keep_until', 'survey_response', ['keep_until'], unique=False)
    op.create_index('ix_survey_response_waiting', 'survey_response', ['id'], unique=False, sqlite_where=sa.text("moderation = 'waiting'"), postgresql_where=sa.text("moderation = 'waiting'"))
    op.create_table('survey_flag',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('response_id', sa.Uuid(), nullable=False),
    sa.Column('reasons', sa.String(length=200), nullable=False),
    sa.Column('contact_left', sa.Boolean(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_by', sa.String(length=80), nullable=True),
    sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['response_id'], ['survey_response.id'], name=op.f('fk_survey_flag_response_id_survey_response'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_flag')),
    sa.UniqueConstraint('response_id', name=op.f('uq_survey_flag_response_id')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_survey_flag_unopened', 'survey_flag', ['due_at'], unique=False, sqlite_where=sa.text('opened_at IS NULL'), postgresql_where=sa.text('opened_at IS NULL'))
    op.create_table('survey_tag',
    sa.Column('response_id', sa.Uuid(), nullable=False),
    sa.Column('tag', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['response_id'], ['survey_response.id'], name=op.f('fk_survey_tag_response_id_survey_response'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('response_id', 'tag', name=op.f('pk_survey_tag')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('survey_tag')
    op.drop_table('survey_flag')
    op.drop_table('survey_response')
    op.drop_table('survey_rollup')
    op.drop_table('survey_contact_holding')
    op.drop_table('survey_flood')
    op.drop_table('survey_equality')
    op.drop_table('survey_edition')
    op.drop_table('survey_contact')
    op.drop_table('survey_area')
