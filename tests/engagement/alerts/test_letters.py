"""The mails as they leave: neutral where others look, one click to stop, in the reader's language."""

import datetime as dt
import email
import re
from email.policy import SMTP as SMTP_LINES
from email.policy import default

import pytest
from sqlalchemy import select

from webapp.database import db
from webapp.engagement.alerts import services
from webapp.engagement.alerts.rules import CONFIRM_WITHIN_DAYS, NEUTRAL_BEGINNING, Choices, Often
from webapp.kit.request_language import in_language
from webapp.notices.alerts import ALERT_NOTICES
from webapp.notices.delivery import deliver_due
from webapp.notices.letters import Letter, as_email
from webapp.notices.models import OutboxMessage
from webapp.notices.rules import NoticeState
from webapp.notices.senders import RefusedError
from webapp.notices.senders.notify import NotifySender
from webapp.partnership.current import current_partnership

LANGUAGES = ("en", "pl", "ar")
pytestmark = pytest.mark.usefixtures("app_context")


class Kept:
    """A sender that keeps what it was given."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.letters: list[Letter] = []
        self.refuses = refuses

    def __enter__(self):
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def deliver(self, letter: Letter) -> None:
        if self.refuses:
            raise RefusedError("refused-550")
        self.letters.append(letter)


@pytest.fixture
def letters(joined, source, tell):
    """What somebody gets who joined in a language and was told one item: the link to confirm, and the news."""

    def run(language: str) -> dict[str, Letter]:
        joined(language=language, choices=Choices(areas=("town:poole",), kinds=(_kind().code,), often=Often.INSTANT))
        source.add("town:poole", kinds=(_kind().code,))
        tell()
        sender = Kept()
        deliver_due(sender)
        assert all(letter.to == "ann@example.org" for letter in sender.letters)
        names = {db.session.scalar(_notice_of(letter)): letter for letter in sender.letters}
        assert names.keys() == {"alert_confirm", "alert_news"}
        return names

    return run


def _notice_of(letter: Letter):
    return select(OutboxMessage.notice).where(OutboxMessage.dedupe.startswith(letter.reference))


def _kind():
    return current_partnership().asb.types[0]


def _telling(language: str) -> list[str]:
    """The names that nobody may see at a glance: of the theme, of every area, of every kind of problem."""
    partnership = current_partnership()
    areas = [partnership.profile.area.name, *(town.name for town in partnership.towns)]
    kinds = [each.label for each in partnership.asb.types]
    names = [text.in_language(language).text for text in (*areas, *kinds)] + [ward.name for ward in partnership.wards]
    return [*names, "arcade", "pasażu", "الممر"]


@pytest.mark.parametrize("language", LANGUAGES)
class TestAtAGlance:
    def test_sender_subject_and_preview_name_no_theme_area_or_kind(self, letters, language):
        for letter in letters(language).values():
            message = as_email(letter)
            glance = f"{message['From']} {message['Subject']} {letter.text[:NEUTRAL_BEGINNING]}".casefold()
            assert [name for name in _telling(language) if name.casefold() in glance] == []

    def test_the_news_come_after_the_neutral_beginning_and_name_what_they_are(self, letters, language):
        text = letters(language)["alert_news"].text
        title = {"en": "Lights in the made-up arcade", "pl": "Światła w zmyślonym pasażu", "ar": "أضواء في الممر"}
        assert text.index(title[language]) >= NEUTRAL_BEGINNING
        town = next(town for town in current_partnership().towns if town.code == "poole")
        assert text.index(town.name.in_language(language).text) >= NEUTRAL_BEGINNING

    def test_no_link_carries_an_address_and_each_leads_into_the_readers_language(self, letters, language):
        for letter in letters(language).values():
            links = re.findall(r"https?://\S+", letter.text)
            assert len(links) >= 2
            prefix = "" if language == "en" else f"/{language}"
            for link in links:
                assert "@" not in link
                assert "ann" not in link.casefold().replace(_token(link), "")
                assert re.match(rf"https?://[^/]+{prefix}/(alerts|you-said-we-did)/", link)

    def test_nothing_of_the_text_is_left_untranslated(self, letters, language):
        text = letters(language)["alert_news"].text
        assert ("You asked us to write" in text) is (language == "en")


def _token(link: str) -> str:
    return next((part for part in link.split("/") if len(part) == 43), "\0")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_says_how_long_its_link_works(letters, language):
    text = letters(language)["alert_confirm"].text
    assert text.count(f" {CONFIRM_WITHIN_DAYS} ") == 2


class TestOneClick:
    @pytest.mark.parametrize("policy", [None, SMTP_LINES])
    def test_every_mail_says_how_to_stop_in_one_line_that_programs_can_follow(self, letters, policy):
        for letter in letters("pl").values():
            raw = as_email(letter).as_bytes(policy=policy) if policy else as_email(letter).as_bytes()
            [line] = [each for each in raw.split(b"\r\n") if each.lower().startswith(b"list-unsubscribe:")]
            assert re.fullmatch(rb"List-Unsubscribe: <https?://[^>\s]+/pl/alerts/mine/[\w-]{43}/leave>", line)
            assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
            assert all(len(each) <= 998 for each in raw.split(b"\r\n"))

    def test_the_address_of_the_header_works_with_one_post(self, letters, client):
        header = as_email(letters("en")["alert_news"])["List-Unsubscribe"]
        path = re.fullmatch(r"<https?://[^/]+(/[^>]+)>", str(header))[1]
        answer = client.response(path, method="POST", data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200

    def test_other_headers_are_folded_as_ever(self, letters):
        message = email.message_from_bytes(as_email(letters("ar")["alert_news"]).as_bytes(), policy=default)
        assert message["Subject"] == letters_subject("ar")

    def test_mail_that_answers_something_has_no_such_header(self, app_context):
        plain = Letter(reference="a" * 40, to="ann@example.org", subject="x", text="x\n", written_at=_now())
        assert "List-Unsubscribe" not in as_email(plain)

    def test_notify_is_told_the_same(self, letters, monkeypatch):
        letter = letters("en")["alert_news"]
        sender = NotifySender(f"made-up-{'0' * 8}-0000-0000-0000-{'0' * 12}-{'0' * 8}-0000-0000-0000-{'0' * 12}", "t")
        given = {}
        monkeypatch.setattr(sender._client, "get_all_notifications", lambda **_: {"notifications": []})
        monkeypatch.setattr(sender._client, "send_email_notification", lambda **sent: given.update(sent))
        sender.deliver(letter)
        assert given["one_click_unsubscribe_url"] == letter.one_click
        assert letter.one_click.endswith("/leave")


def letters_subject(language: str) -> str:
    [notice] = [each for each in ALERT_NOTICES if each.code == "alert_news"]
    with in_language(language):
        return str(notice.subject)


def _now() -> dt.datetime:
    return dt.datetime(2026, 11, 21, tzinfo=dt.UTC)


def test_mail_that_is_refused_for_good_ends_the_subscription(joined, source, tell, now):
    joined()
    source.add()
    tell()
    deliver_due(Kept(refuses=True))
    states = set(db.session.scalars(select(OutboxMessage.state)))
    assert states == {NoticeState.DEAD}
    assert services.end_refused(now=now) == 1
