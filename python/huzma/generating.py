"""What hypothesis calls when it is loaded: strategies for `huzma.types`, if that is in use.

Where hypothesis is loaded first, `huzma.types` registers them itself; so nobody loads pydantic for being able to.
"""

from __future__ import annotations

import sys


def register() -> None:
    """Registers the strategies if `huzma.types` is loaded."""
    if "huzma.types" in sys.modules:
        from huzma.types.strategies import register as register_all

        register_all()
