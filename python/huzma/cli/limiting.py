"""`--limit NAME=VALUE`: how much a command takes in."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from huzma.models import Limits


def limits_of(given: Sequence[str] | None) -> Limits | str | None:
    """The limits that options name, None where none is named, or what is wrong with them."""
    if not given:
        return None
    values = {}
    for option in given:
        name, _, value = option.partition("=")
        if name not in Limits.model_fields:
            return f"there is no limit {name!r}; there are {', '.join(Limits.model_fields)}"
        digits = value.replace("_", "")
        if not (digits.isascii() and digits.isdigit()):
            return f"--limit {name}= takes a whole number, not {value!r}"
        values[name] = int(digits[:40])
    try:
        return Limits(**values)
    except ValidationError as error:
        return f"--limit {error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}"
