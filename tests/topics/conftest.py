"""Made-up topics in a copy of the partnership's folder."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from webapp.partnership import Partnership, load_partnership
from webapp.partnership.topics import StarterTopic, read_topics
from webapp.topics import services

BCP = Path(__file__).resolve().parents[2] / "webapp" / "partnership" / "bcp"
TOPIC = """+++
title = "Made-up worry"
summary = "When something made up happens."
groups = ["somebody"]
position = 5
sensitive = true
helplines = ["samaritans"]

[[route]]
who = "Anybody"
to = "the police"
how = "Say what you saw."
number = "police_101"
website = "police"
citation = { source = "annual-report-2026", where = "40" }

[[read_on]]
path = "/safe-places"
words = "Find a Safe Place"
+++
## What it is

Something that we made up.[^annual-report-2026:40]

{routes}

## What happens then

They [read it](/help-now).
"""

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The partnership's folder without its topics."""
    copy = Path(shutil.copytree(BCP, tmp_path / "copy"))
    shutil.rmtree(copy / "content" / "topics")
    return copy


@pytest.fixture
def write(folder: Path) -> Write:
    """Write a made-up topic; `old` and `new` change its words."""

    def run(slug: str = "made-up", *, language: str = "en", old: str = "", new: str = "") -> Path:
        place = folder / "content" / "topics" / slug
        place.mkdir(parents=True, exist_ok=True)
        assert old in TOPIC
        path = place / f"{language}.md"
        path.write_text(TOPIC.replace(old, new, 1) if old else TOPIC, encoding="utf-8")
        return path

    return run


@pytest.fixture
def read(folder: Path) -> Callable[[], tuple[StarterTopic, ...]]:
    return lambda: read_topics(load_partnership(folder))


@pytest.fixture
def load(app_context, read, now) -> Callable[[], int]:
    """Load what was written, as the starter does."""
    return lambda: services.load_topics(read(), at=now)


@pytest.fixture(scope="session")
def bcp() -> Partnership:
    return load_partnership("bcp")
