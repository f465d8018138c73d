"""What nobody sees who opens a file is never told as a fact, and that it is there is said."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pptx
import pytest
from pptx.util import Inches, Pt
from reportlab.lib.colors import Color
from reportlab.pdfgen import canvas

from corpus.model import Document
from ingest.extract import extract
from ingest.read import read
from tests.generate.office import p, word, writer

_SEEN = "Nämnden avslår ansökan."
_UNSEEN = "Nämnden bifaller yrkandet."


def _never_told(document: Document) -> None:
    assert _SEEN in " ".join(document.text.split())
    assert "bifaller" not in document.text
    assert "yrkandet" not in document.text
    decisions = [one.text for record in extract(document) for one in record.decisions]
    assert not any("bifaller" in text for text in decisions)
    assert any("lästes inte" in remark for remark in document.remarks), document.remarks


_HEAD = p("Sammanträdesprotokoll") + p("Kulturnämnden 2031-03-12") + p("§ 4 Ansökan") + p("Beslut")
_STYLE = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="{kind}" w:styleId="Osynlig"><w:name w:val="Osynlig"/>'
    "<w:rPr>{look}</w:rPr></w:style>"
    '<w:style w:type="{kind}" w:styleId="Arvinge"><w:basedOn w:val="Osynlig"/></w:style>'
    "</w:styles>"
)

_WORD: dict[str, tuple[str, str]] = {
    "hidden run": (p(_UNSEEN, look="<w:vanish/>"), ""),
    "struck out": (p(_UNSEEN, look="<w:strike/>"), ""),
    "struck out twice": (p(_UNSEEN, look="<w:dstrike/>"), ""),
    "white": (p(_UNSEEN, look='<w:color w:val="FFFFFF"/>'), ""),
    "tiny": (p(_UNSEEN, look='<w:sz w:val="2"/>'), ""),
    "deleted": (
        f"<w:p><w:del><w:r><w:delText>{_UNSEEN}</w:delText></w:r></w:del></w:p>"
        + p("borta", look="<w:vanish/>"),
        "",
    ),
    "paragraph style": (
        p(_UNSEEN, '<w:pStyle w:val="Osynlig"/>'),
        _STYLE.format(kind="paragraph", look="<w:vanish/>"),
    ),
    "style that inherits": (
        p(_UNSEEN, '<w:pStyle w:val="Arvinge"/>'),
        _STYLE.format(kind="paragraph", look="<w:strike/>"),
    ),
    "character style": (
        p(_UNSEEN, look='<w:rStyle w:val="Osynlig"/>'),
        _STYLE.format(kind="character", look="<w:vanish/>"),
    ),
    "in a cell": (
        f"<w:tbl><w:tr><w:tc>{p(_UNSEEN, look='<w:vanish/>')}</w:tc></w:tr></w:tbl>",
        "",
    ),
}


@pytest.mark.parametrize("name", _WORD)
def test_word(tmp_path: Path, name: str) -> None:
    inner, styles = _WORD[name]
    parts = {"styles.xml": styles} if styles else {}
    relations = {"s": ("styles", "styles.xml")} if styles else {}
    path = word(tmp_path / "protokoll.docx", _HEAD + inner + p(_SEEN), parts, relations)
    _never_told(read(path))


def test_word_shows_what_a_run_takes_back_from_its_style(tmp_path: Path) -> None:
    style = _STYLE.format(kind="paragraph", look="<w:vanish/>")
    inner = p(_SEEN, '<w:pStyle w:val="Osynlig"/>', '<w:vanish w:val="0"/>')
    path = word(
        tmp_path / "protokoll.docx",
        _HEAD + inner,
        {"styles.xml": style},
        {"s": ("styles", "styles.xml")},
    )
    assert _SEEN in read(path).text


def test_word_shows_white_letters_on_a_ground(tmp_path: Path) -> None:
    white = '<w:color w:val="FFFFFF"/>'
    ground = '<w:shd w:val="clear" w:fill="1F3864"/>'
    cell = f"<w:tbl><w:tr><w:tc>{p('Ärende', look=white)}</w:tc></w:tr></w:tbl>"
    path = word(tmp_path / "protokoll.docx", p(_SEEN, ground, white) + cell)
    document = read(path)
    assert _SEEN in document.text
    assert "Ärende" in document.text
    assert document.remarks == ()


_T = "<style:text-properties %s/>"
_AUTOMATIC = (
    "".join(
        f'<style:style style:name="{name}" style:family="{family}">{_T % look}</style:style>'
        for name, family, look in (
            ("dold", "paragraph", 'text:display="none"'),
            ("struken", "text", 'style:text-line-through-style="solid"'),
            ("vit", "text", 'fo:color="#FFFFFF"'),
            ("liten", "text", 'fo:font-size="1pt"'),
        )
    )
    + '<style:style style:name="arv" style:family="paragraph" style:parent-style-name="dold"/>'
)

_WRITER = {
    "section": (
        f'<text:section text:name="a" text:display="none"><text:p>{_UNSEEN}</text:p></text:section>'
    ),
    "section on a condition": (
        '<text:section text:name="a" text:display="condition" text:is-hidden="true">'
        f"<text:p>{_UNSEEN}</text:p></text:section>"
    ),
    "style": f'<text:p text:style-name="dold">{_UNSEEN}</text:p>',
    "style that inherits": f'<text:p text:style-name="arv">{_UNSEEN}</text:p>',
    "struck out": f'<text:p><text:span text:style-name="struken">{_UNSEEN}</text:span></text:p>',
    "white": f'<text:p><text:span text:style-name="vit">{_UNSEEN}</text:span></text:p>',
    "tiny": f'<text:p><text:span text:style-name="liten">{_UNSEEN}</text:span></text:p>',
    "hidden paragraph": (
        f'<text:p><text:hidden-paragraph text:is-hidden="true"/>{_UNSEEN}</text:p>'
    ),
    "row": (
        '<table:table><table:table-row table:visibility="collapse"><table:table-cell>'
        f"<text:p>{_UNSEEN}</text:p></table:table-cell></table:table-row></table:table>"
    ),
}


@pytest.mark.parametrize("name", _WRITER)
def test_writer(tmp_path: Path, name: str) -> None:
    head = "".join(
        f"<text:p>{line}</text:p>"
        for line in ("Sammanträdesprotokoll", "Kulturnämnden 2031-03-12", "§ 4 Ansökan", "Beslut")
    )
    body = f"{head}{_WRITER[name]}<text:p>{_SEEN}</text:p>"
    _never_told(read(writer(tmp_path / "protokoll.odt", body, _AUTOMATIC)))


# ------------------------------------------------------------------------------ slides


def _deck(tmp_path: Path, hide: str) -> Path:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Ansökan"
    box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(6), Inches(1))
    box.text_frame.text = f"Beslut: {_SEEN}"
    other = deck.slides.add_slide(deck.slide_layouts[5]) if hide == "slide" else slide
    left = Inches(30) if hide == "outside" else Inches(1)
    box = other.shapes.add_textbox(left, Inches(3), Inches(6), Inches(1))
    run = box.text_frame.paragraphs[0].add_run()
    run.text = f"Beslut: {_UNSEEN}"
    if hide == "slide":
        other._element.set("show", "0")
    elif hide == "shape":
        box._element.nvSpPr.cNvPr.set("hidden", "1")
    elif hide == "struck":
        run.font._element.set("strike", "sngStrike")
    elif hide == "tiny":
        run.font.size = Pt(1)
    path = tmp_path / "bilder.pptx"
    deck.save(str(path))
    return path


@pytest.mark.parametrize("hide", ["slide", "shape", "outside", "struck", "tiny"])
def test_slides(tmp_path: Path, hide: str) -> None:
    document = read(_deck(tmp_path, hide))
    _never_told(document)
    assert len(document.pages) == (2 if hide == "slide" else 1)


# ------------------------------------------------------------------------------ PDF

Draw = Callable[[canvas.Canvas], None]


def _drawn(tmp_path: Path, draw: Draw) -> Path:
    path = tmp_path / "protokoll.pdf"
    sheet = canvas.Canvas(str(path))
    sheet.setFont("Helvetica", 11)
    y = 780
    for line in (
        "Sammanträdesprotokoll",
        "Kulturnämnden 2031-03-12",
        "§ 4 Ansökan",
        "Beslut",
        _SEEN,
    ):
        sheet.drawString(72, y, line)
        y -= 20
    draw(sheet)
    sheet.save()
    return path


def _white(sheet: canvas.Canvas) -> None:
    sheet.setFillColorRGB(1, 1, 1)
    sheet.drawString(72, 600, _UNSEEN)


def _clear(sheet: canvas.Canvas) -> None:
    sheet.setFillColor(Color(0, 0, 0, alpha=0.0))
    sheet.drawString(72, 600, _UNSEEN)


def _tiny(sheet: canvas.Canvas) -> None:
    sheet.setFont("Helvetica", 1)
    sheet.drawString(72, 600, _UNSEEN)


def _outside(sheet: canvas.Canvas) -> None:
    sheet.drawString(72, -60, _UNSEEN)


def _clipped(sheet: canvas.Canvas) -> None:
    path = sheet.beginPath()
    path.rect(300, 100, 50, 50)
    sheet.saveState()
    sheet.clipPath(path, stroke=0)
    sheet.drawString(72, 600, _UNSEEN)
    sheet.restoreState()


def _covered(sheet: canvas.Canvas) -> None:
    sheet.drawString(72, 600, _UNSEEN)
    sheet.setFillColorRGB(1, 1, 1)
    sheet.rect(60, 590, 400, 30, stroke=0, fill=1)


def _struck(sheet: canvas.Canvas) -> None:
    sheet.drawString(72, 600, _UNSEEN)
    sheet.line(72, 603, 72 + sheet.stringWidth(_UNSEEN, "Helvetica", 11), 603)


def _unpainted(sheet: canvas.Canvas) -> None:
    text = sheet.beginText(72, 600)
    text.setTextRenderMode(3)
    text.textLine(_UNSEEN)
    sheet.drawText(text)


@pytest.mark.parametrize(
    "draw", [_white, _clear, _tiny, _outside, _clipped, _covered, _struck, _unpainted]
)
def test_pdf(tmp_path: Path, draw: Draw) -> None:
    _never_told(read(_drawn(tmp_path, draw)))


def test_pdf_crop_box_layer_and_struck_by_a_note(tmp_path: Path) -> None:
    path = _drawn(tmp_path, lambda sheet: sheet.drawString(72, 100, _UNSEEN))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].CropBox = pikepdf.Array([0, 300, 595, 842])
        pdf.save(path)
    _never_told(read(path))

    path = _drawn(tmp_path, lambda sheet: sheet.drawString(72, 100, _UNSEEN))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.StrikeOut,
            Rect=pikepdf.Array([70, 95, 300, 115]),
            QuadPoints=pikepdf.Array([70, 115, 300, 115, 70, 95, 300, 95]),
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([note]))
        pdf.save(path)
    _never_told(read(path))


def test_pdf_layer_that_is_switched_off(tmp_path: Path) -> None:
    path = _drawn(tmp_path, lambda sheet: None)
    extra = io.BytesIO()
    sheet = canvas.Canvas(extra)
    sheet.setFont("Helvetica", 11)
    sheet.drawString(72, 600, _UNSEEN)
    sheet.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf, pikepdf.open(extra) as other:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Utkast"))
        pdf.pages[0].add_overlay(other.pages[0])
        forms = pdf.pages[0].Resources.XObject
        for name in list(forms.keys()):
            forms[name].OC = layer
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array([layer]),
            D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]), Order=pikepdf.Array([layer])),
        )
        pdf.save(path)
    _never_told(read(path))


def test_words_under_a_black_box_are_masked_and_told(tmp_path: Path) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(72, 600, "Ansökan från Alva Granlund.")
        start = 72 + sheet.stringWidth("Ansökan från ", "Helvetica", 11)
        sheet.rect(start - 1, 595, 110, 16, stroke=0, fill=1)

    document = read(_drawn(tmp_path, draw))
    assert "Granlund" not in document.text
    assert "Ansökan från ███ ███" in document.text
    assert any(
        "2 ord ligger läsbara i filen under svarta rutor (sidan 1)" in r for r in document.remarks
    )


def test_words_on_coloured_grounds_and_underlined_words_are_seen(tmp_path: Path) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.setFillColorRGB(0.1, 0.2, 0.4)
        sheet.rect(60, 590, 400, 30, stroke=0, fill=1)
        sheet.setFillColorRGB(1, 1, 1)
        sheet.drawString(72, 600, "Vitt på mörkt")
        sheet.setFillColorRGB(0, 0, 0)
        sheet.drawString(72, 500, "Understruket ord")
        sheet.line(72, 498, 72 + sheet.stringWidth("Understruket ord", "Helvetica", 11), 498)
        sheet.setFillColorRGB(0.9, 0.9, 0.9)
        sheet.rect(60, 390, 400, 30, stroke=0, fill=1)
        sheet.setFillColorRGB(0, 0, 0)
        sheet.drawString(72, 400, "Svart på grått")

    document = read(_drawn(tmp_path, draw))
    for seen in ("Vitt på mörkt", "Understruket ord", "Svart på grått"):
        assert seen in document.text
    assert document.remarks == ()


def test_an_ocr_layer_over_the_same_words_is_read_once(tmp_path: Path) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        text = sheet.beginText(72.4, 700.3)
        text.setTextRenderMode(3)
        text.textLine(_SEEN)
        sheet.drawText(text)

    document = read(_drawn(tmp_path, draw))
    assert document.text.count("avslår") == 1
