"""Fits the weights by which a division into points is chosen (`ingest/split/weights.toml`).

Of every document with a gold record all proposed divisions are measured, and how well the items
of each agree with the gold. Fitted is a softmax over the proposals, "none" among them, so that
the probability of a best one is high; papers that were made up count less than real ones. Then
each body's documents are judged by weights fitted without them, and that is what is printed.

    python -m training.division [--gold FOLDER] [--forms 200] [--seeds 4] [--write]
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from corpus.evaluation import KINDS, pairs
from corpus.model import Document
from ingest.facts.kind import document_type
from ingest.layout.lines import Lines
from ingest.read import read
from ingest.split.choose import Division, features
from ingest.split.parts import parts
from ingest.split.sections import divisions
from ingest.split.series import annex_at
from tests.generate.families import FAMILIES, record, render
from tests.generate.forms import form

Vector = NDArray[Any]
ROOT = Path(__file__).parents[1]
TARGET = ROOT / "ingest" / "split" / "weights.toml"
MADE_UP = 0.25
"""What a made-up paper counts beside a real one."""
DECAY = 0.005
"""How strongly weights are drawn to 0, in each document's share of the loss."""
NEAR = 0.02
"""F1 by which a division may fall short of the best and still be as good."""
STEPS, RATE = 800, 0.1


@dataclass(frozen=True)
class Case:
    """A document: the features of each division it could have, and how good each would be."""

    body: str
    name: str
    weight: float
    finders: tuple[str, ...]
    measured: tuple[Mapping[str, float], ...]
    f1: tuple[float, ...]


def case(body: str, name: str, weight: float, gold: Mapping[str, Any], document: Document) -> Case:
    """The case of one document; its last division is none at all."""
    own = parts(document)[0].document
    lines = Lines(own)
    annex = annex_at(lines)
    if annex is not None:
        lines = Lines(own, annex)
    found = divisions(lines, document_type(own))
    wanted = list(gold["agenda_items"])
    return Case(
        body, name, weight,
        (*(one.finder for one in found), "none"),
        (*(features(lines, one, found) for one in found), {}),
        (*(_f1(one, wanted) for one in found), float(not wanted)),
    )  # fmt: skip


def _f1(one: Division, wanted: list[Mapping[str, Any]]) -> float:
    read_items: list[Mapping[str, Any]] = [
        {"number": h.item.number, "title": h.item.title} for h in one.items if h.item
    ]
    paired = len(pairs(KINDS["agenda_items"], wanted, read_items))
    return 2 * paired / (len(wanted) + len(read_items)) if wanted else 0.0


def real(folder: Path) -> Iterator[Case]:
    """The documents with gold records in a folder, named by their bodies."""
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        body = re.split(r"[-_]", path.stem)[0]
        yield case(body, path.stem, 1.0, gold, read(folder / "documents" / gold["source"]))


def made_up(forms: int, seeds: int) -> Iterator[Case]:
    """Papers whose form chance puts together, and some of each family."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(forms):
            name, printed, gold = form(seed)
            path = Path(folder) / f"{name}{printed.suffix}"
            path.write_bytes(printed.content)
            yield case(f"form {seed % 10}", name, MADE_UP, gold, read(path))
        for family in FAMILIES:
            for seed in range(seeds):
                rendered = render(record(family, 500 + seed), family, 500 + seed)
                path = Path(folder) / Path(str(rendered.gold["source"])).name
                path.write_bytes(rendered.content)
                yield case(f"family {family}", path.name, MADE_UP, rendered.gold, read(path))


# ------------------------------------------------------------------------------ fitting


@dataclass(frozen=True)
class Fitted:
    """Names of the features and the weight of each."""

    names: tuple[str, ...]
    weights: Vector

    def best(self, one: Case) -> int:
        """The division that would be chosen."""
        scores = _matrix(one, self.names) @ self.weights
        return int(np.argmax(scores))


def _matrix(one: Case, names: Sequence[str]) -> Vector:
    return np.array([[each.get(name, 0.0) for name in names] for each in one.measured])


def fit(cases: Sequence[Case]) -> Fitted:
    """The weights that make the best division of each document the most likely (Adam)."""
    names = tuple(sorted({name for one in cases for each in one.measured for name in each}))
    known = [one for one in cases if max(one.f1) > 0]
    matrix = np.concatenate([_matrix(one, names) for one in known])
    target = np.concatenate([_target(one) for one in known])
    sizes = [len(one.f1) for one in known]
    starts = np.cumsum([0, *sizes[:-1]])
    counts = np.repeat([one.weight for one in known], sizes)
    counts /= sum(one.weight for one in known)
    weights, mean, spread = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, STEPS + 1):
        likely = _softmax(matrix @ weights, starts, sizes)
        right = likely * target
        right /= np.repeat(np.maximum(np.add.reduceat(right, starts), 1e-9), sizes)
        slope = DECAY * weights + matrix.T @ (counts * (likely - right))
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        ratio = (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
        weights = weights - RATE * (1 - step / (STEPS + 1)) * ratio
    return Fitted(names, weights)


def _target(one: Case) -> Vector:
    f1 = np.array(one.f1)
    return np.asarray(f1 >= f1.max() - NEAR, dtype=float)


def _softmax(scores: Vector, starts: Vector, sizes: Sequence[int]) -> Vector:
    """The softmax of each document's own scores."""
    raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    return np.asarray(raised / np.repeat(np.add.reduceat(raised, starts), sizes))


def unseen(cases: Sequence[Case]) -> Iterator[tuple[Case, int]]:
    """Each case with the division chosen by weights fitted without its body."""
    for body in dict.fromkeys(one.body for one in cases):
        fitted = fit([one for one in cases if one.body != body])
        for one in cases:
            if one.body == body:
                yield one, fitted.best(one)


def report(cases: Sequence[Case]) -> None:
    """Prints what is chosen with a body's own papers left out, where it is not the best."""
    sums: dict[str, list[float]] = {}
    for one, chosen in unseen(cases):
        kind = one.body.split()[0] if one.weight < 1 else "real"
        sums.setdefault(kind, []).append(one.f1[chosen])
        sums.setdefault(f"{kind}, best proposed", []).append(max(one.f1))
        if one.f1[chosen] < max(one.f1) - NEAR:
            best = one.finders[one.f1.index(max(one.f1))]
            had = f"{one.finders[chosen]} {one.f1[chosen]:.2f}"
            click.echo(f"{one.name:34} {had}, {best} {max(one.f1):.2f}")
    for kind, found in sorted(sums.items()):
        click.echo(f"{kind:24} {len(found):4}  mean F1 {np.mean(found):.3f}")


def written(fitted: Fitted) -> str:
    """The file of weights."""
    rows = [f'"{n}" = {w:.2f}' for n, w in zip(fitted.names, fitted.weights, strict=True)]
    head = (
        "# Written by python -m training.division --write: what each feature of a division weighs."
    )
    return "\n".join([head, "", "[weights]", *rows]) + "\n"


def main() -> None:
    """Measure, report, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, action="append", default=[])
    parser.add_argument("--forms", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    folders = asked.gold or [ROOT / "corpus" / "samples"]
    cases = [one for folder in folders for one in real(folder)]
    cases += made_up(asked.forms, asked.seeds)
    report(cases)
    if asked.write:
        TARGET.write_text(written(fit(cases)), "utf-8")


if __name__ == "__main__":
    main()
