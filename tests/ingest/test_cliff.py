"""Headings are known by look and place before word: an unknown word loses little."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract import extract
from ingest.read import read
from tests.generate.cliff import fall, labels, renamed, summed, unknown
from tests.generate.forms import form

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples" / "documents"
STAYS, COMES = 0.93, 0.03
MINUTES = """Protokoll, Vintra roddklubb 2031-02-04

Närvarande: Ada Ek, Bo Vret, Cia Alm

1. Nya åror
Ada visade tre sorter.
Utfall: Föreningen köper fyra par av ask.

2. Bryggan
Den är sliten.
Utfall: Förslaget antas.

3. Sommarens läger
Bo berättade om förra året.
Utfall: Mötet fastställer avgiften till 90 kronor.
"""


def test_an_unknown_word_has_the_length_of_the_known_one() -> None:
    assert len(unknown("Ungdomsnämndens beslut")) == len("Ungdomsnämndens beslut")
    assert unknown("BESLUT").isupper()
    assert unknown("Beslut") != "Beslut"


@pytest.mark.parametrize(
    "name", ["KS protokoll 2025-05-14.pdf", "Bildningsnämnden 17.4.2024.pdf", "Årsstämma 2026.pdf"]
)
def test_most_facts_of_minutes_stay_under_another_word(name: str) -> None:
    document = read(next(SAMPLES.rglob(name)))
    assert labels(document)
    total = summed(one for _, one in fall(name, document))
    assert total.stayed >= STAYS * total.before, total.lost
    assert total.came <= COMES * total.before, total.lost


def test_most_facts_of_papers_of_any_form_stay_under_another_word(tmp_path: Path) -> None:
    falls = []
    for seed in range(300, 310):
        name, printed, _ = form(seed)
        path = tmp_path / f"{name}{printed.suffix}"
        path.write_bytes(printed.content)
        falls += [one for _, one in fall(name, read(path))]
    total = summed(falls)
    assert total.stayed >= STAYS * total.before, total.lost
    assert total.came <= COMES * total.before, total.lost


def test_a_label_that_recurs_over_resolutions_heads_decisions(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_text(MINUTES, "utf-8")
    document = read(path)
    told = [one.text for record in extract(document) for one in record.decisions]
    assert "Föreningen köper fyra par av ask." in told
    once = path.with_name("en.txt")
    once.write_text(
        MINUTES.replace("Utfall: B", "B").replace("Utfall: M", "M").replace("Utfall: Förs", "Förs"),
        "utf-8",
    )
    told = [one.text for record in extract(read(once)) for one in record.decisions]
    assert "Föreningen köper fyra par av ask." not in told


def test_the_word_is_changed_at_every_place_of_the_label(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_text(MINUTES.replace("Utfall", "Beslut"), "utf-8")
    document = read(path)
    assert labels(document)["Beslut"] == 3
    assert renamed(document, "Beslut").text.count("Beslut") == 0
