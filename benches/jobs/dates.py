"""Dates in running text, and all that extraction finds.

Nobody reads the same: dateparser knows neither Levantine months nor two names of one, puckling takes a budget of
time, and both make dates of durations. The answer compared is the days in digits with a month by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from benches.rows import Job, Row, overlap

DAY = date(2016, 9, 15)

MONTHS = (
    "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
    "|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول"
)
DATE = re.compile(rf"\b\d{{1,2}} (?:{MONTHS})\b")


def day_and_month(text: str) -> list[str]:
    """Every day in digits with a month by one of its commonest names."""
    return DATE.findall(text)


def named(found: list[str]) -> list[str]:
    """The days with their months in what a tool found; one date is found once."""
    return [match for one in found for match in DATE.findall(one)]


def huzma_dates() -> Callable[[str], Any]:
    from huzma import extract

    return lambda text: extract(text, DAY).dates


def huzma_all() -> Callable[[str], Any]:
    from huzma import extract

    def everything(text: str) -> list[int]:
        found = extract(text, DAY)
        families = (found.dates, found.durations, found.numbers, found.quantities)
        return [
            len(family) for family in (*families, found.quotations, found.statements, found.signatures, found.names)
        ]

    return everything


def dateparser() -> Callable[[str], Any]:
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": datetime(DAY.year, DAY.month, DAY.day)}
    return lambda text: search_dates(text, languages=["ar"], settings=settings) or []


def puckling() -> Callable[[str], Any]:
    import puckling

    return lambda text: puckling.parse(text, lang="ar", dims=["time"])


def found_days(found: Any) -> list[str]:
    return named([getattr(one, "body", None) or getattr(one, "text", None) or one[0] for one in found])


JOBS = [
    Job(
        "dates in text",
        [
            Row("huzma", "extract().dates", huzma_dates, lambda found: named([one.text for one in found])),
            Row("dateparser", "search_dates, languages=['ar']", dateparser, found_days, part=0.02),
            Row("puckling", "parse, dims=['time']", puckling, found_days, part=0.005),
        ],
        day_and_month,
        overlap,
        corpora=("news",),
    ),
    Job(
        "everything in text",
        [
            Row(
                "huzma",
                "extract, every list",
                huzma_all,
                note="dates, durations, numbers, quantities, quotations, names",
            )
        ],
        None,
        corpora=("news",),
    ),
]
