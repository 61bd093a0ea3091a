"""No figure without a record, and what the benchmarks stand on works."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import huzma.bench

ROOT = Path(__file__).parent.parent


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"bench_{name}", ROOT / "benches" / f"{name}.py")
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_no_speed_is_claimed_without_a_record() -> None:
    """A decision may give the figures it was taken on. A unit alone is enough: it may be the head of a table."""
    record = module("record")
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        if path.is_relative_to(ROOT / "docs" / "decisions"):
            continue
        text = path.read_text("utf-8")
        begin, end = (text.find(mark) for mark in record.MARKS)
        assert (begin >= 0) == (path in record.DOCUMENTS), path
        if begin >= 0:
            text = text[:begin] + text[end:]
        assert not re.search(r"[kMG]i?B ?/ ?s\b", text), path


def test_the_figures_in_the_documents_are_those_of_the_newest_record() -> None:
    record = module("record")
    newest = json.loads(record.newest().read_text("utf-8"))
    for path, make in record.DOCUMENTS.items():
        text = path.read_text("utf-8")
        assert record.replaced(text, make(newest)) == text, f"python benches/record.py makes {path.name} anew"


def test_a_corpus_is_made_by_its_seed_and_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = module("corpus")
    # In the place of wordfreq's list, which the tests do not need.
    monkeypatch.setattr(corpus, "lexicon", lambda: (["في", "من", "الكتاب", "أكّد"], [1.0, 1.5, 1.75, 1.875]))
    for name in corpus.CORPORA:
        digest = corpus.write(name, 10_001, 7, tmp_path)
        text = (tmp_path / f"{name}.txt").read_bytes()
        assert 9_990 < len(text) <= 10_001
        assert text.decode()
        assert corpus.write(name, 10_001, 7, tmp_path) == digest
        assert corpus.write(name, 10_001, 8, tmp_path) != digest
    assert corpus.bytes_of("4MB") == 4_000_000


def test_a_quick_look_at_own_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert huzma.bench.main([str(ROOT / "seeds"), "--seconds", "0.001"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("6 documents, 0.021 MB")
    assert len(lines) == 2 + len(huzma.bench.jobs())


def test_a_quick_look_says_what_it_cannot_read(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path):
        command = [sys.executable, "-m", "huzma.bench", str(path)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert result.returncode == 2
        assert result.stderr.startswith("huzma: ")
        assert "Traceback" not in result.stderr
