"""The examples that a site is tried out with, as the partnership's folder gives them."""

import pytest

from webapp.partnership import PartnershipError, create_partnership, load_partnership
from webapp.partnership.samples import read_sample_venues

FILE = "sample/venues.toml"
MISTAKES = {
    "a town that is none": ('code = "poole"', 'code = "poll"', 'it names the town "poll", which does not exist'),
    "a neighbourhood that is none": ('"alum-chine"', '"alum-china"', 'it names the locality "alum-china"'),
    "hours that are none": ('hours = ["museum"]', 'hours = ["muesum"]', 'it names the set of hours "muesum"'),
    "a number below one": ("safe-place = 102", "safe-place = 0", '"safe-place" is 0; give it a whole number'),
    "days that are no numbers": ("[12, 95,", '["12", 95,', "\"days-ago\" has '12'; give it whole numbers from 0 up"),
    "an hour that no clock shows": ("until = 21", "until = 25", '"under-18s-until" is 25; give it an hour from 0'),
    "an hour below none": ("until = 21", "until = -1", '"under-18s-until" is -1; give it a whole number from 0 up'),
    "an empty list": ("audience = [", "audience = []\n#", "need at least one entry each"),
    "a key that means nothing": ("[visitors]", "[visitors]\nmood = 1", 'the key "mood" is not known here'),
}


def test_they_are_as_many_as_the_partnership_reported(bcp):
    towns = {town.code: (town.counts["safe-place"], town.shared) for town in read_sample_venues(bcp).towns}
    assert {code: count for code, (count, _) in towns.items()} == {"bournemouth": 102, "poole": 57, "christchurch": 11}
    assert sum(town.counts["unity-promise"] for town in read_sample_venues(bcp).towns) == 30
    assert all(shared for _, shared in towns.values())


def test_a_partnership_needs_none(tmp_path):
    create_partnership(tmp_path / "aber", "Aber Ddiogel")
    assert read_sample_venues(load_partnership(tmp_path / "aber")) is None


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_ends_in_one_clear_sentence(mistake, folder, change):
    old, new, sentence = MISTAKES[mistake]
    change(FILE, old, new)
    with pytest.raises(PartnershipError, match=r"sample/venues\.toml") as refused:
        read_sample_venues(load_partnership(folder))
    assert sentence in str(refused.value)
