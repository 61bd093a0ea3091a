"""The sample bundle and its gold labels; and, where they are at hand, five real articles.

The real articles are news under copyright and not part of the repository. They are looked for at `$HUZMA_ARTICLES`, by
default beside the repository.
"""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import huzma

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
REAL = Path(os.environ.get("HUZMA_ARTICLES", ROOT.parent / "shared" / "seeds"))

needs_real_articles = pytest.mark.skipif(
    not (REAL / "gold").is_dir(), reason="the five real articles are not at $HUZMA_ARTICLES"
)
bundles = [pytest.param(SEEDS, id="sample"), pytest.param(REAL, id="real", marks=needs_real_articles)]


def load(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


@pytest.mark.parametrize("folder", bundles)
@pytest.mark.parametrize("labels", ["defects", "surfaces"])
def test_gold_spans_are_slices(folder: Path, labels: str) -> None:
    texts = {path.name: path.read_bytes().decode() for path in folder.glob("*.txt")}
    for row in load(folder / "gold" / f"{labels}.json"):
        assert texts[row["file"]][row["char_start"] : row["char_end"]] == row["text"], row


@pytest.mark.parametrize("folder", bundles)
def test_findings_stand_where_the_gold_says(folder: Path) -> None:
    shipped = {rule.code for rule in huzma.rules()}
    gold = {
        (row["file"], row["code"], row["char_start"], row["char_end"])
        for row in load(folder / "gold" / "defects.json")
        if row["code"] in shipped
    }
    found = set()
    for document in huzma.read(folder):
        assert document.origin.path is not None
        for finding in huzma.check(document):
            assert finding.start is not None
            assert finding.end is not None
            assert document.text[finding.start : finding.end] == finding.text
            found.add((Path(document.origin.path).name, finding.code, finding.start, finding.end))
    assert found == gold


@needs_real_articles
def test_sentences_of_the_real_articles() -> None:
    assert [len(document.sentences) for document in huzma.read(REAL)] == [12, 12, 10, 18, 15]


def test_sentences_of_the_sample_bundle() -> None:
    gold = {row["file"]: row["sentences"] for row in load(SEEDS / "gold" / "sentences.json")}
    for document in huzma.read(SEEDS):
        assert document.origin.path is not None
        assert [list(span) for span in document.sentences] == gold[Path(document.origin.path).name]


def test_the_sample_bundle_is_what_it_says() -> None:
    documents = list(huzma.read(SEEDS))
    assert len(documents) >= 5
    for document in documents:
        assert 300 <= len(document.text.split()) <= 500
        assert unicodedata.is_normalized("NFC", document.text)


@needs_real_articles
def test_the_sample_bundle_shows_what_the_real_articles_show() -> None:
    def codes(folder: Path) -> set[str]:
        return {row["code"] for row in load(folder / "gold" / "defects.json")}

    def surfaces(folder: Path) -> set[tuple[str, str | None, str | None, str | None, bool]]:
        return {
            (row["type"], row.get("kind"), row.get("defect"), row.get("mod"), row.get("speaker") is not None)
            for row in load(folder / "gold" / "surfaces.json")
        }

    assert codes(REAL) <= codes(SEEDS)
    assert surfaces(REAL) <= surfaces(SEEDS)
