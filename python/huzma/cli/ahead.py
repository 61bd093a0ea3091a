"""Working on documents ahead of the one that is looked at, on all cores, in the order in which they are read.

The core lets go of the interpreter while it looks at a text, so threads are enough. Documents are handed out in
batches, because a text of a few kilobytes is checked in less time than a thread takes to wake up, and no further ahead
than a bounded number of bytes, so that memory stays flat. What comes out does not depend on how many threads there are.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from huzma.documents import Document
from huzma.errors import HuzmaError
from huzma.models import Finding

Worked = TypeVar("Worked")
_Results = tuple[list[Worked], Exception | None]

_BATCH_BYTES = 1 << 18
_BATCH_EVENTS = 64
_BYTES_AHEAD = 1 << 25
"""Past this many bytes of text nothing more is read ahead; one batch is always under way."""


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


@dataclass
class _Batch:
    """Some events in a row, and what happened when the next was to be read."""

    events: list[Document | Finding]
    size: int = 0
    error: Exception | None = None
    last: bool = False


def ahead(
    events: Iterator[Document | Finding], work: Callable[[Document], Worked], jobs: int
) -> Iterator[tuple[Document, Worked] | Finding]:
    """Hands out events in their order, documents with what was worked out for them.

    An error, of reading or of working, is raised where it would be raised without threads: after all that came before.

    Args:
        events: Documents and findings about their container.
        work: What to do with a document; called in other threads where there is more than one job.
        jobs: How many threads work.
    """
    if jobs == 1:
        for event in events:
            yield event if isinstance(event, Finding) else (event, work(event))
        return
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="huzma")  # its threads start when they are first needed
    under_way: deque[tuple[_Batch, Future[_Results[Worked]]]] = deque()
    batches = _batches(events)
    bytes_ahead = 0
    try:
        while True:
            while len(under_way) <= 2 * jobs and (not under_way or bytes_ahead < _BYTES_AHEAD):
                batch = next(batches, None)
                if batch is None:
                    break
                documents = [event for event in batch.events if isinstance(event, Document)]
                if batch.last and not under_way:  # nothing to do beside it
                    yield from _in_order(batch, _work(documents, work))
                else:
                    under_way.append((batch, pool.submit(_work, documents, work)))
                    bytes_ahead += batch.size
            if not under_way:
                return
            batch, results = under_way.popleft()
            bytes_ahead -= batch.size
            yield from _in_order(batch, results.result())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _batches(events: Iterator[Document | Finding]) -> Iterator[_Batch]:
    batch = _Batch([])
    try:
        for event in events:
            batch.events.append(event)
            batch.size += event.size if isinstance(event, Document) else 0
            if len(batch.events) == _BATCH_EVENTS or batch.size >= _BATCH_BYTES:
                yield batch
                batch = _Batch([])
    except (HuzmaError, OSError) as error:
        batch.error = error
    batch.last = True
    yield batch


def _work(documents: list[Document], work: Callable[[Document], Worked]) -> _Results[Worked]:
    results = []
    for document in documents:
        try:
            results.append(work(document))
        except (HuzmaError, OSError) as error:
            return results, error
    return results, None


def _in_order(batch: _Batch, worked: _Results[Worked]) -> Iterator[tuple[Document, Worked] | Finding]:
    results, error = worked
    remaining = iter(results)
    for event in batch.events:
        if isinstance(event, Finding):
            yield event
            continue
        for result in remaining:
            yield event, result
            break
        else:
            break
    if error is not None:
        raise error
    if batch.error is not None:
        raise batch.error
