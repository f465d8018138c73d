"""Pages that are pictures, text layers that lie, and § signs in scans, with a real engine."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Document, LineKind, Reading
from ingest.facts.meeting import find_meeting
from ingest.layout.reading_order import Style, Token
from ingest.read import judge, ocr, read
from ingest.read.geometry import RawPage
from ingest.read.sections import Glimpse, restore_sections, with_signs
from tests.generate import fidelity

TESSERACT = isinstance(ocr.engine(), ocr.Tesseract)
needs_tesseract = pytest.mark.skipif(not TESSERACT, reason="Tesseract with Swedish is not here")


@pytest.fixture(scope="module")
def minutes() -> fidelity.Script:
    script = fidelity.scripts()[0]
    return fidelity.Script(script.kind, script.blocks[:17])


@pytest.fixture(scope="module")
def printed(minutes: fidelity.Script) -> bytes:
    return fidelity.producers()["ReportLab"](minutes)


def _read(path: Path, data: bytes) -> Document:
    path.write_bytes(data)
    return read(path)


@needs_tesseract
@pytest.mark.parametrize(("dpi", "skew"), [(200, 0.0), (200, -1.5)])
def test_a_scan_is_read_with_its_section_signs(
    tmp_path: Path, minutes: fidelity.Script, printed: bytes, dpi: int, skew: float
) -> None:
    document = _read(tmp_path / "s.pdf", fidelity.scanned(printed, dpi, skew, 6.0))
    words = fidelity.read_words(document)
    assert {page.reading for page in document.pages} == {Reading.OCR}
    assert all(page.reason for page in document.pages)
    assert fidelity.letters_wrong(" ".join(minutes.words), " ".join(words)) < 0.035
    assert fidelity.heads_found(minutes, document) >= 0.95
    assert all(w.confidence is not None for page in document.pages for w in page.words)


@needs_tesseract
def test_a_page_lying_on_its_side_is_turned(
    tmp_path: Path, minutes: fidelity.Script, printed: bytes
) -> None:
    scan = fidelity.scanned(printed, 150, 0.0, 4.0)
    (tmp_path / "s.pdf").write_bytes(scan)
    import pypdfium2

    with pypdfium2.PdfDocument(scan) as pdf:
        picture = pdf[0].render(scale=150 / 72, grayscale=True).to_pil().rotate(90, expand=True)
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=150)
    document = _read(tmp_path / "t.pdf", out.getvalue())
    words = fidelity.read_words(document)
    assert fidelity.words_in_order(minutes.words[:100], words) > 0.9
    page = document.pages[0]
    assert page.width > page.height
    assert all(0 <= w.box.x0 < w.box.x1 <= page.width + 1 for w in page.words)
    assert all(0 <= w.box.top < w.box.bottom <= page.height + 1 for w in page.words)


@needs_tesseract
def test_the_words_of_a_skewed_scan_lie_where_they_are_seen(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for line in range(20):
        canvas.drawString(
            60, 780 - 30 * line, f"Rad {line} beslutar nämnden om parkens skötsel här"
        )
    canvas.save()
    straight = read(tmp_path / "a.pdf")
    scan = fidelity.scanned((tmp_path / "a.pdf").read_bytes(), 200, 2.0, 2.0)
    aslant = _read(tmp_path / "s.pdf", scan)
    places = {straight.text[w.start : w.end]: w.box for w in straight.pages[0].words[:9]}
    seen = {aslant.text[w.start : w.end]: w.box for w in aslant.pages[0].words[:9]}
    # Turned about the middle of the page, the first line's left end goes down by some points.
    assert seen["Rad"].top - places["Rad"].top == pytest.approx(8, abs=4)
    assert seen["skötsel"].top < seen["Rad"].top


@needs_tesseract
def test_a_garbled_text_layer_is_read_from_the_picture(tmp_path: Path, printed: bytes) -> None:
    garbled = _with_letters_mixed(printed)
    document = _read(tmp_path / "g.pdf", garbled)
    assert document.pages[0].reading is Reading.OCR
    assert "förvanskat" in (document.pages[0].reason or "")
    assert "Nämnden" in document.text
    assert "godkänner" in document.text or "avslår" in document.text


def _with_letters_mixed(pdf: bytes) -> bytes:
    """The PDF with a ToUnicode map that says other letters than its font shows."""
    import pikepdf

    mixed = str.maketrans("aeilnrt", "oujmbks")
    pairs = "\n".join(
        f"<{code:02x}> <{ord(bytes([code]).decode('cp1252').translate(mixed)):04x}>"
        for code in range(32, 256)
        if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
    )
    count = pairs.count("\n") + 1
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "1 begincodespacerange <00> <ff> endcodespacerange "
        f"{count} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        stream = opened.make_stream(cmap.encode())
        for page in opened.pages:
            for font in page.Resources.Font.values():
                font.ToUnicode = stream
        opened.save(out)
    return out.getvalue()


def test_a_picture_without_words_is_called_empty(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(out, "PDF", resolution=150)
    document = _read(tmp_path / "tom.pdf", out.getvalue())
    assert document.pages[0].reading is Reading.EMPTY
    assert "utan ord" in (document.pages[0].reason or "")


def _letter(lines: list[str], top: float) -> bytes:
    """Minutes with a text layer and, `top` points down, a picture with the lines."""
    picture = Image.new("RGB", (600, 90 * len(lines)), "white")
    for at, line in enumerate(lines):
        drawn = ImageDraw.Draw(picture)
        drawn.text((10, 90 * at + 5), line, "black", ImageFont.load_default(70))
    made = io.BytesIO()
    canvas = Canvas(made, (595, 842))
    canvas.drawInlineImage(picture, 60, 842 - top - 24 * len(lines), 160, 24 * len(lines))
    for at, line in enumerate(("Byggnadsnämnden", "Protokoll", "2024-02-06", "Ett tak lagas.")):
        canvas.drawString(60, 640 - 20 * at, line)
    canvas.save()
    return made.getvalue()


@needs_tesseract
def test_the_words_of_a_logotype_are_read_and_stand_beside_the_text(tmp_path: Path) -> None:
    document = _read(tmp_path / "s.pdf", _letter(["VINTRA", "KOMMUN"], 40))
    (page,) = document.pages
    beside = [line for line in page.lines if line.kind is LineKind.MARGIN]
    assert [document.text_of(line) for line in beside] == ["VINTRA", "KOMMUN"]
    assert page.reading is Reading.TEXT
    assert all(line.box.x0 >= 60 and 40 <= line.box.top < 90 for line in beside)
    assert find_meeting(document, ()).organisation == "VINTRA KOMMUN"


@needs_tesseract
def test_a_motto_is_no_organisation_and_a_picture_further_down_no_logotype(tmp_path: Path) -> None:
    motto = _read(tmp_path / "m.pdf", _letter(["alltid nära", "havet"], 40))
    below = _read(tmp_path / "b.pdf", _letter(["VINTRA", "KOMMUN"], 500))
    assert find_meeting(motto, ()).organisation is None
    assert "KOMMUN" not in below.text


def test_sound_text_is_not_suspected() -> None:
    swedish = [
        "Nämnden",
        "beslutar",
        "att",
        "bevilja",
        "bygglov",
        "för",
        "carporten",
        "enligt",
        "ritningarna",
    ]
    names = [
        "Asta",
        "Ek",
        "Örjan",
        "Lind",
        "Bo",
        "Almér",
        "Disa",
        "Öberg",
        "Ivar",
        "Sjöö",
        "Ylva",
        "Ängby",
    ]
    assert not judge.is_suspect(swedish)
    assert not judge.is_suspect(names)
    assert not judge.is_suspect(["12", "345", "1 200", "kr", "tkr"])


def test_text_of_a_broken_font_map_is_suspected() -> None:
    swedish = "protokollet justeras elektroniskt medlemmarna föreslår kommunfullmäktige ställer sig"
    garbled = swedish.replace("l", "j").replace("t", "s").replace("e", "o").split()
    assert judge.is_suspect(garbled)
    assert judge.is_suspect(["nDetnföreslåsnattnstyrelsennbeviljarnledighetnundernjanuari"] * 3)


def test_skew_is_measured() -> None:
    page = Image.new("L", (1240, 1754), 255)
    for y in range(200, 1500, 40):
        page.paste(0, (150, y, 1100, y + 14))
    assert ocr.skew_of(page) == 0
    aslant = page.rotate(-1.5, fillcolor=255)
    assert ocr.skew_of(aslant) == pytest.approx(1.5, abs=0.2)
    assert ocr.skew_of(Image.new("L", (1240, 1754), 255)) == 0


def test_the_engine_that_comes_with_pip_reads_a_scan(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr_onnxruntime")
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("Helvetica", 14)
    canvas.drawString(60, 700, "§ 12 Budget 2031")
    canvas.drawString(60, 660, "Nämnden beslutar att godkänna förslaget")
    canvas.save()
    import pypdfium2

    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        picture = pdf[0].render(scale=150 / 72, grayscale=True).to_pil().convert("L")
    words = [token.text for token in ocr.RapidOcr().words(picture, 150)]
    assert "Budget" in " ".join(words)
    assert "12" in "".join(words)
    assert "godkänna förslaget" in " ".join(words)


def test_words_that_stand_near_each_other_are_parted(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr_onnxruntime")
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 700, "Nämnden avslår taxan för vatten och avlopp och överlämnar ärendet")
    canvas.save()
    import pypdfium2

    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        picture = pdf[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    tokens = ocr.RapidOcr().words(picture, 200)
    assert " ".join(t.text for t in tokens) == (
        "Nämnden avslår taxan för vatten och avlopp och överlämnar ärendet"
    )
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        found = pdf[0].get_textpage().search("vatten").get_next()
        assert found is not None
        left, _, right, _ = pdf[0].get_textpage().get_charbox(found[0])
    assert tokens[4].x0 == pytest.approx(left, abs=2)
    assert right < tokens[4].x1


def _heads(*lines: str) -> list[str]:
    """What becomes of lines on a page that an engine without a second reading saw."""
    style = Style(None, 10.0, False, False)
    tokens = [
        Token(
            word,
            60 + 40.0 * n,
            at * 20.0,
            90 + 40.0 * n,
            at * 20.0 + 10,
            at * 20.0 + 9,
            style,
            0,
            1,
        )
        for at, line in enumerate(lines)
        for n, word in enumerate(line.split())
    ]
    seen = ocr.Seen(tokens)
    glimpse = Glimpse.of(Image.new("L", (600, 800), 255), 72.0, seen)
    page = RawPage(600, 800, tokens, reading=Reading.OCR)
    [made] = restore_sections([page], {0: glimpse})
    rows = [[t.text for t in made.tokens if t.top == at * 20.0] for at in range(len(lines))]
    return [" ".join(row) for row in rows]


def test_the_rising_sequence_settles_signs_that_were_read_otherwise() -> None:
    assert _heads(
        "s 40 Öppnande", "$41 Budget", "841 Taxa", "8 42 Motion", "844 kr", "s 43 Val"
    ) == [
        "§ 40 Öppnande",
        "§ 41 Budget",
        "841 Taxa",
        "§ 42 Motion",
        "844 kr",
        "§ 43 Val",
    ]


def test_a_number_keeps_its_full_stop_and_an_ocr_layer_its_signs() -> None:
    style = Style(None, 10.0, False, False)
    tokens = [
        Token(word, 60 + 40.0 * n, 20.0 * at, 90 + 40.0 * n, 20.0 * at + 10, 20.0 * at + 9, style)
        for at, line in enumerate(("§ 13. Val", "8 14. Val", "§ 15. Val", "8 18. Val"))
        for n, word in enumerate(line.split())
    ]
    page = RawPage(600, 800, tokens, scanned=True)
    [made] = restore_sections([page], {0: Glimpse.of_layer(tokens)})
    assert [t.text for t in made.tokens if t.x0 < 130] == (
        ["§", "13.", "§", "14.", "§", "15.", "8", "18."]
    )


def test_the_sign_of_a_garbled_layer_settles_what_the_picture_shows() -> None:
    style = Style(None, 10.0, False, False)
    layer = [Token("§", 75, 10, 81, 20, 19, style)]
    seen = [Token("17.8", 60, 10, 82, 20, 19, style, 0, 0.8)]
    assert [t.text for t in with_signs(layer, seen)] == ["17", "§"]
    apart = [Token("17.8", 160, 10, 182, 20, 19, style, 0, 0.8)]
    assert with_signs(layer, apart) == apart


def test_a_short_page_is_suspected_only_in_a_garbled_document() -> None:
    words = ["Nämnden", "utser", "en", "representant", "och", "ersäaare", "tll", "stäaaan"]
    assert not judge.is_suspect(words)
    assert judge.is_suspect(words, judge.WARY)


def test_numbers_at_the_beginning_of_lines_are_no_signs_without_a_sure_one() -> None:
    lines = ("s 40 Öppnande", "841 Budget", "8 42 Motion")
    assert _heads(*lines) == list(lines)


def test_signs_in_running_text_are_put_right() -> None:
    def shown(text: str) -> list[str]:
        style = Style(None, 10.0, False, False)
        tokens = [
            Token(word, 40.0 * n, 0, 40.0 * n + 20, 10, 10, style, 0, 0.9)
            for n, word in enumerate(text.split())
        ]
        page = RawPage(600, 800, tokens, reading=Reading.OCR)
        return [token.text for token in restore_sections([page], {})[0].tokens]

    assert shown("enligt 5 kap. 65 $ kommunallagen")[4] == "§"
    assert shown("Nämnden 4.3.2031, 39 8") == ["Nämnden", "4.3.2031,", "39", "§"]
    assert shown("sidorna 4 8 och Ek & Alm") == ["sidorna", "4", "8", "och", "Ek", "&", "Alm"]
