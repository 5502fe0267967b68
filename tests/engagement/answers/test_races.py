"""Several at once: a theme is agreed to once, and the numbers of news have neither gaps nor doubles."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.conftest import NOW
from tests.engagement.answers.things import ANN, BEN, CAT, TODAY, asked, published, text, theme_words
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.engagement.answers import news, queries, services
from webapp.engagement.answers.news import WrittenNews
from webapp.kit.collisions import EditCollisionError

AT_ONCE = 4


@pytest.fixture
def race(app):
    """Run acts at the same moment, each with a connection of its own; gives which of them came through."""

    def run(*acts) -> list[bool]:
        together = threading.Barrier(len(acts))

        def one(act) -> bool:
            with app.app_context():
                together.wait()
                try:
                    act()
                except (NotApprovedError, EditCollisionError):
                    return False
                return True

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run


def test_one_of_many_agrees_to_a_theme(app, race):
    with app.app_context():
        theme_id = asked()
        seen = services.fingerprint_of(theme_id)
    people = [BEN, CAT, BEN, CAT]
    won = race(*(partial(services.publish, theme_id, seen, by=who, today=TODAY, at=NOW) for who in people))
    assert won.count(True) == 1
    with app.app_context():
        assert [line.number for line in queries.list_news(0, 10)] == [1]


def test_one_of_many_saves_over_the_version_that_all_saw(app, race):
    with app.app_context():
        theme_id = published()
        seen = services.get_row(theme_id).version
    words = [theme_words(said=text(f"Words of {number}")) for number in range(AT_ONCE)]
    won = race(*(partial(services.save, theme_id, each, seen=seen, by=ANN, at=NOW) for each in words))
    assert won.count(True) == 1


def test_news_of_several_themes_at_once_has_numbers_in_a_row(app, race):
    def agree(note_id: object, by: Actor) -> None:
        news.publish(note_id, news.fingerprint_of(note_id), by=by, today=TODAY, at=NOW)

    with app.app_context():
        themes = [published(slug=f"theme-{number}") for number in range(AT_ONCE)]
        notes = [news.write(each, WrittenNews(words=text("News.")), by=ANN, at=NOW) for each in themes]
    assert all(race(*(partial(agree, note, BEN) for note in notes)))
    with app.app_context():
        assert [line.number for line in queries.list_news(0, 100)] == list(range(1, 2 * AT_ONCE + 1))
