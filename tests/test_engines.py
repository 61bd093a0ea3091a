"""Pipelines: the pure function, parts, and whole runs on this machine."""

from __future__ import annotations

import json
import pickle
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import huzma as library
from columns import Text, expected, some_texts, texts
from conftest import Run
from huzma.engines import Manifest, Pipeline, run
from huzma.engines import description as descriptions
from huzma.engines.work import Outcome
from huzma.errors import BundleError, ColumnError, ConfigError, EngineError

ALL_STEPS = """
[fix]
select = ["PN"]

[normalize]
profile = "search"

[fingerprint]

[tokenize]
spans = true

[sentences]

[extract]
anchor = 2016-09-15

[filter]
fail-on = "error"
ignore = "LT"

[write]
row-group-rows = 50
"""


@pytest.fixture
def pipeline_file(tmp_path: Path) -> Path:
    path = tmp_path / "pipeline.toml"
    path.write_text(ALL_STEPS, encoding="utf-8")
    return path


def shards(folder: Path, number: int, rows: int = 60) -> Path:
    """A folder of shards in JSON Lines."""
    folder.mkdir()
    for shard in range(number):
        lines = (
            json.dumps({"id": f"{shard}-{row}", "text": text or "نص", "lang": "ar"}, ensure_ascii=False) + "\n"
            for row, text in enumerate(some_texts(rows, seed=shard))
        )
        (folder / f"shard-{shard:03}.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def contents(out: Path) -> dict[str, bytes]:
    """All files of an output by their paths, without the lock and the plan, which knows where the inputs are."""
    files = (path for path in out.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


# the function ------------------------------------------------------------------------------------


@settings(max_examples=settings().max_examples // 5)
@given(values=texts, cuts=st.lists(st.integers(0, 12), max_size=4))
def test_what_becomes_of_a_row_depends_on_the_row_alone(values: list[Text], cuts: list[int]) -> None:
    pipeline = Pipeline(descriptions.described(library_toml(ALL_STEPS)))
    table = pa.table({"id": range(len(values)), "text": pa.array(values, pa.string())})
    whole = pipeline(table)
    bounds = [0, *sorted(min(cut, len(values)) for cut in cuts), len(values)]
    pieces = [pipeline(table.slice(start, end - start)) for start, end in pairwise(bounds)]
    assert pa.concat_tables(pieces).equals(whole)
    assert whole.column("text").to_pylist() == [None if v is None else library.fix(v, select="PN").text for v in values]
    assert whole.column("normalized").to_pylist() == expected("normalize", whole.column("text").to_pylist())
    assert whole.column("fingerprint").to_pylist() == expected("fingerprint", whole.column("text").to_pylist())
    bad = [
        v is not None and any(finding.severity == "error" for finding in library.check(v, ignore=["LT"]))
        for v in whole.column("text").to_pylist()
    ]
    reasons = [
        "no-text" if v is None else "findings" if is_bad else None for v, is_bad in zip(values, bad, strict=True)
    ]
    assert whole.column("rejected").to_pylist() == reasons


def library_toml(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text)


def test_the_function_can_be_pickled_and_takes_batches_and_tables() -> None:
    pipeline = Pipeline({"normalize": {}, "extract": {}}, threads=2)
    again = pickle.loads(pickle.dumps(pipeline))
    assert (again, again.digest, again.threads) == (pipeline, pipeline.digest, 2)
    batch = pa.record_batch({"text": ["قَالَ", None]})
    assert isinstance(pipeline(batch), pa.RecordBatch)
    assert isinstance(pipeline(pa.table(batch)), pa.Table)
    assert pipeline(pa.table(batch)[:0]).schema == pipeline(batch).schema
    assert "normalize, extract" in repr(pipeline)


def test_every_layout_of_text_gives_the_same() -> None:
    pipeline = Pipeline({"normalize": {}, "tokenize": {}, "filter": {}})
    values = some_texts(40)
    made = [
        pipeline(pa.record_batch({"text": pa.array(values, pa.string()).cast(kind)}))
        for kind in (pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string()))
    ]
    assert all(one.equals(made[0]) for one in made)


def test_what_is_not_utf8_is_rejected_and_kept() -> None:
    wrong = pa.array([b"ok", b"\xd9\x82\xff", None]).view(pa.string())
    made = Pipeline({"normalize": {}})(pa.record_batch({"text": wrong}))
    assert made.column("rejected").to_pylist() == [None, "not-utf-8", "no-text"]
    assert made.column("text").to_pylist() == ["ok", "ق\\xff", None]


def test_the_text_itself_may_be_normalised() -> None:
    made = Pipeline({"normalize": {"into": "text"}, "tokenize": {}})(pa.record_batch({"text": ["قَالَ"]}))
    assert made.to_pydict() == {"text": ["قال"], "tokens": [["قال"]], "rejected": [None]}


def test_records_that_violate_a_schema_are_rejected() -> None:
    pytest.importorskip("jsonschema_rs", reason="jsonschema-rs is not installed")
    schema = {
        "type": "object",
        "properties": {"text": {"type": "string", "maxLength": 5}, "year": {"type": "integer", "minimum": 1900}},
    }
    pipeline = Pipeline(
        {"validate": {"schema": schema}, "normalize": {}, "filter": {"select": "PN", "fail-on": "warning"}}
    )
    made = pipeline(pa.record_batch({"text": ["نص", "طويل جدا", "ا, ب", None], "year": [1999, 1800, 2000, 2001]}))
    assert made.column("rejected").to_pylist() == [None, "violations", "findings", "no-text"]
    found = [[(one["code"], one["field"]) for one in row] for row in made.column("violations").to_pylist()]
    assert found == [[], [("SC004", "text"), ("SC004", "year")], [], [("SC003", "text")]]
    assert made.num_columns == len({*made.schema.names})
    one_by_one = pa.Table.from_batches(
        [
            pipeline(pa.record_batch({"text": pa.array([text], pa.large_string()), "year": [year]}))
            for text, year in zip(["نص", "طويل جدا", "ا, ب", None], [1999, 1800, 2000, 2001], strict=True)
        ]
    )
    assert one_by_one.to_pylist() == made.to_pylist()


@pytest.mark.parametrize(
    ("description", "error", "words"),
    [
        ({"normalise": {}}, ConfigError, "did you mean 'normalize'"),
        ({"normalize": {"profil": "search"}}, ConfigError, r"normalize\.profil: .*did you mean 'profile'"),
        ({"normalize": {"profile": 3}}, ConfigError, "normalize.profile"),
        ({"normalize": {"profile": "serach"}}, library.ProfileError, "did you mean 'search'"),
        ({"filter": {"fail-on": "fatal"}}, ConfigError, "fail-on"),
        ({"filter": {"select": "ZZ9"}}, library.SelectorError, "ZZ9"),
        ({"validate": {"schema": "nowhere:Model"}}, library.SchemaError, "nowhere"),
        ({"validate": {"schema": "article", "into": "rejected"}}, ConfigError, "rejected"),
        ({"tokenize": {"into": "rejected"}}, ConfigError, "rejected"),
        ({"tokenize": {"into": "x"}, "extract": {"into": "x"}}, ConfigError, "'x'"),
        ({"tokenize": {"into": "text"}}, ConfigError, "the text's"),
    ],
)
def test_what_no_pipeline_knows_is_refused_by_name(
    description: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        Pipeline(description)


@pytest.mark.parametrize(
    ("batch", "words"),
    [
        ({"body": ["نص"]}, "no column of the name 'text'.* there are body"),
        ({"text": [1]}, "int64, not text"),
        ({"text": ["نص"], "normalized": [1]}, "'normalized' is there already"),
        ({"text": ["نص"], "rejected": [1]}, "'rejected' is there already"),
    ],
)
def test_a_batch_that_does_not_fit_is_refused(batch: dict[str, Any], words: str) -> None:
    with pytest.raises(ColumnError, match=words):
        Pipeline({"normalize": {}})(pa.record_batch(batch))


# runs --------------------------------------------------------------------------------------------


def test_a_run_writes_what_the_plain_loop_makes(tmp_path: Path) -> None:
    source = shards(tmp_path / "in", 3)
    manifest = run(Pipeline({"normalize": {}, "filter": {"fail-on": "error"}}), [source], tmp_path / "out", jobs=2)
    documents = [document for shard in sorted(source.iterdir()) for document in library.read(shard)]
    bad = {
        (document.core.path, document.id)
        for document in documents
        if any(finding.severity == "error" for finding in document.check())
    }
    accepted, rejected = (
        [row for path in sorted((tmp_path / "out" / name).iterdir()) for row in parquet.read_table(path).to_pylist()]
        for name in ("accepted", "rejected")
    )
    assert {(row["path"], row["id"]) for row in rejected} == bad
    kept = [document for document in documents if (document.core.path, document.id) not in bad]
    assert [row["text"] for row in accepted] == [document.text for document in kept]
    assert [row["normalized"] for row in accepted] == [library.normalize(document.text) for document in kept]
    assert (manifest.documents, manifest.accepted, manifest.rejected) == (len(documents), len(kept), len(bad))
    assert manifest.findings == Counter(f.code for document in documents for f in document.check())
    assert manifest.reasons == {"findings": len(bad)}
    assert "rejected" not in accepted[0]


def test_what_comes_out_depends_on_neither_jobs_nor_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, pipeline = shards(tmp_path / "in", 4), Pipeline(library_toml(ALL_STEPS))
    run(pipeline, [source], tmp_path / "one", jobs=1)
    monkeypatch.setattr("huzma.engines.parts._ROWS", 7)
    run(pipeline, [source], tmp_path / "other", jobs=3)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


def test_parquet_is_cut_by_its_row_groups(tmp_path: Path) -> None:
    values = some_texts(500)
    table = pa.table({"key": range(500), "body": pa.array(values, pa.large_string())})
    parquet.write_table(table, tmp_path / "in.parquet", row_group_size=100)
    parquet.write_table(table[:0], tmp_path / "none.parquet")
    pipeline = Pipeline({"read": {"text-field": "body", "row-groups": 2}, "normalize": {}})
    manifest = run(pipeline, [tmp_path / "in.parquet", tmp_path / "none.parquet"], tmp_path / "out")
    assert [receipt.documents for receipt in manifest.parts] == [200, 200, 100, 0]
    made = pa.concat_tables(parquet.read_table(path) for path in sorted((tmp_path / "out/accepted").iterdir()))
    assert made.column("key").to_pylist() == [key for key, value in enumerate(values) if value is not None]
    rejected = pa.concat_tables(parquet.read_table(path) for path in sorted((tmp_path / "out/rejected").iterdir()))
    assert rejected.column("rejected").unique().to_pylist() == ["no-text"]
    assert manifest.rejected == rejected.num_rows == values.count(None)


def test_what_is_found_in_inputs_is_kept(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"id": "a", "text": "\xd9\x82"}\n{"id": "b", "text": "\xff"}\nnot json\n')
    manifest = run(Pipeline({"normalize": {}}), [tmp_path / "in.jsonl"], tmp_path / "out")
    lines = (tmp_path / "out/containers/part-000000.jsonl").read_text(encoding="utf-8").splitlines()
    assert manifest.documents == manifest.accepted
    assert sum(manifest.container_findings.values()) == len(lines) > 0
    assert {json.loads(line)["code"] for line in lines} == set(manifest.container_findings)


def test_a_finished_run_is_left_as_it_is(tmp_path: Path) -> None:
    source, pipeline = shards(tmp_path / "in", 3), Pipeline({"normalize": {}})
    first = run(pipeline, [source], tmp_path / "out")
    stamps = stamped(tmp_path / "out")
    done: list[Outcome] = []
    assert run(pipeline, [source], tmp_path / "out", progress=lambda outcome, *_: done.append(outcome)) == first
    assert done == []
    assert {name: stamp for name, stamp in stamped(tmp_path / "out").items() if name != "manifest.json"} == {
        name: stamp for name, stamp in stamps.items() if name != "manifest.json"
    }


def stamped(out: Path) -> dict[str, tuple[int, int]]:
    return {
        path.relative_to(out).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in out.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def test_what_is_half_written_is_done_again(tmp_path: Path) -> None:
    source, pipeline = shards(tmp_path / "in", 4), Pipeline({"normalize": {}})
    run(pipeline, [source], tmp_path / "whole")
    run(pipeline, [source], tmp_path / "out")
    out = tmp_path / "out"
    (out / "manifest.json").unlink()
    (out / "receipts/part-000000.json").unlink()  # killed before the receipt
    (out / "receipts/part-000001.json").write_text("{", encoding="utf-8")  # not ours, but nobody's receipt
    with (out / "accepted/part-000002.parquet").open("r+b") as file:
        file.truncate(100)  # somebody cut it off
    (out / "accepted/.tmp-part-000003.parquet-xyz").write_bytes(b"half")
    done: list[int] = []
    run(pipeline, [source], out, progress=lambda outcome, *_: done.append(outcome.part.number))
    assert sorted(done) == [0, 1, 2]
    assert contents(out) == contents(tmp_path / "whole")


def test_a_part_that_cannot_be_done_leaves_the_others_done(tmp_path: Path) -> None:
    source = shards(tmp_path / "in", 2)
    (tmp_path / "broken.arrow").write_bytes(b"ARROW1 and nothing of it")
    inputs = [source / "shard-000.jsonl", tmp_path / "broken.arrow", source / "shard-001.jsonl"]
    with pytest.raises(EngineError, match=r"1 of 3 parts could not be done: .*broken\.arrow") as raised:
        run(Pipeline({"normalize": {}}), inputs, tmp_path / "out")
    assert raised.value.kind == "failed"
    assert not (tmp_path / "out/manifest.json").exists()
    assert sorted(path.name for path in (tmp_path / "out/receipts").iterdir()) == [
        "part-000000.json",
        "part-000002.json",
    ]


def test_a_folder_belongs_to_one_run(tmp_path: Path) -> None:
    source, pipeline, out = shards(tmp_path / "in", 2), Pipeline({"normalize": {}}), tmp_path / "out"
    run(pipeline, [source], out)
    for other, inputs, words in (
        (Pipeline({"tokenize": {}}), [source], "another pipeline"),
        (pipeline, [source / "shard-000.jsonl"], "another set of inputs"),
    ):
        with pytest.raises(EngineError, match=words) as raised:
            run(other, inputs, out)
        assert raised.value.kind == "changed"
    with pytest.raises(EngineError, match="belongs to no run"):
        run(pipeline, [source], source)
    assert sorted(path.suffix for path in source.iterdir()) == [".jsonl", ".jsonl"], "nothing was written there"
    with pytest.raises(EngineError, match="twice"):
        run(pipeline, [source, source / "shard-000.jsonl"], tmp_path / "new")
    with pytest.raises(EngineError, match="there is no input"):
        run(pipeline, [], tmp_path / "new")
    with pytest.raises(BundleError):
        run(pipeline, [tmp_path / "nowhere.jsonl"], tmp_path / "new")
    with pytest.raises(EngineError, match="no engine is called"):
        run(pipeline, [source], tmp_path / "new", engine="spark")  # type: ignore[arg-type]
    (source / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(EngineError, match=r"shards and other files, such as notes\.txt"):
        run(pipeline, [source], tmp_path / "new")


def test_two_runs_do_not_write_at_once(tmp_path: Path) -> None:
    source, out = shards(tmp_path / "in", 1), tmp_path / "out"
    from huzma.engines.driver import _locked

    with _locked(out), pytest.raises(EngineError, match="another run writes there") as raised:
        run(Pipeline({"normalize": {}}), [source], out)
    assert raised.value.kind == "locked"


# the command line --------------------------------------------------------------------------------


def test_the_command_runs_a_pipeline(huzma: Run, tmp_path: Path, pipeline_file: Path) -> None:
    source = shards(tmp_path / "in", 2)
    result = huzma("run", pipeline_file, source, "--engine", "local", "-o", tmp_path / "out", "--jobs", "2")
    assert result.status == 0, result.message
    manifest = Manifest.model_validate_json((tmp_path / "out/manifest.json").read_bytes())
    assert f"2 parts, {manifest.documents} documents: {manifest.accepted} accepted" in result.message
    assert "2/2 part-00000" in result.message
    assert result.out == b""
    by_hand = run(Pipeline.load(pipeline_file), [source], tmp_path / "by-hand")
    assert by_hand == manifest
    assert contents(tmp_path / "by-hand") == contents(tmp_path / "out")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "run needs a PIPELINE"),
        (["pipeline.toml", "-o", "out"], "run needs a PIPELINE"),
        (["nowhere.toml", "in", "-o", "out"], "nowhere.toml: No such file"),
        (["wrong.toml", "in", "-o", "out"], "this is not TOML"),
        (["unknown.toml", "in", "-o", "out"], "normalise: no pipeline has this key"),
        (["pipeline.toml", "nowhere", "-o", "out"], "nowhere"),
        (["pipeline.toml", "in", "-o", "out", "--jobs", "0"], "--jobs"),
        (["pipeline.toml", "in", "-o", "out", "--engine", "spark"], "spark"),
    ],
)
def test_wrong_usage_is_one_message(huzma: Run, tmp_path: Path, arguments: list[str], words: str) -> None:
    (tmp_path / "pipeline.toml").write_text("[normalize]\n", encoding="utf-8")
    (tmp_path / "wrong.toml").write_text("[normalize\n", encoding="utf-8")
    (tmp_path / "unknown.toml").write_text("[normalise]\n", encoding="utf-8")
    shards(tmp_path / "in", 1)
    result = huzma("run", *arguments, cwd=tmp_path)
    assert result.status == 2
    assert words in result.message
    assert result.message.count("\n") == 1


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, pipeline_file: Path) -> None:
    source = shards(tmp_path / "in", 24, rows=150)
    run(Pipeline.load(pipeline_file), [source], tmp_path / "whole")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "huzma", "run", str(pipeline_file), str(source), "-o", str(out), "--jobs", "2"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: len(receipts(out)) >= 3, process)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    finished = {name: stamp for name, stamp in stamped(out).items() if name in receipts(out)}
    assert 3 <= len(finished) < 24, "it was killed in the middle"
    assert not (out / "manifest.json").exists()
    again = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=True)
    assert again.stderr.count(" documents, ") == 24 - len(finished), "no finished part was done again"
    after = stamped(out)
    assert {name: after[name] for name in finished} == finished
    assert contents(out) == contents(tmp_path / "whole")
    ids = [
        row for path in out.glob("*/*.parquet") for row in parquet.read_table(path, columns=["id"])["id"].to_pylist()
    ]
    assert sorted(ids) == sorted(f"{shard}-{row}" for shard in range(24) for row in range(150))


def receipts(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in (out / "receipts").glob("part-*.json")}


def wait_for(condition: Any, process: subprocess.Popen[Any], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, "the run has ended too early"
        assert time.monotonic() < end
        time.sleep(0.005)
