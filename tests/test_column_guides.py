"""What the guides to columns and pipelines show, runs."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from test_engines import shards

ROOT = Path(__file__).parent.parent
GUIDES = ROOT / "docs" / "guides"


def blocks(name: str, language: str) -> list[str]:
    text = (GUIDES / name).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["columns.md", "scale.md"])
def test_python_blocks_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("polars", "pandas", "duckdb"):
        pytest.importorskip(library, reason=f"{library} is not installed")
    monkeypatch.chdir(ROOT)
    code = "\n".join(blocks(name, "python"))
    assert code
    exec(compile(code, name, "exec"), {})


def test_the_pipeline_and_its_commands_run(tmp_path: Path) -> None:
    [pipeline] = blocks("scale.md", "toml")
    (tmp_path / "pipeline.toml").write_text(pipeline, encoding="utf-8")
    shards(tmp_path / "shards", 2)
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "huzma").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m huzma "$@"\n')
    (tools / "huzma").chmod(0o755)
    [commands] = blocks("scale.md", "sh")
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
    process = subprocess.run(
        ["sh", "-e", "-c", commands], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    assert process.stderr.count("part-000000") == 1, "the second run has found that all is done"
    shown = re.findall(r"^\| `([a-z]+)[/.]", (GUIDES / "scale.md").read_text("utf-8"), flags=re.MULTILINE)
    there = {path.name.removesuffix(".json") for path in (tmp_path / "out").iterdir()}
    assert {"accepted", "rejected", "receipts", "manifest"} <= set(shown) & there


@pytest.mark.parametrize("name", ["columns.md", "scale.md"])
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", (GUIDES / name).read_text("utf-8")):
        assert (GUIDES / target).exists(), target
