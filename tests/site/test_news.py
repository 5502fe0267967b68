"""What is new, over all slices: a review is told of only where somebody ticked it, by number and year alone."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.client import PageClient
from tests.reviews.conftest import TERMS, make_published

pytestmark = pytest.mark.integration
TITLE = "Review 1, published"


@pytest.fixture
def publish(app: Flask):
    """Publish a made-up review, ticked for "what is new" or not."""

    def run(*, ticked: bool) -> None:
        with app.app_context():
            make_published(terms=replace(TERMS, in_feeds=ticked), canary="quite made up")

    return run


@pytest.mark.parametrize("path", ["/", "/publications.atom"])
def test_a_review_is_not_told_of_without_its_tick(client: PageClient, publish, path: str) -> None:
    publish(ticked=False)
    assert TITLE not in client.response(path).get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/publications.atom"])
def test_a_ticked_review_is_told_of_by_number_and_year(client: PageClient, publish, path: str) -> None:
    publish(ticked=True)
    said = client.response(path).get_data(as_text=True)
    assert TITLE in said
    assert "quite made up" not in said
    assert "/domestic-homicide-reviews/review-1" in said
