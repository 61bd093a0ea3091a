"""`huzma normalize`, `tokenize` and `sentences`: one text in, one text or a line of JSON for each piece out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from huzma import _core
from huzma.cli.app import DASH
from huzma.cli.streams import DONE, Terminal
from huzma.errors import BundleError
from huzma.normalizing import Normalizer, stream


def normalize(
    file: str = DASH,
    *,
    profile: str = "search",
    terminal: Annotated[Terminal, Parameter(parse=False)],
) -> int:
    """Normalise a text as it comes: what no later byte can change is written at once.

    Parameters
    ----------
    file
        A UTF-8 file; - or nothing is standard input.
    profile
        The name of a profile, search by default; huzma profiles lists them.
    """
    normalizer = Normalizer(profile)
    try:
        for piece in stream(normalizer, terminal.pieces() if file == DASH else _pieces(file)):
            terminal.out.write(piece)
    except UnicodeDecodeError as error:
        raise _not_utf8(file, error.start) from None
    return DONE


def tokenize(file: str = DASH, *, terminal: Annotated[Terminal, Parameter(parse=False)]) -> int:
    """Split a text into tokens: one JSON object {text, start, end, kind} a line.

    The tokens tile the text; start and end are code points of it, a byte order mark included.

    Parameters
    ----------
    file
        A UTF-8 file; - or nothing is standard input.
    """
    for token in _core.tokenize(_text(file, terminal)):
        _line(terminal, {"text": token.text, "start": token.start, "end": token.end, "kind": token.kind})
    return DONE


def sentences(file: str = DASH, *, terminal: Annotated[Terminal, Parameter(parse=False)]) -> int:
    """Split a text into sentences: one JSON object {text, start, end} a line.

    The sentences tile the text: white space belongs to the sentence before it.

    Parameters
    ----------
    file
        A UTF-8 file; - or nothing is standard input.
    """
    text = _text(file, terminal)
    for start, end in _core.sentences(text):
        _line(terminal, {"text": text[start:end], "start": start, "end": end})
    return DONE


def _text(file: str, terminal: Terminal) -> str:
    content = terminal.read() if file == DASH else Path(file).read_bytes()
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(file, error.start) from None


def _pieces(file: str) -> Iterator[bytes]:
    with Path(file).open("rb", buffering=0) as source:
        while piece := source.read(1 << 20):
            yield piece


def _not_utf8(file: str, byte: int) -> BundleError:
    name = "standard input" if file == DASH else file
    message = f"{name} is not UTF-8: byte {byte} begins no character"
    return BundleError(message, kind="not-a-bundle", path=name, byte=byte)


def _line(terminal: Terminal, value: dict[str, object]) -> None:
    terminal.out.print(json.dumps(value, ensure_ascii=False) + "\n")
