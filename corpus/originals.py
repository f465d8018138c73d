"""The original files of an archive, unchanged, each under the SHA-256 of its bytes."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from corpus.errors import UnreadableError

_CHUNK = 1 << 20


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Described(msgspec.Struct, frozen=True):
    """What is kept beside an original."""

    media_type: str
    names: tuple[tuple[str, str], ...]
    """Each address it was found at, and when it was first."""


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
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=self.folder, prefix="new-")
        try:
            with os.fdopen(handle, "wb") as out, path.open("rb") as source:
                if _copy(source, out) != sha256:
                    raise UnreadableError(
                        "filen ändrades medan den lästes.", str(path), "Läs in den igen."
                    )
                os.fsync(out.fileno())
                size = out.tell()
            Path(name).chmod(0o400)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        flush_folder(target.parent)
        return size

    def __iter__(self) -> Iterator[str]:
        """The hash of every file that is stored."""
        for path in sorted(self.folder.glob("??/*")):
            if not path.suffix:
                yield path.parent.name + path.name

    def describe(self, sha256: str, media_type: str, names: Sequence[tuple[str, str]]) -> None:
        """Keep beside a file its type and its names, each with when it was first seen (UTC), so
        that an archive can be built anew from its originals alone."""
        path = self.path(sha256).with_suffix(".json")
        data = msgspec.json.encode(Described(media_type, tuple(names)))
        with contextlib.suppress(OSError):
            if path.read_bytes() == data:
                return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = self.folder / f"new-{sha256}.json"
        unfinished.write_bytes(data)
        unfinished.chmod(0o600)
        unfinished.replace(path)

    def description(self, sha256: str) -> Described | None:
        """What is kept beside a file; None where nothing is that can be read."""
        try:
            data = self.path(sha256).with_suffix(".json").read_bytes()
            return msgspec.json.decode(data, type=Described)
        except (OSError, msgspec.DecodeError):
            return None

    def remove(self, sha256: str) -> None:
        """Remove a file and what is kept beside it."""
        path = self.path(sha256)
        for each in (path, path.with_suffix(".json")):
            each.unlink(missing_ok=True)
        flush_folder(path.parent)

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


def flush_folder(folder: Path) -> None:
    """Make a rename last through a power failure, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
