"""What the types share: the text that a value is read from, and pieces of their schemas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from pydantic_core import core_schema

from huzma import _core
from huzma.extracting import extraction_options
from huzma.types.wording import refusal

LONGEST = 5000
"""No date, number, amount or name that anybody writes has more characters; longer texts are refused unread."""

_CANONICAL = _core.Normalizer("canonical")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str | None:
    """A written value in its canonical form and without space around it; None where it is too long to be one."""
    if len(text) > LONGEST:
        return None
    return _CANONICAL(text).strip()


def ascii_digits(text: str) -> str:
    """The text with Arabic and Persian digits as ASCII digits."""
    return text.translate(_DIGITS)


def sound(text: str) -> str:
    """The text as it is, unless it has a lone surrogate, which no JSON and no file can hold."""
    if not text.isascii() and (found := _SURROGATE.search(text)):
        raise refusal("text_surrogate", position=found.start())
    return text


def anchor_of(given: date | None, info: core_schema.ValidationInfo) -> date | None:
    """The day of writing: of the type, or `anchor` of the validation context."""
    if given is not None:
        return given
    context = info.context
    found = context.get("anchor") if isinstance(context, Mapping) else None
    return found if isinstance(found, date) else None


@lru_cache(maxsize=64)
def options_of(
    anchor: date | datetime | None = None, month_first: bool = False, colloquial: bool = False
) -> _core.ExtractOptions:
    """The core's options, kept between values."""
    return extraction_options(anchor, month_first=month_first, colloquial=colloquial)


def written(kind: str, description: str, *examples: str, **more: Any) -> dict[str, Any]:
    """The JSON Schema of what people write; `x-huzma` names the type for programs that read schemas."""
    return {"type": "string", "description": description, "examples": [*examples], "x-huzma": {"type": kind, **more}}
