"""Our components give the markup of GOV.UK Frontend, apart from what is listed here with its reason."""

import copy
import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError

from tests.whole_site.govuk_examples import EXAMPLES, comparable, examples
from tests.whole_site.govuk_options import TRANSLATORS, LeftOutError
from webapp.kit.languages import Language
from webapp.site.branding import Brand

TEMPLATES = Path(__file__).parents[2] / "templates"

# Options of GOV.UK Frontend that our macros do not have. The examples that use them are not compared.
LEFT_OUT = {
    "attributes": "parts inside a component carry no attributes of their own; the component itself does",
    "card": "no summary cards: one list a page is enough",
    "charactersUnderLimitText": "the words for a script come from the catalogue",
    "chooseFilesButtonText": "the browser's own field has words of its own, in the language of the browser",
    "classes": "parts inside a component carry no classes of their own; the component itself does",
    "countMessage": "parts inside a component carry no classes of their own; the component itself does",
    "countType": "characters are counted as browsers count them",
    "day": "the three boxes of a date are always the same three",
    "disableAutoFocus": "an error summary always takes the focus",
    "html": "a banner with more than words is a call block",
    "inputWrapper": "no prefix or suffix, so nothing to wrap",
    "items": "the three boxes of a date are always the same three",
    "javascript": "the browser's own field for files takes dropped ones too, and the script's button fails axe",
    "label": "the label of a choice carries no classes or attributes of its own",
    "maxwords": "characters are counted, not words",
    "month": "the three boxes of a date are always the same three",
    "no fieldset": "a group of choices or boxes always has its question as a legend",
    "not given": "a macro fails where the words or the address that it cannot do without are missing",
    "prefix": "no field of ours has a unit before it",
    "showPasswordText": "the words for a script come from the catalogue",
    "suffix": "no field of ours has a unit after it",
    "textareaDescriptionText": "the words for a script come from the catalogue",
    "value": "a file or a secret is never sent back to the page",
    "visuallyHiddenText": "Error: is a translated word",
    "year": "the three boxes of a date are always the same three",
}

# Examples that differ on purpose.
DIFFERENT = {
    ("error-summary", "with description only"): "our summary always has the list of errors",
    ("button", "start link with html"): "the words of a start button are words alone",
    ("checkboxes", "with falsy values"): "a choice that is nothing is not a choice, and is not counted",
    ("select", "with falsy values"): "a value is text: Python writes False where JavaScript writes false",
}

# What GOV.UK Frontend adds for a behaviour that we do without.
WITHOUT = {
    # Browsers move the focus to the target of a link within the page by themselves.
    "skip-link": {"data-module"},
}


@pytest.fixture(scope="module")
def environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)
    environment.filters["number"] = "{:,}".format
    environment.globals["csrf_token"] = lambda: "token"
    environment.globals["brand"] = Brand(css_href=None, logo_href=None)
    return environment


def render(environment: Environment, component: str, arguments: dict[str, object]) -> str:
    name = component.replace("-", "_")
    if "caller" not in arguments:
        call = "{{ macro(**arguments) }}"
    else:
        call = "{% call macro(**arguments) %}{{ inner }}{% endcall %}"
    inner = arguments.pop("caller", "")
    template = environment.from_string(f'{{% from "components/{name}.html" import {name} as macro %}}{call}')
    return template.render(arguments=arguments, inner=inner)


def differences(environment: Environment, component: str) -> tuple[list[str], int, set[str]]:
    different, compared, left_out = [], 0, set()
    for name, options, expected in examples(component):
        try:
            arguments = TRANSLATORS[component](copy.deepcopy(options))
        except LeftOutError as error:
            left_out.add(str(error))
            continue
        try:
            ours = comparable(render(environment, component, arguments))
        except UndefinedError:
            left_out.add("not given")
            continue
        compared += 1
        ours, theirs = worded(ours), worded(without(comparable(expected), WITHOUT.get(component, set())))
        if ours != theirs and (component, name) not in DIFFERENT:
            different.append(f"{name}:\n  ours   {ours}\n  theirs {theirs}")
    return different, compared, left_out


def without(tree: list, attributes: set[str]) -> list:
    return [part if isinstance(part, str) else _without(*part, attributes) for part in tree]


def _without(tag: str, given: dict, children: list, attributes: set[str]) -> tuple:
    kept = {name: value for name, value in given.items() if name not in attributes}
    return tag, kept, without(children, attributes)


def worded(tree: list) -> list:
    """The tree without the words for scripts, which ours always gives in the page's language and theirs as asked."""
    return [
        part
        if isinstance(part, str)
        else (
            part[0],
            {name: value for name, value in part[1].items() if not name.startswith("data-i18n.")},
            worded(part[2]),
        )
        for part in tree
    ]


@pytest.fixture(scope="module")
def published() -> None:
    if not EXAMPLES.is_dir():
        pytest.fail(f"{EXAMPLES} is missing. Run: make assets")


@pytest.mark.usefixtures("published")
class TestAgainstGovukFrontend:
    @pytest.mark.parametrize("component", sorted(TRANSLATORS))
    def test_the_markup_is_the_same(self, environment, component):
        different, compared, left_out = differences(environment, component)
        assert not different, "\n".join(different)
        assert left_out <= set(LEFT_OUT)
        assert compared >= 4

    @pytest.mark.parametrize(
        ("component", "arguments", "words"),
        [
            ("password-input", {}, r"(?:show|hide)\w*|password\w+"),
            # Words are not counted here, and the description stands in the page.
            ("character-count", {"maxlength": 10}, r"characters\w+"),
        ],
    )
    def test_the_script_has_every_word_in_the_language_of_the_page(self, environment, component, arguments, words):
        script = (EXAMPLES / component / f"{component}.mjs").read_text(encoding="utf-8")
        defaults = script.partition("defaults = ")[2].partition("schema = ")[0]
        html = render(environment, component, {"name": "it", "label": "It", **arguments})
        wanted = re.findall(rf"^\s+({words}):", defaults, re.MULTILINE)
        assert len(wanted) >= 3
        for name in wanted:
            key = re.sub(r"([A-Z])", lambda found: f"-{found[1].lower()}", name)
            assert re.search(rf'data-i18n\.{key}(?:\.other)?="[^"]', html), name

    def test_every_reason_for_leaving_out_is_still_needed(self, environment):
        used = set().union(*(differences(environment, component)[2] for component in TRANSLATORS))
        assert set(LEFT_OUT) == used


def drawn(environment: Environment, source: str) -> str:
    return environment.from_string(source).render()


class TestOurOwn:
    def test_every_component_is_a_macro_named_as_its_file(self, environment):
        for path in (TEMPLATES / "components").glob("*.html"):
            module = environment.get_template(f"components/{path.name}").module
            assert callable(getattr(module, path.stem)), path.name

    def test_the_icon_of_the_site_is_the_logo(self, environment):
        favicon = (TEMPLATES.parent / "static/src/images/favicon.svg").read_text(encoding="utf-8")
        logo = drawn(environment, '{% from "components/logo.html" import logo %}{{ logo() }}')
        assert re.findall(r' d="([^"]+)"', favicon) == re.findall(r' d="([^"]+)"', logo)

    def test_a_number_is_a_link_that_reads_left_to_right_and_is_never_translated(self, environment):
        html = drawn(
            environment,
            '{% from "components/helpline.html" import helpline %}'
            '{{ helpline(name="Samaritans", number="116 123", href="tel:116123") }}',
        )
        assert 'href="tel:116123"' in html
        assert '<bdi dir="ltr">116 123</bdi>' in html

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ("days=12", "3 October 2026</time>, 12 days left"),
            ("days=1", "3 October 2026</time>, 1 day left"),
            ("days=0", "3 October 2026</time>, today"),
            ("days=-2", "3 October 2026</time>, 2 days late"),
            ("days=-2, done=true", "3 October 2026</time>, done"),
        ],
    )
    def test_a_deadline_says_the_date_first_and_then_the_days(self, environment, arguments, words):
        call = f'deadline(date="3 October 2026", datetime="2026-10-03", {arguments})'
        html = drawn(environment, f'{{% from "components/deadline.html" import deadline %}}{{{{ {call} }}}}')
        assert words in html

    def test_up_is_not_always_good_and_the_words_say_which(self, environment):
        html = drawn(
            environment,
            '{% from "components/priority_card.html" import priority_card %}'
            '{{ priority_card(title="Knives", indicators=[{"text": "Finds rose", "trend": "up", "good": false}]) }}',
        )
        assert "indicator--bad" in html
        assert "worse" in html

    def test_a_language_is_named_in_itself(self, environment):
        html = environment.from_string(
            '{% from "components/language_switch.html" import language_switch %}'
            "{{ language_switch(languages=languages, current=languages[0], addresses=addresses) }}"
        ).render(
            languages=[Language("en", "English", "ltr"), Language("ar", "العربية", "rtl")],
            addresses={"en": "/about", "ar": "/ar/about"},
        )
        assert '<a href="/ar/about" lang="ar" hreflang="ar" dir="rtl">العربية</a>' in html
        assert 'aria-current="true">English</span>' in html

    def test_a_form_of_one_button_carries_the_token_and_no_id(self, environment):
        html = drawn(
            environment,
            '{% from "components/post_form.html" import post_form %}'
            '{{ post_form(action="/take", submit="Take", values={"version": 3}) }}',
        )
        assert '<form action="/take" method="post" novalidate>' in html
        assert '<input type="hidden" name="csrf_token" value="token">' in html
        assert '<input type="hidden" name="version" value="3">' in html
        assert "id=" not in html

    def test_an_act_that_cannot_be_undone_is_asked_about_with_a_way_back(self, environment):
        html = drawn(
            environment,
            '{% from "components/confirm_form.html" import confirm_form %}'
            '{{ confirm_form(submit="Withdraw it", warning="This cannot be undone.", cancel="/back") }}',
        )
        assert "This cannot be undone." in html
        assert "govuk-button--warning" in html
        assert '<a class="govuk-link" href="/back">Cancel</a>' in html

    def test_a_number_that_is_nought_alarms_nobody(self, environment):
        def counted(number: int) -> str:
            items = f'[{{"text": "Overdue", "count": {number}, "href": "/late", "variant": "danger"}}]'
            return drawn(
                environment,
                '{% from "components/task_counts.html" import task_counts %}'
                f'{{{{ task_counts(label="Waiting", items={items}) }}}}',
            )

        assert "--danger" in counted(1)
        assert "--danger" not in counted(0)

    def test_the_page_that_is_shown_is_marked_among_those_beside_it(self, environment):
        html = drawn(
            environment,
            '{% from "components/sub_navigation.html" import sub_navigation %}'
            '{{ sub_navigation(label="Parts", items=[{"text": "New", "href": "/new", "current": true, "count": 1200},'
            ' {"text": "Mine", "href": "/mine"}]) }}',
        )
        assert 'href="/new" aria-current="page">New <span class="count">1,200</span>' in html
        assert html.count("aria-current") == 1
