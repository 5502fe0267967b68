"""The server of a test's own process leaves nothing open behind it."""

import io

import pytest

from tests.in_a_thread import Whole


class Broken(io.BytesIO):
    def __next__(self) -> bytes:
        raise OSError("the disk is gone")


@pytest.mark.parametrize(("file", "words"), [(io.BytesIO(b"one\ntwo"), b"one\ntwo"), (Broken(b"one"), None)])
def test_what_an_answer_opened_is_closed_before_it_is_sent(file, words):
    app = Whole(lambda _environ, _start: file)
    if words is None:
        with pytest.raises(OSError, match="the disk is gone"):
            app({}, print)
    else:
        assert list(app({}, print)) == [words]
    assert file.closed
