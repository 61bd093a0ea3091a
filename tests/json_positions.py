"""Where the values of a JSON text stand, found the slow way: the oracle for positions.

It reads one character after the other by the grammar of RFC 8259 and lists every value with its path. Nothing of huzma
is used.
"""

from __future__ import annotations

import json

Path = tuple[str | int, ...]
Span = tuple[int, int]


def positions(text: str) -> dict[Path, Span]:
    """The first and last byte, in UTF-8, of every value of a sound JSON text, by path.

    Of a name that stands twice in an object it is that of the last.
    """
    found: dict[Path, Span] = {}
    end = _value(text, _blank(text, 0), (), found)
    assert _blank(text, end) == len(text), "something stands behind the value"
    return {path: (_bytes(text, start), _bytes(text, stop)) for path, (start, stop) in found.items()}


def _bytes(text: str, at: int) -> int:
    return len(text[:at].encode())


def _blank(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\r", "\n"):
        at += 1
    return at


def _string(text: str, at: int) -> int:
    assert text[at] == '"'
    at += 1
    while text[at] != '"':
        at += 2 if text[at] == "\\" else 1
    return at + 1


def _value(text: str, at: int, path: Path, found: dict[Path, Span]) -> int:
    start = at
    if text[at] == '"':
        end = _string(text, at)
    elif text[at] == "[":
        at = _blank(text, at + 1)
        index = 0
        while text[at] != "]":
            at = _blank(text, _value(text, at, (*path, index), found))
            index += 1
            if text[at] == ",":
                at = _blank(text, at + 1)
        end = at + 1
    elif text[at] == "{":
        at = _blank(text, at + 1)
        while text[at] != "}":
            behind = _string(text, at)
            name = json.loads(text[at:behind])
            at = _blank(text, behind)
            assert text[at] == ":"
            for known in [known for known in found if known[: len(path) + 1] == (*path, name)]:
                del found[known]
            at = _blank(text, _value(text, _blank(text, at + 1), (*path, name), found))
            if text[at] == ",":
                at = _blank(text, at + 1)
        end = at + 1
    else:
        end = at
        while end < len(text) and text[end] not in ",]} \t\r\n":
            end += 1
    found[path] = (start, end)
    return end
