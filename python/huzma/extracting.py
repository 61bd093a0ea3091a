"""Typed values out of news text: dates, numbers, quantities, quotations …, each a span of the source with its rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from huzma import _core

if TYPE_CHECKING:
    from huzma.models import (
        DateMention,
        Duration,
        ExtractionRule,
        Name,
        Number,
        Quantity,
        Quotation,
        Signature,
        Statement,
    )

Anchor = date | datetime | None
"""The moment of writing, to which أمس and الماضي point; a `datetime` tells the hour too."""

_T = TypeVar("_T")


class Gazetteer:
    """Names to find in texts, thousands of them in one pass.

    Spelling by hamza, tatweel and harakat makes no difference, and names are found behind proclitics too.

    Args:
        names: The names, or a mapping from each name to a label that its mentions carry.

    Raises:
        TypeError: A name or a label is no `str`.
    """

    __slots__ = ("_core",)

    def __init__(self, names: Iterable[str] | Mapping[str, str | None]) -> None:
        pairs = names.items() if isinstance(names, Mapping) else ((name, None) for name in names)
        self._core = _core.Gazetteer(list(pairs))

    @property
    def core(self) -> _core.Gazetteer:
        """The names in the form that the core takes."""
        return self._core

    def __len__(self) -> int:
        return len(self._core)


def extraction_options(
    anchor: Anchor = None,
    *,
    month_first: bool = False,
    colloquial: bool = False,
    gazetteer: Gazetteer | None = None,
) -> _core.ExtractOptions:
    """The options in the form that the core takes, made once for many texts.

    Raises:
        TypeError: The anchor is no date.
    """
    names = None if gazetteer is None else gazetteer.core
    if anchor is None:
        return _core.ExtractOptions(month_first=month_first, colloquial=colloquial, gazetteer=names)
    if not isinstance(anchor, date):
        raise TypeError(f"an anchor is a date, a datetime or None, not {type(anchor).__name__}")
    time = (anchor.hour, anchor.minute) if isinstance(anchor, datetime) else None
    moment = (anchor.year, anchor.month, anchor.day, time)
    return _core.ExtractOptions(moment, month_first=month_first, colloquial=colloquial, gazetteer=names)


def published_day(metadata: Mapping[str, Any]) -> date | None:
    """The day of `published`, or else `date`, in metadata; None where that is no date in ISO 8601."""
    for key in ("published", "date"):
        value = metadata.get(key)
        if isinstance(value, str):
            try:
                return datetime.fromisoformat(value).date()
            except ValueError:
                continue
    return None


class Extraction:
    """What was found in a text; each list is in the order of the text, and made when it is first looked at."""

    def __init__(self, table: _core.ExtractionTable) -> None:
        self._table = table

    def __getstate__(self) -> dict[str, object]:
        """All lists: they say what was found, and need neither the text nor the table."""
        lists = [name for name, member in vars(type(self)).items() if isinstance(member, cached_property)]
        return {name: getattr(self, name) for name in lists}

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """Dates and times, with what is not known left open as `X`."""
        from huzma.models import DateMention

        return _records(DateMention.model_validate, self._table.dates())

    @cached_property
    def durations(self) -> tuple[Duration, ...]:
        """Spans of time, ages and frequencies."""
        from huzma.models import Duration

        return _records(Duration.model_validate, self._table.durations())

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Numbers that are part of no date or time; those of quantities and durations are among them."""
        from huzma.models import Number

        return _records(Number.model_validate, self._table.numbers())

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Numbers with what they count or measure."""
        from huzma.models import Quantity

        return _records(Quantity.model_validate, self._table.quantities())

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """What stands between quotation marks, told apart: speech with its speaker, names, terms."""
        from huzma.models import Quotation

        return _records(Quotation.model_validate, self._table.quotations())

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """What is reported without marks, behind إن or أن."""
        from huzma.models import Statement

        return _records(Statement.model_validate, self._table.statements())

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """The dateline, agencies, and what signs the text."""
        from huzma.models import Signature

        return _records(Signature.model_validate, self._table.signatures())

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Persons behind their titles, and the names of the gazetteer."""
        from huzma.models import Name

        return _records(Name.model_validate, self._table.names())

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, name))} {name}" for name in self._NAMES)
        return f"<Extraction: {counts}>"

    _NAMES = ("dates", "durations", "numbers", "quantities", "quotations", "statements", "signatures", "names")


def extract(
    text: str,
    anchor: Anchor = None,
    *,
    month_first: bool = False,
    colloquial: bool = False,
    gazetteer: Gazetteer | None = None,
) -> Extraction:
    """Finds dates, durations, numbers, quantities, quotations, signatures and names in a text.

    Args:
        text: Any `str`; spans are code points of it.
        anchor: The moment of writing. Without it, what the text leaves open stays open: `XXXX-08-05`.
        month_first: Whether 9/15/2016 is read as 15 September; the day stands first by default.
        colloquial: Whether spoken numbers are read: تلاتين, مية.
        gazetteer: Names to find.

    Raises:
        TypeError: The anchor is no date.
        LimitError: The text is longer than offsets of 32 bits allow.
    """
    options = extraction_options(anchor, month_first=month_first, colloquial=colloquial, gazetteer=gazetteer)
    return Extraction(_core.extract_text(text, options))


def parse_date(text: str, anchor: Anchor = None, *, month_first: bool = False) -> DateMention | None:
    """The date or time that a whole text is; None where it is none. Arguments and errors as for `extract`."""
    row = _core.parse_date_text(text, extraction_options(anchor, month_first=month_first))
    if row is None:
        return None
    from huzma.models import DateMention

    return DateMention.model_validate(row)


def parse_duration(text: str, *, colloquial: bool = False) -> Duration | None:
    """The span of time that a whole text is; None where it is none."""
    row = _core.parse_duration_text(text, extraction_options(colloquial=colloquial))
    if row is None:
        return None
    from huzma.models import Duration

    return Duration.model_validate(row)


def parse_number(text: str, *, colloquial: bool = False) -> int | Decimal | None:
    """The number that a whole text is, cardinal or ordinal, in digits or words; None where it is none.

    1,234 and 1.234 are read as CLDR writes Arabic with Latin digits, 1234 and 1.234; `extract` tells the other reading
    too.
    """
    return _core.parse_number_text(text, extraction_options(colloquial=colloquial))


def parse_quantity(text: str, *, colloquial: bool = False) -> Quantity | None:
    """The amount of money or the percentage that a whole text is; None where it is none.

    Beyond what `extract` finds in running text it reads `100 ر.س`, `SAR 100`, `ريالان`, `مئة ريال وخمسون هللة`, `٪٢٠`.
    """
    row = _core.parse_quantity_text(text, extraction_options(colloquial=colloquial))
    if row is None:
        return None
    from huzma.models import Quantity

    return Quantity.model_validate(row)


def extraction_rules() -> list[ExtractionRule]:
    """Every rule that makes values, by the name that the values carry."""
    from huzma.models import ExtractionRule

    return [ExtractionRule(name=name, summary=summary) for name, summary in _core.extraction_rules()]


def _records(validate: Callable[[Any], _T], rows: list[dict[str, Any]]) -> tuple[_T, ...]:
    return tuple(map(validate, rows))
