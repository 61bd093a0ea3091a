"""Types for models of others: what they take and refuse, round trips, schemas, messages, and what is hostile."""

from __future__ import annotations

import copy
import json
import pickle
import re
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

import huzma
from huzma.types import (
    CURRENCIES,
    WORDING,
    ArabicDate,
    ArabicDateTime,
    ArabicDecimal,
    ArabicDuration,
    ArabicInt,
    ArabicPeriod,
    ArabicText,
    DateOptions,
    Fixed,
    FixedText,
    HijriDate,
    Lint,
    Money,
    MoneyOptions,
    Normalized,
    NormalizedText,
    NumberOptions,
    Percentage,
    Period,
    PersonName,
    TextOptions,
    message,
    messages,
)

DAY = date(2016, 9, 15)


class Everything(BaseModel):
    text: ArabicText
    short: Annotated[str, TextOptions(min_arabic=1, min_letters=2, max_letters=12, forbid=("PN", "SP"))]
    key: Annotated[NormalizedText, Normalized["search"]]
    mended: Annotated[FixedText, Fixed["safe"]]
    clean: Annotated[str, Lint("PN", "QT")]
    day: ArabicDate
    hijri: HijriDate
    moment: ArabicDateTime
    count: ArabicInt
    amount: ArabicDecimal
    share: Percentage
    wait: ArabicDuration
    term: ArabicPeriod
    fee: Money
    name: PersonName
    days: list[ArabicDate]
    other: Money | None
    positive: Annotated[ArabicInt, Field(ge=0)]
    by_name: dict[str, ArabicDecimal]


TYPES: dict[str, Any] = {name: field.rebuild_annotation() for name, field in Everything.model_fields.items()}
TYPED: list[Any] = [
    ArabicDate,
    ArabicDateTime,
    ArabicInt,
    ArabicDecimal,
    Percentage,
    ArabicDuration,
    ArabicPeriod,
    HijriDate,
]
TYPED += [Money, PersonName, ArabicText, Normalized["search"], Fixed["safe"], Annotated[str, Lint("PN")]]


def refused(kind: Any, value: object, **options: Any) -> str:
    """The type of the one error that a value makes."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value, **options)
    [error] = caught.value.errors()
    json.dumps(error.get("ctx", {}))
    assert message(error) == error["msg"]
    assert message(error, "ar")
    return error["type"]


def read(kind: Any, value: object, **options: Any) -> Any:
    return TypeAdapter(kind).validate_python(value, **options)


# Round trips -----------------------------------------------------------------------------------------


@given(st.from_type(Everything))
def test_what_a_model_dumps_it_takes(one: Everything) -> None:
    assert Everything.model_validate(one.model_dump()) == one
    assert Everything.model_validate_json(one.model_dump_json()) == one
    assert Everything.model_validate(one.model_dump(mode="json")) == one
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one


@given(st.from_type(Everything))
def test_what_is_written_keeps_to_the_schema_and_what_is_taken_too(one: Everything) -> None:
    written = json.loads(one.model_dump_json())
    for schema in SCHEMAS.values():
        schema.validate(written)


SCHEMAS = {
    mode: jsonschema.Draft202012Validator(Everything.model_json_schema(mode=mode))
    for mode in ("validation", "serialization")
}


def test_the_schema_takes_what_is_written_by_people() -> None:
    row = {"day": "١٥ أيلول ٢٠١٦", "count": "ثلاثة آلاف", "wait": "48 ساعة", "fee": "100 ر.س", "hijri": "1 محرم 1437هـ"}
    properties = SCHEMAS["validation"].schema["properties"]
    defs = SCHEMAS["validation"].schema.get("$defs", {})
    for name, value in row.items():
        schema = {**properties[name], "$defs": defs}
        jsonschema.validate(value, schema, jsonschema.Draft202012Validator)
        assert read(TYPES[name], value)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([value], schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("kind", TYPED, ids=str)
def test_each_type_has_both_schemas(kind: Any) -> None:
    adapter = TypeAdapter(kind)
    for mode in ("validation", "serialization"):
        jsonschema.Draft202012Validator.check_schema(adapter.json_schema(mode=mode))
    assert "x-huzma" in json.dumps(adapter.json_schema())


@given(st.data())
def test_typed_values_are_taken_as_they_are(data: st.DataObject) -> None:
    for kind in TYPED:
        value = data.draw(st.from_type(kind))
        again = read(kind, value)
        assert again == value
        assert type(again) is type(value)


# Dates -----------------------------------------------------------------------------------------------

GULF = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
LEVANT = ["كانون الثاني", *["شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول"]]
LEVANT += ["تشرين الأول", "تشرين الثاني", "كانون الأول"]
HIJRI = ["محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال"]
HIJRI += ["ذو القعدة", "ذو الحجة"]
WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def spellings(day: date) -> list[str]:
    gulf, levant = GULF[day.month - 1], LEVANT[day.month - 1]
    d, m, y = day.day, day.month, day.year
    plain = [f"{d} {gulf} {y}", f"{d} {levant} {y}", f"{d} {gulf}/{levant} {y}م", f"{d}/{m}/{y}", f"{d}-{m}-{y}"]
    plain += [f"{y}/{m:02}/{d:02}", f"{d} من {gulf} عام {y}", f"{d}-{gulf}-{y}", f"بتاريخ {d}/{m}/{y}"]
    plain += [f"{WEEKDAYS[day.weekday()]} {d} {gulf} {y}", f"{d}\u200f/{m}\u200f/{y}"]
    return plain + [text.translate(EASTERN) for text in plain]


@given(st.dates(date(1924, 8, 1), date(2077, 11, 16)))
def test_a_day_is_read_however_it_is_spelled(day: date) -> None:
    for text in spellings(day):
        assert read(ArabicDate, text) == day, text
        assert read(HijriDate, text) == HijriDate.from_date(day), text
        assert read(ArabicDateTime, f"{text} 00:30") == datetime(day.year, day.month, day.day, 0, 30), text


@given(st.from_type(HijriDate).filter(lambda day: day.in_table))
def test_a_hijri_day_is_read_however_it_is_spelled(day: HijriDate) -> None:
    month = HIJRI[day.month - 1]
    texts = [
        f"{day.day} {month} {day.year} هـ",
        f"{day.day}/{day.month}/{day.year}هـ",
        f"{day.year}/{day.month}/{day.day}",
    ]
    for text in [*texts, *(text.translate(EASTERN) for text in texts)]:
        assert read(HijriDate, text) == day, text
        if "هـ" in text or day.year < 1500:
            assert read(ArabicDate, text) == day.to_date(), text
    assert HijriDate.from_date(day.to_date()) == day == HijriDate.fromisoformat(str(day))


@given(st.dates())
def test_what_iso_8601_says_is_gregorian(day: date) -> None:
    assert read(ArabicDate, day.isoformat()) == day
    assert read(ArabicDateTime, f"{day} 10:20") == datetime(day.year, day.month, day.day, 10, 20)


ZONES = st.none() | st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=ZONES))
def test_a_moment_of_iso_8601_is_taken(moment: datetime) -> None:
    again = read(ArabicDateTime, moment.isoformat())
    assert again == moment
    assert again.tzinfo == moment.tzinfo
    adapter = TypeAdapter(ArabicDateTime)
    assert adapter.validate_json(adapter.dump_json(moment)) == moment


@pytest.mark.parametrize(
    ("kind", "text", "error"),
    [
        (ArabicDate, "الجمعة 15 سبتمبر 2016", "arabic_date_conflict"),
        (ArabicDate, "12 ذو الحجة 1437 هـ الموافق 20 سبتمبر 2016 م", "arabic_date_conflict"),
        (ArabicDate, "30/2/2016", "arabic_date"),
        (ArabicDate, "2015-02-29", "arabic_date"),
        (ArabicDate, "15 سبتمبر", "arabic_date_open"),
        (ArabicDate, "أوائل أيار 2016", "arabic_date_open"),
        (ArabicDate, "من 5 إلى 10 مايو 2016", "arabic_date_open"),
        (ArabicDate, "2016", "arabic_date_open"),
        (ArabicDate, "15/9/16", "arabic_date_open"),
        (ArabicDate, "مساء 15 سبتمبر 2016", "arabic_date_time"),
        (ArabicDate, "2016-09-15T00:00:01", "arabic_date_time"),
        (ArabicDate, 20160915, "arabic_date"),
        (ArabicDate, True, "arabic_date"),
        (ArabicDate, datetime(2016, 9, 15, 1), "arabic_date_time"),
        (HijriDate, "30 صفر 1437 هـ", "hijri_date"),
        (HijriDate, "15 سبتمبر 1890", "arabic_date_range"),
        (HijriDate, "رمضان 1437 هـ", "arabic_date_open"),
        (HijriDate, 14371213, "hijri_date"),
        (ArabicDateTime, "15 سبتمبر 2016", "arabic_datetime_open"),
        (ArabicDateTime, "الساعة التاسعة مساء الاثنين", "arabic_datetime_open"),
        (ArabicDateTime, "2016-09-15T25:00", "arabic_datetime"),
        (ArabicDateTime, DAY, "arabic_datetime"),
        (Annotated[date, DateOptions(refuse_ambiguous=True)], "5/6/2014", "arabic_date_ambiguous"),
        (Annotated[datetime, DateOptions(refuse_ambiguous=True)], "15/9/2016 9:30", "arabic_date_ambiguous"),
    ],
)
def test_what_is_not_one_day_or_moment_is_refused(kind: Any, text: object, error: str) -> None:
    assert refused(kind, text) == error


def test_the_anchor_is_an_option_or_comes_with_the_validation() -> None:
    assert read(ArabicDate, "أمس", context={"anchor": DAY}) == date(2016, 9, 14)
    assert read(Annotated[date, DateOptions(anchor=DAY)], "15 يوليو") == date(2016, 7, 15)
    assert read(HijriDate, "أمس", context={"anchor": DAY}) == HijriDate(1437, 12, 13)
    assert read(Annotated[HijriDate, DateOptions(month_first=True)], "9/14/2016") == HijriDate(1437, 12, 13)
    assert refused(ArabicDate, "أمس", context={"anchor": "2016"}) == "arabic_date_open"


def test_a_hijri_day_is_a_day() -> None:
    for parts in (
        (0, 1, 1),
        (1437, 13, 1),
        (1437, 1, 31),
        (1200, 1, 31),
        (1700, 1, 1),
        (1437, 12, True),
        (1437, 2, 30),
    ):
        with pytest.raises(ValueError, match="day"):
            HijriDate(*parts)
    assert HijriDate(1300, 1, 30).in_table is False
    with pytest.raises(ValueError, match="table"):
        HijriDate(1300, 1, 1).to_date()
    with pytest.raises(ValueError, match="table"):
        HijriDate.from_date(date(1900, 1, 1))
    assert min([HijriDate(1437, 2, 1), HijriDate(1437, 1, 2)]).day == 2


# Numbers ---------------------------------------------------------------------------------------------


@given(st.integers())
def test_an_int_is_read_in_every_kind_of_digit(number: int) -> None:
    text = str(number)
    for written in (
        text,
        text.translate(EASTERN),
        f" {text} ",
        text.replace("-", "\u2212") if abs(number) < 10**36 else text,
    ):
        assert read(ArabicInt, written) == number
        assert read(ArabicDecimal, written) == Decimal(number)
    if abs(number) < 10**36:
        grouped = f"{number:,}"
        assert read(ArabicInt, grouped.replace(",", "٬").translate(EASTERN)) == number
        assert read(ArabicInt, grouped) == number


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_is_read_as_it_is_printed(number: Decimal) -> None:
    assert read(ArabicDecimal, str(number)) == number
    assert str(read(Percentage, str(number))) == str(read(ArabicDecimal, str(number)))


@given(st.decimals(-1000, 1000, places=2))
def test_a_percentage_is_read_in_every_spelling(number: Decimal) -> None:
    text = str(number).translate(EASTERN).replace(".", "٫")
    for written in (f"{number}%", f"{text}٪", f"{number} %", f"{number} بالمئة", f"{text} في المائة"):
        assert read(Percentage, written) == number, written
    if number >= 0:
        assert read(Percentage, f"%{number}") == read(Percentage, f"٪ {text}") == number


WORDS = {
    0: "صفر",
    11: "أحد عشر",
    21: "واحد وعشرون",
    105: "مئة وخمسة",
    300: "ثلاثمائة",
    2000: "ألفان",
    3000: "ثلاثة آلاف",
    -5: "سالب خمسة",
    1_250_000: "مليون ومئتان وخمسون ألفا",
    2_000_000: "مليونا",
}


def test_numbers_in_words() -> None:
    for number, words in WORDS.items():
        if words != "مليونا":
            assert read(ArabicInt, words) == number
        if number >= 0:
            assert read(Money, f"{words} دولار") == Money(amount=Decimal(number), currency="USD")
    assert read(ArabicDecimal, "صفر فاصلة صفر خمسة") == Decimal("0.05")
    assert read(ArabicDecimal, "ناقص ثلاثة ونصف") == Decimal("-3.5")
    assert read(ArabicDecimal, ".5") == read(ArabicDecimal, "٫٥") == Decimal("0.5")
    assert read(Annotated[int, NumberOptions(colloquial=True)], "تلاتين") == 30
    assert refused(ArabicInt, "تلاتين") == "arabic_int"


@pytest.mark.parametrize(
    ("kind", "value", "error"),
    [
        (ArabicInt, "3.000", "arabic_number_ambiguous"),
        (ArabicInt, "١.٢٣٤", "arabic_number_ambiguous"),
        (ArabicInt, "3.000 مليون", "arabic_number_ambiguous"),
        (ArabicInt, "نصف", "arabic_int"),
        (ArabicInt, "1e3", "arabic_int"),
        (ArabicInt, "٢٠٪", "arabic_int"),
        (ArabicInt, True, "arabic_int"),
        (ArabicInt, 1.5, "int_from_float"),
        (ArabicInt, Decimal("1E+999999999"), "arabic_int"),
        (ArabicInt, Decimal("NaN"), "arabic_int"),
        (ArabicInt, None, "int_type"),
        (ArabicInt, "9" * 5000, "arabic_number_long"),
        (ArabicDecimal, "nan", "arabic_decimal"),
        (ArabicDecimal, "Infinity", "arabic_decimal"),
        (ArabicDecimal, float("inf"), "finite_number"),
        (ArabicDecimal, False, "arabic_decimal"),
        (ArabicDecimal, "9" * 5000, "arabic_number_long"),
        (Percentage, "100 ريال", "percentage"),
        (Percentage, "20%%", "percentage"),
        (Percentage, True, "percentage"),
        (Annotated[ArabicInt, Field(ge=0)], "سالب خمسة", "greater_than_equal"),
    ],
)
def test_what_is_no_number_is_refused(kind: Any, value: object, error: str) -> None:
    assert refused(kind, value) == error


# Durations -------------------------------------------------------------------------------------------

UNITS = {"دقيقة": 60, "ساعة": 3600, "يوما": 86400, "أسبوعا": 7 * 86400}


@given(st.integers(11, 99), st.sampled_from(sorted(UNITS)))
def test_a_duration_is_a_number_of_units(number: int, unit: str) -> None:
    for text in (f"{number} {unit}", f"{number} {unit}".translate(EASTERN), f"لمدة {number} {unit}"):
        assert read(ArabicDuration, text) == timedelta(seconds=number * UNITS[unit]) == read(ArabicPeriod, text).length


@given(st.timedeltas())
def test_a_duration_of_iso_8601_is_exact(length: timedelta) -> None:
    adapter = TypeAdapter(ArabicDuration)
    assert adapter.validate_json(adapter.dump_json(length)) == length
    assert Period.fromisoformat(Period(length=length).isoformat()).to_timedelta() == length


@given(st.from_type(Period))
def test_a_period_is_what_it_prints(period: Period) -> None:
    assert Period.fromisoformat(str(period)) == period == read(ArabicPeriod, str(period))


def test_durations_in_words() -> None:
    for text, value in {
        "ساعة ونصف": timedelta(hours=1.5),
        "ساعة إلا ربعا": timedelta(minutes=45),
        "ساعتان إلا خمس دقائق": timedelta(minutes=115),
        "ثلاثة أرباع الساعة": timedelta(minutes=45),
        "ساعة و20 دقيقة و30 ثانية": timedelta(minutes=80, seconds=30),
        "يوم وساعتان ودقيقة": timedelta(days=1, hours=2, minutes=1),
        "01:30:00": timedelta(hours=1.5),
        "-PT5M": timedelta(minutes=-5),
    }.items():
        assert read(ArabicDuration, text) == value, text
    assert read(ArabicPeriod, "سنة وشهران وخمسة أيام") == Period(14, timedelta(days=5))
    assert refused(ArabicDuration, "سنة وشهرين") == "arabic_duration_calendar"
    assert refused(ArabicPeriod, "شهر ونصف") == "arabic_duration_range"
    for wrong_value in ("10:30", "غدا", "P", "PT", "", 3600, 5.0, None, True):
        assert refused(ArabicDuration, wrong_value) == "arabic_duration"
    assert refused(ArabicDuration, f"P{'9' * 30}D") == "arabic_duration_range"
    assert refused(ArabicDuration, "PT0.0000001S") == "arabic_duration_range"
    for wrong in ((1, timedelta(-1)), (13_000_000, timedelta())):
        with pytest.raises(ValueError, match="month"):
            Period(*wrong)


# Money -----------------------------------------------------------------------------------------------

NAMED = {
    "SAR": ("ريال سعودي", "ر.س", "ر.س.", "\u20c1"),
    "AED": ("درهم إماراتي", "د.إ"),
    "KWD": ("دينار كويتي", "د.ك"),
    "EGP": ("جنيه مصري", "ج.م", "ج م"),
    "LBP": ("ليرة لبنانية", "ل.ل"),
    "USD": ("دولار", "دولار أمريكي", "$", "US$"),
    "EUR": ("يورو", "€"),
}


@given(st.sampled_from(sorted(NAMED)), st.integers(0, 10**12), st.integers(0, 99))
def test_an_amount_is_read_in_every_spelling(code: str, whole: int, cents: int) -> None:
    number = f"{whole}.{cents:02}"
    money = Money(amount=Decimal(number), currency=code)
    eastern = number.replace(".", "٫").translate(EASTERN)
    texts = [f"{number} {name}" for name in NAMED[code]] + [f"{eastern} {name}" for name in NAMED[code]]
    for text in (*texts, f"{code} {number}", f"{number} {code}", f"{NAMED[code][1]} {eastern}"):
        assert read(Money, text) == money, text


def test_amounts_in_words() -> None:
    for text, amount, code in [
        ("ألفا ريال سعودي", "2000", "SAR"),
        ("مئة ريال وخمسون هللة", "100.5", "SAR"),
        ("مئة دينار كويتي و250 فلسا", "100.25", "KWD"),
        ("ريال سعودي واحد", "1", "SAR"),
        ("دولاران", "2", "USD"),
        ("دولارين كنديين", "2", "CAD"),
        ("فقط ألف درهم إماراتي لا غير", "1000", "AED"),
        ("-$1.5", "-1.5", "USD"),
        ("50 هللة", "0.5", "SAR"),
        ("1.500 د.ك", "1.500", "KWD"),
        ("1,500.75 ريال سعودي", "1500.75", "SAR"),
    ]:
        assert read(Money, text) == Money(amount=Decimal(amount), currency=code), text


@pytest.mark.parametrize(
    ("kind", "value", "error"),
    [
        (Money, "١٠٠ ريال", "money_currency"),
        (Money, "ريالان", "money_currency"),
        (Money, "1.500 ريال سعودي", "arabic_number_ambiguous"),
        (Money, "100 QQQ", "money_code"),
        (Money, {"amount": "1", "currency": "\ud800"}, "money_code"),
        (Money, {"amount": "كثير", "currency": "SAR"}, "arabic_decimal"),
        (Money, {"amount": "1"}, "missing"),
        (Money, "100", "money"),
        (Money, "100 متر", "money"),
        (Money, "50 قرشا", "money"),
        (Money, "مئة ريال سعودي و100 هللة", "money"),
        (Money, "100 دولار 5", "money"),
        (Money, "", "money"),
        (Money, 100, "model_type"),
        (Annotated[Money, MoneyOptions("SAR")], "100 جنيه", "money_currency"),
        (Annotated[Money, MoneyOptions("SAR", only=True)], "100 دولار", "money_other"),
        (Annotated[Money, MoneyOptions("SAR")], True, "model_type"),
    ],
)
def test_what_is_no_amount_is_refused(kind: Any, value: object, error: str) -> None:
    assert refused(kind, value) == error


def test_the_currency_may_be_told_by_the_model() -> None:
    price = Annotated[Money, MoneyOptions("SAR")]
    hundred = Money(amount=Decimal(100), currency="SAR")
    for value in ("١٠٠ ريال", "100", "مئة", 100, Decimal(100), {"amount": "١٠٠"}, hundred):
        assert read(price, value) == hundred
    assert read(price, "5 دولارات").currency == "USD"
    for wrong in ({"currency": "QQQ"}, {"only": True}):
        with pytest.raises(ValueError, match="currency"):
            MoneyOptions(**wrong)


def test_every_currency_that_extraction_knows_is_one() -> None:
    for code in sorted(CURRENCIES):
        assert read(Money, f"{code} 5").currency == code
    for name in ("دولار", "يورو", "شيكل", "ين", "يوان", "روبل", "وون", "بيتكوين"):
        assert read(Money, f"5 {name}").currency in CURRENCIES


# Texts and names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "text", "error"),
    [
        ({}, "mostly English نص", "arabic_text_share"),
        ({"min_arabic": 0.9}, "نص a", "arabic_text_share"),
        ({}, "123 ؟!", "arabic_text_short"),
        ({"max_letters": 3}, "نصوص", "arabic_text_long"),
        ({}, "نص\u200f عربي", "arabic_text_bidi"),
        ({}, "نص\u2067 عربي\u2069", "arabic_text_bidi"),
        ({}, "\u0627\u0653خر نص", "arabic_text_nfc"),
        ({"min_arabic": 0}, "قال: " + "مرحبا بكم جميعا".encode().decode("latin-1"), "arabic_text_mojibake"),
        ({"forbid": ("PN001",)}, "نص, عربي", "lint"),
        ({"forbid": "PN"}, "نص, عربي", "lint"),
        ({}, "نص \ud800", "text_surrogate"),
        ({}, 5, "string_type"),
    ],
)
def test_a_text_that_is_not_as_it_must_be(options: dict[str, Any], text: object, error: str) -> None:
    assert refused(Annotated[str, TextOptions(**options)], text) == error


def test_a_text_that_is_as_it_must_be_comes_back_itself() -> None:
    taken: list[tuple[dict[str, Any], str]] = [
        ({}, "نصٌّ عربيٌّ، 123 ﻻ"),
        ({"max_letters": 3}, "نـــصٌّ 123 ـ أ"),
        ({"bidi_controls": True}, "نص\u200f عربي"),
        ({"nfc": False}, "\u0627\u0653خر"),
        ({"min_letters": 0, "min_arabic": 0}, ""),
        ({"mojibake": True, "min_arabic": 0}, "Ù…Ø±Ø­Ø¨Ø§"),
    ]
    for options, text in taken:
        assert read(Annotated[str, TextOptions(**options)], text) is text
    for wrong in ({"min_arabic": 2}, {"min_letters": -1}, {"min_letters": 3, "max_letters": 2}, {"forbid": ("QQ",)}):
        with pytest.raises(ValueError, match=r"share|letters|QQ"):
            TextOptions(**wrong)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_the_letters_of_a_text_are_counted(text: str) -> None:
    letters = [c for c in text if c.isalpha() and c != "\u0640"]
    size = TypeAdapter(Annotated[str, TextOptions(0, len(letters), len(letters), True, True, False)])
    assert size.validate_python(text) == text
    arabic = [c for c in letters if 0x600 <= ord(c) <= 0x6FF]
    if letters and len(arabic) == len(letters):
        read(Annotated[str, TextOptions(1, 0, None, True, True, False)], text)


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.sampled_from(sorted(huzma.profiles())))
def test_a_normalised_text_is_folded_and_keeps_its_source(text: str, profile: str) -> None:
    kind = Normalized[profile]
    value = read(kind, text)
    assert value == huzma.normalize(text, profile)
    assert value.source == text
    assert value.profile == profile
    assert read(kind, value) is value
    assert read(kind, value).source == text
    adapter = TypeAdapter(kind)
    lossless = adapter.validate_json(adapter.dump_json(value, context={"sources": True}))
    assert (lossless, lossless.source) == (value, text)
    assert adapter.validate_json(adapter.dump_json(value)) == huzma.normalize(value, profile)
    other = read(Normalized["canonical"], value)
    assert other == huzma.normalize(text, "canonical")
    assert pickle.loads(pickle.dumps(other)).source == text


def test_a_normalised_text_belongs_to_its_source() -> None:
    kind = Normalized["search"]
    assert kind is Normalized["search"]
    assert refused(kind, {"text": "x", "source": "y"}) == "normalized_source"
    assert refused(kind, 5) == refused(kind, {"text": "x"}) == "text_type"
    assert refused(kind, "\ud800") == "text_surrogate"
    assert type(read(Annotated[NormalizedText, kind], "أ")) is NormalizedText
    with pytest.raises(huzma.ProfileError, match="did you mean 'search'"):
        Normalized["serch"]
    profile = huzma.Profile(steps=("strip_tatweel",))
    assert read(Normalized[profile], "كـتاب") == "كتاب"
    assert Normalized[profile] is Normalized[profile]
    with pytest.raises(TypeError, match="wants a profile"):
        TypeAdapter(Normalized)


def test_lint_reports_what_check_reports() -> None:
    text = "قال الوزير, إن الأمر  صعب؟؟ ثم, قال"
    with pytest.raises(ValidationError) as caught:
        read(Annotated[str, Lint("PN", "SP")], text)
    [error] = caught.value.errors()
    found = list(huzma.check(text, ["PN", "SP"]))
    context = error["ctx"]
    assert context["count"] == len(found) == len(context["findings"]) > 2
    for row, finding in zip(context["findings"], found, strict=True):
        assert row == {name: getattr(finding, name) for name in row}
    arabic = next(iter(huzma.check(text, ["PN", "SP"], language="ar")))
    assert arabic.message in message(error, "ar")
    assert found[0].message in message(error)
    assert read(Annotated[str, Lint("PN", ignore=["PN"])], text) == text
    assert read(Annotated[str, Lint("PN", at_least="error")], text) == text
    with pytest.raises(huzma.SelectorError):
        Lint("QQ")
    with pytest.raises(ValueError, match="severity"):
        Lint("PN", at_least="bad")  # type: ignore[arg-type]
    many = "نص, " * 500
    with pytest.raises(ValidationError) as caught:
        read(Annotated[str, Lint("PN001")], many)
    assert len(caught.value.errors()[0]["ctx"]["findings"]) == 100
    assert caught.value.errors()[0]["ctx"]["count"] == len(huzma.check(many, "PN001")) > 400


def test_fixes_are_applied_and_recorded() -> None:
    text = "قال الوزير, إن كتـاب"
    fixed = huzma.fix(text)
    for kind in (Fixed["safe"], Annotated[FixedText, Fixed["safe"]], Annotated[str, Fixed["safe"], Lint("PN")]):
        value = read(kind, text)
        assert (value, value.applied, value.source) == (fixed.text, fixed.applied, text)
        assert value.applied
        assert pickle.loads(pickle.dumps(value)).applied == value.applied
        assert read(kind, value) == value
    partly = read(Fixed["safe", "PN"], text)
    wholly = read(Fixed["safe"], partly)
    assert (wholly, wholly.applied, wholly.source) == (fixed.text, fixed.applied, text)
    assert partly == "قال الوزير، إن كتـاب"
    assert Fixed["safe", "PN"] is Fixed["safe", "PN"]
    assert refused(Fixed["safe"], 5) == "text_type"
    assert refused(Fixed["unsafe"], "\ud800") == "text_surrogate"
    with pytest.raises(huzma.SelectorError):
        Fixed["safe", "QQ"]
    with pytest.raises(ValueError, match="safe"):
        Fixed["wild"]
    with pytest.raises(TypeError, match="which fixes"):
        TypeAdapter(Fixed)


@pytest.mark.parametrize(
    ("text", "clean", "title", "parts"),
    [
        ("د. أحمد  محمد العلي", "د. أحمد محمد العلي", "د.", ("أحمد", "محمد", "العلي")),
        ("م/ خالد بن عبد الله آل سعود", None, "م/", ("خالد", "بن عبد الله", "آل سعود")),
        ("الأستاذ الدكتور عبد الرحمن أبو زيد", None, "الأستاذ الدكتور", ("عبد الرحمن", "أبو زيد")),
        ("صلاح الدين الأيوبي", None, None, ("صلاح الدين", "الأيوبي")),
        ("\u200fمحمـــد علي\u200f", "محمد علي", None, ("محمد", "علي")),
        ("د.أحمد", None, "د.", ("أحمد",)),
        ("مُحَمَّد", None, None, ("مُحَمَّد",)),
        ("Jean-Pierre O'Neill", None, None, ("Jean-Pierre", "O'Neill")),
        ("ج. روبرت", None, None, ("ج.", "روبرت")),
    ],
)
def test_a_name_has_its_parts(text: str, clean: str | None, title: str | None, parts: tuple[str, ...]) -> None:
    name = read(PersonName, text)
    assert name == (clean or text) == PersonName(text)
    assert (name.honorific, name.parts) == (title, parts)
    assert f"{name.honorific or ''}{name.name}".replace(" ", "") == name.replace(" ", "")
    assert PersonName("أحمد").key == PersonName("د. احمد").key


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("أحمد2", "person_name_character"),
        ("أحمد، علي", "person_name_character"),
        ("<b>أحمد</b>", "person_name_character"),
        ("أحمد\nعلي\x00", "person_name_character"),
        ("أحمدx", "person_name"),
        ("م", "person_name"),
        ("الدكتور", "person_name"),
        ("", "person_name"),
        (" ", "person_name"),
        ("د. ", "person_name"),
        ("علي " * 21, "person_name_words"),
        (5, "person_name"),
        (None, "person_name"),
    ],
)
def test_what_is_no_name_is_refused(text: object, error: str) -> None:
    assert refused(PersonName, text) == error
    if isinstance(text, str):
        with pytest.raises(ValueError, match="name"):
            PersonName(text)


# What is hostile -------------------------------------------------------------------------------------

HOSTILE = ["", " ", "\x00", "\ud800", "\udfff\ud800", "٪", "-", "+", ".", "٫", "و", "الـ", "/", "\u200f", "\U0010ffff"]
HOSTILE += ["15/9/2016\x00", "١٥ أيلول ٢٠١٦\ud800", "د. \ud800", "100 \ud800", "9" * 4301, "٩" * 60]
HOSTILE += ["1" + "0" * 4299 + "e9", "1e999999999", "P" + "9" * 190 + "D", "99:99:99", "0000-00-00", "9999-99-99T99:99"]
LONG = [
    "ألف ",
    "و",
    "1 ",
    "15/9/2016 ",
    "د. ",
    "ساعة و",
    "(",
    "ريال ",
    "بتاريخ ",
    "أ-",
    "-",
    "صفر فاصلة ",
    "نص, ",
    "9",
    "\u0650\u064e",
]
ODD = [None, True, 0, 1.5, float("nan"), b"x", [], {}, object(), Fraction(1, 2), 10**5000, timedelta(1), DAY]


def outcome(kind: Any, value: object) -> Any:
    """What a value is read as, or the errors; both are sound."""
    adapter = TypeAdapter(kind)
    try:
        found = adapter.validate_python(value)
    except ValidationError as refusal:
        errors = refusal.errors()
        str(refusal)
        return [message(error, "ar") for error in errors]
    if isinstance(value, str):
        assert adapter.validate_json(adapter.dump_json(found)) == found
    return found


@pytest.mark.parametrize("kind", TYPED, ids=str)
def test_hostile_values_are_taken_or_refused_with_a_type(kind: Any) -> None:
    for value in [*HOSTILE, *ODD, *(one * (1_000_000 // len(one)) for one in LONG)]:
        outcome(kind, value)
    for text in LONG:
        outcome(kind, text * (4200 // len(text)))


@given(st.text(st.characters(), max_size=30), st.sampled_from(TYPED))
def test_any_text_is_taken_or_refused(text: str, kind: Any) -> None:
    outcome(kind, text)


GRAMMAR = [
    "15",
    "٩",
    "/",
    "-",
    ".",
    "أيلول",
    "2016",
    "هـ",
    "م",
    "ألف",
    "و",
    "مئة",
    "ساعة",
    "إلا",
    "ربعا",
    "%",
    "ريال",
    "سعودي",
    "ر.س",
    "الساعة",
    "9:30",
    "سالب",
    "فاصلة",
    "يومين",
]


@given(st.lists(st.sampled_from(GRAMMAR), max_size=9).map(" ".join))
def test_any_words_of_the_grammars_are_taken_or_refused(text: str) -> None:
    for kind in TYPED[:9]:
        outcome(kind, text)


# Mutations: one value made wrong is one error at its field ------------------------------------------

WRONG = {
    "text": "English only",
    "short": "نص, نص",
    "key": 5,
    "mended": None,
    "clean": "نص, نص",
    "day": "31/2/2016",
    "hijri": "31 صفر 1437 هـ",
    "moment": "15/9/2016",
    "count": "ثلاثة ونصف",
    "amount": "كثير",
    "share": "100 ريال",
    "wait": "سنة",
    "term": "قريبا",
    "fee": "100",
    "name": "أحمد 2",
    "positive": "سالب واحد",
}


@given(st.from_type(Everything), st.sampled_from(sorted(WRONG)))
def test_a_value_made_wrong_is_reported_at_its_field(one: Everything, field: str) -> None:
    row = json.loads(one.model_dump_json())
    row[field] = WRONG[field]
    for mode in ("python", "json"):
        with pytest.raises(ValidationError) as caught:
            Everything.model_validate(row) if mode == "python" else Everything.model_validate_json(json.dumps(row))
        [error] = caught.value.errors()
        assert error["loc"] == (field,)
        assert error["input"] == WRONG[field]
    row = json.loads(one.model_dump_json()) | {"days": ["2016-09-15", "أمس"]}
    with pytest.raises(ValidationError) as caught:
        Everything.model_validate(row)
    assert [error["loc"] for error in caught.value.errors()] == [("days", 1)]


# Messages --------------------------------------------------------------------------------------------


def test_every_type_of_error_has_both_languages_and_is_raised() -> None:
    own = {name for name in re.findall(r'"(\w+)"', Path(__file__).read_text("utf-8")) if name in WORDING}
    unreachable = {"arabic_datetime_zone"}  # where no time zones are installed
    assert own | unreachable == set(WORDING)
    for english, arabic in WORDING.values():
        assert sorted(re.findall(r"\{(\w+)\}", english)) == sorted(re.findall(r"\{(\w+)\}", arabic))
        assert english.isascii()
        assert not arabic.isascii()


def test_messages_are_worded_in_either_language() -> None:
    with pytest.raises(ValidationError) as caught:
        Everything.model_validate({"day": "أمس", "count": {}, "positive": -1, "fee": {"amount": 1}})
    english, arabic = messages(caught.value), messages(caught.value, "ar")
    assert [error["loc"] for error in english] == [error["loc"] for error in arabic]
    assert [error["msg"] for error in english] == [error["msg"] for error in caught.value.errors()]
    assert all(not error["msg"].isascii() for error in arabic), arabic
    assert message({"type": "unheard_of", "msg": "as it is"}, "ar") == "as it is"


def test_the_zone_of_a_place_is_its_rules() -> None:
    moment = read(ArabicDateTime, "15 سبتمبر 2016 الساعة 9:30 مساء بتوقيت دمشق")
    assert moment.utcoffset() == timedelta(hours=3)


# What it costs ---------------------------------------------------------------------------------------


def run(code: str) -> str:
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return process.stdout.strip()


def test_hypothesis_is_neither_needed_nor_loaded() -> None:
    assert run("import huzma.types, sys; print('hypothesis' in sys.modules)") == "False"
    assert run("import hypothesis, sys; print('pydantic' in sys.modules)") == "False"


@pytest.mark.parametrize("imports", ["hypothesis, huzma.types", "huzma.types, hypothesis"])
def test_strategies_are_there_in_either_order(imports: str) -> None:
    code = f"""import warnings, {imports}, huzma.types as t
from hypothesis import strategies as st
warnings.simplefilter("ignore")
kinds = [t.HijriDate, t.Money, t.PersonName, t.ArabicText, t.Normalized["search"], t.Fixed["safe"]]
print([type(st.from_type(kind).example()).__name__ for kind in kinds])"""
    names = "['HijriDate', 'Money', 'PersonName', 'str', 'NormalizedText', 'FixedText']"
    assert run(code) == names


def test_mypy_sees_the_values(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    file = tmp_path / "model.py"
    file.write_text(MODEL, "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(file)]
    process = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert process.returncode == 0, process.stdout
    shown = re.findall(r'Revealed type is "([^"]+)"', process.stdout)
    wanted = ["str", "str", "huzma.types.text.NormalizedText", "datetime.date", "int", "decimal.Decimal"]
    wanted += ["datetime.timedelta", "huzma.types.money.Money", "huzma.types.dates.HijriDate | None", "Any"]
    assert [name.replace("builtins.", "") for name in shown] == wanted


MODEL = """
from typing import Annotated
from pydantic import BaseModel
from huzma.types import *

class M(BaseModel):
    a: ArabicText
    b: Annotated[str, Fixed["safe"], Lint("PN", "QT"), TextOptions(max_letters=5)]
    c: Annotated[NormalizedText, Normalized["search"]]
    d: ArabicDate
    e: ArabicInt
    f: Percentage
    g: ArabicDuration
    h: Annotated[Money, MoneyOptions("SAR")]
    i: HijriDate | None
    j: Normalized["search"]

def show(m: M) -> None:
    reveal_type(m.a)
    reveal_type(m.b)
    reveal_type(m.c)
    reveal_type(m.d)
    reveal_type(m.e)
    reveal_type(m.f)
    reveal_type(m.g)
    reveal_type(m.h)
    reveal_type(m.i)
    reveal_type(m.j)
"""
