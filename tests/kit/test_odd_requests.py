"""Requests that no browser sends: bytes that are no address, and texts that no column can hold."""

import pytest
from sqlalchemy.exc import DataError

from webapp.engagement.answers import queries

pytestmark = pytest.mark.usefixtures("app_context")
LISTS = ("/you-said-we-did", "/what-you-told-us", "/data", "/search", "/publications", "/venues")
# Names and filters that are looked for in the database as they come.
NAMED = ("/you-said-we-did/a%00", "/api/v1/themes/a%00", "/what-you-told-us/2026q2%00", "/publications/a%00")
FILTERED = ("/you-said-we-did?area=%00", "/you-said-we-did?kind=%00", "/search?q=%00", "/publications?kind=%00")


@pytest.mark.parametrize("path", LISTS)
def test_bytes_that_are_no_address_break_no_page(client, path):
    odd = {"QUERY_STRING": "area=\xff\xfe&kind=\xe9&q=\xff"}
    assert client.raw.get(path, environ_overrides=odd).status_code == 200


def test_letters_that_a_program_sends_as_they_are_are_read(client):
    sent = "q=Łódź".encode().decode("latin-1")
    assert "Łódź" in client.raw.get("/search", environ_overrides={"QUERY_STRING": sent}).text


@pytest.mark.parametrize("path", NAMED)
def test_a_zero_byte_is_in_no_name(client, path):
    assert client.response(path).status_code == 404


@pytest.mark.parametrize("path", FILTERED)
def test_a_filter_by_a_zero_byte_finds_nothing(client, path):
    assert client.response(path).status_code in {200, 404}


@pytest.mark.parametrize("path", ["/you-said-we-did/a", "/you-said-we-did?area=b", "/api/v1/themes/a"])
def test_what_no_column_can_hold_is_nowhere(client, monkeypatch, path):
    # As PostgreSQL refuses it, where SQLite looks for it.
    def refuse(*_asked, **_named):
        raise DataError("SELECT", {}, ValueError("a zero byte"))

    for reads in ("get_public_theme", "list_public_themes"):
        monkeypatch.setattr(queries, reads, refuse)
    assert client.response(path).status_code == 404
