"""Normalising: a profile is compiled once and run often, and every result has a way back to its source."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from huzma import _core
from huzma.errors import ProfileError

if TYPE_CHECKING:
    from huzma.models import Profile


class Normalizer:
    """A compiled profile.

    Args:
        profile: The name of a built-in profile, a `Profile`, or a mapping `{"steps": [...]}`.

    Raises:
        ProfileError: The profile is unknown, has an unknown step or contradicts itself.
    """

    __slots__ = ("_core",)

    def __init__(self, profile: str | Profile | Mapping[str, Any] = "search") -> None:
        self._core = _named(profile) if isinstance(profile, str) else _core.Normalizer(_to_json(profile))

    def __call__(self, text: str) -> str:
        """The normalised text; the same object when nothing changes."""
        return self._core(text)

    def many(self, texts: Sequence[str]) -> list[str]:
        """The normalised texts, in order."""
        return self._core.many(texts)

    def align(self, text: str) -> _core.Aligned:
        """The normalised text with the way back: spans of either side become spans of the other, in code points."""
        return self._core.align(text)


def normalize(text: str, profile: str | Profile | Mapping[str, Any] = "search") -> str:
    """Normalises a text.

    Args:
        text: Any `str`, lone surrogates included.
        profile: As for `Normalizer`.

    Returns:
        The normalised text; the same object when nothing changes.

    Raises:
        ProfileError: As for `Normalizer`.
    """
    if isinstance(profile, str):
        return _named(profile)(text)
    return Normalizer(profile)(text)


def profiles() -> dict[str, Profile]:
    """The built-in profiles by name."""
    from huzma.models import Profile  # pydantic: only who asks for models pays for it

    return {name: Profile.model_validate_json(steps) for name, steps in _core.profiles().items()}


@cache
def _named(name: str) -> _core.Normalizer:
    known = _core.profiles()
    if name not in known:
        from difflib import get_close_matches

        nearest = get_close_matches(name, known, 1)
        hint = f"did you mean {nearest[0]!r}?" if nearest else "known are " + ", ".join(known)
        raise ProfileError(f"no profile is called {name!r}; {hint}")
    return _core.Normalizer(known[name])


def _to_json(profile: Profile | Mapping[str, Any]) -> str:
    if not isinstance(profile, Mapping):
        return profile.to_json()
    try:
        return json.dumps(dict(profile))
    except (TypeError, ValueError) as error:
        raise ProfileError(f"a profile is made of what JSON can say: {error}") from None
