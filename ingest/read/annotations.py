"""Words that a PDF shows in form fields, notes and stamps: made part of its pages by qpdf."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

_SHOWN = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
_MAX_LOOKED_AT = 400
_LEADING = 1.2
_XFA = "formuläret är gjort i XFA, och dess innehåll visas bara i Adobes program; det lästes inte"


def has_shown(pdf: pypdfium2.PdfDocument) -> bool:
    """Whether annotations on the first pages show words of their own."""
    return any(_shows(pdf, index) for index in range(min(len(pdf), _MAX_LOOKED_AT)))


def _shows(pdf: pypdfium2.PdfDocument, index: int) -> bool:
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        return False
    try:
        for at in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
            note = pdfium.FPDFPage_GetAnnot(page.raw, at)
            kind = pdfium.FPDFAnnot_GetSubtype(note) if note else None
            if note:
                pdfium.FPDFPage_CloseAnnot(note)
            if kind in _SHOWN:
                return True
    finally:
        page.close()
    return False


def flattened(data: bytes) -> bytes | None:
    """The file with what its annotations show as part of its pages; None where it cannot be.

    Values and free texts that every program draws for itself are drawn here: qpdf's own drawing
    writes a question mark for å, ä and ö.
    """
    made = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            form: Any = pdf.Root.get("/AcroForm", {})
            anew = bool(form.get("/NeedAppearances", False))
            for page in pdf.pages:
                for note in page.get("/Annots", []):
                    text = _own_words(note)
                    if text is not None and (anew or "/AP" not in note):
                        _give_looks(pdf, note, text)
            if anew:
                form.NeedAppearances = False
            pdf.flatten_annotations("screen")
            pdf.save(made)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return made.getvalue()


def _own_words(note: Any) -> str | None:
    """The text of a free text, or the value of a field of words."""
    kind = note.get("/Subtype")
    if kind == "/FreeText":
        return str(note.get("/Contents", ""))
    if kind != "/Widget":
        return None
    field = note if "/V" in note else note.get("/Parent", note)
    value = field.get("/V")
    return str(value) if isinstance(value, pikepdf.String) else None


def _give_looks(pdf: pikepdf.Pdf, note: Any, text: str) -> None:
    """An appearance with this text."""
    x0, y0, x1, y1 = (float(side) for side in note.Rect)
    size = min(10.0, 0.8 * abs(y1 - y0))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = [b"BT /F %.1f Tf %.1f TL 2 %.2f Td" % (size, size * _LEADING, abs(y1 - y0) - size)]
    for line in lines:
        raw = line.encode("cp1252", "replace")
        for old, new in ((b"\\", b"\\\\"), (b"(", b"\\("), (b")", b"\\)")):
            raw = raw.replace(old, new)
        shown.append(b"(" + raw + b") Tj T*")
    form = pdf.make_stream(b"\n".join([*shown, b"ET"]))
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, abs(x1 - x0), abs(y1 - y0)])
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    form.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    note.AP = pikepdf.Dictionary(N=form)


@dataclass(frozen=True)
class Catalog:
    """What a file's catalog says that reading must know."""

    layered: bool = False
    """Whether it has layers that can be switched off (optional content)."""
    remarks: tuple[str, ...] = ()


def catalog(data: bytes) -> Catalog:
    """What the catalog of a PDF says; nothing where it cannot be read."""
    if not any(word in data for word in (b"/OCProperties", b"/XFA", b"/ObjStm")):
        return Catalog()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            form: Any = pdf.Root.get("/AcroForm", {})
            fields = len(form.get("/Fields", [])) if "/XFA" in form else 1
            rendered = bool(pdf.Root.get("/NeedsRendering", False))
            remarks = (_XFA,) if rendered or not fields else ()
            return Catalog("/OCProperties" in pdf.Root, remarks)
    except (pikepdf.PdfError, TypeError, ValueError, AttributeError):
        return Catalog()


def is_portfolio(data: bytes) -> bool:
    """Whether a PDF is a cover for the files in it (PDF 1.7, 7.11.6)."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return "/Collection" in pdf.Root
    except (pikepdf.PdfError, TypeError, ValueError):
        return False
