"""Looking at units in other processes: a pydantic model holds the interpreter, so threads do not help.

A worker is this module run as a program. Units go in through its standard input and outcomes come out of its standard
output, as pickles; when the input ends, so does the worker. So none is left when the process that started it is killed.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import IO, Any, TypeVar

from huzma.errors import HuzmaError, SchemaError
from huzma.validation.schemas import Given, compiled
from huzma.validation.units import BlockUnit, RowsUnit, Unit
from huzma.validation.work import TOGETHER, Outcome, Plan, look

Event = TypeVar("Event")
Worked = Generator[Event | tuple[Unit, Outcome], None, None]

_LENGTH = struct.Struct("<Q")


def locally(events: Iterator[Event | Unit], schema: Any, plan: Plan) -> Worked[Event]:
    """Hands out events in their order, units with what came of them."""
    for event in events:
        if isinstance(event, BlockUnit | RowsUnit):
            yield event, look(schema, event, plan)
        else:
            yield event


def checked_ahead(events: Iterator[Event | Unit], plan: Plan) -> Generator[Event | Unit, None, None]:
    """The same events, read and scanned one ahead in a thread: the core needs no interpreter for that, a model does.

    Where there is one processor, a thread only gets in the way.
    """
    if hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) == 1:
        yield from events
        return
    pool = ThreadPoolExecutor(1, thread_name_prefix="huzma-validate")
    end = object()

    def step() -> Any:
        event = next(events, end)
        if isinstance(event, BlockUnit) and event.block.part == "whole" and not event.columns:
            return event._replace(checked=event.block.check(plan.nesting, TOGETHER))
        return event

    pending: deque[Future[Any]] = deque()
    try:
        pending.append(pool.submit(step))
        while True:
            pending.append(pool.submit(step))
            event = pending.popleft().result()
            if event is end:
                return
            yield event
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def in_processes(events: Iterator[Event | Unit], schema: Given, plan: Plan, jobs: int) -> Worked[Event]:
    """The same with so many processes; `schema` is as it was given, and is compiled in each of them.

    No more than two units a process are under way. An error of reading is raised where it would be raised without
    processes.

    Raises:
        SchemaError: Another process cannot import the schema.
    """
    _require_importable(schema)
    idle: SimpleQueue[_Worker] = SimpleQueue()
    workers: list[_Worker] = []
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="huzma-validate")
    pending: deque[tuple[Any, Future[Outcome] | None]] = deque()

    def work(unit: Unit) -> Outcome:
        worker = idle.get()
        try:
            return worker.look(unit)
        finally:
            idle.put(worker)

    try:
        failure: BaseException | None = None
        source = iter(events)
        ended = False
        while True:
            while not ended and len(pending) < 2 * jobs:
                try:
                    event = next(source)
                except StopIteration:
                    ended = True
                    break
                except (HuzmaError, OSError) as error:
                    failure, ended = error, True
                    break
                if isinstance(event, BlockUnit | RowsUnit):
                    if len(workers) < jobs:
                        worker = _Worker(schema, plan)
                        workers.append(worker)
                        idle.put(worker)
                    pending.append((event, pool.submit(work, event)))
                else:
                    pending.append((event, None))
            if not pending:
                if failure is not None:
                    raise failure
                return
            event, future = pending.popleft()
            yield event if future is None else (event, future.result())
    finally:
        for worker in workers:
            worker.stop()
        pool.shutdown(wait=True, cancel_futures=True)


def _require_importable(schema: Given) -> None:
    """Refuses what another process cannot import: a model of the program itself, or of a function."""
    try:
        importable = getattr(schema, "__module__", None) != "__main__" and bool(pickle.dumps(schema))
    except (pickle.PicklingError, TypeError, AttributeError):
        importable = False
    if not importable:
        reason = "processes import the schema: put it into a module, or validate with jobs=1"
        raise SchemaError(f"{schema!r} cannot be imported: {reason}", schema=repr(schema))


class _Worker:
    """A process that looks at units."""

    def __init__(self, schema: Given, plan: Plan) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; import {__name__} as w; w.serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=False,
        )
        self._put((schema, plan))

    def look(self, unit: Unit) -> Outcome:
        """What came of a unit."""
        self._put(unit)
        assert self._process.stdout is not None
        outcome = _get(self._process.stdout)
        if isinstance(outcome, BaseException):
            raise outcome
        if outcome is None:
            raise OSError(f"a process that validates has ended with status {self._process.wait()}")
        return outcome  # type: ignore[no-any-return]

    def stop(self) -> None:
        """Ends the process."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.wait()

    def _put(self, value: Any) -> None:
        assert self._process.stdin is not None
        try:
            _put(self._process.stdin, value)
        except BrokenPipeError:
            raise OSError(f"a process that validates has ended with status {self._process.wait()}") from None


def _put(stream: IO[bytes], value: Any) -> None:
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _get(stream: IO[bytes]) -> Any:
    length = stream.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    data = stream.read(_LENGTH.unpack(length)[0])
    return pickle.loads(data)


def serve() -> None:
    """The worker: a schema and a plan come in, then units, until the input ends."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    incoming = os.fdopen(os.dup(0), "rb", 1 << 20)
    outgoing = os.fdopen(os.dup(1), "wb", 1 << 20)
    os.dup2(2, 1)  # what code of the schema prints does not get between
    failure: BaseException | None = None
    schema = plan = None
    try:
        given = _get(incoming)
        if given is None:
            return
        schema, plan = compiled(given[0]), given[1]
    except HuzmaError as error:
        failure = error
    except Exception as error:  # importing the model may raise anything
        failure = SchemaError(f"the schema cannot be had in another process: {error}", schema="schema")
    while (unit := _get(incoming)) is not None:
        outcome: Any = failure
        if failure is None:
            try:
                outcome = look(schema, unit, plan)  # type: ignore[arg-type]
            except (HuzmaError, OSError, MemoryError) as error:
                outcome = error
        try:
            _put(outgoing, outcome)
        except (pickle.PicklingError, TypeError, AttributeError) as error:
            _put(outgoing, OSError(f"a value cannot be handed on: {error}"))
