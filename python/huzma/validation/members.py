"""Files of records in a folder or an archive: `delivery.zip::articles.jsonl`."""

from __future__ import annotations

import io
import lzma
import os
import tarfile
import zipfile
import zlib
from contextlib import ExitStack
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple

from huzma.errors import BundleError

SEPARATOR = "::"

_DAMAGED = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError)
"""What the readers of archives raise: `RuntimeError` where a password is needed or a method is not known."""


class Member(NamedTuple):
    """A file of a folder, of a zip file, or of a tar file, which may be compressed by gzip, bzip2 or xz."""

    bundle: str
    name: str

    def __str__(self) -> str:
        return f"{self.bundle}{SEPARATOR}{self.name}"

    @classmethod
    def of(cls, path: str) -> Member | None:
        """The member that a path names; None for one of another kind, also where a file is called so."""
        bundle, separator, name = path.rpartition(SEPARATOR)
        return cls(bundle, name) if separator and bundle and name and not os.path.lexists(path) else None

    @classmethod
    def beside(cls, path: str, name: str) -> Member:
        """A file of the bundle that another one is of; of a file that stands alone, its folder is the bundle."""
        member = cls.of(path)
        return cls(os.path.dirname(path) or ".", name) if member is None else cls(member.bundle, name)  # noqa: PTH120

    def in_folder(self) -> str | None:
        """The path of a file that lies in a folder; None for one of an archive.

        Raises:
            BundleError: The name leads out of the folder.
        """
        if not os.path.isdir(self.bundle):  # noqa: PTH112 (a name that no Path may hold)
            return None
        parts = PurePosixPath(self.name)
        if parts.is_absolute() or ".." in parts.parts:
            raise self._error("the name leads out of the folder", "unsupported")
        return os.path.join(self.bundle, self.name)  # noqa: PTH118

    def open(self) -> io.RawIOBase:
        """The bytes of a file of an archive, read as they are asked for.

        Raises:
            BundleError: There is no such archive or file, or more than one file is called so.
        """
        with ExitStack() as opened:
            try:
                archive = opened.enter_context(open(self.bundle, "rb"))  # noqa: PTH123
                inner = self._of_zip(archive, opened) if zipfile.is_zipfile(archive) else self._of_tar(archive, opened)
            except OSError as error:
                missing = isinstance(error, FileNotFoundError)
                raise self._error(error.strerror or str(error), "not-found" if missing else "io") from None
            except _DAMAGED as error:
                raise self._error(f"the archive cannot be read: {error}", "not-a-bundle") from None
            return _Opened(inner, self, opened.pop_all())

    def _of_zip(self, file: BinaryIO, opened: ExitStack) -> BinaryIO:
        archive = opened.enter_context(zipfile.ZipFile(file))
        found = [info for info in archive.infolist() if info.filename == self.name and not info.is_dir()]
        self._require_one(len(found))
        return opened.enter_context(archive.open(found[0]))  # type: ignore[return-value]

    def _of_tar(self, file: BinaryIO, opened: ExitStack) -> BinaryIO:
        file.seek(0)
        archive = opened.enter_context(tarfile.open(fileobj=file))  # noqa: SIM115 (the stack closes it)
        found = [info for info in archive if info.name.removeprefix("./") == self.name and info.isreg()]
        self._require_one(len(found))
        inner = archive.extractfile(found[0])
        assert inner is not None
        return opened.enter_context(inner)  # type: ignore[return-value]

    def _require_one(self, count: int) -> None:
        if count != 1:
            reason = "no file is called so" if count == 0 else f"{count} files are called so"
            raise self._error(f"{reason} in {self.bundle}", "not-found" if count == 0 else "not-a-bundle")

    def _error(self, reason: str, kind: str) -> BundleError:
        return BundleError(f"{self}: {reason}", kind=kind, path=str(self))


class _Opened(io.RawIOBase):
    """A file of an archive; what is wrong with the archive is an error about the member."""

    def __init__(self, inner: BinaryIO, member: Member, held: ExitStack) -> None:
        self._inner = inner
        self._member = member
        self._held = held

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._inner.seekable()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def read(self, size: int = -1) -> bytes:
        try:
            return self._inner.read(size)
        except (*_DAMAGED, OSError) as error:
            reason = f"{self._member}: the archive is damaged: {error}"
            raise BundleError(reason, kind="not-a-bundle", path=str(self._member)) from None

    def close(self) -> None:
        self._held.close()
        super().close()
