"""Every format that is read, by files of real programs, and files that mean ill."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from PIL import Image

from corpus.errors import UnreadableError
from corpus.model import Document, DocumentType, Reading
from ingest.extract import extract
from ingest.read import READERS, converted, read
from ingest.read.sandbox import Limits, read_safely

_LINES = (
    "Granbacka kommun", "Sammanträdesprotokoll", "Kulturnämnden 2031-03-12", "§ 31 Ny gångbro",
    "Beslut", "Kulturnämnden avslår förslaget.", "§ 32 Avgift för båtplatser", "Beslut",
    "Kulturnämnden återremitterar ärendet.",
)  # fmt: skip


def _word(path: Path) -> Path:
    made = docx.Document()
    for line in _LINES:
        made.add_paragraph(line)
    made.save(str(path))
    return path


def _decisions(document: Document) -> list[str]:
    return [one.text for record in extract(document) for one in record.decisions]


_RIGHT = ["Kulturnämnden avslår förslaget.", "Kulturnämnden återremitterar ärendet."]

# ------------------------------------------------------------------------------ cousins

_COUSINS = {".docm": "docx", ".dotx": "docx", ".dotm": "docx", ".pptm": "pptx", ".ppsx": "pptx",
            ".potx": "pptx", ".ott": "odt", ".xlsm": "xlsx"}  # fmt: skip


@pytest.mark.parametrize("suffix", _COUSINS)
def test_cousins_of_the_known_formats(tmp_path: Path, suffix: str) -> None:
    kind = _COUSINS[suffix]
    path = tmp_path / f"a{suffix}"
    if kind == "docx":
        _word(path)
    elif kind == "pptx":
        deck = pptx.Presentation()
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "Gångbron"
        deck.save(str(path))
    elif kind == "odt":
        from tests.generate.office import writer

        writer(path, "<text:p>Gångbron</text:p>")
    else:
        book = openpyxl.Workbook()
        book.active["A1"] = "Gångbron"
        book.save(str(path))
    assert "ångbro" in read(path).text


def test_flat_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.fodt"
    office = "urn:oasis:names:tc:opendocument:xmlns:%s:1.0"
    path.write_text(
        f'<office:document xmlns:office="{office % "office"}" xmlns:text="{office % "text"}">'
        "<office:body><office:text><text:p>§ 1 Öppnande</text:p></office:text></office:body>"
        "</office:document>",
        "utf-8",
    )
    assert read(path).text == "§ 1 Öppnande"
    path.write_text("<office:document", "utf-8")
    with pytest.raises(UnreadableError, match="inte XML"):
        read(path)


# ------------------------------------------------------------------------------ old formats

_OLD = {".doc": "doc", ".rtf": "rtf", ".ppt": "ppt", ".xls": "xls"}


@pytest.fixture(scope="module")
def old_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("gamla")
    _word(folder / "text.docx")
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Gångbron"
    slide.placeholders[1].text_frame.text = "Beslut: Gruppen avslår förslaget."
    deck.save(str(folder / "bilder.pptx"))
    book = openpyxl.Workbook()
    for row in (("Åtgärd", "Ansvarig", "Klart"), ("Beställa skyltar", "Åsa Ek", "2031-04-15")):
        book.active.append(row)
    book.save(str(folder / "lista.xlsx"))
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    for source, kinds in (("text.docx", ("doc", "rtf")), ("bilder.pptx", ("ppt",)),
                          ("lista.xlsx", ("xls",))):  # fmt: skip
        for kind in kinds:
            subprocess.run(
                ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder),
                 str(folder / source)],
                check=True, capture_output=True, timeout=300,
            )  # fmt: skip
    return {path.suffix: path for path in folder.iterdir() if path.suffix in _OLD}


@pytest.mark.parametrize("suffix", [".doc", ".rtf"])
def test_old_texts(old_files: dict[str, Path], suffix: str) -> None:
    document = read_safely(old_files[suffix])
    assert _decisions(document) == _RIGHT
    assert f"filen är gjord om av LibreOffice från {suffix}" in document.remarks
    assert document.source.uri.endswith(suffix)


def test_old_slides_and_sheets(old_files: dict[str, Path]) -> None:
    slides = read(old_files[".ppt"])
    assert slides.pages[0].title == "Gångbron"
    assert "Gruppen avslår förslaget." in slides.text
    sheet = read(old_files[".xls"])
    assert [cell.text for cell in sheet.tables[0].rows[1]] == [
        "Beställa skyltar", "Åsa Ek", "2031-04-15",
    ]  # fmt: skip


def test_an_old_file_without_libreoffice_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert converted.program() is None
    with pytest.raises(UnreadableError) as caught:
        read(path)
    assert "LibreOffice" in caught.value.what
    assert "Installera LibreOffice" in caught.value.advice


# ------------------------------------------------------------------------------ web pages


def test_web_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<!DOCTYPE html><html><head><title>t</title><style>p{}</style></head><body>"
        "<script>var x = 1;</script><h2>§ 1 Öppnande</h2><p>Nämnden\n  <b>avslår</b>.</p>"
        "<p style='display: none'>dolt</p><p hidden>dolt</p><del>struket</del>"
        "<ol start='3'><li>tre<ul><li>under</li></ul></li><li>fyra</li></ol>"
        "<table><tr><th>A</th><th>B</th></tr><tr><td rowspan=2>1</td><td>2</td></tr>"
        "<tr><td>3</td></tr></table>löst<br>rad</body></html>",
        "utf-8",
    )
    document = read(path)
    lines = [(document.text_of(x), x.heading, x.level) for x in document.lines if x.cell is None]
    assert lines == [
        ("§ 1 Öppnande", 2, 0),
        ("Nämnden avslår.", 0, 0),
        ("3. tre", 0, 0),
        ("• under", 0, 1),
        ("4. fyra", 0, 0),
        ("löst", 0, 0),
        ("rad", 0, 0),
    ]
    rows = [[cell.text for cell in row] for row in document.tables[0].rows]
    assert rows == [["A", "B"], ["1", "2"], ["1", "3"]]
    assert document.remarks == ("3 ord som inte syns lästes inte (2 dolda, 1 överstrukna)",)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_web_pages_in_their_encoding(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "a.htm"
    page = f'<html><head><meta charset="{charset}"></head><body><p>Årsmöte § 3</p></body></html>'
    path.write_bytes(page.encode(charset))
    assert read(path).text == "Årsmöte § 3"


def test_web_pages_in_one_file(tmp_path: Path) -> None:
    page = EmailMessage()
    page.set_content("<html><body><p>§ 1 Öppnande</p></body></html>", subtype="html")
    page.add_related(b"x", maintype="image", subtype="png", cid="<a>")
    path = tmp_path / "a.mht"
    path.write_bytes(page.as_bytes())
    assert read(path).text == "§ 1 Öppnande"


# ------------------------------------------------------------------------------ sheets


def test_lists_of_tasks_in_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Åtgärd", "Ansvarig", "Klart"])
    sheet.append(["Beställa skyltar", "Åsa Ek", "2031-04-15"])
    sheet.append(["Dolt arbete", "Bo Al", "2031-04-16"])
    sheet.row_dimensions[3].hidden = True
    hidden = book.create_sheet("Utkast")
    hidden.append(["hemligt"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(str(path))
    document = read(path)
    assert "Dolt" not in document.text
    assert "hemligt" not in document.text
    assert len(document.remarks) == 1
    rows = [[cell.text for cell in row] for row in document.tables[0].rows]
    assert rows[1] == ["Beställa skyltar", "Åsa Ek", "2031-04-15"]


@pytest.mark.parametrize(
    ("encoding", "sign"), [("utf-8-sig", ";"), ("cp1252", ";"), ("utf-8", ",")]
)
def test_lists_in_csv(tmp_path: Path, encoding: str, sign: str) -> None:
    path = tmp_path / "a.csv"
    rows = [["Åtgärd", "Ansvarig"], ["Beställa skyltar", "Åsa Ek"], ["Måla", "Örjan Al"]]
    path.write_bytes("\r\n".join(sign.join(row) for row in rows).encode(encoding))
    assert [[cell.text for cell in row] for row in read(path).tables[0].rows] == rows


# ------------------------------------------------------------------------------ mail


def _letter(
    *files: tuple[str, bytes], text: str = "Hej!\nHär kommer protokollet.\n"
) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = "Åsa Ek <asa@granbacka.example>"
    letter["To"] = "registrator@granbacka.example"
    letter["Subject"] = "Protokoll från mötet"
    letter.set_content(text)
    for name, data in files:
        letter.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return letter


def test_a_letter_and_what_is_attached_are_documents_of_their_own(tmp_path: Path) -> None:
    protocol = _word(tmp_path / "p.docx").read_bytes()
    path = tmp_path / "brev.eml"
    path.write_bytes(
        _letter(("protokoll åäö.docx", protocol), ("bild.xyz", b"x"), ("tom.txt", b"")).as_bytes()
    )
    document = read(path)
    assert [(one.page, one.name) for one in document.enclosed] == [
        (1, ""), (2, "protokoll åäö.docx"),
    ]  # fmt: skip
    assert document.remarks == (
        "bild.xyz lästes inte: formatet läses inte",
        "tom.txt lästes inte: filen är tom",
    )
    assert document.attachments == ("protokoll åäö.docx", "bild.xyz", "tom.txt")
    letter, minutes = extract(document)
    assert letter.document_type is DocumentType.REPORT
    assert letter.decisions == ()
    assert minutes.document_type is DocumentType.MINUTES
    assert [one.text for one in minutes.decisions] == _RIGHT
    assert {one.provenance.page for one in minutes.decisions} == {2}
    for one in minutes.decisions:
        start, end = one.provenance.spans[0]
        assert document.text[start:end] == one.text


def test_a_letter_within_a_letter(tmp_path: Path) -> None:
    inner = _letter(("p.docx", _word(tmp_path / "p.docx").read_bytes()))
    outer = _letter()
    outer.add_attachment(inner)
    path = tmp_path / "brev.eml"
    path.write_bytes(outer.as_bytes())
    assert _decisions(read(path)) == _RIGHT


def test_a_letter_in_html(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["Subject"] = "Kallelse"
    letter.set_content("<p>Välkomna <b>till</b> mötet</p>", subtype="html", charset="iso-8859-1")
    path = tmp_path / "brev.eml"
    path.write_bytes(letter.as_bytes())
    assert read(path).text == "Ämne: Kallelse\nVälkomna till mötet"


# ------------------------------------------------------------------------------ packed folders


def test_packed_folders(tmp_path: Path) -> None:
    word = _word(tmp_path / "p.docx").read_bytes()
    packed = tmp_path / "akt.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("mapp/protokoll.docx", word)
        out.writestr("mapp/.DS_Store", "x")
        out.writestr("__MACOSX/mapp/._protokoll.docx", "x")
        out.writestr("../../utanför.txt", "Text")
        out.writestr("trasig.docx", "ingen kontorsfil")
    document = read(packed)
    assert _decisions(document) == _RIGHT
    assert [one.name for one in document.enclosed] == ["utanför.txt", "mapp/protokoll.docx"]
    assert len(document.remarks) == 1
    assert document.remarks[0].startswith("trasig.docx lästes inte: ")
    assert list(tmp_path.parent.glob("utanför.txt")) == []


def test_names_of_old_packers(tmp_path: Path) -> None:
    path = tmp_path / "akt.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mote.txt", "Text")
    data = path.read_bytes().replace(b"mote.txt", "möte.txt".encode("cp850"))
    path.write_bytes(data)
    assert read(path).attachments == ("möte.txt",)


def test_bombs_and_nests_are_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.txt", b"0" * (40 * 2**20))
    with pytest.raises(UnreadableError, match="bomb"):
        read(bomb)

    many = tmp_path / "många.zip"
    with zipfile.ZipFile(many, "w") as out:
        for at in range(600):
            out.writestr(f"{at}.txt", "x")
    with pytest.raises(UnreadableError, match="fler än"):
        read(many)

    nest = b"Botten"
    name = "botten.txt"
    for at in range(7):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as out:
            out.writestr(name, nest)
        nest, name = made.getvalue(), f"{at}.zip"
    deep = tmp_path / "djup.zip"
    deep.write_bytes(nest)
    document = read(deep)
    assert "Botten" not in document.text
    assert any("djupare än" in remark for remark in document.remarks)


def test_links_and_devices_of_tar_files_are_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "akt.tar"
    with tarfile.open(path, "w") as out:
        link = tarfile.TarInfo("passwd.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        out.addfile(link)
        text = tarfile.TarInfo("a.txt")
        text.size = 4
        out.addfile(text, io.BytesIO(b"Text"))
    document = read(path)
    assert document.text == "Text"
    assert document.attachments == ("a.txt",)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.eml", "a.msg", "a.tif", "a.png", "a.xlsx"])
def test_broken_files_are_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x00\x01ingenting" * 20)
    with pytest.raises(UnreadableError) as caught:
        read(path)
    assert caught.value.advice


# ------------------------------------------------------------------------------ pictures


def test_pictures_are_pages(tmp_path: Path) -> None:
    page = Image.new("1", (850, 1100), 1)
    path = tmp_path / "a.tif"
    page.save(path, save_all=True, append_images=[page, page], dpi=(100, 100), compression="group4")
    document = read(path)
    assert len(document.pages) == 3
    assert document.media_type == "image/tiff"
    assert round(document.pages[0].width) == 612
    assert {page.reading for page in document.pages} <= {Reading.EMPTY, Reading.UNREAD}


def test_a_picture_larger_than_a_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("1", (16_000, 16_000), 1).save(path)
    with pytest.raises(UnreadableError, match="större än en sida"):
        read_safely(path, Limits(stall=30.0))


def test_every_format_that_is_read_is_in_the_table_of_the_manual() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "reading.md").read_text("utf-8")
    missing = [suffix for suffix in READERS if f"`{suffix}`" not in manual]
    assert missing == []
