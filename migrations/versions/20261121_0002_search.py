"""Search: entries, their words, the vocabulary, and each database's own index over them."""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


FTS5 = (
    # Stems stand in search_text already, split by spaces: the tokenizer has nothing to fold.
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        title_words, summary_words, body_words,
        content='search_text', content_rowid='entry_id', tokenize='ascii'
    )
    """,
    """
    CREATE TRIGGER search_text_insert AFTER INSERT ON search_text BEGIN
        INSERT INTO search_words (rowid, title_words, summary_words, body_words)
        VALUES (new.entry_id, new.title_words, new.summary_words, new.body_words);
    END
    """,
    """
    CREATE TRIGGER search_text_delete AFTER DELETE ON search_text BEGIN
        INSERT INTO search_words (search_words, rowid, title_words, summary_words, body_words)
        VALUES ('delete', old.entry_id, old.title_words, old.summary_words, old.body_words);
    END
    """,
    """
    CREATE TRIGGER search_text_update AFTER UPDATE ON search_text BEGIN
        INSERT INTO search_words (search_words, rowid, title_words, summary_words, body_words)
        VALUES ('delete', old.entry_id, old.title_words, old.summary_words, old.body_words);
        INSERT INTO search_words (rowid, title_words, summary_words, body_words)
        VALUES (new.entry_id, new.title_words, new.summary_words, new.body_words);
    END
    """,
)
VECTORS = (
    """
    CREATE TABLE search_words (
        entry_id integer CONSTRAINT pk_search_words PRIMARY KEY
            CONSTRAINT fk_search_words_entry_id_search_text REFERENCES search_text ON DELETE CASCADE,
        heading tsvector NOT NULL,
        words tsvector NOT NULL
    )
    """,
    "CREATE INDEX ix_search_words_heading ON search_words USING gin (heading)",
    "CREATE INDEX ix_search_words_words ON search_words USING gin (words)",
    """
    CREATE FUNCTION search_text_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        new_heading tsvector := setweight(to_tsvector('simple', new.title_words), 'A')
            || setweight(to_tsvector('simple', new.summary_words), 'B');
        new_words tsvector := new_heading || setweight(to_tsvector('simple', new.body_words), 'D');
    BEGIN
        INSERT INTO search_words VALUES (new.entry_id, new_heading, new_words)
        ON CONFLICT (entry_id) DO UPDATE SET heading = excluded.heading, words = excluded.words;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE TRIGGER search_text_changed AFTER INSERT OR UPDATE ON search_text
    FOR EACH ROW EXECUTE FUNCTION search_text_changed()
    """,
)


def upgrade() -> None:
    """Apply the change."""
    op.create_table('search_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=300), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=True),
    sa.Column('tags', sa.Text(), nullable=False),
    sa.Column('weight', sa.Float(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_entry')),
    sa.UniqueConstraint('source', 'key', name=op.f('uq_search_entry_source_key'))
    )
    op.create_table('search_text',
    sa.Column('entry_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('title_words', sa.Text(), nullable=False),
    sa.Column('summary_words', sa.Text(), nullable=False),
    sa.Column('body_words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['search_entry.id'], name=op.f('fk_search_text_entry_id_search_entry'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_search_text'))
    )
    op.create_table('search_vocabulary',
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('word', sa.String(length=64), nullable=False),
    sa.Column('spelling', sa.String(length=64), nullable=False),
    sa.Column('stem', sa.String(length=64), nullable=False),
    sa.Column('initial', sa.String(length=1), nullable=False),
    sa.Column('length', sa.SmallInteger(), nullable=False),
    sa.Column('entries', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('language', 'word', name=op.f('pk_search_vocabulary'))
    )
    with op.batch_alter_table('search_vocabulary', schema=None) as batch_op:
        batch_op.create_index('ix_search_vocabulary_initial_length', ['initial', 'length'], unique=False)
        batch_op.create_index('ix_search_vocabulary_stem_language', ['stem', 'language'], unique=False)

    for statement in FTS5 if op.get_bind().dialect.name == 'sqlite' else VECTORS:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Take the change back."""
    op.execute(sa.text('DROP TABLE search_words'))
    with op.batch_alter_table('search_vocabulary', schema=None) as batch_op:
        batch_op.drop_index('ix_search_vocabulary_stem_language')
        batch_op.drop_index('ix_search_vocabulary_initial_length')

    op.drop_table('search_vocabulary')
    op.drop_table('search_text')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(sa.text('DROP FUNCTION search_text_changed()'))
    op.drop_table('search_entry')
