"""Parquet, Arrow IPC and Feather."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import feather, ipc, parquet

import huzma as package
from conftest import CLEAN, COMMA, Run
from test_containers import ENTRIES, entry, plain

FORMATS = ["parquet", "arrow", "feather"]


def found(bundle: package.Bundle) -> dict[str, int]:
    return dict(bundle.findings.counts)


@given(entries=st.lists(ENTRIES, max_size=4), format=st.sampled_from(FORMATS))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, entries: list[package.Entry], format: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"property.{format}"
    package.write(entries, path, text_field="body")
    again = package.read(path, text_field="body")
    assert plain(again) == [(e.id, e.number, dict(e.metadata), e.text) for e in entries]
    package.write(again, path.with_stem("again"), text_field="body")
    assert plain(package.read(path.with_stem("again"), text_field="body")) == plain(again)
    out = io.BytesIO()
    package.write(entries, out, text_field="body", format=format)
    assert plain(package.read(out.getvalue(), text_field="body")) == plain(again)


@pytest.mark.parametrize("format", FORMATS)
def test_the_metadata_of_the_bundle_has_a_place(tmp_path: Path, format: str) -> None:
    source = Path(__file__).parents[1] / "seeds" / "bundles" / "valid" / "folder"
    path = tmp_path / f"a.{format}"
    package.write(package.read(source), path)
    assert package.read(path).metadata == package.read(source).metadata != {}
    package.write(package.read(path), tmp_path / "back")
    assert plain(package.read(tmp_path / "back")) == plain(package.read(source))


TABLE: dict[str, Any] = {
    "id": [7, 8, 8, 10],
    "text": [COMMA, None, "", CLEAN],
    "day": [date(2016, 9, 15), None, None, None],
    "price": [Decimal("1.50"), None, None, None],
    "tags": [["أ", "ب"], None, [], None],
    "raw": [b"\xff", None, None, b""],
    "score": [1.5, float("nan"), None, 2.0],
}


def written(tmp_path: Path, format: str) -> Path:
    path, table = tmp_path / f"table.{format}", pa.table(TABLE)
    if format == "parquet":
        parquet.write_table(table, path, row_group_size=3)
    elif format == "feather":
        feather.write_feather(table, path)
    else:
        with path.open("wb") as file, ipc.new_stream(file, table.schema) as writer:
            writer.write_table(table)
    return path


@pytest.mark.parametrize("format", FORMATS)
def test_a_table_of_others_is_read(tmp_path: Path, format: str) -> None:
    bundle = package.read(written(tmp_path, format))
    documents = list(bundle)
    assert [(d.id, d.text) for d in documents] == [("7", COMMA), ("8", ""), ("10", CLEAN)]
    assert documents[0].metadata == {"day": "2016-09-15", "price": "1.50", "tags": ["أ", "ب"], "score": 1.5}
    assert documents[0].origin == package.Origin(
        path=str(tmp_path / f"table.{format}"), member=None, byte_start=None, byte_end=None, row=1, column="text"
    )
    assert found(bundle) == {"BN005": 1, "BN072": 1, "BN074": 1}
    (comma,) = documents[0].check("PN001")
    assert (comma.start, comma.byte_start, comma.byte_end) == (COMMA.index(","), None, None)
    assert package.to_article(documents[0]).origin.row == 1


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())])
def test_every_kind_of_text_is_read(kind: pa.DataType) -> None:
    out = io.BytesIO()
    table = pa.table({"text": pa.array([CLEAN, COMMA], pa.string()).cast(kind)})
    with ipc.new_file(out, table.schema) as writer:
        writer.write_table(table)
    assert [d.text for d in package.read(out.getvalue())] == [CLEAN, COMMA]
    assert [d.id for d in package.read(io.BytesIO(out.getvalue()))] == ["row-1", "row-2"]


def test_text_that_is_not_utf8_costs_its_row() -> None:
    offsets, data = pa.py_buffer(bytes([0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0])), pa.py_buffer(b"a\xffb")
    column = pa.StringArray.from_buffers(2, offsets, data)
    out = io.BytesIO()
    with ipc.new_stream(out, pa.schema({"text": pa.string()})) as writer:
        writer.write_batch(pa.record_batch([column], ["text"]))
    bundle = package.read(out.getvalue(), format="arrow")
    assert [d.text for d in bundle] == ["b"]
    assert found(bundle) == {"EN001": 1}
    assert "FF" in bundle.findings[0].message


def test_what_is_no_table_is_an_error(tmp_path: Path, huzma: Run) -> None:
    path = written(tmp_path, "parquet")
    for data, format in [(b"PAR1 no", None), (b"ARROW1 no", None), (b"", "parquet"), (b"x", "arrow")]:
        with pytest.raises(package.BundleError) as caught:
            list(package.read(data, format=format))
        assert caught.value.kind == "not-a-bundle"
    for field in ("body", "score"):
        with pytest.raises(package.BundleError, match="text"):
            package.read(path, text_field=field)
    whole = path.read_bytes()
    for cut in range(0, len(whole), 97):
        with pytest.raises(package.BundleError):
            list(package.read(whole[:cut], format="parquet"))
    with pytest.raises(package.LimitError) as limited:
        list(package.read(path, limits=package.Limits(document_bytes=5)))
    assert limited.value.limit == "document_bytes"
    result = huzma("check", tmp_path / "missing.parquet")
    assert (result.status, b"Traceback" in result.err) == (2, False)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (package.Entry("a", "ن\ud800"), "lone surrogate at code point 1"),
        (package.Entry("", "نص"), "1 to 128"),
        (package.Entry("a", "", {"k": float("nan")}), "document 0"),
        (package.Entry("a", "", {"k": b""}), "document 0"),
    ],
)
def test_what_a_table_cannot_hold_is_said(tmp_path: Path, given: package.Entry, says: str) -> None:
    path = tmp_path / "a.parquet"
    path.write_text("old")
    with pytest.raises(package.BundleError, match=says) as caught:
        package.write([given], path)
    assert caught.value.kind == "unwritable"
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_tables_are_packed_and_unpacked(huzma: Run, tmp_path: Path) -> None:
    source = tmp_path / "source"
    package.write([entry(0, title="خبر", pages=[1]), entry(7, COMMA)], source)
    assert huzma("pack", source, "-o", tmp_path / "a.parquet").status == 0
    assert huzma("unpack", tmp_path / "a.parquet", "-o", tmp_path / "back").status == 0
    for path in source.iterdir():
        assert (tmp_path / "back" / path.name).read_bytes() == path.read_bytes()
    refused = huzma("check", tmp_path / "a.parquet", "--fix", "--select", "PN001")
    assert (refused.status, b"Traceback" in refused.err) == (2, False)


def test_a_file_is_not_read_whole() -> None:
    """Row groups are read when it is their turn, and the first documents arrive before the last are read."""
    out = io.BytesIO()
    package.write([entry(number, CLEAN * 200) for number in range(5000)], out, format="parquet")
    data = out.getvalue()
    documents = iter(package.read(io.BytesIO(data)))
    assert next(documents).text == CLEAN * 200
    assert sum(1 for _ in documents) == 4999
