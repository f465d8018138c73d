"""Adding files from the pages: uploads are checked, kept in the archive's inbox and ingested."""

from __future__ import annotations

import os
import re
import tempfile
import threading
import unicodedata
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from corpus.archive import Archive
from corpus.errors import BusyError, RadslagError, UsageError
from corpus.originals import flush_folder

if TYPE_CHECKING:
    from ingest.run.pipeline import Report

LARGEST = 200 * 2**20
"""Bytes of one file."""
_HEADS = {
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK\x03\x04",),
    ".pptx": (b"PK\x03\x04",),
    ".odt": (b"PK\x03\x04",),
    ".odp": (b"PK\x03\x04",),
}
"""How files of a format begin; text files begin anyhow, but hold no NUL."""
_LONGEST_NAME = 150
_PATIENCE = 2.0
"""Seconds between two looks whether an ingest elsewhere is done."""


def safe_name(given: str) -> str:
    """A file name of letters, digits and a few signs, whatever path was sent.

    Raises UsageError for a name with nothing left, or of a format that is not read.
    """
    from ingest.read import READERS

    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = re.sub(r"[^\w .,§()–+-]", "_", name).strip(". ")
    stem, dot, suffix = name.rpartition(".")
    if not dot or not stem.strip("._ ") or f".{suffix.lower()}" not in READERS:
        known = ", ".join(sorted(READERS))
        raise UsageError("formatet läses inte.", name[:80], f"De som läses är {known}.")
    return f"{stem[:_LONGEST_NAME]}.{suffix}"


def checked(name: str, file: BinaryIO, size: int) -> None:
    """Raises UsageError for a file that is empty, too large or not what its name says."""
    if size == 0:
        raise UsageError("filen är tom (0 byte).", name, "Hämta den på nytt.")
    if size > LARGEST:
        raise UsageError("filen är för stor.", name, f"Högst {LARGEST >> 20} MB tas emot.")
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    heads = _HEADS.get(Path(name).suffix.lower())
    right = any(begin in head for begin in heads) if heads else b"\0" not in head
    if not right:
        raise UsageError("innehållet är inte det som namnet säger.", name, "Kontrollera filen.")


class StoppedError(Exception):
    """The server ends, and so must the ingest."""


class Adding:
    """The ingest that the site runs, one at a time, and how far it has come."""

    def __init__(self, folder: Path, engine: str | None) -> None:
        self.folder = folder
        self.engine = engine
        self.report: Report | None = None
        self.error: str = ""
        self.cut_off = False
        """Whether the server ended while files were left to read."""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = False
        self._stopped = threading.Event()

    @property
    def inbox(self) -> Path:
        """Where uploaded files stand under the names they were given, each by its bytes."""
        return self.folder / "inbox"

    @property
    def running(self) -> bool:
        """Whether an ingest of the site's runs."""
        return self._thread is not None and self._thread.is_alive()

    def keep(self, given: str, file: BinaryIO, size: int) -> str:
        """Put an uploaded file in the inbox; its name there. Raises UsageError."""
        name = safe_name(given)
        checked(name, file, size)
        self.inbox.mkdir(exist_ok=True, mode=0o700)
        handle, unfinished = tempfile.mkstemp(dir=self.inbox, prefix=".", suffix=".part")
        try:
            digest = sha256()
            with os.fdopen(handle, "wb") as out:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            # A name is a label: two files of one name are two files.
            folder = self.inbox / digest.hexdigest()[:16]
            folder.mkdir(exist_ok=True, mode=0o700)
            Path(unfinished).replace(folder / name)
            for each in (folder, self.inbox):
                flush_folder(each)
        finally:
            Path(unfinished).unlink(missing_ok=True)
        return name

    def start(self) -> None:
        """Ingest the inbox in the background; once more if that is going on already."""
        with self._lock:
            if self.running:
                self._again = True
                return
            self.error = ""
            self._thread = threading.Thread(target=self._run, args=([self.inbox],), daemon=True)
            self._thread.start()

    def resume(self) -> None:
        """Ingest what stands in the inbox and was not read before the server ended, if any."""
        from ingest.run import pipeline

        if not self.inbox.is_dir():
            return
        with Archive.open(self.folder) as archive:
            waiting = pipeline.survey([self.inbox], archive)
            failed = {failure.name for failure in archive.failures()}
        left = [*waiting.new, *waiting.superseded]
        if any(str(path) not in failed for path in left):
            self.start()

    def stop(self, patience: float = 5.0) -> None:
        """Tell a running ingest to end with the file it reads.

        A file that takes longer is left: what is stored is whole, and it is read next time.
        """
        with self._lock:
            self._stopped.set()
            self.cut_off = self.running
        if self._thread is not None:
            self._thread.join(patience)

    def _run(self, paths: Sequence[Path]) -> None:
        from index.care import updater
        from ingest.run import pipeline

        while True:
            self._again = False
            try:
                with (
                    Archive.open(self.folder) as archive,
                    archive.writing(),
                    updater(archive, self.engine) as update,
                ):
                    pipeline.ingest(paths, archive, 1, self._watch, update, what="upload")
            except BusyError:
                # An ingest elsewhere goes on: what was uploaded is read when it is done.
                if self._stopped.wait(_PATIENCE):
                    return
                continue
            except (RadslagError, OSError) as error:
                self.error = str(error)
            except StoppedError:
                return
            if not self._again:
                return

    def _watch(self, report: Report) -> None:
        self.report = report
        if self._stopped.is_set():
            raise StoppedError
