"""Web archives: the text records of WARC and WET, read through fastwarc (the extra `warc`)."""

from __future__ import annotations

import hashlib
import os
from base64 import b32decode
from binascii import Error as NoBase32
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from huzma import _core
from huzma.errors import BundleError, LimitError

FORMATS = ("warc", "wet")
"""The formats that are read here."""

_TEXT = "text/plain"
_TYPES = 20
"""How many media types are counted one by one; the others together."""

_HEADERS = {
    "WARC-Target-URI": "url",
    "WARC-Date": "x-warc-date",
    "WARC-Identified-Content-Language": "x-warc-language",
    "WARC-Type": "x-warc-type",
}
"""Which headers of a record are metadata of its document, and under which names."""


class Reader:
    """The documents and findings of a web archive, in the order in which they are met.

    A document is a record of plain text: `conversion` and `resource` records, and responses whose media type says so.
    Its id is that of the record; its bytes count in the text of the record, and `x-warc-offset` in its metadata says
    where the record starts in the file as stored.

    Raises:
        BundleError: fastwarc is not there, or the source is no web archive.
    """

    def __init__(self, source: str | bytes | BinaryIO, limits: dict[str, int], encoding: str, verify: bool) -> None:
        try:
            from fastwarc import warc
        except ImportError:
            reason = "web archives are read through fastwarc: pip install 'huzma[warc]'"
            raise BundleError(reason, kind="unsupported") from None
        self.metadata: dict[str, Any] = {}
        self._path = source if isinstance(source, str) else None
        self._limits, self._encoding, self._verify = limits, encoding, verify
        self._source, self._warc = source, warc
        if isinstance(source, str):
            _opened(source).close()  # a missing file is an error at once
        self._stream = _Counted(BytesIO())
        self._skipped: Counter[str] = Counter()
        self._expanded = 0

    def __iter__(self) -> Iterator[_core.Document | _core.LocatedFinding]:
        stream = _opened(self._source)
        try:
            yield from self._read(stream)
        finally:
            if stream is not self._source:
                stream.close()

    def _read(self, stream: BinaryIO) -> Iterator[_core.Document | _core.LocatedFinding]:
        delivered = met = 0
        ids: set[int] = set()
        counted: Any = _Counted(stream)
        self._stream = counted
        wanted = self._warc.conversion | self._warc.resource | self._warc.response
        records = iter(self._warc.ArchiveIterator(counted, record_types=wanted, parse_http=False))
        while True:
            try:
                record = next(records, None)
                if record is None:
                    break
                met += 1
                self._check(record)
                text, media_type, charset, problem = self._text(record)
            except (BundleError, KeyboardInterrupt, GeneratorExit):
                raise
            except BaseException as error:  # a panic of fastwarc is no Exception
                if self._stream.failed is not None:
                    raise self._stream.failed from None
                if not met:
                    reason = f"{self._path or 'the source'}: not a web archive: {error}"
                    raise BundleError(reason, kind="not-a-bundle", path=self._path) from None
                yield self._finding("BN065", [str(error)])
                break
            offset = record.stream_pos
            place = {"byte_start": offset, "byte_end": offset}
            document_id = (record.record_id or "").strip("<>")
            if problem is not None:
                yield self._finding("BN081", [str(offset), problem], document_id=document_id or None, **place)
                continue
            if text is None:
                known = media_type in self._skipped or len(self._skipped) < _TYPES
                self._skipped[media_type if known else "*/*"] += 1
                continue
            if not 1 <= len(document_id) <= 128:
                document_id = f"byte-{offset}"
            if hash(document_id) in ids:
                yield self._finding("BN004", [document_id], document_id=document_id, **place)
            if len(ids) < 1 << 20:
                ids.add(hash(document_id))
            metadata = {name: record.headers[header] for header, name in _HEADERS.items() if header in record.headers}
            document, findings = _core.record_document(
                text,
                id=document_id,
                index=delivered,
                metadata=metadata | {"x-warc-offset": str(offset)},
                path=self._path,
                member=document_id,
                encoding=self._encoding if charset is None or not _core.has_encoding(charset) else charset,
                document_bytes=self._limits["document_bytes"],
            )
            yield from findings
            if document is not None:
                delivered += 1
                self._limit("documents", delivered)
                yield document
        for media_type, count in self._skipped.most_common():
            yield self._finding("BN080", [str(count), media_type])
        if not delivered:
            yield self._finding("BN006", [])

    def _check(self, record: Any) -> None:
        """Checks a record against the limits by what its header says, before memory is taken for it."""
        length = max(record.content_length, 0)
        self._expanded += length
        self._limit("total_bytes", self._expanded)
        ratio = self._expanded // max(self._stream.taken, 1)
        if self._expanded > 1 << 20 and length <= self._limits["document_bytes"]:
            self._limit("archive_ratio", ratio)

    def _text(self, record: Any) -> tuple[bytes | None, str, str | None, str | None]:
        """The text of a record, or its media type if that is another; what it is encoded in; what is wrong with it."""
        length = record.content_length
        is_response = record.record_type == self._warc.response
        content_type = record.headers.get("Content-Type") or "?"
        media_type, _, rest = content_type.partition(";")
        media_type = media_type.strip().lower()
        charset = rest.partition("charset=")[2].strip(' "') or None
        if is_response and length > self._limits["document_bytes"]:
            record.parse_http()
            media_type = record.http_content_type or "?"
        elif is_response:
            media_type = _TEXT  # it is known when the block has been read
        if media_type != _TEXT:
            return None, media_type, None, None
        self._limit("document_bytes", length)
        block = record.reader.read(length)
        stated = record.headers.get("WARC-Block-Digest") or ""
        problem = None
        if len(block) < length:
            problem = f"it has {len(block)} of {length} bytes"
        elif self._verify and not _fits(stated, block):
            problem = f"its block has another digest than {stated}"
        if not is_response:
            return block, media_type, charset, problem
        # The response is taken apart again from its bytes, which are whole.
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        response = next(iter(self._warc.ArchiveIterator(BytesIO(head.encode() + block), parse_http=False)))
        response.parse_http(auto_decode="all")
        if response.http_content_type != _TEXT:
            return None, response.http_content_type or "?", None, None
        if problem is not None:
            return b"", _TEXT, None, problem
        text = response.reader.read(self._limits["document_bytes"] + 1)
        self._limit("document_bytes", len(text))
        return text, _TEXT, response.http_charset, None

    def _limit(self, limit: str, actual: int) -> None:
        allowed = self._limits[limit]
        if actual > allowed:
            path = "" if self._path is None else f"{self._path}: "
            raise LimitError(
                f"{path}the limit {limit} is {allowed}, the actual value at least {actual}; raise it with "
                f"huzma.Limits({limit}={actual})",
                limit=limit,
                allowed=allowed,
                actual=actual,
                path=self._path,
            )

    def _finding(self, code: str, arguments: list[str], **where: Any) -> _core.LocatedFinding:
        return _core.located_finding(code, arguments, path=self._path, **where)


class _Counted:
    """A stream that knows how much was taken from it, and what it failed with."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.taken = 0
        self.failed: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """Some of the next bytes."""
        try:
            data = self._stream.read(size)
        except Exception as error:
            self.failed = error
            raise
        self.taken += len(data)
        return data

    def tell(self) -> int:
        """How many bytes have been taken."""
        return self.taken


def _opened(source: str | bytes | BinaryIO) -> BinaryIO:
    if isinstance(source, bytes):
        return BytesIO(source)
    if isinstance(source, str):
        try:
            return open(source, "rb")  # noqa: PTH123 (closed by who iterates)
        except OSError as error:
            kind = {FileNotFoundError: "not-found", PermissionError: "permission-denied"}.get(type(error), "io")
            raise BundleError(f"{source}: {os.strerror(error.errno or 0)}", kind=kind, path=source) from None
    return source


def _fits(stated: str, block: bytes) -> bool:
    """Whether a digest is that of the block; one that is written in a way not known here is let through."""
    name, _, digits = stated.partition(":")
    if name.lower() not in ("sha1", "sha256", "md5"):
        return True
    digest = hashlib.new(name.lower(), block, usedforsecurity=False)
    if digits.lower() == digest.hexdigest():
        return True
    try:
        return b32decode(digits.upper() + "=" * (-len(digits) % 8)) == digest.digest()
    except NoBase32:
        return False
