"""Findings as SARIF 2.1.0, for code scanning.

<https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html>. Results are written
as they come; the rules stand before them, what became of the run behind them. Columns are code points, and a line ends
at LF, CRLF or CR, as everywhere in huzma; the run says both.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from inspect import cleandoc
from itertools import count
from typing import Any
from urllib.parse import quote

from huzma import _core
from huzma.cli.output import Context, bytes_of_file, names_document
from huzma.cli.output.json import without_controls
from huzma.cli.output.position import Positions, Region, after
from huzma.cli.streams import Output
from huzma.cli.visible import visible
from huzma.models import Edit, Finding, Fix, Language, Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "huzmaFinding/v1"
"""What the fingerprint is called; another number would mean another way to make it."""

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_FIXES: dict[Language, dict[bool, str]] = {
    "en": {True: "Safe fix: loses nothing.", False: "Unsafe fix: it may lose information or change a reading."},
    "ar": {True: "إصلاح آمن لا يضيع به شيء.", False: "إصلاح غير آمن: قد يضيع به شيء أو تتغير به القراءة."},
}


def render_sarif(findings: Iterable[Finding], out: Output, context: Context) -> None:
    """Writes one log with one run."""
    rules = context.rules()
    driver = {
        "name": "huzma",
        "version": _core.__version__,
        "language": context.language,
        "rules": [_rule(rule, context.language) for rule in rules],
    }
    head = f'{{"$schema":{_json(SCHEMA)},"version":"2.1.0","runs":[{{"tool":{_json({"driver": driver})}'
    run = {"columnKind": "unicodeCodePoints", "newlineSequences": ["\r\n", "\n", "\r"], "language": context.language}
    out.print(f'{head},{_json(run)[1:-1]},"results":[')
    results = _Results(rules, context)
    separator = "\n"
    try:
        for finding in findings:
            out.print(separator + _json(results.result(finding)))
            separator = ",\n"
    finally:
        results.positions.close()
    invocations = [{"executionSuccessful": context.succeeded()}]
    out.print(f'\n],"invocations":{_json(invocations)}}}]}}\n')


class _Results:
    """Makes results; what it keeps is that of one document."""

    def __init__(self, rules: Sequence[Rule], context: Context) -> None:
        self.positions = Positions(context.encoding)
        self._indexes = dict(zip((rule.code for rule in rules), count(), strict=False))
        self._language = context.language
        self._document: tuple[str | None, str | None] | None = None
        self._alike: Counter[tuple[str, str]] = Counter()

    def result(self, finding: Finding) -> dict[str, Any]:
        """One finding."""
        region = self.positions.region(finding)
        location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri(finding.path)}}}
        where = _region(finding, region)
        if where:
            location["physicalLocation"]["region"] = where
        if names_document(finding):
            location["logicalLocations"] = [{"name": finding.document_id, "kind": "document"}]
        result: dict[str, Any] = {"ruleId": finding.code}
        if finding.code in self._indexes:
            result["ruleIndex"] = self._indexes[finding.code]
        result |= {
            "level": _LEVELS[finding.severity],
            "message": {"text": visible(finding.message)},
            "locations": [location],
            "partialFingerprints": {FINGERPRINT: self._fingerprint(finding)},
        }
        if finding.fix is not None and not names_document(finding):  # in a bundle, text is stored in another way
            result["fixes"] = [_fix(finding, finding.fix, self._language)]
        return result

    def _fingerprint(self, finding: Finding) -> str:
        """The same as long as the finding stays: code, document, text, and the how-manieth of its like there."""
        document = (finding.path, finding.document_id)
        if document != self._document:
            self._document = document
            self._alike.clear()
        alike = (finding.code, finding.text)
        self._alike[alike] += 1
        parts = (finding.code, uri(finding.path), finding.document_id or "", finding.text, str(self._alike[alike]))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def uri(path: str | None) -> str:
    """A path as a URI, relative where the path is; bytes that are no letter, digit or `-._~/` are percent-encoded."""
    name = "-" if path is None else path
    try:
        stored = os.fsencode(name)
    except UnicodeEncodeError:  # not the name of any file here
        stored = name.encode("utf-8", "surrogatepass")
    encoded = quote(stored, safe="/~")
    if encoded.startswith("/"):
        return f"file://{encoded}" if not encoded.startswith("//") else f"file:///{encoded.lstrip('/')}"
    return encoded.removeprefix("./")


def _region(finding: Finding, region: Region | None) -> dict[str, Any]:
    where: dict[str, Any] = {}
    if region is not None:
        where = {
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
        }
    if finding.start is not None and finding.end is not None and not names_document(finding):
        where |= {"charOffset": finding.start, "charLength": finding.end - finding.start}
    if finding.byte_start is not None and finding.byte_end is not None and bytes_of_file(finding):
        where |= {"byteOffset": finding.byte_start, "byteLength": finding.byte_end - finding.byte_start}
    if where and finding.text:
        where["snippet"] = {"text": _whole(finding.text)}
    return where


def _fix(finding: Finding, fix: Fix, language: Language) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _deleted(finding, edit), "insertedContent": {"text": _whole(edit.replacement)}}
        for edit in fix.edits
    ]
    return {
        "description": {"text": _FIXES[language][fix.safe]},
        "artifactChanges": [{"artifactLocation": {"uri": uri(finding.path)}, "replacements": replacements}],
        "properties": {"safe": fix.safe},
    }


def _deleted(finding: Finding, edit: Edit) -> dict[str, int]:
    """Where an edit is; its line is known where it stands inside the finding."""
    offsets = {"charOffset": edit.start, "charLength": edit.end - edit.start}
    line, column, start, end = finding.line, finding.column, finding.start, finding.end
    if line is None or column is None or start is None or end is None or not start <= edit.start <= edit.end <= end:
        return offsets
    first = after(line, column, finding.text[: edit.start - start])
    last = after(*first, finding.text[edit.start - start : edit.end - start])
    return {"startLine": first[0], "startColumn": first[1], "endLine": last[0], "endColumn": last[1], **offsets}


def _rule(rule: Rule, language: Language) -> dict[str, Any]:
    page = "\n".join(visible(line) for line in cleandoc(rule.explanation).split("\n"))
    short = visible(rule.summary) if language == "en" else re.sub(r"\{\d\}", "…", visible(rule.message_ar))
    described: dict[str, Any] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": short},
        "fullDescription": {"text": visible(rule.summary)},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family], "fix": rule.fix},
    }
    if rule.url is not None:
        described["helpUri"] = rule.url
    return described


def _whole(text: str) -> str:
    """A text without lone surrogates, which not every reader of JSON takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _json(value: Any) -> str:
    return without_controls(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
