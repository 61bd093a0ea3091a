"""What is shipped is under licences that let it be: every crate in the wheel, every package that it asks for."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"

ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MPL-2.0",
        "Unicode-3.0",
        "Unlicense",
        "Zlib",
    }
)
"""Licences that may be shipped with a program under MIT or Apache-2.0. MPL-2.0 only reaches its own files."""

HEAD = """# Licences of what is shipped

Crates that are compiled into the wheel, with the licence each names. `tests/test_licences.py` reads them from
`cargo metadata`, needs no network, and fails on a licence that is not on its list; `HUZMA_REGENERATE=1 pytest
tests/test_licences.py` writes this page. Packages of Python are asked for, not shipped; the same test reads theirs.

| crate | licence |
| --- | --- |
"""


def allows(expression: str) -> bool:
    """Whether an SPDX expression can be met by allowed licences; `/` is an old way to write OR."""
    tokens = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))

    def either() -> bool:
        met = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            met = both() or met
        return met

    def both() -> bool:
        met = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            met = one() and met
        return met

    def one() -> bool:
        token = tokens.pop(0)
        if token == "(":
            met = either()
            tokens.pop(0)
            return met
        if tokens and tokens[0] == "WITH":  # an exception only allows more
            del tokens[:2]
        return token in ALLOWED

    return either()


def test_expressions_are_understood() -> None:
    for expression in ("MIT", "GPL-3.0 OR MIT", "(MIT OR Apache-2.0) AND Unicode-3.0", "Unlicense/MIT"):
        assert allows(expression)
    assert allows("Apache-2.0 WITH LLVM-exception")
    for expression in ("GPL-3.0", "MIT AND GPL-3.0-only", "(MIT AND LGPL-2.1) OR AGPL-3.0", ""):
        assert not expression or not allows(expression)


def shipped() -> dict[str, str]:
    """The crates in the wheel by name, with their licences."""
    if shutil.which("cargo") is None:
        pytest.skip("there is no cargo")
    command = ["cargo", "metadata", "--locked", "--offline", "--format-version", "1"]
    command += ["--filter-platform", "x86_64-unknown-linux-gnu"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"cargo metadata: {done.stderr.decode().splitlines()[0]}")
    told: dict[str, Any] = json.loads(done.stdout)
    packages = {package["id"]: package for package in told["packages"]}
    nodes = {node["id"]: node for node in told["resolve"]["nodes"]}
    todo = [identity for identity, package in packages.items() if package["name"] == "huzma-py"]
    found: dict[str, str] = {}
    seen = set()
    while todo:
        identity = todo.pop()
        if identity in seen:
            continue
        seen.add(identity)
        package = packages[identity]
        if package["source"] is not None:
            found[package["name"]] = package["license"] or ""
        needed = nodes[identity]["deps"]
        todo += [each["pkg"] for each in needed if any(kind["kind"] is None for kind in each["dep_kinds"])]
    return found


def test_every_crate_in_the_wheel_may_be_shipped_and_is_listed() -> None:
    crates = shipped()
    assert len(crates) > 20
    assert [name for name, licence in crates.items() if not licence or not allows(licence)] == []
    page = HEAD + "".join(f"| {name} | {licence} |\n" for name, licence in sorted(crates.items()))
    if os.environ.get("HUZMA_REGENERATE") == "1":
        PAGE.write_text(page, "utf-8")
    assert PAGE.read_text("utf-8") == page


def test_no_package_that_is_asked_for_is_under_the_gpl() -> None:
    todo, seen = ["huzma"], set()
    extras = {"arrow", "datasets", "duckdb", "jsonschema", "polars", "ray", "warc"}
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            told = metadata.metadata(name)
        except metadata.PackageNotFoundError:  # an extra that is not installed here
            continue
        fields = ("License-Expression", "License", "Classifier")
        values = [value[:200] for field in fields for value in told.get_all(field) or ()]
        licence = " ".join(value for value in values if "Topic" not in value)
        assert "GPL" not in licence or "LGPL" in licence, f"{name}: {licence}"
        for needed in metadata.requires(name) or ():
            wanted = re.match(r"[\w.-]+", needed)
            extra = re.search(r"extra == ['\"]([\w-]+)['\"]", needed)
            if wanted is not None and (extra is None or (name == "huzma" and extra[1] in extras)):
                todo.append(wanted[0])
    assert {"pydantic", "rich", "cyclopts"} <= seen
