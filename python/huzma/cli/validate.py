"""`huzma validate`: records of files are held against a schema and split."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from huzma.checking import LocatedRows
from huzma.cli.ahead import cores
from huzma.cli.app import DASH
from huzma.cli.limiting import limits_of
from huzma.cli.output import Context, Format, renderer
from huzma.cli.streams import DONE, FAILED, FOUND, Terminal, describe
from huzma.cli.tally import Tally
from huzma.config import MOST_JOBS
from huzma.errors import HuzmaError, SchemaError
from huzma.models import Finding, Language, Limits
from huzma.normalizing import profiles
from huzma.validation import Constraint, NearlyEqual, Ordered, References, Unique
from huzma.validation.members import Member
from huzma.validation.passes import Counts, Options, Pass, finding_of, is_article
from huzma.validation.schemas import compiled
from huzma.validation.units import Source
from huzma.validation.work import Found

_LEVELS = {"info": 0, "warning": 1, "error": 2, "never": 3}

_WORTH_PROCESSES = 16 << 20
"""A file of fewer bytes is looked at in less time than processes take to begin."""


def validate(
    *paths: str,
    schema: str,
    accepted: str | None = None,
    rejected: str | None = None,
    format: Format = "full",
    input_format: Literal["jsonl", "json", "csv", "tsv", "parquet", "arrow", "feather", "bundle"] | None = None,
    unique: list[str] | None = None,
    ordered: list[str] | None = None,
    refers: list[str] | None = None,
    nearly_equal: list[str] | None = None,
    sample: float | None = None,
    max_errors: int | None = None,
    limit: list[str] | None = None,
    exit_zero: bool = False,
    fail_on: Literal["info", "warning", "error", "never"] = "warning",
    lang: Literal["en", "ar"] = "en",
    jobs: int | None = None,
    terminal: Annotated[Terminal, Parameter(parse=False)],
) -> int:
    """Hold records against a schema, and split files into what is accepted and what is not.

    Findings go to standard output, messages and the summary to standard error. Outputs are written whole or not at all.
    Exit status: 0 nothing at or over the threshold, 1 something is, 2 something could not be validated.

    Parameters
    ----------
    paths
        Files: .jsonl, .json, .csv, .tsv, each also with .gz or .zst, .parquet, .arrow, .feather; folders and other
        bundles, of which a record is a document; ARCHIVE::NAME, a file of records in a zip or tar file; - is standard
        input, as --input-format says, JSON Lines by default.
    schema
        module:Model of a pydantic model, the .json file of a JSON Schema, or article.
    accepted
        Where accepted records go: a file, or for several paths a folder. They stay as they stand where the suffix is
        that of the input; .jsonl, .parquet, .arrow and .feather take them as the schema reads them.
    rejected
        Where rejected records go, as they stand: a file, or for several paths a folder. NAME.reasons.jsonl beside it
        has the findings.
    format
        How findings are written; full by default.
    input_format
        The format of the input, where the name does not tell it.
    unique
        Fields, separated by commas, that no two records may share. May be repeated.
    ordered
        A field whose values never fall. May be repeated.
    refers
        FIELD=FILE:KEY: every value of the field is a KEY of the records in FILE; ::NAME is a FILE of the folder or
        archive that PATH is of. May be repeated.
    nearly_equal
        FIELD or FIELD:PROFILE: warn of values that a normalisation profile makes equal. May be repeated.
    sample
        The share of records to look at, such as 0.01.
    max_errors
        After so many findings stop, and write no output.
    limit
        Raise or lower a limit on what is read: NAME=VALUE; document_bytes is the longest record. May be repeated.
    exit_zero
        Exit with 0 whatever is found.
    fail_on
        The severity from which on the exit status is 1; warning by default.
    lang
        The language of the messages; en by default.
    jobs
        How many processes validate; all cores by default, for files worth it. The output is the same for any number.
    """
    usage = None
    limits = limits_of(limit)
    constraints = _constraints(unique, ordered, refers, nearly_equal)
    if not paths:
        usage = "validate needs a PATH to validate; - is standard input"
    elif isinstance(limits, str):
        usage = limits
    elif isinstance(constraints, str):
        usage = constraints
    elif paths.count(DASH) > 1:
        usage = "standard input can be validated once"
    elif sample is not None and not 0 < sample <= 1:
        usage = "--sample is a share over 0 and up to 1"
    elif sample is not None and (accepted is not None or rejected is not None):
        usage = "a sample cannot be split: leave --sample, or --accepted and --rejected, out"
    elif (wrong := _cannot_hold(paths, accepted) or _cannot_hold(paths, rejected)) is not None:
        usage = wrong
    elif max_errors is not None and max_errors < 1:
        usage = "--max-errors is a number from 1"
    elif jobs is not None and not 1 <= jobs <= MOST_JOBS:
        usage = f"--jobs is a number from 1 to {MOST_JOBS}"
    if usage is not None or isinstance(constraints, str) or isinstance(limits, str):
        terminal.say(usage or "")
        return FAILED
    compiled(schema)  # a schema that is none is told once, before anything is read
    run = _Run(schema, constraints, limits, lang, terminal)
    run.sample, run.most, run.jobs, run.input_format = sample, max_errors, jobs, input_format
    context = Context(colour=terminal.out_has_colour, language=lang, succeeded=lambda: not run.failed)
    found = run.tally.found(run.findings(paths, accepted, rejected))
    renderer(format)(found, terminal.out, context)
    terminal.out.flush()
    terminal.err.print(run.summary())
    terminal.err.flush()
    if run.failed:
        return FAILED
    if exit_zero:
        return DONE
    threshold = _LEVELS[fail_on]
    return FOUND if any(_LEVELS[severity] >= threshold for severity in run.tally.severities) else DONE


class _Run:
    """One run over all paths; what cannot be read is a message, and the others are still validated."""

    def __init__(
        self,
        schema: str,
        constraints: tuple[Constraint, ...],
        limits: Limits | None,
        language: Language,
        terminal: Terminal,
    ) -> None:
        self.tally = Tally()
        self.counts = Counts()
        self.failed = False
        self.stopped = False
        self.sample: float | None = None
        self.most: int | None = None
        self.jobs: int | None = None
        self.input_format: str | None = None
        self._schema = schema
        self._constraints = constraints
        self._limits = limits
        self._language: Language = language
        self._terminal = terminal
        self._begun = time.perf_counter()

    def findings(self, paths: tuple[str, ...], accepted: str | None, rejected: str | None) -> Iterator[Finding]:
        """Validates all paths and hands out what is found in them."""
        for path in paths:
            if self.most is not None and sum(self.tally.severities.values()) >= self.most:
                self.stopped = True
                return
            try:
                several = len(paths) > 1
                yield from self._one(path, _output(accepted, path, several), _output(rejected, path, several))
            except SchemaError:
                raise
            except (HuzmaError, OSError) as error:
                self.failed = True
                self._terminal.say(describe(error, path))

    def _one(self, path: str, accepted: str | None, rejected: str | None) -> Iterator[Finding]:
        given = _Input(self._terminal.pieces()) if path == DASH else path
        format = self.input_format or ("jsonl" if path == DASH else None)
        source = Source(given, format=format, limits=self._limits, text_field="text", articles=is_article(self._schema))
        most = None if self.most is None else self.most - sum(self.tally.severities.values())
        jobs = self.jobs or (cores() if _size(path) >= _WORTH_PROCESSES else 1)
        options = Options(self._constraints, self.sample, most, jobs, accepted, rejected)
        with _progress(path, self._terminal) as progress:
            done = Pass(source, self._schema, options, progress)
            for event in done.events():
                if isinstance(event, Found):
                    yield finding_of(event, source.path or "-", self._language)
                elif isinstance(event, LocatedRows):
                    for index in range(len(event)):
                        yield event.finding(index, self._language)
                else:
                    yield event
        self.stopped = self.stopped or done.stopped
        for name in ("records", "accepted", "rejected", "skipped"):
            setattr(self.counts, name, getattr(self.counts, name) + getattr(done.counts, name))

    def summary(self) -> str:
        """One line: records, what came of them, findings, time."""
        counts = self.counts
        seconds = time.perf_counter() - self._begun
        severities = self.tally.severities
        if self._language == "ar":
            parts = [
                f"التسجيلات {counts.records}: المقبول {counts.accepted}، المرفوض {counts.rejected}",
                *([f"خارج العينة {counts.skipped}"] if counts.skipped else []),
                f"الأخطاء {severities['error']}، التحذيرات {severities['warning']}",
                *(["توقّف قبل النهاية"] if self.stopped else []),
            ]
            return f"{'؛ '.join(parts)}؛ {seconds:.3f} ثانية\n"
        parts = [
            f"{counts.records} records: {counts.accepted} accepted, {counts.rejected} rejected",
            *([f"{counts.skipped} outside the sample"] if counts.skipped else []),
            f"{severities['error']} errors, {severities['warning']} warnings",
            *(["stopped before the end, no output was written"] if self.stopped else []),
        ]
        return f"{'; '.join(parts)}; {seconds:.3f} s\n"


def _cannot_hold(paths: tuple[str, ...], target: str | None) -> str | None:
    """Why several paths cannot all be written to a target."""
    if target is None or len(paths) < 2:
        return None
    if not Path(target).is_dir() and (Path(target).suffix or Path(target).exists()):
        return f"{target} is a file, and several paths are split into a folder"
    names = [_name(path) for path in paths]
    repeated = next((name for name in names if names.count(name) > 1), None)
    return None if repeated is None else f"two files are called {repeated}, and one would be written over the other"


class _Input:
    """Standard input as a binary file, so that it is validated as it comes."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int) -> bytes:
        """The next bytes, none at the end."""
        if not self._rest:
            self._rest = next(self._pieces, b"")
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


def _output(target: str | None, path: str, several: bool) -> str | None:
    """Where the part of one path goes: the file that is named, or one of the same name in the folder that is."""
    if target is None:
        return None
    if not several and not target.endswith(os.sep) and not Path(target).is_dir():
        return target
    Path(target).mkdir(parents=True, exist_ok=True)
    name = "stdin.jsonl" if path == DASH else _name(path)
    for ending in (".gz", ".zst"):
        name = name.removesuffix(ending)
    return str(Path(target) / name)


def _name(path: str) -> str:
    """The name of a file, also of one in an archive."""
    member = Member.of(path)
    return Path(path if member is None else member.name).name


def _size(path: str) -> int:
    try:
        return 0 if path == DASH else Path(path).stat().st_size
    except (OSError, ValueError):
        return 0


@contextmanager
def _progress(path: str, terminal: Terminal) -> Iterator[Callable[[int], None]]:
    """Shows how far it is, where a person is looking at standard error and not at the findings."""
    if not terminal.err_is_terminal or terminal.out_is_terminal:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        expands = path.endswith((".gz", ".zst"))
        task = bar.add_task(Path(path).name, total=None if expands else _size(path) or None)
        yield lambda size: bar.advance(task, size)


def _constraints(
    unique: list[str] | None, ordered: list[str] | None, refers: list[str] | None, nearly_equal: list[str] | None
) -> tuple[Constraint, ...] | str:
    """What the options ask for, or what is wrong with them."""
    found: list[Constraint] = []
    found.extend(Unique(*(part.strip() for part in given.split(","))) for given in unique or ())
    found.extend(Ordered(given) for given in ordered or ())
    for given in refers or ():
        field, _, target = given.partition("=")
        file, _, key = target.rpartition(":")
        if not (field and file and key):
            return f"--refers is FIELD=FILE:KEY, not {given!r}"
        found.append(References(field, file, key))
    for given in nearly_equal or ():
        field, _, profile = given.partition(":")
        if profile and profile not in profiles():
            return f"--nearly-equal: no profile is called {profile!r}; there are {', '.join(profiles())}"
        found.append(NearlyEqual(field, profile or "search"))
    return tuple(found)
