"""Every row and block of docs/types.md is true."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

import huzma.types

PAGE = (Path(__file__).parent.parent / "docs" / "types.md").read_text("utf-8")
ROWS = re.findall(r"^\| `(\w+)` \| `([^`]+)` \| `([^`]+)` \|$", PAGE, flags=re.MULTILINE)


@pytest.mark.parametrize(("name", "text", "value"), ROWS)
def test_the_row_of_a_type(name: str, text: str, value: str) -> None:
    adapter: TypeAdapter[object] = TypeAdapter(getattr(huzma.types, name))
    if re.fullmatch("[a-z_]+", value):
        with pytest.raises(ValidationError) as caught:
            adapter.validate_python(text)
        assert [error["type"] for error in caught.value.errors()] == [value]
        return
    read = adapter.validate_python(text)
    assert adapter.dump_python(read, mode="json") == json.loads(value)
    assert adapter.validate_json(json.dumps(text)) == read


def test_every_type_has_a_row() -> None:
    classes = {"CURRENCIES", "WORDING", "NormalizedText", "FixedText", "Period", "Lint", "Fixed", "Normalized"}
    names = {name for name in huzma.types.__all__ if name[0].isupper() and not name.endswith("Options")}
    assert {name for name, _, _ in ROWS} == names - classes
    assert len(ROWS) > 45


def test_the_blocks_run() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert len(blocks) == 7
    names: dict[str, object] = {"__name__": "docs_types"}
    for block in blocks:
        exec(compile(block, "docs/types.md", "exec", dont_inherit=True), names)
