"""Which passphrases are taken, and how they are compared."""

import statistics
import time

import pytest
from argon2 import PasswordHasher

from webapp.accounts import passphrases


@pytest.fixture
def about(app_context) -> list[str]:
    return passphrases.words_about("sam.tailor@council.example", "Samuel Tailor")


@pytest.mark.parametrize(
    "passphrase",
    [
        "purple kettle window garden",
        "correct horse battery staple",
        "kT9 drift mellow",
        "  spaces   at   both  ends ok  ",
        "żółta łódka płynie szybko",
        "紫のやかんと庭の窓と静かな橋の夜",
        "x7#Qm2!vR9@tL4$w",
        "the heron eats seven umbrellas",
        "kettle " * 3 + "zygote quorum vexed plinth " * 6,
        "a" + "window-lamp-otter-" * 11,
    ],
)
def test_long_unusual_ones_are_taken_whatever_their_characters(passphrase, about):
    assert passphrases.refusal(passphrase, about=about) is None


@pytest.mark.parametrize(
    "passphrase",
    [
        "",
        "short but odd7",
        "passwordpassword",
        "password password",
        "aaaaaaaaaaaaaaaaaaaa",
        "qwertyuiopasdfgh",
        "1234567890123456",
        "abcdefghijklmnopqrst",
        "letmein letmein letmein",
        "bournemouth2026!",
        "Bournemouth Poole Christchurch",
        "saferbcp saferbcp 1",
        "SaferBCP-Officer-2026",
        "SAFERBCPBOURNEMOUTH",
        "samuel.tailor.2026",
        "Samuel Tailor Samuel",
        "dorset police officer",
        "community safety partnership 1",
        "x" * 201,
    ],
)
def test_short_common_and_local_ones_are_refused_with_a_sentence(passphrase, about):
    assert passphrases.refusal(passphrase, about=about).endswith(".")


def test_a_local_word_beside_enough_others_does_no_harm(about):
    assert passphrases.refusal("bournemouth purple kettle window garden", about=about) is None


def test_200_characters_are_taken_and_compared_whole(about):
    long = "purple kettle window garden " * 7 + "odd!"
    assert len(long) == 200
    assert passphrases.refusal(long, about=about) is None
    kept = passphrases.hashed(long)
    assert passphrases.is_right(long, kept)
    assert not passphrases.is_right(long[:-1], kept)
    assert not passphrases.is_right(long + "x", kept)


@pytest.mark.parametrize(
    "typed", ["Purple kettle window garden", "purple kettle window garden ", "purple kettle window"]
)
def test_it_is_compared_exactly(app_context, typed):
    assert not passphrases.is_right(typed, passphrases.hashed("purple kettle window garden"))


def test_it_is_kept_as_argon2id_with_a_salt_of_its_own(app_context):
    one, two = passphrases.hashed("purple kettle"), passphrases.hashed("purple kettle")
    assert one.startswith("$argon2id$")
    assert one != two


def test_nothing_kept_means_nothing_is_right(app_context):
    assert not passphrases.is_right("", None)
    assert not passphrases.is_right("purple kettle window garden", None)


def test_an_address_that_nobody_has_takes_as_long(app_context, monkeypatch):
    monkeypatch.setattr(passphrases, "HASHER", PasswordHasher(time_cost=2, memory_cost=8 * 1024, parallelism=1))
    kept = passphrases.hashed("purple kettle window garden")
    passphrases.is_right("x", None)
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(15):
        for known in (True, False):
            began = time.process_time()
            passphrases.is_right("not this one at all", kept if known else None)
            times[known].append(time.process_time() - began)
    known, unknown = (statistics.median(times[each]) for each in (True, False))
    assert 0.5 < known / unknown < 2
