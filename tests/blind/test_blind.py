"""Papers whose writers had seen no rule are read as well as when they were last measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.read import read
from tests.blind.reading import FOLDER, batches, figures_of, kept, reading_of

GOLD = sorted(FOLDER.glob("*/gold/*.json"))


def test_every_batch_has_figures() -> None:
    assert batches()
    assert set(kept()) == set(batches())
    assert all(set(figures) == {"first", "floor"} for figures in kept().values())


@pytest.mark.parametrize("batch", batches())
def test_a_batch_is_read_as_well_as_before(batch: str) -> None:
    found = reading_of(batch)
    figures = figures_of(found)
    assert not found.failures
    short = {k: figures[k] for k, floor in kept()[batch]["floor"].items() if figures[k] < floor}
    assert not short


@pytest.mark.parametrize("path", GOLD, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_the_gold_quotes_its_paper(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    document = read(path.parents[1] / "documents" / gold["source"])
    text = _letters(document.text)
    quoted = [fact["text"] for fact in (*gold["decisions"], *gold["action_items"])]
    assert sum(_letters(each) in text for each in quoted) >= 0.8 * len(quoted)


def _letters(text: str) -> str:
    """Letters and figures alone: no line break, hyphen or bullet hides a quote."""
    return "".join(filter(str.isalnum, text.casefold()))
