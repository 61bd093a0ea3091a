"""Settings of a project: `[tool.huzma]` in pyproject.toml, or huzma.toml.

A file named on the command line is used wherever it lies. Otherwise the first one is used that is found from
the working directory upward and does not lie in the data: delivered files must not silence a rule. A checked
folder is data with everything below it, and a checked file stands for the folder it was delivered in; both count
by their real paths, so that a link does not help. A file that is passed over for this is reported, never silently.
Rejected: looking beside the checked files, as linters of code do. Code is the user's own, data is not.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from huzma import _core
from huzma.checking import rules, selection
from huzma.errors import ConfigError, SelectorError
from huzma.models import Language, Record

_PER_PATH = "per-path-ignores"

MOST_JOBS = 256
"""The most threads that can be asked for."""

_LARGEST = 1 << 20
"""A settings file of more bytes is not read: nobody writes one by hand."""


def _listed(given: object) -> object:
    return [part.strip() for part in given.split(",")] if isinstance(given, str) else given


Selectors = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""Selectors as an array, or in one string as on the command line."""


class Config(Record):
    """The settings of `huzma check`; the keys in the file have hyphens, like the options.

    None means that the file does not say, and that the option's own default holds. Paths and patterns of paths are
    relative to the folder of the file.
    """

    select: Selectors | None = None
    ignore: Selectors | None = None
    per_path_ignores: dict[str, Selectors] | None = None
    """Selectors of what stays silent in the files that a pattern matches."""
    severity: dict[str, Literal["info", "warning", "error", "off"]] | None = None
    """How bad the findings of a code or name are; `off` silences them."""
    fix: bool | None = None
    unsafe_fixes: bool | None = None
    diff: bool | None = None
    format: Literal["full", "concise", "json", "jsonl", "sarif", "github"] | None = None
    encoding: str | None = None
    exit_zero: bool | None = None
    fail_on: Literal["info", "warning", "error", "never"] | None = None
    lang: Language | None = None
    statistics: bool | None = None
    baseline: str | None = None
    jobs: Annotated[int, Field(ge=1, le=MOST_JOBS, strict=True)] | None = None
    docs_url: Annotated[str, Field(pattern=r"^https?://[!-~]+$")] | None = None
    """Where docs/rules/ is published; findings link to the page of their code."""


KEYS = {name.replace("_", "-"): name for name in Config.model_fields}
"""The keys as written in a file, and the fields they set."""


def find(start: Path, checked: Iterable[str]) -> tuple[Path | None, list[Path]]:
    """Looks for settings from a folder upward.

    Args:
        start: The working directory.
        checked: The files and folders whose data is to be checked, relative to the working directory or absolute.

    Returns:
        The file to use, None where there is none, and the files that were passed over because they lie in the data.

    Raises:
        ConfigError: A pyproject.toml that would be used cannot be parsed.
    """
    data = {folder for path in checked for folder in _data_folders(path)}
    passed_over: list[Path] = []
    here = start.resolve()
    for folder in (here, *here.parents):
        for name in ("huzma.toml", "pyproject.toml"):
            candidate = folder / name
            if not candidate.is_file():
                continue
            delivered = any(place.is_relative_to(root) for root in data for place in (candidate, candidate.resolve()))
            if delivered:
                if _mentions_huzma(candidate):
                    passed_over.append(candidate)
            elif name == "huzma.toml" or _table(candidate) is not None:
                return candidate, passed_over
    return None, passed_over


def load(path: Path) -> Config:
    """Reads the settings in a file.

    Raises:
        ConfigError: The file cannot be read or parsed, or has an unknown key or a wrong value; the message names the
            nearest key or code known.
    """
    table = _table(path)
    if table is None:
        raise ConfigError(f"{path} has no table [tool.huzma]", path=str(path))
    for key in table:
        if key not in KEYS:
            nearest = get_close_matches(key, KEYS, 1)
            hint = f"did you mean {nearest[0]!r}?" if nearest else "known are " + ", ".join(KEYS)
            raise ConfigError(f"{path}: unknown key {key!r}; {hint}", path=str(path), key=key)
    try:
        config = Config.model_validate({KEYS[key]: value for key, value in table.items()})
    except ValidationError as error:
        first = error.errors()[0]
        key, *within = (str(part) for part in first["loc"])
        key = key.replace("_", "-")
        inside = "".join(f"[{part}]" for part in within)
        raise ConfigError(f"{path}: {key}{inside}: {first['msg']}", path=str(path), key=key) from None
    for key, selectors in (("select", config.select), ("ignore", config.ignore)):
        _require_known(path, key, selectors)
    for glob, selectors in (config.per_path_ignores or {}).items():
        if not glob.strip("/"):
            raise ConfigError(f"{path}: per-path-ignores: {glob!r} matches no file", path=str(path), key=_PER_PATH)
        _require_known(path, _PER_PATH, selectors)
    if config.encoding is not None and not is_encoding(config.encoding):
        message = f"{path}: encoding: no encoding is called {config.encoding!r}"
        raise ConfigError(message, path=str(path), key="encoding")
    if config.severity is not None:
        by_name = _codes()
        for given in config.severity:
            if given not in by_name:
                nearest = get_close_matches(given.upper(), by_name, 1) or get_close_matches(given.lower(), by_name, 1)
                hint = f"; did you mean {nearest[0]!r}?" if nearest else ", 'huzma rules' lists all"
                message = f"{path}: severity: no rule is called {given!r}{hint}"
                raise ConfigError(message, path=str(path), key="severity")
        config = config.model_copy(
            update={"severity": {by_name[given]: severity for given, severity in config.severity.items()}}
        )
    return config


def is_encoding(name: str) -> bool:
    """Whether texts can be read in the encoding of this name."""
    return name.isascii() and _core.has_encoding(name)


def _codes() -> dict[str, str]:
    """The codes by code and by name."""
    return {known: rule.code for rule in rules() for known in (rule.code, rule.name)}


def _require_known(path: Path, key: str, selectors: Sequence[str] | None) -> None:
    try:
        selection(selectors)
    except SelectorError as error:
        raise ConfigError(f"{path}: {key}: {error}", path=str(path), key=key) from None


def _data_folders(path: str) -> set[Path]:
    real = Path(os.path.realpath(path))
    if real.is_dir():
        return {real}
    return {real.parent, Path(os.path.realpath(Path(path).parent))}  # where it lies, and where a link to it lies


def _mentions_huzma(path: Path) -> bool:
    try:
        return _table(path) is not None
    except ConfigError:
        return False


def _table(path: Path) -> dict[str, Any] | None:
    """The settings in a file; None for a pyproject.toml that has none."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}", path=str(path)) from None
    if len(content) > _LARGEST:
        raise ConfigError(f"{path} has more than {_LARGEST} bytes", path=str(path))
    try:
        document = tomllib.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path} is not TOML: {error}", path=str(path)) from None
    if path.name != "pyproject.toml":
        return document
    tool = document.get("tool")
    table = tool.get("huzma") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{path}: tool.huzma is not a table", path=str(path), key="tool.huzma")
    return table
