"""Constraints across records: unique keys, order, references, names that are nearly equal.

They look at the records that the schema accepts, in the order of the source, and keep what they must: a digest of 16
bytes for each key (about 100 bytes of memory), the value before, or each name once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol

from huzma.errors import SchemaError
from huzma.normalizing import Normalizer
from huzma.validation.members import SEPARATOR, Member
from huzma.validation.schemas import Violation
from huzma.validation.wording import ours

Values = tuple[Any, ...]


class Constraint(Protocol):
    """What all constraints can do; one that has been used knows what it has seen."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it looks at; a dot leads into a value."""

    def begin(self) -> Check:
        """A check that has seen nothing."""


class Check(Protocol):
    """A constraint in one pass."""

    def see(self, record: int, values: Values) -> Violation | None:
        """Looks at the next record; the index of what it finds is always 0."""


class Unique:
    """No two records have the same values in these fields. A record without any of them has no key.

    Memory: about 100 bytes for each key.
    """

    def __init__(self, *fields: str) -> None:
        if not fields:
            raise ValueError("a key has at least one field")
        self.fields = fields

    def __repr__(self) -> str:
        return f"Unique({', '.join(map(repr, self.fields))})"

    def begin(self) -> Check:
        """A check that has seen nothing."""
        return _Unique(self.fields)


class Ordered(NamedTuple):
    """Each record's value is at least that of the accepted record before it; `strictly`, greater. Memory: one value."""

    field: str
    strictly: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The field it looks at."""
        return (self.field,)

    def begin(self) -> Check:
        """A check that has seen nothing."""
        return _Ordered(self)


class References(NamedTuple):
    """The value of a field is that of the field `key` of some record of another source; None refers to nothing.

    `source` is read to its end before: a path, bytes, or whatever `validate` takes. `::authors.csv` is the file of this
    name in the bundle whose file is validated: beside it in its folder, or in the same archive. Memory: about 100 bytes
    for each key there.
    """

    field: str
    source: Any
    key: str = "id"

    @property
    def fields(self) -> tuple[str, ...]:
        """The field it looks at."""
        return (self.field,)

    def begin(self) -> Check:
        """A check that knows the keys of the other source.

        Raises:
            BundleError: The other source cannot be read.
            SchemaError: It has no such keys, or is to lie beside a source that has no path.
        """
        if isinstance(self.source, str) and self.source.startswith(SEPARATOR):
            raise SchemaError(f"{self.source} lies beside a file, and what is validated is none", schema=self.source)
        return _References(self)

    def beside(self, path: str | None) -> References:
        """The same, where `source` is the name of a file in the bundle that this path is of."""
        name = self.source.removeprefix(SEPARATOR) if isinstance(self.source, str) else None
        if path is None or name is None or name == self.source:
            return self
        return self._replace(source=str(Member.beside(path, name)))


class NearlyEqual(NamedTuple):
    """No two values of a field are written differently and equal under a normalisation profile.

    What it finds is a warning, and the record stays accepted. Memory: each value once.
    """

    field: str
    profile: str = "search"

    @property
    def fields(self) -> tuple[str, ...]:
        """The field it looks at."""
        return (self.field,)

    def begin(self) -> Check:
        """A check that has seen nothing."""
        return _NearlyEqual(self)


class _Unique:
    def __init__(self, fields: tuple[str, ...]) -> None:
        self._fields = fields
        self._seen: dict[bytes, int] = {}

    def see(self, record: int, values: Values) -> Violation | None:
        if all(value is None for value in values):
            return None
        first = self._seen.setdefault(_digest(values), record)
        if first == record:
            return None
        shown = ", ".join(str(value) for value in values)
        wording = ours("unique", value=_short(shown), first=first)
        return Violation(0, _path(self._fields[0]), "SC020", "unique", *wording)


class _Ordered:
    def __init__(self, constraint: Ordered) -> None:
        self._constraint = constraint
        self._before: Any = None

    def see(self, record: int, values: Values) -> Violation | None:
        (value,) = values
        before = self._before
        if value is None:
            return None
        error = None
        if before is not None:
            try:
                if value < before or (self._constraint.strictly and value == before):
                    error = "order"
            except TypeError:
                error = "order_type"
        if error is None:
            self._before = value
            return None
        wording = ours(error, value=_short(value), before=_short(before))
        return Violation(0, _path(self._constraint.field), "SC021", error, *wording)


class _References:
    def __init__(self, constraint: References) -> None:
        self._constraint = constraint
        self._known = set(_keys(constraint.source, constraint.key))

    def see(self, record: int, values: Values) -> Violation | None:
        (value,) = values
        if value is None:
            return None
        given = value if isinstance(value, list | tuple | set | frozenset) else [value]
        missing = next((each for each in given if _digest((each,)) not in self._known), None)
        if missing is None:
            return None
        wording = ours(
            "reference", target=_named(self._constraint.source), key=self._constraint.key, value=_short(missing)
        )
        return Violation(0, _path(self._constraint.field), "SC022", "reference", *wording)


class _NearlyEqual:
    def __init__(self, constraint: NearlyEqual) -> None:
        self._constraint = constraint
        self._normalize = Normalizer(constraint.profile)
        self._seen: dict[str, tuple[str, int]] = {}

    def see(self, record: int, values: Values) -> Violation | None:
        (value,) = values
        if not isinstance(value, str):
            return None
        other, first = self._seen.setdefault(self._normalize(value), (value, record))
        if other == value:
            return None
        wording = ours(
            "nearly_equal",
            value=_short(value),
            other=_short(other),
            first=first,
            profile=self._constraint.profile,
        )
        return Violation(0, _path(self._constraint.field), "SC023", "nearly_equal", *wording)


def fields_of(constraints: Iterable[Constraint]) -> tuple[str, ...]:
    """All fields that constraints look at, each once."""
    return tuple(dict.fromkeys(field for constraint in constraints for field in constraint.fields))


def pick(fields: Sequence[str], wanted: Sequence[str], values: Values) -> Values:
    """The values of some of the fields."""
    return tuple(values[fields.index(field)] for field in wanted)


def _keys(source: Any, key: str) -> Iterable[bytes]:
    from huzma.validation.schemas import compiled
    from huzma.validation.units import BlockUnit, RowsUnit, Source
    from huzma.validation.work import Plan, look

    anything = compiled(dict[str, Any])
    plan = Plan(nesting=127, keys=(key,))
    found = False
    for unit in Source(source, format=None, limits=None, text_field="text").units():
        if isinstance(unit, BlockUnit | RowsUnit):
            for values in look(anything, unit, plan).keys:
                if values != (None,):
                    found = True
                    yield _digest(values)
    if not found:
        raise SchemaError(f"{_named(source)} has no record with a {key} to refer to", schema=key)


def _digest(values: Values) -> bytes:
    # Numbers that are equal refer to each other, whatever their types; a number and a text do not.
    plain = [value if not isinstance(value, float) or not value.is_integer() else int(value) for value in values]
    written = "\0".join(f"{'s' if isinstance(value, str) else 'v'}{value}" for value in plain)
    return blake2b(written.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _path(field: str) -> tuple[str, ...]:
    return tuple(field.split("."))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:80]}…"


def _named(source: Any) -> str:
    return str(source) if isinstance(source, str) or hasattr(source, "__fspath__") else "the other source"
