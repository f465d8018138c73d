"""Swedish compounds into their parts (sammansättningar).

A compound is a last part that is a word, after one or more first parts in their combining
form. The split whose parts together are the most frequent wins; a word that is common itself
stays whole unless its parts are much more common. Parts that are compounds are split again.
"""

from __future__ import annotations

from functools import lru_cache

from corpus.swedish.lexicon import affixes, frequencies, lemma_of

LEAST_FIRST = 2.7
"""Zipf frequency that the base of a first part must have; chosen on a list of 104 words."""
LEAST_LAST = 2.5
"""Zipf frequency that a last part must have."""
SHORT = 0.8
"""How much more common a part of three letters must be: such words are found everywhere."""
PER_PART = 1.5
"""Cost of one more part, in powers of ten of frequency."""
PER_SHORT = {3: 2.5, 4: 0.8}
"""Further cost of a part of so many letters."""
WHOLE = 3.0
"""From this Zipf frequency on, a word stays whole when its parts are rare beside it."""
MARGIN = 8.0
"""How many powers of ten the split may cost more than the whole word."""

NOUN_AFTER_NAME = 3.5
"""Zipf frequency of a noun that may follow a name no list knows."""
CACHED_WORDS = 60_000

# (ending of the combining form, ending of the base, discount): informations|, kyrko|, gatu|,
# förmåge|, skol|, arbets|, medborgar|.
_LINKS = (
    ("s", "", 0.0), ("s", "e", 0.3), ("e", "a", 0.2), ("o", "a", 0.2), ("u", "a", 0.2),
    ("", "a", 0.5), ("", "e", 0.5), ("ar", "are", 0.2),
)  # fmt: skip


@lru_cache(maxsize=CACHED_WORDS)
def base(first: str) -> tuple[float, str]:
    """The word that a first part is the combining form of, and its Zipf frequency.

    The frequency is 0 where there is none.
    """
    zipf, (barred, _) = frequencies(), affixes()
    if len(first) < 3 or first in barred:
        return 0.0, first
    best = (zipf.get(first, 0.0), first)
    for ending, replaced, discount in _LINKS:
        if not first.endswith(ending) or len(first) - len(ending) < 3:
            continue
        word = first[: len(first) - len(ending)] + replaced
        found = zipf.get(word, 0.0) - discount
        if word not in barred and found > best[0]:
            best = (found, word)
    return best


@lru_cache(maxsize=CACHED_WORDS)
def _last(part: str) -> float:
    """Zipf frequency of a last part in any inflection; 0 where it cannot be one."""
    zipf, (_, barred) = frequencies(), affixes()
    if part in barred:
        return 0.0
    lemma = lemma_of(part) or part
    if lemma in barred:
        return 0.0
    if lemma != part and lemma.endswith("a") and not part.endswith(("or", "orna", "an", "ans")):
        return 0.0  # a verb: compounds to search for end in nouns
    return max(zipf.get(part, 0.0), zipf.get(lemma, 0.0) - 0.7)


def _cost(part: str, level: float) -> float:
    return 9 - level + PER_PART + PER_SHORT.get(len(part), 0.0)


Split = tuple[float, tuple[str, ...]]


def _firsts(text: str, memo: dict[str, Split | None]) -> Split | None:
    """The cheapest way to read a text as first parts only."""
    if text in memo:
        return memo[text]
    best: Split | None = None
    level, _ = base(text)
    if level >= LEAST_FIRST + SHORT * (len(text) == 3):
        best = (_cost(text, level), (text,))
    for at in range(3, len(text) - 2):
        level, _ = base(text[at:])
        if level < LEAST_FIRST + SHORT * (len(text) - at == 3):
            continue
        left, cost = _firsts(text[:at], memo), _cost(text[at:], level)
        if left and (best is None or left[0] + cost < best[0]):
            best = (left[0] + cost, (*left[1], text[at:]))
    memo[text] = best
    return best


def _cheapest(word: str) -> Split | None:
    best: Split | None = None
    memo: dict[str, Split | None] = {}
    own = lemma_of(word)
    for at in range(3, len(word) - 2):
        part = word[at:]
        level = _last(part)
        if level < LEAST_LAST + SHORT * (len(part) == 3):
            continue
        if own and not own.endswith((lemma_of(part) or part, part[:3])):
            continue  # the word's own lemma ends otherwise: ledamöter is no möte
        left, cost = _firsts(word[:at], memo), _cost(part, level)
        if left and (best is None or left[0] + cost < best[0]):
            best = (left[0] + cost, (*left[1], part))
    return best


def _parts(word: str, whole: float) -> tuple[str, ...]:
    """The parts of a word that is itself as frequent as `whole`."""
    found = _cheapest(word) if len(word) >= 6 else None
    if found is None or (whole >= WHOLE and found[0] - (9 - whole) > MARGIN):
        return (word,)
    *firsts, last = found[1]
    parts: list[str] = []
    for first in firsts:
        level, _ = base(first)
        inner = _parts(first, level)
        parts.extend(inner if base(inner[-1])[0] else (first,))
    return (*parts, *_parts(last, _last(last)))


def _after_a_name(word: str) -> tuple[str, ...]:
    """A name and a common noun in the definite form (Ekviksparken), for a word no list knows.

    Surnames end in nouns too, but hardly ever in the definite form.
    """
    zipf = frequencies()
    for at in range(4, len(word) - 4):
        last = word[at:]
        lemma = lemma_of(last)
        if lemma and lemma != last and zipf.get(lemma, 0.0) >= NOUN_AFTER_NAME and _last(last):
            return word[:at], last
    return (word,)


@lru_cache(maxsize=CACHED_WORDS)
def split(word: str) -> tuple[str, ...]:
    """The parts of a lower-case word as they stand in it; the word alone when it is simple.

    >>> split("förmågekartläggning")
    ('förmåge', 'kartläggning')
    """
    if not word.isalpha():
        return (word,)
    found = _parts(word, frequencies().get(word, 0.0))
    if len(found) == 1 and len(word) > 8 and lemma_of(word) is None:
        return _after_a_name(word)
    return found
