"""What a comparison is made of: a job, and a row for each tool that does it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Row:
    """A tool at work.

    peer: its distribution, `huzma`, or `python` for the standard library.
    call: how it is called, as the record shows it.
    make: imports the tool and gives the function that is timed, from a text to its answer.
    answer: turns that answer into the one the job compares; not timed.
    many: the function takes the list of all texts and gives a list of answers.
    prepare: makes of the list of texts what a function that takes `many` is given, such as a file; not timed.
    part: the part of the corpus a slow peer runs over, so that a pass stays near half a second.
    note: what the reader of the record must know.
    """

    peer: str
    call: str
    make: Callable[[], Callable[..., object]]
    answer: Callable[[Any], Any] = lambda answer: answer
    many: bool = False
    prepare: Callable[[list[str]], Any] = lambda texts: texts
    part: float = 1.0
    note: str = ""


@dataclass(frozen=True)
class Job:
    """What is compared.

    reference: the right answer for a text, written without huzma; none where each tool answers something else.
    same: how far an answer is that of the reference, from 0 to 1; the mean over texts is printed beside the speed:
    below 1 a tool does another job, or has errors.
    sizes: of `200B`, `4kB` and `4MB`.
    """

    name: str
    rows: Sequence[Row]
    reference: Callable[[str], Any] | None
    same: Callable[[Any, Any], float] = lambda right, answer: float(right == answer)
    corpora: Sequence[str] = ("news", "vocalised", "mixed")
    sizes: Sequence[str] = ("4kB",)


def overlap(right: Iterable[object], answer: Iterable[object]) -> float:
    """What two sets share, of all that is in either."""
    right, answer = set(right), set(answer)
    return len(right & answer) / len(right | answer) if right | answer else 1.0


def jobs() -> list[Job]:
    """Every `JOBS` of the modules in `benches/jobs`, in the order of their names."""
    modules = sorted(path.stem for path in (Path(__file__).parent / "jobs").glob("*.py"))
    return [job for module in modules for job in importlib.import_module(f"benches.jobs.{module}").JOBS]
