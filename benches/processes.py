"""Running a whole process: how long it took, and how much memory at most.

A process that is started counts the memory of the one that started it as its own until it runs its program, so a small
one stands between.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# Runs a command, and writes its time, status and peak to a descriptor.
_BETWEEN = """
import os, sys, time
descriptor = int(sys.argv[1])
os.set_inheritable(descriptor, False)
began = time.perf_counter()
process = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(process, 0)
seconds = time.perf_counter() - began
os.write(descriptor, f"{seconds} {os.waitstatus_to_exitcode(status)} {usage.ru_maxrss * 1024}".encode())
"""


@dataclass(frozen=True)
class Run:
    """A process that ended: its wall time, and the most memory it held."""

    seconds: float
    peak_bytes: int


def run(
    command: Sequence[str | Path], *, stdin: Path | None = None, cwd: Path | None = None, allowed: Sequence[int] = (0,)
) -> Run:
    """Runs a command, its output thrown away.

    Raises:
        RuntimeError: it ended with a status that is not allowed.
    """
    told, tell = os.pipe()
    between = [sys.executable, "-I", "-S", "-c", _BETWEEN, str(tell), *map(str, command)]
    with (
        os.fdopen(told) as answer,
        (stdin or Path(os.devnull)).open("rb") as source,
        Path(os.devnull).open("wb") as sink,
        subprocess.Popen(between, stdin=source, stdout=sink, stderr=sink, cwd=cwd, pass_fds=(tell,)),
    ):
        os.close(tell)
        words = answer.read().split()
    if not words:
        raise RuntimeError(f"{' '.join(map(str, command))} could not be started")
    if int(words[1]) not in allowed:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {words[1]}")
    return Run(float(words[0]), int(words[2]))


def best(command: Sequence[str | Path], *, times: int = 5, **options: object) -> Run:
    """The shortest time and the highest peak of several runs: other work on the machine only adds time."""
    runs = [run(command, **options) for _ in range(times)]  # type: ignore[arg-type]
    return Run(min(run.seconds for run in runs), max(run.peak_bytes for run in runs))
