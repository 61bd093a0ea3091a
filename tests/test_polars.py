"""The namespace of polars and scanning bundles, against polars itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import huzma
from columns import Text, expected, some_texts, texts

pl = pytest.importorskip("polars", reason="polars is not installed")

from huzma.polars import Columns  # noqa: E402 (it needs polars)

SEEDS = Path(__file__).parent.parent / "seeds"

METHODS: dict[str, tuple[str, dict[str, Any]]] = {
    "normalize": ("normalize", {}),
    "fix": ("fix", {}),
    "fingerprint": ("fingerprint", {}),
    "tokenize": ("tokenize", {}),
    "tokenize-spans": ("tokenize", {"spans": True}),
    "sentences": ("sentences", {}),
    "sentences-spans": ("sentences", {"spans": True}),
    "check": ("check", {}),
    "extract": ("extract", {}),
}


def expression(name: str) -> Any:
    method, options = METHODS[name]
    return getattr(pl.col("text").huzma, method)(**options).alias("made")


@pytest.mark.parametrize("name", METHODS)
@settings(max_examples=settings().max_examples // 8)
@given(values=texts)
def test_an_expression_is_what_the_plain_loop_makes(name: str, values: list[Text]) -> None:
    frame = pl.DataFrame({"text": values}, schema={"text": pl.String})
    want = expected(name, values)
    whole = frame.select(expression(name))
    assert whole["made"].to_list() == want
    assert whole.schema == frame.lazy().select(expression(name)).collect_schema()
    chunked = pl.concat([frame, frame[1:], frame[:0]], rechunk=False).select(expression(name))
    assert chunked["made"].to_list() == want + want[1:]


@pytest.mark.parametrize("name", METHODS)
def test_streaming_makes_the_same(name: str) -> None:
    values = some_texts(3000, longest=3)
    frame = pl.DataFrame({"text": values})
    streamed = frame.lazy().select(expression(name)).collect(engine="streaming")
    assert streamed.equals(frame.select(expression(name)))
    method, options = METHODS[name]
    series = getattr(frame["text"].huzma, method)(**options)
    assert series.name == "text"
    assert series.equals(streamed["made"])


def test_options_reach_the_rows() -> None:
    text = "وصل أمس, ثم غادر"
    frame = pl.DataFrame({"text": [text]})
    made = frame.select(
        canonical=pl.col("text").huzma.normalize("canonical"),
        codes=pl.col("text").huzma.check("PN").list.eval(pl.element().struct.field("code")),
        fixed=pl.col("text").huzma.fix(select="PN"),
        day=pl.col("text").huzma.extract(date(2016, 9, 15)).struct.field("dates").list.first().struct.field("value"),
        tokens=pl.col("text").huzma.tokenize("uax29", spaces=True),
    ).row(0, named=True)
    assert made["canonical"] == huzma.normalize(text, "canonical")
    assert made["codes"] == ["PN001"]
    assert made["fixed"] == huzma.fix(text, select="PN").text
    assert made["day"] == "2016-09-14"
    assert made["tokens"] == huzma.tokenize(text, "uax29").texts(spaces=True)


def test_what_is_wrong_is_told_when_the_expression_is_made() -> None:
    with pytest.raises(huzma.ProfileError):
        pl.col("text").huzma.normalize("serach")
    with pytest.raises(huzma.SelectorError):
        pl.col("text").huzma.check("ZZ999")
    assert isinstance(pl.Series(["نص"]).huzma, Columns)


def test_a_bundle_is_scanned() -> None:
    frame = huzma.scan_bundle(SEEDS)
    documents = list(huzma.read(SEEDS))
    whole = frame.collect()
    assert whole["id"].to_list() == [document.id for document in documents]
    assert whole["text"].to_list() == [document.text for document in documents]
    assert whole.schema == frame.collect_schema()
    assert frame.select(pl.len()).collect().item() == len(documents)
    assert frame.select("text", "id").collect().columns == ["text", "id"]
    assert frame.filter(pl.col("index") > 3).select("id").collect()["id"].to_list() == whole["id"].to_list()[4:]
    assert frame.head(2).collect().equals(whole.head(2))
    assert frame.head(0).collect().is_empty()
    normalized = frame.select(pl.col("text").huzma.normalize()).collect(engine="streaming")
    assert normalized["text"].to_list() == [huzma.normalize(document.text) for document in documents]


def test_only_as_many_documents_are_read_as_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def identified(document: Any) -> str:
        read.append(document.id)
        return str(document.id)

    cells: dict[str, Callable[[Any], Any]] = dict(huzma.polars._CELLS)
    cells |= {"id": identified, "text": lambda _: pytest.fail("nobody has asked for the text")}
    monkeypatch.setattr(huzma.polars, "_CELLS", cells)
    assert huzma.scan_bundle(SEEDS).select("id").head(3).collect().height == 3
    assert len(read) == 3


def test_a_bundle_that_is_not_there_is_refused() -> None:
    with pytest.raises(huzma.BundleError) as raised:
        huzma.scan_bundle("nowhere")
    assert raised.value.kind == "not-found"
