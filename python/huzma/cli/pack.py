"""`huzma pack` and `huzma unpack`: from one container into another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from huzma import _core
from huzma.cli.app import DASH
from huzma.cli.limiting import limits_of
from huzma.cli.output.concise import concise
from huzma.cli.streams import DONE, FAILED, Terminal
from huzma.cli.tally import Tally
from huzma.documents import Bundle, Document
from huzma.models import Finding
from huzma.writing import store

_WITH_METADATA = (".zip", ".tar", ".tgz", ".parquet", ".arrow", ".feather")


def pack(
    path: str = "",
    /,
    *,
    output: Annotated[str, Parameter(name=["--output", "-o"])] = "",
    open_form: bool = False,
    text_field: str = "text",
    limit: list[str] | None = None,
    terminal: Annotated[Terminal, Parameter(parse=False)],
) -> int:
    """Write the documents of a bundle into one file.

    What is found in the containers goes to standard error; a document that cannot be read is left out and named
    there. The file is written whole or not at all. Exit status: 0 done, 2 refused or not done.

    Parameters
    ----------
    path
        The bundle: a folder or a file; - is standard input.
    output
        The file to write; its name tells the format: .huzma, .zip, .tar, .jsonl, .csv, .tsv, or .txt for one
        document, each also with .gz or .zst; .parquet, .arrow or .feather.
    open_form
        Write a text bundle without digests, to be edited by hand.
    text_field
        The member of a JSON object, or the column of a table, that is the text.
    limit
        Raise or lower a limit on what is read: NAME=VALUE, for example document_bytes=1000000000. May be repeated.
    """
    if not path or output in ("", DASH):
        terminal.say("pack needs a PATH to read and, after -o, the file to write")
        return FAILED
    return _copy(path, output, terminal, seal=not open_form, text_field=text_field, limit=limit)


def unpack(
    path: str = "",
    /,
    *,
    output: Annotated[str, Parameter(name=["--output", "-o"])] = "",
    force: bool = False,
    text_field: str = "text",
    limit: list[str] | None = None,
    terminal: Annotated[Terminal, Parameter(parse=False)],
) -> int:
    """Write the documents of a bundle into a folder.

    Names of files are made from numbers and ids, so nothing is written outside the folder. A folder that has files
    is refused unless --force is given; then files of the same names are replaced, each as a whole, and the others
    stay. Exit status: 0 done, 2 refused or not done.

    Parameters
    ----------
    path
        The bundle: a file or a folder; - is standard input.
    output
        The folder to write.
    force
        Replace files of the same names.
    text_field
        The member of a JSON object, or the column of a table, that is the text.
    limit
        Raise or lower a limit on what is read: NAME=VALUE, for example document_bytes=1000000000. May be repeated.
    """
    if not path or output in ("", DASH):
        terminal.say("unpack needs a PATH to read and, after -o, the folder to write")
        return FAILED
    if not force and Path(output).is_dir() and any(Path(output).iterdir()):
        terminal.say(f"{output}: the folder is not empty; --force replaces files of the same names")
        return FAILED
    return _copy(path, output, terminal, format="folder", overwrite=force, text_field=text_field, limit=limit)


def _copy(
    path: str,
    output: str,
    terminal: Terminal,
    *,
    seal: bool = True,
    format: str | None = None,
    overwrite: bool = False,
    text_field: str,
    limit: list[str] | None,
) -> int:
    limits = limits_of(limit)
    if isinstance(limits, str):
        terminal.say(limits)
        return FAILED
    tally = Tally()
    bundle = Bundle(terminal.read() if path == DASH else path, text_field=text_field, limits=limits)
    metadata = bundle.metadata
    if metadata and format != "folder" and not _keeps_metadata(Path(output)):
        terminal.say(f"{output}: the metadata of the bundle itself has no place there and is left out")
        metadata = {}
    documents = _documents(bundle, tally, terminal)
    store(
        documents,
        output,
        format=format,
        seal=seal,
        overwrite=overwrite,
        text_field=text_field,
        metadata=metadata,
    )
    terminal.err.print(tally.summary())
    terminal.err.flush()
    return DONE


def _keeps_metadata(output: Path) -> bool:
    """Whether the format that this name tells has a place for the metadata of the bundle itself."""
    return not output.suffixes or any(suffix.lower() in _WITH_METADATA for suffix in output.suffixes[-2:])


def _documents(bundle: Bundle, tally: Tally, terminal: Terminal) -> Iterator[_core.Document]:
    for event in bundle.events():
        if isinstance(event, Document):
            tally.read(event, event.origin.path or "-")
            yield event.core
        else:
            _report(event, tally, terminal)


def _report(finding: Finding, tally: Tally, terminal: Terminal) -> None:
    for counted in tally.found([finding]):
        terminal.say(concise(counted))
