"""Topics are loaded once, again when they change, and never over somebody's work."""

from sqlalchemy import select

from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.search.models import Entry
from webapp.topics import queries
from webapp.topics.models import Topic, TopicText


def title(language: str = "en") -> str:
    return queries.get_topic("made-up", language=language, default="en").title


def found() -> set[str]:
    return set(db.session.scalars(select(Entry.key).where(Entry.source == "topic")))


class TestLoading:
    def test_loading_again_changes_nothing(self, load, write):
        write()
        assert load() == 1
        assert load() == 0

    def test_a_changed_text_takes_the_place_of_the_old(self, load, write):
        write()
        load()
        write(old="Made-up worry", new="Another worry")
        assert load() == 1
        assert title() == "Another worry"
        assert db.session.query(TopicText).count() == 1

    def test_what_somebody_has_worked_on_is_left_alone(self, load, write):
        write()
        load()

        @transaction
        def by_hand() -> None:
            topic = db.session.scalars(select(Topic)).one()
            topic.made_by = "officer"
            topic.texts[0].title = "By hand"

        by_hand()
        write(old="Made-up worry", new="Another worry")
        assert load() == 0
        assert title() == "By hand"

    def test_a_topic_that_left_the_files_keeps_its_address(self, load, write):
        path = write()
        load()
        path.unlink()
        path.parent.rmdir()
        assert load() == 0
        assert title() == "Made-up worry"

    def test_a_language_that_was_taken_out_is_taken_out(self, load, write):
        write()
        pl = write(language="pl")
        pl.write_text('+++\ntitle = "Obawa"\nsummary = "Gdy."\n+++\nSłowa.\n\n{routes}\n', encoding="utf-8")
        load()
        assert title("pl") == "Obawa"
        pl.unlink()
        assert load() == 1
        assert title("pl") == "Made-up worry"

    def test_the_text_is_stored_in_parts_with_links_in_its_language(self, load, write):
        write()
        pl = write(language="pl")
        body = "Słowa.[^annual-report-2026:40]\n\n{routes}\n\n[Dalej](/help-now)"
        pl.write_text(f'+++\ntitle = "Obawa"\nsummary = "Gdy."\n+++\n{body}\n', encoding="utf-8")
        load()
        page = queries.get_topic("made-up", language="pl", default="en")
        assert "{routes}" not in page.opening + page.closing + page.notes
        assert 'href="/pl/help-now"' in page.closing
        assert 'href="/pl/publications/sources/annual-report-2026/40"' in page.notes
        assert page.awaiting_native_reader

    def test_a_topic_can_be_searched_for(self, load, write):
        write()
        load()
        assert found() == {"made-up/en"}


class TestQueries:
    def test_topics_are_listed_in_their_order(self, load, write):
        write("later", old="position = 5", new="position = 50")
        write("sooner")
        load()
        assert [topic.slug for topic in queries.list_topics(language="pl", default="en")] == ["sooner", "later"]

    def test_no_names_are_no_question(self, app_context):
        assert queries.list_topics(language="en", default="en", slugs=()) == []

    def test_public_addresses_are_listed(self, load, write, now):
        write()
        load()
        assert queries.list_public_addresses() == [("made-up", now)]
