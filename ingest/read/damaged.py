"""PDF files that are damaged, or no PDF at all."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdfium2

from corpus.errors import UnreadableError
from corpus.model import Reading
from ingest.read.pictures import Found

_log = logging.getLogger(__name__)

# Bytes of junk that may stand before a PDF's first line.
_MAX_JUNK = 8192
_OTHERS = (
    b"pk\x03\x04",
    b"<!doctype",
    b"<html",
    b"gif8",
    b"\x89png",
    b"\xff\xd8",
    b"mz",
    b"\x7felf",
)
_PAINT = ("Tj", "TJ", "'", '"', "Do", "sh")
BROKEN = "sidans innehåll är trasigt"
"""What is said of a page that shows nothing because it is damaged."""


def refuse_disguise(data: bytes, path: Path) -> None:
    """Refuses files of another format, and those that are two formats at once."""
    head = data[:1024].lstrip()
    what = ""
    if b"%PDF-" not in data[:_MAX_JUNK]:
        what = "filen är ingen PDF, vad den än heter."
    elif not head.startswith(b"%PDF-") and head.lower().startswith(_OTHERS):
        what = "filen är en PDF och något annat på en gång."
    elif data[-22:-18] == b"PK\x05\x06":
        what = "filen är en PDF och ett ZIP-arkiv på en gång."
    if what:
        raise UnreadableError(what, str(path), "Spara den på nytt i det format den ska ha.")


def repaired(path: Path) -> bytes:
    """The file saved anew by qpdf, which finds the objects that a broken index has lost."""
    made = io.BytesIO()
    try:
        with pikepdf.open(path) as pdf:
            if not len(pdf.pages):
                raise ValueError("no pages")
            pdf.save(made)
        with pypdfium2.PdfDocument(made.getvalue()) as again:
            if not len(again):
                raise ValueError("no pages")
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError) as error:
        what = "PDF:en är trasig eller avklippt och gick inte att laga."
        raise UnreadableError(what, str(path), "Hämta den på nytt.") from error
    return made.getvalue()


def say_broken(found: Sequence[Found], data: bytes, mended: bool) -> None:
    """Marks pages that show nothing because what they should show cannot be unpacked.

    In a file that is damaged elsewhere, what a page shows may be gone altogether.
    """
    bare = [i for i, f in enumerate(found) if f.is_bare and f.page.reason is None]
    if not bare:
        return
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            damaged = mended or bool(pdf.get_warnings())
            for index in bare:
                if index < len(pdf.pages) and (damaged or _is_broken(pdf.pages[index])):
                    found[index].page.reading = Reading.UNREAD
                    found[index].page.reason = BROKEN
    except pikepdf.PdfError:
        _log.debug("a second look at bare pages failed", exc_info=True)


def _is_broken(page: pikepdf.Page) -> bool:
    """Whether a page that shows nothing has contents that cannot be read, or that draw."""
    if "/Contents" not in page:
        return False
    try:
        # Operators that show text, or paint an image or a form.
        return any(str(drawn.operator) in _PAINT for drawn in pikepdf.parse_content_stream(page))
    except (pikepdf.PdfError, TypeError):
        return True
