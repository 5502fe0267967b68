"""Requests that know nothing of each other, as on a server."""

from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
