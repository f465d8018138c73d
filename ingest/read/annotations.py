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
    """The file with what its annotations show as part of its pages; None where it cannot be."""
    made = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.generate_appearance_streams()
            for page in pdf.pages:
                for note in page.get("/Annots", []):
                    if note.get("/Subtype") == "/FreeText" and "/AP" not in note:
                        _give_looks(pdf, note)
            pdf.flatten_annotations("screen")
            pdf.save(made)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return made.getvalue()


def _give_looks(pdf: pikepdf.Pdf, note: Any) -> None:
    """An appearance for a free text that every program draws for itself."""
    x0, y0, x1, y1 = (float(side) for side in note.Rect)
    size = 10.0
    lines = str(note.get("/Contents", "")).replace("\r\n", "\n").replace("\r", "\n").split("\n")
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
