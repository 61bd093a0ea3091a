"""What is validated at a time: a block of a file, some rows of a table, some documents."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from huzma import _core
from huzma.articles import to_article
from huzma.checking import LocatedRows
from huzma.documents import Bundle, Document
from huzma.errors import BundleError
from huzma.models import Finding, Limits
from huzma.tables import FORMATS as COLUMNS
from huzma.tables import batches_of
from huzma.validation.members import Member

LAYOUTS = ("jsonl", "json", "csv", "tsv")
"""How records stand in a file of text."""

_SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".ipc": "arrow",
    ".feather": "feather",
}

_DOCUMENTS = 256
_DOCUMENT_BYTES = 4 << 20


class Columns(NamedTuple):
    """The columns of a table of text: their names, and where the names stand in the file."""

    names: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


class BlockUnit(NamedTuple):
    """Records as they stand in a file; `columns` are those of a table."""

    block: _core.RecordBlock
    columns: tuple[str, ...]
    checked: Any = None
    """What `block.check` gives, where that has been called already."""

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return self.block.size


class RowsUnit(NamedTuple):
    """Records that are values already: `first` is the number of the first one.

    `places` are the bytes of the texts of documents, where they have any, under the name of the text. `batch` has the
    rows as the table has them.
    """

    rows: Sequence[Mapping[str, Any]]
    first: int
    size: int
    places: Sequence[tuple[int, int] | None] = ()
    text_field: str = "text"
    batch: Any = None


Unit = BlockUnit | RowsUnit


class Source:
    """A source of records, read as units; what is wrong round the records comes as findings among them."""

    def __init__(
        self, given: Any, *, format: str | None, limits: Limits | None, text_field: str, articles: bool = False
    ) -> None:
        if isinstance(given, str | os.PathLike):
            given = os.fsdecode(given)
        self.member = Member.of(given) if isinstance(given, str) else None
        """The file of an archive that it is, if it is one."""
        if self.member is not None and (path := self.member.in_folder()) is not None:
            given, self.member = path, None
        self.given = bytes(given) if isinstance(given, bytearray) else given
        self.limits = limits
        self.articles = articles
        self.text_field = text_field
        self.path = given if isinstance(given, str) else None
        self.format = _format_of(given, format)
        self.columns: Columns | None = None
        self.header = b""
        """What stands before the records of a file: a byte order mark, the row of names."""
        self._once = hasattr(given, "read")
        self._read = False

    @property
    def layout(self) -> str | None:
        """How records stand in the file; None where they are not in a file of text."""
        return self.format if self.format in LAYOUTS else None

    def blocks(self, reader: _core.RecordReader) -> Iterator[Unit | Finding | LocatedRows]:
        """The records that a reader reads, which somebody else has opened; the source has to be a file of text."""
        assert self.layout is not None
        return self._blocks(self.layout, reader)

    @property
    def stored(self) -> str | None:
        """The file on the disk that is read, None where there is none."""
        return self.path if self.member is None else self.member.bundle

    def batch(self, batch: Any, first: int) -> RowsUnit:
        """Rows of a table as records; `first` is the number of the first one."""
        return RowsUnit(batch.to_pylist(), first, batch.nbytes, batch=batch)

    def documents(self, documents: Sequence[Document], first: int) -> RowsUnit:
        """Documents as records; `first` is the number of the first one."""
        return self._of(documents, first, sum(document.size for document in documents))

    def units(self) -> Iterator[Unit | Finding | LocatedRows]:
        """The records from the first on.

        Raises:
            BundleError: The source cannot be read.
        """
        if self._once and self._read:
            reason = "a file object can be read once; read it into bytes, or give a path, to read it again"
            raise BundleError(reason, kind="unsupported")
        self._read = True
        if self.layout is not None:
            limits = None if self.limits is None else self.limits.model_dump()
            return self._blocks(self.layout, _core.RecordReader(self._opened(), self.layout, limits=limits))
        if self.format == "bundle":
            if self.member is not None:
                known = ", ".join(sorted(_SUFFIXES))
                raise BundleError(
                    f"{self.member}: a file of records in an archive ends in one of {known}, or say its format",
                    kind="unsupported",
                    path=self.path,
                )
            return self._documents()
        return self._rows()

    def _opened(self) -> Any:
        """What is read: a path, bytes, an open file, or a table."""
        return self.given if self.member is None else self.member.open()

    def _blocks(self, layout: str, reader: _core.RecordReader) -> Iterator[Unit | Finding | LocatedRows]:
        names: tuple[str, ...] = ()
        begun = False
        for block in reader:
            if not begun:
                begun = True
                yield from self._begin(reader.header, layout)
                names = self.columns.names if self.columns else ()
            yield BlockUnit(block, names)
        if not begun:
            yield from self._begin(reader.header, layout)

    def _begin(self, header: bytes, layout: str) -> Iterator[LocatedRows]:
        self.header = header
        if header.startswith(b"\xef\xbb\xbf"):
            yield LocatedRows([_core.located_finding("EN002", [], path=self.path, byte_start=0, byte_end=3)])
        if layout not in ("csv", "tsv"):
            return
        named = _core.column_names(header, layout)
        if named is None or header.removeprefix(b"\xef\xbb\xbf") == b"":
            reason = "the names of the columns are not in UTF-8" if named is None else "the table has no row of names"
            raise BundleError(
                reason if self.path is None else f"{self.path}: {reason}", kind="not-a-bundle", path=self.path
            )
        self.columns = Columns(tuple(name for name, _, _ in named), tuple((start, end) for _, start, end in named))
        for index, (name, start, end) in enumerate(named):
            if name in self.columns.names[:index]:
                yield LocatedRows(
                    [_core.located_finding("BN035", [name], path=self.path, byte_start=start, byte_end=end)]
                )

    def _rows(self) -> Iterator[Unit]:
        first = 1
        for batch in batches_of(self._opened(), self.format):
            yield (unit := self.batch(batch, first))
            first += len(unit.rows)

    def _documents(self) -> Iterator[Unit | Finding | LocatedRows]:
        given = self.given
        bundle = given if isinstance(given, Bundle) else Bundle(given, limits=self.limits, text_field=self.text_field)
        pending: list[Document] = []
        size, first = 0, 1
        for event in bundle.events():
            if isinstance(event, Finding):
                yield event
                continue
            pending.append(event)
            size += event.size
            if len(pending) == _DOCUMENTS or size >= _DOCUMENT_BYTES:
                yield self._of(pending, first, size)
                first += len(pending)
                pending, size = [], 0
        if pending:
            yield self._of(pending, first, size)

    def _of(self, documents: Iterable[Document], first: int, size: int) -> RowsUnit:
        documents = list(documents)
        if self.articles:
            return RowsUnit([to_article(document).__dict__ for document in documents], first, size)
        rows = []
        places: list[tuple[int, int] | None] = []
        for document in documents:
            row: dict[str, Any] = {"id": document.id, self.text_field: document.text}
            if document.number is not None:
                row["number"] = document.number
            rows.append({**document.metadata, **row})
            origin = document.origin
            start, end = origin.byte_start, origin.byte_end
            places.append(None if start is None or end is None else (start, end))
        return RowsUnit(rows, first, size, places, self.text_field)


def _format_of(given: Any, format: str | None) -> str:
    """How the records are stored: a layout, a format in columns, `table` in memory, or `bundle`."""
    if format is not None:
        if format not in (*LAYOUTS, *COLUMNS, "bundle"):
            known = ", ".join((*LAYOUTS, *COLUMNS, "bundle"))
            raise ValueError(f"records are in one of the formats {known}, not {format!r}")
        return format
    if isinstance(given, Bundle):
        return "bundle"
    if isinstance(given, str | os.PathLike):
        name = os.fsdecode(given)
        if os.path.isdir(name):  # noqa: PTH112 (a name that no Path may hold)
            return "bundle"
        for ending in (".gz", ".zst"):
            name = name.removesuffix(ending)
        return _SUFFIXES.get(Path(name).suffix.lower(), "bundle")
    if isinstance(given, bytes | bytearray) or hasattr(given, "read"):
        return "jsonl"
    if hasattr(given, "__arrow_c_stream__") or hasattr(given, "to_dict") or hasattr(given, "__dataframe__"):
        return "table"
    raise TypeError(
        f"records are in a path, bytes, a binary file, a Bundle or a table, not in a {type(given).__name__}"
    )
