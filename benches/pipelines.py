"""Pipelines as `huzma run` runs them: one job, from Parquet to Parquet, starting Python and syncing files included.

python benches/pipelines.py [--out pipelines.json] [--size 32MB]

The texts are documents of 4 kB of the corpus `news`; megabytes are those of the texts in UTF-8.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import pyarrow as pa
import pyarrow.parquet as pq
from benches.corpus import bytes_of
from benches.end_to_end import documents
from benches.processes import Run, run

FILTER = '[filter]\nfail-on = "error"\n'
ALL = '[fix]\n[normalize]\n[fingerprint]\nprofile = "skeleton"\n[tokenize]\n[extract]\n' + FILTER

PIPELINES = {
    "reading and writing alone": "",
    "normalize": "[normalize]\n",
    "normalize into the text": '[normalize]\ninto = "text"\n',
    "normalize, fingerprint": '[normalize]\n[fingerprint]\nprofile = "skeleton"\n',
    "tokenize": "[tokenize]\n",
    "filter": FILTER,
    "fix": "[fix]\n",
    "extract": "[extract]\n",
    "fix, normalize, fingerprint, tokenize, extract, filter": ALL,
}

TIMES = 2


def pipeline(scratch: Path, steps: str, source: Path) -> Run:
    """A whole run into a new folder, the best of some."""
    file, out = scratch / "pipeline.toml", scratch / "out"
    file.write_text('[read]\ntext-field = "text"\n' + steps, "utf-8")
    runs = []
    for _ in range(TIMES):
        shutil.rmtree(out, ignore_errors=True)
        runs.append(run([Path(sys.executable).parent / "huzma", "run", file, source, "-o", out, "--jobs", "1"]))
    return Run(min(run.seconds for run in runs), max(run.peak_bytes for run in runs))


def measure(size: int) -> list[dict[str, Any]]:
    texts = documents(max(1, size // 4_000))
    read = sum(map(len, texts))
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        parquet, lines = scratch / "news.parquet", scratch / "news.jsonl"
        table = pa.table({"id": [f"{index:016x}" for index in range(len(texts))], "text": [t.decode() for t in texts]})
        pq.write_table(table, parquet, compression="zstd", row_group_size=4_000)
        with lines.open("w", encoding="utf-8") as file:
            for row in table.to_pylist():
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        sources = [(what, steps, parquet) for what, steps in PIPELINES.items()]
        sources.append(("normalize, from JSON Lines", PIPELINES["normalize"], lines))
        for what, steps, source in sources:
            took = pipeline(scratch, steps, source)
            rows.append({"what": what, "bytes": read, "seconds": took.seconds, "peak_bytes": took.peak_bytes})
            print(
                f"{what:56} {took.seconds:8.2f} s {read / took.seconds / 1e6:8.1f} MB/s {took.peak_bytes / 1e6:6.0f} MB"
            )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--size", type=bytes_of, default=bytes_of("32MB"))
    arguments = parser.parse_args()
    rows = measure(arguments.size)
    if arguments.out:
        arguments.out.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
