"""Folding for search with the way back: for every unit of the result its place in the source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benches.jobs.normalize import MARKS, by_table
from benches.rows import Job, Row


def huzma() -> Callable[[str], Any]:
    from huzma import Normalizer

    return Normalizer("search").align


def tokenizers() -> Callable[[str], str]:
    from tokenizers import Regex, normalizers

    return normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{MARKS}\u0640]"), ""),
            normalizers.Replace(Regex("[\u0622\u0623\u0625\u0671]"), "\u0627"),
            normalizers.Replace("\u0629", "\u0647"),
            normalizers.Replace("\u0649", "\u064a"),
        ]
    ).normalize_str


def araclean() -> Callable[[str], str]:
    from araclean import FoldAlef, FoldAlefMaqsura, FoldTehMarbuta, Pipeline, RemoveTashkeel, RemoveTatweel

    pipeline = Pipeline([RemoveTatweel(), RemoveTashkeel(), FoldAlef(), FoldTehMarbuta(), FoldAlefMaqsura()])
    return lambda text: pipeline.apply_aligned(text)[0]


JOBS = [
    Job(
        "align",
        [
            Row("huzma", "Normalizer('search').align", huzma, lambda aligned: aligned.text),
            Row("tokenizers", "Replace, four times", tokenizers, part=0.3, note="Python cannot read its offsets"),
            Row("araclean", "apply_aligned", araclean, part=0.02),
        ],
        by_table,
        corpora=("news", "vocalised"),
    )
]
