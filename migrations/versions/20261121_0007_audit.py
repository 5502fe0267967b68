"""The audit chain."""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


REFUSED = 'The audit is only ever added to'
SQLITE = (
    f"""
    CREATE TRIGGER audit_entry_update BEFORE UPDATE ON audit_entry BEGIN
        SELECT RAISE(ABORT, '{REFUSED}');
    END
    """,
    f"""
    CREATE TRIGGER audit_entry_delete BEFORE DELETE ON audit_entry BEGIN
        SELECT RAISE(ABORT, '{REFUSED}');
    END
    """,
    # INSERT OR REPLACE takes a row away without asking the delete trigger.
    f"""
    CREATE TRIGGER audit_entry_insert BEFORE INSERT ON audit_entry
    WHEN EXISTS (SELECT 1 FROM audit_entry WHERE chain = new.chain AND seq = new.seq) BEGIN
        SELECT RAISE(ABORT, '{REFUSED}');
    END
    """,
    f"""
    CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head
    WHEN new.seq <= old.seq OR new.chain <> old.chain BEGIN
        SELECT RAISE(ABORT, '{REFUSED}');
    END
    """,
    f"""
    CREATE TRIGGER audit_head_delete BEFORE DELETE ON audit_head BEGIN
        SELECT RAISE(ABORT, '{REFUSED}');
    END
    """,
)
POSTGRESQL = (
    f"""
    CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{REFUSED}';
    END
    $$
    """,
    """
    CREATE TRIGGER audit_entry_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuses()
    """,
    """
    CREATE TRIGGER audit_entry_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()
    """,
    """
    CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head
    FOR EACH ROW WHEN (new.seq <= old.seq OR new.chain <> old.chain) EXECUTE FUNCTION audit_refuses()
    """,
    """
    CREATE TRIGGER audit_head_delete BEFORE DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_refuses()
    """,
    """
    CREATE TRIGGER audit_head_truncate BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()
    """,
)


def upgrade() -> None:
    """Apply the change."""
    op.create_table('audit_entry',
    sa.Column('chain', sa.String(length=10), nullable=False),
    sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('act', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('changes', sa.Text(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('snapshot', sa.String(length=64), nullable=True),
    sa.Column('prev_hash', sa.String(length=64), nullable=False),
    sa.Column('row_hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('chain', 'seq', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(op.f('ix_audit_entry_act_at'), ['act', 'at'], unique=False)
        batch_op.create_index(op.f('ix_audit_entry_actor_at'), ['actor', 'at'], unique=False)
        batch_op.create_index(op.f('ix_audit_entry_at'), ['at'], unique=False)
        batch_op.create_index(op.f('ix_audit_entry_kind_at'), ['kind', 'at'], unique=False)
        batch_op.create_index(op.f('ix_audit_entry_kind_key_at'), ['kind', 'key', 'at'], unique=False)

    op.create_table('audit_head',
    sa.Column('chain', sa.String(length=10), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('row_hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('chain', name=op.f('pk_audit_head'))
    )
    for statement in SQLITE if op.get_bind().dialect.name == 'sqlite' else POSTGRESQL:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('audit_head')
    op.drop_table('audit_entry')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(sa.text('DROP FUNCTION audit_refuses()'))
