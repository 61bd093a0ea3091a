"""Records against schemas: what is accepted, what is refused and where, and how files are split."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, create_model, field_validator

import huzma
from conftest import CLEAN, Folder, Run
from json_positions import positions


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    n: int
    name: str = ""


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]
    age: Annotated[int, Field(ge=0)]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    words: Annotated[int, Field(ge=0)] = 0
    parts: list[Part] = []
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] | None = None
    scores: dict[str, float] = {}
    either: int | Part | None = None


def lines(*records: str | bytes) -> bytes:
    return b"".join((record.encode() if isinstance(record, str) else record) + b"\n" for record in records)


def found(data: bytes, schema: Any = Record, **options: Any) -> list[huzma.RecordFinding]:
    findings = list(huzma.validate(data, schema, **options).findings)
    return [finding for finding in findings if isinstance(finding, huzma.RecordFinding)]


def placed(data: bytes, finding: huzma.Finding) -> str:
    """What the file has at the bytes of a finding, after line and column were seen to say the same."""
    assert finding.byte_start is not None
    assert finding.byte_end is not None
    mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    before = data[mark : finding.byte_start].decode("utf-8", "replace")
    assert finding.line == before.count("\n") + 1
    assert finding.column == len(before.rpartition("\n")[2]) + 1
    return data[finding.byte_start : finding.byte_end].decode("utf-8", "replace")


# Where the violations are -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "code", "error_type", "field", "text"),
    [
        ('{"id": "ا", "words": -1}', "SC004", "greater_than_equal", ("words",), "-1"),
        ('{"id": "ا", "words": "x"}', "SC003", "int_parsing", ("words",), '"x"'),
        ('{ "words" : 1 }', "SC001", "missing", ("id",), '{ "words" : 1 }'),
        ('{"id": "ا", "txet": [1]}', "SC002", "extra_forbidden", ("txet",), "[1]"),
        ('{"id": "ا", "parts": [{"n": 1}, {"n": null}]}', "SC003", "int_type", ("parts", 1, "n"), "null"),
        ('{"id": "ا", "parts": [{"name": "\\u0645"}]}', "SC001", "missing", ("parts", 0, "n"), '{"name": "\\u0645"}'),
        ('{"id": "ا", "pet": {"kind": "dog", "age": -3}}', "SC004", "greater_than_equal", ("pet", "dog", "age"), "-3"),
        ('{"id": "ا", "pet": {"kind": "cow"}}', "SC004", "union_tag_invalid", ("pet",), '{"kind": "cow"}'),
        ('{"id": "ا", "scores": {"a": 1, "b\\"": "x"}}', "SC003", "float_parsing", ("scores", 'b"'), '"x"'),
        ('[{"id": "ا"}]', "SC003", "model_type", (), '[{"id": "ا"}]'),
        ("7", "SC003", "model_type", (), "7"),
    ],
)
@pytest.mark.parametrize("layout", ["jsonl", "json"])
def test_a_violation_is_reported_at_its_value(
    record: str, code: str, error_type: str, field: tuple[str | int, ...], text: str, layout: str
) -> None:
    good = '{"id": "خبر"}'
    data = lines(good, record, good) if layout == "jsonl" else f"[{good},\n {record}, {good}]".encode()
    report = huzma.validate(data, Record, format=layout)
    [finding] = report.findings
    assert isinstance(finding, huzma.RecordFinding)
    assert (finding.code, finding.error_type, finding.field) == (code, error_type, field)
    assert (finding.record, finding.text) == (2, text)
    assert placed(data, finding) == text
    assert report.counts == {"records": 3, "accepted": 2, "rejected": 1, "skipped": 0, "findings": 1}
    assert [value.id for value in report.accepted] == ["خبر", "خبر"]
    assert list(report.rejected) == [2]
    assert not report.ok


def test_the_branches_of_a_union_point_at_the_value() -> None:
    data = lines('{"id": "a", "either": {"n": "x"}}')
    both = found(data)
    assert {finding.field for finding in both} == {("either", "int"), ("either", "Part", "n")}
    assert {placed(data, finding) for finding in both} == {'{"n": "x"}', '"x"'}


def test_every_violation_of_a_record_is_told() -> None:
    data = lines('{"words": -1, "x": 1}')
    assert [finding.error_type for finding in found(data)] == ["missing", "greater_than_equal", "extra_forbidden"]


def test_messages_are_in_two_languages() -> None:
    data = lines('{"id": "a", "words": -1}')
    [english] = huzma.validate(data, Record).findings
    [arabic] = huzma.validate(data, Record, language="ar").findings
    assert english.message == "words: Input should be greater than or equal to 0"
    assert arabic.message == "الحقل words: يجب ألا تقل القيمة عن 0"


# JSON that is hostile or odd ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "error_type", "text"),
    [
        (b'{"id": "a", "id": "b"}', "json_repeated_member", '"id"'),
        (b'{"id": "a", "i\\u0064": "b"}', "json_repeated_member", '"i\\u0064"'),
        (b'{"id": "a", "scores": {"a": NaN}}', "json_constant", "NaN"),
        (b'{"id": "a", "scores": {"a": -Infinity}}', "json_constant", "-Infinity"),
        (b'{"id": "\\ud800"}', "json_surrogate", "\\ud800"),
        (b'{"id": "\\udc00\\ud800"}', "json_surrogate", "\\udc00"),
        (b'{"id": "a\x00b"}', "json_control", "\x00"),
        (b'{"id": "a"}\x00', "json_control", "\x00"),
        (b'{"id": "a"} {"id": "b"}', "json_trailing", '{"id": "b"}'),
        (b'{"id": "a"},{"id": "b"}', "json_trailing", ',{"id": "b"}'),
        (b'{"id": "a"', "json_incomplete", ""),
        (b'{"id": "a', "json_incomplete", ""),
        (b'{"id": "a",}', "json_invalid", "}"),
        (b"{'id': 'a'}", "json_invalid", "'"),
        (b"{id: 1}", "json_invalid", "i"),
        (b'{"id": "a", "words": 01}', "json_invalid", "01"),
        (b'{"id": "a\xff"}', "json_encoding", "\ufffd"),
        (b"x", "json_invalid", "x"),
        (b"]", "json_invalid", "]"),
        (b'{"id": "a", "words": ' + b"9" * 5000 + b"}", "json_number", "9" * 480),
        (b"[" * 100 + b"]" * 100, "json_nesting", "["),
        (b"[" * 1_000_000, "json_nesting", "["),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str | bytes) else None,
)
def test_hostile_json_is_a_typed_finding_and_the_rest_goes_on(record: bytes, error_type: str, text: str) -> None:
    data = lines('{"id": "first"}', record, '{"id": "last"}')
    report = huzma.validate(data, Record)
    [finding] = report.findings
    assert isinstance(finding, huzma.RecordFinding)
    assert (finding.error_type, finding.record, finding.text) == (error_type, 2, text)
    if len(text) < 480:
        assert placed(data, finding) == text
    assert [value.id for value in report.accepted] == ["first", "last"]


def test_lines_that_would_be_sound_together_are_not() -> None:
    """Records are joined to be validated, and nothing in one may reach into the next."""
    data = lines('{"id": "a", "parts": [{"n": 1}', '{"n": 2}]}', '{"id": "b"}, {"id": "c"}', '{"id": "d"}')
    report = huzma.validate(data, Record)
    assert list(report.rejected) == [1, 2, 3]
    assert [value.id for value in report.accepted] == ["d"]


def test_a_mark_blank_lines_and_line_ends() -> None:
    data = b'\xef\xbb\xbf{"id": "a"}\r\n\r\n  \t\n {"id": "b"} \r\n{"id": 3}'
    report = huzma.validate(data, Record)
    assert report.findings.counts == {"EN002": 1, "SC003": 1}
    finding = report.findings[1]
    assert (finding.line, placed(data, finding)) == (5, "3")
    assert report.counts["records"] == 3


def test_a_record_that_is_too_long_is_passed_over(tmp_path: Path) -> None:
    good = '{"id": "a"}'
    long = '{"id": "%s"}' % ("ا" * 3000)
    path = tmp_path / "in.jsonl"
    data = lines(good, long, good, long)
    path.write_bytes(data)
    limits = huzma.Limits(document_bytes=1000)
    report = huzma.validate(path, Record, limits=limits, accepted=tmp_path / "a.jsonl", rejected=tmp_path / "r.jsonl")
    assert [(finding.code, finding.line) for finding in report.findings] == [("SC012", 2), ("SC012", 4)]
    assert report.counts["records"] == 4
    assert (tmp_path / "r.jsonl").read_bytes() == lines(long, long)
    assert (tmp_path / "a.jsonl").read_bytes() == lines(good, good)
    with pytest.raises(huzma.LimitError, match="total_bytes"):
        huzma.validate(io.BytesIO(data), Record, limits=huzma.Limits(total_bytes=1000))


@pytest.mark.parametrize(
    ("data", "error_type", "accepted"),
    [
        ('[{"id": "a"}, {"id": "b"}', "array_open", 2),
        ('[{"id": "a"},', "array_open", 1),
        ('[{"id": "a"}] {"id": "b"}', "array_trailing", 1),
        ('[{"id": "a"},, {"id": "b"}]', "json_incomplete", 2),
        ('[{"id": "a"},]', "json_incomplete", 1),
        ('[{"id": "a"} {"id": "b"}]', "json_trailing", 0),
    ],
)
def test_an_array_that_is_damaged(data: str, error_type: str, accepted: int) -> None:
    report = huzma.validate(data.encode(), Record, format="json")
    [finding] = report.findings
    assert isinstance(finding, huzma.RecordFinding)
    assert finding.error_type == error_type
    assert report.counts["accepted"] == accepted
    assert not report.ok


def test_a_file_with_one_value_has_one_record() -> None:
    assert huzma.validate(b' {"id": "a"}\n', Record, format="json").counts["accepted"] == 1
    assert huzma.validate(b"", Record, format="json").counts["records"] == 0
    assert huzma.validate(b"[]", Record, format="json").counts["records"] == 0


# Any model, any record, any mutation --------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NAMES = st.one_of(st.sampled_from(["id", "نص", "a b", 'q"', "x\\y"]), st.text("abcdefgh", min_size=1, max_size=4))

Leaf = tuple[Any, st.SearchStrategy[Any], Callable[[Any], Any]]
"""A type, its values, and what makes a value of it that breaks it."""

LEAVES: dict[str, Leaf] = {
    "int": (Annotated[int, Field(strict=True, ge=-5, le=1000)], st.integers(-5, 1000), lambda _: 1001),
    "text": (Annotated[str, Field(max_length=8)], TEXT, lambda value: value + "123456789"),
    "flag": (Annotated[bool, Field(strict=True)], st.booleans(), lambda _: "yes"),
    "float": (float, st.floats(allow_nan=False, allow_infinity=False), lambda _: "1,5"),
    "day": (date, st.dates(), lambda _: "2016-02-31"),
    "exact": (Decimal, st.decimals(allow_nan=False, allow_infinity=False, places=3), lambda _: "١x"),
    "choice": (Literal["خبر", "مقال"], st.sampled_from(["خبر", "مقال"]), lambda _: "رأي"),
}


@st.composite
def models(draw: st.DrawFn, depth: int = 2) -> tuple[type[BaseModel], st.SearchStrategy[dict[str, Any]]]:
    """A model and the records of it."""
    fields: dict[str, Any] = {}
    values: dict[str, st.SearchStrategy[Any]] = {}
    annotation: Any
    value: Any
    for index, name in enumerate(draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))):
        kind = draw(st.sampled_from([*LEAVES, "list", "model"] if depth else list(LEAVES)))
        if kind == "model":
            annotation, value = draw(models(depth=depth - 1))
        elif kind == "list":
            element, elements, _ = LEAVES[draw(st.sampled_from(list(LEAVES)))]
            annotation, value = list.__class_getitem__(element), st.lists(elements, min_size=1, max_size=3)
        else:
            annotation, value, _ = LEAVES[kind]
        fields[f"f{index}"] = (annotation, Field(alias=name))
        values[name] = value
    model: type[BaseModel] = create_model("Generated", __config__=ConfigDict(extra="forbid"), **fields)
    return model, st.fixed_dictionaries(values)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, (*path, name))
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from leaves(element, (*path, index))
    else:
        yield path


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


@st.composite
def cases(draw: st.DrawFn) -> tuple[type[BaseModel], list[Any], dict[str, Any]]:
    model, records = draw(models())
    values = draw(st.lists(records, min_size=1, max_size=5))
    written = [json.loads(model.model_validate(value).model_dump_json(by_alias=True)) for value in values]
    style = draw(
        st.fixed_dictionaries(
            {"ensure_ascii": st.booleans(), "separators": st.sampled_from([(",", ":"), (" , ", " : ")])}
        )
    )
    return model, written, style


@settings(max_examples=max(25, settings().max_examples // 4))
@given(case=cases(), layout=st.sampled_from(["jsonl", "json"]), data=st.data())
def test_what_is_dumped_is_accepted_and_each_broken_value_is_found(
    case: tuple[type[BaseModel], list[Any], dict[str, Any]], layout: str, data: st.DataObject
) -> None:
    model, records, style = case

    def file(written: list[str]) -> bytes:
        return ("\n".join(written) if layout == "jsonl" else "[" + ",\n".join(written) + "]").encode()

    texts = [json.dumps(record, **style) for record in records]
    report = huzma.validate(file(texts), model, format=layout)
    assert report.ok
    assert [json.loads(value.model_dump_json(by_alias=True)) for value in report.accepted] == records

    number = data.draw(st.integers(0, len(records) - 1))
    broken = json.loads(texts[number])
    path = data.draw(st.sampled_from(list(leaves(broken))))
    mutation = data.draw(st.sampled_from(["value", "null", "remove", "add"]))
    holder = at(broken, path[:-1])
    if mutation == "add" and isinstance(holder, dict):
        path = (*path[:-1], "زائد")
        holder["زائد"] = {"a": [1]}
    elif mutation == "remove" and isinstance(holder, dict):
        del holder[path[-1]]
    else:
        holder[path[-1]] = None if mutation == "null" else {"no": "such"}
    texts[number] = json.dumps(broken, **style)
    content = file(texts)
    report = huzma.validate(content, model, format=layout)
    assert list(report.rejected) == [number + 1]
    offset = content.index(texts[number].encode()) if texts.count(texts[number]) == 1 else None
    known = positions(texts[number])
    for finding in report.findings:
        assert isinstance(finding, huzma.RecordFinding)
        assert finding.field[: len(path)] == path
        wanted = known[path] if path in known else known[path[:-1]]
        if offset is not None:
            assert (finding.byte_start, finding.byte_end) == (offset + wanted[0], offset + wanted[1])
        placed(content, finding)


@given(st.binary(max_size=80) | TEXT.map(str.encode), st.sampled_from(["jsonl", "json", "csv", "tsv"]))
def test_any_bytes_are_read_to_their_end(data: bytes, layout: str) -> None:
    try:
        report = huzma.validate(data, Record, format=layout)
    except huzma.BundleError:
        unreadable = layout in ("csv", "tsv") or data.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd"))
        if not unreadable:
            raise
        return
    counts = report.counts
    assert counts["records"] == counts["accepted"] + counts["rejected"]
    assert len(list(report.accepted)) == counts["accepted"]
    for finding in report.findings:
        if finding.byte_start is not None and finding.byte_end is not None:
            assert finding.byte_start <= finding.byte_end <= len(data)


# Tables of text -----------------------------------------------------------------------------------


class Row(BaseModel):
    id: str
    words: int = 0
    day: date | None = None
    text: str = ""


@pytest.mark.parametrize("separator", [",", "\t"])
def test_cells_are_read_as_the_schema_asks_and_pointed_at(separator: str) -> None:
    text = (
        '\ufeffid,words,day,text\r\na,1,2016-09-15,"سطر\nثانٍ, ""نص"""\r\nb,x,,\r\n\r\nc,,2016-02-31,""\r\nd,1\r\n,2,,'
    )
    data = text.replace(",", separator).encode()
    report = huzma.validate(data, Row, format="csv" if separator == "," else "tsv")
    assert report.findings.counts == {"EN002": 1, "SC001": 1, "SC003": 2, "SC010": 1}
    found = [finding for finding in report.findings if isinstance(finding, huzma.RecordFinding)]
    assert [(finding.record, finding.line, placed(data, finding)) for finding in found] == [
        (2, 4, "x"),
        (3, 6, "2016-02-31"),
        (4, 7, f"d{separator}1"),
        (5, 8, ""),
    ]
    [value] = report.accepted
    assert value == Row(id="a", words=1, day=date(2016, 9, 15), text=f'سطر\nثانٍ{separator} "نص"')


def test_an_empty_cell_is_absent_and_empty_quotes_are_a_text() -> None:
    report = huzma.validate(b'id,text\n"",\n', Row, format="csv")
    assert list(report.accepted) == [Row(id="", text="")]
    assert huzma.validate(b"id,text\n,x\n", Row, format="csv").findings.counts == {"SC001": 1}


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff,a\n1,2\n"])
def test_a_table_without_names_is_none(data: bytes) -> None:
    with pytest.raises(huzma.BundleError, match="names"):
        huzma.validate(data, Row, format="csv")


# Splitting ----------------------------------------------------------------------------------------


@given(
    rows=st.lists(st.tuples(st.booleans(), st.sampled_from(["\n", "\r\n", " \n", "\n\n"])), max_size=8),
    last=st.booleans(),
)
@settings(max_examples=40)
def test_what_is_split_is_all_there_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[bool, str]], last: bool
) -> None:
    folder = tmp_path_factory.mktemp("split")
    records = [
        (f'{{"id": "{number}"}}' if good else f'{{"id": {number} }}') + end for number, (good, end) in enumerate(rows)
    ]
    text = "".join(records)
    text = text.rstrip("\n") if last else text
    (folder / "in.jsonl").write_bytes(text.encode())
    report = huzma.validate(folder / "in.jsonl", Record, accepted=folder / "a.jsonl", rejected=folder / "r.jsonl")
    kept = [line for line in text.splitlines(keepends=True) if '"' in line[6:]]
    left = [line for line in text.splitlines(keepends=True) if line.strip() and '"' not in line[6:]]
    assert (folder / "a.jsonl").read_bytes() == "".join(kept).encode()
    assert (folder / "r.jsonl").read_bytes() == "".join(left).encode()
    reasons = [json.loads(line) for line in (folder / "r.reasons.jsonl").read_bytes().splitlines()]
    assert [reason["record"] for reason in reasons] == list(report.rejected)


def test_each_layout_is_split_into_files_of_its_own_layout(tmp_path: Path) -> None:
    for name, text, accepted, rejected in [
        (
            "in.csv",
            '\ufeffid,words\r\na,1\r\n"b\n",x\r\n',
            "\ufeffid,words\r\na,1\r\n",
            '\ufeffid,words\r\n"b\n",x\r\n',
        ),
        (
            "in.json",
            '[ {"id": "a"},\n {"id" : 1}, {"id": "b"} ]',
            '[\n{"id": "a"},\n{"id": "b"}\n]\n',
            '[\n{"id" : 1}\n]\n',
        ),
    ]:
        path = tmp_path / name
        path.write_bytes(text.encode())
        out = tmp_path / f"a{path.suffix}", tmp_path / f"r{path.suffix}"
        schema = Row if path.suffix == ".csv" else Record
        huzma.validate(path, schema, accepted=out[0], rejected=out[1])
        assert [each.read_bytes().decode() for each in out] == [accepted, rejected]


def test_what_is_accepted_can_be_written_as_the_schema_reads_it(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "in.csv"
    path.write_bytes(b"id,words,day\na,1,2016-09-15\nb,x,\nc,3,\n")
    huzma.validate(path, Row, accepted=tmp_path / "a.parquet", rejected=tmp_path / "r.csv")
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.to_pylist() == [
        {"id": "a", "words": 1, "day": date(2016, 9, 15), "text": ""},
        {"id": "c", "words": 3, "day": None, "text": ""},
    ]
    huzma.validate(path, Row, accepted=tmp_path / "a.jsonl")
    assert json.loads((tmp_path / "a.jsonl").read_bytes().splitlines()[1]) == {
        "id": "c",
        "words": 3,
        "day": None,
        "text": "",
    }


def test_outputs_that_cannot_be_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines('{"id": 1}', '{"id": "a"}'))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(huzma.SchemaError, match="is what is read"):
        huzma.validate(path, Record, accepted=path)
    with pytest.raises(huzma.SchemaError, match="as it stands"):
        huzma.validate(path, Record, accepted=tmp_path / "a.jsonl", rejected=tmp_path / "r.parquet")
    with pytest.raises(huzma.SchemaError, match="end in"):
        huzma.validate(path, Record, accepted=tmp_path / "a.txt")
    with pytest.raises(ValueError, match="sample"):
        huzma.validate(path, Record, accepted=tmp_path / "a.jsonl", sample=0.5)
    huzma.validate(path, Record, accepted=tmp_path / "a.jsonl", max_errors=1)
    stopped = huzma.validate(path, Record, accepted=tmp_path / "b.jsonl", rejected=tmp_path / "r.jsonl", max_errors=1)
    assert not stopped.stopped
    assert {each.name for each in tmp_path.iterdir()} == {path.name for path in before} | {
        "a.jsonl",
        "b.jsonl",
        "r.jsonl",
        "r.reasons.jsonl",
    }


def test_after_so_many_findings_it_stops_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines(*['{"id": 1}'] * 5))
    report = huzma.validate(path, Record, rejected=tmp_path / "r.jsonl", max_errors=3)
    assert report.stopped
    assert len(report.findings) == 3
    assert list(report.accepted) == []
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in.jsonl"]


def test_a_sample_is_the_same_each_time_and_about_as_large() -> None:
    data = lines(*['{"id": 1}'] * 4000)
    first, second = (huzma.validate(data, Record, sample=0.1) for _ in range(2))
    assert list(first.rejected) == list(second.rejected)
    assert 300 < len(first.rejected) < 500
    assert first.counts["skipped"] + first.counts["rejected"] == 4000


# Sources ------------------------------------------------------------------------------------------


def test_compressed_files_and_file_objects(tmp_path: Path) -> None:
    data = lines('{"id": "a"}', '{"id": 2}')
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(data))
    report = huzma.validate(tmp_path / "in.jsonl.gz", Record)
    assert report.counts["accepted"] == len(list(report.accepted)) == 1
    from_file = huzma.validate(io.BytesIO(data), Record)
    assert from_file.counts == report.counts
    with pytest.raises(huzma.BundleError, match="read once"):
        list(from_file.accepted)
    with pytest.raises(huzma.BundleError) as error:
        huzma.validate(tmp_path / "none.jsonl", Record)
    assert error.value.kind == "not-found"


def test_a_file_that_changed_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines('{"id": "a"}'))
    report = huzma.validate(path, Record)
    path.write_bytes(lines('{"id": "a"}', '{"id": "b"}'))
    with pytest.raises(huzma.BundleError) as error:
        _ = report.accepted
    assert error.value.kind == "changed"


def test_documents_are_records(folder: Folder) -> None:
    class Document(BaseModel):
        id: str
        text: Annotated[str, Field(max_length=40)]

    path = folder(CLEAN, CLEAN * 3)
    report = huzma.validate(path, Document)
    [finding] = report.findings
    assert isinstance(finding, huzma.RecordFinding)
    assert (finding.record, finding.field, finding.byte_start) == (2, ("text",), 0)
    assert [document.text for document in report.accepted] == [CLEAN]
    assert huzma.validate(huzma.read(path), Document).counts == report.counts
    articles = huzma.validate(path, "article")
    assert articles.ok
    assert [type(article).__name__ for article in articles.accepted] == ["Article", "Article"]


def test_articles_that_were_written_are_accepted(folder: Folder, tmp_path: Path, huzma: Run) -> None:
    out = tmp_path / "articles.jsonl"
    assert huzma("parse", folder(CLEAN, CLEAN * 2), "-o", out).status == 0
    assert huzma("validate", out, "--schema", "article").status == 0
    out.write_bytes(out.read_bytes().replace(b'"index":1', b'"index":-1'))
    result = huzma("validate", out, "--schema", "article", "--format", "concise")
    assert result.status == 1
    assert b":2:" in result.out
    assert b"index" in result.out


@pytest.mark.parametrize("kind", ["parquet", "arrow", "pyarrow", "polars", "pandas"])
def test_tables_in_columns(kind: str, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    columns = {"id": ["a", "b", None], "words": [1, -1, 3]}
    table = pyarrow.table(columns)
    source: Any = table
    if kind in ("parquet", "arrow"):
        from pyarrow import feather, parquet

        source = tmp_path / f"in.{kind}"
        if kind == "parquet":
            parquet.write_table(table, source)
        else:
            feather.write_feather(table, str(source), compression="uncompressed")
    elif kind != "pyarrow":
        frames = pytest.importorskip(kind)
        source = frames.DataFrame(columns)
    report = huzma.validate(source, Record)
    found = [finding for finding in report.findings if isinstance(finding, huzma.RecordFinding)]
    assert [(finding.record, finding.field, finding.line, finding.byte_start) for finding in found] == [
        (2, ("words",), None, None),
        (3, ("id",), None, None),
    ]
    assert [value.id for value in report.accepted] == ["a"]
    if kind == "parquet":
        huzma.validate(source, Record, accepted=tmp_path / "a.parquet", rejected=tmp_path / "r.parquet")
        rejected = parquet.read_table(tmp_path / "r.parquet")
        assert rejected.schema == parquet.read_table(source).schema
        assert rejected.to_pylist() == table.to_pylist()[1:]


# Schemas ------------------------------------------------------------------------------------------

SCHEMA = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "maxLength": 3},
        "words": {"type": "integer", "minimum": 0},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["id"],
    "additionalProperties": False,
}


def test_a_json_schema(tmp_path: Path) -> None:
    pytest.importorskip("jsonschema_rs")
    data = lines('{"id": "a", "words": 1}', '{"words": -1}', '{"id": "a", "x": 1}', '{"id": "a", "tags": ["b", 2]}')
    report = huzma.validate(data, SCHEMA)
    found = [finding for finding in report.findings if isinstance(finding, huzma.RecordFinding)]
    assert {(finding.record, finding.code, finding.error_type, placed(data, finding)) for finding in found} == {
        (2, "SC001", "required", '{"words": -1}'),
        (2, "SC004", "minimum", "-1"),
        (3, "SC002", "additionalProperties", "1"),
        (4, "SC003", "type", "2"),
    }
    assert list(report.accepted) == [{"id": "a", "words": 1}]
    rows = huzma.validate(b"id,words\na,1\nbbbb,x\n", SCHEMA, format="csv")
    assert list(rows.accepted) == [{"id": "a", "words": 1}]
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(SCHEMA), "utf-8")
    assert huzma.validate(data, path).counts == report.counts


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("nowhere:Model", "cannot be imported"),
        ("json:nothing", "cannot be imported"),
        ("none.json", "No such file"),
        ({"type": "nothing"}, "no JSON Schema"),
        ({"$ref": "http://127.0.0.1:9/schema.json"}, "no JSON Schema"),
        ({"$ref": "file:///etc/hostname"}, "no JSON Schema"),
        (object(), "no schema"),
    ],
)
def test_a_schema_that_is_none_is_an_error(schema: Any, message: str) -> None:
    if isinstance(schema, dict):
        pytest.importorskip("jsonschema_rs")
    with pytest.raises(huzma.SchemaError, match=message):
        huzma.validate(b"{}", schema)


def test_code_of_the_schema_that_fails_is_a_finding() -> None:
    class Fails(BaseModel):
        id: str

        @field_validator("id")
        @classmethod
        def fails(cls, value: str) -> str:
            if value == "b":
                raise KeyError(value)
            return value

    report = huzma.validate(lines('{"id": "a"}', '{"id": "b"}', '{"id": 1}'), Fails)
    assert [finding.error_type for finding in report.findings if isinstance(finding, huzma.RecordFinding)] == [
        "validator_failed",
        "string_type",
    ]
    assert report.counts["accepted"] == 1


# Constraints across records -----------------------------------------------------------------------


def test_constraints_see_what_the_schema_accepts(tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    articles.write_bytes(lines('{"id": "x"}', '{"id": "y"}'))
    data = lines(
        '{"id": "a", "words": 1, "text": "أحمد علي", "ref": "x"}',
        '{"id": "a", "words": "bad"}',
        '{"id": "a", "words": 2}',
        '{"id": "b", "words": 0}',
        '{"id": "c", "words": 1, "ref": "z"}',
        '{"id": "d", "words": 1, "text": "احمد على"}',
    )

    class Item(Row):
        ref: str | None = None

    constraints: list[Any] = [
        huzma.Unique("id"),
        huzma.Ordered("words"),
        huzma.References("ref", articles),
        huzma.NearlyEqual("text"),
    ]
    report = huzma.validate(data, Item, constraints=constraints)
    found = [finding for finding in report.findings if isinstance(finding, huzma.RecordFinding)]
    assert [(finding.record, finding.code, placed(data, finding)) for finding in found] == [
        (2, "SC003", '"bad"'),
        (3, "SC020", '"a"'),
        (4, "SC021", "0"),
        (5, "SC022", '"z"'),
        (6, "SC023", '"احمد على"'),
    ]
    assert [value.id for value in report.accepted] == ["a", "d"]
    assert list(report.rejected) == [2, 3, 4, 5]


# The command line ---------------------------------------------------------------------------------

MODEL = """from pydantic import BaseModel

class Item(BaseModel):
    id: str
    words: int = 0
"""


def test_the_command(huzma: Run, tmp_path: Path) -> None:
    (tmp_path / "model_of_test.py").write_text(MODEL, "utf-8")
    (tmp_path / "in.jsonl").write_bytes(lines('{"id": "a"}', '{"id": "b", "words": "x"}'))
    schema = ("--schema", "model_of_test:Item")
    result = huzma("validate", "in.jsonl", *schema, "--rejected", "r.jsonl", "--accepted", "a.jsonl", cwd=tmp_path)
    assert result.status == 1
    assert "2:22" in result.text
    assert "2 records: 1 accepted, 1 rejected" in result.message
    assert (tmp_path / "r.jsonl").read_bytes() == b'{"id": "b", "words": "x"}\n'
    result = huzma("validate", "in.jsonl", *schema, "--format", "jsonl", cwd=tmp_path)
    assert json.loads(result.out)["field"] == ["words"]
    assert huzma("validate", "a.jsonl", *schema, cwd=tmp_path).status == 0
    assert huzma("validate", "-", *schema, input=b'{"id": 1}', cwd=tmp_path).status == 1
    assert huzma("validate", "none.jsonl", *schema, cwd=tmp_path).status == 2
    nothing = huzma("validate", "a.jsonl", "--schema", "model_of_test:Nothing", cwd=tmp_path)
    assert nothing.status == 2
    assert b"cannot be imported" in nothing.err


def test_several_files_are_split_into_a_folder(huzma: Run, tmp_path: Path) -> None:
    (tmp_path / "model_of_test.py").write_text(MODEL, "utf-8")
    (tmp_path / "a.jsonl").write_bytes(lines('{"id": "a"}', '{"id": 1}'))
    (tmp_path / "b.csv").write_bytes(b"id,words\nb,x\n")
    command = ("validate", "a.jsonl", "b.csv", "--schema", "model_of_test:Item")
    assert huzma(*command, "--rejected", "no", "--accepted", "ok", cwd=tmp_path).status == 1
    assert sorted(path.name for path in (tmp_path / "no").iterdir()) == [
        "a.jsonl",
        "a.reasons.jsonl",
        "b.csv",
        "b.reasons.jsonl",
    ]
    assert (tmp_path / "ok" / "b.csv").read_bytes() == b"id,words\n"
    for wrong in ("all.parquet", "b.csv"):
        assert huzma(*command, "--accepted", wrong, cwd=tmp_path).status == 2
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.jsonl").write_bytes(b"")
    assert huzma(*command, "sub/a.jsonl", "--accepted", "ok", cwd=tmp_path).status == 2


def test_every_error_of_pydantic_has_an_arabic_wording() -> None:
    from pydantic_core.core_schema import ErrorType

    from huzma.validation.wording import arabic

    general = arabic("no such type", "", None)
    without = {kind for kind in get_args(ErrorType) if arabic(kind, "", dict.fromkeys(_PLACEHOLDERS, "")) == general}
    assert len(without) <= 5, without  # a newer pydantic may know some more
    assert not without & {"missing", "int_parsing", "string_too_long", "value_error"}


_PLACEHOLDERS = (
    *("class_name", "multiple_of", "gt", "ge", "lt", "le", "max_digits", "decimal_places", "whole_digits", "class"),
    *("min_length", "max_length", "actual_length", "pattern", "encoding", "expected", "tag", "expected_tags"),
    *("discriminator", "expected_schemes", "expected_version", "error"),
)


def test_processes_give_what_one_gives(huzma: Run, tmp_path: Path) -> None:
    (tmp_path / "model_of_test.py").write_text(MODEL, "utf-8")
    generator = random.Random(5)
    records = []
    for number in range(20_000):
        words = generator.choice(["1", "null", "7"])
        records.append(f'{{"id": "{number}", "words": {words}, "x": "{"ا" * generator.randrange(200)}"}}')
    (tmp_path / "in.jsonl").write_bytes(lines(*records))
    outputs = []
    for jobs in ("1", "2", "3"):
        result = huzma(
            *("validate", "in.jsonl", "--schema", "model_of_test:Item", "--format", "concise", "--jobs", jobs),
            *("--accepted", f"a{jobs}.jsonl", "--rejected", f"r{jobs}.jsonl", "--unique", "id"),
            cwd=tmp_path,
        )
        assert result.status == 1, result.message
        written = [(tmp_path / f"{name}{jobs}.jsonl").read_bytes() for name in ("a", "r")]
        outputs.append((result.out, *written, result.message.partition(";")[0]))
    assert outputs[0] == outputs[1] == outputs[2]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_run_leaves_outputs_whole_or_absent(jobs: str, tmp_path: Path) -> None:
    """SIGKILL at ten random moments; run again, the outputs are what they are when nothing happens."""
    (tmp_path / "model_of_test.py").write_text(MODEL, "utf-8")
    record = '{"id": "a", "words": 1}'
    (tmp_path / "in.jsonl").write_bytes(lines(*[record, record.replace("1", '"x"')] * 5_000))
    names = ("a.jsonl", "r.jsonl", "r.reasons.jsonl")
    command = [sys.executable, "-m", "huzma", "validate", "in.jsonl", "--schema", "model_of_test:Item", "--jobs", jobs]
    command += ["--accepted", "a.jsonl", "--rejected", "r.jsonl", "--format", "concise"]

    def run() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    began = time.monotonic()
    assert run().wait() == 1
    seconds = time.monotonic() - began
    whole = {name: (tmp_path / name).read_bytes() for name in names}
    generator = random.Random(11)
    for _ in range(10):
        for name in names:
            (tmp_path / name).unlink(missing_ok=True)
        process = run()
        try:
            process.wait(generator.uniform(0, seconds))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for name in names:
            if (tmp_path / name).exists():
                assert (tmp_path / name).read_bytes() == whole[name]
    assert run().wait() == 1
    assert {name: (tmp_path / name).read_bytes() for name in names} == whole


@pytest.mark.slow
def test_a_line_of_100_megabytes_is_one_record_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    with path.open("wb") as file:
        file.write(b'{"id": "a", "x": "')
        for _ in range(100):
            file.write("ا".encode() * 500_000)
        file.write(b'", "words": -1}\n{"id": "b"}\n')
    (tmp_path / "model_of_test.py").write_text(MODEL.replace("int = 0", "int = 0\n    x: int = 0"), "utf-8")
    code = (
        "import huzma, resource; r = huzma.validate('in.jsonl', 'model_of_test:Item');"
        "print(r.counts['accepted'], [f.record for f in r.findings], len(r.findings[0].text));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    process = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    told, megabytes = process.stdout.splitlines()
    assert told == "1 [1] 241"
    assert int(megabytes) < 900
    limits = huzma.Limits(document_bytes=1 << 20)
    assert huzma.validate(path, Record, limits=limits).findings.counts == {"SC012": 1}


def test_a_model_that_no_process_can_import_is_refused() -> None:
    class Local(BaseModel):
        id: str

    with pytest.raises(huzma.SchemaError, match="cannot be imported"):
        huzma.validate(b'{"id": "a"}', Local, jobs=2)
