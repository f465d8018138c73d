"""Letters that are set apart for emphasis ("B e s l u t") are one word again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from ingest.layout.reading_order import Token

_FEW = 4
# A gap so much wider than those between the letters parts two words.
_WIDE = 1.7


def joined_letters(tokens: Sequence[Token], is_word: Callable[[str], bool]) -> list[Token]:
    """The words of a strip, with runs of single letters joined where they make words."""
    made: list[Token] = []
    run: list[Token] = []
    for token in [*tokens, None]:
        if token is not None and (token.text.isalpha() and len(token.text) == 1):
            run.append(token)
            continue
        made += _words(run, is_word)
        run = []
        if token is not None:
            made.append(token)
    return made


def _words(run: list[Token], is_word: Callable[[str], bool]) -> list[Token]:
    """A run of single letters as words, parted at its wide gaps; as it is if they are none."""
    if len(run) < _FEW:
        return run
    gaps = sorted(b.x0 - a.x1 for a, b in pairwise(run))
    usual = max(gaps[len(gaps) // 2], 0.5)
    groups: list[list[Token]] = [[run[0]]]
    for before, token in pairwise(run):
        if token.x0 - before.x1 > _WIDE * usual:
            groups.append([])
        groups[-1].append(token)
    words = ["".join(t.text for t in group) for group in groups]
    if not all(len(word) > 1 and is_word(word) for word in words):
        return run
    return [
        group[0]._replace(
            text=word, x1=max(t.x1 for t in group), top=min(t.top for t in group),
            bottom=max(t.bottom for t in group),
        )
        for word, group in zip(words, groups, strict=True)
    ]  # fmt: skip
