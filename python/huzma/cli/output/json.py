"""Findings for programs: one JSON array."""

from __future__ import annotations

import json
from collections.abc import Iterable

from huzma.cli.streams import Output
from huzma.models import Finding, Record


def render_json(findings: Iterable[Finding], out: Output, *, colour: bool = False) -> None:
    """Writes an array of findings as they come, an element a line; `[]` where there are none."""
    separator = "["
    for finding in findings:
        out.print(f"{separator}\n{to_json(finding)}")
        separator = ","
    out.print("[]\n" if separator == "[" else "\n]\n")


def to_json(record: Record) -> str:
    r"""A record as JSON on one line.

    A lone surrogate, such as an undecodable byte of a path, stays in the string; `Output.print` writes it as
    `\udcXX`, which inside a JSON string is an escape.
    """
    try:
        return record.model_dump_json()
    except ValueError:  # pydantic refuses lone surrogates
        return json.dumps(record.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
