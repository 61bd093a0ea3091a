"""Findings for people: grouped by file, each with its slice of the text."""

from __future__ import annotations

from collections.abc import Iterable

from huzma.cli.output import Context, place, where
from huzma.cli.streams import Output
from huzma.cli.visible import quoted, visible
from huzma.cli.wording import fix_mark, severity_name
from huzma.models import Finding

_COLOURS = {"error": "31", "warning": "33", "info": "36"}


def render_full(findings: Iterable[Finding], out: Output, context: Context) -> None:
    """Writes a heading for each file and a line for each finding: line, column, code, name, severity, message, slice.

    There are no carets: terminals reorder Arabic, so a mark under a line points at the wrong letter.
    """
    heading = None
    for finding in findings:
        group = where(finding)
        if group != heading:
            out.print(f"{'' if heading is None else chr(10)}{_styled(group, '1', context)}\n")
            heading = group
        parts = [
            f"{place(finding) or '-':<7}",
            f"{_styled(finding.code, '1', context)} {visible(finding.name)}",
            _styled(severity_name(finding.severity, context.language), _COLOURS[finding.severity], context),
            visible(finding.message),
        ]
        if finding.text:
            parts.append(quoted(finding.text))
        if finding.fix is not None:
            parts.append(fix_mark(finding.fix.safe, context.language))
        out.print("  " + "  ".join(parts) + "\n")


def _styled(text: str, style: str, context: Context) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if context.colour else text
