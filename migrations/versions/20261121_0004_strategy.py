"""The strategy: its register, priorities, promises, measures, initiatives, campaigns and consultations."""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('strategy',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('what', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('owner', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('stage', sa.String(length=33), nullable=False),
    sa.Column('starts', sa.String(length=10), nullable=True),
    sa.Column('ends', sa.String(length=10), nullable=True),
    sa.Column('agreed_on', sa.String(length=10), nullable=True),
    sa.Column('last_word', sa.String(length=10), nullable=False),
    sa.Column('replaced_by', sa.String(length=120), nullable=True),
    sa.Column('is_plan', sa.Boolean(), nullable=False),
    sa.Column('aim', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('document', sa.String(length=120), nullable=True),
    sa.Column('summary', sa.String(length=120), nullable=True),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('citations', sa.JSON(none_as_null=True), nullable=False),
    sa.CheckConstraint("stage IN ('planned', 'being_written', 'agreed')", name=op.f('ck_strategy_stage_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategy')),
    sa.UniqueConstraint('key', name=op.f('uq_strategy_key'))
    )
    op.create_table('strategy_campaign',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('summary', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('body', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('starts', sa.String(length=10), nullable=False),
    sa.Column('ends', sa.String(length=10), nullable=True),
    sa.Column('last_word', sa.String(length=10), nullable=False),
    sa.Column('initiative', sa.String(length=120), nullable=True),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('citations', sa.JSON(none_as_null=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategy_campaign')),
    sa.UniqueConstraint('key', name=op.f('uq_strategy_campaign_key'))
    )
    op.create_table('strategy_consultation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('summary', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('body', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('how', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('website', sa.String(length=500), nullable=True),
    sa.Column('strategy', sa.String(length=120), nullable=True),
    sa.Column('opens', sa.Date(), nullable=False),
    sa.Column('closes', sa.Date(), nullable=False),
    sa.Column('changed', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=True),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('citations', sa.JSON(none_as_null=True), nullable=False),
    sa.CheckConstraint('opens <= closes', name=op.f('ck_strategy_consultation_opens_before_it_closes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategy_consultation')),
    sa.UniqueConstraint('key', name=op.f('uq_strategy_consultation_key'))
    )
    op.create_table('strategy_initiative',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('what', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('fact', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('cross_cutting', sa.Boolean(), nullable=False),
    sa.Column('stage', sa.String(length=27), nullable=False),
    sa.Column('starts', sa.String(length=10), nullable=True),
    sa.Column('ends', sa.String(length=10), nullable=True),
    sa.Column('last_word', sa.String(length=10), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('citations', sa.JSON(none_as_null=True), nullable=False),
    sa.CheckConstraint("stage IN ('pilot', 'running', 'done')", name=op.f('ck_strategy_initiative_stage_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategy_initiative')),
    sa.UniqueConstraint('key', name=op.f('uq_strategy_initiative_key'))
    )
    op.create_table('strategy_priority',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('set_key', sa.String(length=80), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('partnership', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=True),
    sa.Column('dates_assumed', sa.Boolean(), nullable=False),
    sa.Column('name', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('meaning', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('note', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('replaced_by', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('citations', sa.JSON(none_as_null=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategy_priority')),
    sa.UniqueConstraint('key', name=op.f('uq_strategy_priority_key'))
    )
    with op.batch_alter_table('strategy_priority', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_strategy_priority_set_key'), ['set_key'], unique=False)

    op.create_table('strategy_commitment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('priority_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('citations', sa.JSON(none_as_null=True), nullable=False),
    sa.ForeignKeyConstraint(['priority_id'], ['strategy_priority.id'], name=op.f('fk_strategy_commitment_priority_id_strategy_priority'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategy_commitment')),
    sa.UniqueConstraint('key', name=op.f('uq_strategy_commitment_key'))
    )
    with op.batch_alter_table('strategy_commitment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_strategy_commitment_priority_id'), ['priority_id'], unique=False)

    op.create_table('strategy_initiative_priority',
    sa.Column('initiative_id', sa.Uuid(), nullable=False),
    sa.Column('priority_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['strategy_initiative.id'], name=op.f('fk_strategy_initiative_priority_initiative_id_strategy_initiative'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['priority_id'], ['strategy_priority.id'], name=op.f('fk_strategy_initiative_priority_priority_id_strategy_priority'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('initiative_id', 'priority_id', name=op.f('pk_strategy_initiative_priority'))
    )
    with op.batch_alter_table('strategy_initiative_priority', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_strategy_initiative_priority_priority_id'), ['priority_id'], unique=False)

    op.create_table('strategy_measure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('priority_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=28), nullable=False),
    sa.Column('name', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('type', sa.String(length=27), nullable=False),
    sa.Column('unit', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('change', sa.Boolean(), nullable=False),
    sa.Column('polarity', sa.String(length=32), nullable=True),
    sa.Column('target', sa.Numeric(precision=18, scale=4), nullable=True),
    sa.Column('every_months', sa.Integer(), nullable=True),
    sa.Column('note', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('citations', sa.JSON(none_as_null=True), nullable=False),
    sa.CheckConstraint("kind IN ('kpi', 'reported')", name=op.f('ck_strategy_measure_kind_is_known')),
    sa.CheckConstraint("polarity IN ('up_is_good', 'down_is_good')", name=op.f('ck_strategy_measure_polarity_is_known')),
    sa.CheckConstraint("type IN ('whole', 'decimal', 'percent', 'pounds', 'words')", name=op.f('ck_strategy_measure_type_is_known')),
    sa.ForeignKeyConstraint(['priority_id'], ['strategy_priority.id'], name=op.f('fk_strategy_measure_priority_id_strategy_priority'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategy_measure')),
    sa.UniqueConstraint('key', name=op.f('uq_strategy_measure_key'))
    )
    with op.batch_alter_table('strategy_measure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_strategy_measure_priority_id'), ['priority_id'], unique=False)

    op.create_table('strategy_progress_note',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('strategy_id', sa.Uuid(), nullable=True),
    sa.Column('initiative_id', sa.Uuid(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=28), nullable=False),
    sa.Column('day', sa.String(length=10), nullable=True),
    sa.Column('text', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('citations', sa.JSON(none_as_null=True), nullable=False),
    sa.CheckConstraint("kind IN ('progress', 'open')", name=op.f('ck_strategy_progress_note_kind_is_known')),
    sa.CheckConstraint('(strategy_id IS NULL) <> (initiative_id IS NULL)', name=op.f('ck_strategy_progress_note_is_about_one_thing')),
    sa.ForeignKeyConstraint(['initiative_id'], ['strategy_initiative.id'], name=op.f('fk_strategy_progress_note_initiative_id_strategy_initiative'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['strategy_id'], ['strategy.id'], name=op.f('fk_strategy_progress_note_strategy_id_strategy'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategy_progress_note'))
    )
    with op.batch_alter_table('strategy_progress_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_strategy_progress_note_initiative_id'), ['initiative_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_strategy_progress_note_strategy_id'), ['strategy_id'], unique=False)

    op.create_table('strategy_observation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('measure_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('period_kind', sa.String(length=39), nullable=False),
    sa.Column('period_starts', sa.Date(), nullable=False),
    sa.Column('period_ends', sa.Date(), nullable=False),
    sa.Column('period_so_far', sa.Boolean(), nullable=False),
    sa.Column('period_words', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('value', sa.Numeric(precision=18, scale=4), nullable=True),
    sa.Column('numerator', sa.Integer(), nullable=True),
    sa.Column('denominator', sa.Integer(), nullable=True),
    sa.Column('agency', sa.String(length=80), nullable=True),
    sa.Column('entered_by', sa.String(length=200), nullable=False),
    sa.Column('visibility', sa.String(length=29), nullable=False),
    sa.Column('citations', sa.JSON(none_as_null=True), nullable=False),
    sa.CheckConstraint("period_kind IN ('month', 'months', 'year', 'financial_year', 'financial_years', 'until_report', 'as_reported', 'as_reported_in_year', 'in_words')", name=op.f('ck_strategy_observation_period_kind_is_known')),
    sa.CheckConstraint("visibility IN ('published', 'internal')", name=op.f('ck_strategy_observation_visibility_is_known')),
    sa.CheckConstraint('(numerator IS NULL) = (denominator IS NULL)', name=op.f('ck_strategy_observation_share_is_whole')),
    sa.CheckConstraint('value IS NOT NULL OR numerator IS NOT NULL', name=op.f('ck_strategy_observation_says_something')),
    sa.ForeignKeyConstraint(['measure_id'], ['strategy_measure.id'], name=op.f('fk_strategy_observation_measure_id_strategy_measure'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategy_observation'))
    )
    with op.batch_alter_table('strategy_observation', schema=None) as batch_op:
        batch_op.create_index('ix_strategy_observation_measure_id_position', ['measure_id', 'position'], unique=False)



def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table('strategy_observation', schema=None) as batch_op:
        batch_op.drop_index('ix_strategy_observation_measure_id_position')

    op.drop_table('strategy_observation')
    with op.batch_alter_table('strategy_progress_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_strategy_progress_note_strategy_id'))
        batch_op.drop_index(batch_op.f('ix_strategy_progress_note_initiative_id'))

    op.drop_table('strategy_progress_note')
    with op.batch_alter_table('strategy_measure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_strategy_measure_priority_id'))

    op.drop_table('strategy_measure')
    with op.batch_alter_table('strategy_initiative_priority', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_strategy_initiative_priority_priority_id'))

    op.drop_table('strategy_initiative_priority')
    with op.batch_alter_table('strategy_commitment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_strategy_commitment_priority_id'))

    op.drop_table('strategy_commitment')
    with op.batch_alter_table('strategy_priority', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_strategy_priority_set_key'))

    op.drop_table('strategy_priority')
    op.drop_table('strategy_initiative')
    op.drop_table('strategy_consultation')
    op.drop_table('strategy_campaign')
    op.drop_table('strategy')
