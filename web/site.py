"""The site: one archive with its index, shared by all requests.

Each thread that answers requests has its own connection to the archive. The index is kept in
step in the background: a request never waits for it.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
from pathlib import Path

from corpus.archive import Archive
from corpus.errors import ArchiveError
from corpus.followups import settle
from corpus.model import Document
from index.build import open_engine, open_meaning
from index.care import bring_up_to_date, in_step
from index.engine import SearchEngine
from index.search import search
from web.adding import Adding
from web.pictures import Pictures

_WATCH_SECONDS = 0.5
_AT_HAND = 12
"""Documents that are kept unpacked."""


class Site:
    """What the pages show, and how they may be used.

    `local` means that whoever reaches the server is the owner of the machine: no login.
    """

    def __init__(self, folder: Path, engine: str | None = None, local: bool = True) -> None:
        self.folder = folder
        self.local = local
        self.engine_name = engine
        self._thread = threading.local()
        self._lock = threading.Lock()
        self._documents: dict[tuple[str, str], Document] = {}
        with Archive.open(folder, create=True) as archive:
            self.secret = _secret(folder)
            self.engine: SearchEngine = open_engine(archive.index_folder, engine)
            self.meaning = open_meaning(archive.index_folder)
        self.pictures = Pictures(folder)
        self.adding = Adding(folder, engine)

    @property
    def archive(self) -> Archive:
        """This thread's view of the archive."""
        archive: Archive | None = getattr(self._thread, "archive", None)
        if archive is None:
            archive = self._thread.archive = Archive.open(self.folder)
        return archive

    def document(self, id_: str) -> Document:
        """A document with its text and words; those of late are kept at hand.

        Raises ArchiveError when it is not here.
        """
        revision = self.archive.document_entry(id_).revision
        with self._lock:
            kept = self._documents.pop((id_, revision), None)
        document = kept or self.archive.document(id_)
        with self._lock:
            self._documents[id_, revision] = document
            while len(self._documents) > _AT_HAND:
                del self._documents[next(iter(self._documents))]
        return document

    def watch(self, stop: threading.Event) -> None:
        """Keep the index in step with the archive, whoever changes it, until told to stop."""
        self.pictures.warm()
        search(self.engine, "protokoll")  # reads word lists that the first question needs
        with Archive.open(self.folder) as archive:
            seen = None
            while not stop.is_set():
                version = archive.ask("PRAGMA data_version")[0][0]
                if version != seen and self._update_index(archive):
                    seen = version
                    settle(archive)
                stop.wait(_WATCH_SECONDS if version == seen else 5 * _WATCH_SECONDS)

    def _update_index(self, archive: Archive) -> bool:
        """Make what the archive holds searchable; False if an ingest is doing so just now."""
        try:
            with archive.writing(wait=0):  # an ingest elsewhere keeps the index in step itself
                pass
            if not in_step(archive, self.engine):
                with archive.writing():
                    bring_up_to_date(archive, self.engine)
        except (ArchiveError, sqlite3.Error):
            return False
        return True


_SHORTEST_SECRET = 32
"""Characters of a key that nobody guesses."""


def _secret(folder: Path) -> str:
    """The key that signs sessions: made once, whole, readable by the owner alone.

    One that is empty or cut short, as a full disk may leave it, signs nothing: another is made.
    """
    path = folder / "session.key"
    kept = path.read_text("ascii", "replace").strip() if path.exists() else ""
    if len(kept) >= _SHORTEST_SECRET:
        return kept
    made = secrets.token_urlsafe(48)
    unfinished = path.with_suffix(".part")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(made)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(path)
    return made
