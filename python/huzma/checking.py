"""Checking and fixing texts: findings as a lazy sequence, fixes as edits of the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Protocol, overload

from huzma import _core
from huzma.errors import SelectorError
from huzma.models import Finding, Language, Rule, Severity, made_finding

Select = Iterable[str] | _core.Selection | None
"""Which codes report: selectors in one `str` or an iterable, a `selection` made before, or None for the default set."""

_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


class Rows(Protocol):
    """A run of findings that become models one at a time."""

    def __len__(self) -> int: ...
    def finding(self, index: int, language: Language) -> Finding:
        """The finding at an index of the run."""

    def counts(self) -> dict[str, int]:
        """How many findings each code has."""

    def severities(self) -> dict[str, int]:
        """How many findings each severity has."""


class TableRows:
    """The findings of one document: the core's columns and what they do not know, the document's name."""

    __slots__ = ("_document_id", "_path", "_table")

    def __init__(self, table: _core.FindingTable, path: str | None = None, document_id: str | None = None) -> None:
        self._table = table
        self._path = path
        self._document_id = document_id

    def __len__(self) -> int:
        return len(self._table)

    def finding(self, index: int, language: Language) -> Finding:
        """The finding at an index of the table."""
        return made_finding(self._table.row(index, language, self._path, self._document_id))

    def counts(self) -> dict[str, int]:
        """How many findings each code has."""
        return self._table.counts()

    def severities(self) -> dict[str, int]:
        """How many findings each severity has."""
        return self._table.severities()


class LocatedRows:
    """Findings of the reader about containers, in the order in which they were met."""

    __slots__ = ("_located",)

    def __init__(self, located: Sequence[_core.LocatedFinding]) -> None:
        self._located = located

    def __len__(self) -> int:
        return len(self._located)

    def finding(self, index: int, language: Language) -> Finding:
        """The finding at an index of the run."""
        located = self._located[index]
        return made_finding(located.row(language))

    def counts(self) -> dict[str, int]:
        """How many findings each code has."""
        return _tally(located.code for located in self._located)

    def severities(self) -> dict[str, int]:
        """How many findings each severity has."""
        return _tally(located.severity for located in self._located)


class MadeRows:
    """Findings that have been made: those that came from another process."""

    __slots__ = ("_made",)

    def __init__(self, made: Sequence[Finding]) -> None:
        self._made = made

    def __len__(self) -> int:
        return len(self._made)

    def finding(self, index: int, language: Language) -> Finding:
        """The finding at an index, in the language it was made in."""
        return self._made[index]

    def counts(self) -> dict[str, int]:
        """How many findings each code has."""
        return _tally(finding.code for finding in self._made)

    def severities(self) -> dict[str, int]:
        """How many findings each severity has."""
        return _tally(finding.severity for finding in self._made)


class Findings(Sequence[Finding]):
    """A lazy sequence of findings: they stay columns of the core, and each becomes a `Finding` when it is read."""

    __slots__ = ("_ends", "_language", "_parts")

    def __init__(self, parts: Iterable[Rows] = (), language: Language = "en") -> None:
        self._parts = [part for part in parts if len(part)]
        self._language: Language = language
        self._ends: list[int] = []
        total = 0
        for part in self._parts:
            total += len(part)
            self._ends.append(total)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings each code has; codes without findings are left out."""
        return _sum(part.counts() for part in self._parts)

    @property
    def severities(self) -> dict[str, int]:
        """How many findings each severity has; severities without findings are left out."""
        return _sum(part.severities() for part in self._parts)

    @property
    def worst(self) -> Severity | None:
        """The highest severity, None where there are no findings."""
        return min((severity for severity in _RANK if severity in self.severities), key=_RANK.__getitem__, default=None)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> list[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | list[Finding]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(f"finding {index} of {len(self)}")
        part = bisect_right(self._ends, place)
        first = self._ends[part - 1] if part else 0
        return self._parts[part].finding(place - first, self._language)

    def __iter__(self) -> Iterator[Finding]:
        for part in self._parts:
            for index in range(len(part)):
                yield part.finding(index, self._language)

    def __reduce__(self) -> tuple[object, ...]:
        """Goes to other processes as the findings themselves, which need no text and no table."""
        return Findings, ([MadeRows(list(self))], self._language)

    def __repr__(self) -> str:
        counts = ", ".join(f"{code} {count}" for code, count in sorted(self.counts.items()))
        return f"<Findings: {len(self)}{f' ({counts})' if counts else ''}>"


class Fixed:
    """A text after fixing."""

    __slots__ = ("applied", "remaining", "text")

    def __init__(self, text: str, applied: dict[str, int], remaining: Findings) -> None:
        self.text = text
        """The fixed text; equal to what was given when nothing was applied."""
        self.applied = applied
        """How many fixes of each code were applied."""
        self.remaining = remaining
        """What is still found in the fixed text; places are those of the fixed text."""

    def __repr__(self) -> str:
        return f"<Fixed: {sum(self.applied.values())} applied, {len(self.remaining)} remaining>"


def selection(select: Select = None, ignore: Iterable[str] | None = None) -> _core.Selection:
    """Which codes report; a selection made once serves many documents.

    Args:
        select: Selectors (`ALL`, a family, a code or a name), in one `str` separated by commas or in an iterable;
            None selects the default set, and a selection is handed back as it is.
        ignore: Selectors of what stays silent all the same.

    Raises:
        SelectorError: A selector names nothing; the message names the nearest one known.
    """
    if isinstance(select, _core.Selection):
        if ignore is not None:
            raise TypeError("a selection knows already what it ignores")
        return select
    if select is None and ignore is None:
        return _default_selection()
    return _core.Selection(_selectors(select), _selectors(ignore))


@cache
def _default_selection() -> _core.Selection:
    return _core.Selection(None, None)


def check_text(
    text: str,
    select: Select = None,
    ignore: Iterable[str] | None = None,
    *,
    language: Language = "en",
) -> Findings:
    """Checks a text in memory; rules that make sense only for files (a final newline) stay silent.

    Args:
        text: Any `str`.
        select: As for `selection`.
        ignore: As for `selection`.
        language: The language of the messages.

    Raises:
        SelectorError: A selector names nothing.
        LimitError: The text is longer than offsets of 32 bits can say.
    """
    return Findings([TableRows(_core.check_text(text, selection(select, ignore)))], language)


def fix(
    text: str,
    unsafe: bool = False,
    select: Select = None,
    ignore: Iterable[str] | None = None,
    *,
    language: Language = "en",
) -> Fixed:
    """Applies the safe fixes to a text in memory.

    Args:
        text: Any `str`.
        unsafe: Whether to apply the unsafe fixes too: they may lose information or change a reading.
        select: As for `selection`.
        ignore: As for `selection`.
        language: The language of the messages of what remains.

    Raises:
        SelectorError: A selector names nothing.
        LimitError: The text is longer than offsets of 32 bits can say.
    """
    selected = selection(select, ignore)
    result = _core.fix_text(text, selected, unsafe=unsafe)
    fixed = _with_surrogates(text, result.text) if result.applied else text
    if fixed is None:
        return Fixed(text, {}, Findings([TableRows(_core.check_text(text, selected))], language))
    return Fixed(fixed, result.applied, Findings([TableRows(result.remaining)], language))


def rules() -> list[Rule]:
    """Every code that a finding can carry, sorted."""
    return [Rule.model_validate(code) for code in _core.codes()]


def _selectors(given: Iterable[str] | None) -> list[str] | None:
    if given is None:
        return None
    selectors = [part.strip() for part in (given.split(",") if isinstance(given, str) else given)]
    for selector in selectors:
        if not selector.isascii():  # all names are ASCII; lone surrogates do not even reach the core
            raise SelectorError(f"no rule, family or name is called {selector!r}", selector=selector)
    return selectors


def _with_surrogates(source: str, fixed: str) -> str | None:
    """Puts the lone surrogates of the source back: fixing is done in UTF-8, where each is a U+FFFD.

    Fixes make no U+FFFD; where one was deleted nobody knows which, and the answer is None.
    """
    replaced = re.findall("[\ud800-\udfff\ufffd]", source)
    if all(character == "\ufffd" for character in replaced):
        return fixed
    parts = fixed.split("\ufffd")
    if len(parts) != len(replaced) + 1:
        return None
    return "".join(part + character for part, character in zip(parts, [*replaced, ""], strict=True))


def _tally(words: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def _sum(tallies: Iterable[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for tally in tallies:
        for word, count in tally.items():
            total[word] = total.get(word, 0) + count
    return total
