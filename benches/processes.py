"""Running a whole process: how long it took, and how much memory at most."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


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
    with (stdin or Path(os.devnull)).open("rb") as source, Path(os.devnull).open("wb") as sink:
        began = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdin=source, stdout=sink, stderr=sink, cwd=cwd)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss * 1024)


def best(command: Sequence[str | Path], *, times: int = 5, **options: object) -> Run:
    """The shortest time and the highest peak of several runs: other work on the machine only adds time."""
    runs = [run(command, **options) for _ in range(times)]  # type: ignore[arg-type]
    return Run(min(run.seconds for run in runs), max(run.peak_bytes for run in runs))
