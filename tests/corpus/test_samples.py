"""The sample archive is whole, true to its gold records, and what its generator writes."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import docx
import pptx
import pypdfium2
import pytest

from corpus import samples
from tests.generate.samples import SAMPLES
from tests.generate.sheet import as_json

GOLD = sorted(samples.gold().glob("*.json"))
FILES = sorted(path for path in samples.documents().rglob("*") if path.is_file())
SCANS = {name for _, name, kind, _ in SAMPLES if kind == "scan"}


def records() -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in GOLD]


def pdf_pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def office_text(path: Path) -> str:
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
        return " ".join([*(p.text for p in document.paragraphs), *cells])
    shapes = [s for slide in pptx.Presentation(str(path)).slides for s in slide.shapes]
    texts = [s.text_frame.text for s in shapes if s.has_text_frame]
    tables = [s.table for s in shapes if s.has_table]
    return " ".join([*texts, *(c.text for t in tables for row in t.rows for c in row.cells)])


def letters(text: str) -> str:
    """Only letters and digits: what stands whatever the line breaks and hyphens are."""
    return re.sub(r"\W+", "", unicodedata.normalize("NFC", text)).casefold()


def text_of(path: Path, page: int | None) -> str:
    if path.suffix == ".pdf":
        pages = pdf_pages(path)
        return letters("".join(pages[page - 1 : page + 1] if page else pages))
    if path.suffix == ".txt":
        return letters(path.read_text("utf-8"))
    return letters(office_text(path))


def test_every_document_has_one_gold_record() -> None:
    sources = [record["source"] for record in records()]
    assert sorted(samples.documents() / source for source in sources) == FILES
    assert len(FILES) >= 14


def test_the_archive_is_small_and_its_names_are_those_of_an_archive() -> None:
    assert sum(path.stat().st_size for path in FILES) < 3_000_000
    names = [path.name for path in FILES]
    assert any(" " in name and set("åäö") & set(name) for name in names)
    assert {path.suffix for path in FILES} == {".pdf", ".docx", ".pptx", ".txt"}


def test_it_spans_bodies_kinds_and_years() -> None:
    meetings = [record["meeting"] for record in records()]
    assert len({(m["organisation"], m["body"]) for m in meetings}) >= 6
    assert {m["date"][:4] for m in meetings} >= {"2023", "2024", "2025", "2026"}
    kinds = {record["document_type"] for record in records()}
    assert kinds == {"minutes", "notes", "notice", "slides", "extract"}


def test_the_login_case_runs_from_information_to_follow_up() -> None:
    outcomes = {}
    for record in records():
        items = {i["number"] or i["title"] for i in record["agenda_items"] if "IdP" in i["title"]}
        decided = [d["outcome"] for d in record["decisions"] if d["agenda_item"] in items]
        if record["meeting"]["organisation"] == "Lindavalla kommun" and decided:
            outcomes[record["meeting"]["date"]] = decided
    assert outcomes["2025-03-12"] == ["noted", "assigned"]
    assert outcomes["2025-05-14"] == ["referred_back"]
    assert outcomes["2025-09-10"][0] == "approved"
    assert outcomes["2026-02-11"] == ["noted"]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_quoted_fact_stands_on_its_page(path: Path) -> None:
    record = json.loads(path.read_text("utf-8"))
    if record["source"] in SCANS:
        pytest.skip("a scan has no text layer to look in")
    file = samples.documents() / record["source"]
    checked = 0
    for kind, field in (
        ("decisions", "text"),
        ("action_items", "text"),
        ("action_items", "due_text"),
        ("agenda_items", "title"),
        ("agenda_items", "case_number"),
        ("upcoming_dates", "text"),
    ):
        for fact in record[kind]:
            if fact[field]:
                assert letters(fact[field]) in text_of(file, fact.get("page")), fact
                checked += 1
    assert checked > 0
    whole = text_of(file, None)
    for person in record["participants"]:
        assert all(letters(part) in whole for part in person["name"].split()), person


@pytest.mark.parametrize("name", sorted(SCANS))
def test_a_scan_has_pictures_and_no_text(name: str) -> None:
    assert "".join(pdf_pages(samples.documents() / name)).strip() == ""


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample[0])
def test_the_generator_writes_what_is_shipped(sample: Any) -> None:
    stem, name, kind, make = sample
    sheet = make()
    printed = sheet.printed(kind, Path(name).stem)
    shipped = samples.documents() / name
    assert (samples.gold() / f"{stem}.json").read_text("utf-8") == as_json(
        sheet.gold(name, printed)
    )
    if kind == "pdf":
        # Text, not bytes: another version of a library may write the same page otherwise.
        with pypdfium2.PdfDocument(printed.content) as pdf:
            assert [page.get_textpage().get_text_range() for page in pdf] == pdf_pages(shipped)
    if kind == "txt":
        assert printed.content == shipped.read_bytes()
