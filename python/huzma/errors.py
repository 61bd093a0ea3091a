"""What huzma raises: `HuzmaError` and typed subclasses with fields.

Bad content is a Finding and work goes on; an error means that it cannot. Every error names what it
was doing (path, place, limit and value where there are any) and none of them is a bare Exception.
The compiled core raises these very classes.
"""

from __future__ import annotations


class HuzmaError(Exception):
    """The base of everything huzma raises on purpose."""


class BundleError(HuzmaError):
    """A source cannot be read or written.

    Attributes:
        kind: A stable word for programs: `not-found`, `permission-denied`, `not-a-bundle`,
            `unsupported`, `unwritable`, `changed`, `limit`, `io`.
        path: The file or folder, None for a source in memory.
        byte: The offset in bytes at which it happened, None where there is none.
    """

    def __init__(self, message: str, *, kind: str, path: str | None = None, byte: int | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.path = path
        self.byte = byte

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class LimitError(BundleError):
    """A limit of `huzma.Limits`, or the length that offsets of 32 bits allow, was exceeded.

    Attributes:
        limit: The name of the limit.
        allowed: Its value.
        actual: What was met; None where only "more than allowed" is known.
    """

    def __init__(
        self,
        message: str,
        *,
        limit: str,
        allowed: int,
        actual: int | None = None,
        path: str | None = None,
        byte: int | None = None,
    ) -> None:
        super().__init__(message, kind="limit", path=path, byte=byte)
        self.limit = limit
        self.allowed = allowed
        self.actual = actual


class ProfileError(HuzmaError, ValueError):
    """A normalisation profile does not exist or contradicts itself.

    Attributes:
        step: The step at fault, None where it is the profile as such.
    """

    def __init__(self, message: str, *, step: str | None = None) -> None:
        super().__init__(message)
        self.step = step

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class SelectorError(HuzmaError, ValueError):
    """A selector names no rule.

    Attributes:
        selector: What was given.
        nearest: The known selector that looks most like it, None where nothing does.
    """

    def __init__(self, message: str, *, selector: str, nearest: str | None = None) -> None:
        super().__init__(message)
        self.selector = selector
        self.nearest = nearest

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class SchemaError(HuzmaError, ValueError):
    """A schema does not exist, is none, or cannot be used for what is asked.

    Attributes:
        schema: What was given, as a text.
    """

    def __init__(self, message: str, *, schema: str) -> None:
        super().__init__(message)
        self.schema = schema

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class ConfigError(HuzmaError, ValueError):
    """A configuration file cannot be used.

    Attributes:
        path: The file.
        key: The key at fault, None where it is the file as such.
    """

    def __init__(self, message: str, *, path: str, key: str | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.key = key

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class ColumnError(HuzmaError, ValueError):
    """An Arrow column is no column of text, or breaks what its type promises.

    Attributes:
        kind: A stable word for programs: `type`, `utf-8`, `offsets`, `stream`.
        row: The row at fault, counted from 0 over all chunks; None where it is the column as such.
        byte: The first byte of that row that begins no character, None for other kinds.
    """

    def __init__(self, message: str, *, kind: str, row: int | None = None, byte: int | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.row = row
        self.byte = byte

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class AmbiguousSourceError(HuzmaError, ValueError):
    """A `str` was given to be checked as text, but it names a path that exists.

    Attributes:
        path: The path.
    """

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(message)
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class EngineError(HuzmaError):
    """A pipeline cannot be run, or not go on.

    Attributes:
        kind: A stable word for programs: `unavailable` (a library is not installed, a step not there), `refused` (a
            request that would hang or lose data), `locked` (another run writes there), `changed` (the pipeline or the
            inputs are not those of the run that is to go on), `failed` (parts could not be done), `io`.
        path: The file or folder, None where there is none.
    """

    def __init__(self, message: str, *, kind: str, path: str | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(cls: type[HuzmaError], args: tuple[object, ...], fields: dict[str, object]) -> HuzmaError:
    """Unpickles an error whose constructor takes keywords."""
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(fields)
    return error
