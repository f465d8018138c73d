"""How well real documents are read, where they lie beside the project: floors that hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.evaluation import KINDS, Evaluation, pairs
from corpus.gold import gold_of
from ingest.extract import extract
from ingest.read import read

EVALUATION = Path(__file__).parents[2].parent / "shared" / "evaluation"
FLOORS = {
    "participants": 0.98,
    "agenda_items": 0.95,
    "decisions": 0.91,
    "action_items": 0.71,
    "upcoming_dates": 0.83,
}
SURE = 0.9
"""Facts of at least this confidence are right as often, or the confidence is a lie."""


@pytest.fixture(scope="module")
def records() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    if not EVALUATION.is_dir():
        pytest.skip("no real documents lie beside the project")
    gold = [json.loads(path.read_text("utf-8")) for path in sorted(EVALUATION.glob("gold/*.json"))]
    assert gold
    return [
        (one, gold_of(one["source"], extract(read(EVALUATION / "documents" / one["source"]))))
        for one in gold
    ]


def test_facts_are_found_and_none_invented(
    records: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    evaluation = Evaluation()
    for gold, found in records:
        evaluation.add(gold["source"], gold, found)
    figures = evaluation.figures()
    short = {k: figures[k]["f1"] for k, floor in FLOORS.items() if figures[k]["f1"] < floor}
    assert not short


def test_every_fact_stands_on_its_page(
    records: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    for _, found in records:
        for kind in FLOORS:
            for fact in found[kind]:
                assert fact["page"] >= 1
                assert 0.0 <= fact["provenance"]["confidence"] <= 1.0


def test_what_is_said_to_be_sure_is_right(
    records: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    right = told = 0
    for gold, found in records:
        for name, kind in KINDS.items():
            facts = list(found[name])
            hits = {j for _, j in pairs(kind, list(gold.get(name) or []), facts)}
            sure = {j for j, one in enumerate(facts) if one["provenance"]["confidence"] >= SURE}
            told += len(sure)
            right += len(sure & hits)
    assert told > 100
    assert right >= SURE * told
