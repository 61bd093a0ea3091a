"""Writing bundles and going from one container to another."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
import os
import stat
import tarfile
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import huzma as package
from conftest import CLEAN, COMMA, Folder, Run

SEEDS = Path(__file__).parents[1] / "seeds"

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('%\r\n\0\ufeff,";\tم'))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
ENTRIES = st.builds(
    package.Entry,
    id=TEXTS.filter(lambda text: 0 < len(text) <= 128),
    text=TEXTS,
    metadata=st.dictionaries(st.sampled_from(["title", "source", "x-page", "author", "%"]) | TEXTS, JSON, max_size=4),
)

Plain = tuple[str, int | None, dict[str, Any], str]


def plain(documents: Any) -> list[Plain]:
    return [(d.id, d.number, dict(d.metadata), d.text) for d in documents]


def entry(number: int, text: str = CLEAN, **metadata: Any) -> package.Entry:
    return package.Entry(f"{number:016x}", text, metadata, number)


@given(st.lists(ENTRIES, max_size=4), st.booleans())
def test_what_is_dumped_is_loaded_again(entries: list[package.Entry], seal: bool) -> None:
    data = package.dumps(entries, seal)
    loaded = list(package.loads(data))
    expected = [(e.id, index, dict(e.metadata), e.text) for index, e in enumerate(entries)]
    assert plain(loaded) == expected
    assert [d.origin.path for d in loaded] == [None] * len(entries)
    assert package.dumps(loaded, seal) == data
    assert plain(package.loads(data + data)) == expected * 2


def test_a_long_text_survives() -> None:
    text = "%م\n" * 3_000_000
    (document,) = package.loads(package.dumps([package.Entry("a", text)]))
    assert document.text == text


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        (
            [entry(0), package.Entry("b", "نص\ud800")],
            r"document 1 .*the text of b has a lone surrogate at code point 2",
        ),
        ([package.Entry("\udfff", "")], "document 0 .*its id has a lone surrogate at code point 0"),
        ([package.Entry("a", "", {"k": ["\ud800"]})], '"k".* lone surrogate at code point 0'),
        ([package.Entry("a", "", {"k": float("nan")})], "JSON"),
        ([package.Entry("a", "", {"k": 2**64})], "64 bits"),
        ([package.Entry("a", "", {"k": b""})], "JSON"),
        ([package.Entry("a", "", {3: ""})], "no str"),  # type: ignore[dict-item]
        ([package.Entry("", "")], "1 to 128"),
        ([package.Entry("a", "", number=10**18)], "18 digits"),
    ],
)
def test_what_cannot_be_written_is_named(entries: list[package.Entry], says: str) -> None:
    with pytest.raises(package.BundleError, match=says) as caught:
        package.dumps(entries)
    assert caught.value.kind == "unwritable"


def test_only_documents_are_written() -> None:
    with pytest.raises(TypeError, match="not str"):
        package.dumps(["نص"])  # type: ignore[list-item]
    with pytest.raises(package.BundleError, match="code point 1"):
        package.loads("ن\ud800")
    with pytest.raises(TypeError):
        package.loads(3)  # type: ignore[arg-type]


def test_an_error_of_the_iterable_comes_out(tmp_path: Path) -> None:
    target = tmp_path / "news.huzma"
    target.write_text("old")

    def documents() -> Any:
        yield entry(0)
        raise KeyError("gone")

    for path in (target, tmp_path / "folder"):
        with pytest.raises(KeyError, match="gone"):
            package.write(documents(), path)
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["news.huzma"]  # noqa: PTH208


def test_an_article_is_a_document(folder: Folder) -> None:
    (document,) = package.read(folder(COMMA))
    article = package.to_article(document)
    assert package.dumps([article]) == package.dumps([document])


def test_a_folder_is_written_as_it_was(tmp_path: Path) -> None:
    source = SEEDS / "bundles" / "valid" / "folder"
    package.write(package.read(source), tmp_path / "copy")
    copy = package.read(tmp_path / "copy")
    assert plain(copy) == plain(package.read(source))
    assert copy.metadata == package.read(source).metadata
    assert not len(copy.findings)
    names = {path.name for path in source.iterdir()}
    assert {path.name for path in (tmp_path / "copy").iterdir()} == names
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o777 & ~mask


def test_a_byte_order_mark_in_the_text_survives(tmp_path: Path) -> None:
    entries = [entry(0, "\ufeffنص")]
    package.write(entries, tmp_path / "folder")
    assert plain(package.read(tmp_path / "folder")) == plain(entries)
    package.write([entry(0, "\ufeffنص")], tmp_path / "a.txt")
    assert [d.text for d in package.read(tmp_path / "a.txt")] == ["\ufeffنص"]


@pytest.mark.parametrize(
    ("name", "entries", "says"),
    [
        ("folder", [package.Entry("خبر", "نص")], "16 lower-case"),
        ("folder", [entry(0, "")], "document 0 .*empty"),
        ("a.txt", [entry(0), entry(1)], "document 1 .*one document"),
        ("a.txt", [entry(0, title="خبر")], "metadata"),
        ("a.txt", [entry(0, "")], "empty"),
    ],
)
def test_what_a_container_cannot_hold_is_said(
    tmp_path: Path, name: str, entries: list[package.Entry], says: str
) -> None:
    with pytest.raises(package.BundleError, match=says) as caught:
        package.write(entries, tmp_path / name)
    assert caught.value.kind == "unwritable"
    assert list(tmp_path.iterdir()) == []


def test_the_name_tells_the_format(tmp_path: Path) -> None:
    with pytest.raises(package.BundleError, match="which format"):
        package.write([entry(0)], tmp_path / "news.pdf")
    package.write([entry(0)], tmp_path / "news.pdf", format="huzma", seal=False)
    assert (tmp_path / "news.pdf").read_bytes().startswith(b"%huzma 1\n")
    with pytest.raises(package.BundleError, match="none was given"):
        package.write([], tmp_path / "a.txt")
    with pytest.raises(package.BundleError):
        package.write([entry(0)], "\ud800")


def test_a_folder_with_files_is_written_to_only_when_asked(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    outside = tmp_path / "outside.txt"
    outside.write_text("untouched")
    (target / f"000_{0:016x}.txt").symlink_to(outside)
    (target / "other.txt").write_text("kept")
    with pytest.raises(package.BundleError, match="not empty"):
        package.write([entry(0)], target)
    package.write([entry(0), entry(1)], target, overwrite=True)
    assert outside.read_text() == "untouched"
    assert (target / "other.txt").read_text() == "kept"
    assert [d.text for d in package.read(target)] == [CLEAN, CLEAN, "kept"]
    assert not (target / f"000_{0:016x}.txt").is_symlink()


def test_packing_and_unpacking_lose_nothing(huzma: Run, tmp_path: Path) -> None:
    source = tmp_path / "source"
    package.write([entry(0, title="خبر", pages=[1]), entry(7, COMMA)], source)
    result = huzma("pack", source, "-o", tmp_path / "a.huzma")
    assert (result.status, result.out) == (0, b"")
    assert result.message.startswith("huzma: ")  # the gap
    assert huzma("pack", tmp_path / "a.huzma", "-o", tmp_path / "b.huzma").status == 0
    assert (tmp_path / "a.huzma").read_bytes() == (tmp_path / "b.huzma").read_bytes()
    assert huzma("unpack", tmp_path / "b.huzma", "-o", tmp_path / "back").status == 0
    for path in source.iterdir():
        assert (tmp_path / "back" / path.name).read_bytes() == path.read_bytes()
    again = huzma("unpack", tmp_path / "b.huzma", "-o", tmp_path / "back")
    assert (again.status, "--force" in again.message) == (2, True)
    assert huzma("unpack", tmp_path / "b.huzma", "-o", tmp_path / "back", "--force").status == 0


def test_what_packing_leaves_out_is_said(huzma: Run, folder: Folder, tmp_path: Path) -> None:
    root = folder(CLEAN, b"\xff")
    (root / "bundle.json").write_text('{"title": "نشرة"}', "utf-8")
    result = huzma("pack", root, "-o", tmp_path / "a.huzma", "--open-form")
    assert result.status == 0
    assert "EN001" in result.message
    assert "has no place there" in result.message
    assert (tmp_path / "a.huzma").read_bytes().startswith(b"%huzma 1\n")
    for arguments in (["pack"], ["pack", root], ["unpack", root, "-o", "-"], ["pack", root, "-o", "a.pdf"]):
        refused = huzma(*arguments)
        assert (refused.status, refused.out) == (2, b"")


def test_standard_input_is_packed(huzma: Run, tmp_path: Path) -> None:
    data = package.dumps([entry(0)])
    assert huzma("unpack", "-", "-o", tmp_path / "folder", input=data).status == 0
    assert plain(package.read(tmp_path / "folder")) == plain([entry(0)])


@pytest.mark.parametrize(
    "name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.csv", "a.tsv.gz", "a.csv.zst", "a.huzma.gz"]
)
def test_a_container_gives_back_what_it_was_given(tmp_path: Path, name: str) -> None:
    entries = [
        package.Entry("a1", 'نص "أول",\r\nوسطر\tثان\n', {"title": "خبر, \n", "x": "%"}),
        package.Entry("م/٢", "", {"title": "ثان"}),
        package.Entry("3", "\0\ufeff😀 %doc"),
    ]
    path = tmp_path / name
    package.write(entries, path)
    again = package.read(path)
    assert [(d.id, dict(d.metadata), d.text) for d in again] == [(e.id, dict(e.metadata), e.text) for e in entries]
    assert again.findings.counts == {"BN005": 1}
    format = name.split(".")[1]
    with path.open("rb") as file:
        for source in (path.read_bytes(), file):
            assert [d.text for d in package.read(source, format=format)] == [e.text for e in entries]
    package.write(again, tmp_path / "again", format=name.split(".")[1])
    package.write(package.read(tmp_path / "again", format=name.split(".")[1]), path)
    assert [d.text for d in package.read(path)] == [e.text for e in entries]
    assert path.read_bytes() == rewritten(tmp_path, entries, name)


def rewritten(tmp_path: Path, entries: list[package.Entry], name: str) -> bytes:
    path = tmp_path / "rewritten" / name
    path.parent.mkdir()
    package.write(entries, path)
    return path.read_bytes()


@given(st.lists(ENTRIES, max_size=4))
def test_json_lines_hold_every_document(tmp_path_factory: pytest.TempPathFactory, entries: list[package.Entry]) -> None:
    path = tmp_path_factory.getbasetemp() / "property.jsonl"
    package.write(entries, path, text_field="body")
    again = list(package.read(path, text_field="body"))
    assert [(d.id, dict(d.metadata), d.text) for d in again] == [(e.id, dict(e.metadata), e.text) for e in entries]
    with path.open("rb") as file:
        for document, line in zip(again, file, strict=True):
            assert json.loads(line) == {**document.metadata, "id": document.id, "body": document.text}
    stored = path.read_bytes()
    for document in again:
        assert json.loads(stored[document.origin.byte_start : document.origin.byte_end]) == document.text


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5), st.sampled_from(["csv", "tsv"]))
def test_tables_are_what_others_write_and_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], format: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"property.{format}"
    dialect: Any = {"delimiter": "," if format == "csv" else "\t"}
    # Python's reader stops at NUL in some versions, and it takes a CR without quotes for a line end.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, **dialect)
        writer.writerows([("text", "title"), *rows])
    documents = list(package.read(path))
    assert [(d.text, d.metadata.get("title", "")) for d in documents] == rows
    package.write(documents, path) if all("title" in d.metadata for d in documents) else None
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file, **dialect)] == [text for text, _ in rows]


def test_a_finding_points_into_the_file_as_stored(tmp_path: Path) -> None:
    escaped = tmp_path / "a.jsonl"
    escaped.write_text(json.dumps({"id": 7, "text": COMMA}) + "\n", "ascii")
    (finding,) = package.check(escaped, select="PN001")
    assert (finding.document_id, finding.text) == ("7", ",")
    assert finding.byte_start is not None
    assert finding.byte_end is not None
    assert escaped.read_bytes()[finding.byte_start : finding.byte_end] == b","
    table = tmp_path / "a.csv"
    table.write_bytes('\ufefftext,id\r\n"قال ""نعم"", ثم غادر.",a\r\n'.encode())
    (finding,) = (f for f in package.check(table, select="PN001") if f.code == "PN001")
    assert finding.byte_start is not None
    assert table.read_bytes()[finding.byte_start :].startswith(", ثم".encode())


def test_what_cannot_be_fixed_in_its_file_is_refused(huzma: Run, tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.csv", "a.txt.gz"):
        path = tmp_path / name
        package.write([package.Entry("a", COMMA)], path)
        before = path.read_bytes()
        result = huzma("check", path, "--fix", "--select", "PN001")
        assert result.status == 2
        assert path.read_bytes() == before


def test_a_bad_line_spoils_no_other() -> None:
    lines = [
        '{"text": "أول"}',
        '{"text": "a", "text": "b"}',
        '{"text": NaN}',
        '{"text": "\\ud800"}',
        '{"text": 1}',
        "[]",
        "",
        "{",
        '{"text": "ثان", "id": []}',
    ]
    data = "\n".join(lines).encode() + b'\n{"text": "\xff"}\n{"text": "\xd9\x85"}'
    bundle = package.read(data, format="jsonl")
    assert [(d.id, d.text) for d in bundle] == [("line-1", "أول"), ("line-2", "a"), ("line-9", "ثان"), ("line-11", "م")]
    assert bundle.findings.counts == {"BN035": 1, "BN070": 4, "BN072": 1, "BN073": 1, "EN001": 1}
    for finding in bundle.findings:
        assert finding.byte_start is not None
        assert finding.byte_end is not None


@pytest.mark.parametrize(
    ("data", "format", "limit"),
    [
        (b'{"text": ' + b"[" * 100 + b"]" * 100 + b"}", "jsonl", "metadata_nesting"),
        (b'{"text": "' + b"a" * 3000 + b'"}', "jsonl", "document_bytes"),
        (b'text\n"' + b"a\n" * 3000, "csv", "document_bytes"),
        (gzip.compress(bytes(5 << 20)), "jsonl", "archive_ratio"),
    ],
)
def test_limits_hold(data: bytes, format: str, limit: str) -> None:
    with pytest.raises(package.LimitError) as caught:
        list(
            package.read(
                data, format=format, limits=package.Limits(document_bytes=8 << 20 if limit == "archive_ratio" else 2000)
            )
        )
    assert caught.value.limit == limit
    assert f"huzma.Limits({limit}=" in str(caught.value)


def test_a_stream_that_is_cut_off_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    package.write([entry(number, str(number)) for number in range(100)], path)
    whole = path.read_bytes()
    for cut in (3, 20, len(whole) // 2, len(whole) - 1):
        with pytest.raises(package.BundleError) as caught:
            list(package.read(whole[:cut], format="jsonl"))
        assert caught.value.kind == "io"
    with pytest.raises(package.BundleError, match="text_field"):
        list(package.read(b"a,b\n1,2\n", format="csv"))
    with pytest.raises(ValueError, match="jsonl"):
        package.read(b"", format="xml")


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([package.Entry("a", "", {"id": "b"})], '"id"'),
        ([package.Entry("a", "", {"n": 1})], "no text"),
        ([package.Entry("a", "", {"n": ""})], "empty"),
        ([package.Entry("a", ""), package.Entry("b", "", {"n": "1"})], "document 1 .*no such column"),
    ],
)
def test_what_a_table_cannot_hold_is_said(tmp_path: Path, entries: list[package.Entry], says: str) -> None:
    with pytest.raises(package.BundleError, match=says):
        package.write(entries, tmp_path / "a.csv")


ARCHIVES = ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.zst"]
NAMES = [f"{number:03}_{number:016x}" for number in range(4)]


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def tarred(*members: tuple[str | tarfile.TarInfo, bytes], format: int = tarfile.GNU_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def found(data: bytes, **limits: int) -> tuple[list[str], dict[str, int]]:
    bundle = package.read(data, limits=package.Limits(**limits))
    texts = [document.text for document in bundle]
    return texts, dict(bundle.findings.counts)


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_is_a_folder(tmp_path: Path, name: str) -> None:
    source = package.read(SEEDS / "bundles" / "valid" / "folder")
    path = tmp_path / name
    package.write(source, path)
    archive = package.read(path)
    assert plain(archive) == plain(source)
    assert archive.metadata == source.metadata
    assert not len(archive.findings)
    (first, *_) = archive
    assert (first.origin.path, first.origin.member) == (str(path), f"000_{first.id}.txt")
    before = path.read_bytes()
    package.write(archive, path)
    assert path.read_bytes() == before
    package.write(archive, tmp_path / "folder")
    assert plain(package.read(tmp_path / "folder")) == plain(source)
    assert plain(package.read(before)) == plain(source)


@pytest.mark.parametrize("name", ARCHIVES[:4])
def test_others_read_what_is_written(tmp_path: Path, name: str) -> None:
    entries = [entry(number, CLEAN * (number + 1), title="خبر") for number in range(3)]
    path = tmp_path / name
    package.write(entries, path)
    if name == "a.zip":
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            members = {member: archive.read(member) for member in archive.namelist()}
    else:
        with tarfile.open(path) as tar:
            members = {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]
    for number, document in enumerate(entries):
        assert members[f"{NAMES[number]}.txt"] == document.text.encode()
        assert json.loads(members[f"{NAMES[number]}.json"]) == document.metadata


@pytest.mark.parametrize("archived", [zipped, tarred])
def test_members_come_in_the_order_of_their_numbers(archived: Any) -> None:
    members = [(f"news/{NAMES[2]}.txt", b"c"), ("news/", b""), (f"./news/{NAMES[0]}.txt", b"a")]
    data = archived(*members, (f"news/{NAMES[1]}.txt", b"b"), (f"news/{NAMES[1]}.json", b'{"x-n": "1"}'))
    bundle = package.read(data)
    assert [(d.text, d.number, d.metadata) for d in bundle] == [("a", 0, {}), ("b", 1, {"x-n": "1"}), ("c", 2, {})]
    assert not len(bundle.findings)
    stray, counts = found(archived((f"{NAMES[0]}.txt", b"a"), (f"more/{NAMES[1]}.txt", b"b"), ("README", b"")))
    assert (stray, counts) == (["a"], {"BN011": 1, "BN012": 1})


@pytest.mark.parametrize("archived", [zipped, tarred])
@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../a.txt", "a/../../b.txt", "C:\\a.txt", "C:a.txt", "a\\..\\b.txt", "a\nb.txt"]
)
def test_a_name_that_leads_out_is_not_read(archived: Any, name: str) -> None:
    assert found(archived((f"{NAMES[0]}.txt", b"a"), (name, b"b"))) == (["a"], {"BN060": 1})


@pytest.mark.parametrize("archived", [zipped, tarred])
def test_of_names_that_are_one_file_the_first_is_read(archived: Any) -> None:
    data = archived((f"{NAMES[0]}.txt", b"a"), (f"{NAMES[0]}.txt", b"b"), (f"{NAMES[0]}.TXT", b"c"))
    assert found(data) == (["a"], {"BN062": 2})


def test_links_and_devices_are_not_read() -> None:
    members: list[tuple[str | tarfile.TarInfo, bytes]] = [(f"{NAMES[0]}.txt", b"a")]
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE):
        info = tarfile.TarInfo(f"{kind.decode()}.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        members.append((info, b""))
    assert found(tarred(*members)) == (["a"], {"BN061": 5})
    link = zipfile.ZipInfo(f"{NAMES[1]}.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    assert found(zipped((f"{NAMES[0]}.txt", b"a"), (link, b"/etc/passwd"))) == (["a"], {"BN061": 1})


def test_long_names_are_read_in_every_dialect() -> None:
    name = "ن" * 60 + ".txt"
    for format in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        (document,) = package.read(tarred((name, b"a"), format=format))
        assert document.origin.member == name


def test_every_cut_and_every_flip_of_an_archive_is_survived() -> None:
    members = [(f"{name}.txt", (CLEAN * 3).encode()) for name in NAMES[:2]]
    for data in (zipped(*members), tarred(*members)[: 5 * 512]):  # a block of zeros ends a tar file
        for cut in range(300, len(data)):
            texts, counts = found(data[:cut])
            assert set(texts) <= {CLEAN * 3}
            assert counts
        for at in range(len(data)):
            flipped = bytearray(data)
            flipped[at] ^= 0x11
            texts, _ = found(bytes(flipped), total_bytes=1 << 20)
            assert len(texts) <= 2
            if data.startswith(b"PK"):
                assert set(texts) <= {CLEAN * 3}


def test_a_zip_file_that_contradicts_itself_is_not_believed() -> None:
    texts = [(f"{name}.txt", CLEAN.encode()) for name in NAMES[:2]]
    data = zipped(*texts, method=zipfile.ZIP_STORED)
    directory = data.index(b"PK\x01\x02")
    wrong_crc = data.replace("وصل".encode(), "وصف".encode(), 1)
    assert found(wrong_crc) == ([CLEAN], {"BN064": 1})
    renamed = data[:directory].replace(b"000_", b"007_", 1) + data[directory:]
    assert found(renamed) == ([CLEAN], {"BN064": 1})
    encrypted = bytearray(data)
    encrypted[directory + 8] |= 1
    assert found(bytes(encrypted)) == ([CLEAN], {"BN063": 1})
    second = data.index(b"PK\x01\x02", directory + 4)
    overlapping = bytearray(data)
    overlapping[second + 42 : second + 46] = data[directory + 42 : directory + 46]
    assert found(bytes(overlapping)) == ([], {"BN064": 2, "BN006": 1})
    method = bytearray(data)
    method[directory + 10] = 14
    assert found(bytes(method)) == ([CLEAN], {"BN015": 1})
    assert found(data[:-30])[1] == {"BN065": 1, "BN006": 1}


def test_a_bomb_is_stopped() -> None:
    bomb = zipped((f"{NAMES[0]}.txt", bytes(10 << 20)))
    with pytest.raises(package.LimitError) as caught:
        found(bomb)
    assert caught.value.limit == "archive_ratio"
    with pytest.raises(package.LimitError) as caught:
        found(zipped((f"{NAMES[0]}.txt", os.urandom(5000))), total_bytes=4000)
    assert caught.value.limit == "total_bytes"
    with pytest.raises(package.LimitError) as caught:
        found(gzip.compress(tarred((f"{NAMES[0]}.txt", bytes(10 << 20)))))
    assert caught.value.limit == "archive_ratio"
    many = zipped(*((str(number), b"") for number in range(200)))
    with pytest.raises(package.LimitError) as caught:
        found(many, members=100)
    assert caught.value.limit == "members"
    nested = zipped((f"{NAMES[0]}.txt", b"a"), ("inner.zip", bomb))
    assert found(nested) == (["a"], {"BN011": 1})


@pytest.mark.parametrize("name", [*ARCHIVES, "a.huzma"])
def test_an_archive_and_a_sealed_bundle_are_fixed(huzma: Run, tmp_path: Path, name: str) -> None:
    path, other = tmp_path / name, tmp_path / f"other-{name}"
    entries = [entry(0, CLEAN), entry(3, COMMA, title="خبر, ثم"), entry(4, "%" + COMMA, pages=[1])]
    package.write(entries, path)
    fixed = [package.Entry(e.id, e.text.replace(",", "،"), e.metadata, e.number) for e in entries]
    package.write(fixed, other)
    before = path.read_bytes()
    shown = huzma("check", path, "--diff", "--select", "PN001", "--exit-zero")
    assert (shown.status, path.read_bytes()) == (0, before)
    assert "+وصل الوفد صباحا، ثم غادر." in shown.text
    assert huzma("check", path, "--fix", "--select", "PN001").status == 0
    assert path.read_bytes() == other.read_bytes()
    assert plain(package.read(path)) == plain(fixed)


def test_what_would_be_lost_by_writing_it_again_is_not_fixed(huzma: Run, tmp_path: Path) -> None:
    sealed = package.dumps([entry(0, COMMA), entry(1, CLEAN)])
    damaged = sealed.replace(CLEAN.encode(), b"x" + CLEAN.encode()[1:])
    stray = zipped((f"{NAMES[0]}.txt", COMMA.encode()), ("README", b""))
    for name, data in [("a.huzma", damaged), ("b.huzma", sealed + sealed), ("c.zip", stray)]:
        path = tmp_path / name
        path.write_bytes(data)
        refused = huzma("check", path, "--fix", "--select", "PN001")
        assert (refused.status, path.read_bytes()) == (2, data), name
        assert "unpack it" in refused.message
        assert [p for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    assert huzma("unpack", tmp_path / "c.zip", "-o", tmp_path / "folder").status == 0
    assert huzma("check", tmp_path / "folder", "--fix", "--select", "PN001").status == 0
    assert huzma("pack", tmp_path / "folder", "-o", tmp_path / "c.zip").status == 0
    assert [d.text for d in package.read(tmp_path / "c.zip")] == [COMMA.replace(",", "،")]


@given(st.lists(TEXTS.filter(bool), max_size=3), st.sampled_from(ARCHIVES), st.sampled_from([*ARCHIVES, "a.huzma"]))
def test_from_any_container_to_any_other_and_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], first: str, second: str
) -> None:
    root = tmp_path_factory.mktemp("archives")
    entries = [entry(number * 2, text, title=text) for number, text in enumerate(texts)]
    package.write(entries, root / f"1{first}")
    package.write(package.read(root / f"1{first}"), root / f"2{second}")
    package.write(package.read(root / f"2{second}"), root / f"3{first}")
    assert (root / f"1{first}").read_bytes() == (root / f"3{first}").read_bytes()
    assert plain(package.read(root / f"2{second}")) == plain(entries)


STORED = ["utf-16-le", "utf-16-be", "windows-1256", "iso8859-6"]


@pytest.mark.parametrize("codec", STORED)
def test_an_encoding_is_recognised_or_named(tmp_path: Path, codec: str) -> None:
    text = COMMA.replace("\n", " وصل.")
    path = tmp_path / f"000_{0:016x}.txt"
    path.write_bytes(text.encode(codec))
    name = {"utf-16-le": "UTF-16LE", "utf-16-be": "UTF-16BE", "iso8859-6": "ISO-8859-6"}.get(codec, codec)
    for source in (path, tmp_path, path.read_bytes()):
        bundle = package.read(source, "auto")
        assert [document.text for document in bundle] == [text]
        (finding,) = bundle.findings
        assert (finding.code, finding.severity, finding.message.split()[-1]) == ("EN016", "info", name)
        named = package.read(source, encoding=name)
        assert [document.text for document in named] == [text]
        assert not len(named.findings)
        (comma,) = next(iter(named)).check("PN001")
        assert comma.byte_start is not None
        assert comma.byte_end is not None
        assert path.read_bytes()[comma.byte_start : comma.byte_end].decode(codec) == ","


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
@pytest.mark.parametrize("codec", STORED)
def test_articles_are_recognised(path: Path, codec: str) -> None:
    data = path.read_text("utf-8").encode(codec, "ignore")
    (document,) = package.read(data, "auto")
    assert document.text == data.decode(codec)


def test_what_cannot_be_decoded_is_pointed_at(huzma: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xc7\xc0")
    bundle = package.read(path, "iso-8859-6")
    assert list(bundle) == []
    (finding,) = bundle.findings
    assert (finding.code, finding.byte_start, finding.byte_end) == ("EN017", 1, 2)
    with pytest.raises(ValueError, match="klingon"):
        package.read(path, "klingon")
    with pytest.raises(package.BundleError, match="UTF-8"):
        package.read(b"", "windows-1256", format="jsonl")
    assert [d.text for d in package.read(b'{"text": "a"}', "auto", format="jsonl")] == ["a"]
    path.write_bytes(COMMA.encode("windows-1256"))
    assert json.loads(huzma("parse", path, "--encoding", "auto").out)["text"] == COMMA
    assert huzma("parse", path, "--encoding", "klingon").status == 2


@pytest.mark.parametrize("format", ["huzma", "zip", "tar.gz", "jsonl", "jsonl.zst", "csv", "tsv.gz", "parquet"])
def test_documents_are_written_to_an_open_file(format: str) -> None:
    entries = [entry(number, CLEAN * (number + 1), title="خبر") for number in range(3)]
    out = io.BytesIO()
    package.write(entries, out, format=format)
    assert not out.closed
    again = package.read(out.getvalue(), format=format)
    assert [(d.id, d.text, d.metadata) for d in again] == [(e.id, e.text, e.metadata) for e in entries]
    for wrong in (None, "folder", "pdf"):
        with pytest.raises((package.BundleError, ValueError)):
            package.write(entries, io.BytesIO(), format=wrong)
    with pytest.raises(TypeError, match="int"):
        package.write(entries, 3, format=format)  # type: ignore[arg-type]

    class Full(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            raise OSError(28, "the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        package.write(entries, Full(), format=format)  # type: ignore[arg-type]


def test_digests_are_not_computed_when_nobody_wants_them() -> None:
    data = package.dumps([entry(0, "أول"), entry(1, "ثان")])
    damaged = data.replace("أول".encode(), "أوك".encode())
    assert damaged != data
    assert [d.text for d in package.loads(damaged)] == ["ثان"]
    bundle = package.read(damaged, verify=False)
    assert [d.text for d in bundle] == ["أوك", "ثان"]
    assert not len(bundle.findings)
    shorter = data.replace("أول".encode(), "أو".encode())
    bundle = package.read(shorter, verify=False)
    assert [d.text for d in bundle] == ["ثان"]
    assert bundle.findings.counts == {"BN050": 1}


@given(
    st.text(st.sampled_from("aم\xe9\u0100“ﷺ😀\n") | st.characters(exclude_categories=["Cs"]), max_size=300),
    st.integers(0, 130),
)
def test_a_text_becomes_the_str_that_it_is(text: str, padding: int) -> None:
    text = "م" * padding + text
    (document,) = package.loads(package.dumps([package.Entry("a", text)]))
    assert document.text == text
    assert hash(document.text) == hash(text)


def test_a_long_bundle_is_the_same_with_and_without_help() -> None:
    """From bytes, digests are computed ahead on a second thread; from a stream, one after the other."""
    entries = [package.Entry(f"{number:05}", CLEAN * (number % 97), {"n": number}) for number in range(3000)]
    data = bytearray(package.dumps(entries))
    for at in (100_000, 1_000_000, len(data) - 100):
        data[at] ^= 1
    ahead, along = package.read(bytes(data)), package.read(io.BytesIO(data))
    assert plain(ahead) == plain(along)
    assert [f.model_dump() for f in ahead.findings] == [f.model_dump() for f in along.findings]
    assert len(ahead.findings) >= 3
    for source in (bytes(data), io.BytesIO(data)):
        limited = package.read(source, limits=package.Limits(documents=2000))
        documents = iter(limited)
        assert len(list(itertools.islice(documents, 2000))) == 2000
        with pytest.raises(package.LimitError):
            next(documents)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_reads_on() -> None:
    entries = [package.Entry(f"{number:05}", CLEAN * 50) for number in range(3000)]
    documents = iter(package.loads(package.dumps(entries)))
    first = [next(documents).id for _ in range(1500)]
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there are threads is what this is about
        child = os.fork()
    if child == 0:
        os.write(writing, str(len(first) + sum(1 for _ in documents)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        assert answer.read() == b"3000"
    assert os.waitpid(child, 0)[1] == 0
    assert len(first) + sum(1 for _ in documents) == 3000
