"""Files under a key: whole and in order, or not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.sealing.boxes import DataKey, SealBrokenError
from webapp.sealing.records import Opener, Sealer
from webapp.sealing.streams import CHUNK, HEADER, OVERHEAD, open_stream, seal_stream

KEY = bytes(range(32))
PLACE = ("case", "17", "photo")
EDGES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7]


def sealed(content: bytes, key: bytes = KEY) -> bytes:
    sink = io.BytesIO()
    assert seal_stream(key, io.BytesIO(content), sink, *PLACE) == len(content)
    return sink.getvalue()


def opened(closed: bytes, key: bytes = KEY, place=PLACE) -> bytes:
    sink = io.BytesIO()
    size = open_stream(key, io.BytesIO(closed), sink, *place)
    assert size == len(sink.getvalue())
    return sink.getvalue()


@pytest.mark.parametrize("size", EDGES)
def test_a_file_of_any_size_comes_back(size):
    content = bytes(size % 251 for size in range(size))
    assert opened(sealed(content)) == content


@given(content=st.binary(max_size=2000))
def test_any_content_comes_back(content):
    assert opened(sealed(content)) == content


class Slow(io.BytesIO):
    """Gives less than was asked for, as a socket does."""

    def read(self, size=-1):
        return super().read(min(size, 1000) if size > 0 else size)


def test_a_source_that_gives_little_at_a_time_is_read_whole():
    content = b"ab" * CHUNK
    sink = io.BytesIO()
    open_stream(KEY, Slow(sealed(content)), sink, *PLACE)
    assert sink.getvalue() == content


@pytest.mark.parametrize("size", EDGES)
def test_a_file_cut_anywhere_near_a_border_is_refused(size):
    closed = sealed(b"x" * size)
    borders = {0, 1, HEADER, HEADER + 1, len(closed) - 1, len(closed) - OVERHEAD, len(closed) - CHUNK}
    for end in borders | {1 + HEADER + CHUNK + OVERHEAD}:
        if 0 <= end < len(closed):
            with pytest.raises(SealBrokenError):
                opened(closed[:end])


def test_chunks_that_change_places_are_refused():
    closed = sealed(b"".join(bytes([number]) * CHUNK for number in range(3)))
    head, step = 1 + HEADER, CHUNK + OVERHEAD
    first, second, third = (closed[head + place * step : head + (place + 1) * step] for place in range(3))
    for order in ((second, first, third), (first, third), (first, first, second, third), (first, second, third, third)):
        with pytest.raises(SealBrokenError):
            opened(closed[:head] + b"".join(order))


@given(bit=st.integers(min_value=0))
def test_one_changed_bit_is_refused(bit):
    closed = bytearray(sealed(b"x" * 100))
    bit %= len(closed) * 8
    closed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBrokenError):
        opened(bytes(closed))


def test_another_key_or_place_is_refused():
    closed = sealed(b"x")
    with pytest.raises(SealBrokenError):
        opened(closed, key=bytes(32))
    with pytest.raises(SealBrokenError):
        opened(closed, place=("case", "18", "photo"))


def test_a_records_file_opens_with_its_data_key_and_under_its_name_only():
    key = DataKey.new()
    sealer = Sealer("case", 17, key, b"")
    opener = Opener("case", 17, key)
    closed, back = io.BytesIO(), io.BytesIO()
    sealer.seal_file("photo", io.BytesIO(b"a picture"), closed)
    opener.file("photo", io.BytesIO(closed.getvalue()), back)
    assert back.getvalue() == b"a picture"
    with pytest.raises(SealBrokenError):
        opener.file("letter", io.BytesIO(closed.getvalue()), io.BytesIO())
