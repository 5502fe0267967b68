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

from tests import patience

PR_SET_PTRACER = 0x59616D61
ANYBODY = ctypes.c_ulong(-1)
# No test makes this call; by it the copy asks whether somebody listens.
HEARD = "getpgid"


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
    failing = f"inject={fault.call}:error={fault.error}:when={fault.number}"
    answering = f"inject={HEARD}:error=EPERM"
    watched = f"trace={fault.call},{HEARD}"
    command = ["strace", "-f", "-o", str(trace), "-e", watched, "-e", failing, "-e", answering, "-p", str(pid)]
    tracer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        os.write(go[1], b"1")
        with os.fdopen(told[0], "rb") as answer:
            result = pickle.loads(answer.read())  # noqa: S301 - our own copy wrote it
    finally:
        os.close(go[1])
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        tracer.wait(timeout=patience.SECONDS)
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    return result, any("(INJECTED)" in line and HEARD not in line for line in lines)


def _be_the_copy(act: Callable[[], Any], go: int, told: int) -> None:
    # Where only a parent may trace, let the tracer, which is our brother, do it.
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANYBODY, 0, 0, 0)
    os.read(go, 1)
    try:
        _wait_until_heard()
        result = act()
    except BaseException as error:  # noqa: BLE001 - whatever happens is the result
        result = f"raised {type(error).__name__}: {error}"
    os.write(told, pickle.dumps(result))
    os.close(told)
    time.sleep(patience.SECONDS)
    os._exit(0)


def _wait_until_heard() -> None:
    """Until the tracer listens, which is some time after it has come: then it makes this call fail, that never does."""
    end = time.monotonic() + patience.SECONDS
    while time.monotonic() < end:
        try:
            os.getpgid(0)
        except PermissionError:
            return
        time.sleep(0.001)
    raise TimeoutError("strace did not come")
