"""Unicode's own test of normalisation, whole: NFC and NFKC of every line and of every code point that has none.

Debian's package `unicode-data` carries the file (15.0.0 in Debian 12); `HUZMA_NORMALIZATION_TEST` names another copy.
Normalisation of assigned code points never changes, so a newer library passes an older file.
"""

from __future__ import annotations

import bz2
import os
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

import huzma

PLACES = ("/usr/share/unicode/NormalizationTest.txt.bz2", "/usr/share/unicode/NormalizationTest.txt")


def conformance_file() -> tuple[str, list[str]]:
    """The version of the file, and its lines."""
    for place in filter(None, (os.environ.get("HUZMA_NORMALIZATION_TEST"), *PLACES)):
        path = Path(place)
        if path.exists():
            content = path.read_bytes()
            lines = (bz2.decompress(content) if path.suffix == ".bz2" else content).decode().splitlines()
            return lines[0].removeprefix("# NormalizationTest-").removesuffix(".txt"), lines
    message = "no NormalizationTest.txt: install unicode-data, or name the file in HUZMA_NORMALIZATION_TEST"
    if os.environ.get("CI"):
        warnings.warn(message, UserWarning, stacklevel=2)
    pytest.skip(message)


def test_normalization_test_passes_whole(record_property: Callable[[str, object], None]) -> None:
    version, lines = conformance_file()
    record_property("unicode", version)
    nfc = huzma.Normalizer({"steps": ["nfc"]})
    nfkc = huzma.Normalizer({"steps": ["nfkc"]})
    single: set[str] = set()
    part, count = "", 0
    for line in lines:
        if line.startswith("@Part"):
            part = line.split()[0]
            continue
        if not line or line.startswith("#"):
            continue
        columns = ["".join(chr(int(point, 16)) for point in column.split()) for column in line.split(";")[:5]]
        source, c2, c3, c4, c5 = columns
        assert nfc(source) == nfc(c2) == nfc(c3) == c2, line
        assert nfc(c4) == nfc(c5) == c4, line
        assert {nfkc(column) for column in columns} == {c4}, line
        # The same within a text, where kernels are at work.
        assert nfc(f"نص طويل قبله {source} وبعده") == f"نص طويل قبله {c2} وبعده", line
        count += 1
        if part == "@Part1":
            single.add(source)
    assert count > 18_000, f"Unicode {version}: {count} lines"
    for point in range(0x110000):
        char = chr(point)
        if char not in single and not (0xAC00 <= point <= 0xD7A3) and is_assigned_in(version, point):
            assert nfc(char) == char
            assert nfkc(char) == char


def is_assigned_in(version: str, point: int) -> bool:
    """Whether a code point was assigned in that version, as far as this Python can tell: newer ones may decompose."""
    import unicodedata

    known = tuple(map(int, unicodedata.unidata_version.split(".")))
    return known <= tuple(map(int, version.split("."))) and unicodedata.category(chr(point)) != "Cn"
