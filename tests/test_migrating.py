"""Records of every version of the schema are read as articles of the present one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import huzma
from huzma.cli.output.json import to_json
from huzma.migrating import CURRENT, MIGRATIONS, migrate

RECORDS = Path(__file__).parent / "records"
VERSIONS = range(1, CURRENT + 1)
LISTS = ("dates", "durations", "numbers", "quantities", "quotations", "statements", "signatures", "names")


def recorded(version: int) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((RECORDS / f"article-{version}.json").read_text("utf-8"))
    assert record["schema_version"] == version
    return record


def test_every_version_has_a_record_and_a_way_on() -> None:
    assert {path.name for path in RECORDS.iterdir()} == {f"article-{version}.json" for version in VERSIONS}
    assert set(MIGRATIONS) == set(VERSIONS) - {CURRENT}
    assert huzma.Article.model_fields["schema_version"].default == CURRENT


@pytest.mark.parametrize("version", VERSIONS)
def test_a_record_of_every_version_is_read(version: int) -> None:
    record = recorded(version)
    before = json.dumps(record)
    article = huzma.read_article(record)
    assert json.dumps(record) == before  # what is handed in stays as it is
    assert article == huzma.read_article(before) == huzma.read_article(before.encode())
    assert article.schema_version == CURRENT
    assert huzma.read_article(to_json(article)) == article
    kept = {name: value for name, value in record.items() if name not in {"schema_version", "origin"}}
    written = article.model_dump(mode="json")
    assert {name: written[name] for name in kept} == kept
    assert article.origin.model_dump().items() >= record["origin"].items()


def test_the_first_version_is_searched_for_values() -> None:
    article = huzma.read_article(recorded(1))
    found = huzma.extract(article.text, article.anchor)
    assert str(article.anchor) == "2016-09-16"
    assert all(getattr(article, name) == getattr(found, name) for name in LISTS)
    assert article.dates[0].value == "2016-09-15"
    # A later record of version 1 has its values, and they are not looked for again.
    late = {**recorded(2), "schema_version": 1, "numbers": []}
    assert huzma.read_article(late).numbers == ()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"schema_version": CURRENT + 1}, ("schema_version",)),
        ({"schema_version": 0}, ("schema_version",)),
        ({"schema_version": "1"}, ("schema_version",)),
        ({"text": None}, ("text",)),
        ({"metadata": []}, ("metadata",)),
        ({"sha256": "x"}, ("sha256",)),
    ],
)
@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_no_record_of_its_version_is_refused(version: int, change: dict[str, Any], place: tuple[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        huzma.read_article({**recorded(version), **change})
    assert place in {error["loc"] for error in caught.value.errors()}


@pytest.mark.parametrize(
    "data", ["", "{", b"\xff", "[" * 100_000, "[]", "null", '"x"', "NaN", b"{}", '{"schema_version": 1}']
)
def test_what_is_no_record_at_all_is_refused(data: str | bytes) -> None:
    with pytest.raises(ValidationError):
        huzma.read_article(data)


@given(
    st.dictionaries(
        st.sampled_from(["schema_version", "text", "metadata", "anchor"]), st.none() | st.integers() | st.text()
    )
)
def test_any_record_is_brought_on_or_left(record: dict[str, Any]) -> None:
    migrated = migrate(record)
    if record.get("schema_version") not in MIGRATIONS:
        assert migrated == record
    else:
        assert migrated["schema_version"] == CURRENT


def test_records_are_frozen_all_the_way() -> None:
    article = huzma.read_article(recorded(CURRENT))
    for record in (article, article.origin, article.sentences[0], article.dates[0], article.quantities[0]):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(record, next(iter(type(record).model_fields)), None)


def test_the_page_has_every_version_and_its_block_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parent.parent
    page = (root / "docs" / "records.md").read_text("utf-8")
    rows = [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| ")]
    assert rows[2:] == [f"| {version}" for version in VERSIONS]
    monkeypatch.chdir(root)
    [block] = re.findall(r"^```python\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    exec(compile(block, "docs/records.md", "exec"), {})
