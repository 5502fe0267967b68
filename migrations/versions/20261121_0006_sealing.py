"""The keys and what they seal."""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('sealing_key',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('purpose', sa.String(length=28), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('public_half', sa.LargeBinary(), nullable=False),
    sa.Column('fingerprint', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=29), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('destroyed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('escrow_made_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('escrow_holders', sa.Integer(), nullable=True),
    sa.Column('escrow_needed', sa.Integer(), nullable=True),
    sa.CheckConstraint("purpose IN ('content', 'delivery')", name=op.f('ck_sealing_key_purpose_is_known')),
    sa.CheckConstraint("state IN ('current', 'retired', 'lost', 'destroyed')", name=op.f('ck_sealing_key_state_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sealing_key')),
    sa.UniqueConstraint('purpose', 'version', name=op.f('uq_sealing_key_purpose_version'))
    )
    with op.batch_alter_table('sealing_key', schema=None) as batch_op:
        batch_op.create_index('uq_sealing_key_current', ['purpose'], unique=True, sqlite_where=sa.text("state = 'current'"), postgresql_where=sa.text("state = 'current'"))

    op.create_table('sealing_officer',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('key_id', sa.String(length=16), nullable=False),
    sa.Column('public_half', sa.LargeBinary(), nullable=False),
    sa.Column('locked_private', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('officer_id', name=op.f('pk_sealing_officer')),
    sa.UniqueConstraint('key_id', name=op.f('uq_sealing_officer_key_id'))
    )
    op.create_table('sealing_salt',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('salt', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_sealing_salt'))
    )
    op.create_table('sealing_grant',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('key_id', sa.String(length=16), nullable=False),
    sa.Column('sealed_private', sa.LargeBinary(), nullable=False),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['key_id'], ['sealing_key.id'], name=op.f('fk_sealing_grant_key_id_sealing_key'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['officer_id'], ['sealing_officer.officer_id'], name=op.f('fk_sealing_grant_officer_id_sealing_officer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('officer_id', 'key_id', name=op.f('pk_sealing_grant'))
    )


def downgrade() -> None:
    """Undo the change."""
    op.drop_table('sealing_grant')
    op.drop_table('sealing_salt')
    op.drop_table('sealing_officer')
    with op.batch_alter_table('sealing_key', schema=None) as batch_op:
        batch_op.drop_index('uq_sealing_key_current', sqlite_where=sa.text("state = 'current'"), postgresql_where=sa.text("state = 'current'"))

    op.drop_table('sealing_key')
