"""Pipelines on Ray with two workers: the same bytes as on this machine, whatever dies in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from columns import some_texts
from huzma.engines import Pipeline, run
from huzma.errors import EngineError
from test_engines import ALL_STEPS, contents, library_toml, receipts, shards, wait_for

ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'huzma[ray]'")
pytest.importorskip("ray.data", reason="ray has no data: pip install 'huzma[ray]'")

pytestmark = pytest.mark.filterwarnings("default")  # what Ray warns of is not ours


@pytest.fixture
def cluster() -> Iterator[None]:
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=256 << 20)
    yield
    ray.shutdown()


def test_ray_makes_what_this_machine_makes(tmp_path: Path, cluster: None) -> None:
    source, pipeline = shards(tmp_path / "in", 5), Pipeline(library_toml(ALL_STEPS))
    here = run(pipeline, [source], tmp_path / "local")
    assert run(pipeline, [source], tmp_path / "ray", engine="ray") == here
    assert contents(tmp_path / "ray") == contents(tmp_path / "local")
    # A cluster of somebody's own stays.
    assert ray.is_initialized()

    from huzma.engines.ray import map_batches

    table = pa.table({"id": range(300), "text": pa.array(some_texts(300), pa.string())})
    want = pipeline(table)
    for blocks in (1, 7):
        dataset = ray.data.from_arrow(table).repartition(blocks)
        made = map_batches(dataset, pipeline).sort("id")
        assert pa.concat_tables(ray.get(made.to_arrow_refs())).combine_chunks().equals(want.combine_chunks())

    # What may wait for ever is refused.
    with pytest.raises(EngineError, match="leave compute out") as raised:
        map_batches(dataset, pipeline, compute=ray.data.ActorPoolStrategy(size=2))
    assert raised.value.kind == "refused"
    with pytest.raises(EngineError, match="batches of pyarrow"):
        map_batches(dataset, pipeline, batch_format="pandas")


def children(pid: int) -> dict[int, str]:
    """The processes below a process, and what they are called."""
    parents: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text()
                name = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue  # it has ended
            parents[int(entry.name)] = (int(status.rpartition(")")[2].split()[1]), name)
    found = {pid: ""}
    while True:
        more = {child: name for child, (parent, name) in parents.items() if parent in found and child not in found}
        if not more:
            return found
        found |= more


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "pipeline.toml").write_text(ALL_STEPS, encoding="utf-8")
    source = shards(tmp_path / "in", 24, rows=400)
    out = tmp_path / "out"
    arguments = [str(tmp_path / "pipeline.toml"), str(source), "-o", str(out), "--engine", "ray", "--jobs", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "huzma", "run", *arguments], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(lambda: len(receipts(out)) >= 2, process)
        killed = kill_worker(process, out)
    finally:
        _, message = process.communicate(timeout=300)
    assert process.returncode == 0, message.decode()
    assert killed, "a worker was killed in the middle"
    run(Pipeline.load(tmp_path / "pipeline.toml"), [source], tmp_path / "local")
    assert contents(out) == contents(tmp_path / "local")
    assert not list(out.rglob(".tmp-*"))


def kill_worker(process: subprocess.Popen[Any], out: Path) -> bool:
    """Kills a worker while it is at a part."""
    for _ in range(2000):
        for pid, name in children(process.pid).items():
            if name.startswith("ray::") and "Map" in name:
                os.kill(pid, signal.SIGKILL)
                return len(receipts(out)) < 24
        time.sleep(0.005)
    return False
