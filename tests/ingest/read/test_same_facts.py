"""One text gives one set of facts, however its letters are written, coded and packed."""

from __future__ import annotations

import io
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from odf import opendocument
from odf import text as odf_text
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen import canvas

from corpus.model import Record
from ingest.extract import extract
from ingest.read import read
from ingest.read.signs import plain

_TEXT = """Granbacka kommun
Kulturnämnden
Sammanträdesprotokoll
Sammanträdesdatum 2031-03-12

Plats och tid: Kommunhuset, Lönnsalen, kl. 13.00-15.10
Beslutande: Åsa Ekblad (S), ordförande
Örjan Sjöö (M)
Märta Älvqvist (C)

§ 31 Ny gångbro över ån

Beslut

Kulturnämnden godkänner förslaget.
Kulturnämnden uppdrar åt Örjan Sjöö att beställa skyltar senast den 15 april 2031.

§ 32 Avgift för båtplatser

Beslut

Kulturnämnden avslår förslaget om höjd avgift.

§ 33 Lekplats i Älvbyn

Beslut

Kulturnämnden återremitterar ärendet.
"""


def _facts(record: Record) -> dict[str, object]:
    return {
        "kind": record.document_type,
        "body": record.meeting.body,
        "date": record.meeting.date,
        "persons": [person.name for person in record.participants],
        "points": [(item.number, item.title) for item in record.agenda_items],
        "decisions": [(one.agenda_item, one.outcome, one.text) for one in record.decisions],
        "tasks": [(one.owner, one.due_date, one.text) for one in record.action_items],
    }


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    path = tmp_path_factory.mktemp("rätt") / "protokoll.txt"
    path.write_text(_TEXT, "utf-8")
    facts = _facts(extract(read(path))[0])
    assert len(facts["points"]) == 3  # type: ignore[arg-type]
    assert len(facts["decisions"]) == 4  # type: ignore[arg-type]
    assert len(facts["tasks"]) == 1  # type: ignore[arg-type]
    return facts


def _within(sign: str) -> Callable[[str], str]:
    """Put a sign after the second letter of every long word."""

    def written(text: str) -> str:
        def one(word: str) -> str:
            return word[:2] + sign + word[2:] if len(word) > 5 and word.isalpha() else word

        return "\n".join(" ".join(map(one, line.split(" "))) for line in text.split("\n"))

    return written


def _between(sign: str) -> Callable[[str], str]:
    return lambda text: text.replace(" ", sign)


def _for(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


_RENDERINGS: dict[str, Callable[[str], str]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "soft hyphens": _within("\u00ad"),
    "zero width spaces": _within("\u200b"),
    "zero width non-joiners": _within("\u200c"),
    "zero width joiners": _within("\u200d"),
    "word joiners": _within("\u2060"),
    "byte order marks in words": _within("\ufeff"),
    "left-to-right marks": _within("\u200e"),
    "right-to-left marks": _within("\u200f"),
    "embeddings": lambda text: f"\u202a{text}\u202c",
    "isolates": _within("\u2068"),
    "invisible separators": _within("\u2063"),
    "variation selectors": _within("\ufe0f"),
    "grapheme joiners": _within("\u034f"),
    "tags": _within("\U000e0041"),
    "controls": _within("\x01"),
    "a mark before every §": _for("§", "\ufeff§"),
    "no-break spaces": _between("\u00a0"),
    "narrow no-break spaces": _between("\u202f"),
    "thin spaces": _between("\u2009"),
    "figure spaces": _between("\u2007"),
    "ideographic spaces": _between("\u3000"),
    "no-break hyphens": _for("-", "\u2011"),
    "typographic hyphens": _for("-", "\u2010"),
    "minus signs": _for("-", "\u2212"),
    "full-width letters": _wide,
    "ligatures": lambda text: text.replace("fi", "\ufb01").replace("fl", "\ufb02"),
    "carriage returns": _for("\n", "\r\n"),
    "old Mac lines": _for("\n", "\r"),
    "next lines": _for("\n", "\x85"),
}


@pytest.mark.parametrize("rendering", _RENDERINGS)
def test_renderings_of_a_text(tmp_path: Path, rendering: str, right: dict[str, object]) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_bytes(_RENDERINGS[rendering](_TEXT).encode("utf-8"))
    assert _facts(extract(read(path))[0]) == right


@pytest.mark.parametrize("rendering", ["decomposed", "soft hyphens", "zero width spaces"])
def test_renderings_of_a_word_file(
    tmp_path: Path, rendering: str, right: dict[str, object]
) -> None:
    path = _as_docx(tmp_path, _RENDERINGS[rendering](_TEXT))
    assert _facts(extract(read(path))[0]) == right


_ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp1252",
    "latin-1", "iso8859-15", "cp850", "cp437 with § as DOS shows it", "mac_roman", "cp500",
    "ISO 646-SE", "twice", "twice over DOS", "thrice", "UTF-8 with a byte of Latin-1",
    "Latin-1 with a line of UTF-8",
)  # fmt: skip


def _coded(encoding: str) -> bytes:
    text = _TEXT
    if encoding.startswith("cp437"):
        return text.replace("§", "\x15").encode("cp437")
    if encoding == "ISO 646-SE":
        return text.translate(str.maketrans("ÄÖÅäöå", "[\\]{|}")).encode("latin-1")
    if encoding == "twice":
        return text.encode("utf-8").decode("latin-1").encode("utf-8")
    if encoding == "twice over DOS":
        return text.encode("utf-8").decode("cp850").encode("utf-8")
    if encoding == "thrice":
        return text.encode("utf-8").decode("latin-1").encode("utf-8").decode("latin-1").encode()
    if encoding.startswith("UTF-8 with"):
        at = text.rindex("§")
        return text[:at].encode("utf-8") + b"\xa7" + text[at + 1 :].encode("utf-8")
    if encoding.startswith("Latin-1 with"):
        first, rest = text.split("§ 33")
        return first.encode("utf-8") + ("§ 33" + rest).encode("latin-1")
    return text.encode(encoding)


@pytest.mark.parametrize("encoding", _ENCODINGS)
def test_encodings(tmp_path: Path, encoding: str, right: dict[str, object]) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_bytes(_coded(encoding))
    assert _facts(extract(read(path))[0]) == right


def test_an_odd_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_bytes(_coded("cp850"))
    assert read(path).remarks == ("texten är läst som DOS (kodsida 850)",)
    path.write_bytes(_coded("cp1252"))
    assert read(path).remarks == ()


def test_brackets_of_a_program_are_no_letters(tmp_path: Path) -> None:
    path = tmp_path / "kod.txt"
    path.write_text("for (i = 0; i < n; i++) { a[i] = b[i]; }\nx = {'a': [1, 2]}\n" * 5, "ascii")
    assert "a[i] = b[i]; }" in read(path).text


# ------------------------------------------------------------------------------ formats


def _as_docx(tmp_path: Path, text: str = _TEXT) -> Path:
    made = docx.Document()
    for line in filter(None, text.splitlines()):
        made.add_paragraph("".join(c for c in line if c >= " "))
    path = tmp_path / "protokoll.docx"
    made.save(str(path))
    return path


def _as_odt(tmp_path: Path) -> Path:
    made = opendocument.OpenDocumentText()
    for line in filter(None, _TEXT.splitlines()):
        made.text.addElement(odf_text.P(text=line))
    path = tmp_path / "protokoll.odt"
    made.save(str(path))
    return path


def _as_pdf(tmp_path: Path) -> Path:
    assert pdfmetrics.getFont("Helvetica")
    path = tmp_path / "protokoll.pdf"
    sheet = canvas.Canvas(str(path))
    y = 780
    for line in _TEXT.splitlines():
        sheet.setFont("Helvetica", 11)
        sheet.drawString(72, y, line)
        y -= 16
    sheet.save()
    return path


def _as_html(tmp_path: Path) -> Path:
    lines = "".join(f"<p>{line}</p>" for line in _TEXT.splitlines() if line)
    path = tmp_path / "protokoll.html"
    path.write_text(f"<html><head><title>x</title></head><body>{lines}</body></html>", "utf-8")
    return path


def _as_markdown(tmp_path: Path) -> Path:
    path = tmp_path / "protokoll.md"
    path.write_text(_TEXT.replace("\n", "\n\n"), "utf-8")
    return path


def _as_mail(tmp_path: Path) -> Path:
    letter = EmailMessage()
    letter["Subject"] = "Underlag"
    letter.set_content("Hej!\n")
    letter.add_attachment(
        _as_docx(tmp_path).read_bytes(),
        maintype="application",
        subtype="octet-stream",
        filename="protokoll från mötet.docx",
    )
    path = tmp_path / "brev.eml"
    path.write_bytes(letter.as_bytes())
    return path


def _as_zip(tmp_path: Path) -> Path:
    path = tmp_path / "akt.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.write(_as_pdf(tmp_path), "mapp/protokoll.pdf")
    return path


def _as_tar(tmp_path: Path) -> Path:
    path = tmp_path / "akt.tar.gz"
    with tarfile.open(path, "w:gz") as packed:
        data = _TEXT.encode()
        about = tarfile.TarInfo("../protokoll.txt")
        about.size = len(data)
        packed.addfile(about, io.BytesIO(data))
    return path


_FORMATS = (_as_docx, _as_odt, _as_pdf, _as_html, _as_markdown, _as_mail, _as_zip, _as_tar)


@pytest.mark.parametrize("made", _FORMATS, ids=lambda made: made.__name__[4:])
def test_formats(tmp_path: Path, made: Callable[[Path], Path], right: dict[str, object]) -> None:
    assert _facts(extract(read(made(tmp_path)))[-1]) == right


# ------------------------------------------------------------------------------ laws

_UNSEEN = st.sampled_from(
    "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c\u2066\u2069\ufe0f"
)


@given(st.lists(st.tuples(st.integers(0, 40), _UNSEEN), max_size=12))
def test_unseen_signs_never_change_a_text(put: list[tuple[int, str]]) -> None:
    text = "Nämnden avslår ansökan, § 12 (dnr 2031-4)."
    written = text
    for at, sign in put:
        written = written[: at % (len(written) + 1)] + sign + written[at % (len(written) + 1) :]
    assert plain(written) == text


@given(st.text())
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)
