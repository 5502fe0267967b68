"""A partnership's folder that a test may spoil."""

import shutil
from pathlib import Path

import pytest

from webapp.partnership import Partnership, load_partnership

BCP = Path(__file__).resolve().parents[2] / "webapp" / "partnership" / "bcp"


@pytest.fixture(scope="session")
def bcp() -> Partnership:
    return load_partnership("bcp")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BCP, tmp_path / "copy"))


@pytest.fixture
def change(folder: Path):
    def change_file(name: str, old: str, new: str) -> None:
        path = folder / name
        words = path.read_text(encoding="utf-8")
        assert old in words
        path.write_text(words.replace(old, new, 1), encoding="utf-8")

    return change_file
