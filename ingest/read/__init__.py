"""Reading: from a file to a Document of pages, lines and words."""

from __future__ import annotations

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
        raise UnreadableError("the format is not known.", str(path), f"Known are {known}.")
    try:
        if path.stat().st_size == 0:
            raise UnreadableError("the file is empty.", str(path), "Fetch it again.")
        return reader(path)
    except OSError as error:
        what = f"the file cannot be opened ({error.strerror or error})."
        raise UnreadableError(what, str(path), "Check that it is there and may be read.") from error
