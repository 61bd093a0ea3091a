"""Parquet, Arrow IPC and Feather: tables in columns, read and written through pyarrow (the extra `arrow`)."""

from __future__ import annotations

import contextlib
import json
import math
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO

from huzma import _core
from huzma.errors import BundleError, LimitError
from huzma.whole import replaced

FORMATS = ("parquet", "arrow", "feather")
"""The formats that are read and written here."""

KNOWN = ("title", "source", "url", "author", "published", "language", "encoding")
"""The metadata that has a column of its own in what is written."""

_MARK = b"huzma"
"""The key in the metadata of a schema that says that huzma wrote the table; its value is that of the bundle."""

_ROWS = 1024
"""How many rows are taken at a time."""

_BATCH_BYTES = 8 << 20
"""How much text makes a batch of what is written."""

Given = _core.Document | tuple[str, int | None, dict[str, Any], str]
"""A document to write: one that was read, or its id, number, metadata and text."""


class Reader:
    """The documents and findings of a table, row by row; a row group at a time is in memory.

    The text stands in the column `text_field`, `id` names the document, and the other columns are its metadata, without
    their nulls. There are no bytes to point at: a document says its row, from 1, and its column.

    Raises:
        BundleError: pyarrow is not there, the source is no such table, or has no column of this name.
    """

    def __init__(self, source: str | bytes | BinaryIO, format: str, text_field: str, limits: dict[str, int]) -> None:
        pyarrow = _pyarrow()
        self.batches: deque[Any] | None = None
        """Where each batch is put when it has been read, for one who takes it from there."""
        self._path = source if isinstance(source, str) else None
        self._limits, self._text_field = limits, text_field
        self._errors = (pyarrow.ArrowException, OSError, ValueError)
        with self._no_arrow_errors():
            self._batches, schema = _opened(pyarrow, source, format)
        marked = (schema.metadata or {}).get(_MARK)
        self._own = marked is not None
        self.metadata: dict[str, Any] = json.loads(marked) if marked else {}
        places = schema.get_all_field_indices(text_field)
        if not places:
            reason = "the table has no column of the name that text_field gives"
            raise BundleError(self._named(reason), kind="not-a-bundle", path=self._path)
        self._text = places[0]
        kind = schema.field(self._text).type
        if pyarrow.types.is_dictionary(kind):
            kind = kind.value_type
        types = pyarrow.types
        if not any(is_it(kind) for is_it in (types.is_string, types.is_large_string, types.is_string_view)):
            reason = f"the column {text_field} holds {kind}, not text"
            raise BundleError(self._named(reason), kind="not-a-bundle", path=self._path)
        self._binary = pyarrow.large_binary()
        self._plain = pyarrow.large_string()

    def __iter__(self) -> Iterator[_core.Document | _core.LocatedFinding]:
        row = delivered = total = 0
        ids: set[int] = set()
        left_out: set[str] = set()
        while True:
            with self._no_arrow_errors():
                batch = next(self._batches, None)
                if batch is None:
                    break
                if self.batches is not None:
                    self.batches.append(batch)
                column = batch.column(self._text).cast(self._plain, safe=False).cast(self._binary)
                names = batch.schema.names
                others = [
                    (name, batch.column(place), str(batch.schema.field(place).type))
                    for place, name in enumerate(names)
                    if place != self._text and name not in names[:place]
                ]
            for index in range(batch.num_rows):
                row += 1
                where = f"row-{row}"
                value = column[index]
                if not value.is_valid:
                    yield self._finding("BN072", [str(row), self._text_field], where)
                    continue
                text = value.as_buffer().to_pybytes()
                total += len(text)
                self._limit("document_bytes", len(text))
                self._limit("total_bytes", total)
                metadata: dict[str, Any] = {}
                for name, values, kind in others:
                    with self._no_arrow_errors():
                        plain, fits = _plain(values[index])
                    if not fits and name not in left_out:
                        left_out.add(name)
                        yield self._finding("BN074", [name, kind], None)
                    if plain is not None and fits:
                        metadata[name] = plain
                number = metadata.pop("number", None) if self._own else None
                if self._own:
                    metadata |= json.loads(metadata.pop("metadata", "{}"))
                given = metadata.pop("id", None)
                if given is None:
                    document_id = where
                elif isinstance(given, int) or (isinstance(given, str) and 1 <= len(given) <= 128):
                    document_id = str(given)
                else:
                    document_id = where
                    yield self._finding("BN073", [str(row), where], where)
                if hash(document_id) in ids:
                    yield self._finding("BN004", [document_id], document_id)
                if len(ids) < 1 << 20:
                    ids.add(hash(document_id))
                document = _core.cell_document(
                    text,
                    id=document_id,
                    index=delivered,
                    number=number,
                    metadata=metadata,
                    path=self._path,
                    row=row,
                    column=self._text_field,
                )
                if document is None:
                    yield self._finding("EN001", [*_first_bad(text)], document_id)
                    continue
                if not text:
                    yield self._finding("BN005", [], document_id)
                delivered += 1
                self._limit("documents", delivered)
                yield document
        if not delivered:
            yield self._finding("BN006", [], None)

    def _limit(self, limit: str, actual: int) -> None:
        allowed = self._limits[limit]
        if actual > allowed:
            reason = f"the limit {limit} is {allowed}, the actual value at least {actual}"
            raise LimitError(
                self._named(f"{reason}; raise it with huzma.Limits({limit}={actual})"),
                limit=limit,
                allowed=allowed,
                actual=actual,
                path=self._path,
            )

    def _finding(self, code: str, arguments: list[str], document_id: str | None) -> _core.LocatedFinding:
        return _core.located_finding(code, arguments, path=self._path, document_id=document_id)

    def _named(self, reason: str) -> str:
        return reason if self._path is None else f"{self._path}: {reason}"

    @contextlib.contextmanager
    def _no_arrow_errors(self) -> Iterator[None]:
        try:
            yield
        except self._errors as error:
            kind = "not-found" if isinstance(error, FileNotFoundError) else "not-a-bundle"
            raise BundleError(self._named(f"the table cannot be read: {error}"), kind=kind, path=self._path) from None


def write(
    documents: Iterable[Given], target: str | BinaryIO, format: str, text_field: str, metadata: Mapping[str, Any]
) -> None:
    """Writes documents as a table: all of them, or a path stays what it was.

    The columns are `id`, `number`, the text, one for each key in `KNOWN`, and `metadata`: all else as one JSON object.

    Raises:
        BundleError: pyarrow is not there, a document cannot be written, or the system says no.
    """
    pyarrow = _pyarrow()
    if isinstance(target, str):
        with replaced(target) as file:
            _write(pyarrow, documents, file, format, text_field, metadata)
    else:
        _write(pyarrow, documents, target, format, text_field, metadata)


def _write(
    pyarrow: Any, documents: Iterable[Given], file: BinaryIO, format: str, text_field: str, metadata: Mapping[str, Any]
) -> None:
    if text_field in ("id", "number", "metadata"):
        raise BundleError(f"the column {text_field} is taken: it cannot hold the text", kind="unsupported")
    known = [key for key in KNOWN if key != text_field]
    text = pyarrow.large_string()
    fields = [("id", text), ("number", pyarrow.int64()), (text_field, text), *((key, text) for key in known)]
    schema = pyarrow.schema([*fields, ("metadata", text)], metadata={_MARK: json.dumps(dict(metadata)).encode()})
    if format == "parquet":
        from pyarrow import parquet

        writer = parquet.ParquetWriter(file, schema, compression="zstd")
    else:
        from pyarrow import ipc

        compressed = ipc.IpcWriteOptions(compression="zstd" if format == "feather" else None)
        writer = ipc.new_file(file, schema, options=compressed)
    with writer:
        rows: list[dict[str, Any]] = []
        size = 0
        for index, given in enumerate(documents):
            row = _row(given, index, text_field, known)
            rows.append(row)
            size += len(row[text_field])
            if len(rows) >= _ROWS or size >= _BATCH_BYTES:
                writer.write_batch(pyarrow.RecordBatch.from_pylist(rows, schema))
                rows, size = [], 0
        if rows:
            writer.write_batch(pyarrow.RecordBatch.from_pylist(rows, schema))


def _row(given: Given, index: int, text_field: str, known: list[str]) -> dict[str, Any]:
    if isinstance(given, tuple):
        document_id, number, metadata, text = given
    else:
        document_id, number, metadata, text = given.id, given.number, given.metadata, given.text
    others = dict(metadata)
    row: dict[str, Any] = {"id": document_id, "number": number, text_field: text}
    for key in known:
        if isinstance(others.get(key), str):
            row[key] = others.pop(key)
    try:
        if not 1 <= len(document_id) <= 128:
            raise ValueError(f"its id has {len(document_id)} characters; 1 to 128 can be written")
        if others:
            row["metadata"] = json.dumps(others, ensure_ascii=False, allow_nan=False)
        for value in row.values():
            if isinstance(value, str):
                value.encode()
    except UnicodeEncodeError as error:
        reason = f"it has a lone surrogate at code point {error.start}, which UTF-8 cannot hold"
        raise BundleError(f"document {index} cannot be written: {reason}", kind="unwritable") from None
    except (TypeError, ValueError, RecursionError) as error:
        raise BundleError(f"document {index} cannot be written: {error}", kind="unwritable") from None
    return row


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        reason = f"Parquet, Arrow and Feather are read through pyarrow: pip install 'huzma[arrow]' ({error})"
        raise BundleError(reason, kind="unsupported") from None
    return pyarrow


def _opened(pyarrow: Any, source: str | bytes | BinaryIO, format: str) -> tuple[Iterator[Any], Any]:
    """The batches of a table, and its schema."""
    file: Any = BytesIO(source) if isinstance(source, bytes) else source
    if format == "parquet":
        from pyarrow import parquet

        table = parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
        return table.iter_batches(batch_size=_ROWS), table.schema_arrow
    from pyarrow import ipc

    # The file is mapped nowhere: one that is cut off while it is read must not end the process.
    file = pyarrow.OSFile(file) if isinstance(file, str) else pyarrow.PythonFile(file, mode="r")
    if file.seekable() and file.read(6) == b"ARROW1":
        file.seek(0)
        reader = ipc.open_file(file)
        batches = (reader.get_batch(index) for index in range(reader.num_record_batches))
    else:
        if file.seekable():
            file.seek(0)
        reader = ipc.open_stream(file)
        batches = iter(reader)
    return (part for batch in batches for part in _slices(batch)), reader.schema


def _slices(batch: Any) -> Iterator[Any]:
    for start in range(0, batch.num_rows, _ROWS):
        yield batch.slice(start, _ROWS)


def batches_of(source: Any, format: str) -> Iterator[Any]:
    """The rows of any table as record batches of some rows each, whatever its columns are called.

    Args:
        source: A path, bytes or a binary file of a format; or, for `table`, a table in memory: whatever hands out an
            Arrow stream, as tables and frames of pyarrow, polars and pandas do.
        format: One of `FORMATS`, or `table`.

    Raises:
        BundleError: pyarrow is not there, or the source is no such table.
    """
    pyarrow = _pyarrow()
    path = source if isinstance(source, str) else None
    try:
        if format == "table":
            if type(source).__module__.partition(".")[0] == "pandas":  # NaN stands for what is missing there
                source = pyarrow.Table.from_pandas(source, preserve_index=False)
            stream = pyarrow.RecordBatchReader.from_stream(source)
            yield from (part for batch in stream for part in _slices(batch))
        else:
            batches, _ = _opened(pyarrow, source, format)
            yield from batches
    except (pyarrow.ArrowException, OSError, ValueError, TypeError) as error:
        kind = "not-found" if isinstance(error, FileNotFoundError) else "not-a-bundle"
        reason = f"the table cannot be read: {error}"
        raise BundleError(reason if path is None else f"{path}: {reason}", kind=kind, path=path) from None


def writer_of(file: BinaryIO, format: str, columns: Any) -> tuple[Any, Any]:
    """A writer of record batches, and what makes one of rows.

    Args:
        file: Where it writes.
        format: One of `FORMATS`.
        columns: A schema of Arrow, or the kinds of columns by name: text, int, float, bool, date; any other is text.

    Raises:
        BundleError: pyarrow is not there.
    """
    pyarrow = _pyarrow()
    if isinstance(columns, dict):
        kinds = {
            "int": pyarrow.int64(),
            "float": pyarrow.float64(),
            "bool": pyarrow.bool_(),
            "date": pyarrow.date32(),
        }
        columns = pyarrow.schema([(name, kinds.get(kind, pyarrow.large_string())) for name, kind in columns.items()])

    def batch(rows: list[dict[str, Any]]) -> Any:
        try:
            return pyarrow.RecordBatch.from_pylist(rows, columns)
        except (pyarrow.ArrowException, OverflowError, UnicodeError) as error:
            raise BundleError(f"a record cannot be written in columns: {error}", kind="unwritable") from None

    if format == "parquet":
        from pyarrow import parquet

        return parquet.ParquetWriter(file, columns, compression="zstd"), batch
    from pyarrow import ipc

    compressed = ipc.IpcWriteOptions(compression="zstd" if format == "feather" else None)
    return ipc.new_file(file, columns, options=compressed), batch


def _plain(value: Any) -> tuple[Any, bool]:
    """A value as JSON has it, and whether there is such a one."""
    if not value.is_valid:
        return None, True
    try:
        return _json(value.as_py())
    except (UnicodeDecodeError, ValueError, OverflowError):
        return None, False


def _json(value: Any) -> tuple[Any, bool]:
    match value:
        case None | bool() | str():
            return value, True
        case int():
            return value, -(2**63) <= value < 2**64
        case float():
            return value, math.isfinite(value)
        case datetime() | date() | time():
            return value.isoformat(), True
        case Decimal():
            return str(value), True
        case list() | tuple():
            parts = [_json(part) for part in value]
            return [part for part, _ in parts], all(fits for _, fits in parts)
        case dict():
            members = {key: _json(part) for key, part in value.items()}
            fits = all(isinstance(key, str) and fits for key, (_, fits) in members.items())
            return {key: part for key, (part, _) in members.items()}, fits
    return None, False


def _first_bad(text: bytes) -> tuple[str, str]:
    """Where UTF-8 ends to be it, and the bytes there."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return str(error.start), text[error.start : error.end].hex(" ").upper()
    return "0", ""
