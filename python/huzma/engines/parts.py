"""Inputs cut into parts, and the batches of a part.

A part is the unit of scheduling, of resuming and of output. How inputs are cut follows from the inputs and the pipeline
alone, never from an engine, so output is the same whatever runs it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from huzma.documents import Bundle, Document
from huzma.engines.description import Read
from huzma.errors import BundleError, EngineError
from huzma.models import Finding, Record

_SHARDS = (
    ".huzma",
    ".zip",
    ".tar",
    ".tgz",
    ".jsonl",
    ".csv",
    ".tsv",
    ".parquet",
    ".arrow",
    ".feather",
    ".warc",
    ".wet",
)

_ROWS = 1024
_BATCH_BYTES = 8 << 20

_SCHEMA = pa.schema(
    [
        ("id", pa.large_string()),
        ("index", pa.int64()),
        ("number", pa.int64()),
        ("text", pa.large_string()),
        ("metadata", pa.large_string()),
        ("path", pa.large_string()),
        ("member", pa.large_string()),
    ]
)


class Part(Record):
    """What one task does: an input, or some row groups of it."""

    number: int
    path: str
    size: int
    """How many bytes the input has; all files of a folder together."""
    row_groups: tuple[int, int] | None = None
    """The first row group and the one behind the last, of a Parquet file."""

    @property
    def name(self) -> str:
        """The name of what is written for it, without an ending."""
        return f"part-{self.number:06}"


def plan(inputs: Iterable[str | os.PathLike[str]], read: Read) -> list[Part]:
    """The parts of inputs, in their order. A folder of shards stands for its files, sorted by name.

    Paths are made absolute: a run goes on from wherever it is started again, and workers have working directories of
    their own.

    Raises:
        BundleError: An input is not there, or is no Parquet file though its name says so.
        EngineError: There are no inputs, or one is there twice.
    """
    parts: list[Part] = []
    seen: set[str] = set()
    absolute = [os.path.abspath(given) for given in inputs]  # noqa: PTH100 (`Path` would follow links)
    for path in (shard for given in absolute for shard in _shards(os.fspath(given))):
        real = os.path.realpath(path)
        if real in seen:
            raise EngineError(f"{path}: the input is there twice", kind="refused", path=path)
        seen.add(real)
        size = _size(path)
        if read.format is None and path.lower().endswith(".parquet"):
            groups = _row_groups(path)
            for first in range(0, max(groups, 1), read.row_groups):
                of_part = (first, min(first + read.row_groups, groups))
                parts.append(Part(number=len(parts), path=path, size=size, row_groups=of_part))
        else:
            parts.append(Part(number=len(parts), path=path, size=size))
    if not parts:
        raise EngineError("there is no input", kind="refused")
    return parts


def _shards(path: str) -> list[str]:
    """The files of a folder of shards; any other input by itself."""
    folder = Path(path)
    if not folder.is_dir():
        return [path]
    files = sorted(entry for entry in folder.iterdir() if entry.is_file() and not entry.name.startswith("."))
    shards = [str(file) for file in files if _is_shard(file.name)]
    if shards and len(shards) < len(files):
        others = next(file.name for file in files if not _is_shard(file.name))
        message = f"{path}: the folder has shards and other files, such as {others}; name the shards themselves"
        raise EngineError(message, kind="refused", path=path)
    return shards or [path]


def _is_shard(name: str) -> bool:
    return name.lower().removesuffix(".gz").removesuffix(".zst").endswith(_SHARDS)


def _size(path: str) -> int:
    try:
        if Path(path).is_dir():
            return sum(entry.stat().st_size for entry in os.scandir(path) if entry.is_file())
        return Path(path).stat().st_size
    except OSError as error:
        kind = "not-found" if isinstance(error, FileNotFoundError) else "io"
        raise BundleError(f"{path}: {error.strerror}", kind=kind, path=path) from None


def _row_groups(path: str) -> int:
    from pyarrow import parquet

    try:
        return int(parquet.ParquetFile(path).metadata.num_row_groups)
    except (pa.ArrowException, OSError) as error:
        raise BundleError(f"{path}: the table cannot be read: {error}", kind="not-a-bundle", path=path) from None


def batches(part: Part, read: Read, found: Callable[[Finding], None]) -> Iterator[pa.RecordBatch]:
    """The batches of a part, and at least one. What is found in the container is handed to `found`.

    Raises:
        BundleError: The input cannot be read (on).
    """
    return _row_group_batches(part) if part.row_groups is not None else _document_batches(part, read, found)


def _row_group_batches(part: Part) -> Iterator[pa.RecordBatch]:
    from pyarrow import parquet

    assert part.row_groups is not None
    try:
        with parquet.ParquetFile(part.path, pre_buffer=False) as file:
            empty = True
            for batch in file.iter_batches(batch_size=_ROWS, row_groups=list(range(*part.row_groups))):
                empty = False
                yield batch
            if empty:
                schema = file.schema_arrow
                yield pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)
    except (pa.ArrowException, OSError) as error:
        message = f"{part.path}: the table cannot be read: {error}"
        raise BundleError(message, kind="not-a-bundle", path=part.path) from None


def _document_batches(part: Part, read: Read, found: Callable[[Finding], None]) -> Iterator[pa.RecordBatch]:
    text = read.text_field
    bundle = Bundle(part.path, encoding=read.encoding, text_field=text, format=read.format)
    names = [text if name == "text" else name for name in _SCHEMA.names]
    if len(set(names)) < len(names):
        raise EngineError(f"the column {text!r} is taken: it cannot hold the text", kind="refused")
    rows: list[tuple[Any, ...]] = []
    size, empty = 0, True
    for event in bundle.events(["ALL"]):
        if isinstance(event, Finding):
            found(event)
            continue
        rows.append(_row(event))
        size += event.size
        if len(rows) >= _ROWS or size >= _BATCH_BYTES:
            yield _batch(rows, names)
            rows, size, empty = [], 0, False
    if rows or empty:
        yield _batch(rows, names)


def _row(document: Document) -> tuple[Any, ...]:
    core = document.core
    path = None if core.path is None else core.path.encode("utf-8", "backslashreplace").decode()
    metadata = json.dumps(core.metadata, ensure_ascii=False)
    return (core.id, core.index, core.number, core.text, metadata, path, core.member)


def _batch(rows: list[tuple[Any, ...]], names: list[str]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=names)
