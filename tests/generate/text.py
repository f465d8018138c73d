"""The words of a made file, had without the readers that are under test."""

from __future__ import annotations

import io
import re
import unicodedata

import docx
import pptx
import pypdfium2


def pages(content: bytes, suffix: str) -> list[str]:
    """The text of each page or slide; one text for formats without pages."""
    match suffix:
        case ".pdf":
            with pypdfium2.PdfDocument(content) as pdf:
                return [page.get_textpage().get_text_range() for page in pdf]
        case ".docx":
            document = docx.Document(io.BytesIO(content))
            cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
            furniture = (p.text for s in document.sections for p in s.header.paragraphs)
            return ["\n".join([*furniture, *(p.text for p in document.paragraphs), *cells])]
        case ".pptx":
            return [_slide(slide) for slide in pptx.Presentation(io.BytesIO(content)).slides]
        case _:
            return [content.decode()]


def _slide(slide: object) -> str:
    shapes = list(slide.shapes)  # type: ignore[attr-defined]
    texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    tables = [shape.table for shape in shapes if shape.has_table]
    return "\n".join([*texts, *(c.text for t in tables for row in t.rows for c in row.cells)])


def letters(text: str) -> str:
    """Only letters and digits: what stands whatever the line breaks and hyphens are."""
    return re.sub(r"\W+", "", unicodedata.normalize("NFC", text)).casefold()


def stands(quoted: str, found: list[str], page: int | None) -> bool:
    """Whether the quoted words stand in the text, beginning on that page where one is given."""
    where = found[page - 1 : page + 1] if page else found
    return letters(quoted) in letters("".join(where))
