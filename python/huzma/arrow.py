"""Columns of text in, columns out, through the Arrow PyCapsule interface; pyarrow is not needed.

Every function takes what exports an Arrow array or stream (`__arrow_c_array__`, `__arrow_c_stream__`): columns of
pyarrow, polars, pandas, nanoarrow, arro3, daft and others. The column is Utf8, LargeUtf8, Utf8View or a dictionary of
these, with nulls, slices and chunks as they come. Nulls stay null.

What comes out is of the library that the column came from, where huzma knows it; else it is an `Array` for an array and
`Chunks` for a stream, which any of them takes. Strings are Utf8 where Utf8 came in, else LargeUtf8, and never views:
several engines cannot take those. Offsets are code points of the row, as everywhere in huzma.

The interpreter is released for the work, and a column of more than a megabyte (64 kB where a row takes longer) is
worked on by all cores. Where an engine shares out the cores itself, say `threads=1`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from huzma import _core
from huzma._core import ArrowArray as Array
from huzma._core import ArrowChunks as Chunks
from huzma.checking import Select, selection
from huzma.extracting import Anchor, Gazetteer, extraction_options
from huzma.normalizing import compiled

if TYPE_CHECKING:
    from huzma.models import Language, Profile

__all__ = [
    "Array",
    "Chunks",
    "Column",
    "check",
    "extract",
    "fingerprint",
    "fix",
    "normalize",
    "sentences",
    "tokenize",
]


class ExportsArray(Protocol):
    """What exports an Arrow array."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[object, object]:
        """The type and the array, as PyCapsules."""


class ExportsStream(Protocol):
    """What exports a stream of Arrow arrays."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> object:
        """The arrays, as a PyCapsule."""


Column: TypeAlias = ExportsArray | ExportsStream
"""A column of text."""

AnyProfile: TypeAlias = "str | Profile | Mapping[str, Any] | _core.Normalizer"


def normalize(column: Column, profile: AnyProfile = "search", *, threads: int | None = None) -> Any:
    """Normalises every row, as `huzma.normalize` does.

    Args:
        column: A column of text.
        profile: The name of a built-in profile, a `Profile`, a mapping `{"steps": [...]}`, or a `Normalizer`.
        threads: How many threads work at most; None for as many as there are cores.

    Returns:
        A column of text.

    Raises:
        TypeError: The object exports no Arrow data.
        ColumnError: The column is not text, or breaks what its type promises.
        ProfileError: The profile is unknown, has an unknown step or contradicts itself.
    """
    return _like(column, _core.normalize_column(column, compiled(profile), _threads(threads)))


def fingerprint(column: Column, profile: AnyProfile = "search", *, threads: int | None = None) -> Any:
    """The fingerprint of every row, as `huzma.fingerprint`: equal for texts that the profile makes equal.

    Arguments and errors as for `normalize`.

    Returns:
        A column of fixed_size_binary[16].
    """
    return _like(column, _core.fingerprint_column(column, compiled(profile), _threads(threads)))


def fix(
    column: Column,
    unsafe: bool = False,
    select: Select = None,
    ignore: Iterable[str] | None = None,
    *,
    threads: int | None = None,
) -> Any:
    """Applies the safe fixes to every row, as `huzma.fix` does; arguments as there.

    Returns:
        A column of text.

    Raises:
        TypeError: The object exports no Arrow data.
        ColumnError: The column is not text, or breaks what its type promises.
        SelectorError: A selector names nothing.
    """
    selected = selection(select, ignore)
    return _like(column, _core.fix_column(column, selected, unsafe=unsafe, threads=_threads(threads)))


def tokenize(
    column: Column,
    mode: Literal["default", "uax29"] = "default",
    *,
    spans: bool = False,
    spaces: bool = False,
    threads: int | None = None,
) -> Any:
    """Cuts every row into tokens, as `huzma.tokenize` does.

    Args:
        column: A column of text.
        mode: Whose boundaries are used.
        spans: Whether to tell where tokens are instead of what they say.
        spaces: Whether white space is a token.
        threads: How many threads work at most; None for as many as there are cores.

    Returns:
        A column of list<string>; with `spans`, of list<struct<start: int32, end: int32, kind: string>>.

    Raises:
        TypeError: The object exports no Arrow data.
        ColumnError: The column is not text, or breaks what its type promises.
        LimitError: A row is longer than offsets of 32 bits allow.
    """
    made = _core.token_column(column, uax29=_is_uax29(mode), texts=not spans, spaces=spaces, threads=_threads(threads))
    return _like(column, made)


def sentences(
    column: Column,
    mode: Literal["default", "uax29"] = "default",
    *,
    spans: bool = False,
    threads: int | None = None,
) -> Any:
    """Cuts every row into sentences, as `huzma.sentences` does. Arguments and errors as for `tokenize`.

    Returns:
        A column of list<string>, without the white space at the ends of sentences; with `spans`, of
        list<struct<start: int32, end: int32>>, which tile the row.
    """
    made = _core.sentence_column(column, uax29=_is_uax29(mode), texts=not spans, threads=_threads(threads))
    return _like(column, made)


def check(
    column: Column,
    select: Select = None,
    ignore: Iterable[str] | None = None,
    *,
    language: Language = "en",
    threads: int | None = None,
) -> Any:
    """Checks every row as a text in memory, as `huzma.check` does; arguments as there.

    Returns:
        A column of list<struct>, a struct for each finding: `code`, `name`, `severity`, `message`, `start`, `end`,
        `line`, `column`, `text`, and `fix`, which is null or a struct of `edits` (start, end, replacement) and `safe`.

    Raises:
        TypeError: The object exports no Arrow data.
        ColumnError: The column is not text, or breaks what its type promises.
        SelectorError: A selector names nothing.
        LimitError: A row is longer than offsets of 32 bits allow.
    """
    made = _core.finding_column(column, selection(select, ignore), language, threads=_threads(threads))
    return _like(column, made)


def extract(
    column: Column,
    anchor: Anchor = None,
    *,
    month_first: bool = False,
    colloquial: bool = False,
    gazetteer: Gazetteer | None = None,
    threads: int | None = None,
) -> Any:
    """Extracts typed values from every row, as `huzma.extract` does; arguments as there.

    Returns:
        A column of struct: `dates`, `durations`, `numbers`, `quantities`, `quotations`, `statements`, `signatures` and
        `names`, each a list of structs with the fields of the model of that name. Numbers are exact, so they are
        strings; `ratio` is a struct of `numerator` and `denominator`.

    Raises:
        TypeError: The object exports no Arrow data, or the anchor is no date.
        ColumnError: The column is not text, or breaks what its type promises.
        LimitError: A row is longer than offsets of 32 bits allow.
    """
    options = extraction_options(anchor, month_first=month_first, colloquial=colloquial, gazetteer=gazetteer)
    return _like(column, _core.extraction_column(column, options, threads=_threads(threads)))


def _threads(threads: int | None) -> int | None:
    if threads is not None and threads < 1:
        raise ValueError(f"threads is 1 or more, or None for as many as there are cores, not {threads}")
    return threads


def _is_uax29(mode: str) -> bool:
    if mode not in ("default", "uax29"):
        raise ValueError(f'mode is "default" or "uax29", not {mode!r}')
    return mode == "uax29"


def _like(column: object, made: Array | Chunks) -> Any:
    """What was made, as a column of the library that the column came from.

    That library has been imported, since there is an object of it; of what it cannot hold, it gets no copy.
    """
    kind = type(column)
    library = sys.modules.get(kind.__module__.partition(".")[0])
    match kind.__module__.partition(".")[0], kind.__name__:
        case "pyarrow", _ if isinstance(made, Array):
            return library.array(made)  # type: ignore[union-attr]
        case "pyarrow", _:
            return library.chunked_array(made)  # type: ignore[union-attr]
        case "polars", "Series":
            return library.Series(made).rename(column.name)  # type: ignore[union-attr, attr-defined]
        case "pandas", "Series":
            return _pandas(library, column, made)
        case "nanoarrow", "Array":
            return library.Array(made)  # type: ignore[union-attr]
        case "arro3", "Array":
            return kind.from_arrow(made)  # type: ignore[attr-defined]
        case "arro3", "ChunkedArray":
            return kind.from_arrow(made)  # type: ignore[attr-defined]
        case _:
            return made


def _pandas(pandas: Any, column: Any, made: Array | Chunks) -> Any:
    series = pandas.Series.from_arrow(made)
    series.index = column.index
    series.name = column.name
    return series
