"""How many findings each code has, for `huzma check --statistics`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from huzma.cli.output import Format
from huzma.cli.streams import Output
from huzma.cli.tally import CodeTally
from huzma.cli.wording import severity_name, statistics_heads
from huzma.models import Language

Write = Callable[[Mapping[str, CodeTally], Output, Language], None]
"""Writes statistics."""


def statistics_writer(format: Format) -> Write | None:
    """The way to write statistics that goes with a format of findings; None where there is none."""
    ways: dict[Format, Write] = {
        "full": _write_table,
        "concise": _write_table,
        "json": _write_json,
        "jsonl": _write_lines,
    }
    return ways.get(format)


def _write_table(codes: Mapping[str, CodeTally], out: Output, language: Language) -> None:
    if not codes:
        return
    rows: list[tuple[str, ...]] = [statistics_heads(language)]
    for code, tally in _commonest_first(codes):
        numbers = (str(tally.count), str(tally.documents), str(tally.fixable))
        rows.append((*numbers, code, tally.name, severity_name(tally.severity, language)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        aligned = [f"{cell:>{width}}" for cell, width in zip(row[:3], widths[:3], strict=True)]
        aligned += [f"{cell:<{width}}" for cell, width in zip(row[3:5], widths[3:5], strict=True)]
        out.print("  ".join([*aligned, row[5]]) + "\n")


def _write_json(codes: Mapping[str, CodeTally], out: Output, _: Language) -> None:
    out.print(json.dumps([_row(code, tally) for code, tally in _commonest_first(codes)], indent=1) + "\n")


def _write_lines(codes: Mapping[str, CodeTally], out: Output, _: Language) -> None:
    for code, tally in _commonest_first(codes):
        out.print(json.dumps(_row(code, tally)) + "\n")


def _row(code: str, tally: CodeTally) -> dict[str, str | int]:
    return {
        "code": code,
        "name": tally.name,
        "severity": tally.severity,
        "count": tally.count,
        "documents": tally.documents,
        "fixable": tally.fixable,
    }


def _commonest_first(codes: Mapping[str, CodeTally]) -> list[tuple[str, CodeTally]]:
    return sorted(codes.items(), key=lambda item: (-item[1].count, item[0]))
