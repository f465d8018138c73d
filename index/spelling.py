"""Words near a word, among those that the index holds: "Menade du …?" (stavning)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from index.analysis import fold_case
from index.engine import SearchEngine

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöé"
MOST_SWAPS = 243
"""Ways to set dots and rings on the letters of a word that are tried."""
SCANNED = 3000
"""Words with the same first letters that are compared, the most frequent."""

LONGEST = 40
"""Letters of a word that is taken for a misspelt one."""
LONG = 8
"""Letters of a word whose first half is enough to find the words that begin so."""

_MARKED = {"a": "aåä", "o": "oö", "e": "eé", "å": "åa", "ä": "äa", "ö": "öo", "é": "ée"}


def with_marks(word: str) -> Iterator[str]:
    """The word with å, ä, ö and é for a, o and e, in every way, and the other way round."""
    choices = [_MARKED.get(letter, letter) for letter in word]
    for count, letters in enumerate(product(*choices)):
        if count >= MOST_SWAPS:
            return
        if (found := "".join(letters)) != word:
            yield found


def one_edit(word: str, last: int = LONGEST) -> Iterator[str]:
    """Every text that differs by one letter left out, added, changed or swapped, up to a place."""
    cuts = [(word[:at], word[at:]) for at in range(min(last, len(word)) + 1)]
    yield from (left + right[1:] for left, right in cuts if right)
    yield from (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    yield from (left + c + right[1:] for left, right in cuts if right for c in LETTERS)
    yield from (left + c + right for left, right in cuts for c in LETTERS)


def distance(left: str, right: str, most: int) -> int:
    """Letters left out, added, changed or swapped; `most + 1` for anything above `most`."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        above, before = before, row
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def forgiven(word: str, engine: SearchEngine) -> str | None:
    """The word of the index that differs only in dots, rings and accents; the most frequent."""
    if len(word) > LONGEST:
        return None
    found = [(engine.frequency(other), other) for other in with_marks(fold_case(word))]
    best = max(found, default=(0, ""))
    return best[1] if best[0] else None


def near(word: str, engine: SearchEngine, most: int = 2) -> list[tuple[str, int]]:
    """Words of the index within `most` letters, nearest and then most frequent first.

    Words at two letters' distance are looked for where none is nearer, and only among those
    with the same two first letters.
    """
    word = fold_case(word)
    if not 3 <= len(word) <= LONGEST or not word.isalpha():
        return []
    found: dict[str, tuple[int, int]] = {}
    for sign in ("", "+"):  # words, and where there are none, parts of compounds
        if not found:
            found = {other: (1, count) for other, count in _one_letter_off(word, engine, sign)}
    if most > 1 and len(word) > 4 and not found:
        letters = set(word)
        for other, count in engine.words(word[:2], SCANNED):
            alike = abs(len(other) - len(word)) < 3 and len(letters ^ set(other)) < 5
            if alike and other.isalpha() and distance(word, other, 2) == 2:
                found[other] = (2, count)
    ranked = sorted(found.items(), key=lambda pair: (pair[1][0], -pair[1][1], pair[0]))
    return [(other, count) for other, (_, count) in ranked]


def _one_letter_off(word: str, engine: SearchEngine, sign: str) -> Iterator[tuple[str, int]]:
    """The words of the index that differ by one letter, some of them twice.

    The first half of a long word is either right, and its words few enough to look through, or
    holds the slip, which is then looked for in all ways.
    """
    half = len(word) // 2 if len(word) >= LONG else len(word)
    if half < len(word):
        for known, count in engine.words(sign + word[:half], SCANNED):
            other = known[len(sign) :]
            if abs(len(other) - len(word)) < 2 and distance(word, other, 1) == 1:
                yield other, count
    for other in {edit for edit in one_edit(word, half) if len(edit) > 2} - {word}:
        if count := engine.frequency(sign + other):
            yield other, count
