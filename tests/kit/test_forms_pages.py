"""The page with a form: drawn for one person, answered with what to put right, sent once."""

import io
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.client import PageClient
from tests.filling import OWN, fill
from tests.kit.asking import Everything, add_pages
from webapp import create_app
from webapp.database import db


@pytest.fixture(scope="module")
def asking_app(tmp_path_factory):
    app = add_pages(create_app({"INSTANCE_DIR": str(tmp_path_factory.mktemp("forms")), "PORT": "5000"}))
    app.testing = True
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def reader(asking_app) -> PageClient:
    return PageClient(asking_app)


def send(reader: PageClient, answers: dict, *, path: str = "/tell-us", **options):
    sent = fill(reader.get(path), answers)
    return reader.response(path, method="POST", data=sent, headers=OWN, **options)


class TestDrawn:
    def test_it_keeps_the_rules_of_the_house_in_every_language(self, reader):
        for path in ("/tell-us", "/pl/tell-us", "/ar/tell-us"):
            assert reader.get(path).h1 == "Tell us"

    def test_nobody_keeps_it_and_it_is_not_compressed(self, reader):
        answer = reader.response("/tell-us", headers={"Accept-Encoding": "br, gzip"})
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Content-Encoding" not in answer.headers
        assert "ETag" not in answer.headers

    def test_it_alone_loads_the_parts_of_forms(self, reader, client):
        assert "/static/build/forms." in reader.get("/tell-us").text
        assert "/static/build/forms." not in client.get("/about").text

    def test_a_question_that_may_be_left_open_says_so(self, reader):
        text = reader.get("/tell-us").text
        assert "Email (optional)" in text
        assert "Your name (optional)" not in text

    def test_the_trap_is_out_of_everybodys_way(self, reader):
        page = reader.get("/tell-us")
        trap = next(field for field in page.all("input") if field.get("name") == "website")
        assert (trap.get("tabindex"), trap.get("autocomplete")) == ("-1", "off")
        around = [box for box in page.all("div") if trap in list(box.iter())][-1]
        assert around.get("aria-hidden") == "true"


class TestPutRight:
    def test_errors_come_back_with_the_answers(self, reader):
        page_sent = fill(reader.get("/tell-us"), {"email": "nobody", "words": "It was <loud>", "seen": ["litter"]})
        answer = reader._open("POST", "/tell-us", 422, data=page_sent, headers=OWN)
        assert answer.words("title")[0].startswith("Error: Tell us")
        assert "Enter your name" in answer.text
        assert "Enter an email address like name@example.com" in answer.text
        assert 'value="nobody"' in answer.text
        assert "It was &lt;loud&gt;" in answer.text
        ticked = [box.get("value") for box in answer.all("input") if box.get("checked") is not None]
        assert ticked == ["litter"]
        assert answer.response.headers["Cache-Control"] == "no-store"

    def test_the_summary_leads_to_each_error_in_the_order_of_the_questions(self, reader):
        sent = fill(reader.get("/tell-us"), {"email": "x", "day-day": "3", "seen": ["none", "noise"]})
        answer = reader._open("POST", "/tell-us", 422, data=sent, headers=OWN)
        summary = next(box for box in answer.all("div") if box.get("data-module") == "govuk-error-summary")
        links = [link.get("href") for link in summary.iter() if link.get("href")]
        assert links == ["#name", "#email", "#day-month", "#seen"]

    def test_a_secret_never_comes_back(self, reader):
        answer = send(reader, {"secret": "open sesame please"})
        assert answer.status_code == 422
        assert "sesame" not in answer.get_data(as_text=True)

    def test_it_is_said_in_the_language_of_the_page(self, reader):
        answer = send(reader, {"name": "Ada", "day-day": "3"}, path="/pl/tell-us")
        assert answer.status_code == 422

    def test_what_is_right_is_answered_by_another_page(self, reader):
        answer = send(reader, {"name": "Ada"})
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/told?")


class TestSentOnce:
    def key(self, reader, sent) -> str:
        answer = reader.response("/tell-us", method="POST", data=sent, headers=OWN)
        assert answer.status_code == 303
        return answer.headers["Location"].partition("once=")[2].partition("&")[0]

    def test_the_same_page_sent_again_has_the_same_key(self, reader):
        sent = fill(reader.get("/tell-us"), {"name": "Ada"})
        assert self.key(reader, sent) == self.key(reader, sent)

    def test_the_page_drawn_again_has_another(self, reader):
        first, second = (fill(reader.get("/tell-us"), {"name": "Ada"}) for _ in range(2))
        assert self.key(reader, first) != self.key(reader, second)

    def test_other_words_in_the_same_page_are_another_sending(self, reader):
        sent = fill(reader.get("/tell-us"), {"name": "Ada"})
        assert self.key(reader, sent) != self.key(reader, sent | {"name": "Grace"})

    def test_another_file_in_the_same_page_is_another_sending(self, reader):
        sent = fill(reader.get("/tell-us"), {"name": "Ada"})
        keys = {
            self.key(reader, sent | {"photo": (io.BytesIO(content), "a.png")}) for content in (b"one", b"two", b"one")
        }
        assert len(keys) == 2


class TestSuspicion:
    def suspicion(self, reader, sent) -> int:
        answer = reader.response("/tell-us", method="POST", data=sent, headers=OWN)
        assert answer.status_code == 303, "it is never a reason to refuse"
        return int(answer.headers["Location"].partition("suspicion=")[2])

    def test_who_takes_their_time_and_leaves_the_trap_alone_is_a_person(self, reader, time_machine):
        time_machine.move_to("2026-11-21T12:00:00Z")
        sent = fill(reader.get("/tell-us"), {"name": "Ada"})
        time_machine.move_to("2026-11-21T12:00:10Z")
        assert self.suspicion(reader, sent) == 0

    def test_the_trap_haste_and_a_lost_key_speak_against_it(self, reader, time_machine):
        time_machine.move_to("2026-11-21T12:00:00Z")
        sent = fill(reader.get("/tell-us"), {"name": "Ada"})
        time_machine.move_to("2026-11-21T12:00:01Z")
        assert self.suspicion(reader, sent) == 1
        assert self.suspicion(reader, sent | {"website": "http://example.org"}) == 3
        assert self.suspicion(reader, {**sent, "form-key": "made.up.key"}) == 1
        assert self.suspicion(reader, {**sent, "form-key": "", "website": "x"}) == 3


def names() -> list[str]:
    declared = [name for name, value in vars(Everything).items() if getattr(value, "_formfield", False)]
    return [*declared, "day-day", "day-month", "day-year", "website", "form-key", "day-", "seen-0"]


class TestWhateverIsSent:
    @given(
        sent=st.dictionaries(
            st.sampled_from(names()) | st.text(max_size=8),
            st.lists(
                st.text(max_size=40)
                | st.text(string.digits + string.punctuation, max_size=6)
                | st.sampled_from(
                    ["1", "2026", "yes", "east", "letter", "noise", "none", "\x00", "\ufdd0", "a@b.example"]
                )
                | st.tuples(st.binary(max_size=20), st.text(max_size=10)),
                max_size=3,
            ),
            max_size=12,
        ),
        in_parts=st.booleans(),
    )
    def test_the_answer_is_a_page_and_never_a_failure_of_ours(self, asking_app, sent, in_parts):
        reader = asking_app.test_client()
        token = fill_token(reader)
        data = {
            name: [
                (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) and in_parts else str(value)
                for value in values
            ]
            for name, values in sent.items()
            if name != "csrf_token"
        }
        content_type = "multipart/form-data" if in_parts else "application/x-www-form-urlencoded"
        answer = reader.post("/tell-us", data={**data, "csrf_token": token}, headers=OWN, content_type=content_type)
        assert answer.status_code in {303, 422}

    @pytest.mark.parametrize(
        ("content_type", "body"),
        [
            ("application/json", b"[1, 2]"),
            ("application/json", b'{"name": {"a": 1}}'),
            ("application/json", b"{"),
            ("multipart/form-data", b"x"),
            ("multipart/form-data; boundary=b", b"--b\r\n\r\n"),
            ("application/x-www-form-urlencoded", b"%ff=%00&name=%ed%a0%80&day-day=%"),
            ("text/plain", b"name=Ada"),
            ("", b""),
        ],
    )
    def test_a_body_of_another_kind_is_an_empty_form(self, asking_app, content_type, body):
        reader = asking_app.test_client()
        headers = {**OWN, "X-CSRFToken": fill_token(reader)}
        answer = reader.post("/tell-us", data=body, headers=headers, content_type=content_type)
        assert answer.status_code in {400, 422}

    def test_without_a_token_nothing_is_read(self, reader):
        assert reader.response("/tell-us", method="POST", data={"name": "Ada"}, headers=OWN).status_code == 400


def fill_token(reader) -> str:
    text = reader.get("/tell-us").get_data(as_text=True)
    return text.partition('name="csrf_token" value="')[2].partition('"')[0]
