"""What is left out on PostgreSQL is left out on purpose, and nothing else can be."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sharing_out import (
    DATABASE_OF_THE_RUN,
    ON_SQLITE_ALONE,
    QUICK_ENOUGH,
    TOO_LONG,
    InFiles,
    can_tell_databases_apart,
    is_quick,
)
from webapp.config import PROJECT

TESTS = PROJECT / "tests"
URL = "TEST_DATABASE_" + "URL"
# They give each process a database of its own, and ask whether there is one.
BEFORE_FIXTURES = {"own_database.py", "profiles.py", "sharing_out.py"}


def functions_that_read_the_url(tree: ast.Module) -> set[str]:
    return {
        function.name
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and node.value == URL
    }


def functions_that_use(name: str, trees: dict[Path, ast.Module]) -> set[str]:
    return {
        function.name
        for tree in trees.values()
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    }


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in TESTS.rglob("*.py") if path != Path(__file__)}


def test_only_the_named_fixtures_hand_out_the_database_of_the_run(trees):
    readers = {
        name
        for path, tree in trees.items()
        if path.name not in BEFORE_FIXTURES
        for name in functions_that_read_the_url(tree)
    }
    # `_app` is a part of `filled_app`.
    assert readers - {"_app"} | functions_that_use("_app", trees) == DATABASE_OF_THE_RUN


def test_a_test_that_asks_for_a_fixture_by_its_name_needs_no_database_of_its_own():
    """Such a fixture is not among those that a test is known to use."""
    asking = {
        path.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("*.py")
        if path != Path(__file__) and ".getfixturevalue(" in path.read_text(encoding="utf-8")
    }
    # For `app` or a site where the test has it anyway, for the browser or its tabs, for a role after the app, for a
    # process that looks at files.
    assert asking == {
        "chromium.py",
        "enquiries/conftest.py",
        "evidence/conftest.py",
        "e2e/test_forms.py",
        "survey/test_canaries.py",
        "venues/test_desk_reporting.py",
    }


@pytest.mark.parametrize("beginning", [*ON_SQLITE_ALONE, *QUICK_ENOUGH, *TOO_LONG])
def test_what_is_named_exists(beginning):
    path, _, name = beginning.partition("::")
    assert (PROJECT / path).is_file(), f"take {beginning} off the list"
    names = [
        node.name
        for node in ast.walk(ast.parse((PROJECT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
    for part in filter(None, name.split("::")):
        assert any(each.startswith(part.partition("[")[0]) for each in names), f"take {beginning} off the list"


@pytest.mark.parametrize(
    ("nodeid", "fixtures", "runs_again"),
    [
        ("tests/audit/test_services.py::test_x", {"environ", "app"}, True),
        ("tests/audit/test_rules.py::test_x", {"tmp_path"}, False),
        ("tests/whole_site/test_access.py::test_x[/]", {"site_environ", "site"}, True),
        ("tests/whole_site/test_pages.py::test_x", {"site_environ", "crawl"}, False),
        ("tests/notices/test_killed_worker.py::test_a_worker_that_is_killed", {"environ"}, True),
        ("tests/notices/test_killed_worker.py::test_children_end_when", {"environ"}, False),
        ("tests/venues/test_services.py::test_x", {"environ"}, True),
        ("tests/whole_site/test_desk_shown.py::test_x", {"further_environ"}, True),
        ("tests/survey/test_views.py::TestX::test_x", {"environ"}, False),
        ("tests/survey/test_desk_pages.py::test_x", {"environ"}, False),
        ("tests/casereview/tracker/test_tracker_pages.py::test_x", {"environ"}, False),
        ("tests/survey/test_desk_acts.py::test_x", {"environ"}, False),
        ("tests/survey/test_desk_races.py::test_x", {"environ"}, True),
        ("tests/joining/test_journey_list.py::test_x", {"environ"}, False),
        ("tests/desk/test_items.py::test_x", {"environ"}, True),
    ],
)
def test_a_test_runs_again_where_the_database_could_answer_otherwise(nodeid, fixtures, runs_again, monkeypatch):
    monkeypatch.setenv("PROFILE", "default")
    assert can_tell_databases_apart(nodeid, frozenset(fixtures)) is runs_again


def test_in_the_drills_what_a_slice_shows_is_tried_on_both_databases(monkeypatch):
    monkeypatch.setenv("PROFILE", "drills")
    assert can_tell_databases_apart("tests/survey/test_views.py::test_x", frozenset({"environ"}))


@pytest.mark.parametrize(
    ("nodeid", "fixtures", "marks", "quick"),
    [
        ("tests/audit/test_rules.py::test_x", set(), set(), True),
        ("tests/audit/test_services.py::test_x", {"environ", "app"}, set(), False),
        ("tests/tools/test_start_server.py::test_x", set(), {"integration"}, False),
        ("tests/kit/test_accessibility.py::test_x", set(), set(), False),
        ("tests/whole_site/test_templates.py::TestX::test_x", {"site_environ"}, {"parametrize"}, True),
        ("tests/whole_site/test_validity.py::test_x", {"site_environ"}, {"validator"}, False),
    ],
)
def test_make_sure_runs_what_needs_nothing(nodeid, fixtures, marks, quick):
    assert is_quick(nodeid, frozenset(fixtures), frozenset(marks)) is quick


def test_pytest_says_how_many_are_left_out():
    """And a run on SQLite leaves out none."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "-p", "no:cacheprovider"]
    files = ["tests/accounts/test_access.py", "tests/approvals"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "TEST_"))}
    outputs = [
        subprocess.run([*command, *files], cwd=PROJECT, env=environ | more, capture_output=True, check=True, text=True)
        for more in ({}, {URL: "postgresql://nobody@/nowhere"})
    ]
    assert "deselected" not in outputs[0].stdout
    assert "deselected" in outputs[1].stdout
    assert "test_access" not in outputs[1].stdout
    assert "test_services" in outputs[1].stdout


@pytest.mark.parametrize(
    ("nodeid", "scope"),
    [
        ("tests/whole_site/test_pages.py::test_x", "tests/whole_site/"),
        ("tests/whole_site/test_desk_shown.py::test_x", "tests/whole_site/test_desk_shown.py"),
        (
            "tests/e2e/test_accessibility.py::test_x[a/b.html at /]",
            "tests/e2e/test_accessibility.py::test_x[a/b.html at /]",
        ),
        ("tests/e2e/test_print.py::test_x", "tests/e2e/test_print.py"),
        ("tests/kit/test_clock.py::TestX::test_x[1]", "tests/kit/test_clock.py"),
    ],
)
def test_what_shares_something_stays_together(nodeid, scope):
    assert InFiles._split_scope(None, nodeid) == scope
