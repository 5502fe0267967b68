"""What leaves: plain words in the recipient's language, links to the site alone, and nothing said by a subject."""

import datetime as dt
import email
import re
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.config import PROJECT
from webapp.kit.request_language import in_language
from webapp.notices.letters import Letter, as_email, write_letter
from webapp.notices.notice import Parameter
from webapp.notices.register import NOTICES
from webapp.notices.rules import (
    CHANGES,
    NoticeState,
    NotSendableError,
    checked_address,
    checked_path,
    checked_text,
    is_given_up,
    may_change,
    wait_before_retry,
)
from webapp.partnership.current import current_partnership

EXAMPLES = {
    Parameter.WORDS: "Words",
    Parameter.DATE: "2026-11-30",
    Parameter.TIME: "17:30",
    Parameter.DESK_PATH: "/desk/items/1",
    Parameter.PUBLIC_PATH: "/contact",
}
# How an example is written in English, where that is another way.
SAID = {Parameter.DATE: "30 November 2026", Parameter.TIME: "5.30pm"}
# What the site is about: none of it may stand where somebody else can read it (security T1).
TELLING = re.compile(
    r"abus|victim|violen|assault|crime|police|danger|domestic|safe|harass|stalk|anti-social|asb|case|report|incident"
    r"|refuge|marac|idva|review of|neighbour",
    re.IGNORECASE,
)


def letter(code: str, language: str = "en", **parameters: str) -> Letter:
    given = {name: EXAMPLES[kind] for name, kind in NOTICES[code].parameters.items()}
    return write_letter(
        code,
        to="ann@example.org",
        language=language,
        parameters=given | parameters,
        dedupe="a" * 64,
        written_at=dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC),
    )


class TestEveryNotice:
    @pytest.fixture(params=NOTICES)
    def notice(self, request):
        return NOTICES[request.param]

    def test_it_can_be_written_in_every_language(self, app_context, notice):
        for language in current_partnership().languages:
            written = letter(notice.code, language.code)
            assert written.text.strip()
            assert "\n\n\n" not in written.text
            assert "%(" not in written.text + written.subject

    def test_its_subject_says_nothing_of_what_the_site_is_about(self, app_context, notice):
        for language in current_partnership().languages:
            with in_language(language.code):
                subject = str(notice.subject)
            assert not TELLING.search(subject)
            assert "%" not in subject
            assert len(subject) <= 60

    def test_its_text_says_every_parameter(self, app_context, notice):
        written = letter(notice.code)
        for kind in notice.parameters.values():
            assert SAID.get(kind, EXAMPLES[kind]) in written.text

    def test_a_parameter_too_many_or_missing_is_refused(self, app_context, notice):
        with pytest.raises(NotSendableError, match="takes exactly these parameters"):
            letter(notice.code, another="x")

    def test_there_is_no_text_without_a_notice(self):
        folder = PROJECT / "templates" / "notices"
        found = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.*")}
        assert found == {each.template for each in NOTICES.values()}


class TestLinks:
    def test_a_link_leads_to_the_configured_address_whatever_the_request_said(self, make_app):
        app = make_app(PUBLIC_URL="https://safer.example.org", DESK_URL="https://desk.example.org")
        with app.test_request_context("/", headers={"Host": "evil.example"}):
            assert "https://desk.example.org/desk/items/1" in letter("work_due").text

    @pytest.mark.parametrize(
        "path",
        [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "desk",
            "",
            "/a b",
            "/a\nb",
            "/a\r\nBcc: x",
            "/é",
        ],
    )
    def test_a_path_that_leads_elsewhere_is_refused(self, path):
        with pytest.raises(NotSendableError, match="no path within the site"):
            checked_path("link", path)


class TestHeaders:
    @pytest.mark.parametrize(
        "address",
        [
            "ann@example.org\nBcc: eve@example.org",
            "ann@example.org\r\n\r\nbody",
            "ann@example.org, eve@example.org",
            "Ann <ann@example.org>",
            "ann@example.org eve@example.org",
            "ann",
            "@example.org",
            "ann@",
            "ann@example.org>",
            "a" * 65 + "@example.org",
            "ann@" + "e" * 255,
            "",
        ],
    )
    def test_an_address_that_is_not_one_address_is_refused(self, address):
        with pytest.raises(NotSendableError) as caught:
            checked_address(address)
        assert "ann" not in str(caught.value)

    @given(st.text(max_size=80))
    def test_whatever_passes_as_an_address_stays_in_its_header(self, address):
        try:
            checked_address(address)
        except NotSendableError:
            return
        assert re.fullmatch(r"[\x21-\x7e]+", address)
        assert not set(address) & set(',;:<>()[]\\" ') - {":"}

    def test_words_cannot_become_a_header(self, app_context):
        with pytest.raises(NotSendableError):
            checked_text("what", "a\rb")
        message = email.message_from_bytes(
            as_email(letter("approval_asked", what="Bcc: eve@example.org")).as_bytes(), policy=default
        )
        assert message.keys().count("To") == 1
        assert "Bcc" not in message

    def test_every_copy_has_the_same_number(self, app_context):
        first, second = as_email(letter("work_due")), as_email(letter("work_due"))
        assert first["Message-ID"] == second["Message-ID"] == f"<{'a' * 40}@localhost>"
        assert first["Auto-Submitted"] == "auto-generated"

    def test_letters_of_every_script_come_through(self, app_context):
        message = email.message_from_bytes(
            as_email(letter("approval_asked", what="Zażółć الأمان")).as_bytes(), policy=default
        )
        assert "Zażółć الأمان" in message.get_content()


class TestStates:
    def test_a_sent_message_stays_sent(self):
        assert CHANGES[NoticeState.SENT] == frozenset()
        assert not may_change(NoticeState.SENT, NoticeState.WAITING)

    def test_every_state_can_be_reached(self):
        reached = {NoticeState.WAITING}.union(*CHANGES.values())
        assert reached == set(NoticeState)

    @pytest.mark.parametrize(
        ("attempts", "least", "most"), [(1, 48, 72), (2, 96, 144), (7, 2880, 4320), (99, 2880, 4320)]
    )
    def test_the_wait_doubles_up_to_an_hour(self, attempts, least, most):
        waits = [wait_before_retry(attempts, chance).total_seconds() for chance in (0, 0.5, 1)]
        assert (waits[0], waits[2]) == (least, most)

    def test_it_is_given_up_after_five_days(self):
        start = dt.datetime(2026, 3, 27, tzinfo=dt.UTC)
        assert not is_given_up(start, start + dt.timedelta(days=4, hours=23))
        assert is_given_up(start, start + dt.timedelta(days=5))
