"""Validating records against schemas: files of any size, errors that point into them."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from huzma.checking import Findings, LocatedRows, Rows
from huzma.errors import BundleError
from huzma.models import Finding, Language, Limits
from huzma.validation.constraints import Constraint, NearlyEqual, Ordered, References, Unique
from huzma.validation.passes import Options, Pass, finding_of, is_article
from huzma.validation.schemas import Given
from huzma.validation.units import Source
from huzma.validation.work import Found

__all__ = ["Constraint", "NearlyEqual", "Ordered", "References", "Report", "Unique", "validate"]


class FoundRows:
    """Violations that become findings one at a time."""

    __slots__ = ("_found", "_path")

    def __init__(self, found: Sequence[Found], path: str | None) -> None:
        self._found = found
        self._path = path

    def __len__(self) -> int:
        return len(self._found)

    def finding(self, index: int, language: Language) -> Finding:
        """The finding at an index of the run."""
        return finding_of(self._found[index], self._path, language)

    def counts(self) -> dict[str, int]:
        """How many findings each code has."""
        counts: dict[str, int] = {}
        for found in self._found:
            counts[found.code] = counts.get(found.code, 0) + 1
        return counts

    def severities(self) -> dict[str, int]:
        """How many findings each severity has."""
        counts: dict[str, int] = {}
        for index in range(len(self._found)):
            severity = self.finding(index, "en").severity
            counts[severity] = counts.get(severity, 0) + 1
        return counts


class PlainRows:
    """Findings as they are."""

    __slots__ = ("_findings",)

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._findings = findings

    def __len__(self) -> int:
        return len(self._findings)

    def finding(self, index: int, language: Language) -> Finding:
        """The finding at an index of the run."""
        return self._findings[index]

    def counts(self) -> dict[str, int]:
        """How many findings each code has."""
        counts: dict[str, int] = {}
        for finding in self._findings:
            counts[finding.code] = counts.get(finding.code, 0) + 1
        return counts

    def severities(self) -> dict[str, int]:
        """How many findings each severity has."""
        counts: dict[str, int] = {}
        for finding in self._findings:
            counts[finding.severity] = counts.get(finding.severity, 0) + 1
        return counts


class Report:
    """What validating came to. Findings become models when they are looked at."""

    def __init__(self, done: Pass, findings: Findings, stamp: tuple[int, int] | None, source: Source) -> None:
        self._pass = done
        self._stamp = stamp
        self._source = source
        self.findings = findings
        """What is wrong, in the order of the records; what is wrong with the container stands among it."""

    @property
    def ok(self) -> bool:
        """Whether every record was accepted, nothing about the container is an error, and all were looked at."""
        return not (self._pass.counts.rejected or self._pass.stopped or self.findings.worst == "error")

    @property
    def counts(self) -> dict[str, int]:
        """How many records there are, and how many were `accepted`, `rejected` and `skipped`; how many `findings`."""
        counts = self._pass.counts
        return {
            "records": counts.records,
            "accepted": counts.accepted,
            "rejected": counts.rejected,
            "skipped": counts.skipped,
            "findings": len(self.findings),
        }

    @property
    def stopped(self) -> bool:
        """Whether it ended before the source did, because of `max_errors`."""
        return self._pass.stopped

    @property
    def rejected(self) -> array[int]:
        """The numbers of the rejected records, from 1, in order."""
        return self._pass.rejected

    @property
    def accepted(self) -> Iterator[Any]:
        """The accepted records as the schema makes them (models of a model), in order. The source is read again.

        Raises:
            BundleError: The source is a file object, which can be read once, or has changed (kind `changed`).
        """
        if self._stamp != _stamp(self._source):
            reason = f"{self._source.path}: the file has changed since it was validated"
            raise BundleError(reason, kind="changed", path=self._source.path)
        return self._pass.values(self._pass.rejected)

    def __repr__(self) -> str:
        counts = self.counts
        return f"<Report: {counts['accepted']} of {counts['records']} records accepted, {counts['findings']} findings>"


def validate(
    source: Any,
    schema: Given,
    *,
    constraints: Iterable[Constraint] = (),
    format: str | None = None,
    text_field: str = "text",
    limits: Limits | None = None,
    sample: float | None = None,
    max_errors: int | None = None,
    jobs: int = 1,
    accepted: str | os.PathLike[str] | None = None,
    rejected: str | os.PathLike[str] | None = None,
    language: Language = "en",
) -> Report:
    """Holds records against a schema.

    Args:
        source: A path (JSON Lines, a JSON array, CSV, TSV, each also with `.gz` or `.zst`; Parquet, Arrow, Feather; or
            any bundle, of which a record is a document: its id, its text, its number and its metadata);
            `delivery.zip::articles.jsonl`, a file of records in a zip or tar file or a folder; the bytes of a file of
            records or an open binary file, JSON Lines unless `format` says otherwise; a `Bundle`; a table of pyarrow,
            polars or pandas.
        schema: A pydantic model, or any type that pydantic knows; `module:Name` of one; a JSON Schema as a mapping or
            as the path of its file; or `article`.
        constraints: `Unique`, `Ordered`, `References`, `NearlyEqual`: what records owe each other.
        format: `jsonl`, `json`, `csv`, `tsv`, `parquet`, `arrow`, `feather` or `bundle`, where the name does not tell.
        text_field: The name that the text of a document has in its record.
        limits: `document_bytes` is the longest record, `metadata_nesting` the deepest, `total_bytes` what is read in
            all.
        sample: The share of records to look at, from 0 to 1; the same ones each time.
        max_errors: After so many findings nothing more is read, and no output is written.
        jobs: How many processes look at records; in more than one, a model has to be one that can be imported.
        accepted: A file to write the accepted records to: as they stand where it has the suffix of the source, and as
            the schema reads them in `.jsonl`, `.parquet`, `.arrow` and `.feather`.
        rejected: A file to write the rejected records to, as they stand; `NAME.reasons.jsonl` beside it has the
            findings. Both are there whole or not at all.
        language: The language of the messages.

    Returns:
        The report. In a table, a cell without anything in it is not there, and `""` is an empty text.

    Raises:
        BundleError: The source cannot be read, an output cannot be written.
        LimitError: More is read than `total_bytes`.
        SchemaError: The schema is none, or cannot do what is asked for.
        TypeError: The source is none of these.
        ValueError: There is no such format; the sample is no share.
    """
    if sample is not None and not 0 < sample <= 1:
        raise ValueError(f"sample is a share over 0 and up to 1, not {sample}")
    if sample is not None and (accepted is not None or rejected is not None):
        raise ValueError("a sample cannot be split: leave sample, or accepted and rejected, out")
    opened = Source(source, format=format, limits=limits, text_field=text_field, articles=is_article(schema))
    stamp = _stamp(opened)
    options = Options(
        tuple(constraints),
        sample,
        max_errors,
        jobs,
        None if accepted is None else os.fspath(accepted),
        None if rejected is None else os.fspath(rejected),
    )
    done = Pass(opened, schema, options)
    parts: list[Rows] = []
    run: list[Found] = []
    for event in done.events():
        if isinstance(event, Found):
            run.append(event)
            continue
        if run:
            parts.append(FoundRows(run, opened.path))
            run = []
        parts.append(event if isinstance(event, LocatedRows) else PlainRows([event]))
    if run:
        parts.append(FoundRows(run, opened.path))
    return Report(done, Findings(parts, language), stamp, opened)


def _stamp(source: Source) -> tuple[int, int] | None:
    if source.stored is None:
        return None
    try:
        status = os.stat(source.stored)  # noqa: PTH116 (a name that no Path may hold)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
