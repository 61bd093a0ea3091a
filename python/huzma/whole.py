"""Files that are there as a whole or not at all.

What is written goes to a file beside the target and takes its place when everything is on the disk. Where the system
has files without a name, it has none until then: whatever ends the process, nothing of it is left. `bundle::replace`
of the core does the same for what the core writes.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from huzma.errors import BundleError, HuzmaError

Failed = Callable[[OSError], HuzmaError]
"""Makes what is raised of what the system says."""

_KINDS = {errno.ENOENT: "not-found", errno.EACCES: "permission-denied", errno.EPERM: "permission-denied"}


def not_written(path: str) -> Failed:
    """Makes a `BundleError` that names the path and the reason."""

    def failed(error: OSError) -> HuzmaError:
        reason = f"{path}: cannot be written: {error.strerror or error}"
        return BundleError(reason, kind=_KINDS.get(error.errno or 0, "io"), path=path)

    return failed


class WholeFile:
    """A file that takes the place of `path` when it is committed, and leaves nothing behind when it is not.

    A link is resolved and what it leads to is replaced; the mode and, where the system allows, the owner of a file
    that is there are kept.

    Args:
        path: The path.
        failed: Makes the error of what the system says; a `BundleError` by default.
        prefix: How its name begins until it is committed, where the system gives it one.

    Raises:
        HuzmaError: It cannot be made.
    """

    def __init__(self, path: str, *, failed: Failed | None = None, prefix: str = ".huzma-") -> None:
        self._failed = failed or not_written(path)
        self._target = os.path.realpath(path)
        self._prefix = prefix
        self._name: str | None = None
        with self._system():
            self._folder = os.open(os.path.dirname(self._target), os.O_RDONLY | os.O_CLOEXEC)  # noqa: PTH120
        try:
            with self._system():
                raw = _File(self._created(), self._failed)
        except BaseException:
            os.close(self._folder)
            raise
        self.file = cast("BinaryIO", io.BufferedWriter(raw, buffer_size=1 << 16))
        """What is written to; an error of the system is raised as this file's errors are."""

    def __enter__(self) -> WholeFile:
        return self

    def __exit__(self, *_: object) -> None:
        """Removes what has not been committed."""
        with contextlib.suppress(HuzmaError, OSError):  # what is thrown away need not be written
            self.file.close()
        self._forget()
        if self._folder >= 0:
            os.close(self._folder)
            self._folder = -1

    def commit(self) -> None:
        """Takes the place of the path.

        Raises:
            HuzmaError: It cannot be written.
        """
        self.file.flush()
        with self._system():
            descriptor = self.file.fileno()
            self._take_rights(descriptor)
            os.fsync(descriptor)
            if self._name is None:
                name = self._unused()
                # A link cannot replace a file, so it gets a name after all, for a moment. Only with the number of
                # a folder does Python follow the link that leads to the open file.
                os.link(f"/proc/self/fd/{descriptor}", name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
                self._name = name
            os.replace(self._name, self._target, src_dir_fd=self._folder)
            self._name = None
            os.fsync(self._folder)  # the new name is on the disk only once the folder is
            self.file.close()

    def _created(self) -> int:
        unnamed = getattr(os, "O_TMPFILE", None)
        if unnamed is not None:
            with contextlib.suppress(OSError):  # the file system has none, or says below what is wrong
                descriptor = os.open(".", unnamed | os.O_RDWR | os.O_CLOEXEC, self._rights(), dir_fd=self._folder)
                if os.path.lexists(f"/proc/self/fd/{descriptor}"):
                    return descriptor
                os.close(descriptor)
        name = self._unused()
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        descriptor = os.open(name, flags, self._rights(), dir_fd=self._folder)
        self._name = name
        return descriptor

    def _unused(self) -> str:
        return f"{self._prefix}{secrets.token_hex(8)}"

    def _rights(self) -> int:
        """With which rights a file is made: no one may read it who may not read what is there."""
        try:
            return os.stat(self._target).st_mode & 0o666  # noqa: PTH116
        except OSError:
            return 0o666  # the process's mask takes away from it

    def _take_rights(self, descriptor: int) -> None:
        try:
            there = os.stat(self._target)  # noqa: PTH116
        except FileNotFoundError:
            return
        own = os.fstat(descriptor)
        if (own.st_uid, own.st_gid) != (there.st_uid, there.st_gid):
            with contextlib.suppress(PermissionError):  # only root may give files away
                os.fchown(descriptor, there.st_uid, there.st_gid)
        os.fchmod(descriptor, there.st_mode & 0o7777)

    def _forget(self) -> None:
        if self._name is not None:
            with contextlib.suppress(OSError):
                os.unlink(self._name, dir_fd=self._folder)
            self._name = None

    @contextmanager
    def _system(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._failed(error) from None


class _File(io.FileIO):
    """An open file whose errors are those of whoever opened it."""

    def __init__(self, descriptor: int, failed: Failed) -> None:
        super().__init__(descriptor, "wb")
        self._failed = failed

    def write(self, data: object) -> int:
        """Writes bytes."""
        try:
            return super().write(data)  # type: ignore[arg-type]
        except OSError as error:
            raise self._failed(error) from None


@contextmanager
def replaced(path: str, *, failed: Failed | None = None, prefix: str = ".huzma-") -> Iterator[BinaryIO]:
    """A file that takes the place of `path` when all has been written to it; after an error the path is as it was.

    Raises:
        HuzmaError: It cannot be written: see `WholeFile`.
    """
    with WholeFile(path, failed=failed, prefix=prefix) as whole:
        yield whole.file
        whole.commit()
