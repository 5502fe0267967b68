"""Hostile files: each is refused or made harmless, by one child after another, in bounded time and memory."""

import io
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests import patience
from tests.evidence import making as make
from tests.evidence.corpus import OK, Case, drawing_pdf, every_case
from webapp.evidence.checker import LOAD, SECONDS, BrokenChildError, Checker, Looked
from webapp.evidence.codes import FileKind, Refusal, RefusedError
from webapp.evidence.rules import MOST_BYTES, kind_of, shown_name

# What a child has loaded before it sees a file is 55 MiB of it.
MOST_MEMORY_KIB = 330 * 1024
AT_LEAST = 100


class Outcomes:
    """The whole corpus once, with what each file came to. A child looks at file after file until one breaks it."""

    def __init__(self) -> None:
        self.cases = every_case()
        self.by_case: dict[Case, str] = {}
        self.shown: dict[str, Looked] = {}
        self.slowest: tuple[float, str] = (0, "")
        self.hardest: tuple[float, str] = (0, "")
        self.peak: tuple[int, str] = (0, "")
        self.broken: list[str] = []
        self.checker = Checker(cpu_seconds=None)
        self.is_fenced = self.checker.is_fenced
        for case in self.cases:
            began, worked = time.monotonic(), self.worked()
            self.by_case[case] = self.look(case)
            self.slowest = max(self.slowest, (time.monotonic() - began, case.about))
            self.hardest = max(self.hardest, (self.worked() - worked, case.about))
        self.checker.end()

    def look(self, case: Case) -> str:
        """The same steps as the services take, in the same order."""
        kind = kind_of(case.filename)
        if kind is None:
            return Refusal.NOT_TAKEN
        if not case.content:
            return Refusal.EMPTY
        if len(case.content) > MOST_BYTES[kind]:
            return Refusal.TOO_LARGE
        try:
            self.shown[case.about] = self.checker.look(io.BytesIO(case.content), kind, len(case.content))
        except RefusedError as error:
            return error.refusal
        except BrokenChildError:
            self.broken.append(case.about)
            late = self.checker.late
            self.checker.end()
            self.checker = Checker(cpu_seconds=None)
            return Refusal.TOO_SLOW if late else Refusal.DAMAGED
        finally:
            self.note_memory(case)
        return OK

    def worked(self) -> float:
        """The processor time of the child so far, which another load on the machine does not change."""
        told = Path(f"/proc/{self.checker.child.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def note_memory(self, case: Case) -> None:
        """The most memory that the child has had so far."""
        told = Path(f"/proc/{self.checker.child.pid}/status")
        lines = told.read_text(encoding="ascii").splitlines() if told.exists() else []
        peak = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
        self.peak = max(self.peak, (peak, case.about))


@pytest.fixture(scope="module")
def outcomes() -> Iterator[Outcomes]:
    found = Outcomes()
    print(  # noqa: T201 - the figures of docs/evidence.md (pytest -s)
        f"\n{len(found.cases)} files, slowest {found.slowest[0]:.2f} s ({found.slowest[1]}), of processor time "
        f"{found.hardest[0]:.2f} s ({found.hardest[1]}), most memory "
        f"{found.peak[0] / 1024:.0f} MiB ({found.peak[1]}), children lost {found.broken}"
    )
    return found


class TestCorpus:
    def test_there_are_enough(self, outcomes):
        assert len({case.about for case in outcomes.cases}) == len(outcomes.cases) >= AT_LEAST

    def test_each_comes_to_what_is_right(self, outcomes):
        wrong = {case.about: found for case, found in outcomes.by_case.items() if found not in case.right}
        assert wrong == {}

    def test_none_takes_longer_than_the_limit(self, outcomes):
        assert outcomes.slowest[0] < SECONDS + 5, outcomes.slowest

    def test_none_takes_more_memory_than_the_bound(self, outcomes):
        assert outcomes.peak[0] < MOST_MEMORY_KIB, outcomes.peak

    def test_what_is_shown_is_drawn_by_us_and_tells_nothing(self, outcomes):
        assert len(outcomes.shown) > 10, "there is something to look at"
        for about, looked in outcomes.shown.items():
            for picture in looked.pictures:
                with Image.open(io.BytesIO(picture), formats=("JPEG",)) as seen:
                    assert not seen.getexif(), about
                    assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}, about
                    assert max(seen.size) <= 2_000, about
                assert make.CANARY.encode() not in picture, about
                assert b"<script" not in picture, about

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_photos_stand_upright(self, outcomes, orientation):
        """Red is where the camera's own note says that it belongs."""
        with Image.open(io.BytesIO(outcomes.shown[f"exif turned {orientation}"].pictures[0])) as seen:
            wide, high = seen.size
            assert (wide > high) == (orientation < 5)
            at = {
                1: (0, 0.5),
                2: (1, 0.5),
                3: (1, 0.5),
                4: (0, 0.5),
                5: (0.5, 0),
                6: (0.5, 0),
                7: (0.5, 1),
                8: (0.5, 1),
            }
            x, y = at[orientation]
            red, _green, blue = seen.getpixel((int(x * (wide - 1)), int(y * (high - 1))))
            assert red > 200
            assert blue < 60

    def test_a_name_is_one_line_without_folders_or_unseen_signs(self, outcomes):
        for case in outcomes.cases:
            shown = shown_name(case.filename)
            assert 0 < len(shown) <= 80
            assert shown.isprintable()
            assert not set(shown) & set("/\\\r\n\0\u202e\u2066\ufeff")


class TestFence:
    """What a file that takes the child over can do: nothing."""

    TRIES = """
import os, socket, subprocess
from webapp.evidence.checking import fence
fence.set_limits(5)
fenced = fence.close_gate()
refused = []
for act in (
    lambda: socket.socket(),
    lambda: open("/etc/passwd"),
    lambda: os.fork(),
    lambda: subprocess.run(["/bin/true"]),
    lambda: os.kill(os.getppid(), 0),
    lambda: os.listdir("/"),
    lambda: os.unlink("/nowhere"),
):
    try:
        act()
    except PermissionError:
        refused.append(1)
print(fenced, len(refused))
try:
    held = bytearray(900 * 1024 * 1024)
    print("took it")
except MemoryError:
    print("no memory")
"""

    def test_it_opens_no_file_no_connection_and_no_process(self):
        import subprocess
        import sys

        from webapp.config import PROJECT

        # As the child is started: with a few files of one folder, and not the whole site.
        program = [sys.executable, "-c", LOAD + self.TRIES, str(PROJECT / "webapp")]
        done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=patience.SECONDS)
        assert done.stdout.split("\n")[:2] == ["True 7", "no memory"], done.stderr

    def test_the_child_says_that_it_is_behind_it(self, outcomes):
        assert outcomes.is_fenced

    def test_a_child_that_hangs_is_ended(self):
        with Checker() as checker:
            checker.seconds = 0.2
            endless = drawing_pdf(1_000_000)
            with pytest.raises(BrokenChildError):
                checker.look(io.BytesIO(endless), FileKind.PDF, len(endless))
            assert checker.late

    def test_what_a_child_says_is_not_believed(self):
        with Checker() as checker:
            checker.source.close()
            for told in (b"[]\n", b"{\n", b"\xff\n", b'{"picture": -1}\n', b'{"picture": "a"}\n', b'{"pages": 7}\n'):
                checker.source = io.BytesIO(told)
                with pytest.raises((BrokenChildError, ValueError)):
                    checker._hear()
            checker.source = io.BytesIO(b'{"picture": 99999999}\n')
            with pytest.raises(RefusedError):
                checker._hear()
