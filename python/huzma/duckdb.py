"""DuckDB: the functions of huzma in SQL.

```python
import duckdb
import huzma.duckdb

con = duckdb.connect()
huzma.duckdb.register(con)
con.sql("SELECT huzma_normalize(text, 'search') FROM articles WHERE len(huzma_check(text)) = 0")
```

DuckDB calls its functions with 2048 rows at a time in one thread. Where a whole table is worked on, reading it as a
stream of record batches and giving `huzma.arrow` their columns is faster; docs/guides/scale.md shows how.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from huzma import arrow
from huzma.normalizing import compiled

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["FUNCTIONS", "register"]


def _profiled(function: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    """A function of texts and the names of profiles, which are most often one name for all rows."""

    def of_columns(texts: Any, profiles: Any) -> Any:
        names = profiles.unique().to_pylist()
        if len(names) == 1:
            return function(texts, compiled(names[0]), threads=1).combine_chunks()
        texts, profiles = texts.combine_chunks(), profiles.combine_chunks()
        rows = [function(texts.slice(row, 1), name.as_py(), threads=1) for row, name in enumerate(profiles)]
        return pa.concat_arrays(rows)

    return of_columns


def _plain(function: Callable[..., Any]) -> Callable[[Any], Any]:
    """A function of texts; DuckDB wants an array in one piece where there are structs in it."""
    return lambda texts: function(texts, threads=1).combine_chunks()


FUNCTIONS: dict[str, tuple[int, Callable[..., Any]]] = {
    "huzma_normalize": (2, _profiled(arrow.normalize)),
    "huzma_fingerprint": (2, _profiled(arrow.fingerprint)),
    "huzma_fix": (1, _plain(arrow.fix)),
    "huzma_tokenize": (1, _plain(arrow.tokenize)),
    "huzma_sentences": (1, _plain(arrow.sentences)),
    "huzma_check": (1, _plain(arrow.check)),
    "huzma_extract": (1, _plain(arrow.extract)),
}
"""The functions by name: how many arguments they take, and what they do. The second argument names a profile."""


def register(con: DuckDBPyConnection) -> None:
    """Makes the functions known to a connection, in place of what it had of these names.

    `huzma_normalize(text, profile)`, `huzma_fingerprint(text, profile)`, `huzma_fix(text)`, `huzma_tokenize(text)`,
    `huzma_sentences(text)`, `huzma_check(text)`, `huzma_extract(text)`; NULL gives NULL. They are those of
    `huzma.arrow` with their defaults, and so are the types of what they give.

    Raises:
        duckdb.Error: The connection is closed.
    """
    import duckdb

    for name, (arguments, function) in FUNCTIONS.items():
        with contextlib.suppress(duckdb.InvalidInputException):  # it had none
            con.remove_function(name)
        sample = (pa.chunked_array([[""]], pa.string()), pa.chunked_array([["search"]], pa.string()))
        kind = con.type(_sql(function(*sample[:arguments]).type))
        varchar = con.type("VARCHAR")
        con.create_function(name, function, [varchar] * arguments, kind, type="arrow")


def _sql(kind: Any) -> str:
    """A type of Arrow in SQL."""
    types = pa.types
    if types.is_struct(kind):
        fields = [f'"{field.name}" {_sql(field.type)}' for field in kind]
        return f"STRUCT({', '.join(fields)})"
    if types.is_list(kind):
        return f"{_sql(kind.value_type)}[]"
    if types.is_boolean(kind):
        return "BOOLEAN"
    if types.is_int32(kind):
        return "INTEGER"
    if types.is_int64(kind):
        return "BIGINT"
    return "BLOB" if types.is_fixed_size_binary(kind) else "VARCHAR"
