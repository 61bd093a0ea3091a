"""Polars: `import huzma.polars` gives expressions and series the namespace `huzma`, and `scan_bundle` reads bundles.

```python
import polars as pl
import huzma.polars

frame.with_columns(pl.col("text").huzma.normalize("search"))
huzma.scan_bundle("articles.huzma").filter(pl.col("text").huzma.check().list.len() == 0).collect()
```
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from huzma import arrow
from huzma.checking import Select, selection
from huzma.documents import Bundle, Document, Source
from huzma.extracting import Anchor, Gazetteer
from huzma.models import Limits
from huzma.normalizing import compiled

if TYPE_CHECKING:
    from huzma.models import Language

__all__ = ["Columns", "Expressions", "scan_bundle"]

_Mode = Literal["default", "uax29"]


@pl.api.register_series_namespace("huzma")
class Columns:
    """The functions of `huzma.arrow` on a series of strings; arguments and results as there."""

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    def normalize(self, profile: arrow.AnyProfile = "search") -> pl.Series:
        """As `huzma.arrow.normalize`."""
        return _series(arrow.normalize(self._series, profile))

    def fingerprint(self, profile: arrow.AnyProfile = "search") -> pl.Series:
        """As `huzma.arrow.fingerprint`; a series of bytes."""
        return _series(arrow.fingerprint(self._series, profile))

    def fix(self, unsafe: bool = False, select: Select = None, ignore: Iterable[str] | None = None) -> pl.Series:
        """As `huzma.arrow.fix`."""
        return _series(arrow.fix(self._series, unsafe, select, ignore))

    def tokenize(self, mode: _Mode = "default", *, spans: bool = False, spaces: bool = False) -> pl.Series:
        """As `huzma.arrow.tokenize`."""
        return _series(arrow.tokenize(self._series, mode, spans=spans, spaces=spaces))

    def sentences(self, mode: _Mode = "default", *, spans: bool = False) -> pl.Series:
        """As `huzma.arrow.sentences`."""
        return _series(arrow.sentences(self._series, mode, spans=spans))

    def check(
        self, select: Select = None, ignore: Iterable[str] | None = None, *, language: Language = "en"
    ) -> pl.Series:
        """As `huzma.arrow.check`."""
        return _series(arrow.check(self._series, select, ignore, language=language))

    def extract(
        self,
        anchor: Anchor = None,
        *,
        month_first: bool = False,
        colloquial: bool = False,
        gazetteer: Gazetteer | None = None,
    ) -> pl.Series:
        """As `huzma.arrow.extract`."""
        options: dict[str, Any] = {"month_first": month_first, "colloquial": colloquial, "gazetteer": gazetteer}
        return _series(arrow.extract(self._series, anchor, **options))


@pl.api.register_expr_namespace("huzma")
class Expressions:
    """The functions of `huzma.arrow` on an expression of strings; arguments and results as there.

    They work row by row, so they run in every engine of polars, streaming too. What is wrong with an argument is raised
    when the expression is made.
    """

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def normalize(self, profile: arrow.AnyProfile = "search") -> pl.Expr:
        """As `huzma.arrow.normalize`."""
        normalizer = compiled(profile)
        return self._mapped(lambda column: arrow.normalize(column, normalizer))

    def fingerprint(self, profile: arrow.AnyProfile = "search") -> pl.Expr:
        """As `huzma.arrow.fingerprint`; bytes."""
        normalizer = compiled(profile)
        return self._mapped(lambda column: arrow.fingerprint(column, normalizer))

    def fix(self, unsafe: bool = False, select: Select = None, ignore: Iterable[str] | None = None) -> pl.Expr:
        """As `huzma.arrow.fix`."""
        selected = selection(select, ignore)
        return self._mapped(lambda column: arrow.fix(column, unsafe, selected))

    def tokenize(self, mode: _Mode = "default", *, spans: bool = False, spaces: bool = False) -> pl.Expr:
        """As `huzma.arrow.tokenize`."""
        return self._mapped(lambda column: arrow.tokenize(column, mode, spans=spans, spaces=spaces))

    def sentences(self, mode: _Mode = "default", *, spans: bool = False) -> pl.Expr:
        """As `huzma.arrow.sentences`."""
        return self._mapped(lambda column: arrow.sentences(column, mode, spans=spans))

    def check(
        self, select: Select = None, ignore: Iterable[str] | None = None, *, language: Language = "en"
    ) -> pl.Expr:
        """As `huzma.arrow.check`."""
        selected = selection(select, ignore)
        return self._mapped(lambda column: arrow.check(column, selected, language=language))

    def extract(
        self,
        anchor: Anchor = None,
        *,
        month_first: bool = False,
        colloquial: bool = False,
        gazetteer: Gazetteer | None = None,
    ) -> pl.Expr:
        """As `huzma.arrow.extract`."""
        options: dict[str, Any] = {"month_first": month_first, "colloquial": colloquial, "gazetteer": gazetteer}
        return self._mapped(lambda column: arrow.extract(column, anchor, **options))

    def _mapped(self, function: Callable[[pl.Series], Any]) -> pl.Expr:
        def mapped(column: pl.Series) -> pl.Series:
            return _series(function(column))

        kind = mapped(pl.Series(dtype=pl.String)).dtype  # the type does not depend on the rows
        return self._expression.map_batches(mapped, return_dtype=kind, is_elementwise=True)


def _series(made: Any) -> pl.Series:
    """What was made, where the column was a series."""
    assert isinstance(made, pl.Series)
    return made


_SCHEMA = {
    "id": pl.String,
    "index": pl.Int64,
    "number": pl.Int64,
    "text": pl.String,
    "metadata": pl.String,
    "path": pl.String,
    "member": pl.String,
}

_CELLS: Mapping[str, Callable[[Document], Any]] = {
    "id": lambda document: document.id,
    "index": lambda document: document.index,
    "number": lambda document: document.number,
    "text": lambda document: document.text,
    "metadata": lambda document: json.dumps(document.metadata, ensure_ascii=False),
    "path": lambda document: _utf8(document.core.path),
    "member": lambda document: document.core.member,
}

_ROWS = 4096
_BATCH_BYTES = 16 << 20


def scan_bundle(
    source: Source,
    encoding: str = "utf-8",
    limits: Limits | None = None,
    text_field: str = "text",
    format: str | None = None,
) -> pl.LazyFrame:
    """Reads a bundle as a lazy frame, a row a document: `id`, `index`, `number`, `text`, `metadata`, `path`, `member`.

    `metadata` is the document's as a JSON object. Only the columns that are asked for are made (a text becomes a string
    only then), reading stops after as many rows as are asked for, and predicates are applied batch by batch. What is
    found in the container is not in the frame: `huzma.read(...).findings` tells it. The frame can be collected more
    than once, that of a file object only once. Arguments are those of `huzma.read`.

    Raises:
        BundleError: The source cannot be opened; what cannot be read later is raised when the frame is collected.
    """
    bundle = Bundle(source, encoding=encoding, limits=limits, text_field=text_field, format=format)

    def batches(
        with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        columns = list(_SCHEMA) if with_columns is None else with_columns
        schema = {name: _SCHEMA[name] for name in columns}
        rows = min(batch_size or _ROWS, _ROWS)
        for documents in _batches(bundle, rows, n_rows):
            # A frame without columns still has rows: they are counted by one that goes again.
            cells = {name: [_CELLS[name](document) for document in documents] for name in columns or ["index"]}
            frame = pl.DataFrame(cells, schema or {"index": pl.Int64})
            yield (frame if predicate is None else frame.filter(predicate)) if columns else frame.select()

    return pl.io.plugins.register_io_source(batches, schema=_SCHEMA, is_pure=True)


def _batches(bundle: Bundle, rows: int, most: int | None) -> Iterator[list[Document]]:
    """The first documents, so many of them at a time, or fewer where they are long."""
    if most == 0:
        return
    documents: list[Document] = []
    size = 0
    for delivered, document in enumerate(bundle, 1):
        documents.append(document)
        size += document.size
        if delivered == most:
            break
        if len(documents) >= rows or size >= _BATCH_BYTES:
            yield documents
            documents, size = [], 0
    if documents:
        yield documents


def _utf8(path: str | None) -> str | None:
    """A path with what is not UTF-8 in it as escapes."""
    return None if path is None else path.encode("utf-8", "backslashreplace").decode()
