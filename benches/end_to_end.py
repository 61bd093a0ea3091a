"""Whole processes: wall time and peak memory, starting Python and loading the package included.

python benches/end_to_end.py --out end_to_end.json [--files 20000]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benches import corpus, instructions
from benches.processes import best

DOCUMENT = 4_000


def documents(count: int) -> list[bytes]:
    """Texts of about 4 kB, whole lines, of the corpus of news."""
    texts: list[bytes] = []
    text: list[bytes] = []
    size = 0
    with (corpus.FOLDER / "news.txt").open("rb") as lines:
        while len(texts) < count:
            line = lines.readline()
            if not line:
                lines.seek(0)
                continue
            text.append(line)
            size += len(line)
            if size >= DOCUMENT:
                texts.append(b"".join(text))
                text, size = [], 0
    return texts


def measure(files: int) -> list[dict[str, Any]]:
    huzma = Path(sys.executable).parent / "huzma"
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = scratch / "news"
        folder.mkdir()
        texts = documents(files)
        for index, text in enumerate(texts):
            (folder / f"{index:05}_{index:016x}.txt").write_bytes(text)
        size = sum(map(len, texts))
        bundle, stream = scratch / "news.huzma", scratch / "news.txt"
        stream.write_bytes(b"".join(texts))

        def add(what: str, command: list[str | Path], **options: Any) -> None:
            run = best(command, **options)
            rows.append({"what": what, "bytes": size, "seconds": run.seconds, "peak_bytes": run.peak_bytes})
            print(f"{what:44} {run.seconds:8.3f} s {size / run.seconds / 1e6:9.1f} MB/s {run.peak_bytes / 1e6:7.0f} MB")

        add("read and check UTF-8, Rust, all cores", [instructions.build() / "read-files", folder])
        add("huzma check --format concise", [huzma, "check", folder, "--format", "concise"], allowed=(0, 1))
        add("huzma check --jobs 1", [huzma, "check", folder, "--format", "concise", "--jobs", "1"], allowed=(0, 1))
        add("huzma pack", [huzma, "pack", folder, "-o", bundle])
        add("huzma parse", [huzma, "parse", bundle, "-o", scratch / "articles.jsonl"], times=2)
        add("cat", ["cat"], stdin=stream)
        add("huzma normalize", [huzma, "normalize", "--profile", "search"], stdin=stream)
        start = best([huzma, "--version"], times=9)
        rows.append({"what": "huzma --version", "bytes": 0, "seconds": start.seconds, "peak_bytes": start.peak_bytes})
        print(f"{'huzma --version':44} {start.seconds:8.3f} s")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--files", type=int, default=20_000)
    arguments = parser.parse_args()
    rows = measure(arguments.files)
    if arguments.out:
        arguments.out.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
