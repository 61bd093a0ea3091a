"""Who imports whom, and what `import huzma` costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import huzma

PACKAGE = Path(huzma.__file__).parent

# Each imports only what stands before it, and the compiled core. The table is docs/design.md's.
ORDER = (
    "_core",
    "errors",
    "whole",
    "models",
    "normalizing",
    "checking",
    "extracting",
    "types",
    "generating",
    "arrow",
    "tables",
    "warc",
    "documents",
    "writing",
    "migrating",
    "articles",
    "sources",
    "validation",
    "polars",
    "duckdb",
    "datasets",
    "engines",
    "config",
    "__init__",
    "cli",
    "__main__",
    "bench",
)

FILES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """The rooms a file imports anywhere: at its top, in functions, for type checking."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "huzma":
                rooms.add(parts[1] if len(parts) > 1 and parts[1] in ORDER else "__init__")
    return rooms


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_before_it(path: Path) -> None:
    here = room(path)
    assert here in ORDER, f"{here} has no place in the table"
    allowed = set(ORDER[: ORDER.index(here)]) | ({here} if (PACKAGE / here).is_dir() else set())
    assert imported_rooms(path) <= allowed


def test_the_package_loads_every_public_name_and_no_other() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    for_type_checking = {
        (node.module, alias.name)
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert {name for _, name in for_type_checking} == set(huzma.__all__)
    for module, name in for_type_checking:
        assert getattr(huzma, name) is getattr(sys.modules[str(module)], name)
    assert set(huzma.__all__) <= set(dir(huzma))
    with pytest.raises(AttributeError, match="tokenise"):
        _ = huzma.tokenise


def loaded_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules, file=sys.stderr)"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(process.stderr.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import huzma",
        "import huzma; huzma.normalize('نص'); huzma.tokenize('نص')",
        "import huzma.cli",
        "sys.argv = ['huzma', '--version']; from huzma.cli import main; main()",
    ],
)
def test_what_is_light_stays_light(statement: str) -> None:
    assert not loaded_after(statement) & {"pydantic", "rich", "cyclopts"}
