"""Every row and block of docs/normalizing.md is true."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import huzma
from huzma import _core

PAGE = (Path(__file__).parent.parent / "docs" / "normalizing.md").read_text("utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| `([^`]+)` → `([^`]+)` \|", PAGE, flags=re.MULTILINE)


def plain(text: str) -> str:
    return re.sub(r"\\u\{([0-9A-F]+)\}", lambda match: chr(int(match[1], 16)), text)


@pytest.mark.parametrize(("step", "source", "result"), ROWS)
def test_the_example_of_a_step(step: str, source: str, result: str) -> None:
    normalizer = huzma.Normalizer({"steps": [json.loads(step) if step.startswith("{") else step]})
    assert normalizer(plain(source)) == plain(result)
    assert normalizer.align(plain(source)).text == plain(result)


def test_every_step_and_profile_has_a_row() -> None:
    named = {next(iter(json.loads(step))) if step.startswith("{") else step for step, _, _ in ROWS}
    assert named == {step["name"] for step in _core.profile_steps()}
    for name in huzma.profiles():
        assert f"| `{name}` |" in PAGE


def test_the_blocks_run() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "docs/normalizing.md", "exec"), names)
