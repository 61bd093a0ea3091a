"""Spans of time as people write them: of fixed length as `timedelta`, those with months and years as `Period`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from huzma import _core
from huzma.types.reading import ascii_digits, clean, options_of, written
from huzma.types.wording import refusal

__all__ = ["ArabicDuration", "ArabicPeriod", "DurationOptions", "Period"]

_PART = r"([0-9]+(?:[.,][0-9]+)?)"
_ISO = re.compile(
    rf"([+-]?)P(?=[0-9T])(?:{_PART}Y)?(?:{_PART}M)?(?:{_PART}W)?(?:{_PART}D)?"
    rf"(?:T(?=[0-9])(?:{_PART}H)?(?:{_PART}M)?(?:{_PART}S)?)?"
)
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9]):([0-5][0-9])(\.[0-9]{1,6})?")
_MICROSECONDS = (7 * 86_400_000_000, 86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000)
_NOTHING = timedelta()
_LARGEST_MONTHS = 12 * 1_000_000


class Period:
    """A span of time that may have months, whose length the calendar tells.

    Args:
        months: Months; a year is twelve.
        length: What has a fixed length: weeks, days of 24 hours, hours …

    Raises:
        ValueError: There are more than twelve million months, or the two have different signs.
    """

    # No dataclass: pydantic would dump it as a dictionary.
    __slots__ = ("_parts",)
    __match_args__ = ("months", "length")

    def __init__(self, months: int = 0, length: timedelta = _NOTHING) -> None:
        if abs(months) > _LARGEST_MONTHS:
            raise ValueError(f"a period has at most {_LARGEST_MONTHS} months, not {months}")
        if months and length and (months < 0) != (length < _NOTHING):
            raise ValueError("months and the rest of a period have one sign")
        self._parts = (months, length)

    @property
    def months(self) -> int:
        """The months, years among them."""
        return self._parts[0]

    @property
    def length(self) -> timedelta:
        """What has a fixed length."""
        return self._parts[1]

    @classmethod
    def fromisoformat(cls, text: str) -> Self:
        """The period of a text like `P1Y2M3DT4H`.

        Raises:
            ValueError: It is none.
        """
        try:
            return cls(*_read_iso(text))
        except PydanticCustomError:
            raise ValueError(f"{text!r} is no period of ISO 8601 in months and microseconds") from None

    def isoformat(self) -> str:
        """The period in ISO 8601."""
        negative = self.months < 0 or self.length < _NOTHING
        months, length = abs(self.months), abs(self.length)
        years, months = divmod(months, 12)
        hours, seconds = divmod(length.seconds, 3600)
        minutes, seconds = divmod(seconds, 60)
        days = "".join(f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (length.days, "D")) if n)
        second = f"{seconds}.{length.microseconds:06}".rstrip("0") if length.microseconds else str(seconds)
        time = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M")) if n)
        time += f"{second}S" if second != "0" else ""
        return ("-" if negative else "") + "P" + days + (f"T{time}" if time else "" if days else "T0S")

    def to_timedelta(self) -> timedelta:
        """The period as a `timedelta`.

        Raises:
            ValueError: It has months, which have no fixed length.
        """
        if self.months:
            raise ValueError(f"{self} has months, which have no fixed length")
        return self.length

    def __str__(self) -> str:
        return self.isoformat()

    def __repr__(self) -> str:
        return f"Period.fromisoformat({self.isoformat()!r})"

    def __eq__(self, other: object) -> bool:
        return self._parts == other._parts if isinstance(other, Period) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._parts)

    def __reduce__(self) -> tuple[type[Period], tuple[int, timedelta]]:
        return type(self), self._parts

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return DurationOptions().period_schema()

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return _json(handler, "A span of time, in ISO 8601 or as it is written.", "P1Y2M", "سنة وشهرين")


@dataclass(frozen=True)
class DurationOptions:
    """How a span of time is read: `Annotated[timedelta, DurationOptions(colloquial=True)]`, for `Period` too.

    Args:
        colloquial: Whether spoken numbers are read.
    """

    colloquial: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        if source is Period:
            return self.period_schema()
        return core_schema.no_info_before_validator_function(
            self._timedelta,
            handler(source),
            serialization=core_schema.plain_serializer_function_ser_schema(
                _isoformat, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return _json(handler, "A span of time of fixed length, in ISO 8601 or as it is written.", "PT48H", "48 ساعة")

    def period_schema(self) -> core_schema.CoreSchema:
        """The schema of a period."""
        return core_schema.no_info_plain_validator_function(
            self._period,
            serialization=core_schema.plain_serializer_function_ser_schema(
                Period.isoformat, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    def _timedelta(self, value: Any) -> timedelta:
        if isinstance(value, timedelta):
            return value
        months, length = self._read(value)
        if months:
            raise refusal("arabic_duration_calendar", value=Period(months, length).isoformat())
        return length

    def _period(self, value: Any) -> Period:
        if isinstance(value, Period):
            return value
        if isinstance(value, timedelta):
            return Period(length=value)
        return Period(*self._read(value))

    def _read(self, value: Any) -> tuple[int, timedelta]:
        text = clean(value) if isinstance(value, str) else None
        if not text:
            raise refusal("arabic_duration")
        digits = ascii_digits(text)
        if digits.isascii():
            if digits[:2].lstrip("+-").startswith("P"):
                return _read_iso(digits)
            if clock := _CLOCK.fullmatch(digits):
                hours, minutes, seconds, fraction = clock.groups()
                micros = int(fraction[1:].ljust(6, "0")) if fraction else 0
                return 0, timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds), microseconds=micros)
        row = _core.parse_duration_text(text, options_of(colloquial=self.colloquial))
        if row is None:
            raise refusal("arabic_duration")
        return _read_iso(row["value"])


def _read_iso(text: str) -> tuple[int, timedelta]:
    found = _ISO.fullmatch(text) if len(text) < 200 else None
    if found is None:
        raise refusal("arabic_duration")
    sign, *parts = found.groups()
    years, months, *rest = (Decimal(part.replace(",", ".")) if part else Decimal(0) for part in parts)
    in_months = years * 12 + months
    micros = sum((part * unit for part, unit in zip(rest, _MICROSECONDS, strict=True)), Decimal(0))
    if in_months != in_months.to_integral_value() or micros != micros.to_integral_value():
        raise refusal("arabic_duration_range", value=text)
    factor = -1 if sign == "-" else 1
    try:
        return int(Period(factor * int(in_months)).months), timedelta(microseconds=factor * int(micros))
    except (OverflowError, ValueError):
        raise refusal("arabic_duration_range", value=text) from None


def _isoformat(value: timedelta) -> str:
    return Period(length=value).isoformat()


def _json(handler: GetJsonSchemaHandler, description: str, *examples: str) -> dict[str, Any]:
    if handler.mode == "serialization":
        return {"type": "string", "format": "duration"}
    return written("arabic-duration", description, *examples)


ArabicDuration = Annotated[timedelta, DurationOptions()]
"""A `timedelta`, read from ISO 8601 or from what people write; months and years, of no fixed length, are refused."""

ArabicPeriod = Annotated[Period, DurationOptions()]
"""A `Period`: as `ArabicDuration`, with months and years."""
