"""Texts that must be Arabic, and texts that are folded on the way in."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from huzma import _core
from huzma.checking import selection
from huzma.models import Profile
from huzma.normalizing import Normalizer
from huzma.types.linting import refuse_findings
from huzma.types.reading import sound
from huzma.types.wording import refusal

__all__ = ["ArabicText", "Normalized", "NormalizedText", "TextOptions"]

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NFC = _core.Normalizer('{"steps":["nfc"]}')
_MOJIBAKE = "EN006,EN007,EN008"
_TATWEEL = "\u0640"
# Letters of the Arabic script: the block, its supplements and extensions, and the presentation forms.
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc\U00010ec0-\U00010eff]+")


@dataclass(frozen=True)
class TextOptions:
    """What a text must be: `Annotated[str, TextOptions(min_arabic=0.8, max_letters=120)]`. The text is not changed.

    Args:
        min_arabic: The least share of Arabic letters among all letters, from 0 to 1; a text without letters has none.
        min_letters: The fewest letters, of any script; marks, tatweel, digits and spaces are none.
        max_letters: The most letters.
        bidi_controls: Whether bidirectional controls may stand in it.
        mojibake: Whether it may show that it was decoded with the wrong encoding.
        nfc: Whether it must be in the normalisation form NFC.
        forbid: Codes, families or names of rules that must find nothing, as for `huzma.check`.

    Raises:
        ValueError: A share or a length is out of its range.
        SelectorError: No rule is called so.
    """

    min_arabic: float = 0.5
    min_letters: int = 1
    max_letters: int | None = None
    bidi_controls: bool = False
    mojibake: bool = False
    nfc: bool = True
    forbid: tuple[str, ...] = ()

    __is_annotated_types_grouped_metadata__ = True

    def __post_init__(self) -> None:
        if not 0 <= self.min_arabic <= 1:
            raise ValueError(f"a share lies between 0 and 1, not at {self.min_arabic}")
        if self.min_letters < 0 or (self.max_letters is not None and self.max_letters < self.min_letters):
            raise ValueError(f"no text has {self.min_letters} to {self.max_letters} letters")
        if isinstance(self.forbid, str):
            object.__setattr__(self, "forbid", (self.forbid,))
        selection(self.forbid or None)

    def __iter__(self) -> Iterator[Any]:
        yield _Checks(self)
        if "hypothesis" in sys.modules:
            from huzma.types.strategies import arabic_texts

            yield arabic_texts(self)


@dataclass(frozen=True)
class _Checks:
    """What the options stand for in a schema."""

    options: TextOptions

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        options = {name: getattr(self.options, name) for name in TextOptions.__dataclass_fields__}
        given = handler(schema)
        if self.options.min_letters:
            given.setdefault("minLength", self.options.min_letters)
        return {**given, "x-huzma": {"type": "arabic-text", **options, "forbid": list(self.options.forbid)}}

    def _check(self, text: str) -> str:
        options = self.options
        sound(text)
        letters, arabic = count_letters(text)
        if letters < options.min_letters:
            raise refusal("arabic_text_short", minimum=options.min_letters, letters=letters)
        if options.max_letters is not None and letters > options.max_letters:
            raise refusal("arabic_text_long", maximum=options.max_letters, letters=letters)
        share = arabic / letters if letters else 0.0
        if share < options.min_arabic:
            raise refusal("arabic_text_share", minimum=options.min_arabic, share=int(share * 1000) / 1000)
        if not options.bidi_controls and (found := _BIDI.search(text)):
            name = _core.char_name(ord(found[0])) or f"U+{ord(found[0]):04X}"
            raise refusal("arabic_text_bidi", position=found.start(), character=name)
        if options.nfc and _NFC(text) is not text:
            raise refusal("arabic_text_nfc")
        if not options.mojibake:
            table = _core.check_text(text, selection(_MOJIBAKE))
            if len(table):
                raise refusal("arabic_text_mojibake", position=table.row(0, "en", None, None)["start"])
        if options.forbid:
            refuse_findings(text, selection(options.forbid))
        return text


def count_letters(text: str) -> tuple[int, int]:
    """How many letters a text has, and how many of them are Arabic; tatweel is none."""
    arabic = sum(sum(map(str.isalpha, run)) for run in _ARABIC.findall(text))
    letters = sum(map(str.isalpha, text))
    tatweel = text.count(_TATWEEL)
    return letters - tatweel, arabic - tatweel


class NormalizedText(str):
    """A text in the form of a profile, equal to and hashed as its folded form.

    Attributes:
        source: The text as it came.
        profile: The profile, by name or as JSON.
    """

    source: str
    profile: str

    def __new__(cls, text: str, source: str | None = None, profile: str = "") -> Self:
        """Makes one of parts that belong together; `Normalized[...]` makes them so."""
        self = super().__new__(cls, text)
        self.source = str(text) if source is None else source
        self.profile = profile
        return self

    def __reduce__(self) -> tuple[type[NormalizedText], tuple[str, str, str]]:
        return type(self), (str(self), self.source, self.profile)


@dataclass(frozen=True)
class _Folding:
    profile: str

    def __post_init__(self) -> None:
        self.normalizer()

    def normalizer(self) -> Normalizer:
        return _normalizer(self.profile)

    def read(self, value: Any) -> NormalizedText:
        if isinstance(value, NormalizedText):
            return value if value.profile == self.profile else self.read(value.source)
        if isinstance(value, Mapping) and value.keys() == {"text", "source"}:
            made = self.read(value["source"])
            if made != value["text"]:
                raise refusal("normalized_source", profile=self.profile)
            return made
        if not isinstance(value, str):
            raise refusal("text_type")
        source = str(sound(value))
        return NormalizedText(self.normalizer()(source), source, self.profile)

    def read_inside(self, value: Any, inner: core_schema.ValidatorFunctionWrapHandler) -> Any:
        """Inside `Annotated[str, …]`: what stands before it there sees the folded text, and must not change it."""
        folded = self.read(value)
        return folded if inner(str(folded)) == folded else self.read(inner(str(folded)))

    @staticmethod
    def write(value: Any, info: core_schema.SerializationInfo) -> Any:
        context = info.context
        if isinstance(context, Mapping) and context.get("sources"):
            return {"text": str(value), "source": getattr(value, "source", str(value))}
        return str(value)


class _Normalized:
    """`Normalized["search"]`, or of a `Profile`: a text that is folded on the way in, and keeps its source."""

    _folding: _Folding

    def __class_getitem__(cls, profile: str | Profile) -> type[_Normalized]:
        return _normalized(profile if isinstance(profile, str) else profile.to_json())

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        folding: _Folding | None = getattr(cls, "_folding", None)
        if folding is None:
            raise TypeError('Normalized wants a profile: Normalized["search"]')
        write = core_schema.plain_serializer_function_ser_schema(folding.write, info_arg=True, when_used="json")
        if source is cls or source is NormalizedText:
            return core_schema.no_info_plain_validator_function(folding.read, serialization=write)
        return core_schema.no_info_wrap_validator_function(folding.read_inside, handler(source), serialization=write)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        text = {"type": "string", "x-huzma": {"type": "normalized", "profile": cls._folding.profile}}
        parts = {
            "type": "object",
            "properties": {"text": {"type": "string"}, "source": {"type": "string"}},
            "required": ["text", "source"],
            "additionalProperties": False,
        }
        return {"anyOf": [text, parts]}


@cache
def _normalized(profile: str) -> type[_Normalized]:
    made = type(f"Normalized[{profile!r}]", (_Normalized,), {"_folding": _Folding(profile), "__module__": __name__})
    if "hypothesis" in sys.modules:
        from huzma.types.strategies import register_normalized

        register_normalized(made)
    return made


@cache
def _normalizer(profile: str) -> Normalizer:
    return Normalizer(json.loads(profile) if profile.startswith("{") else profile)


ArabicText = Annotated[str, TextOptions()]
"""A `str` at least half of whose letters are Arabic, sound and in NFC, without bidirectional controls."""

if TYPE_CHECKING:
    Normalized: Any
else:
    Normalized = _Normalized
