"""`huzma normalize`, `tokenize` and `sentences`: one text in, one text or a line of JSON for each piece out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from huzma import _core
from huzma.cli.app import DASH
from huzma.cli.streams import DONE, Terminal
from huzma.errors import BundleError
from huzma.normalizing import Normalizer


def normalize(
    file: str = DASH,
    *,
    profile: str = "search",
    terminal: Annotated[Terminal, Parameter(parse=False)],
) -> int:
    """Normalise a text.

    Parameters
    ----------
    file
        A UTF-8 file; - or nothing is standard input.
    profile
        The name of a profile, search by default; huzma profiles lists them.
    """
    normalizer = Normalizer(profile)
    terminal.out.print(normalizer(_text(file, terminal)))
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
    name = "standard input" if file == DASH else file
    content = terminal.read() if file == DASH else Path(file).read_bytes()
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise BundleError(
            f"{name} is not UTF-8: byte {error.start} begins no character",
            kind="not-a-bundle",
            path=name,
            byte=error.start,
        ) from None


def _line(terminal: Terminal, value: dict[str, object]) -> None:
    terminal.out.print(json.dumps(value, ensure_ascii=False) + "\n")
