"""Office files made by the usual libraries come out with their structure."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pptx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from odf import draw, opendocument, presentation, style, table, text
from pptx.util import Inches

from corpus.errors import UnreadableError
from corpus.model import Document, LineKind
from ingest.read import read


def _texts(document: Document, kind: LineKind = LineKind.BODY) -> list[str]:
    return [
        document.text_of(line)
        for page in document.pages
        for line in page.lines
        if line.kind is kind
    ]


def _cells(document: Document, index: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in document.tables[index].rows]


@pytest.fixture
def minutes_docx(tmp_path: Path) -> Path:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Granbacka kommun"
    made.sections[0].footer.paragraphs[0].text = "Justerandes signatur"
    made.add_heading("Protokoll för byggnadsnämnden", 1)
    made.add_paragraph("Öppnande", style="List Number")
    made.add_paragraph("Val av justerare", style="List Number")
    made.add_paragraph("En punkt", style="List Bullet")
    made.add_paragraph("").add_run("Beslut").bold = True
    grid = made.add_table(rows=2, cols=2)
    grid.cell(0, 0).text = "Plats och tid"
    grid.cell(0, 1).text = "Lönnsalen\nkl. 13:00"
    grid.cell(1, 0).merge(grid.cell(1, 1)).text = "Över båda"
    after = made.add_paragraph("Före brytningen")
    after.add_run().add_break(WD_BREAK.PAGE)
    made.add_paragraph("Nästa sida")
    path = tmp_path / "protokoll.docx"
    made.save(str(path))
    return path


def test_docx_keeps_headings_lists_tables_and_pages(minutes_docx: Path) -> None:
    document = read(minutes_docx)
    lines = {document.text_of(line): line for line in document.lines}
    assert lines["Protokoll för byggnadsnämnden"].heading == 1
    assert lines["1. Öppnande"].bullet == "1."
    assert lines["2. Val av justerare"].bullet == "2."
    assert lines["• En punkt"].bullet == "•"
    assert lines["Beslut"].bold
    assert lines["Nästa sida"].page == 2
    assert _cells(document) == [["Plats och tid", "Lönnsalen kl. 13:00"], ["Över båda", ""]]
    assert _texts(document, LineKind.HEADER) == ["Granbacka kommun"]
    assert _texts(document, LineKind.FOOTER) == ["Justerandes signatur"]


def test_docx_shows_insertions_and_hides_deletions(tmp_path: Path) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Nämnden ")
    for tag, words in (("w:ins", "bifaller"), ("w:del", "avslår")):
        change = OxmlElement(tag)
        run = OxmlElement("w:r")
        piece = OxmlElement("w:t" if tag == "w:ins" else "w:delText")
        piece.text = words
        run.append(piece)
        change.append(run)
        paragraph._p.append(change)
    assert paragraph._p.find(qn("w:ins")) is not None
    path = tmp_path / "ändrat.docx"
    made.save(str(path))
    assert _texts(read(path)) == ["Nämnden bifaller"]


@pytest.fixture
def deck_pptx(tmp_path: Path) -> Path:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Dagordning"
    body = slide.placeholders[1].text_frame
    body.text = "Lägesrapport"
    inner = body.add_paragraph()
    inner.text = "Underpunkt"
    inner.level = 1
    slide.notes_slide.notes_text_frame.text = "Säg något om tiden"
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Tider"
    grid = second.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for at, value in enumerate(["Punkt", "Tid", "Öppnande", "13:00"]):
        grid.cell(at // 2, at % 2).text = value
    path = tmp_path / "bilder.pptx"
    deck.save(str(path))
    return path


def test_pptx_keeps_titles_bodies_notes_and_tables(deck_pptx: Path) -> None:
    document = read(deck_pptx)
    assert [page.title for page in document.pages] == ["Dagordning", "Tider"]
    first = [(document.text_of(x), x.heading, x.bullet, x.level) for x in document.pages[0].lines]
    assert first == [
        ("Dagordning", 1, None, 0),
        ("• Lägesrapport", 0, "•", 0),
        ("• Underpunkt", 0, "•", 1),
        ("Säg något om tiden", 0, None, 0),
    ]
    assert _texts(document, LineKind.NOTES) == ["Säg något om tiden"]
    assert _cells(document) == [["Punkt", "Tid"], ["Öppnande", "13:00"]]


def test_odt_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    made = opendocument.OpenDocumentText()
    made.text.addElement(text.H(outlinelevel=2, text="Beslut"))
    points = text.List()
    for words in ("att bifalla", "att avslå"):
        item = text.ListItem()
        item.addElement(text.P(text=words))
        points.addElement(item)
    made.text.addElement(points)
    grid = table.Table()
    for values in (("Ledamot", "Ja"), ("Asta Ek (X)", "X")):
        row = table.TableRow()
        for value in values:
            cell = table.TableCell()
            cell.addElement(text.P(text=value))
            row.addElement(cell)
        grid.addElement(row)
    made.text.addElement(grid)
    path = tmp_path / "protokoll.odt"
    made.save(str(path))
    document = read(path)
    assert _texts(document)[:3] == ["Beslut", "• att bifalla", "• att avslå"]
    assert document.lines[0].heading == 2
    assert _cells(document) == [["Ledamot", "Ja"], ["Asta Ek (X)", "X"]]


def test_odp_keeps_titles_and_notes(tmp_path: Path) -> None:
    made = opendocument.OpenDocumentPresentation()
    layout = style.PageLayout(name="L")
    made.automaticstyles.addElement(layout)
    master = style.MasterPage(name="M", pagelayoutname=layout)
    made.masterstyles.addElement(master)
    page = draw.Page(name="sida1", masterpagename=master)
    for kind, words in (("outline", "Förslag till beslut"), ("title", "Budget")):
        frame = draw.Frame(width="10cm", height="2cm", x="1cm", y="1cm")
        frame.setAttrNS(presentation.PRESENTATIONNS, "class", kind)
        box = draw.TextBox()
        box.addElement(text.P(text=words))
        frame.addElement(box)
        page.addElement(frame)
    made.presentation.addElement(page)
    path = tmp_path / "bilder.odp"
    made.save(str(path))
    document = read(path)
    assert document.pages[0].title == "Budget"
    assert _texts(document) == ["Budget", "Förslag till beslut"]


def _zip(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return path


_BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "%s">%s]><x>&g;</x>' % (
    b"a" * 1000,
    b"".join(b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 100) for letter in b"bcdefg"),
)
_MAIN = {".docx": "word/document.xml", ".pptx": "ppt/presentation.xml", ".odt": "content.xml"}


@pytest.mark.parametrize("suffix", sorted(_MAIN))
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_BOMB, "entiteter"),
        (b"<x>" + b" " * (40 * 2**20) + b"</x>", "bomb"),
        (b"<a>" * 5000 + b"</a>" * 5000, "djupt|inte XML"),
        (b"no xml at all", "inte XML"),
    ],
    ids=["entities", "zip", "depth", "text"],
)
def test_bombs_are_refused_with_a_reason(
    tmp_path: Path, suffix: str, data: bytes, reason: str
) -> None:
    path = _zip(tmp_path / f"bomb{suffix}", {_MAIN[suffix]: data})
    with pytest.raises(UnreadableError, match=reason):
        read(path)


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".odt", ".odp"])
def test_a_file_that_is_no_office_file_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"fel{suffix}"
    path.write_bytes(b"Det h\xe4r \xe4r bara text")
    with pytest.raises(UnreadableError, match="ingen kontorsfil"):
        read(path)


def test_repeated_cells_do_not_fill_the_memory(tmp_path: Path) -> None:
    content = (
        b'<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        b'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        b'xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text><t:table>'
        b'<t:table-row><t:table-cell t:number-columns-repeated="2000000"><x:p>A</x:p>'
        b"</t:table-cell></t:table-row></t:table></o:text></o:body></o:document-content>"
    )
    document = read(_zip(tmp_path / "bred.odt", {"content.xml": content}))
    assert len(document.tables[0].rows[0]) == 64
