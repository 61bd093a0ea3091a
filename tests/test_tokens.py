"""Tokens, sentences and paragraphs from Python; the tables of `docs/tokens.md` are the cases."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import huzma
from huzma import _core

DOCUMENT = (Path(__file__).parent.parent / "docs" / "tokens.md").read_text(encoding="utf-8")

any_text = st.text(st.characters(exclude_categories=()))
"""Any `str`, lone surrogates included."""


def unescape(cell: str) -> str:
    cell = cell.replace("\\n", "\n")
    return re.sub(r"\\u\{([0-9A-F]+)\}", lambda match: chr(int(match[1], 16)), cell)


def table(heading: str) -> list[tuple[str, list[tuple[str, str]]]]:
    section = next(part for part in DOCUMENT.split("\n## ") if part.startswith(heading))
    rows = []
    for line in section.splitlines():
        if line.startswith("| ") and not line.startswith(("| choice", "| ---")):
            _, text, pieces = (cell.strip() for cell in line.strip("|").split(" | "))
            found = [(unescape(piece), kind) for piece, kind in re.findall(r"`([^`]*)` ?(\w*)", pieces)]
            rows.append((unescape(text.strip("`")), found))
    return rows


@pytest.mark.parametrize(("text", "expected"), table("Tokens"))
def test_the_table_of_tokens_holds(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(token.text, token.kind) for token in huzma.tokenize(text) if token.kind not in {"space", "newline"}]
    assert found == expected


@pytest.mark.parametrize(("text", "expected"), table("Sentences"))
def test_the_table_of_sentences_holds(text: str, expected: list[tuple[str, str]]) -> None:
    assert huzma.sentences(text).texts() == [sentence for sentence, _ in expected]


@given(any_text)
def test_tokens_tile_any_str(text: str) -> None:
    tokens = huzma.tokenize(text)
    assert "".join(token.text for token in tokens) == text
    assert "".join(tokens.texts(spaces=True)) == text
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert tokens.starts.tolist()[1:] == tokens.ends.tolist()[:-1]
    for spans in (huzma.sentences(text), huzma.paragraphs(text)):
        assert "".join(text[start:end] for start, end in spans) == text
        assert len(spans.texts()) == len(spans)


@given(any_text)
def test_the_layout_of_the_str_does_not_matter(text: str) -> None:
    alone = [(token.start, token.end, token.kind) for token in huzma.tokenize(text)]
    # A trailing line with an emoji makes any str a UCS-4 one.
    wide = [(token.start, token.end, token.kind) for token in huzma.tokenize(text + "\n😀")]
    assert wide[: len(alone)] == alone or text.endswith("\r")


@given(st.text())
def test_unicode_boundaries_tile_too(text: str) -> None:
    assert "".join(token.text for token in huzma.tokenize(text, mode="uax29")) == text
    assert "".join(text[start:end] for start, end in huzma.sentences(text, mode="uax29")) == text


def test_arrays_share_their_memory() -> None:
    tokens = huzma.tokenize("قال نعم 😀")
    starts = memoryview(tokens.starts)
    assert (starts.format, starts.itemsize, starts.readonly, starts.tolist()) == ("i", 4, True, [0, 3, 4, 7, 8])
    kinds = memoryview(tokens.kinds)
    assert (kinds.format, kinds.itemsize) == ("B", 1)
    assert [_core.TOKEN_KINDS[kind] for kind in kinds] == ["word", "space", "word", "space", "emoji"]
    assert (tokens.ends[-1], tokens.starts[0], len(tokens.ends)) == (9, 0, 5)
    with pytest.raises(IndexError, match="outside an array of 5"):
        tokens.starts[5]
    del tokens
    assert starts[4] == 8, "the view keeps its memory alive"


def test_tokens_behave_like_values() -> None:
    tokens = huzma.tokenize("قال نعم")
    assert tokens[0] == huzma.Token("قال", 0, 3, "word")
    assert tokens[-1] != tokens[0]
    assert len({*tokens, *huzma.tokenize("قال نعم")}) == 3
    match tokens[2]:
        case huzma.Token(text, start, _, kind):
            assert (text, start, kind) == ("نعم", 4, "word")
    for original in (tokens, huzma.sentences("نعم. لا"), huzma.paragraphs("نعم\nلا")):
        assert list(pickle.loads(pickle.dumps(original))) == list(original)
    assert pickle.loads(pickle.dumps(tokens[0])) == tokens[0]
    with pytest.raises(IndexError):
        tokens[3]
    with pytest.raises(ValueError, match="mode is"):
        huzma.tokenize("نعم", mode="other")


def test_lists_are_cut_like_their_texts() -> None:
    texts = ["قال نعم. ثم ذهب", "", "abc 😀. x", "é، نعم"]
    for mode in ("default", "uax29"):
        tokenizer = huzma.Tokenizer(mode)
        for text, tokens, sentences in zip(
            texts, tokenizer.many(texts), tokenizer.many_sentences(iter(texts)), strict=True
        ):
            assert list(tokens) == list(huzma.tokenize(text, mode)) == list(tokenizer(text))
            assert list(sentences) == list(huzma.sentences(text, mode)) == list(tokenizer.sentences(text))
        assert pickle.loads(pickle.dumps(tokenizer))("نعم").texts() == ["نعم"]
    assert tokenizer.many([]) == []
    assert tokenizer.many_sentences([]) == []
    with pytest.raises(TypeError, match="not one str"):
        tokenizer.many("نعم")


def test_texts_are_those_of_the_tokens_however_often_they_come() -> None:
    for unit in ("قال نعم، ثم (نعم) ", "the cat (the) é ", "قال 😀 نعم 😀 "):
        text = unit * 700
        tokens = huzma.tokenize(text)
        assert tokens.texts() == [token.text for token in tokens if token.kind not in {"space", "newline"}]


def test_grapheme_clusters_are_what_a_reader_sees() -> None:
    assert huzma.graphemes("كَتَبَ👨\u200d👩\u200d👧e\u0301").texts() == ["كَ", "تَ", "بَ", "👨\u200d👩\u200d👧", "e\u0301"]
    assert len(huzma.graphemes("")) == 0
    clusters = huzma.graphemes("نَعم")
    assert list(pickle.loads(pickle.dumps(clusters))) == list(clusters)


def test_a_backend_that_is_not_there_is_said_to_be_ignored() -> None:
    def load(name: str) -> subprocess.CompletedProcess[str]:
        code = "from huzma import _core; print(_core.SCAN_BACKEND)"
        environment = {**os.environ, "HUZMA_SCAN": name}
        return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    warned = load("avx9")
    assert 'HUZMA_SCAN="avx9" names no kernels' in warned.stderr
    assert warned.stdout.strip() == load("").stdout.strip()
    silent = load("scalar")
    assert (silent.stdout.strip(), silent.stderr) == ("scalar", "")


def test_threads_may_share_everything() -> None:
    text = "قال د. أحمد: «نعم». " * 500
    tokens = huzma.tokenize(text)
    with ThreadPoolExecutor(4) as pool:
        for texts in pool.map(lambda _: huzma.tokenize(text).texts(), range(8)):
            assert texts == tokens.texts()
