"""Normalising: a profile is compiled once and run often, and every result has a way back to its source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from huzma import _core
from huzma._core import normalize
from huzma.errors import ProfileError

if TYPE_CHECKING:
    from huzma.models import Profile

__all__ = ["Normalizer", "fingerprint", "normalize", "profiles", "stream"]


class Normalizer(_core.Normalizer):
    """A compiled profile.

    Args:
        profile: The name of a built-in profile, a `Profile`, or a mapping `{"steps": [...]}`.

    Raises:
        ProfileError: The profile is unknown, has an unknown step or contradicts itself.
    """

    __slots__ = ()

    def __new__(cls, profile: str | Profile | Mapping[str, Any] = "search") -> Normalizer:
        """Compiles the profile."""
        return super().__new__(cls, _known(profile) if isinstance(profile, str) else _to_json(profile))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (json.loads(self.json),)


def stream(normalizer: Normalizer, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Normalises a text that comes in pieces of UTF-8, cut wherever it pleases.

    Args:
        normalizer: The compiled profile.
        pieces: The bytes in order.

    Yields:
        The normalised text in UTF-8: what no later byte can change, and at the end the rest.

    Raises:
        UnicodeDecodeError: The bytes are not UTF-8; `start` counts from the first byte of the text. What comes before
            has been yielded.
    """
    core = _core.NormalizerStream(normalizer)
    for piece in pieces:
        yield from _checked(core.push(piece))
    yield from _checked(core.finish())


def fingerprint(text: str, profile: str | Profile | Mapping[str, Any] | _core.Normalizer = "search") -> bytes:
    """The fingerprint of a text: equal for texts that the profile makes equal, on every machine.

    Args:
        text: Any `str`; a lone surrogate counts as U+FFFD.
        profile: The name of a built-in profile, a `Profile`, a mapping `{"steps": [...]}`, or a `Normalizer`.

    Returns:
        16 bytes: the first ones of the SHA-256 of the normalised text in UTF-8.

    Raises:
        ProfileError: The profile is unknown, has an unknown step or contradicts itself.
    """
    return _core.fingerprint_text(text, compiled(profile))


def compiled(profile: str | Profile | Mapping[str, Any] | _core.Normalizer) -> _core.Normalizer:
    """The compiled profile; one that is compiled is handed back as it is."""
    return profile if isinstance(profile, _core.Normalizer) else Normalizer(profile)


def profiles() -> dict[str, Profile]:
    """The built-in profiles by name."""
    from huzma.models import Profile  # pydantic: only who asks for models pays for it

    return {name: Profile.model_validate_json(steps) for name, steps in _core.profiles().items()}


def _checked(done: tuple[bytes, int | None]) -> Iterator[bytes]:
    text, wrong = done
    if text:
        yield text
    if wrong is not None:
        raise UnicodeDecodeError("utf-8", b"", wrong, wrong + 1, "begins no character")


def _known(name: str) -> str:
    known = _core.profiles()
    if name in known:
        return name
    from difflib import get_close_matches

    nearest = get_close_matches(name, known, 1)
    hint = f"did you mean {nearest[0]!r}?" if nearest else "known are " + ", ".join(known)
    raise ProfileError(f"no profile is called {name!r}; {hint}")


def _to_json(profile: Profile | Mapping[str, Any]) -> str:
    if not isinstance(profile, Mapping):
        return profile.to_json()
    try:
        return json.dumps(dict(profile))
    except (TypeError, ValueError) as error:
        raise ProfileError(f"a profile is made of what JSON can say: {error}") from None
