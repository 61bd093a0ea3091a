"""Columns: the same as the plain Python loop, whatever the layout, the chunks and the threads."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import huzma
import huzma.arrow
from columns import LOOPS, TYPES, array, expected, some_texts, string_type, texts
from huzma.errors import ColumnError

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "normalize": huzma.arrow.normalize,
    "fix": huzma.arrow.fix,
    "fingerprint": huzma.arrow.fingerprint,
    "tokenize": huzma.arrow.tokenize,
    "tokenize-spans": lambda column, **options: huzma.arrow.tokenize(column, spans=True, **options),
    "sentences": huzma.arrow.sentences,
    "sentences-spans": lambda column, **options: huzma.arrow.sentences(column, spans=True, **options),
    "check": huzma.arrow.check,
    "extract": huzma.arrow.extract,
}


class OnlyArray:
    """An array of no library that huzma knows."""

    def __init__(self, given: Any) -> None:
        self._given = given

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
        return self._given.__arrow_c_array__(requested_schema)


class OnlyStream:
    """A stream of no library that huzma knows."""

    def __init__(self, given: Any) -> None:
        self._given = given

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._given.__arrow_c_stream__(requested_schema)


def test_every_function_has_a_loop_to_be_compared_with() -> None:
    assert set(FUNCTIONS) == set(LOOPS)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=settings().max_examples // 5)
@given(values=texts, cuts=st.tuples(st.integers(0, 4), st.integers(0, 4)))
def test_a_column_is_what_the_plain_loop_makes(name: str, kind: str, values: list[Any], cuts: tuple[int, int]) -> None:
    start, end = cuts[0], max(cuts[0], len(values) - cuts[1])
    want = expected(name, values[start:end])
    sliced = array(values, kind).slice(start, end - start)
    assert FUNCTIONS[name](sliced).to_pylist() == want
    chunks = pa.chunked_array([sliced, array(values, kind)[:0], array(values, kind)[:start]], TYPES[kind])
    got = FUNCTIONS[name](chunks)
    assert got.to_pylist() == want + expected(name, values[:start])
    assert isinstance(got, pa.ChunkedArray)
    got.validate(full=True)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("kind", TYPES)
def test_many_threads_make_what_one_makes(name: str, kind: str) -> None:
    values = some_texts(100) * 15 if "dictionary" in kind else some_texts(1500, longest=20)
    whole = array(values, kind)
    one = FUNCTIONS[name](whole, threads=1)
    many = FUNCTIONS[name](whole, threads=5)
    assert many.equals(one)
    many.validate(full=True)
    assert FUNCTIONS[name](pa.chunked_array([whole.slice(0, 700), whole.slice(700)]), threads=2).to_pylist() == (
        one.to_pylist()
    )


@pytest.mark.parametrize("threads", [1, 3])
def test_what_grows_beyond_its_room_is_whole(threads: int) -> None:
    values = ["ﷺ" * 700 if index % 3 else "ثابت" * 500 for index in range(900)]
    got = huzma.arrow.normalize(pa.array(values), "canonical", threads=threads)
    assert got.to_pylist() == [huzma.normalize(value, "canonical") for value in values]


@pytest.mark.parametrize("kind", TYPES)
def test_strings_are_as_wide_as_they_came_and_never_views(kind: str) -> None:
    given, wide = array(["قَالَ", None], kind), string_type(kind)
    assert huzma.arrow.normalize(given).type == wide
    assert huzma.arrow.fix(given).type == wide
    assert huzma.arrow.tokenize(given).type == pa.list_(wide)
    assert huzma.arrow.sentences(given, spans=True).type == pa.list_(
        pa.struct([("start", pa.int32()), ("end", pa.int32())])
    )
    assert huzma.arrow.fingerprint(given).type == pa.binary(16)
    found = huzma.arrow.check(pa.chunked_array([given])).type.value_type
    assert found.field("code").type == wide
    assert "view" not in str(huzma.arrow.extract(given).type)


def test_options_reach_the_rows() -> None:
    text = "متحالفة معها, في  وقت أمس"
    column = pa.array([text])
    assert huzma.arrow.normalize(column, {"steps": ["strip_tatweel"]}).to_pylist() == [text]
    assert huzma.arrow.normalize(column, huzma.Normalizer("skeleton")).to_pylist() == [
        huzma.normalize(text, "skeleton")
    ]
    assert huzma.arrow.tokenize(column, "uax29").to_pylist() == [huzma.tokenize(text, "uax29").texts()]
    assert huzma.arrow.tokenize(column, spaces=True).to_pylist() == [huzma.tokenize(text).texts(spaces=True)]
    assert huzma.arrow.sentences(column, "uax29").to_pylist() == [huzma.sentences(text, "uax29").texts()]
    [found] = huzma.arrow.check(column, "PN", language="ar").to_pylist()
    assert [(one["code"], one["message"]) for one in found] == [
        (one.code, one.message) for one in huzma.checking.check_text(text, "PN", language="ar")
    ]
    assert huzma.arrow.fix(column, select="PN").to_pylist() == [huzma.fix(text, select="PN").text]
    from datetime import date

    [record] = huzma.arrow.extract(column, date(2016, 9, 15)).to_pylist()
    assert record["dates"][0]["value"] == "2016-09-14"


def test_what_knows_no_library_comes_out_as_it_came_in() -> None:
    values = some_texts(30)
    made = huzma.arrow.normalize(OnlyArray(pa.array(values)))
    assert type(made) is huzma.arrow.Array
    assert len(made) == 30
    want = expected("normalize", values)
    assert pa.array(made).to_pylist() == want == pa.array(made).to_pylist()  # as often as one likes
    streamed = huzma.arrow.normalize(OnlyStream(pa.chunked_array([values[:7], values[7:]])))
    assert type(streamed) is huzma.arrow.Chunks
    assert (len(streamed), streamed.num_chunks) == (30, 2)
    assert pa.chunked_array(streamed).to_pylist() == want == pa.chunked_array(streamed).to_pylist()
    assert huzma.arrow.normalize(made).__class__ is huzma.arrow.Array
    assert pa.field(made).type == pa.string()
    assert "30 rows of Utf8" in repr(made)
    assert "2 chunks" in repr(streamed)


def test_columns_of_nulls_and_of_nothing() -> None:
    assert huzma.arrow.normalize(pa.nulls(3)).to_pylist() == [None] * 3
    assert huzma.arrow.check(pa.array([], pa.string())).to_pylist() == []
    assert huzma.arrow.extract(pa.chunked_array([], pa.large_string())).to_pylist() == []
    assert huzma.arrow.tokenize(pa.array([None], pa.string_view())).to_pylist() == [None]


def wrong_text(kind: str) -> Any:
    wrong = pa.array([b"ok", None, b"\xd9\x82\xff", b"ok"], pa.large_binary() if kind == "large" else pa.binary())
    return wrong.view(pa.large_string() if kind == "large" else pa.string())


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_not_utf8_is_an_error_with_its_place(name: str, threads: int) -> None:
    for column in (wrong_text("small"), wrong_text("large"), pa.chunked_array([wrong_text("small")[:2]] * 2)):
        if isinstance(column, pa.ChunkedArray):
            assert FUNCTIONS[name](column, threads=threads).length() == 4
            column = pa.chunked_array([["أ", "ب"], wrong_text("small")])
            row = 4
        else:
            row = 2
        with pytest.raises(ColumnError) as raised:
            FUNCTIONS[name](column, threads=threads)
        assert (raised.value.kind, raised.value.row, raised.value.byte) == ("utf-8", row, 2)


def test_the_first_wrong_row_of_many_is_told() -> None:
    rows = [("نص " * 400).encode()] * 3000
    rows[1700], rows[2900] = b"\xff", b"\xfe"
    column = pa.array(rows, pa.binary()).view(pa.string())
    with pytest.raises(ColumnError) as raised:
        huzma.arrow.normalize(column, threads=4)
    assert raised.value.row == 1700


def test_bytes_hidden_by_nulls_are_nobodys() -> None:
    hidden = pa.Array.from_buffers(
        pa.string(),
        3,
        [
            pa.py_buffer(b"\x05"),
            pa.py_buffer(bytes([0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0])),
            pa.py_buffer("م".encode() + b"\xff" + "ن".encode()),
        ],
    )
    assert huzma.arrow.normalize(hidden).to_pylist() == ["م", None, "ن"]


@pytest.mark.parametrize(
    ("column", "error", "words"),
    [
        (["نص"], TypeError, "__arrow_c_array__"),
        ("نص", TypeError, "str"),
        (None, TypeError, "NoneType"),
        (pa.array([1, 2]), ColumnError, "Int64"),
        (pa.table({"text": ["نص"]}), ColumnError, "choose one of its columns"),
        (pa.record_batch({"text": ["نص"]}), ColumnError, "choose one of its columns"),
        (pa.chunked_array([[b"x"]]), ColumnError, "Binary"),
    ],
)
def test_what_is_no_column_of_text_is_refused(column: Any, error: type[Exception], words: str) -> None:
    for function in FUNCTIONS.values():
        with pytest.raises(error, match=words):
            function(column)


def test_wrong_options_are_refused() -> None:
    column = pa.array(["نص"])
    with pytest.raises(huzma.ProfileError, match="serach"):
        huzma.arrow.normalize(column, "serach")
    with pytest.raises(ValueError, match="threads is 1 or more"):
        huzma.arrow.normalize(column, threads=0)
    with pytest.raises(ValueError, match="mode"):
        huzma.arrow.tokenize(column, "words")  # type: ignore[arg-type]
    with pytest.raises(huzma.SelectorError):
        huzma.arrow.check(column, "ZZ999")


def test_threads_of_python_work_at_the_same_time() -> None:
    column = pa.array(some_texts(400))
    want = huzma.arrow.check(column, threads=1)
    results: list[Any] = [None] * 6

    def work(index: int) -> None:
        results[index] = huzma.arrow.check(column, threads=1 + index % 2)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(results))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(result.equals(want) for result in results)


def test_pyarrow_is_not_needed() -> None:
    pytest.importorskip("nanoarrow")
    code = """
import sys
sys.modules["pyarrow"] = None
import nanoarrow, huzma.arrow
column = nanoarrow.Array(["قَالَ", None, ""], nanoarrow.string())
made = huzma.arrow.normalize(column)
assert isinstance(made, nanoarrow.Array), made
assert made.to_pylist() == ["قال", None, ""], made.to_pylist()
assert huzma.arrow.tokenize(column).to_pylist() == [["قَالَ"], None, []]
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_fingerprints_are_of_the_normalised_text() -> None:
    assert huzma.fingerprint("قَالَ") == huzma.fingerprint("قال") != huzma.fingerprint("قَالَ", "canonical")
    assert len(huzma.fingerprint("\ud800")) == 16
    assert huzma.fingerprint("قال", huzma.Normalizer("search")).hex() == huzma.fingerprint("قال").hex()
