"""`huzma check`: its options, its settings and its exit status."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from huzma.checking import rules as all_rules
from huzma.cli import wording
from huzma.cli.ahead import cores
from huzma.cli.app import DASH
from huzma.cli.baseline import Baseline
from huzma.cli.limiting import limits_of
from huzma.cli.output import Context, Format, renderer
from huzma.cli.output.statistics import statistics_writer
from huzma.cli.run import Options, Run
from huzma.cli.streams import DONE, FAILED, FOUND, Terminal
from huzma.config import MOST_JOBS, Config, find, is_encoding, load
from huzma.models import Language, Rule

_LEVELS = {"info": 0, "warning": 1, "error": 2, "never": 3}


def check(
    *paths: str,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    fix: bool = False,
    unsafe_fixes: bool = False,
    diff: bool = False,
    format: Format | None = None,
    schema: str | None = None,
    encoding: str | None = None,
    limit: list[str] | None = None,
    exit_zero: bool = False,
    fail_on: Literal["info", "warning", "error", "never"] | None = None,
    lang: Literal["en", "ar"] | None = None,
    statistics: bool = False,
    baseline: str | None = None,
    write_baseline: bool = False,
    stdin_filename: str | None = None,
    jobs: int | None = None,
    config: str | None = None,
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
        How findings are written; full by default. sarif is for code scanning, github for annotations in Actions.
    schema
        Hold the records against a schema too: module:Model, the .json file of a JSON Schema, or article. huzma validate
        does only that, and splits files.
    encoding
        The encoding of texts: the name of one, or auto; utf-8 by default. Bundles in one file are in UTF-8 always.
    limit
        Raise or lower a limit on what is read: NAME=VALUE, for example document_bytes=1000000000. May be repeated.
    exit_zero
        Exit with 0 whatever is found.
    fail_on
        The severity from which on the exit status is 1; warning by default.
    lang
        The language of the messages; en by default.
    statistics
        Write how many findings each code has, not the findings.
    baseline
        A file of known findings: only others are reported. It is written, and nothing is reported, where there is none.
    write_baseline
        Write the file that --baseline names again, with what is found now.
    stdin_filename
        What standard input is called in what is written, and to the settings that depend on paths.
    jobs
        How many threads check; all cores by default. The output is the same for any number.
    config
        The settings to use: a huzma.toml, or a pyproject.toml with [tool.huzma].
    """
    if not paths:
        terminal.say("check needs a PATH to check; - is standard input")
        return FAILED
    settings, root = _settings(config, paths, stdin_filename, lang, terminal)
    limits = limits_of(limit)
    options = Options(
        select=_selectors(select, settings.select),
        ignore=_selectors(ignore, settings.ignore),
        mode="diff" if diff or settings.diff else "fix" if fix or settings.fix else "report",
        unsafe=unsafe_fixes or bool(settings.unsafe_fixes),
        language=lang or settings.lang or "en",
        severities=settings.severity or {},
        path_ignores=settings.per_path_ignores or {},
        root=root,
        docs_url=settings.docs_url,
        standard_input=stdin_filename or "-",
        jobs=jobs or settings.jobs or cores(),
        encoding=encoding or settings.encoding or "utf-8",
        limits=None if isinstance(limits, str) else limits,
        schema=schema,
    )
    name: Format = format or settings.format or "full"
    counts = statistics or bool(settings.statistics)
    known = baseline or (None if settings.baseline is None else os.path.join(root, settings.baseline))  # noqa: PTH118
    fixes_input = DASH in paths and options.mode != "report"
    usage = None
    if paths.count(DASH) > 1 or (fixes_input and len(paths) > 1):
        usage = "standard input can be checked once, and be fixed only alone"
    elif stdin_filename is not None and DASH not in paths:
        usage = "--stdin-filename is the name of standard input, and - is not among the paths"
    elif stdin_filename is not None and not stdin_filename:
        usage = "--stdin-filename needs a name"
    elif isinstance(limits, str):
        usage = limits
    elif schema is not None and (options.mode != "report" or DASH in paths):
        usage = "--schema looks at files, and goes with neither --fix nor --diff"
    elif not is_encoding(options.encoding):
        usage = f"no encoding is called {options.encoding!r}"
    elif jobs is not None and not 1 <= jobs <= MOST_JOBS:
        usage = f"--jobs is a number from 1 to {MOST_JOBS}"
    elif write_baseline and known is None:
        usage = "--write-baseline needs the --baseline that it is to write"
    elif counts and statistics_writer(name) is None:
        usage = f"there are no statistics in the format {name}, only in full, concise, json and jsonl"
    if usage is not None:
        terminal.say(usage)
        return FAILED

    if schema is not None:
        from huzma.validation.schemas import compiled

        compiled(schema)  # one that is none is told before anything is read
    run = Run(options, terminal)
    old = None if known is None else Baseline(known, record=write_baseline)
    findings = run.findings(paths)
    found = run.tally.found(findings if old is None else old.new(findings))
    target = terminal.err if fixes_input else terminal.out
    if name == "concise" and old is None and not counts and run.tells_lines_itself:
        for lines in run.lines(paths):
            target.write(lines)
    elif options.mode == "diff":
        deque(found, maxlen=0)
    elif counts:
        deque(found, maxlen=0)
        write = statistics_writer(name)
        if write is not None:
            write(run.tally.codes, target, options.language)
    else:
        context = Context(
            colour=terminal.out_has_colour and not fixes_input,
            language=options.language,
            rules=lambda: _reporting(run, options),
            succeeded=lambda: not run.failed,
            encoding=options.encoding,
        )
        renderer(name)(found, target, context)
    terminal.out.flush()  # data first: where both streams are one terminal, the summary comes last
    if old is not None and old.recording:
        _record(old, run, options.language, terminal)
    compared = None
    if old is not None and not old.recording:
        names = [options.standard_input if path == DASH else path for path in paths]
        compared = old.known, old.gone(names, run.codes)
    summary = run.tally.summary(fixes=True, fixed=options.mode == "fix", baseline=compared, language=options.language)
    terminal.err.print(summary)
    terminal.err.flush()

    if run.failed:
        return FAILED
    if exit_zero or (fail_on is None and settings.exit_zero):
        return DONE
    threshold = _LEVELS[fail_on or settings.fail_on or "warning"]
    return FOUND if any(_LEVELS[severity] >= threshold for severity in run.tally.severities) else DONE


def _record(baseline: Baseline, run: Run, language: Language, terminal: Terminal) -> None:
    if run.failed:  # half of what there is would make the other half new
        _note(wording.baseline_not_recorded(baseline.path, language), terminal)
    else:
        _note(wording.baseline_recorded(baseline.path, baseline.write(), language), terminal)


def _reporting(run: Run, options: Options) -> list[Rule]:
    """The codes that report, with the severities and pages that the settings give them."""
    reporting = set(run.codes)
    return [
        rule.model_copy(
            update={
                "severity": options.severities.get(rule.code, rule.severity),
                "url": options.url(rule.code, rule.name),
            }
        )
        for rule in all_rules()
        if rule.code in reporting
    ]


def _settings(
    config: str | None, paths: Sequence[str], stdin_filename: str | None, lang: Language | None, terminal: Terminal
) -> tuple[Config, Path]:
    """The settings, and the folder that paths in them are relative to."""
    if config is not None:
        return load(Path(config)), Path(config).parent
    try:
        here = Path.cwd()
    except OSError:  # the working directory is gone: nothing lies above it
        return Config(), Path()
    data = [path for path in paths if path != DASH and Path(path).exists()]
    if stdin_filename is not None and "\0" not in stdin_filename:  # a text of an editor lies where its file lies
        data.append(stdin_filename)
    found, passed_over = find(here, data)
    settings = Config() if found is None else load(found)
    for path in passed_over:
        _note(wording.settings_passed_over(str(path), lang or settings.lang or "en"), terminal)
    return settings, here if found is None else found.parent


def _note(text: str, terminal: Terminal) -> None:
    terminal.err.print(f"huzma: {text}\n")  # not `say`: it would show the isolates round options and paths
    terminal.err.flush()


def _selectors(given: list[str] | None, configured: Sequence[str] | None) -> list[str] | None:
    """What the command line says, or else what the settings say."""
    if given is None:
        return None if configured is None else list(configured)
    return [selector.strip() for part in given for selector in part.split(",")]
