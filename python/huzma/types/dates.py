"""Dates as people write them, of either calendar, and the day of the Hijri calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import total_ordering
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from huzma import _core
from huzma.types.reading import anchor_of, ascii_digits, clean, options_of, written
from huzma.types.wording import refusal

__all__ = ["ArabicDate", "ArabicDateTime", "DateOptions", "HijriDate"]

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)? ?([Zz]|[+-][0-9:]{4,6})?"
)
_NUMERIC = re.compile(r"(?:([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})|([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}))")
_TIMES = {"hour", "minute", "second", "day-part"}
_CONFLICTS = {"weekday-mismatch", "calendar-mismatch"}
_LAST_HIJRI_YEAR = 1600


@total_ordering
class HijriDate:
    """A day of the Hijri calendar.

    Days are those of the Umm al-Qura calendar where its table goes, from 1343 to 1500 AH; before and after it a month
    may have 30 days and nothing is converted.

    Args:
        year: From 1 to 1600.
        month: From 1 to 12.
        day: From 1.

    Raises:
        ValueError: There is no such day.
    """

    # No dataclass: pydantic would dump it as a dictionary.
    __slots__ = ("_parts",)
    __match_args__ = ("year", "month", "day")

    def __init__(self, year: int, month: int, day: int) -> None:
        whole = all(type(part) is int for part in (year, month, day))
        if not whole or not (1 <= year <= _LAST_HIJRI_YEAR and 1 <= month <= 12 and 1 <= day <= 31):
            raise ValueError(f"there is no Hijri day {year}-{month}-{day}")
        self._parts = (year, month, day)
        if (self.in_table or self.day == 31) and self._gregorian() is None:
            raise ValueError(f"{self.year}-{self.month:02} AH has no day {self.day}")

    @property
    def year(self) -> int:
        """The year after the Hijra."""
        return self._parts[0]

    @property
    def month(self) -> int:
        """The month, from 1 for Muharram."""
        return self._parts[1]

    @property
    def day(self) -> int:
        """The day of the month."""
        return self._parts[2]

    @property
    def in_table(self) -> bool:
        """Whether the table of Umm al-Qura has the year, so that the day can be converted."""
        return 1343 <= self.year <= 1500

    @classmethod
    def from_date(cls, day: date) -> Self:
        """The Hijri day of a Gregorian one.

        Raises:
            ValueError: The day lies before 1924-08-01 or after 2077-11-16.
        """
        found = _core.hijri_from_gregorian(day.year, day.month, day.day)
        if found is None:
            raise ValueError(f"{day} lies outside the table of Umm al-Qura")
        return cls(*found)

    @classmethod
    def fromisoformat(cls, text: str) -> Self:
        """The day of a text like `1437-12-13`.

        Raises:
            ValueError: It is none.
        """
        if not _ISO_DATE.fullmatch(text):
            raise ValueError(f"{text!r} is no Hijri day as YYYY-MM-DD")
        return cls(int(text[:4]), int(text[5:7]), int(text[8:]))

    def to_date(self) -> date:
        """The Gregorian day.

        Raises:
            ValueError: The table of Umm al-Qura does not have the year.
        """
        found = self._gregorian()
        if found is None:
            raise ValueError(f"{self} lies outside the table of Umm al-Qura")
        return date(*found)

    def isoformat(self) -> str:
        """The day as `1437-12-13`."""
        return f"{self.year:04}-{self.month:02}-{self.day:02}"

    def __str__(self) -> str:
        return self.isoformat()

    def __repr__(self) -> str:
        return f"HijriDate({self.year}, {self.month}, {self.day})"

    def __eq__(self, other: object) -> bool:
        return self._parts == other._parts if isinstance(other, HijriDate) else NotImplemented

    def __lt__(self, other: HijriDate) -> bool:
        return self._parts < other._parts if isinstance(other, HijriDate) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._parts)

    def __reduce__(self) -> tuple[type[HijriDate], tuple[int, int, int]]:
        return type(self), self._parts

    def _gregorian(self) -> tuple[int, int, int] | None:
        return _core.hijri_to_gregorian(*self._parts)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return DateOptions().hijri_schema()

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return _hijri_json(handler)


@dataclass(frozen=True)
class DateOptions:
    """How a date is read: `Annotated[date, DateOptions(month_first=True)]`, for `datetime` and `HijriDate` too.

    Args:
        anchor: The day of writing, to which أمس and a day without its year are resolved; by default `anchor` of the
            validation context. Without either they are refused.
        month_first: Whether 9/15/2016 is read as 15 September.
        refuse_ambiguous: Whether a date in digits whose day and month could change places is refused, and an hour that
            could be before or after noon.
    """

    anchor: date | None = None
    month_first: bool = False
    refuse_ambiguous: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        if source is HijriDate:
            return self.hijri_schema()
        read = self._datetime if source is datetime else self._date
        return core_schema.with_info_before_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        given = handler(schema)
        if given.get("x-huzma") or handler.mode == "serialization":
            return given
        if given.get("format") == "date-time":
            examples = ("2016-09-15T21:30:00", "15 سبتمبر 2016 الساعة 9:30 مساءً", "١٥/٩/٢٠١٦ ٢١:٣٠")
            return written("arabic-datetime", "A day with its time, in ISO 8601 or as it is written.", *examples)
        examples = ("2016-09-15", "١٥ أيلول ٢٠١٦", "13 ذو الحجة 1437 هـ")
        return written("arabic-date", "A day, in ISO 8601 or as it is written, of either calendar.", *examples)

    def hijri_schema(self) -> core_schema.CoreSchema:
        """The schema of a Hijri day."""
        return core_schema.with_info_plain_validator_function(
            self._hijri,
            serialization=core_schema.plain_serializer_function_ser_schema(
                HijriDate.isoformat, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    def _date(self, value: Any, info: core_schema.ValidationInfo) -> date:
        if isinstance(value, datetime):
            if value.time() != datetime.min.time() or value.tzinfo is not None:
                raise refusal("arabic_date_time")
            return value.date()
        if isinstance(value, date):
            return value
        text = clean(value) if isinstance(value, str) else None
        if not text:
            raise refusal("arabic_date")
        if _ISO_DATE.fullmatch(text):
            return _iso_date(text)  # what ISO 8601 says is Gregorian, whatever the year
        if _ISO_TIME.fullmatch(text):
            return self._date(self._datetime(text, info), info)
        row = self._row(text, info, "arabic_date")
        if row["value"] is None:
            raise refusal("arabic_date_range")
        return self._day(row)

    def _datetime(self, value: Any, info: core_schema.ValidationInfo) -> datetime:
        if isinstance(value, datetime):
            return value
        text = clean(value) if isinstance(value, str) else None
        if not text:
            raise refusal("arabic_datetime")
        digits = ascii_digits(text)
        if _ISO_TIME.fullmatch(digits) and (text.isascii() or int(digits[:4]) > _LAST_HIJRI_YEAR):
            try:
                return datetime.fromisoformat(digits.replace(" +", "+").upper())
            except ValueError:
                raise refusal("arabic_datetime") from None
        row = self._row(text, info, "arabic_datetime")
        if row["value"] is None:
            raise refusal("arabic_date_range")
        if not row["resolved"] or row["grain"] not in _TIMES - {"day-part"} or "/" in row["value"]:
            raise refusal("arabic_datetime_open", value=row["value"])
        try:
            moment = datetime.fromisoformat(row["value"])
        except ValueError:
            raise refusal("arabic_datetime") from None
        if row["zone"] is not None and moment.tzinfo is None:
            try:
                moment = moment.replace(tzinfo=ZoneInfo(row["zone"]))
            except (ZoneInfoNotFoundError, OSError):
                raise refusal("arabic_datetime_zone", zone=row["zone"]) from None
        return moment

    def _hijri(self, value: Any, info: core_schema.ValidationInfo) -> HijriDate:
        if isinstance(value, HijriDate):
            return value
        if isinstance(value, date):
            return _to_hijri(self._date(value, info))
        text = clean(value) if isinstance(value, str) else None
        if not text:
            raise refusal("hijri_date")
        digits = ascii_digits(text)
        if (numeric := _NUMERIC.fullmatch(digits)) and int(numeric[1] or numeric[6]) <= _LAST_HIJRI_YEAR:
            first, second = (numeric[5], numeric[4]) if self.month_first else (numeric[4], numeric[5])
            year, month, day = (numeric[1], numeric[2], numeric[3]) if numeric[1] else (numeric[6], second, first)
            return _hijri_of(f"{year}-{month:0>2}-{day:0>2}")
        row = self._row(text, info, "hijri_date")
        if row["calendar"] == "islamic-umalqura" and row["source_value"] is not None:
            if row["grain"] in _TIMES:
                raise refusal("arabic_date_time")
            if (row["value"] is not None and not row["resolved"]) or not _ISO_DATE.fullmatch(row["source_value"]):
                raise refusal("arabic_date_open", value=row["source_value"])
            return _hijri_of(row["source_value"])
        if row["value"] is None:
            raise refusal("arabic_date_range")
        return _to_hijri(self._day(row))

    def _row(self, text: str, info: core_schema.ValidationInfo, kind: str) -> dict[str, Any]:
        row = _core.parse_date_text(text, options_of(anchor_of(self.anchor, info), self.month_first))
        if row is None:
            raise refusal(kind)
        conflicts = [note for note in row["notes"] if note in _CONFLICTS]
        if conflicts:
            raise refusal("arabic_date_conflict", notes=", ".join(conflicts))
        if self.refuse_ambiguous and row["alternatives"]:
            raise refusal("arabic_date_ambiguous", readings=", ".join([str(row["value"]), *row["alternatives"]]))
        return row

    def _day(self, row: dict[str, Any]) -> date:
        value: str = row["value"]
        if row["grain"] in _TIMES:
            raise refusal("arabic_date_time")
        if not row["resolved"] or row["grain"] != "day" or not _ISO_DATE.fullmatch(value) or row["modifier"]:
            raise refusal("arabic_date_open", value=value)
        return _iso_date(value)


def _iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refusal("arabic_date") from None


def _hijri_of(text: str) -> HijriDate:
    try:
        return HijriDate.fromisoformat(text)
    except ValueError:
        raise refusal("hijri_date") from None


def _to_hijri(day: date) -> HijriDate:
    try:
        return HijriDate.from_date(day)
    except ValueError:
        raise refusal("arabic_date_range") from None


def _hijri_json(handler: GetJsonSchemaHandler) -> dict[str, Any]:
    if handler.mode == "serialization":
        return {
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "description": "A day of the Hijri calendar.",
            "x-huzma": {"type": "hijri-date", "calendar": "islamic-umalqura"},
        }
    examples = ("1437-12-13", "13 ذو الحجة 1437 هـ", "١٤٣٧/١٢/١٣هـ")
    return written("hijri-date", "A day of the Hijri calendar, as YYYY-MM-DD or as it is written.", *examples)


ArabicDate = Annotated[date, DateOptions()]
"""A Gregorian `date`, read from what people write in either calendar."""

ArabicDateTime = Annotated[datetime, DateOptions()]
"""A `datetime`, read from a day with its time; aware where the text names a zone."""
