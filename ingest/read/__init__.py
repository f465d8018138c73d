"""Reading: from a file to a Document of pages, lines and words."""

from __future__ import annotations

import stat
from importlib import import_module
from pathlib import Path

from corpus.errors import UnreadableError
from corpus.model import Document

READERS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".pptx": "pptx",
    ".odt": "odf",
    ".odp": "odf",
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
}
"""The module that reads each format, by the suffix of the file's name in lower case.

It has a function `read(path) -> Document`, and is imported when the first such file is met: the
libraries that it stands on take longer to import than most files to read.
"""


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
        document: Document = import_module(f"{__name__}.{reader}").read(path)
        return document
    except OSError as error:
        what = f"filen går inte att öppna ({error.strerror or error})."
        raise UnreadableError(
            what, str(path), "Kontrollera att den finns och får läsas."
        ) from error
