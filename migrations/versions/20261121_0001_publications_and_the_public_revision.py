"""Publications with versions, renditions, pages, tables and files; and the counter of public changes."""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table('public_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_revision'))
    )
    op.create_table('publication',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=29), nullable=False),
    sa.Column('publisher', sa.String(length=200), nullable=True),
    sa.Column('document_date', sa.Date(), nullable=True),
    sa.Column('review_by', sa.Date(), nullable=True),
    sa.Column('sensitive', sa.Boolean(), nullable=False),
    sa.Column('helplines', sa.JSON(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('public_version', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('draft', 'in_review', 'scheduled', 'published', 'archived', 'withdrawn')", name=op.f('ck_publication_state_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication')),
    sa.UniqueConstraint('slug', name=op.f('uq_publication_slug'))
    )
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publication_kind'), ['kind'], unique=False)
        batch_op.create_index('ix_publication_state_document_date', ['state', 'document_date'], unique=False)

    op.create_table('publication_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('publication_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('source_name', sa.String(length=300), nullable=False),
    sa.Column('source_hash', sa.String(length=64), nullable=False),
    sa.Column('recall_kept', sa.Float(), nullable=True),
    sa.Column('recall_own', sa.Float(), nullable=True),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('dropped', sa.JSON(), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['publication_id'], ['publication.id'], name=op.f('fk_publication_version_publication_id_publication'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication_version')),
    sa.UniqueConstraint('publication_id', 'number', name=op.f('uq_publication_version_publication_id_number'))
    )
    op.create_table('publication_attachment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['publication_version.id'], name=op.f('fk_publication_attachment_version_id_publication_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication_attachment')),
    sa.UniqueConstraint('version_id', 'name', name=op.f('uq_publication_attachment_version_id_name'))
    )
    op.create_table('publication_rendition',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('form', sa.String(length=29), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('words', sa.Integer(), nullable=False),
    sa.Column('awaiting_native_reader', sa.Boolean(), nullable=False),
    sa.Column('made_from_version', sa.Integer(), nullable=False),
    sa.Column('contents', sa.JSON(), nullable=False),
    sa.CheckConstraint("form IN ('standard', 'easy_read')", name=op.f('ck_publication_rendition_form_is_known')),
    sa.ForeignKeyConstraint(['version_id'], ['publication_version.id'], name=op.f('fk_publication_rendition_version_id_publication_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication_rendition')),
    sa.UniqueConstraint('version_id', 'language', 'form', name=op.f('uq_publication_rendition_version_id_language_form'))
    )
    op.create_table('publication_page',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('rendition_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('markdown', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('words', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['rendition_id'], ['publication_rendition.id'], name=op.f('fk_publication_page_rendition_id_publication_rendition'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication_page')),
    sa.UniqueConstraint('rendition_id', 'position', name=op.f('uq_publication_page_rendition_id_position')),
    sa.UniqueConstraint('rendition_id', 'slug', name=op.f('uq_publication_page_rendition_id_slug'))
    )
    op.create_table('publication_source_paragraph',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('rendition_id', sa.Uuid(), nullable=False),
    sa.Column('label', sa.String(length=40), nullable=False),
    sa.Column('page', sa.String(length=120), nullable=False),
    sa.Column('anchor', sa.String(length=160), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['rendition_id'], ['publication_rendition.id'], name=op.f('fk_publication_source_paragraph_rendition_id_publication_rendition'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication_source_paragraph'))
    )
    with op.batch_alter_table('publication_source_paragraph', schema=None) as batch_op:
        batch_op.create_index('ix_publication_source_paragraph_rendition_id_label', ['rendition_id', 'label'], unique=False)

    op.create_table('publication_table',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('rendition_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('caption', sa.Text(), nullable=False),
    sa.Column('header_rows', sa.Integer(), nullable=False),
    sa.Column('header_columns', sa.Integer(), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['rendition_id'], ['publication_rendition.id'], name=op.f('fk_publication_table_rendition_id_publication_rendition'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication_table')),
    sa.UniqueConstraint('rendition_id', 'number', name=op.f('uq_publication_table_rendition_id_number'))
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('publication_table')
    with op.batch_alter_table('publication_source_paragraph', schema=None) as batch_op:
        batch_op.drop_index('ix_publication_source_paragraph_rendition_id_label')

    op.drop_table('publication_source_paragraph')
    op.drop_table('publication_page')
    op.drop_table('publication_rendition')
    op.drop_table('publication_attachment')
    op.drop_table('publication_version')
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.drop_index('ix_publication_state_document_date')
        batch_op.drop_index(batch_op.f('ix_publication_kind'))

    op.drop_table('publication')
    op.drop_table('public_revision')
