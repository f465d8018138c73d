"""The file of embeddings, which grows at its end: what is there is not written again.

    one line                  the layout, the model, and what tells this file from another
    length, CRC-32, MessagePack …   an update each: documents taken out, documents put in

A run that is cut off leaves whole updates: what follows the last of them is not read, and the
next update is written over it. The file is written anew where less than half of it is in use.
"""

from __future__ import annotations

import struct
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

from index.engine import LastCommit
from index.vectors import WIDTH

_LAYOUT = "radslag 2"
_HEAD = struct.Struct("<QI")  # bytes of the update, and their CRC-32
_FEW = 2000
"""Rows below which it is not worth while to write the file anew."""

Vectors = NDArray[np.float16]


class Row(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A point, its document, and a hash of its title or of its decisions, which has a vector."""

    id: str
    document_id: str
    text: str


class Update(msgspec.Struct, frozen=True, array_like=True):
    """Documents that are taken out with their rows, and such that are put in after that."""

    remove: Sequence[str]
    documents: dict[str, str]
    """Revisions by the ids of documents."""
    rows: Sequence[Row]
    vectors: bytes
    """Of each row, `WIDTH` numbers of 16 bits."""


class Held(msgspec.Struct, frozen=True):
    """What a file holds as of one update; it does not change when the file grows."""

    first: bytes = b""
    """The file's first line."""
    end: int = 0
    """Bytes of the file up to the end of its last whole update."""
    documents: dict[str, str] = {}
    rows: Sequence[Row] = ()
    used: NDArray[np.bool_] = np.zeros(0, bool)
    """Of each row, whether its document has not been taken out since."""
    blocks: Sequence[Vectors] = ()
    """The embeddings of the rows, in order."""

    def with_updates(self, updates: Iterable[Update], end: int) -> Held:
        """The same with later updates, which end at a place in the file."""
        documents, rows, used = dict(self.documents), list(self.rows), [self.used]
        blocks: list[Vectors] = []
        for update in updates:
            gone = documents.keys() & set(update.remove)
            if gone:
                kept = np.fromiter((row.document_id not in gone for row in rows), bool, len(rows))
                used = [np.concatenate(used) & kept]
            for id_ in gone:
                del documents[id_]
            documents.update(update.documents)
            rows += update.rows
            used.append(np.ones(len(update.rows), bool))
            blocks.append(np.frombuffer(update.vectors, np.float16).reshape(-1, WIDTH))
        block = [np.concatenate(blocks)] if blocks else []
        return Held(self.first, end, documents, rows, np.concatenate(used), [*self.blocks, *block])

    def vectors_of(self, texts: Container[str]) -> dict[str, NDArray[np.float16]]:
        """The embeddings of those texts that have one, by their hashes."""
        at, found = 0, {}
        for block in self.blocks:
            for row, vector in zip(self.rows[at : at + len(block)], block, strict=True):
                if row.text in texts:
                    found[row.text] = vector
            at += len(block)
        return found

    def whole(self) -> Update:
        """All that is in use, as one update."""
        vectors = [np.zeros((0, WIDTH), np.float16), *self.blocks]
        return Update(
            (),
            self.documents,
            [row for row, used in zip(self.rows, self.used, strict=True) if used],
            np.concatenate(vectors)[self.used].tobytes(),
        )


class Embeddings:
    """The embeddings of an archive's points by one model, in a file."""

    def __init__(self, path: Path, model: str) -> None:
        self._path, self._model = path, model
        self._last = Held()
        self._held = LastCommit(self._commit, self._read)

    def held(self, now: bool = False) -> Held:
        """What the file holds, perhaps a moment ago if not `now`.

        Nothing where there is no file, a broken one or another model's: `radslag check` says that
        documents are missing, and `reindex` embeds them.
        """
        if now:
            self._held.forget()
        return self._held()

    def add(self, update: Update) -> None:
        """Write an update; one process at a time may."""
        held = self.held(now=True)
        after = held.with_updates([update], held.end)
        wasted = len(after.rows) - int(after.used.sum())
        if held.end and wasted <= max(_FEW, len(after.rows) // 2):
            with self._path.open("r+b") as file:
                file.seek(held.end)
                file.truncate()
                _write(file, update)
        else:
            self._write_anew(after.whole())
        self._held.forget()

    def _write_anew(self, update: Update) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(f"{_LAYOUT}, {self._model}, {token_hex(8)}\n".encode())
            _write(file, update)
        beside.replace(self._path)

    def _commit(self) -> object:
        found = self._path.stat() if self._path.exists() else None
        return found and (found.st_mtime_ns, found.st_size, found.st_ino)

    def _read(self) -> Held:
        """What the file holds; only what has come since last time is read."""
        held = Held()
        try:
            with self._path.open("rb") as file:
                first = file.readline(500)
                if first.startswith(f"{_LAYOUT}, {self._model}, ".encode()):
                    held = self._last if first == self._last.first else Held(first, len(first))
                    file.seek(held.end)
                    updates = list(_updates(file))
                    if updates:
                        held = held.with_updates((u for u, _ in updates), updates[-1][1])
        except OSError:
            pass  # no file
        self._last = held
        return held


def _write(file: BinaryIO, update: Update) -> None:
    said = msgspec.msgpack.encode(update)
    file.write(_HEAD.pack(len(said), crc32(said)) + said)


def _updates(file: BinaryIO) -> Iterator[tuple[Update, int]]:
    """The whole updates from here on, each with where it ends."""
    while len(head := file.read(_HEAD.size)) == _HEAD.size:
        length, check = _HEAD.unpack(head)
        said = file.read(length)
        if not said or len(said) != length or crc32(said) != check:
            return
        yield msgspec.msgpack.decode(said, type=Update), file.tell()
