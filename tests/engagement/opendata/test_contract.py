"""The API holds what its own document says: tried by schemathesis on every operation, and every answer validated."""

import json
from urllib.parse import quote

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from tests.engagement.answers.things import an_action, done_action, published, theme_words
from tests.profiles import EXAMPLES, is_drill
from webapp.engagement.opendata import api_views
from webapp.engagement.opendata.openapi import openapi
from webapp.engagement.opendata.operations import BY_NAME, OPERATIONS, VERSION, Operation

LICENCE = ("Our own licence", "https://example.org/licence")
DOCUMENT = openapi(publisher="Safer BCP", address=f"/api/{VERSION}", licence=LICENCE)
contract = schemathesis.openapi.from_dict(DOCUMENT)
TRIED = EXAMPLES["drills"] // 20 if is_drill() else 15
# What exists in these tests, so that an answer has something in it.
REAL = {"release": "2026q2", "figures": "2026q2", "theme": "noise-poole"}
pytestmark = pytest.mark.usefixtures("unhurried", "answered")


@contract.parametrize()
@settings(max_examples=TRIED, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_the_answer_is_as_the_document_says(case, app):
    # It does not unpack what is sent packed.
    case.call_and_validate(app=app, headers={"Accept-Encoding": "identity"})


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
class TestEveryAnswer:
    def test_it_fits_the_schema_that_the_document_gives(self, read, operation):
        answer = read(address_of(operation))
        validator(operation.answer.__name__).validate(answer)

    def test_the_example_of_the_document_fits_too(self, read, operation):
        (content,) = DOCUMENT["paths"][operation.path]["get"]["responses"]["200"]["content"].values()
        validator(operation.answer.__name__).validate(content["example"])

    def test_a_parameter_that_nobody_knows_is_refused_with_a_sentence(self, read, operation):
        refusal = read(f"{address_of(operation)}?aera=poole", 400)
        validator("Problem").validate(refusal)
        assert "'aera'" in refusal["detail"]
        assert refusal["status"] == 400

    def test_each_example_of_a_parameter_is_taken(self, read, operation):
        asked = "&".join(f"{name}={quote(each.example)}" for name, each in operation.asked.items())
        read(f"{address_of(operation)}?{asked}")

    def test_a_parameter_that_is_given_twice_or_badly_is_refused(self, read, operation):
        for name, parameter in operation.asked.items():
            twice = "&".join(f"{name}={quote(parameter.example)}" for _ in range(2))
            for asked in (twice, f"{name}=", f"{name}=%00", f"{name}=" + "9" * 300):
                assert name in read(f"{address_of(operation)}?{asked}", 400)["detail"]


def test_a_schema_does_refuse_what_does_not_fit():
    page = {"release": "2026q2", "total": "many", "page": 1, "pages": 1, "links": {}, "figures": []}
    assert not validator("FigurePage").is_valid(page)
    assert not validator("KindList").is_valid({"kinds": [], "more": 1})


def test_the_document_names_the_licence_that_the_settings_link_to(read, app, monkeypatch):
    assert DOCUMENT["info"]["license"] == {"name": LICENCE[0], "url": LICENCE[1]}
    assert read("/api/openapi.json")["info"]["license"]["name"] == "Open Government Licence v3.0"
    monkeypatch.setattr(api_views, "own_licence", lambda: LICENCE)
    assert read("/api/openapi.json")["info"]["license"]["url"] == LICENCE[1]


def test_a_theme_that_is_answered_has_its_actions_and_released_figures(read):
    theme = read(address_of(BY_NAME["theme"]))
    assert [action["status"] for action in theme["actions"]] == ["under_way", "done"]
    assert theme["actions"][1]["evidence"] == "http://localhost:5000/publications"
    assert theme["counts"] == [
        {"kind": "noise", "area": "town:poole", "period": "2025Q3-2026Q2", "count": 180, "respondents": 500}
    ]


def address_of(operation: Operation) -> str:
    return f"/api/{VERSION}{operation.path}".replace("{slug}", REAL.get(operation.name, ""))


def validator(shape: str) -> jsonschema_rs.Draft202012Validator:
    whole = {"$ref": f"#/components/schemas/{shape}", "components": DOCUMENT["components"]}
    return jsonschema_rs.Draft202012Validator(json.loads(json.dumps(whole)))


@pytest.fixture
def answered(released) -> None:
    """A theme with an action that is open and one that is done."""
    published(theme_words(an_action(), done_action()))
