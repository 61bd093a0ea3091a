"""A record of a run: what was measured, where, and the tables made from it.

    python benches/record.py                            # the tables and charts anew, from the newest record
    python benches/record.py RESULTS CRITERION FAILED   # a new record first, from what the benchmarks left

The newest record below `record/` is the source of every figure in the documents: `write_documents` renews the part
between the marks in each of `DOCUMENTS`.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

ROOT = Path(__file__).parent.parent
RECORDS = Path(__file__).parent / "record"
CHARTS = ROOT / "docs" / "benchmarks"
MARKS = ("<!-- made from the newest record: begin -->\n", "<!-- made from the newest record: end -->\n")

# What the other benchmarks leave, each in a file of its name.
MEASURED = ("end_to_end", "scaling", "columns", "validating", "pipelines")

Record = dict[str, Any]


def newest() -> Path:
    """The record of the latest date."""
    return max(RECORDS.glob("*/*.json"), key=lambda path: path.stem)


# What was measured


def machine() -> dict[str, Any]:
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
    flags = set(re.findall(r"\b(avx2|avx512f|avx512_vbmi2|sha_ni)\b", Path("/proc/cpuinfo").read_text()))
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return {
        "cpu": cpu[1] if cpu else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(int(memory[1]) / 1e6) if memory else None,
        "features": sorted(flags),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "rustc": rustc,
        "python": platform.python_version(),
    }


def commit() -> str:
    """The commit that was measured; `changed` stands behind one that the tree differs from."""
    told = ["git", "describe", "--always", "--exclude=*", "--dirty= changed"]
    return subprocess.run(told, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def machine_name(machine: dict[str, Any]) -> str:
    words = re.sub(r"\((R|TM)\)|CPU|Processor|@.*", "", machine["cpu"]).split()
    widest = "avx512" if "avx512f" in machine["features"] else "avx2" if "avx2" in machine["features"] else "scalar"
    return "-".join([*words, f"{machine['cores']}-cores", widest]).lower()


def kernels(criterion: Path) -> list[dict[str, Any]]:
    """What criterion left: the best and the median time of a pass."""
    rows = []
    for path in sorted(criterion.glob("*/*/**/new/benchmark.json")):
        about = json.loads(path.read_text())
        sample = json.loads((path.parent / "sample.json").read_text())
        times = sorted(time / runs / 1e9 for time, runs in zip(sample["times"], sample["iters"], strict=True))
        rows.append(
            {
                "group": about["group_id"],
                "function": about["function_id"],
                "sample": about["value_str"],
                "bytes": about["throughput"]["Bytes"],
                "best": times[0],
                "median": times[len(times) // 2],
            }
        )
    return rows


def peers(results: Path, failed: dict[str, str]) -> list[dict[str, Any]]:
    """What pytest-benchmark left, and the rows that are missing from it with the reason."""
    from benches.rows import jobs

    rows = [
        {**bench["extra_info"], "best": bench["stats"]["min"], "median": bench["stats"]["median"]}
        for bench in json.loads(results.read_text())["benchmarks"]
    ]
    measured = {(row["job"], row["peer"], row["call"]) for row in rows}
    rows += [
        {"job": job.name, "peer": row.peer, "call": row.call, "missing": failed.get(row.peer, "it could not be loaded")}
        for job in jobs()
        for row in job.rows
        if (job.name, row.peer, row.call) not in measured
    ]
    return rows


# The tables


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def speed(rate: float) -> str:
    """Bytes a second, to three digits."""
    for unit, size in (("GB/s", 1e9), ("MB/s", 1e6), ("kB/s", 1e3)):
        if rate >= size:
            return f"{rate / size:.3g} {unit}"
    return f"{rate:.3g} B/s"


def times(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 99.5 else f"{ratio:.3g}"


def rate(row: dict[str, Any]) -> float:
    return float(row["bytes"] / row["best"])


def limits(record: Record) -> dict[tuple[str, str], float]:
    """The speed of copying memory and of checking UTF-8 in the same run, by size."""
    rows = [row for row in record["kernels"] if row["group"] == "limits"]
    return {(row["function"], row["sample"].split("/")[1]): rate(row) for row in rows}


def beside(speed: float, *limits: float | None) -> str:
    """How a speed stands to each of the limits that are known."""
    return " ".join(f"{speed / limit:.2g}" for limit in limits if limit)


def kernel_tables(record: Record) -> Iterator[str]:
    known = limits(record)
    for group in sorted({row["group"] for row in record["kernels"]}):
        rows = [row for row in record["kernels"] if row["group"] == group]
        reading = {row["sample"]: rate(row) for row in rows if row["function"] == "read-and-validate"}
        sizes = [
            size for size in ("200B", "4kB", "4MB", "100MB") if any(row["sample"].endswith(f"/{size}") for row in rows)
        ]
        others = sorted({row["sample"].split("/")[-1] for row in rows} - set(sizes))
        lines = []
        for function, corpus in dict.fromkeys((row["function"], row["sample"].rpartition("/")[0]) for row in rows):
            cells = []
            for size in [*sizes, *others]:
                sample = f"{corpus}/{size}" if corpus else size
                found = [row for row in rows if row["function"] == function and row["sample"] == sample]
                bounds = (known.get(("memcpy", size)), known.get(("utf8-validation", size)), reading.get(sample))
                cells.append(f"{speed(rate(found[0]))} ({beside(rate(found[0]), *bounds)})" if found else "")
            lines.append([f"{function}, {corpus}" if corpus else function, *cells])
        yield f"### {group}\n\n" + table([group, *sizes, *others], lines)


def peer_tables(record: Record) -> Iterator[str]:
    known = limits(record)
    measured = [row for row in record["peers"] if "missing" not in row]
    for job in dict.fromkeys(row["job"] for row in record["peers"]):
        yield f"### {job}\n"
        for corpus, size in dict.fromkeys((row["corpus"], row["size"]) for row in measured if row["job"] == job):
            rows = [row for row in measured if (row["job"], row["corpus"], row["size"]) == (job, corpus, size)]
            rows.sort(key=rate, reverse=True)
            ours = next((rate(row) for row in rows if row["peer"] == "huzma"), None)
            yield table(
                [f"{job}: {corpus}, {size}", "speed", "× memcpy, × UTF-8", "huzma is × as fast", "same answer"],
                (
                    [
                        f"{row['peer']} {row['version']} `{row['call']}`"
                        + (f" ({row['note']})" if row["note"] else ""),
                        speed(rate(row)),
                        beside(rate(row), known.get(("memcpy", size)), known.get(("utf8-validation", size))),
                        times(ours / rate(row)) if ours and row["peer"] != "huzma" else "",
                        "" if row["same"] is None else f"{row['same']:.0%}",
                    ]
                    for row in rows
                ),
            )
        missing = [row for row in record["peers"] if row["job"] == job and "missing" in row]
        if missing:
            yield "".join(f"- {row['peer']} `{row['call']}`: not measured, {row['missing']}\n" for row in missing)


def losses(record: Record) -> str:
    """Where another tool is the faster one, the same answer or not."""
    measured = [row for row in record["peers"] if "missing" not in row]
    lines = []
    for job, corpus, size in dict.fromkeys((row["job"], row["corpus"], row["size"]) for row in measured):
        rows = [row for row in measured if (row["job"], row["corpus"], row["size"]) == (job, corpus, size)]
        ours = max((rate(row) for row in rows if row["peer"] == "huzma"), default=None)
        for row in rows:
            if ours is not None and row["peer"] != "huzma" and rate(row) > ours:
                same = "" if row["same"] is None else f", the same answer for {row['same']:.0%}"
                name = f"{row['peer']} `{row['call']}`"
                lines.append(f"- {job}, {corpus}, {size}: {name} is {times(rate(row) / ours)} × as fast{same}\n")
    return "## Where huzma is the slower one\n\n" + ("".join(lines) or "In no row of the tables.\n")


def process_tables(record: Record) -> Iterator[str]:
    reading = next(row["bytes"] / row["seconds"] for row in record["end_to_end"] if row["what"].startswith("read and"))
    yield "### Whole processes\n\n" + table(
        ["command", "wall time", "speed", "× reading and UTF-8", "peak memory, at most"],
        (
            [
                row["what"],
                f"{row['seconds']:.3g} s",
                speed(row["bytes"] / row["seconds"]) if row["bytes"] else "",
                beside(row["bytes"] / row["seconds"], reading) if row["bytes"] else "",
                f"{row['peak_bytes'] / 1e6:.0f} MB",
            ]
            for row in record["end_to_end"]
        ),
    )
    yield "### Growth\n\n" + table(
        ["what", "input", "threads", "ms a MB", "peak memory, at most"],
        (
            [
                row["what"],
                f"{row['bytes'] / 1e6:,.0f} MB",
                str(row["threads"]),
                f"{row['seconds'] / row['bytes'] * 1e9:.3g}",
                f"{row['peak_bytes'] / 1e6:.0f} MB",
            ]
            for row in record["scaling"]
        ),
    )


def column_tables(record: Record) -> Iterator[str]:
    yield "### Columns\n\n" + table(
        ["what", "column", "speed", "× memcpy", "note"],
        (
            [
                row["what"],
                f"{row['bytes'] / 1e6:,.0f} MB",
                speed(row["bytes"] / row["seconds"]),
                f"{row['memcpy_seconds'] / row['seconds']:.2g}",
                row["note"],
            ]
            for row in record["columns"]
        ),
    )


def validating_tables(record: Record) -> Iterator[str]:
    rows = [row for row in record["validating"] if "seconds" in row]
    yield f"### Records: {rows[0]['records']:,} small ones, a hundredth of them broken\n\n" + table(
        ["what", "records a second", "× pydantic's loop"],
        ([row["what"], f"{row['records'] / row['seconds']:,.0f}", f"{row['ratio']:.2f}"] for row in rows),
    )
    for row in record["validating"]:
        if "peak_bytes" in row:
            size, peak = f"{row['bytes'] / 1e9:.0f} GB", f"{row['peak_bytes'] / 1e6:.0f} MB"
            yield f"`{row['what']}` over {size}: peak memory at most {peak}.\n"


def pipeline_table(record: Record) -> str:
    """The table of docs/guides/scale.md: what ten terabytes take."""
    lines = []
    for row in record["pipelines"]:
        speed = row["bytes"] / row["seconds"]
        hours = 10e12 / speed / 3600
        lines.append(
            [
                row["what"],
                f"{speed / 1e6:.3g}",
                f"{hours:,.0f}",
                f"{hours / 64:.2g} h",
                f"{row['peak_bytes'] / 1e6:.0f} MB",
            ]
        )
    head = ["pipeline", "MB/s a core", "10 TB, core hours", "on 64 such cores", "peak memory, at most"]
    return about(record) + "\n" + table(head, lines)


def about(record: Record) -> str:
    where = record["machine"]
    return (
        f"Measured on {record['date']} with huzma {record['version']} ({record['commit']}) on {where['cpu']} "
        f"({where['cores']} cores, {', '.join(where['features'])}), {where['system']}, {where['rustc']}, "
        f"CPython {where['python']}.\n"
    )


CORE = """## The core

In brackets: × the speed of memcpy and × that of checking UTF-8, over a text of the same size in the same run; for
bundles, × that of reading the same file and checking its UTF-8.
"""


def document(record: Record) -> str:
    """The tables of docs/benchmarks.md."""
    parts = [about(record), CORE]
    parts += kernel_tables(record)
    parts.append("## Other tools, from Python\n")
    parts += peer_tables(record)
    parts.append(losses(record))
    parts.append("## Columns and records\n")
    parts += column_tables(record)
    parts += validating_tables(record)
    parts.append("## Processes\n")
    parts += process_tables(record)
    return "\n".join(parts)


def readme(record: Record) -> str:
    """The table of the README: for each job, huzma beside the fastest other tool, on news."""
    measured = [row for row in record["peers"] if "missing" not in row]
    lines = []
    for job in dict.fromkeys(row["job"] for row in measured):
        rows = [row for row in measured if row["job"] == job]
        corpus, size = ("news" if any(row["corpus"] == "news" for row in rows) else rows[0]["corpus"]), "4kB"
        rows = [row for row in rows if (row["corpus"], row["size"]) == (corpus, size)]
        ours = max((row for row in rows if row["peer"] == "huzma"), key=rate, default=None)
        other = max((row for row in rows if row["peer"] != "huzma"), key=rate, default=None)
        if ours and other:
            name = f"{other['peer']} `{other['call']}`, {speed(rate(other))}"
            lines.append([job, speed(rate(ours)), name, times(rate(ours) / rate(other))])
    return about(record) + "\n" + table(["job, on 4 kB of news", "huzma", "the fastest other", "ratio"], lines)


def replaced(text: str, made: str) -> str:
    """The text with what stands between the marks made anew."""
    begin, end = (text.index(mark) for mark in MARKS)
    return text[: begin + len(MARKS[0])] + "\n" + made + "\n" + text[end:]


# Each document with figures, and what makes them.
DOCUMENTS = {
    ROOT / "README.md": readme,
    ROOT / "docs" / "benchmarks.md": document,
    ROOT / "docs" / "guides" / "scale.md": pipeline_table,
}


def write_documents(record: Record) -> None:
    for path, make in DOCUMENTS.items():
        path.write_text(replaced(path.read_text("utf-8"), make(record)), "utf-8")


def write_charts(record: Record) -> None:
    """A chart for each job on news, the same bytes for the same record."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "huzma"
    from matplotlib import pyplot

    CHARTS.mkdir(parents=True, exist_ok=True)
    measured = [row for row in record["peers"] if "missing" not in row and row["size"] == "4kB"]
    for job in dict.fromkeys(row["job"] for row in measured):
        corpus = next(row["corpus"] for row in measured if row["job"] == job)
        rows = [row for row in measured if (row["job"], row["corpus"]) == (job, corpus)]
        rows.sort(key=rate)
        figure, axes = pyplot.subplots(figsize=(8, 0.6 + 0.32 * len(rows)))
        labels = [f"{row['peer']} {row['call']}" for row in rows]
        colours = ["#0b6e4f" if row["peer"] == "huzma" else "#9aa5b1" for row in rows]
        bars = axes.barh(range(len(rows)), [rate(row) / 1e6 for row in rows], color=colours)
        axes.bar_label(bars, [speed(rate(row)) for row in rows], padding=3, fontsize=8)
        axes.set_yticks(range(len(rows)), labels, fontsize=8)
        axes.set_xscale("log")
        axes.margins(x=0.25)
        axes.set_title(f"{job}: {corpus}, 4 kB, MB/s", fontsize=10)
        figure.savefig(CHARTS / f"{job.replace(' ', '-')}.svg", bbox_inches="tight", metadata={"Date": None})
        pyplot.close(figure)


def write(results: Path, criterion: Path, failed: Path) -> Path:
    """Writes a record of today; where it is."""
    from importlib.metadata import version

    where = machine()
    made: Record = {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "version": version("huzma"),
        "commit": commit(),
        "machine": where,
        "corpora": json.loads((Path(__file__).parent / "data" / "manifest.json").read_text()),
        "kernels": kernels(criterion),
        "peers": peers(results / "peers.json", json.loads(failed.read_text())),
        **{name: json.loads((results / f"{name}.json").read_text()) for name in MEASURED},
    }
    path = RECORDS / machine_name(where) / f"{made['date']}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("left", nargs="*", type=Path, metavar="RESULTS CRITERION FAILED")
    left = parser.parse_args().left
    if left:
        print(write(*left).relative_to(ROOT))
    made = json.loads(newest().read_text("utf-8"))
    write_documents(made)
    write_charts(made)


if __name__ == "__main__":
    main()
