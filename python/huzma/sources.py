"""Checking whatever is given: a text, a path, a document, a bundle."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from huzma.checking import Findings, Select, check_text
from huzma.documents import Bundle, Document
from huzma.errors import AmbiguousSourceError
from huzma.models import Language

_LONGEST_PATH = 4096
"""Longer texts are not taken for paths: no file system here has longer ones, and they would be copied to ask."""


def check(
    source: str | os.PathLike[str] | os.PathLike[bytes] | Document | Bundle,
    select: Select = None,
    ignore: Iterable[str] | None = None,
    *,
    language: Language = "en",
) -> Findings:
    """Checks a source and what it holds.

    Args:
        source: A `str` is always a text, never a path. A path, a `Document` or a `Bundle` is read; findings about
            the container stand among those of the documents, in the order in which they are met.
        select: Selectors (`ALL`, a family, a code or a name), in one `str` separated by commas or in an iterable;
            None selects the default set.
        ignore: Selectors of what stays silent all the same.
        language: The language of the messages.

    Returns:
        The findings, as columns of the core until they are looked at. A bundle is read to its end.

    Raises:
        AmbiguousSourceError: A `str` names a path that exists.
        BundleError: The source cannot be read.
        SelectorError: A selector names nothing.
        TypeError: The source is none of these.
    """
    if isinstance(source, str):
        if _names_a_path(source):
            raise AmbiguousSourceError(
                f"{source!r} names a path that exists, and a str is checked as text: pass Path({source!r}) to read it",
                path=source,
            )
        return check_text(source, select, ignore, language=language)
    if isinstance(source, os.PathLike):
        source = Bundle(source)
    if isinstance(source, Document | Bundle):
        return source.check(select, ignore, language=language)
    raise TypeError(f"check takes a str, a path, a Document or a Bundle, not {type(source).__name__}")


def _names_a_path(text: str) -> bool:
    if not text or len(text) > _LONGEST_PATH:
        return False
    try:
        Path(text).stat()
    except (OSError, ValueError):  # a name too long, a name that the file system cannot spell, no such file
        return False
    return True
