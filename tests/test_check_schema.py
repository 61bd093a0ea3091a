"""`huzma check --schema`: texts and records in one pass, and one kind of finding."""

from __future__ import annotations

import contextlib
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Run

MODEL = """
from pydantic import BaseModel


class Item(BaseModel):
    id: str
    words: int = 0
"""


def lines(*records: str) -> bytes:
    return b"".join(record.encode() + b"\n" for record in records)


def test_check_holds_records_against_a_schema_too(huzma: Run, tmp_path: Path) -> None:
    (tmp_path / "model_of_test.py").write_text(MODEL, "utf-8")
    data = lines('{"id": "a", "text": "وصل الوفد, ثم غادر"}', '{"id": 2, "text": "نص"}')
    (tmp_path / "in.jsonl").write_bytes(data)
    result = huzma("check", "in.jsonl", "--schema", "model_of_test:Item", "--format", "jsonl", cwd=tmp_path)
    assert result.status == 1
    found = [json.loads(line) for line in result.out.splitlines()]
    places = {finding["code"]: finding["byte_start"] for finding in found}
    assert places == {"PN001": data.index(b", \xd8\xab"), "SC003": data.index(b"2, ")}
    quiet = ("check", "in.jsonl", "--schema", "model_of_test:Item", "--ignore", "SC", "--format", "concise")
    assert b"SC003" not in huzma(*quiet, cwd=tmp_path).out
    assert huzma("check", "in.jsonl", "--schema", "model_of_test:Item", "--fix", cwd=tmp_path).status == 2


def test_check_tells_texts_and_records_in_the_order_of_the_file(huzma: Run, tmp_path: Path) -> None:
    (tmp_path / "model_of_test.py").write_text(MODEL, "utf-8")
    ids = ["1", '"a"'] * 200
    records = [f'{{"id": {one}, "text": "نص, نص"}}' for one in ids]
    (tmp_path / "in.jsonl").write_bytes(lines(*records))
    table = "".join(f'a,"نص, نص",{words}\r\n' for words in ["x", "1"] * 200)
    (tmp_path / "in.csv").write_text("id,text,words\r\n" + table, "utf-8", newline="")
    with gzip.open(tmp_path / "zipped.jsonl.gz", "wb") as file:
        file.write(lines(*records))
    for name in ("in.jsonl", "in.csv", "zipped.jsonl.gz"):
        told = [
            huzma("check", name, "--schema", "model_of_test:Item", "--format", "jsonl", "--jobs", jobs, cwd=tmp_path)
            for jobs in ("1", "2")
        ]
        assert told[0].out == told[1].out
        found = [json.loads(line) for line in told[0].out.splitlines()]
        codes = [finding["code"] for finding in found]
        assert (codes.count("PN001"), codes.count("SC003")) == (400, 200)
        places = [finding["byte_start"] for finding in found]
        if name == "in.jsonl":
            assert places == sorted(places)
        else:  # a value behind the text of its record is told behind it
            assert all(place < later for place, later in zip(places, places[4:], strict=False))


def test_check_tells_records_as_validate_does(huzma: Run, tmp_path: Path) -> None:
    """In every container, and what is no document is a record all the same."""
    (tmp_path / "schema.json").write_text('{"required": ["title"], "properties": {"id": {"minLength": 3}}}', "utf-8")
    (tmp_path / "folder").mkdir()
    for number in range(3):
        (tmp_path / "folder" / f"{number:03}_{number:016x}.txt").write_text("وصل الوفد, ثم غادر", "utf-8")
    records = ('{"id": "a", "text": "نص, نص"}', "[1", '{"id": "b"}', '{"title": 1, "id": "abc", "text": "x"}')
    (tmp_path / "in.jsonl").write_bytes(lines(*records))
    (tmp_path / "in.json").write_bytes(b"[" + b",\n".join(map(str.encode, (records[0], *records[2:]))) + b"] x")
    (tmp_path / "in.tsv").write_bytes(b"id\ttext\na\tb\n\xff\tc\n")
    sources = ["in.jsonl", "in.json", "in.tsv", "folder"]
    for name in ("in.huzma", "in.zip"):
        assert huzma("pack", "folder", "-o", name, cwd=tmp_path).status == 0
        sources.append(name)
    with contextlib.suppress(ImportError):
        import pyarrow
        from pyarrow import parquet

        texts = ["نص, نص"] * 3000
        parquet.write_table(pyarrow.table({"id": ["a"] * 3000, "text": texts}), tmp_path / "in.parquet")
        sources.append("in.parquet")
    for source in sources:
        ways = (("check", "--select", "SC"), ("validate",))
        told = [huzma(*way, source, "--schema", "schema.json", "--format", "jsonl", cwd=tmp_path) for way in ways]
        kept = [[json.loads(line) for line in one.out.splitlines()] for one in told]
        kept = [[finding for finding in found if finding["code"].startswith("SC")] for found in kept]
        assert kept[0] == kept[1]
        assert kept[0], source


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="the system does not count what is read")
def test_check_reads_a_file_once(tmp_path: Path) -> None:
    record = '{"id": "a", "text": "وصل الوفد", "x": "' + "ا" * 4000 + '"}'
    (tmp_path / "in.jsonl").write_bytes(lines(*[record] * 2000))
    (tmp_path / "schema.json").write_text('{"properties": {"id": {"type": "string"}}}', "utf-8")
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: sys.stderr.write(open('/proc/self/io').readline()))\n"
        "from huzma.cli import main\n"
        "main()\n"
    )
    read = []
    for schema in ([], ["--schema", "schema.json"]):
        command = [sys.executable, "-c", code, "check", "in.jsonl", *schema]
        process = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        read.append(int(process.stderr.rpartition("rchar:")[2]))
    size = (tmp_path / "in.jsonl").stat().st_size
    assert size < read[0]
    assert read[1] - read[0] < size // 2
