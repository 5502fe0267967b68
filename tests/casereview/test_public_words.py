"""What the public pages promise of a case review: the privacy notice, the page that explains it, and who is let in."""

import pytest

from webapp.casereview.application.journey import HOURS
from webapp.casereview.cases.writing import KEPT_YEARS, KEPT_YEARS_WITHOUT_REVIEW

pytestmark = pytest.mark.integration


class TestPrivacy:
    def test_it_says_what_becomes_of_an_application(self, client):
        """UK GDPR, articles 13 and 14: purpose, basis, who sees it, how long, where it comes from, no machine."""
        page = client.get("/privacy")
        words = page.words("main")[0]
        for said in ("article 6(1)(e)", "article 9(2)(g)", "article 10", "sections 104 and 105", "A person decides."):
            assert said in words, said
        assert "Did somebody else tell us about you?" in words
        assert "#case-review" in page.links
        assert "It changes before a form opens" not in words

    def test_what_it_says_of_time_is_what_the_code_does(self, client):
        assert (KEPT_YEARS, KEPT_YEARS_WITHOUT_REVIEW, HOURS) == (6, 2, 28 * 24)
        words = client.get("/privacy").words("main")[0]
        assert "Six years after a case was closed. Two years if" in words
        assert "after 28 days" in words


class TestInformation:
    def test_it_leads_to_what_happens_to_the_data(self, client):
        assert "/privacy#case-review" in client.get("/asb-case-review").links

    def test_whoever_applied_finds_their_page_also_while_nothing_is_taken(self, make_app):
        browser = make_app(PUBLIC_URL="https://safer.example.org").test_client()
        page = browser.get("/asb-case-review", base_url="https://safer.example.org").get_data(as_text=True)
        assert 'href="/asb-case-review/return"' in page

    def test_it_says_whose_reports_count_together_and_that_this_is_not_confirmed(self, client):
        words = client.get("/asb-case-review").words("main")[0]
        assert "One person made all of them." in words
        assert "The partnership has not confirmed all of this yet." in words
