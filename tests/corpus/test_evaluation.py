"""The figures of an evaluation follow from the facts, as the guidelines define them."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus import samples
from corpus.evaluation import KINDS, Evaluation, gold_records, likeness, normal, shared_words

SCORER = Path(__file__).parents[2].parent / "shared" / "evaluation"


def evaluated(gold: dict[str, Any], read: dict[str, Any] | None) -> dict[str, Any]:
    found = Evaluation()
    found.add("one", gold, read)
    return found.figures()


def record(**facts: Any) -> dict[str, Any]:
    return {"document_type": "minutes", "meeting": {"body": "Parknämnden"}, **facts}


DECISION = {
    "agenda_item": "4",
    "text": "Nämnden godkänner planen för parken.",
    "outcome": "approved",
}


def test_a_record_agrees_with_itself() -> None:
    records = [gold for _, gold in gold_records(samples.gold())]
    assert records
    for gold in records:
        figures = evaluated(gold, gold)
        assert figures["mean_f1"] == 1.0
        assert figures["document_type"] == 1.0
        assert set(figures["meeting"].values()) <= {1.0}
        assert all(figures[kind]["precision"] == figures[kind]["recall"] == 1.0 for kind in KINDS)


def test_missed_and_invented_facts_lower_recall_and_precision() -> None:
    other = {"agenda_item": "9", "text": "Ärendet bordläggs.", "outcome": "tabled"}
    missed = evaluated(record(decisions=[DECISION, other]), record(decisions=[DECISION]))
    assert (missed["decisions"]["precision"], missed["decisions"]["recall"]) == (1.0, 0.5)
    invented = evaluated(record(decisions=[DECISION]), record(decisions=[DECISION, other]))
    assert (invented["decisions"]["precision"], invented["decisions"]["recall"]) == (0.5, 1.0)
    assert missed["decisions"]["f1"] == invented["decisions"]["f1"] == 0.667


def test_an_unread_document_counts_as_missed() -> None:
    figures = evaluated(record(decisions=[DECISION]), None)
    assert (figures["failed"], figures["decisions"]["recall"]) == (1, 0.0)


@pytest.mark.parametrize(
    ("kind", "gold", "read", "same"),
    [
        ("participants", {"name": "Åsa Öst"}, {"name": "Öst Åsa"}, True),
        ("participants", {"name": "Åsa Öst"}, {"name": "Asa Ost"}, True),
        ("participants", {"name": "Åsa Öst"}, {"name": "Åke Väst"}, False),
        (
            "agenda_items",
            {"number": "4 a", "title": "Parken"},
            {"number": "4a", "title": "Parken"},
            True,
        ),
        (
            "agenda_items",
            {"number": "4", "title": "Parken"},
            {"number": "5", "title": "Parken"},
            False,
        ),
        (
            "agenda_items",
            {"number": None, "title": "Parken"},
            {"number": "5", "title": "Parken"},
            True,
        ),
        ("decisions", DECISION, {**DECISION, "agenda_item": "§ 4"}, True),
        ("decisions", DECISION, {**DECISION, "agenda_item": "5"}, False),
        ("decisions", DECISION, {**DECISION, "agenda_item": "Parken"}, True),
        (
            "votes",
            {"agenda_item": "4", "yes": 7, "no": 6},
            {"agenda_item": "4", "yes": 7, "no": 6, "abstain": 0},
            True,
        ),
        (
            "votes",
            {"agenda_item": "4", "yes": 7, "no": 6},
            {"agenda_item": "4", "yes": 6, "no": 7},
            False,
        ),
        ("upcoming_dates", {"date": "2024-02-01"}, {"date": "2024-02-01"}, True),
        ("upcoming_dates", {"date": None}, {"date": None}, False),
    ],
)
def test_what_is_the_same_fact(
    kind: str, gold: dict[str, Any], read: dict[str, Any], same: bool
) -> None:
    assert bool(KINDS[kind].alike(gold, read)) is same


def test_the_most_alike_are_paired_first() -> None:
    near = {**DECISION, "text": "Nämnden godkänner planen för den nya parken."}
    figures = evaluated(record(decisions=[DECISION]), record(decisions=[near, DECISION]))
    assert figures["decisions"]["f1"] == 0.667
    assert figures["decisions"]["outcome"] == 1.0


def test_printing_does_not_matter() -> None:
    assert normal("  • Sam-\n verkan  ") == normal("samverkan.")
    assert likeness("”Parken”", '"parken"') == 1.0
    assert shared_words("att bygga, bygga nytt", "Bygga nytt") == pytest.approx(2 * 2 / 6)


@pytest.mark.skipif(not SCORER.exists(), reason="the reference scorer is not here")
def test_the_figures_are_those_of_the_reference(tmp_path: Path) -> None:
    """On records that were damaged at random, this program and the reference agree in full."""
    chance = random.Random(7)
    gold = tmp_path / "gold"
    read = tmp_path / "read"
    gold.mkdir()
    read.mkdir()
    found = Evaluation()
    for name, wanted in gold_records(samples.gold()):
        damaged = _damaged(wanted, chance)
        (gold / f"{name}.json").write_text(json.dumps(wanted), "utf-8")
        (read / f"{name}.json").write_text(json.dumps(damaged), "utf-8")
        found.add(name, wanted, damaged)
    scorer = str(SCORER / "score.py")
    command = [sys.executable, scorer, "--gold", str(gold), "--predicted", str(read), "--json"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert found.figures() == json.loads(done.stdout)


def _damaged(wanted: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A record with facts left out, repeated, and changed in words, numbers and attributes."""
    read = copy.deepcopy(wanted)
    for key in list(read["meeting"]):
        if chance.random() < 0.3:
            read["meeting"][key] = None
        elif chance.random() < 0.3 and read["meeting"][key]:
            read["meeting"][key] += " i"
    for kind in KINDS:
        facts = [fact for fact in read.get(kind, []) if chance.random() > 0.2]
        facts += copy.deepcopy([fact for fact in facts if chance.random() < 0.2])
        for fact in facts:
            for key in list(fact):
                if chance.random() < 0.15:
                    fact[key] = _changed(fact[key], chance)
        chance.shuffle(facts)
        read[kind] = facts
    return read


def _changed(value: Any, chance: random.Random) -> Any:
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return value[1:]
    if not isinstance(value, str):
        return None
    words = [word for word in value.split() if chance.random() > 0.2]
    return " ".join(words).upper()
