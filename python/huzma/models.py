"""Typed records: what huzma hands out, as frozen pydantic models.

Pydantic validates records, settings and reports; tokens and spans stay in the compiled core. Every offset
is a code point of the document's text unless its name says bytes.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from huzma import _core

Severity = Literal["info", "warning", "error"]
"""How bad a finding is: a fact worth recording, very probably wrong, damaged."""

Language = Literal["en", "ar"]
"""A language in which findings are worded."""

Offset = Annotated[int, Field(ge=0)]


Made = TypeVar("Made", bound="Record")


class Record(BaseModel):
    """What all models share: frozen, and a field that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Edit(Record):
    """A span of the text and what replaces it; an insertion has `start == end`."""

    start: Offset
    end: Offset
    replacement: str


class Fix(Record):
    """How a finding can be mended: edits in ascending order that do not overlap, all or none of them.

    A fix is safe only if it loses no information and changes no reading.
    """

    edits: tuple[Edit, ...]
    safe: bool


class Finding(Record):
    """One thing that huzma has to say about one place.

    `start` and `end` are code points of the document's text, and `text` is that slice; `line` and `column`
    count from 1, columns in code points. `byte_start` and `byte_end` point into the file as it is stored.
    What cannot be pointed at is None: a text in memory has no bytes, a damaged file no line. `text` is empty then.
    """

    code: str
    name: str
    severity: Severity
    message: str
    path: str | None
    document_id: str | None
    start: Offset | None
    end: Offset | None
    line: Annotated[int, Field(ge=1)] | None
    column: Annotated[int, Field(ge=1)] | None
    text: str
    byte_start: Offset | None
    byte_end: Offset | None
    fix: Fix | None
    url: str | None


class RecordFinding(Finding):
    """What is wrong with a record: a `Finding` that also says in which record and field it is.

    `line`, `column`, `byte_start` and `byte_end` point at the value in the file, expanded where it is compressed;
    lines end at LF there. They are None in tables in columns, which have no bytes to point at. A value that is not
    there is pointed at by the object it is missing from. `text` is the value as it is written, of a long one the start.
    """

    record: Annotated[int, Field(ge=1)] | None
    """Its number in the source, from 1; None where the whole source is meant."""
    field: tuple[str | int, ...]
    """The path to the value: names of members and columns, and indices from 0."""
    error_type: str
    """A stable word for programs: pydantic's own, the keyword of a JSON Schema, or one of huzma's."""


def made_finding(row: dict[str, Any]) -> Finding:
    """The finding of a row of the core, whose values are what the model asks for by construction.

    Validating each one takes longer than finding it; a test validates them. The dictionary becomes the model's own.
    """
    fix = row["fix"]
    if fix is not None:
        edits, safe = fix
        made = [
            _made(Edit, {"start": start, "end": end, "replacement": replacement}, _EDIT)
            for start, end, replacement in edits
        ]
        row["fix"] = _made(Fix, {"edits": tuple(made), "safe": safe}, _FIX)
    return _made(Finding, row, _FINDING)


def made_record_finding(row: dict[str, Any]) -> RecordFinding:
    """The same of a finding about a record."""
    return _made(RecordFinding, row, _RECORD_FINDING)


def _made(model: type[Made], values: dict[str, Any], fields: set[str]) -> Made:
    record = _new(model)
    _set_values(record, values)
    _set_fields(record, fields)
    _set_extra(record, None)
    _set_private(record, None)
    return record


# The slots of a model, set without the look-ups that an assignment takes; the models are frozen.
_new = object.__new__
_set_values, _set_fields, _set_extra, _set_private = (
    BaseModel.__dict__[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
# All fields are set, so the records share the set of them; what pydantic copies has a set of its own.
_EDIT, _FIX, _FINDING = set(Edit.model_fields), set(Fix.model_fields), set(Finding.model_fields)
_RECORD_FINDING = set(RecordFinding.model_fields)


class Rule(Record):
    """A code that findings carry, with its page.

    `fix` is the best fix a finding of this code can have. `supersedes` are the codes of more general rules that
    stay silent where this one reports. `room` tells what finds it: `lint` looks at texts, `bundle` at containers,
    `validation` at records.
    `url` is where the page is published, None where no settings say so.
    """

    code: str
    name: str
    family: str
    severity: Severity
    fix: Literal["safe", "unsafe"] | None
    summary: str
    message: str
    message_ar: str
    explanation: str
    supersedes: tuple[str, ...]
    room: Literal["lint", "bundle", "validation"]
    url: str | None = None


def _limit(name: str, largest: int = 2**63 - 1) -> Any:
    return Field(default_factory=lambda: _core.default_limits()[name], ge=0, le=largest)


class Limits(Record):
    """How much a reader takes in; more is a `LimitError`, raised before memory is taken."""

    document_bytes: int = _limit("document_bytes")
    """The longest document and the longest file of metadata, in bytes as stored."""
    documents: int = _limit("documents")
    """The most documents."""
    total_bytes: int = _limit("total_bytes")
    """The most bytes read in all."""
    line_bytes: int = _limit("line_bytes")
    """The longest marker line and the longest header of a text bundle, in bytes."""
    members: int = _limit("members")
    """The most members of an archive; they are listed in memory."""
    archive_ratio: int = _limit("archive_ratio")
    """How many times larger than it is stored compressed data may get; looked at beyond 1 MiB."""
    metadata_nesting: int = _limit("metadata_nesting", 2**32 - 1)
    """How deep JSON metadata may be nested."""


class Profile(Record):
    """A normalisation profile: the steps by name, or `{name: {option: value}}` where a step has options.

    Raises:
        pydantic.ValidationError: A step is unknown, contradicts another or has a wrong option.
    """

    steps: tuple[str | dict[str, dict[str, Any]], ...]

    @model_validator(mode="after")
    def _compiles(self) -> Profile:
        _core.Normalizer(self.to_json())
        return self

    def to_json(self) -> str:
        """The profile as the JSON text that the core compiles."""
        return json.dumps({"steps": self.steps})


class Origin(Record):
    """Where a document came from: a file, perhaps a member in it, and the bytes there.

    `path` is None for a source in memory; bytes of a path that are not UTF-8 are surrogate escapes.
    `byte_start` and `byte_end` delimit the body in the file (or the decompressed member) as it is stored. In tables
    in columns there are no bytes to point at: both are None, and `row`, from 1, and `column` say where.
    """

    path: str | None
    member: str | None
    byte_start: Offset | None
    byte_end: Offset | None
    row: Annotated[int, Field(ge=1)] | None = None
    column: str | None = None


class Sentence(Record):
    """The span of a sentence; sentences tile the text, white space belongs to the one before it."""

    start: Offset
    end: Offset


class Paragraph(Record):
    """The span of a paragraph; paragraphs tile the text, line ends belong to the one before them."""

    start: Offset
    end: Offset


class Mention(Record):
    """A place of a text: `start` and `end` are code points, and `text` is that slice."""

    start: Offset
    end: Offset
    text: str


class Value(Mention):
    """A value that was read in a text; `rule` is the name of the rule that made it."""

    rule: str


class DateMention(Value):
    """A date or a time.

    `value` is ISO 8601 and always Gregorian: `2016-09-15`, `2016-09`, `2016-W37`, `198` for a decade, `2016-Q1`,
    `2016-09-15T21:00Z`, `2016-09-15TEV` for an evening, `from/to` for a range. What neither the text nor an anchor
    tells is `X`: `XXXX-08-05`, `XXXX-WXX-1`. It is None for a Hijri date outside 1343-1500 AH, the range of the table.
    `calendar` is the calendar of the text by its name in CLDR, `source_value` the value in it, or in the second of two
    calendars. `modifier` is START, MID or END. `resolved` tells that nothing is open, `alternatives` other readings.
    """

    value: str | None
    grain: Literal[
        "century",
        "decade",
        "year",
        "half-year",
        "third-of-year",
        "quarter",
        "season",
        "month",
        "week",
        "weekend",
        "day",
        "day-part",
        "hour",
        "minute",
        "second",
    ]
    calendar: Literal["gregorian", "islamic-umalqura"]
    source_value: str | None
    modifier: Literal["START", "MID", "END"] | None
    resolved: bool
    alternatives: tuple[str, ...]
    zone: str | None
    notes: tuple[
        Literal["weekday-mismatch", "calendar-mismatch", "ambiguous-order", "ambiguous-hour", "out-of-range"], ...
    ]

    def to_date(self) -> date | None:
        """The day, where the value is one day or a time of one; None for anything else."""
        if self.value is None or not self.resolved or "/" in self.value:
            return None
        try:
            return date.fromisoformat(self.value[:10]) if self.value[4:5] == "-" == self.value[7:8] else None
        except ValueError:
            return None


class Duration(Value):
    """A span of time, in ISO 8601: `PT48H`. `times` is how often within it, for a frequency."""

    value: str
    kind: Literal["duration", "age", "frequency"]
    times: Annotated[int, Field(ge=1)] | None


Exact = int | Decimal
"""A number without rounding: an `int` where it is whole."""


class Number(Value):
    """A number. `ratio` is numerator and denominator of a value that no decimal has, which is rounded to 28 digits."""

    value: Exact
    ratio: tuple[int, int] | None
    alternatives: tuple[Exact, ...]
    kind: Literal["cardinal", "ordinal", "fraction"]


class Quantity(Value):
    """A number with what it counts or measures.

    `value` has its powers of ten applied, and `number_start` and `number_end` delimit it. `unit` is the noun in the
    singular, None where it is left out; `elliptic` tells so, also where a later number has it. `measure` is None for
    what is counted. `code` is of UCUM, of ISO 4217 for money; where the name of a currency does not tell which one it
    is, `candidates` has those it may be.
    """

    value: Exact
    number_start: Offset
    number_end: Offset
    alternatives: tuple[Exact, ...]
    unit: str | None
    measure: (
        Literal["money", "percent", "length", "area", "volume", "mass", "temperature", "energy", "speed", "data"] | None
    )
    code: str | None
    candidates: tuple[str, ...]
    elliptic: bool


class Quotation(Value):
    """What stands between quotation marks; `outer_start` and `outer_end` delimit it with the marks that there are.

    `kind` is speech (a sentence of somebody's), fragment (words of his that are none), term, name
    or scare (a word the writer keeps his distance from). Speech and fragments have the word that reports them (`cue`),
    who is named for it (`speaker`), the fuller name that goes back to (`antecedent`) and who relays it (`relay`: the
    agency of نقلت وكالة … عن). `inherited` tells that the verb names nobody and the speaker is that of another one.
    `defect` is the code of the rule that reports what is wrong with the marks.
    """

    outer_start: Offset
    outer_end: Offset
    kind: Literal["speech", "fragment", "term", "name", "scare"]
    cue: Mention | None
    speaker: Mention | None
    antecedent: Mention | None
    relay: Mention | None
    inherited: bool
    defect: str | None


class Statement(Value):
    """A statement that is reported without marks, with its إن or أن, to the end of its clause."""

    cue: Mention
    speaker: Mention | None
    antecedent: Mention | None
    relay: Mention | None
    inherited: bool


class Signature(Value):
    """Where a text comes from: its dateline, an agency that it names, the line or the word that ends it."""

    kind: Literal["dateline", "agency", "agency-line", "end"]
    agency: Mention | None
    city: Mention | None


class Name(Value):
    """A name: of a person behind a title, or one of the caller's gazetteer, as that writes it and with its label."""

    kind: Literal["titled", "gazetteer"]
    name: str | None
    label: str | None
    title: Mention | None


class ExtractionRule(Record):
    """A rule that makes values: its name, which never changes, and what it reads."""

    name: str
    summary: str


class Article(Record):
    """One document as a record: identity, origin, digest, text and what was found in it.

    `sha256` is the hexadecimal digest of the text in UTF-8. `token_counts` has the kinds that occur. `anchor` is the
    day to which the dates of the text were resolved, None where none was known. `schema_version` goes up where a record
    of before is no longer one; `huzma.read_article` takes those too.
    """

    schema_version: Literal[2] = 2
    id: str
    index: Offset
    number: Offset | None
    metadata: dict[str, Any]
    origin: Origin
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    text: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    token_counts: dict[str, Annotated[int, Field(ge=1)]]
    findings: tuple[Finding, ...]
    anchor: date | None
    dates: tuple[DateMention, ...]
    durations: tuple[Duration, ...]
    numbers: tuple[Number, ...]
    quantities: tuple[Quantity, ...]
    quotations: tuple[Quotation, ...]
    statements: tuple[Statement, ...]
    signatures: tuple[Signature, ...]
    names: tuple[Name, ...]
