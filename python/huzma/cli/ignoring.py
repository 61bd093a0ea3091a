"""Rules that stay silent in some files: `per-path-ignores`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from huzma import _core
from huzma.checking import selection

_GLOB = re.compile(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", re.DOTALL)


class PathIgnores:
    """Which codes report in a file.

    Args:
        ignores: Patterns of paths and the selectors that they ignore; what several patterns say adds up.
        root: The folder that the patterns are relative to.
        selected: Which codes report where no pattern says otherwise.

    Raises:
        SelectorError: A selector names nothing.
    """

    def __init__(self, ignores: Mapping[str, Sequence[str]], root: Path, selected: _core.Selection) -> None:
        self._patterns = [(glob_pattern(glob), list(selectors)) for glob, selectors in ignores.items()]
        for _, selectors in self._patterns:
            selection(None, selectors)  # an unknown one is an error before anything is read
        self._roots = sorted({os.path.abspath(root), os.path.realpath(root)})  # noqa: PTH100 (a link keeps its name)
        self._selected = selected
        self._made: dict[frozenset[int], _core.Selection] = {}

    def selection(self, path: str | None) -> _core.Selection:
        """Which codes report in a file; None is a text without one."""
        if not self._patterns or path is None:
            return self._selected
        names = self._names(path)
        matching = frozenset(
            index for index, (pattern, _) in enumerate(self._patterns) if any(map(pattern.fullmatch, names))
        )
        if not matching:
            return self._selected
        made = self._made.get(matching)
        if made is None:
            ignored = [selector for index in sorted(matching) for selector in self._patterns[index][1]]
            made = self._made[matching] = selection(self._selected.codes(), ignored)
        return made

    def _names(self, path: str) -> list[str]:
        absolute = os.path.abspath(path)  # noqa: PTH100 (a Path cannot say it without following links)
        return [absolute, *(os.path.relpath(absolute, root) for root in self._roots)]


def glob_pattern(glob: str) -> re.Pattern[str]:
    """What a pattern of paths matches.

    `*` and `?` stay within a name, `**` crosses folders, `[abc]` is one of these. A pattern without a slash matches a
    name in any folder; one that matches a folder matches all below it.
    """
    glob = glob.removeprefix("./")
    body = "".join(_translated(part) for part in _GLOB.findall(glob.rstrip("/")))
    anywhere = "" if "/" in glob.rstrip("/") else "(?:.*/)?"
    return re.compile(f"{anywhere}{body}(?:/.*)?", re.DOTALL)


def _translated(part: str) -> str:
    if part in _WILD:
        return _WILD[part]
    if len(part) > 1:  # a set of characters
        negated = part[1] == "!"
        characters = re.sub(r"([\\^\[&~|])", r"\\\1", part[2 if negated else 1 : -1])
        return f"(?!/)[{'^' if negated else ''}{characters}]"
    return re.escape(part)


_WILD = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
