"""Looking at one unit of records: what is refused and why, where that stands, and what later steps need of the rest.

This runs in any process; nothing here knows what came before.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, overload

from huzma import _core
from huzma.validation.schemas import MOST, Looked, Schema, Violation, too_many
from huzma.validation.units import BlockUnit, RowsUnit, Unit
from huzma.validation.wording import ours

LONGEST_TEXT = 480
"""How many bytes of a value a finding quotes."""

TOGETHER = 1 << 14
"""How many bytes of records are validated in one call: what is made of more leaves the cache of the processor."""

_FEW = 128
"""How many of the records that are refused are looked at together."""

_FOLLOWED = 1 << 31
"""How many bytes of one record are followed in all to place its violations."""

_FRAMES = {"open": "array_open", "trailing": "array_trailing"}


class Found(NamedTuple):
    """A violation with its place: all of a `RecordFinding` but the path, in both languages."""

    code: str
    record: int | None
    field: tuple[str | int, ...]
    error_type: str
    message: str
    message_ar: str
    line: int | None
    column: int | None
    byte_start: int | None
    byte_end: int | None
    text: str


class Plan(NamedTuple):
    """What to do with each unit.

    `values` are wanted by those who hand them on, `keys` are the fields that constraints compare. `share` is that of
    the records to look at.
    """

    nesting: int
    values: bool = False
    keys: tuple[str, ...] = ()
    share: float = 1.0
    longest: int = 0


class Outcome(NamedTuple):
    """What came of a unit: how many records it has and how many are accepted; which are refused, by index, and why.

    `kept` are the indices of the accepted ones, to which `values` and `keys` belong, where either was asked for.
    `skipped` are outside the sample.
    """

    records: int
    accepted: int
    rejected: list[int]
    found: list[Found]
    kept: list[int]
    values: list[Any]
    keys: list[tuple[Any, ...]]
    skipped: int = 0


def look(schema: Schema, unit: Unit, plan: Plan) -> Outcome:
    """Looks at all records of a unit."""
    # What is made here is dropped soon and has no cycles: looking for some takes a third of the time.
    collects = gc.isenabled()
    gc.disable()
    try:
        return _look_at_block(schema, unit, plan) if isinstance(unit, BlockUnit) else _look_at_rows(schema, unit, plan)
    finally:
        if collects:
            gc.enable()


def _look_at_block(schema: Schema, unit: BlockUnit, plan: Plan) -> Outcome:
    block = unit.block
    if block.part != "whole":
        return _too_long(block, plan)
    chosen = _chosen(len(block), block.first, plan.share)
    seen = _Seen(unit, plan)
    if unit.columns:
        _look_at_cells(schema, seen, chosen)
    else:
        _look_at_json(schema, seen, chosen)
    found = seen.found
    if block.frame is not None:
        kind, start, end = block.frame
        found.append(_found_round(block, _FRAMES[kind], start, end))
    if len(seen.bad) > 1:
        found.sort(key=lambda each: (each.record is None, each.record or 0))
    accepted = len(chosen) - len(seen.bad)
    keys = [_key(value, plan.keys) for value in seen.values] if plan.keys else []
    values = seen.values if plan.values else []
    skipped = len(block) - len(chosen)
    return Outcome(len(block), accepted, sorted(seen.bad), found, seen.kept, values, keys, skipped)


class _Seen:
    """What has been seen of a block."""

    def __init__(self, unit: BlockUnit, plan: Plan) -> None:
        self.unit = unit
        self.plan = plan
        self.wants_values = bool(plan.values or plan.keys)
        self.found: list[Found] = []
        self.bad: set[int] = set()
        self.kept: list[int] = []
        self.values: list[Any] = []

    def take(self, looked: Looked, indices: Sequence[int], again: Callable[[list[int]], list[Any]]) -> None:
        """Takes what came of some records; `again` makes the values of those that are kept, where there are none."""
        told: dict[int, int] = {}
        most: dict[int, int] = {}
        for violation in looked.violations:
            index = indices[violation.at]
            self.bad.add(index)
            told[index] = told.get(index, 0) + 1
            if index not in most:
                most[index] = self._most(index)
            if told[index] <= most[index]:
                self.found.append(found_in(self.unit, index, violation))
        for index, count in told.items():
            if count > most[index]:
                more = too_many(0, count - most[index])
                self.found.append(found_in(self.unit, index, more))
        if not self.wants_values:
            return
        kept = [index for index in indices if index not in self.bad] if self.bad else list(indices)
        if len(looked.values) == len(indices):
            values = [value for index, value in zip(indices, looked.values, strict=True) if index not in self.bad]
        else:
            values = again(kept) if kept else []
        self.kept.extend(kept)
        self.values.extend(values)

    def _most(self, index: int) -> int:
        """How many violations of a record are placed: a long one is followed again for each of them."""
        extent = len(self.unit.block.record(index)) if self.unit.block.size > _FOLLOWED // MOST else 1
        return max(10, _FOLLOWED // max(extent, 1))


def _look_at_json(schema: Schema, seen: _Seen, chosen: Sequence[int]) -> None:
    block, nesting = seen.unit.block, seen.plan.nesting
    joined, sound, flaws = seen.unit.checked or block.check(nesting, TOGETHER)
    indices: Sequence[int] = range(len(block)) if sound is None else sound
    if len(chosen) < len(block):
        wanted = set(chosen)
        indices = [index for index in indices if index in wanted]
        joined = [(block.join(indices), len(indices))] if indices else []
        flaws = [flaw for flaw in flaws if flaw[0] in wanted]
    for index, kind, start, end, detail in flaws:
        seen.bad.add(index)
        code = "SC011" if kind == "json_repeated_member" else "SC010"
        wording = ours(kind, expected=detail or "JSON", limit=nesting)
        seen.found.append(_found_at(block, index, code, (), kind, wording, start, end))
    # Which of two members of one name is looked at, pydantic says for each kind of value: models have to be made.
    makes_values = seen.wants_values or any(kind == "json_repeated_member" for _, kind, *_ in flaws)

    def again(kept: list[int]) -> list[Any]:
        return schema.of_json(block.join(kept), _Records(block, kept)).values

    at = 0
    refused: list[int] = []
    for array, count in joined:
        some = indices[at : at + count]
        at += count
        known = None if makes_values else schema.refused(array, count)
        if known is None:
            seen.take(schema.of_json(array, _Records(block, some)), some, again)
        else:
            refused.extend(some[index] for index in known)
    for start in range(0, len(refused), _FEW):
        few = refused[start : start + _FEW]
        seen.take(schema.of_json(block.join(few), _Records(block, few)), few, again)


class _Records(Sequence[bytes]):
    """Some records of a block."""

    __slots__ = ("_block", "_indices")

    def __init__(self, block: _core.RecordBlock, indices: Sequence[int]) -> None:
        self._block = block
        self._indices = indices

    def __len__(self) -> int:
        return len(self._indices)

    @overload
    def __getitem__(self, at: int) -> bytes: ...

    @overload
    def __getitem__(self, at: slice) -> _Records: ...

    def __getitem__(self, at: int | slice) -> bytes | _Records:
        if isinstance(at, slice):
            return _Records(self._block, self._indices[at])
        return self._block.record(self._indices[at])


def _look_at_cells(schema: Schema, seen: _Seen, chosen: Sequence[int]) -> None:
    block, columns = seen.unit.block, seen.unit.columns
    sound: list[int] = []
    rows: list[dict[str, str]] = []
    for index in chosen:
        cells, _, problem = block.cells(index)
        if problem is None and len(cells) != len(columns):
            problem = "csv_cells"
        if problem is not None:
            seen.bad.add(index)
            wording = ours(problem, cells=len(cells), columns=len(columns))
            length = len(block.record(index))
            seen.found.append(_found_at(block, index, "SC010", (), problem, wording, 0, length))
            continue
        row: dict[str, str] = {}
        for name, cell in zip(columns, cells, strict=True):
            if cell is not None:
                row.setdefault(name, cell)
        sound.append(index)
        rows.append(row)
    seen.take(schema.of_strings(rows), sound, lambda _: [])


def _look_at_rows(schema: Schema, unit: RowsUnit, plan: Plan) -> Outcome:
    chosen = _chosen(len(unit.rows), unit.first, plan.share)
    rows = [unit.rows[index] for index in chosen]
    looked = schema.of_values(rows)
    found = []
    bad = set()
    for violation in looked.violations:
        index = chosen[violation.at]
        bad.add(index)
        found.append(found_in(unit, index, violation))
    kept = [index for index in chosen if index not in bad]
    values = [value for index, value in zip(chosen, looked.values, strict=True) if index not in bad]
    keys = [_key(value, plan.keys) for value in values] if plan.keys else []
    skipped = len(unit.rows) - len(chosen)
    return Outcome(len(unit.rows), len(kept), sorted(bad), found, kept, values if plan.values else [], keys, skipped)


def found_in(unit: Unit, index: int, violation: Violation) -> Found:
    """A violation in a record of a unit, with its place."""
    if isinstance(unit, BlockUnit):
        block = unit.block
        if not unit.columns:
            start, end = _place_of(block, index, violation)
        elif violation.field and violation.field[0] in unit.columns:
            _, ranges, _ = block.cells(index)
            start, end = ranges[unit.columns.index(str(violation.field[0]))]
        else:
            start, end = 0, len(block.record(index))
        messages = violation.message, violation.message_ar
        return _found_at(block, index, violation.code, violation.field, violation.error_type, messages, start, end)
    start_byte = end_byte = None
    place = unit.places[index] if unit.places and violation.field[:1] == (unit.text_field,) else None
    if place is not None:
        start_byte, end_byte = place
    return Found(
        violation.code,
        unit.first + index,
        violation.field,
        violation.error_type,
        violation.message,
        violation.message_ar,
        None,
        None,
        start_byte,
        end_byte,
        _shown(unit.rows[index], violation.field),
    )


def _too_long(block: _core.RecordBlock, plan: Plan) -> Outcome:
    """A part of a record that is too long: it is counted, and told, with its last part."""
    if block.part == "part":
        return Outcome(0, 0, [], [], [], [], [])
    found = _found_at(block, 0, "SC012", (), "record_too_long", (str(plan.longest),) * 2, 0, 0)
    return Outcome(1, 0, [0], [found], [], [], [])


def _found_at(
    block: _core.RecordBlock,
    index: int,
    code: str,
    field: tuple[str | int, ...],
    error_type: str,
    messages: tuple[str, str],
    start: int,
    end: int,
) -> Found:
    """A finding at bytes of a record."""
    first, last, line, column, text = block.place(index, start, end, LONGEST_TEXT)
    return Found(code, block.first + index, field, error_type, *messages, line, column, first, last, text)


def _found_round(block: _core.RecordBlock, error_type: str, start: int, end: int) -> Found:
    """A finding about what is round the records."""
    at = block.offset
    return Found("SC013", None, (), error_type, *ours(error_type), None, None, at + start, at + end, "")


def _place_of(block: _core.RecordBlock, index: int, violation: Violation) -> tuple[int, int]:
    """Where the value stands that a path leads to, or its name, where the path ends in pydantic's word for that."""
    field = violation.field
    if field and field[-1] == "[key]":
        _, _, reached, name = block.locate(index, field[:-1])
        if reached and name is not None:
            return name
    # What is missing is nowhere; its name may well be that of a member further out.
    start, end, _, _ = block.locate(index, field[:-1] if violation.code == "SC001" else field)
    return start, end


def _chosen(count: int, first: int, share: float) -> Sequence[int]:
    """The records of a sample, out of so many: the same ones each time, whatever else is in the file."""
    if share >= 1:
        return range(count)
    # Multiplied by the golden ratio, numbers are spread evenly over 32 bits.
    limit = int(share * 2**32)
    return [index for index in range(count) if (first + index) * 2654435769 % 2**32 < limit]


def _key(value: Any, fields: Sequence[str]) -> tuple[Any, ...]:
    return tuple(_member(value, field) for field in fields)


def _member(value: Any, path: str) -> Any:
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
    return value


def _shown(value: Any, field: Sequence[str | int]) -> str:
    for part in field:
        try:
            value = value[part]
        except (TypeError, KeyError, IndexError):
            break
    text = value if isinstance(value, str) else repr(value)
    return text[:LONGEST_TEXT]
