"""What people type becomes an answer, or a sentence that says what to do."""

import datetime as dt
import io

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from wtforms import ValidationError

from tests.kit.asking import Everything, answered
from webapp.kit.forms import DateField, Form, RadiosField, TelephoneField, TextField


@pytest.fixture
def told(session_app: Flask):
    """`told("name", {"name": "Ada"})`: the answer and the error of one question."""

    def tell(question: str, sent: dict, *, form=Everything, language: str = "en"):
        def look(made):
            error = made[question].error
            return made[question].data, None if error is None else str(error)

        return answered(session_app, form, sent, look, language=language)

    return tell


class TestWords:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Ada", "Ada"),
            ("  Ada   Lovelace ", "Ada Lovelace"),
            ("Ada\x00Lovelace", "Ada Lovelace"),
            ("Ada\r\nLovelace", "Ada Lovelace"),
            ("Zoe\u0308", "Zoë"),
            ("<b>Ada</b>", "<b>Ada</b>"),
            ("عادة", "عادة"),
        ],
    )
    def test_a_line_is_kept_without_what_cannot_be_seen(self, told, typed, kept):
        assert told("name", {"name": typed}) == (kept, None)

    def test_an_empty_answer_says_what_to_do(self, told):
        assert told("name", {"name": "  "}) == ("", "Enter your name")
        assert told("name", {}) == ("", "Enter your name")

    def test_too_much_says_how_much_is_kept(self, told):
        assert told("name", {"name": "a" * 201})[1] == "Shorten this to 200 characters or fewer"
        assert told("name", {"name": "a" * 200})[1] is None

    def test_lines_stay_lines(self, told):
        assert told("words", {"words": " one\r\n\r\ntwo\rthree \x07"}) == ("one\n\ntwo\nthree", None)

    def test_a_line_end_counts_once_however_it_was_sent(self, told):
        assert told("words", {"words": "a\r\n" * 15 + "b"})[1] == "Shorten this to 30 characters or fewer"
        assert told("words", {"words": "a\r\n" * 14 + "ab"})[1] is None

    def test_a_passphrase_is_taken_as_it_was_typed(self, told):
        assert told("secret", {"secret": "  two  spaces "}) == ("  two  spaces ", None)

    def test_a_file_under_the_name_of_a_line_is_no_answer(self, told):
        assert told("name", {"name": FileStorage(io.BytesIO(b"Ada"), "ada.txt")}) == ("", "Enter your name")

    def test_only_the_first_of_several_counts(self, session_app):
        def sent(made):
            return made.name.data

        assert answered(session_app, Everything, {"name": ["Ada", "Grace"]}, sent) == "Ada"


class TestAddresses:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("ada@example.org", "ada@example.org"),
            (" Ada.L+1@EXAMPLE.org", "Ada.L+1@example.org"),
            ("ada@bücher.example.org", "ada@xn--bcher-kva.example.org"),
        ],
    )
    def test_an_email_address_is_kept_as_it_can_be_written_to(self, told, typed, kept):
        assert told("email", {"email": typed}) == (kept, None)

    @pytest.mark.parametrize(
        "typed",
        ["ada", "ada@", "@example.org", "ada@example", "a b@example.org", "ada@example..org", "ada@exa mple.org",
         "ada@example.org, b@example.org", "ada@example.org\nBcc: x@example.org", "ada@[127.0.0.1]", "adä@example.org"],
    )  # fmt: skip
    def test_what_is_no_email_address_is_refused(self, told, typed):
        assert told("email", {"email": typed})[1] == "Enter an email address like name@example.com"

    @pytest.mark.parametrize("typed", ["bh8 8aa", "BH88AA", " bh8-8aa ", "BH8  8 AA", "bh8.8aa"])
    def test_a_postcode_is_kept_as_it_is_printed(self, told, typed):
        assert told("postcode", {"postcode": typed}) == ("BH8 8AA", None)

    @pytest.mark.parametrize("typed", ["BH8", "8AA", "BH8 8A", "BH8 8AAA", "12345", "BHH8 8AA", "ÄH8 8AA", "?"])
    def test_what_is_no_postcode_is_refused(self, told, typed):
        assert told("postcode", {"postcode": typed})[1] == "Enter a full UK postcode, like BH8 8AA"

    @pytest.mark.parametrize(
        ("typed", "number"),
        [
            ("01632 960 001", "+441632960001"),
            ("(01632) 960-001", "+441632960001"),
            ("07700900982", "+447700900982"),
            ("+48 22 555 01 23", "+48225550123"),
            ("0044 1632 960001", "+441632960001"),
        ],
    )
    def test_a_telephone_number_can_be_called(self, session_app, typed, number):
        class Called(Form):
            telephone = TelephoneField("Telephone")

        def look(made):
            return made.telephone.e164, made.telephone.error, made.telephone.data

        assert answered(session_app, Called, {"telephone": typed}, look) == (number, None, typed)

    @pytest.mark.parametrize("typed", ["12", "call me", "0", "+", "01632 960 001 002 003", "999"])
    def test_what_cannot_be_called_is_refused(self, told, typed):
        error = told("telephone", {"telephone": typed})[1]
        assert error == "Enter a telephone number, like 01632 960 001 or 07700 900 982"


class TestNumbers:
    @pytest.mark.parametrize(
        ("typed", "number"), [("1", 1), (" 12 ", 12), ("1,200", 1200), ("1 200", 1200), ("2000", 2000)]
    )
    def test_a_number_is_read_as_people_write_it(self, told, typed, number):
        assert told("people", {"people": typed}) == (number, None)

    @pytest.mark.parametrize("typed", ["0", "2001", "-1", "1.5", "two", "1e3", "1,2", "9" * 400, "²", "0x10", "1_000"])
    def test_what_is_no_number_in_range_is_refused(self, told, typed):
        assert told("people", {"people": typed})[1] == "Enter a whole number from 1 to 2,000"

    def test_nothing_is_no_number(self, told):
        assert told("people", {"people": ""}) == (None, None)


def boxes(day: object, month: object, year: object) -> dict[str, str]:
    return {"day-day": str(day), "day-month": str(month), "day-year": str(year)}


def in_digits_of(nought: int) -> tuple[str, ...]:
    """3 10 2026 as it is typed in another script, whose nought has this number."""
    return tuple(
        part.translate({ord(str(digit)): nought + digit for digit in range(10)}) for part in ("3", "10", "2026")
    )


class TestDates:
    @pytest.mark.parametrize(
        "sent",
        [boxes(3, 10, 2026), boxes("03", "10", "2026"), boxes(" 3", "October", "2026 "), boxes(3, "oct", 2026),
         boxes(3, "Oct.", 2026), boxes(*in_digits_of(0x0660)), boxes(*in_digits_of(0xFF10))],
    )  # fmt: skip
    def test_a_date_is_read_as_people_write_it(self, told, sent):
        assert told("day", sent) == (dt.date(2026, 10, 3), None)

    def test_a_month_has_a_name_in_the_language_of_the_page(self, told):
        assert told("day", boxes(3, "października", 2026), language="pl") == (dt.date(2026, 10, 3), None)
        assert told("day", boxes(3, "październik", 2026), language="pl") == (dt.date(2026, 10, 3), None)

    @pytest.mark.parametrize(
        ("sent", "error"),
        [
            (boxes(3, 10, ""), "Enter the year as well"),
            (boxes("", 10, 2026), "Enter the day as well"),
            (boxes(3, "", 2026), "Enter the month as well"),
            (boxes(3, "", ""), "Enter the month and the year as well"),
            (boxes("", 10, ""), "Enter the day and the year as well"),
            (boxes("", "", 2026), "Enter the day and the month as well"),
            ({"day-day": "3"}, "Enter the month and the year as well"),
            (boxes(31, 2, 2026), "Enter a date that exists, like 3 10 2026"),
            (boxes(29, 2, 2025), "Enter a date that exists, like 3 10 2026"),
            (boxes(0, 1, 2026), "Enter a date that exists, like 3 10 2026"),
            (boxes(1, 13, 2026), "Enter a date that exists, like 3 10 2026"),
            (boxes("x", 1, 2026), "Enter a date that exists, like 3 10 2026"),
            (boxes("1" * 5000, 1, 2026), "Enter a date that exists, like 3 10 2026"),
            (boxes(1, "Foo", 2026), "Enter a date that exists, like 3 10 2026"),
            (boxes("²", 1, 2026), "Enter a date that exists, like 3 10 2026"),
            (boxes("-1", 1, 2026), "Enter a date that exists, like 3 10 2026"),
            (boxes("1.0", 1, 2026), "Enter a date that exists, like 3 10 2026"),
            (boxes(1, 1, 26), "Enter the year with four numbers, like 2026"),
            (boxes(1, 1, 0), "Enter the year with four numbers, like 2026"),
            (boxes(1, 1, 9999), "Enter the year with four numbers, like 2026"),
            (boxes(1, 1, 1999), "Enter a later date"),
        ],
    )
    def test_a_date_that_is_wrong_says_what_to_do(self, told, sent, error):
        assert told("day", sent)[1] == error

    def test_a_day_to_come_is_refused_where_it_cannot_have_been(self, told, time_machine):
        time_machine.move_to("2026-11-21T12:00:00Z")
        assert told("day", boxes(22, 11, 2026))[1] == "Enter today's date or an earlier one"
        assert told("day", boxes(21, 11, 2026)) == (dt.date(2026, 11, 21), None)

    def test_the_sentence_for_a_date_out_of_range_may_be_its_own(self, told):
        class Born(Form):
            born = DateField("Born", latest=dt.date(2010, 1, 1), too_late="Ask somebody older")

        sent = {"born-day": "2", "born-month": "1", "born-year": "2010"}
        assert told("born", sent, form=Born)[1] == "Ask somebody older"

    @pytest.mark.parametrize(
        ("sent", "href", "wrong"),
        [
            (boxes(3, "", 2026), "#day-month", ("month",)),
            (boxes(31, 2, 2026), "#day-day", ("day", "month")),
            (boxes(1, 13, 2026), "#day-month", ("month",)),
            (boxes(1, 1, 26), "#day-year", ("year",)),
        ],
    )
    def test_the_summary_leads_to_the_box_that_is_wrong(self, session_app, sent, href, wrong):
        def look(made):
            return made.day.error_href, made.day.wrong

        assert answered(session_app, Everything, sent, look) == (href, wrong)

    def test_what_was_typed_stays_in_the_boxes(self, session_app):
        def look(made):
            return made.day.values

        values = answered(session_app, Everything, boxes("x", "<b>", "26"), look)
        assert values == {"day": "x", "month": "<b>", "year": "26"}

    def test_a_page_starts_with_the_date_that_is_known(self, session_app):
        with session_app.test_request_context("/"):
            form = Everything(day=dt.date(2026, 10, 3), time=dt.time(9, 5))
            assert form.day.values == {"day": "3", "month": "10", "year": "2026"}
            assert form.time.typed == "09:05"


class TestTimes:
    @pytest.mark.parametrize(
        ("typed", "time"),
        [("9am", (9, 0)), ("9 AM", (9, 0)), ("12am", (0, 0)), ("12pm", (12, 0)), ("2.30pm", (14, 30)),
         ("14:30", (14, 30)), ("0:00", (0, 0)), ("09.05", (9, 5))],
    )  # fmt: skip
    def test_a_time_is_read_as_people_write_it(self, told, typed, time):
        assert told("time", {"time": typed}) == (dt.time(*time), None)

    @pytest.mark.parametrize("typed", ["9", "25:00", "13pm", "0am", "9:60", "noon", "9:5", "-1:00", "٩am"])
    def test_what_is_no_time_is_refused(self, told, typed):
        assert told("time", {"time": typed})[1] == "Enter a time, like 9am or 14:30"


class TestChecksOfOnesOwn:
    def test_a_check_of_two_questions_is_asked_of_an_empty_one_too(self, told):
        class OneOfTwo(Form):
            email = TextField("Email")
            telephone = TextField("Telephone")

            def validate_telephone(self, field):
                if not (field.data or self.email.data):
                    message = "Enter one of the two"
                    raise ValidationError(message)

        assert told("telephone", {}, form=OneOfTwo)[1] == "Enter one of the two"
        assert told("telephone", {"email": "a"}, form=OneOfTwo)[1] is None

    def test_choices_may_come_from_the_view(self, session_app):
        class Where(Form):
            area = RadiosField("Area", missing="Choose an area")

        with session_app.test_request_context("/", method="POST", data={"area": "a"}):
            from flask import g

            from webapp.kit.forms import Choice

            g.csrf_valid = True
            form = Where()
            form.area.choices = [Choice("a", "A")]
            assert form.validate()
            form = Where()
            form.area.choices = [Choice("b", "B")]
            assert not form.validate()
