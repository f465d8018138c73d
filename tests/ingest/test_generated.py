"""Generated documents say what their gold records say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.generate.families import FAMILIES, record, render
from tests.generate.text import letters, pages, stands

QUOTED = (
    ("decisions", "text"),
    ("action_items", "text"),
    ("action_items", "due_text"),
    ("agenda_items", "title"),
    ("agenda_items", "case_number"),
    ("upcoming_dates", "text"),
)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(4))
def test_every_fact_stands_on_its_page(family: str, seed: int) -> None:
    made = render(record(family, seed), family, seed)
    gold: dict[str, Any] = made.gold
    found = pages(made.content, made.suffix)
    for kind, field in QUOTED:
        for fact in gold[kind]:
            if fact[field]:
                assert stands(fact[field], found, fact.get("page")), fact
    text = letters("".join(found))
    for person in gold["participants"]:
        assert all(letters(part) in text for part in person["name"].split()), person
    for field in ("organisation", "body", "place"):
        # "Styrelsemöte nr 3" is a meeting of "Styrelsen".
        named = (gold["meeting"][field] or "").replace("Styrelsen", "Styrelse")
        assert letters(named) in text, field
    assert gold["agenda_items"] or gold["document_type"] == "report"


@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_seed_makes_the_same_document(family: str) -> None:
    first, second = (render(record(family, 7), family, 7) for _ in range(2))
    assert first == second


def test_families_show_the_same_meeting_in_different_words() -> None:
    meeting = record("ciceron", 3)
    golds: list[Any] = [render(meeting, name, 3).gold for name in ("ciceron", "public360", "lex")]
    numbers = [[item["number"] for item in gold["agenda_items"]] for gold in golds]
    outcomes = [sorted(d["outcome"] for d in gold["decisions"]) for gold in golds]
    assert numbers[0] == numbers[1] == numbers[2]
    assert outcomes[0] == outcomes[1] == outcomes[2]
    texts = {tuple(d["text"] for d in gold["decisions"]) for gold in golds}
    assert len(texts) > 1
