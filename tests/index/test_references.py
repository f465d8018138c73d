"""A § with day, body or case number, in any order and spelling, leads to that very point first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.engine import SearchEngine
from index.references import abbreviations, bodies_meant, spelt_out
from index.search import search
from index.units import Unit

MakePoint = Callable[..., Unit]
SPELLINGS = [
    line.split("\t")
    for line in (Path(__file__).parent / "references.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture
def filled(engine: SearchEngine, point: MakePoint) -> SearchEngine:
    ksau, bun = "Kommunstyrelsens arbetsutskott", "Barn- och utbildningsnämnden"
    kf = "Kommunfullmäktige"
    engine.update(
        [
            point("kf-12", "Taxa för torghandel", "Enligt § 88 den 3 maj.", number="12", organ=kf,
                  date="2024-04-22", document="d-1"),
            point("kf-12-old", "Val", number="12", organ=kf, date="2023-02-20", document="d-2"),
            point("kf-13", "Motion", "Se § 12 KF 22 april 2024 KS 2024/315.", number="13",
                  organ=kf, date="2024-05-20", document="d-3"),
            point("ks-88", "Cykelplan", "Remiss den 22 april 2024.", number="88",
                  date="2024-05-15", document="d-4"),
            point("ksau-88", "Cykelplan", number="88", organ=ksau, date="2024-05-03",
                  document="d-5"),
            point("bun-12", "Skolskjuts", number="12", organ=bun, case="KS 2024/00315",
                  date="2024-03-05", document="d-6"),
        ]
    )  # fmt: skip
    return engine


def test_a_reference_in_any_spelling_leads_to_its_point(filled: SearchEngine) -> None:
    first = {text: search(filled, text).hits[:1] for text, _ in SPELLINGS}
    wrong = {
        text: [hit.unit.id for hit in first[text]]
        for text, wanted in SPELLINGS
        if [hit.unit.id for hit in first[text]] != [wanted]
    }
    assert wrong == {}
    assert len(SPELLINGS) >= 60


@pytest.mark.parametrize(
    "text",
    ["budget 2024 2025", "1 000 000 kronor", '"26/5 2026"', "datum:2023-05-01..2023-06-01",
     "§§ 88-90", "läsåret 2024/2025", "31/2 2024", "väg 40", "klockan 13.00"],
)  # fmt: skip
def test_what_is_no_reference_stays(text: str) -> None:
    assert spelt_out(text) == text


def test_a_part_that_names_nothing_is_let_go_and_told(filled: SearchEngine) -> None:
    result = search(filled, "KF 21 april 2024 § 12")
    assert result.hits[0].unit.id == "kf-12"
    assert any("förbisågs" in remark for remark in result.remarks)


def test_bodies_are_known_by_their_letters() -> None:
    assert {"bun"} <= abbreviations("Barn- och ungdomsnämnden")
    assert {"sbn"} <= abbreviations("Samhällsbyggnadsnämnden")
    bodies = ["Kommunstyrelsen", "Kommunstyrelsens arbetsutskott"]
    assert bodies_meant(["kommunstyrelsen"], bodies) == (("Kommunstyrelsen",), {0})
    assert bodies_meant(["cykelplan"], bodies) == ((), set())
