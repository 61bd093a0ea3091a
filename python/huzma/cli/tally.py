"""Counting what is read and found, for the summary and the exit status."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from huzma.documents import Document
from huzma.models import Finding


@dataclass
class CodeTally:
    """How many findings a code has, and how many of them can be fixed."""

    name: str
    severity: str
    count: int = 0
    fixable: int = 0


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
            code = self.codes.setdefault(finding.code, CodeTally(finding.name, finding.severity))
            code.count += 1
            if finding.fix is not None:
                code.fixable += 1
                if finding.fix.safe:
                    self.safe += 1
                else:
                    self.unsafe += 1
            yield finding

    def summary(self, *, fixes: bool = False, fixed: bool = False) -> str:
        """One line: documents, files, findings by severity, time and speed; MB are 10⁶ bytes of text in UTF-8.

        Args:
            fixes: Say what can be fixed.
            fixed: Say what was fixed; what was found is the rest then.
        """
        seconds = time.perf_counter() - self._begun
        megabytes = self.bytes / 1e6
        parts = []
        if fixed:
            where = f" in {_count(self.files_fixed, 'file')}" if self.files_fixed else ""
            parts.append(f"{_count(self.applied, 'fix', 'fixes')} applied{where}")
        found = [_count(self.severities[severity], severity) for severity in ("error", "warning")]
        found.append(f"{self.severities['info']} info")
        parts.append(", ".join(found))
        if fixes:
            unsafe = f" ({self.unsafe} more with --unsafe-fixes)" if self.unsafe else ""
            parts.append(f"{self.safe} fixable with --fix{unsafe}")
        parts.append(f"{megabytes:.3f} MB in {seconds:.3f} s, {megabytes / max(seconds, 1e-9):.1f} MB/s")
        return f"{_count(self.documents, 'document')} in {_count(self.files, 'file')}: {'; '.join(parts)}\n"


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
