"""What officers change of figures, strategy, topics and meetings."""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    _upgrade_figures()
    _upgrade_strategy()
    _upgrade_edits()
    _upgrade_alerts()


def downgrade() -> None:
    """Undo the change."""
    _downgrade_alerts()
    _downgrade_edits()
    _downgrade_strategy()
    _downgrade_figures()


STRATEGY_TABLES = (
    'strategy',
    'strategy_priority',
    'strategy_commitment',
    'strategy_measure',
    'strategy_initiative',
    'strategy_campaign',
    'strategy_consultation',
)


def _upgrade_figures() -> None:
    # Plain ADD COLUMN: building the table anew, as batch mode does on SQLite, would empty the tables that hang on it.
    op.execute(
        "ALTER TABLE figure ADD COLUMN state VARCHAR(29) NOT NULL DEFAULT 'published' "
        "CONSTRAINT ck_figure_state_is_known CHECK (state IN ('draft', 'published', 'withdrawn'))"
    )
    op.add_column('figure', sa.Column('draft', sa.Text(), nullable=True))
    op.add_column('figure', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))

    op.create_table('figure_change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('figure_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=29), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.CheckConstraint("act IN ('loaded', 'saved', 'published', 'discarded', 'withdrawn')", name=op.f('ck_figure_change_act_is_known')),
    sa.ForeignKeyConstraint(['figure_id'], ['figure.id'], name=op.f('fk_figure_change_figure_id_figure'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure_change'))
    )
    with op.batch_alter_table('figure_change', schema=None) as batch_op:
        batch_op.create_index('ix_figure_change_figure_id_number', ['figure_id', 'number'], unique=True)


def _upgrade_strategy() -> None:
    for table in STRATEGY_TABLES:
        op.add_column(table, sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        op.add_column(table, sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('strategy_observation', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('strategy_observation', sa.Column('target', sa.Numeric(precision=18, scale=4), nullable=True))
    op.add_column('strategy_observation', sa.Column('entered_at', sa.DateTime(timezone=True), nullable=True))


def _downgrade_strategy() -> None:
    op.execute('ALTER TABLE strategy_observation DROP COLUMN entered_at')
    op.execute('ALTER TABLE strategy_observation DROP COLUMN target')
    op.execute('ALTER TABLE strategy_observation DROP COLUMN version')
    for table in reversed(STRATEGY_TABLES):
        op.execute(f'ALTER TABLE {table} DROP COLUMN removed_at')
        op.execute(f'ALTER TABLE {table} DROP COLUMN version')


def _downgrade_figures() -> None:
    op.drop_table('figure_change')
    for column in ('version', 'draft', 'state'):
        op.execute(f'ALTER TABLE figure DROP COLUMN {column}')


EDITED_TABLES = ('topic', 'meeting', 'meeting_guide', 'event')


def _upgrade_edits() -> None:
    for table in EDITED_TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
            batch_op.add_column(sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column('version', server_default=None)
    op.create_table('edit_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('shown_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edit_version'))
    )
    with op.batch_alter_table('edit_version', schema=None) as batch_op:
        batch_op.create_index('ix_edit_version_kind_subject_id_number', ['kind', 'subject_id', 'number'], unique=True)


def _downgrade_edits() -> None:
    op.drop_table('edit_version')
    for table in reversed(EDITED_TABLES):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('removed_at')
            batch_op.drop_column('version')


def _upgrade_alerts() -> None:
    op.create_table('alert',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert')),
    sa.UniqueConstraint('slug', name=op.f('uq_alert_slug'))
    )
    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_ends_at'), ['ends_at'], unique=False)


def _downgrade_alerts() -> None:
    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_alert_ends_at'))
    op.drop_table('alert')
