"""Learns how likely a line is to be a decision or a task: `python -m training.likely [JUDGED]`.

Trains on training/lines/*.jsonl, prints the figures of five folds and, where a file of lines by
another writer is given (JUDGED), those on it; writes corpus/swedish/likely.npz.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.swedish import likely
from corpus.swedish.likely import FEATURES, KINDS, Line

FOLDER = Path(__file__).parent / "lines"
PLACE = Path(likely.__file__).with_name("likely.npz")
PENALTY, STEPS, RATE, FOLDS = 1.0, 400, 0.5, 5
"""L2 penalty on the weights, steps of Adagrad over all lines, its rate, and folds to judge by."""

Floats = npt.NDArray[np.float32]


def lines_of(path: Path) -> tuple[Floats, Floats]:
    """The lines of a file as features (lines by FEATURES), and their labels (lines by kinds)."""
    rows = [json.loads(row) for row in path.read_text("utf-8").splitlines() if row.strip()]
    seen = np.zeros((len(rows), FEATURES), np.float32)
    for at, row in enumerate(rows):
        seen[at, likely.features(Line(row["text"], row["head"], row["lead"]))] = 1
    return seen, np.array([[row[kind] for kind in KINDS] for row in rows], np.float32)


def learned(seen: Floats, labels: Floats) -> tuple[Floats, Floats]:
    """Weights (kinds by features) and biases that fit the labels."""
    weights, bias = np.zeros((len(KINDS), FEATURES), np.float32), np.zeros(len(KINDS), np.float32)
    past, past_bias = np.full_like(weights, 1e-6), np.full_like(bias, 1e-6)
    for _ in range(STEPS):
        wrong = chance(seen, weights, bias) - labels
        slope = (wrong.T @ seen + PENALTY * weights) / len(seen)
        past = np.asarray(past + slope**2, np.float32)
        past_bias = np.asarray(past_bias + wrong.mean(axis=0) ** 2, np.float32)
        weights -= RATE * slope / np.sqrt(past)
        bias -= RATE * wrong.mean(axis=0) / np.sqrt(past_bias)
    return weights, bias


def chance(seen: Floats, weights: Floats, bias: Floats) -> Floats:
    """How likely each line is each kind."""
    return np.asarray(1 / (1 + np.exp(-(seen @ weights.T + bias))), np.float32)


def told(chances: Floats, labels: Floats) -> None:
    """Print precision and recall at one half, and the average precision, of each kind."""
    for kind, name in enumerate(KINDS):
        order = np.argsort(-chances[:, kind])
        right = labels[order, kind]
        average = (np.cumsum(right) / np.arange(1, len(right) + 1))[right > 0].mean()
        taken = chances[:, kind] >= 0.5
        hits = labels[taken, kind].sum()
        precision, recall = hits / max(taken.sum(), 1), hits / labels[:, kind].sum()
        print(f"  {name}: precision {precision:.3f} recall {recall:.3f} average {average:.3f}")  # noqa: T201


def main() -> None:
    """Train, tell, write."""
    parts = [lines_of(path) for path in sorted(FOLDER.glob("*.jsonl"))]
    seen, labels = (np.concatenate([part[n] for part in parts]) for n in (0, 1))
    fold = np.arange(len(seen)) * FOLDS // len(seen)  # lines of one paper stay together
    chances = np.zeros_like(labels)
    for n in range(FOLDS):
        chances[fold == n] = chance(seen[fold == n], *learned(seen[fold != n], labels[fold != n]))
    print(f"{FOLDS} folds over {len(seen)} lines")  # noqa: T201
    told(chances, labels)
    weights, bias = learned(seen, labels)
    for given in map(Path, sys.argv[1:]):
        other, theirs = lines_of(given)
        print(given.name)  # noqa: T201
        told(chance(other, weights, bias), theirs)
    scale = np.abs(weights).max(axis=1) / 127
    small = np.round(weights / scale[:, None]).astype(np.int8)
    np.savez_compressed(PLACE, weights=small, scale=scale, bias=bias)


if __name__ == "__main__":
    main()
