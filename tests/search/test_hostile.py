"""Whatever is typed is answered: no query raises, none changes anything."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.search.models import Entry
from webapp.search.queries import search

HOSTILE = [
    '"', '""', '"""', "'", "''", "\\", "*", "noise*", "*noise", "no*ise", "^noise", "noise^", "+noise", "-noise",
    "title_words:noise", "{title_words}: noise", "NEAR(noise lamps, 5)", "noise NEAR lamps", "AND", "OR", "NOT", "NEAR",
    "noise AND", "AND noise", "noise OR OR lamps", "NOT noise", "(noise", "noise)", "((((((", "noise & lamps",
    "noise | !", "noise <-> lamps", "noise:*", "!noise", "'; DROP TABLE search_entry; --",
    '"; DROP TABLE search_entry; --',
    "' OR '1'='1", "noise' UNION SELECT 1 --", "noise\x00lamps", "\x00", "\ud800", "noise \udfff", "\u202enoise",
    "\U0001f600 noise \U0001f600", "%", "%%", "_", "%s", ":expression", ":q", "{0}", "{{7*7}}", "${7*7}", "<script>",
    "noise" * 2000, "noise " * 1667, "a " * 5000, '"noise ' * 1000, "e\u0301" * 5000, "\u0300" * 10_000, "(" * 10_000,
    "1" * 10_000, "-" * 10_000, "\u0661\u0662", "\u00bd \u00b2 \u2460", "\ufdfa", "٪", "noise\nlamps\t\r", "İ", "ß",
]  # fmt: skip


@pytest.mark.parametrize("q", HOSTILE)
def test_a_hostile_query_is_answered(index, find, q):
    for language in ("en", "pl", "ar"):
        find(q, language=language)
        find(f"noise {q} lamps", language=language)


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "'; DROP TABLE search_entry; --"},
        {"kind": "\x00"},
        {"kind": "\ud800"},
        {"kind": ""},
        {"tag": "\x00%_\\"},
        {"tag": "asb vawg"},
        {"tag": "x" * 10_000},
        {"year": -(10**30)},
        {"year": 10**30},
        {"page": -5},
        {"page": 10**30},
        {"per_page": 0},
        {"per_page": 10**30},
        {"language": "xx"},
    ],
)
def test_hostile_options_are_answered(index, find, options):
    find("noise", **options)


def test_operators_are_words_like_others(index, find):
    assert {hit.key for hit in find("noise OR lamps").hits} == {hit.key for hit in find("noise lamps").hits}
    assert find("noise*").total == find("noise").total
    assert find("title_words:noise").hits == find("title_words noise").hits


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(alphabet=st.characters(codec=None), max_size=80),
        st.lists(
            st.sampled_from(
                ['"', "noise", "lamps", "AND", "(", ")", "-", "*", ":", "the", "nosie", "case review", "4.2"]
            )
        ).map(" ".join),
    )
)
def test_no_text_raises(index, q):
    results = search(q, language="pl", default_language="en")
    assert len(results.hits) <= results.total or results.total_is_more
    for hit in results.hits:
        assert all(piece.text for piece in hit.snippet)


def test_the_index_is_as_before(index, find, count_queries):
    before = find("noise")
    with count_queries() as queries:
        for q in HOSTILE:
            find(q)
    assert find("noise") == before
    assert all(query.startswith("SELECT") for query in queries)
    assert Entry.__tablename__ == "search_entry"
