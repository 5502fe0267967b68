"""What a search finds, and how that is shown."""

import pytest

from webapp.database import db
from webapp.kit.fixed_queries import FixedQuery
from webapp.search.asking import understand
from webapp.search.entries import Match
from webapp.search.expressions import all_of
from webapp.search.matching import Scope, list_matches


def addresses(results) -> list[str]:
    return [hit.address for hit in results.hits]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("case review", "/asb-case-review"),
        ("community trigger", "/asb-case-review"),
        ("the community trigger", "/asb-case-review"),
        ("ASB Case Reviews", "/asb-case-review"),
        ("how do I ask for a case review?", "/asb-case-review"),
        ("dhr", "/domestic-homicide-reviews"),
        ("DARDR", "/domestic-homicide-reviews"),
        ("domestic abuse related death review", "/domestic-homicide-reviews"),
        ("domestic violence", "/domestic-homicide-reviews"),
        ("antisocial behaviour", "/report-asb"),
        ("anti social behaviour", "/report-asb"),
        ("anti-social", "/report-asb"),
        ("antisocial", "/report-asb"),
        ("vawg", "/publications/annual-report"),
        ("community", "/publications/annual-report"),
        ("organise police", "/publications/annual-report"),
        ("4.2", "/meetings/march"),
        ("paragraph 4.2", "/meetings/march"),
        ("1250", "/meetings/march"),
        ("£1,250", "/meetings/march"),
        ("BH1 2AB", "/meetings/march"),
        ("bh12ab", "/meetings/march"),
        ("agency's learning", "/domestic-homicide-reviews"),
        ("annual report 2025", "/publications/annual-report"),
    ],
)
def test_a_query_finds_its_page_first(index, find, q, first):
    results = find(q)
    assert addresses(results)[:1] == [first]
    assert not results.instead


@pytest.mark.parametrize("q", ["", " ", "?", '""', "\x00", "\U0001f600", "_", "'", '"'])
def test_an_empty_query_has_no_hits(index, find, q):
    results = find(q)
    assert (results.hits, results.total, results.pages, results.suggestion) == ((), 0, 0, None)


def test_words_in_quotes_stand_together(index, find):
    assert find("case review").total == 1
    assert addresses(find('"told an agency"')) == ["/asb-case-review"]
    assert find('"agency told"').total == 0
    assert addresses(find("\u201ctold an agency\u201d")) == ["/asb-case-review"]


def test_words_in_quotes_have_no_other_meaning(index, find):
    assert find('"community trigger"').total == 0


def test_stop_words_alone_are_looked_for(index, find):
    assert find("what could have been").total >= 1


def test_the_last_word_may_be_a_beginning(index, find):
    results = find("homici")
    assert addresses(results) == ["/domestic-homicide-reviews"]
    assert results.match is Match.BEGINNING


def test_some_of_the_words_are_better_than_nothing(index, find):
    results = find("panel lamps")
    assert set(addresses(results)) == {"/domestic-homicide-reviews", "/meetings/march"}
    assert results.match is Match.SOME


def test_words_taken_as_one_thing_are_looked_for_alone_when_it_is_nowhere(put, find):
    put([{"key": "a", "title": "Rough roads"}])
    results = find("rough sleeping")
    assert (addresses(results), results.match) == (["/a"], Match.SOME)


def test_a_word_in_the_title_counts_more_than_one_in_the_body(put, find):
    put(
        [
            {"key": "body", "title": "Streets", "body": "Fireworks. " + "Other words stand here too. " * 20},
            {"key": "summary", "title": "Nights", "summary": "About fireworks."},
            {"key": "title", "title": "Fireworks"},
        ]
    )
    assert addresses(find("fireworks")) == ["/title", "/summary", "/body"]


def test_a_weight_lifts_and_lowers(put, find):
    put([{"key": key, "title": "Lamps", "weight": weight} for key, weight in (("a", 1.0), ("b", 3.0), ("c", 0.3))])
    assert addresses(find("lamps")) == ["/b", "/a", "/c"]


def test_the_newer_of_two_equals_comes_first(put, find):
    put([{"key": str(year), "title": "Report", "year": year} for year in (2021, 2026, 2023)])
    assert addresses(find("report")) == ["/2026", "/2023", "/2021"]


def test_words_in_a_row_come_before_words_apart(put, find):
    put(
        [
            {"key": "apart", "title": "Lamps", "body": "The quay is long. Much later the harbour road was lit."},
            {"key": "row", "title": "Lamps", "body": "The harbour quay is long. Much later the road was lit."},
        ]
    )
    assert addresses(find("harbour quay")) == ["/row", "/apart"]


def test_filters_narrow_and_facets_count_without_their_own_filter(index, find):
    results = find("noise")
    assert results.total == 3
    assert results.facets.kinds == {"guidance": 1, "minutes": 1, "annual_report": 1}
    assert results.facets.years == {2025: 2}
    assert results.facets.tags == {"asb": 2, "vawg": 1}
    narrowed = find("noise", kind="minutes")
    assert addresses(narrowed) == ["/meetings/march"]
    assert narrowed.total == 1
    assert narrowed.facets.kinds == results.facets.kinds
    assert narrowed.facets.years == {2025: 1}
    assert addresses(find("noise", tag="vawg")) == ["/publications/annual-report"]
    assert set(addresses(find("noise", year=2025))) == {"/meetings/march", "/publications/annual-report"}


@pytest.mark.parametrize(
    "options", [{"kind": "unknown"}, {"year": 1066}, {"tag": "%"}, {"kind": "minutes", "tag": "asb"}]
)
def test_a_filter_that_leaves_nothing_still_tells_where_there_is_something(index, find, options):
    results = find("noise", **options)
    assert (results.hits, results.total) == ((), 0)
    assert find("noise", kind="unknown").facets.kinds["minutes"] == 1


def test_pages_hold_each_hit_once(put, find):
    put([{"key": f"lamp-{n:02}", "title": f"Lamp {n}", "body": "lamp " * n} for n in range(25)])
    pages = [find("lamp", page=page) for page in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [10, 10, 5, 0]
    assert len({hit.key for page in pages for hit in page.hits}) == 25
    assert {(page.total, page.pages) for page in pages} == {(25, 3)}


def test_many_hits_are_counted_and_paged_through(put, find):
    put([{"key": f"lamp-{n}", "title": "Lamp", "year": 2020 + n % 3} for n in range(320)])
    results = find("lamp")
    assert (results.total, results.total_is_more, results.pages) == (320, False, 32)
    assert sum(results.facets.years.values()) == 320
    assert find("lamp", page=33).hits == ()


def test_more_than_is_looked_at_is_at_least_so_many(put, find, monkeypatch):
    monkeypatch.setattr("webapp.search.matching.LOOKED_AT", 20)
    monkeypatch.setattr("webapp.search.finding.LOOKED_AT", 20)
    put([{"key": "first", "title": "Lamp"}])
    put([{"key": f"lamp-{n}", "title": "Street", "body": "A lamp."} for n in range(30)])
    results = find("lamp")
    assert (results.total, results.total_is_more) == (21, True)
    assert results.hits[0].address == "/first"


def test_a_polish_reader_gets_polish_pages_and_english_ones_where_there_is_no_polish(index, find):
    results = find("annual report", language="pl")
    assert [(hit.address, hit.language) for hit in results.hits] == [("/publications/annual-report", "en")]
    assert [hit.language for hit in find("raport roczny", language="pl").hits] == ["pl"]
    assert addresses(find("case review", language="pl")) == ["/asb-case-review"]


def test_an_english_reader_gets_no_polish_pages(index, find):
    assert find("mieszkańcy").total == 0


def test_a_page_that_matches_in_two_languages_is_one_hit_in_the_wanted_one(put, find):
    put(
        [
            {"key": "plan/en", "address": "/plan", "title": "Plan"},
            {"key": "plan/pl", "address": "/plan", "title": "Plan", "language": "pl"},
            {"key": "other/en", "address": "/other", "title": "Plan"},
        ]
    )
    results = find("plan", language="pl")
    assert [(hit.address, hit.language) for hit in results.hits] == [("/plan", "pl"), ("/other", "en")]
    assert (results.total, results.facets.kinds) == (2, {"guidance": 2})
    assert find("plan", language="pl", kind="guidance").total == 2


@pytest.mark.parametrize(
    ("q", "language", "address"),
    [
        ("halas", "pl", "/publications/annual-report"),
        ("PRZEŚLADOWANIE", "pl", "/publications/annual-report"),
        ("przesladowanie", "pl", "/publications/annual-report"),
        ("المساعده الان", "ar", "/help-now"),
        ("خَطَر", "ar", "/help-now"),
    ],
)
def test_accents_and_ways_to_write_a_letter_make_no_difference(index, find, q, language, address):
    assert addresses(find(q, language=language)) == [address]


def test_a_snippet_marks_what_was_found_and_is_text(put, find):
    put([{"key": "tags", "title": "Signs", "body": "Do not click <script>. Lamps & lamp posts were mended."}])
    (hit,) = find("lamps").hits
    assert "".join(piece.text for piece in hit.snippet) == "Do not click <script>. Lamps & lamp posts were mended."
    assert [piece.text for piece in hit.snippet if piece.is_match] == ["Lamps", "lamp"]


def test_a_snippet_shows_the_passage_with_most_words(put, find):
    filler = "Nothing of interest was said about anything at all in this part of the meeting. " * 5
    put([{"key": "long", "title": "Minutes", "body": f"The quay. {filler} The quay lamps. {filler}"}])
    (hit,) = find("quay lamps").hits
    assert [piece.text for piece in hit.snippet if piece.is_match] == ["quay", "lamps"]


def test_a_snippet_marks_another_way_to_say_it_as_a_whole(index, find):
    (hit,) = find("dhr").hits
    assert hit.title == "Domestic homicide reviews"
    (hit,) = find("vawg").hits
    assert [piece.text for piece in hit.snippet if piece.is_match] == ["Violence against women and girls"]


def test_a_hit_without_text_has_no_snippet(put, find):
    put([{"key": "bare", "title": "Lamps"}])
    assert find("lamps").hits[0].snippet == ()


def test_few_questions_are_asked_of_the_database(put, find, count_queries):
    put([{"key": f"lamp-{n}", "title": f"Lamp {n}"} for n in range(40)])
    with count_queries() as queries:
        find("lamp")
    assert len(queries) <= 4


def test_sqlite_hands_all_matches_over_in_one_piece(put, monkeypatch):
    """Its driver waits for the interpreter at each row: beside busy threads a list of rows took seconds."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("other drivers fetch all rows at once")
    put([{"key": f"lamp-{n}", "title": f"Lamp {n}"} for n in range(40)])
    handed: list[int] = []
    ask = FixedQuery.rows

    def count(query: FixedQuery, **values: object) -> list[object]:
        rows = ask(query, **values)
        handed.extend([len(rows)] if "bm25" in str(query) else [])
        return rows

    monkeypatch.setattr(FixedQuery, "rows", count)
    matches = list_matches(all_of(understand("lamp", ("en",)).groups), Scope(languages=("en",)))
    assert len(matches) == 40
    assert handed == [1]
