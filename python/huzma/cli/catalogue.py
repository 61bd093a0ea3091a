"""`huzma profiles`, `rules`, `explain` and `schema`: what huzma knows."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from huzma import _core
from huzma.checking import rules as all_rules
from huzma.cli.app import DASH
from huzma.cli.output.json import to_json
from huzma.cli.rule_pages import explanation, write_pages
from huzma.cli.streams import DONE, FAILED, Terminal
from huzma.models import (
    Article,
    DateMention,
    Duration,
    Finding,
    Limits,
    Name,
    Number,
    Profile,
    Quantity,
    Quotation,
    Record,
    Rule,
    Signature,
    Statement,
)

RECORDS: dict[str, type[Record]] = {
    "article": Article,
    "date": DateMention,
    "duration": Duration,
    "finding": Finding,
    "limits": Limits,
    "name": Name,
    "number": Number,
    "profile": Profile,
    "quantity": Quantity,
    "quotation": Quotation,
    "rule": Rule,
    "signature": Signature,
    "statement": Statement,
}
"""The records whose schemas are published, by the names that `huzma schema` takes."""


def profiles(*, terminal: Annotated[Terminal, Parameter(parse=False)]) -> int:
    """List the normalisation profiles: their steps, and what each step loses."""
    losses = {step["name"]: step["loss"] for step in _core.profile_steps()}
    for name, profile in _core.profiles().items():
        terminal.out.print(f"{name}\n")
        for step in json.loads(profile)["steps"]:
            step_name, options = (step, {}) if isinstance(step, str) else next(iter(step.items()))
            chosen = f" {json.dumps(options, ensure_ascii=False)}" if options else ""
            loss = f"  (loses: {losses[step_name]})" if losses.get(step_name) else ""
            terminal.out.print(f"  {step_name}{chosen}{loss}\n")
    return DONE


def rules(
    *,
    format: Literal["text", "json", "markdown"] = "text",
    output: Annotated[str | None, Parameter(name=["--output", "-o"])] = None,
    terminal: Annotated[Terminal, Parameter(parse=False)],
) -> int:
    """List the codes that findings carry.

    Parameters
    ----------
    format
        text, a line a code; json, an array; markdown, a folder with the page of each code; text by default.
    output
        The folder that markdown is written to; pages in it of codes that no longer exist are removed.
    """
    known = all_rules()
    if format == "markdown" or output is not None:
        if format != "markdown" or output is None or output == DASH:
            terminal.say("--format markdown and -o FOLDER go together")
            return FAILED
        removed = write_pages(Path(output), known)
        terminal.say(f"{output}: {len(known)} pages" + (f", removed {', '.join(removed)}" if removed else ""))
        return DONE
    if format == "json":
        terminal.out.print("[\n" + ",\n".join(to_json(rule) for rule in known) + "\n]\n")
        return DONE
    width = max(len(rule.name) for rule in known)
    for rule in known:
        fix = f"{rule.fix} fix" if rule.fix else ""
        first = rule.summary.partition(". ")[0].rstrip(".")
        terminal.out.print(f"{rule.code}  {rule.name:<{width}}  {rule.severity:<7}  {fix:<10}  {first}.\n")
    return DONE


def explain(rule: str, *, terminal: Annotated[Terminal, Parameter(parse=False)]) -> int:
    """Show the page of a code.

    Parameters
    ----------
    rule
        A code or a name, such as PN001 or latin-comma.
    """
    known = {name: found for found in all_rules() for name in (found.code, found.name)}
    found = known.get(rule) or known.get(rule.upper()) or known.get(rule.lower())
    if found is None:
        nearest = get_close_matches(rule.upper(), known, 1) or get_close_matches(rule.lower(), known, 1)
        hint = f"did you mean {nearest[0]}?" if nearest else "'huzma rules' lists all"
        terminal.say(f"no rule is called {rule!r}; {hint}")
        return FAILED
    page = _page(found)
    if terminal.out_is_terminal:
        from rich.console import Console
        from rich.markdown import Markdown

        Console(file=terminal.text_file(), no_color=not terminal.out_has_colour).print(Markdown(page))
    else:
        terminal.out.print(page)
    return DONE


def schema(
    record: Literal[
        "article",
        "date",
        "duration",
        "finding",
        "limits",
        "name",
        "number",
        "profile",
        "quantity",
        "quotation",
        "rule",
        "signature",
        "statement",
    ],
    *,
    mode: Literal["serialization", "validation"] = "serialization",
    terminal: Annotated[Terminal, Parameter(parse=False)],
) -> int:
    """Print the JSON Schema of a record.

    Parameters
    ----------
    record
        article, finding, rule, profile, limits, or a value of an article: date, duration, number, quantity, quotation,
        statement, signature, name.
    mode
        serialization, what huzma writes; validation, what it takes; serialization by default.
    """
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    published = {**dialect, **RECORDS[record].model_json_schema(mode=mode)}
    terminal.out.print(json.dumps(published, ensure_ascii=False, indent=2) + "\n")
    return DONE


def _page(rule: Rule) -> str:
    fix = f"{rule.fix} fix" if rule.fix else "no fix"
    heading = f"# {rule.name} ({rule.code})\n\n{rule.severity}, {fix}\n\n"
    return f"{heading}{explanation(rule)}\n"
