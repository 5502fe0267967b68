"""News come from the answers to the public and from releases, in the order in which they were published."""

import dataclasses
import uuid

import pytest

from tests.engagement.alerts.conftest import INSTANT, NOW, mails
from tests.engagement.answers.things import POOLE, published, told
from tests.engagement.conftest import made_content, published_release
from webapp.database import db
from webapp.engagement.alerts import queries, services, sources
from webapp.engagement.alerts.rules import Choices, Often
from webapp.engagement.alerts.sources import SOURCES
from webapp.engagement.answers.models import Theme
from webapp.kit.transaction import transaction

pytestmark = pytest.mark.usefixtures("app_context")


def tell() -> int:
    services.take_in()
    return services.tell_due(now=NOW)


def news_of(email: str) -> list[list[str]]:
    return [item.split("\n") for mail in mails(email) for item in mail.parameters["news"].split("\n\n")]


def test_a_release_is_told_to_all_in_words_of_ours(joined):
    joined("en@example.org", Choices(areas=("town:christchurch",), kinds=("litter",), often=Often.INSTANT))
    published_release("2026Q2")
    assert tell() == 1
    [[title, _area, address]] = news_of("en@example.org")
    assert title == "New figures from what people told us"
    assert address.endswith("/what-you-told-us/2026q2")
    assert tell() == 0


def test_a_correction_is_news_and_what_it_replaces_is_none_any_more(joined):
    joined("ann@example.org", INSTANT)
    first = published_release("2026Q2")
    services.take_in()
    published_release("2026Q2", corrects=first, words={"en": "Twelve answers were counted twice."})
    assert tell() == 1
    assert [lines[-1].rpartition("/")[2] for lines in news_of("ann@example.org")] == ["2026q2-2"]


def test_an_answer_is_told_to_who_wants_its_area_and_kind_in_their_language(joined):
    published_release("2026Q2")
    services.take_in()
    joined("pl@example.org", Choices(areas=(POOLE,), kinds=("noise",), often=Often.INSTANT), language="pl")
    joined("kind@example.org", Choices(kinds=("litter",), often=Often.INSTANT))
    joined("area@example.org", Choices(areas=("town:christchurch",), often=Often.INSTANT))
    published()
    assert tell() == 1
    [[title, area, address]] = news_of("pl@example.org")
    assert (title, area) == ("Nocny hałas w Poole", "Poole")
    assert address.endswith("/pl/you-said-we-did/noise-poole")


def test_later_news_of_a_theme_are_told_too_and_none_twice(joined):
    joined("ann@example.org", INSTANT)
    theme_id = published()
    tell()
    told(theme_id)
    assert (tell(), tell()) == (1, 0)
    assert [lines[0] for lines in news_of("ann@example.org")].count("Noise at night in Poole") == 2


def test_made_up_examples_are_no_news(app_context):
    published_release("2026Q2", content=dataclasses.replace(made_content("2026Q2"), sample=True))
    assert services.take_in() == 0
    assert queries.newest_number() == 0


def test_many_news_of_examples_do_not_hold_up_what_is_real(joined, monkeypatch):
    monkeypatch.setattr(sources, "AT_ONCE", 2)
    joined("ann@example.org", INSTANT)
    example = published(slug="example")
    as_example(example)
    told(example)
    published(slug="real")
    tell()
    assert {lines[-1].rpartition("/")[2] for lines in news_of("ann@example.org")} == {"2026q2", "real"}


@transaction
def as_example(theme_id: uuid.UUID) -> None:
    db.session.get(Theme, theme_id).sample = True


def test_every_source_has_a_name_of_its_own():
    assert [source.name for source in SOURCES] == ["answers", "releases"]
