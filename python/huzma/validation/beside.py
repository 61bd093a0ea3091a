"""Records held against a schema while the texts of the same source are checked: the source is read once.

Records of a file of text are cut from the bytes that the documents are read from, and what is found comes in the order
of the file. Rows in columns are looked at a batch at a time, behind its texts. In folders, archives and text bundles a
record is a document.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, Protocol

from huzma import _core
from huzma.documents import Bundle, Document
from huzma.errors import HuzmaError
from huzma.models import Limits
from huzma.validation.passes import is_article, plan_of
from huzma.validation.schemas import Given, Schema, compiled
from huzma.validation.units import BlockUnit, Source
from huzma.validation.work import Found, Plan, look


class Beside(Protocol):
    """What is wrong with records, told round the documents of the first pass over their bundle."""

    def before(self, document: Document) -> Iterator[Found]:
        """What comes before the findings in the text of the next document."""

    def behind(self, document: Document) -> Iterator[Found]:
        """What comes behind them."""

    def rest(self) -> Iterator[Found]:
        """What comes behind those of the last document.

        Raises:
            BundleError: The records cannot be read to their end, though the documents can.
        """


def beside(bundle: Bundle, path: str, schema: Given, limits: Limits | None) -> Beside:
    """The records of a bundle that has not been read yet.

    Args:
        bundle: The bundle.
        path: Its path.
        schema: What its records are held against.
        limits: Those of the bundle.

    Raises:
        BundleError: The records cannot be read.
        SchemaError: The schema is none.
    """
    source = Source(path, format=None, limits=limits, text_field="text", articles=is_article(schema))
    against = compiled(schema), plan_of(limits)
    if source.layout is not None:
        reader = bundle.records(source.layout)
        if reader is not None:
            return _InText(source, reader, *against)
    batches = bundle.batches()
    return _AsDocuments(source, *against) if batches is None else _InColumns(source, batches, *against)


class _InText:
    def __init__(self, source: Source, reader: _core.RecordReader, schema: Schema, plan: Plan) -> None:
        self._units = source.blocks(reader)
        self._schema = schema
        self._plan = plan
        self._held: deque[Found] = deque()
        self._read_to = 0
        self._failure: HuzmaError | OSError | None = None

    def before(self, document: Document) -> Iterator[Found]:
        place = document.origin.byte_start or 0
        while True:
            while self._held and (self._held[0].byte_start or 0) < place:
                yield self._held.popleft()
            if self._held or self._read_to > place or not self._step():
                return

    def behind(self, document: Document) -> Iterator[Found]:
        return iter(())

    def rest(self) -> Iterator[Found]:
        while self._held or self._step():
            yield from self._held
            self._held.clear()
        if self._failure is not None:
            raise self._failure

    def _step(self) -> bool:
        """Looks at the next block, if there is one."""
        try:
            for unit in self._units:
                if isinstance(unit, BlockUnit):
                    self._held.extend(look(self._schema, unit, self._plan).found)
                    self._read_to = unit.block.offset + unit.size
                    return True
        except (HuzmaError, OSError) as error:  # the documents come to it too, and say more of it
            self._failure = error
        return False


class _InColumns:
    def __init__(self, source: Source, batches: deque[Any], schema: Schema, plan: Plan) -> None:
        self._source = source
        self._batches = batches
        self._schema = schema
        self._plan = plan
        self._rows = 0

    def before(self, document: Document) -> Iterator[Found]:
        while self._batches and self._rows + self._batches[0].num_rows < (document.origin.row or 0):
            yield from self._step()

    def behind(self, document: Document) -> Iterator[Found]:
        return iter(())

    def rest(self) -> Iterator[Found]:
        while self._batches:
            yield from self._step()

    def _step(self) -> list[Found]:
        unit = self._source.batch(self._batches.popleft(), self._rows + 1)
        self._rows += len(unit.rows)
        return look(self._schema, unit, self._plan).found


class _AsDocuments:
    def __init__(self, source: Source, schema: Schema, plan: Plan) -> None:
        self._source = source
        self._schema = schema
        self._plan = plan

    def before(self, document: Document) -> Iterator[Found]:
        return iter(())

    def behind(self, document: Document) -> Iterator[Found]:
        unit = self._source.documents([document], document.index + 1)
        return iter(look(self._schema, unit, self._plan).found)

    def rest(self) -> Iterator[Found]:
        return iter(())
