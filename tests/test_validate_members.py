"""Files of records in folders and archives, and keys that refer from one to another."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import huzma
from conftest import Run

FILES = {
    "articles.jsonl": b'{"id": "a", "author": "1"}\n{"id": "b", "author": "9"}\n{"id": 3}\n',
    "people/authors.csv": "id,name\r\n1,ليلى\r\n2,سامي\r\n".encode(),
}


class Article(BaseModel):
    id: str
    author: str | None = None


def folder(at: Path) -> Path:
    for name, data in FILES.items():
        (at / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (at / "in" / name).write_bytes(data)
    return at / "in"


def zipped(at: Path) -> Path:
    with zipfile.ZipFile(at / "in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)
    return at / "in.zip"


def tarred(suffix: str) -> Callable[[Path], Path]:
    def write(at: Path) -> Path:
        mode: Any = f"w:{suffix.removeprefix('.')}"
        with tarfile.open(at / f"in.tar{suffix}", mode) as archive:
            for name, data in FILES.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        return at / f"in.tar{suffix}"

    return write


BUNDLES = [folder, zipped, tarred(""), tarred(".gz"), tarred(".xz")]


@pytest.mark.parametrize("write", BUNDLES)
def test_keys_refer_to_a_file_of_the_same_bundle(write: Callable[[Path], Path], tmp_path: Path) -> None:
    bundle = write(tmp_path)
    refers = huzma.References("author", "::people/authors.csv", "id")
    report = huzma.validate(f"{bundle}::articles.jsonl", Article, constraints=[refers])
    assert report.counts == {"records": 3, "accepted": 1, "rejected": 2, "skipped": 0, "findings": 2}
    missing, wrong = report.findings
    assert isinstance(missing, huzma.RecordFinding)
    assert (missing.code, missing.field, missing.line, missing.text) == ("SC022", ("author",), 2, '"9"')
    assert FILES["articles.jsonl"][missing.byte_start : missing.byte_end] == b'"9"'
    assert wrong.code == "SC003"
    assert "people/authors.csv" in missing.message
    assert [article.id for article in report.accepted] == ["a"]
    expected = f"{bundle}/articles.jsonl" if bundle.is_dir() else f"{bundle}::articles.jsonl"
    assert {finding.path for finding in report.findings} == {expected}
    other = huzma.References("author", f"{bundle}::people/authors.csv")
    assert huzma.validate(f"{bundle}::articles.jsonl", Article, constraints=[other]).counts == report.counts


def test_keys_refer_to_a_file_beside_one_that_stands_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder(tmp_path))
    refers = huzma.References("author", "::people/authors.csv")
    assert huzma.validate("articles.jsonl", Article, constraints=[refers]).counts["rejected"] == 2
    assert huzma.validate(Path("articles.jsonl").absolute(), Article, constraints=[refers]).counts["rejected"] == 2
    with pytest.raises(huzma.SchemaError, match="lies beside a file"):
        huzma.validate(FILES["articles.jsonl"], Article, constraints=[refers])


def test_what_is_split_of_an_archive_keeps_its_bytes(tmp_path: Path, huzma: Run) -> None:
    zipped(tmp_path)
    (tmp_path / "model_of_members.py").write_text("from test_validate_members import Article\n", "utf-8")
    (tmp_path / "schema.json").write_text('{"properties": {"id": {"type": "string"}}}', "utf-8")
    command = ["validate", "in.zip::articles.jsonl", "in.zip::people/authors.csv", "--schema", "schema.json"]
    result = huzma(*command, "--accepted", "good", "--rejected", "bad", "--format", "concise", cwd=tmp_path)
    assert result.status == 1, result.message
    assert result.out.startswith(b"in.zip::articles.jsonl:3:8: SC003 ")
    assert (tmp_path / "bad" / "articles.jsonl").read_bytes() == b'{"id": 3}\n'
    assert (tmp_path / "good" / "articles.jsonl").read_bytes() + b'{"id": 3}\n' == FILES["articles.jsonl"]
    assert (tmp_path / "good" / "authors.csv").read_bytes() == FILES["people/authors.csv"]
    refers = ("--refers", "author=::people/authors.csv:id", "--format", "concise")
    result = huzma(*command[:2], *command[3:], *refers, cwd=tmp_path)
    assert b"SC022 author" in result.out


def test_columns_in_an_archive(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"id": ["a", "b"]}), tmp_path / "t.parquet")
    with zipfile.ZipFile(tmp_path / "in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "t.parquet", "t.parquet")
    assert huzma.validate(tmp_path / "in.zip::t.parquet", Article).counts["accepted"] == 2


def test_a_file_that_is_called_so_is_that_file(tmp_path: Path) -> None:
    named = tmp_path / "a::b.jsonl"
    named.write_bytes(b'{"id": "a"}\n')
    assert huzma.validate(named, Article).ok


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("in.zip::no.jsonl", "not-found"),
        ("no.zip::articles.jsonl", "not-found"),
        ("in::../articles.jsonl", "unsupported"),
        ("in::/articles.jsonl", "unsupported"),
        ("twice.zip::a.jsonl", "not-a-bundle"),
        ("cut.zip::articles.jsonl", "not-a-bundle"),
        ("damaged.zip::articles.jsonl", "not-a-bundle"),
        ("in/articles.jsonl::a.jsonl", "not-a-bundle"),
        ("in.zip::people/authors.txt", "unsupported"),
        ("text.zip::a.txt", "unsupported"),
    ],
)
def test_an_archive_that_cannot_be_read_is_an_error_that_names_it(path: str, kind: str, tmp_path: Path) -> None:
    folder(tmp_path)
    data = zipped(tmp_path).read_bytes()
    (tmp_path / "cut.zip").write_bytes(data[: len(data) // 2])
    start = data.index(b"articles.jsonl") + len(b"articles.jsonl")
    (tmp_path / "damaged.zip").write_bytes(data[:start] + bytes(20) + data[start + 20 :])
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as archive:
        archive.writestr("a.jsonl", b"{}")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.jsonl", b"[]")
    with zipfile.ZipFile(tmp_path / "text.zip", "w") as archive:
        archive.writestr("a.txt", b"text")
    with pytest.raises(huzma.BundleError) as raised:
        huzma.validate(str(tmp_path / path), Article)
    assert (raised.value.kind, raised.value.path) == (kind, str(tmp_path / path))


def test_a_member_that_swells_is_held_to_the_limits(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", b'{"id": "a"}\n' * 200_000)
    with pytest.raises(huzma.LimitError) as raised:
        huzma.validate(tmp_path / "bomb.zip::a.jsonl", Article, limits=huzma.Limits(total_bytes=1 << 20))
    assert raised.value.limit == "total_bytes"
