"""One machine: parts on threads, with the interpreter released for the work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from huzma.engines.parts import Part
from huzma.engines.work import Outcome, Work


def run(work: Work, parts: list[Part], jobs: int | None) -> Iterator[Outcome]:
    """Does parts, so many at a time, and yields outcomes as they come.

    Raises:
        EngineError: The output cannot be written.
    """
    workers = min(jobs or _cores(), len(parts))
    remaining = iter(parts)
    pool = ThreadPoolExecutor(workers, thread_name_prefix="huzma")
    try:
        under_way: set[Future[Outcome]] = set()
        while True:
            for part in remaining:
                under_way.add(pool.submit(work, part))
                if len(under_way) >= workers:
                    break
            if not under_way:
                return
            finished, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for future in finished:
                yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1
