"""Read a batch and tell the figures: `python -m tests.blind.reading BATCH [--errors]`."""

from __future__ import annotations

import sys
import tomllib
from functools import cache
from pathlib import Path

from corpus.evaluation import KINDS, Evaluation, gold_records
from corpus.gold import gold_of
from ingest.extract import extract
from ingest.read import read

FOLDER = Path(__file__).parent
MEETING = ("body", "date")
"""Fields of the meeting that every batch is judged by, beside the facts."""


def batches() -> list[str]:
    """The names of the batches there are."""
    return sorted(gold.parent.name for gold in FOLDER.glob("*/gold"))


@cache
def reading_of(batch: str) -> Evaluation:
    """How a batch is read today."""
    found = Evaluation()
    for name, gold in gold_records(FOLDER / batch / "gold"):
        document = read(FOLDER / batch / "documents" / gold["source"])
        found.add(name, gold, gold_of(gold["source"], extract(document)))
    return found


def figures_of(found: Evaluation) -> dict[str, float]:
    """F1 of each kind of fact, their mean, and shares of owners, dates and meetings right."""
    figures = found.figures()
    tasks, meeting = figures["action_items"], figures["meeting"]
    return {
        "mean": figures["mean_f1"],
        **{kind: figures[kind]["f1"] for kind in KINDS},
        **{name: tasks[name] for name in ("owner", "due_date") if name in tasks},
        **{name: meeting[name] for name in MEETING if name in meeting},
    }


def kept() -> dict[str, dict[str, dict[str, float]]]:
    """For each batch the figures of its `first` reading, and the `floor` that holds since."""
    return tomllib.loads((FOLDER / "figures.toml").read_text("utf-8"))


if __name__ == "__main__":
    read_now = reading_of(sys.argv[1])
    for name, figure in figures_of(read_now).items():
        print(f"{name} = {figure}")  # noqa: T201
    for error in read_now.errors if "--errors" in sys.argv else ():
        print(*error, sep="\t")  # noqa: T201
