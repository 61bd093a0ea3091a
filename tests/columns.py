"""Columns of text for tests, and what the plain Python loop makes of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

import huzma
from huzma.checking import check_text

Text = str | None

PIECES = [
    "قَالَ",
    "أكّد",
    "ﻻ",
    "ﷺ",
    "متحالفة معها, في وقت",
    "لـ«حزمة».",
    " ",
    "\n",
    "\r\n",
    "5ر1 مليون دولار",
    "15 سبتمبر 2016",
    "وقال الوزير إن «الوضع صعب للغاية في البلاد».",
    "رويترز",
    "\u200f",
    "مـــحمد",
    "e\u0301",
    "😀",
    "&amp;",
    "..",
    "خلال ثلاثة أيام",
    "a@b.example",
    "ثلث السكان",
]

texts = st.lists(
    st.none() | st.just("") | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join) | st.text(max_size=20),
    max_size=12,
)
"""Lists of texts with nulls and empty strings."""


def some_texts(rows: int, seed: int = 0, longest: int = 12) -> list[Text]:
    """As many texts, the same for the same seed."""
    chosen = random.Random(seed)
    made: list[Text] = []
    for _ in range(rows):
        kind = chosen.random()
        made.append(None if kind < 0.05 else "" if kind < 0.1 else " ".join(chosen.choices(PIECES, k=longest)))
    return made


TYPES: dict[str, Any] = {
    "utf8": pa.string(),
    "large-utf8": pa.large_string(),
    "utf8-view": pa.string_view(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
    "dictionary-of-large": pa.dictionary(pa.int8(), pa.large_string()),
}


def array(values: Sequence[Text], kind: str) -> Any:
    """An array of this type."""
    plain = pa.array(values, pa.large_string() if "large" in kind else pa.string())
    return plain.dictionary_encode().cast(TYPES[kind]) if "dictionary" in kind else plain.cast(TYPES[kind])


def string_type(kind: str) -> Any:
    """The type of the strings that come out where this type came in."""
    return pa.string() if kind in ("utf8", "dictionary") else pa.large_string()


def tokens(text: str) -> list[dict[str, Any]]:
    """The tokens of a text, as a column has them."""
    return [
        {"start": token.start, "end": token.end, "kind": token.kind}
        for token in huzma.tokenize(text)
        if token.kind not in ("space", "newline")
    ]


def findings(text: str) -> list[dict[str, Any]]:
    """The findings of a text, as a column has them."""
    left_out = {"path", "document_id", "byte_start", "byte_end", "url"}
    return [plain(finding.model_dump(exclude=left_out)) for finding in check_text(text)]


def extraction(text: str) -> dict[str, Any]:
    """The records of a text, as a column has them."""
    found = huzma.extract(text)
    names = ("dates", "durations", "numbers", "quantities", "quotations", "statements", "signatures", "names")
    lists: dict[str, Any] = {name: [plain(record.model_dump()) for record in getattr(found, name)] for name in names}
    for record in [*lists["numbers"], *lists["quantities"]]:
        record["value"] = str(record["value"])
        record["alternatives"] = [str(value) for value in record["alternatives"]]
    for number in lists["numbers"]:
        if number["ratio"] is not None:
            number["ratio"] = dict(zip(("numerator", "denominator"), number["ratio"], strict=True))
    return lists


def plain(value: Any) -> Any:
    """A value with lists for tuples."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, Decimal) else value


LOOPS: dict[str, Callable[[str], Any]] = {
    "normalize": lambda text: huzma.normalize(text, "search"),
    "fix": lambda text: huzma.fix(text).text,
    "fingerprint": huzma.fingerprint,
    "tokenize": lambda text: huzma.tokenize(text).texts(),
    "tokenize-spans": tokens,
    "sentences": lambda text: huzma.sentences(text).texts(),
    "sentences-spans": lambda text: [{"start": start, "end": end} for start, end in huzma.sentences(text)],
    "check": findings,
    "extract": extraction,
}
"""What each function makes of one text."""


def expected(name: str, values: Sequence[Text]) -> list[Any]:
    """What the plain Python loop makes of texts."""
    return [None if text is None else LOOPS[name](text) for text in values]
