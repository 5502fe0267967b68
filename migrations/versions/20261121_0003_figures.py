"""Figures that partners published, and where each of them stands."""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('figure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure')),
    sa.UniqueConstraint('slug', name=op.f('uq_figure_slug'))
    )
    with op.batch_alter_table('figure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_figure_position'), ['position'], unique=False)

    op.create_table('figure_source',
    sa.Column('figure_id', sa.Uuid(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('place', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['figure_id'], ['figure.id'], name=op.f('fk_figure_source_figure_id_figure'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('figure_id', 'source', 'place', name=op.f('pk_figure_source'))
    )
    with op.batch_alter_table('figure_source', schema=None) as batch_op:
        batch_op.create_index('ix_figure_source_source_place', ['source', 'place'], unique=False)



def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table('figure_source', schema=None) as batch_op:
        batch_op.drop_index('ix_figure_source_source_place')

    op.drop_table('figure_source')
    with op.batch_alter_table('figure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_figure_position'))

    op.drop_table('figure')
