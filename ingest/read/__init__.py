"""Reading: from a file to a Document of pages, lines and words."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from corpus.errors import UnreadableError
from corpus.model import Document
from ingest.read import docx, odf, pdf, pptx, text

READERS: dict[str, Callable[[Path], Document]] = {
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".pptx": pptx.read,
    ".odt": odf.read,
    ".odp": odf.read,
    ".txt": text.read,
    ".md": text.read,
    ".markdown": text.read,
}
"""The reader of each format, by the suffix of the file's name in lower case."""


def read(path: Path) -> Document:
    """The document that a file holds. Raises UnreadableError with what, where and advice."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise UnreadableError("formatet läses inte.", str(path), f"De som läses är {known}.")
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableError("det är ingen vanlig fil.", str(path), "Ange en fil.")
        if state.st_size == 0:
            raise UnreadableError("filen är tom (0 byte).", str(path), "Hämta den på nytt.")
        return reader(path)
    except OSError as error:
        what = f"filen går inte att öppna ({error.strerror or error})."
        raise UnreadableError(
            what, str(path), "Kontrollera att den finns och får läsas."
        ) from error
