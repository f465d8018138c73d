"""Word vectors and what they make of a text: its meaning in `WIDTH` numbers, by table look-up.

The vectors were distilled from multilingual-e5-small by `training/vectors.py`. A text is the mean
of its words' vectors, each as long as the word is rare. A compound that has none is the mean of
its parts; a word without any part that has one counts for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.swedish.compounds import base, split
from corpus.swedish.lexicon import function_words
from index.analysis import fold_case, net, words

WIDTH = 256
"""Numbers of a vector."""
SMOOTH = 1e-4
"""The constant of smooth inverse frequency: a word as frequent as this weighs half."""
CACHED_WORDS = 20_000
MODEL = "distilled multilingual-e5-small, 1"

Vector = NDArray[np.float32]


class _Table(NamedTuple):
    places: Mapping[str, int]
    numbers: NDArray[np.int8]
    step: NDArray[np.float32]


@cache
def _table() -> _Table:
    with as_file(files(__package__) / "vectors.npz") as path, np.load(path) as held:
        known = bytes(held["words"]).decode().split("\n")
        places = {word: at for at, word in enumerate(known)}
        return _Table(places, held["numbers"], held["step"])


@lru_cache(maxsize=CACHED_WORDS)
def of_word(word: str) -> Vector | None:
    """The vector of a lower-case word in any form; None for one that has none."""
    if word in function_words():
        return None
    table = _table()
    for form in (net(word), word):
        if (at := table.places.get(form)) is not None:
            return table.numbers[at].astype(np.float32) * table.step[at]
    parts = split(word)
    if len(parts) < 2:
        return None
    found = [of_word(part if part is parts[-1] else base(part)[1]) for part in parts]
    kept = [vector for vector in found if vector is not None]
    return np.mean(kept, axis=0, dtype=np.float32) if kept else None


def of_texts(texts: Sequence[str]) -> Vector:
    """The vectors of texts, a row each of length 1; of length 0 where no word has a vector."""
    rows = np.zeros((len(texts), WIDTH), np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in words(text):
            for piece in fold_case(word).split("-"):
                vector = of_word(piece)
                if vector is not None:
                    row += vector
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.maximum(lengths, 1e-9)
