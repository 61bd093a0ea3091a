"""Findings as annotations of GitHub Actions: workflow commands on standard output.

The escapes are those of GitHub's own toolkit (actions/toolkit, packages/core/src/command.ts): `%`, CR and LF in data,
and `:` and `,` too in properties. Nothing of a text or a path can end a command or begin another.
"""

from __future__ import annotations

from collections.abc import Iterable

from huzma.cli.output import Context, names_document
from huzma.cli.output.position import Positions
from huzma.cli.streams import Output
from huzma.cli.visible import quoted, readable, visible
from huzma.models import Finding

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render_github(findings: Iterable[Finding], out: Output, context: Context) -> None:
    """Writes a command a finding: `::error file=…,line=…,col=…,title=CODE name::message  slice`."""
    positions = Positions(context.encoding)
    try:
        for finding in findings:
            out.print(_command(finding, positions) + "\n")
    finally:
        positions.close()


def _command(finding: Finding, positions: Positions) -> str:
    properties = {"file": _path(finding)}
    region = positions.region(finding)
    if region is not None:
        properties["line"] = str(region.line)
        if region.end_line == region.line:  # GitHub takes columns only on one line
            properties |= {"col": str(region.column), "endColumn": str(region.end_column)}
        else:
            properties["endLine"] = str(region.end_line)
    properties["title"] = f"{finding.code} {finding.name}"
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    document = f"{visible(finding.document_id or '')}: " if names_document(finding) else ""
    message = document + visible(finding.message) + (f"  {quoted(finding.text)}" if finding.text else "")
    return f"::{_COMMANDS[finding.severity]} {named}::{_data(message)}"


def _path(finding: Finding) -> str:
    return visible(readable(finding.path or "-")).removeprefix("./")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
