"""The laws of the code's shape that no linter knows: sizes, names, docstrings, and what a file must never say."""

import ast
import dataclasses
import functools
import re
import subprocess
from pathlib import Path

import pytest

from tests.whole_site.expecting import expect_none
from webapp.config import PROJECT
from webapp.journeys import Exit, Journey, Notice, Step

FILE_AT_MOST = 400
VIEW_AT_MOST = 25
TEMPLATE_AT_MOST = 160
TEST_FILE_AT_MOST = 400
CONFTEST_AT_MOST = 150
STEP_FIELDS = 5
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
VIEW_FILES = {"views.py", "desk.py", "discovery.py"}
# Built from pieces, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "|".join(("pypi" + r"\.org", "files.python" + "hosted", "registry.npm" + "js", "npmjs" + r"\.com"))
)
MACHINE_PATHS = re.compile("|".join(("/wo" + "rk/", "/ro" + "ot/", "/home/" + r"[a-z]+/", "/tm" + r"p/[a-z]+\.\d")))
UNFINISHED = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|X" + r"XX)\b(?!.*#\d+)")
BANNER = re.compile(r"^\s*#\s*[-=*#]{4,}")
# In lock files and vendor licences others speak.
FOREIGN = {"package-lock.json", "requirements.lock", "requirements-dev.lock", "requirements-node.lock"}
# Text that is looked at line by line.
READ = {
    ".py",
    ".html",
    ".xml",
    ".txt",
    ".md",
    ".toml",
    ".sh",
    ".mjs",
    ".js",
    ".scss",
    ".json",
    ".cfg",
    ".ini",
    ".csv",
    ".yml",
    "",
}


def python(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((PROJECT / folder).rglob("*.py"))]


def short(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def ours() -> list[Path]:
    """Every file that is, or will be, under version control."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT, capture_output=True, check=False, text=True,
    )  # fmt: skip
    if listing.returncode:
        pytest.skip("not a git work tree: what belongs to the project cannot be told")
    return [path for name in listing.stdout.split("\0") if name and (path := PROJECT / name).is_file()]


@pytest.fixture(scope="module")
def said(ours) -> list[tuple[str, str]]:
    """Every line of ours, with its place."""
    return [
        (f"{short(path)}:{number}", line)
        for path in ours
        if path.suffix in READ and path.name not in FOREIGN
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
    ]


class TestSizes:
    def test_no_file_is_too_long_to_read(self):
        expect_none((short(path), size) for path in python("webapp") if (size := len(lines_of(path))) > FILE_AT_MOST)

    def test_no_test_file_is_too_long_to_read(self):
        expect_none(
            (short(path), size) for path in python("tests") if (size := len(lines_of(path))) > TEST_FILE_AT_MOST
        )
        assert len(lines_of(PROJECT / "tests" / "conftest.py")) < CONFTEST_AT_MOST

    def test_no_template_is_too_long_to_read(self):
        templates = [path for path in (PROJECT / "templates").rglob("*") if path.is_file()]
        expect_none((short(path), size) for path in templates if (size := len(lines_of(path))) > TEMPLATE_AT_MOST)

    def test_no_view_decides_so_much_that_it_grows_long(self):
        expect_none(
            (f"{short(path)}:{node.lineno}", node.name, size)
            for path in python("webapp")
            if path.name in VIEW_FILES
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.FunctionDef) and (size := node.end_lineno - node.lineno + 1) > VIEW_AT_MOST
        )


class TestNames:
    def test_no_file_is_named_after_nothing(self):
        expect_none(short(path) for path in python("webapp", "tests", "tools", "bench") if path.stem in FORBIDDEN_NAMES)

    def test_no_folder_is_named_after_nothing(self):
        folders = [path for path in PROJECT.glob("webapp/**/") if path.name != "__pycache__"]
        expect_none(short(path) for path in folders if path.name in FORBIDDEN_NAMES)

    def test_python_files_are_in_snake_case(self):
        expect_none(
            short(path) for path in python("webapp", "tests", "tools") if not re.fullmatch(r"[a-z0-9_]+", path.stem)
        )

    def test_a_file_of_tests_stands_where_pytest_finds_it(self):
        expect_none(
            short(path)
            for path in python("tests")
            if not path.name.startswith("test_")
            and any(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in parsed(path).body)
        )


class TestWords:
    def test_every_module_says_in_one_sentence_what_it_is_for(self):
        texts = {path: path.read_text(encoding="utf-8") for path in python("webapp", "tests", "tools", "bench")}
        # Read as text: to parse two thousand files takes seconds.
        said = re.compile(r'(?:#.*\n)*"""\S.*[.?](?:"""|\n)')
        expect_none(short(path) for path, text in texts.items() if text.strip() and not said.match(text))

    def test_nothing_names_a_registry(self, said):
        expect_none(place for place, line in said if REGISTRIES.search(line))

    def test_nothing_names_a_path_of_one_machine(self, said):
        expect_none((place, line.strip()) for place, line in said if MACHINE_PATHS.search(line))

    def test_what_is_left_to_do_names_its_issue(self, said):
        expect_none((place, line.strip()) for place, line in said if UNFINISHED.search(line))

    def test_there_are_no_banners(self, said):
        expect_none(place for place, line in said if place.partition(":")[0].endswith(".py") and BANNER.match(line))

    @pytest.mark.parametrize(
        ("pattern", "caught", "passed"),
        [
            (UNFINISHED, "# TO" + "DO: later", "# TO" + "DO #12: later"),
            (MACHINE_PATHS, "cd /wo" + "rk/main", "cd work/main"),
            (REGISTRIES, "https://pypi" + ".org/simple", "the package index"),
            (BANNER, "# ------", "# why"),
        ],
    )
    def test_the_patterns_catch_what_they_are_for(self, pattern, caught, passed):
        assert pattern.search(caught)
        assert not pattern.search(passed)


def code_lines(path: Path) -> int:
    """Lines of code alone: neither imports nor docstrings, comments and blank lines."""
    tree = parsed(path)
    left_out = {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str))
        for line in range(node.lineno, node.end_lineno + 1)
    }
    numbered = enumerate(lines_of(path), 1)
    return sum(bool(line.strip()) and not line.strip().startswith("#") and n not in left_out for n, line in numbered)


class TestJourneys:
    """Architecture, section 6: the engine is about 400 lines, or it is on its way to a framework."""

    # What turns answers into pages; and what keeps half-finished answers, which no journey can see.
    # 430 before the case review, whose five words must be saved before its answers are checked, and before an answer
    # was read once only.
    ENGINE_AT_MOST = 450
    # 300 before each journey had a room of its own, and a program could not fill it.
    KEEPING_AT_MOST = 330
    KEEPING = frozenset({"cookie", "drafts", "keeping", "models", "room"})
    # Files beside the pages, for journeys that ask for them (`register_files`): it stands on the engine, which knows
    # nothing of it.
    BESIDE_AT_MOST = 70
    BESIDE = frozenset({"files"})

    def test_the_engine_of_journeys_stays_small(self):
        engine = [path for path in python("webapp/journeys") if path.stem not in self.KEEPING | self.BESIDE]
        assert sum(map(code_lines, engine)) <= self.ENGINE_AT_MOST

    def test_and_so_does_what_stands_beside_it(self):
        beside = [path for path in python("webapp/journeys") if path.stem in self.BESIDE]
        assert 0 < sum(map(code_lines, beside)) <= self.BESIDE_AT_MOST
        names = {f"webapp.journeys.{name}" for name in self.BESIDE}
        expect_none(
            (short(path), name)
            for path in python("webapp/journeys")
            for name in names
            if path.stem not in self.BESIDE and name in path.read_text()
        )

    def test_and_so_does_what_keeps_drafts(self):
        keeping = [path for path in python("webapp/journeys") if path.stem in self.KEEPING]
        assert sum(map(code_lines, keeping)) <= self.KEEPING_AT_MOST

    def test_a_step_has_no_more_than_five_things_to_say(self):
        assert len(dataclasses.fields(Step)) <= STEP_FIELDS

    def test_nothing_is_made_from_the_engines_own_classes(self):
        """A need that one journey has alone is met by an ordinary view of its slice."""
        assert [kind.__subclasses__() for kind in (Step, Notice, Exit, Journey)] == [[]] * 4


class TestLocks:
    @pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"])
    def test_a_python_lock_names_hashes_and_no_host(self, name):
        text = (PROJECT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "http" not in text

    @pytest.mark.parametrize("folder", ["", "bench"])
    def test_the_node_lock_names_no_address(self, folder):
        text = (PROJECT / folder / "package-lock.json").read_text(encoding="utf-8")
        expect_none(line.strip() for line in text.splitlines() if "://" in line)
