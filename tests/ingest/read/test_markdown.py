"""Markdown is read as it is shown, not as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Document, Line
from ingest.read import read


def _read(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "protokoll.md"
    path.write_text(text, "utf-8")
    return read(path)


def _texts(document: Document) -> list[str]:
    return [document.text_of(line) for line in document.lines]


def _line(document: Document, text: str) -> Line:
    return next(line for line in document.lines if document.text_of(line) == text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("### § 1 Mötets öppnande", ["§ 1 Mötets öppnande"]),
        ("##2. Val av justerare", ["2. Val av justerare"]),
        ("**§ 7** Planen _antas_.", ["§ 7 Planen antas."]),
        ("Se [taxan](https://hamn.example/taxa) och `bilaga`.", ["Se taxan och bilaga."]),
        ("Datum: 2025-03-04\nTid: 18.00", ["Datum: 2025-03-04", "Tid: 18.00"]),
        ("Eva<br>Bo", ["Eva", "Bo"]),
        ("<!-- utkast -->\n\nPlanen antas.", ["Planen antas."]),
        ("<p>Planen antas.</p>", ["Planen antas."]),
        ("Taxan är ~~90~~ 100 kr.", ["Taxan är  100 kr."]),
        ("3. Val\n4. Övrigt", ["3. Val", "4. Övrigt"]),
        ("1. Val\n1. Övrigt", ["1. Val", "2. Övrigt"]),
        ("2\\. Val", ["2. Val"]),
        ("Plan #1 och C#", ["Plan #1 och C#"]),
    ],
)
def test_signs_are_not_text(tmp_path: Path, typed: str, shown: list[str]) -> None:
    assert _texts(_read(tmp_path, typed)) == shown


def test_headings_have_levels_and_strong_lines_are_bold(tmp_path: Path) -> None:
    document = _read(tmp_path, "# Möte\n\n**Närvarande:**\n\nEva Ek\n\n## Beslut\n")
    assert [line.heading for line in document.lines] == [1, 0, 0, 2]
    assert _line(document, "Närvarande:").bold
    assert not _line(document, "Eva Ek").bold


def test_lists_keep_their_depth(tmp_path: Path) -> None:
    document = _read(tmp_path, "- Kajen\n  - Bo ringer varvet\n    i mars\n- Bryggan\n")
    assert [(line.bullet, line.level) for line in document.lines] == [
        ("-", 0),
        ("-", 1),
        (None, 1),
        ("-", 0),
    ]


def test_white_lines_part_blocks(tmp_path: Path) -> None:
    document = _read(tmp_path, "Ett\nTvå\n\n\nTre\n")
    assert [line.gap for line in document.lines] == [9.0, 0.0, 2.0]


def test_a_table_is_a_table(tmp_path: Path) -> None:
    document = _read(
        tmp_path, "| Namn | Roll |\n|---|---|\n| Eva Ek | **ordförande** |\n| Bo By | |\n"
    )
    rows = [[cell.text for cell in row] for row in document.tables[0].rows]
    assert rows == [["Namn", "Roll"], ["Eva Ek", "ordförande"], ["Bo By", ""]]


def test_what_a_publishing_tool_put_first_is_title_and_properties(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        '---\ntitle: "Kallelse till årsmöte"\ndate: 2019-05-25\n---\n\nVälkomna!\n',
    )
    assert _texts(document) == ["Kallelse till årsmöte", "Välkomna!"]
    assert document.lines[0].heading == 1
    assert ("date", "2019-05-25") in document.properties


def test_a_form_feed_parts_pages(tmp_path: Path) -> None:
    document = _read(tmp_path, "Ett\n\f\nTvå\n")
    assert [document.text[page.start : page.end] for page in document.pages] == ["Ett", "Två"]
