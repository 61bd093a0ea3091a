"""What the tests share: bundles made of a few sentences, and the command line as a process."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that is busy with something else makes no test fail, and what decides whether a change lands tries the
# same cases each time: new ones are looked for by the thorough profile.
settings.register_profile("default", deadline=None, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=5000)

CLEAN = "وصل الوفد إلى العاصمة صباح اليوم.\n"
COMMA = "وصل الوفد صباحا, ثم غادر.\n"
IDS = ("613a813ba363123f", "17ba21f3bbc6b9cb", "2399a9a2b0d5824e")


@dataclass(frozen=True)
class Result:
    """How a process ended; `out` and `err` are bytes, since what is written is not always text."""

    status: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def message(self) -> str:
        return self.err.decode("utf-8")


Run = Callable[..., Result]
Folder = Callable[..., Path]


@pytest.fixture
def huzma(tmp_path: Path) -> Run:
    """Runs `huzma` in an empty folder; a test that wants another names it."""

    def run(
        *arguments: str | bytes | Path,
        input: bytes = b"",
        cwd: Path | None = None,
        stdout: int = subprocess.PIPE,
        environment: dict[str, str] | None = None,
        before: Callable[[], None] | None = None,
    ) -> Result:
        empty = tmp_path / "empty-working-directory"
        empty.mkdir(exist_ok=True)
        process = subprocess.run(
            [sys.executable, "-m", "huzma", *arguments],
            input=input,
            stdout=stdout,
            stderr=subprocess.PIPE,
            cwd=cwd or empty,
            env={**os.environ, **(environment or {})},
            preexec_fn=before,
            check=False,
            timeout=120,
        )
        return Result(process.returncode, process.stdout or b"", process.stderr)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Makes a folder bundle of texts, numbered from 0."""

    def make(*texts: str | bytes, name: str = "bundle") -> Path:
        root = tmp_path / name
        root.mkdir(exist_ok=True)
        for number, text in enumerate(texts):
            content = text if isinstance(text, bytes) else text.encode()
            (root / f"{number:03}_{IDS[number]}.txt").write_bytes(content)
        return root

    return make


def without_privileges() -> None:
    """In a child before it runs: root, too, is then refused what the permissions of a file do not allow."""
    if os.geteuid() == 0:
        drop_from_bounding_set = 24
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            if ctypes.CDLL(None, use_errno=True).prctl(drop_from_bounding_set, capability, 0, 0, 0):
                os._exit(99)
