"""What the archive lists: documents, meetings and facts with their ids, and how to choose."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar
from urllib.parse import unquote, urlsplit

import msgspec

from corpus.model import DocumentType, Meeting, Outcome

T = TypeVar("T")


class FileState(msgspec.Struct, frozen=True):
    """A file as it was seen, for knowing later whether it has changed."""

    uri: str
    size: int
    modified: int
    """In nanoseconds since 1970."""

    @classmethod
    def of(cls, path: Path) -> FileState:
        """The state of a file now. Raises OSError when it is not there."""
        stat = path.stat()
        return cls(path.absolute().as_uri(), stat.st_size, stat.st_mtime_ns)


def name_of(uri: str) -> str:
    """The path of a source as people write it."""
    parts = urlsplit(uri)
    return unquote(parts.path, errors="replace") if parts.scheme == "file" else uri


class SourceEntry(msgspec.Struct, frozen=True):
    """A name under which a document's bytes were found."""

    uri: str
    current: bool
    """False when other bytes stand under the name now."""
    first_seen: str

    @property
    def name(self) -> str:
        """The path as people write it."""
        return name_of(self.uri)


class DocumentEntry(msgspec.Struct, frozen=True):
    """A document as the archive lists it, without its text."""

    id: str
    media_type: str
    size: int
    pages: int
    revision: str
    """Changes whenever the text or the records change; the index compares it."""
    added: str
    sources: tuple[SourceEntry, ...]

    @property
    def current(self) -> bool:
        """Whether the bytes still stand under some name."""
        return any(source.current for source in self.sources)

    @property
    def name(self) -> str:
        """A path that people know the document by."""
        return min(self.sources, key=lambda s: (not s.current, s.uri)).name


class Failure(msgspec.Struct, frozen=True):
    """A file that could not be read the last time it was tried."""

    uri: str
    reason: str
    advice: str
    at: str

    @property
    def name(self) -> str:
        """The path as people write it."""
        return name_of(self.uri)


class Entry(msgspec.Struct, Generic[T], frozen=True):
    """A fact with its id and where it belongs."""

    id: str
    fact: T
    point_id: str | None
    """The agenda item it belongs to; for an agenda item, its own id."""
    meeting_id: str
    document_id: str
    document_type: DocumentType
    organisation: str | None
    body: str | None
    date: str | None
    """The day of the meeting."""


class MeetingEntry(msgspec.Struct, frozen=True):
    """A meeting, put together from the records of its documents."""

    id: str
    meeting: Meeting
    """Each field from the first document that knows it: minutes before notes before notices."""
    document_ids: tuple[str, ...]
    document_types: tuple[DocumentType, ...]
    """Of the same documents."""


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What to list. Dates are ISO dates, and the limits are included except `due_before`."""

    body: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    owner: str | None = None
    """Part of the name of who is to do it."""
    name: str | None = None
    """The whole name of a participant."""
    due_before: str | None = None
    outcome: Outcome | None = None
    document_type: DocumentType | None = None
    meeting_id: str | None = None
    series: str | None = None
    """The folded name of the meeting's body, else of its organisation."""
    document_id: str | None = None
    point_id: str | None = None
    superseded: bool = False
    """Whether documents that were superseded are listed too."""
