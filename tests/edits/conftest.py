"""Officers at the editors, and requests that are independent of a test's app context."""

from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - a fixture for the tests beside this
