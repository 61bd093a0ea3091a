"""How findings are written: each format is one function over the one shape, a stream of `Finding`.

A function takes findings as they come and keeps none, so output of any length needs no memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal, Protocol, get_args

from huzma.cli.streams import Output
from huzma.cli.visible import readable, visible
from huzma.models import Finding, Language, Rule

Format = Literal["full", "concise", "json", "jsonl", "sarif", "github"]
"""A format of findings."""

FORMATS: tuple[str, ...] = get_args(Format)


_ONE_TEXT = re.compile(r"\.txt(\.gz|\.zst)?$", re.IGNORECASE)
_MANY_DOCUMENTS = re.compile(r"\.(huzma|jsonl|csv|tsv|zip|tar|parquet|wet|warc)(\.gz|\.zst)?$", re.IGNORECASE)
_PACKED = re.compile(r"\.(gz|zst|zip|tar|tgz|parquet)$", re.IGNORECASE)


@dataclass(frozen=True)
class Context:
    """What a format may want to know beside the findings."""

    colour: bool = False
    language: Language = "en"
    rules: Callable[[], Sequence[Rule]] = tuple
    """The codes that report, as this run reports them."""
    succeeded: Callable[[], bool] = bool
    """Whether everything could be checked; known when the findings have ended."""
    encoding: str = "utf-8"
    """In which encoding texts were read."""


class Render(Protocol):
    """A format."""

    def __call__(self, findings: Iterable[Finding], out: Output, context: Context) -> None:
        """Writes all findings."""


def renderer(name: Format) -> Render:
    """The function of a format."""
    if name == "json":
        from huzma.cli.output.json import render_json

        return render_json
    if name == "jsonl":
        from huzma.cli.output.json import render_jsonl

        return render_jsonl
    if name == "sarif":
        from huzma.cli.output.sarif import render_sarif

        return render_sarif
    if name == "github":
        from huzma.cli.output.github import render_github

        return render_github
    if name == "concise":
        from huzma.cli.output.concise import render_concise

        return render_concise
    from huzma.cli.output.full import render_full

    return render_full


def names_document(finding: Finding) -> bool:
    """Whether its file can hold several documents, so that the path alone does not tell which one is meant."""
    return _is_one_of_several(finding.path or "-", finding.document_id)


def _is_one_of_several(path: str, document: str | None) -> bool:
    if document is None or _ONE_TEXT.search(path):
        return False
    return bool(_MANY_DOCUMENTS.search(path)) or document not in PurePath(path).name


def bytes_of_file(finding: Finding) -> bool:
    """Whether its bytes are counted in the file as it lies there, not in what an archive holds or was compressed."""
    return not _PACKED.search(finding.path or "-")


def where(finding: Finding) -> str:
    """The file and, where a file can hold several documents, the document: `news.huzma#613a813ba363123f`."""
    return location(finding.path, finding.document_id)


def location(path: str | None, document_id: str | None) -> str:
    """As `where`, of a document."""
    shown = visible(readable(path or "-"))
    return f"{shown}#{visible(document_id or '')}" if _is_one_of_several(path or "-", document_id) else shown


def place(finding: Finding) -> str | None:
    """The place in the document, `line:column`, or in the file, `@byte`; None where the whole is meant."""
    if finding.line is not None:
        return f"{finding.line}:{finding.column}"
    return None if finding.byte_start is None else f"@{finding.byte_start}"
