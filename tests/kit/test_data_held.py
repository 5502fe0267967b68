"""docs/data-we-hold.md says what the columns say."""

from pathlib import Path

from webapp.database import db
from webapp.kit.data_held import describe_data

PAGE = Path(__file__).parent.parent.parent / "docs" / "data-we-hold.md"


def test_the_page_is_what_the_columns_say():
    assert PAGE.read_text(encoding="utf-8") == describe_data(), (
        "run: flask --app wsgi data-we-hold > docs/data-we-hold.md"
    )


def test_every_table_is_told():
    page = PAGE.read_text(encoding="utf-8")
    for name in db.metadata.tables:
        assert f"## {name}\n" in page
