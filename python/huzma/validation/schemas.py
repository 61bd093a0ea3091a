"""Schemas: a pydantic model, a JSON Schema, or the built-in article, behind one face.

A schema looks at many records in one call. pydantic then names each violation with the index of its record, and a block
of thousands of sound records costs one call instead of thousands.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from pydantic import (
    PydanticSchemaGenerationError,
    PydanticUndefinedAnnotation,
    PydanticUserError,
    TypeAdapter,
    ValidationError,
)

from huzma.errors import SchemaError
from huzma.models import Article
from huzma.validation.accepting import acceptor
from huzma.validation.wording import arabic, ours

Given = Any
"""A schema as it is given: a pydantic model or any type that pydantic knows, a JSON Schema as a mapping, `article`, the
path of a JSON Schema, or `module:Name` of a model."""

MOST = 1000
"""How many violations of one record are told one by one."""

_MOST_REFUSED = 0.1
"""From this share of errors on it is quicker to ask the model for all records at once."""


class Violation(NamedTuple):
    """What is wrong with one value; `at` is the index of its record in what was looked at."""

    at: int
    field: tuple[str | int, ...]
    code: str
    error_type: str
    message: str
    message_ar: str


class Looked(NamedTuple):
    """What came of looking at records: their values, None in the places of those that are refused.

    There may be no values at all where something is refused: then those of the others are still to be made.
    """

    values: list[Any]
    violations: list[Violation]


class Schema(Protocol):
    """What all schemas can do."""

    def refused(self, joined: bytes, count: int) -> list[int] | None:
        """Which of `count` elements of a sound JSON array are refused, in order, where that is known without values.

        None where it is not, or where so many are refused that it is quicker to look at them all.
        """

    def of_json(self, joined: bytes, records: Sequence[bytes]) -> Looked:
        """Looks at the elements of a JSON array that is known to be sound.

        Args:
            joined: The array.
            records: The elements one by one.
        """

    def of_strings(self, rows: Sequence[Mapping[str, str]]) -> Looked:
        """Looks at rows whose cells are text."""

    def of_values(self, rows: Sequence[Mapping[str, Any]]) -> Looked:
        """Looks at rows of Python values."""

    def dump(self, value: Any) -> dict[str, Any]:
        """A value as a mapping of what JSON has."""

    def described(self) -> dict[str, Any]:
        """The JSON Schema of what `dump` gives."""


def compiled(given: Given) -> Schema:
    """The schema that is meant.

    Raises:
        SchemaError: There is no such model or file, or it is no schema.
    """
    if isinstance(given, ModelSchema | JsonSchema):
        return given
    if isinstance(given, Mapping | bool):
        return JsonSchema(given)
    if isinstance(given, str | os.PathLike):
        name = os.fspath(given)
        if name == "article":
            return ModelSchema(Article)
        if isinstance(given, str) and ":" in name and not name.endswith(".json"):
            return ModelSchema(_imported(name))
        return JsonSchema(_read(name))
    return ModelSchema(given)


class ModelSchema:
    """A pydantic model, or any type that pydantic knows."""

    def __init__(self, model: Any) -> None:
        self.model = model
        try:
            self._one: TypeAdapter[Any] = TypeAdapter(model)
            self._many: TypeAdapter[list[Any]] = TypeAdapter(list[model])
        except (PydanticSchemaGenerationError, PydanticUndefinedAnnotation, PydanticUserError, TypeError) as error:
            reason = str(error).partition("\n")[0]
            raise SchemaError(f"{model!r} is no schema: {reason}", schema=repr(model)) from None
        self._accepts = acceptor(self._one)

    def refused(self, joined: bytes, count: int) -> list[int] | None:
        """Which elements of a sound JSON array are refused, where the schema can be asked without making models."""
        if self._accepts is None:
            return None
        try:
            self._accepts.validate_json(joined)
            return []
        except ValidationError as error:
            if error.error_count() > count * _MOST_REFUSED:
                return None
            paths = [detail["loc"] for detail in _details(error, context=False)]
        return sorted({int(path[0]) for path in paths}) if all(paths) else None

    def of_json(self, joined: bytes, records: Sequence[bytes]) -> Looked:
        """Looks at the elements of a JSON array that is known to be sound."""
        try:
            return Looked(self._many.validate_json(joined), [])
        except ValidationError as error:
            violations = _split(error)
        except Exception:
            violations = None
        if violations is None:
            return self._one_by_one(records, self._one.validate_json)
        return Looked([], violations)

    def of_strings(self, rows: Sequence[Mapping[str, str]]) -> Looked:
        """Looks at rows whose cells are text."""
        return self._one_by_one(rows, self._one.validate_strings)

    def of_values(self, rows: Sequence[Mapping[str, Any]]) -> Looked:
        """Looks at rows of Python values."""
        try:
            return Looked(self._many.validate_python(list(rows)), [])
        except Exception:
            return self._one_by_one(rows, self._one.validate_python)

    def _one_by_one(self, records: Iterable[Any], validate: Callable[[Any], Any]) -> Looked:
        looked = Looked([], [])
        for index, record in enumerate(records):
            value = None
            try:
                value = validate(record)
            except ValidationError as error:
                looked.violations.extend(_violations(error, index))
            except Exception as error:
                looked.violations.append(_failed(index, error))
            looked.values.append(value)
        return looked

    def dump(self, value: Any) -> dict[str, Any]:
        """A value as a mapping of what JSON has."""
        dumped = self._one.dump_python(value, mode="json")
        return dumped if isinstance(dumped, dict) else {"value": dumped}

    def described(self) -> dict[str, Any]:
        """The JSON Schema of what `dump` gives."""
        return self._one.json_schema(mode="serialization")


class JsonSchema:
    """A JSON Schema, of draft 2020-12 unless it says another (the extra `jsonschema`)."""

    def __init__(self, schema: Mapping[str, Any] | bool) -> None:
        try:
            import jsonschema_rs
        except ImportError:
            reason = "JSON Schemas are checked by jsonschema-rs: pip install 'huzma[jsonschema]'"
            raise SchemaError(reason, schema="JSON Schema") from None
        self.schema = schema
        options: dict[str, Any] = {"validate_formats": True, "retriever": _refuse}
        try:
            if isinstance(schema, Mapping) and "$schema" in schema:
                self._validator = jsonschema_rs.validator_for(dict(schema), **options)
            else:
                given = dict(schema) if isinstance(schema, Mapping) else schema
                self._validator = jsonschema_rs.Draft202012Validator(given, **options)
        except Exception as error:
            reason = str(error).partition("\n")[0]
            raise SchemaError(f"this is no JSON Schema: {reason}", schema="JSON Schema") from None

    def refused(self, joined: bytes, count: int) -> None:
        """Nothing is known without looking at every element."""

    def of_json(self, joined: bytes, records: Sequence[bytes]) -> Looked:
        """Looks at the elements of a JSON array that is known to be sound."""
        return self.of_values(json.loads(joined))

    def of_strings(self, rows: Sequence[Mapping[str, str]]) -> Looked:
        """Looks at rows whose cells are text; where the schema asks for another type, the text is read as that."""
        properties = self.schema.get("properties", {}) if isinstance(self.schema, Mapping) else {}
        return self.of_values([{key: _read_as(properties.get(key), cell) for key, cell in row.items()} for row in rows])

    def of_values(self, rows: Sequence[Any]) -> Looked:
        """Looks at rows of Python values."""
        looked = Looked([], [])
        for index, row in enumerate(rows):
            try:
                found = [self._violation(index, error) for error in self._validator.iter_errors(row)]
            except ValueError as error:  # a value that JSON does not have
                found = [_failed(index, error)]
            looked.violations.extend(found)
            looked.values.append(None if found else row)
        return looked

    def dump(self, value: Any) -> dict[str, Any]:
        """A value as a mapping of what JSON has."""
        return value if isinstance(value, dict) else {"value": value}

    def described(self) -> dict[str, Any]:
        """The JSON Schema of what `dump` gives: this one."""
        return dict(self.schema) if isinstance(self.schema, Mapping) else {}

    def _violation(self, index: int, error: Any) -> Violation:
        keyword = str(error.schema_path[-1]) if error.schema_path else "false"
        if not keyword or keyword.isdigit():
            keyword = next((str(part) for part in reversed(error.schema_path) if not isinstance(part, int)), "false")
        kind = getattr(error.kind, "name", None)
        keyword = kind if isinstance(kind, str) and kind else keyword
        code = {"required": "SC001", "additionalProperties": "SC002", "unevaluatedProperties": "SC002", "type": "SC003"}
        field = list(error.instance_path)
        for name in ("property", "unexpected"):
            given = getattr(error.kind, name, None)
            if isinstance(given, str):
                field.append(given.strip('"'))
            elif isinstance(given, list) and given:
                field.append(str(given[0]))
        message = str(error.message)
        shown = message if len(message) <= 300 else f"{message[:300]}…"
        return Violation(
            index,
            tuple(field),
            code.get(keyword, "SC004"),
            keyword,
            shown,
            arabic(keyword, shown, {"message": shown}),
        )


def _refuse(uri: str) -> Any:
    """A schema is one file: nothing is fetched for it."""
    raise ValueError(f"{uri} lies outside the schema, and is not fetched")


def _split(error: ValidationError) -> list[Violation] | None:
    """The violations of the elements of an array; None where it is the array that is refused."""
    violations: list[Violation] = []
    counts: dict[int, int] = {}
    for detail in _details(error):
        match detail["loc"]:
            case (int(index), *field):
                counts[index] = counts.get(index, 0) + 1
                if counts[index] <= MOST:
                    violations.append(_violation(index, tuple(field), detail))
            case _:
                return None
    more = {index: count - MOST for index, count in counts.items() if count > MOST}
    violations.extend(too_many(index, count) for index, count in more.items())
    violations.sort(key=lambda violation: violation.at)
    return violations


def _violations(error: ValidationError, index: int) -> list[Violation]:
    details = _details(error)
    found = [_violation(index, tuple(detail["loc"]), detail) for detail in details[:MOST]]
    return [*found, too_many(index, len(details) - MOST)] if len(details) > MOST else found


def _details(error: ValidationError, *, context: bool = True) -> list[Any]:
    return error.errors(include_url=False, include_input=False, include_context=context)


def _violation(index: int, field: tuple[str | int, ...], detail: Any) -> Violation:
    error_type, message = detail["type"], detail["msg"]
    if error_type == "missing" or error_type.startswith("missing_"):
        code = "SC001"
    elif error_type in ("extra_forbidden", "unexpected_keyword_argument", "unexpected_positional_argument"):
        code = "SC002"
    elif error_type.endswith(("_type", "_parsing", "_parsing_size")) or error_type == "int_from_float":
        code = "SC003"
    else:
        code = "SC004"
    return Violation(index, field, code, error_type, message, arabic(error_type, message, detail.get("ctx")))


def _failed(index: int, error: Exception) -> Violation:
    message = str(error).partition("\n")[0][:300]
    named = f"{type(error).__name__}: {message}" if message else type(error).__name__
    return Violation(index, (), "SC004", "validator_failed", *ours("validator_failed", error=named))


def too_many(index: int, count: int) -> Violation:
    """What stands for violations of a record that are not told one by one."""
    return Violation(index, (), "SC004", "too_many_errors", *ours("too_many_errors", count=count))


def _read_as(schema: Any, cell: str) -> Any:
    wanted = schema.get("type", "string") if isinstance(schema, Mapping) else "string"
    kinds = {wanted} if isinstance(wanted, str) else set(wanted)
    if "string" in kinds and not kinds & {"null"}:
        return cell
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return cell
    fits = {
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
        "boolean": isinstance(value, bool),
        "null": value is None,
        "array": isinstance(value, list),
        "object": isinstance(value, dict),
    }
    return value if any(fits.get(kind, False) for kind in kinds) else cell


def _imported(name: str) -> Any:
    """The model that `module:Name` means; the working directory is looked at last."""
    module, _, path = name.partition(":")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)
    try:
        found: Any = importlib.import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}" if not isinstance(error, ModuleNotFoundError) else str(error)
        raise SchemaError(f"{name} cannot be imported: {reason}", schema=name) from None
    return found


def _read(path: str) -> Any:
    try:
        return json.loads(Path(path).read_bytes())
    except OSError as error:
        reason = f"{path}: {error.strerror}; a schema is a .json file, module:Model, or article"
        raise SchemaError(reason, schema=path) from None
    except (ValueError, RecursionError) as error:
        raise SchemaError(f"{path} is not JSON: {error}", schema=path) from None
