"""What a model accepts, asked without making models.

Most records are sound, and nobody looks at the models that are made of them where only counts and findings are wanted.
The schema that pydantic has compiled for a model is written again here with plain mappings in the place of models; what
that refuses is asked of the model itself, so only the answer "accepted" is ever taken from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import SchemaError, SchemaValidator, core_schema

# Kinds of schemas that run no code of the user's and answer the same whatever the values around them are made of.
_PURE = frozenset(
    [
        "any",
        "bool",
        "bytes",
        "complex",
        "date",
        "datetime",
        "decimal",
        "default",
        "definition-ref",
        "definitions",
        "dict",
        "enum",
        "float",
        "frozenset",
        "int",
        "list",
        "literal",
        "model",
        "model-field",
        "model-fields",
        "none",
        "nullable",
        "set",
        "str",
        "tagged-union",
        "time",
        "timedelta",
        "tuple",
        "typed-dict",
        "typed-dict-field",
        "union",
        "url",
        "uuid",
    ]
)

# Parts of a schema that hold no schemas.
_OPAQUE = frozenset(("cls", "config", "default", "default_factory", "expected", "members", "metadata", "serialization"))

# Parts of a schema that hold schemas under names of the user's.
_NAMED = frozenset(("choices", "fields"))

_MODEL = frozenset(
    [
        "type",
        "cls",
        "schema",
        "config",
        "ref",
        "metadata",
        "serialization",
        "custom_init",
        "root_model",
        "strict",
        "frozen",
        "revalidate_instances",
        "generic_origin",
    ]
)
_FIELDS = frozenset(
    ["type", "fields", "model_name", "computed_fields", "strict", "extras_schema", "extra_behavior", "metadata"]
)
_FIELD = frozenset(
    [
        "type",
        "schema",
        "validation_alias",
        "serialization_alias",
        "serialization_exclude",
        "serialization_exclude_if",
        "frozen",
        "metadata",
    ]
)


def acceptor(adapter: TypeAdapter[Any]) -> SchemaValidator | None:
    """What accepts a JSON array if the type of `adapter` accepts each element, and makes no models.

    None for types that run code of their own: validators, an `__init__`. Code may count its calls, so it is called once
    for each record. None also for a schema with anything in it that is not known here.
    """
    if not isinstance(adapter.validator, SchemaValidator):  # a plugin wants to see every call
        return None
    schema: Any = adapter.core_schema
    try:
        plain = _plain(schema)
        if plain == schema:
            return None  # there is nothing to be spared
        return SchemaValidator(core_schema.list_schema(plain))
    except (_Unknown, SchemaError):
        return None


class _Unknown(Exception):  # noqa: N818 (no error)
    """A schema is of a kind that may run code, or has parts that are not known here."""


def _plain(schema: Any) -> Any:
    """The same schema with mappings in the place of models."""
    if isinstance(schema, list | tuple):
        return type(schema)(_plain(each) for each in schema)
    if not isinstance(schema, Mapping):
        if callable(schema):
            raise _Unknown
        return schema
    kind = schema.get("type")
    if isinstance(kind, str) and kind not in _PURE:
        raise _Unknown
    if kind == "enum" and schema.get("missing") is not None:
        raise _Unknown
    if kind == "model":
        return _mapping(schema)
    plain: dict[str, Any] = {}
    for key, each in schema.items():
        if key in _NAMED and isinstance(each, Mapping):
            plain[key] = {name: _plain(inner) for name, inner in each.items()}
        else:
            plain[key] = each if key in _OPAQUE else _plain(each)
    return plain


def _mapping(model: Mapping[str, Any]) -> dict[str, Any]:
    fields = model["schema"]
    runs_code = model.get("custom_init") or model.get("post_init") or model["cls"].__new__ is not object.__new__
    if runs_code or model.get("root_model") or fields.get("type") != "model-fields":
        raise _Unknown
    if not (model.keys() <= _MODEL and fields.keys() <= _FIELDS):
        raise _Unknown
    plain: dict[str, Any] = {"type": "typed-dict", "fields": {}}
    for name, field in fields["fields"].items():
        if not field.keys() <= _FIELD:
            raise _Unknown
        of_field = {"type": "typed-dict-field", "required": field["schema"].get("type") != "default"}
        of_field["schema"] = _plain(field["schema"])
        if "validation_alias" in field:
            of_field["validation_alias"] = field["validation_alias"]
        plain["fields"][name] = of_field
    for source, key in ((model, "ref"), (model, "config"), (fields, "extra_behavior")):
        if key in source:
            plain[key] = source[key]
    if "extras_schema" in fields:
        plain["extras_schema"] = _plain(fields["extras_schema"])
    return plain
