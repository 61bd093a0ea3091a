"""What a pipeline file says: a table for each step, in TOML, and what follows from none."""

from __future__ import annotations

import tomllib
from datetime import date
from os import PathLike, fspath
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError

from huzma.errors import ConfigError
from huzma.models import Record


def _hyphened(name: str) -> str:
    return name.replace("_", "-")


def _listed(given: object) -> object:
    if isinstance(given, str):
        return tuple(part.strip() for part in given.split(","))
    return tuple(given) if isinstance(given, list) else given


Selectors = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Column = Annotated[str, Field(min_length=1, max_length=256)]
Mode = Literal["default", "uax29"]


class _Step(Record):
    model_config = ConfigDict(alias_generator=_hyphened, populate_by_name=True, strict=True)


class Read(_Step):
    """How inputs are read. What is no table in columns is read as `huzma.read` does."""

    text_field: Column = "text"
    """The column of a table, or the member of a JSON object, that is the text."""
    format: str | None = None
    encoding: str = "utf-8"
    row_groups: Annotated[int, Field(ge=1)] = 64
    """How many row groups of a Parquet file make a part; every other input is one part."""


class Fix(_Step):
    """Applies fixes to the text, in place."""

    select: Selectors | None = None
    ignore: Selectors | None = None
    unsafe: bool = False


class Normalize(_Step):
    """Normalises the text."""

    profile: str | dict[str, Any] = "search"
    into: Column = "normalized"
    """The column of the result; the name of the text's own replaces that, and later steps see the result."""


class Fingerprint(_Step):
    """Fingerprints of the text, equal for texts that the profile makes equal."""

    profile: str | dict[str, Any] = "search"
    into: Column = "fingerprint"


class Tokenize(_Step):
    """Cuts the text into tokens."""

    mode: Mode = "default"
    spans: bool = False
    spaces: bool = False
    into: Column = "tokens"


class Sentences(_Step):
    """Cuts the text into sentences."""

    mode: Mode = "default"
    spans: bool = False
    into: Column = "sentences"


class Extract(_Step):
    """Extracts typed values from the text."""

    anchor: date | None = None
    month_first: bool = False
    colloquial: bool = False
    into: Column = "records"


class Validate(_Step):
    """Holds each record against a schema, and rejects what violates it."""

    schema_: Annotated[str | dict[str, Any], Field(alias="schema")]
    """`module:Model`, the path of a JSON Schema, the schema itself, or `article`."""
    into: Column = "violations"


class Filter(_Step):
    """Checks the text, and rejects what has a finding that is bad enough."""

    select: Selectors | None = None
    ignore: Selectors | None = None
    fail_on: Literal["info", "warning", "error", "never"] = "error"
    """From which severity on a finding rejects its record; `never` only keeps the findings."""
    into: Column = "findings"


class Write(_Step):
    """How parts are written."""

    compression: Literal["zstd", "snappy", "gzip", "none"] = "zstd"
    row_group_rows: Annotated[int, Field(ge=1, le=1 << 20)] = 8192
    row_group_bytes: Annotated[int, Field(ge=1)] = 64 << 20
    """A row group ends with so many rows, or with the row that brings its texts to so many bytes."""


class Description(_Step):
    """A pipeline: its steps run in this order, each where the file has its table."""

    read: Read = Read()
    fix: Fix | None = None
    normalize: Normalize | None = None
    fingerprint: Fingerprint | None = None
    tokenize: Tokenize | None = None
    sentences: Sentences | None = None
    extract: Extract | None = None
    validate_: Annotated[Validate | None, Field(alias="validate")] = None
    filter: Filter | None = None
    write: Write = Write()

    def to_json(self) -> str:
        """The description with all defaults written out: equal for files that mean the same."""
        return self.model_dump_json(by_alias=True)


def load(path: str | PathLike[str]) -> Description:
    """Reads a pipeline file.

    Raises:
        ConfigError: The file cannot be read, is no TOML, or says what no pipeline knows; the key is named.
    """
    name = fspath(path)
    try:
        with open(name, "rb") as file:  # noqa: PTH123 (the path as given)
            content = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"{name}: {error.strerror}", path=name) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name}: this is not TOML: {error}", path=name) from None
    return described(content, name)


def described(content: dict[str, Any], path: str = "<pipeline>") -> Description:
    """The description of a pipeline that has been read.

    Raises:
        ConfigError: As for `load`.
    """
    try:
        return Description.model_validate(content)
    except ValidationError as error:
        [first, *_] = error.errors()
        key = ".".join(str(part) for part in first["loc"])
        known = _known(first["loc"]) if first["type"] == "extra_forbidden" else ""
        raise ConfigError(f"{path}: {key}: {_wording(first)}{known}", path=path, key=key) from None


def _wording(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "no pipeline has this key"
    return str(error["msg"])


def _known(place: tuple[int | str, ...]) -> str:
    """The nearest key that there is."""
    from difflib import get_close_matches

    model: Any = Description
    for part in place[:-1]:
        model = _STEPS.get(str(part))
        if model is None:
            return ""
    names = [field.alias or name for name, field in model.model_fields.items()]
    nearest = get_close_matches(str(place[-1]), names, 1)
    return f"; did you mean {nearest[0]!r}?" if nearest else f"; there are {', '.join(names)}"


_STEPS: dict[str, type[_Step]] = {
    "read": Read,
    "fix": Fix,
    "normalize": Normalize,
    "fingerprint": Fingerprint,
    "tokenize": Tokenize,
    "sentences": Sentences,
    "extract": Extract,
    "validate": Validate,
    "filter": Filter,
    "write": Write,
}
