"""Columns beside copying memory: normalising LargeUtf8 in rows of 4 kB, polars, threads, and sizes up to 4 GB.

    python benches/columns.py [--out columns.json] [--largest 4GB]

Rows are made of the words of the corpus `news` if it is there, else of the sample bundle. The yardstick is `memcpy` of
the same values, taken between two passes of the candidate: into memory that has been written before, and into memory
that was just asked for, as that of every result. The best of many passes counts, since other work on the machine only
ever adds. The answer is held against the plain loop before anything is timed.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import random
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import polars as pl
import pyarrow as pa
from benches.corpus import FOLDER, bytes_of

import huzma
import huzma.arrow
import huzma.polars

ROW = 4_000


def words() -> list[str]:
    source = next(iter(sorted(FOLDER.glob("news*"))), None)
    if source is not None:
        with source.open("rb") as file:
            return file.read(4 << 20).decode(errors="ignore").split(" ")
    seeds = Path(__file__).parent.parent / "seeds"
    return [word for document in huzma.read(seeds) for word in document.text.split(" ")]


def column(size: int) -> Any:
    """A LargeUtf8 column of so many bytes, in chunks of at most 256 MB whose rows repeat after 16 MB."""
    chosen, known = random.Random(20260101), words()
    rows: list[str] = []
    made = 0
    while made < min(size, 16 << 20):
        picked: list[str] = []
        length = 0
        while length < ROW:
            word = chosen.choice(known)
            picked.append(word)
            length += len(word.encode()) + 1
        rows.append(" ".join(picked))
        made += length
    chunk = pa.array(rows, pa.large_string())
    times = max(1, round(size / made))
    per_chunk = max(1, min(times, (256 << 20) // made))
    whole = pa.concat_arrays([chunk] * per_chunk)
    return pa.chunked_array([whole] * max(1, times // per_chunk))


def values(array: Any) -> Any:
    """The bytes of an array's rows."""
    offsets = array.buffers()[1]
    ends = memoryview(offsets).cast("q")
    first, last = ends[array.offset], ends[array.offset + len(array)]
    return array.buffers()[2].slice(first, last - first)


class Copying:
    """memcpy of the values of a column."""

    def __init__(self, given: Any) -> None:
        self._sources = [values(chunk) for chunk in given.chunks]
        self._warm = pa.allocate_buffer(max(source.size for source in self._sources))
        ctypes.memset(self._warm.address, 1, self._warm.size)

    def warm(self) -> None:
        for source in self._sources:
            ctypes.memmove(self._warm.address, source.address, source.size)

    def new(self) -> None:
        for source in self._sources:
            fresh = pa.allocate_buffer(source.size)
            ctypes.memmove(fresh.address, source.address, source.size)


def best(passes: int, *candidates: Callable[[], object]) -> list[float]:
    """The shortest time of each, taken in turns."""
    shortest = [float("inf")] * len(candidates)
    for _ in range(passes):
        for index, candidate in enumerate(candidates):
            began = time.perf_counter()
            candidate()
            shortest[index] = min(shortest[index], time.perf_counter() - began)
    return shortest


def normalize_chunks(given: Any, normalizer: Any) -> None:
    """Chunk by chunk, as a stream is worked on: what is done with is given back."""
    for chunk in given.chunks:
        huzma.arrow.normalize(chunk, normalizer, threads=1)


def together(number: int, candidate: Callable[[int], object]) -> Callable[[], None]:
    """A candidate on so many threads of Python at once."""

    def run() -> None:
        threads = [threading.Thread(target=candidate, args=(index,)) for index in range(number)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return run


def measure(largest: int, passes: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []

    def add(what: str, size: int, seconds: float, memcpy: float, note: str = "") -> None:
        rows.append({"what": what, "bytes": size, "seconds": seconds, "memcpy_seconds": memcpy, "note": note})
        rate, copied = size / seconds / 1e9, size / memcpy / 1e9
        compared = f"memcpy {copied:6.2f} GB/s  {memcpy / seconds:5.2f}"
        print(f"{what:34} {size / 1e6:6.0f} MB {rate:6.2f} GB/s  {compared} {note}")

    normalizer = huzma.Normalizer("search")
    given = column(bytes_of("32MB"))
    plain = [normalizer(text) for text in given.to_pylist()]
    assert huzma.arrow.normalize(given, normalizer).to_pylist() == plain, "the answer first"
    size = sum(values(chunk).size for chunk in given.chunks)
    copying = Copying(given)
    series = pl.Series("text", given)
    frame = pl.DataFrame({"text": series})
    expression = pl.col("text").huzma.normalize(normalizer)
    assert frame.select(expression)["text"].to_list() == plain, "the answer first"
    one, expressed, warm, new = best(
        passes,
        lambda: huzma.arrow.normalize(given, normalizer, threads=1),
        lambda: huzma.arrow.normalize(series, normalizer, threads=1),
        copying.warm,
        copying.new,
    )
    add("normalize, one thread", size, one, warm, "memcpy into warm memory")
    add("normalize, one thread", size, one, new, "memcpy into new memory")
    add("normalize, a series of polars", size, expressed, warm, "one thread, views")
    every, expressed, warm = best(
        passes,
        lambda: huzma.arrow.normalize(given, normalizer),
        lambda: frame.select(expression),
        copying.warm,
    )
    add("normalize, all cores", size, every, warm)
    add("expression of polars, all cores", size, expressed, warm)
    for name, function in (
        ("tokenize, spans", lambda: huzma.arrow.tokenize(given, spans=True, threads=1)),
        ("tokenize, texts", lambda: huzma.arrow.tokenize(given, threads=1)),
        ("sentences, spans", lambda: huzma.arrow.sentences(given, spans=True, threads=1)),
        ("fingerprint", lambda: huzma.arrow.fingerprint(given, normalizer, threads=1)),
    ):
        took, warm = best(max(2, passes // 6), function, copying.warm)
        add(name, size, took, warm, "one thread")
    small = given.slice(0, max(1, len(given) // 8))
    copying_small = Copying(small)
    size_small = sum(values(chunk).size for chunk in small.chunks)
    for name, function in (
        ("check", lambda: huzma.arrow.check(small, threads=1)),
        ("fix", lambda: huzma.arrow.fix(small, threads=1)),
        ("extract", lambda: huzma.arrow.extract(small, threads=1)),
    ):
        took, warm = best(2, function, copying_small.warm)
        add(name, size_small, took, warm, "one thread")
    # Two threads of Python, each with a column of its own, beside memcpy on two threads.
    copies = [Copying(given) for _ in range(2)]
    one, two, copied, copied_twice = best(
        passes,
        lambda: huzma.arrow.normalize(given, normalizer, threads=1),
        together(2, lambda _: huzma.arrow.normalize(given, normalizer, threads=1)),
        copies[0].warm,
        together(2, lambda index: copies[index].warm()),
    )
    scaled, copy_scaled = 2 * one / two, 2 * copied / copied_twice
    note = f"{scaled:.2f} times one thread, memcpy {copy_scaled:.2f} times"
    add("normalize, two threads of Python", 2 * size, two, copied_twice, note)
    inside = best(passes, lambda: huzma.arrow.normalize(given, normalizer, threads=2))[0]
    add("normalize, threads=2", size, inside, copied_twice / 2, f"{one / inside:.2f} times one thread")
    for name in ("10MB", "100MB", "1GB", "4GB"):
        if bytes_of(name) > largest:
            continue
        given = column(bytes_of(name))
        size = sum(values(chunk).size for chunk in given.chunks)
        copying = Copying(given)
        took, warm = best(
            max(2, min(passes, 2 * 10**9 // size)),
            partial(normalize_chunks, given, normalizer),
            copying.warm,
        )
        add("normalize by size, one thread", size, took, warm, f"{took / size * 1e9:.3f} ms a MB")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--largest", type=bytes_of, default=bytes_of("4GB"))
    parser.add_argument("--passes", type=int, default=40)
    arguments = parser.parse_args()
    rows = measure(arguments.largest, arguments.passes)
    if arguments.out:
        arguments.out.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
