"""The fence around the process that reads a stranger's file: limits of memory and time, and almost no system calls.

After `close_gate` the process can read and write the pipes that it has, ask for memory and end. It can open no file,
make no connection and start no program, whatever the file makes of its decoder: the kernel answers "not permitted".
"""

import ctypes
import errno
import platform
import resource
import struct
import sys
from collections.abc import Sequence

MEBIBYTE = 1024 * 1024
# Addresses, not memory: the libraries alone reserve a third of it. What is used is measured in docs/evidence.md.
MOST_ADDRESSES = 768 * MEBIBYTE

PR_SET_NO_NEW_PRIVS = 38
SECCOMP_SET_MODE_FILTER = 1
# All threads of the process at once.
TSYNC = 1
ALLOW = 0x7FFF0000
REFUSE = 0x00050000
KILL = 0x80000000
CLONE_THREAD = 0x00010000
X32_BIT = 0x40000000
# One instruction of the filter, and where it finds what in the data of a call (linux/seccomp.h, linux/bpf_common.h).
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, ARCH_AT, FIRST_ARGUMENT_AT = 0, 4, 16

# What may be called, with its numbers on x86-64 and on ARM.
CALLS = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "pread64": (17, 67),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "getpid": (39, 172),
    "exit": (60, 93),
    "getrusage": (98, 165),
    "sigaltstack": (131, 132),
    "gettid": (186, 178),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
    "clock_gettime": (228, 113),
    "exit_group": (231, 94),
    "set_robust_list": (273, 99),
    "getrandom": (318, 278),
    "rseq": (334, 293),
}
# By machine: its number for the kernel, which column above, clone, clone3, seccomp.
MACHINES = {
    "x86_64": (0xC000003E, 0, 56, 435, 317),
    "aarch64": (0xC00000B7, 1, 220, 435, 277),
}


def set_limits(cpu_seconds: int | None) -> None:
    """Limit memory, time, files and dumps; a limit that is passed ends this process and nothing else."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Not one byte into a file; pipes are none.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if cpu_seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))


def close_gate() -> bool:
    """Have the kernel refuse every call but the few; False where it cannot (another system than Linux)."""
    machine = MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    arch, column, clone, clone3, seccomp = machine
    program = b"".join(_filter(arch, [numbers[column] for numbers in CALLS.values()], clone, clone3))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    code = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    return int(libc.syscall(seccomp, SECCOMP_SET_MODE_FILTER, TSYNC, described)) == 0


def _filter(arch: int, allowed: Sequence[int], clone: int, clone3: int) -> list[bytes]:
    """The filter's instructions: each says what to do next where it holds, and where it does not."""
    body = [
        _step(LOAD, ARCH_AT),
        _step(EQUAL, arch, then=1),
        _step(RETURN, KILL),
        _step(LOAD, NUMBER_AT),
        # The same calls under other numbers.
        _step(AT_LEAST, X32_BIT, otherwise=1),
        _step(RETURN, KILL),
        # A library that asks for a thread by the newer call tries the older one when told that there is no such call.
        _step(EQUAL, clone3, otherwise=1),
        _step(RETURN, REFUSE | errno.ENOSYS),
        # A thread of this process may begin, another process may not.
        _step(EQUAL, clone, otherwise=4),
        _step(LOAD, FIRST_ARGUMENT_AT),
        _step(ANY_BIT, CLONE_THREAD, otherwise=1),
        _step(RETURN, ALLOW),
        _step(RETURN, REFUSE | errno.EPERM),
    ]
    for number in allowed:
        body += [_step(EQUAL, number, otherwise=1), _step(RETURN, ALLOW)]
    return [*body, _step(RETURN, REFUSE | errno.EPERM)]


def _step(act: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", act, then, otherwise, value)
