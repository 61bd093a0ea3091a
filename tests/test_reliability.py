"""docs/reliability.md names tests that are there; and the few promises that no other file proves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import huzma

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text("utf-8")
NAMED = re.findall(r"`([\w/.]+\.(?:py|rs))::(\w+)`", PAGE)


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_each_proof_is_there(file: str, name: str) -> None:
    assert re.search(rf"^\s*(?:def|fn) {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE)


def test_each_promise_has_a_proof() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| ---", "| promise"))]
    for row in rows:
        assert "::" in row or "fuzz target" in row or row.startswith("| standard"), row
    targets = set(re.findall(r"fuzz target `(\w+)`", PAGE))
    assert targets <= {path.name for path in (ROOT / "seeds" / "fuzz").iterdir()}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a","b")', "\t=1", "\r\n=1"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_a_cell_that_looks_like_a_formula_is_data(tmp_path: Path, name: str, text: str) -> None:
    huzma.write([huzma.Entry("a", text, {"title": text})], tmp_path / name)
    (document,) = huzma.read(tmp_path / name)
    assert (document.text, document.metadata) == (text, {"title": text})


# Overlong forms, surrogates, what is beyond Unicode, what is cut off, what begins nothing: the families of Table 3-7 of
# the Unicode Standard and of its advice on U+FFFD.
FLAWS = [
    b"\x80",
    b"\xbf\xbf",
    b"\xc0\xaf",
    b"\xc1\xbf",
    b"\xe0\x80\xaf",
    b"\xe0\x9f\xbf",
    b"\xf0\x80\x80\xaf",
    b"\xf0\x8f\xbf\xbf",
    b"\xed\xa0\x80",
    b"\xed\xbf\xbf",
    b"\xed\xa0\xbd\xed\xb8\x80",
    b"\xf4\x90\x80\x80",
    b"\xf5\x80\x80\x80",
    b"\xf8\x88\x80\x80\x80",
    b"\xfe\xff",
    b"\xd9",
    b"\xe2\x82",
    b"\xf0\x9f\x98",
    b"\xf1\x80\x80\xe1\x80\xc2",
    b"\xe1\xa0\xc0",
]


def place(data: bytes) -> tuple[int, int] | None:
    """Where Python finds the first bytes that are not UTF-8: the maximal subpart that the standard advises."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start, error.end
    return None


def found(data: bytes) -> tuple[int | None, int | None] | None:
    bundle = huzma.read(data, format="txt")
    texts = [document.text for document in bundle]
    flaws = [(one.byte_start, one.byte_end) for one in bundle.findings if one.code == "EN001"]
    assert bool(flaws) != bool(texts)
    return flaws[0] if flaws else None


@pytest.mark.parametrize("flaw", FLAWS, ids=bytes.hex)
@pytest.mark.parametrize("before", [0, 1, 31, 32, 63, 64, 200])
def test_the_place_of_what_is_not_utf8_is_that_of_python(flaw: bytes, before: int) -> None:
    for data in (b"a" * before + flaw, "ن".encode() * before + flaw + "ص".encode() * 70):
        assert found(data) == place(data)


@given(st.binary(min_size=1, max_size=80))
def test_any_bytes_are_utf8_where_python_says_so(data: bytes) -> None:
    data = "ن".encode() + data
    assert found(data) == place(data)
