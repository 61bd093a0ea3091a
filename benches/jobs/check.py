"""Finding what is wrong, and mending it. The tools look for different things, so there is no answer in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benches.rows import Job, Row


def huzma_check() -> Callable[[str], Any]:
    from huzma import check

    return check


def huzma_findings() -> Callable[[str], list[Any]]:
    from huzma import check

    return lambda text: list(check(text))


def arabcheck() -> Callable[[str], Any]:
    from arabcheck import ArabCheck

    return ArabCheck().audit


def arabic_lint() -> Callable[[str], Any]:
    from arabic_lint.detect import scan_text

    return scan_text


def ftfy_badness() -> Callable[[str], Any]:
    from ftfy.badness import badness

    return badness


def arafix_diagnose() -> Callable[[str], Any]:
    from arafix import diagnose

    return diagnose


def huzma_fix() -> Callable[[str], Any]:
    from huzma import fix

    return fix


def ftfy() -> Callable[[str], str]:
    from ftfy import fix_text

    return fix_text


def arafix_repair() -> Callable[[str], Any]:
    from arafix import repair_text

    return repair_text


JOBS = [
    Job(
        "check",
        [
            Row("huzma", "check", huzma_check, note="every rule, findings as columns"),
            Row("huzma", "list(check())", huzma_findings, note="every rule, every Finding made"),
            Row("arabcheck", "audit", arabcheck, note="one rule"),
            Row("ftfy", "badness", ftfy_badness, part=0.5, note="mojibake only"),
            Row("arabic-lint", "scan_text", arabic_lint, part=0.3, note="presentation forms only"),
            Row("arafix", "diagnose", arafix_diagnose, part=0.05),
        ],
        None,
        corpora=("news", "clean"),
    ),
    Job(
        "fix",
        [
            Row("huzma", "fix", huzma_fix, note="safe fixes of every rule"),
            Row("ftfy", "fix_text", ftfy, part=0.2),
            Row("arafix", "repair_text", arafix_repair, part=0.02),
        ],
        None,
        corpora=("news", "clean"),
    ),
]
