"""`--baseline`: known findings are left out, new ones are not, wherever they have moved."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import CLEAN, COMMA, IDS, Folder, Run
from huzma.checking import check_text
from huzma.cli.baseline import Baseline, BaselineError
from huzma.models import Finding

SELECT = ("--select", "PN001,LT006,EN001,EN003")


def test_the_first_run_records_and_later_ones_report_what_is_new(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA + COMMA, COMMA)
    file = root.parent / "known.json"
    here = ("check", root, *SELECT, "--baseline", file, "--format", "concise")
    first = huzma(*here)
    assert (first.status, first.out) == (0, b"")
    assert f"huzma: baseline {file}: 3 findings recorded" in first.message
    recorded = file.read_bytes()
    same = huzma(*here)
    assert (same.status, same.out) == (0, b"")
    assert "; 3 known from the baseline; " in same.message
    (root / f"000_{IDS[0]}.txt").write_text(CLEAN * 5 + COMMA + CLEAN + COMMA + "كتـــاب\n", "utf-8")
    (root / f"001_{IDS[1]}.txt").write_text(COMMA * 2, "utf-8")
    new = huzma(*here)
    assert new.status == 1
    assert [line.split(": ")[1].split()[0] for line in new.text.splitlines()] == ["LT006", "PN001"]
    assert "1 warning, 1 info" in new.message
    assert file.read_bytes() == recorded
    assert huzma(*here, "--write-baseline").out == b""
    assert huzma(*here).status == 0
    assert "; 5 known from the baseline; " in huzma(*here).message


def test_the_file_is_sorted_readable_and_the_same_again(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA + "كتـــاب \ufffd\u202e\n" + COMMA, COMMA, b"\xff")
    file = root.parent / "known.json"
    here = ("check", ".", *SELECT, "--baseline", "../known.json")
    assert huzma(*here, cwd=root).status == 0
    text = file.read_text("utf-8")
    files = json.loads(text)["findings"]
    assert json.loads(text) == {
        "huzma-baseline": 1,
        "findings": {
            f"bundle/000_{IDS[0]}.txt": {"EN003": {"\ufffd": 1}, "LT006": {"ـــ": 1}, "PN001": {",": 2}},
            f"bundle/001_{IDS[1]}.txt": {"PN001": {",": 1}},
            f"bundle/002_{IDS[2]}.txt": {"EN001": {"": 1}},
        },
    }
    assert list(files) == sorted(files)
    assert text.endswith("}\n")
    assert ' "PN001": {' in text
    assert huzma("check", root, *SELECT, "--baseline", file, "--write-baseline", "--jobs", "2").status == 0
    assert file.read_text("utf-8") == text
    assert not list(root.parent.glob(".known*"))
    assert huzma("check", "bundle", *SELECT, "--baseline", "known.json", cwd=root.parent).status == 0


def test_entries_that_no_longer_occur_are_mentioned(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA, COMMA + "كتـــاب\n")
    file = root.parent / "known.json"
    here = (*SELECT, "--baseline", file)
    assert huzma("check", root, *here).status == 0
    first, second = sorted(root.iterdir())
    first.write_text(CLEAN, "utf-8")
    assert "; 1 entry of the baseline no longer occurs; " in huzma("check", root, *here).message
    assert "no longer" not in huzma("check", second, *here).message  # what was not looked at may still be there
    assert "no longer" not in huzma("check", root, *here, "--ignore", "PN001").message
    second.unlink()
    gone = huzma("check", root, *here)
    assert (gone.status, "; 3 entries of the baseline no longer occur; " in gone.message) == (0, True)
    arabic = huzma("check", root, *here, "--lang", "ar").message
    assert "المعروف من خط الأساس: 0؛ ما لم يعد قائمًا من خط الأساس: 3؛" in arabic


def test_documents_of_a_bundle_are_told_apart(huzma: Run, tmp_path: Path) -> None:
    file, known = tmp_path / "news.huzma", tmp_path / "known.json"

    def write(first: str, second: str) -> None:
        bodies = f"%doc 000 {IDS[0]}\n\n{first}\n%doc 001 {IDS[1]}\n\n{second}\n"
        file.write_text(f"%huzma 1\n{bodies}%end 2\n", "utf-8")

    here = ("check", file, *SELECT, "--baseline", known, "--format", "concise")
    write(COMMA, CLEAN)
    assert huzma(*here).status == 0
    assert list(json.loads(known.read_text("utf-8"))["findings"]) == [f"news.huzma#{IDS[0]}"]
    write(CLEAN, COMMA)
    moved = huzma(*here)
    assert f"#{IDS[1]}:1:" in moved.text
    assert "1 entry of the baseline no longer occurs" in moved.message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"{}",
        b'{"huzma-baseline": 2, "findings": {}}',
        b'{"huzma-baseline": 1, "findings": {}, "more": 1}',
        b'{"huzma-baseline": 1, "findings": {"a.txt": {"PN001": {",": 0}}}}',
        b'{"huzma-baseline": 1, "findings": {"a.txt": {"PN001": {",": 1.5}}}}',
        b'{"huzma-baseline": 1, "findings": {"a.txt": {"PN001": {",": "1"}}}}',
        b'{"huzma-baseline": 1, "findings": {"a.txt": {"PN001": [",\x1b"]}}}',
        b'{"huzma-baseline": 1, "findings": {"a.txt": {}, "a.txt": {}}}',
        b"[" * 100_000,
        b'{"huzma-baseline": ' + b"1" * 5000 + b"}",
        b'<<<<<<< ours\n{"huzma-baseline": 1, "findings": {}}\n',
    ],
)
def test_a_damaged_baseline_is_an_error(huzma: Run, folder: Folder, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "known.json"
    file.write_bytes(content)
    with pytest.raises(BaselineError) as caught:
        Baseline(str(file))
    assert caught.value.path == str(file)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.path) == (str(caught.value), str(file))
    if len(content) < 100:
        result = huzma("check", folder(COMMA), *SELECT, "--baseline", file)
        assert (result.status, result.out) == (2, b"")
        assert str(file) in result.message
        assert "Traceback" not in result.message
        assert "\x1b" not in result.message
    assert file.read_bytes() == content


def test_what_is_no_file_is_an_error(huzma: Run, folder: Folder, tmp_path: Path) -> None:
    root = folder(COMMA)
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in (root, tmp_path / "dangling"):
        result = huzma("check", root, "--baseline", name)
        assert (result.status, result.out) == (2, b"")
        assert str(name) in result.message
    missing = huzma("check", root, "--baseline", tmp_path / "no-folder" / "known.json")
    assert missing.status == 2
    assert "no-folder" in missing.message


def test_half_a_run_records_nothing(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA)
    file = root.parent / "known.json"
    result = huzma("check", root, "missing", "--baseline", file)
    assert (result.status, file.exists()) == (2, False)
    assert "was not written" in result.message


def test_names_and_texts_that_are_hostile_come_back(huzma: Run, folder: Folder) -> None:
    root = folder()
    name = b"\xe9 \x1b[31m\n\xe2\x80\xae#.txt"
    with open(os.fsencode(root) + b"/" + name, "wb") as file:  # noqa: PTH123 (a Path has no bytes)
        file.write((COMMA + "\u202e \x1b\n").encode())
    known = root.parent / "known.json"
    here = ("check", root, "--baseline", known)
    assert huzma(*here).status == 0
    content = known.read_text("utf-8")
    assert not set(content) & {"\x1b", "\u202e", "\r"}
    again = huzma(*here)
    assert (again.status, again.out) == (0, b"")


def found(texts: list[str]) -> list[Finding]:
    return [
        finding.model_copy(update={"path": f"{number}.txt"})
        for number, text in enumerate(texts)
        for finding in check_text(text, "PN001,LT006,SP")
    ]


TEXTS = st.lists(st.text(st.sampled_from("ب ,ـ\n،.")), max_size=3)


@given(TEXTS, TEXTS)
def test_known_and_new_add_up(old: list[str], new: list[str]) -> None:
    baseline = Baseline("/no/such/folder/known.json")
    assert baseline.recording
    assert not list(baseline.new(found(old)))
    baseline.recording = False
    reported = list(baseline.new(found(new)))
    assert len(reported) + baseline.known == len(found(new))
    assert baseline.known <= len(found(old))
    if old == new:
        assert not reported
        assert baseline.gone(["0.txt", "1.txt", "2.txt"], ["PN001", "LT006", "SP001"]) == 0


def test_long_texts_are_told_apart_by_their_digest(tmp_path: Path) -> None:
    (finding,) = check_text(COMMA, "PN001")
    long = [finding.model_copy(update={"path": "a.txt", "text": "ا" * 5000 + end}) for end in "بت"]
    file = tmp_path / "known.json"
    baseline = Baseline(str(file))
    assert not list(baseline.new(long[:1]))
    assert baseline.write() == 1
    assert len(file.read_text("utf-8")) < 400
    assert list(Baseline(str(file)).new(long)) == long[1:]
