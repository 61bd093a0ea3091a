"""Words, as places and as strings.

The tools cut differently by design: the share of places in common with runs of letters, marks and digits is a measure
of what they do, not of who is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from benches.rows import Job, Row, overlap

RUN = re.compile(r"[\w\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")


def spans_of_runs(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in RUN.finditer(text)]


def runs(text: str) -> list[str]:
    return RUN.findall(text)


def huzma_tokens() -> Callable[[str], Any]:
    from huzma import tokenize

    return tokenize


def huzma_spans(tokens: Any) -> list[tuple[int, int]]:
    return [(token.start, token.end) for token in tokens if RUN.search(token.text)]


def huzma_texts() -> Callable[[str], list[str]]:
    from huzma import tokenize

    return lambda text: tokenize(text).texts()


def pyicu() -> Callable[[str], list[tuple[int, int]]]:
    import icu

    breaks = icu.BreakIterator.createWordInstance(icu.Locale("ar"))

    def spans(text: str) -> list[tuple[int, int]]:
        breaks.setText(text)
        found, start = [], 0
        for end in breaks:
            if breaks.getRuleStatus() >= 100:
                found.append((start, end))
            start = end
        return found

    return spans


def pyarabic() -> Callable[[str], list[dict[str, Any]]]:
    from pyarabic import araby

    return araby.tokenize_with_location


def bert() -> Callable[[str], list[tuple[str, tuple[int, int]]]]:
    from tokenizers.pre_tokenizers import BertPreTokenizer

    return BertPreTokenizer().pre_tokenize_str


def spacy() -> Callable[[str], Any]:
    import spacy

    return spacy.blank("ar").make_doc


def camel() -> Callable[[str], list[str]]:
    from camel_tools.tokenizers.word import simple_word_tokenize

    return simple_word_tokenize


def arabic_norm() -> Callable[[str], list[str]]:
    import arabic_norm

    return arabic_norm.tokenize


def anltk() -> Callable[[str], list[str]]:
    import anltk

    return anltk.tokenize_words


def stringzilla() -> Callable[[str], Any]:
    import stringzilla

    return lambda text: [str(word) for word in stringzilla.Str(text).split(" ")]


def pyarrow() -> Callable[[list[str]], Any]:
    import pyarrow
    import pyarrow.compute

    return lambda texts: pyarrow.compute.utf8_split_whitespace(pyarrow.array(texts, pyarrow.large_string()))


JOBS = [
    Job(
        "word places",
        [
            Row("huzma", "tokenize", huzma_tokens, huzma_spans, note="an array of every token, with its kind"),
            Row("python", "re.finditer", lambda: spans_of_runs),
            Row("pyicu", "word BreakIterator", pyicu, note="UTF-16 units"),
            Row("pyarabic", "tokenize_with_location", pyarabic, lambda found: [(t["start"], t["end"]) for t in found]),
            Row("tokenizers", "BertPreTokenizer", bert, lambda found: [span for _, span in found], part=0.3),
            Row("spacy", "blank('ar').make_doc", spacy, lambda doc: [(t.idx, t.idx + len(t)) for t in doc], part=0.1),
        ],
        spans_of_runs,
        overlap,
        sizes=("200B", "4kB"),
    ),
    Job(
        "words as strings",
        [
            Row("huzma", "tokenize().texts", huzma_texts),
            Row("python", "str.split", lambda: str.split),
            Row("python", "re.findall", lambda: runs),
            Row("arabic-norm", "tokenize", arabic_norm, note="normalises too"),
            Row("camel-tools", "simple_word_tokenize", camel),
            Row("anltk", "tokenize_words", anltk),
            Row("stringzilla", "Str.split, as str", stringzilla),
            Row("pyarrow", "utf8_split_whitespace", pyarrow, lambda words: words.as_py(), many=True),
        ],
        runs,
        overlap,
    ),
]
