"""What everybody sees who opens a file is read, once and in its place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pikepdf
import pptx
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from reportlab.pdfgen import canvas

from corpus.errors import UnreadableError
from corpus.model import Document, LineKind
from ingest.extract import extract
from ingest.layout.reading_order import Style, Token
from ingest.layout.sheets import fold_of
from ingest.read import read
from tests.generate.office import NAMESPACES, p, word, writer


def _body(document: Document) -> list[str]:
    return [document.text_of(line) for line in document.lines]


def _tasks(path: Path) -> list[tuple[tuple[str, ...], str | None, str]]:
    return [
        (one.owner, one.due_date, one.text)
        for record in extract(read(path))
        for one in record.action_items
    ]


# ------------------------------------------------------------------------------ Word

_SYMBOLS = {
    "a letter of the font": ("Times New Roman", "00A7", "§"),
    "a letter among private ones": ("Times New Roman", "F0A7", "§"),
    "a tick": ("Wingdings", "F0FC", "✓"),
    "a crossed box": ("Wingdings", "F0FE", "☒"),
    "a dash": ("Symbol", "F02D", "-"),
}


@pytest.mark.parametrize("name", _SYMBOLS)
def test_signs_from_a_table_of_signs(tmp_path: Path, name: str) -> None:
    font, code, shown = _SYMBOLS[name]
    sign = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    run = f"<w:p>{sign}<w:r><w:t> 31 Val</w:t></w:r></w:p>"
    assert _body(read(word(tmp_path / "a.docx", run))) == [f"{shown} 31 Val"]


def test_tabs_of_a_header_part_its_words(tmp_path: Path) -> None:
    run = (
        '<w:p><w:r><w:t>Granbacka</w:t></w:r><w:r><w:ptab w:alignment="right"/></w:r>'
        "<w:r><w:t>3 (7)</w:t></w:r></w:p>"
    )
    assert _body(read(word(tmp_path / "a.docx", run))) == ["Granbacka\t3 (7)"]


_CHUNKS: dict[str, tuple[str, bytes]] = {
    "html": (
        "inlagd.htm",
        "<html><body><h1>§ 2 Bad</h1><p>Nämnden avslår.</p></body></html>".encode(),
    ),
    "text": ("inlagd.txt", "§ 2 Bad\nNämnden avslår.".encode("cp1252")),
}


@pytest.mark.parametrize("name", _CHUNKS)
def test_parts_of_another_format(tmp_path: Path, name: str) -> None:
    part, content = _CHUNKS[name]
    body = p("Före") + '<w:altChunk r:id="c"/>' + p("Efter")
    path = word(tmp_path / "a.docx", body, {part: content}, {"c": ("aFChunk", part)})
    assert _body(read(path)) == ["Före", "§ 2 Bad", "Nämnden avslår.", "Efter"]


def test_a_word_file_within_another_and_a_part_that_is_not_read(tmp_path: Path) -> None:
    inner = word(tmp_path / "inre.docx", p("Inuti")).read_bytes()
    body = p("Före") + '<w:altChunk r:id="c"/><w:altChunk r:id="d"/>'
    path = word(
        tmp_path / "a.docx",
        body,
        {"inre.docx": inner, "x.rtf": b"{\\rtf1 x}"},
        {"c": ("aFChunk", "inre.docx"), "d": ("aFChunk", "x.rtf")},
    )
    document = read(path)
    assert _body(document) == ["Före", "Inuti"]
    assert document.remarks == ("en infogad del i formatet rtf lästes inte",)


def test_drawings_of_words(tmp_path: Path) -> None:
    points = "".join(f"<dgm:pt><dgm:t><a:p><a:r><a:t>{t}</a:t></a:r></a:p></dgm:t></dgm:pt>"
                     for t in ("Bereda", "Besluta"))  # fmt: skip
    data = f"<dgm:dataModel {NAMESPACES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"
    chart = (
        f"<c:chartSpace {NAMESPACES}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Utfall 2031"
        "</a:t></a:r></a:p></c:rich></c:tx></c:title></c:chart></c:chartSpace>"
    )
    body = (
        '<w:p><w:r><w:drawing><dgm:relIds r:dm="d"/></w:drawing></w:r></w:p>'
        '<w:p><w:r><w:drawing><c:chart r:id="c"/></w:drawing></w:r></w:p>'
    )
    path = word(
        tmp_path / "a.docx",
        body,
        {"data1.xml": data, "chart1.xml": chart},
        {"d": ("diagramData", "data1.xml"), "c": ("chart", "chart1.xml")},
    )
    assert _body(read(path)) == ["Bereda", "Besluta", "Utfall 2031"]


_STRICT = {
    "wordprocessingml/main": "wordprocessingml/2006/main",
    "officeDocument/relationships": "officeDocument/2006/relationships",
}


def test_strict_open_xml(tmp_path: Path) -> None:
    usual = word(tmp_path / "a.docx", p("§ 1 Val"))
    strict = tmp_path / "strikt.docx"
    with zipfile.ZipFile(usual) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            for kind, ours in _STRICT.items():
                data = data.replace(
                    b"http://schemas.openxmlformats.org/" + ours.encode(),
                    b"http://purl.oclc.org/ooxml/" + kind.encode(),
                )
            new.writestr(name, data)
    assert _body(read(strict)) == ["§ 1 Val"]


def _notes(kind: str) -> str:
    return (
        f'<w:{kind}s {NAMESPACES}><w:{kind} w:type="separator" w:id="0"><w:p/></w:{kind}>'
        f'<w:{kind} w:id="2">{p("Se bilaga 1.")}</w:{kind}></w:{kind}s>'
    )


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_stand_after_their_words(tmp_path: Path, kind: str) -> None:
    first = (
        f'<w:p><w:r><w:t>Nämnden avslår.</w:t></w:r><w:r><w:{kind}Reference w:id="2"/></w:r></w:p>'
    )
    path = word(
        tmp_path / "a.docx",
        first + p("§ 2 Bad"),
        {f"{kind}s.xml": _notes(kind)},
        {"n": (f"{kind}s", f"{kind}s.xml")},
    )
    document = read(path)
    lines = document.pages[0].lines
    assert [document.text_of(x) for x in lines] == ["Nämnden avslår.", "Se bilaga 1.", "§ 2 Bad"]
    assert lines[1].kind is LineKind.NOTES


def test_notes_of_a_writer_text(tmp_path: Path) -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Se bilaga 1.</text:p></text:note-body></text:note>"
    )
    body = f"<text:p>Nämnden avslår{note}.</text:p><text:p>§ 2 Bad</text:p>"
    document = read(writer(tmp_path / "a.odt", body))
    texts = [document.text_of(x) for x in document.pages[0].lines]
    assert texts == ["Nämnden avslår.", "Se bilaga 1.", "§ 2 Bad"]


def _box(text: str) -> str:
    inner = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{inner}</w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


@pytest.mark.parametrize("place", ["text", "cell", "header"])
def test_a_text_box_is_read_once(tmp_path: Path, place: str) -> None:
    holder = f"<w:p>{_box('Nämnden avslår.')}</w:p>"
    if place == "cell":
        holder = f"<w:tbl><w:tr><w:tc>{holder}</w:tc></w:tr></w:tbl>"
    if place == "header":
        header = f"<w:hdr {NAMESPACES}><w:p>{_box('Nämnden avslår.')}</w:p></w:hdr>"
        path = word(tmp_path / "a.docx", p("x"), {"h.xml": header}, {"h": ("header", "h.xml")})
    else:
        path = word(tmp_path / "a.docx", holder)
    assert read(path).text.count("avslår") == 1


def test_what_an_empty_field_asks_for_is_no_value(tmp_path: Path) -> None:
    asks = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Klicka här</w:t></w:r>"
        "</w:sdtContent></w:sdt>"
    )
    filled = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>Åsa Ek</w:t></w:r></w:sdtContent></w:sdt>"
    body = f"<w:p>{asks}</w:p><w:p>{filled}</w:p>"
    assert _body(read(word(tmp_path / "a.docx", body))) == ["Åsa Ek"]


# ------------------------------------------------------------------------------ tables

_HEADS = ("Åtgärd", "Ansvarig", "Klart")
_RIGHT = [
    (("Örjan Sjöö",), "2031-04-15", "Beställa skyltar"),
    (("Örjan Sjöö",), "2031-04-22", "Ta in offerter"),
    (("Märta Älvqvist",), "2031-05-02", "Kalla klubben"),
]


def _tc(text: str, shape: str = "") -> str:
    return f"<w:tc><w:tcPr>{shape}</w:tcPr>{p(text)}</w:tc>"


def _tr(*cells: str, shape: str = "") -> str:
    return f"<w:tr><w:trPr>{shape}</w:trPr>{''.join(cells)}</w:tr>"


_DOWN, _ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
_ROWS = (
    _tr(*map(_tc, _HEADS)),
    _tr(_tc("Beställa skyltar"), _tc("Örjan Sjöö", _DOWN), _tc("2031-04-15")),
    _tr(_tc("Ta in offerter"), _tc("", _ON), _tc("2031-04-22")),
    _tr(_tc("Kalla klubben"), _tc("Märta Älvqvist"), _tc("2031-05-02")),
)
_BEFORE = '<w:gridBefore w:val="1"/>'
_TABLES: dict[str, str] = {
    "merged down": f"<w:tbl>{''.join(_ROWS)}</w:tbl>",
    "within a cell": (
        f"<w:tbl><w:tr><w:tc>{p('Åtgärder')}<w:tbl>{''.join(_ROWS)}</w:tbl>{p('')}</w:tc></w:tr></w:tbl>"
    ),
    "in a control": (
        f"<w:tbl><w:sdt><w:sdtContent>{''.join(_ROWS)}</w:sdtContent></w:sdt></w:tbl>"
    ),
}
_NOTES = "".join(map(p, ("Minnesanteckningar", "Arbetsgruppen för parken, Granbacka kommun",
                         "2031-03-12",
                         "Närvarande: Åsa Ekblad, Örjan Sjöö, Märta Älvqvist")))  # fmt: skip


@pytest.mark.parametrize("name", _TABLES)
def test_tables_that_are_no_plain_grids(tmp_path: Path, name: str) -> None:
    assert _tasks(word(tmp_path / "a.docx", _NOTES + _TABLES[name])) == _RIGHT


def test_a_row_that_begins_further_right(tmp_path: Path) -> None:
    rows = _tr(*map(_tc, _HEADS)) + _tr(_tc("Åsa Ek"), _tc("2031-04-15"), shape=_BEFORE)
    document = read(word(tmp_path / "a.docx", f"<w:tbl>{rows}</w:tbl>"))
    assert [cell.text for cell in document.tables[0].rows[1]] == ["", "Åsa Ek", "2031-04-15"]


def test_merged_cells_of_writer_and_slides(tmp_path: Path) -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    rows = (
        cell("A") + cell("B", 'table:number-rows-spanned="2"'),
        cell("C") + "<table:covered-table-cell/>",
    )
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    document = read(writer(tmp_path / "a.odt", f"<table:table>{body}</table:table>"))
    assert [[c.text for c in row] for row in document.tables[0].rows] == [["A", "B"], ["C", "B"]]
    assert document.text.count("B") == 1

    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    grid = slide.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    for (row, column), text in {(0, 0): "A", (0, 1): "B", (1, 0): "C"}.items():
        grid.cell(row, column).text = text
    grid.cell(0, 1).merge(grid.cell(1, 1))
    deck.save(str(tmp_path / "a.pptx"))
    document = read(tmp_path / "a.pptx")
    assert [[c.text for c in row] for row in document.tables[0].rows] == [["A", "B"], ["C", "B"]]


# ------------------------------------------------------------------------------ pages


def test_pages_go_on_in_tables_lists_and_sections(tmp_path: Path) -> None:
    rendered = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>{}</w:t></w:r></w:p>"
    rows = "".join(
        f"<w:tr><w:tc>{left}</w:tc><w:tc>{right}</w:tc></w:tr>"
        for left, right in (
            (p("a"), p("b")),
            (rendered.format("c"), rendered.format("d")),
            (p("e"), p("f")),
        )
    )
    section = '<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/></w:sectPr></w:pPr></w:p>'
    body = f"<w:tbl>{rows}</w:tbl>{section}{p('g')}{p('h', '<w:pageBreakBefore/>')}"
    document = read(word(tmp_path / "a.docx", body))
    pages = {document.text_of(line): line.page for line in document.lines}
    assert pages == {"a": 1, "b": 1, "c": 2, "d": 2, "e": 2, "f": 2, "g": 3, "h": 4}


def test_pages_of_a_writer_text(tmp_path: Path) -> None:
    style = (
        '<style:style style:name="ny" style:family="paragraph">'
        '<style:paragraph-properties fo:break-before="page"/></style:style>'
    )
    row = (
        "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell>"
        "</table:table-row>"
    )
    body = (
        f"<text:p>a</text:p><table:table>{row.format('b')}<text:soft-page-break/>{row.format('c')}"
        '</table:table><text:p text:style-name="ny">d</text:p>'
        "<text:list><text:list-item><text:p>e</text:p></text:list-item><text:list-item>"
        "<text:p><text:soft-page-break/>f</text:p></text:list-item></text:list>"
    )
    document = read(writer(tmp_path / "a.odt", body, style))
    pages = {document.text_of(line)[-1]: line.page for line in document.lines}
    assert pages == {"a": 1, "b": 1, "c": 2, "d": 3, "e": 3, "f": 4}


# ------------------------------------------------------------------------------ slides


def _boxes(tmp_path: Path, *boxes: tuple[float, float, str]) -> Path:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Gångbron"
    for left, top, text in boxes:
        box = slide.shapes.add_textbox(
            Inches(left), Inches(top), Inches(8 if text == "c" else 3.5), Inches(0.8)
        )
        box.text_frame.text = text
    path = tmp_path / "bilder.pptx"
    deck.save(str(path))
    return path


def test_boxes_on_a_slide_are_read_by_columns(tmp_path: Path) -> None:
    path = _boxes(
        tmp_path,
        (0.5, 2, "Beslut"),
        (5, 2, "Att göra"),
        (0.5, 3, "Gruppen godkänner tidplanen."),
        (5, 3, "Åsa Ek: beställa skyltar senast 2031-04-15"),
    )
    assert _body(read(path))[1:] == [
        "Beslut",
        "Gruppen godkänner tidplanen.",
        "Att göra",
        "Åsa Ek: beställa skyltar senast 2031-04-15",
    ]
    record = extract(read(path))[0]
    assert [one.text for one in record.decisions] == ["Gruppen godkänner tidplanen."]
    assert [one.owner for one in record.action_items] == [("Åsa Ek",)]


def test_boxes_in_one_row_are_read_from_the_left(tmp_path: Path) -> None:
    path = _boxes(tmp_path, (5, 3, "b"), (0.5, 3, "a"), (0.5, 5, "c"))
    assert _body(read(path))[1:] == ["a", "b", "c"]


def test_a_decision_in_a_text_box(tmp_path: Path) -> None:
    path = _boxes(tmp_path, (0.5, 2, "Beslut: Gruppen avslår tidplanen."))
    assert [one.text for one in extract(read(path))[0].decisions] == ["Gruppen avslår tidplanen."]


def test_charts_on_slides(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["Skola", "Vård"]
    data.add_series("Utfall", (1.0, 2.0))
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(1), Inches(5), Inches(3), data
    )
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = "Budget 2031"
    deck.save(str(tmp_path / "a.pptx"))
    assert _body(read(tmp_path / "a.pptx")) == ["Budget 2031", "Utfall", "Skola", "Vård"]


# ------------------------------------------------------------------------------ PDF


def _sheet(path: Path, *lines: str) -> canvas.Canvas:
    sheet = canvas.Canvas(str(path))
    sheet.setFont("Helvetica", 11)
    for at, line in enumerate(lines):
        sheet.drawString(72, 780 - 20 * at, line)
    return sheet


def test_form_fields_and_notes_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    sheet = _sheet(path, "§ 4 Ansökan", "Beslut")
    sheet.acroForm.textfield(
        name="beslut", value="Nämnden avslår.", x=72, y=720, width=400, height=18, fontSize=10
    )
    sheet.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=pikepdf.Array([72, 600, 400, 640]),
            Contents="Omedelbart justerad",
            DA="/Helv 10 Tf 0 g",
        )
        pdf.pages[0].Annots.append(pdf.make_indirect(note))
        pdf.save(path)
    assert _body(read(path)) == ["§ 4 Ansökan", "Beslut", "Nämnden avslår.", "Omedelbart justerad"]


def test_fields_that_every_program_draws_for_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    sheet = _sheet(path, "§ 4 Ansökan")
    sheet.acroForm.textfield(name="b", value="x", x=72, y=720, width=400, height=18, fontSize=10)
    sheet.save()
    for needed in (False, True):
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            field = pdf.pages[0].Annots[0]
            field.V = pikepdf.String("Nämnden avslår på Öland.")
            if needed:
                pdf.Root.AcroForm.NeedAppearances = True
            else:
                del field["/AP"]
            pdf.save(path)
        assert _body(read(path)) == ["§ 4 Ansökan", "Nämnden avslår på Öland."]


def test_a_form_that_only_one_program_shows_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    _sheet(path, "Please wait...").save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        xfa = pdf.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
        pdf.Root.AcroForm = pikepdf.Dictionary(XFA=xfa, Fields=pikepdf.Array([]))
        pdf.Root.NeedsRendering = True
        pdf.save(path)
    assert any("XFA" in remark for remark in read(path).remarks)


def test_a_portfolio_is_its_files(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    _sheet(path, "Akt 2031-4").save()
    held = tmp_path / "b.pdf"
    _sheet(held, "Sammanträdesprotokoll", "Kulturnämnden 2031-03-12", "§ 4 Ansökan").save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.attachments["protokoll.pdf"] = held.read_bytes()
        pdf.attachments["konstigt.xyz"] = b"x"
        pdf.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)
        pdf.save(path)
    document = read(path)
    assert "§ 4 Ansökan" in document.text
    assert [(one.page, one.name) for one in document.enclosed] == [(1, ""), (2, "protokoll.pdf")]
    assert document.remarks == ("konstigt.xyz lästes inte: formatet läses inte",)


_LEFT = ("Sammanträdesprotokoll", "Kulturnämnden", "2031-03-12", "§ 4 Ansökan", "Beslut",
         "Nämnden avslår ansökan.", "Paragrafen är justerad.")  # fmt: skip
_OTHER = ("§ 5 Lekplats", "Förslag finns.", "Beslut", "Nämnden godkänner förslaget.", "Det skrevs.",
          "Och lästes.", "Slut.")  # fmt: skip


def test_two_pages_on_one_sheet_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    sheet = canvas.Canvas(str(path), pagesize=(842, 595))
    sheet.setFont("Helvetica", 10)
    for at, (left, right) in enumerate(zip(_LEFT, _OTHER, strict=True)):
        sheet.drawString(40, 540 - 18 * at, left)
        sheet.drawString(461, 540 - 18 * at, right)
    sheet.save()
    assert _body(read(path)) == [*_LEFT, *_OTHER]


def test_a_wide_table_is_no_pair_of_pages() -> None:
    style = Style("Helvetica", 10.0, False, False)
    tokens = [
        Token("ord", x, 18.0 * at, x + 60, 18.0 * at + 10, 18.0 * at + 9, style, 0)
        for at in range(1, 9)
        for x in (40.0, 500.0)
    ]
    assert fold_of(tokens, 842.0, 595.0) is None
    moved = [t._replace(x0=461.0) if t.x0 == 500.0 else t for t in tokens]
    assert fold_of(moved, 842.0, 595.0) is not None
    assert fold_of(moved, 595.0, 842.0) is None


@pytest.mark.parametrize("step", [1, 5])
def test_numbers_of_lines_are_no_words(tmp_path: Path, step: int) -> None:
    path = tmp_path / "a.pdf"
    lines = [*_LEFT, *_OTHER]
    sheet = canvas.Canvas(str(path))
    for at, line in enumerate(lines, 1):
        if at % step == 0:
            sheet.setFont("Helvetica", 7)
            sheet.drawRightString(50, 790 - 18 * at, str(at))
        sheet.setFont("Helvetica", 11)
        sheet.drawString(72, 790 - 18 * at, line)
    sheet.save()
    if step == 1 or len(lines) // step > 2:
        assert _body(read(path)) == lines


def test_numbers_of_lines_in_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    lines = [*_LEFT, *_OTHER]
    path.write_text("".join(f"{at:3d}  {line}\n" for at, line in enumerate(lines, 1)), "utf-8")
    assert _body(read(path)) == lines


def test_numbers_of_items_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    sheet = canvas.Canvas(str(path))
    sheet.setFont("Helvetica", 11)
    for at, title in enumerate(("Öppnande", "Val av justerare", "Rapporter", "Avslutning"), 1):
        sheet.drawString(72, 780 - 40 * at, str(at))
        sheet.drawString(110, 780 - 40 * at, title)
        sheet.drawString(110, 764 - 40 * at, "Ordföranden berättade om saken.")
    sheet.save()
    assert "2" in read(path).text.split()


def test_letters_set_apart_are_a_word(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    _sheet(path, "S A M M A N T R Ä D E S P R O T O K O L L", "B e s l u t", "A B C D").save()
    assert _body(read(path)) == ["SAMMANTRÄDESPROTOKOLL", "Beslut", "A B C D"]
    text = tmp_path / "a.txt"
    text.write_text("P r o t o k o l l\nNämnden a v s l å r det.\nA B C D\n", "utf-8")
    assert _body(read(text)) == ["Protokoll", "Nämnden avslår det.", "A B C D"]


_HEAD = "Granbacka kommun     SAMMANTRÄDESPROTOKOLL     {}\nKulturnämnden\n2031-03-12\n"
_FIRST = (
    "\nBeslutande: Åsa Ekblad (S), ordförande\nÖrjan Sjöö (M)\n\n§ 31 Ny gångbro\n\nBeslut\n\n"
    "Kulturnämnden uppdrar åt Örjan Sjöö att lämna en slut-\n"
)
_SECOND = (
    "\nredovisning senast den 15 april 2031.\n\n§ 32 Avgift\n\nBeslut\n\nNämnden avslår det.\n"
)


@pytest.mark.parametrize("between", ["\f", ""])
def test_the_running_head_of_a_dump_is_no_part_of_its_sentences(
    tmp_path: Path, between: str
) -> None:
    path = tmp_path / "a.txt"
    text = _HEAD.format("1 (2)") + _FIRST + between + _HEAD.format("2 (2)") + _SECOND
    path.write_text(text, "utf-8")
    assert len(read(path).pages) == 2
    assert _tasks(path) == [
        (
            ("Örjan Sjöö",),
            "2031-04-15",
            "Kulturnämnden uppdrar åt Örjan Sjöö att lämna en slutredovisning "
            "senast den 15 april 2031.",
        )
    ]


# ------------------------------------------------------------------------------ scans


@pytest.mark.parametrize("way", ["upright", "upside down", "negative"])
def test_sections_of_scans_that_lie_wrong(tmp_path: Path, way: str) -> None:
    pytest.importorskip("PIL")
    from ingest.read import ocr

    if not isinstance(ocr.engine(), ocr.Tesseract) or not ocr.knows_sections():
        pytest.skip("needs Tesseract with Swedish and English")
    picture = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(_font(), 36)
    lines = ("Sammanträdesprotokoll", "Kulturnämnden 2031-03-12", "§ 31 Ansökan om bidrag",
             "Beslut", "Nämnden avslår ansökan om bidrag.", "§ 32 Avgift för båtplatser", "Beslut",
             "Nämnden godkänner förslaget till avgift.")  # fmt: skip
    for at, line in enumerate(lines * 2):
        draw.text((150, 150 + 80 * at), line, fill=0, font=font)
    if way == "upside down":
        picture = picture.rotate(180)
    elif way == "negative":
        picture = ImageOps.invert(picture)
    path = tmp_path / "skannat.png"
    picture.save(path, dpi=(150, 150))
    assert read(path).text.count("§") == 4


def _font() -> str:
    import reportlab

    return str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")


# ------------------------------------------------------------------------------ refusals


def test_a_password_is_named_as_one(tmp_path: Path) -> None:
    for name in ("a.docx", "b.pptx"):
        path = tmp_path / name
        path.write_bytes(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(600)
            + "EncryptedPackage".encode("utf-16-le")
        )
        with pytest.raises(UnreadableError, match="lösenord"):
            read(path)


def test_a_paragraph_after_a_list_of_names_is_no_name(tmp_path: Path) -> None:
    for heading in (True, False):
        made = docx.Document()
        for line in (
            "Minnesanteckningar",
            "Arbetsgruppen för parken, Granbacka kommun",
            "2031-03-12",
        ):
            made.add_paragraph(line)
        made.add_paragraph("Närvarande: Åsa Ekblad, Örjan Sjöö, Märta Älvqvist")
        if heading:
            made.add_heading("Åtgärdslista", 1)
        else:
            made.add_paragraph("Uppföljning")
        made.add_paragraph("Märta kallar klubben till samråd.")
        made.save(str(tmp_path / "a.docx"))
        people = extract(read(tmp_path / "a.docx"))[0].participants
        assert [one.name for one in people] == ["Åsa Ekblad", "Örjan Sjöö", "Märta Älvqvist"]
