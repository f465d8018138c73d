"""The least F1 that invented documents must be read with: `python -m tests.generate.floors`.

The command measures the documents that the tests read and raises each floor to what was reached,
less the weight of one fact, for other versions of libraries. It never lowers one: that is done by
hand.
"""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

from tests.generate.evaluate import documents, evaluated
from tests.generate.families import FAMILIES

CORE = ("participants", "agenda_items", "decisions", "action_items", "votes")
SEEDS = range(1000, 1004)
PATH = Path(__file__).with_name("floors.toml")

Figures = dict[str, dict[str, float]]


def reached(folder: Path, family: str) -> dict[str, tuple[float, int]]:
    """F1 and number of gold facts of each kind that the family's documents have."""
    result = evaluated(documents([family], SEEDS, "", folder)).families[family]
    assert not result.failures, result.failures
    tallies = ((kind, result.facts[kind]) for kind in CORE)
    return {kind: (float(of.figures()["f1"]), of.gold) for kind, of in tallies if of.gold}


def floors() -> Figures:
    """The floors by family and kind of fact."""
    return tomllib.loads(PATH.read_text("utf-8")) if PATH.exists() else {}


def _raised(old: Figures, folder: Path) -> Figures:
    new: Figures = {}
    for family in FAMILIES:
        had = old.get(family, {})
        new[family] = {
            kind: max(had.get(kind, 0.0), round(max(f1 - 1 / gold, 0.0), 2))
            for kind, (f1, gold) in reached(folder, family).items()
        }
    return new


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        new = _raised(floors(), Path(folder))
    lines = ["# Written by python -m tests.generate.floors, which never lowers a figure."]
    for family, kinds in new.items():
        lines += ["", f"[{family}]", *(f"{kind} = {floor}" for kind, floor in kinds.items())]
    PATH.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
