"""`huzma.read`: sources, passes, documents and articles."""

from __future__ import annotations

import hashlib
import io
import json
import os
from pathlib import Path

import pytest

import huzma
from conftest import CLEAN, COMMA, IDS, Folder

TEXT_BUNDLE = f"%huzma 1\n%doc 000 {IDS[0]}\n\n{COMMA}\n%doc 001 {IDS[1]}\n\n{CLEAN}\n%end 2\n".encode()


def test_a_folder_is_read_in_order(folder: Folder) -> None:
    root = folder(COMMA, CLEAN)
    documents = list(huzma.read(root))
    assert [(d.id, d.index, d.number, d.text) for d in documents] == [(IDS[0], 0, 0, COMMA), (IDS[1], 1, 1, CLEAN)]
    assert documents[0].origin == huzma.Origin(
        path=str(root / f"000_{IDS[0]}.txt"), member=None, byte_start=0, byte_end=len(COMMA.encode())
    )
    assert documents[0].size == len(COMMA.encode())


def test_str_path_bytes_and_file_are_sources(tmp_path: Path) -> None:
    file = tmp_path / "news.huzma"
    file.write_bytes(TEXT_BUNDLE)
    with file.open("rb") as opened:
        for source in (str(file), file, TEXT_BUNDLE, opened):
            assert [document.text for document in huzma.read(source)] == [COMMA, CLEAN]
    with pytest.raises(TypeError):
        huzma.read(3)  # type: ignore[arg-type]


def test_iterating_again_reads_again(folder: Folder) -> None:
    root = folder(CLEAN)
    bundle = huzma.read(root)
    assert [document.text for document in bundle] == [CLEAN]
    (root / f"000_{IDS[0]}.txt").write_text(COMMA, "utf-8")
    assert [document.text for document in bundle] == [COMMA]


def test_a_file_object_can_be_read_once() -> None:
    bundle = huzma.read(io.BytesIO(TEXT_BUNDLE))
    assert len(list(bundle)) == 2
    with pytest.raises(huzma.BundleError, match="once") as caught:
        iter(bundle)
    assert caught.value.kind == "unsupported"


def test_findings_are_those_of_the_latest_pass(folder: Folder) -> None:
    root = folder(CLEAN, b"\xd9", CLEAN)
    bundle = huzma.read(root)
    assert [document.number for document in bundle] == [0, 2]
    assert bundle.findings.counts == {"EN001": 1}
    assert bundle.findings[0].document_id == IDS[1]
    (root / f"001_{IDS[1]}.txt").write_text(CLEAN, "utf-8")
    assert len(list(bundle)) == 3
    assert len(bundle.findings) == 0


def test_a_file_that_vanishes_is_a_finding(folder: Folder) -> None:
    root = folder(CLEAN, CLEAN)
    bundle = huzma.read(root)
    (root / f"001_{IDS[1]}.txt").unlink()
    assert [document.number for document in bundle] == [0]
    assert [(finding.severity, finding.document_id) for finding in bundle.findings] == [("error", IDS[1])]


def test_metadata_stands_beside_the_text(folder: Folder) -> None:
    root = folder(CLEAN)
    (root / "bundle.json").write_text('{"title": "نشرة"}', "utf-8")
    (root / f"000_{IDS[0]}.json").write_text('{"source": "وكالة", "pages": [1, 2.5, null]}', "utf-8")
    bundle = huzma.read(root)
    (document,) = bundle
    assert bundle.metadata == {"title": "نشرة"}
    assert document.metadata == {"source": "وكالة", "pages": [1, 2.5, None]}


def test_what_cannot_be_read_is_an_error_at_once(tmp_path: Path, folder: Folder) -> None:
    with pytest.raises(huzma.BundleError) as missing:
        huzma.read(tmp_path / "missing")
    assert (missing.value.kind, missing.value.path) == ("not-found", str(tmp_path / "missing"))
    with pytest.raises(huzma.BundleError):
        huzma.read("\ud800")
    with pytest.raises(huzma.LimitError) as limited:
        list(huzma.read(folder(CLEAN), limits=huzma.Limits(document_bytes=3)))
    assert (limited.value.limit, limited.value.allowed) == ("document_bytes", 3)


def test_an_error_of_the_file_object_comes_out() -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "the cable is cut")

    with pytest.raises(OSError, match="the cable is cut"):
        list(huzma.read(Broken()))  # type: ignore[arg-type]


def test_a_document_is_cut_into_pieces_that_tile_it(folder: Folder) -> None:
    (document,) = huzma.read(folder(COMMA + "\n" + CLEAN))
    text = document.text
    assert "".join(token.text for token in document.tokens) == text
    for spans in (document.sentences, document.paragraphs):
        assert "".join(text[start:end] for start, end in spans) == text
    assert len(document.sentences) == 2


def test_a_document_is_fixed_without_its_file(folder: Folder) -> None:
    root = folder(COMMA)
    (document,) = huzma.read(root)
    fixed = document.fix(select="PN001")
    assert (fixed.text, fixed.applied) == (COMMA.replace(",", "،"), {"PN001": 1})
    assert (root / f"000_{IDS[0]}.txt").read_text("utf-8") == COMMA


def test_an_article_is_the_document_as_a_record(folder: Folder) -> None:
    (document,) = huzma.read(folder(COMMA))
    article = huzma.to_article(document, select="PN001")
    assert article.schema_version == 2
    assert article.sha256 == hashlib.sha256(COMMA.encode()).hexdigest()
    assert article.origin == document.origin
    assert [(s.start, s.end) for s in article.sentences] == list(document.sentences)
    assert [(p.start, p.end) for p in article.paragraphs] == list(document.paragraphs)
    assert sum(article.token_counts.values()) == len(document.tokens)
    assert article.token_counts["word"] == sum(token.kind == "word" for token in document.tokens)
    assert list(article.findings) == list(document.check("PN001"))
    assert huzma.Article.model_validate_json(json.dumps(article.model_dump(mode="json"))) == article


def test_a_name_that_is_not_utf8_is_read(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xe9.txt"
    with open(name, "wb") as file:  # noqa: PTH123 (a Path has no bytes)
        file.write(CLEAN.encode())
    (document,) = huzma.read(os.fsdecode(name))
    assert document.origin.path == os.fsdecode(name)
    (finding,) = (f for f in huzma.check(tmp_path) if f.name == "irregular-file-name")
    assert os.fsencode(finding.path or "") == name
