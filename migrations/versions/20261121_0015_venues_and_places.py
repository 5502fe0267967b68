"""Venues, their memberships, checks, reports and imports; postcodes, boundaries and cells."""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('place_boundary',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('boundary_set', sa.String(length=40), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('south', sa.Float(), nullable=False),
    sa.Column('west', sa.Float(), nullable=False),
    sa.Column('north', sa.Float(), nullable=False),
    sa.Column('east', sa.Float(), nullable=False),
    sa.Column('shape', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place_boundary')),
    sa.UniqueConstraint('boundary_set', 'code', name=op.f('uq_place_boundary_boundary_set_code'))
    )
    with op.batch_alter_table('place_boundary', schema=None) as batch_op:
        batch_op.create_index('ix_place_boundary_box', ['boundary_set', 'south', 'north'], unique=False)

    op.create_table('place_cell',
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('merged', sa.String(length=16), nullable=False),
    sa.Column('addresses', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_place_cell'))
    )
    with op.batch_alter_table('place_cell', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_place_cell_merged'), ['merged'], unique=False)

    op.create_table('place_postcode',
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('latitude', sa.Float(), nullable=False),
    sa.Column('longitude', sa.Float(), nullable=False),
    sa.Column('cell', sa.String(length=16), nullable=True),
    sa.Column('ward', sa.String(length=20), nullable=True),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_place_postcode'))
    )
    op.create_table('place_source',
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('attribution', sa.String(length=500), nullable=False),
    sa.Column('loaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('loaded_by', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_place_source'))
    )
    op.create_table('venue',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(length=100), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=36), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('postcode', sa.String(length=10), nullable=False),
    sa.Column('town', sa.String(length=60), nullable=False),
    sa.Column('locality', sa.String(length=60), nullable=False),
    sa.Column('ward', sa.String(length=20), nullable=False),
    sa.Column('latitude', sa.Float(), nullable=False),
    sa.Column('longitude', sa.Float(), nullable=False),
    sa.Column('uprn', sa.String(length=12), nullable=False),
    sa.Column('telephone', sa.String(length=40), nullable=False),
    sa.Column('website', sa.String(length=300), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.Column('has', sa.JSON(), nullable=False),
    sa.Column('lacks', sa.JSON(), nullable=False),
    sa.Column('audience', sa.String(length=32), nullable=False),
    sa.Column('under_18s_until', sa.Integer(), nullable=True),
    sa.Column('help_is_free', sa.Boolean(), nullable=True),
    sa.Column('alcohol_led', sa.Boolean(), nullable=False),
    sa.Column('sample', sa.Boolean(), nullable=False),
    sa.Column('source_id', sa.String(length=120), nullable=True),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hidden_because', sa.String(length=34), nullable=True),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('change_number', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("audience IN ('anyone', 'card-holders', 'unknown')", name=op.f('ck_venue_audience_is_known')),
    sa.CheckConstraint("hidden_because IN ('report', 'closed-for-now', 'wrong-details', 'safety', 'other')", name=op.f('ck_venue_hidden_because_is_known')),
    sa.CheckConstraint("kind IN ('library', 'cafe', 'shop', 'supermarket', 'pharmacy', 'pub', 'club', 'restaurant', 'hotel', 'community-centre', 'council-office', 'faith', 'health', 'leisure', 'museum', 'transport', 'education', 'other')", name=op.f('ck_venue_kind_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue')),
    sa.UniqueConstraint('slug', name=op.f('uq_venue_slug')),
    sa.UniqueConstraint('source_id', name=op.f('uq_venue_source_id'))
    )
    with op.batch_alter_table('venue', schema=None) as batch_op:
        batch_op.create_index('ix_venue_change_number', ['change_number'], unique=False)
        batch_op.create_index('ix_venue_town_name', ['town', 'name'], unique=False)

    op.create_table('venue_stamp',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('whole', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue_stamp'))
    )
    op.create_table('venue_import',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=29), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('form', sa.String(length=20), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.Column('steps_done', sa.Integer(), nullable=False),
    sa.Column('steps_total', sa.Integer(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("state IN ('checking', 'checked', 'applying', 'applied', 'discarded', 'failed')", name=op.f('ck_venue_import_state_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue_import'))
    )
    with op.batch_alter_table('venue_import', schema=None) as batch_op:
        batch_op.create_index('ix_venue_import_made_at', ['made_at'], unique=False)

    op.create_table('venue_check',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('venue_id', sa.Uuid(), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=False),
    sa.Column('how', sa.String(length=30), nullable=False),
    sa.Column('result', sa.String(length=35), nullable=False),
    sa.Column('checked_by', sa.String(length=80), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("how IN ('visit', 'telephone', 'email', 'test-visit')", name=op.f('ck_venue_check_how_is_known')),
    sa.CheckConstraint("result IN ('as-listed', 'changed', 'not-fit', 'could-not-check')", name=op.f('ck_venue_check_result_is_known')),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_venue_check_venue_id_venue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue_check'))
    )
    with op.batch_alter_table('venue_check', schema=None) as batch_op:
        batch_op.create_index('ix_venue_check_venue_id', ['venue_id', 'checked_on'], unique=False)

    op.create_table('venue_contact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('venue_id', sa.Uuid(), nullable=False),
    sa.Column('contact', sa.LargeBinary(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_venue_contact_venue_id_venue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue_contact')),
    sa.UniqueConstraint('venue_id', name=op.f('uq_venue_contact_venue_id'))
    )
    op.create_table('venue_membership',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('venue_id', sa.Uuid(), nullable=False),
    sa.Column('scheme', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=35), nullable=False),
    sa.Column('applied_on', sa.Date(), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('trained_on', sa.Date(), nullable=True),
    sa.Column('training_ends_on', sa.Date(), nullable=True),
    sa.Column('audited_on', sa.Date(), nullable=True),
    sa.Column('listed_from', sa.Date(), nullable=True),
    sa.Column('has_champion', sa.Boolean(), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('checked_by', sa.String(length=30), nullable=True),
    sa.Column('check_due_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=300), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("checked_by IN ('visit', 'telephone', 'email', 'test-visit')", name=op.f('ck_venue_membership_checked_by_is_known')),
    sa.CheckConstraint("state IN ('enquiry', 'applied', 'screening', 'training-booked', 'trained', 'audited', 'active', 'suspended', 'lapsed', 'withdrawn', 'closed')", name=op.f('ck_venue_membership_state_is_known')),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_venue_membership_venue_id_venue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue_membership')),
    sa.UniqueConstraint('venue_id', 'scheme', name=op.f('uq_venue_membership_venue_id_scheme'))
    )
    with op.batch_alter_table('venue_membership', schema=None) as batch_op:
        batch_op.create_index('ix_venue_membership_scheme_state', ['scheme', 'state', 'check_due_on'], unique=False)

    op.create_table('venue_report',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('venue_id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('problem', sa.String(length=33), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('doubtful', sa.Boolean(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('keep_until', sa.Date(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("problem IN ('closed-down', 'hours-wrong', 'did-not-know', 'access-wrong', 'frightened-me', 'other')", name=op.f('ck_venue_report_problem_is_known')),
    sa.CheckConstraint("state IN ('new', 'dealt-with', 'not-real')", name=op.f('ck_venue_report_state_is_known')),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_venue_report_venue_id_venue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue_report')),
    sa.UniqueConstraint('reference', name=op.f('uq_venue_report_reference'))
    )
    with op.batch_alter_table('venue_report', schema=None) as batch_op:
        batch_op.create_index('ix_venue_report_keep_until', ['keep_until'], unique=False)
        batch_op.create_index('ix_venue_report_list', ['state', 'received_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_venue_report_venue_id'), ['venue_id'], unique=False)



def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table('venue_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_venue_report_venue_id'))
        batch_op.drop_index('ix_venue_report_list')
        batch_op.drop_index('ix_venue_report_keep_until')

    op.drop_table('venue_report')
    with op.batch_alter_table('venue_membership', schema=None) as batch_op:
        batch_op.drop_index('ix_venue_membership_scheme_state')

    op.drop_table('venue_membership')
    op.drop_table('venue_contact')
    with op.batch_alter_table('venue_check', schema=None) as batch_op:
        batch_op.drop_index('ix_venue_check_venue_id')

    op.drop_table('venue_check')
    with op.batch_alter_table('venue_import', schema=None) as batch_op:
        batch_op.drop_index('ix_venue_import_made_at')

    op.drop_table('venue_import')
    with op.batch_alter_table('venue', schema=None) as batch_op:
        batch_op.drop_index('ix_venue_town_name')
        batch_op.drop_index('ix_venue_change_number')

    op.drop_table('venue')
    op.drop_table('venue_stamp')
    op.drop_table('place_source')
    op.drop_table('place_postcode')
    with op.batch_alter_table('place_cell', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_place_cell_merged'))

    op.drop_table('place_cell')
    with op.batch_alter_table('place_boundary', schema=None) as batch_op:
        batch_op.drop_index('ix_place_boundary_box')

    op.drop_table('place_boundary')
