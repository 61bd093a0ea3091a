"""One run of `huzma check`: paths go in, findings come out, and files are fixed on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
                else:
                    yield from self._path(path)
            except (HuzmaError, OSError) as error:
                self._fail(error, "standard input" if path == DASH else path)

    def _path(self, path: str) -> Iterator[Finding]:
        # What lies in a folder is a text whatever it begins with; a file says itself what it is.
        self._format = "txt" if Path(path).is_dir() else None
        changes: Changes | None = None
        for event in self._events(Bundle(path)):
            if isinstance(event, Finding):
                yield event
                continue
            file = event.origin.path or path
            self.tally.read(event, file)
            if self._options.mode == "report":
                yield from event.check(self._selected, language=self._options.language)
                continue
            if changes is None or changes.path != file:
                yield from self._finish(changes)
                changes = Changes(file)
            changes.add(event, event.fix(self._options.unsafe, self._selected, language=self._options.language))
        yield from self._finish(changes)

    def _finish(self, changes: Changes | None) -> Iterator[Finding]:
        """Writes or shows the changes of a file; then hands out what is found in the file as it is now."""
        if changes is None:
            return
        written = False
        if changes.applied:
            try:
                if self._options.mode == "diff":
                    self._show(changes.diff())
                else:
                    changes.write()
                    written = True
                    self.tally.applied += changes.applied
                    self.tally.files_fixed += 1
            except (HuzmaError, OSError) as error:
                self._fail(error, changes.path)
        documents = Bundle(changes.path, format=self._format) if written else (read for read, _ in changes.documents)
        for document in documents:
            yield from document.check(self._selected, language=self._options.language)

    def _standard_input(self) -> Iterator[Finding]:
        data = self._terminal.read()
        documents = []
        for event in self._events(Bundle(data, format="txt")):
            if isinstance(event, Finding):
                yield _of_standard_input(event)
                continue
            documents.append(event)
            self.tally.read(event, "-")
            found = event.check(self._selected, language=self._options.language)
            if self._options.mode != "report":
                fixed = event.fix(self._options.unsafe, self._selected, language=self._options.language)
                new = spliced("-", data, [event.splice(fixed.text)] if fixed.applied else [])
                if self._options.mode == "diff":
                    self._show(diff("-", data, new))
                else:
                    self._terminal.out.write(new)
                    self.tally.applied += sum(fixed.applied.values())
                    found = fixed.remaining
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
        message = describe(error)
        self._terminal.say(message if path in message else f"{path}: {message}")


def _of_standard_input(finding: Finding) -> Finding:
    return finding.model_copy(update={"path": "-", "document_id": None})
