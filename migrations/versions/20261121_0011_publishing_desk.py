"""Uploads, drafts and approval of publications."""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

# Columns are added one by one, each with its check: making the table anew on SQLite would delete what hangs on it.
COLUMNS = {
    "publication": (
        "withdrawn_at {moment}",
        "withdrawal_words TEXT DEFAULT '' NOT NULL",
    ),
    "publication_version": (
        "version INTEGER DEFAULT 1 NOT NULL",
        "stage VARCHAR(29) DEFAULT 'kept' NOT NULL CONSTRAINT ck_publication_version_stage_is_known"
        " CHECK (stage IN ('draft', 'in_review', 'scheduled', 'kept'))",
        "facts JSON DEFAULT '{{}}' NOT NULL",
        "makers JSON DEFAULT '[]' NOT NULL",
        "submitted_hash VARCHAR(64)",
        "submitted_by VARCHAR(80)",
        "submitted_at {moment}",
        "publish_at {moment}",
    ),
    "publication_rendition": (
        "version INTEGER DEFAULT 1 NOT NULL",
        "source_lines JSON DEFAULT '[]' NOT NULL",
    ),
    "publication_page": ("version INTEGER DEFAULT 1 NOT NULL",),
    "publication_attachment": (
        "scan VARCHAR(31) DEFAULT 'not_scanned' NOT NULL CONSTRAINT ck_publication_attachment_scan_is_known"
        " CHECK (scan IN ('not_scanned', 'clean'))",
    ),
}


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.add_column(sa.Column('priorities', sa.JSON(), nullable=False, server_default=sa.text("'[]'")))

    with op.batch_alter_table('publication_rendition', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rows', sa.JSON(), nullable=False, server_default=sa.text("'[]'")))

    _add_columns()
    op.create_index(
        "uq_publication_version_open",
        "publication_version",
        ["publication_id"],
        unique=True,
        sqlite_where=sa.text("stage != 'kept'"),
        postgresql_where=sa.text("stage != 'kept'"),
    )
    _create_import()
    _create_finding()


def _add_columns() -> None:
    moment = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column.format(moment=moment)}")


def _create_import() -> None:
    op.create_table(
        "publication_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=27), nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("steps_total", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("keep_file", sa.Boolean(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("title", sa.LargeBinary(), nullable=True),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'reading', 'done', 'refused', 'failed')",
            name=op.f("ck_publication_import_state_is_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_import")),
    )
    op.create_index("ix_publication_import_state_asked_at", "publication_import", ["state", "asked_at"])


def _create_finding() -> None:
    op.create_table(
        "publication_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rendition_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=28), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'mended')", name=op.f("ck_publication_finding_state_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["rendition_id"],
            ["publication_rendition.id"],
            name=op.f("fk_publication_finding_rendition_id_publication_rendition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_finding")),
        sa.UniqueConstraint(
            "rendition_id", "position", name=op.f("uq_publication_finding_rendition_id_position")
        ),
    )


def downgrade() -> None:
    """Undo the change."""
    op.drop_table("publication_finding")
    op.drop_table("publication_import")
    op.drop_index("uq_publication_version_open", table_name="publication_version")
    for table, columns in COLUMNS.items():
        for column in columns:
            op.drop_column(table, column.split()[0])

    with op.batch_alter_table('publication_rendition', schema=None) as batch_op:
        batch_op.drop_column('rows')

    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.drop_column('priorities')
