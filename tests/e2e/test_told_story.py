"""What people told us, in Chromium: from a hot spot to released figures, an answer to the public, and one mail.

The analyst, a second person, a partner of an agency, the public and two readers have browsers of their own (issue 9,
fifth line of Done); the clock is set.
"""

import datetime as dt
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.case_story import follow, press, send, visit
from tests.e2e.story_place import story_site
from tests.e2e.told_story import (
    NOISE,
    STAFF,
    ToldPlace,
    agree,
    begin_with_hot_spot,
    linked,
    links_in,
    look_closer,
    map_and_table,
    part_of_desk,
    prepare_release,
    subscribe,
    take_files,
    words_of,
)
from webapp.engagement.alerts.rules import NEUTRAL_BEGINNING

# A Thursday in winter, and the Monday after it, when the weekly mails leave.
BEGIN = dt.datetime(2026, 11, 19, 10, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 11, 23, 8, 5, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
WEEK = 7 * DAY
QUARTER = "2026Q2"
POLISH, OTHER = "czytelniczka@example.org", "reader@example.org"
LOUD = {"en": "Loud noise, music or parties", "pl": "Hałas, głośna muzyka lub imprezy"}
TITLE = {"en": "Made-up music at night", "pl": "Zmyślona muzyka w nocy"}
SUBJECT = {"en": "There is something new to read", "pl": "Jest coś nowego do przeczytania"}
FIGURES = {"en": "New figures from what people told us", "pl": "Nowe liczby"}
AGENCY = "BCP Council"
PUBLISHED = "You have agreed. It is public, and it stays."


@pytest.fixture
def place(browser: Browser, tmp_path_factory) -> Iterator[ToldPlace]:
    """The site, served from this process so that its clock can be set, with its officers and the answers of a year."""
    with story_site(tmp_path_factory.mktemp("told-story"), BEGIN) as (app, move_clock):
        site = ToldPlace(app, browser, move_clock)
        site.hire(STAFF)
        site.plant()
        yield site
        site.close()


def in_both(name: str, english: str, polish: str) -> dict[str, str]:
    """What an officer writes into the boxes of two languages."""
    return {f"{name}-en": english, f"{name}-pl": polish}


def release(place: ToldPlace, desk: Page) -> list[str]:
    """From the hot spot to public figures; gives what they say of noise in the ward that stands out."""
    ward = begin_with_hot_spot(desk)
    # A theme holds no numbers but those that everybody can check.
    expect(desk.locator("main")).to_contain_text("A theme begins from figures that were published.")
    prepare_release(place, desk, QUARTER)
    follow(desk, linked(desk, "See the page as everybody will see it"))
    shown = map_and_table(desk)
    follow(desk, desk.get_by_role("navigation", name="Breadcrumb").get_by_role("link").last)
    second = place.tab("second")
    agree(desk, second, "You have agreed. The release is public and frozen.")

    public = place.tab()
    visit(public, "/")
    follow(public, linked(public, "What people told us"))
    expect(public.locator("main")).to_contain_text("About 1,320 people answered")
    rows = look_closer(public, NOISE, LOUD["en"])
    assert rows == shown
    assert [[row[0].partition(". ")[2], *row[1:]] for row in rows] == take_files(public, NOISE)
    [found] = [row for row in rows if row[0].endswith(f". {ward}")]
    return [ward, *found[1:]]


def begin_theme(desk: Page, code: str, figures: list[str]) -> str:
    """Begin a theme with the hot spot, which shows the released figures; gives its page."""
    ward, people, of, _share = figures
    part_of_desk(desk, "What people told us")
    assert begin_with_hot_spot(desk) == ward
    expect(desk.locator(f"main [name=kinds][value={NOISE}]")).to_be_checked()
    words = in_both("title", TITLE["en"], TITLE["pl"]) | in_both("said", "It is loud at night.", "W nocy jest głośno.")
    expect(desk.locator("main [name=area]")).to_have_value(f"ward:{code}")
    send(desk, **words)
    expect(desk.locator("main")).to_contain_text(f"about {people} people named it, of about {of} who answered")
    return desk.url


def answer(desk: Page, second: Page, page: str, state: str, why: dict[str, str]) -> None:
    """The analyst says where a theme stands; a second person agrees."""
    visit(desk, page)
    send(desk, state=state, **why)
    expect(desk.locator("main")).to_contain_text("Saved.")
    agree(desk, second, PUBLISHED)


def look_at_answer(place: ToldPlace, state: str, *said: str) -> Page:
    """The public finds the one answer in this state, and on its page what was said; gives the page."""
    public = place.tab()
    visit(public, "/")
    follow(public, linked(public, "You said, we did"))
    card = public.locator("#theme-results .card")
    expect(card).to_have_count(1)
    expect(card).to_contain_text(state)
    follow(public, card.get_by_role("link", name=TITLE["en"]))
    for words in (state, *said):
        expect(public.locator("main")).to_contain_text(words)
    return public


def link_action(desk: Page, page: str, next_on: dt.date) -> None:
    """Write down what an agency does about it."""
    visit(desk, page)
    follow(desk, desk.get_by_role("button", name="Add an action"))
    words = in_both("words", "Patrols on Friday nights.", "Patrole w piątkowe noce.")
    send(desk, owner="council", action_status="under_way", **words, next_on=next_on, evidence="/what-you-told-us")
    expect(desk.locator("main")).to_contain_text("Patrols on Friday nights.")


def check_news(mail: EmailMessage, language: str, ward: str) -> None:
    """A mail in this language: each item once, and nobody who glances at it learns what it is about."""
    text, others = words_of(mail), {"en": "pl", "pl": "en"}[language]
    assert mail["Subject"] == SUBJECT[language]
    assert text.count(TITLE[language]) == text.count("/you-said-we-did/") == 1
    assert text.count(FIGURES[language]) == text.count("/what-you-told-us/") == 1
    assert TITLE[others] not in text
    assert SUBJECT[others] not in text
    assert {urlsplit(link).path.startswith("/pl/") for link in links_in(mail)} == {language == "pl"}
    glance = f"{mail['From']} {mail['Subject']} {text[:NEUTRAL_BEGINNING]}".casefold()
    for told in (*TITLE.values(), *LOUD.values(), *FIGURES.values(), ward, "Poole"):
        assert told.casefold() not in glance


def stop_by_one_click(place: ToldPlace, mail: EmailMessage) -> None:
    """What a mail program sends when its own button is pressed (RFC 8058)."""
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(mail["List-Unsubscribe"]).strip("<>")
    sent = place.tab().context.request.post(address, form={"List-Unsubscribe": "One-Click"})
    assert sent.ok
    place.work()


def send_news(place: ToldPlace, next_on: dt.date) -> None:
    """The agency's partner writes news of what is late; the analyst reads it, and agrees."""
    partner, desk = place.tab("partner"), place.tab("analyst")
    part_of_desk(partner, "Our actions")
    follow(partner, linked(partner, "Patrols on Friday nights."))
    expect(partner.locator("main")).to_contain_text("Late")
    send(partner, **in_both("words", "Forty patrols so far.", "Dotąd czterdzieści patroli."), next_on=next_on)
    expect(partner.locator("main")).to_contain_text("The public sees it when an analyst has read it.")
    part_of_desk(desk, "Queue")
    expect(desk.locator("main")).to_contain_text("Promise to the public that is late")
    part_of_desk(desk, "You said, we did")
    follow(desk, desk.locator("[aria-labelledby=notes-heading]").get_by_role("link", name=TITLE["en"]))
    expect(desk.locator("main")).to_contain_text("Forty patrols so far.")
    press(desk, "Agree and publish")
    expect(desk.locator("main")).to_contain_text("You have agreed. The news is public.")


def close_action(desk: Page, page: str) -> None:
    """Say that it is done, what came of it and where that can be looked at."""
    visit(desk, page)
    follow(desk, linked(desk, AGENCY))
    outcome = in_both("outcome", "It is quieter.", "Jest ciszej.")
    send(desk, action_status="done", **outcome, evidence="https://example.org/made-up-minutes")
    expect(desk.locator("main")).to_contain_text("It is quieter.")


def test_from_a_hot_spot_to_figures_an_answer_and_one_mail(place):
    subscribe(place, "/pl", POLISH, areas=[f"ward:{place.hot}"], kinds=[NOISE])
    subscribe(place, "", OTHER)

    # One prepares figures, another agrees; then there is something to answer, and first only why there is no answer.
    desk, second = place.tab("analyst"), place.tab("second")
    figures = release(place, desk)
    page = begin_theme(desk, place.hot, figures)
    answer(desk, second, page, "heard", in_both("why", "There is no money.", "Nie ma pieniędzy."))
    look_at_answer(place, "Heard, nothing yet", "Why nothing is done yet", "There is no money.", *figures[:3])

    # An agency does something about it, and says when there will be news.
    next_on = (BEGIN + 120 * DAY).date()
    link_action(desk, page, next_on)
    answer(desk, second, page, "doing", in_both("why", "There is money.", "Są pieniądze."))
    public = look_at_answer(place, "Being done", AGENCY, "Under way", "More news by 19 March 2027")
    follow(public, public.get_by_role("link", name="Read more about it"))

    # On Monday each reader gets one mail of it all, in their language, and no second one.
    place.work()
    assert [len(place.mails(to)) for to in (POLISH, OTHER)] == [1, 1]
    place.at(MONDAY)
    place.work()
    place.work()
    [_confirm, mail] = place.mails(POLISH)
    check_news(mail, "pl", figures[0])
    check_news(place.mails(OTHER)[1], "en", figures[0])
    public = place.tab()
    visit(public, next(link for link in links_in(mail) if "/you-said-we-did/" in link))
    expect(public.locator("h1")).to_have_text(TITLE["pl"])
    place.at(MONDAY + WEEK)
    place.work()
    assert [len(place.mails(to)) for to in (POLISH, OTHER)] == [2, 2]
    stop_by_one_click(place, mail)

    # After 90 days without a word everybody can see that news is late; then the agency answers.
    place.at(BEGIN + 90 * DAY)
    assert not look_at_answer(place, "Being done").get_by_text("News is late").count()
    place.at(BEGIN + 91 * DAY)
    place.work()
    look_at_answer(place, "News is late", "There has been no news since 19 November 2026. It is late.")
    send_news(place, next_on + WEEK)
    public = look_at_answer(place, "Being done", "News from BCP Council", "Forty patrols so far.")
    assert not public.get_by_text("News is late").count()

    # In the end it is done, and all that was said of it before stays.
    desk, second = place.tab("analyst"), place.tab("second")
    close_action(desk, page)
    answer(desk, second, page, "done", in_both("why", "Fewer people tell of it.", "Mówi o tym mniej osób."))
    told = ("What changed", "It is quieter.", "Now: Done", "Now: Being done", "Our first answer: Heard, nothing yet")
    look_at_answer(place, "Done", *told, "Before: Heard, nothing yet")

    # Who left hears no more; who stayed gets one mail of it.
    place.at(MONDAY + 13 * WEEK)
    place.work()
    place.work()
    assert [len(place.mails(to)) for to in (POLISH, OTHER)] == [2, 3]
    assert words_of(place.mails(OTHER)[2]).count(TITLE["en"]) == 1
