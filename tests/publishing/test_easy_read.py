"""The Easy Read renditions: reached from the standard page, a picture and an idea a row, and honest about their age."""

import pytest

from webapp.audit.actors import SYSTEM
from webapp.partnership.easy_read import EasyReadRow
from webapp.publishing import services
from webapp.publishing.importing import import_text

ROWS = (
    EasyReadRow(picture="shop", alt="A shop", words="Go into the shop.", heading="What to do"),
    EasyReadRow(picture="emergency", alt="A telephone", words="Call this number.", number="emergency"),
    EasyReadRow(picture="letter", alt="A letter", words="Write to us.", link="/contact", link_words="Contact us"),
)
PATH = "/publications/a-guide/easy-read"


@pytest.fixture
def guide(app_context, now):
    """Publish a made-up guide with Easy Read renditions in the languages named."""

    def run(*languages: str, is_behind: bool = False, sensitive: bool = False, publish_now: bool = True) -> None:
        document = import_text("# A guide\n\nGo into a shop.\n", name="a-guide.txt")
        easy_reads = [
            services.NewEasyRead(
                language=code,
                title=f"Easy {code}",
                summary="What to do.",
                rows=ROWS,
                is_behind=is_behind,
                awaiting_native_reader=code != "en",
            )
            for code in languages
        ]
        services.import_version(
            services.NewVersion(
                slug="a-guide",
                kind="guidance",
                renditions=[services.NewRendition(language="en", document=document)],
                easy_reads=easy_reads,
                source_name="a-guide.txt",
                source=b"a guide",
                made_by="test",
                made_at=now,
                sensitive=sensitive,
            ),
            publish_now=publish_now,
            by=SYSTEM,
        )

    return run


class TestTheRows:
    def test_each_has_its_picture_with_words_for_it(self, client, guide):
        guide("en")
        page = client.get(PATH)
        assert page.h1 == "Easy en"
        pictures = _of_class(page, "easy-read__picture")
        assert [picture.get("aria-label") for picture in pictures] == ["A shop", "A telephone", "A letter"]
        assert all(
            use.get("href").startswith("/static/build/easy-read.") for picture in pictures for use in list(picture)
        )

    def test_a_number_can_be_called(self, client, guide):
        guide("en")
        page = client.get(PATH)
        assert "tel:999" in page.links
        assert "/contact" in page.links

    def test_links_stay_in_the_language_of_the_page(self, client, guide):
        guide("en", "pl")
        assert "/pl/contact" in client.get(f"/pl{PATH}").links


class TestTheWay:
    def test_the_full_page_leads_to_it_and_it_leads_back(self, client, guide):
        guide("en")
        assert PATH in client.get("/publications/a-guide").links
        assert "/publications/a-guide" in client.get(PATH).links

    def test_a_page_without_one_does_not_promise_it(self, client, guide):
        guide()
        assert PATH not in client.get("/publications/a-guide").links
        client.get(PATH, status=404)

    def test_a_draft_is_not_shown(self, client, guide):
        guide("en", publish_now=False)
        client.get(PATH, status=404)

    def test_help_now_has_one_too(self, client):
        assert "/help-now/easy-read" in client.get("/help-now").links
        page = client.get("/help-now/easy-read")
        assert "tel:999" in page.links
        assert "/help-now" in page.links

    def test_the_starter_texts_have_theirs(self, client, starter):
        assert "Safe Place" in client.get("/publications/safe-places-explained/easy-read").text


class TestHonesty:
    @pytest.mark.parametrize("is_behind", [True, False])
    def test_one_older_than_its_source_says_so(self, client, guide, is_behind):
        guide("en", is_behind=is_behind)
        assert ("has changed since this Easy Read version was made" in client.get(PATH).text) is is_behind

    def test_one_in_another_language_than_the_page_says_so(self, client, guide):
        guide("en")
        page = client.get(f"/pl{PATH}")
        assert page.h1 == "Easy en"
        assert _of_class(page, "easy-read")[0].get("lang") == "en"

    def test_a_translation_is_used_where_there_is_one(self, client, guide):
        guide("en", "pl")
        assert client.get(f"/pl{PATH}").h1 == "Easy pl"

    def test_a_sensitive_one_is_kept_by_no_cache_and_can_be_left(self, client, guide):
        guide("en", sensitive=True)
        assert client.response(PATH).headers["Cache-Control"] == "no-store"
        assert "/leave" in client.get(PATH).links


def _of_class(page, name: str) -> list:
    return [element for element in page.root.iter() if element.get("class") == name]
