"""The language step: a prefix moves out of the path, so that every route exists once."""

import pytest

from webapp.kit.languages import ENVIRON_KEY, LanguagePrefix

CODES = ("en", "pl", "ar")


def answer(path: str) -> tuple[dict[str, str], list[tuple[str, list[tuple[str, str]]]]]:
    seen: dict[str, str] = {}
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def inner(environ, start_response):
        seen.update(environ)
        start_response("200 OK", [])
        return []

    step = LanguagePrefix(inner, CODES)
    step({"PATH_INFO": path, "SCRIPT_NAME": ""}, lambda status, headers, *_: started.append((status, headers)))
    return seen, started


@pytest.mark.parametrize(
    ("path", "language", "script", "rest"),
    [
        ("/", "en", "", "/"),
        ("/publications", "en", "", "/publications"),
        ("/pl/", "pl", "/pl", "/"),
        ("/pl/publications", "pl", "/pl", "/publications"),
        ("/ar/venues/x", "ar", "/ar", "/venues/x"),
        ("/en/venues", "en", "", "/en/venues"),
        ("/plan", "en", "", "/plan"),
        ("/PL/", "en", "", "/PL/"),
        ("/pl//x", "pl", "/pl", "//x"),
        ("", "en", "", ""),
    ],
)
def test_the_first_part_of_a_path_names_the_language(path, language, script, rest):
    seen, _ = answer(path)
    assert (seen[ENVIRON_KEY], seen["SCRIPT_NAME"], seen["PATH_INFO"]) == (language, script, rest)


def test_a_language_without_a_slash_is_sent_on():
    seen, started = answer("/pl")
    assert seen == {}
    assert started[0][0].startswith("308")
    assert ("Location", "/pl/") in started[0][1]


class TestAddressesOfAPage:
    """Each page links to itself in the other languages, with whatever was asked of it."""

    def test_the_query_goes_along_escaped_whoever_came_before(self, client):
        for query in ("near=BH1+1AA&open=now", "near=%22%3E%3Cscript%3E", 'near="><script>', ""):
            page = client.get(f"/venues?{query}" if query else "/venues")
            assert "<script>" not in page.text
            asked = f"?{query}" if query else ""
            assert f"/pl/venues{asked}" in page.links, query

    def test_a_query_that_no_form_of_ours_makes_is_not_repeated_in_every_link(self, client):
        page = client.get(f"/venues?near={'Poole ' * 400}")
        assert page.response.status_code == 200
        assert "/pl/venues" in page.links
        assert page.text.count("Poole Poole") < 20
