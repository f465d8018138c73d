"""Born-digital PDFs: lines, running lines, tables, directions, what is said of a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from corpus.errors import UnreadableError
from corpus.model import Document, LineKind, Reading
from ingest.read import read

Draw = Callable[[Canvas, int], None]


def _pdf(path: Path, draw: Draw, pages: int = 1, rotate: int = 0) -> Document:
    canvas = Canvas(str(path), pagesize=A4)
    for number in range(1, pages + 1):
        draw(canvas, number)
        canvas.showPage()
    canvas.save()
    if rotate:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.pages[0].rotate(rotate, relative=False)
            pdf.save(path)
    return read(path)


def _texts(document: Document, kind: LineKind = LineKind.BODY) -> list[str]:
    return [document.text_of(x) for p in document.pages for x in p.lines if x.kind is kind]


def _minutes(canvas: Canvas, number: int) -> None:
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(60, 800, "Miljönämnden")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 785, "2031-04-02")
    canvas.drawString(500, 800, f"{number} (6)")
    canvas.drawString(60, 740, f"§ {number + 40}")
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(60, 715, f"Ärende av slag {number * 17}")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 690, f"Nämnden godkänner förslag {'abcdef'[number - 1]}.")
    canvas.drawString(60, 40, "Utdragsbestyrkande")


def test_running_lines_are_set_apart_and_heads_are_not(tmp_path: Path) -> None:
    document = _pdf(tmp_path / "p.pdf", _minutes, pages=6)
    headers = _texts(document, LineKind.HEADER)
    assert headers.count("Miljönämnden") == headers.count("2031-04-02") == 6
    assert "3 (6)" in headers
    assert _texts(document, LineKind.FOOTER) == ["Utdragsbestyrkande"] * 6
    assert [x for x in _texts(document) if x.startswith("§")] == [f"§ {n}" for n in range(41, 47)]


def test_what_copies_of_one_page_share_is_no_running_head(tmp_path: Path) -> None:
    document = _pdf(tmp_path / "p.pdf", lambda canvas, number: _minutes(canvas, 1), pages=3)
    assert [x for x in _texts(document) if x.startswith("§")] == ["§ 41"] * 3


def test_size_and_weight_make_headings(tmp_path: Path) -> None:
    document = _pdf(tmp_path / "p.pdf", _minutes, pages=6)
    levels = {document.text_of(line): line.heading for line in document.lines}
    assert levels["Ärende av slag 17"] == 1
    assert levels["Nämnden godkänner förslag a."] == 0


def test_words_have_the_boxes_and_offsets_of_their_text(tmp_path: Path) -> None:
    document = _pdf(tmp_path / "p.pdf", _minutes, pages=2)
    for page in document.pages:
        words = [document.text[w.start : w.end] for w in page.words]
        assert words == document.text[page.start : page.end].split()
        for word in page.words:
            assert 0 <= word.box.x0 < word.box.x1 <= page.width
            assert 0 <= word.box.top < word.box.bottom <= page.height
    title = next(w for w in document.pages[0].words if document.text[w.start : w.end] == "Ärende")
    assert title.box.x0 == pytest.approx(60, abs=1)
    assert A4[1] - title.box.bottom < 715 < A4[1] - title.box.top


def test_the_number_of_a_footnote_is_no_part_of_a_word(tmp_path: Path) -> None:
    def draw(canvas: Canvas, _: int) -> None:
        text = canvas.beginText(60, 700)
        for piece, size, rise in (
            ("Nämnden antar planen.", 10, 0),
            ("2", 6, 3.5),
            (" Den omfattar 12 km", 10, 0),
            ("2", 6, 3.5),
            (" och kvarter B7.", 10, 0),
        ):
            text.setFont("Helvetica", size)
            text.setRise(rise)
            text.textOut(piece)
        canvas.drawText(text)
        note = canvas.beginText(60, 100)
        note.setFont("Helvetica", 6)
        note.setRise(3)
        note.textOut("2")
        note.setFont("Helvetica", 8)
        note.setRise(0)
        note.textOut("Se bilagan.")
        canvas.drawText(note)

    lines = _texts(_pdf(tmp_path / "p.pdf", draw))
    assert lines == [
        "Nämnden antar planen. 2 Den omfattar 12 km2 och kvarter B7.",
        "2 Se bilagan.",
    ]


def test_text_beside_the_page_is_margin(tmp_path: Path) -> None:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.drawString(80, 700, "Nämnden beslutar att godkänna förslaget.")
        canvas.rotate(90)
        canvas.drawString(300, -20, "Undertecknat av Asta Ek")

    document = _pdf(tmp_path / "p.pdf", draw)
    assert _texts(document) == ["Nämnden beslutar att godkänna förslaget."]
    assert _texts(document, LineKind.MARGIN) == ["Undertecknat av Asta Ek"]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_is_read_and_its_boxes_lie_on_it(tmp_path: Path, rotate: int) -> None:
    document = _pdf(tmp_path / "p.pdf", _minutes, rotate=rotate)
    straight = _pdf(tmp_path / "q.pdf", _minutes)
    assert sorted(_texts(document)) == sorted(_texts(straight))
    page = document.pages[0]
    assert (page.width > page.height) == (rotate != 180)
    for word in page.words:
        assert 0 <= word.box.x0 < word.box.x1 <= page.width
        assert 0 <= word.box.top < word.box.bottom <= page.height


def _table(path: Path, rows: list[list[str]], splits: bool) -> Document:
    style = getSampleStyleSheet()["BodyText"]
    cells = [[Paragraph(text, style) for text in row] for row in rows]
    table = Table(cells, colWidths=[50, 280, 120], splitInRow=int(splits))
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.7, colors.black)]))
    SimpleDocTemplate(str(path), pagesize=A4).build([table])
    return read(path)


def test_a_ruled_table_keeps_wrapped_cells_whole_and_runs_over_pages(tmp_path: Path) -> None:
    rows = [["Punkt", "Vad", "Ansvar"]] + [
        [f"{n}.", f"Punkt {n} handlar om något som inte får plats på en rad utan flera", "Disa"]
        for n in range(1, 41)
    ]
    document = _table(tmp_path / "t.pdf", rows, splits=False)
    assert len(document.pages) > 1
    assert len(document.tables) == 1
    assert document.tables[0].ruled
    assert [[cell.text for cell in row] for row in document.tables[0].rows] == rows
    for line in document.lines:
        assert line.cell is not None
        cell = document.tables[0].rows[line.cell.row][line.cell.column]
        assert (line.start, line.end) in cell.spans


def test_a_row_that_the_page_breaks_is_one_row(tmp_path: Path) -> None:
    long = " ".join(f"mening {n} om skötseln av parken." for n in range(260))
    rows = [["1.", "Öppnande", "Bo"], ["2.", "Justering", "Bo"], ["3.", long, "Asta"]]
    rows.append(["4.", "Avslutning", "Bo"])
    document = _table(tmp_path / "t.pdf", rows, splits=True)
    assert len(document.pages) == 3
    assert [[cell.text for cell in row] for row in document.tables[0].rows] == rows


def test_the_end_of_a_cell_is_no_running_foot(tmp_path: Path) -> None:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.setFont("Helvetica", 10)
        for x in (60, 110, 400):
            canvas.line(x, 60, x, 800)
        for y in range(60, 801, 74):
            canvas.line(60, y, 400, y)
        for at, y in enumerate(range(60, 740, 74)):
            canvas.drawString(66, y + 56, f"{number * 10 + 9 - at}")
            canvas.drawString(116, y + 56, f"Ärende om {'abcdefghij'[at] * number}")
            same = at == 0 and number in (2, 4)
            own = "taxor " + "abcde"[number - 1] * (at + 1)
            canvas.drawString(116, y + 8, "bidrag till båtklubben" if same else own)

    document = _pdf(tmp_path / "t.pdf", draw, pages=5)
    assert not _texts(document, LineKind.FOOTER)
    assert _texts(document).count("bidrag till båtklubben") == 2


def test_a_table_that_a_scanner_moved_on_the_next_page_goes_on(tmp_path: Path) -> None:
    def draw(canvas: Canvas, number: int) -> None:
        left = 60 + 11 * number
        for row in range(6):
            y = 700 - 20 * row if number == 2 else 60 + 20 * (5 - row)
            for x, width in ((left, 60), (left + 60, 250), (left + 310, 90)):
                canvas.rect(x, y, width, 20)
                canvas.drawString(x + 4, y + 6, f"cell {number}{row}{x - left}")

    document = _pdf(tmp_path / "t.pdf", draw, pages=2)
    [table] = document.tables
    assert [row[0].text for row in table.rows] == [
        f"cell {page}{row}0" for page in (1, 2) for row in range(6)
    ]


def test_a_thick_rule_of_two_edges_is_no_column(tmp_path: Path) -> None:
    def draw(canvas: Canvas, number: int) -> None:
        for row in range(5):
            y = 700 - 20 * row
            for x, width in ((60, 4), (64, 80), (144, 250)):
                canvas.rect(x, y, width, 20)
            canvas.drawString(68, y + 6, f"{row + 1}.")
            canvas.drawString(150, y + 6, "Val av justerare")

    [table] = _pdf(tmp_path / "t.pdf", draw).tables
    assert [[c.text for c in row] for row in table.rows] == [
        [f"{row + 1}.", "Val av justerare"] for row in range(5)
    ]


def test_an_empty_page_is_called_empty(tmp_path: Path) -> None:
    document = _pdf(tmp_path / "p.pdf", lambda canvas, number: None)
    assert [page.reading for page in document.pages] == [Reading.EMPTY]


def test_bookmarks_and_properties_are_kept(tmp_path: Path) -> None:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.setTitle("Protokoll för parknämnden")
        canvas.bookmarkPage(f"s{number}")
        canvas.addOutlineEntry(f"§ {number}", f"s{number}")
        canvas.drawString(80, 700, "Ord")

    document = _pdf(tmp_path / "p.pdf", draw, pages=2)
    assert document.outline == (("§ 1", 1), ("§ 2", 2))
    assert ("Title", "Protokoll för parknämnden") in document.properties


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"", "tom"),
        ("a.pdf", b"bara text", "ingen PDF"),
        ("a.xyz", b"data", "formatet"),
        ("a.txt", b"\0\1\2\3", "textfil"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableError, match=reason):
        read(tmp_path / name)


def test_a_file_that_is_gone_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="öppna"):
        read(tmp_path / "borta.pdf")


def test_letters_that_utf_16_writes_in_two_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        cmap = (
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            b"1 begincodespacerange <00> <ff> endcodespacerange\n"
            b"1 beginbfchar <41> <d835dcde> endbfchar\nendcmap end end"
        )
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            ToUnicode=pdf.make_stream(cmap),
        )
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(b"BT /F1 12 Tf 70 700 Td (Klubben A) Tj ET")
        pdf.save(path)
    document = read(path)
    assert "O" in document.text.split()[-1]  # the letter that 𝓞 is a form of
    document.text.encode("utf-8")
