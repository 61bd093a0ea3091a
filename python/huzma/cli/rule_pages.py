"""The pages of all codes as a folder of Markdown: `huzma rules --format markdown -o docs/rules`."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import cleandoc
from itertools import groupby
from pathlib import Path

from huzma import _core
from huzma.cli.visible import visible
from huzma.errors import BundleError
from huzma.models import Rule

_INDEX = "README.md"
_FIXES = {"safe": "safe fix", "unsafe": "unsafe fix", None: "no fix"}


def page_name(rule: Rule) -> str:
    """The name of the file of a page."""
    return f"{rule.code}-{rule.name}.md"


def explanation(rule: Rule) -> str:
    """What a page says, without a heading; what has no glyph is shown as an escape."""
    return "\n".join(visible(line) for line in cleandoc(rule.explanation).split("\n"))


def pages(rules: Sequence[Rule]) -> dict[str, str]:
    """The files of the folder, by name: an index, and a page a code."""
    return {_INDEX: _index(rules)} | {page_name(rule): _page(rule, rules) for rule in rules}


def write_pages(folder: Path, rules: Sequence[Rule]) -> list[str]:
    """Writes the folder; pages of codes that no longer exist are removed, other files stay.

    Returns:
        The names of the pages that were removed.

    Raises:
        BundleError: A file cannot be written.
    """
    written = pages(rules)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in written.items():
            _core.write_file(str(folder / name), content.encode())
        stale = sorted(path for path in folder.glob("[A-Z][A-Z][0-9][0-9][0-9]-*.md") if path.name not in written)
        for path in stale:
            path.unlink()
    except OSError as error:
        path = folder if error.filename is None else Path(error.filename)
        raise BundleError(f"{path}: cannot be written: {error.strerror}", kind="io", path=str(path)) from None
    return [path.name for path in stale]


def _page(rule: Rule, rules: Sequence[Rule]) -> str:
    by_code = {other.code: other for other in rules}
    lines = [
        f"# {rule.name} ({rule.code})",
        "",
        f"{rule.severity}, {_FIXES[rule.fix]}, found by the {'checker' if rule.room == 'lint' else 'reader'}",
        "",
        f"> {_cell(rule.message)}",
        ">",
        f"> {_cell(rule.message_ar)}",
        "",
        explanation(rule),
    ]
    if rule.supersedes:
        links = ", ".join(_link(by_code[code]) for code in rule.supersedes)
        lines += ["", f"Where this code reports, more general ones stay silent: {links}."]
    return "\n".join(lines) + "\n"


def _index(rules: Sequence[Rule]) -> str:
    lines = [
        "# Rules",
        "",
        f"{len(rules)} codes. A selector is a code, a name, a family (the letters of a code) or `ALL`.",
        "",
        "Written by `huzma rules --format markdown -o docs/rules` from the comments of the rules: change those.",
    ]
    for family, members in groupby(rules, key=lambda rule: rule.family):
        lines += ["", f"## {family}", "", "| code | name | severity | fix | finds |", "| --- | --- | --- | --- | --- |"]
        for rule in members:
            first = rule.summary.partition(". ")[0].rstrip(".")
            cells = (_link(rule), rule.name, rule.severity, rule.fix or "", _cell(first))
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _link(rule: Rule) -> str:
    return f"[{rule.code}]({page_name(rule)})"


def _cell(text: str) -> str:
    """One line of Markdown; what stands between back quotes is code already."""
    parts = visible(text).replace("|", "\\|").split("`")
    return "`".join(part if index % 2 else part.replace("<", "&lt;") for index, part in enumerate(parts))
