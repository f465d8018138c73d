"""Plain text, dumps of PDFs and Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Document, LineKind
from ingest.read import read


def _read(path: Path, text: str, encoding: str = "utf-8") -> Document:
    path.write_bytes(text.encode(encoding))
    return read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_swedish_letters_survive_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    document = _read(tmp_path / "a.txt", "Åtgärd: Örjan hör av sig\n", encoding)
    assert document.text == "Åtgärd: Örjan hör av sig"


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    document = _read(tmp_path / "a.txt", "första\n\fandra\n\f")
    assert [document.text[p.start : p.end] for p in document.pages] == ["första", "andra"]
    assert [line.page for line in document.lines] == [1, 2]


def test_lines_know_their_bullets_levels_and_gaps(tmp_path: Path) -> None:
    text = "Rubrik\n\n- ett\n  o under\n  o under igen\n- två\n1. tre\n"
    document = _read(tmp_path / "a.txt", text)
    seen = [(document.text_of(x), x.bullet, x.level) for x in document.lines]
    assert seen == [
        ("Rubrik", None, 0),
        ("- ett", "-", 0),
        ("o under", "o", 1),
        ("o under igen", "o", 1),
        ("- två", "-", 0),
        ("1. tre", "1.", 0),
    ]
    assert document.lines[1].gap == 1


def test_repeated_lines_at_the_edges_of_pages_are_running_lines(tmp_path: Path) -> None:
    pages = [f"Parknämnden\nSida {n} (4)\n\nText nummer {n * 7}\n" for n in range(1, 5)]
    document = _read(tmp_path / "a.txt", "\f".join(pages))
    assert [document.text_of(x) for x in document.lines] == [
        f"Text nummer {n * 7}" for n in range(1, 5)
    ]
    running = [x for p in document.pages for x in p.lines if x.kind is not LineKind.BODY]
    assert len(running) == 8


def test_a_blank_for_a_form_feed_leaves_white_above_the_line(tmp_path: Path) -> None:
    document = _read(tmp_path / "a.txt", "slut på sidan\n Nästa bild\n• punkt\n")
    assert [line.gap > 5 for line in document.lines] == [True, True, False]
