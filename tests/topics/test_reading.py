"""The reader of content/topics: each mistake ends in one sentence that says what to do."""

import pytest

from webapp.partnership import PartnershipError, load_partnership
from webapp.partnership.records import from_record, to_record
from webapp.partnership.telephone import find_telephone
from webapp.partnership.topics import TopicFacts, TopicGroup


def test_a_folder_without_topics_has_none(read):
    assert read() == ()


def test_a_topic_is_read_with_all_its_parts(read, write):
    write()
    write(language="pl", old='title = "Made-up worry"', new='title = "Zmyślona obawa"')
    # What is the same in every language stands in the first one only.
    text = (path := write(language="pl")).read_text(encoding="utf-8")
    front = 'title = "Zmyślona obawa"\nsummary = "Gdy dzieje się coś zmyślonego."'
    path.write_text(f"+++\n{front}\n+++\n{text.rpartition('+++')[2]}", encoding="utf-8")
    (topic,) = read()
    assert topic.facts.groups == (TopicGroup.SOMEBODY,)
    assert topic.facts.routes[0].number == "police_101"
    assert list(topic.words) == ["en", "pl"]
    assert topic.words["pl"].title == "Zmyślona obawa"
    assert "/publications/sources/annual-report-2026/40" in topic.words["en"].markdown


def test_facts_survive_being_stored(read, write):
    write()
    facts = read()[0].facts
    assert from_record(TopicFacts, to_record(facts)) == facts


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('groups = ["somebody"]', 'groups = ["nobody"]', '"groups" has "nobody"'),
        ('groups = ["somebody"]', "", '"groups" is missing'),
        ('["samaritans"]', '["a_number"]', 'the number "a_number", which is not in support_numbers'),
        ('["samaritans"]', '["emergency"]', "every topic begins with that number"),
        ('number = "police_101"', 'number = "nine"', 'the number "nine"'),
        ('website = "police"', 'website = "navy"', 'the agency "navy"'),
        ('citation = { source = "annual-report-2026", where = "40" }', "", 'add "citation" or set to_confirm'),
        ('where = "40"', 'where = "made-up"', 'no place "made-up"'),
        ("annual-report-2026:40]", "made-up:40]", 'the source "made-up" is not in sources.toml'),
        ("annual-report-2026:40]", "dorset-report-2019:40]", "another partnership"),
        ('path = "/safe-places"', 'path = "https://x.example"', "give a page of this site"),
        ('path = "/safe-places"', 'path = "//x.example"', "give a page of this site"),
        ("{routes}\n", "", "one line must be {routes}"),
        ("{routes}\n", "{routes}\n\n{routes}\n", "one line must be {routes}"),
        ("Something that we", "Call 999 when something we", 'the number "999" stands inside the words'),
        ("Something that we", "Call 0800 555 111 or", 'the number "0800 555 111"'),
        ("Say what you saw.", "Call 101.", 'the number "101"'),
        ('summary = "When', 'summary = "Call 01202 123456. When', 'the number "01202 123456"'),
        ("position = 5", 'position = 5\nrelated = ["made-up-too"]', '"related" names "made-up-too"'),
        ("position = 5", 'position = 5\ncolour = "red"', 'the key "colour" is not known'),
        ("+++\n## What", "## What", "begin the file with a line +++"),
    ],
)
def test_a_mistake_says_what_to_do(read, write, old, new, sentence):
    write(old=old, new=new)
    with pytest.raises(PartnershipError) as caught:
        read()
    assert str(caught.value).startswith("content/topics/made-up")
    assert sentence in str(caught.value)


def test_the_first_language_must_be_there(read, write):
    write(language="pl")
    with pytest.raises(PartnershipError, match=r"en\.md is missing"):
        read()


def test_a_folder_has_an_address_for_a_name(read, write):
    write("Made up")
    with pytest.raises(PartnershipError, match="rename the folder"):
        read()


def test_words_that_are_no_text_are_refused(read, write):
    write().write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PartnershipError, match="not UTF-8"):
        read()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Call 999 now.", "999"),
        ("Call 18000.", "18000"),
        ("0808 2000 247 is free", "0808 2000 247"),
        ("+44 1202 123456", "+44 1202 123456"),
        ("In 2024/25 27 people finished.", None),
        ("From 1,234 to 22 of 2026.", None),
        ("Within 12 hours, up to 7 days.", None),
        ("Section 19 of the Act of 2006", None),
    ],
)
def test_telephone_numbers_are_told_from_other_figures(bcp, words, found):
    assert find_telephone(words, bcp.support_numbers) == found


def test_other_folders_are_left_alone(folder):
    assert load_partnership(folder).folder == folder.resolve()
