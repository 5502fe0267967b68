"""News by mail: who asked for it, who confirmed, and what there is to tell."""

import sqlalchemy as sa
from alembic import op


revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

# The public tier, which owns no table, changes only rows whose token it shows; what is sealed it can only erase.
ALERTS = (
    """
    CREATE FUNCTION mail_alert_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        shown text := encode(sha256(convert_to(coalesce(new.token, ''), 'UTF8')), 'hex');
    BEGIN
        new.token := NULL;
        IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
            RETURN new;
        END IF;
        IF old.state = 'left'
            OR shown <> old.token_hash AND shown IS DISTINCT FROM old.confirm_hash
            OR old.state <> 'on' AND new.state = 'on'
                AND (shown IS DISTINCT FROM old.confirm_hash OR old.confirm_until <= current_timestamp)
            OR new.confirm_hash IS NOT NULL AND new.confirm_hash IS DISTINCT FROM old.confirm_hash
            OR (new.sealed_key, new.contact, new.email_index)
                IS DISTINCT FROM (old.sealed_key, old.contact, old.email_index)
                AND (new.state <> 'left' OR new.sealed_key IS NOT NULL OR new.contact IS NOT NULL
                    OR new.email_index IS NOT NULL)
        THEN
            RAISE EXCEPTION 'permission denied: this is not how news by mail is confirmed, changed or left'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN new;
    END
    $$
    """,
    """
    CREATE TRIGGER mail_alert_changed BEFORE UPDATE ON mail_alert
    FOR EACH ROW EXECUTE FUNCTION mail_alert_changed()
    """,
)


def upgrade() -> None:
    """Apply the change."""
    op.create_table('mail_alert',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=27), nullable=False),
    sa.Column('email_index', sa.LargeBinary(), nullable=True),
    sa.Column('contact', sa.LargeBinary(), nullable=True),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('areas', sa.JSON(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('often', sa.String(length=27), nullable=False),
    sa.Column('asked', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('confirm_hash', sa.String(length=64), nullable=True),
    sa.Column('confirm_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('asks', sa.Integer(), nullable=False),
    sa.Column('asks_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_up_to', sa.Integer(), nullable=False),
    sa.Column('next_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mails', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("often IN ('instant', 'weekly', 'monthly')", name=op.f('ck_mail_alert_often_is_known')),
    sa.CheckConstraint("state IN ('waiting', 'on', 'left')", name=op.f('ck_mail_alert_state_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_alert')),
    sa.UniqueConstraint('confirm_hash', name=op.f('uq_mail_alert_confirm_hash')),
    sa.UniqueConstraint('email_index', name=op.f('uq_mail_alert_email_index')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_mail_alert_token_hash')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('mail_alert', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_alert_confirm_until'), ['confirm_until'], unique=False)
        batch_op.create_index('ix_mail_alert_due', ['state', 'next_due_at', 'id'], unique=False)

    if op.get_bind().dialect.name == 'postgresql':
        for statement in ALERTS:
            op.execute(sa.text(statement))

    op.create_table('mail_alert_ask',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('wish', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_key', sa.LargeBinary(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_alert_ask')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('mail_alert_ask', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_alert_ask_asked_at'), ['asked_at'], unique=False)

    op.create_table('mail_alert_item',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('area', sa.String(length=80), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('path', sa.String(length=300), nullable=False),
    sa.Column('titles', sa.JSON(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_mail_alert_item')),
    sa.UniqueConstraint('source', 'key', name=op.f('uq_mail_alert_item_source_key'))
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('mail_alert_item')
    op.drop_table('mail_alert_ask')
    op.drop_table('mail_alert')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(sa.text('DROP FUNCTION mail_alert_changed()'))
