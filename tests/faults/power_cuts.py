"""Power cuts, played again from a record: what a disk could hold after each moment of a run, drawn many times.

`strace` writes down every write, cut and sync of the database's files, and the moments at which somebody was told "we
have it". At a power cut only what was synced before is certain. Of the rest any part may be there, in any order, whole
or torn between two sectors: `Recording.image` draws one such disk.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTOR = 512
CALLS = "pwrite64,write,ftruncate,fdatasync,fsync,unlink"
LINE = re.compile(r"^\d+\s+(?P<call>\w+)\((?P<given>.*)\)\s+= (?P<answer>-?\d+)")
OF_FILE = re.compile(r"^\d+<(?P<path>[^>]*)>(?:, (?P<rest>.*))?$")
WRITTEN = re.compile(r'^"(?P<bytes>[^"]*)", (?P<count>\d+)(?:, (?P<offset>\d+))?$')
LONGEST_WRITE = 70_000


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that happened to a file: `write` (bytes at an offset), `cut` (to a length), `sync`, or `gone`."""

    act: str
    path: str
    offset: int = 0
    content: bytes = b""


@dataclass
class _Disk:
    """A file as the disk is certain to hold it, and what may have reached it since."""

    certain: bytearray = field(default_factory=bytearray)
    waiting: list[Step] = field(default_factory=list)

    def take(self, step: Step) -> None:
        if step.act == "sync":
            for earlier in self.waiting:
                _apply(self.certain, earlier)
            self.waiting.clear()
        else:
            self.waiting.append(step)


class Recording:
    """What happened to some files, from their first content on, and when somebody was told."""

    def __init__(self, before: dict[str, bytes], steps: Sequence[Step], told: str) -> None:
        """Take the files' first content by path, the steps, and the file whose writes are the marks of being told."""
        self.before, self.steps, self.told = before, steps, told

    def moments(self) -> range:
        """The numbers of steps after which the power may fail."""
        return range(1, len(self.steps) + 1)

    def just_told(self) -> list[int]:
        """The numbers of steps after which somebody has just been told."""
        return [number for number, one in enumerate(self.steps, 1) if one.path == self.told and one.act == "write"]

    def acknowledged(self, moment: int) -> list[str]:
        """What had been told by then, a line each."""
        marks = (one.content for one in self.steps[:moment] if one.path == self.told and one.act == "write")
        return b"".join(marks).decode().split()

    def image(self, moment: int, chance: Random, folder: Path) -> None:
        """Put one disk that a power cut at this moment could leave behind into `folder`."""
        disks = {path: _Disk(bytearray(content)) for path, content in self.before.items()}
        for step in self.steps[:moment]:
            if step.path != self.told:
                disks.setdefault(step.path, _Disk()).take(step)
        for path, disk in disks.items():
            for step in _arrived(disk.waiting, chance):
                _apply(disk.certain, step)
            (folder / Path(path).name).write_bytes(disk.certain)


def _arrived(waiting: list[Step], chance: Random) -> Iterator[Step]:
    """Any part of the steps that were not synced, in any order; now and then all of them, or none."""
    part = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
    arrived = [step for step in waiting if chance.random() < part]
    chance.shuffle(arrived)
    for step in arrived:
        is_torn = step.act == "write" and len(step.content) > SECTOR and chance.random() < 0.2
        yield _torn(step, chance) if is_torn else step


def _torn(step: Step, chance: Random) -> Step:
    sectors = len(step.content) // SECTOR
    kept = step.content[: SECTOR * chance.randrange(1, max(2, sectors))]
    return Step(act="write", path=step.path, offset=step.offset, content=kept)


def _apply(content: bytearray, step: Step) -> None:
    if step.act == "gone":
        content.clear()
        return
    if len(content) < step.offset:
        content.extend(bytes(step.offset - len(content)))
    if step.act == "cut":
        del content[step.offset :]
    else:
        content[step.offset : step.offset + len(step.content)] = step.content


def can_record() -> bool:
    """Whether there is an strace that may trace here."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return tried.returncode == 0


def record(
    command: Sequence[str], *, files: Iterable[Path], told: Path, trace: Path, environ: dict[str, str], folder: Path
) -> Recording:
    """Run a command and write down what it does to the files; it must write to them from one thread."""
    watched = [*files, told]
    before = {str(path): path.read_bytes() if path.exists() else b"" for path in files}
    asked = [option for path in watched for option in ("-P", str(path))]
    strace = ["strace", "-f", "-y", "-xx", "-s", str(LONGEST_WRITE), "-e", f"trace={CALLS}", "-e", "signal=none"]
    subprocess.run([*strace, *asked, "-o", str(trace), *command], check=True, env=environ, cwd=folder)
    return Recording(before, list(read_trace(trace)), str(told))


def read_trace(trace: Path) -> Iterator[Step]:
    """The steps of a record; one that cannot be read ends the drill rather than being passed over."""
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            if "+++" in line or "---" in line:
                continue
            found = LINE.match(line)
            if found is None:
                raise ValueError(f"strace wrote what this drill does not understand: {line[:120]}")
            if int(found["answer"]) >= 0:
                yield _step(found["call"], found["given"])


def _step(call: str, given: str) -> Step:
    if call == "unlink":
        return Step(act="gone", path=_unquoted(given.strip('"')).decode())
    of_file = OF_FILE.match(given)
    if of_file is None:
        raise ValueError(f"strace named no file: {call}({given[:80]}")
    path = _unquoted(of_file["path"]).decode()
    if call in {"fdatasync", "fsync"}:
        return Step(act="sync", path=path)
    if call == "ftruncate":
        return Step(act="cut", path=path, offset=int(of_file["rest"]))
    written = WRITTEN.match(of_file["rest"])
    if written is None or written["bytes"].count("\\x") != int(written["count"]):
        raise ValueError(f"a write is longer than strace was asked to keep: {of_file['rest'][-60:]}")
    return Step(act="write", path=path, offset=int(written["offset"] or 0), content=_unquoted(written["bytes"]))


def _unquoted(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", "")) if "\\x" in text else text.encode()
