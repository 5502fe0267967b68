"""Officers, sessions and second factors."""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('officer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('agency', sa.String(length=60), nullable=True),
    sa.Column('passphrase_hash', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officer')),
    sa.UniqueConstraint('email', name=op.f('uq_officer_email'))
    )
    op.create_table('officer_guessing',
    sa.Column('target', sa.String(length=64), nullable=False),
    sa.Column('recent', sa.JSON(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('target', name=op.f('pk_officer_guessing'))
    )
    with op.batch_alter_table('officer_guessing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_officer_guessing_tried_at'), ['tried_at'], unique=False)

    op.create_table('officer_code_app',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('secret', sa.String(length=400), nullable=False),
    sa.Column('last_counter', sa.BigInteger(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['officer_id'], ['officer.id'], name=op.f('fk_officer_code_app_officer_id_officer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('officer_id', name=op.f('pk_officer_code_app'))
    )
    op.create_table('officer_kept_form',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['officer_id'], ['officer.id'], name=op.f('fk_officer_kept_form_officer_id_officer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officer_kept_form'))
    )
    with op.batch_alter_table('officer_kept_form', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_officer_kept_form_officer_id'), ['officer_id'], unique=False)

    op.create_table('officer_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('purpose', sa.String(length=30), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("purpose IN ('invite', 'passphrase', 'factor')", name=op.f('ck_officer_link_purpose_is_known')),
    sa.ForeignKeyConstraint(['officer_id'], ['officer.id'], name=op.f('fk_officer_link_officer_id_officer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officer_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_officer_link_token_hash'))
    )
    with op.batch_alter_table('officer_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_officer_link_officer_id'), ['officer_id'], unique=False)

    op.create_table('officer_recovery_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['officer_id'], ['officer.id'], name=op.f('fk_officer_recovery_code_officer_id_officer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officer_recovery_code'))
    )
    with op.batch_alter_table('officer_recovery_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_officer_recovery_code_officer_id'), ['officer_id'], unique=False)

    op.create_table('officer_role',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=34), nullable=False),
    sa.CheckConstraint("role IN ('moderator', 'case-officer', 'venue-officer', 'publisher', 'approver', 'analyst', 'agency-partner', 'auditor', 'administrator')", name=op.f('ck_officer_role_role_is_known')),
    sa.ForeignKeyConstraint(['officer_id'], ['officer.id'], name=op.f('fk_officer_role_officer_id_officer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('officer_id', 'role', name=op.f('pk_officer_role'))
    )
    op.create_table('officer_security_key',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('credential_id', sa.LargeBinary(length=1023), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['officer_id'], ['officer.id'], name=op.f('fk_officer_security_key_officer_id_officer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officer_security_key')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_officer_security_key_credential_id'))
    )
    with op.batch_alter_table('officer_security_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_officer_security_key_officer_id'), ['officer_id'], unique=False)

    op.create_table('officer_session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('stage', sa.String(length=29), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('device', sa.String(length=60), nullable=False),
    sa.Column('challenge', sa.LargeBinary(), nullable=True),
    sa.Column('pending_secret', sa.String(length=400), nullable=True),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("stage IN ('half', 'enrolling', 'proving', 'renewing', 'full')", name=op.f('ck_officer_session_stage_is_known')),
    sa.ForeignKeyConstraint(['officer_id'], ['officer.id'], name=op.f('fk_officer_session_officer_id_officer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officer_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_officer_session_token_hash'))
    )
    with op.batch_alter_table('officer_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_officer_session_officer_id'), ['officer_id'], unique=False)


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table('officer_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_officer_session_officer_id'))

    op.drop_table('officer_session')
    with op.batch_alter_table('officer_security_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_officer_security_key_officer_id'))

    op.drop_table('officer_security_key')
    op.drop_table('officer_role')
    with op.batch_alter_table('officer_recovery_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_officer_recovery_code_officer_id'))

    op.drop_table('officer_recovery_code')
    with op.batch_alter_table('officer_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_officer_link_officer_id'))

    op.drop_table('officer_link')
    with op.batch_alter_table('officer_kept_form', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_officer_kept_form_officer_id'))

    op.drop_table('officer_kept_form')
    op.drop_table('officer_code_app')
    with op.batch_alter_table('officer_guessing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_officer_guessing_tried_at'))

    op.drop_table('officer_guessing')
    op.drop_table('officer')
