"""One run of `huzma check`: paths go in, findings come out, and files are fixed on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from huzma import _core
from huzma.checking import Findings, Fixed, selection
from huzma.cli.ahead import ahead
from huzma.cli.app import DASH
from huzma.cli.fixing import Changes, diff, spliced
from huzma.cli.ignoring import PathIgnores
from huzma.cli.output import location
from huzma.cli.output.concise import concise
from huzma.cli.streams import Terminal, describe
from huzma.cli.tally import Tally
from huzma.cli.visible import visible
from huzma.documents import Bundle, Document
from huzma.errors import BundleError, HuzmaError
from huzma.models import Finding, Language, Limits, Severity

if TYPE_CHECKING:
    from huzma.validation.beside import Beside
    from huzma.validation.work import Found

Worked = TypeVar("Worked")


@dataclass(frozen=True)
class Options:
    """What to look for and what to do with it."""

    select: Sequence[str] | None
    ignore: Sequence[str] | None
    mode: Literal["report", "fix", "diff"]
    unsafe: bool
    language: Language
    severities: Mapping[str, Severity | Literal["off"]] = field(default_factory=dict)
    """How bad the findings of a code are, where it is not what the rule says."""
    path_ignores: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Patterns of paths, relative to `root`, and what stays silent there."""
    root: Path = field(default_factory=Path)
    docs_url: str | None = None
    """Where the pages of the codes are published."""
    standard_input: str = "-"
    """What standard input is called."""
    jobs: int = 1
    encoding: str = "utf-8"
    limits: Limits | None = None
    schema: str | None = None
    """What records are held against, beside what is looked for in texts."""

    def url(self, code: str, name: str) -> str | None:
        """Where the page of a code is published."""
        return None if self.docs_url is None else f"{self.docs_url.rstrip('/')}/{code}-{name}.md"


class Run:
    """One run over all paths; what cannot be read is a message, and the others are still checked.

    Raises:
        SelectorError: A selector names nothing.
    """

    def __init__(self, options: Options, terminal: Terminal) -> None:
        self.tally = Tally()
        self.failed = False
        self._options = options
        off = [code for code, severity in options.severities.items() if severity == "off"]
        ignore = [*(options.ignore or ()), *off]
        self._selected = selection(options.select, ignore or None)
        self._in_files = PathIgnores(options.path_ignores, options.root, self._selected)
        self._severities = {code: severity for code, severity in options.severities.items() if severity != "off"}
        self._terminal = terminal

    @property
    def codes(self) -> list[str]:
        """The codes that report."""
        return self._selected.codes()

    def findings(self, paths: Sequence[str]) -> Iterator[Finding]:
        """Reads all paths and hands out what is found in them; after fixing, what remains."""
        for path in paths:
            try:
                if path == DASH:
                    yield from self._standard_input()
                elif self._options.mode == "report":
                    yield from self._report(path)
                else:
                    yield from self._fix(path)
            except (HuzmaError, OSError) as error:
                self._fail(error, self._options.standard_input if path == DASH else path)

    @property
    def tells_lines_itself(self) -> bool:
        """Whether `lines` tells all that `findings` would: nothing is fixed, and no severity is another."""
        return self._options.mode == "report" and not self._severities and self._options.schema is None

    def lines(self, paths: Sequence[str]) -> Iterator[bytes]:
        """What is found in all paths as concise lines, a document at a time.

        The core writes them: no finding becomes an object, which takes longer than finding it.
        """
        for path in paths:
            try:
                if path == DASH:
                    for finding in self.tally.found(self._standard_input()):
                        yield _line(finding)
                else:
                    yield from self._lines(path)
            except (HuzmaError, OSError) as error:
                self._fail(error, self._options.standard_input if path == DASH else path)

    def _lines(self, path: str) -> Iterator[bytes]:
        for event in self._worked(self._bundle(path), self._concise):
            if isinstance(event, Finding):
                for finding in self.tally.found([event]):
                    yield _line(finding)
                continue
            document, found = event
            self.tally.read(document, document.core.path or path)
            if found is not None:
                lines, severities, (safe, unsafe) = found
                self.tally.add(severities, safe, unsafe)
                yield lines

    def _concise(self, document: Document) -> tuple[bytes, dict[str, int], tuple[int, int]] | None:
        table = document.table(self._selection(document))
        if not len(table):
            return None
        core = document.core
        return table.concise(location(core.path, core.id), self._options.language), table.severities(), table.fixes()

    def _report(self, path: str) -> Iterator[Finding]:
        bundle = self._bundle(path)
        records = None if self._options.schema is None else self._beside(bundle, path, self._options.schema)
        for event in self._worked(bundle, lambda document: self._check(document, self._selection(document))):
            if isinstance(event, Finding):
                yield event
                continue
            document, found = event
            self.tally.read(document, document.core.path or path)
            if records is not None:
                yield from self._of_records(records.before(document), path)
            if len(found):
                yield from self._shown(found)
            if records is not None:
                yield from self._of_records(records.behind(document), path)
        if records is not None:
            yield from self._of_records(records.rest(), path)

    def _beside(self, bundle: Bundle, path: str, schema: str) -> Beside:
        from huzma.validation.beside import beside

        return beside(bundle, path, schema, self._options.limits)

    def _of_records(self, violations: Iterator[Found], path: str) -> Iterator[Finding]:
        """What records break, as findings; what is wrong with the container is told with the texts."""
        from huzma.validation.passes import finding_of

        for found in violations:
            if found.code in self._in_files.selection(path):
                yield from self._shown([finding_of(found, path, self._options.language)])

    def _fix(self, path: str) -> Iterator[Finding]:
        # What lies in a folder is a text whatever it begins with; a file says itself what it is.
        format = "txt" if Path(path).is_dir() else None
        changes: Changes | None = None
        refused = False
        for event in self._worked(self._bundle(path), self._fixed):
            if isinstance(event, Finding):
                yield event
                continue
            document, fixed = event
            file = document.origin.path or path
            self.tally.read(document, file)
            if changes is None or changes.path != file:
                yield from self._finish(changes, format)
                changes, refused = Changes(file), False
            if fixed.applied and not refused:
                try:
                    changes.add(document, fixed)
                except BundleError as error:  # a sealed bundle: once is enough
                    self._fail(error, file)
                    refused = True
            if not changes:
                changes.settled += 1
                yield from self._shown(self._check(document, self._selection(document)))
        yield from self._finish(changes, format)

    def _finish(self, changes: Changes | None, format: str | None) -> Iterator[Finding]:
        """Writes or shows the changes of a file; then reads it again for what is found in it as it is now."""
        if not changes:
            return
        try:
            if self._options.mode == "diff":
                self._show(changes.diff())
            else:
                changes.write()
                self.tally.applied += changes.applied
                self.tally.files_fixed += 1
        except (HuzmaError, OSError) as error:
            self._fail(error, changes.path)
        try:
            for document in islice(self._bundle(changes.path, format), changes.settled, None):
                yield from self._shown(self._check(document, self._selection(document)))
        except (HuzmaError, OSError) as error:
            self._fail(error, changes.path)

    def _standard_input(self) -> Iterator[Finding]:
        data = self._terminal.read()
        name = self._options.standard_input
        selected = self._in_files.selection(name)
        documents = []
        for event in self._events(self._bundle(data, "txt"), name):
            if isinstance(event, Finding):
                yield event
                continue
            documents.append(event)
            self.tally.read(event, name)
            found = self._check(event, selected)
            if self._options.mode != "report":
                fixed = event.fix(self._options.unsafe, selected, language=self._options.language)
                new = spliced(name, data, [event.splice(fixed.text)] if fixed.applied else [])
                if self._options.mode == "diff":
                    self._show(diff(name, data, new))
                else:
                    self._terminal.out.write(new)
                    self.tally.applied += sum(fixed.applied.values())
                    found = fixed.remaining
            yield from self._shown(found, name)
        if self._options.mode != "report" and not documents:
            raise BundleError("standard input holds no text that could be fixed", kind="not-a-bundle")

    def _bundle(self, source: str | bytes, format: str | None = None) -> Bundle:
        return Bundle(source, encoding=self._options.encoding, format=format, limits=self._options.limits)

    def _selection(self, document: Document) -> _core.Selection:
        return self._in_files.selection(document.core.path) if self._options.path_ignores else self._selected

    def _check(self, document: Document, selected: _core.Selection) -> Findings:
        return document.check(selected, language=self._options.language)

    def _fixed(self, document: Document) -> Fixed:
        return document.fix(self._options.unsafe, self._selection(document))

    def _worked(
        self, bundle: Bundle, work: Callable[[Document], Worked]
    ) -> Iterator[tuple[Document, Worked] | Finding]:
        # While files are written nothing is read ahead: a link may lead to one that is about to change.
        return ahead(self._events(bundle), work, 1 if self._options.mode == "fix" else self._options.jobs)

    def _events(self, bundle: Bundle, name: str | None = None) -> Iterator[Document | Finding]:
        """The documents of a bundle, and the findings about it that report in their files."""
        for event in bundle.events(self._selected, language=self._options.language):
            if isinstance(event, Document):
                yield event
            elif event.code in self._in_files.selection(name or event.path):
                yield from self._shown([event], name)

    def _shown(self, findings: Iterable[Finding], name: str | None = None) -> Iterator[Finding]:
        """Findings as this run reports them: with its severities, its links and its name of standard input."""
        if name is None and not self._severities and self._options.docs_url is None:
            yield from findings
            return
        for finding in findings:
            update: dict[str, object] = {
                "severity": self._severities.get(finding.code, finding.severity),
                "url": self._options.url(finding.code, finding.name),
            }
            if name is not None:
                update |= {"path": name, "document_id": None}
            yield finding.model_copy(update=update)

    def _show(self, difference: bytes) -> None:
        if self._terminal.out_is_terminal:
            for line in difference.decode("utf-8", "surrogateescape").split("\n")[:-1]:
                self._terminal.out.print(visible(line) + "\n")
        else:
            self._terminal.out.write(difference)

    def _fail(self, error: HuzmaError | OSError, path: str) -> None:
        self.failed = True
        self._terminal.say(describe(error, path))


def _line(finding: Finding) -> bytes:
    return f"{concise(finding)}\n".encode("utf-8", "backslashreplace")
