"""Token buckets: so many from one neighbourhood, filled up again with time, a repeat costs nothing, no address kept."""

import pickle
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.kit.buckets import DAY_SECONDS, Buckets, prefix_of

HOME, NEIGHBOUR, ELSEWHERE = "198.51.100.7", "198.51.100.200", "203.0.113.7"


@pytest.fixture
def buckets() -> Buckets:
    return Buckets(size=3, seconds=60)


def sendings(buckets: Buckets, count: int, *, address: str = HOME, now: float = 0.0, name: str = "") -> list[float]:
    return [buckets.take(address, f"{name}{now}{number}", now=now) for number in range(count)]


def test_so_many_are_let_in_and_the_next_is_told_how_long_to_wait(buckets):
    assert sendings(buckets, 4) == [0, 0, 0, 60]


def test_it_fills_up_again_with_time_and_never_over(buckets):
    sendings(buckets, 3)
    assert sendings(buckets, 2, now=90) == [0, 30]
    assert sendings(buckets, 4, now=10_000) == [0, 0, 0, 60]


def test_a_neighbourhood_shares_a_bucket_and_others_have_their_own(buckets):
    sendings(buckets, 3)
    assert sendings(buckets, 1, address=NEIGHBOUR, name="b") == [60]
    assert sendings(buckets, 1, address=ELSEWHERE) == [0]


def test_the_same_sending_again_costs_nothing_even_when_the_bucket_is_empty(buckets):
    sendings(buckets, 3)
    assert buckets.take(HOME, "0.00", now=0) == 0
    assert buckets.take(HOME, "another", now=0) > 0


def test_a_sending_that_had_to_wait_has_not_paid(buckets):
    sendings(buckets, 4)
    assert buckets.take(HOME, "0.03", now=0) == 60


def test_only_so_many_buckets_are_kept():
    buckets = Buckets(size=1, seconds=60, most=10)
    for number in range(100):
        buckets.take(f"10.0.{number}.1", "one", now=0)
    assert len(buckets) == 10


def test_the_key_and_with_it_every_bucket_is_new_each_day(buckets):
    sendings(buckets, 3)
    before = buckets._key
    assert sendings(buckets, 1, now=DAY_SECONDS) == [0]
    assert buckets._key != before


def test_no_address_is_kept(buckets):
    sendings(buckets, 3)
    kept = pickle.dumps(list(buckets._buckets.items()))
    assert b"198.51" not in kept
    assert not any(str(part).encode() in kept for part in (HOME, prefix_of(HOME)))


def test_threads_never_get_more_than_there_is():
    buckets, told = Buckets(size=50, seconds=1e9), []

    def take(name: int) -> None:
        told.extend(buckets.take(HOME, f"{name}-{number}", now=0) for number in range(50))

    threads = [threading.Thread(target=take, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count(0) == 50


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:1:2ff::7", "2001:db8:1:200::/56"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("fe80::1%eth0", "fe80::/56"),
        (None, ""),
        ("no address", ""),
    ],
)
def test_the_beginning_of_an_address(address, prefix):
    assert prefix_of(address) == prefix


@given(st.lists(st.floats(0, 100), max_size=60))
def test_never_more_than_the_size_and_what_time_gave(gaps):
    buckets, now, let_in = Buckets(size=5, seconds=10), 0.0, 0
    for number, gap in enumerate(gaps):
        now += gap
        let_in += buckets.take(HOME, str(number), now=now) == 0
    assert let_in <= 5 + now / 10 + 1e-6
