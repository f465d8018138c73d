"""Which words of a unit answer a question: passages with the words marked (sökträffar).

A word is marked when it has a term that was searched for; of a compound only the part that was
found. Words of a phrase are marked where they follow each other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from unicodedata import is_normalized

import msgspec

from corpus.swedish.compounds import split
from index.analysis import contained, fold_case, net, stretches, terms, word_spans
from index.units import Unit

LENGTH = 240
"""Characters of a passage, about."""
MOST_PASSAGES = 2
MOST_WINDOWS = 40
"""Stretches of a unit that are weighed against each other, from its beginning."""
_BREAK = re.compile(r"(?<=[.!?:;])\s+(?=\S)|\n+")
_ENDS = ("\n", ". ", "! ", "? ", ": ", "; ")

_WRITTEN_OTHERWISE = "-|‐|‑|\u00ad"
"""Hyphens: what words hold that are not written as their terms are."""

_SPACED = re.compile(r"#§|#[\d-]+$|\d{4}")
"""Terms that may be written with white space inside: §§, dates, large numbers."""

Mark = tuple[int, int]


class Passage(msgspec.Struct, frozen=True):
    """A piece of a unit's text with the words that were found."""

    text: str
    marks: tuple[Mark, ...]
    """Start and end of each marked word in `text`."""
    page: int
    spans: tuple[tuple[int, int], ...]
    """Where the marked words stand in `Document.text`."""


class Highlighter:
    """Marks the words of one question; what it learns of a word serves all hits."""

    def __init__(self, wanted: Iterable[str], phrases: Iterable[tuple[str, ...]] = ()) -> None:
        self.wanted = frozenset(wanted)
        self.phrases = tuple(phrases)
        self._longest = max(map(len, self.phrases), default=0)
        sought = self.wanted.union(phrase[0] for phrase in self.phrases)
        self._spaced = any(_SPACED.match(term) for term in sought)
        self._likely = _likely(sought)
        self._of_word: dict[str, tuple[Mark, ...]] = {}
        self._of_chunk: dict[str, list[Mark]] = {}
        self._kinds: dict[str, str] = {}

    def _mark(self, word: str) -> tuple[Mark, ...]:
        """Which parts of a word to mark."""
        hits = self.wanted.intersection(terms(word))
        if not hits:
            return ()
        if any(hit[0] != "+" for hit in hits):
            return ((0, len(word)),)
        return _parts(word, hits) or ((0, len(word)),)

    def marks(self, text: str) -> list[Mark]:
        """The words of a text that were searched for, in order.

        Only words that have some letters of a term that is sought are looked at.
        """
        lower = text.lower()
        if len(lower) != len(text) or not is_normalized("NFC", text):
            return sorted({*self._each_word(text), *self._phrases_from(text, 0, len(text))})
        found: list[Mark] = []
        for likely in self._likely.finditer(lower):
            at, end = likely.span()
            at = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
            chunk = text[at:end]
            if chunk not in self._of_chunk:
                self._of_chunk[chunk] = self._each_word(chunk)
            found += [(at + start, at + stop) for start, stop in self._of_chunk[chunk]]
            if self.phrases:
                found += self._phrases_from(text, at, end)
        if self._spaced:
            found = self._with_white_space(text, lower, found)
        return sorted(set(found))

    def _each_word(self, text: str) -> list[Mark]:
        """The marks of single words, found by looking at each."""
        found: list[Mark] = []
        for word, start, _ in word_spans(text):
            if word not in self._of_word:
                self._of_word[word] = self._mark(word)
            found += [(start + low, start + high) for low, high in self._of_word[word]]
        return found

    def _with_white_space(self, text: str, lower: str, found: list[Mark]) -> list[Mark]:
        """The marks of a text of which words may hold white space (§ 114, 15 juni 2026)."""
        for low, high in stretches(text):
            if self._likely.search(lower, low, high):
                found = [mark for mark in found if not low <= mark[0] < high]
                found += [(low + a, low + b) for a, b in self._each_word(text[low:high])]
                if self.phrases:
                    found += self._phrases_from(text, low, high)
        return found

    def _phrases_from(self, text: str, start: int, end: int) -> Iterable[Mark]:
        """The marks of phrases that begin in a part of a text."""
        runs: list[tuple[str, int, int]] = []
        beyond = 0
        for word in word_spans(text, start):
            beyond += word[1] >= end
            if beyond >= self._longest:
                break
            runs.append(word)
        for at, (_, low, _) in enumerate(runs):
            for phrase in self.phrases if low < end else ():
                run = runs[at : at + len(phrase)]
                if len(run) == len(phrase) and all(
                    term in terms(w) for term, (w, _, _) in zip(phrase, run, strict=True)
                ):
                    yield from ((low, high) for _, low, high in run)

    def _kind(self, word: str) -> str:
        """What is one with other inflections of a marked word."""
        if word not in self._kinds:
            self._kinds[word] = net(fold_case(word))
        return self._kinds[word]

    def passages(self, unit: Unit) -> tuple[Passage, ...]:
        """The passages of a unit's body that say most of what was asked, in reading order."""
        body = unit.body
        marks = self.marks(body)
        if not marks:
            return (_passage(unit, *_window(body, 0), []),) if body else ()
        windows: list[tuple[int, int, int, int]] = []
        at = 0
        while at < len(marks) and len(windows) < MOST_WINDOWS:
            low, high = _window(body, marks[at][0])
            inside = bisect_right(marks, high, lo=at, key=lambda mark: mark[1])
            kinds = {self._kind(body[a:b]) for a, b in marks[at:inside]}
            windows.append((-len(kinds), at - inside, low, high))
            at = max(at + 1, inside)
        best = sorted(windows)[:MOST_PASSAGES]
        if len(best) > 1 and best[1][0] > best[0][0]:
            best = best[:1]
        return tuple(
            _passage(unit, low, high, [m for m in marks if low <= m[0] and m[1] <= high])
            for _, _, low, high in sorted(best, key=lambda window: window[2])
        )


def _likely(sought: Iterable[str]) -> re.Pattern[str]:
    """What matches from somewhere in each word that may have a term, to its end."""
    keys = sorted({key for term in sought for key in contained(term)}, key=len)
    kept: list[str] = []
    for key in keys:
        if not any(other in key for other in kept):
            kept.append(key)
    exact = "|".join(map(re.escape, kept))
    return re.compile(rf"(?:{exact}|{_WRITTEN_OTHERWISE})\S*+" if kept else r"(?!)")


def _parts(word: str, hits: frozenset[str]) -> tuple[Mark, ...]:
    """Where in a compound the parts stand that were found, the shortest where they overlap."""
    at = 0
    pieces = [piece for piece in re.split("([-‐‑])", word) if piece]
    spans: list[Mark] = []
    for piece in pieces:
        for part in split(fold_case(piece)):
            spans.append((at, at + len(part)))
            at += len(part)
    found: list[Mark] = []
    for first in range(len(spans)):
        for last in range(first, len(spans)):
            low, high = spans[first][0], spans[last][1]
            if any(_is_part(word[low:high], hit) for hit in hits):
                found.append((low, high))
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: mark[1] - mark[0]):
        if all(mark[1] <= low or mark[0] >= high for low, high in kept):
            kept.append(mark)
    return tuple(sorted(kept))


def _is_part(text: str, hit: str) -> bool:
    key, part = hit[1:], fold_case(text)
    near = abs(len(part) - len(key)) < 3 and part[:-1] == key[: len(part) - 1]
    return net(part) == key or (near and len(part) > 2)


def _window(text: str, at: int) -> Mark:
    """A stretch of whole sentences, or of words, from a little before a place."""
    earliest = max(0, at - LENGTH // 3)
    if found := _BREAK.search(text, earliest, at):
        low = found.end()
    else:
        low = text.find(" ", earliest, at) + 1 if earliest else 0
        low = low or (at if earliest else 0)
    if low + LENGTH >= len(text):
        return low, len(text)
    ends = (text.rfind(end, low + LENGTH // 2, low + LENGTH) + len(end) - 1 for end in _ENDS)
    high = max(ends)
    if high <= low:
        high = text.rfind(" ", low, low + LENGTH)
    return low, high if high > at else min(len(text), low + LENGTH)


def _passage(unit: Unit, low: int, high: int, marks: list[Mark]) -> Passage:
    spans = tuple(span for start, end in marks for span in unit.locate(start, end))
    page = unit.page_at(marks[0][0] if marks else low)
    local = tuple((start - low, end - low) for start, end in marks)
    return Passage(unit.body[low:high].replace("\n", " "), local, page, spans)
