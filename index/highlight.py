"""Which words of a unit answer a question: passages with the words marked (sökträffar).

A word is marked when it has a term that was searched for; of a compound only the part that was
found. Words of a phrase are marked where they follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from threading import Lock

import msgspec

from corpus.swedish.compounds import split
from index.analysis import chunk_terms, fold_case, net, terms, word_spans
from index.units import Unit

LENGTH = 240
"""Characters of a passage, about."""
MOST_PASSAGES = 2
MOST_WINDOWS = 40
"""Stretches of a unit that are weighed against each other, from its beginning."""
MOST_KNOWN = 60_000
"""Different pieces of text that are remembered between questions: some 30 MB."""
_BREAK = re.compile(r"(?<=[.!?:;])\s+(?=\S)|\n+")

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


class _Vocabulary:
    """Pieces of text without white space that were seen, by the terms they hold.

    Most of a hit's words have been seen in another, so which of them answer a question is
    known without looking at each.
    """

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.order: list[str] = []
        self.holders: dict[str, list[str]] = {}
        self._lock = Lock()

    def learn(self, chunks: set[str]) -> None:
        with self._lock:
            for chunk in chunks - self.known:
                for term in chunk_terms(chunk):
                    self.holders.setdefault(term, []).append(chunk)
                self.known.add(chunk)
                self.order.append(chunk)


_vocabularies = [_Vocabulary()]


def _vocabulary() -> _Vocabulary:
    """The present vocabulary; a new one when it has grown too large."""
    if len(_vocabularies[-1].known) > MOST_KNOWN:
        _vocabularies[:] = [_Vocabulary()]
    return _vocabularies[-1]


class Highlighter:
    """Marks the words of one question; what it learns of a word serves all hits."""

    def __init__(self, wanted: Iterable[str], phrases: Iterable[tuple[str, ...]] = ()) -> None:
        self.wanted = frozenset(wanted)
        self.phrases = tuple(phrases)
        self._seen: dict[str, tuple[Mark, ...]] = {}
        self._vocabulary = known = _vocabulary()
        self._learnt = len(known.order)
        self._holding = {c for term in self.wanted for c in known.holders.get(term, ())}
        self._inside: dict[str, list[Mark]] = {}
        self._spaced = any(_SPACED.match(term) for term in self.wanted)

    @cached_property
    def _in_phrase(self) -> frozenset[str]:
        return frozenset(term for phrase in self.phrases for term in phrase)

    def _mark(self, word: str) -> tuple[Mark, ...]:
        """Which parts of a word to mark."""
        hits = self.wanted.intersection(terms(word))
        if not hits:
            return ()
        if any(hit[0] != "+" for hit in hits):
            return ((0, len(word)),)
        return _parts(word, hits) or ((0, len(word)),)

    def marks(self, text: str) -> list[Mark]:
        """The words of a text that were searched for, in order."""
        if self.phrases or self._spaced:
            return self._all_marks(text)
        found: list[Mark] = []
        chunks = set(text.split())
        self._look_at(chunks)
        for chunk in chunks & self._holding:
            if chunk not in self._inside:
                self._inside[chunk] = self._all_marks(chunk)
            for at in _places(chunk, text):
                found += [(at + start, at + end) for start, end in self._inside[chunk]]
        return sorted(found)

    def _look_at(self, chunks: set[str]) -> None:
        """Find out which of what was not seen before holds a term that is wanted."""
        known = self._vocabulary
        if chunks - known.known:
            known.learn(chunks)
        if self._learnt < len(known.order):
            fresh = known.order[self._learnt :]
            self._learnt += len(fresh)
            self._holding.update(c for c in fresh if not self.wanted.isdisjoint(chunk_terms(c)))

    def _all_marks(self, text: str) -> list[Mark]:
        """The same by looking at every word, also at those that hold white space."""
        found: list[Mark] = []
        runs: list[tuple[str, int, int]] = []
        for word, start, end in word_spans(text):
            if word not in self._seen:
                self._seen[word] = self._mark(word)
            found += [(start + low, start + high) for low, high in self._seen[word]]
            runs.append((word, start, end))
        if self.phrases:
            found = sorted({*found, *self._phrase_marks(runs)})
        return found

    def _phrase_marks(self, runs: list[tuple[str, int, int]]) -> Iterable[Mark]:
        for at, (word, _, _) in enumerate(runs):
            if self._in_phrase.isdisjoint(terms(word)):
                continue
            for phrase in self.phrases:
                run = runs[at : at + len(phrase)]
                if len(run) == len(phrase) and all(
                    term in terms(w) for term, (w, _, _) in zip(phrase, run, strict=True)
                ):
                    yield from ((start, end) for _, start, end in run)

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
            inside = [mark for mark in marks[at:] if mark[1] <= high]
            kinds = {net(fold_case(body[a:b])) for a, b in inside}
            windows.append((-len(kinds), -len(inside), low, high))
            at += max(1, len(inside))
        best = sorted(windows)[:MOST_PASSAGES]
        if len(best) > 1 and best[1][0] > best[0][0]:
            best = best[:1]
        return tuple(
            _passage(unit, low, high, [m for m in marks if low <= m[0] and m[1] <= high])
            for _, _, low, high in sorted(best, key=lambda window: window[2])
        )


def _places(chunk: str, text: str) -> Iterable[int]:
    """Where a piece of text stands between white space."""
    at = text.find(chunk)
    while at >= 0:
        end = at + len(chunk)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield at
        at = text.find(chunk, end)


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
    starts = [found.end() for found in _BREAK.finditer(text, earliest, at)]
    if starts:
        low = starts[0]
    else:
        low = text.find(" ", earliest, at) + 1 if earliest else 0
        low = low or (at if earliest else 0)
    if low + LENGTH >= len(text):
        return low, len(text)
    ends = [found.start() for found in _BREAK.finditer(text, low + LENGTH // 2, low + LENGTH)]
    high = ends[-1] if ends else text.rfind(" ", low, low + LENGTH)
    return low, high if high > at else min(len(text), low + LENGTH)


def _passage(unit: Unit, low: int, high: int, marks: list[Mark]) -> Passage:
    spans = tuple(span for start, end in marks for span in unit.locate(start, end))
    page = unit.page_at(marks[0][0] if marks else low)
    local = tuple((start - low, end - low) for start, end in marks)
    return Passage(unit.body[low:high].replace("\n", " "), local, page, spans)
