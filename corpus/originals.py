"""The original files of an archive, unchanged, each under the SHA-256 of its bytes."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from corpus.errors import UnreadableError

_CHUNK = 1 << 20


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Originals:
    """A folder of files `ab/cdef…`, named by their hash; each is written once, whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash stand, if they are here."""
        return self.folder / sha256[:2] / sha256[2:]

    def add(self, path: Path, sha256: str) -> int:
        """Store a file and return its size in bytes.

        The bytes are copied beside their place, flushed to the disk and renamed, so a file
        that stands in its place is whole. Raises UnreadableError when the file no longer
        has the hash, OSError when it cannot be read or the disk is full.
        """
        target = self.path(sha256)
        if target.exists():
            return target.stat().st_size
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder, prefix="new-")
        try:
            with os.fdopen(handle, "wb") as out, path.open("rb") as source:
                if _copy(source, out) != sha256:
                    raise UnreadableError(
                        "filen ändrades medan den lästes.", str(path), "Läs in den igen."
                    )
                os.fsync(out.fileno())
                size = out.tell()
            Path(name).chmod(0o444)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _flush_folder(target.parent)
        return size

    def __iter__(self) -> Iterator[str]:
        """The hash of every file that is stored."""
        for path in sorted(self.folder.glob("??/*")):
            yield path.parent.name + path.name

    def clear_unfinished(self) -> None:
        """Remove what an interrupted run left half copied."""
        for path in self.folder.glob("new-*"):
            path.unlink(missing_ok=True)


def _copy(source: BinaryIO, out: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        out.write(chunk)
    return digest.hexdigest()


def _flush_folder(folder: Path) -> None:
    """Make a rename last through a power failure, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
