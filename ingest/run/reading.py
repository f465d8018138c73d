"""What is done with one file, in a child process with limits: reading it and finding its facts."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from corpus.archive import Archive
from corpus.errors import RadslagError
from corpus.model import Document, Reading, Record, Source
from corpus.parcel import Parcel, pack
from ingest.run.walk import Fault


class Reader(msgspec.Struct, frozen=True):
    """What was read of a file: the parcel for the archive, and what it amounts to."""

    parcel: Parcel
    counts: dict[str, int]


class Older(msgspec.Struct, frozen=True):
    """A document of an archive that an older program read, or that is to be read from there."""

    archive: Path
    id: str
    path: Path
    """A name it is known by, which tells its format."""
    size: int
    """Bytes of its original."""
    text_is_right: bool
    """Whether today's program would read the same text, so that only the facts are sought."""


def read_file(path: Path) -> Reader | Fault:
    """Read a file and extract what it says; runs in a worker."""
    from ingest.read.sandbox import run_safely

    try:
        with _named(path) as named:
            answer = run_safely("ingest.run.reading:understood", named)
        return msgspec.msgpack.decode(answer, type=Reader)
    except RadslagError as error:
        return Fault(path, error.what, error.advice)


def read_again(older: Older) -> Reader | Fault:
    """Read a document anew from its original and extract what it says; runs in a worker."""
    from ingest.read.sandbox import run_safely

    original = older.archive.absolute() / "objects" / older.id[:2] / older.id[2:]
    try:
        if older.text_is_right:
            told = older.archive.absolute() / older.id
            answer = run_safely("ingest.run.reading:understood_again", told)
        else:
            with tempfile.TemporaryDirectory(prefix="radslag-") as folder:
                # Under the names it is known by, which tell body and day where it is silent.
                named = Path(folder, *(part for part in older.path.parts[-3:] if part != "/"))
                named.parent.mkdir(parents=True, exist_ok=True)
                named.symlink_to(original)
                answer = run_safely("ingest.run.reading:understood", named)
        return msgspec.msgpack.decode(answer, type=Reader)
    except RadslagError as error:
        return Fault(older.path, error.what, error.advice)


def records_of(path: Path) -> tuple[Document, tuple[Record, ...]]:
    """A file's document and what it says, without an archive. Raises UnreadableError."""
    from ingest.read.sandbox import run_safely

    with _named(path) as named:
        answer = run_safely("ingest.run.reading:inspected", named)
    document, records = msgspec.msgpack.decode(answer, type=tuple[Document, tuple[Record, ...]])
    source = Source(path.absolute().as_uri(), document.source.sha256)
    return msgspec.structs.replace(document, source=source), records


@contextmanager
def _named(path: Path) -> Iterator[Path]:
    """The path, or a link to it where its name is no text: libraries open no such files."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        with tempfile.TemporaryDirectory(prefix="radslag-") as folder:
            link = Path(folder) / f"{ascii(path.stem)[1:-1].replace('/', '_')[:80]}{path.suffix}"
            link.symlink_to(path.absolute())
            yield link
    else:
        yield path


# ------------------------------------------------------------------------ in the child


def understood(path: Path) -> Reader:
    """Read a file and find what it says, ready for the archive."""
    from ingest.read import read

    return _ready(read(path))


def understood_again(path: Path) -> Reader:
    """Find what a document of an archive says, by `ARCHIVE/id`."""
    with Archive.open(path.parent) as archive:
        return _ready(archive.document(path.name))


def inspected(path: Path) -> tuple[Document, tuple[Record, ...]]:
    """A file's document and what it says."""
    from ingest.extract import extract
    from ingest.read import read

    document = read(path)
    return document, extract(document)


def _ready(document: Document) -> Reader:
    from ingest.extract import extract

    parcel = pack(document, extract(document))
    kinds = Counter(prefix for prefix, _ in parcel.facts)
    counts = {"points": kinds["p"], "decisions": kinds["d"], "actions": kinds["a"]}
    return Reader(parcel, _pages(document) | counts)


def _pages(document: Document) -> dict[str, int]:
    readings = Counter(page.reading for page in document.pages)
    return {
        "pages": len(document.pages),
        "ocr": readings[Reading.OCR],
        "unread": readings[Reading.UNREAD],
    }
