"""How likely a sentence is to be a decision or a task: a small learned scorer.

Logistic regression over hashed words, pairs of words, endings, shapes, and the heading and lead
above, trained by `python -m training.likely` on invented lines that were labelled by hand
(training/lines). It knows no Swedish but what those lines show, and settles nothing: it ranks what
no rule took.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FEATURES = 1 << 14
KINDS = ("task", "decision")
_WORD = re.compile(r"\w+|[^\w\s]")
_DIGIT = re.compile(r"\d")
_PLACE = "likely.npz"

Weights = npt.NDArray[np.float32]


class Line(NamedTuple):
    """A sentence with the heading above it and what leads it in ("Mötet beslutar")."""

    text: str
    head: str = ""
    lead: str = ""


def features(line: Line) -> list[int]:
    """The numbers, below FEATURES, of what is seen in a line."""
    words = _WORD.findall(line.text)
    small = [_DIGIT.sub("0", word.lower()) for word in words]
    ends = [word[-3:] if len(word) > 4 else word for word in small]
    found = [f"w {word}" for word in small]
    found += [f"b {a} {b}" for a, b in pairwise(small)]
    found += [f"e {end}" for end in ends]
    found += [f"p {a} {b}" for a, b in pairwise(ends)]
    found += [f"{at} {end}" for at, end in enumerate(ends[:3])]
    found.append("s " + "".join(map(_shape, words[:3])))
    found += [f"h {word}" for word in _WORD.findall(line.head.lower()) or [""]]
    found += [f"l {word}" for word in _WORD.findall(line.lead.lower()) or [""]]
    found += [f"z {line.text.strip()[-1:]}", f"n {min(len(words) // 5, 6)}"]
    return sorted({zlib.crc32(each.encode()) % FEATURES for each in found})


def _shape(word: str) -> str:
    first = word[0]
    return "X" if first.isupper() else "x" if first.isalpha() else "9" if first.isdigit() else word


@cache
def _learned() -> tuple[Weights, Weights]:
    """Weights (kinds by features) and biases (by kind)."""
    with (files(__package__) / _PLACE).open("rb") as file, np.load(file) as held:
        return held["weights"].astype(np.float32) * held["scale"][:, None], held["bias"]


def likelihood(line: Line) -> dict[str, float]:
    """For each of KINDS how likely the line is one, 0 to 1."""
    weights, bias = _learned()
    sums = weights[:, features(line)].sum(axis=1) + bias
    return dict(zip(KINDS, map(float, 1 / (1 + np.exp(-sums))), strict=True))
