"""The topics that the partnership starts with: all of them, in every language, with care."""

import re

import pytest

from webapp.partnership import load_partnership
from webapp.partnership.content import MARKER
from webapp.partnership.topics import read_topics

BCP = load_partnership("bcp")
TOPICS = read_topics(BCP)
SLUGS = {
    "cuckooing", "child-exploitation", "radicalisation", "stalking", "domestic-abuse", "modern-slavery", "hate-crime",
    "spiking", "knives", "own-behaviour",
}  # fmt: skip
SENSITIVE = {
    "cuckooing", "child-exploitation", "radicalisation", "stalking", "domestic-abuse", "modern-slavery",
    "own-behaviour",
}  # fmt: skip
EVERY = [(topic, code) for topic in TOPICS for code in topic.words]
IDS = [f"{topic.slug}-{code}" for topic, code in EVERY]
HEADINGS = re.compile(r"^## ", re.MULTILINE)
LONGEST_MEAN_SENTENCE = 15


def test_every_topic_is_there_and_the_sensitive_ones_say_so():
    assert {topic.slug for topic in TOPICS} == SLUGS
    assert {topic.slug for topic in TOPICS if topic.facts.sensitive} == SENSITIVE


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
def test_a_topic_is_written_in_every_language(topic):
    assert list(topic.words) == [language.code for language in BCP.languages]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
def test_every_language_says_the_same_with_the_same_sources(topic):
    texts = [words.markdown for words in topic.words.values()]
    assert len({len(HEADINGS.findall(text)) for text in texts}) == 1
    assert len({tuple(sorted(MARKER.findall(text))) for text in texts}) == 1
    assert len({len(re.findall(r"^- ", text, re.MULTILINE)) for text in texts}) == 1


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
def test_words_of_the_ways_to_help_exist_in_every_language(topic):
    codes = [language.code for language in BCP.languages]
    texts = [text for route in topic.facts.routes for text in (route.who, route.to, route.how)]
    texts += [page.words for page in topic.facts.read_on]
    assert [str(text) for text in texts if not all(text.has(code) for code in codes)] == []


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
def test_somebody_can_be_reached_now(topic):
    numbers = [BCP.support_number(key) for key in topic.facts.helplines]
    assert any(number.public_number for number in numbers)
    assert topic.facts.routes


@pytest.mark.parametrize(("topic", "code"), EVERY, ids=IDS)
def test_the_words_are_calm(topic, code):
    words = topic.words[code]
    assert "!" not in words.title + words.summary + words.markdown


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
def test_english_sentences_are_short(topic):
    text = re.sub(r"^\[\^.*$", "", topic.words["en"].markdown, flags=re.MULTILINE)
    sentences = [part for part in re.split(r"(?<=[.:?])\s|\n", MARKER.sub("", text)) if len(part.split()) > 2]
    mean = sum(len(sentence.split()) for sentence in sentences) / len(sentences)
    assert mean <= LONGEST_MEAN_SENTENCE


def test_every_page_that_a_topic_leads_to_is_there(client, starter):
    paths = {link.path for topic in TOPICS for link in topic.facts.read_on}
    assert [path for path in sorted(paths) if client.response(path).status_code != 200] == []


@pytest.mark.parametrize("prefix", ["", "/pl", "/ar"])
def test_every_page_can_be_drawn(client, starter, prefix):
    for slug in sorted(SLUGS):
        page = client.get(f"{prefix}/topics/{slug}")
        assert page.text.count("{routes}") == 0
