"""The compiled core: conversions only, no policy. Public names live in the modules beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from os import PathLike
from typing import Any, BinaryIO, Final, Literal, Self, final

from typing_extensions import disjoint_base

from huzma.models import Profile

__version__: str

_TokenKind = Literal[
    "word",
    "proclitic",
    "number",
    "punctuation",
    "symbol",
    "space",
    "newline",
    "url",
    "email",
    "mention",
    "hashtag",
    "emoji",
    "mark",
    "control",
]

TOKEN_KINDS: tuple[str, ...]
"""The kinds of tokens; the numbers in `Tokens.kinds` index this tuple."""

UNICODE_VERSION: str

SCAN_BACKEND: str
"""The kernels in use: "scalar", "avx2" or "avx512"; the environment variable `HUZMA_SCAN` forces one."""

# normalize ---------------------------------------------------------------------------------------

@disjoint_base
class Normalizer:
    """A compiled profile."""

    def __new__(cls, profile: str) -> Self:
        """Compiles a profile: the name of a built-in one, or JSON, `{"steps": [...]}`; raises `ProfileError`."""
    def __call__(self, text: str, /) -> str:
        """The normalised text; the same object when nothing changes."""
    def many(self, texts: Iterable[str], /) -> list[str]:
        """The normalised texts, in order."""
    def align(self, text: str, /) -> Aligned:
        """The normalised text with the way back: spans of either side become spans of the other, in code points."""
    @property
    def json(self) -> str:
        """The profile as JSON."""

def fingerprint_text(text: str, normalizer: Normalizer) -> bytes:
    """The fingerprint of a text after normalising: 16 bytes."""

@final
class NormalizerStream:
    """A text that comes in pieces of UTF-8.

    Each piece gives what no later byte can change, and the first byte that begins no character if there is one.
    """

    def __new__(cls, normalizer: Normalizer) -> NormalizerStream: ...
    def push(self, piece: bytes, /) -> tuple[bytes, int | None]: ...
    def finish(self) -> tuple[bytes, int | None]: ...

def normalize(text: str, profile: str | Profile | Mapping[str, Any] | None = None) -> str:
    """Normalises a text.

    Args:
        text: Any `str`, lone surrogates included.
        profile: As for `Normalizer`; search by default.

    Returns:
        The normalised text; the same object when nothing changes.

    Raises:
        ProfileError: As for `Normalizer`.
    """

@final
class Aligned:
    """A normalised text with the way back to its source; offsets are code points."""

    @property
    def text(self) -> str: ...
    def source_span(self, start: int, end: int) -> tuple[int, int]: ...
    def normalized_span(self, start: int, end: int) -> tuple[int, int]: ...
    def __sizeof__(self) -> int: ...

def profiles() -> dict[str, str]:
    """The built-in profiles as JSON, by name."""

def profile_steps() -> list[dict[str, Any]]:
    """What each step does: `name`, `loss` (None for a lossless step), `summary`, `options` (name to default)."""

# tokenize ----------------------------------------------------------------------------------------

@final
class OffsetArray:
    """A read-only array of int32 that hands out its memory through the buffer protocol."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> int: ...
    def __iter__(self) -> Iterator[int]: ...
    def tolist(self) -> list[int]: ...
    def __buffer__(self, flags: int, /) -> memoryview: ...

@final
class KindArray:
    """A read-only array of uint8 that hands out its memory through the buffer protocol."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> int: ...
    def __iter__(self) -> Iterator[int]: ...
    def tolist(self) -> list[int]: ...
    def __buffer__(self, flags: int, /) -> memoryview: ...

@final
class Token:
    """One token: its text, its span in code points and its kind."""

    __match_args__: Final = ("text", "start", "end", "kind")
    def __new__(cls, text: str, start: int, end: int, kind: str) -> Token: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> _TokenKind: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Tokens:
    """The tokens of a text, which they tile; offsets are code points."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> Token: ...
    def __iter__(self) -> Iterator[Token]: ...
    def texts(self, *, spaces: bool = False) -> list[str]: ...
    @property
    def starts(self) -> OffsetArray: ...
    @property
    def ends(self) -> OffsetArray: ...
    @property
    def kinds(self) -> KindArray: ...

@final
class Spans:
    """Spans that tile a text (sentences, paragraphs); offsets are code points."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> tuple[int, int]: ...
    def __iter__(self) -> Iterator[tuple[int, int]]: ...
    def texts(self) -> list[str]:
        """The text of each span without the white space at its ends."""
    @property
    def starts(self) -> OffsetArray: ...
    @property
    def ends(self) -> OffsetArray: ...

@final
class Tokenizer:
    """Cuts texts into tokens and sentences; `mode` is "default", or "uax29" for Unicode's own boundaries."""

    def __new__(cls, mode: str = "default") -> Tokenizer: ...
    def __call__(self, text: str, /) -> Tokens: ...
    def many(self, texts: Iterable[str], /) -> list[Tokens]:
        """The tokens of each text; other threads run meanwhile."""
    def sentences(self, text: str, /) -> Spans: ...
    def many_sentences(self, texts: Iterable[str], /) -> list[Spans]:
        """The sentences of each text; other threads run meanwhile."""

def tokenize(text: str, mode: str = "default") -> Tokens:
    """Cuts a text into tokens; raises `LimitError` where offsets would not fit int32."""

def sentences(text: str, mode: str = "default") -> Spans:
    """Cuts a text into sentences; white space belongs to the one before it."""

def paragraphs(text: str) -> Spans:
    """Cuts a text into paragraphs: lines that say something, each with the empty ones after it."""

def graphemes(text: str) -> Spans:
    """Cuts a text into extended grapheme clusters (UAX #29): what a reader takes for one character."""

# lint --------------------------------------------------------------------------------------------

@final
class Selection:
    """Which codes report: made of selectors (`ALL`, a family, a code, a name)."""

    def __new__(cls, select: Sequence[str] | None = None, ignore: Sequence[str] | None = None) -> Selection:
        """Raises `SelectorError`, which names the nearest known selector."""
    def codes(self) -> list[str]: ...
    def __contains__(self, code: str, /) -> bool: ...

@final
class FindingTable:
    """Findings as columns; a row is made only when it is looked at."""

    def __len__(self) -> int: ...
    def row(
        self, index: int, language: str = "en", path: str | None = None, document_id: str | None = None
    ) -> dict[str, Any]:
        """The fields of `huzma.models.Finding` in their order, as plain values; fix is None or
        ([(start, end, replacement), ...], safe)."""
    def concise(self, file: str, language: str) -> bytes:
        """All findings as lines `{file}:{line}:{column}: {code} {message}`, escaped as
        `huzma.cli.visible.visible` does."""
    def fixes(self) -> tuple[int, int]:
        """How many findings have a safe fix, and how many an unsafe one."""
    def counts(self) -> dict[str, int]:
        """How many findings each code has."""
    def worst(self) -> str | None:
        """The highest severity among the findings."""
    def severities(self) -> dict[str, int]:
        """How many findings each severity has."""

def check_text(text: str, selection: Selection) -> FindingTable:
    """Checks a text in memory: rules that make sense for files only stay silent. byte_start and byte_end are None."""

@final
class FixResult:
    """A text after fixing."""

    @property
    def text(self) -> str: ...
    @property
    def applied(self) -> dict[str, int]:
        """How many fixes of each code were applied."""
    @property
    def remaining(self) -> FindingTable: ...

def fix_text(text: str, selection: Selection, *, unsafe: bool = False) -> FixResult: ...
def codes() -> list[dict[str, Any]]:
    """Every code, sorted: code, name, family, severity, fix ("safe", "unsafe" or None), summary,
    message, message_ar, explanation (Markdown), supersedes (list), room ("lint" or "bundle")."""

# extract -----------------------------------------------------------------------------------------

@final
class ExtractOptions:
    """How to read; the anchor is (year, month, day, (hour, minute) or None)."""

    def __new__(
        cls,
        anchor: tuple[int, int, int, tuple[int, int] | None] | None = None,
        *,
        month_first: bool = False,
        colloquial: bool = False,
        gazetteer: Gazetteer | None = None,
    ) -> ExtractOptions: ...

@final
class Gazetteer:
    """Names to find, each with a label or None."""

    def __new__(cls, names: Sequence[tuple[str, str | None]]) -> Gazetteer: ...
    def __len__(self) -> int: ...

@final
class ExtractionTable:
    """What was found in a text. Rows have the fields of the models in `huzma.models`."""

    def dates(self) -> list[dict[str, Any]]: ...
    def durations(self) -> list[dict[str, Any]]: ...
    def numbers(self) -> list[dict[str, Any]]: ...
    def quantities(self) -> list[dict[str, Any]]: ...
    def quotations(self) -> list[dict[str, Any]]: ...
    def statements(self) -> list[dict[str, Any]]: ...
    def signatures(self) -> list[dict[str, Any]]: ...
    def names(self) -> list[dict[str, Any]]: ...

def extract_text(text: str, options: ExtractOptions) -> ExtractionTable: ...
def parse_date_text(text: str, options: ExtractOptions) -> dict[str, Any] | None: ...
def parse_duration_text(text: str, options: ExtractOptions) -> dict[str, Any] | None: ...
def parse_number_text(text: str, options: ExtractOptions) -> int | Decimal | None: ...
def parse_quantity_text(text: str, options: ExtractOptions) -> dict[str, Any] | None: ...
def hijri_to_gregorian(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """The Gregorian year, month and day of a Hijri day; None outside the table of Umm al-Qura."""

def hijri_from_gregorian(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """The Hijri year, month and day of a Gregorian day; None outside the table of Umm al-Qura."""

def extraction_rules() -> list[tuple[str, str]]:
    """Name and summary of every rule."""

# bundle ------------------------------------------------------------------------------------------

@final
class Document:
    """One document of a bundle. `text` becomes a `str` when it is first read."""

    @property
    def id(self) -> str: ...
    @property
    def index(self) -> int: ...
    @property
    def number(self) -> int | None: ...
    @property
    def text(self) -> str: ...
    @property
    def metadata(self) -> dict[str, Any]: ...
    @property
    def path(self) -> str | None:
        """The file it came from, with undecodable bytes as surrogate escapes."""
    @property
    def member(self) -> str | None: ...
    @property
    def byte_start(self) -> int | None: ...
    @property
    def byte_end(self) -> int | None: ...
    @property
    def row(self) -> int | None: ...
    @property
    def column(self) -> str | None: ...
    @property
    def size(self) -> int:
        """The length of the text in bytes of UTF-8."""
    def check(self, selection: Selection) -> FindingTable: ...
    def extract(self, options: ExtractOptions) -> ExtractionTable: ...
    def fix(self, selection: Selection, *, unsafe: bool = False) -> FixResult: ...
    def splice(self, text: str) -> tuple[int, int, bytes, bytes]:
        """How a new text of this document is stored in its file: start, end, old bytes, new bytes."""

@final
class LocatedFinding:
    """A finding about the container, made by the reader."""

    @property
    def path(self) -> str | None: ...
    @property
    def document_id(self) -> str | None: ...
    @property
    def code(self) -> str: ...
    @property
    def severity(self) -> str: ...
    def row(self, language: str = "en") -> dict[str, Any]:
        """As `FindingTable.row`; start, end, line and column are None, since no text can be pointed at."""

@final
class Reader:
    """Documents and container findings, in the order in which they are met."""

    def __new__(
        cls,
        source: str | bytes | PathLike[str] | PathLike[bytes] | BinaryIO,
        *,
        limits: dict[str, int] | None = None,
        format: str | None = None,
        text_field: str | None = None,
        encoding: str | None = None,
        verify: bool = True,
    ) -> Reader:
        """A `str` or path is opened, `bytes` are parsed, an object with `read` is read.

        Raises `BundleError` or a subclass."""
    def __iter__(self) -> Reader: ...
    def __next__(self) -> Document | LocatedFinding: ...
    def records(self, layout: str, *, limits: dict[str, int] | None = None) -> RecordReader | None:
        """The records in the same bytes, which are read once for both; None where the documents are not in one stream
        of records or text, and where reading has begun."""
    @property
    def metadata(self) -> dict[str, Any]:
        """The bundle's own metadata, as far as it has been read."""

@final
class RecordReader:
    """The blocks of a file of records."""

    def __new__(
        cls, source: str | bytes | BinaryIO, layout: str, *, limits: dict[str, int] | None = None
    ) -> RecordReader:
        """Raises `BundleError` or a subclass."""
    def __iter__(self) -> RecordReader: ...
    def __next__(self) -> RecordBlock: ...
    @property
    def header(self) -> bytes:
        """What stands before the records: a byte order mark, the row of the names of columns."""

@final
class RecordBlock:
    """Whole records that stand together in a file."""

    def __new__(
        cls,
        bytes: bytes,
        layout: str,
        offset: int,
        line: int,
        column: int,
        first: int,
        extents: Sequence[tuple[int, int]],
    ) -> RecordBlock: ...
    def __len__(self) -> int: ...
    @property
    def offset(self) -> int:
        """The offset of the block in its file."""
    @property
    def size(self) -> int:
        """How many bytes it has."""
    @property
    def first(self) -> int:
        """The number of the first record, from 1."""
    @property
    def part(self) -> Literal["whole", "part", "end"]:
        """Whether it holds whole records, or a part of one that is too long, or the last of them."""
    @property
    def frame(self) -> tuple[Literal["trailing", "open"], int, int] | None:
        """What is wrong with the array round the records, and the bytes in the block."""
    def record(self, index: int) -> bytes:
        """The bytes of a record."""
    def check(
        self, nesting: int, together: int
    ) -> tuple[list[tuple[bytes, int]], list[int] | None, list[tuple[int, str, int, int, str]]]:
        """The sound records as JSON arrays of so many bytes with their counts, and their indices, None for all; index,
        kind, bytes and what was expected of what is wrong."""
    def join(self, indices: Sequence[int]) -> bytes:
        """Some records as one JSON array."""
    def locate(self, index: int, path: Iterable[str | int]) -> tuple[int, int, bool, tuple[int, int] | None]:
        """The bytes of the value at a path, whether the path leads there, the bytes of its name."""
    def place(self, index: int, start: int, end: int, most: int) -> tuple[int, int, int, int, str]:
        """First and last byte in the file, line, column and text of bytes of a record."""
    def cells(self, index: int) -> tuple[list[str | None], list[tuple[int, int]], str | None]:
        """The cells of a row, their bytes with quotes, and the name of what is wrong with the row."""
    def split(self, rejected: Sequence[int]) -> tuple[bytes, bytes]:
        """What is kept and what is rejected, as it stands."""
    def long_part(self) -> bytes:
        """What of a record that is too long is written where it is rejected."""

def column_names(header: bytes, layout: str) -> list[tuple[str, int, int]] | None:
    """The names in the first row of a table with their bytes; None where the row is not UTF-8."""

def splice_file(path: str, expected_size: int, pieces: Sequence[tuple[int, int, bytes, bytes]]) -> None:
    """Replaces ranges (start, end, old bytes, new bytes) of a file, atomically, if the file still is what was read."""

def write_file(path: str, data: bytes) -> None:
    """Writes a whole file atomically."""

def record_document(
    text: bytes,
    *,
    id: str,
    index: int,
    metadata: dict[str, Any],
    path: str | None,
    member: str,
    encoding: str,
    document_bytes: int,
) -> tuple[Document | None, list[LocatedFinding]]:
    """The document that a record of a web archive holds, and what was found in it.

    Raises `BundleError` or a subclass."""

def cell_document(
    text: bytes,
    *,
    id: str,
    index: int,
    number: int | None,
    metadata: dict[str, Any],
    path: str | None,
    row: int,
    column: str,
) -> Document | None:
    """The document in a cell of a table; None if the text is not UTF-8."""

def located_finding(
    code: str,
    arguments: list[str],
    *,
    path: str | None,
    document_id: str | None = None,
    byte_start: int | None = None,
    byte_end: int | None = None,
) -> LocatedFinding:
    """A finding of the reader, made here: its code and what its message is about."""

def write_bundle(
    documents: Iterable[Document | tuple[str, int | None, dict[str, Any], str]],
    target: str | BinaryIO,
    *,
    format: str | None = None,
    seal: bool = True,
    overwrite: bool = False,
    text_field: str | None = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Writes documents to a path, all of them or none, or to a binary file object.

    An item is a `Document` or (id, number, metadata, text).
    """

def dump_bundle(
    documents: Iterable[Document | tuple[str, int | None, dict[str, Any], str]], *, seal: bool = True
) -> bytes:
    """The bytes of a text bundle of documents, which are given as to `write_bundle`."""

def has_encoding(name: str) -> bool:
    """Whether texts can be read in the encoding of this name."""

def default_limits() -> dict[str, int]: ...
def char_name(code_point: int) -> str | None:
    """Unicode's name of an invisible character or one of the Arabic block."""

# arrow -------------------------------------------------------------------------------------------

@final
class ArrowArray:
    """An array that any library of Arrow takes."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object:
        """The type, as a PyCapsule."""
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """The type and the array, as PyCapsules; of another type where that is asked for and can be."""

@final
class ArrowChunks:
    """The chunks of a column; they can be streamed more than once."""

    def __len__(self) -> int:
        """How many rows there are."""
    @property
    def num_chunks(self) -> int:
        """How many chunks there are."""
    def __arrow_c_schema__(self) -> object:
        """The type, as a PyCapsule."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The chunks, as a PyCapsule; of another type where that is asked for and can be."""

def normalize_column(column: object, normalizer: Normalizer, threads: int | None = None) -> ArrowArray | ArrowChunks:
    """The normalised column."""

def fix_column(
    column: object, selection: Selection, *, unsafe: bool = False, threads: int | None = None
) -> ArrowArray | ArrowChunks:
    """The fixed column."""

def fingerprint_column(column: object, normalizer: Normalizer, threads: int | None = None) -> ArrowArray | ArrowChunks:
    """The fingerprints of a column."""

def token_column(
    column: object, *, uax29: bool = False, texts: bool = True, spaces: bool = False, threads: int | None = None
) -> ArrowArray | ArrowChunks:
    """The tokens of a column: texts, or spans with their kinds."""

def sentence_column(
    column: object, *, uax29: bool = False, texts: bool = True, threads: int | None = None
) -> ArrowArray | ArrowChunks:
    """The sentences of a column: texts without the white space at their ends, or spans that tile the row."""

def finding_column(
    column: object, selection: Selection, language: str = "en", *, threads: int | None = None
) -> ArrowArray | ArrowChunks:
    """The findings of a column."""

def extraction_column(
    column: object, options: ExtractOptions, *, threads: int | None = None
) -> ArrowArray | ArrowChunks:
    """The typed values of a column."""
