"""Questions that are answered by choosing or with a file."""

import io

import pytest
from werkzeug.datastructures import FileStorage

from tests.kit.asking import Everything, answered


@pytest.fixture
def told(session_app):
    def tell(question: str, sent: dict):
        def look(made):
            error = made[question].error
            return made[question].data, None if error is None else str(error)

        return answered(session_app, Everything, sent, look)

    return tell


class TestOne:
    def test_a_code_that_is_offered_is_the_answer(self, told):
        assert told("area", {"area": "west"}) == ("west", None)
        assert told("reply", {"reply": "call"}) == ("call", None)

    @pytest.mark.parametrize("sent", ["north", "East", "east ", "<script>", "None"])
    def test_a_code_that_is_not_offered_is_refused(self, told, sent):
        assert told("area", {"area": sent})[1] == "Choose one of the answers shown"
        assert told("reply", {"reply": sent})[1] == "Choose one of the answers shown"

    def test_nothing_chosen_is_no_answer(self, told):
        assert told("area", {"area": ""}) == (None, None)
        assert told("reply", {}) == (None, None)


class TestSeveral:
    def test_codes_are_kept_once_and_in_the_order_shown(self, told):
        assert told("seen", {"seen": ["litter", "noise", "litter"]}) == (["noise", "litter"], None)

    def test_none_of_these_stands_alone(self, told):
        error = told("seen", {"seen": ["none", "noise"]})[1]
        assert error == "Choose either “None” or the others, not both"
        assert told("seen", {"seen": ["none"]}) == (["none"], None)

    def test_a_code_that_is_not_offered_is_refused(self, told):
        assert told("seen", {"seen": ["noise", "smell"]})[1] == "Choose one of the answers shown"

    def test_nothing_chosen_is_an_empty_list(self, told):
        assert told("seen", {}) == ([], None)

    def test_one_box_is_ticked_or_not(self, told):
        assert told("agree", {"agree": "yes"}) == (True, None)
        assert told("agree", {}) == (False, None)


class TestWhatFollows:
    def test_a_question_that_follows_is_asked_of_those_who_chose_its_answer(self, told):
        assert told("address", {"name": "Ada", "reply": "letter"}) == ("", "Enter your address")
        assert told("address", {"name": "Ada", "reply": "letter", "address": "1 Quay"}) == ("1 Quay", None)

    @pytest.mark.parametrize("reply", [{}, {"reply": "call"}, {"reply": "unknown"}])
    def test_it_is_not_asked_of_others(self, told, reply):
        assert told("address", {"name": "Ada", **reply})[1] is None

    def test_what_others_wrote_there_is_not_kept(self, told):
        assert told("address", {"name": "Ada", "reply": "call", "address": "1 Quay"}) == ("", None)

    def test_it_comes_back_as_long_as_something_has_to_be_put_right(self, told):
        assert told("address", {"reply": "call", "address": "1 Quay"}) == ("1 Quay", None)


def file(content: bytes, name: str) -> FileStorage:
    return FileStorage(io.BytesIO(content), name)


class TestFiles:
    def test_a_file_of_a_type_that_is_taken_is_the_answer(self, told):
        data, error = told("photo", {"photo": file(b"x" * 2048, "A photo.PNG")})
        assert (data.filename, error) == ("A photo.PNG", None)

    @pytest.mark.parametrize(
        ("content", "name", "error"),
        [
            (b"x", "virus.exe", "Choose a file of one of these types: PNG, JPG"),
            (b"x", "png", "Choose a file of one of these types: PNG, JPG"),
            (b"x", "noending", "Choose a file of one of these types: PNG, JPG"),
            (b"x", "photo.png.exe", "Choose a file of one of these types: PNG, JPG"),
            (b"", "photo.png", "Choose another file: this one is empty"),
            (b"x" * 2049, "photo.png", "Choose a file of 2 KB or less"),
        ],
    )
    def test_a_file_that_is_not_taken_says_what_to_do(self, told, content, name, error):
        assert told("photo", {"photo": file(content, name)})[1] == error

    def test_no_file_is_no_answer(self, told):
        assert told("photo", {"photo": file(b"", "")}) == (None, None)
        assert told("photo", {"photo": "words"}) == (None, None)

    def test_there_may_be_too_many(self, told):
        data, error = told("papers", {"papers": [file(b"x", f"{number}.txt") for number in range(2)]})
        assert ([one.filename for one in data], error) == (["0.txt", "1.txt"], None)
        assert told("papers", {"papers": [file(b"x", "a.txt") for _ in range(3)]})[1] == "Choose 2 files or fewer"
