"""The application's way: it ends nowhere but at "sent", whatever is answered, and makes of it what was meant."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings

from tests.casereview.application.answering import all_pages
from tests.profiles import is_drill
from webapp.casereview.application import steps
from webapp.casereview.application.composing import application_of, incident_of, whereabouts
from webapp.casereview.application.forms import ComeBackForm, ContactForm, HarmForm
from webapp.casereview.application.incident_forms import MOST, IncidentsForm
from webapp.casereview.application.journey import CASE_REVIEW, PAGES, SENDINGS, looks_like_a_flood, send_by_days
from webapp.casereview.application.rough_dates import RoughDate
from webapp.casereview.rules.codes import Authority, CaseKind, Channel, ContactWay, PersonRole
from webapp.journeys import Answers, Exit, Notice, Sending, Step
from webapp.journeys.drafts import Content
from webapp.journeys.model import Held
from webapp.journeys.reading import hurry, read

START = {"started_on": "2026-11-01", "channel": "web"}
HELD = Held(pair_id="1" * 32, public_half=b"p" * 32, closed=b"c", locator=b"l")
TODAY = dt.date(2026, 11, 21)


def answers(**given) -> Answers:
    return Answers(START, given)


def sending(**changes) -> Sending:
    given = {"language": "en", "channel": "web", "by": None, "today": TODAY, "suspicion": 0, "address": None}
    return Sending(**{**given, "once_key": "k", "held": HELD, **changes})


def content(**typed) -> Content:
    listed = {
        slug: {name: [value] if isinstance(value, str) else value for name, value in page.items()}
        for slug, page in typed.items()
    }
    return Content(start=START, typed=listed)


@pytest.fixture
def asked(app) -> Iterator[None]:
    """A request, in which forms can be made."""
    with app.test_request_context("/"), time_machine.travel("2026-11-21 12:00Z", tick=False):
        yield


class TestNoMachineTurnsAnybodyAway:
    """Done line 3: every set of answers reaches submit."""

    def test_it_has_no_exit(self):
        assert not [page for page in PAGES if isinstance(page, Exit)]

    def test_addresses_say_nothing_and_stand_in_their_order(self):
        assert [page.slug for page in PAGES] == sorted("abcdefghijklmnopqrs")

    @given(typed=all_pages())
    @settings(
        max_examples=10_000 if is_drill() else 25,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    def test_every_set_of_answers_reaches_submit(self, asked, typed):
        found = read(CASE_REVIEW, Content(start=START, typed=typed)).path
        assert found.following is None, (found.following.slug, typed[found.following.slug])
        made = application_of(found.answers, sending())
        assert made.persons[0].role is PersonRole.APPLICANT
        assert made.kind == typed["c"]["kind"][0]
        assert (made.phrase is None) == (typed["s"]["come_back"] == ["contact"])
        assert made.started_on == dt.date(2026, 11, 1)

    def test_nothing_is_asked_for_but_four_choices(self, asked):
        """Danger, for whom, may it be shared, and how somebody comes back; each takes every answer."""
        needed = [
            (page.slug, field.short_name)
            for page in PAGES
            if isinstance(page, Step)
            for field in page.form().answers
            if field.missing
        ]
        assert needed == [("a", "danger"), ("c", "kind"), ("d", "authority"), ("q", "consent"), ("s", "come_back")]

    def test_danger_shows_help_and_goes_on(self, asked):
        found = read(CASE_REVIEW, content(a={"danger": "yes"}, b={})).path
        assert [page.slug for page in found.pages][:3] == ["a", "b", "c"]
        assert found.following.slug == "c"

    @pytest.mark.parametrize(
        ("given", "notice"),
        [
            ({"a": {"danger": "yes"}}, "b"),
            ({"d": {"authority": "not_yet"}}, "e"),
            ({"d": {"authority": "cannot_be_given"}}, "e"),
            ({"j": {"relation": "ex"}}, "k"),
            ({"j": {"relation": "relative"}}, "k"),
            ({"m": {"risk": ["weapons"]}}, "n"),
            ({"l": {"words": "I want to kill myself"}}, "n"),
            ({"q": {"consent": "no"}}, "r"),
        ],
    )
    def test_what_is_missing_or_dangerous_advises(self, asked, given, notice):
        page = CASE_REVIEW.find(notice)
        assert isinstance(page, Notice)
        assert page.when(answers(**given))
        assert not page.when(answers())


class TestSendingWhatThereIs:
    def test_a_name_or_a_safe_way_is_enough(self):
        assert steps.can_be_found(answers(g={"name": "Ada"}))
        assert steps.can_be_found(answers(g={"ways": ["post"]}))
        assert not steps.can_be_found(answers(g={"ways": ["tracker"]}))
        assert not steps.can_be_found(answers())

    def test_a_name_alone_reaches_nobody(self):
        assert not steps.can_be_reached(answers(g={"name": "Ada", "ways": ["tracker"]}))
        assert steps.can_be_reached(answers(g={"ways": ["telephone"]}))

    def test_the_rest_counts_as_empty_up_to_what_must_be_chosen(self, asked):
        draft = content(a={"danger": "no"}, c={"kind": "myself"}, g={"name": "Ada"})
        hurry(CASE_REVIEW, draft)
        assert read(CASE_REVIEW, draft).path.following.slug == steps.STATEMENT
        draft.typed["q"] = {"consent": ["yes"]}
        draft.typed["s"] = {"come_back": ["contact"]}
        assert read(CASE_REVIEW, draft).path.following is None

    def test_a_page_about_danger_is_not_passed_by(self, asked):
        draft = content(a={"danger": "no"}, c={"kind": "myself"}, g={"name": "Ada"}, h={}, i={}, j={"relation": "ex"})
        hurry(CASE_REVIEW, draft)
        assert read(CASE_REVIEW, draft).path.following.slug == steps.CLOSE

    def test_what_was_answered_stays(self, asked):
        draft = content(a={"danger": "no"}, c={"kind": "myself"}, g={"name": "Ada"}, o={"wishes": "Quiet"})
        hurry(CASE_REVIEW, draft)
        assert draft.typed["o"] == {"wishes": ["Quiet"]}


class TestByWhenToSend:
    def test_each_report_that_counts_names_its_last_day(self, asked):
        row = {"happened": rough("2026-10-03"), "agency": "council", "told": rough("2026-10-04")}
        late = {"happened": rough("2026-01-03"), "agency": "council", "told": rough("2026-01-04")}
        [day] = send_by_days(answers(h={"incidents": [row, late]}))
        assert (day["number"], day["told"], day["until"]) == (1, "4 October 2026", dt.date(2027, 4, 4))

    def test_a_month_is_read_back_as_a_month(self, asked):
        told = RoughDate(first=dt.date(2026, 10, 1), last=dt.date(2026, 10, 31))
        row = {"happened": rough("2026-10-01"), "agency": "council", "told": told}
        assert send_by_days(answers(h={"incidents": [row]}))[0]["told"] == "October 2026"

    def test_without_reports_nothing_is_said(self, asked):
        assert send_by_days(answers()) == []


def rough(first: str, last: str = "") -> RoughDate:
    return RoughDate(first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last or first))


class TestDates:
    @pytest.mark.parametrize(
        ("day", "month", "year", "first", "last"),
        [
            ("3", "10", "2026", "2026-10-03", "2026-10-03"),
            ("", "2", "2024", "2024-02-01", "2024-02-29"),
            ("", "October", "2026", "2026-10-01", "2026-10-31"),
            ("", "", "2025", "2025-01-01", "2025-12-31"),
            # Nobody tells of what is still to come.
            ("", "11", "2026", "2026-11-01", "2026-11-21"),
        ],
    )
    def test_the_day_or_the_month_may_be_left_out(self, asked, day, month, year, first, last):
        form = read_row(happened={"day": day, "month": month, "year": year})
        assert form.data["happened"] == rough(first, last)

    @pytest.mark.parametrize(
        ("day", "month", "year", "error"),
        [
            ("3", "", "2026", "Enter the month as well, or leave the day empty"),
            ("", "10", "", "Enter the year as well"),
            ("31", "2", "2026", "Enter a date that exists, like 3 10 2026"),
            ("1", "12", "2026", "Enter today's date or an earlier one"),
        ],
    )
    def test_what_cannot_be_is_said(self, asked, day, month, year, error):
        assert str(read_row(happened={"day": day, "month": month, "year": year}).happened.error) == error


def read_row(**dates):
    form = IncidentsForm(
        formdata=typed({f"incidents-0-{name}-{part}": v for name, d in dates.items() for part, v in d.items()}),
        meta={"csrf": False},
    )
    form.validate()
    return form.incidents.rows[0]


def typed(values):
    from werkzeug.datastructures import MultiDict

    return MultiDict(values)


class TestIncidents:
    def test_it_takes_as_many_as_anybody_has(self, asked):
        form = IncidentsForm(
            formdata=typed({f"incidents-{number}-what": "Noise" for number in range(MOST)}), meta={"csrf": False}
        )
        assert form.validate()
        assert len(form.incidents.data) == MOST

    def test_the_same_event_can_be_told_of_the_one_above(self, asked):
        form = IncidentsForm(
            formdata=typed({"incidents-0-what": "A", "incidents-1-what": "B", "incidents-1-same_as": "1"}),
            meta={"csrf": False},
        )
        assert form.validate()
        assert "same_as" not in form.incidents.rows[0].data
        assert [choice.value for choice in form.incidents.rows[1].same_as.choices] == ["", "1"]
        assert incident_of(form.incidents.data[1]).same_as == 0

    def test_whoever_told_nobody_yet_has_made_no_report(self):
        assert incident_of({"agency": "nobody"}).agency == ""

    def test_a_time_that_went_on_is_not_a_guess(self):
        went_on = incident_of({"happened": rough("2026-10-01", "2026-10-31"), "until": rough("2026-11-02")})
        assert (went_on.happened_from, went_on.happened_to) == (dt.date(2026, 10, 1), dt.date(2026, 11, 2))
        assert not went_on.approximately
        some_day = incident_of({"happened": rough("2026-10-01", "2026-10-31")})
        assert some_day.approximately
        assert some_day.happened_to == dt.date(2026, 10, 31)

    def test_a_report_of_some_day_in_a_month_keeps_both_ends(self):
        told = incident_of({"told": rough("2026-10-01", "2026-10-31")})
        assert (told.told_on, told.told_to, told.told_approximately) == (
            dt.date(2026, 10, 1),
            dt.date(2026, 10, 31),
            True,
        )


class TestWhoseReport:
    """Under one reading of section 104(4) the reports are counted for each person of a group."""

    def form(self, **more) -> IncidentsForm:
        members = {"members-0-name": ["Cem"], "members-2-telephone": ["01632 960 002"]}
        typed = {"a": {"danger": ["no"]}, "c": {"kind": ["community"]}, "f": members, "g": {}, **more}
        draft = Content(start=START, typed=typed)
        return read(CASE_REVIEW, draft).forms["h"]

    def test_a_group_is_asked_who_told_them(self, asked):
        form = self.form(h={"incidents-0-what": ["Noise"], "incidents-0-person": ["Cem"]})
        assert form.incidents.rows[0].person.codes == ["applicant", "Cem", "Person 2"]
        assert incident_of(form.incidents.data[0]).person == "Cem"
        form.incidents.act("add")
        assert "person" in [field.short_name for field in form.incidents.rows[1].answers]

    def test_who_left_the_group_is_nobodys_answer(self, asked):
        form = self.form(h={"incidents-0-what": ["Noise"], "incidents-0-person": ["Dot"]})
        assert not incident_of(form.incidents.data[0]).person

    def test_nobody_else_is_asked(self, asked):
        draft = content(a={"danger": "no"}, c={"kind": "myself"}, g={}, h={"incidents-0-person": "Cem"})
        row = read(CASE_REVIEW, draft).forms["h"].incidents.rows[0]
        assert "person" not in [field.short_name for field in row.answers]
        assert not row.person.data


class TestFloods:
    """Everything is taken in; what may come from a program is held apart (security design, T4)."""

    def test_a_program_is_held_apart_and_a_person_is_not(self, app, asked):
        assert not looks_like_a_flood(sending())
        assert looks_like_a_flood(sending(suspicion=2))
        assert not looks_like_a_flood(sending(suspicion=2, channel="paper"))

    def test_more_than_people_send_from_one_neighbourhood(self, app, asked):
        held = [
            looks_like_a_flood(sending(address="192.0.2.1", once_key=str(number))) for number in range(SENDINGS + 1)
        ]
        assert held == [False] * SENDINGS + [True]
        assert not looks_like_a_flood(sending(address="192.0.2.1", once_key="0")), "a repeat costs nothing"
        assert not looks_like_a_flood(sending(address="198.51.100.1"))


class TestPeople:
    def test_who_asks_for_another_and_who_is_affected_are_two(self, asked):
        given = {
            "c": {"kind": "someone_else"},
            "d": {"authority": "not_yet", "standing": "worker", "name": "Bea", "ways": ["text"], "telephone": "1"},
            "g": {"name": "Ada", "ways": ["email"], "email": "ada@example.org"},
            "i": {"address": "1 Made-up Lane"},
        }
        applicant, affected = application_of(answers(**given), sending()).persons
        assert (applicant.authority, applicant.relation, applicant.address) == (Authority.NOT_YET, "worker", "")
        assert (affected.role, affected.name, affected.address) == (PersonRole.AFFECTED, "Bea", "1 Made-up Lane")
        # What another told is no safe way before an officer, or the person, says so.
        assert (affected.contact.ways, affected.contact.named_ways) == ((), (ContactWay.TEXT,))

    def test_each_of_a_group_has_a_part(self, asked):
        rows = [{"name": "Cem", "email": "c@example.org", "agreed": "yes"}, {"name": "Dot"}]
        given = {"c": {"kind": "community"}, "f": {"members": rows}}
        _, cem, dot = application_of(answers(**given), sending()).persons
        assert (cem.role, cem.authority, cem.contact.named_ways) == (
            PersonRole.MEMBER,
            Authority.GIVEN,
            (ContactWay.EMAIL,),
        )
        assert (dot.authority, dot.contact.ways) == (Authority.NOT_YET, ())

    def test_nobody_leaves_a_message_unless_they_may(self, asked):
        def no_message(**given) -> bool:
            return application_of(answers(g=given), sending()).persons[0].contact.no_message

        assert no_message()
        assert not no_message(message=True)

    def test_who_wants_no_page_has_no_phrase(self, asked):
        given = {"g": {"ways": ["post", "tracker"]}, "s": {"come_back": "contact"}}
        made = application_of(answers(**given), sending())
        assert made.phrase is None
        assert made.persons[0].contact.ways == (ContactWay.POST,)
        assert application_of(answers(s={"come_back": "supporter"}), sending()).phrase.pair_id == HELD.pair_id

    def test_an_officer_enters_what_was_told_on_the_telephone(self, asked):
        made = application_of(answers(c={"kind": "business", "business": "Made-up Fish"}), sending(channel="telephone"))
        assert (made.kind, made.channel, made.persons[0].relation) == (
            CaseKind.BUSINESS,
            Channel.TELEPHONE,
            "Made-up Fish",
        )

    @pytest.mark.parametrize(
        ("way", "name"), [("email", "email"), ("text", "telephone"), ("post", "post"), ("supporter", "supporter")]
    )
    def test_a_way_that_is_safe_must_be_usable(self, asked, way, name):
        form = ContactForm(formdata=typed({"ways": way}), meta={"csrf": False})
        assert not form.validate()
        assert form[name].error

    def test_without_words_and_without_a_way_nobody_could_be_told_anything(self, asked):
        form = ComeBackForm(meta={"csrf": False})
        form.prepare(answers())
        assert "no safe way" in str(form.come_back.hint)


class TestRest:
    def test_how_often_and_to_whom_are_grounds_and_may_stay_empty(self, asked):
        made = application_of(answers(l={"often": "week", "still": "yes", "affected": ["children"]}), sending())
        assert (made.often, made.still, made.affected) == ("week", "yes", ("children",))
        assert (application_of(answers(), sending()).often, application_of(answers(), sending()).affected) == ("", ())

    def test_none_of_these_is_not_kept(self, asked):
        assert application_of(answers(m={"risk": ["none"]}), sending()).risk == ()
        assert application_of(answers(a={"danger": "yes"}, m={"risk": ["worse"]}), sending()).risk == (
            "danger",
            "worse",
        )

    def test_what_it_does_and_why_are_one_list_of_codes(self, asked):
        made = application_of(answers(l={"harm": ["sleep"], "aimed": ["hate_race"]}), sending())
        assert made.harm == ("sleep", "hate_race")

    def test_words_say_more_than_the_town_that_was_chosen(self, starter, asked):
        assert whereabouts({"place": "Boscombe", "town": "poole"}) == ("bournemouth", "boscombe")
        assert whereabouts({"town": "poole"}) == ("poole", "")
        assert whereabouts({"town": "other", "address": "nowhere that anybody knows"}) == ("", "")

    def test_a_page_that_was_left_empty_is_one_line_to_check(self, asked):
        form = HarmForm(formdata=typed({}), meta={"csrf": False})
        assert form.validate()
        assert [field.short_name for field in form.answers if not field.is_left_out] == ["harm"]
