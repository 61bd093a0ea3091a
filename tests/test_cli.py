"""The command line as a process: what it prints where, what it leaves behind, and its exit status."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import huzma as package
from conftest import CLEAN, COMMA, IDS, Folder, Result, Run, without_privileges
from huzma.cli import streams
from huzma.cli.catalogue import RECORDS
from huzma.cli.run import Options
from huzma.cli.run import Run as CheckRun
from huzma.cli.visible import quoted, visible

ROOT = Path(__file__).parent.parent
FIXED = COMMA.replace(",", "،")
BIG = COMMA * 5000  # its findings are more than a pipe holds
CONTROLS = [chr(c) for c in (*range(0x20), *range(0x7F, 0xA0), 0x200B, 0x200F, *range(0x202A, 0x202F), 0xFEFF)]


def lines(result: Result) -> list[str]:
    return result.text.splitlines()


def only(message: str) -> str:
    """The one line of a message."""
    (line,) = message.splitlines()
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_version(huzma: Run, flag: str) -> None:
    result = huzma(flag)
    assert (result.status, result.text, result.err) == (0, f"huzma {package.__version__}\n", b"")


def test_help_is_data_and_lists_every_command(huzma: Run) -> None:
    result = huzma("--help")
    assert (result.status, result.err) == (0, b"")
    for command in ("check", "parse", "normalize", "tokenize", "sentences", "profiles", "rules", "explain", "schema"):
        assert f"│ {command} " in result.text
    assert "--unsafe-fixes" in huzma("check", "--help").text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "no command was given"),
        (["chek"], 'Did you mean "check"'),
        (["check"], "needs a PATH"),
        (["parse"], "needs a PATH"),
        (["check", "--fial-on", "error", "."], "--fail-on"),
        (["check", "--fail-on", "-", "."], '"-"'),
        (["check", "--format", "xml", "."], '"jsonl", "sarif"'),
        (["check", "--select", "PN01", "."], "PN001"),
        (["check", "--select", "\udce9", "."], "\\udce9"),
        (["check", "-", "-"], "once"),
        (["check", "-", ".", "--fix"], "alone"),
        (["check", ".", "--stdin-filename", "a.txt"], "standard input"),
        (["check", "-", "--stdin-filename", ""], "needs a name"),
        (["check", ".", "--jobs", "0"], "--jobs"),
        (["check", ".", "--encoding", "utf-9"], "'utf-9'"),
        (["check", ".", "--encoding", "\udce9"], "\\udce9"),
        (["check", ".", "--jobs", "257"], "256"),
        (["check", ".", "--write-baseline"], "--baseline"),
        (["check", ".", "--statistics", "--format", "sarif"], "sarif"),
        (["rules", "--format", "markdown"], "-o"),
        (["rules", "-o", "pages"], "markdown"),
        (["parse", ".", "-o", "out.csv"], ".jsonl"),
        (["normalize", "--profile", "serch"], "'search'"),
        (["normalize", "missing.txt"], "missing.txt"),
        (["explain", "latin-coma"], "latin-comma"),
        (["explain", "xyzzy"], "huzma rules"),
        (["schema", "token"], "article"),
    ],
)
def test_wrong_usage_is_a_message_and_2(huzma: Run, arguments: list[str], says: str) -> None:
    result = huzma(*arguments)
    assert result.status == 2
    assert says in result.message
    assert "Traceback" not in result.message
    assert arguments == [] or result.out == b""


def test_concise_is_a_line_a_finding(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA, CLEAN)
    result = huzma("check", root, "--select", "PN001", "--format", "concise")
    (line,) = lines(result)
    assert line.startswith(f"{root}/000_{IDS[0]}.txt:1:{COMMA.index(',') + 1}: PN001 ")
    assert result.status == 1
    assert only(result.message).startswith(
        "2 documents in 2 files: 0 errors, 1 warning, 0 info; 1 fixable with --fix; "
    )
    assert result.message.rstrip().endswith("MB/s")


def test_full_groups_by_file_and_isolates_the_slice(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA, CLEAN, COMMA + COMMA)
    result = huzma("check", root, "--select", "PN001")
    first, *findings = [block.split("\n") for block in result.text.rstrip().split("\n\n")]
    assert first[0] == f"{root}/000_{IDS[0]}.txt"
    assert first[1].split()[:4] == [f"1:{COMMA.index(',') + 1}", "PN001", "latin-comma", "warning"]
    assert "\u2068,\u2069" in first[1]
    assert [len(block) for block in findings] == [3]
    assert "\x1b" not in result.text


def test_json_is_an_array_of_findings(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA)
    result = huzma("check", root, "--select", "PN001", "--format", "json")
    (row,) = json.loads(result.out)
    (finding,) = package.check(root, select="PN001")
    assert row == finding.model_dump(mode="json")
    assert list(row) == list(package.Finding.model_fields)
    clean = huzma("check", folder(CLEAN, name="clean"), "--select", "PN001", "--format", "json")
    assert (clean.status, json.loads(clean.out)) == (0, [])


def test_a_container_finding_has_a_place_in_bytes(huzma: Run, folder: Folder) -> None:
    root = folder(CLEAN, CLEAN.encode() + b"\xff")
    result = huzma("check", root, "--format", "concise", "--select", "EN001")
    assert only(result.text).startswith(f"{root}/001_{IDS[1]}.txt:@{len(CLEAN.encode())}: EN001 ")
    assert result.message.startswith("1 document in 1 file: 1 error")


def test_a_document_in_a_text_bundle_is_named(huzma: Run, tmp_path: Path) -> None:
    file = tmp_path / "news.huzma"
    file.write_text(f"%huzma 1\n%doc 000 {IDS[0]}\n\n{CLEAN}\n%doc 001 {IDS[1]}\n\n{COMMA}\n%end 2\n", "utf-8")
    result = huzma("check", file, "--format", "concise", "--select", "PN001")
    assert only(result.text).startswith(f"{file}#{IDS[1]}:1:{COMMA.index(',') + 1}: PN001 ")
    assert "2 documents in 1 file:" in result.message


def test_messages_in_arabic(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA)
    arabic = huzma("check", root, "--select", "PN001", "--lang", "ar", "--format", "concise").text
    rule = next(rule for rule in package.rules() if rule.code == "PN001")
    assert "PN001 " + rule.message_ar[:10] in arabic


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 1),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "info"], 1),
        (["--fail-on", "error"], 0),
        (["--fail-on", "never"], 0),
        (["--exit-zero"], 0),
        (["--ignore", "latin-comma"], 0),
    ],
)
def test_the_threshold_decides(huzma: Run, folder: Folder, options: list[str], status: int) -> None:
    assert huzma("check", folder(COMMA), "--select", "PN001", *options).status == status


def test_lists_of_selectors_add_up(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA + "كتـــاب\u200b\n")
    result = huzma("check", root, "--select", "PN001,LT006", "--select", "UI005", "--ignore", "LT006", "--statistics")
    assert [line.split() for line in lines(result)] == [
        ["count", "documents", "fixable", "code", "name", "severity"],
        ["1", "1", "1", "PN001", "latin-comma", "warning"],
        ["1", "1", "1", "UI005", "zero-width-space", "warning"],
    ]


def test_standard_input_is_one_text(huzma: Run) -> None:
    result = huzma("check", "-", "--select", "PN001", "--format", "concise", input=COMMA.encode())
    assert only(result.text).startswith("-:1:")
    bundle = huzma("check", "-", "--select", "PN001", input=f"%huzma 1\n%doc 0 a\n\n{COMMA}".encode())
    assert "1 document in 1 file: 0 errors, 1 warning" in bundle.message


@given(st.text(st.one_of(st.sampled_from(CONTROLS), st.characters())))
def test_what_is_shown_steers_nothing(text: str) -> None:
    for shown in (visible(text), quoted(text)[1:-1]):
        assert not set(shown) & set(CONTROLS)
        shown.encode("utf-8")


def test_slices_name_what_has_no_glyph() -> None:
    assert quoted("و\u200f") == "\u2068و[U+200F RIGHT-TO-LEFT MARK]\u2069"
    assert quoted("\u200b\u200b") == "\u2068[U+200B ZERO WIDTH SPACE ×2]\u2069"
    assert quoted("  ") == "\u2068[U+0020 SPACE ×2]\u2069"
    assert quoted("\u064e") == "\u2068[U+064E ARABIC FATHA]\u2069"
    assert quoted("\x1b[31m") == "\u2068[U+001B ESCAPE][31m\u2069"
    assert quoted("\ud800") == "\u2068[U+D800 SURROGATE]\u2069"
    assert quoted("ا" * 100) == "\u2068" + "ا" * 24 + " … " + "ا" * 24 + "\u2069"


def test_names_of_files_are_shown_escaped(huzma: Run, tmp_path: Path) -> None:
    root = tmp_path / "names"
    root.mkdir()
    name = b"\xe9 \x1b[31m\n\xe2\x80\xae.txt"
    with open(os.fsencode(root) + b"/" + name, "wb") as file:  # noqa: PTH123 (a Path has no bytes)
        file.write(COMMA.encode())
    for format in ("full", "concise"):
        shown = huzma("check", root, "--format", format)
        assert f"{root}/\\xe9 \\x1b[31m\\n\\u202e.txt" in shown.text
        assert not set(shown.text + shown.message) & (set(CONTROLS) - {"\n"})
    missing = huzma("check", b"\xe9\x1b")
    assert (missing.status, "\\xe9\\x1b: " in missing.message) == (2, True)
    rows = json.loads(huzma("check", root, "--select", "PN001", "--format", "json").out)
    assert os.fsencode(rows[0]["path"]).endswith(b"/" + name)


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({"TERM": "xterm", "NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals(huzma: Run, folder: Folder, environment: dict[str, str], coloured: bool) -> None:
    primary, secondary = pty.openpty()
    with os.fdopen(primary, "rb", buffering=0) as terminal:
        huzma("check", folder(COMMA), "--select", "PN001", stdout=secondary, environment=environment)
        os.close(secondary)
        assert (b"\x1b[" in terminal.read(1 << 16)) == coloured


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
)
def test_output_is_utf8_whatever_the_locale(huzma: Run, folder: Folder, environment: dict[str, str]) -> None:
    root = folder(COMMA + "كتـــاب\n", name="حزمة")
    here: dict[str, Any] = {"environment": environment, "cwd": root.parent}
    for format in ("full", "concise"):
        result = huzma("check", root.name, "--select", "PN001,LT006", "--lang", "ar", "--format", format, **here)
        assert result.status == 1
        assert "فاصلة" in result.text
        assert root.name in result.text
    assert huzma("tokenize", input="نصّ".encode(), **here).text.startswith('{"text": "نصّ"')
    assert huzma("check", "لا-وجود-له", **here).message.startswith("huzma: لا-وجود-له: ")


def test_a_missing_path_does_not_stop_the_others(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA)
    result = huzma("check", "missing-one", root, "missing-two", "--select", "PN001", "--format", "json")
    assert result.status == 2
    assert len(json.loads(result.out)) == 1
    assert [line.split(": ")[1] for line in result.message.splitlines()[:2]] == ["missing-one", "missing-two"]


def test_what_cannot_be_opened_is_a_message(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA)
    root.chmod(0)
    try:
        result = huzma("check", root, before=without_privileges)
    finally:
        root.chmod(0o755)
    assert (result.status, result.out) == (2, b"")
    assert "permission denied" in result.message
    (root / f"000_{IDS[0]}.txt").chmod(0)
    result = huzma("check", root, "--format", "concise", before=without_privileges)
    assert result.status == 1
    assert f"000_{IDS[0]}.txt: BN" in result.text


@pytest.mark.parametrize(
    ("content", "status"), [(b"", 1), (b"\x7fELF\x02\x01\x01\0\xff\xfe" * 40, 1), (bytes(range(256)), 1)]
)
def test_empty_and_binary_files_are_findings(huzma: Run, folder: Folder, content: bytes, status: int) -> None:
    result = huzma("check", folder(CLEAN, content), "--fail-on", "error")
    assert result.status == status
    assert f"001_{IDS[1]}.txt" in result.text


def test_odd_folders_are_findings(huzma: Run, folder: Folder) -> None:
    empty = huzma("check", folder())
    assert (empty.status, "no-documents" in empty.text) == (1, True)
    root = folder(CLEAN, name="odd")
    (root / "خبر.txt").write_text(CLEAN, "utf-8")
    (root / f"001_{IDS[1]}.txt").symlink_to("vanished.txt")  # listed, and gone when it is opened
    result = huzma("check", root)
    assert result.status == 1
    assert "irregular-file-name" in result.text
    assert f"001_{IDS[1]}.txt" in result.text
    assert "2 documents in 2 files" in result.message


def test_settings_are_found_upward(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA)
    (root.parent / "huzma.toml").write_text('select = ["PN001"]\nfail-on = "error"\nformat = "json"\n')
    below = root.parent / "below" / "here"
    below.mkdir(parents=True)
    result = huzma("check", root, cwd=below)
    assert (result.status, len(json.loads(result.out))) == (0, 1)
    assert huzma("check", root, "--fail-on", "warning", cwd=below).status == 1
    (below / "pyproject.toml").write_text('[tool.huzma]\nselect = ["PN001"]\nignore = ["PN001"]\n')
    assert huzma("check", root, "--format", "json", cwd=below).out == b"[]\n"
    (below / "pyproject.toml").write_text("[tool.other]\n")
    assert len(json.loads(huzma("check", root, cwd=below).out)) == 1


@pytest.mark.parametrize("name", ["huzma.toml", "pyproject.toml"])
@pytest.mark.parametrize("where", ["inside", "outside", "deeper", "through a link", "a file", "a linked file"])
def test_settings_in_the_data_change_nothing(huzma: Run, folder: Folder, name: str, where: str) -> None:
    root = folder(COMMA)
    (root / "deep").mkdir()
    (root.parent / "link").symlink_to(root)
    elsewhere = root.parent / "elsewhere.txt"
    elsewhere.write_text(COMMA, "utf-8")
    (root / "linked.txt").symlink_to(elsewhere)
    plain = huzma("check", root / f"000_{IDS[0]}.txt", "--select", "PN", "--format", "concise")
    assert plain.status == 1
    (root / name).write_text(
        ("[tool.huzma]\n" if name == "pyproject.toml" else "") + 'ignore = ["ALL"]\nexit-zero = true\n'
    )
    cwd, path = {
        "inside": (root, "."),
        "outside": (root.parent, root.name),
        "deeper": (root / "deep", ".."),
        "through a link": (root.parent / "link", "../link"),
        "a file": (root, f"000_{IDS[0]}.txt"),
        "a linked file": (root, "linked.txt"),
    }[where]
    result = huzma("check", path, "--select", "PN", "--format", "concise", cwd=cwd)
    assert result.status == 1
    # The link that is not followed is damage, which reports whatever is selected.
    assert [line.split(":", 1)[1] for line in lines(result) if " PN" in line] == [
        line.split(":", 1)[1] for line in lines(plain)
    ]
    assert ("note: " in result.message) == (where != "outside")
    named = huzma("check", path, "--select", "PN", "--config", root / name, cwd=cwd)
    assert (named.status, named.out) == (0, b"")


def test_the_settings_of_the_project_hold_for_the_data_in_it(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA)
    (root / "huzma.toml").write_text('ignore = ["ALL"]\n')
    (root.parent / "huzma.toml").write_text('select = ["PN001"]\nformat = "json"\n')
    assert len(json.loads(huzma("check", ".", cwd=root).out)) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("selct = []", "'select'"),
        ('select = ["PN01"]', "PN001"),
        ('ignore = ["latin-coma"]', "latin-comma"),
        ('fail-on = "fatal"', "fail-on"),
        ("select = 3", "select"),
        ("select = [", "TOML"),
        ("\xff", "TOML"),
    ],
)
def test_wrong_settings_are_an_error(huzma: Run, folder: Folder, tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "huzma.toml"
    file.write_bytes(content.encode("latin-1"))
    result = huzma("check", folder(CLEAN), "--config", file)
    assert (result.status, result.out) == (2, b"")
    assert says in only(result.message)
    assert str(file) in result.message


def test_fix_writes_what_changed_and_nothing_else(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA, CLEAN)
    changed, clean = sorted(root.iterdir())
    changed.chmod(0o640)
    before = clean.stat()
    result = huzma("check", root, "--select", "PN001", "--fix")
    assert (result.status, result.out) == (0, b"")
    assert "1 fix applied in 1 file; 0 errors, 0 warnings" in result.message
    assert (changed.read_text("utf-8"), clean.read_text("utf-8")) == (FIXED, CLEAN)
    assert changed.stat().st_mode & 0o777 == 0o640
    assert (clean.stat().st_ino, clean.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert sorted(root.iterdir()) == [changed, clean]
    inode = changed.stat().st_ino
    assert huzma("check", root, "--select", "PN001", "--fix").status == 0
    assert changed.stat().st_ino == inode


def test_fix_in_a_text_bundle_and_what_remains(huzma: Run, tmp_path: Path) -> None:
    file = tmp_path / "news.huzma"
    lost = "وصل \ufffd اليوم.\n"
    bodies = [lost, COMMA + "%%\n" + lost, lost]
    parts = [f"%doc {number:03} {IDS[number]}\n\n{body}\n" for number, body in enumerate(bodies)]
    text = f"%huzma 1\n{''.join(parts)}%end 3\n"
    file.write_text(text, "utf-8")
    result = huzma("check", file, "--select", "PN001,EN003", "--fix", "--format", "json")
    assert file.read_text("utf-8") == text.replace(",", "،")
    remaining = json.loads(result.out)
    assert [(row["document_id"], row["text"]) for row in remaining] == [(id, "\ufffd") for id in IDS]
    content = file.read_bytes()
    assert {content[row["byte_start"] : row["byte_end"]] for row in remaining} == {"\ufffd".encode()}
    assert "1 fix applied in 1 file; 3 errors" in result.message


def test_a_sealed_bundle_is_fixed_and_sealed_again(huzma: Run, tmp_path: Path) -> None:
    body = COMMA.encode()
    head = f"%doc 000 {IDS[0]}\nbytes: {len(body)}\n".encode()
    digest = hashlib.sha256(head + b"\n" + body).hexdigest().encode()
    first = b"%huzma 1 sealed\n"
    whole = hashlib.sha256(first + digest + b"\n").hexdigest().encode()
    file = tmp_path / "news.huzma"
    file.write_bytes(first + head + b"sha256: " + digest + b"\n\n" + body + b"\n%end 1 sha256:" + whole + b"\n")
    result = huzma("check", file, "--select", "PN001", "--fix", "--format", "concise")
    assert (result.status, result.out) == (0, b"")
    assert "1 fix applied in 1 file" in result.message
    again = package.read(file)
    assert [(d.id, d.text) for d in again] == [(IDS[0], COMMA.replace(",", "،"))]
    assert len(again.findings) == 0  # the seal is whole
    assert file.read_bytes() == package.dumps(again)


def test_diff_shows_what_fix_would_do(huzma: Run, folder: Folder) -> None:
    root = folder(CLEAN + COMMA.rstrip("\n"), CLEAN)
    file = f"{root}/000_{IDS[0]}.txt"
    before = {path: path.read_bytes() for path in root.iterdir()}
    result = huzma("check", root, "--select", "PN001", "--diff")
    assert result.status == 1
    assert result.text == (
        f"--- {file}\n+++ {file}\n@@ -1,2 +1,2 @@\n {CLEAN}"
        f"-{COMMA}\\ No newline at end of file\n+{FIXED}\\ No newline at end of file\n"
    )
    assert {path: path.read_bytes() for path in root.iterdir()} == before


def test_unsafe_fixes_are_asked_for(huzma: Run, folder: Folder) -> None:
    text = CLEAN + "اقرأ أيضاً: خبر آخر\n" + CLEAN
    root = folder(text)
    file = next(root.iterdir())
    arguments = ("check", root, "--select", "MK008", "--fix")
    left = huzma(*arguments)
    assert (left.status, file.read_text("utf-8")) == (1, text)
    assert "0 fixable with --fix (1 more with --unsafe-fixes)" in left.message
    assert "[unsafe fix]" in left.text
    assert huzma(*arguments, "--unsafe-fixes").status == 0
    assert "أيضاً" not in file.read_text("utf-8")


def test_standard_input_is_fixed_to_standard_output(huzma: Run) -> None:
    arguments = ("check", "-", "--select", "PN001")
    fixed = huzma(*arguments, "--fix", input=COMMA.encode())
    assert (fixed.status, fixed.text) == (0, FIXED)
    diff = huzma(*arguments, "--diff", input=COMMA.encode())
    assert diff.text == f"--- -\n+++ -\n@@ -1 +1 @@\n-{COMMA}+{FIXED}"
    same = huzma(*arguments, "--fix", "--format", "concise", input=CLEAN.encode())
    assert (same.status, same.text) == (0, CLEAN)
    refused = huzma(*arguments, "--fix", input=b"\xff")
    assert (refused.status, refused.out) == (2, b"")


class Silent(streams.Terminal):
    """A terminal that keeps what is said to it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def say(self, message: str) -> None:
        self.said.append(message)


def test_a_file_that_changed_meanwhile_stays_as_it_is(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(COMMA, COMMA)
    first, second = sorted(root.iterdir())
    fix = package.Document.fix

    def while_another_writes(document: package.Document, *arguments: Any, **options: Any) -> package.Fixed:
        if document.number == 0:
            first.write_text("كتب غيرنا هنا, الآن.\n", "utf-8")
        return fix(document, *arguments, **options)

    monkeypatch.setattr(package.Document, "fix", while_another_writes)
    terminal = Silent()
    run = CheckRun(Options(select=["PN001"], ignore=None, mode="fix", unsafe=False, language="en"), terminal)
    found = list(run.findings([str(root)]))
    assert run.failed
    assert str(first) in only("\n".join(terminal.said))
    assert first.read_text("utf-8") == "كتب غيرنا هنا, الآن.\n"
    assert second.read_text("utf-8") == FIXED
    assert [finding.path for finding in found] == [str(first)]


def test_parse_writes_an_article_a_line(huzma: Run, folder: Folder, tmp_path: Path) -> None:
    root = folder(COMMA, b"\xff", CLEAN)
    out = tmp_path / "out.jsonl"
    result = huzma("parse", root, "-o", out)
    assert (result.status, result.out) == (0, b"")
    articles = [package.Article.model_validate_json(line) for line in out.read_text("utf-8").splitlines()]
    assert articles == [package.to_article(document) for document in package.read(root)]
    assert "EN001" in result.message
    assert "2 documents in 2 files" in result.message
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "empty-working-directory", "out.jsonl"]
    for arguments in ((root,), (root, "-o", "-")):
        assert huzma("parse", *arguments).out == out.read_bytes()


def test_parse_resolves_dates_by_the_anchor(huzma: Run, folder: Folder) -> None:
    root = folder("وصل الوزير أمس، ويغادر في 5 آب المقبل.\n".encode())

    def dates(*arguments: str) -> list[tuple[str | None, bool]]:
        result = huzma("parse", root, *arguments)
        assert result.status == 0
        article = package.Article.model_validate_json(result.out)
        return [(mention.value, mention.resolved) for mention in article.dates]

    assert dates("--anchor", "2016-09-15") == [("2016-09-14", True), ("2017-08-05", True)]
    assert dates("--anchor", "2017-08-05") == [("2017-08-04", True), ("2018-08-05", True)]
    # Without one, what the text leaves open stays open.
    assert dates() == [("XXXX-XX-XX", False), ("XXXX-08-05", False)]
    for wrong in ("15/9/2016", "2016-02-30", "yesterday", ""):
        result = huzma("parse", root, "--anchor", wrong)
        assert (result.status, result.out) == (2, b"")
        assert f"--anchor is a day such as 2016-09-15, not {wrong!r}" in result.message


def test_parse_leaves_the_old_file_after_an_error(huzma: Run, folder: Folder, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old\n")
    out.chmod(0o640)
    result = huzma("parse", folder(CLEAN), "missing", "-o", out)
    assert result.status == 2
    assert "missing" in result.message
    assert out.read_text() == "old\n"
    assert huzma("parse", tmp_path / "bundle", "-o", out).status == 0
    assert out.read_text() != "old\n"
    assert out.stat().st_mode & 0o777 == 0o640
    assert not list(tmp_path.glob(".out*"))


def test_parse_writes_into_the_folder_it_reads(huzma: Run, folder: Folder) -> None:
    root = folder(CLEAN)
    result = huzma("parse", ".", "-o", "out.jsonl", cwd=root)
    assert (result.status, ".out" in result.message) == (0, False)
    assert len((root / "out.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize("output", ["no-such-folder/out.jsonl", "folder.jsonl", "closed/out.jsonl"])
def test_an_output_that_cannot_be_written_is_named(huzma: Run, folder: Folder, output: str) -> None:
    root = folder(CLEAN)
    (root.parent / "folder.jsonl").mkdir()
    (root.parent / "closed").mkdir(mode=0o500)
    result = huzma("parse", root, "-o", output, cwd=root.parent, before=without_privileges)
    assert result.status == 2
    assert output in only(result.message)


def test_normalize_tokenize_sentences(huzma: Run, tmp_path: Path) -> None:
    text = "قـــال أحمد. نعم!\r\n"
    file = tmp_path / "نص.txt"
    file.write_bytes(text.encode())
    for arguments, data in (((file,), b""), (("-",), text.encode()), ((), text.encode())):
        assert huzma("normalize", *arguments, input=data).text == package.normalize(text)
        tokens = [json.loads(line) for line in huzma("tokenize", *arguments, input=data).out.splitlines()]
        assert [(t["text"], t["start"], t["end"], t["kind"]) for t in tokens] == [
            (t.text, t.start, t.end, t.kind) for t in package.tokenize(text)
        ]
        sentences = [json.loads(line) for line in huzma("sentences", *arguments, input=data).out.splitlines()]
        assert [(s["start"], s["end"]) for s in sentences] == list(package.sentences(text))
        assert all(s["text"] == text[s["start"] : s["end"]] for s in sentences)
    assert huzma("normalize", "--profile", "canonical", input=text.encode()).text == text


@pytest.mark.parametrize("command", ["normalize", "tokenize", "sentences"])
def test_what_is_not_utf8_is_refused_with_its_place(huzma: Run, tmp_path: Path, command: str) -> None:
    result = huzma(command, input="نص".encode() + b"\xff")
    assert (result.status, result.out) == (2, b"")
    assert only(result.message) == "huzma: standard input is not UTF-8: byte 4 begins no character"
    assert "directory" in only(huzma(command, tmp_path).message)


def test_rules_and_their_pages(huzma: Run) -> None:
    rules = package.rules()
    assert [line.split()[:2] for line in lines(huzma("rules"))] == [[rule.code, rule.name] for rule in rules]
    assert json.loads(huzma("rules", "--format", "json").out) == [rule.model_dump(mode="json") for rule in rules]
    page = huzma("explain", "PN001").text
    assert page.startswith("# latin-comma (PN001)\n")
    assert "## What it does" in page
    assert page == huzma("explain", "latin-comma").text == huzma("explain", "pn001").text


def test_profiles_show_their_steps(huzma: Run) -> None:
    shown = huzma("profiles").text
    for name, profile in package.profiles().items():
        assert f"{name}\n" in shown
        for step in profile.steps:
            assert (step if isinstance(step, str) else next(iter(step))) in shown


@pytest.mark.parametrize(("name", "model"), sorted(RECORDS.items()))
def test_schemas(huzma: Run, name: str, model: type[BaseModel]) -> None:
    schema = json.loads(huzma("schema", name).out)
    assert schema["title"] == model.__name__
    assert schema["$schema"].endswith("2020-12/schema")
    assert set(schema["properties"]) == set(model.model_fields)


def test_the_schema_of_an_article_takes_what_parse_writes(huzma: Run) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    for mode in ("serialization", "validation"):
        schema = jsonschema.Draft202012Validator(json.loads(huzma("schema", "article", "--mode", mode).out))
        for line in huzma("parse", ROOT / "seeds").out.splitlines():
            schema.validate(json.loads(line))
            with pytest.raises(jsonschema.ValidationError):
                schema.validate({**json.loads(line), "schema_version": 99})


@contextmanager
def closed_pipe() -> Iterator[int]:
    """A pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        yield writing
    finally:
        os.close(writing)


COMMANDS: list[tuple[str, ...]] = [
    ("--version",),
    ("--help",),
    ("rules",),
    ("explain", "PN001"),
    ("normalize", "{file}"),
    ("tokenize", "{file}"),
    ("check", "{file}"),
    ("check", "{file}", "--format", "json"),
    ("check", "{file}", "--format", "sarif"),
    ("check", "{file}", "--format", "github", "--jobs", "2"),
    ("check", "{file}", "--statistics"),
    ("check", "{file}", "--diff"),
    ("parse", "{file}"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_closed_output_is_said_once(huzma: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "000_613a813ba363123f.txt"
    # More than the pipe holds for what writes while it works, so that it fails in the middle of that too.
    file.write_text(BIG if command[0] in ("tokenize", "check", "parse") else COMMA, "utf-8")
    arguments = [part.format(file=file) for part in command]
    with closed_pipe() as pipe:
        results = [huzma(*arguments, stdout=pipe), huzma(*arguments, before=lambda: os.close(1))]
    for result in results:
        assert result.status == 2
        assert only(result.message) == "huzma: standard output was closed before everything was written"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_device_is_said_once(huzma: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "000_613a813ba363123f.txt"
    file.write_text(COMMA, "utf-8")
    with Path("/dev/full").open("wb") as full:
        result = huzma(*[part.format(file=file) for part in command], stdout=full.fileno())
    assert result.status == 2
    assert only(result.message) == "huzma: standard output: No space left on device"


def test_closed_messages_change_neither_data_nor_status(huzma: Run, folder: Folder, tmp_path: Path) -> None:
    root = folder(COMMA, b"\xff")

    def close_error() -> None:
        os.close(2)

    command = ("check", root, "--select", "PN001", "--format", "json")
    assert huzma(*command, before=close_error).out == huzma(*command).out
    out = tmp_path / "out.jsonl"
    assert huzma("parse", root, "-o", out, before=close_error).status == 0
    assert len(out.read_text("utf-8").splitlines()) == 1  # no message found its way into the file


def test_closed_input_is_a_message(huzma: Run) -> None:
    result = huzma("check", "-", before=lambda: os.close(0))
    assert (result.status, result.out) == (2, b"")
    assert "standard input" in result.message


@pytest.mark.parametrize(
    ("number", "status", "says"),
    [(signal.SIGINT, 130, "huzma: interrupted"), (signal.SIGTERM, 143, "huzma: ended by SIGTERM")],
)
def test_an_interrupted_run_leaves_nothing_behind(
    folder: Folder, tmp_path: Path, number: signal.Signals, status: int, says: str
) -> None:
    out = tmp_path / "out.jsonl"
    process = subprocess.Popen(
        [sys.executable, "-m", "huzma", "parse", folder(CLEAN), "-", "-o", out],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stderr is not None
    with process.stdin, process.stderr:
        # More than a pipe holds: when this returns, the folder has been written and standard input is being read.
        process.stdin.write(b" " * (1 << 20))
        process.stdin.flush()
        # Where the system has files without a name, what is written so far has none.
        opened = [str(file.readlink()) for file in Path("/proc").glob(f"{process.pid}/fd/*")]
        assert list(tmp_path.glob(".out.jsonl.*")) or any(
            name.startswith(f"{tmp_path}/") and name.endswith("(deleted)") for name in opened
        )
        assert not out.exists()
        process.send_signal(number)
        message = process.stderr.read().decode()
        assert process.wait(60) == status
    assert only(message) == says
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle"]


@pytest.mark.parametrize("debug", ["", "1"])
def test_a_bug_is_one_line_that_says_so(huzma: Run, tmp_path: Path, debug: str) -> None:
    # A module that stands before huzma's own on the path breaks it from inside.
    (tmp_path / "sitecustomize.py").write_text(
        "import huzma.normalizing as module\n"
        "def broken(*arguments):\n    raise ZeroDivisionError('by zero')\n"
        "module.stream = broken\n"
    )
    result = huzma("normalize", environment={"PYTHONPATH": str(tmp_path), "HUZMA_DEBUG": debug})
    assert result.status == 2
    *traceback, last = result.message.splitlines()
    assert last.startswith("huzma: this is a bug in huzma (ZeroDivisionError: by zero); please report it")
    assert bool(traceback) == bool(debug)
