"""One call of the kernel fails, in a process of its own: "no space left" or "input/output error" at the nth write."""

import ctypes
import os
import pickle
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PR_SET_PTRACER = 0x59616D61
ANYBODY = ctypes.c_ulong(-1)
WITHIN_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Which call fails, which time, and how."""

    call: str
    error: str
    number: int


def with_fault(fault: Fault, act: Callable[[], Any], trace: Path) -> tuple[Any, bool]:
    """Run `act` in a copy of this process in which the call fails; what it gave back, and whether the call came at all.

    The caller has closed its connections to the database: a copy of one must not be used.
    """
    go, told = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        _be_the_copy(act, go[0], told[1])
    os.close(go[0])
    os.close(told[1])
    inject = f"inject={fault.call}:error={fault.error}:when={fault.number}"
    command = ["strace", "-f", "-o", str(trace), "-e", f"trace={fault.call}", "-e", inject, "-p", str(pid)]
    tracer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait_until_traced(pid)
        os.write(go[1], b"1")
        with os.fdopen(told[0], "rb") as answer:
            result = pickle.loads(answer.read())  # noqa: S301 - our own copy wrote it
    finally:
        os.close(go[1])
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        tracer.wait(timeout=WITHIN_SECONDS)
    return result, "(INJECTED)" in trace.read_text(encoding="utf-8", errors="replace")


def _be_the_copy(act: Callable[[], Any], go: int, told: int) -> None:
    # Where only a parent may trace, let the tracer, which is our brother, do it.
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANYBODY, 0, 0, 0)
    os.read(go, 1)
    try:
        result = act()
    except BaseException as error:  # noqa: BLE001 - whatever happens is the result
        result = f"raised {type(error).__name__}: {error}"
    os.write(told, pickle.dumps(result))
    os.close(told)
    time.sleep(WITHIN_SECONDS)
    os._exit(0)


def _wait_until_traced(pid: int) -> None:
    end = time.monotonic() + WITHIN_SECONDS
    while "TracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text(encoding="ascii"):
        assert time.monotonic() < end, "strace did not come"
        time.sleep(0.005)
    # Attached is not yet listening.
    time.sleep(0.05)
