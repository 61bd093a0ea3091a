"""What one task does with one part: reads it, runs the pipeline, writes what is accepted and what is rejected.

Files are written beside their place and renamed when they are whole and on the disk; the receipt of the part comes
last. A part is finished if its receipt is there and names the files that are there. So a task may be killed anywhere,
and run twice.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet
from pydantic import ValidationError

from huzma.engines.description import Write
from huzma.engines.parts import Part, batches
from huzma.engines.pipeline import REJECTED, Pipeline, counted
from huzma.errors import EngineError, HuzmaError
from huzma.models import Finding, Record
from huzma.whole import Failed, WholeFile, replaced

ACCEPTED = "accepted"
CONTAINERS = "containers"
RECEIPTS = "receipts"

_TEMPORARY = ".tmp-"


class Written(Record):
    """A file of the output: its path below it, with `/`, its size and its SHA-256."""

    path: str
    size: int
    sha256: str


class Receipt(Record):
    """A finished part: what was read, what became of it, and the files that were written.

    `documents` is `accepted` and `rejected` together, and `reasons` counts the rejected ones. `findings` counts those
    of the steps `filter` and `validate` by code, in all documents; `container_findings` those about the input itself.
    """

    part: Part
    documents: int
    accepted: int
    rejected: int
    reasons: dict[str, int]
    findings: dict[str, int]
    container_findings: dict[str, int]
    files: tuple[Written, ...]


class Failure(Record):
    """A part that could not be done, and why."""

    part: Part
    error: str


Outcome = Receipt | Failure


class Work:
    """The task of an engine: called with a part, does it unless it is finished. It can be pickled."""

    def __init__(self, pipeline: Pipeline, out: str) -> None:
        self.pipeline = pipeline
        self.out = out

    def __call__(self, part: Part) -> Outcome:
        """Does a part. An input that cannot be read makes a `Failure`; nothing of it is written then.

        Raises:
            EngineError: The output cannot be written.
        """
        finished = receipt(Path(self.out), part)
        if finished is not None:
            return finished
        try:
            return self._do(part)
        except EngineError:
            raise
        except HuzmaError as error:
            return Failure(part=part, error=str(error))
        except OSError as error:
            raise EngineError(f"{self.out}: {error.strerror or error}", kind="io", path=self.out) from None

    def _do(self, part: Part) -> Receipt:
        out = Path(self.out)
        counts: Counter[str] = Counter()
        reasons: Counter[str] = Counter()
        findings: Counter[str] = Counter()
        of_container: list[Finding] = []
        write = self.pipeline.description.write
        wanted, held = self.pipeline.description.filter, self.pipeline.description.validate_
        text = self.pipeline.description.read.text_field
        with contextlib.ExitStack() as stack:
            accepted = stack.enter_context(Table(out / ACCEPTED / f"{part.name}.parquet", write, text))
            rejected = stack.enter_context(Table(out / REJECTED / f"{part.name}.parquet", write, text))
            for batch in batches(part, self.pipeline.description.read, of_container.append):
                made = self.pipeline(batch)
                reason = made.column(REJECTED)
                is_accepted = pc.is_null(reason)
                counts["documents"] += made.num_rows
                reasons.update(value for value in reason.to_pylist() if value is not None)
                if wanted is not None:
                    findings.update(counted(made.column(wanted.into)))
                if held is not None:
                    findings.update(counted(made.column(held.into)))
                accepted.add(made.filter(is_accepted).drop_columns([REJECTED]))
                rejected.add(made.filter(pc.invert(is_accepted)))
            files = [accepted.commit(out), rejected.commit(out)]
        if of_container:
            lines = "".join(finding.model_dump_json() + "\n" for finding in of_container)
            with whole(out / CONTAINERS / f"{part.name}.jsonl") as file:
                file.write(lines.encode("utf-8", "backslashreplace"))
            files.append(_written(out, out / CONTAINERS / f"{part.name}.jsonl"))
        done = Receipt(
            part=part,
            documents=counts["documents"],
            accepted=counts["documents"] - reasons.total(),
            rejected=reasons.total(),
            reasons=dict(sorted(reasons.items())),
            findings=dict(sorted(findings.items())),
            container_findings=dict(sorted(Counter(finding.code for finding in of_container).items())),
            files=tuple(files),
        )
        with whole(out / RECEIPTS / f"{part.name}.json") as file:
            file.write(done.model_dump_json(indent=1).encode() + b"\n")
        return done


def receipt(out: Path, part: Part) -> Receipt | None:
    """The receipt of a part, if it is finished: of this very part, and its files are there at their length."""
    try:
        done = Receipt.model_validate_json((out / RECEIPTS / f"{part.name}.json").read_bytes())
        sizes_match = all((out / file.path).stat().st_size == file.size for file in done.files)
    except (OSError, ValidationError, ValueError):
        return None
    return done if done.part == part and sizes_match else None


class Table:
    """A Parquet file whose bytes follow from its rows, not from the batches they came in.

    Row groups end after a number of rows, or with the row that brings the texts to a number of bytes, and each is
    written in one piece.
    """

    def __init__(self, path: Path, write: Write, text: str) -> None:
        self._path, self._write, self._text = path, write, text
        self._pending: list[Any] = []
        self._rows = self._bytes = 0
        self._writer: Any = None

    def __enter__(self) -> Table:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._whole = WholeFile(str(self._path), failed=_not_written(self._path), prefix=_TEMPORARY)
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer is not None:
            with contextlib.suppress(Exception):  # else pyarrow closes it some time, and complains on standard error
                self._writer.close()
        self._whole.__exit__()

    def add(self, batch: Any) -> None:
        """Takes rows, and writes the row groups that are full."""
        if self._writer is None:
            compression = self._write.compression.replace("none", "NONE")
            self._writer = parquet.ParquetWriter(self._whole.file, batch.schema, compression=compression)
        start = 0
        lengths = pc.fill_null(pc.binary_length(batch.column(self._text)), 0).to_pylist()
        for row, length in enumerate(lengths, 1):
            self._rows += 1
            self._bytes += length
            if self._rows >= self._write.row_group_rows or self._bytes >= self._write.row_group_bytes:
                self._pending.append(batch.slice(start, row - start))
                self._flush()
                start = row
        if start < batch.num_rows:
            self._pending.append(batch.slice(start))

    def _flush(self) -> None:
        table = pa.Table.from_batches(self._pending).combine_chunks()
        self._writer.write_table(table, row_group_size=max(table.num_rows, 1))
        self._pending = []
        self._rows = self._bytes = 0

    def commit(self, out: Path) -> Written:
        """Ends the file and puts it in its place."""
        if self._pending:
            self._flush()
        self._writer.close()
        self._whole.commit()
        return _written(out, self._path)


def whole(path: Path) -> AbstractContextManager[BinaryIO]:
    """A file of the output, which is there as a whole or not at all.

    Raises:
        EngineError: It cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    return replaced(str(path), failed=_not_written(path), prefix=_TEMPORARY)


def _not_written(path: Path) -> Failed:
    def failed(error: OSError) -> HuzmaError:
        return EngineError(f"{path}: cannot be written: {error.strerror or error}", kind="io", path=str(path))

    return failed


def _written(out: Path, path: Path) -> Written:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Written(path=path.relative_to(out).as_posix(), size=path.stat().st_size, sha256=digest)


def remove_leftovers(out: Path) -> None:
    """Removes what a killed task has left half-written."""
    for name in (ACCEPTED, REJECTED, CONTAINERS, RECEIPTS, "."):
        for path in (out / name).glob(f"{_TEMPORARY}*"):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
