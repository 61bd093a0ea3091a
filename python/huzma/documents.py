"""Bundles and documents: a source is read lazily, one document at a time."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date
from os import PathLike
from typing import Any, BinaryIO

from huzma import _core, tables, warc
from huzma.checking import Findings, Fixed, LocatedRows, Rows, Select, TableRows, selection
from huzma.errors import BundleError
from huzma.extracting import Anchor, Extraction, Gazetteer, extraction_options, published_day
from huzma.models import Finding, Language, Limits, Origin

Source = str | PathLike[str] | PathLike[bytes] | bytes | BinaryIO
"""What can be read: a path (a `str` is one here), the bytes of a file, a binary file object."""


class Document:
    """One document of a bundle. Its text becomes a `str` when it is first read; offsets are code points of it."""

    __slots__ = ("_core",)

    def __init__(self, document: _core.Document) -> None:
        self._core = document

    def __reduce__(self) -> tuple[object, ...]:
        """Refuses: a document knows its place in a file.

        Raises:
            TypeError: Always, with what to send instead.
        """
        raise TypeError("a Document cannot be pickled: send huzma.to_article(document), or its id, text and metadata")

    @property
    def core(self) -> _core.Document:
        """The document in the compiled core."""
        return self._core

    @property
    def id(self) -> str:
        """The id: 1 to 128 characters of `A-Z a-z 0-9 . _ ~ - %`, unique in a sound bundle."""
        return self._core.id

    @property
    def index(self) -> int:
        """The place among the documents that were delivered, from 0."""
        return self._core.index

    @property
    def number(self) -> int | None:
        """The number that the bundle gives it, None where it gives none."""
        return self._core.number

    @property
    def text(self) -> str:
        """The text; it never holds lone surrogates, since what is not UTF-8 is not delivered."""
        return self._core.text

    @property
    def metadata(self) -> dict[str, Any]:
        """The document's metadata by key."""
        return self._core.metadata

    @property
    def origin(self) -> Origin:
        """Where it came from, in bytes of the file as stored."""
        core = self._core
        return Origin(
            path=core.path,
            member=core.member,
            byte_start=core.byte_start,
            byte_end=core.byte_end,
            row=core.row,
            column=core.column,
        )

    @property
    def size(self) -> int:
        """The length of the text in bytes of UTF-8."""
        return self._core.size

    @property
    def tokens(self) -> _core.Tokens:
        """The tokens, which tile the text."""
        return _core.tokenize(self.text)

    @property
    def sentences(self) -> _core.Spans:
        """The sentences, which tile the text."""
        return _core.sentences(self.text)

    @property
    def paragraphs(self) -> _core.Spans:
        """The paragraphs, which tile the text."""
        return _core.paragraphs(self.text)

    def check(
        self,
        select: Select = None,
        ignore: Iterable[str] | None = None,
        *,
        language: Language = "en",
    ) -> Findings:
        """Checks the text; findings about the container are the bundle's.

        Args:
            select: Selectors (`ALL`, a family, a code or a name), in one `str` separated by commas or in an iterable;
                None selects the default set.
            ignore: Selectors of what stays silent all the same.
            language: The language of the messages.

        Raises:
            SelectorError: A selector names nothing.
        """
        return Findings([self.rows(selection(select, ignore))], language)

    def fix(
        self,
        unsafe: bool = False,
        select: Select = None,
        ignore: Iterable[str] | None = None,
        *,
        language: Language = "en",
    ) -> Fixed:
        """Applies the safe fixes, and with `unsafe` the others too, to the text; the file stays as it is.

        Raises:
            SelectorError: A selector names nothing.
        """
        result = self._core.fix(selection(select, ignore), unsafe=unsafe)
        remaining = TableRows(result.remaining, self._core.path, self._core.id)
        return Fixed(result.text, result.applied, Findings([remaining], language))

    @property
    def published(self) -> date | None:
        """The day of `published`, or else `date`, in the metadata; None where that is no date in ISO 8601."""
        return published_day(self.metadata)

    def extract(
        self,
        anchor: Anchor = None,
        *,
        month_first: bool = False,
        colloquial: bool = False,
        gazetteer: Gazetteer | None = None,
    ) -> Extraction:
        """Finds dates, durations, numbers, quantities, quotations, signatures and names in the text.

        Args:
            anchor: The moment of writing; where None, `published`. Without either nothing is resolved that
                the text leaves open.
            month_first: As for `huzma.extract`.
            colloquial: As for `huzma.extract`.
            gazetteer: As for `huzma.extract`.

        Raises:
            TypeError: The anchor is no date.
        """
        anchor = self.published if anchor is None else anchor
        options = extraction_options(anchor, month_first=month_first, colloquial=colloquial, gazetteer=gazetteer)
        return Extraction(self._core.extract(options))

    def rows(self, selected: _core.Selection) -> TableRows:
        """What `check` finds, with a selection made once for many documents."""
        return TableRows(self._core.check(selected), self._core.path, self._core.id)

    def table(self, selected: _core.Selection) -> _core.FindingTable:
        """What `check` finds, as the columns of the core."""
        return self._core.check(selected)

    def splice(self, text: str) -> tuple[int, int, bytes, bytes]:
        """How a new text of this document is stored in its file: first byte, last byte, old bytes, new bytes.

        Raises:
            BundleError: The container does not allow it.
        """
        return self._core.splice(text)

    def __repr__(self) -> str:
        return f"<Document {self.id} of {self._core.path or 'memory'}>"


class Bundle:
    """An ordered set of documents, read while it is iterated; memory does not grow with its size.

    Iterating again reads the source again, unless the source is a file object, which can be read once.
    """

    def __init__(
        self,
        source: Source,
        *,
        encoding: str = "utf-8",
        limits: Limits | None = None,
        text_field: str = "text",
        format: str | None = None,
        verify: bool = True,
    ) -> None:
        self._source = os.fsdecode(source) if isinstance(source, PathLike) else source
        self._encoding = encoding
        self._limits = None if limits is None else limits.model_dump()
        self._text_field = text_field
        self._format = format
        self._verify = verify
        self._once = hasattr(source, "read")
        self._reader = self._open()
        self._opened = True
        self._located: list[_core.LocatedFinding] = []

    def __getstate__(self) -> dict[str, object]:
        """What opens it again; what was found in a pass stays behind.

        Raises:
            TypeError: It is of a file object, which can be read once.
        """
        if self._once:
            raise TypeError("a Bundle of a file object can be read once and cannot be pickled")
        return {
            "source": self._source,
            "encoding": self._encoding,
            "limits": self._limits,
            "text_field": self._text_field,
            "format": self._format,
            "verify": self._verify,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Opens it again.

        Raises:
            BundleError: The source cannot be read here.
        """
        limits = state.pop("limits")
        self.__init__(**state, limits=None if limits is None else Limits(**limits))  # type: ignore[misc]

    def __iter__(self) -> Iterator[Document]:
        """The documents in order.

        Raises:
            BundleError: The source cannot be read (on); a file object was read before.
        """
        return (event for event in self._pass() if isinstance(event, Document))

    def events(
        self,
        select: Select = None,
        ignore: Iterable[str] | None = None,
        *,
        language: Language = "en",
    ) -> Iterator[Document | Finding]:
        """The documents and the findings about the container, in the order in which they are met.

        Raises:
            BundleError: As for iterating.
            SelectorError: A selector names nothing.
        """
        selected = selection(select, ignore)
        for event in self._pass():
            if isinstance(event, Document):
                yield event
            elif event.code in selected:
                yield LocatedRows([event]).finding(0, language)

    def check(
        self,
        select: Select = None,
        ignore: Iterable[str] | None = None,
        *,
        language: Language = "en",
    ) -> Findings:
        """Reads the bundle to its end; the findings of container and documents in the order in which they are met.

        Raises:
            BundleError: As for iterating.
            SelectorError: A selector names nothing.
        """
        selected = selection(select, ignore)
        parts: list[Rows] = []
        for event in self._pass():
            if isinstance(event, Document):
                rows = event.rows(selected)
                if len(rows):  # a table keeps the text of its document
                    parts.append(rows)
            elif event.code in selected:
                parts.append(LocatedRows([event]))
        return Findings(parts, language)

    def records(self, layout: str) -> _core.RecordReader | None:
        """The records in the bytes that the first pass reads, for one who reads both beside each other.

        None where the bundle is no file of records or text, and where a pass has begun.
        """
        if not (self._opened and isinstance(self._reader, _core.Reader)):
            return None
        return self._reader.records(layout, limits=self._limits)

    def batches(self) -> deque[Any] | None:
        """Where the first pass puts each record batch of a table when it has read it, for one who takes it from there.

        None where the bundle is no table in columns, and where a pass has begun.
        """
        if not (self._opened and isinstance(self._reader, tables.Reader)):
            return None
        self._reader.batches = deque()
        return self._reader.batches

    @property
    def findings(self) -> Findings:
        """The findings about the container that the latest pass has met: all of them once it has ended."""
        return Findings([LocatedRows(self._located)])

    @property
    def metadata(self) -> dict[str, Any]:
        """The bundle's own metadata, as far as the latest pass has read it."""
        return self._reader.metadata

    def __repr__(self) -> str:
        return f"<Bundle {self._source!r}>" if not isinstance(self._source, bytes) else "<Bundle in memory>"

    def _open(self) -> _core.Reader | tables.Reader | warc.Reader:
        if isinstance(self._source, str):
            try:
                os.fsencode(self._source)
            except UnicodeEncodeError:
                raise BundleError(f"{self._source!a} cannot be the name of a file", kind="not-found") from None
        format = _format(self._source, self._format)
        limits = {**_core.default_limits(), **(self._limits or {})}
        if format in warc.FORMATS:
            return warc.Reader(self._source, limits, self._encoding, self._verify)
        if format in tables.FORMATS:
            return tables.Reader(self._source, format, self._text_field, limits)
        return _core.Reader(
            self._source,
            limits=self._limits,
            format=self._format,
            text_field=self._text_field,
            encoding=self._encoding,
            verify=self._verify,
        )

    def _pass(self) -> Iterator[Document | _core.LocatedFinding]:
        # `read` opens the source so that a missing path is an error there; the first pass uses that reader.
        if not self._opened:
            if self._once:
                raise BundleError(
                    "a file object can be read once; read it into bytes, or open it again, to iterate again",
                    kind="unsupported",
                )
            self._reader = self._open()
        self._opened = False
        self._located = []
        return self._events_of(self._reader, self._located)

    @staticmethod
    def _events_of(
        reader: Iterable[_core.Document | _core.LocatedFinding], located: list[_core.LocatedFinding]
    ) -> Iterator[Document | _core.LocatedFinding]:
        for event in reader:
            if isinstance(event, _core.Document):
                yield Document(event)
            else:
                located.append(event)
                yield event


_SUFFIXES = {
    ".warc": "warc",
    ".wet": "wet",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".ipc": "arrow",
    ".feather": "feather",
}
_STARTS = {b"WARC/": "warc", b"PAR1": "parquet", b"ARROW1": "arrow"}


def _format(source: Any, format: str | None) -> str | None:
    """The format that is asked for, or one that the core doesn't read, by the name or the first bytes."""
    if format is not None:
        return format.partition(".")[0]
    if isinstance(source, str):
        name = source.removesuffix(".gz").removesuffix(".zst")
        return _SUFFIXES.get(os.path.splitext(name)[1].lower())  # noqa: PTH122 (a name, which may be no path)
    if isinstance(source, bytes | bytearray):
        start = bytes(source[:8])
    elif hasattr(source, "peek"):
        start = source.peek(8)[:8]
    elif hasattr(source, "seekable") and source.seekable():
        at = source.tell()
        start = source.read(8)
        source.seek(at)
    else:
        return None
    return next((format for magic, format in _STARTS.items() if start.startswith(magic)), None)


def read(
    source: Source,
    encoding: str = "utf-8",
    *,
    limits: Limits | None = None,
    text_field: str = "text",
    format: str | None = None,
    verify: bool = True,
) -> Bundle:
    """Opens a bundle.

    Args:
        source: A path (a folder, `.huzma`, `.zip`, `.tar`, `.jsonl`, `.csv`, `.tsv`, `.txt`, each file also with
            `.gz` or `.zst`; with the extra `warc` `.warc` and `.wet`, with the extra `arrow` `.parquet`, `.arrow` and
            `.feather`), the bytes of such a file, or a binary file object.
        encoding: The encoding of texts: `utf-8`; the name of another; or `auto`, which tells UTF-16, windows-1256 and
            ISO-8859-6 from UTF-8 and says so in a finding. JSON Lines, tables and text bundles are in UTF-8 always.
        limits: What to refuse; the default limits where None.
        text_field: The member of a JSON object, or the column of a table, that is the text. `id` names the
            document, and all the rest is its metadata.
        format: The format, where neither the name nor the first bytes tell it: `folder`, `huzma`, `zip`,
            `tar`, `jsonl`, `csv`, `tsv`, `txt`; `warc`, `wet`; `parquet`, `arrow`, `feather`.
        verify: Whether the digests of a sealed bundle are computed and compared. Without that, damage is noticed only
            where it changes a length or a marker.

    Raises:
        BundleError: The source does not exist, is not a bundle or cannot be read.
        LimitError: A limit was exceeded.
        TypeError: The source is none of these.
        ValueError: There is no such format, or no such encoding.
    """
    return Bundle(source, encoding=encoding, limits=limits, text_field=text_field, format=format, verify=verify)
