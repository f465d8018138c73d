"""Files that hold others: each is a document of its own within the document of the whole."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import msgspec

from corpus.errors import UnreadableError
from corpus.model import Document, Enclosed, Line, Page, Source, Table, Word
from ingest.read.pulse import pulse

replace = msgspec.structs.replace

# So many files, of so many bytes, so deep within each other: more are no bundle of documents.
MAX_FILES, MAX_BYTES, MAX_DEPTH = 500, 512 * 2**20, 4
_MAX_NAME = 120
_NOISE = (".DS_Store", "Thumbs.db", "desktop.ini", "smime.p7s", "winmail.dat")


@dataclass
class Bundle:
    """What a file that holds others is read into."""

    path: Path
    media_type: str
    depth: int = 0
    members: list[tuple[str, Document]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    size: int = 0

    def add(self, name: str, data: bytes) -> None:
        """Read a file that is held, as far as it can be; what is not read is told."""
        name = _plain(name)
        if not _is_document(name):
            return
        self.names.append(name)
        self.size += len(data)
        if len(self.names) > MAX_FILES or self.size > MAX_BYTES:
            what = f"fler än {MAX_FILES} filer, eller mer än {MAX_BYTES // 2**20} MB."
            raise UnreadableError(what, str(self.path), "Packa upp den och läs filerna för sig.")
        from ingest.read import READERS, read_held

        if Path(name).suffix.lower() not in READERS:
            self.remarks.append(f"{name} lästes inte: formatet läses inte")
            return
        if not data:
            self.remarks.append(f"{name} lästes inte: filen är tom")
            return
        with tempfile.TemporaryDirectory(prefix="radslag-") as folder:
            held = Path(folder) / f"fil{Path(name).suffix}"
            held.write_bytes(data)
            try:
                self.members.append((name, read_held(held, self.depth + 1)))
            except UnreadableError as error:
                self.remarks.append(f"{name} lästes inte: {error.what}")
        pulse()

    def document(self, data: bytes, properties: tuple[tuple[str, str], ...] = ()) -> Document:
        """One document with the pages of all that were read, in order."""
        sha = hashlib.sha256(data).hexdigest()
        joined = _joined([document for _, document in self.members])
        first = 1
        enclosed: list[Enclosed] = []
        for name, document in self.members:
            inner = document.enclosed or (Enclosed(1, "", document.media_type),)
            for one in inner:
                label = f"{name}/{one.name}" if one.name else name
                enclosed.append(Enclosed(first + one.page - 1, label, one.media_type))
            first += len(document.pages)
            self.remarks += [f"{name}: {remark}" if name else remark for remark in document.remarks]
        return replace(
            joined,
            id=sha,
            source=Source(self.path.absolute().as_uri(), sha),
            media_type=self.media_type,
            enclosed=tuple(enclosed),
            attachments=tuple(name for name in self.names if name),
            properties=properties,
            remarks=tuple(self.remarks),
        )


def _plain(name: str) -> str:
    """A name without what leads out of the file that it stands in."""
    parts = [p for p in PurePosixPath(name.replace("\\", "/")).parts if p not in ("..", "/", ".")]
    shown = "".join(c if c.isprintable() else "_" for c in "/".join(parts))
    return shown[-_MAX_NAME:] or "utan namn"


def _is_document(name: str) -> bool:
    """Whether a name is that of a file people put there, and not of the system's own."""
    last = PurePosixPath(name).name
    return not (last in _NOISE or last.startswith(("._", "~$", ".~lock")) or "__MACOSX" in name)


def _joined(documents: Sequence[Document]) -> Document:
    """The pages and tables of documents after one another, in one text."""
    texts: list[str] = []
    pages: list[Page] = []
    tables: list[Table] = []
    outline: list[tuple[str, int]] = []
    at = 0
    for document in documents:
        first, held = len(pages), len(tables)
        pages += [_moved(page, at, first, held) for page in document.pages]
        tables += [_moved_table(table, at, first) for table in document.tables]
        outline += [(title, page + first) for title, page in document.outline]
        texts.append(document.text)
        at += len(document.text) + 1
    return Document(
        "", Source("", ""), "", "\n".join(texts), tuple(pages), tuple(tables), tuple(outline)
    )


def _moved(page: Page, at: int, first: int, tables: int) -> Page:
    """A page further on in a text, with more pages and tables before it."""
    lines = tuple(_moved_lines(page.lines, at, first, tables))
    words = tuple(Word(w.start + at, w.end + at, w.box, w.confidence) for w in page.words)
    return replace(
        page,
        number=page.number + first,
        start=page.start + at,
        end=page.end + at,
        lines=lines,
        words=words,
    )


def _moved_lines(lines: Sequence[Line], at: int, first: int, tables: int) -> Iterator[Line]:
    for line in lines:
        cell = line.cell and replace(line.cell, table=line.cell.table + tables)
        start, end = line.start + at, line.end + at
        yield replace(line, start=start, end=end, page=line.page + first, cell=cell)


def _moved_table(table: Table, at: int, first: int) -> Table:
    rows = tuple(
        tuple(
            replace(
                cell,
                page=cell.page + first,
                spans=tuple((start + at, end + at) for start, end in cell.spans),
            )
            for cell in row
        )
        for row in table.rows
    )
    return replace(table, rows=rows)
