"""How cost grows: with the size of the input, where a megabyte must cost the same, and with threads.

python benches/scaling.py --out scaling.json [--largest 4GB]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benches import corpus
from benches.end_to_end import documents
from benches.processes import best

SIZES = ("1MB", "10MB", "100MB", "1GB", "4GB")

# What runs in a process of its own, over a file: a pass over a sealed bundle, and one that checks each text.
READ = "import sys, huzma\nfor document in huzma.read(sys.argv[1]): pass"
CHECK = "import sys, huzma\nfor document in huzma.read(sys.argv[1]): huzma.check(document).counts"


def bundle(path: Path, size: int) -> int:
    """Writes a sealed bundle of texts of 4 kB; its bytes. Its documents repeat after 16 MB."""
    import huzma

    texts = [text.decode() for text in documents(min(4_000, max(1, size // 4_000)))]

    def entries() -> Any:
        written = index = 0
        while written < size:
            text = texts[index % len(texts)]
            yield huzma.Entry(id=f"document-{index}", text=text)
            written += len(text.encode())
            index += 1

    huzma.write(entries(), path)
    return path.stat().st_size


def measure(largest: int) -> list[dict[str, Any]]:
    huzma = Path(sys.executable).parent / "huzma"
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)

        def add(what: str, size: int, command: list[str | Path], threads: int = 1, **options: Any) -> None:
            run = best(command, **options)
            rows.append(
                {
                    "what": what,
                    "bytes": size,
                    "threads": threads,
                    "seconds": run.seconds,
                    "peak_bytes": run.peak_bytes,
                }
            )
            print(
                f"{what:12} {size / 1e6:8.0f} MB {threads} threads {run.seconds:9.3f} s "
                f"{run.seconds / size * 1e9:8.2f} ms a MB {run.peak_bytes / 1e6:6.0f} MB"
            )

        for size in (corpus.bytes_of(size) for size in SIZES):
            if size > largest:
                continue
            path = scratch / "news.huzma"
            written = bundle(path, size)
            times = 3 if size <= 10**8 else 1
            add("read", written, [sys.executable, "-c", READ, path], times=times)
            add("normalize", written, [huzma, "normalize", "--profile", "search"], stdin=path, times=times)
            if size <= 10**9:
                add("check", written, [sys.executable, "-c", CHECK, path], times=times)
            path.unlink()
        folder = scratch / "folder"
        folder.mkdir()
        texts = documents(5_000)
        for index, text in enumerate(texts):
            (folder / f"{index:05}_{index:016x}.txt").write_bytes(text)
        for threads in range(1, (os.cpu_count() or 1) + 1):
            command: list[str | Path] = [huzma, "check", folder, "--format", "concise", "--jobs", str(threads)]
            add("check files", sum(map(len, texts)), command, threads, allowed=(0, 1), times=3)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--largest", type=corpus.bytes_of, default=corpus.bytes_of("4GB"))
    arguments = parser.parse_args()
    rows = measure(arguments.largest)
    if arguments.out:
        arguments.out.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
