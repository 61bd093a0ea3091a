"""How fast huzma is on your own files: `python -m huzma.bench PATH...`.

Each job runs over all documents, again and again for half a second, in one process on one core; the best pass counts.
Beside them stand the limits of the same run: copying the bytes, and decoding them. The benchmarks of the project, with
other tools, are in the repository.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

import huzma

SECONDS = 0.5


def measure(run: Callable[[list[str]], object], texts: Sequence[bytes], seconds: float) -> float:
    """The shortest time of a pass, in seconds. Every pass gets new strings: one may keep a copy of itself in UTF-8."""
    best, spent = float("inf"), 0.0
    while spent < seconds:
        fresh = [text.decode() for text in texts]
        began = time.perf_counter()
        run(fresh)
        took = time.perf_counter() - began
        best, spent = min(best, took), spent + took
    return best


def jobs() -> dict[str, Callable[[list[str]], object]]:
    """What is measured, by the name it is shown under."""
    search, canonical = huzma.Normalizer("search"), huzma.Normalizer("canonical")
    return {
        "str.encode": lambda texts: [text.encode() for text in texts],
        "str.split": lambda texts: [text.split() for text in texts],
        "normalize (canonical)": lambda texts: [canonical(text) for text in texts],
        "normalize (search)": lambda texts: [search(text) for text in texts],
        "align (search)": lambda texts: [search.align(text) for text in texts],
        "tokenize": lambda texts: [huzma.tokenize(text) for text in texts],
        "sentences": lambda texts: [huzma.sentences(text) for text in texts],
        "check": lambda texts: [huzma.check(text) for text in texts],
        "fix": lambda texts: [huzma.fix(text) for text in texts],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m huzma.bench", description="How fast huzma is on your own files.")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="bundles: folders or files")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each job runs (0.5)")
    options = parser.parse_args(arguments)
    try:
        documents = [document.text for path in options.paths for document in huzma.read(path)]
    except huzma.HuzmaError as error:
        print(f"huzma: {error}", file=sys.stderr)
        return 2
    texts = [text.encode() for text in documents]
    size = sum(map(len, texts))
    if not size:
        print("huzma: there is no text to measure over", file=sys.stderr)
        return 2
    print(f"{len(texts)} documents, {size / 1e6:.3f} MB of UTF-8; MB/s, and × the speed of copying the bytes")
    began = time.perf_counter()
    rounds = 0
    while time.perf_counter() - began < options.seconds:
        for text in texts:
            bytearray(text)
        rounds += 1
    copying = size * rounds / (time.perf_counter() - began)
    print(f"{'copying':24}{copying / 1e6:12.1f}")
    for name, run in jobs().items():
        rate = size / measure(run, texts, options.seconds)
        print(f"{name:24}{rate / 1e6:12.1f}{rate / copying:10.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
