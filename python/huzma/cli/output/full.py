"""Findings for people: grouped by file, each with its slice of the text."""

from __future__ import annotations

from collections.abc import Iterable

from huzma.cli.output import place, where
from huzma.cli.streams import Output
from huzma.cli.visible import quoted, visible
from huzma.models import Finding

_COLOURS = {"error": "31", "warning": "33", "info": "36"}


def render_full(findings: Iterable[Finding], out: Output, *, colour: bool) -> None:
    """Writes a heading for each file and a line for each finding: line, column, code, name, severity, message, slice.

    There are no carets: terminals reorder Arabic, so a mark under a line points at the wrong letter.
    """
    heading = None
    for finding in findings:
        group = where(finding)
        if group != heading:
            out.print(f"{'' if heading is None else chr(10)}{_styled(group, '1', colour)}\n")
            heading = group
        parts = [
            f"{place(finding) or '-':<7}",
            f"{_styled(finding.code, '1', colour)} {visible(finding.name)}",
            _styled(finding.severity, _COLOURS[finding.severity], colour),
            visible(finding.message),
        ]
        if finding.text:
            parts.append(quoted(finding.text))
        if finding.fix is not None:
            parts.append("[fix]" if finding.fix.safe else "[unsafe fix]")
        out.print("  " + "  ".join(parts) + "\n")


def _styled(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if colour else text
