"""Folding for search: harakat, superscript alef and tatweel go; آ أ إ ٱ become ا, ة ه, ى ي."""

from __future__ import annotations

from collections.abc import Callable

from benches.rows import Job, Row

MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
TABLE: dict[int, int | None] = {ord(mark): None for mark in MARKS + "\u0640"}
TABLE |= {0x622: 0x627, 0x623: 0x627, 0x625: 0x627, 0x671: 0x627, 0x629: 0x647, 0x649: 0x64A}


def by_table(text: str) -> str:
    return text.translate(TABLE)


def by_replacing() -> Callable[[str], str]:
    def fold(text: str) -> str:
        for mark in MARKS + "\u0640":
            text = text.replace(mark, "")
        for alef in "\u0622\u0623\u0625\u0671":
            text = text.replace(alef, "\u0627")
        return text.replace("\u0629", "\u0647").replace("\u0649", "\u064a")

    return fold


def search() -> Callable[[str], str]:
    from huzma import Normalizer

    return Normalizer("search").__call__


def same_folds() -> Callable[[str], str]:
    from huzma import Normalizer

    table = {chr(point): chr(to) if to else "" for point, to in TABLE.items()}
    return Normalizer({"steps": [{"map": {"table": table}}]}).__call__


def arabic_norm() -> Callable[[str], str]:
    import arabic_norm

    return lambda text: arabic_norm.normalize(text, ta_marbuta=True)


def arabic_normalize() -> Callable[[str], str]:
    import arabic_normalize

    return arabic_normalize.Normalizer(alef_maqsura=True, ta_marbuta=True).normalize


JOBS = [
    Job(
        "normalize",
        [
            Row("huzma", "Normalizer('search')", search, note="folds more: presentation forms, spaces, digits"),
            Row("huzma", "Normalizer({'steps': [{'map': …}]})", same_folds),
            Row("arabic-norm", "normalize(ta_marbuta=True)", arabic_norm),
            Row("arabic-normalize", "Normalizer().normalize", arabic_normalize),
            Row("python", "str.replace, 16 times", by_replacing),
            Row("python", "str.translate", lambda: by_table),
        ],
        by_table,
        sizes=("200B", "4kB", "4MB"),
    )
]
