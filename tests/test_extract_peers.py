"""Dates and numbers against what others write: CLDR by Babel and ICU, ICU's spelling of numbers, num2words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

import huzma

REGIONS = "AE BH DJ DZ EG EH ER IL IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SS SY TD TN YE"
LOCALES = ["ar", *(f"ar_{region}" for region in REGIONS.split(" "))]


def days(step: int) -> Iterator[date]:
    day = date(1900, 1, 1)
    while day <= date(2100, 12, 31):
        yield day
        day += timedelta(step)


STEPS = [97, pytest.param(1, marks=pytest.mark.slow)]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("style", ["short", "medium", "long", "full"])
def test_dates_as_babel_writes_them(style: Any, step: int) -> None:
    dates = pytest.importorskip("babel.dates")
    for day in days(step):
        # Most regions write alike.
        for text in sorted({dates.format_date(day, style, locale=locale) for locale in LOCALES}):
            mention = huzma.parse_date(text)
            assert mention is not None, text
            assert (mention.value, mention.calendar) == (day.isoformat(), "gregorian"), text
            assert "weekday-mismatch" not in mention.notes


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("style", ["SHORT", "MEDIUM", "LONG", "FULL"])
def test_dates_as_icu_writes_them(style: str, step: int) -> None:
    icu = pytest.importorskip("icu")
    zone = icu.TimeZone.createTimeZone("Etc/UTC")
    formats = []
    for locale in LOCALES:
        # Gregorian, also where the Hijri or the Persian calendar is the default.
        name = icu.Locale(f"{locale}@calendar=gregorian")
        formats.append(icu.DateFormat.createDateInstance(getattr(icu.DateFormat, style), name))
        formats[-1].setTimeZone(zone)
    calendar = icu.GregorianCalendar(zone)
    for day in days(step):
        calendar.clear()
        calendar.set(day.year, day.month - 1, day.day)
        instant = calendar.getTime()
        for text in sorted({form.format(instant) for form in formats}):
            mention = huzma.parse_date(text)
            assert mention is not None, text
            assert mention.value == day.isoformat(), text


@pytest.mark.parametrize("step", [61, pytest.param(1, marks=pytest.mark.slow)])
def test_hijri_dates_as_icu_writes_them(step: int) -> None:
    # ICU's calendar of Umm al-Qura is the official one from 1430 to 1449 AH.
    icu = pytest.importorskip("icu")
    zone = icu.TimeZone.createTimeZone("Etc/UTC")
    name = icu.Locale("ar_SA@calendar=islamic-umalqura;numbers=latn")
    forms = [
        icu.DateFormat.createDateInstance(style, name)
        for style in (icu.DateFormat.SHORT, icu.DateFormat.MEDIUM, icu.DateFormat.LONG, icu.DateFormat.FULL)
    ]
    for form in forms:
        form.setTimeZone(zone)
    calendar = icu.GregorianCalendar(zone)
    day = date(2009, 1, 1)
    while day < date(2028, 1, 1):
        calendar.clear()
        calendar.set(day.year, day.month - 1, day.day)
        instant = calendar.getTime()
        for form in forms:
            text = form.format(instant)
            mention = huzma.parse_date(text)
            assert mention is not None, text
            assert (mention.value, mention.calendar) == (day.isoformat(), "islamic-umalqura"), text
        day += timedelta(step)


NUMBERS = [101, pytest.param(1, marks=pytest.mark.slow)]


@pytest.mark.parametrize("step", NUMBERS)
@pytest.mark.parametrize("rules", ["cardinal-masculine", "cardinal-feminine", "numbering", "numbering-year"])
def test_numbers_as_icu_spells_them(rules: str, step: int) -> None:
    icu = pytest.importorskip("icu")
    speller = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale("ar"))
    wrong = []
    for number in [*range(0, 100_001, step), *(round(10**5 * 1.07**power) for power in range(238))]:
        text = speller.format(number, f"%spellout-{rules}")
        if huzma.parse_number(text) != number:
            wrong.append((number, text))
    assert not wrong, wrong[:10]


@pytest.mark.parametrize("rules", ["ordinal-masculine", "ordinal-feminine"])
def test_ordinals_as_icu_spells_them(rules: str) -> None:
    # Above a hundred ICU mixes ordinals with cardinals: المائة وثلاثة.
    icu = pytest.importorskip("icu")
    speller = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale("ar"))
    for number in range(1, 100):
        text = speller.format(number, f"%spellout-{rules}")
        assert huzma.parse_number(text) == number, text


@pytest.mark.slow
def test_numbers_as_num2words_spells_them() -> None:
    num2words = pytest.importorskip("num2words").num2words
    wrong = [n for n in range(1, 100_001) if huzma.parse_number(num2words(n, lang="ar")) != n]
    assert wrong == []
