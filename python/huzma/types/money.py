"""Amounts of money."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, field_validator, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from huzma import _core
from huzma.models import Record
from huzma.types.numbers import ArabicDecimal, read_decimal, two_readings
from huzma.types.reading import clean, options_of, written
from huzma.types.wording import refusal

__all__ = ["CURRENCIES", "Money", "MoneyOptions"]

# Source: ISO 4217, list one, as of 2025, with the codes of historic currencies that the grammar of amounts knows.
CURRENCIES = frozenset(
    re.findall(
        "[A-Z]{3}",
        """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
    CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
    GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR
    LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN
    PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB
    TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW
    ZWG FRF ITL XBT
    """,
    )
)
"""The currency codes that an amount may have."""

_THREE_PLACES = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])


class Money(Record):
    """An amount in one currency, exact: `amount` as it was written, `currency` by its code in ISO 4217.

    Read from what people write (`١٠٠ ريال سعودي`, `SAR 100`, `100 ر.س`, `$1.5`) or from an object of both.
    """

    amount: ArabicDecimal
    currency: str

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        return _read(value, MoneyOptions()) if isinstance(value, str) else value

    @field_validator("currency")
    @classmethod
    def _known(cls, code: str) -> str:
        if code not in CURRENCIES:
            raise refusal("money_code", code=code[:12].encode("ascii", "backslashreplace").decode())
        return code

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        given = handler(schema)
        if handler.mode == "serialization":
            return given
        examples = ("100 ريال سعودي", "2,4 مليار يورو", "SAR 100")
        return {"anyOf": [given, written("money", "An amount with its currency.", *examples)]}


@dataclass(frozen=True)
class MoneyOptions:
    """How an amount is read: `Annotated[Money, MoneyOptions("SAR")]`.

    Args:
        currency: What ريال by itself means, and a number without a currency. Without it both are refused.
        only: Whether amounts in another currency are refused.
        colloquial: Whether spoken numbers are read.

    Raises:
        ValueError: There is no such currency.
    """

    currency: str | None = None
    only: bool = False
    colloquial: bool = False

    def __post_init__(self) -> None:
        if self.currency is not None and self.currency not in CURRENCIES:
            raise ValueError(f"{self.currency!r} is no currency code of ISO 4217")
        if self.only and self.currency is None:
            raise ValueError("the only currency has to be named")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        read = core_schema.no_info_before_validator_function(self._read, handler(source))
        return core_schema.no_info_after_validator_function(self._expected, read) if self.only else read

    def _read(self, value: Any) -> Any:
        if isinstance(value, str):
            return _read(value, self)
        if self.currency is not None:
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                return {"amount": value, "currency": self.currency}
            if isinstance(value, Mapping) and "amount" in value and value.get("currency") is None:
                return {**value, "currency": self.currency}
        return value

    def _expected(self, money: Money) -> Money:
        if money.currency != self.currency:
            raise refusal("money_other", expected=self.currency, code=money.currency)
        return money


def _read(value: str, options: MoneyOptions) -> dict[str, Any]:
    code: str | None
    text = clean(value)
    row = _core.parse_quantity_text(text, options_of(colloquial=options.colloquial)) if text else None
    if not text or (row is not None and row["measure"] != "money"):
        raise refusal("money")
    if row is None:
        if options.currency is None:
            raise refusal("money")
        try:
            amount, code = read_decimal(text, options.colloquial), options.currency
        except PydanticCustomError:
            raise refusal("money") from None
    else:
        amount, code = Decimal(row["value"]), row["code"] or options.currency
        if row["code"] is None and code not in row["candidates"]:
            raise refusal("money_currency", candidates=", ".join(row["candidates"]))
    # 1.500 ريال is rather fifteen hundred: the riyal has two places. The dinar of Kuwait has three.
    if code not in _THREE_PLACES and (readings := two_readings(text)):
        raise refusal("arabic_number_ambiguous", readings=", ".join(readings))
    return {"amount": amount, "currency": code}
