"""What fixing changes in a file: written in one go, or shown as a diff."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from difflib import diff_bytes, unified_diff
from pathlib import Path

from huzma import _core
from huzma.checking import Fixed
from huzma.cli.visible import visible
from huzma.documents import Bundle, Document
from huzma.errors import BundleError
from huzma.tables import Given
from huzma.writing import store

Piece = tuple[int, int, bytes, bytes]
"""A range of bytes of a file, what stands there and what is to stand there."""


Stamp = tuple[int, int, int, int]
"""What of a file changes when somebody writes to it or replaces it."""

_ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.zst")
_SEALED = b"%huzma 1 sealed\n"
_HARMLESS = frozenset({"BN001", "BN005", "BN036", "BN037", "BN038"})
"""What may be found in a container that is written again: it says nothing of what would be lost by that."""


class Changes:
    """What fixing changes in one file, gathered while it is read: a file is written once or not at all.

    Where bytes can be replaced, only those are kept, not the documents. An archive and a sealed bundle are written
    again as a whole, which leaves all but the changed documents as they were.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.applied = 0
        """How many fixes were applied."""
        self.settled = 0
        """How many documents stand before the first that changes: theirs are the only places that stay."""
        self._pieces: list[Piece] = []
        self._texts: dict[int, tuple[str, str]] = {}
        self._stamp = _stamp(path)

    def __bool__(self) -> bool:
        return bool(self._pieces or self._texts)

    def add(self, document: Document, fixed: Fixed) -> None:
        """Takes a document that changes.

        Raises:
            BundleError: Its container does not allow it.
        """
        try:
            self._pieces.append(document.splice(fixed.text))
        except BundleError:
            if not _is_written_again(self.path):
                raise
            self._texts[document.index] = document.text, fixed.text
        self.applied += sum(fixed.applied.values())

    def write(self) -> None:
        """Writes the file.

        Raises:
            BundleError: It is no longer what was read, holds more than documents, or cannot be written; it stays as it
                is.
        """
        if self._texts:
            bundle = Bundle(self.path)
            store(
                self._documents(bundle),
                self.path,
                format=None,
                seal=True,
                overwrite=False,
                text_field="text",
                metadata=bundle.metadata,
            )
        else:
            _core.splice_file(self.path, 0 if self._stamp is None else self._stamp[0], self._pieces)

    def _documents(self, bundle: Bundle) -> Iterator[Given]:
        """The documents of the file as they are to be written."""
        left, last = dict(self._texts), -1
        for document in bundle:
            if document.number is not None and document.number <= last:
                raise self._refused("its numbers don't ascend: several bundles follow each other, or it was edited")
            last = last if document.number is None else document.number
            old, new = left.pop(document.index, (None, None))
            if new is None:
                yield document.core
            elif document.text == old:
                yield document.id, document.number, document.metadata, new
            else:
                raise self._changed()
        found = sorted(set(bundle.findings.counts) - _HARMLESS)
        if found:
            raise self._refused(f"it is damaged, or holds more than documents ({', '.join(found)})")
        if left or self._stamp is None or _stamp(self.path) != self._stamp:
            raise self._changed()

    def _refused(self, reason: str) -> BundleError:
        advice = "unpack it, fix the folder and pack it again"
        return BundleError(f"{self.path}: {reason}: {advice}", kind="unsupported", path=self.path)

    def _changed(self) -> BundleError:
        return BundleError(f"{self.path}: changed while it was read", kind="changed", path=self.path)

    def diff(self) -> bytes:
        """What `write` would do, as a unified diff of the file, or of the texts in an archive.

        Raises:
            BundleError: The file is no longer what was read.
            OSError: It cannot be read.
        """
        if self._texts:
            texts = ((f"{self.path}:{index}", *pair) for index, pair in self._texts.items())
            return b"".join(diff(name, old.encode(), new.encode()) for name, old, new in texts)
        old = Path(self.path).read_bytes()
        return diff(self.path, old, spliced(self.path, old, self._pieces))


def _is_written_again(path: str) -> bool:
    if path.lower().endswith(_ARCHIVES):
        return True
    try:
        with Path(path).open("rb") as file:
            return path.lower().endswith(".huzma") and file.read(len(_SEALED)) == _SEALED
    except OSError:
        return False


def _stamp(path: str) -> Stamp | None:
    try:
        stat = Path(path).stat()
    except OSError:  # gone since it was read: writing will say so
        return None
    return stat.st_size, stat.st_mtime_ns, stat.st_ino, stat.st_dev


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
