"""Writing bundles: to a path, or as the bytes of a text bundle."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import Any, BinaryIO

from huzma import _core, tables
from huzma.documents import Bundle, Document
from huzma.errors import BundleError
from huzma.models import Article


@dataclass(frozen=True)
class Entry:
    """A document that is not stored anywhere yet.

    Attributes:
        id: What names it, 1 to 128 characters; a folder or an archive takes only 16 lower-case hexadecimal digits.
        text: Its text, whatever the characters; only a lone surrogate cannot be written.
        metadata: What JSON has: text, finite numbers of at most 64 bits, booleans, None, lists and mappings.
        number: Its number, kept if it is greater than that of the document before; otherwise, and where it is
            None, the document gets the next one.
    """

    id: str
    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    number: int | None = None


Writable = Document | Article | Entry
"""What can be written; a `Bundle` is an iterable of these."""


def dumps(documents: Iterable[Writable], seal: bool = True) -> bytes:
    """The bytes of a text bundle.

    Args:
        documents: The documents in order, read from any container or made anew.
        seal: Whether each document and the whole carry digests; the open form is for editing by hand.

    Raises:
        BundleError: A document cannot be written (kind `unwritable`): the message names it, counted from 0, and
            says why, for a lone surrogate with its place in code points.
        TypeError: Something else than a document was given.
    """
    return _core.dump_bundle(_given(documents), seal=seal)


def write(
    documents: Iterable[Writable],
    target: str | PathLike[str] | PathLike[bytes] | BinaryIO,
    seal: bool = True,
    *,
    text_field: str = "text",
    format: str | None = None,
    overwrite: bool = False,
) -> None:
    """Writes documents to a path: all of them, or the path stays what it was. Or to an open binary file.

    Documents are taken one at a time, so memory does not grow with their number. The metadata of a `Bundle` itself
    is written where the format has a place for it: a folder and an archive.

    Args:
        documents: The documents in order, read from any container or made anew.
        target: Where to; the name tells the format: a folder, `.huzma`, `.zip`, `.tar`, `.jsonl`, `.csv`, `.tsv`,
            `.txt` for one document, each file also with `.gz` or `.zst`; with the extra `arrow` also `.parquet`,
            `.arrow` and `.feather`. A file that is there is replaced; a folder
            must be new or empty. To a file object it is written as it comes; nobody can take back what was written
            before an error.
        seal: Whether a text bundle carries digests.
        text_field: The member of a JSON object, or the column of a table, that is the text.
        format: The format, where the name does not tell it, and for a file object: `huzma`, `zip`, `tar`, `jsonl`,
            `csv`, `tsv` or `txt`, perhaps with `.gz` or `.zst`; a `folder` only at a path.
        overwrite: Whether files of a folder that is not empty may be replaced, each as a whole.

    Raises:
        BundleError: A document cannot be written, the name tells no format, or the system says no.
        TypeError: Something else than a document was given.
    """
    if isinstance(target, str | PathLike):
        target = os.fsdecode(target)
        try:
            os.fsencode(target)
        except UnicodeEncodeError:
            raise BundleError(f"{target!a} cannot be the name of a file", kind="not-found") from None
    elif not hasattr(target, "write"):
        raise TypeError(f"documents are written to a path or a binary file, not to {type(target).__name__}")
    store(
        _given(documents),
        target,
        format=format,
        seal=seal,
        overwrite=overwrite,
        text_field=text_field,
        metadata=documents.metadata if isinstance(documents, Bundle) else {},
    )


def store(
    documents: Iterable[tables.Given],
    target: str | BinaryIO,
    *,
    format: str | None,
    seal: bool,
    overwrite: bool,
    text_field: str,
    metadata: Mapping[str, Any],
) -> None:
    """Writes documents as the core has them, in whatever format: see `write`."""
    in_columns = format or (os.path.splitext(target)[1][1:].lower() if isinstance(target, str) else "")  # noqa: PTH122
    if in_columns in tables.FORMATS:
        tables.write(documents, target, in_columns, text_field, metadata)
        return
    _core.write_bundle(
        documents,
        target,
        format=format,
        seal=seal,
        overwrite=overwrite,
        text_field=text_field,
        metadata=dict(metadata) or None,
    )


def loads(data: str | bytes) -> Bundle:
    """Opens the text bundle in `data`.

    Raises:
        BundleError: A `str` has a lone surrogate (kind `not-a-bundle`), with its place in code points.
        TypeError: `data` is neither.
    """
    if isinstance(data, str):
        try:
            data = data.encode()
        except UnicodeEncodeError as error:
            reason = f"the text has a lone surrogate at code point {error.start}, which UTF-8 cannot hold"
            raise BundleError(reason, kind="not-a-bundle") from None
    elif not isinstance(data, bytes | bytearray):
        raise TypeError(f"loads takes a str or bytes, not {type(data).__name__}")
    return Bundle(bytes(data), format="huzma")


def _given(documents: Iterable[Writable]) -> Iterator[_core.Document | tuple[str, int | None, dict[str, Any], str]]:
    for document in documents:
        if isinstance(document, Document):
            yield document.core
        elif isinstance(document, Entry | Article):
            yield document.id, document.number, dict(document.metadata), document.text
        else:
            raise TypeError(f"a document is a Document, an Entry or an Article, not {type(document).__name__}")
