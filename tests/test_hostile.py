"""What is done to files from outside: a process that is killed while it writes, and archives made to hurt."""

from __future__ import annotations

import json
import random
import signal
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import huzma as package
from conftest import Run


def text(mark: str, number: int) -> str:
    """A text that is hard to compress."""
    return mark + " ".join(str(number * factor % 9973) for factor in range(400))


WRITER = """
import sys
sys.path.insert(0, "")
import huzma
from test_hostile import text
def documents(mark):
    return (huzma.Entry(f"{number:016x}", text(mark, number)) for number in range(60))
huzma.write(documents("أ"), sys.argv[1])
print("ready", flush=True)
while True:
    huzma.write(documents("ب"), sys.argv[1])
    huzma.write(documents("أ"), sys.argv[1])
"""


@pytest.mark.parametrize("name", ["a.huzma", "a.zip", "a.jsonl.gz", "a.parquet"])
def test_whoever_kills_a_writer_finds_the_old_file_or_the_new(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    path = tmp_path / name
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, cwd=Path(__file__).parent
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 0.15))
            writer.send_signal(signal.SIGKILL)
        bundle = package.read(path)
        texts = [document.text for document in bundle]
        assert texts in [[text(mark, number) for number in range(60)] for mark in "أب"]
        assert not len(bundle.findings)


def many_members(path: Path, count: int) -> None:
    """A zip file of empty members, all of whose headers are one and the same."""
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 0, 0, 7, 0) + b"0000000"
    with path.open("wb") as file:
        file.write(local)
        size = 0
        for number in range(count):
            name = b"%07d" % number
            entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0)
            size += file.write(entry + name)
        end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, len(local))
        locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(local) + size, 1)
        file.write(end + locator + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, *[0xFFFF] * 2, *[0xFFFFFFFF] * 2, 0))


READER = """
import json, resource, sys, huzma
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
bundle = huzma.read(sys.argv[1], limits=huzma.Limits(members=int(sys.argv[2])))
counts = {}
for event in bundle.events():
    counts[event.code] = counts.get(event.code, 0) + 1
print(json.dumps([counts, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before]))
"""


def test_a_million_empty_members_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    many_members(path, 1_000_000)
    with pytest.raises(package.LimitError) as caught:
        package.read(path)
    assert (caught.value.limit, caught.value.actual) == ("members", 1_000_000)
    many_members(path, 200_000)
    with zipfile.ZipFile(path) as archive:
        assert len(archive.namelist()) == 200_000  # it is what others take for a zip file
    done = subprocess.run([sys.executable, "-c", READER, str(path), "200000"], capture_output=True, check=True)
    counts, kilobytes = json.loads(done.stdout)
    assert counts == {"BN006": 1, "BN011": 200_000}
    assert kilobytes < 200_000


def test_a_limit_can_be_raised_from_the_command_line(huzma: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("نص طويل", "utf-8")
    for command in (["check", path], ["parse", path], ["pack", path, "-o", tmp_path / "a.huzma"]):
        refused = huzma(*command, "--limit", "document_bytes=3")
        assert refused.status == 2
        assert "--limit document_bytes=13" in refused.message
        raised = huzma(*command, "--limit", "document_bytes=13", "--limit", "documents=1_000")
        assert raised.status in (0, 1)
        for wrong in ("documents", "documents=x", "document=3", "documents=-1", f"documents={'9' * 30}"):
            assert huzma(*command, "--limit", wrong).status == 2
