"""What the guides and the hook say to run, runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import CLEAN, COMMA, IDS, Folder, Run

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "guides" / "check-in-ci.md"
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def test_the_commands_of_the_guide_run(folder: Folder, tmp_path: Path) -> None:
    folder(COMMA + "كتـاب\n", CLEAN, name="data")
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "huzma").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m huzma "$@"\n')
    (tools / "huzma").chmod(0o755)
    outputs = []
    for block in blocks("sh"):
        process = subprocess.run(
            ["sh", "-e", "-c", block],
            cwd=tmp_path,
            env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"},
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert process.returncode == 0, (block, process.stderr.decode())
        outputs.append(process.stdout.decode())
    assert len(outputs) == 7
    assert outputs[:3] == ["", "", ""]  # all is known
    assert f"::warning file=data/000_{IDS[0]}.txt,line=1,col=16," in outputs[3]
    (run,) = json.loads((tmp_path / "huzma.sarif").read_text("utf-8"))["runs"]
    assert {result["ruleId"] for result in run["results"]} >= {"PN001", "LT006"}
    assert {row["code"] for row in json.loads((tmp_path / "counts.json").read_text("utf-8"))} >= {"PN001", "LT006"}
    assert json.loads(outputs[6])["path"] == "data/new.txt"
    known = json.loads((tmp_path / "huzma-baseline.json").read_text("utf-8"))["findings"]
    assert list(known) == [f"data/000_{IDS[0]}.txt"]


def field(name: str) -> str:
    (value,) = re.findall(rf"^[- ] {name}: (.+?)(?: #.*)?$", HOOKS.read_text("utf-8"), flags=re.MULTILINE)
    return str(value)


def test_the_hook_checks_the_files_it_is_given(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA, CLEAN)
    assert field("id") in blocks("yaml")[0]
    program, *arguments = shlex.split(field("entry"))
    assert program == "huzma"
    names = sorted(str(path) for path in root.iterdir() if re.search(field("files"), path.name))
    assert len(names) == 2
    result = huzma(*arguments, "--format", "concise", "--select", "PN001", *names)
    assert result.status == 1
    assert result.text.startswith(names[0])
    assert huzma(*arguments, "--select", "PN001", names[1]).status == 0


def test_the_hook_is_one_that_pre_commit_takes() -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib")
    (hook,) = clientlib.load_manifest(str(HOOKS))
    assert (hook["id"], hook["language"], hook["require_serial"]) == ("huzma-check", "python", True)


def test_the_walk_from_dirty_files_to_parquet_runs(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    text = (ROOT / "docs" / "guides" / "validate-incoming-files.md").read_text("utf-8")
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "huzma").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m huzma "$@"\n')
    (tools / "huzma").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
    shown = re.findall(r"^```text\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    outputs = []
    for language, block in re.findall(r"^```(sh|python)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL):
        command = ["sh", "-e", "-c", block] if language == "sh" else [sys.executable, "-c", block]
        process = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=120, text=True
        )
        assert process.returncode == 0, f"{block}\n{process.stderr}"
        outputs.append(process.stdout)
    assert shown == [output for output in outputs if output]
