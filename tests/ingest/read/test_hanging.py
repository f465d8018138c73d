"""Numbers that hang in the margin of a scan are read, and other marks there are left alone."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Document, Reading
from ingest.read import ocr, read
from tests.generate import fidelity

TESSERACT = isinstance(ocr.engine(), ocr.Tesseract) and ocr.knows_sections()
pytestmark = pytest.mark.skipif(not TESSERACT, reason="Tesseract with both models is not here")

ITEMS = (
    ("Öppnande", "Ordföranden hälsade alla välkomna till årets första möte."),
    ("Val av justerare", "Disa Öberg valdes att jämte ordföranden justera protokollet."),
    ("Ekonomi", "Kassören gick igenom läget; kassan räcker till nya bänkar i parken."),
    ("Sommarens skötsel", "Gräset klipps varannan vecka och rabatterna vattnas vid torka."),
    ("Brev från Talludden", "Styrelsen svarar att bryggan lagas före midsommar."),
    ("Nästa möte", "Den 4 maj kl. 18.00 i Lönnsalen."),
)


def _page(marks: list[str], draw_at: float = 60.0, boxes: bool = False) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    _draw(canvas, marks, draw_at, boxes)
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, marks: list[str], draw_at: float, boxes: bool) -> None:
    canvas.setFont("Times-Roman", 12)
    text_at = 105
    canvas.drawString(text_at, 780, "Protokoll från styrelsemöte i Parkvännerna")
    for at, (mark, (title, text)) in enumerate(zip(marks, ITEMS, strict=True)):
        y = 730 - 90 * at
        if boxes:
            canvas.rect(draw_at, y, 8, 8)
        canvas.drawString(draw_at, y, mark)
        canvas.drawString(text_at, y, title)
        canvas.drawString(text_at, y - 28, text)


def _read(folder: Path, pdf: bytes, dpi: int = 200, skew: float = 0.6) -> Document:
    path = folder / "s.pdf"
    path.write_bytes(fidelity.scanned(pdf, dpi, skew, 5.0))
    return read(path)


def _lines(document: Document) -> list[str]:
    return [document.text_of(line).replace("\t", " ") for line in document.lines]


@pytest.mark.parametrize(
    ("mark", "dpi", "skew"), [("{}.", 150, -0.5), ("{}", 200, 0.6), ("{}.", 300, 0.3)]
)
def test_numbers_that_the_page_segmentation_cuts_off_are_read(
    tmp_path: Path, mark: str, dpi: int, skew: float
) -> None:
    marks = [mark.format(number) for number in range(1, 7)]
    document = _read(tmp_path, _page(marks), dpi, skew)
    lines = _lines(document)
    for number, (title, _) in zip(marks, ITEMS, strict=True):
        assert any(line.startswith(f"{number} {title[:5]}") for line in lines), lines


def test_a_number_that_was_cut_off_stands_where_it_is_seen(tmp_path: Path) -> None:
    document = _read(tmp_path, _page([f"{n}." for n in range(1, 7)]))
    page = document.pages[0]
    places = {document.text[w.start : w.end]: w for w in page.words}
    first = places["1."]
    assert first.box.x0 == pytest.approx(60, abs=8)
    assert first.box.x1 < places["Öppnande"].box.x0
    assert first.confidence is not None


@pytest.mark.parametrize(
    ("marks", "boxes"), [(["", "", "3.", "", "", ""], False), ([""] * 6, True)]
)
def test_marks_that_are_no_column_of_numbers_are_left(
    tmp_path: Path, marks: list[str], boxes: bool
) -> None:
    with_marks = _lines(_read(tmp_path, _page(marks, boxes=boxes)))
    assert with_marks == _lines(_read(tmp_path, _page([""] * 6)))


@pytest.mark.parametrize("scale", [1.0, 0.8])
def test_numbers_that_an_ocr_layer_lacks_are_read_in_the_picture(
    tmp_path: Path, scale: float
) -> None:
    scan = fidelity.scanned(_page([f"{n}." for n in range(1, 7)]), 200, 0.0, 4.0)
    with pypdfium2.PdfDocument(scan) as pdf:
        picture = pdf[0].render(scale=200 / 72, grayscale=True).to_pil()
    canvas = Canvas(str(tmp_path / "l.pdf"))
    canvas.translate(0, (1 - scale) * A4[1])
    canvas.scale(scale, scale)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas._code.append("3 Tr")  # what follows is not painted, as an OCR layer is not
    _draw(canvas, [""] * 6, 60.0, boxes=False)
    canvas.save()
    document = read(tmp_path / "l.pdf")
    assert document.pages[0].reading is Reading.TEXT
    assert document.pages[0].reason == "6 nummer som textlagret saknar lästes i bilden"
    assert [line for line in _lines(document) if line[0].isdigit()] == [
        f"{number}. {title}" for number, (title, _) in enumerate(ITEMS, 1)
    ]
