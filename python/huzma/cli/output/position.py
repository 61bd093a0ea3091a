"""Lines and columns of files, for formats whose readers open the file.

`Finding.line` counts in the document. Where a file is one document that is the line of the file too; in a text bundle
the file has lines before the document, and they are counted here, in one pass over a file as its findings come.
"""

from __future__ import annotations

import re
from typing import IO, NamedTuple

from huzma.cli.output import bytes_of_file, names_document
from huzma.models import Finding

_LINE_END = re.compile(r"\r\n|\r|\n")
_BLOCK = 1 << 16
_LONGEST_LINE = 1 << 20
"""In a longer line, in bytes, columns are not counted."""


class Region(NamedTuple):
    """A place in a file: lines and columns from 1, in code points; the end column is the one behind the last."""

    line: int
    column: int
    end_line: int
    end_column: int


class Positions:
    """Finds the places of findings in their files; findings of one file come one after the other.

    Args:
        encoding: In which encoding texts were read; lines are counted in UTF-8 only.
    """

    def __init__(self, encoding: str = "utf-8") -> None:
        self._utf8 = encoding.lower() in ("utf-8", "utf8")
        self._path: str | None = None
        self._lines: _Lines | None = None

    def region(self, finding: Finding) -> Region | None:
        """Where a finding is in its file; None where the whole file is meant or the file does not tell."""
        start: tuple[int, int] | None
        if finding.line is not None and finding.column is not None and not names_document(finding):
            start = finding.line, finding.column
        else:
            start = self._located(finding)
        return None if start is None else Region(*start, *after(*start, finding.text))

    def close(self) -> None:
        """Closes the file that is open."""
        if self._lines is not None:
            self._lines.file.close()
        self._lines, self._path = None, None

    def _located(self, finding: Finding) -> tuple[int, int] | None:
        path = finding.path
        if finding.byte_start is None or path is None or not bytes_of_file(finding):
            return None
        if not (self._utf8 or names_document(finding)):  # what holds many documents is in UTF-8 always
            return None
        try:
            if path != self._path:
                self.close()
                self._path = path
                self._lines = _Lines(open(path, "rb"))  # noqa: PTH123, SIM115 (a Path cannot hold every name)
            return None if self._lines is None else self._lines.locate(finding.byte_start)
        except (OSError, ValueError):
            return None


def after(line: int, column: int, text: str) -> tuple[int, int]:
    """The line and column behind a text that begins at a line and a column."""
    lines = _LINE_END.split(text)
    return (line, column + len(text)) if len(lines) == 1 else (line + len(lines) - 1, len(lines[-1]) + 1)


class _Lines:
    """The lines of an open file, counted as far as they were asked for."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self._restart()

    def locate(self, byte: int) -> tuple[int, int] | None:
        """The line and the column of a byte; None where the line is so long that nobody counts."""
        if byte < self._read:
            self._restart()
        while self._read < byte:
            self.file.seek(self._read)
            block = self.file.read(min(_BLOCK, byte - self._read))
            if not block:
                return None
            self._count(block)
        if byte - self._line_start > _LONGEST_LINE:
            return None
        self.file.seek(self._line_start)
        before = self.file.read(byte - self._line_start)
        return self._line, sum(unit & 0xC0 != 0x80 for unit in before) + 1

    def _restart(self) -> None:
        self._read = 0
        self._line = 1
        self._line_start = 0
        self._after_return = False

    def _count(self, block: bytes) -> None:
        split = self._after_return and block.startswith(b"\n")  # a CRLF between two blocks is one line end
        self._line += block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n") - split
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        if last >= 0:
            self._line_start = self._read + last + 1
        self._after_return = block.endswith(b"\r")
        self._read += len(block)
