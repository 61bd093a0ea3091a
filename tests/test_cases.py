"""The case documents of `tests/cases/`, through the Python face."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

import huzma

FOLDER = Path(__file__).parent / "cases"


class Case(NamedTuple):
    code: str
    title: str
    text: str
    findings: list[tuple[int, int, str | None, str | None]]
    fixed: str
    fixed_unsafe: str


def unescape(raw: str) -> str:
    def character(match: re.Match[str]) -> str:
        escape = match[1]
        if escape.startswith("u{"):
            return chr(int(escape[2:-1], 16))
        return {"n": "\n", "r": "\r", "t": "\t"}.get(escape, escape)

    return re.sub(r"\\(u\{[0-9A-Fa-f]+\}|.)", character, raw)


def cases() -> list[Case]:
    found = []
    for path in sorted(FOLDER.glob("*.md")):
        if path.name == "README.md":
            continue
        code = path.name.split("-")[0]
        for section in path.read_text(encoding="utf-8").split("\n## ")[1:]:
            title = section.splitlines()[0]
            blocks = dict(re.findall(r"^```([a-z -]+)\n(.*?)\n?^```$", section, flags=re.MULTILINE | re.DOTALL))
            if "text" not in blocks:  # a case about files: the core's own suite runs it
                continue
            text = unescape(blocks["text"])
            outside = re.sub(r"^```.*?^```$", "", section, flags=re.MULTILINE | re.DOTALL)
            findings = [
                (int(start), int(end), unescape(piece[1:-1]) if piece else None, severity or None)
                for start, end, piece, severity in re.findall(
                    r"^- (\d+)\.\.(\d+)(?: (`.*`))?(?: (\w+))?$", outside, flags=re.MULTILINE
                )
            ]
            fixed = unescape(blocks["fixed"]) if "fixed" in blocks else text
            fixed_unsafe = unescape(blocks["fixed-unsafe"]) if "fixed-unsafe" in blocks else fixed
            found.append(Case(code, title, text, findings, fixed, fixed_unsafe))
    return found


CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code}: {case.title}" for case in CASES])
def test_case(case: Case) -> None:
    found = list(huzma.check(case.text, select=[case.code]))
    assert [(finding.start, finding.end) for finding in found] == [(start, end) for start, end, _, _ in case.findings]
    for finding, (_, _, piece, severity) in zip(found, case.findings, strict=True):
        assert finding.start is not None
        assert finding.end is not None
        assert finding.text == case.text[finding.start : finding.end]
        assert piece is None or finding.text == piece
        assert severity is None or finding.severity == severity
    assert huzma.fix(case.text, select=[case.code]).text == case.fixed
    assert huzma.fix(case.text, unsafe=True, select=[case.code]).text == case.fixed_unsafe


def test_every_rule_has_cases() -> None:
    assert {rule.code for rule in huzma.rules() if rule.room == "lint"} == {case.code for case in CASES}
