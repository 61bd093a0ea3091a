"""Types for the models of others: values of Arabic data as people write them, read into plain Python values.

    class Notice(BaseModel):
        title: ArabicText
        published: ArabicDate
        places: ArabicInt

Each name is an `Annotated` alias of the value's type, so type checkers see the value; an `…Options` class beside it is
the metadata, for a field that wants it otherwise. What is refused is an error of pydantic's with a type of its own,
and `message` words it in English or Arabic.
"""

from huzma.types.dates import ArabicDate, ArabicDateTime, DateOptions, HijriDate
from huzma.types.durations import ArabicDuration, ArabicPeriod, DurationOptions, Period
from huzma.types.linting import Fixed, FixedText, Lint
from huzma.types.money import CURRENCIES, Money, MoneyOptions
from huzma.types.names import PersonName
from huzma.types.numbers import ArabicDecimal, ArabicInt, NumberOptions, Percentage, PercentOptions
from huzma.types.strategies import register as _register
from huzma.types.text import ArabicText, Normalized, NormalizedText, TextOptions
from huzma.types.wording import WORDING, message, messages

__all__ = [
    "CURRENCIES",
    "WORDING",
    "ArabicDate",
    "ArabicDateTime",
    "ArabicDecimal",
    "ArabicDuration",
    "ArabicInt",
    "ArabicPeriod",
    "ArabicText",
    "DateOptions",
    "DurationOptions",
    "Fixed",
    "FixedText",
    "HijriDate",
    "Lint",
    "Money",
    "MoneyOptions",
    "Normalized",
    "NormalizedText",
    "NumberOptions",
    "PercentOptions",
    "Percentage",
    "Period",
    "PersonName",
    "TextOptions",
    "message",
    "messages",
]

_register()
