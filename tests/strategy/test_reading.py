"""Mistakes in the files of a partnership's strategy end in one sentence that says what to do."""

import shutil
from pathlib import Path

import pytest

from webapp.partnership import PartnershipError, create_partnership, load_partnership
from webapp.partnership.strategy import read_strategy

BCP = Path(__file__).resolve().parents[2] / "webapp" / "partnership" / "bcp"
CONSULTATION = """
[[consultation]]
key = "draft"
title = "A draft"
summary = "What do you think?"
how = ["Write to us."]
opens = 2026-11-01
closes = 2026-12-01
"""
MISTAKES = {
    "no TOML": ("plan.toml", "[[plan]]", "[[plan", "not valid TOML"),
    "a key that means nothing": (
        "plan.toml",
        'key = "share-data"',
        'key = "share-data"\nhue = 1',
        '"hue" is not known',
    ),
    "a priority that is not there": ("plan.toml", '"2022-25:violent-crime"', '"2022-25:x"', 'no priority "2022-25:x"'),
    "a key twice": ("plan.toml", '"schools"', '"share-data"', 'have the key "share-data"'),
    "a key twice under two priorities": ("plan.toml", '"find-victims"', '"share-data"', '"share-data" stands twice'),
    "a polarity that does not exist": ("plan.toml", '"down_is_good"', '"down"', "use one of: up_is_good"),
    "an observation without a value": ("plan.toml", "value = 734", "", 'there is no "value"'),
    "half a share": ("plan.toml", "numerator = 160", "", "go together"),
    "a share above all": ("plan.toml", "numerator = 160", "numerator = 800", 'a part of "denominator"'),
    "a value in words": ("plan.toml", "value = 734", 'value = "many"', "a number as the source prints it"),
    "an agency that is not there": ("plan.toml", 'agency = "police"', 'agency = "army"', 'no agency "army"'),
    "a source that is not there": ("plan.toml", '"strategy-2022"', '"nobody"', '"nobody" is not in sources.toml'),
    "a place that is not there": ("plan.toml", 'where = "priority-1"', 'where = "x"', 'has no place "x"'),
    "another partnership's fact": ("plan.toml", '"strategy-2022"', '"dorset-report-2019"', "is another partnership's"),
    "our own document under another's name": (
        "timeline.toml",
        'source = "dorset-report-2019", where = "3.5"',
        'source = "annual-report-2026", where = "4"',
        "is our own document",
    ),
    "another's document that is not there": ("timeline.toml", '"dorset-report-2019"', '"x"', 'there is no "x"'),
    "a successor that is not there": ("timeline.toml", '["2025:violent-crime"]', '["2025:x"]', 'no priority "2025:x"'),
    "a successor that is no list": ("timeline.toml", "by = []", "by = 1", "a list of priorities"),
    "one followed that is not there": ("timeline.toml", '"2025:exploitation"', '"2025:x"', 'no priority "2025:x"'),
    "a date that is none": ("strategies.toml", 'starts = "2022"', 'starts = "spring"', 'write it like "2022"'),
    "an end before the start": ("strategies.toml", 'ends = "2025"', 'ends = "2021"', '"ends" is before "starts"'),
    "no source at all": ("strategies.toml", "[[strategy.citation]]", "[[strategy.cited]]", "is not known here"),
    "two plans": ("strategies.toml", 'stage = "planned"', 'stage = "planned"\nis_plan = true', "two strategies have"),
    "a document that is not there": (
        "strategies.toml",
        'document = "strategy-2022"',
        'document = "x"',
        'no source "x"',
    ),
    "a summary that is not there": ("strategies.toml", "summary = ", 'summary = "x" # ', 'no publication "x"'),
    "a strategy after it that is not there": (
        "strategies.toml",
        "is_plan = true",
        'is_plan = true\nreplaced_by = "x"',
        'no strategy "x"',
    ),
    "work for nothing": ("initiatives.toml", 'priorities = ["violent-crime"]', "priorities = []", "name at least one"),
    "work for a priority that is not there": ("initiatives.toml", '["violent-crime"]', '["x"]', 'no priority "2025:x"'),
    "two pieces of work of one name": ("initiatives.toml", '"stalking"', '"knife-crime-film"', "give each its own"),
    "a campaign without a start": ("campaigns.toml", 'starts = "2025-06"', "", 'the key "starts" is missing'),
    "a campaign of no work": ("campaigns.toml", 'initiative = "just-dont"', 'initiative = "x"', 'no initiative "x"'),
}
WRONG_CONSULTATIONS = {
    "it closes before it opens": ("closes = 2026-12-01", "closes = 2026-10-01", '"closes" is before "opens"'),
    "nobody can answer": ('how = ["Write to us."]', "how = []", "at least one way to answer"),
    "a change without its day": ('key = "draft"', 'key = "draft"\nchanged = ["Much."]', "go together"),
    "a strategy that is not there": ('key = "draft"', 'key = "draft"\nstrategy = "x"', 'no strategy "x"'),
    "a place that is not there": (
        'key = "draft"',
        'key = "draft"\ncitation = { source = "annual-report-2026", where = "x" }',
        'has no place "x"',
    ),
}


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(BCP, tmp_path / "copy"))


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_ends_in_one_sentence(folder, mistake):
    name, old, new, message = mistake
    path = folder / "content" / "strategy" / name
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PartnershipError, match=r"^content/strategy/.*\.$") as caught:
        read_strategy(load_partnership(folder))
    assert message in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize("mistake", WRONG_CONSULTATIONS.values(), ids=WRONG_CONSULTATIONS)
def test_a_wrong_consultation_is_refused(folder, mistake):
    old, new, message = mistake
    path = folder / "content" / "strategy" / "consultations.toml"
    path.write_text(CONSULTATION.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PartnershipError) as caught:
        read_strategy(load_partnership(folder))
    assert message in str(caught.value)


def test_a_consultation_can_be_added(folder):
    (folder / "content" / "strategy" / "consultations.toml").write_text(CONSULTATION, encoding="utf-8")
    [found] = read_strategy(load_partnership(folder)).consultations
    assert (found.key, str(found.how[0]), found.changed) == ("draft", "Write to us.", ())


def test_a_partnership_without_the_folder_has_its_priorities_and_nothing_else(folder):
    shutil.rmtree(folder / "content" / "strategy")
    content = read_strategy(load_partnership(folder))
    assert {one.set_key for one in content.priorities} == {"2020-21", "2022-25", "2025", "2025-10"}
    assert (content.strategies, content.plans, content.initiatives) == ((), (), ())
    assert all(one.replaced_by is None for one in content.priorities)


def test_a_new_partnership_has_nothing_and_can_be_read(tmp_path):
    create_partnership(tmp_path / "new", "Safer Newtown")
    content = read_strategy(load_partnership(tmp_path / "new"))
    assert (content.strategies, content.initiatives) == ((), ())
