"""Hostile and broken files are refused with a reason, within limits, and harm no neighbour."""

from __future__ import annotations

import os
import resource
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import UnreadableError
from corpus.model import Document, Reading
from ingest.read import read
from ingest.read.sandbox import Limits, read_safely

LIMITS = Limits(memory=2 * 2**30, stall=5.0, total=240.0)


def _minutes(path: Path, pages: int = 1) -> Path:
    canvas = Canvas(str(path))
    for number in range(pages):
        canvas.drawString(72, 760, f"§ {number + 1} Nämnden beslutar att godkänna förslaget.")
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def neighbour(tmp_path: Path) -> Path:
    return _minutes(tmp_path / "granne.pdf")


def _pdf(path: Path, objects: dict[int, bytes], head: bytes = b"") -> Path:
    """A PDF of the given objects, number 1 being its catalog, with a correct index."""
    data = head + b"%PDF-1.7\n"
    places = {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    for number in range(1, max(objects) + 1):
        data += b"%010d 00000 n \n" % places.get(number, 0)
    data += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start)
    path.write_bytes(data)
    return path


def _stream(body: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(body, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (
        len(packed),
        extra,
        packed,
    )


_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _one_page(
    path: Path, content: bytes, more: dict[int, bytes], box: bytes = b"0 0 595 842"
) -> Path:
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>" % box
    )
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: page,
        4: content,
        5: _FONT,
    }
    return _pdf(path, objects | more)


def recursive_form(path: Path) -> Path:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R/Y 7 0 R>>>>"
    twice = _stream(b"q /X Do Q q /Y Do Q " * 40, form)
    return _one_page(path, _stream(b"/X Do"), {6: twice, 7: twice})


def flate_bomb(path: Path) -> Path:
    squeezed = zlib.compressobj(9)
    first = squeezed.compress(b" " * 2**20) + squeezed.flush(zlib.Z_FULL_FLUSH)
    more = squeezed.compress(b" " * 2**20) + squeezed.flush(zlib.Z_FULL_FLUSH)
    packed = zlib.compress(first + more * 4000, 9)
    body = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    assert len(body) < 100_000
    return _one_page(path, body, {6: _stream(b"", b"/Subtype/Form")})


def million_chars(path: Path) -> Path:
    words = b"Ordet beslut " * 250
    lines = [b"BT /F 1 Tf 1 0 0 1 10 %d Tm (%s) Tj ET\n" % (y, words) for y in range(1, 800)]
    return _one_page(path, _stream(b"".join(lines)), {6: _stream(b"", b"/Subtype/Form")})


def deep_nesting(path: Path) -> Path:
    deep = b"<</A" * 200_000 + b" 1 " + b">>" * 200_000
    return _one_page(path, _stream(b""), {6: deep})


def endless_pages(path: Path) -> Path:
    kids = b" ".join(b"3 0 R" for _ in range(6000))
    return _pdf(
        path,
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[%s]/Count 6000>>" % kids,
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        },
    )


def cut_to_nothing(path: Path) -> Path:
    _minutes(path)
    path.write_bytes(path.read_bytes()[:60])
    return path


def protected(path: Path) -> Path:
    _minutes(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    return path


def renamed_text(path: Path) -> Path:
    path.write_text("Protokoll från nämndens möte\n", "utf-8")
    return path


def polyglot_web(path: Path) -> Path:
    _minutes(path)
    path.write_bytes(b"<html><script>alert(1)</script>\n" + path.read_bytes())
    return path


def polyglot_zip(path: Path) -> Path:
    _minutes(path)
    path.write_bytes(path.read_bytes() + b"PK\x05\x06" + b"\0" * 18)
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


HOSTILE = [
    recursive_form,
    flate_bomb,
    million_chars,
    deep_nesting,
    endless_pages,
    cut_to_nothing,
    protected,
    renamed_text,
    polyglot_web,
    polyglot_zip,
    empty,
]


def _resident() -> int:
    """Bytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize()


def _outcome(path: Path) -> Document | UnreadableError:
    try:
        return read_safely(path, LIMITS)
    except UnreadableError as error:
        return error


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_a_hostile_file_is_refused_or_said_unread_and_its_neighbour_is_read(
    tmp_path: Path, neighbour: Path, make: object
) -> None:
    assert callable(make)
    path: Path = make(tmp_path / "fientlig.pdf")
    before = _resident()
    start = time.monotonic()
    outcome = _outcome(path)
    if isinstance(outcome, UnreadableError):
        assert outcome.what
        assert outcome.where == str(path)
        assert outcome.advice
    else:
        # pdfium copes with some of these; then the page must not pretend to hold a text.
        assert all(page.reading is not Reading.TEXT for page in outcome.pages)
        assert all(p.reason for p in outcome.pages if p.reading is Reading.UNREAD)
    assert time.monotonic() - start < LIMITS.total
    assert "godkänna" in read_safely(neighbour, LIMITS).text
    assert _resident() - before < 200 * 2**20


def test_a_huge_page_is_read_without_rendering_it(tmp_path: Path) -> None:
    content = _stream(b"BT /F 12 Tf 1 0 0 1 72 700 Tm (Ordet) Tj ET")
    path = _one_page(
        tmp_path / "stor.pdf", content, {6: _stream(b"", b"/Subtype/Form")}, b"0 0 200000 200000"
    )
    assert read_safely(path, LIMITS).text == "Ordet"


def test_the_same_document_comes_out_of_the_child(neighbour: Path) -> None:
    assert read_safely(neighbour, LIMITS) == read(neighbour)


def test_a_stalled_file_is_given_up(tmp_path: Path, neighbour: Path) -> None:
    fifo = tmp_path / "rör.txt"
    os.mkfifo(fifo)
    with pytest.raises(UnreadableError, match="vanlig fil"):
        read_safely(fifo, LIMITS)
    slow = _minutes(tmp_path / "lång.pdf", pages=1500)
    with pytest.raises(UnreadableError, match=r"fastnade|gav upp"):
        read_safely(slow, Limits(stall=0.01, total=30.0))
    assert read_safely(neighbour, LIMITS).pages


def test_too_little_memory_is_said(neighbour: Path) -> None:
    with pytest.raises(UnreadableError, match=r"minne|kraschade|går inte att läsa"):
        read_safely(neighbour, Limits(memory=120 * 2**20, stall=30.0))
    assert read_safely(neighbour, LIMITS).pages


def test_a_text_file_of_a_size_that_no_document_has_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "stor.txt"
    large.write_bytes(b"ord " * 8_000_000)
    with pytest.raises(UnreadableError, match="större"):
        read(large)


def test_a_cut_file_is_repaired_and_says_so(tmp_path: Path) -> None:
    whole = _minutes(tmp_path / "hel.pdf", pages=3).read_bytes()
    path = tmp_path / "avklippt.pdf"
    tail = whole.rindex(b"xref", 0, whole.rindex(b"startxref"))
    path.write_bytes(b"junk\n" * 800 + whole[:tail])
    document = read(path)
    assert "§ 2 Nämnden beslutar" in document.text
    assert any("lagats" in remark for remark in document.remarks)


def test_a_page_whose_contents_are_broken_is_said_unread_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    path = _minutes(tmp_path / "p.pdf", pages=3)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[1].Contents = pdf.make_stream(b"BT /F1 12 Tf (\xa7 2 N")
        pdf.pages[1].Contents.Filter = pikepdf.Name.FlateDecode
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(path)
    document = read(path)
    assert [page.reading for page in document.pages] == [
        Reading.TEXT,
        Reading.UNREAD,
        Reading.TEXT,
        Reading.EMPTY,
    ]
    assert "trasigt" in (document.pages[1].reason or "")


def test_a_cut_file_whose_text_is_gone_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    path = _minutes(tmp_path / "p.pdf")
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b"stream")])
    with pytest.raises(UnreadableError, match="trasig"):
        read(path)


@pytest.fixture(autouse=True)
def _no_child_left() -> Iterator[None]:
    yield
    from ingest.read.sandbox import _Child

    if _Child._current is not None:
        _Child._current.end()
