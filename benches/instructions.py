"""Instructions of the main paths under callgrind, held against a committed baseline: a gate without a clock.

    python benches/instructions.py            # compare; status 1 if a path takes more than the tolerance
    python benches/instructions.py --write    # renew instructions.json

Counts are repeatable for one compiler, so the baseline says which one made it: under another the counts are printed and
nothing is compared. valgrind knows no AVX-512, so the scalar and the AVX2 kernels are counted.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
BASELINE = Path(__file__).parent / "instructions.json"
BACKENDS = ("scalar", "avx2")
TOLERANCE = 0.03


def build() -> Path:
    """Builds the programs of this folder; where they are."""
    command = ["cargo", "build", "--release", "--locked", "--quiet", "-p", "huzma-benches", "--bins"]
    subprocess.run(command, cwd=ROOT, check=True)
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"


def compiler() -> str:
    return subprocess.run(["rustc", "--version"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def count(program: Path, path: str, backend: str) -> int:
    """The instructions of one run of a path."""
    command = [
        "valgrind",
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
        "--toggle-collect=instructions::measured*",
        str(program),
        path,
    ]
    environment = {**os.environ, "HUZMA_SCAN": backend}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not found or not int(found[1]):
        raise SystemExit(f"callgrind counted nothing for {path}:\n{run.stderr}")
    return int(found[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="renew the baseline")
    write = parser.parse_args().write
    if not shutil.which("valgrind"):
        sys.exit("valgrind is not installed: no instructions were counted")
    program = build() / "instructions"
    listed = subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout
    sizes = {name: int(size) for name, size in (line.split() for line in listed.splitlines())}
    counts = {backend: {path: count(program, path, backend) for path in sizes} for backend in BACKENDS}

    baseline: dict[str, Any] = {"rustc": "", "counts": {}}
    if BASELINE.exists():
        baseline = json.loads(BASELINE.read_text())
    same_compiler = baseline["rustc"] == compiler()
    worse = []
    for backend, paths in counts.items():
        for path, now in paths.items():
            before = baseline["counts"].get(backend, {}).get(path)
            change = "" if not before else f"{now / before - 1:+8.2%}"
            print(f"{backend:8} {path:24} {now:14,}  {now / sizes[path]:8.2f} a byte {change}")
            if not before or now > before * (1 + TOLERANCE):
                worse.append(f"{path} ({backend}): {now:,}, in the baseline {before or 'nothing'}")
    if write:
        BASELINE.write_text(json.dumps({"rustc": compiler(), "counts": counts}, indent=2) + "\n")
    elif not same_compiler:
        print(f"the baseline was counted with {baseline['rustc']!r}: nothing is compared", file=sys.stderr)
    elif worse:
        sys.exit("more instructions than the baseline allows:\n" + "\n".join(worse))


if __name__ == "__main__":
    main()
