"""Keys and what they close: it opens for the right key, in the right place and unchanged, and for nobody else."""

import pickle
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.sealing.boxes import (
    MOST_KEYS,
    DataKey,
    KeyMissingError,
    Keyring,
    PrivateKey,
    PublicKey,
    SealBrokenError,
    bound_to,
    key_ids,
    readdress,
    rewrap,
    unwrap,
    wrap,
)

PLACE = ("enquiry", "17", "words")


class TestValues:
    @given(content=st.binary(max_size=5000), place=st.lists(st.text(max_size=20), max_size=4))
    def test_a_value_comes_back_as_it_went_in(self, content, place):
        key = DataKey.new()
        assert key.open(key.seal(content, *place), *place) == content

    @given(content=st.binary(max_size=200), bit=st.integers(min_value=0))
    def test_a_value_with_one_bit_changed_is_refused(self, content, bit):
        key = DataKey.new()
        sealed = bytearray(key.seal(content, *PLACE))
        bit %= len(sealed) * 8
        sealed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBrokenError):
            key.open(bytes(sealed), *PLACE)

    @given(cut=st.integers(min_value=0, max_value=200))
    def test_a_value_cut_short_is_refused(self, cut):
        key = DataKey.new()
        sealed = key.seal(b"x" * 100, *PLACE)
        with pytest.raises(SealBrokenError):
            key.open(sealed[: min(cut, len(sealed) - 1)], *PLACE)

    @pytest.mark.parametrize(
        "other",
        [("case", "17", "words"), ("enquiry", "18", "words"), ("enquiry", "17", "phone"), ("enquiry", "17"), ()],
    )
    def test_a_value_moved_to_another_kind_record_or_column_is_refused(self, other):
        key = DataKey.new()
        with pytest.raises(SealBrokenError):
            key.open(key.seal(b"secret", *PLACE), *other)

    def test_another_key_is_refused(self):
        with pytest.raises(SealBrokenError):
            DataKey.new().open(DataKey.new().seal(b"secret", *PLACE), *PLACE)

    @given(first=st.lists(st.text(max_size=5), max_size=4), second=st.lists(st.text(max_size=5), max_size=4))
    def test_two_places_never_read_the_same(self, first, second):
        assert (bound_to(*first) == bound_to(*second)) == (first == second)

    def test_short_values_are_all_of_one_length(self):
        key = DataKey.new()
        assert len({len(key.seal(b"y" * size, *PLACE)) for size in range(64)}) == 1

    def test_the_same_words_never_look_the_same(self):
        key = DataKey.new()
        assert len({key.seal(b"yes", *PLACE) for _ in range(100)}) == 100


class TestWrapping:
    @given(count=st.integers(min_value=1, max_value=MOST_KEYS))
    def test_each_holder_opens_the_data_key_alone(self, count):
        holders = [PrivateKey.new() for _ in range(count)]
        key = DataKey.new()
        wrapped = wrap(key, *(holder.public for holder in holders))
        assert key_ids(wrapped) == tuple(holder.id for holder in holders)
        for holder in holders:
            assert unwrap(wrapped, Keyring([holder])).reveal() == key.reveal()

    def test_without_a_key_the_message_says_which_is_needed(self):
        holder = PrivateKey.new()
        with pytest.raises(KeyMissingError, match=holder.id.hex()):
            unwrap(wrap(DataKey.new(), holder.public), Keyring([PrivateKey.new()]))

    def test_nobody_and_too_many_are_refused(self):
        for count in (0, MOST_KEYS + 1):
            with pytest.raises(ValueError, match="public keys"):
                wrap(DataKey.new(), *(PrivateKey.new().public for _ in range(count)))

    def test_wrapping_anew_leaves_other_holders_and_the_data_key_as_they_are(self):
        old, other, new = (PrivateKey.new() for _ in range(3))
        key = DataKey.new()
        again = rewrap(wrap(key, old.public, other.public), old, new.public)
        assert key_ids(again) == (new.id, other.id)
        for holder in (new, other):
            assert unwrap(again, Keyring([holder])).reveal() == key.reveal()
        with pytest.raises(KeyMissingError):
            unwrap(again, Keyring([old]))

    @given(junk=st.binary(max_size=300))
    def test_junk_is_refused_and_never_crashes(self, junk):
        with pytest.raises((SealBrokenError, KeyMissingError)):
            unwrap(junk, Keyring([PrivateKey.new()]))

    @given(place=st.integers(min_value=10, max_value=89))
    def test_a_changed_box_is_refused(self, place):
        holder = PrivateKey.new()
        wrapped = bytearray(wrap(DataKey.new(), holder.public))
        wrapped[place] ^= 1
        with pytest.raises(SealBrokenError):
            unwrap(bytes(wrapped), Keyring([holder]))


class TestSilence:
    def test_a_key_shows_nothing_of_itself(self):
        for key in (PrivateKey.new(), DataKey.new()):
            shown = f"{key!r} {key} {[key]} {vars(type(key)).get('__dict__')}"
            assert key.reveal().hex() not in shown
            assert repr(key.reveal())[2:-1] not in shown
            assert repr(key) == f"<{type(key).__name__}>"
        assert repr(Keyring([PrivateKey.new()])) == "<Keyring of 1>"

    def test_a_key_cannot_be_pickled(self):
        for key in (PrivateKey.new(), DataKey.new()):
            with pytest.raises(TypeError, match="pickling"):
                pickle.dumps(key)

    def test_a_refusal_says_nothing_of_what_is_inside(self):
        key = DataKey.new()
        sealed = key.seal(b"the canary sings", *PLACE)
        with pytest.raises(SealBrokenError) as caught:
            key.open(sealed, "elsewhere")
        told = "".join(traceback.format_exception(caught.value))
        assert "canary" not in told
        assert caught.value.__suppress_context__

    def test_the_id_of_a_pair_is_told_by_its_public_half_alone(self):
        key = PrivateKey.new()
        assert PublicKey(bytes(key.public)).id == key.id == bytes.fromhex(key.public.fingerprint)[:8]


class TestReaddressing:
    def test_one_more_can_open_it_and_an_earlier_key_no_longer(self):
        content, old, new, key = PrivateKey.new(), PrivateKey.new(), PrivateKey.new(), DataKey.new()
        before = wrap(key, content.public, old.public)
        # The officers' key is enough: the old private half is with the person who lost it.
        after = readdress(before, Keyring([content]), to=new.public, instead_of=old.public)
        for each in (content, new):
            assert unwrap(after, Keyring([each])).reveal() == key.reveal()
        with pytest.raises(KeyMissingError):
            unwrap(after, Keyring([old]))

    def test_whoever_opens_nothing_addresses_nothing(self):
        with pytest.raises(KeyMissingError):
            readdress(wrap(DataKey.new(), PrivateKey.new().public), Keyring(), to=PrivateKey.new().public)
