"""Looking at one unit of records: what is refused and why, where that stands, and what later steps need of the rest.

This runs in any process; nothing here knows what came before.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import Any, NamedTuple

from huzma import _core
from huzma.validation.schemas import Looked, Schema, Violation
from huzma.validation.units import BlockUnit, RowsUnit, Unit
from huzma.validation.wording import ours

LONGEST_TEXT = 480
"""How many bytes of a value a finding quotes."""

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
    """What came of a unit: how many records it has, which of them are refused, by their index, and why.

    `kept` are the indices of the others, and `values` and `keys` belong to them where they were asked for. `part` tells
    that the record goes on in the next unit.
    """

    records: int
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
    records = _Records(block)
    found: list[Found] = []
    bad: set[int] = set()
    if unit.columns:
        looked, sound = _look_at_cells(schema, unit, plan, found, bad)
    else:
        joined, sound, flaws = block.check(plan.nesting)
        for index, kind, start, end, detail in flaws:
            bad.add(index)
            code = "SC011" if kind == "json_repeated_member" else "SC010"
            expected = {"expected": detail or "JSON", "limit": plan.nesting}
            found.append(records.found(index, code, (), kind, ours(kind, **expected), start, end))
        chosen = _chosen(sound, block.first, plan.share)
        if len(chosen) < len(sound):
            joined, sound = block.join(chosen), chosen
            bad.intersection_update(_chosen(sorted(bad), block.first, plan.share))
            found = [each for each in found if each.record is None or each.record - block.first in bad]
        looked = schema.of_json(joined, lambda: [block.record(index) for index in sound]) if sound else Looked([], [])
        for violation in looked.violations:
            index = sound[violation.at]
            bad.add(index)
            found.append(found_in(unit, index, violation))
    if block.frame is not None:
        kind, start, end = block.frame
        found.append(records.of_frame(_FRAMES[kind], start, end))
    if len(bad) > 1 or plan.share < 1:
        found.sort(key=lambda each: (each.record is None, each.record or 0))
    kept = [index for index in sound if index not in bad]
    values: list[Any] = []
    if plan.values or plan.keys:
        if len(looked.values) == len(sound):
            values = [value for index, value in zip(sound, looked.values, strict=True) if index not in bad]
        elif kept:
            values = schema.of_json(block.join(kept), lambda: [block.record(index) for index in kept]).values
    skipped = len(block) - len(kept) - len(bad)
    keys = [_key(value, plan.keys) for value in values] if plan.keys else []
    return Outcome(len(block), sorted(bad), found, kept, values if plan.values else [], keys, skipped)


def _look_at_cells(
    schema: Schema, unit: BlockUnit, plan: Plan, found: list[Found], bad: set[int]
) -> tuple[Looked, list[int]]:
    block, columns = unit.block, unit.columns
    records = _Records(block)
    sound: list[int] = []
    rows = []
    for index in _chosen(range(len(block)), block.first, plan.share):
        cells, _, problem = block.cells(index)
        if problem is None and len(cells) != len(columns):
            problem = "csv_cells"
        if problem is not None:
            bad.add(index)
            wording = ours(problem, cells=len(cells), columns=len(columns))
            found.append(records.found(index, "SC010", (), problem, wording, 0, len(block.record(index))))
            continue
        row: dict[str, str] = {}
        for name, cell in zip(columns, cells, strict=True):
            if cell is not None:
                row.setdefault(name, cell)
        sound.append(index)
        rows.append(row)
    looked = schema.of_strings(rows)
    for violation in looked.violations:
        index = sound[violation.at]
        bad.add(index)
        found.append(found_in(unit, index, violation))
    return looked, sound


def _look_at_rows(schema: Schema, unit: RowsUnit, plan: Plan) -> Outcome:
    chosen = _chosen(range(len(unit.rows)), unit.first, plan.share)
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
    return Outcome(len(unit.rows), sorted(bad), found, kept, values if plan.values else [], keys, skipped)


def found_in(unit: Unit, index: int, violation: Violation) -> Found:
    """A violation in a record of a unit, with its place."""
    if isinstance(unit, BlockUnit):
        block = unit.block
        records = _Records(block)
        if not unit.columns:
            return records.of_violation(index, violation, *_place_of(block, index, violation))
        start, end = 0, len(block.record(index))
        if violation.field and violation.field[0] in unit.columns:
            _, ranges, _ = block.cells(index)
            start, end = ranges[unit.columns.index(str(violation.field[0]))]
        return records.of_violation(index, violation, start, end)
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
        return Outcome(0, [], [], [], [], [])
    records = _Records(block)
    found = records.found(0, "SC012", (), "record_too_long", (str(plan.longest),) * 2, 0, 0)
    return Outcome(1, [0], [found], [], [], [])


class _Records:
    """Makes findings of places in a block."""

    def __init__(self, block: _core.RecordBlock) -> None:
        self._block = block

    def found(
        self,
        index: int,
        code: str,
        field: tuple[str | int, ...],
        error_type: str,
        messages: tuple[str, str],
        start: int,
        end: int,
    ) -> Found:
        """A finding at bytes of a record."""
        first, last, line, column, text = self._block.place(index, start, end, LONGEST_TEXT)
        number = self._block.first + index
        return Found(code, number, field, error_type, *messages, line, column, first, last, text)

    def of_violation(self, index: int, violation: Violation, start: int, end: int) -> Found:
        """A violation, of which the schema knows only the path."""
        messages = violation.message, violation.message_ar
        return self.found(index, violation.code, violation.field, violation.error_type, messages, start, end)

    def of_frame(self, error_type: str, start: int, end: int) -> Found:
        """What is wrong round the records."""
        at = self._block.offset
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


def _chosen(indices: Sequence[int], first: int, share: float) -> list[int]:
    """The records of a sample: the same ones each time, whatever else is in the file."""
    if share >= 1:
        return list(indices)
    # Multiplied by the golden ratio, numbers are spread evenly over 32 bits.
    limit = int(share * 2**32)
    return [index for index in indices if (first + index) * 2654435769 % 2**32 < limit]


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
