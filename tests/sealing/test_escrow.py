"""Escrow: some of the shares together bring the content key back, fewer bring nothing, and every use is told."""

import itertools
import uuid

import pytest

from tests.sealing.conftest import read, write
from webapp.sealing import escrow, handover, holding, inventory, queries, services, unlocking
from webapp.sealing.boxes import KeyMissingError, PrivateKey
from webapp.sealing.escrow import SharesRefusedError
from webapp.sealing.models import Purpose


def test_any_two_of_three_shares_bring_the_key_back(samples):
    row_id = write("words")
    shares, event = escrow.make_shares(holders=3, needed=2)
    assert (event.act, event.changes["holders"], event.changes["needed"]) == ("keys.escrow_made", (None, 3), (None, 2))
    for pair in itertools.permutations(shares, 2):
        holding.destroy_file(Purpose.CONTENT, 1)
        with pytest.raises(KeyMissingError):
            read(row_id)
        assert escrow.recover([share.upper() + " " for share in pair]).act == "keys.recovered"
        assert read(row_id) == "words"


def test_one_share_a_wrong_word_and_shares_of_two_sets_are_refused(samples):
    first, _ = escrow.make_shares(holders=3, needed=2)
    second, _ = escrow.make_shares(holders=3, needed=2)
    words = first[0].split()
    mistyped = " ".join([*words[:10], "academic" if words[10] != "academic" else "acid", *words[11:]])
    for shares in ([first[0]], [first[0], first[0]], [first[0], second[1]], [mistyped, first[1]], [], ["abc"], [""]):
        with pytest.raises(SharesRefusedError):
            escrow.recover(shares)


def test_shares_of_another_key_are_refused(samples):
    services.make_missing_keys()
    (shares,) = escrow.generate_mnemonics(1, [(2, 3)], PrivateKey.new().reveal())
    with pytest.raises(SharesRefusedError, match="none that this site"):
        escrow.recover(shares[:2])
    (short,) = escrow.generate_mnemonics(1, [(2, 3)], bytes(16))
    with pytest.raises(SharesRefusedError, match="something else"):
        escrow.recover(short[:2])


@pytest.mark.parametrize(("holders", "needed"), [(3, 1), (1, 1), (2, 3), (17, 2)])
def test_numbers_that_make_no_escrow_are_refused(samples, holders, needed):
    with pytest.raises(SharesRefusedError):
        escrow.make_shares(holders=holders, needed=needed)


def test_on_a_desk_of_its_own_the_key_comes_back_to_an_officer_who_forgot(samples, officer, in_tier):
    services.make_missing_keys()
    in_tier("desk")
    only = officer("forgotten")
    shares, _ = escrow.make_shares(holders=3, needed=2, key=unlocking.unlock(only, "forgotten"))
    holding.destroy_file(Purpose.CONTENT, 1)
    row_id = write("words")
    # With escrow made, a reset of the last holder is no loss.
    unlocking.enrol(only, "remembered")
    with pytest.raises(SharesRefusedError, match="Name the officer"):
        escrow.recover(shares[:2])
    event = escrow.recover(shares[1:], officer_id=only)
    assert event.changes["to"] == (None, only.hex)
    assert read(row_id, key=unlocking.unlock(only, "remembered")) == "words"
    assert holding.versions(Purpose.CONTENT) == []


def test_without_the_key_there_are_no_shares(samples, officer, in_tier):
    services.make_missing_keys()
    holding.destroy_file(Purpose.CONTENT, 1)
    with pytest.raises(KeyMissingError):
        escrow.make_shares(holders=3, needed=2)
    with pytest.raises(unlocking.UnlockRefusedError):
        unlocking.unlock(uuid.uuid4(), "x")


class TestHandingOver:
    def test_the_file_goes_when_two_officers_hold_the_key(self, samples, officer, in_tier):
        services.make_missing_keys()
        in_tier("desk")
        first = officer("correct horse battery")
        assert [pair.version for pair in handover.waiting()] == [1]
        with pytest.raises(handover.NotHandedOverError, match="1 holders"):
            handover.hand_over()
        officer("another passphrase")
        assert [event.act for event in handover.hand_over()] == ["keys.handed_over"]
        assert handover.waiting() == []
        assert holding.versions(Purpose.CONTENT) == []
        row_id = write("words")
        assert read(row_id, key=unlocking.unlock(first, "correct horse battery")) == "words"

    def test_one_officer_and_escrow_are_enough_and_nobody_is_not(self, samples, officer, in_tier):
        services.make_missing_keys()
        in_tier("desk")
        escrow.make_shares(holders=3, needed=2)
        with pytest.raises(handover.NotHandedOverError, match="0 holders"):
            handover.hand_over()
        officer()
        assert len(handover.hand_over()) == 1

    def test_in_one_tier_the_file_stays(self, samples):
        services.make_missing_keys()
        with pytest.raises(handover.NotHandedOverError, match="TIER=desk"):
            handover.hand_over()


class TestInventory:
    def test_it_says_what_each_key_has_sealed_and_who_holds_it(self, samples, officer):
        write("one")
        write("two", keys=("content", "delivery"))
        officer()
        escrow.make_shares(holders=5, needed=3)
        content, delivery = inventory.list_keys()
        assert (content.purpose, content.version, content.records, content.holders) == ("content", 1, 2, 1)
        assert (content.in_a_file_here, content.escrow, content.warnings) == (True, (3, 5), ())
        assert (delivery.purpose, delivery.records, delivery.escrow) == ("delivery", 1, None)

    def test_it_warns_of_what_would_be_lost(self, samples, in_tier):
        services.make_missing_keys()
        in_tier("desk")
        assert any("handed over" in warning for warning in inventory.list_keys()[0].warnings)
        holding.destroy_file(Purpose.CONTENT, 1)
        assert any("nobody holds" in warning for warning in inventory.list_keys()[0].warnings)

    def test_it_notices_a_changed_public_half(self, samples):
        services.make_missing_keys()
        pair = queries.find_current(Purpose.CONTENT)
        pair.public_half = bytes(PrivateKey.new().public)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(queries, "list_pairs", lambda *_purposes: [pair])
            (entry,) = inventory.list_keys()
        assert any("changed" in warning for warning in entry.warnings)

    def test_a_fingerprint_is_read_out_in_groups(self):
        assert inventory.in_groups("0123456789ab") == "0123 4567 89ab"
