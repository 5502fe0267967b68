"""The templates as files: named and put together as agreed, nothing unused, nothing inline, nothing past escaping."""

import ast
import re

import pytest
from flask import template_rendered
from jinja2 import nodes

from tests.whole_site.expecting import expect_none
from tests.whole_site.shown import ADDRESSES, REFUSALS, refusal_page
from tests.whole_site.template_files import TemplateFile, read_templates
from webapp.config import PROJECT
from webapp.site.pages import PAGES

LAYOUTS_AT_MOST = 6
HX_VERBS = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
# HTML that was cleaned with an allow-list before it was stored, and nothing else.
PAST_ESCAPING = {
    ("publishing/_document.html", "page.html"),
    ("publishing/whole.html", "page.html"),
    ("publishing/desk/_preview.html", "html"),
    ("publishing/desk/read.html", "page.html"),
    ("reviews/document.html", "read.page.html"),
    ("reviews/desk/document.html", "page.html"),
    ("topics/topic.html", "topic.opening"),
    ("topics/topic.html", "topic.closing"),
    ("topics/topic.html", "topic.notes"),
    ("meetings/meetings.html", "guide.html"),
}
MARKUP_MAKERS = {"webapp/kit/templating.py"}
AFTER_A_FORM = {"enquiries/complaint-sent.html", "enquiries/message-sent.html", "venues/report-sent.html"}
# What a draft is needed for is looked at on the way through it (tests/e2e/test_survey.py).
AFTER_A_FORM |= {
    f"survey/{name}.html"
    for name in ("about-you", "contact", "crime", "danger", "matching", "place", "question", "review", "sent", "words")
}
# The same for an application (tests/e2e/test_case_review.py), and for somebody's own page (tests/casereview).
AFTER_A_FORM |= {
    f"casereview/{name}.html" for name in ("close", "emergency", "evidence", "help", "sent", "unasked", "unshared")
}
AFTER_A_FORM |= {
    f"casereview/tracker/{name}.html"
    for name in ("add", "allow", "appeal", "case", "contact", "copy", "document", "documents", "ended", "evidence")
}
AFTER_A_FORM |= {f"casereview/tracker/{name}.html" for name in ("attend", "leave", "message", "withdraw", "words")}
# The public pages of one slice, on several blueprints.
CASE_REVIEWS = {"casereview", "casereview/answer", "casereview/tracker", "joining/mine", "engagement"}
# A mailbox has to answer first (tests/engagement/alerts/test_pages.py); before the first release, and where no PDF can
# be made (tests/engagement/releases/test_pages.py); the paper itself is looked at as PDF (tests/engagement/releases).
AFTER_A_FORM |= {f"engagement/{name}.html" for name in ("alerts-mine", "alerts-left", "no-release", "no-pdf")}
AFTER_A_FORM |= {"engagement/release-paper.html"}
# A guest's link has to be used first (tests/casereview/agencies/test_guests.py).
AFTER_A_FORM |= {f"casereview/answer/{name}.html" for name in ("answer", "files", "kept")}
# A business's form is looked at on the way through it (tests/joining/test_journey.py, tests/e2e/test_join.py).
AFTER_A_FORM |= {f"joining/{name}.html" for name in ("agreement", "files", "hours", "how", "list", "places", "sent")}
# A link has to be used before there is anything to look after (tests/joining/test_mine_pages.py).
AFTER_A_FORM |= {
    f"joining/mine/{name}.html"
    for name in (
        "change",
        "hand-over",
        "kept",
        "leave",
        "leave-now",
        "place",
        "places",
        "refresh",
        "refreshed",
        "renew",
        "training",
    )
}
# Components that wait for pages to come; `tests/whole_site/test_components.py` draws them meanwhile.
WAITING_COMPONENTS = {"timeline"}


@pytest.fixture(scope="module")
def templates(site) -> list[TemplateFile]:
    return read_templates(site.jinja_env)


@pytest.fixture(scope="module")
def by_name(templates) -> dict[str, TemplateFile]:
    return {template.name: template for template in templates}


@pytest.fixture(scope="module")
def code() -> dict[str, ast.Module]:
    paths = (PROJECT / "webapp").rglob("*.py")
    return {path.relative_to(PROJECT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def strings(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def named(template: TemplateFile, node: nodes.Node) -> str:
    return f"{template.name}:{node.lineno}"


class TestPutTogether:
    def test_every_template_compiles(self, site, templates):
        for template in templates:
            site.jinja_env.get_template(template.name)

    def test_what_a_template_names_exists(self, templates, by_name):
        assert [(one.name, name) for one in templates for name in one.references() if name not in by_name] == []

    def test_nothing_is_imported_and_not_used(self, templates):
        unused = [
            f"{template.name}: {imported}"
            for template in templates
            for imported in imports_of(template.tree) - names_of(template.tree)
        ]
        expect_none(unused)

    def test_an_unused_import_would_be_noticed(self, site):
        tree = site.jinja_env.parse('{% from "a.html" import b, c as d %}{{ b() }}')
        assert imports_of(tree) - names_of(tree) == {"d"}

    def test_there_are_few_layouts(self, templates):
        layouts = [
            template.name for template in templates if template.folder == "layouts" and "/_" not in template.name
        ]
        assert len(layouts) <= LAYOUTS_AT_MOST

    def test_a_page_stands_on_two_layouts_at_most_and_on_no_other_page(self, templates, by_name):
        for template in templates:
            # An error page is a page whose words are all that it has of its own.
            above = [name for name in parents(template, by_name) if name != "layouts/error.html"]
            assert len(above) <= 2, f"{template.name} extends {above}"
            assert all(name.startswith("layouts/") for name in above), f"{template.name} extends {above}"

    def test_every_page_and_fragment_is_used(self, templates, code):
        used = {name for template in templates for name in template.references() if name != template.name}
        used |= {words for tree in code.values() for words in strings(tree)}
        used |= {page.template for page in PAGES}
        used |= {f"layouts/_{name}.html" for name in chrome_parts(templates)}
        # A notice's text is found by the notice's code; tests/notices draws each of the register.
        pages = [one for one in templates if not one.is_component and one.folder.split("/")[0] != "notices"]
        assert [one.name for one in pages if one.name not in used] == []

    def test_every_component_is_used_or_known_to_wait(self, templates, by_name):
        reached: set[str] = set()
        waiting = [name for one in templates if not one.is_component for name in one.references()]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += by_name[name].references()
        unused = {one.stem for one in templates if one.is_component and one.name not in reached}
        expect_none(unused - WAITING_COMPONENTS, "nothing uses these components:")
        expect_none(WAITING_COMPONENTS - unused, "take these off the list of those that wait:")


class TestShown:
    """The browser tests look at the addresses of `shown.py`: no page template may be missing there."""

    def test_every_page_template_is_looked_at(self, site, templates):
        pages = {
            one.name
            for one in templates
            # A slice counts from the day on which its pages can be reached.
            if one.folder in {*site.blueprints, *CASE_REVIEWS} and one.name.endswith(".html") and not one.is_fragment
            # The desk's pages have a list of their own (desk_shown.py); these two follow a form (tests/enquiries).
            if one.folder != "desk" and one.name not in AFTER_A_FORM
        }
        expect_none(pages - set(ADDRESSES) - set(REFUSALS), "name an address for them in tests/whole_site/shown.py:")
        expect_none((set(ADDRESSES) | set(REFUSALS)) - pages, "take these out of tests/whole_site/shown.py:")

    def test_each_address_shows_the_template_that_it_is_listed_for(self, site):
        drawn = []
        with template_rendered.connected_to(lambda _app, template, **_: drawn.append(template.name), site):
            for name, paths in ADDRESSES.items():
                for path in paths:
                    drawn.clear()
                    site.test_client().get(path)
                    assert name in drawn, f"{path} shows {drawn}"
            for name, refusal in REFUSALS.items():
                drawn.clear()
                refusal_page(site, refusal)
                assert name in drawn, f"{refusal} shows {drawn}"


class TestNames:
    def test_pages_are_in_kebab_case(self, templates):
        pages = [one for one in templates if not one.is_component and not one.stem.startswith("_")]
        # A notice is called as its code is, which the outbox keeps.
        pages = [one for one in pages if one.folder.split("/")[0] != "notices"]
        assert [one.name for one in pages if not re.fullmatch(r"[a-z]+(-[a-z]+)*", one.stem)] == []

    def test_fragments_begin_with_an_underscore(self, templates):
        fragments = [one for one in templates if one.stem.startswith("_")]
        assert [one.name for one in fragments if not re.fullmatch(r"_[a-z]+([-_][a-z]+)*", one.stem)] == []

    def test_what_is_no_whole_page_is_a_fragment(self, templates):
        pages = [one for one in templates if "/" in one.name and one.folder not in {"components", "layouts"}]
        bare = [
            one.name
            for one in pages
            if not one.is_fragment and one.name.endswith(".html") and not list(one.tree.find_all(nodes.Extends))
        ]
        expect_none(bare)

    def test_components_are_in_snake_case(self, templates):
        components = [one for one in templates if one.is_component]
        assert [one.name for one in components if not re.fullmatch(r"[a-z]+(_[a-z]+)*", one.stem)] == []

    def test_a_component_is_a_macro_of_the_same_name(self, templates):
        assert [one.name for one in templates if one.is_component and one.stem not in one.macros] == []

    def test_nobody_reaches_into_a_component_for_another_macro(self, templates):
        reached = [
            f"{named(template, node)}: {name}"
            for template in templates
            for node in template.tree.find_all(nodes.FromImport)
            if node.template.value.startswith("components/")
            for name in imported_names(node)
            if node.template.value != f"components/{name[0]}.html"
        ]
        expect_none(reached)

    def test_a_component_knows_no_addresses_and_no_models(self, templates):
        knowing = {"url_for", "partnership", "request", "session", "public_url", "chrome"}
        for template in templates:
            if template.is_component:
                assert names_of(template.tree) & knowing == set(), template.name

    def test_there_is_a_folder_for_each_slice_and_no_other(self, templates):
        looked_for = ("*/views.py", "*/*/views.py", "*/desk/__init__.py")
        views = [path for pattern in looked_for for path in (PROJECT / "webapp").glob(pattern)]
        slices = {path.relative_to(PROJECT / "webapp").parts[0] for path in views}
        folders = {template.folder.split("/")[0] for template in templates}
        assert folders <= slices | {"layouts", "components", "edits", "evidence", "journeys", "notices"}


class TestMarkup:
    def test_nothing_goes_past_escaping(self, templates):
        past = {
            (template.name, source_of(node.node))
            for template in templates
            for node in template.tree.find_all(nodes.Filter)
            if node.name in {"safe", "stored_html"}
        }
        assert past - PAST_ESCAPING == set()
        assert PAST_ESCAPING - past == set(), "take what is gone off the list"

    def test_safe_is_never_written(self, templates):
        for template in templates:
            assert "safe" not in {node.name for node in template.tree.find_all(nodes.Filter)}, template.name
            assert not list(template.tree.find_all(nodes.ScopedEvalContextModifier)), f"{template.name}: autoescape"

    def test_code_makes_markup_in_one_place(self, code):
        makers = {
            path
            for path, tree in code.items()
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            and node.module == "markupsafe"
            and any(name.name == "Markup" for name in node.names)
        }
        assert makers <= MARKUP_MAKERS

    def test_nothing_is_inline(self, templates):
        inline = [
            f"{template.name}:{tag.line}: {tag.name} {name}"
            for template in templates
            for tag in template.tags
            for name, _ in tag.attributes
            if name in {"style", "nonce", "srcdoc"} or re.match(r"on[a-z]+$", name)
        ]
        inline += [
            f"{template.name}:{tag.line}: {tag.name}"
            for template in templates
            for tag in template.tags
            if tag.name in {"style", "iframe", "object", "embed", "base", "noscript"}
            or (tag.name == "script" and not tag.get("src"))
        ]
        expect_none(inline)

    def test_no_template_has_words_of_its_own_in_an_attribute(self, templates):
        spoken = ("aria-label", "alt", "title", "placeholder")
        plain = [
            f"{template.name}:{tag.line}: {name}={value}"
            for template in templates
            for tag in template.tags
            for name, value in tag.attributes
            if name in spoken and value and "{{" not in value
        ]
        expect_none(plain, "words go through _()")

    def test_a_quote_that_a_tag_never_closes_would_be_noticed(self, site):
        template = TemplateFile("x.html", '<a href="{{ f("a > b") }}" onclick="x">', site.jinja_env.parse(""))
        assert [tag.name for tag in template.tags] == ["a"]
        assert template.tags[0].get("href") == '{{ f("a > b") }}'
        assert template.tags[0].get("onclick") == "x"


class TestHtmx:
    def test_its_attributes_are_valid_html(self, templates):
        expect_none(one.name for one in templates if re.search(r"(?<!data-)\bhx-[a-z]+[=:]", one.source))

    def test_what_htmx_asks_for_works_without_it(self, templates):
        assert any(tag.get(verb) for one in templates for tag in one.tags for verb in HX_VERBS), "something uses htmx"
        alone = [
            f"{template.name}:{tag.line}: {verb}"
            for template in templates
            for tag in template.tags
            for verb in HX_VERBS
            if (address := tag.get(verb)) is not None and address not in {tag.get("href"), tag.get("action")}
        ]
        expect_none(alone)

    def test_the_method_is_the_same_too(self, templates):
        for template in templates:
            for tag in template.tags:
                if tag.get("hx-get") is not None:
                    assert (tag.get("method") or "get").lower() == "get", f"{template.name}:{tag.line}"
                if tag.get("hx-post") is not None:
                    assert (tag.get("method") or "").lower() == "post", f"{template.name}:{tag.line}"

    def test_nothing_in_an_attribute_is_a_program(self, templates):
        programs = [
            f"{template.name}:{tag.line}: {name}={value}"
            for template in templates
            for tag in template.tags
            for name, value in tag.attributes
            if name.startswith("hx-on")
            or (name in {"hx-vals", "hx-headers"} and (value or "").lstrip().startswith(("js:", "javascript:")))
            or (name == "hx-trigger" and "[" in (value or ""))
            or (name in {"href", "action", "src"} and (value or "").lower().lstrip().startswith("javascript:"))
        ]
        expect_none(programs)

    def test_a_fragment_is_part_of_its_page_and_carries_the_id_that_is_swapped(self, by_name, code):
        pairs = [pair for tree in code.values() for pair in page_and_fragment(tree)]
        assert pairs
        for page, fragment in pairs:
            assert fragment in set(by_name[page].references()), f"{page} includes {fragment}"
            outer = by_name[fragment].tags[0]
            assert outer.get("id") == by_name[fragment].stem.removeprefix("_").replace("_", "-"), fragment

    def test_only_one_module_reads_the_headers_of_htmx(self, code):
        readers = {path for path, tree in code.items() if any(words.startswith("HX-") for words in strings(tree))}
        assert readers <= {"webapp/kit/htmx.py", "webapp/kit/freshness.py"}


def imported_names(node: nodes.FromImport) -> list[tuple[str, str]]:
    return [(name, name) if isinstance(name, str) else name for name in node.names]


def imports_of(tree: nodes.Template) -> set[str]:
    found = {alias for node in tree.find_all(nodes.FromImport) for _, alias in imported_names(node)}
    return found | {node.target for node in tree.find_all(nodes.Import)}


def names_of(tree: nodes.Template) -> set[str]:
    return {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}


def parents(template: TemplateFile, by_name: dict[str, TemplateFile]) -> list[str]:
    found: list[str] = []
    extends = list(template.tree.find_all(nodes.Extends))
    while extends:
        found.append(extends[0].template.value)
        extends = list(by_name[found[-1]].tree.find_all(nodes.Extends))
    return found


def chrome_parts(templates: list[TemplateFile]) -> set[str]:
    calls = [call for template in templates for call in template.tree.find_all(nodes.Call)]
    return {call.args[0].value for call in calls if isinstance(call.node, nodes.Name) and call.node.name == "chrome"}


def page_and_fragment(tree: ast.Module) -> list[tuple[str, str]]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [
        tuple(argument.value for argument in call.args[:2])
        for call in calls
        if call.func.id == "render_page_or_fragment"
    ]


def source_of(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{source_of(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else type(node).__name__
