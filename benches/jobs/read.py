"""Reading a file of documents: a sealed bundle, JSON Lines, and the same lines with a parser for JSON."""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benches.rows import Job, Row

Read = Callable[[Path], list[str]]

_FOLDER = tempfile.TemporaryDirectory(prefix="huzma-bench-")


def written(name: str) -> Callable[[list[str]], Path]:
    """Writes the documents to a file, once for each list of texts."""

    def write(texts: list[str]) -> Path:
        import huzma

        path = Path(_FOLDER.name) / f"{len(texts)}-{name}"
        if not path.exists():
            metadata = {"title": "وصول الوفد إلى العاصمة", "published": "2016-09-15"}
            huzma.write((huzma.Entry(f"{number:016x}", text, metadata) for number, text in enumerate(texts)), path)
        return path

    return write


def documents(texts: bool, **options: Any) -> Callable[[], Callable[[Path], list[Any]]]:
    def make() -> Callable[[Path], list[Any]]:
        from huzma import read

        if texts:
            return lambda path: [document.text for document in read(path, **options)]
        return lambda path: list(read(path, **options))

    return make


def lines(loads: Callable[[bytes], Any], path: Path) -> list[str]:
    with path.open("rb") as file:
        return [loads(line)["text"] for line in file]


def with_json() -> Read:
    return functools.partial(lines, json.loads)


def with_orjson() -> Read:
    import orjson

    return functools.partial(lines, orjson.loads)


def text_of(document: Any) -> str:
    return str(document.text)


SEALED, LINES = written("sealed.huzma"), written("lines.jsonl")

JOBS = [
    Job(
        "read",
        [
            Row("huzma", "read, sealed, digests off", documents(False, verify=False), text_of, True, SEALED),
            Row("huzma", "read, sealed, digests off, .text", documents(True, verify=False), many=True, prepare=SEALED),
            Row("huzma", "read, sealed", documents(False), text_of, True, SEALED),
            Row("huzma", "read, sealed, .text", documents(True), many=True, prepare=SEALED),
            Row("huzma", "read, .jsonl", documents(False), text_of, True, LINES),
            Row("huzma", "read, .jsonl, .text", documents(True), many=True, prepare=LINES),
            Row("python", "json.loads per line", with_json, many=True, prepare=LINES),
            Row("orjson", "loads per line", with_orjson, many=True, prepare=LINES),
        ],
        lambda text: text,
        corpora=("news",),
    )
]
