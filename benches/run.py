"""The whole run: `make bench`, or `python benches/run.py`. Needs cargo and the network for what it installs.

It makes an environment in `.cache/bench` with huzma and the tools compared, writes the corpora, runs every benchmark,
and leaves a record, the tables and the charts.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache" / "bench"
BIN = CACHE / "venv" / "bin"
TOOLS = ("pytest", "pytest-benchmark", "matplotlib", "maturin")


def say(what: str) -> None:
    print(f"=== {what}", flush=True)


def run(*command: str | Path, **variables: str) -> None:
    subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **variables}, check=True)


def install() -> None:
    """Installs huzma and, each by itself, the tools compared; those that fail are noted with the last line of why."""
    if not BIN.exists():
        run(sys.executable, "-m", "venv", CACHE / "venv")
    run(BIN / "pip", "install", "--quiet", *TOOLS)
    shutil.rmtree(CACHE / "dist", ignore_errors=True)
    run(
        BIN / "maturin",
        "build",
        "--release",
        "--locked",
        "--quiet",
        "--interpreter",
        BIN / "python",
        "--out",
        CACHE / "dist",
    )
    wheel = next((CACHE / "dist").glob("*.whl"))
    run(BIN / "pip", "install", "--quiet", "--force-reinstall", f"{wheel}[arrow,polars]")
    failed = {}
    for line in (Path(__file__).parent / "peers.txt").read_text().splitlines():
        requirement, *options = line.split("#")[0].split() or [""]
        if not requirement:
            continue
        command = [str(BIN / "pip"), "install", "--quiet", *options, requirement]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            name = requirement.split("==")[0]
            errors = [line for line in result.stderr.splitlines() if line.startswith("ERROR")]
            failed[name] = (errors or ["pip failed"])[0].removeprefix("ERROR: ")[:160]
            say(f"{requirement} cannot be installed: {failed[name]}")
    (CACHE / "failed.json").write_text(json.dumps(failed, indent=2) + "\n")


def measure(quick: bool, corpus: Path | None, only: str | None) -> Path:
    """Runs the benchmarks; the folder with what they left."""
    out = CACHE / "results"
    out.mkdir(parents=True, exist_ok=True)
    size = "4MB" if quick else "100MB"
    chosen = ["-k", only] if only else []
    say("corpora")
    run(BIN / "python", "benches/corpus.py", "--size", size, *(("--corpus", corpus) if corpus else ()))
    say("kernels")
    shutil.rmtree(target() / "criterion", ignore_errors=True)
    run(
        "cargo",
        "bench",
        "--locked",
        "--quiet",
        "-p",
        "huzma-benches",
        "--bench",
        "kernels",
        "--",
        *([only] if only else []),
    )
    say("other tools")
    run(
        *(BIN / "python", "-m", "pytest", "benches/peers.py", "--quiet", "--override-ini=filterwarnings=default"),
        *(
            "-p",
            "no:cacheprovider",
            "--benchmark-columns=min,median",
            f"--benchmark-json={out / 'peers.json'}",
            *chosen,
        ),
        RAYON_NUM_THREADS="1",
        TOKENIZERS_PARALLELISM="false",
    )
    say("whole processes")
    run(
        BIN / "python",
        "benches/end_to_end.py",
        "--out",
        out / "end_to_end.json",
        *(["--files", "500"] if quick else []),
    )
    say("growth")
    largest = "10MB" if quick else "4GB"
    run(BIN / "python", "benches/scaling.py", "--out", out / "scaling.json", "--largest", largest)
    say("columns")
    run(BIN / "python", "benches/columns.py", "--out", out / "columns.json", "--largest", largest)
    say("records")
    small = ["--records", "20000", "--bytes", "10000000"] if quick else []
    run(BIN / "python", "benches/validating.py", "--out", out / "validating.json", *small)
    say("pipelines")
    size = "1MB" if quick else "32MB"
    run(BIN / "python", "benches/pipelines.py", "--out", out / "pipelines.json", "--size", size)
    return out


def target() -> Path:
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small corpora; no record is written")
    parser.add_argument("--corpus", type=Path, help="texts of your own in the place of news; no record is written")
    parser.add_argument("-k", dest="only", help="only the benchmarks with this in their name; no record is written")
    arguments = parser.parse_args()
    say("environment")
    install()
    results = measure(arguments.quick, arguments.corpus, arguments.only)
    if not (arguments.quick or arguments.corpus or arguments.only):
        say("record")
        run(BIN / "python", "benches/record.py", results, target() / "criterion", CACHE / "failed.json")


if __name__ == "__main__":
    main()
