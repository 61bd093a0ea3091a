"""The standard streams, as bytes: what is written is UTF-8 whatever the locale, and a failure is never silent.

Python's own text streams are not used. They encode as the environment says, they write again what failed when the
interpreter ends, and where a stream is closed the next file that is opened takes its number.
"""

from __future__ import annotations

import errno
import os
import re
import select
import signal
from collections.abc import Callable, Iterator
from types import FrameType
from typing import IO, cast

from huzma.cli.visible import readable, visible
from huzma.errors import HuzmaError, LimitError

DONE = 0
FOUND = 1
FAILED = 2
INTERRUPTED = 130

_BLOCK = 1 << 16
_CLOSED = (errno.EPIPE, errno.EBADF, errno.ESHUTDOWN, errno.ECONNRESET)


class OutputError(Exception):
    """An output cannot take what has to be written."""


class Terminated(BaseException):
    """The process was asked to end: raised so that temporary files are removed on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Output:
    """A file descriptor that takes bytes, a block at a time.

    Args:
        descriptor: The open file.
        name: What messages call it.
        closed: Whether the stream was closed before the process began; writing to it is an error then.
        required: Whether a failure to write is an error; otherwise nobody is told that nobody can be told.
    """

    def __init__(self, descriptor: int, name: str, *, closed: bool = False, required: bool = True) -> None:
        self._descriptor = descriptor
        self._name = name
        self._closed = closed
        self._required = required
        self._pending = bytearray()

    def write(self, data: bytes) -> None:
        """Takes bytes.

        Raises:
            OutputError: They, or what was taken before, cannot be written.
        """
        self._pending += data
        if len(self._pending) >= _BLOCK:
            self.flush()

    def print(self, text: str) -> None:
        """Takes text; lone surrogates become escapes, so that the bytes are always UTF-8."""
        self.write(text.encode("utf-8", "backslashreplace"))

    def flush(self) -> None:
        """Writes what was taken.

        Raises:
            OutputError: It cannot be written; it is dropped, since trying again would fail again.
        """
        pending, self._pending = memoryview(bytes(self._pending)), bytearray()
        try:
            if pending and self._closed:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            while pending:
                try:
                    pending = pending[os.write(self._descriptor, pending) :]
                except BlockingIOError:
                    select.select([], [self._descriptor], [])
        except OSError as error:
            if not self._required:
                return
            if error.errno in _CLOSED:
                raise OutputError(f"{self._name} was closed before everything was written") from None
            raise OutputError(f"{self._name}: {error.strerror}") from None


class _TextFile:
    """An `Output` as the text file that rich prints to."""

    encoding = "utf-8"

    def __init__(self, output: Output, *, terminal: bool) -> None:
        self._output = output
        self._terminal = terminal

    def write(self, text: str) -> int:
        """Takes text."""
        self._output.print(text)
        return len(text)

    def flush(self) -> None:
        """Does nothing: the block is written when it is full, and at the end."""

    def isatty(self) -> bool:
        """Whether a person is looking."""
        return self._terminal


class Terminal:
    """The three standard streams of this process."""

    def __init__(self) -> None:
        closed = _occupy_closed_streams()
        self._input_closed = 0 in closed
        self.out = Output(1, "standard output", closed=1 in closed)
        self.err = Output(2, "standard error", closed=2 in closed, required=False)
        self.out_is_terminal = 1 not in closed and os.isatty(1)
        self.err_is_terminal = 2 not in closed and os.isatty(2)
        plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        self.out_has_colour = self.out_is_terminal and not plain

    def text_file(self) -> IO[str]:
        """Standard output as the text file that rich prints to."""
        return cast("IO[str]", _TextFile(self.out, terminal=self.out_is_terminal))

    def say(self, message: str) -> None:
        """Puts a message on standard error, on one line; where nobody listens, nothing happens."""
        self.err.print(f"huzma: {visible(message)}\n")
        self.err.flush()

    def read(self) -> bytes:
        """All of standard input.

        Raises:
            OSError: It is closed or cannot be read.
        """
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """Standard input as it comes.

        Raises:
            OSError: It is closed or cannot be read.
        """
        if self._input_closed:
            raise OSError(errno.EBADF, "standard input is closed")
        while piece := os.read(0, 1 << 20):
            yield piece


def guarded(command: Callable[[list[str], Terminal], int], arguments: list[str], terminal: Terminal) -> int:
    """Runs a command to its exit status; whatever goes wrong becomes one line on standard error."""
    try:
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _terminate)
        status = command(arguments, terminal)
        terminal.out.flush()
        return status
    except KeyboardInterrupt:
        terminal.say("interrupted")
        return INTERRUPTED
    except Terminated as end:
        terminal.say(f"ended by {signal.Signals(end.number).name}")
        return 128 + end.number
    except OutputError as error:
        terminal.say(str(error))
    except HuzmaError as error:
        terminal.say(describe(error))
    except OSError as error:
        terminal.say(describe(error))
    except MemoryError:
        terminal.say("out of memory")
    except SystemExit:
        raise
    except BaseException as error:  # a panic of the core is no Exception
        if os.environ.get("HUZMA_DEBUG") == "1":
            import traceback

            terminal.err.print(traceback.format_exc())
        kind = type(error).__name__
        terminal.say(
            f"this is a bug in huzma ({kind}: {error}); please report it as CONTRIBUTING.md says, "
            "HUZMA_DEBUG=1 shows where it happened"
        )
    return FAILED


def describe(error: HuzmaError | OSError, path: str | None = None) -> str:
    """What an error says, with the path it is about; `path` is taken where the error knows none."""
    if isinstance(error, OSError):
        known, message = error.filename, error.strerror or str(error)
    else:
        known, message = getattr(error, "path", None), str(error)
        if isinstance(error, LimitError):  # it knows the library's way to raise it
            message = re.sub(r"huzma\.Limits\((\w+=\d+)\)", r"--limit \1", message)
    about = path if known is None else os.fsdecode(known) if isinstance(known, str | bytes) else str(known)
    if about is None:
        return message
    lossy = readable(about).encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # as the core shows it
    if lossy in message:
        return message.replace(lossy, readable(about))
    return message if about in message else f"{readable(about)}: {message}"


def _occupy_closed_streams() -> set[int]:
    """Opens the null device on each standard stream that is closed, so that no file takes its number."""
    closed = set()
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            closed.add(descriptor)
            null = os.open(os.devnull, os.O_RDWR)  # takes the lowest free number: the one just found free
            if null != descriptor:
                os.dup2(null, descriptor)
                os.close(null)
    return closed


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise Terminated(number)
