"""A case review in Chromium from the first worry to the published figures, with everybody who has a part in it.

Whoever is harmed has two devices, officers and agencies have tabs of their own (issue 7, first line of Done). Files
that were made for print are opened and read.
"""

import datetime as dt
import io
import re
from collections.abc import Callable

import pikepdf
import pypdfium2
from PIL import Image
from playwright.sync_api import Page, expect

from tests.database_files import files_under
from tests.e2e.case_places import HARMLESS
from tests.e2e.case_story import (
    APPLY,
    DESK,
    OWN_PAGE,
    AtDesk,
    come_back,
    fetch,
    follow,
    get_words,
    press,
    reference_in,
    send,
    visit,
    walk,
)
from tests.evidence.making import CANARY, exif, picture
from tests.profiles import is_drill
from webapp.casereview.rules.codes import ContactWay, EventKind, State
from webapp.casereview.tracker.wording import STATE_NAMES
from webapp.kit.clock import london_today
from webapp.partnership.letters import LetterKind

TODAY = london_today()
TOLD = ("Bangs on the wall at night, zorplinger.", "Shouting at the door.", "Rubbish over the fence.")
REASON = "You told us three times in six months, and it goes on."
GROUNDS = ["persistence", "harm", "response"]
SAID = {"police": "We came twice and saw nobody.", "council": "We wrote to the landlord."}
TASK = "Visit every week, and write down what you see."
EXIT = ".exit-this-page__button"


def told(number: int) -> dict[str, str]:
    """An incident that counts, in the boxes of its row."""
    happened = TODAY - dt.timedelta(days=30 * (number + 1))
    given = {"what": TOLD[number], "agency": "council"}
    for name, day in (("happened", happened), ("told", happened + dt.timedelta(days=2))):
        given |= {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    return {f"incidents-{number}-{name}": value for name, value in given.items()}


ANSWERS = {
    "a": {"danger": "no"},
    "c": {"kind": "myself"},
    "g": {"name": "Ada Everspark", "ways": ["email", "tracker"], "email": "ada@example.org", "code_word": "heron"},
    "h": told(0),
    "i": {"address": "1 Made-up Lane", "place": "Boscombe", "town": "bournemouth", "tenure": "council"},
    "j": {"relation": "neighbour", "accused": "Next door"},
    "l": {"harm": ["sleep"], "words": "I cannot sleep."},
    "o": {"wishes": "Quiet nights", "attend": "online"},
    "q": {"consent": "yes", "true": "yes"},
    "s": {"come_back": "own"},
}


def words_of(pdf: bytes) -> str:
    """Everything that a file for print says; it is tagged and names its language."""
    with pikepdf.open(io.BytesIO(pdf)) as book:
        assert book.Root.MarkInfo.Marked
        assert str(book.Root.Lang) == "en"
        assert str(book.docinfo["/Title"]) == "A letter for you", "a file says nothing on its outside"
    with pypdfium2.PdfDocument(pdf) as book:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in book).split())


def photo() -> dict[str, object]:
    """A photo as a phone takes it, which says where it was taken."""
    content = picture("JPEG", (640, 480), exif=exif())
    assert CANARY.encode() in content
    return {"name": "my street.jpg", "mimeType": "image/jpeg", "buffer": content}


def apply_on_two_devices(device) -> tuple[Page, str, str]:
    """Somebody begins, is surprised and leaves, goes on elsewhere and sends; the tab, the words, the number."""
    first, second = device(), device()
    visit(first, f"{APPLY}/a")
    send(first, danger="no")
    words = get_words(first)
    send(first, kind="myself")
    send(first, **ANSWERS["g"])
    with first.expect_navigation():
        first.locator(EXIT).click()
    expect(first).to_have_title(HARMLESS)
    visit(first, f"{APPLY}/check")
    expect(first.locator("body")).not_to_contain_text("Ada Everspark")
    come_back(second, words)
    assert second.url.endswith("/h"), "it goes on where it stopped"
    visit(second, f"{APPLY}/g")
    expect(second.locator("main [name=name]")).to_have_value("Ada Everspark")
    visit(second, f"{APPLY}/h")
    for number in (1, 2):
        second.locator("button[name=rows][value=add]").click()
        expect(second.locator(f"[name='incidents-{number}-what']")).to_be_visible()
    answers = {**ANSWERS, "h": told(0) | told(1) | told(2)}
    walk(second, answers, until="p")
    second.locator("main [type=file]").set_input_files(photo())
    second.get_by_role("button", name="Add this file").click()
    expect(second.locator(".evidence-files__file")).to_contain_text("my street.jpg")
    walk(second, answers)
    return second, words, reference_in(second)


def look_at_photo(desk: AtDesk) -> None:
    """The officer sees the picture as the site has drawn it: nothing in it says where or by whom it was taken."""
    desk.open("/files")
    follow(desk.tab, desk.tab.get_by_role("link", name="my street.jpg"))
    drawn = fetch(desk.tab, desk.tab.locator("img.evidence-picture").get_attribute("src"))
    assert CANARY.encode() not in drawn
    with Image.open(io.BytesIO(drawn)) as picture_drawn:
        assert not picture_drawn.getexif()
        assert picture_drawn.size == (640, 480)


def ask_agencies(desk: AtDesk) -> None:
    desk.open("/requests/ask")
    send(desk.tab, agencies=list(SAID), words="What do you know of bangs in Made-up Lane?", days="10")
    for agency in SAID:
        assert agency in desk.tab.content().lower()


def answer_for(agency: str, at_desk: Callable[[str], AtDesk]) -> Page:
    """An agency sees what it was asked, and nothing of who asked for help; it answers with a dated row."""
    tab = at_desk(agency).tab
    visit(tab, "/desk/case-requests")
    follow(tab, tab.locator("main a[href*='/desk/case-requests/']").first)
    expect(tab.locator("body")).not_to_contain_text("Everspark")
    day = {f"entries-0-day-{part}": str(getattr(TODAY, part)) for part in ("day", "month", "year")}
    send(tab, words=SAID[agency], **day, **{"entries-0-kind": "visit", "entries-0-words": f"Knocked, {agency}."})
    expect(tab.locator("main")).to_contain_text(SAID[agency])
    return tab


def hold_meeting(desk: AtDesk, way: ContactWay) -> None:
    """No meeting before the victim was asked to come."""
    later = TODAY + dt.timedelta(days=7)
    desk.act(
        EventKind.REVIEW_SCHEDULED, meeting_on=later, how="both", place="Room 1, at ten", invited=["police", "council"]
    )
    assert not desk.may(EventKind.REVIEW_HELD)
    desk.act(EventKind.ATTENDANCE_OFFERED, way=way.value)
    assert not desk.may(EventKind.REVIEW_HELD)
    desk.act(EventKind.ATTENDANCE_ANSWERED, answer="online", words="With an interpreter.")
    desk.act(EventKind.REVIEW_HELD, there=["police", "council"], statement="I am tired.", notes="All were heard.")


def recommend(desk: AtDesk) -> None:
    desk.open("/actions/new")
    send(desk.tab, agency="police", task=TASK, due_on=TODAY + dt.timedelta(days=30))
    expect(desk.tab.locator("main")).to_contain_text(TASK)


def do_what_was_asked(tab: Page) -> None:
    """The agency accepts the recommendation in its own account, and says that it is done."""
    visit(tab, "/desk/case-requests")
    follow(tab, tab.locator("main a[href*='/recommendations/']").first)
    send(tab, response="accepted", action="From Monday on.")
    follow(tab, tab.get_by_role("main").get_by_role("button", name="It is done"))
    send(tab, evidence="Four visits stand in the log.")
    expect(tab.locator("main")).to_contain_text("Four visits stand in the log.")


def read_letters(tab: Page) -> list[str]:
    """What our letters say, as somebody reads them on their own page."""
    visit(tab, f"{OWN_PAGE}/documents")
    read = []
    for number in range(tab.get_by_role("button", name="Read this letter").count()):
        visit(tab, f"{OWN_PAGE}/documents")
        follow(tab, tab.get_by_role("button", name="Read this letter").nth(number))
        read.append(tab.locator("main").inner_text())
    return read


def publish_figures(at_desk: Callable[[str], AtDesk], reader: Page) -> None:
    """One officer counts last year and asks; another person agrees; then everybody can read them."""
    one, two = at_desk("lead").tab, at_desk("approver").tab
    visit(one, f"{DESK}/figures/begin")
    send(one, year="2025", kind="counted")
    send(one, lessons="Ask sooner whether somebody wants to come.")
    press(one, "Ask for a second person")
    visit(two, one.url)
    press(two, "Agree and publish")
    visit(reader, "/asb-case-review/figures")
    expect(reader.locator("main")).to_contain_text("Ask sooner whether somebody wants to come.")
    expect(reader.locator("main")).to_contain_text(re.compile("2025"))


def test_from_the_first_worry_to_the_published_figures(device, at_desk, case_place):
    mine, words, reference = apply_on_two_devices(device)
    desk = at_desk("lead")
    desk.find(reference)
    look_at_photo(desk)
    desk.act(EventKind.LEAD_NAMED, words="She knows the street.")
    letters = [desk.write(LetterKind.ACKNOWLEDGEMENT)]
    ask_agencies(desk)
    police, council = (answer_for(agency, at_desk) for agency in SAID)
    expect(council.locator("body")).not_to_contain_text(SAID["police"])
    desk.open("/timeline")
    for each in ("Knocked, police.", "Knocked, council.", TOLD[0]):
        expect(desk.tab.locator("main")).to_contain_text(each)
    desk.act(EventKind.THRESHOLD_DECIDED, decision="met_mandatory", words=REASON)
    letters.append(desk.write(LetterKind.THRESHOLD_MET))
    hold_meeting(desk, ContactWay.TRACKER)
    recommend(desk)
    desk.act(EventKind.PLAN_CONSULTED, words="They agree.")
    desk.act(EventKind.OUTCOME_DECIDED, outcome="recommendations_made", words="The police visit every week.")
    letters.append(desk.write(LetterKind.OUTCOME))
    do_what_was_asked(police)
    desk.act(EventKind.CLOSED, words="All is done.")
    for pdf, said in zip(letters, (reference, REASON, TASK), strict=True):
        assert said in words_of(pdf)
    come_back(mine, words)
    expect(mine.locator("main")).to_contain_text(str(STATE_NAMES[State.CLOSED]))
    read = read_letters(mine)
    assert len(read) == len(letters)
    for said in (reference, REASON, TASK):
        assert any(said in text for text in read), said
    publish_figures(at_desk, mine)
    kept = files_under(case_place.app.extensions["settings"].instance_dir)
    assert [name for name, content in kept.items() if CANARY.encode() in content or b"zorplinger" in content] == []


def enter(desk: AtDesk, channel: str, answers: dict[str, dict]) -> tuple[str, str]:
    """Type in what somebody says or wrote, from the list of cases; gives the number of the case, and the five words."""
    visit(desk.tab, DESK)
    follow(desk.tab, desk.tab.locator(f"main a[href='{DESK}/new/{channel}']"))
    send(desk.tab, received_on=TODAY)
    words = walk(desk.tab, answers)
    return reference_in(desk.tab), words


CALLED = {
    **ANSWERS,
    "g": {"name": "Bea Byway", "ways": ["telephone"], "telephone": "01632 960 002", "code_word": "otter"},
    "s": {"come_back": "contact"},
}
BY_TELEPHONE = {"way": ContactWay.TELEPHONE.value}


def test_a_caller_is_refused_appeals_and_is_heard_by_somebody_else(at_desk):
    """One report is fewer than the number: an officer says no, another one says that this was wrong."""
    desk, second = at_desk("lead"), at_desk("other")
    reference, _words = enter(desk, "telephone", CALLED)
    desk.find(reference)
    desk.act(EventKind.ACKNOWLEDGED, **BY_TELEPHONE)
    desk.act(EventKind.LEAD_NAMED, words="She took the call.")
    desk.act(EventKind.THRESHOLD_DECIDED, decision="not_met", grounds=GROUNDS, words="One report, and it has stopped.")
    refusal = desk.write(LetterKind.THRESHOLD_NOT_MET, way=ContactWay.TELEPHONE, note="Read out to her at six.")
    assert "it has stopped" in words_of(refusal)
    desk.act(EventKind.APPEALED, about="on_threshold", words="It has not stopped.")
    second.find(reference)
    second.act(EventKind.APPEAL_DECIDED, result="upheld", words="It happened again twice.")
    desk.act(EventKind.APPEAL_TOLD, **BY_TELEPHONE)
    desk.act(EventKind.THRESHOLD_DECIDED, decision="met_discretionary", grounds=["harm"], words="The harm is great.")
    desk.act(EventKind.DECISION_TOLD, **BY_TELEPHONE)
    assert desk.may(EventKind.REVIEW_SCHEDULED)
    if is_drill():
        hold_meeting(desk, ContactWay.TELEPHONE)
        recommend(desk)
        desk.act(EventKind.PLAN_CONSULTED, words="She agrees.")
        desk.act(EventKind.OUTCOME_DECIDED, outcome="recommendations_made", words=TASK)
        desk.act(EventKind.OUTCOME_TOLD, **BY_TELEPHONE)
        do_what_was_asked(at_desk("police").tab)
        desk.act(EventKind.CLOSED, words="All is done.")


def test_a_form_on_paper_is_typed_in_and_taken_back_by_who_sent_it(device, at_desk):
    """Whoever got five words from an officer gets new ones on the first return, which nobody else has seen."""
    desk = at_desk("lead")
    reference, words = enter(desk, "paper", ANSWERS)
    assert len(words.split()) == 5
    mine = device()
    come_back(mine, words)
    assert mine.url.endswith("/words")
    new = mine.locator(".journey-phrase").inner_text()
    send(mine, saved=True)
    expect(mine.locator("main")).to_contain_text(str(STATE_NAMES[State.RECEIVED]))
    visit(mine, f"{OWN_PAGE}/withdraw")
    send(mine, words="I am moving away.", sure=True)
    expect(mine.locator("main")).to_contain_text(str(STATE_NAMES[State.WITHDRAWN]))
    desk.find(reference)
    expect(desk.tab.locator("main")).to_contain_text("Withdrawn")
    assert not desk.may(EventKind.ACKNOWLEDGED)
    other = device()
    visit(other, "/asb-case-review/return")
    other.locator("main [name=phrase]").fill(words)
    other.get_by_role("main").get_by_role("button", name="Continue").click()
    expect(other.locator(".govuk-error-summary")).to_contain_text("These words open nothing.")
    come_back(other, new)
    expect(other.locator("main")).to_contain_text(str(STATE_NAMES[State.WITHDRAWN]))
