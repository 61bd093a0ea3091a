"""Findings for editors and `grep`: one line each."""

from __future__ import annotations

from collections.abc import Iterable

from huzma.cli.output import Context, place, where
from huzma.cli.streams import Output
from huzma.cli.visible import visible
from huzma.models import Finding


def render_concise(findings: Iterable[Finding], out: Output, context: Context) -> None:
    """Writes `path:line:column: CODE message`; without a line `path:@byte: …`, for the whole file `path: …`."""
    for finding in findings:
        out.print(concise(finding) + "\n")


def concise(finding: Finding) -> str:
    """The line of one finding."""
    at = place(finding)
    return f"{where(finding)}{'' if at is None else f':{at}'}: {finding.code} {visible(finding.message)}"
