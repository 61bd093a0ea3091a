"""Hugging Face `datasets`: a mapper over batches in the format of Arrow.

```python
from huzma.datasets import mapper

articles = articles.with_format("arrow").map(mapper(huzma.arrow.normalize, into="normalized"), batched=True)
```
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from huzma.errors import ColumnError

__all__ = ["mapper"]


def mapper(
    function: Callable[..., Any], column: str = "text", *, into: str | None = None, **options: Any
) -> Callable[[Any], Any]:
    """A function for `Dataset.map` and `IterableDataset.map` with `batched=True`, of a dataset `with_format("arrow")`.

    It can be pickled where its options can, so `num_proc` and the cache of `datasets` work.

    Args:
        function: One of `huzma.arrow`.
        column: The column of text.
        into: The column of the result; None for that of the text itself.
        options: Passed on to the function. `threads` is 1 unless it is given, since `num_proc` shares out the cores.

    Returns:
        A function from `pyarrow.Table` to `pyarrow.Table`; it raises `ColumnError` where there is no such column.
    """
    return partial(_map, function=partial(function, **{"threads": 1, **options}), column=column, into=into or column)


def _map(table: Any, *, function: Callable[[Any], Any], column: str, into: str) -> Any:
    names = getattr(table, "column_names", None)
    if names is None:
        message = 'batches are no tables of Arrow: call with_format("arrow") on the dataset first'
        raise ColumnError(message, kind="type")
    if column not in names:
        raise ColumnError(f"there is no column {column!r}; there are {', '.join(names)}", kind="type")
    made = function(table.column(column))
    return table.set_column(names.index(into), into, made) if into in names else table.append_column(into, made)
