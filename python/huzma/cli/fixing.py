"""What fixing changes in a file: written in one go, or shown as a diff."""

from __future__ import annotations

import os
from collections.abc import Sequence
from difflib import diff_bytes, unified_diff
from pathlib import Path

from huzma import _core
from huzma.checking import Fixed
from huzma.cli.visible import visible
from huzma.documents import Document
from huzma.errors import BundleError

Piece = tuple[int, int, bytes, bytes]
"""A range of bytes of a file, what stands there and what is to stand there."""


class Changes:
    """What fixing changes in one file, gathered while it is read: a file is written once or not at all.

    Only the bytes to be replaced are kept, not the documents.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.applied = 0
        """How many fixes were applied."""
        self.settled = 0
        """How many documents stand before the first that changes: theirs are the only places that stay."""
        self._pieces: list[Piece] = []
        try:
            self._size = Path(path).stat().st_size
        except OSError:  # gone since it was read: writing will say so
            self._size = 0

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def add(self, document: Document, fixed: Fixed) -> None:
        """Takes a document that changes.

        Raises:
            BundleError: Its container does not allow it.
        """
        self._pieces.append(document.splice(fixed.text))
        self.applied += sum(fixed.applied.values())

    def write(self) -> None:
        """Writes the file.

        Raises:
            BundleError: It is no longer what was read, or cannot be written; it stays as it is.
        """
        _core.splice_file(self.path, self._size, self._pieces)

    def diff(self) -> bytes:
        """What `write` would do, as a unified diff of the file.

        Raises:
            BundleError: The file is no longer what was read.
            OSError: It cannot be read.
        """
        old = Path(self.path).read_bytes()
        return diff(self.path, old, spliced(self.path, old, self._pieces))


def spliced(path: str, content: bytes, pieces: Sequence[Piece]) -> bytes:
    """The content with ranges replaced; ranges ascend.

    Raises:
        BundleError: A range does not hold what was read there.
    """
    parts = []
    end = 0
    for first, last, old, new in pieces:
        if content[first:last] != old:
            raise BundleError(f"{path}: changed while it was read", kind="changed", path=path, byte=first)
        parts += [content[end:first], new]
        end = last
    return b"".join([*parts, content[end:]])


def diff(path: str, old: bytes, new: bytes) -> bytes:
    """A unified diff between two contents of a file; lines end at LF, whatever else the text holds."""
    name = _header_name(path)
    lines = diff_bytes(unified_diff, _lines(old), _lines(new), name, name)
    return b"".join(line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n" for line in lines)


def _lines(content: bytes) -> list[bytes]:
    lines = content.split(b"\n")
    last = lines.pop()
    return [line + b"\n" for line in lines] + ([last] if last else [])


def _header_name(path: str) -> bytes:
    shown = visible(path)
    return os.fsencode(path) if shown == path else f'"{shown}"'.encode()
