"""huzma (حُزمة): parse, check, clean and turn into typed records bundles of Arabic text.

Everything huzma says about a text is a span of the source, in code points of the very string that was passed.
The names here are loaded when they are first used, so `import huzma` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huzma import types
    from huzma._core import (
        Aligned,
        Spans,
        Token,
        Tokenizer,
        Tokens,
        __version__,
        graphemes,
        paragraphs,
        sentences,
        tokenize,
    )
    from huzma.articles import read_article, to_article
    from huzma.checking import Findings, Fixed, fix, rules
    from huzma.documents import Bundle, Document, read
    from huzma.errors import (
        AmbiguousSourceError,
        BundleError,
        ColumnError,
        ConfigError,
        EngineError,
        HuzmaError,
        LimitError,
        ProfileError,
        SchemaError,
        SelectorError,
    )
    from huzma.extracting import (
        Extraction,
        Gazetteer,
        extract,
        extraction_rules,
        parse_date,
        parse_duration,
        parse_number,
        parse_quantity,
    )
    from huzma.models import (
        Article,
        DateMention,
        Duration,
        Edit,
        ExtractionRule,
        Finding,
        Fix,
        Limits,
        Mention,
        Name,
        Number,
        Origin,
        Paragraph,
        Profile,
        Quantity,
        Quotation,
        RecordFinding,
        Rule,
        Sentence,
        Signature,
        Statement,
    )
    from huzma.normalizing import Normalizer, fingerprint, normalize, profiles
    from huzma.polars import scan_bundle
    from huzma.sources import check
    from huzma.validation import NearlyEqual, Ordered, References, Report, Unique, validate
    from huzma.writing import Entry, dumps, loads, write

__all__ = [
    "Aligned",
    "AmbiguousSourceError",
    "Article",
    "Bundle",
    "BundleError",
    "ColumnError",
    "ConfigError",
    "DateMention",
    "Document",
    "Duration",
    "Edit",
    "EngineError",
    "Entry",
    "Extraction",
    "ExtractionRule",
    "Finding",
    "Findings",
    "Fix",
    "Fixed",
    "Gazetteer",
    "HuzmaError",
    "LimitError",
    "Limits",
    "Mention",
    "Name",
    "NearlyEqual",
    "Normalizer",
    "Number",
    "Ordered",
    "Origin",
    "Paragraph",
    "Profile",
    "ProfileError",
    "Quantity",
    "Quotation",
    "RecordFinding",
    "References",
    "Report",
    "Rule",
    "SchemaError",
    "SelectorError",
    "Sentence",
    "Signature",
    "Spans",
    "Statement",
    "Token",
    "Tokenizer",
    "Tokens",
    "Unique",
    "__version__",
    "check",
    "dumps",
    "extract",
    "extraction_rules",
    "fingerprint",
    "fix",
    "graphemes",
    "loads",
    "normalize",
    "paragraphs",
    "parse_date",
    "parse_duration",
    "parse_number",
    "parse_quantity",
    "profiles",
    "read",
    "read_article",
    "rules",
    "scan_bundle",
    "sentences",
    "to_article",
    "tokenize",
    "types",
    "validate",
    "write",
]

_HOMES = {
    "_core": (
        "Aligned",
        "Spans",
        "Token",
        "Tokenizer",
        "Tokens",
        "__version__",
        "graphemes",
        "paragraphs",
        "sentences",
        "tokenize",
    ),
    "errors": (
        "AmbiguousSourceError",
        "BundleError",
        "ColumnError",
        "ConfigError",
        "EngineError",
        "HuzmaError",
        "LimitError",
        "ProfileError",
        "SchemaError",
        "SelectorError",
    ),
    "models": (
        "Article",
        "DateMention",
        "Duration",
        "Edit",
        "ExtractionRule",
        "Finding",
        "Fix",
        "Limits",
        "Mention",
        "Name",
        "Number",
        "Origin",
        "Paragraph",
        "Profile",
        "Quantity",
        "Quotation",
        "RecordFinding",
        "Rule",
        "Sentence",
        "Signature",
        "Statement",
    ),
    "normalizing": ("Normalizer", "fingerprint", "normalize", "profiles"),
    "checking": ("Findings", "Fixed", "fix", "rules"),
    "extracting": (
        "Extraction",
        "Gazetteer",
        "extract",
        "extraction_rules",
        "parse_date",
        "parse_duration",
        "parse_number",
        "parse_quantity",
    ),
    "documents": ("Bundle", "Document", "read"),
    "writing": ("Entry", "dumps", "loads", "write"),
    "articles": ("read_article", "to_article"),
    "polars": ("scan_bundle",),
    "sources": ("check",),
    "validation": ("NearlyEqual", "Ordered", "References", "Report", "Unique", "validate"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "types":
        return import_module("huzma.types")
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'huzma' has no attribute {name!r}")
    value = getattr(import_module(f"huzma.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
