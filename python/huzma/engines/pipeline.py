"""The pure function: a record batch in, a record batch out, whatever the rows before and behind it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from os import PathLike
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from huzma import arrow
from huzma.checking import selection
from huzma.engines.description import Description, described, load
from huzma.errors import ColumnError, ConfigError
from huzma.normalizing import Normalizer
from huzma.validation.passes import shown
from huzma.validation.schemas import Schema, compiled

REJECTED = "rejected"
"""The column that tells why a record is rejected; null for one that is accepted."""

_RANK = ("info", "warning", "error")

_VIOLATIONS = pa.list_(pa.struct([(name, pa.string()) for name in ("code", "field", "error_type", "message")]))

Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)


class Pipeline:
    r"""The function that a pipeline file describes.

    Called with a `pyarrow.RecordBatch` or `pyarrow.Table` it gives another of as many rows: the columns that came in,
    with the text as large_string and fixed where that is asked for, then a column for each step, and last `rejected`.
    That is null where a record is accepted, else `no-text` (null), `not-utf-8` (the text then has its wrong bytes as
    `\xNN`), `violations` or `findings`. What becomes of a row depends on nothing but the row, so engines may cut and
    join batches as they like. It can be pickled, and holds no file, thread or connection.

    Args:
        description: A `Description`, or a mapping like the tables of a pipeline file.
        threads: How many threads work on one batch at most: 1 where the engine shares out the cores; None for as many
            as there are.

    Raises:
        ConfigError: The description says what no pipeline knows.
        ProfileError: A profile is unknown.
        SelectorError: A selector names nothing.
        SchemaError: There is no such schema.
    """

    def __init__(self, description: Description | Mapping[str, Any], *, threads: int | None = 1) -> None:
        if not isinstance(description, Description):
            description = described(dict(description))
        self.description = description
        self.threads = threads
        self._refuse_clashes()
        self._steps  # noqa: B018 (what is wrong with an argument is told now, not in a worker)

    @classmethod
    def load(cls, path: str | PathLike[str], *, threads: int | None = 1) -> Pipeline:
        """The function that a pipeline file describes.

        Raises:
            ConfigError: The file cannot be read, or is none; else as for the constructor.
        """
        return cls(load(path), threads=threads)

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (self.description.to_json(), self.threads)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pipeline) and self.description == other.description

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        steps = [name for name, value in self.description if value is not None and name not in ("read", "write")]
        return f"<huzma.engines.Pipeline: {', '.join(steps) or 'no steps'}>"

    @property
    def digest(self) -> str:
        """The SHA-256 of the description: equal for files that mean the same."""
        return hashlib.sha256(self.description.to_json().encode()).hexdigest()

    def __call__(self, batch: Batch) -> Batch:
        """Runs the steps over a batch.

        Raises:
            ColumnError: There is no column of the name that `text-field` gives, or it holds no text; a column of the
                result is there already.
            LimitError: A text is longer than offsets of 32 bits allow.
        """
        if isinstance(batch, pa.Table):
            parts = [self._run(part) for part in batch.to_batches()]
            schema = parts[0].schema if parts else self._run(_empty(batch.schema)).schema
            return pa.Table.from_batches(parts, schema)
        return self._run(batch)

    def _run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        steps, field = self._steps, self.description.read.text_field
        columns = self._columns(batch)
        text, reasons = _readable(columns[field], field)
        if steps.fix is not None:
            text = steps.fix(text)
        found = None if steps.check is None else steps.check(text)
        columns[field] = text
        violations = None if steps.schema is None else _violations(steps.schema, columns)
        for name, into, step in steps.others:
            columns[into] = step(columns[field])
            assert len(columns[into]) == len(text), name
        if violations is not None and self.description.validate_ is not None:
            columns[self.description.validate_.into] = violations
            for row, several in enumerate(violations.to_pylist()):
                if several:
                    reasons[row] = reasons[row] or "violations"
        if found is not None and self.description.filter is not None:
            columns[self.description.filter.into] = found
            reasons = _rejecting(found, reasons, self.description.filter.fail_on)
        columns[REJECTED] = pa.array(reasons, pa.string())
        return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))

    def _columns(self, batch: pa.RecordBatch) -> dict[str, Any]:
        names = batch.schema.names
        field = self.description.read.text_field
        if names.count(field) != 1:
            number = "no column" if field not in names else "more than one column"
            message = f"there is {number} of the name {field!r}, which text-field gives; there are {', '.join(names)}"
            raise ColumnError(message, kind="type")
        made = {into for _, into, _ in self._steps.others if into != field} | {REJECTED}
        if self.description.validate_ is not None:
            made.add(self.description.validate_.into)
        if self.description.filter is not None:
            made.add(self.description.filter.into)
        for name in names:
            if name in made or names.count(name) > 1:
                raise ColumnError(f"the column {name!r} is there already, or twice; name another one", kind="type")
        return dict(zip(names, batch.columns, strict=True))

    def _refuse_clashes(self) -> None:
        steps = [(name, value.into) for name, value in self.description if hasattr(value, "into")]
        taken = {REJECTED: "what is rejected"}
        text_field = self.description.read.text_field
        for name, into in steps:
            if into in taken or (into == text_field and name != "normalize"):
                owner = taken.get(into, "the text")
                raise ConfigError(
                    f"{name}.into: the column {into!r} is {owner}'s", path="<pipeline>", key=f"{name}.into"
                )
            taken[into] = name

    @cached_property
    def _steps(self) -> _Steps:
        return _Steps(self.description, self.threads)


def _unpickled(description: str, threads: int | None) -> Pipeline:
    return Pipeline(Description.model_validate_json(description), threads=threads)


class _Steps:
    """The steps of a description, compiled once."""

    def __init__(self, description: Description, threads: int | None) -> None:
        self.fix: Any = None
        self.check: Any = None
        self.schema: Schema | None = None
        self.others: list[tuple[str, str, Any]] = []
        if (fix := description.fix) is not None:
            fixing = selection(fix.select, fix.ignore)
            self.fix = lambda text: arrow.fix(text, fix.unsafe, fixing, threads=threads)
        if (held := description.validate_) is not None:
            self.schema = compiled(held.schema_)
        if (wanted := description.filter) is not None:
            checking = selection(wanted.select, wanted.ignore)
            self.check = lambda text: arrow.check(text, checking, threads=threads)
        if (step := description.normalize) is not None:
            normalizer = Normalizer(step.profile)
            self._add("normalize", step.into, lambda text: arrow.normalize(text, normalizer, threads=threads))
        if (finger := description.fingerprint) is not None:
            folding = Normalizer(finger.profile)
            self._add("fingerprint", finger.into, lambda text: arrow.fingerprint(text, folding, threads=threads))
        if (cut := description.tokenize) is not None:
            self._add(
                "tokenize",
                cut.into,
                lambda text: arrow.tokenize(text, cut.mode, spans=cut.spans, spaces=cut.spaces, threads=threads),
            )
        if (sentences := description.sentences) is not None:
            self._add(
                "sentences",
                sentences.into,
                lambda text: arrow.sentences(text, sentences.mode, spans=sentences.spans, threads=threads),
            )
        if (values := description.extract) is not None:
            self._add(
                "extract",
                values.into,
                lambda text: arrow.extract(
                    text,
                    values.anchor,
                    month_first=values.month_first,
                    colloquial=values.colloquial,
                    threads=threads,
                ),
            )

    def _add(self, name: str, into: str, step: Any) -> None:
        self.others.append((name, into, step))


def _readable(column: Any, field: str) -> tuple[Any, list[str | None]]:
    """The text as large_string, and for each row why it cannot be used."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    types = pa.types
    if not any(is_it(kind) for is_it in (types.is_string, types.is_large_string, types.is_string_view, types.is_null)):
        raise ColumnError(f"the column {field!r} holds {column.type}, not text", kind="type")
    text = column.cast(pa.large_string(), safe=False)
    reasons: list[str | None] = [None if valid else "no-text" for valid in text.is_valid().to_pylist()]
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        rows = text.cast(pa.large_binary()).to_pylist()
        texts: list[str | None] = []
        for row, value in enumerate(rows):
            try:
                texts.append(None if value is None else value.decode())
            except UnicodeDecodeError:
                texts.append(value.decode(errors="backslashreplace"))
                reasons[row] = "not-utf-8"
        text = pa.array(texts, pa.large_string())
    return text, reasons


def _violations(schema: Schema, columns: Mapping[str, Any]) -> Any:
    """What is wrong with each record, as a list of structs; a column's null is None there."""
    rows = pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns)).to_pylist()
    found: list[list[dict[str, str]]] = [[] for _ in rows]
    for one in schema.of_values(rows).violations:
        found[one.at].append(
            {"code": one.code, "field": shown(one.field), "error_type": one.error_type, "message": one.message}
        )
    return pa.array(found, _VIOLATIONS)


def _rejecting(found: Any, reasons: list[str | None], fail_on: str) -> list[str | None]:
    """The reasons with that of the rows that have a finding of this severity or a higher one."""
    if fail_on == "never" or not len(found):
        return reasons
    bad = pa.array(_RANK[_RANK.index(fail_on) :])
    severities = pc.struct_field(pc.list_flatten(found), "severity")
    parents = pc.list_parent_indices(found).filter(pc.is_in(severities.cast(pa.string()), bad))
    for row in parents.unique().to_pylist():
        reasons[row] = reasons[row] or "findings"
    return reasons


def _empty(schema: Any) -> Any:
    return pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)


def counted(column: Any) -> dict[str, int]:
    """How many findings of each code there are in a column of findings."""
    counts = pc.struct_field(pc.list_flatten(column), "code").value_counts().to_pylist()
    return {count["values"]: count["counts"] for count in counts}


def described_as(pipeline: Pipeline) -> dict[str, Any]:
    """The description of a pipeline as JSON has it."""
    value: dict[str, Any] = json.loads(pipeline.description.to_json())
    return value
