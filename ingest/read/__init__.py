"""Reading: from a file to a Document of pages, lines and words."""

from __future__ import annotations

import stat
from importlib import import_module
from pathlib import Path

from corpus.errors import UnreadableError
from corpus.model import Document

_READ_BY = {
    "pdf": (".pdf",),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "pptx": (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
    "odf": (".odt", ".ott", ".fodt", ".odp", ".otp", ".fodp", ".odg", ".otg", ".fodg", ".ods"),
    "sheets": (".xlsx", ".xlsm", ".xltx", ".csv", ".tsv"),
    "text": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "html": (".htm", ".html", ".xhtml", ".mht", ".mhtml"),
    "images": (".tif", ".tiff", ".jpg", ".jpeg", ".png"),
    "mail": (".eml", ".msg"),
    "archives": (".zip", ".tar", ".tgz", ".gz"),
    "converted": (".doc", ".dot", ".rtf", ".wps", ".wpd", ".sxw", ".ppt", ".pps", ".pot", ".sxi",
                  ".xls", ".xlt", ".sxc"),
}  # fmt: skip
READERS = {suffix: module for module, suffixes in _READ_BY.items() for suffix in suffixes}
"""The module that reads each format, by the suffix of the file's name in lower case.

It has a function `read(path) -> Document`, and is imported when the first such file is met: the
libraries that it stands on take longer to import than most files to read.
"""

_HOLD_OTHERS = ("pdf", "mail", "archives")


def read_held(path: Path, depth: int) -> Document:
    """The document of a file that came within `depth` others. Raises UnreadableError."""
    from ingest.read.bundle import MAX_DEPTH

    if depth > MAX_DEPTH:
        what = f"filen ligger djupare än {MAX_DEPTH} filer i varandra."
        raise UnreadableError(what, path.name, "Packa upp den och läs filerna för sig.")
    reader = READERS[path.suffix.lower()]
    module = import_module(f"{__name__}.{reader}")
    document: Document = module.read(path, depth) if reader in _HOLD_OTHERS else module.read(path)
    return document


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
