"""The passages of `tests/passages/` (its `README.md` states the form)."""

from __future__ import annotations

import re
from pathlib import Path

_PASSAGE = re.compile(r"^## (.+)\n\n```text\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{([0-9A-F]+)\}|(.))", re.DOTALL)
_NAMED = {"n": "\n", "r": "\r", "t": "\t"}


def passages() -> dict[str, str]:
    """All passages by their titles."""
    found: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / "passages").glob("*.md")):
        if path.name != "README.md":
            found |= {title: unescaped(body) for title, body in _PASSAGE.findall(path.read_text(encoding="utf-8"))}
    return found


def unescaped(body: str) -> str:
    """A text with its escapes replaced."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else _NAMED.get(match[2], match[2]), body)
