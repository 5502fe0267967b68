"""The public pages of the strategy."""

import dataclasses
import datetime as dt

import pytest
import time_machine

from webapp.partnership import Text, Wording
from webapp.partnership.strategy import Consultation
from webapp.partnership.strategy.dates import part_date

PAGES = {
    "/strategy": "Our strategy at a glance",
    "/priorities": "Our priorities over the years",
    "/initiatives": "What is being done",
    "/strategies": "All strategies",
    "/campaigns": "Campaigns",
    "/consultations": "Have your say",
}
LANGUAGES = ("", "/pl", "/ar")
SOURCES = "/publications/sources/"


def say(*words: str) -> tuple[Text, ...]:
    return tuple(Text((Wording(one, "en"),)) for one in words)


@pytest.fixture(autouse=True)
def today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def consultation() -> Consultation:
    return Consultation(
        key="next-strategy",
        title=say("The next strategy: a draft")[0],
        summary=say("Tell us what we missed.")[0],
        body=say("It says what we want to do for three years."),
        how=say("Write to us.", "Ring us."),
        website="https://example.org/answer",
        strategy="next-community-safety",
        opens=dt.date(2026, 11, 1),
        closes=dt.date(2026, 12, 1),
        changed=(),
        changed_on=None,
        citation=None,
    )


def items(page) -> list[str]:
    return [element.get("id") for element in page.all("li") if "initiative" in (element.get("class") or "").split()]


class TestEveryPage:
    @pytest.mark.parametrize(("path", "heading"), PAGES.items())
    def test_an_empty_site_says_what_will_come(self, client, path, heading):
        assert client.get(path).h1 == heading

    @pytest.mark.parametrize("prefix", LANGUAGES)
    @pytest.mark.parametrize("path", PAGES)
    def test_a_full_one_can_be_read_in_every_language(self, visitor, prefix, path):
        page = visitor.get(f"{prefix}{path}")
        assert page.response.headers["Cache-Control"].startswith("public")

    @pytest.mark.parametrize("path", [*list(PAGES)[:4], "/campaigns/just-dont"])
    def test_every_source_link_leads_somewhere(self, visitor, path):
        links = {link for link in visitor.get(path).links if link.startswith(SOURCES)}
        assert links
        for link in links:
            assert visitor.response(link).status_code in {200, 302}, link

    def test_pages_lead_to_each_other(self, visitor):
        links = visitor.get("/strategy").links
        assert {path for path in PAGES if path != "/strategy"} <= set(links)
        for link in links:
            if link.startswith("/initiatives?"):
                assert items(visitor.get(link)), link


class TestStrategy:
    def test_the_aim_the_priorities_and_the_promises_are_shown(self, visitor):
        page = visitor.get("/strategy")
        assert "everyone who lives here or visits feels safe and welcome" in page.text
        assert page.words("h3")[:3] == [
            "Less serious violence",
            "Less violence against women and girls",
            "Less anti-social behaviour, and fewer places with much crime",
        ]
        assert "Violent crime of every kind" in page.words("h4")

    def test_which_way_is_better_is_said_in_words(self, visitor):
        text = visitor.get("/strategy").text
        assert text.count("More is better.") == 11
        assert text.count("Less is better.") == 3
        assert text.count("Neither way is better by itself.") == 2
        assert text.count("That is better.") == 1
        assert "That is worse." not in text

    def test_a_share_shows_its_two_counts(self, visitor):
        words = visitor.get("/strategy").words("dd")
        assert "22% (160 of 734)" in words
        assert "16% (116 of 721)" in words

    def test_what_is_not_known_is_said(self, visitor):
        text = visitor.get("/strategy").text
        assert "The measures for these priorities were still being written in March 2026." in text
        assert text.count("The documents that we hold give no result for these.") == 3
        assert "Funds for work on serious violence were only sure until 31 March 2026." in text

    def test_a_measure_that_is_promised_and_does_not_come_is_late(self, client, load, content):
        def promise(measure):
            return dataclasses.replace(measure, every_months=12) if measure.key == "marac-cases" else measure

        plans = tuple(
            dataclasses.replace(plan, measures=tuple(promise(one) for one in plan.measures)) for plan in content.plans
        )
        assert "The next figure is late." not in client.get("/strategy").text
        load(plans=plans)
        assert client.get("/strategy").text.count("The next figure is late.") == 1

    def test_a_target_is_shown_with_whether_it_is_reached(self, client, load, content):
        def aim(measure):
            return dataclasses.replace(measure, target=0) if measure.key == "recorded-asb" else measure

        load(plans=tuple(dataclasses.replace(p, measures=tuple(aim(one) for one in p.measures)) for p in content.plans))
        assert "The target is reached." in client.get("/strategy").text


class TestPriorities:
    def test_the_sets_are_an_ordered_list_with_the_present_one_marked(self, visitor):
        page = visitor.get("/priorities")
        events = [one for one in page.all("li") if "timeline__event" in (one.get("class") or "")]
        assert [one.get("id") for one in events] == ["dorset-2019-20", "2020-21", "2022-25", "2025", "2025-10"]
        assert [one.get("id") for one in events if one.get("aria-current")] == ["2025-10"]

    def test_another_partnerships_priorities_are_set_apart(self, visitor):
        text = visitor.get("/priorities").text
        assert "Another partnership" in text
        assert "Dorset Community Safety Partnership" in text
        assert "These were not our priorities." in text

    def test_what_came_after_is_said_and_what_left_the_list_too(self, visitor):
        text = visitor.get("/priorities").text
        assert text.count("After it: not on the next list.") == 1
        assert "the same again" in text

    def test_our_text_on_the_priorities_is_linked_where_it_is_published(self, visitor):
        assert "/publications/our-priorities" not in visitor.get("/priorities").links


class TestInitiatives:
    def test_every_paragraph_has_its_place_and_its_source(self, visitor):
        page = visitor.get("/initiatives")
        assert len(items(page)) == 41
        for number in range(22, 63):
            assert f"{SOURCES}annual-report-2026/{number}" in page.links

    @pytest.mark.parametrize(
        ("query", "amount"),
        [
            ("priority=exploitation", 7),
            ("scope=cross-cutting", 15),
            ("q=knife", 2),
            ("priority=vawg&scope=cross-cutting", 13),
            ("priority=vawg&q=handbags", 1),
            ("priority=nonsense", 0),
            ("scope=nonsense", 41),
            ("q=", 41),
            ("q=" + "x" * 2000, 0),
            ("q=%3Cscript%3E", 0),
        ],
    )
    def test_filters_are_plain_addresses(self, visitor, query, amount):
        page = visitor.get(f"/initiatives?{query}")
        assert len(items(page)) == amount
        assert ("Nothing matches" in page.text) is (amount == 0)

    def test_htmx_gets_the_results_alone_at_the_same_address(self, visitor):
        fragment = visitor.get("/initiatives?priority=exploitation", headers={"HX-Request": "true"})
        assert fragment.is_fragment
        assert len(items(fragment)) == 7
        assert "HX-Request" in fragment.response.headers["Vary"]

    def test_work_with_an_end_that_has_passed_is_done(self, visitor, content):
        text = visitor.get("/initiatives").text
        done = sum(1 for one in content.initiatives if one.stage == "done")
        assert text.count(">Done<") == done


class TestStrategies:
    def test_what_is_being_written_stands_apart_from_what_holds(self, visitor):
        page = visitor.get("/strategies")
        assert page.words("h2")[:4] == ["In force", "Being written", "Planned", "Ended"]

    def test_a_strategy_of_which_nobody_has_spoken_for_long_says_so(self, visitor):
        assert visitor.get("/strategies").text.count("We have found nothing newer, so it may have changed.") == 2


class TestCampaigns:
    def test_what_is_over_is_told_by_its_dates(self, visitor):
        page = visitor.get("/campaigns")
        assert page.words("h2") == ["Running", "Over"]
        over = visitor.get("/campaigns/prevent-week-2025")
        assert "This campaign is over." in over.text
        assert "6 to 10 October 2025" in over.text

    def test_one_without_an_end_says_that_nobody_has_told(self, visitor):
        assert "Nobody has said when it ends." in visitor.get("/campaigns/just-dont").text

    def test_one_to_come(self, client, load, content):
        coming = dataclasses.replace(content.campaigns[0], starts=part_date("2027-01"))
        load(campaigns=(coming,))
        assert client.get("/campaigns").words("h2") == ["Coming"]
        assert client.get("/campaigns/just-dont").h1 == "#JustDont"

    def test_an_unknown_one_is_not_found(self, visitor):
        visitor.get("/campaigns/none", status=404)


class TestConsultations:
    def test_none_is_invented(self, visitor):
        page = visitor.get("/consultations")
        assert "Nothing is open at the moment" in page.text
        visitor.get("/consultations/next-strategy", status=404)

    @pytest.mark.parametrize(
        ("day", "state", "shown", "hidden"),
        [
            (dt.date(2026, 10, 31), "Not open yet", "Write to us.", "Answer online"),
            (dt.date(2026, 11, 21), "Open", "Answer online", "What changed"),
            (dt.date(2026, 12, 1), "Open", "Ring us.", "What changed"),
            (dt.date(2026, 12, 2), "Closed", "We will tell you here what changed", "Write to us."),
        ],
    )
    def test_its_state_follows_the_day(self, client, load, consultation, day, state, shown, hidden):
        load(consultations=(consultation,))
        with time_machine.travel(dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC), tick=False):
            assert client.get("/consultations").words("h2") == [state]
            page = client.get("/consultations/next-strategy")
        assert shown in page.text
        assert hidden not in page.text
        assert "/strategies#next-community-safety" in page.links

    def test_what_changed_is_told_afterwards(self, client, load, consultation):
        load(
            consultations=(
                dataclasses.replace(
                    consultation,
                    closes=dt.date(2026, 11, 10),
                    changed=say("We added a part on young people."),
                    changed_on=dt.date(2026, 11, 20),
                ),
            )
        )
        page = client.get("/consultations/next-strategy")
        assert "We added a part on young people." in page.text
        assert "20 November 2026" in page.text
        assert "Write to us." not in page.text
