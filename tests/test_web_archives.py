"""WARC and WET."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
from pathlib import Path

import pytest

import huzma as package
from conftest import CLEAN, COMMA, Run


def record(kind: str, block: bytes, number: int, media_type: str = "text/plain", digest: bytes | None = None) -> bytes:
    stated = base64.b32encode(hashlib.sha1(block if digest is None else digest).digest()).decode()
    headers = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{number:08d}-0000-4000-8000-000000000000>",
        "WARC-Date: 2016-09-15T00:00:00Z",
        f"WARC-Target-URI: https://example.org/{number}",
        f"Content-Type: {media_type}",
        f"WARC-Block-Digest: sha1:{stated}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*headers, "", ""]).encode() + block + b"\r\n\r\n"


def response(body: bytes, number: int, content_type: str, *more: str) -> bytes:
    head = "\r\n".join(["HTTP/1.1 200 OK", f"Content-Type: {content_type}", *more, "", ""]).encode()
    return record("response", head + body, number, "application/http; msgtype=response")


RECORDS = [
    record("warcinfo", b"software: x\r\n", 0, "application/warc-fields"),
    record("conversion", CLEAN.encode(), 1),
    response("نص".encode("windows-1256"), 2, "text/plain; charset=windows-1256"),
    response(b"<p>", 3, "text/html"),
    response(gzip.compress(COMMA.encode()), 4, "text/plain; charset=utf-8", "Content-Encoding: gzip"),
    record("request", b"GET / HTTP/1.1\r\n\r\n", 5, "application/http; msgtype=request"),
    record("resource", COMMA.encode(), 6, "text/plain; charset=utf-8"),
]
TEXTS = [CLEAN, "نص", COMMA, COMMA]


def counts(bundle: package.Bundle) -> dict[str, int]:
    return dict(bundle.findings.counts)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wet.gz"])
def test_records_of_plain_text_are_documents(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    parts = [gzip.compress(part) for part in RECORDS] if name.endswith("gz") else RECORDS
    path.write_bytes(b"".join(parts))
    bundle = package.read(path)
    documents = list(bundle)
    assert [d.text for d in documents] == TEXTS
    assert counts(bundle) == {"BN080": 1}
    assert "text/html" in bundle.findings[0].message
    first = documents[0]
    assert first.id == "urn:uuid:00000001-0000-4000-8000-000000000000"
    assert first.metadata == {
        "url": "https://example.org/1",
        "x-warc-date": "2016-09-15T00:00:00Z",
        "x-warc-type": "conversion",
        "x-warc-offset": str(len(parts[0])),
    }
    assert (first.origin.path, first.origin.member, first.origin.byte_start) == (str(path), first.id, 0)
    (comma,) = documents[-1].check("PN001")
    assert comma.byte_start is not None
    assert COMMA.encode()[comma.byte_start : comma.byte_end] == b","
    with path.open("rb") as file:
        for source in (path.read_bytes(), file):
            assert [d.text for d in package.read(source, format="warc")] == TEXTS


def test_a_web_archive_is_packed(huzma: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.wet"
    path.write_bytes(b"".join(RECORDS))
    assert [d.text for d in package.read(path.read_bytes())] == TEXTS
    result = huzma("pack", path, "-o", tmp_path / "a.huzma")
    assert (result.status, "BN080" in result.message) == (0, True)
    packed = package.read(tmp_path / "a.huzma")
    assert [(d.id, d.text, d.metadata) for d in packed] == [(d.id, d.text, d.metadata) for d in package.read(path)]
    refused = huzma("check", path, "--fix", "--select", "PN001")
    assert (refused.status, b"Traceback" in refused.err) == (2, False)


def test_a_damaged_record_costs_itself() -> None:
    data = b"".join([RECORDS[1], record("conversion", b"b", 2, digest=b"c"), RECORDS[6]])
    bundle = package.read(data)
    assert [d.text for d in bundle] == [CLEAN, COMMA]
    (finding,) = bundle.findings
    assert (finding.code, finding.byte_start) == ("BN081", len(RECORDS[1]))
    assert [d.text for d in package.read(data, verify=False)] == [CLEAN, "b", COMMA]
    undecodable = package.read(b"".join([record("conversion", b"\xd9", 1), RECORDS[6]]))
    assert [d.text for d in undecodable] == [COMMA]
    assert counts(undecodable) == {"EN001": 1}
    repeated = package.read(RECORDS[1] * 2)
    assert ([d.text for d in repeated], counts(repeated)) == ([CLEAN] * 2, {"BN004": 1})


def test_wherever_it_is_cut_off_what_came_before_arrives() -> None:
    data = b"".join(RECORDS[1:3])
    for packed in (data, b"".join(gzip.compress(part) for part in RECORDS[1:3])):
        for cut in range(1, len(packed)):
            bundle = package.read(packed[:cut], format="warc")
            try:
                texts = [d.text for d in bundle]
            except package.BundleError:
                continue
            assert texts in ([], TEXTS[:1], TEXTS[:2])
            assert texts != [] or counts(bundle)


def test_what_a_header_says_is_no_reason_to_take_memory() -> None:
    huge = RECORDS[1].replace(b"Content-Length: ", b"Content-Length: 17000000000")
    with pytest.raises(package.LimitError) as caught:
        list(package.read(huge))
    assert caught.value.limit in ("document_bytes", "total_bytes")
    bomb = gzip.compress(record("conversion", bytes(20 << 20), 1))
    with pytest.raises(package.LimitError) as caught:
        list(package.read(bomb, format="warc"))
    assert caught.value.limit == "archive_ratio"
    inner = response(gzip.compress(bytes(20 << 20)), 1, "text/plain", "Content-Encoding: gzip")
    with pytest.raises(package.LimitError) as caught:
        list(package.read(inner, limits=package.Limits(document_bytes=1 << 20)))
    assert caught.value.limit == "document_bytes"


def test_what_is_no_web_archive_is_an_error() -> None:
    with pytest.raises(package.BundleError) as caught:
        list(package.read(b"hello\n" * 10, format="warc"))
    assert caught.value.kind == "not-a-bundle"
    with pytest.raises(package.BundleError) as caught:
        package.read("missing.warc.gz")
    assert caught.value.kind == "not-found"
    empty = package.read(b"", format="wet")
    assert (list(empty), counts(empty)) == ([], {"BN006": 1})
    spoiled = package.read(RECORDS[1] + b"garbage\r\n" + RECORDS[6])
    assert ([d.text for d in spoiled], counts(spoiled)) == ([CLEAN], {"BN065": 1})

    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "the cable is cut")

    with pytest.raises(OSError, match="the cable is cut"):
        list(package.read(Broken(), format="warc"))  # type: ignore[arg-type]
