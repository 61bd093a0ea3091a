"""Sentences, as places where one ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from benches.rows import Job, Row, overlap

END = re.compile(r"(?<=[.!?؟…])\s+|\n+")


def ends(text: str) -> list[int]:
    """The end of each sentence, without the space behind it."""
    return [match.start() for match in END.finditer(text)] + [len(text.rstrip())]


def trimmed(pieces: list[str]) -> list[int]:
    at, found = 0, []
    for piece in pieces:
        if piece.strip():
            found.append(at + len(piece.rstrip()))
        at += len(piece)
    return found


def huzma() -> Callable[[str], Any]:
    from huzma import sentences

    return sentences


def pyicu() -> Callable[[str], list[str]]:
    import icu

    breaks = icu.BreakIterator.createSentenceInstance(icu.Locale("ar"))

    def pieces(text: str) -> list[str]:
        breaks.setText(text)
        found, start = [], 0
        for end in breaks:
            found.append(text[start:end])
            start = end
        return found

    return pieces


def icu4py() -> Callable[[str], list[tuple[int, int]]]:
    from icu4py.breakers import SentenceBreaker

    return lambda text: list(SentenceBreaker(text, "ar").segments())


def pyarabic() -> Callable[[str], list[str]]:
    from pyarabic import araby

    return araby.sentence_tokenize


def spacy() -> Callable[[str], list[Any]]:
    import spacy

    model = spacy.blank("ar")
    model.add_pipe("sentencizer")
    return lambda text: list(model(text).sents)


JOBS = [
    Job(
        "sentences",
        [
            Row("huzma", "sentences", huzma, lambda found: [end for _, end in found]),
            Row("python", "re.split", lambda: END.split, lambda _: [], note="pieces without their places"),
            Row("pyicu", "sentence BreakIterator", pyicu, trimmed),
            Row(
                "icu4py",
                "SentenceBreaker.segments",
                icu4py,
                lambda found: [end for _, end in found],
                note="spaces included",
            ),
            Row("pyarabic", "sentence_tokenize", pyarabic, lambda _: [], note="splits at most 32 times; no places"),
            Row("spacy", "sentencizer", spacy, lambda found: [span.end_char for span in found], part=0.1),
        ],
        ends,
        overlap,
        sizes=("200B", "4kB"),
    )
]
