"""What was found before: `--baseline` records the findings of a day, and later runs report only new ones.

A finding is known again by its file, its code and the text it points at, with a count, never by its line: text that
is added above it changes nothing. The file is JSON that people can read and version control can merge, one line an
entry, sorted. Paths in it are relative to the folder that it lies in.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from pydantic import ConfigDict, Field, ValidationError

from huzma import _core
from huzma.cli.output import names_document
from huzma.cli.output.json import without_controls
from huzma.errors import HuzmaError
from huzma.models import Finding, Record

_LONGEST_TEXT = 100
"""Of longer slices the beginning is kept and the digest; in code points."""

_LARGEST = 1 << 30

Key = tuple[str, str, str]
"""The file relative to the baseline, the code, and the text."""


class BaselineError(HuzmaError):
    """A baseline cannot be used.

    Attributes:
        path: The file.
    """

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(message)
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (str(self), self.path)


class _File(Record):
    """What is in the file: by path, code and text, how often."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    version: Literal[1] = Field(alias="huzma-baseline")
    findings: dict[str, dict[str, dict[str, int]]]


class Baseline:
    """The findings of a file of them.

    Args:
        path: The file.
        record: Whether to record findings rather than to leave out those that are known.

    Raises:
        BaselineError: The file cannot be read or is damaged.
    """

    def __init__(self, path: str, *, record: bool = False) -> None:
        self.path = path
        self.known = 0
        """How many findings the baseline knew."""
        self._folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120 (a link keeps its name)
        self.recording = record or not os.path.lexists(path)
        self._counts: Counter[Key] = Counter() if self.recording else _read(path)

    def new(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that the baseline does not know; none while it is recorded."""
        for finding in findings:
            key = self._key(finding)
            if self.recording:
                self._counts[key] += 1
            elif self._counts[key] > 0:
                self._counts[key] -= 1
                self.known += 1
            else:
                yield finding

    def gone(self, paths: Sequence[str], codes: Iterable[str]) -> int:
        """How many entries no longer occur, of those that this run could have met.

        Args:
            paths: What was checked: files, and folders with all below them.
            codes: The codes that report.
        """
        if self.recording:
            return 0
        roots = ["-" if path == "-" else os.path.abspath(path) for path in paths]  # noqa: PTH100
        wanted = set(codes)
        return sum(
            count > 0 and code in wanted and any(_lies_in(self._absolute(file), root) for root in roots)
            for (file, code, _), count in self._counts.items()
        )

    def write(self) -> int:
        """Writes what was recorded, whole or not at all, and returns how many findings that is.

        Raises:
            BundleError: It cannot be written.
        """
        tree: dict[str, dict[str, dict[str, int]]] = {}
        for (file, code, text), count in sorted(self._counts.items()):
            tree.setdefault(file, {}).setdefault(code, {})[text] = count
        content = json.dumps({"huzma-baseline": 1, "findings": tree}, ensure_ascii=False, indent=1)
        _core.write_file(self.path, without_controls(content).encode() + b"\n")
        return self._counts.total()

    def _key(self, finding: Finding) -> Key:
        file = "-" if finding.path is None else self._relative(finding.path)
        if names_document(finding):
            file = f"{file}#{finding.document_id}"
        text = finding.text
        if len(text) > _LONGEST_TEXT:
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            text = f"{text[: _LONGEST_TEXT // 2]}… sha256:{digest}"
        return file, finding.code, text

    def _relative(self, path: str) -> str:
        if path == "-":
            return path
        return os.path.relpath(os.path.abspath(path), self._folder).replace(os.sep, "/")  # noqa: PTH100

    def _absolute(self, file: str) -> str:
        return file if file == "-" else os.path.normpath(os.path.join(self._folder, file))  # noqa: PTH118


def _lies_in(file: str, root: str) -> bool:
    return file == root or file.startswith((root.rstrip(os.sep) + os.sep, f"{root}#"))


def _read(path: str) -> Counter[Key]:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (a Path cannot hold every name)
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise BaselineError(f"{path}: {error.strerror}", path=path) from None
    except ValueError:
        raise BaselineError(f"{path!a} cannot be the name of a file", path=path) from None
    if len(content) > _LARGEST:
        raise BaselineError(f"{path} has more than {_LARGEST} bytes", path=path)
    try:
        tree = _File.model_validate(json.loads(content.decode(), object_pairs_hook=_without_repetition)).findings
    except ValidationError as error:
        first = error.errors()[0]
        where = " → ".join(str(part) for part in first["loc"])
        raise BaselineError(f"{path} is not a baseline of huzma: {where}: {first['msg']}", path=path) from None
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{path} is not a baseline of huzma: {error}", path=path) from None
    counts: Counter[Key] = Counter()
    for name, codes in tree.items():
        for code, texts in codes.items():
            for text, count in texts.items():
                if count < 1:
                    raise BaselineError(f"{path} is not a baseline of huzma: {name}: {code}: {count} times", path=path)
                counts[name, code, text] = count
    return counts


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a key stands in it twice")
    return values


def _rebuild(message: str, path: str) -> BaselineError:
    return BaselineError(message, path=path)
