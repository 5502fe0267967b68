"""Resume phrases and stretching: five words, typed in any way, slow to guess and never in a crowd."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.pwhash import argon2id

from webapp.sealing import applicants, phrases, stretching
from webapp.sealing.boxes import DataKey, SealBrokenError
from webapp.sealing.stretching import TooBusyError, TooLongError, lock_under, stretch, turn, unlock_under

SALT = bytes(16)


class TestWords:
    def test_a_phrase_has_at_least_64_bits(self):
        assert len(set(phrases.word_list())) == len(phrases.word_list()) == 7772
        assert len(phrases.word_list()) ** phrases.WORDS > 2**64

    def test_a_phrase_is_five_words_and_each_another(self):
        made = {phrases.new_phrase() for _ in range(200)}
        assert len(made) == 200
        assert all(len(phrase.split()) == 5 for phrase in made)

    def test_a_phrase_is_already_as_it_is_given_out(self):
        assert all(phrases.as_given_out(phrase) == phrase for phrase in (phrases.new_phrase() for _ in range(50)))

    @given(
        st.lists(st.sampled_from(phrases.word_list()), min_size=5, max_size=5),
        st.sampled_from([" ", "  ", "-", ", ", "\n", "\t", "\u00a0", ". ", " - "]),
        st.sampled_from([str.upper, str.title, str.lower, str.swapcase]),
    )
    def test_it_may_be_typed_or_pasted_in_any_way(self, words, between, case):
        assert phrases.as_given_out("  " + case(between.join(words)) + ".\n") == " ".join(words)

    def test_an_overlong_phrase_is_refused_before_it_is_hashed(self, monkeypatch):
        monkeypatch.setattr(argon2id, "kdf", pytest.fail)
        with pytest.raises(TooLongError):
            phrases.keys_of("word " * 10_000, SALT)


class TestKeysOfAPhrase:
    def test_the_same_phrase_finds_and_opens_the_same(self):
        phrase = phrases.new_phrase()
        first, second = phrases.keys_of(phrase, SALT), phrases.keys_of(phrase.upper(), SALT)
        assert first.locator == second.locator
        assert second.wrapping.open(first.wrapping.seal(b"draft", "d"), "d") == b"draft"

    def test_another_phrase_or_site_finds_something_else(self):
        phrase = phrases.new_phrase()
        locators = {
            phrases.keys_of(phrase, SALT).locator,
            phrases.keys_of(phrase, bytes(range(16))).locator,
            phrases.keys_of(phrases.new_phrase(), SALT).locator,
        }
        assert len(locators) == 3

    def test_the_locator_says_nothing_of_the_wrapping_key(self):
        keys = phrases.keys_of(phrases.new_phrase(), SALT)
        assert keys.wrapping.reveal() not in keys.locator
        assert keys.locator.hex() not in repr(keys)

    def test_an_applicants_pair_opens_with_the_phrase_of_its_case_only(self):
        mine, other = (phrases.keys_of(phrases.new_phrase(), SALT).wrapping for _ in range(2))
        public, closed = applicants.new_pair("case-1", mine)
        assert applicants.open_pair("case-1", mine, closed).public.id == public.id
        for case, wrapping in (("case-1", other), ("case-2", mine)):
            with pytest.raises(SealBrokenError):
                applicants.open_pair(case, wrapping, closed)
        moved = applicants.change_phrase("case-1", mine, other, closed)
        assert applicants.open_pair("case-1", other, moved).public.id == public.id


class TestStretching:
    def test_the_figures_are_those_of_the_design(self, real_stretching):
        assert (stretching.MEMORY_BYTES, stretching.TIME, stretching.AT_ONCE) == (64 * 1024 * 1024, 4, 2)
        assert stretch("words", SALT) == argon2id.kdf(32, b"words", SALT, opslimit=4, memlimit=64 * 1024 * 1024)

    def test_another_unicode_form_of_the_same_words_is_the_same(self):
        assert stretch("caf\u00e9", SALT) == stretch("cafe\u0301", SALT)

    def test_no_more_than_two_are_stretched_at_once(self, monkeypatch):
        now, most, guard = [0], [0], threading.Lock()

        def count(*_args, **_options):
            with guard:
                now[0] += 1
                most[0] = max(most[0], now[0])
            time.sleep(0.02)
            with guard:
                now[0] -= 1
            return bytes(32)

        monkeypatch.setattr(argon2id, "kdf", count)
        with ThreadPoolExecutor(stretching.AT_ONCE + stretching.MOST_WAITING) as pool:
            list(pool.map(lambda _: stretch("words", SALT), range(16)))
        assert most[0] == 2

    def test_a_flood_is_turned_away_at_once_and_leaves_threads_for_others(self):
        with ThreadPoolExecutor(1) as pool, ExitStack() as held:
            for _ in range(stretching.AT_ONCE):
                held.enter_context(turn())
            waiting = pool.submit(stretch, "words", SALT)
            while stretching._places._value:
                time.sleep(0.001)
            began = time.monotonic()
            with pytest.raises(TooBusyError):
                stretch("words", SALT)
            assert time.monotonic() - began < stretching.WAIT_SECONDS / 2
            assert not waiting.done()
            held.close()
            assert len(waiting.result()) == 32

    def test_who_waits_too_long_is_told_to_come_back(self, monkeypatch):
        monkeypatch.setattr(stretching, "WAIT_SECONDS", 0.01)
        with turn(), turn(), pytest.raises(TooBusyError):
            stretch("words", SALT)
        assert len(stretch("words", SALT)) == 32

    def test_a_locked_key_opens_with_its_passphrase_in_its_place(self):
        locked = lock_under("correct horse", b"a key", "officer", "1")
        assert unlock_under("correct horse", locked, "officer", "1") == b"a key"
        for passphrase, place in (("correct horsE", ("officer", "1")), ("correct horse", ("officer", "2"))):
            with pytest.raises(SealBrokenError):
                unlock_under(passphrase, locked, *place)

    @given(junk=st.binary(max_size=100))
    def test_junk_is_refused(self, junk):
        with pytest.raises(SealBrokenError):
            unlock_under("words", junk, "officer", "1")

    def test_a_wrapping_key_is_a_key_like_any_other(self):
        assert isinstance(phrases.keys_of("one two", SALT).wrapping, DataKey)
