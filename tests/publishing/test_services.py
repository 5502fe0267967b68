"""Publishing as acts: versions are added, one is public, a refusal leaves nothing behind."""

import pytest
from sqlalchemy import func, select

from webapp.audit.actors import SYSTEM
from webapp.audit.queries import list_acts_of
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.publishing import queries, services
from webapp.publishing.models import Publication, PublicationVersion, Rendition
from webapp.publishing.rules import PublishingRefusedError


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def html(slug: str) -> str:
    return queries.get_page(slug, None, language="en", default="en")[1].html


def head(slug: str) -> queries.RenditionHead:
    return queries.get_rendition(slug, language="en", default="en")


class TestImporting:
    def test_a_draft_is_kept_and_not_shown(self, publish):
        publish("draft-report", publish_now=False)
        assert count(PublicationVersion) == 1
        with pytest.raises(NotFoundError):
            head("draft-report")
        assert queries.list_publications(language="en", default="en") == []

    def test_a_published_text_is_shown_with_all_its_parts(self, publish):
        publish()
        found = head("safe-streets")
        assert found.title == "Safe streets report"
        assert found.words > 20
        assert 'id="para-2"' in html("safe-streets")
        assert queries.get_table_rows(found.id, 1)[0] == ["Street", "Lamps"]
        assert [file.name for file in found.files] == ["safe-streets.txt"]

    def test_a_new_version_takes_the_place_of_the_old_which_is_kept(self, publish):
        publish()
        publish(text="# Safe streets report\n\nThe second edition is short.\n")
        assert count(PublicationVersion) == 2
        assert "second edition" in html("safe-streets")

    def test_a_new_draft_leaves_the_public_version_as_it_is(self, publish):
        publish()
        publish(text="# Safe streets report\n\nNot yet checked.\n", publish_now=False)
        assert "Not yet checked" not in html("safe-streets")

    def test_an_unknown_kind_is_refused_and_leaves_nothing(self, publish):
        with pytest.raises(PublishingRefusedError, match="no publication kind poem"):
            publish(kind="poem")
        assert count(Publication) == 0

    def test_a_review_is_never_published_by_one_person(self, publish):
        with pytest.raises(PublishingRefusedError, match="second person"):
            publish(kind="dhr")
        assert count(Publication) == 0
        assert count(Rendition) == 0

    def test_a_withdrawn_address_is_not_used_again(self, publish):
        publish()
        set_state("withdrawn")
        with pytest.raises(PublishingRefusedError, match="was withdrawn"):
            publish(publish_now=False)


class TestPublishing:
    def test_the_public_revision_is_raised(self, publish, app):
        revision = app.extensions["public_revision"]
        before = revision.current() or 0
        publish()
        assert (revision.current() or 0) > before

    def test_each_act_is_in_the_audit(self, publish):
        publish()
        acts = list_acts_of("publication", db.session.scalar(select(Publication.id)).hex)
        assert [(act.act, act.actor) for act in acts] == [
            ("publication.published", "system"),
            ("publication.version_added", "system"),
        ]
        assert acts[0].changes == {"public_version": (None, 1), "state": ("draft", "published")}

    def test_a_withdrawn_publication_cannot_be_published(self, publish, now):
        publish()
        set_state("withdrawn")
        with pytest.raises(PublishingRefusedError, match="cannot become"):
            services.publish("safe-streets", at=now, by=SYSTEM)


def set_state(state: str) -> None:
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(Publication.__table__.update().values(state=state))
        connection.commit()
    db.session.rollback()
