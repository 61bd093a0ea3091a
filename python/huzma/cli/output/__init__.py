"""How findings are written: each format is one function over the one shape, a stream of `Finding`.

A function takes findings as they come and keeps none, so output of any length needs no memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Protocol

from huzma.cli.streams import Output
from huzma.cli.visible import readable, visible
from huzma.models import Finding


class Render(Protocol):
    """A format."""

    def __call__(self, findings: Iterable[Finding], out: Output, *, colour: bool) -> None:
        """Writes all findings."""


def renderer(name: str) -> Render:
    """The format of a name: `full`, `concise` or `json`."""
    if name == "json":
        from huzma.cli.output.json import render_json

        return render_json
    if name == "concise":
        from huzma.cli.output.concise import render_concise

        return render_concise
    from huzma.cli.output.full import render_full

    return render_full


def where(finding: Finding) -> str:
    """The file and, where a file can hold several documents, the document: `news.huzma#613a813ba363123f`."""
    path = visible(readable(finding.path or "-"))
    document = finding.document_id
    if document is None or path.lower().endswith(".txt") or document in PurePath(path).name:
        return path
    return f"{path}#{visible(document)}"


def place(finding: Finding) -> str | None:
    """The place in the document, `line:column`, or in the file, `@byte`; None where the whole is meant."""
    if finding.line is not None:
        return f"{finding.line}:{finding.column}"
    return None if finding.byte_start is None else f"@{finding.byte_start}"
