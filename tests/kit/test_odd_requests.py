"""Requests that no browser sends: bytes that are no address."""

import pytest

pytestmark = pytest.mark.usefixtures("app_context")
LISTS = ("/you-said-we-did", "/what-you-told-us", "/data", "/search", "/publications", "/venues")


@pytest.mark.parametrize("path", LISTS)
def test_bytes_that_are_no_address_break_no_page(client, path):
    odd = {"QUERY_STRING": "area=\xff\xfe&kind=\xe9&q=\xff"}
    assert client.raw.get(path, environ_overrides=odd).status_code == 200


def test_letters_that_a_program_sends_as_they_are_are_read(client):
    sent = "q=Łódź".encode().decode("latin-1")
    assert "Łódź" in client.raw.get("/search", environ_overrides={"QUERY_STRING": sent}).text
