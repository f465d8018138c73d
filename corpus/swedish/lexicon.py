"""Swedish word lists: frequencies, lemmas, short forms, kindred, function and decision words.

The lists stand in `words/`; the licence of each stands in `words/LICENSE.md`. A list is one
entry a line, `#` begins a comment, and the loaders cache what they read. `one_slip` tells a word
that was misspelt from the one that was meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType


def _rows(name: str) -> list[str]:
    text = (Path(__file__).parent / "words" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def frequencies() -> Mapping[str, float]:
    """Lower-case words with their Zipf frequency: log10 of uses per thousand million words."""
    table: dict[str, float] = {}
    for row in _rows("frequencies.txt"):
        level, _, words = row.partition(" ")
        table.update(dict.fromkeys(words.split(), int(level) / 10))
    return MappingProxyType(table)


@cache
def lemmas() -> Mapping[str, str]:
    """Lemma of each inflected form, where the two differ.

    `corrections.txt` stands above `lemmas.txt`: there a participle or a rare adjective has
    taken the place of the noun that these documents mean (beslutet, förslaget).
    """
    table: dict[str, str] = {}
    for name in ("lemmas.txt", "corrections.txt"):
        words = " ".join(_rows(name)).split()
        table.update(zip(words[::2], words[1::2], strict=True))
    return MappingProxyType(table)


_ENDINGS = (
    "ernas", "arnas", "ornas", "erna", "arna", "orna", "ens", "ets", "ers", "ars", "ors",
    "nas", "en", "et", "er", "ar", "or", "na", "ns", "ts", "n", "t", "s",
)  # fmt: skip


def lemma_of(word: str) -> str | None:
    """The lemma of a lower-case word in any form; None for a word that no list knows."""
    if found := lemmas().get(word):
        return found
    zipf = frequencies()
    if word in zipf:
        named = word.endswith("s") and zipf.get(word[:-1], 0.0) > zipf[word] + 0.3
        return word[:-1] if named and len(word) > 4 else word
    for ending in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest == word or len(rest) < 4:
            continue
        for lemma in (rest, rest + "a", rest + "e"):
            if zipf.get(lemma, 0.0) >= 2 and lemma not in lemmas():
                return lemma
    return None


@cache
def function_words() -> frozenset[str]:
    """Words that carry no subject (och, att, hur): indexed, but not demanded of a hit."""
    return frozenset(" ".join(_rows("function.txt")).split())


@cache
def decision_words() -> tuple[str, ...]:
    """Words that say what was decided (godkändes, väljs), for which a misspelt one is taken."""
    return tuple(" ".join(_rows("decisions.txt")).split())


def one_slip(one: str, other: str) -> bool:
    """Whether two texts differ by one letter put in, left out or changed, or two that traded."""
    if one == other:
        return False
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    traded = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or traded


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """The first names that a short form (smeknamn) stands for: bosse for bo."""
    rows = (row.split("=") for row in _rows("nicknames.txt"))
    return MappingProxyType({short.strip(): frozenset(names.split()) for short, names in rows})


@cache
def affixes() -> tuple[frozenset[str], frozenset[str]]:
    """What looks like a part of a compound and is none: first parts and last parts."""
    table = dict(row.split(":", 1) for row in _rows("affixes.txt"))
    return frozenset(table["first"].split()), frozenset(table["last"].split())


@cache
def expansions() -> Mapping[str, tuple[str, ...]]:
    """For a word, what else says the same: long forms of abbreviations, and kindred words.

    In `kindred.txt` all words of a row say the same; in `abbreviations.txt` a short form is
    followed by what it stands for, which may be several words.
    """
    table: dict[str, list[str]] = {}
    for row in _rows("abbreviations.txt"):
        short, *longs = (part.strip() for part in row.split("="))
        for long in longs:
            table.setdefault(short, []).append(long)
            table.setdefault(long, []).append(short)
    for row in _rows("kindred.txt"):
        words = row.split()
        for word in words:
            table.setdefault(word, []).extend(other for other in words if other != word)
    return MappingProxyType({word: tuple(dict.fromkeys(others)) for word, others in table.items()})
