"""How many findings each code has, for `huzma check --statistics`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from huzma.cli.streams import Output
from huzma.cli.tally import CodeTally


def statistics_writer(format: str) -> Callable[[Mapping[str, CodeTally], Output], None]:
    """The way to write statistics that goes with a format of findings."""
    return _write_json if format == "json" else _write_table


def _write_table(codes: Mapping[str, CodeTally], out: Output) -> None:
    for code, tally in _commonest_first(codes):
        fixable = f"  [{tally.fixable} fixable]" if tally.fixable else ""
        out.print(f"{tally.count:>7}  {code} {tally.name}  {tally.severity}{fixable}\n")


def _write_json(codes: Mapping[str, CodeTally], out: Output) -> None:
    rows = [
        {"code": code, "name": tally.name, "severity": tally.severity, "count": tally.count, "fixable": tally.fixable}
        for code, tally in _commonest_first(codes)
    ]
    out.print(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def _commonest_first(codes: Mapping[str, CodeTally]) -> list[tuple[str, CodeTally]]:
    return sorted(codes.items(), key=lambda item: (-item[1].count, item[0]))
