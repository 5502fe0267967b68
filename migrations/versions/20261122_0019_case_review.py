"""Case reviews: the case, what was sent, its people, what happened, who must not see it, and what was recommended."""

import sqlalchemy as sa
from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table('work_item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('part_of', sa.Uuid(), nullable=True))

    op.create_index('ix_work_item_part_of', 'work_item', ['part_of'], unique=False, sqlite_where=sa.text('part_of IS NOT NULL'), postgresql_where=sa.text('part_of IS NOT NULL'))

    op.create_table('case_review',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('channel', sa.String(length=29), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('procedure', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=33), nullable=False),
    sa.Column('lead_id', sa.Uuid(), nullable=True),
    sa.Column('applied_on', sa.Date(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('locality', sa.String(length=60), nullable=False),
    sa.Column('town', sa.String(length=60), nullable=False),
    sa.Column('next_clock', sa.String(length=33), nullable=True),
    sa.Column('next_due_on', sa.Date(), nullable=True),
    sa.Column('told_due_on', sa.Date(), nullable=True),
    sa.Column('paused', sa.Boolean(), nullable=False),
    sa.Column('flagged', sa.Boolean(), nullable=False),
    sa.Column('held', sa.Boolean(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('end_seen_on', sa.Date(), nullable=True),
    sa.Column('keep_until', sa.Date(), nullable=True),
    sa.Column('hold_until', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("channel IN ('web', 'telephone', 'paper', 'in_person')", name=op.f('ck_case_review_channel_is_known')),
    sa.CheckConstraint("kind IN ('myself', 'someone_else', 'community', 'business')", name=op.f('ck_case_review_kind_is_known')),
    sa.CheckConstraint("next_clock IN ('acknowledge', 'threshold', 'panel', 'outcome', 'appeal_window', 'appeal')", name=op.f('ck_case_review_next_clock_is_known')),
    sa.CheckConstraint("state IN ('received', 'acknowledged', 'gathering', 'met', 'not_met', 'scheduled', 'held', 'outcome', 'told', 'appeal', 'policing_body', 'withdrawn', 'closed')", name=op.f('ck_case_review_state_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_review')),
    sa.UniqueConstraint('reference', name=op.f('uq_case_review_reference')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('case_review', schema=None) as batch_op:
        batch_op.create_index('ix_case_review_hold', ['hold_until'], unique=False)
        batch_op.create_index('ix_case_review_keep_until', ['keep_until'], unique=False)
        batch_op.create_index('ix_case_review_lead', ['lead_id', 'state', 'next_due_on'], unique=False)
        batch_op.create_index('ix_case_review_list', ['closed_on', 'next_due_on', 'id'], unique=False)

    op.create_table('case_application',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('application', sa.LargeBinary(), nullable=True),
    sa.Column('accused', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['id'], ['case_review.id'], name=op.f('fk_case_application_id_case_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_application')),
    sqlite_with_rowid=False
    )
    op.create_table('case_block',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=True),
    sa.Column('agency', sa.String(length=60), nullable=True),
    sa.Column('own', sa.Boolean(), nullable=False),
    sa.Column('blocked_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_asked_by', sa.Uuid(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('end_reason', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_block_case_id_case_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_block')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('case_block', schema=None) as batch_op:
        batch_op.create_index('ix_case_block_agency', ['agency', 'ended_on', 'case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_block_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_case_block_officer', ['officer_id', 'ended_on', 'case_id'], unique=False)

    op.create_table('case_event',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=41), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('undoes', sa.Uuid(), nullable=True),
    sa.Column('codes', sa.Text(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('reports', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("kind IN ('applied', 'added_to', 'acknowledged', 'lead_named', 'information_requested', 'information_received', 'threshold_decided', 'decision_told', 'review_scheduled', 'attendance_offered', 'attendance_answered', 'review_held', 'recommendations_made', 'responded_to', 'plan_consulted', 'outcome_decided', 'outcome_told', 'action_done', 'appealed', 'appeal_decided', 'appeal_told', 'policing_body_asked', 'policing_body_decided', 'paused', 'resumed', 'withdrawn', 'closed', 'reopened', 'undone', 'note')", name=op.f('ck_case_event_kind_is_known')),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_event_case_id_case_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_event')),
    sa.UniqueConstraint('case_id', 'number', name=op.f('uq_case_event_case_id_number')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.create_index('ix_case_event_day', ['happened_on', 'case_id'], unique=False)
        batch_op.create_index('ix_case_event_recorded', ['recorded_at', 'case_id'], unique=False)

    op.create_table('case_hold',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('hold_until', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_hold_case_id_case_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_hold')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('case_hold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_hold_case_id'), ['case_id'], unique=False)

    op.create_table('case_opening',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.CheckConstraint("reason IN ('cover', 'message', 'decision', 'panel', 'letter', 'check', 'rights', 'other')", name=op.f('ck_case_opening_reason_is_known')),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_opening_case_id_case_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('case_id', 'officer_id', 'day', name=op.f('pk_case_opening')),
    sqlite_with_rowid=False
    )
    op.create_table('case_person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=34), nullable=False),
    sa.Column('authority', sa.String(length=35), nullable=False),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('shows', sa.String(length=27), nullable=False),
    sa.Column('locator', sa.LargeBinary(), nullable=True),
    sa.Column('public_half', sa.LargeBinary(), nullable=True),
    sa.Column('closed_pair', sa.LargeBinary(), nullable=True),
    sa.Column('pair_place', sa.String(length=64), nullable=True),
    sa.Column('first_return_pending', sa.Boolean(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=True),
    sa.Column('about', sa.LargeBinary(), nullable=True),
    sa.Column('contact', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("authority IN ('own', 'given', 'not_yet', 'cannot_be_given', 'parent')", name=op.f('ck_case_person_authority_is_known')),
    sa.CheckConstraint("role IN ('applicant', 'affected', 'member', 'representative')", name=op.f('ck_case_person_role_is_known')),
    sa.CheckConstraint("shows IN ('receipt', 'stages', 'full')", name=op.f('ck_case_person_shows_is_known')),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_person_case_id_case_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_person')),
    sa.UniqueConstraint('locator', name=op.f('uq_case_person_locator')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('case_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_person_case_id'), ['case_id'], unique=False)

    op.create_table('case_recommendation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('agency', sa.String(length=60), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('response', sa.String(length=28), nullable=False),
    sa.Column('responded_on', sa.Date(), nullable=True),
    sa.Column('consulted_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('text', sa.LargeBinary(), nullable=True),
    sa.Column('reason', sa.LargeBinary(), nullable=True),
    sa.Column('action', sa.LargeBinary(), nullable=True),
    sa.Column('evidence', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("response IN ('none', 'accepted', 'refused')", name=op.f('ck_case_recommendation_response_is_known')),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_recommendation_case_id_case_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_recommendation')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('case_recommendation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_recommendation_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_case_recommendation_due', ['agency', 'due_on'], unique=False)

    op.create_table('case_flag',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_flag_case_id_case_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_flag')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('case_flag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_flag_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_case_flag_due', ['seen_at', 'escalated_at', 'due_at'], unique=False)

    op.create_table('case_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('from_officer', sa.Boolean(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('sent_by', sa.String(length=80), nullable=False),
    sa.Column('read_on', sa.Date(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case_review.id'], name=op.f('fk_case_message_case_id_case_review'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['case_person.id'], name=op.f('fk_case_message_person_id_case_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_message')),
    sa.UniqueConstraint('case_id', 'number', name=op.f('uq_case_message_case_id_number')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('case_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_message_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_case_message_person', ['person_id', 'sent_on'], unique=False)


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table('case_message', schema=None) as batch_op:
        batch_op.drop_index('ix_case_message_person')
        batch_op.drop_index(batch_op.f('ix_case_message_case_id'))

    op.drop_table('case_message')
    with op.batch_alter_table('case_flag', schema=None) as batch_op:
        batch_op.drop_index('ix_case_flag_due')
        batch_op.drop_index(batch_op.f('ix_case_flag_case_id'))

    op.drop_table('case_flag')
    with op.batch_alter_table('case_recommendation', schema=None) as batch_op:
        batch_op.drop_index('ix_case_recommendation_due')
        batch_op.drop_index(batch_op.f('ix_case_recommendation_case_id'))

    op.drop_table('case_recommendation')
    with op.batch_alter_table('case_person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_person_case_id'))

    op.drop_table('case_person')
    op.drop_table('case_opening')
    with op.batch_alter_table('case_hold', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_hold_case_id'))

    op.drop_table('case_hold')
    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.drop_index('ix_case_event_recorded')
        batch_op.drop_index('ix_case_event_day')

    op.drop_table('case_event')
    with op.batch_alter_table('case_block', schema=None) as batch_op:
        batch_op.drop_index('ix_case_block_officer')
        batch_op.drop_index(batch_op.f('ix_case_block_case_id'))
        batch_op.drop_index('ix_case_block_agency')

    op.drop_table('case_block')
    op.drop_table('case_application')
    with op.batch_alter_table('case_review', schema=None) as batch_op:
        batch_op.drop_index('ix_case_review_list')
        batch_op.drop_index('ix_case_review_lead')
        batch_op.drop_index('ix_case_review_keep_until')
        batch_op.drop_index('ix_case_review_hold')

    op.drop_table('case_review')

    op.drop_index('ix_work_item_part_of', table_name='work_item', sqlite_where=sa.text('part_of IS NOT NULL'), postgresql_where=sa.text('part_of IS NOT NULL'))
    with op.batch_alter_table('work_item', schema=None) as batch_op:
        batch_op.drop_column('part_of')
