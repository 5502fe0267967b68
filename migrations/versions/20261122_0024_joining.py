"""Joining: applications, proofs, one-time links and what places propose."""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

# Who uses a link up shows its token; a visit stays as it began, and what is over stays over.
LINKS = (
    """
    CREATE FUNCTION join_link_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (new.id, new.email_index, new.token_hash, new.expires_at)
            IS DISTINCT FROM (old.id, old.email_index, old.token_hash, old.expires_at)
            OR old.ended_at IS NOT NULL
            OR old.used_at IS NOT NULL AND (new.used_at, new.visit_hash, new.visit_ends_at)
                IS DISTINCT FROM (old.used_at, old.visit_hash, old.visit_ends_at)
            OR new.used_at IS NULL AND (new.visit_hash IS NOT NULL OR new.visit_ends_at IS NOT NULL)
            OR old.used_at IS NULL AND new.used_at IS NOT NULL AND (
                encode(sha256(convert_to(coalesce(new.token, ''), 'UTF8')), 'hex') <> new.token_hash
                OR new.visit_hash IS NULL OR new.visit_ends_at IS NULL OR new.ended_at IS NOT NULL
                OR new.used_at >= new.expires_at OR new.visit_ends_at > new.expires_at + interval '2 hours')
        THEN
            RAISE EXCEPTION 'permission denied: this is not how a link is used or ended'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        new.token := NULL;
        RETURN new;
    END
    $$
    """,
    """
    CREATE TRIGGER join_link_changed BEFORE UPDATE ON join_link
    FOR EACH ROW EXECUTE FUNCTION join_link_changed()
    """,
)


def upgrade() -> None:
    """Apply the change."""

    op.create_table('join_application',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=29), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('doubtful', sa.Boolean(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('keep_until', sa.Date(), nullable=True),
    sa.Column('business', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('received', 'taken-in', 'refused', 'not-real', 'withdrawn')", name=op.f('ck_join_application_state_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_application')),
    sa.UniqueConstraint('reference', name=op.f('uq_join_application_reference'))
    )
    with op.batch_alter_table('join_application', schema=None) as batch_op:
        batch_op.create_index('ix_join_application_keep_until', ['keep_until'], unique=False)
        batch_op.create_index('ix_join_application_list', ['state', 'doubtful', 'received_on', 'id'], unique=False)

    op.create_table('join_figure',
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('scheme', sa.String(length=40), nullable=False),
    sa.Column('town', sa.String(length=60), nullable=False),
    sa.Column('stage', sa.String(length=35), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('signed', sa.Integer(), nullable=False),
    sa.CheckConstraint("stage IN ('enquiry', 'applied', 'screening', 'training-booked', 'trained', 'audited', 'active', 'due', 'overdue', 'hidden', 'suspended', 'lapsed', 'withdrawn', 'closed')", name=op.f('ck_join_figure_stage_is_known')),
    sa.CheckConstraint('number > 0', name=op.f('ck_join_figure_somebody_is_there')),
    sa.PrimaryKeyConstraint('month', 'scheme', 'town', 'stage', name=op.f('pk_join_figure')),
    sqlite_with_rowid=False
    )
    op.create_table('join_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email_index', sa.LargeBinary(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('visit_hash', sa.String(length=64), nullable=True),
    sa.Column('visit_ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('token', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_join_link_token_hash')),
    sa.UniqueConstraint('visit_hash', name=op.f('uq_join_link_visit_hash'))
    )
    with op.batch_alter_table('join_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_join_link_email_index'), ['email_index'], unique=False)
        batch_op.create_index('ix_join_link_expires_at', ['expires_at'], unique=False)

    if op.get_bind().dialect.name == 'postgresql':
        for statement in LINKS:
            op.execute(sa.text(statement))

    op.create_table('join_link_ask',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('email', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_link_ask')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('join_link_ask', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_join_link_ask_asked_at'), ['asked_at'], unique=False)

    op.create_table('join_training',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('schemes', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=29), nullable=False),
    sa.Column('begins_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(length=300), nullable=False),
    sa.Column('trainer', sa.String(length=120), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('places_taken', sa.Integer(), nullable=False),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('open', 'cancelled', 'held')", name=op.f('ck_join_training_state_is_known')),
    sa.CheckConstraint('ends_at > begins_at', name=op.f('ck_join_training_ends_after_it_begins')),
    sa.CheckConstraint('places_taken >= 0 AND places_taken <= capacity', name=op.f('ck_join_training_no_more_than_fit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_training'))
    )
    with op.batch_alter_table('join_training', schema=None) as batch_op:
        batch_op.create_index('ix_join_training_list', ['state', 'begins_at'], unique=False)

    op.create_table('join_premises',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=28), nullable=False),
    sa.Column('schemes', sa.JSON(), nullable=False),
    sa.Column('town', sa.String(length=60), nullable=False),
    sa.Column('flags', sa.JSON(), nullable=False),
    sa.Column('venue_id', sa.Uuid(), nullable=True),
    sa.Column('same_as', sa.Uuid(), nullable=True),
    sa.Column('details', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'taken-in', 'refused')", name=op.f('ck_join_premises_state_is_known')),
    sa.ForeignKeyConstraint(['application_id'], ['join_application.id'], name=op.f('fk_join_premises_application_id_join_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_join_premises_venue_id_venue'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_premises')),
    sa.UniqueConstraint('application_id', 'number', name=op.f('uq_join_premises_application_id_number'))
    )
    with op.batch_alter_table('join_premises', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_join_premises_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_join_premises_venue_id'), ['venue_id'], unique=False)

    op.create_table('join_booking',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('training_id', sa.Uuid(), nullable=False),
    sa.Column('premises_id', sa.Uuid(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('came', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=29), nullable=False),
    sa.Column('names', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('booked', 'cancelled', 'attended', 'absent')", name=op.f('ck_join_booking_state_is_known')),
    sa.CheckConstraint('people > 0', name=op.f('ck_join_booking_somebody_comes')),
    sa.ForeignKeyConstraint(['premises_id'], ['join_premises.id'], name=op.f('fk_join_booking_premises_id_join_premises'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['training_id'], ['join_training.id'], name=op.f('fk_join_booking_training_id_join_training'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_booking')),
    sa.UniqueConstraint('training_id', 'premises_id', name=op.f('uq_join_booking_training_id_premises_id'))
    )
    with op.batch_alter_table('join_booking', schema=None) as batch_op:
        batch_op.create_index('ix_join_booking_premises_id', ['premises_id'], unique=False)

    op.create_table('join_contact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('premises_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=28), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('person', sa.LargeBinary(), nullable=True),
    sa.Column('email_index', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("role IN ('manager', 'champion', 'second')", name=op.f('ck_join_contact_role_is_known')),
    sa.ForeignKeyConstraint(['premises_id'], ['join_premises.id'], name=op.f('fk_join_contact_premises_id_join_premises'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_contact'))
    )
    with op.batch_alter_table('join_contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_join_contact_email_index'), ['email_index'], unique=False)
        batch_op.create_index('ix_join_contact_premises', ['premises_id', 'ended_on'], unique=False)

    op.create_table('join_proposal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('premises_id', sa.Uuid(), nullable=False),
    sa.Column('venue_id', sa.Uuid(), nullable=False),
    sa.Column('seen', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=28), nullable=False),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by', sa.String(length=80), nullable=True),
    sa.Column('flags', sa.JSON(), nullable=False),
    sa.Column('changes', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'accepted', 'refused', 'replaced')", name=op.f('ck_join_proposal_state_is_known')),
    sa.ForeignKeyConstraint(['premises_id'], ['join_premises.id'], name=op.f('fk_join_proposal_premises_id_join_premises'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_join_proposal_venue_id_venue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_proposal'))
    )
    with op.batch_alter_table('join_proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_join_proposal_premises_id'), ['premises_id'], unique=False)
        batch_op.create_index('ix_join_proposal_venue_id', ['venue_id', 'state'], unique=False)

    op.create_table('join_refresh',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('right_answers', sa.Integer(), nullable=False),
    sa.CheckConstraint('right_answers >= 0 AND right_answers <= 5', name=op.f('ck_join_refresh_five_questions')),
    sa.ForeignKeyConstraint(['membership_id'], ['venue_membership.id'], name=op.f('fk_join_refresh_membership_id_venue_membership'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_refresh'))
    )
    with op.batch_alter_table('join_refresh', schema=None) as batch_op:
        batch_op.create_index('ix_join_refresh_membership_id', ['membership_id', 'done_on'], unique=False)

    op.create_table('join_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=29), nullable=False),
    sa.Column('state', sa.String(length=27), nullable=False),
    sa.Column('premises_id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by', sa.String(length=80), nullable=True),
    sa.Column('help_asked', sa.Integer(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('proof', sa.String(length=64), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('renewal', 'leave', 'hand-over')", name=op.f('ck_join_request_kind_is_known')),
    sa.CheckConstraint("state IN ('waiting', 'done', 'refused')", name=op.f('ck_join_request_state_is_known')),
    sa.CheckConstraint('help_asked IS NULL OR help_asked >= 0', name=op.f('ck_join_request_help_is_counted')),
    sa.ForeignKeyConstraint(['membership_id'], ['venue_membership.id'], name=op.f('fk_join_request_membership_id_venue_membership'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['premises_id'], ['join_premises.id'], name=op.f('fk_join_request_premises_id_join_premises'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_request'))
    )
    with op.batch_alter_table('join_request', schema=None) as batch_op:
        batch_op.create_index('ix_join_request_membership_id', ['membership_id', 'kind', 'received_on'], unique=False)
        batch_op.create_index('uq_join_request_waiting', ['premises_id', 'membership_id', 'kind'], unique=True, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.create_index('uq_join_request_waiting_of_place', ['premises_id', 'kind'], unique=True, sqlite_where=sa.text("state = 'waiting' AND membership_id IS NULL"), postgresql_where=sa.text("state = 'waiting' AND membership_id IS NULL"))

    op.create_table('join_screening',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('item', sa.String(length=36), nullable=False),
    sa.Column('finding', sa.String(length=34), nullable=False),
    sa.Column('found_on', sa.Date(), nullable=False),
    sa.Column('found_by', sa.String(length=80), nullable=False),
    sa.CheckConstraint("finding IN ('yes', 'no', 'does-not-apply')", name=op.f('ck_join_screening_finding_is_known')),
    sa.CheckConstraint("item IN ('is-real', 'authority', 'contact', 'suitable', 'not-already-here', 'no-concern')", name=op.f('ck_join_screening_item_is_known')),
    sa.ForeignKeyConstraint(['membership_id'], ['venue_membership.id'], name=op.f('fk_join_screening_membership_id_venue_membership'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_screening')),
    sa.UniqueConstraint('membership_id', 'item', name=op.f('uq_join_screening_membership_id_item'))
    )
    op.create_table('join_visit',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('result', sa.String(length=39), nullable=False),
    sa.Column('visited_on', sa.Date(), nullable=False),
    sa.Column('actions_by', sa.Date(), nullable=True),
    sa.Column('written_by', sa.String(length=80), nullable=False),
    sa.Column('findings', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("kind IN ('audit', 'test-visit')", name=op.f('ck_join_visit_kind_is_known')),
    sa.CheckConstraint("result IN ('passed', 'passed-with-actions', 'not-passed')", name=op.f('ck_join_visit_result_is_known')),
    sa.ForeignKeyConstraint(['membership_id'], ['venue_membership.id'], name=op.f('fk_join_visit_membership_id_venue_membership'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_visit'))
    )
    with op.batch_alter_table('join_visit', schema=None) as batch_op:
        batch_op.create_index('ix_join_visit_membership_id', ['membership_id', 'visited_on'], unique=False)

    op.create_table('venue_commitment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('commitment', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=28), nullable=False),
    sa.Column('planned_by', sa.Date(), nullable=True),
    sa.Column('evidence', sa.String(length=500), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=True),
    sa.CheckConstraint("state IN ('in-place', 'planned', 'not-yet')", name=op.f('ck_venue_commitment_state_is_known')),
    sa.ForeignKeyConstraint(['membership_id'], ['venue_membership.id'], name=op.f('fk_venue_commitment_membership_id_venue_membership'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue_commitment')),
    sa.UniqueConstraint('membership_id', 'commitment', name=op.f('uq_venue_commitment_membership_id_commitment'))
    )
    op.create_table('join_told',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.String(length=38), nullable=False),
    sa.Column('about_on', sa.Date(), nullable=False),
    sa.Column('occasion', sa.String(length=40), nullable=False),
    sa.Column('written_on', sa.Date(), nullable=False),
    sa.Column('dedupe', sa.String(length=64), nullable=False),
    sa.CheckConstraint("step IN ('received', 'screening', 'training-booked', 'trained', 'audited', 'listed', 'before-60', 'before-30', 'before-7', 'due', 'overdue', 'hidden', 'renewed', 'suspended', 'lapsed', 'withdrawn', 'closed', 'training-changed', 'training-cancelled', 'refused', 'all-refused', 'proposal-refused', 'renewal-refused', 'hand-over-refused')", name=op.f('ck_join_told_step_is_known')),
    sa.ForeignKeyConstraint(['contact_id'], ['join_contact.id'], name=op.f('fk_join_told_contact_id_join_contact'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_told'))
    )
    with op.batch_alter_table('join_told', schema=None) as batch_op:
        batch_op.create_index('uq_join_told', ['contact_id', 'subject_id', 'step', 'about_on', 'occasion'], unique=True)

    with op.batch_alter_table('venue_membership', schema=None) as batch_op:
        batch_op.add_column(sa.Column('moved_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('venue_report', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_venue_report_problem_is_known'), type_='check')
        batch_op.create_check_constraint(op.f('ck_venue_report_problem_is_known'), "problem IN ('closed-down', 'hours-wrong', 'did-not-know', 'handled-badly', 'access-wrong', 'frightened-me', 'other')")


def downgrade() -> None:
    """Take the change back."""

    with op.batch_alter_table('venue_membership', schema=None) as batch_op:
        batch_op.drop_column('moved_at')

    with op.batch_alter_table('join_told', schema=None) as batch_op:
        batch_op.drop_index('uq_join_told')

    op.execute("UPDATE venue_report SET problem = 'other' WHERE problem = 'handled-badly'")
    with op.batch_alter_table('venue_report', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_venue_report_problem_is_known'), type_='check')
        batch_op.create_check_constraint(op.f('ck_venue_report_problem_is_known'), "problem IN ('closed-down', 'hours-wrong', 'did-not-know', 'access-wrong', 'frightened-me', 'other')")

    op.drop_table('join_told')
    op.drop_table('venue_commitment')
    with op.batch_alter_table('join_visit', schema=None) as batch_op:
        batch_op.drop_index('ix_join_visit_membership_id')

    op.drop_table('join_visit')
    op.drop_table('join_screening')
    with op.batch_alter_table('join_request', schema=None) as batch_op:
        batch_op.drop_index('uq_join_request_waiting_of_place', sqlite_where=sa.text("state = 'waiting' AND membership_id IS NULL"), postgresql_where=sa.text("state = 'waiting' AND membership_id IS NULL"))
        batch_op.drop_index('uq_join_request_waiting', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index('ix_join_request_membership_id')

    op.drop_table('join_request')
    with op.batch_alter_table('join_refresh', schema=None) as batch_op:
        batch_op.drop_index('ix_join_refresh_membership_id')

    op.drop_table('join_refresh')
    with op.batch_alter_table('join_proposal', schema=None) as batch_op:
        batch_op.drop_index('ix_join_proposal_venue_id')
        batch_op.drop_index(batch_op.f('ix_join_proposal_premises_id'))

    op.drop_table('join_proposal')
    with op.batch_alter_table('join_contact', schema=None) as batch_op:
        batch_op.drop_index('ix_join_contact_premises')
        batch_op.drop_index(batch_op.f('ix_join_contact_email_index'))

    op.drop_table('join_contact')
    with op.batch_alter_table('join_booking', schema=None) as batch_op:
        batch_op.drop_index('ix_join_booking_premises_id')

    op.drop_table('join_booking')
    with op.batch_alter_table('join_premises', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_join_premises_venue_id'))
        batch_op.drop_index(batch_op.f('ix_join_premises_application_id'))

    op.drop_table('join_premises')
    with op.batch_alter_table('join_training', schema=None) as batch_op:
        batch_op.drop_index('ix_join_training_list')

    op.drop_table('join_training')
    with op.batch_alter_table('join_link_ask', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_join_link_ask_asked_at'))

    op.drop_table('join_link_ask')
    with op.batch_alter_table('join_link', schema=None) as batch_op:
        batch_op.drop_index('ix_join_link_expires_at')
        batch_op.drop_index(batch_op.f('ix_join_link_email_index'))

    op.drop_table('join_link')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(sa.text('DROP FUNCTION join_link_changed()'))
    op.drop_table('join_figure')
    with op.batch_alter_table('join_application', schema=None) as batch_op:
        batch_op.drop_index('ix_join_application_list')
        batch_op.drop_index('ix_join_application_keep_until')

    op.drop_table('join_application')

