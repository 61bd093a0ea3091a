"""One run of `huzma check`: paths go in, findings come out, and files are fixed on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from huzma.checking import selection
from huzma.cli.app import DASH
from huzma.cli.fixing import Changes, diff, spliced
from huzma.cli.streams import Terminal, describe
from huzma.cli.tally import Tally
from huzma.cli.visible import visible
from huzma.documents import Bundle, Document
from huzma.errors import BundleError, HuzmaError
from huzma.models import Finding, Language


@dataclass(frozen=True)
class Options:
    """What to look for and what to do with it."""

    select: Sequence[str] | None
    ignore: Sequence[str] | None
    mode: Literal["report", "fix", "diff"]
    unsafe: bool
    language: Language


class Run:
    """One run over all paths; what cannot be read is a message, and the others are still checked.

    Raises:
        SelectorError: A selector names nothing.
    """

    def __init__(self, options: Options, terminal: Terminal) -> None:
        self.tally = Tally()
        self.failed = False
        self._options = options
        self._selected = selection(options.select, options.ignore)
        self._terminal = terminal
        self._format: str | None = None

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
                self._fail(error, "standard input" if path == DASH else path)

    def _report(self, path: str) -> Iterator[Finding]:
        for event in self._events(Bundle(path)):
            if isinstance(event, Finding):
                yield event
            else:
                self.tally.read(event, event.origin.path or path)
                yield from self._check(event)

    def _fix(self, path: str) -> Iterator[Finding]:
        # What lies in a folder is a text whatever it begins with; a file says itself what it is.
        format = "txt" if Path(path).is_dir() else None
        changes: Changes | None = None
        refused = False
        for event in self._events(Bundle(path)):
            if isinstance(event, Finding):
                yield event
                continue
            file = event.origin.path or path
            self.tally.read(event, file)
            if changes is None or changes.path != file:
                yield from self._finish(changes, format)
                changes, refused = Changes(file), False
            fixed = event.fix(self._options.unsafe, self._selected)
            if fixed.applied and not refused:
                try:
                    changes.add(event, fixed)
                except BundleError as error:  # a sealed bundle: once is enough
                    self._fail(error, file)
                    refused = True
            if not changes:
                changes.settled += 1
                yield from self._check(event)
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
            for document in islice(Bundle(changes.path, format=format), changes.settled, None):
                yield from self._check(document)
        except (HuzmaError, OSError) as error:
            self._fail(error, changes.path)

    def _check(self, document: Document) -> Iterator[Finding]:
        return iter(document.check(self._selected, language=self._options.language))

    def _standard_input(self) -> Iterator[Finding]:
        data = self._terminal.read()
        documents = []
        for event in self._events(Bundle(data, format="txt")):
            if isinstance(event, Finding):
                yield _of_standard_input(event)
                continue
            documents.append(event)
            self.tally.read(event, "-")
            found = self._check(event)
            if self._options.mode != "report":
                fixed = event.fix(self._options.unsafe, self._selected, language=self._options.language)
                new = spliced("-", data, [event.splice(fixed.text)] if fixed.applied else [])
                if self._options.mode == "diff":
                    self._show(diff("-", data, new))
                else:
                    self._terminal.out.write(new)
                    self.tally.applied += sum(fixed.applied.values())
                    found = iter(fixed.remaining)
            for finding in found:
                yield _of_standard_input(finding)
        if self._options.mode != "report" and not documents:
            raise BundleError("standard input holds no text that could be fixed", kind="not-a-bundle")

    def _events(self, bundle: Bundle) -> Iterator[Document | Finding]:
        return bundle.events(self._selected, language=self._options.language)

    def _show(self, difference: bytes) -> None:
        if self._terminal.out_is_terminal:
            for line in difference.decode("utf-8", "surrogateescape").split("\n")[:-1]:
                self._terminal.out.print(visible(line) + "\n")
        else:
            self._terminal.out.write(difference)

    def _fail(self, error: HuzmaError | OSError, path: str) -> None:
        self.failed = True
        self._terminal.say(describe(error, path))


def _of_standard_input(finding: Finding) -> Finding:
    return finding.model_copy(update={"path": "-", "document_id": None})
