"""A document as a typed record."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from huzma import _core
from huzma.checking import Select
from huzma.documents import Document
from huzma.extracting import Anchor
from huzma.migrating import migrate
from huzma.models import Article, Language, Paragraph, Sentence


def to_article(
    document: Document,
    select: Select = None,
    ignore: Iterable[str] | None = None,
    *,
    language: Language = "en",
    anchor: Anchor = None,
) -> Article:
    """The document as a validated record.

    Its findings are those of `document.check(select, ignore)`, its values those of `document.extract(anchor)`.

    Raises:
        SelectorError: A selector names nothing.
        TypeError: The anchor is no date.
    """
    text = document.text
    anchor = document.published if anchor is None else anchor
    found = document.extract(anchor)
    kinds = Counter(bytes(document.tokens.kinds))
    return Article(
        id=document.id,
        index=document.index,
        number=document.number,
        metadata=document.metadata,
        origin=document.origin,
        sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        paragraphs=tuple(Paragraph(start=start, end=end) for start, end in document.paragraphs),
        sentences=tuple(Sentence(start=start, end=end) for start, end in document.sentences),
        token_counts={name: kinds[kind] for kind, name in enumerate(_core.TOKEN_KINDS) if kinds[kind]},
        findings=tuple(document.check(select, ignore, language=language)),
        anchor=anchor.date() if isinstance(anchor, datetime) else anchor,
        dates=found.dates,
        durations=found.durations,
        numbers=found.numbers,
        quantities=found.quantities,
        quotations=found.quotations,
        statements=found.statements,
        signatures=found.signatures,
        names=found.names,
    )


def read_article(record: str | bytes | Mapping[str, Any]) -> Article:
    """The article of a record of this version of the schema or of any earlier one.

    Args:
        record: JSON, as `huzma parse` writes it a line, or what JSON reads it as.

    Raises:
        pydantic.ValidationError: It is none: no JSON, a later version, or not what its version says.
    """
    read: Any = record
    if isinstance(record, str | bytes):
        try:
            read = json.loads(record)
        except (ValueError, RecursionError):
            return Article.model_validate_json(record)  # which says what is wrong with it
    return Article.model_validate(migrate(read) if isinstance(read, Mapping) else read)
