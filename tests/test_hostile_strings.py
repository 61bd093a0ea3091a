"""The strings of hostile-strings.md wherever a string can come from outside, through every format of output."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

import huzma as package
from conftest import COMMA, Run
from huzma.cli.output import FORMATS

PAGE = (Path(__file__).parent / "hostile-strings.md").read_text("utf-8")
STRINGS = {
    what: re.sub(r"\\u\{([0-9A-F]+)\}", lambda match: chr(int(match[1], 16)), string)
    for what, string in re.findall(r"^\| ([^|]+) \| `(.+)` \|$", PAGE, re.MULTILINE)
}
# What steers a terminal or the direction of its line; a line end is output's own, an isolate is put round slices.
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066\u2067]")


def tame(shown: str) -> None:
    """Nothing steers, and each isolate that is opened is closed on its line."""
    assert not STEERING.search(shown), ascii(shown)
    for line in shown.split("\n"):
        depth = 0
        for character in line:
            depth += {"\u2068": 1, "\u2069": -1}.get(character, 0)
            assert depth in (0, 1), ascii(line)
        assert depth == 0, ascii(line)


def test_the_page_has_strings() -> None:
    assert len(STRINGS) > 25


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of records and an archive that have each string in each place."""
    root = tmp_path_factory.mktemp("strings")
    with (root / "records.jsonl").open("w", encoding="utf-8") as file:
        for number, string in enumerate(STRINGS.values()):
            for row in (
                {"id": string, "text": COMMA},
                {"id": f"k{number}", "text": COMMA, string: string},
                {"id": f"t{number}", "text": string + COMMA + string},
                {"id": string, "text": string, "url": string, "lang": string, "date": string},
            ):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    with zipfile.ZipFile(root / "archive.zip", "w") as archive:
        for number, string in enumerate(STRINGS.values()):
            info = zipfile.ZipInfo("x")
            info.filename = string.replace("\0", "")
            archive.writestr(info, COMMA)
            archive.writestr(f"{number:03}_{number:016x}.txt", string + COMMA)
    return root


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_hostile_reaches_a_terminal(huzma: Run, place: Path, format: str, language: str) -> None:
    for name in ("records.jsonl", "archive.zip"):
        result = huzma("check", place / name, "--format", format, "--lang", language)
        assert result.status == 1, result.message
        tame(result.text)
        tame(result.message)
        lines = result.text.splitlines()
        if format == "github":
            assert all(re.match(r"::(error|warning|notice) file=", line) for line in lines)
        elif format in ("json", "sarif"):
            json.loads(result.out)
        elif format == "jsonl":
            assert all(json.loads(line)["code"] for line in lines)


def test_nothing_hostile_reaches_a_terminal_from_other_commands(huzma: Run, place: Path, tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text('{"type": "object", "properties": {"id": {"type": "integer"}, "text": {"maxLength": 1}}}')
    results = [
        huzma("parse", place / "records.jsonl", "-o", tmp_path / "a.jsonl"),
        huzma("pack", place / "records.jsonl", "-o", tmp_path / "a.huzma"),
        huzma("validate", place / "records.jsonl", "--schema", schema),
        huzma("check", *(string for string in STRINGS.values() if "\0" not in string and string not in "--fix..")),
        huzma("explain", STRINGS["colour of a terminal"]),
        huzma("check", STRINGS["right-to-left override"], "--select", STRINGS["colour of a terminal"]),
    ]
    for result in results:
        tame(result.message)
        assert "Traceback" not in result.message
    tame(results[2].text)


def test_no_id_leads_out_of_a_folder_that_is_unpacked(huzma: Run, place: Path, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    for name in ("records.jsonl", "archive.zip"):
        huzma("unpack", place / name, "-o", tmp_path / "inside" / name, cwd=tmp_path)
    after = {path for path in tmp_path.rglob("*") if tmp_path / "inside" not in (path, *path.parents)}
    assert after - before <= {tmp_path / "empty-working-directory"}
    for path in (tmp_path / "inside").rglob("*.txt"):
        assert re.fullmatch(r"\d{3,}_[0-9a-f]{16}\.txt", path.name)


@pytest.mark.parametrize("string", STRINGS.values(), ids=STRINGS)
def test_any_string_is_a_text(string: str) -> None:
    assert "".join(token.text for token in package.tokenize(string)) == string
    aligned = package.Normalizer("search").align(string)
    assert aligned.source_span(0, len(aligned.text)) == (0, len(string)) or not aligned.text
    text = string + "\n"  # a str that names a path is refused
    for finding in package.check(text):
        assert finding.text == text[finding.start : finding.end]
    (document,) = package.loads(package.dumps([package.Entry("a", string, {"title": string or "x"})]))
    assert (document.text, document.metadata["title"]) == (string, string)


def test_a_name_of_255_bytes_and_one_too_long(huzma: Run, tmp_path: Path) -> None:
    (tmp_path / ("ن" * 125 + "a.txt")).write_text(COMMA, "utf-8")
    result = huzma("check", tmp_path, "--select", "PN001", "--format", "concise")
    assert (result.status, result.text.count("PN001")) == (1, 1)
    for name in ("ن" * 126 + "aaa.jsonl", "a" * 5000 + ".jsonl", "a\0b.jsonl"):
        with pytest.raises(package.BundleError) as caught:
            package.write([package.Entry("a", "b")], tmp_path / name)
        assert caught.value.kind in ("io", "not-found", "unsupported")


PIECES = [
    "(",
    "«",
    '"',
    "ا\u0651",
    "\u202e",
    "&amp;",
    "a.",
    "1,",
    "%",
    "http://",
    "a@",
    "ـ",
    " \n",
    "و",
    "ميل",
    "5 أيلول ",
]
"""What expressions that try again and again choke on when it is repeated."""


@pytest.mark.parametrize("size", [20_000, pytest.param(2_000_000, marks=pytest.mark.slow)])
def test_what_is_repeated_without_end_is_done_with_in_time(huzma: Run, tmp_path: Path, size: int) -> None:
    # In minutes, which the fixture sees to, where a square would take days.
    for number, piece in enumerate(PIECES):
        (tmp_path / f"{number:03}_{number:016x}.txt").write_text(piece * (size // len(piece)), "utf-8")
    assert huzma("parse", tmp_path, "-o", tmp_path / "a.jsonl").status == 0
