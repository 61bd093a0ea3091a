"""One pass over a source: units are looked at, constraints see what is accepted, outputs are written, counts kept."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from huzma import _core
from huzma.checking import LocatedRows
from huzma.models import Finding, Language, Limits, RecordFinding, made_record_finding
from huzma.validation.constraints import Check, Constraint, References, fields_of, pick
from huzma.validation.outputs import Outputs, Stopped
from huzma.validation.schemas import Given, ModelSchema, Violation, compiled
from huzma.validation.units import BlockUnit, Source, Unit
from huzma.validation.work import Found, Outcome, Plan, found_in
from huzma.validation.workers import checked_ahead, in_processes, locally

_CODES = {code["code"]: code for code in _core.codes() if code["family"] == "SC"}


@dataclass
class Counts:
    """What was read, and what came of it; `check` holds that it adds up."""

    records: int = 0
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0
    codes: dict[str, int] = field(default_factory=dict)

    def check(self) -> None:
        """Holds that every record was accepted, rejected or left out of the sample."""
        if self.records != self.accepted + self.rejected + self.skipped:
            raise AssertionError(f"the counts do not add up: {self}")  # a bug of ours, never of the data


@dataclass(frozen=True)
class Options:
    """How to validate."""

    constraints: Sequence[Constraint] = ()
    sample: float | None = None
    max_errors: int | None = None
    jobs: int = 1
    accepted: str | None = None
    rejected: str | None = None


class Pass:
    """One pass over a source.

    Args:
        source: The records.
        schema: As it was given.
        options: How to validate.
        progress: Told how many bytes have been looked at, each time some have.
    """

    def __init__(
        self, source: Source, schema: Given, options: Options, progress: Callable[[int], None] = lambda _: None
    ) -> None:
        self._given = schema
        self._schema = compiled(schema)
        self._source = source
        self._options = options
        self._progress = progress
        self.counts = Counts()
        self.rejected: array[int] = array("Q")
        """The numbers of the records that were rejected, in order."""
        self.stopped = False
        """Whether it ended before the source did, because of `max_errors`."""

    def events(self) -> Iterator[Found | Finding | LocatedRows]:
        """What is found, in the order of the records.

        Raises:
            BundleError: The source cannot be read, an output cannot be written.
            SchemaError: What is asked for cannot be done.
        """
        options = self._options
        outputs = Outputs(self._source, self._schema, options.accepted, options.rejected)
        try:
            yield from self._events(outputs)
            self.counts.check()
        except BaseException as error:
            outputs.close(error)
            raise
        outputs.close(Stopped() if self.stopped else None)

    def _events(self, outputs: Outputs) -> Iterator[Found | Finding | LocatedRows]:
        options = self._options
        fields = fields_of(options.constraints)
        checks = [(constraint.fields, self._begun(constraint)) for constraint in options.constraints]
        plan = plan_of(self._source.limits)._replace(
            values=outputs.wants_values, keys=fields, share=1.0 if options.sample is None else options.sample
        )
        units = self._source.units()
        # Rows of tables are values of this process already: handing them to another takes longer than looking at them.
        apart = options.jobs > 1 and self._source.layout is not None
        schema = self._given if apart else self._schema
        if apart:
            worked = in_processes(units, schema, plan, options.jobs)
        else:
            read = units if self._source.layout is None else checked_ahead(units, plan)
            worked = locally(read, schema, plan)
        told = 0
        try:
            for event in worked:
                if not isinstance(event, tuple) or not isinstance(event[1], Outcome):
                    yield event  # type: ignore[misc]
                    continue
                unit, outcome = event
                found = self._take(unit, outcome, fields, checks, outputs)
                for each in found:
                    if options.max_errors is not None and told >= options.max_errors:
                        self.stopped = True
                        return
                    told += 1
                    self.counts.codes[each.code] = self.counts.codes.get(each.code, 0) + 1
                    yield each
                self._progress(unit.size)
        finally:
            worked.close()

    def _begun(self, constraint: Constraint) -> Check:
        return (constraint.beside(self._source.path) if isinstance(constraint, References) else constraint).begin()

    def _take(
        self, unit: Unit, outcome: Outcome, fields: Sequence[str], checks: Sequence[Any], outputs: Outputs
    ) -> list[Found]:
        rejected, kept, values, found = outcome.rejected, outcome.kept, outcome.values, outcome.found
        accepted = outcome.accepted
        first = unit.block.first if isinstance(unit, BlockUnit) else unit.first
        if checks and kept:
            more: dict[int, list[Found]] = {}
            for index, keys in zip(kept, outcome.keys, strict=True):
                for wanted, check in checks:
                    violation: Violation | None = check.see(first + index, pick(fields, wanted, keys))
                    if violation is not None:
                        more.setdefault(index, []).append(found_in(unit, index, violation))
                        if _CODES[violation.code]["severity"] == "error":
                            break  # what is rejected is not compared with what comes
            out = {index for index, all_of in more.items() if any(_is_error(each) for each in all_of)}
            if more:
                found = sorted([*found, *(each for of in more.values() for each in of)], key=_order)
            if out:
                rejected = sorted([*rejected, *out])
                accepted -= len(out)
                if values:
                    values = [value for index, value in zip(kept, values, strict=True) if index not in out]
                kept = [index for index in kept if index not in out]
        self.counts.records += outcome.records
        self.counts.accepted += accepted
        self.counts.rejected += len(rejected)
        self.counts.skipped += outcome.skipped
        self.rejected.extend(first + index for index in rejected)
        outputs.put(unit, rejected, kept, values)
        if outputs.wants_reasons:
            for each in found:
                if _is_error(each):
                    outputs.reason(reason(each))
        return found

    def values(self, rejected: Sequence[int]) -> Iterator[Any]:
        """The values of the records that are not among `rejected`, in order: the source is read again."""
        share = 1.0 if self._options.sample is None else self._options.sample
        plan = plan_of(self._source.limits)._replace(values=True, share=share)
        refused = iter(rejected)
        next_refused = next(refused, None)
        for event in locally(self._source.units(), self._schema, plan):
            if not isinstance(event, tuple) or not isinstance(event[1], Outcome):
                continue
            unit, outcome = event
            first = unit.block.first if isinstance(unit, BlockUnit) else unit.first
            for index, value in zip(outcome.kept, outcome.values, strict=True):
                if self.stopped and first + index > self.counts.records:
                    return
                while next_refused is not None and next_refused < first + index:
                    next_refused = next(refused, None)
                if next_refused != first + index:
                    yield value


def plan_of(limits: Limits | None) -> Plan:
    """What to do with units where findings alone are wanted."""
    given = {**_core.default_limits(), **(limits.model_dump() if limits else {})}
    return Plan(nesting=min(given["metadata_nesting"], 127), longest=given["document_bytes"])


def is_article(schema: Given) -> bool:
    """Whether documents are to be articles."""
    from huzma.models import Article

    return schema == "article" or schema is Article or (isinstance(schema, ModelSchema) and schema.model is Article)


def finding_of(found: Found, path: str | None, language: Language) -> RecordFinding:
    """What was found as a finding."""
    code = _CODES[found.code]
    arabic = language == "ar"
    field_name = shown(found.field) or ("التسجيل" if arabic else "the record")
    message = found.message_ar if arabic else found.message
    template: str = code["message_ar"] if arabic else code["message"]
    if "{1}" in template:
        wording = template.replace("{0}", "\0").replace("{1}", message).replace("\0", field_name)
    else:
        wording = template.replace("{0}", found.text if found.code == "SC011" else message)
    return made_record_finding(
        {
            "code": found.code,
            "name": code["name"],
            "severity": code["severity"],
            "message": wording,
            "path": path,
            "document_id": None,
            "start": None,
            "end": None,
            "line": found.line,
            "column": found.column,
            "text": found.text,
            "byte_start": found.byte_start,
            "byte_end": found.byte_end,
            "fix": None,
            "url": None,
            "record": found.record,
            "field": found.field,
            "error_type": found.error_type,
        }
    )


def shown(path: Sequence[str | int]) -> str:
    """A path for people: `author.names[0]`."""
    written = ""
    for part in path:
        written += f"[{part}]" if isinstance(part, int) else f".{part}" if written else part
    return written


def reason(found: Found) -> bytes:
    """What was found as a line of the file of reasons."""
    row = found._asdict()
    row["name"] = _CODES[found.code]["name"]
    written = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return written.encode("utf-8", "backslashreplace")


def _is_error(found: Found) -> bool:
    return bool(_CODES[found.code]["severity"] == "error")


def _order(found: Found) -> tuple[bool, int]:
    return found.record is None, found.record or 0
