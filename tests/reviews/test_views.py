"""The public pages: what they show, and what they keep to themselves."""

import dataclasses

import pytest

from tests.reviews.conftest import TERMS, WRITER, make_published
from webapp.partnership.profile import ReviewLabel
from webapp.reviews import queries
from webapp.reviews.rules import Status
from webapp.reviews.services import files, publication, recommendations
from webapp.site.indexing import index_pages

LIBRARY = "/domestic-homicide-reviews"


class TestLibrary:
    def test_an_empty_one_explains_itself(self, client):
        page = client.get(LIBRARY)
        assert page.h1 == "Domestic homicide reviews"
        assert "No review is published here yet" in page.words("h3")
        assert "No review is under way now." in page.text

    def test_running_reviews_are_a_number(self, app, client):
        with app.app_context():
            for _ in range(2):
                files.change_state(files.notify(by=WRITER), files.State.SCOPING, by=WRITER)
        assert "2 reviews are under way." in client.get(LIBRARY).text

    def test_it_goes_by_the_partnerships_word_and_tells_the_other(self, app, client, monkeypatch):
        assert "DARDR" in client.get(LIBRARY).text
        partnership = app.extensions["partnership"]
        profile = dataclasses.replace(partnership.profile, review_label=ReviewLabel.DARDR)
        monkeypatch.setitem(app.extensions, "partnership", dataclasses.replace(partnership, profile=profile))
        page = client.get(LIBRARY)
        assert page.h1 == "Domestic abuse related death reviews"
        assert "(DHR)" in page.text

    @pytest.mark.parametrize("word", ["dhr", "dardr", "domestic homicide review"])
    def test_both_words_find_it(self, app, client, word):
        with app.app_context():
            index_pages()
        assert LIBRARY in client.get(f"/search?q={word}").links


class TestEveryPage:
    @pytest.fixture
    def paths(self, app) -> list[str]:
        with app.app_context():
            make_published(canary="Zephyrkanarie")
        review = f"{LIBRARY}/review-1"
        return [LIBRARY, review, f"{review}/overview-report", f"{LIBRARY}/recommendations"]

    def test_no_cache_keeps_it_and_no_cookie_is_set(self, client, paths):
        for path in paths:
            response = client.response(path)
            assert response.headers["Cache-Control"] == "no-store"
            assert "Set-Cookie" not in response.headers

    def test_the_way_out_and_the_helplines_are_there(self, client, paths):
        for path in paths:
            page = client.get(path)
            assert "/leave" in page.links
            assert "Somebody to talk to" in page.words("h2")

    def test_title_address_and_description_say_nothing_of_anybody(self, client, paths):
        for path in paths:
            page = client.get(path)
            assert "Zephyrkanarie" not in page.words("title")[0]
            described = [meta.get("content") for meta in page.all("meta") if meta.get("name") == "description"]
            assert described == ["Reviews that help to prevent deaths."]
            robots = [meta.get("content") for meta in page.all("meta") if meta.get("name") == "robots"]
            assert robots in (["noarchive, nosnippet"], ["noindex, noarchive, nosnippet"])

    def test_search_engines_list_only_what_was_ticked_and_never_a_document(self, app, client):
        with app.app_context():
            make_published(terms=dataclasses.replace(TERMS, in_search=False))
            make_published()
        listed = [f"{LIBRARY}/review-{number}" for number in (1, 2)]
        noindex = ["noindex" in client.get(path).text for path in (LIBRARY, *listed, f"{listed[1]}/overview-report")]
        assert noindex == [False, True, False, True]


class TestReview:
    def test_nothing_of_the_text_stands_before_the_choice(self, app, client):
        with app.app_context():
            make_published(canary="Zephyrkanarie")
        page = client.get(f"{LIBRARY}/review-1")
        assert page.h1 == "Review 1, published 2026"
        assert "Before you read on" in page.text
        assert "Zephyrkanarie" not in page.text
        assert "Zephyrkanarie" in client.get(f"{LIBRARY}/review-1/executive-summary").text

    def test_in_another_language_it_says_so(self, app, client):
        with app.app_context():
            make_published()
        assert 'lang="en"' in client.get(f"/pl{LIBRARY}/review-1/action-plan").text

    def test_the_first_page_has_one_address(self, app, client):
        with app.app_context():
            make_published()
        response = client.response(f"{LIBRARY}/review-1/action-plan/part-1")
        assert (response.status_code, response.location) == (301, f"{LIBRARY}/review-1/action-plan")

    def test_what_is_not_there_is_not_found(self, app, client):
        with app.app_context():
            make_published()
        for path in ("review-2", "review-1/other", "review-1/action-plan/part-7", "review-1/action-plan/part-x"):
            client.get(f"{LIBRARY}/{path}", status=404)

    @pytest.mark.parametrize("path", ["review-1", "review-1/action-plan", "review-1/action-plan/part-2"])
    def test_a_withdrawn_one_leaves_a_notice(self, app, client, path):
        with app.app_context():
            publication.withdraw(make_published(canary="Zephyrkanarie"), reason="made up", by=WRITER)
        page = client.get(f"{LIBRARY}/{path}", status=410)
        assert "This review is no longer published here." in page.text
        assert "Zephyrkanarie" not in page.text

    def test_one_that_was_replaced_says_so(self, app, client):
        with app.app_context():
            publication.withdraw(make_published(), reason="made up", by=WRITER, after=files.State.SUPERSEDED)
        assert "A newer one replaces it." in client.get(f"{LIBRARY}/review-1", status=410).text


class TestTracker:
    def test_an_empty_one_explains_itself(self, client):
        assert "No recommendations are here yet" in client.get(f"{LIBRARY}/recommendations").text

    def test_of_three_reviews_it_names_them_and_of_fewer_it_does_not(self, app, client):
        with app.app_context():
            for agency in ("police", "police", "bcp_council"):
                (one,) = queries.list_recommendations(make_published(agency=agency))
            recommendations.tell_progress(one.id, Status.UNDER_WAY, "Half were trained.", by=WRITER)
        page = client.get(f"{LIBRARY}/recommendations")
        assert f"{LIBRARY}/review-3" in page.links
        assert "Half were trained." in page.text
        assert "1 March 2027" in page.text
        page = client.get(f"{LIBRARY}/recommendations?agency=police")
        assert "2 recommendations" in page.text
        assert "fewer than three reviews" in page.text
        assert not [link for link in page.links if link.startswith(f"{LIBRARY}/review-")]
        assert "1 March 2027" not in page.text

    def test_filters_that_match_nothing_offer_the_way_back(self, client):
        page = client.get(f"{LIBRARY}/recommendations?theme=housing&standing=late")
        assert "Nothing matches" in page.text

    def test_the_list_alone_is_a_fragment(self, client):
        page = client.get(f"{LIBRARY}/recommendations", headers={"HX-Request": "true"})
        assert page.is_fragment

    def test_the_sitemap_names_only_what_search_may_find(self, app, client):
        with app.app_context():
            make_published(terms=dataclasses.replace(TERMS, in_search=False))
            make_published()
        sitemap = client.response("/sitemap.xml").get_data(as_text=True)
        assert "/domestic-homicide-reviews/review-2<" in sitemap
        assert "review-1" not in sitemap
