"""Records of earlier versions of the schema, brought to the present one a version at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args

from huzma.extracting import extract, published_day
from huzma.models import Article

CURRENT: Literal[2] = get_args(Article.model_fields["schema_version"].annotation)[0]
"""The version that articles have now."""

Migration = Callable[[dict[str, Any]], dict[str, Any]]
"""Makes of a record of one version the record of the next; it may change what it is given, but nothing inside it."""


def _look_for_values(record: dict[str, Any]) -> dict[str, Any]:
    """From 1 to 2: what the first articles did not look for in their text is looked for now.

    Later articles of version 1 have it, and are left as they are.
    """
    text, metadata = record.get("text"), record.get("metadata")
    if "anchor" in record or not isinstance(text, str) or not isinstance(metadata, Mapping):
        return record
    anchor = published_day(metadata)
    found = extract(text, anchor)
    record["anchor"] = anchor
    for name in ("dates", "durations", "numbers", "quantities", "quotations", "statements", "signatures", "names"):
        record[name] = getattr(found, name)
    return record


MIGRATIONS: dict[int, Migration] = {1: _look_for_values}
"""Each earlier version with the way to the next one."""


def migrate(record: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a record in the present version; one of no known version is left as it is, for validation to refuse."""
    migrated = dict(record)
    version = migrated.get("schema_version", CURRENT)
    while type(version) is int and version in MIGRATIONS:
        migrated = MIGRATIONS[version](migrated)
        version += 1
        migrated["schema_version"] = version
    return migrated
