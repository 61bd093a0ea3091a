"""Checks and fixes of texts as parts of a model."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from huzma import _core
from huzma.checking import fix, selection
from huzma.models import Severity
from huzma.types.reading import sound
from huzma.types.wording import refusal

__all__ = ["Fixed", "FixedText", "Lint", "refuse_findings"]

MOST_FINDINGS = 100
"""How many findings an error carries."""

_RANK: dict[str, int] = {"info": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, init=False)
class Lint:
    """What must find nothing in a text: `Annotated[str, Lint("PN", "QT")]`.

    The error is of type `lint`. Its `ctx` has the first finding (`code`, `name`, `position`, `finding`), how many there
    are (`count`), and up to a hundred of them as `findings`: code, name, severity, start, end and message; places are
    code points of the text.

    Args:
        select: Codes, families or names, as for `huzma.check`; none selects the default set.
        ignore: What stays silent all the same.
        at_least: The lowest severity that makes the text wrong.

    Raises:
        SelectorError: No rule is called so.
    """

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    at_least: Severity
    _selection: _core.Selection = field(compare=False, repr=False)

    __is_annotated_types_grouped_metadata__ = True

    def __init__(self, *select: str, ignore: Iterable[str] = (), at_least: Severity = "info") -> None:
        ignored = (ignore,) if isinstance(ignore, str) else tuple(ignore)
        if at_least not in _RANK:
            raise ValueError(f"a severity is one of {', '.join(_RANK)}, not {at_least!r}")
        put = object.__setattr__
        put(self, "select", select)
        put(self, "ignore", ignored)
        put(self, "at_least", at_least)
        put(self, "_selection", selection(select or None, ignored or None))

    def __iter__(self) -> Iterator[Any]:
        yield _LintCheck(self)
        if "hypothesis" in sys.modules:
            from huzma.types.strategies import linted_texts

            yield linted_texts(self)

    def check(self, text: str) -> str:
        """The text.

        Raises:
            PydanticCustomError: Something is found in it.
        """
        refuse_findings(sound(text), self._selection, self.at_least)
        return text


@dataclass(frozen=True)
class _LintCheck:
    """What `Lint` stands for in a schema."""

    lint: Lint

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self.lint.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        given = handler(schema)
        rules = {"select": list(self.lint.select), "ignore": list(self.lint.ignore), "at_least": self.lint.at_least}
        return {**given, "x-huzma": {**given.get("x-huzma", {}), "lint": rules}}


def refuse_findings(text: str, selected: _core.Selection, at_least: Severity = "info") -> None:
    """Checks a text.

    Raises:
        PydanticCustomError: A finding of this severity or of a higher one is in it, with type `lint`.
    """
    table = _core.check_text(text, selected)
    if not len(table):
        return
    counts = table.severities()
    count = sum(count for severity, count in counts.items() if _RANK[severity] >= _RANK[at_least])
    if not count:
        return
    findings: list[dict[str, Any]] = []
    arabic = ""
    for index in range(len(table)):
        row = table.row(index, "en", None, None)
        if _RANK[row["severity"]] < _RANK[at_least]:
            continue
        if not findings:
            arabic = table.row(index, "ar", None, None)["message"]
        findings.append({name: row[name] for name in ("code", "name", "severity", "start", "end", "message")})
        if len(findings) == MOST_FINDINGS:
            break
    first = findings[0]
    raise refusal(
        "lint",
        code=first["code"],
        name=first["name"],
        position=first["start"],
        finding=first["message"],
        finding_ar=arabic,
        count=count,
        findings=findings,
    )


class FixedText(str):
    """A text after fixing, equal to and hashed as the fixed text.

    Attributes:
        source: The text as it came.
        applied: How many fixes of each code were applied.
    """

    source: str
    applied: dict[str, int]

    def __new__(cls, text: str, source: str | None = None, applied: dict[str, int] | None = None) -> Self:
        """Makes one of parts that belong together; `Fixed[...]` makes them so."""
        self = super().__new__(cls, text)
        self.source = str(text) if source is None else source
        self.applied = dict(applied or {})
        return self

    def __reduce__(self) -> tuple[type[FixedText], tuple[str, str, dict[str, int]]]:
        return type(self), (str(self), self.source, self.applied)


class _Fixed:
    """`Fixed["safe"]` and `Fixed["safe", "PN"]`: fixes that are applied on the way in, and recorded."""

    _mending: tuple[bool, tuple[str, ...]]

    def __class_getitem__(cls, given: str | tuple[str, ...]) -> type[_Fixed]:
        how, *select = (given,) if isinstance(given, str) else given
        if how not in ("safe", "unsafe"):
            raise ValueError(f"fixes are 'safe' or 'unsafe', not {how!r}")
        return _fixed(how == "unsafe", tuple(select))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        if getattr(cls, "_mending", None) is None:
            raise TypeError('Fixed wants to know which fixes: Fixed["safe"]')
        if source is cls or source is FixedText:
            return core_schema.no_info_plain_validator_function(
                cls._read,
                serialization=core_schema.plain_serializer_function_ser_schema(
                    str, return_schema=core_schema.str_schema(), when_used="json"
                ),
            )
        return core_schema.no_info_wrap_validator_function(cls._read_inside, handler(source))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        unsafe, select = cls._mending
        how: dict[str, Any] = {"fix": "unsafe" if unsafe else "safe", "select": list(select)}
        return {"type": "string", "x-huzma": {"type": "fixed", **how}}

    @classmethod
    def _read(cls, value: Any) -> FixedText:
        if not isinstance(value, str):
            raise refusal("text_type")
        text = str(sound(value))
        unsafe, select = cls._mending
        fixed = fix(text, unsafe, select=_select(select))
        if not isinstance(value, FixedText):
            return FixedText(fixed.text, text, fixed.applied)
        if not fixed.applied:
            return value
        codes = value.applied.keys() | fixed.applied.keys()
        both = {code: value.applied.get(code, 0) + fixed.applied.get(code, 0) for code in sorted(codes)}
        return FixedText(fixed.text, value.source, both)

    @classmethod
    def _read_inside(cls, value: Any, inner: core_schema.ValidatorFunctionWrapHandler) -> Any:
        """Inside `Annotated[str, …]`: what stands before it there sees the fixed text."""
        if not isinstance(value, str):
            return inner(value)
        fixed = cls._read(value)
        text = inner(str(fixed))
        return fixed if text == fixed else FixedText(text, fixed.source, fixed.applied)


@cache
def _select(select: tuple[str, ...]) -> _core.Selection:
    return selection(select or None)


@cache
def _fixed(unsafe: bool, select: tuple[str, ...]) -> type[_Fixed]:
    _select(select)  # a wrong selector is an error where it is written
    name = ", ".join(map(repr, ("unsafe" if unsafe else "safe", *select)))
    made = type(f"Fixed[{name}]", (_Fixed,), {"_mending": (unsafe, select), "__module__": __name__})
    if "hypothesis" in sys.modules:
        from huzma.types.strategies import register_fixed

        register_fixed(made)
    return made


if TYPE_CHECKING:
    Fixed: Any
else:
    Fixed = _Fixed
