"""Numbers as people write them: digits of three kinds, separators, words, percentages."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from annotated_types import Predicate
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from huzma import _core
from huzma.types.reading import ascii_digits, clean, options_of, written
from huzma.types.wording import refusal

__all__ = ["ArabicDecimal", "ArabicInt", "NumberOptions", "PercentOptions", "Percentage", "read_decimal"]

_LONGEST = 4300  # what Python itself turns into an int
_DIGITS = re.compile(r"[+-]?(?:[0-9]+|[٠-٩]+|[۰-۹]+)")
_MACHINE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
# 3.000 is three with three places, and three thousand for many who write it.
_POINT_OR_GROUP = re.compile(r"(?<![0-9.,٬٫،])([1-9][0-9]{0,2})\.([0-9]{3})(?![0-9.,٬٫،])")


@dataclass(frozen=True)
class NumberOptions:
    """How a number is read: `Annotated[int, NumberOptions(colloquial=True)]`, for `Decimal` too.

    Args:
        colloquial: Whether spoken numbers are read: تلاتين, مية.
    """

    colloquial: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        read = self._int if source is int else self._decimal
        return core_schema.no_info_before_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        given = handler(schema)
        if handler.mode == "serialization":
            return given
        if given.get("type") == "integer":
            text = written("arabic-int", "A whole number in digits or words.", "٣٬٠٠٠", "ثلاثة آلاف")
            return {"anyOf": [given, text]}
        text = written("arabic-decimal", "A number in digits or words.", "٣٫١٤", "ثلاثة ونصف", "5ر1")
        return {"anyOf": [{"type": "number"}, text]}

    def _int(self, value: Any) -> Any:
        if isinstance(value, bool):
            raise refusal("arabic_int")
        if isinstance(value, Decimal):
            return _whole(value)
        if not isinstance(value, str):
            return value
        if len(value) > _LONGEST:
            raise refusal("arabic_number_long", maximum=_LONGEST)
        text = clean(value)
        if text and _DIGITS.fullmatch(text):
            return int(text)
        number = _number(text, self.colloquial)
        if number is None:
            raise refusal("arabic_int")
        if text and (readings := two_readings(text)):
            raise refusal("arabic_number_ambiguous", readings=", ".join(readings))
        if not isinstance(number, int):
            raise refusal("arabic_int")
        return number

    def _decimal(self, value: Any) -> Any:
        if isinstance(value, bool):
            raise refusal("arabic_decimal")
        return read_decimal(value, self.colloquial) if isinstance(value, str) else value


@dataclass(frozen=True)
class PercentOptions:
    """How a percentage is read: `Annotated[Decimal, PercentOptions()]`.

    Args:
        colloquial: Whether spoken numbers are read.
    """

    colloquial: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self._percent, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        if handler.mode == "serialization":
            return handler(schema)
        text = written("percentage", "A percentage; 20 is 20 %.", "20%", "٢٠٪", "عشرون بالمئة")
        return {"anyOf": [{"type": "number"}, text]}

    def _percent(self, value: Any) -> Any:
        if isinstance(value, bool):
            raise refusal("percentage")
        if not isinstance(value, str):
            return value
        text = clean(value)
        if text and _MACHINE.fullmatch(text):
            return Decimal(text)
        row = _core.parse_quantity_text(text, options_of(colloquial=self.colloquial)) if text else None
        if row is not None and row["measure"] == "percent":
            return Decimal(row["value"])
        number = _number(text, self.colloquial)
        if number is None:
            raise refusal("percentage")
        return Decimal(number)


@dataclass(frozen=True)
class _Finite:
    """Tells hypothesis, which makes a Decimal of any kind otherwise; pydantic refuses what is not finite anyway."""

    __is_annotated_types_grouped_metadata__ = True

    def __iter__(self) -> Iterator[Any]:
        if "hypothesis" in sys.modules:
            yield Predicate(Decimal.is_finite)


def read_decimal(value: str, colloquial: bool = False) -> Decimal:
    """The number that a text is.

    Raises:
        PydanticCustomError: It is none.
    """
    if len(value) > _LONGEST:
        raise refusal("arabic_number_long", maximum=_LONGEST)
    text = clean(value)
    if text and _MACHINE.fullmatch(text):
        return Decimal(text)
    if text and _DIGITS.fullmatch(text):
        return Decimal(ascii_digits(text))
    number = _number(text, colloquial)
    if number is None:
        raise refusal("arabic_decimal")
    return Decimal(number)


def two_readings(text: str) -> tuple[str, str] | None:
    """Both readings of 3.000 in a text; None where there is one."""
    found = _POINT_OR_GROUP.search(ascii_digits(text))
    return None if found is None else (found[0], found[1] + found[2])


def _number(text: str | None, colloquial: bool) -> int | Decimal | None:
    return _core.parse_number_text(text, options_of(colloquial=colloquial)) if text else None


def _whole(value: Decimal) -> int:
    # int() of 1E+999999999 would fill the memory.
    if not value.is_finite() or value.adjusted() > _LONGEST or value != value.to_integral_value():
        raise refusal("arabic_int")
    return int(value)


ArabicInt = Annotated[int, NumberOptions()]
"""An `int`, read from digits or words."""

ArabicDecimal = Annotated[Decimal, NumberOptions(), _Finite()]
"""A `Decimal`, read from digits or words."""

Percentage = Annotated[Decimal, PercentOptions(), _Finite()]
"""A `Decimal` of hundredths: 20 % is 20, and so is a bare 20."""
