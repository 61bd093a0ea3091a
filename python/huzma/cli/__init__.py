"""The command line: `main` is the entry point, one module a group of commands.

Data goes to standard output, messages to standard error. Importing this package imports neither cyclopts nor
rich nor pydantic: `huzma --version` is answered without them.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huzma.cli.streams import Terminal


def main() -> int:
    """Runs the command line in `sys.argv` and returns the exit status: 0 done, 1 found something, 2 could not."""
    try:
        from huzma.cli.streams import Terminal, guarded

        return guarded(_run, sys.argv[1:], Terminal())
    except KeyboardInterrupt:  # so early that nothing has begun
        print("huzma: interrupted", file=sys.stderr)  # noqa: T201
        return 130


def _run(arguments: list[str], terminal: Terminal) -> int:
    if arguments[:1] in (["--version"], ["-V"]):
        from huzma import _core

        terminal.out.print(f"huzma {_core.__version__}\n")
        return 0
    from huzma.cli.app import run

    return run(arguments, terminal)
