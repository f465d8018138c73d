"""The sample archive is whole, true to its gold records, and what its generator writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus import samples
from tests.generate.samples import SAMPLES
from tests.generate.sheet import as_json
from tests.generate.text import letters, pages, stands

GOLD = sorted(samples.gold().glob("*.json"))
FILES = sorted(path for path in samples.documents().rglob("*") if path.is_file())
SCANS = {name for _, name, kind, _ in SAMPLES if kind == "scan"}


def records() -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in GOLD]


def text_of(path: Path) -> list[str]:
    return pages(path.read_bytes(), path.suffix)


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
    text = text_of(samples.documents() / record["source"])
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
                assert stands(fact[field], text, fact.get("page")), fact
                checked += 1
    assert checked > 0
    whole = letters("".join(text))
    for person in record["participants"]:
        assert all(letters(part) in whole for part in person["name"].split()), person


@pytest.mark.parametrize("name", sorted(SCANS))
def test_a_scan_has_pictures_and_no_text(name: str) -> None:
    assert "".join(text_of(samples.documents() / name)).strip() == ""


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
        assert pages(printed.content, ".pdf") == text_of(shipped)
    if kind == "txt":
        assert printed.content == shipped.read_bytes()
