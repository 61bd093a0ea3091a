"""Where accepted and rejected records go: files that are there whole or not at all.

What is rejected keeps its bytes: a line with its line end, a row under the row of names, an element of an array. Beside
it lies a file of reasons, a finding a line. What is accepted keeps its bytes too where the file has the same suffix as
the source; else it is written as the schema read it, as JSON Lines or in columns.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from huzma.errors import SchemaError
from huzma.tables import FORMATS as COLUMNS
from huzma.tables import writer_of
from huzma.validation.units import BlockUnit, RowsUnit, Source, Unit
from huzma.whole import replaced

_ROWS = 4096


class Sink(Protocol):
    """What records are written to."""

    def put(self, unit: Unit, indices: Sequence[int], data: bytes, values: Sequence[Any]) -> None:
        """Takes records of a unit: their indices, their bytes if they have any, and their values."""

    def close(self) -> None:
        """Writes what is left."""


class Verbatim:
    """Records as they stand in their file."""

    def __init__(self, file: BinaryIO, source: Source) -> None:
        self._file = file
        self._source = source
        self._empty = True

    def put(self, unit: Unit, indices: Sequence[int], data: bytes, values: Sequence[Any]) -> None:
        """Takes the bytes of records."""
        if not data:
            return
        if self._empty:
            self._begin()
            if self._source.layout == "json":
                data = data[1:]  # no comma before the first
        self._empty = False
        self._file.write(data)

    def close(self) -> None:
        """Ends the file as its layout wants it."""
        if self._empty:
            self._begin()
        if self._source.layout == "json":
            self._file.write(b"]\n" if self._empty else b"\n]\n")

    def _begin(self) -> None:
        header = self._source.header
        if self._source.layout == "json":
            self._file.write(b"[")
        elif self._source.layout in ("csv", "tsv"):
            self._file.write(header if header.endswith(b"\n") else header + b"\n")


class Lines:
    """Values as JSON Lines."""

    def __init__(self, file: BinaryIO, dump: Any) -> None:
        self._file = file
        self._dump = dump

    def put(self, unit: Unit, indices: Sequence[int], data: bytes, values: Sequence[Any]) -> None:
        """Takes values."""
        for value in values:
            line = json.dumps(self._dump(value), ensure_ascii=False, separators=(",", ":"))
            self._file.write(line.encode("utf-8", "backslashreplace") + b"\n")

    def close(self) -> None:
        """Nothing is left."""


class Columns:
    """Values as a table; the columns and their types are those that the schema says.

    A text, a whole number, a number, a truth value and a day have a type of their own; what is nested is JSON in text.
    """

    def __init__(self, file: BinaryIO, format: str, schema: Any) -> None:
        properties = schema.described().get("properties", {})
        if not properties:
            raise SchemaError("a schema that names no fields cannot be written in columns", schema=repr(schema))
        self._kinds = {name: _kind(described, schema.described()) for name, described in properties.items()}
        self._dump = schema.dump
        self._writer, self._batch = writer_of(file, format, self._kinds)
        self._rows: list[dict[str, Any]] = []

    def put(self, unit: Unit, indices: Sequence[int], data: bytes, values: Sequence[Any]) -> None:
        """Takes values."""
        for value in values:
            self._rows.append(self._row(self._dump(value)))
            if len(self._rows) >= _ROWS:
                self._flush()

    def close(self) -> None:
        """Writes what is left, and the end of the file."""
        try:
            self._flush()
        finally:
            self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_batch(self._batch(self._rows))
            self._rows = []

    def _row(self, dumped: dict[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for name, kind in self._kinds.items():
            value = dumped.get(name)
            if value is not None and kind == "json":
                value = json.dumps(value, ensure_ascii=False)
            elif value is not None and kind == "date":
                value = date.fromisoformat(value)
            row[name] = value
        return row


class Slices:
    """Rows of a table in columns, with the types they came in."""

    def __init__(self, file: BinaryIO, format: str) -> None:
        self._file = file
        self._format = format
        self._writer: Any = None

    def put(self, unit: Unit, indices: Sequence[int], data: bytes, values: Sequence[Any]) -> None:
        """Takes rows."""
        if not isinstance(unit, RowsUnit) or unit.batch is None:
            return
        if self._writer is None:
            self._writer, _ = writer_of(self._file, self._format, unit.batch.schema)
        if indices:
            self._writer.write_batch(unit.batch.take(list(indices)))

    def close(self) -> None:
        """Writes the end of the file."""
        if self._writer is None:
            self._writer, _ = writer_of(self._file, self._format, {})
        self._writer.close()


class Stopped(Exception):  # noqa: N818 (no error)
    """There is nothing to write, by intention."""


class Outputs:
    """The files of one run; none has its name before all are whole.

    Args:
        accepted: The file of accepted records, or None.
        rejected: The file of rejected records, or None; the reasons lie beside it.
    """

    def __init__(self, source: Source, schema: Any, accepted: str | None, rejected: str | None) -> None:
        self._files = ExitStack()
        self._accepted: Sink | None = None
        self._rejected: Sink | None = None
        self._reasons: BinaryIO | None = None
        self.wants_values = False
        for path in (accepted, rejected):
            if path is not None and source.stored is not None and _same(path, source.stored):
                raise SchemaError(f"{path} is what is read; name another file to write", schema=path)
        try:
            if accepted is not None:
                self._accepted = self._sink(accepted, source, schema)
                self.wants_values = not isinstance(self._accepted, Verbatim | Slices)
            if rejected is not None:
                if not _keeps(rejected, source):
                    reason = "what is rejected is written as it stands: name a file of the same kind as the source"
                    if source.format == "bundle":
                        reason = "a document of a bundle is not written as it stands; findings name it by its number"
                    raise SchemaError(f"{rejected}: {reason}", schema=rejected)
                self._rejected = self._sink(rejected, source, schema)
                self._reasons = self._files.enter_context(replaced(reasons_path(rejected)))
        except BaseException as error:
            self.close(error)
            raise

    def put(self, unit: Unit, rejected: Sequence[int], kept: Sequence[int], values: Sequence[Any]) -> None:
        """Takes the records of a unit."""
        if self._accepted is None and self._rejected is None:
            return
        left = kept_bytes = b""
        if isinstance(unit, BlockUnit):
            kept_bytes, left = (
                unit.block.split(list(rejected)) if unit.block.part == "whole" else (b"", unit.block.long_part())
            )
        if self._accepted is not None:
            self._accepted.put(unit, kept, kept_bytes, values)
        if self._rejected is not None:
            self._rejected.put(unit, rejected, left, ())

    @property
    def wants_reasons(self) -> bool:
        """Whether findings about rejected records are written anywhere."""
        return self._reasons is not None

    def reason(self, line: bytes) -> None:
        """Takes a finding about a record that is rejected."""
        if self._reasons is not None:
            self._reasons.write(line + b"\n")

    def close(self, error: BaseException | None) -> None:
        """Gives the files their names; after an error, removes them."""
        for sink in (self._accepted, self._rejected):
            try:
                if sink is not None:
                    sink.close()
            except Exception as failure:
                error = error or failure
        if error is None:
            self._files.close()
            return
        try:
            self._files.__exit__(type(error), error, None)
        except BaseException as raised:
            if raised is not error:
                raise
        if not isinstance(error, Stopped):
            raise error

    def _sink(self, path: str, source: Source, schema: Any) -> Sink:
        format = _format(path)
        if format == source.layout:
            return Verbatim(self._open(path), source)
        if format in COLUMNS:
            if _keeps(path, source):
                return Slices(self._open(path), format)
            return Columns(self._open(path), format, schema)
        if format == "jsonl":
            return Lines(self._open(path), schema.dump)
        known = sorted({"jsonl", "parquet", "arrow", "feather", *([source.layout] if source.layout else [])})
        reason = f"records are written to files that end in {', '.join('.' + each for each in known)}"
        raise SchemaError(f"{path}: {reason}", schema=path)

    def _open(self, path: str) -> BinaryIO:
        return self._files.enter_context(replaced(path))


def _format(path: str) -> str:
    suffix = Path(path).suffix.lower().lstrip(".")
    return {"ndjson": "jsonl", "ipc": "arrow", "arrows": "arrow"}.get(suffix, suffix)


def _keeps(path: str, source: Source) -> bool:
    """Whether a file of this name holds records of the source as they stand."""
    if source.layout is not None:
        return _format(path) == source.layout
    return _format(path) in COLUMNS and source.format != "bundle"


def reasons_path(rejected: str) -> str:
    """Where the reasons lie: `rejects.csv` has `rejects.reasons.jsonl`."""
    path = Path(rejected)
    return str(path.with_name(f"{path.stem}.reasons.jsonl"))


def _same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _kind(described: Any, root: dict[str, Any]) -> str:
    """The type of a column: text, int, float, bool, date or json."""
    for _ in range(8):
        if "$ref" in described:
            described = root.get("$defs", {}).get(described["$ref"].rpartition("/")[2], {})
        elif isinstance(described.get("anyOf"), list):
            others = [each for each in described["anyOf"] if each.get("type") != "null"]
            if len(others) != 1:
                return "json"
            described = others[0]
        else:
            break
    kind = described.get("type")
    if isinstance(kind, list):
        kinds = [each for each in kind if each != "null"]
        kind = kinds[0] if len(kinds) == 1 else None
    if kind == "string":
        return "date" if described.get("format") == "date" else "text"
    return {"integer": "int", "number": "float", "boolean": "bool"}.get(str(kind), "json")
