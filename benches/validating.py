"""Records against a schema: small ones by the million beside pydantic's own loop, and the memory of a large file.

python benches/validating.py [--records 1000000] [--bytes 1000000000] [--rounds 5] [--out validating.json]

The yardstick is a plain loop over the lines with `validate_json`, which uses one core; one process of huzma reads ahead
in a thread where there is a second, unless `taskset` keeps both to one. Both are first seen to accept and refuse
the same records; a hundredth of them is broken, and huzma places each of these in the file.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field

sys.path.insert(0, str(Path(__file__).parent.parent))

from benches.processes import run


class Row(BaseModel):
    """A small record."""

    id: str
    title: str
    words: Annotated[int, Field(ge=0)]
    score: float
    tags: list[str]


def write(path: Path, records: int, size: int | None = None) -> None:
    """So many records, or so many bytes of them."""
    generator = random.Random(7)
    written = 0
    with path.open("wb") as file:
        for number in range(records):
            words: Any = "كثيرة" if number % 100 == 99 else generator.randrange(1000)
            record = {
                "id": f"{number:08x}",
                "title": "وصول الوفد إلى العاصمة",
                "words": words,
                "score": generator.random(),
                "tags": ["خبر"],
            }
            written += file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
            if size is not None and written >= size:
                return


def plain(path: Path) -> tuple[int, int]:
    accepted = rejected = 0
    with path.open("rb") as lines:
        for line in lines:
            try:
                Row.model_validate_json(line)
                accepted += 1
            except ValueError:
                rejected += 1
    return accepted, rejected


def ours(path: Path, jobs: int) -> tuple[int, int]:
    import huzma

    # Processes import the model, which they cannot from the program itself.
    report = huzma.validate(path, Row if jobs == 1 else "benches.validating:Row", jobs=jobs)
    assert all(finding.byte_start is not None for finding in report.findings[:10])
    return report.counts["accepted"], report.counts["rejected"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--bytes", type=int, default=1_000_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "records.jsonl"
        write(path, arguments.records)
        ways: dict[str, Callable[[], tuple[int, int]]] = {
            "pydantic, validate_json in a loop": lambda: plain(path),
            "huzma.validate, one process": lambda: ours(path, 1),
            f"huzma.validate, {arguments.jobs} processes": lambda: ours(path, arguments.jobs),
        }
        best: dict[str, float] = {}
        answers = set()
        for _ in range(arguments.rounds):
            for way, validate in ways.items():
                began = time.perf_counter()
                answers.add(validate())
                best[way] = min(best.get(way, float("inf")), time.perf_counter() - began)
        assert len(answers) == 1, answers
        yardstick = next(iter(best.values()))
        rows = []
        for way, seconds in best.items():
            print(
                f"{way:40} {seconds:8.3f} s {arguments.records / seconds:12,.0f} records/s {yardstick / seconds:6.2f}"
            )
            rows.append({"what": way, "records": arguments.records, "seconds": seconds, "ratio": yardstick / seconds})
        if arguments.bytes:
            write(path, sys.maxsize, arguments.bytes)
            schema = ["--schema", "benches.validating:Row", "--max-errors", "1000000000", "--format", "concise"]
            command: list[str | Path] = [sys.executable, "-m", "huzma", "validate", path, *schema, "--jobs", "1"]
            large = run(command, cwd=Path(__file__).parent.parent, allowed=(0, 1))
            print(f"{'huzma validate, 1 GB':40} {large.seconds:8.3f} s {large.peak_bytes / 1e6:8.0f} MB")
            rows.append({"what": "huzma validate", "bytes": arguments.bytes, "peak_bytes": large.peak_bytes})
    if arguments.out:
        arguments.out.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
