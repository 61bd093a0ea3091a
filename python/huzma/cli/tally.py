"""Counting what is read and found, for the summary and the exit status."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from huzma.cli import wording
from huzma.documents import Document
from huzma.models import Finding, Language


@dataclass
class CodeTally:
    """How many findings a code has, in how many documents, and how many of them can be fixed."""

    name: str
    severity: str
    count: int = 0
    documents: int = 0
    fixable: int = 0
    last_document: tuple[str | None, str | None] | None = None
    """Where the latest finding was; the findings of one document come one after the other."""


@dataclass
class Tally:
    """What one run has read and found."""

    documents: int = 0
    files: int = 0
    bytes: int = 0
    applied: int = 0
    files_fixed: int = 0
    safe: int = 0
    unsafe: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    codes: dict[str, CodeTally] = field(default_factory=dict)
    _begun: float = field(default_factory=time.perf_counter)
    _last_file: str | None = None

    def read(self, document: Document, file: str) -> None:
        """Counts a document; the documents of one file come one after the other."""
        self.documents += 1
        self.bytes += document.size
        if file != self._last_file:
            self.files += 1
            self._last_file = file

    def found(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Counts findings as they pass."""
        for finding in findings:
            self.severities[finding.severity] += 1
            code = self.codes.get(finding.code)
            if code is None:
                code = self.codes[finding.code] = CodeTally(finding.name, finding.severity)
            code.count += 1
            document = (finding.path, finding.document_id)
            if document != code.last_document:
                code.documents += 1
                code.last_document = document
            if finding.fix is not None:
                code.fixable += 1
                if finding.fix.safe:
                    self.safe += 1
                else:
                    self.unsafe += 1
            yield finding

    def add(self, severities: Mapping[str, int], safe: int, unsafe: int) -> None:
        """Counts the findings of a document together; `codes` stays as it is."""
        self.severities.update(severities)
        self.safe += safe
        self.unsafe += unsafe

    def summary(
        self,
        *,
        fixes: bool = False,
        fixed: bool = False,
        baseline: tuple[int, int] | None = None,
        language: Language = "en",
    ) -> str:
        """One line: documents, files, findings by severity, time and speed; MB are 10⁶ bytes of text in UTF-8.

        Args:
            fixes: Say what can be fixed.
            fixed: Say what was fixed; what was found is the rest then.
            baseline: How many findings the baseline knew, and how many of its entries no longer occur.
            language: The language of the line.
        """
        seconds = time.perf_counter() - self._begun
        megabytes = self.bytes / 1e6
        return wording.summary(
            language=language,
            documents=self.documents,
            files=self.files,
            severities=self.severities.__getitem__,
            speed=(megabytes, seconds, megabytes / max(seconds, 1e-9)),
            fixed=(self.applied, self.files_fixed) if fixed else None,
            fixable=(self.safe, self.unsafe) if fixes else None,
            baseline=baseline,
        )
