"""What the database holds, told by the columns themselves: class and retention of each, as Markdown."""

from webapp.database import db

HEADER = """# The data we hold

Every column says in the code what it holds and how long that is kept; this page is made from those words
(`flask --app wsgi data-we-hold > docs/data-we-hold.md`), and a test fails when the two differ.
"Clear" can be read by whoever has the database, "sealed" only with a key, a "blind index" only finds equal values.
"""


def describe_data() -> str:
    """The page: one table for each database table, by name."""
    parts = [HEADER]
    for table in sorted(db.metadata.tables.values(), key=lambda each: each.name):
        lines = [
            f"| `{column.name}` | {column.type} | {column.info['holds']} | {column.info['keep']} |"
            for column in table.columns
        ]
        head = "| column | type | class | kept |\n|---|---|---|---|"
        parts.append("\n".join([f"## {table.name}", "", head, *lines, ""]))
    return "\n".join(parts)
