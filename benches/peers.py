"""Tools that do the same job, beside each other: `python -m pytest benches/peers.py` from the top of the repository.

Every pass gets newly decoded strings: tools that ask for UTF-8 leave a copy of it inside the `str`, and a second pass
over the same objects, by any tool, would skip the conversion.
"""

from __future__ import annotations

import time
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pytest
from benches import corpus
from benches.rows import Job, Row, jobs

BYTES = 4_000_000
SIZES = {"200B": 200, "4kB": 4_000, "4MB": 4_000_000}
ROUNDS = 9


@cache
def texts(name: str, size: str) -> list[bytes]:
    """The first 4 MB of a corpus in pieces of a size, in UTF-8; pieces end at spaces."""
    with (corpus.FOLDER / f"{name}.txt").open("rb") as file:
        text = file.read(BYTES).decode(errors="ignore")
    pieces, piece, length = [], [], 0
    for word in text.split(" "):
        piece.append(word)
        length += len(word.encode()) + 1
        if length >= SIZES[size]:
            pieces.append(" ".join(piece).encode())
            piece, length = [], 0
    if piece and (size == "4MB" or not pieces):
        pieces.append(" ".join(piece).encode())
    return pieces


def cases() -> list[Any]:
    return [
        pytest.param(job, row, name, size, id=f"{job.name}/{row.peer}/{row.call}/{name}/{size}")
        for job in jobs()
        for name in job.corpora
        for size in job.sizes
        for row in job.rows
    ]


@pytest.mark.parametrize(("job", "row", "name", "size"), cases())
def test_row(job: Job, row: Row, name: str, size: str, benchmark: Any) -> None:
    try:
        run = row.make()
    except ImportError as error:
        pytest.skip(f"{row.peer}: {error}")
    sources = texts(name, size)
    sources = sources[: max(1, round(len(sources) * row.part))]

    sample = [source.decode() for source in sources[:200]]
    same = None
    if job.reference:
        answers: Any = run(row.prepare(sample)) if row.many else [run(text) for text in sample]
        shares = [job.same(job.reference(text), row.answer(one)) for text, one in zip(sample, answers, strict=True)]
        same = sum(shares) / len(shares)

    def fresh() -> tuple[tuple[Any], dict[str, Any]]:
        texts = [source.decode() for source in sources]
        return (row.prepare(texts) if row.many else texts,), {}

    def over_all(texts: list[str]) -> None:
        for text in texts:
            run(text)

    timed = run if row.many else over_all
    began = time.perf_counter()
    timed(fresh()[0][0])
    rounds = ROUNDS if time.perf_counter() - began < 1 else 3
    benchmark.extra_info.update(
        job=job.name,
        peer=row.peer,
        call=row.call,
        corpus=name,
        size=size,
        bytes=sum(map(len, sources)),
        same=same,
        version=version_of(row.peer),
        note=row.note,
    )
    benchmark.pedantic(timed, setup=fresh, rounds=rounds, warmup_rounds=1)


def version_of(peer: str) -> str:
    try:
        return version(peer)
    except PackageNotFoundError:
        return ""
