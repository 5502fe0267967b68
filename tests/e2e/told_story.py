"""Everybody who has a part in what people told us: an analyst, a second person, a partner of an agency, and readers.

Each has a tab of their own, on a site whose clock a test sets.
"""

import csv
import email
import io
import json
import random
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default

from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.case_places import Worker
from tests.e2e.case_story import fetch, follow, press, send, visit
from tests.e2e.story_place import MoveClock, StoryPlace
from tests.engagement.analysis.things import put_wards
from tests.engagement.conftest import Made, an_answer, made_population
from tests.running_jobs import RunJobs
from webapp.engagement.releases.wording import MARK
from webapp.kit.jobs import REGISTER

STAFF = {
    # With the second person's role as well: what keeps her from agreeing is her own hand in it, and no missing right.
    "analyst": Worker(("analyst", "approver"), "Ann Analyst"),
    "second": Worker(("approver",), "Vera Second"),
    "partner": Worker(("agency-partner",), "Cal Council", "council"),
}
# What a worker does in its time, besides what the pages queue for it; the mails that all of it writes leave last.
REGULARLY = ("releases.stopped", "answers.late", "alerts.settle", "alerts.tell", "alerts.end", "notices.sweep")
# Of the wards as squares, six in a row: one in the middle, and those around it.
MIDDLE = 14
BLOCK = tuple(MIDDLE + down + across for down in (-6, 0, 6) for across in (-1, 0, 1))
# So many of each ward that the release has wards, and no more: the engine has the less to prove.
OF_A_WARD = 40
# In the year of the release, and in the year that the analyst looks at.
MONTHS = ("2026-02", "2026-05")
NOISE, DRUGS = "noise", "drugs"
# Of a map: the band of each area, its number, and what the key says of each band.
DRAWN = """figure => {
  const band = one => one.classList[1].split('--')[1];
  const areas = [...figure.querySelectorAll('.told-map__drawing path.told-map__area')].map(band);
  const numbers = [...figure.querySelectorAll('.told-map__drawing text')].map(one => one.textContent);
  const key = [...figure.querySelectorAll('.told-map__key li')]
    .map(line => [band(line.querySelector('.told-map__area')), line.textContent.trim()]);
  return {areas, numbers, key: Object.fromEntries(key)};
}"""
CELLS = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
# What somebody could send who knows how: the form of a button that their page has not.
AGREE_ALL_THE_SAME = """seen => {
  const form = document.querySelector("main form[action$='/withdraw']");
  const field = Object.assign(document.createElement('input'), {type: 'hidden', name: 'seen', value: seen});
  form.append(field);
  form.action = form.action.replace('/withdraw', '/publish');
  form.submit();
}"""


class ToldPlace(StoryPlace):
    """The site, with its worker and the mail that left it."""

    def __init__(self, app: Flask, browser: Browser, move_clock: MoveClock) -> None:
        """Begin with an empty queue."""
        super().__init__(app, browser, move_clock)
        self._queue = RunJobs(app)
        self.hot = ""

    def plant(self) -> None:
        """Give the site its wards, and the answers of a year with a hot spot in one of them."""
        with self.app.app_context():
            codes = put_wards()
            made_population(planted(codes))
        self.hot = codes[MIDDLE]

    def work(self) -> None:
        """What was queued, and what comes round by itself."""
        self._queue.run_all()
        with self.app.app_context():
            for name in REGULARLY:
                REGISTER[name].run()
        self._queue.run_all()

    def mails(self, to: str) -> list[EmailMessage]:
        """The mails that left to an address, the oldest first."""
        folder = self.app.extensions["settings"].instance_dir / "outbox"
        read = [email.message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]
        return [each for each in read if each["To"] == to]


def planted(codes: list[str]) -> Iterator[Made]:
    """Answers of every ward, in the order in which they lie; in the block nearly everybody tells of noise."""
    chance = random.Random(1)  # noqa: S311 - made up, and the same each time
    for place, ward in enumerate(codes):
        for number in range(OF_A_WARD):
            kinds = (NOISE,) if chance.random() < (0.95 if place in BLOCK else 0.5) else ()
            if not kinds or chance.random() < 0.3:
                kinds = (*kinds, DRUGS)
            dark = chance.choice(("safe", "unsafe", "very_unsafe"))
            yield an_answer(MONTHS[number % len(MONTHS)], ward=ward, kinds=kinds, safe_dark=(dark,))


def words_of(mail: EmailMessage) -> str:
    """The text of a mail."""
    return str(mail.get_content())


def links_in(mail: EmailMessage) -> list[str]:
    """The links of a mail, in their order."""
    return re.findall(r"https?://\S+", words_of(mail))


def cells_of(tab: Page, caption: str) -> list[list[str]]:
    """The rows of a table, by the id of its caption."""
    found: list[list[str]] = tab.locator(f"[aria-labelledby={caption}] tbody tr").evaluate_all(CELLS)
    return found


def linked(tab: Page, name: str) -> Locator:
    """The link of this name in the page itself."""
    return tab.get_by_role("main").get_by_role("link", name=name, exact=True)


def part_of_desk(tab: Page, name: str) -> None:
    """Follow an entry of the desk's navigation."""
    if "/desk" not in tab.url:
        visit(tab, "/desk")
    # Beside some of them stands how much there is to do.
    entry = re.compile(rf"^{re.escape(name)}( \d+)?$")
    follow(tab, tab.get_by_role("navigation", name="Desk").get_by_role("link", name=entry))


def subscribe(place: ToldPlace, home: str, address: str, **wishes: object) -> None:
    """From the home page of a language to news by mail: the form, the link in the mail, and the button."""
    tab = place.tab()
    visit(tab, home or "/")
    follow(tab, tab.locator(f"main a[href='{home}/alerts']"))
    follow(tab, tab.locator(f"main a[href='{home}/alerts/join']"))
    send(tab, email=address, **wishes, often="weekly")
    assert tab.url.endswith(f"{home}/alerts/asked")
    place.work()
    [mail] = place.mails(address)
    visit(tab, links_in(mail)[0])
    follow(tab, tab.locator("main form button"))
    assert tab.url.endswith(f"{home}/alerts/joined")


def find_hot_spot(tab: Page) -> str:
    """The analyst finds the ward that stands out, in the table and on the map beside it; gives its name."""
    part_of_desk(tab, "What people told us")
    follow(tab, linked(tab, "Hot spots"))
    send(tab, kind=NOISE, against="answers")
    expect(tab.locator("main")).to_contain_text("1 area stands out more than chance would make it.")
    rows = cells_of(tab, "hot-caption")
    [(number, name)] = [(row[0], row[1]) for row in rows if row[-1].startswith("Hot")]
    drawn = tab.locator("figure.told-map").evaluate(DRAWN)
    assert sorted(map(int, drawn["numbers"])) == [int(row[0]) for row in rows] == [*range(1, len(rows) + 1)]
    # The hot one lies on top of the others.
    assert tab.locator(".told-map__area--hot").count() == 1
    assert drawn["numbers"][-1] == number
    return name


def begin_with_hot_spot(tab: Page) -> str:
    """The analyst finds it again, and follows its link that begins a theme with it; gives the ward's name."""
    name = find_hot_spot(tab)
    follow(tab, tab.get_by_role("link", name=re.compile(rf"Begin a theme\s*: {name}")))
    return name


def prepare_release(place: ToldPlace, tab: Page, quarter: str) -> None:
    """The analyst has a release made, and waits before the page until the worker is done."""
    part_of_desk(tab, "Releases")
    follow(tab, tab.get_by_role("button", name="Prepare a release"))
    send(tab, quarter=quarter)
    expect(tab.locator("main")).to_contain_text("The release waits for its turn.")
    place.work()
    expect(tab.locator("#says-heading")).to_be_visible()
    expect(tab.locator("main")).to_contain_text("0 to 9")


def agree(asker: Page, second: Page, done: str) -> None:
    """One officer asks, and cannot agree, not even with a form of their own making; another one reads, and agrees."""
    press(asker, "Ask for a second person")
    expect(asker.locator("main")).to_contain_text("It waits for a second person.")
    assert not asker.get_by_role("button", name="Agree and publish").count()
    visit(second, asker.url)
    seen = second.locator("main [name=seen]").input_value()
    with asker.expect_navigation():
        asker.evaluate(AGREE_ALL_THE_SAME, seen)
    expect(asker.locator("main")).to_contain_text("You asked for this yourself. Somebody else has to approve it.")
    press(second, "Agree and publish")
    expect(second.locator("main")).to_contain_text(done)


def map_and_table(tab: Page) -> list[list[str]]:
    """Each area's colour on the map stands for the share in its line of the table; gives the lines."""
    rows = cells_of(tab, "places-table-caption")
    drawn = tab.locator("#told-results figure.told-map").evaluate(DRAWN)
    assert drawn["numbers"] == [str(number) for number in range(1, len(rows) + 1)]
    for row, band in zip(rows, drawn["areas"], strict=True):
        label, _people, _of, share = row
        assert label.startswith(f"{rows.index(row) + 1}. ")
        if share == MARK:
            assert band == "hidden"
        else:
            first, last = map(int, re.findall(r"(\d+)%", drawn["key"][band]))
            assert first <= int(share.rstrip("%")) <= last
    return rows


def look_closer(tab: Page, kind: str, words: str) -> list[list[str]]:
    """Choose a kind of problem; what is shown changes without a new page."""
    tab.locator("main [name=kind]").select_option(kind)
    expect(tab.locator("#told-results-heading")).to_contain_text(words)
    return map_and_table(tab)


def take_files(tab: Page, kind: str) -> list[list[str]]:
    """Take every file that the page offers; gives of each ward what the files say of a kind, as the table has it."""
    hrefs = tab.locator("section[aria-labelledby=downloads] a").evaluate_all("all => all.map(one => one.href)")
    files = {href.rpartition("/")[2]: fetch(tab, href) for href in hrefs}
    assert {name.rpartition(".")[2] for name in files} >= {"csv", "json", "ods", "pdf"}
    [workbook] = [content for name, content in files.items() if name.endswith(".ods")]
    [paper] = [content for name, content in files.items() if name.endswith(".pdf")]
    assert workbook.startswith(b"PK")
    assert paper.startswith(b"%PDF")
    lines = list(csv.DictReader(io.StringIO(files["kinds.csv"].decode("utf-8-sig"))))
    newest = max(line["period"] for line in lines)
    by_csv = _of_wards([line for line in lines if line["period"] == newest], kind)
    [whole] = [json.loads(content) for name, content in files.items() if re.fullmatch(r"\d{4}q\d\.json", name)]
    [table] = [each for each in whole["tables"] if each["code"] == "kinds"]
    assert _of_wards([line for line in table["figures"] if line["period"] == newest], kind) == by_csv
    return by_csv


def _of_wards(lines: list[dict[str, object]], kind: str) -> list[list[str]]:
    """Of each ward: its name, how many named the kind, of how many, and the share."""
    people = {line["area"]: line["count"] for line in lines if line["option"] == "respondents"}
    return [
        [
            str(line["area_name"]),
            MARK if line["count"] in {None, MARK} else str(line["count"]),
            MARK if people[line["area"]] in {None, MARK} else str(people[line["area"]]),
            MARK if line["share"] in {None, ""} else f"{line['share']}%",
        ]
        for line in lines
        if line["option"] == kind and str(line["area"]).startswith("ward:")
    ]
