"""Ray Data: parts as tasks of a cluster, or of this machine; and the pure function over a dataset of one's own.

Tasks, not actors: an actor pool as large as the number of CPUs leaves none for the tasks that feed it, and never ends
(ray-project/ray#44687). Ray runs a task again when its worker dies; since a part is done whole or not at all, nothing
is lost by that and nothing there twice.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pydantic import TypeAdapter

from huzma.engines.parts import Part
from huzma.engines.pipeline import Pipeline
from huzma.engines.work import Failure, Outcome, Receipt, Work
from huzma.errors import EngineError

_OUTCOME: TypeAdapter[Receipt | Failure] = TypeAdapter(Receipt | Failure)

_STORE_BYTES = 256 << 20
"""Memory for objects on a machine that this process starts Ray on: only names of parts and receipts go through it."""


def run(work: Work, parts: list[Part], jobs: int | None) -> Iterator[Outcome]:
    """Does parts on Ray, a task each, and yields outcomes as they come.

    A cluster that is connected, or that `RAY_ADDRESS` names, is used, and stays; else Ray is started on this machine
    with `jobs` CPUs, and ended.

    Raises:
        EngineError: Ray is not installed, or Ray has given up.
    """
    ray, data = _ray()
    started = not ray.is_initialized()
    if started:
        quiet = {"log_to_driver": False, "logging_level": logging.WARNING}
        logging.getLogger("ray.data").setLevel(logging.WARNING)
        if os.environ.get("RAY_ADDRESS"):
            ray.init(**quiet)
        else:
            ray.init(address="local", num_cpus=jobs, include_dashboard=False, object_store_memory=_STORE_BYTES, **quiet)
    try:
        context = data.DataContext.get_current()
        context.enable_progress_bars = False
        items = [{"part": part.model_dump_json()} for part in parts]
        given = data.from_items(items, override_num_blocks=len(items))
        outcomes = given.map_batches(_Task(work), batch_size=1, batch_format="pyarrow", num_cpus=1)
        try:
            for row in outcomes.iter_rows():
                yield _OUTCOME.validate_json(row["outcome"])
        except ray.exceptions.RayError as error:
            raise EngineError(f"Ray has given up: {_first_line(error)}", kind="failed") from None
    finally:
        if started:
            ray.shutdown()


class _Task:
    """What a worker does with a block of one part."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.__name__ = "huzma"

    def __call__(self, table: Any) -> Any:
        outcomes = [self._work(Part.model_validate_json(part)) for part in table.column("part").to_pylist()]
        return pa.table({"outcome": pa.array([outcome.model_dump_json() for outcome in outcomes], pa.string())})


def map_batches(dataset: Any, pipeline: Pipeline, **options: Any) -> Any:
    """The dataset with the pipeline run over its blocks: `Dataset.map_batches` with the traps taken out of the way.

    Args:
        dataset: A `ray.data.Dataset` with a column of text.
        pipeline: The function.
        options: Passed on to `map_batches`. `batch_size` is None, a whole block, unless it is given.

    Raises:
        EngineError: `compute` asks for a pool of actors, which may wait for ever; or another format of batches is
            asked for.
    """
    _, data = _ray()
    if options.pop("batch_format", "pyarrow") != "pyarrow":
        raise EngineError('the pipeline takes batches of pyarrow: batch_format is "pyarrow"', kind="refused")
    if isinstance(options.get("compute"), data.ActorPoolStrategy):
        raise EngineError(
            "the pipeline is a function and has no state for actors to keep: leave compute out. A pool of actors with "
            "all the CPUs of a cluster leaves none for the tasks that feed it, and waits for ever "
            "(ray-project/ray#44687)",
            kind="refused",
        )
    return dataset.map_batches(pipeline, batch_format="pyarrow", **{"batch_size": None, **options})


def _ray() -> tuple[Any, Any]:
    try:
        import ray
        import ray.data
    except ImportError as error:
        message = f"the engine ray needs Ray: pip install 'huzma[ray]' ({error})"
        raise EngineError(message, kind="unavailable") from None
    return ray, ray.data


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
