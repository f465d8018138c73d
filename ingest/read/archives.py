"""Packed folders (ZIP, TAR): every file in them is read, within limits; nothing is unpacked to
the disk under a name of its own."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.errors import UnreadableError
from corpus.model import Document
from ingest.read.bundle import MAX_BYTES, MAX_FILES, Bundle

_MAX_ONE = 128 * 2**20
_MAX_RATIO = 400
_UNPACK = "Packa upp den och läs filerna för sig."


def read(path: Path, depth: int = 0) -> Document:
    """The documents in a packed folder, as one. Raises UnreadableError for a bomb or a torso."""
    data = path.read_bytes()
    is_zip = path.suffix.lower() == ".zip"
    bundle = Bundle(path, "application/zip" if is_zip else "application/x-tar", depth)
    try:
        for name, take in _zipped(data, path) if is_zip else _tarred(data, path):
            bundle.add(name, take())
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        EOFError,
        OSError,
        zlib.error,
        ValueError,
    ) as error:
        raise UnreadableError("arkivfilen är trasig.", str(path), "Hämta den på nytt.") from error
    except NotImplementedError as error:
        raise UnreadableError(
            "arkivfilen är packad på ett okänt sätt.", str(path), _UNPACK
        ) from error
    if not bundle.members and not bundle.remarks:
        raise UnreadableError("arkivfilen är tom.", str(path), "Hämta den på nytt.")
    return bundle.document(data)


def _zipped(data: bytes, path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = sorted((m for m in packed.infolist() if not m.is_dir()), key=_named)
        _check(path, len(members), sum(m.file_size for m in members))
        for member in members:
            if member.flag_bits & 1:
                what = "arkivfilen är skyddad med lösenord."
                raise UnreadableError(what, str(path), _UNPACK)
            if member.file_size > _MAX_ONE or (
                member.file_size > 2**20
                and member.file_size > _MAX_RATIO * max(member.compress_size, 1)
            ):
                raise UnreadableError(f"{member.filename} är en bomb.", str(path), _UNPACK)
            yield _named(member), lambda member=member: packed.read(member)  # type: ignore[misc]


def _named(member: zipfile.ZipInfo) -> str:
    """A member's name; programs that know no UTF-8 wrote it as DOS has it, or as Windows."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp850"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _tarred(data: bytes, path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as packed:
        members = []
        size = 0
        for member in packed:
            if member.isfile():
                members.append(member)
                size += member.size
                _check(path, len(members), size)
        for member in sorted(members, key=lambda member: member.name):
            held = packed.extractfile(member)
            if held is not None:
                yield member.name, held.read


def _check(path: Path, count: int, size: int) -> None:
    if count > MAX_FILES or size > MAX_BYTES:
        what = f"arkivfilen rymmer fler än {MAX_FILES} filer eller mer än {MAX_BYTES // 2**20} MB."
        raise UnreadableError(what, str(path), _UNPACK)
