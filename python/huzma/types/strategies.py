"""Strategies of hypothesis for the types, so that `st.from_type` makes values of them and of models with them.

hypothesis is needed by nobody who does not test: it is used where it is loaded already, and the entry point
`hypothesis` leads to `huzma.generating`, which calls `register` where it is loaded later.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from huzma.types.dates import HijriDate
    from huzma.types.durations import Period
    from huzma.types.linting import Lint
    from huzma.types.money import Money
    from huzma.types.names import PersonName
    from huzma.types.text import TextOptions

_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأؤإئ"
_GIVEN = [
    "أحمد",
    "محمد",
    "علي",
    "فاطمة",
    "زينب",
    "خالد",
    "سلمى",
    "عبد",
    "الله",
    "ليلى",
    "يوسف",
    "مريم",
    "عمر",
    "هدى",
    "سعيد",
    "نور",
    "إبراهيم",
    "رنا",
    "طارق",
]
_FAMILY = ("العلي", "الحسن", "بن سلمان", "آل سعود", "النجار", "حداد", "الخطيب", "أبو زيد", "صلاح الدين", "قاسم")
_TITLES = ("", "", "", "د. ", "الأستاذ ", "الشيخ ")


def register() -> None:
    """Registers the strategies of the types that are classes, if hypothesis and the types are loaded."""
    if "hypothesis" not in sys.modules or "huzma.types.text" not in sys.modules:
        return
    from hypothesis import strategies as st

    from huzma.types import linting, text
    from huzma.types.dates import HijriDate
    from huzma.types.durations import Period
    from huzma.types.money import Money
    from huzma.types.names import PersonName

    st.register_type_strategy(HijriDate, hijri_dates())
    st.register_type_strategy(Period, periods())
    st.register_type_strategy(Money, amounts())
    st.register_type_strategy(PersonName, person_names())
    st.register_type_strategy(text.NormalizedText, _texts().map(text.NormalizedText))
    st.register_type_strategy(linting.FixedText, _texts().map(linting.FixedText))
    for made in text._Normalized.__subclasses__():
        register_normalized(made)
    for fixed in linting._Fixed.__subclasses__():
        register_fixed(fixed)


def register_normalized(made: Any) -> None:
    """Registers the strategy of a `Normalized[...]`."""
    from hypothesis import strategies as st

    st.register_type_strategy(made, _texts().map(made._folding.read))


def register_fixed(made: Any) -> None:
    """Registers the strategy of a `Fixed[...]`."""
    from hypothesis import strategies as st

    st.register_type_strategy(made, _texts().map(made._read))


def hijri_dates() -> SearchStrategy[HijriDate]:
    """Days of the table of Umm al-Qura and, now and then, of the years around it."""
    from hypothesis import strategies as st

    from huzma import _core
    from huzma.types.dates import HijriDate

    def day(year: int, month: int, day: int) -> HijriDate:
        if 1343 <= year <= 1500 and _core.hijri_to_gregorian(year, month, day) is None:
            day = 28
        return HijriDate(year, month, day)

    years = st.integers(1343, 1500) | st.integers(1, 1600)
    return st.builds(day, years, st.integers(1, 12), st.integers(1, 30))


def periods() -> SearchStrategy[Period]:
    """Periods with and without months, of either sign."""
    from hypothesis import strategies as st

    from huzma.types.durations import Period

    def period(months: int, length: timedelta, negative: bool) -> Period:
        return Period(-months, -length) if negative else Period(months, length)

    lengths = st.timedeltas(timedelta(), timedelta(days=100_000))
    return st.builds(period, st.integers(0, 2400), lengths, st.booleans())


def amounts() -> SearchStrategy[Money]:
    """Amounts of any size in currencies of the region and of others."""
    from hypothesis import strategies as st

    from huzma.types.money import CURRENCIES, Money

    codes = st.sampled_from(["SAR", "EGP", "USD", "KWD"]) | st.sampled_from(sorted(CURRENCIES))
    amounts = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=3)
    return st.builds(lambda amount, code: Money(amount=amount, currency=code), amounts, codes)


def person_names() -> SearchStrategy[PersonName]:
    """Names of two to four parts, some with a title."""
    from hypothesis import strategies as st

    from huzma.types.names import PersonName

    given = st.lists(st.sampled_from(_GIVEN), min_size=1, max_size=3).map(" ".join)
    return st.builds(
        lambda title, name, family: PersonName(f"{title}{name} {family}"),
        st.sampled_from(_TITLES),
        given,
        st.sampled_from(_FAMILY),
    )


def arabic_texts(options: TextOptions) -> SearchStrategy[str]:
    """Arabic texts that the options take."""
    from hypothesis import strategies as st
    from pydantic_core import PydanticCustomError

    from huzma.types.text import _Checks

    check = _Checks(options)._check

    def taken(text: str) -> bool:
        try:
            check(text)
        except PydanticCustomError:
            return False
        return True

    least = options.min_letters
    most = least + 40 if options.max_letters is None else options.max_letters
    # Words are cut from a run of letters, so that the number of letters is that of the run.
    runs = st.text(_LETTERS, min_size=least, max_size=min(most, least + 400))
    sizes = st.lists(st.integers(1, 9), min_size=1, max_size=60)
    return st.builds(_words, runs, sizes).filter(taken)


def _words(letters: str, sizes: list[int]) -> str:
    words: list[str] = []
    at = 0
    while at < len(letters):
        size = sizes[len(words) % len(sizes)]
        words.append(letters[at : at + size])
        at += size
    return " ".join(words)


def linted_texts(lint: Lint) -> SearchStrategy[str]:
    """Texts in which the rules find nothing."""
    from pydantic_core import PydanticCustomError

    def taken(text: str) -> bool:
        try:
            lint.check(text)
        except PydanticCustomError:
            return False
        return True

    return _texts().filter(taken)


def _texts() -> SearchStrategy[str]:
    from hypothesis import strategies as st

    return st.lists(st.text(_LETTERS, min_size=1, max_size=9), max_size=12).map(" ".join)
