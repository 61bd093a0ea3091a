"""The code blocks of the README and of the documents run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = ["README.md"]


def python_blocks() -> list[tuple[str, str]]:
    blocks = []
    for name in DOCUMENTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        # The blocks of a document build on each other.
        code = "\n".join(re.findall(r"^```python\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL))
        blocks.append((name, code))
    return blocks


@pytest.mark.parametrize(("name", "code"), python_blocks())
def test_python_blocks_run(name: str, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert code
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        exec(compile(code, name, "exec"), {})
    finally:
        os.chdir(before)
    assert len(capsys.readouterr().out.splitlines()) == 6


def test_the_output_shown_is_the_output_there_is() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"^```text\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    result = subprocess.run(
        [sys.executable, "-m", "huzma", "check", "seeds/", "--format", "full"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert result.returncode == 1
    printed = result.stdout.decode().splitlines()
    assert all(line in printed for line in shown.splitlines())


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/design.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert ((ROOT / name).parent / target).exists(), target
