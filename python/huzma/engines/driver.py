"""A whole job: plans it, lets an engine do what is not done, and writes the manifest when everything is."""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, get_args

import pyarrow as pa
from pydantic import ValidationError

from huzma import _core
from huzma.engines import local
from huzma.engines.parts import Part, plan
from huzma.engines.pipeline import Pipeline, described_as
from huzma.engines.work import Failure, Outcome, Receipt, Work, receipt, remove_leftovers, whole
from huzma.errors import EngineError
from huzma.models import Record

EngineName = Literal["local", "ray"]
"""What can run a pipeline."""

Engine = Callable[[Work, list[Part], int | None], Iterator[Outcome]]
"""Does parts, each at least once, and yields their outcomes in any order. An adapter is no more than that."""

_PLAN = "plan.json"
_LOCK = ".lock"
MANIFEST = "manifest.json"


class Plan(Record):
    """What a run is: a folder of output belongs to one."""

    huzma: str
    pyarrow: str
    pipeline: dict[str, Any]
    parts: tuple[Part, ...]


class Manifest(Record):
    """A finished run. The counts are the sums of those of the receipts; it does not depend on the engine."""

    huzma: str
    pyarrow: str
    pipeline: dict[str, Any]
    documents: int
    accepted: int
    rejected: int
    reasons: dict[str, int]
    findings: dict[str, int]
    container_findings: dict[str, int]
    parts: tuple[Receipt, ...]


def run(
    pipeline: Pipeline,
    inputs: Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    engine: EngineName = "local",
    jobs: int | None = None,
    progress: Callable[[Outcome, int, int], None] | None = None,
) -> Manifest:
    """Runs a pipeline over inputs.

    The folder `out` gets `accepted/` and `rejected/` with a Parquet file for each part, `containers/` with what was
    found in the inputs themselves, `receipts/` with one for each finished part, and in the end `manifest.json`. Run
    again, after whatever ended it, it goes on: finished parts are not done again, and what was half-written is.

    Args:
        pipeline: The function.
        inputs: Files and folders, as `huzma.read` takes them; a folder of shards stands for its files.
        out: The folder to write; with Ray on several machines one that all of them see.
        engine: What schedules the parts.
        jobs: How many parts are under way at a time; None for as many as there are cores.
        progress: Told of every part that is done, with how many are and how many there are.

    Raises:
        EngineError: The engine is not installed; another run writes there; the folder belongs to another run; parts
            could not be done (the others are); the output cannot be written.
        BundleError: An input is not there.
    """
    folder = Path(out)
    if engine not in get_args(EngineName):
        raise EngineError(
            f"no engine is called {engine!r}; there are {', '.join(get_args(EngineName))}", kind="refused"
        )
    does = _engine(engine)
    parts = plan(inputs, pipeline.description.read)
    version = _core.__version__
    wanted = Plan(huzma=version, pyarrow=pa.__version__, pipeline=described_as(pipeline), parts=tuple(parts))
    try:
        _refuse_foreign(folder)
        with _locked(folder):
            _agree(folder, wanted)
            return _run(pipeline, wanted, folder, does, jobs, progress)
    except OSError as error:
        raise EngineError(f"{folder}: {error.strerror or error}", kind="io", path=str(folder)) from None


def _run(
    pipeline: Pipeline,
    wanted: Plan,
    folder: Path,
    does: Engine,
    jobs: int | None,
    progress: Callable[[Outcome, int, int], None] | None,
) -> Manifest:
    remove_leftovers(folder)
    done: dict[int, Receipt] = {}
    failures: list[Failure] = []
    todo = []
    for part in wanted.parts:
        finished = receipt(folder, part)
        if finished is None:
            todo.append(part)
        else:
            done[part.number] = finished
    if todo:
        for outcome in does(Work(pipeline, str(folder.resolve())), todo, jobs):
            if isinstance(outcome, Failure):
                failures.append(outcome)
            else:
                done[outcome.part.number] = outcome
            if progress is not None:
                progress(outcome, len(done), len(wanted.parts))
    if failures:
        first = min(failures, key=lambda failure: failure.part.number)
        others = f", and {len(failures) - 1} others" if len(failures) > 1 else ""
        message = f"{len(failures)} of {len(wanted.parts)} parts could not be done: {first.error}{others}"
        raise EngineError(message, kind="failed", path=first.part.path)
    if len(done) != len(wanted.parts):
        missing = next(part.name for part in wanted.parts if part.number not in done)
        raise EngineError(f"the engine has ended without {missing}; run it again to go on", kind="failed")
    remove_leftovers(folder)
    manifest = _summed(wanted, [done[part.number] for part in wanted.parts])
    with whole(folder / MANIFEST) as file:
        file.write(manifest.model_dump_json(indent=1).encode() + b"\n")
    return manifest


def _summed(wanted: Plan, receipts: list[Receipt]) -> Manifest:
    def summed(name: str) -> dict[str, int]:
        total: Counter[str] = Counter()
        for one in receipts:
            total.update(getattr(one, name))
        return dict(sorted(total.items()))

    return Manifest(
        huzma=wanted.huzma,
        pyarrow=wanted.pyarrow,
        pipeline=wanted.pipeline,
        documents=sum(one.documents for one in receipts),
        accepted=sum(one.accepted for one in receipts),
        rejected=sum(one.rejected for one in receipts),
        reasons=summed("reasons"),
        findings=summed("findings"),
        container_findings=summed("container_findings"),
        parts=tuple(receipts),
    )


def _engine(name: EngineName) -> Engine:
    if name == "local":
        return local.run
    from huzma.engines import ray

    return ray.run


def _refuse_foreign(folder: Path) -> None:
    """Refuses a folder that has files and no plan, before anything is written there."""
    if not folder.exists() or (folder / _PLAN).exists():
        return
    others = [entry.name for entry in folder.iterdir() if entry.name != _LOCK and not entry.name.startswith(".tmp-")]
    if others:
        message = f"{folder}: the folder is not empty (it has {min(others)}) and belongs to no run; name another one"
        raise EngineError(message, kind="changed", path=str(folder))


def _agree(folder: Path, wanted: Plan) -> None:
    """Makes the folder that of this run, or sees that it is."""
    path = folder / _PLAN
    try:
        known = Plan.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        with whole(path) as file:
            file.write(wanted.model_dump_json(indent=1).encode() + b"\n")
        return
    except (ValidationError, ValueError):
        raise EngineError(
            f"{path}: this is no plan of a run; name another folder", kind="changed", path=str(path)
        ) from None
    if known == wanted:
        return
    for name in ("huzma", "pyarrow", "pipeline"):
        if getattr(known, name) != getattr(wanted, name):
            what = {"huzma": "version of huzma", "pyarrow": "version of pyarrow", "pipeline": "pipeline"}[name]
            break
    else:
        what = "set of inputs, or their sizes"
    message = f"{folder}: the folder belongs to a run with another {what}; name another folder"
    raise EngineError(message, kind="changed", path=str(folder))


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Holds the folder for this process; the system lets go of it when the process ends, however it does."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            message = f"{folder}: another run writes there"
            raise EngineError(message, kind="locked", path=str(folder)) from None
        yield
