"""Making text fit to be shown: nothing that steers a terminal or reorders a line is ever printed raw."""

from __future__ import annotations

import os
import re
import unicodedata

from huzma import _core

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls of terminals and of direction, invisible separators, surrogates."""

_FIRST_STRONG_ISOLATE = "\u2068"
_POP_DIRECTIONAL_ISOLATE = "\u2069"

_LONGEST_SLICE = 48
"""Longer slices are shortened in the middle; in code points."""

_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u0890\u0891\u08e2")
"""Format characters (category Cf) that have a glyph: the signs that stand round Arabic numbers."""

_BLANK_LETTERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Characters without a glyph whose category does not tell."""


_NAMELESS = {"Cc": "CONTROL", "Cs": "SURROGATE", "Co": "PRIVATE USE"}


def visible(text: str) -> str:
    r"""The text on one line, with escapes for what must not reach a terminal; undecodable bytes become `\xNN`."""
    return _UNPRINTABLE.sub(_escape, text)


def readable(path: str) -> str:
    """A path as UTF-8, where the locale made Python keep its bytes as surrogate escapes."""
    try:
        return os.fsencode(path).decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path


def quoted(text: str) -> str:
    """A slice of a text, isolated from the direction of the line, its invisible characters named.

    Slices of more than 48 code points are shortened in the middle.
    """
    if len(text) > _LONGEST_SLICE:
        head, tail = text[: _LONGEST_SLICE // 2], text[-_LONGEST_SLICE // 2 :]
        while len(tail) > 1 and unicodedata.combining(tail[0]):  # a mark without its letter would sit on the dots
            tail = tail[1:]
        shown = f"{_named(head)} … {_named(tail)}"
    else:
        shown = _named(text)
    return f"{_FIRST_STRONG_ISOLATE}{shown}{_POP_DIRECTIONAL_ISOLATE}"


def character_name(character: str) -> str:
    """A character's number and name: `U+200F RIGHT-TO-LEFT MARK`."""
    point = ord(character)
    name = _core.char_name(point) or unicodedata.name(character, "")
    return f"U+{point:04X} {name or _NAMELESS.get(unicodedata.category(character), 'UNASSIGNED')}"


def _named(text: str) -> str:
    blank = not text.strip(" ")
    parts: list[str] = []
    index = 0
    while index < len(text):
        character = text[index]
        end = index + 1
        bare_mark = index == 0 and unicodedata.combining(character)
        if bare_mark or _has_no_glyph(character) or (blank and character == " "):
            while end < len(text) and text[end] == character:
                end += 1
            times = f" ×{end - index}" if end - index > 1 else ""
            parts.append(f"[{character_name(character)}{times}]")
        else:
            parts.append(character)
        index = end
    return "".join(parts)


def _has_no_glyph(character: str) -> bool:
    if character == " " or character in _VISIBLE_FORMATS:
        return False
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs") or bool(_BLANK_LETTERS.match(character))


def _escape(match: re.Match[str]) -> str:
    point = ord(match[0])
    if 0xDC80 <= point <= 0xDCFF:  # a byte that is not UTF-8, as Python keeps it in a path
        return f"\\x{point - 0xDC00:02x}"
    if point <= 0xFF:
        return {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}.get(point, f"\\x{point:02x}")
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"
