"""Print the largest files, functions, views and templates, and the most complex functions."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CODE = ("webapp", "tools", "bench", "tests")
SHOWN = 8
VIEW_FILES = frozenset({"views.py", "desk.py"})
# One more way through the function for each of these, as ruff's C901 counts.
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension, ast.IfExp, ast.match_case)


@dataclass(frozen=True, kw_only=True)
class Function:
    """One function as it stands in a file."""

    place: str
    lines: int
    complexity: int
    is_view: bool


def code_files() -> list[Path]:
    """Every Python file of ours."""
    return [path for folder in CODE for path in sorted((PROJECT / folder).rglob("*.py"))]


def templates() -> list[Path]:
    """Every template."""
    return [path for path in sorted((PROJECT / "templates").rglob("*")) if path.is_file()]


def short(path: Path) -> str:
    """The path as a reader of the repository writes it."""
    return path.relative_to(PROJECT).as_posix()


def line_count(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def complexity(function: ast.AST) -> int:
    """McCabe's number: one, and one more for each branch."""
    branches = sum(isinstance(node, BRANCHES) for node in ast.walk(function))
    shortcuts = sum(len(node.values) - 1 for node in ast.walk(function) if isinstance(node, ast.BoolOp))
    return 1 + branches + shortcuts


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file, inner ones too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(
                place=f"{short(path)}:{node.lineno} {node.name}",
                lines=(node.end_lineno or node.lineno) - node.lineno + 1,
                complexity=complexity(node),
                is_view=path.name in VIEW_FILES
                and any("route" in name or name in {"get", "post"} for name in decorators(node)),
            )


def decorators(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names of a function's decorators: `get` for `@blueprint.get("/")`."""
    called = [decorator.func if isinstance(decorator, ast.Call) else decorator for decorator in node.decorator_list]
    return [name.attr for name in called if isinstance(name, ast.Attribute)]


def show(heading: str, sizes: Iterable[tuple[int, str]], *, aim: int) -> None:
    """Print the largest of one sort with its median, beside the size that we aim for."""
    ranked = sorted(sizes, reverse=True)
    if not ranked:
        return
    above = sum(size > aim for size, _ in ranked)
    print(f"\n{heading}: {len(ranked)}, median {ranked[len(ranked) // 2][0]}, aim {aim}, above it {above}")
    for size, place in ranked[:SHOWN]:
        print(f"  {size:5} {place}")


def main() -> None:
    """Print the tables."""
    ours = [path for path in code_files() if not short(path).startswith("tests/")]
    every = [function for path in ours for function in functions(path)]
    code, tests = sum(map(line_count, ours)), sum(line_count(path) for path in code_files() if path not in ours)
    print(f"{code} lines of Python and {tests} lines of tests ({tests / max(code, 1):.1f} for each line of code)")
    show("Files (lines)", ((line_count(path), short(path)) for path in ours), aim=200)
    show("Functions (lines)", ((function.lines, function.place) for function in every), aim=25)
    show("Views (lines)", ((function.lines, function.place) for function in every if function.is_view), aim=15)
    show("Templates (lines)", ((line_count(path), short(path)) for path in templates()), aim=80)
    show("Complexity", ((function.complexity, function.place) for function in every), aim=10)


if __name__ == "__main__":
    main()
