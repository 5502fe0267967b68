"""A file of populations is about one thing, so that ages can come without replacing wards."""

import uuid
from itertools import groupby

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

FILE_COLUMNS = (
    "id", "kind", "publisher", "period", "source", "licence", "fingerprint", "rows", "unplaced", "imported_at", "imported_by"
)


def upgrade() -> None:
    """Apply the change."""
    # Not in a batch: SQLite would make the table anew, and what refers to the old one would go with it.
    op.add_column('partner_file', sa.Column('about', sa.String(length=40), nullable=False, server_default=''))
    op.drop_index('uq_partner_file_what', 'partner_file')
    op.create_index('uq_partner_file_what', 'partner_file', ['kind', 'publisher', 'period', 'about'], unique=True)
    found = _taken_out()
    _new_counts('code')
    files, counts = _tables()
    bind = op.get_bind()
    for file, numbers in found:
        for place, (about, each) in enumerate(groupby(sorted(numbers), key=lambda number: number[0])):
            of_about = [(code, count) for _about, code, count in each]
            # The first keeps its row; its fingerprint is that of the whole file, so the next import counts as another.
            key = file["id"] if place == 0 else uuid.uuid4()
            if place == 0:
                bind.execute(files.update().where(files.c.id == key).values(about=about, rows=len(of_about)))
            else:
                bind.execute(files.insert().values({**file, "id": key, "about": about, "rows": len(of_about)}))
            bind.execute(counts.insert(), [{"file_id": key, "code": code, "count": n} for code, n in of_about])


def downgrade() -> None:
    """Take the change back: what a publisher said of a year is one file again."""
    bind = op.get_bind()
    files, _counts = _tables()
    wanted = sa.select(files).where(files.c.kind == 'population').order_by(files.c.publisher, files.c.period, files.c.about)
    kept: list[tuple[uuid.UUID, list[tuple[str, str, int]]]] = []
    gone: list[uuid.UUID] = []
    for _what, each in groupby(bind.execute(wanted).mappings().all(), key=lambda file: (file["publisher"], file["period"])):
        same = list(each)
        kept.append((same[0]["id"], [(f["about"], code, n) for f in same for code, n in _numbers(f["id"])]))
        gone += [file["id"] for file in same[1:]]
    op.drop_table('population_count')
    if gone:
        bind.execute(files.delete().where(files.c.id.in_(gone)))
    op.drop_index('uq_partner_file_what', 'partner_file')
    op.drop_column('partner_file', 'about')
    op.create_index('uq_partner_file_what', 'partner_file', ['kind', 'publisher', 'period'], unique=True)
    _new_counts('about', 'code', drop=False)
    counts = sa.table('population_count', sa.column('file_id', sa.Uuid()), sa.column('about'), sa.column('code'), sa.column('count'))
    for key, numbers in kept:
        bind.execute(files.update().where(files.c.id == key).values(rows=len(numbers)))
        rows = [{"file_id": key, "about": about, "code": code, "count": n} for about, code, n in numbers]
        if rows:
            bind.execute(counts.insert(), rows)


def _tables() -> tuple[sa.TableClause, sa.TableClause]:
    uuids = {"id", "file_id"}
    dates = {"imported_at"}
    files = sa.table(
        'partner_file',
        *(
            sa.column(name, sa.Uuid() if name in uuids else sa.DateTime(timezone=True) if name in dates else None)
            for name in (*FILE_COLUMNS, 'about')
        ),
    )
    counts = sa.table('population_count', sa.column('file_id', sa.Uuid()), sa.column('code'), sa.column('count'))
    return files, counts


def _numbers(key: uuid.UUID) -> list[tuple[str, int]]:
    _files, counts = _tables()
    wanted = sa.select(counts.c.code, counts.c.count).where(counts.c.file_id == key)
    return [(row[0], row[1]) for row in op.get_bind().execute(wanted)]


def _taken_out() -> list[tuple[dict[str, object], list[tuple[str, str, int]]]]:
    """Each file of populations with its numbers by what they are about, as they were before."""
    bind = op.get_bind()
    files, _counts = _tables()
    before = sa.table('population_count', sa.column('file_id', sa.Uuid()), sa.column('about'), sa.column('code'), sa.column('count'))
    found = []
    for file in bind.execute(sa.select(files).where(files.c.kind == 'population')).mappings().all():
        wanted = sa.select(before.c.about, before.c.code, before.c.count).where(before.c.file_id == file["id"])
        found.append((dict(file), [tuple(row) for row in bind.execute(wanted)]))
    return found


def _new_counts(*keys: str, drop: bool = True) -> None:
    if drop:
        op.drop_table('population_count')
    op.create_table('population_count',
    sa.Column('file_id', sa.Uuid(), nullable=False),
    *(sa.Column(key, sa.String(length=40), nullable=False) for key in keys),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.CheckConstraint('count >= 0', name=op.f('ck_population_count_is_a_number')),
    sa.ForeignKeyConstraint(['file_id'], ['partner_file.id'], name=op.f('fk_population_count_file_id_partner_file'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('file_id', *keys, name=op.f('pk_population_count')),
    sqlite_with_rowid=False
    )
