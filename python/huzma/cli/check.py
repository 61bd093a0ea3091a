"""`huzma check`: its options, its settings and its exit status."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from huzma.cli.app import DASH
from huzma.cli.output import renderer
from huzma.cli.output.statistics import statistics_writer
from huzma.cli.run import Options, Run
from huzma.cli.streams import DONE, FAILED, FOUND, Terminal
from huzma.config import Config, find, load

_LEVELS = {"info": 0, "warning": 1, "error": 2, "never": 3}


def check(
    *paths: str,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    fix: bool = False,
    unsafe_fixes: bool = False,
    diff: bool = False,
    format: Literal["full", "concise", "json"] | None = None,
    exit_zero: bool = False,
    fail_on: Literal["info", "warning", "error", "never"] | None = None,
    lang: Literal["en", "ar"] | None = None,
    config: str | None = None,
    statistics: bool = False,
    terminal: Annotated[Terminal, Parameter(parse=False)],
) -> int:
    """Check files and folders and report what is wrong with them.

    Findings go to standard output, messages and the summary to standard error. Exit status: 0 nothing at or over the
    threshold, 1 something is, 2 something could not be checked.

    Parameters
    ----------
    paths
        Files and folders; - is standard input, read as one text.
    select
        What reports: ALL, families, codes or names, separated by commas. May be repeated.
    ignore
        What stays silent all the same. May be repeated.
    fix
        Apply safe fixes to the files and report what remains. Of standard input, write the fixed text to standard
        output and what remains to standard error.
    unsafe_fixes
        With --fix or --diff, apply unsafe fixes too: they may lose information or change a reading.
    diff
        Write what --fix would change as unified diffs, and change nothing.
    format
        How findings are written; full by default.
    exit_zero
        Exit with 0 whatever is found.
    fail_on
        The severity from which on the exit status is 1; warning by default.
    lang
        The language of the messages; en by default.
    config
        The settings to use: a huzma.toml, or a pyproject.toml with [tool.huzma].
    statistics
        Write how many findings each code has, not the findings.
    """
    if not paths:
        terminal.say("check needs a PATH to check; - is standard input")
        return FAILED
    settings = _settings(config, paths, terminal)
    options = Options(
        select=_selectors(select, settings.select),
        ignore=_selectors(ignore, settings.ignore),
        mode="diff" if diff or settings.diff else "fix" if fix or settings.fix else "report",
        unsafe=unsafe_fixes or bool(settings.unsafe_fixes),
        language=lang or settings.lang or "en",
    )
    fixes_input = DASH in paths and options.mode != "report"
    if paths.count(DASH) > 1 or (fixes_input and len(paths) > 1):
        terminal.say("standard input can be checked once, and be fixed only alone")
        return FAILED

    run = Run(options, terminal)
    found = run.tally.found(run.findings(paths))
    target = terminal.err if fixes_input else terminal.out
    name = format or settings.format or "full"
    if options.mode == "diff":
        deque(found, maxlen=0)
    elif statistics or settings.statistics:
        deque(found, maxlen=0)
        statistics_writer(name)(run.tally.codes, target)
    else:
        renderer(name)(found, target, colour=terminal.out_has_colour and not fixes_input)
    terminal.out.flush()  # data first: where both streams are one terminal, the summary comes last
    terminal.err.print(run.tally.summary(fixes=True, fixed=options.mode == "fix"))
    terminal.err.flush()

    if run.failed:
        return FAILED
    if exit_zero or (fail_on is None and settings.exit_zero):
        return DONE
    threshold = _LEVELS[fail_on or settings.fail_on or "warning"]
    return FOUND if any(_LEVELS[severity] >= threshold for severity in run.tally.severities) else DONE


def _settings(config: str | None, paths: Sequence[str], terminal: Terminal) -> Config:
    if config is not None:
        return load(Path(config))
    try:
        here = Path.cwd()
    except OSError:  # the working directory is gone: nothing lies above it
        return Config()
    found, passed_over = find(here, [path for path in paths if path != DASH and Path(path).exists()])
    for path in passed_over:
        terminal.say(f"note: {path} lies in the data that is checked, so it is not used; --config {path} uses it")
    return Config() if found is None else load(found)


def _selectors(given: list[str] | None, configured: Sequence[str] | None) -> list[str] | None:
    """What the command line says, or else what the settings say."""
    if given is None:
        return None if configured is None else list(configured)
    return [selector.strip() for part in given for selector in part.split(",")]
