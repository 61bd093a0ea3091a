"""Functions of huzma in SQL, against DuckDB itself; and DuckDB's own streams of record batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

import huzma
import huzma.arrow
from columns import expected, some_texts

duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")

from huzma.duckdb import FUNCTIONS, register  # noqa: E402 (it needs duckdb)

VALUES = some_texts(2500, longest=4)  # more than DuckDB hands over at a time


@pytest.fixture
def con() -> Iterator[Any]:
    with duckdb.connect() as con:
        register(con)
        register(con)  # once more is no error
        con.register("articles", pa.table({"row": range(len(VALUES)), "text": VALUES}))
        yield con


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_what_the_plain_loop_makes(con: Any, name: str) -> None:
    arguments = "text, 'search'" if FUNCTIONS[name][0] == 2 else "text"
    rows = con.sql(f"SELECT {name}({arguments}) FROM articles ORDER BY row").fetchall()
    assert [value for (value,) in rows] == expected(name.removeprefix("huzma_"), VALUES)


def test_profiles_may_differ_from_row_to_row(con: Any) -> None:
    profile = "CASE row % 2 WHEN 0 THEN 'search' ELSE 'canonical' END"
    rows = con.sql(f"SELECT text, {profile}, huzma_normalize(text, {profile}) FROM articles").fetchall()
    assert all(made is None if text is None else made == huzma.normalize(text, name) for text, name, made in rows)


def test_lists_and_structs_are_sql(con: Any) -> None:
    found = con.sql("SELECT list_transform(huzma_check('معها, في'), lambda x: x.code)").fetchall()
    assert found == [(["PN001"],)]
    assert con.sql("SELECT len(huzma_tokenize('نص بسيط'))").fetchall() == [(2,)]
    assert con.sql("SELECT huzma_extract('15 سبتمبر 2016').dates[1].value").fetchall() == [("2016-09-15",)]


def test_a_stream_of_batches_is_worked_on_and_written(con: Any) -> None:
    reader = con.sql("SELECT * FROM articles ORDER BY row").to_arrow_reader(1000)

    def normalized() -> Iterator[Any]:
        for batch in reader:
            column = huzma.arrow.normalize(batch.column("text"))
            yield batch.set_column(1, "text", column)

    with con.cursor() as other:  # the first one has a result open
        other.register("made", pa.RecordBatchReader.from_batches(reader.schema, normalized()))
        rows = other.sql("SELECT text FROM made ORDER BY row").fetchall()
    assert [value for (value,) in rows] == expected("normalize", VALUES)
