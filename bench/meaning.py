"""Ranking by meaning, to measure what it adds to words: `python bench/judge.py`."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from index.engine import SearchEngine
from index.meaning import Meaning
from index.ranking import NEAREST
from index.search import search
from index.units import Unit

Ask = Callable[[str], list[str]]


def embedded(units: list[Unit], folder: Path) -> Meaning:
    """The points' embeddings; says what they cost."""
    meaning = Meaning(folder)
    start = time.process_time()
    count = meaning.update(units)
    spent = time.process_time() - start
    print(f"{count} points embedded, {count / spent:.0f} per CPU-second")
    return meaning


def by_meaning(meaning: Meaning) -> Ask:
    """The points nearest to a question."""
    return lambda text: meaning.near(text, NEAREST)


def hybrid(engine: SearchEngine, meaning: Meaning) -> Ask:
    """What a user of `radslag[semantic]` gets."""
    return lambda text: [hit.unit.id for hit in search(engine, text, meaning=meaning).hits]
