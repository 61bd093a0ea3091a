"""`huzma parse`: documents become typed records."""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Annotated, Protocol

from cyclopts import Parameter

from huzma import _core
from huzma.articles import to_article
from huzma.cli.app import DASH
from huzma.cli.limiting import limits_of
from huzma.cli.output.concise import concise
from huzma.cli.output.json import to_json
from huzma.cli.streams import DONE, FAILED, Output, Terminal
from huzma.cli.tally import Tally
from huzma.documents import Bundle, Document
from huzma.models import Finding, Limits
from huzma.whole import WholeFile, not_written

_SUFFIXES = (".jsonl",)


class Sink(Protocol):
    """What records are written to."""

    def print(self, text: str) -> None:
        """Takes text."""


def parse(
    *paths: str,
    output: Annotated[str, Parameter(name=["--output", "-o"])] = DASH,
    encoding: str = "utf-8",
    limit: list[str] | None = None,
    anchor: str | None = None,
    terminal: Annotated[Terminal, Parameter(parse=False)],
) -> int:
    """Turn documents into typed records: one JSON object, an Article, a document and line.

    What is found in the containers goes to standard error, what is found in a text is part of its record. A file is
    written whole or not at all. Exit status: 0 done, 2 refused or not done.

    Parameters
    ----------
    paths
        Files and folders; - is standard input, read as one text.
    output
        The .jsonl file to write; standard output by default.
    encoding
        The encoding of the texts: utf-8, auto, or a name such as windows-1256.
    limit
        Raise or lower a limit on what is read: NAME=VALUE, for example document_bytes=1000000000. May be repeated.
    anchor
        The day of writing, as 2016-09-15; by default that of each document's metadata.
    """
    if not paths:
        terminal.say("parse needs a PATH to read; - is standard input")
        return FAILED
    if output != DASH and not _is_stream(output) and not output.endswith(_SUFFIXES):
        terminal.say(f"{output}: records cannot be written to a file of this kind, only to {', '.join(_SUFFIXES)}")
        return FAILED
    if not _core.has_encoding(encoding):
        terminal.say(f"there is no encoding {encoding!r}; there are utf-8, auto, utf-16le, windows-1256 and others")
        return FAILED
    limits = limits_of(limit)
    if isinstance(limits, str):
        terminal.say(limits)
        return FAILED
    try:
        day = None if anchor is None else date.fromisoformat(anchor)
    except ValueError:
        terminal.say(f"--anchor is a day such as 2016-09-15, not {anchor!r}")
        return FAILED
    tally = Tally()
    if output == DASH:
        _write(paths, encoding, limits, day, terminal.out, tally, terminal)
        terminal.out.flush()
    else:
        with _RecordFile(output) as file:
            _write(paths, encoding, limits, day, file, tally, terminal)
    terminal.err.print(tally.summary())
    terminal.err.flush()
    return DONE


def _write(
    paths: tuple[str, ...],
    encoding: str,
    limits: Limits | None,
    anchor: date | None,
    sink: Sink,
    tally: Tally,
    terminal: Terminal,
) -> None:
    for path in paths:
        if path == DASH:
            bundle = Bundle(terminal.read(), format="txt", encoding=encoding, limits=limits)
        else:
            bundle = Bundle(path, encoding=encoding, limits=limits)
        for event in bundle.events():
            if isinstance(event, Document):
                tally.read(event, event.origin.path or "-")
                article = to_article(event, anchor=anchor)
                for _ in tally.found(article.findings):
                    pass
                sink.print(to_json(article) + "\n")
            else:
                _report(event, tally, terminal)


def _report(finding: Finding, tally: Tally, terminal: Terminal) -> None:
    for counted in tally.found([finding]):
        terminal.say(concise(counted))


class _RecordFile:
    """What records are written to: a file that is there whole or not at all, or a pipe or a device as it is.

    It is opened when the first record comes: a folder that is read and written to has been listed by then.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._whole: WholeFile | None = None
        self._stream: Output | None = None
        self._closing = ExitStack()

    def print(self, text: str) -> None:
        """Takes text; lone surrogates become escapes, so that the bytes are always UTF-8.

        Raises:
            BundleError: The file cannot be made or written.
            OutputError: The pipe or device cannot be written.
        """
        self._open()
        if self._whole is not None:
            self._whole.file.write(text.encode("utf-8", "backslashreplace"))
        elif self._stream is not None:
            self._stream.print(text)

    def __enter__(self) -> _RecordFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._closing:
            if kind is None:
                self._open()
                if self._whole is not None:
                    self._whole.commit()
                elif self._stream is not None:
                    self._stream.flush()

    def _open(self) -> None:
        if self._whole is not None or self._stream is not None:
            return
        if _is_stream(self._path):
            try:
                descriptor = os.open(self._path, os.O_WRONLY)
            except OSError as error:
                raise not_written(self._path)(error) from None
            self._closing.callback(os.close, descriptor)
            self._stream = Output(descriptor, self._path)
        else:
            self._whole = self._closing.enter_context(WholeFile(self._path))


def _is_stream(path: str) -> bool:
    """Whether the name stands for a pipe or a device, which is written to as it is."""
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
