"""Names of persons."""

from __future__ import annotations

import re
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from huzma import _core
from huzma.types.reading import clean, written
from huzma.types.wording import refusal

__all__ = ["PersonName"]

MOST_WORDS = 20

_SEARCH = _core.Normalizer("search")
_ABBREVIATED = re.compile(r"(?:أ\.?[ ]?د|ا\.?د|د|أ|ا|م|ش|Dr|Mr|Mrs|Ms|Prof|Eng)[./](?=[ ]|\w)[ ]?")
_TITLES = frozenset(
    _SEARCH(word)
    for word in [
        "الدكتور",
        "الدكتورة",
        "دكتور",
        "دكتورة",
        "البروفيسور",
        "بروفيسور",
        "الأستاذ",
        "الأستاذة",
        "أستاذ",
        "أستاذة",
        "السيد",
        "السيدة",
        "سيدة",
        "الآنسة",
        "آنسة",
        "المهندس",
        "المهندسة",
        "مهندس",
        "مهندسة",
        "الشيخ",
        "الشيخة",
        "الحاج",
        "الحاجة",
        "المحامي",
        "المحامية",
        "القاضي",
        "الإمام",
        "العلامة",
        "الأب",
        "القس",
        "الأمير",
        "الأميرة",
        "الملك",
        "الملكة",
        "السلطان",
        "معالي",
        "سعادة",
        "سمو",
        "فضيلة",
        "سماحة",
        "جلالة",
        "فخامة",
        "دولة",
        "صاحب",
        "السمو",
        "الملكي",
        "الجنرال",
        "المشير",
        "الفريق",
        "اللواء",
        "العميد",
        "العقيد",
        "المقدم",
        "الرائد",
        "النقيب",
        "الملازم",
        "الرقيب",
        "الوزير",
        "الوزيرة",
        "السفير",
        "السفيرة",
        "النائب",
        "النائبة",
        "الرئيس",
    ]
)
_ONLY_TITLES = frozenset(title for title in _TITLES if title.startswith(("ال", "دكتور", "مهندس", "بروفيسور")))
# Tatweel and bidirectional controls say nothing in a name.
_NOT_SEEN = re.compile("[\u0640\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Arabic letters with their marks, or letters of one other script; an apostrophe or a hyphen inside, an initial's dot.
_ARABIC = (
    r"[\u0620-\u064A\u0671-\u06D3\u06D5\u06FA-\u06FC\u0750-\u077F\u08A0-\u08C9][\u0610-\u061A\u064B-\u065F\u0670]*"
)
_LATIN = r"(?:(?![\u0600-\u08FF])[^\W\d_])"
_WORD = re.compile(rf"(?:{_ARABIC})+(?:-(?:{_ARABIC})+)*\.?|{_LATIN}+(?:['’\-]{_LATIN}+)*[.’']?")
_JOINS_NEXT = frozenset(
    _SEARCH(word)
    for word in ["عبد", "أبو", "أبي", "أبا", "أم", "ابن", "بن", "بنت", "آل", "ذو", "ذي", "بو", "ولد", "أمة"]
)
_JOINS_BEFORE = frozenset(_SEARCH(word) for word in ["الله", "الدين", "الرحمن", "الإسلام", "الزهراء"])


class PersonName(str):
    """The name of a person, cleaned: one space between words, no tatweel, nothing invisible, letters composed.

    The value is the whole of it, with the title: `د. أحمد بن علي`. Equality is that of `str`; `key` is for comparing
    spellings.

    Args:
        text: A name as it is written, of Arabic or of other letters.

    Raises:
        ValueError: It is no name: it has digits or marks, or no word of two letters.
    """

    def __new__(cls, text: str) -> Self:
        """Reads a name."""
        try:
            return cls._read(text)
        except PydanticCustomError as error:
            raise ValueError(error.message()) from None

    @property
    def honorific(self) -> str | None:
        """What stands before the name: `د.`, `الأستاذ الدكتور`; None where nothing does."""
        return self[: self._name_start()].rstrip() or None

    @property
    def name(self) -> str:
        """The name without its title."""
        return self[self._name_start() :]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names that it is made of, of one word or of more: `عبد الله`, `بن سلمان`, `صلاح الدين`."""
        parts: list[str] = []
        joins = False
        for word in self.name.split(" "):
            key = _SEARCH(word)
            if parts and (joins or key in _JOINS_BEFORE):
                parts[-1] += f" {word}"
            else:
                parts.append(word)
            joins = key in _JOINS_NEXT
        return tuple(parts)

    @property
    def key(self) -> str:
        """The name without its title under the profile `search`: equal for spellings that differ by hamza or marks."""
        return _SEARCH(self.name).casefold()

    def _name_start(self) -> int:
        return _title_end(str(self))

    @classmethod
    def _read(cls, value: Any) -> Self:
        if isinstance(value, PersonName):
            return str.__new__(cls, str(value))
        text = clean(value) if isinstance(value, str) else None
        if not text:
            raise refusal("person_name")
        text = re.sub(r"\s+", " ", _NOT_SEEN.sub("", text)).strip()
        start = _title_end(text)
        words = text[start:].split(" ")
        if len(words) == 1 and _SEARCH(words[0]) in _ONLY_TITLES:
            raise refusal("person_name")
        if not 1 <= len(words) <= MOST_WORDS:
            raise refusal("person_name_words", minimum=1, maximum=MOST_WORDS, words=len(words))
        for word in words:
            if not _WORD.fullmatch(word):
                raise _wrong(word, value)
        if not any(sum(map(str.isalpha, word)) > 1 for word in words):
            raise refusal("person_name")
        return str.__new__(cls, text)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**written("person-name", "The name of a person.", "د. أحمد بن علي"), "minLength": 2}


def _title_end(text: str) -> int:
    """Where the name begins behind its titles; 0 where nothing would be left."""
    at = 0
    while True:
        rest = text[at:]
        if found := _ABBREVIATED.match(rest):
            end = at + found.end()
        else:
            word = rest.split(" ", 1)[0]
            if _SEARCH(word) not in _TITLES:
                return at
            end = at + len(word) + 1
        if not text[end:].strip():
            return at
        at = end


def _wrong(word: str, value: str) -> PydanticCustomError:
    """The first character that no name has, by its place in what was given."""
    for character in word:
        if not _WORD.fullmatch(character) and character not in "-'’." and not "\u064b" <= character <= "\u065f":
            shown = _core.char_name(ord(character)) or f"U+{ord(character):04X}"
            return refusal("person_name_character", character=shown, position=max(value.find(character), 0))
    return refusal("person_name")
