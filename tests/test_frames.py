"""Columns of other libraries: what is of a library goes out as one of it."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

import huzma
import huzma.arrow
from columns import LOOPS, expected, some_texts
from huzma.datasets import mapper

VALUES = some_texts(60)
NAMES = [name for name in LOOPS if "-" not in name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["str", "string[pyarrow]"])
def test_a_series_of_pandas(name: str, kind: str) -> None:
    pd = pytest.importorskip("pandas", reason="pandas is not installed")
    dtype = pd.ArrowDtype(pa.string()) if kind != "str" else kind
    series = pd.Series(VALUES, index=range(7, 67), name="text", dtype=dtype)
    made = getattr(huzma.arrow, name)(series)
    assert isinstance(made, pd.Series)
    assert (made.name, list(made.index)) == ("text", list(range(7, 67)))
    back = pa.chunked_array(getattr(huzma.arrow, name)(pa.chunked_array(series)))
    assert back.to_pylist() == expected(name, VALUES)
    if name == "normalize":
        assert [None if pd.isna(value) else value for value in made] == expected(name, VALUES)


@pytest.mark.parametrize("name", NAMES)
def test_an_array_of_nanoarrow(name: str) -> None:
    na = pytest.importorskip("nanoarrow", reason="nanoarrow is not installed")
    made = getattr(huzma.arrow, name)(na.Array(VALUES, na.string()))
    assert isinstance(made, na.Array)
    assert pa.array(made).to_pylist() == expected(name, VALUES)


def test_a_dataset_is_mapped(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    datasets = pytest.importorskip("datasets", reason="datasets is not installed")
    given = datasets.Dataset.from_dict({"text": VALUES}).with_format("arrow")
    mapped = given.map(mapper(huzma.arrow.normalize, into="normalized"), batched=True, batch_size=7)
    assert mapped.with_format(None)["normalized"][:] == expected("normalize", VALUES)
    assert mapped.with_format(None)["text"][:] == VALUES
    streamed = given.to_iterable_dataset().with_format("arrow").map(mapper(huzma.arrow.tokenize), batched=True)
    assert [row for table in streamed.iter(16) for row in table["text"].to_pylist()] == expected("tokenize", VALUES)


def test_a_mapper_maps_tables() -> None:
    table = pa.table({"id": [1, 2], "body": ["قَالَ", None]})
    made = mapper(huzma.arrow.normalize, "body", profile="search")(table)
    assert made.to_pydict() == {"id": [1, 2], "body": ["قال", None]}
    with pytest.raises(huzma.ColumnError, match="there are id, body"):
        mapper(huzma.arrow.normalize)(table)
    with pytest.raises(huzma.ColumnError, match="with_format"):
        mapper(huzma.arrow.normalize)({"text": ["نص"]})
