"""Faults of the system under every command that writes: a typed message and status 2, and the path as it was."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import huzma as package
from conftest import COMMA, Result, Run, without_privileges
from huzma.cli.app import _COMMANDS

JOBS = {
    "check --fix, a folder": "check folder --select PN001 --fix",
    "check --fix, a sealed bundle": "check a.huzma --select PN001 --fix",
    "check --fix, a zip file": "check a.zip --select PN001 --fix",
    "check --baseline": "check folder --baseline out/b.json",
    "parse": "parse folder -o out/a.jsonl",
    "pack, a text bundle": "pack folder -o out/a.huzma",
    "pack, a zip file": "pack folder -o out/a.zip",
    "pack, a tar file": "pack folder -o out/a.tar.gz",
    "pack, JSON Lines": "pack folder -o out/a.jsonl.zst",
    "pack, a table": "pack folder -o out/a.csv",
    "pack, columns": "pack folder -o out/a.parquet",
    "unpack": "unpack a.huzma -o out/folder",
    "validate": "validate records.jsonl --schema schema.json --accepted out/a.jsonl --rejected out/r.jsonl",
    "validate, columns": "validate records.jsonl --schema schema.json --accepted out/a.parquet",
    "run": "run pipeline.toml shards -o out/run --jobs 1",
    "rules": "rules --format markdown -o out/pages",
}
"""Every command that writes files, as it is run in the folder that `place` makes."""

WRITES_NOTHING = {"normalize", "tokenize", "sentences", "profiles", "explain", "schema"}

BOOKKEEPING = ("out/run/.lock", "out/run/plan.json")
"""What a run that failed leaves so that it can go on, besides parts that are finished."""

QUICK = ("check --fix, a sealed bundle", "parse", "validate", "run")
"""The jobs that are tried each time; `make test-all` tries all of them."""

FILES = ("a.txt", "a.huzma", "a.zip", "a.jsonl", "a.csv", "a.parquet", "a.arrow")

Files = dict[str, bytes]


def each(jobs: Iterable[Any], quick: Iterable[Any] = QUICK) -> list[Any]:
    """All jobs, and those marked as slow that are not quick."""
    return [pytest.param(job, marks=() if job in quick else pytest.mark.slow) for job in jobs]


def noise(seed: int, length: int) -> str:
    """A text that is hard to compress."""
    chance = random.Random(seed)
    return "".join(chance.choice("ابتثجحخدذرزسشصضطظعغفقكلمنهوي ") for _ in range(length))


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the jobs read: bundles, records, shards."""
    root = tmp_path_factory.mktemp("faults") / "sources"
    (root / "folder").mkdir(parents=True)
    texts = [f"{COMMA}{noise(number, 3000)}\n" for number in range(6)]
    for number, text in enumerate(texts):
        (root / "folder" / f"{number:03}_{number:016x}.txt").write_text(text, "utf-8")
    for name in ("a.huzma", "a.zip"):
        package.write([package.Entry(f"{number:016x}", text) for number, text in enumerate(texts)], root / name)
    rows = [{"id": number if number % 3 else "x", "text": noise(number, 60)} for number in range(300)]
    (root / "records.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    schema = {"type": "object", "properties": {"id": {"type": "integer"}, "text": {"type": "string"}}}
    (root / "schema.json").write_text(json.dumps(schema))
    (root / "shards").mkdir()
    for shard in range(2):
        lines = (json.dumps({"id": f"{shard}-{row}", "text": noise(row, 200)}) + "\n" for row in range(50))
        (root / "shards" / f"{shard}.jsonl").write_text("".join(lines), "utf-8")
    (root / "pipeline.toml").write_text('[normalize]\nprofile = "search"\n')
    (root / "out").mkdir()
    return root


@pytest.fixture
def place(sources: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sources, tmp_path / "place"))


def contents(root: Path) -> Files:
    """All files below a folder, hidden ones too."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def untouched(root: Path, before: Files) -> None:
    after = {name: data for name, data in contents(root).items() if name not in BOOKKEEPING}
    assert sorted(after) == sorted(before)
    assert after == before


def refused(result: Result, *says: str) -> None:
    """One line a message, none of them a traceback, and the status that says so."""
    assert result.status == 2, result.message
    assert "Traceback" not in result.message
    assert "Exception ignored" not in result.message
    for words in says:
        assert words in result.message


def test_every_command_that_writes_is_tried() -> None:
    assert {job.split()[0] for job in JOBS.values()} == set(_COMMANDS) - WRITES_NOTHING


@pytest.mark.parametrize("job", JOBS)
def test_no_room_for_the_output(huzma: Run, place: Path, job: str) -> None:
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))

    before = contents(place)
    result = huzma(*JOBS[job].split(), cwd=place, before=small)
    # The message names the file that cannot be written, not the one that is read.
    written = "out/" if "out/" in JOBS[job] else JOBS[job].split()[1]
    refused(result, "ile too large", written)
    untouched(place, before)


def in_a_small_file_system(root: Path, options: str, job: str) -> Result:
    """Runs a job where `out` is a file system of its own, in a namespace of its own."""
    script = f'mount -t tmpfs -o {options} none out && exec "$0" -m huzma "$@"'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, sys.executable, *job.split()]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False, timeout=120)
    return Result(done.returncode, done.stdout, done.stderr)


def can_mount() -> bool:
    command = ["unshare", "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not can_mount(), reason="no file systems can be mounted here")
@pytest.mark.parametrize(
    "job", each(["parse", "pack, a zip file", "pack, columns", "validate", "unpack", "run"], ["validate", "unpack"])
)
@pytest.mark.parametrize(
    ("options", "says"), [("size=8k", "No space left on device"), ("ro", "ead-only file ?system")], ids=["full", "ro"]
)
def test_a_full_or_read_only_file_system(place: Path, job: str, options: str, says: str) -> None:
    result = in_a_small_file_system(place, options, JOBS[job])
    refused(result, "out/")
    assert any(word in result.message for word in (says, says.replace(" ?", " "), says.replace(" ?", "")))


@pytest.mark.parametrize("job", each((job for job in JOBS if "out/" in JOBS[job]), ["parse", "validate"]))
def test_a_folder_that_may_not_be_written(huzma: Run, place: Path, job: str) -> None:
    before = contents(place)
    (place / "out").chmod(0o555)
    try:
        result = huzma(*JOBS[job].split(), cwd=place, before=without_privileges)
    finally:
        (place / "out").chmod(0o755)
    refused(result, "out/", "ermission denied")
    untouched(place, before)


@pytest.mark.parametrize("job", each(JOBS, ["validate"]))
@pytest.mark.parametrize("number", [6, 10])
def test_few_open_files(huzma: Run, place: Path, job: str, number: int) -> None:
    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (number, number))

    before = contents(place)
    result = huzma(*JOBS[job].split(), cwd=place, before=few)
    if result.status == 2 and job != "run":  # of a run, finished parts stay
        refused(result, "Too many open files")
        untouched(place, before)
    assert result.status in (0, 1, 2)
    assert "Traceback" not in result.message


@pytest.mark.parametrize("megabytes", [60, 90, pytest.param(200, marks=pytest.mark.slow)])
def test_little_memory(huzma: Run, place: Path, megabytes: int) -> None:
    def little() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    before = contents(place)
    result = huzma(*JOBS["pack, a zip file"].split(), cwd=place, before=little)
    if result.status != 0:
        refused(result)
        untouched(place, before)


def killed(place: Path, job: str, number: signal.Signals, after: float) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "huzma", *JOBS[job].split()]
    with subprocess.Popen(command, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        time.sleep(after)
        process.send_signal(number)
        _, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(command, process.returncode, b"", err)


def old_or_new(place: Path, before: Files, whole: Files) -> None:
    """Each file is the old one or the new one, and none is anything else; of a folder that is made, all or nothing."""
    left = contents(place)
    # A run notes what it was, and a folder is made under another name: both are hidden, and gone with the next run.
    left = {name: data for name, data in left.items() if name not in BOOKKEEPING and "/.huzma-" not in name}
    left = {name: data for name, data in left.items() if "/.tmp-" not in name}
    assert set(before) <= set(left)
    for name, data in left.items():
        assert data in (before.get(name), whole.get(name)), name


def ended_somewhere(sources: Path, place: Path, job: str, number: signal.Signals, times: int) -> None:
    """Ends a job at random points, looks at what is left, and does it again over that."""
    command = [sys.executable, "-m", "huzma", *JOBS[job].split()]
    before = contents(place)
    began = time.perf_counter()
    subprocess.run(command, cwd=place, capture_output=True, check=False)
    took = time.perf_counter() - began
    whole = contents(place)
    chance = random.Random(f"{job} {number}")
    for _ in range(times):
        shutil.rmtree(place)
        shutil.copytree(sources, place)
        ended = killed(place, job, number, took * chance.uniform(0.4, 1))
        assert b"Traceback" not in ended.stderr
        assert ended.returncode in (0, 1, -number, 128 + number)
        old_or_new(place, before, whole)
        if number == signal.SIGTERM:
            assert not [name for name in contents(place) if "/.huzma-" in name or "/.tmp-" in name]
    shutil.rmtree(place / "out" / "folder", ignore_errors=True)  # where there are files nothing is unpacked
    (place / "out" / "b.json").unlink(missing_ok=True)  # a baseline that is there is held against
    again = subprocess.run(command, cwd=place, capture_output=True, check=False)
    assert again.returncode in (0, 1)
    left = {name: data for name, data in contents(place).items() if "/.huzma-" not in name}
    assert left == whole


@pytest.mark.parametrize("job", each(JOBS))
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["kill", "term"])
def test_whoever_ends_a_command_finds_the_old_file_or_the_new(
    sources: Path, place: Path, job: str, number: signal.Signals
) -> None:
    ended_somewhere(sources, place, job, number, 1)


@pytest.mark.slow
@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["kill", "term"])
def test_many_who_end_a_command_find_the_old_file_or_the_new(
    sources: Path, place: Path, job: str, number: signal.Signals
) -> None:
    ended_somewhere(sources, place, job, number, 40)


def test_a_killed_writer_of_the_python_layer_leaves_no_file_behind(place: Path) -> None:
    # The file has no name while it is written, where the system has such files.
    code = (
        "import os, signal, sys\nfrom huzma.whole import replaced\n"
        "with replaced('out/a') as file:\n file.write(b'x' * 100000)\n file.flush()\n"
        " os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=place, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not list((place / "out").iterdir())


NAME = b"out/\xe9\x1b[31m"


@pytest.mark.parametrize("job", each((job for job in JOBS if "out/" in JOBS[job]), ["parse", "validate"]))
@pytest.mark.parametrize("environment", [{"LC_ALL": "C.UTF-8"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}], ids=["utf8", "c"])
def test_an_output_whose_name_is_not_utf8(huzma: Run, place: Path, job: str, environment: dict[str, str]) -> None:
    (place / os.fsdecode(NAME)).mkdir()
    arguments = [part.encode().replace(b"out/", NAME + b"/") for part in JOBS[job].split()]
    result = huzma(*arguments, cwd=place, environment=environment)
    assert result.status in (0, 1), result.message
    assert b"\x1b" not in result.err
    assert any((place / os.fsdecode(NAME)).iterdir())
    assert sorted(path.name for path in (place / "out").iterdir()) == [os.fsdecode(NAME[4:])]


@pytest.mark.parametrize("closed", each([(0,), (1,), (2,), (0, 1, 2)], [(0, 1, 2)]), ids=str)
@pytest.mark.parametrize(
    "job", each(["check --fix, a folder", "parse", "pack, columns", "unpack", "validate", "run"], ["validate"])
)
def test_closed_streams_do_not_reach_the_files(
    huzma: Run, sources: Path, place: Path, tmp_path: Path, job: str, closed: tuple[int, ...]
) -> None:
    def close() -> None:
        for number in closed:
            os.close(number)

    result = huzma(*JOBS[job].split(), cwd=place, before=close)
    usual = Path(shutil.copytree(sources, tmp_path / "usual"))
    huzma(*JOBS[job].split(), cwd=usual)
    written = {name: data for name, data in contents(place).items() if name not in BOOKKEEPING}
    wanted = {name: data for name, data in contents(usual).items() if name not in BOOKKEEPING}
    normal = {name: data.replace(b"/usual/", b"/place/") for name, data in wanted.items()}
    if 1 in closed and job == "validate":  # findings are data, and cannot be told; the files are whole or not there
        assert result.status == 2
        assert {*written} - {*contents(sources)} in (set(), {*normal} - {*contents(sources)})
    else:
        assert result.status in (0, 1)
        assert written == normal


INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGALRM, lambda *_: None)
signal.siginterrupt(signal.SIGALRM, True)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
sys.argv = ["huzma", *sys.argv[1:]]
from huzma.cli import main
status = main()
signal.setitimer(signal.ITIMER_REAL, 0)
sys.exit(status)
"""


@pytest.mark.parametrize("job", each(JOBS, ["pack, a tar file"]))
def test_calls_that_are_interrupted_are_made_again(sources: Path, place: Path, tmp_path: Path, job: str) -> None:
    usual = Path(shutil.copytree(sources, tmp_path / "usual"))
    for root, first in ((place, ["-c", INTERRUPTED]), (usual, ["-m", "huzma"])):
        done = subprocess.run(
            [sys.executable, *first, *JOBS[job].split()], cwd=root, capture_output=True, check=False, timeout=120
        )
        assert done.returncode in (0, 1), done.stderr
    assert contents(place) == contents(usual)


def test_standard_input_and_output_under_interruptions(tmp_path: Path) -> None:
    data = (COMMA * 20000).encode()
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, "normalize", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    stdin, stdout = process.stdin, process.stdout

    def feed() -> None:
        with stdin:
            for start in range(0, len(data), 50_000):
                stdin.write(data[start : start + 50_000])
                stdin.flush()
                time.sleep(0.002)

    feeder = threading.Thread(target=feed)
    feeder.start()
    with stdout:
        out = stdout.read()
    feeder.join()
    assert process.wait() == 0
    assert out.decode() == package.normalize(data.decode())


READER = """
import sys, huzma
good = bad = 0
while True:
    try:
        for document in huzma.read(sys.argv[1]):
            assert set(document.text) <= set("ابت \\n%"), document.text[:50]
            list(document.check())
        good += 1
    except huzma.HuzmaError as error:
        assert error.path is not None
        bad += 1
    print(good, bad, flush=True)
"""


def shrinking(path: Path, data: bytes) -> None:
    with path.open("r+b") as file:
        file.truncate(len(data) // 3)
        file.seek(0)
        file.write(data)


def growing(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data[: 1 << 16])
    with path.open("r+b") as file:
        file.truncate(len(data))


def replacing(path: Path, data: bytes) -> None:
    other = path.with_name("other")
    other.write_bytes(data[: len(data) // 2])
    other.replace(path)
    other.write_bytes(data)
    other.replace(path)


def vanishing(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


@pytest.mark.parametrize("name", each(FILES, ["a.zip"]))
@pytest.mark.parametrize("change", [shrinking, growing, replacing, vanishing], ids=lambda change: change.__name__)
def test_a_file_that_changes_while_it_is_read(tmp_path: Path, name: str, change: Callable[[Path, bytes], None]) -> None:
    path = tmp_path / name
    text = "ابت ابت\n" * 40_000
    texts = [text] if name == "a.txt" else [text[: 8 * 4000]] * 10
    package.write([package.Entry(f"{number:016x}", each) for number, each in enumerate(texts)], path)
    data = path.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        until = time.monotonic() + 0.4
        while time.monotonic() < until and reader.poll() is None:
            change(path, data)
        time.sleep(0.05)
        ended = reader.poll()
        reader.terminate()
        _, err = reader.communicate(timeout=60)
    assert ended is None, err.decode()[-2000:]  # neither SIGBUS nor anything but an error of ours


@pytest.mark.parametrize("seconds", [-(2**31), 2**33])
def test_a_clock_that_jumps(huzma: Run, place: Path, seconds: int) -> None:
    file = place / "folder" / "000_0000000000000000.txt"
    os.utime(file, (seconds, seconds))
    assert huzma(*JOBS["check --fix, a folder"].split(), cwd=place).status == 0
    assert "،" in file.read_text("utf-8")


def test_what_is_packed_does_not_know_when(huzma: Run, place: Path) -> None:
    for job in ("pack, a zip file", "pack, a tar file", "pack, JSON Lines"):
        name = JOBS[job].split()[-1]
        huzma(*JOBS[job].split(), cwd=place)
        first = (place / name).read_bytes()
        for path in (place / "folder").iterdir():
            os.utime(path, (10**9, 10**9))
        huzma(*JOBS[job].split(), cwd=place)
        assert (place / name).read_bytes() == first


def test_no_room_for_temporary_files(huzma: Run, place: Path) -> None:
    # An archive that comes as a stream is put where any part of it can be read.
    huzma("pack", "folder", "-o", "out/a.tar.gz", cwd=place)
    before = contents(place)
    result = huzma("check", "out/a.tar.gz", cwd=place, environment={"TMPDIR": str(place / "missing")})
    refused(result, "out/a.tar.gz", "temporary file")
    untouched(place, before)
