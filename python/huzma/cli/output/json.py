"""Findings for programs: one JSON array, or one JSON object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from huzma.cli.output import Context
from huzma.cli.streams import Output
from huzma.models import Finding, Record

_CONTROLS = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""What steers a terminal or the direction of a line, is not seen, or is not UTF-8, and JSON allows raw."""


def render_json(findings: Iterable[Finding], out: Output, context: Context) -> None:
    """Writes an array of findings as they come, an element a line; `[]` where there are none."""
    separator = "["
    for finding in findings:
        out.print(f"{separator}\n{without_controls(to_json(finding))}")
        separator = ","
    out.print("[]\n" if separator == "[" else "\n]\n")


def render_jsonl(findings: Iterable[Finding], out: Output, context: Context) -> None:
    """Writes a finding a line, as they come; nothing where there are none."""
    for finding in findings:
        out.print(without_controls(to_json(finding)) + "\n")


def to_json(record: Record) -> str:
    r"""A record as JSON on one line.

    A lone surrogate, such as an undecodable byte of a path, stays in the string; `Output.print` writes it as
    `\udcXX`, which inside a JSON string is an escape.
    """
    try:
        return record.model_dump_json()
    except ValueError:  # pydantic refuses lone surrogates
        return json.dumps(record.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))


def without_controls(written: str) -> str:
    """JSON with escapes for all that must not reach a terminal: the same value, and safe to look at."""
    return _CONTROLS.sub(_escape, written)


def _escape(match: re.Match[str]) -> str:
    point = ord(match[0])
    if point <= 0xFFFF:
        return f"\\u{point:04x}"
    return f"\\u{0xD800 + (point - 0x10000 >> 10):04x}\\u{0xDC00 + (point & 0x3FF):04x}"
