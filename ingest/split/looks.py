"""Divisions by look: short lines set alike that recur, whatever they say.

A reader finds the points of an unknown template by its look: lines larger or bolder than the
text, in capitals, between signs, before a colon, behind a bullet with bullets below it, or
numbered on one edge. Each look that recurs is proposed as a division of its own; which of them
the points are is not settled here (see `choose`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence

from ingest.layout.labels import known_heading
from ingest.layout.lines import Lines
from ingest.split.heads import Candidate, Head, as_head, best_series, candidates
from ingest.split.run_in import run_in
from ingest.split.series import completed, items_of, lost
from ingest.split.titles import Title, read_title
from ingest.split.topics import NOT_ITEMS, names_document

_LONG = 110
"""Characters that a title has at most."""
_SHARE = 0.4
"""Share of the lines from which a look is that of the text."""
_SIGNED = re.compile(r"^(?P<sign>[=*_~#>-]{2,})\s*(?P<title>\S.*?)\s*(?P=sign)?$")
_EDGE = 20.0
_NAMES = 3
"""Names below each other from which they are those of people who met."""
NAME = re.compile(r"(?:[A-ZÅÄÖ][\wåäöéü'-]*\.?\s){1,3}[A-ZÅÄÖ][\wåäöéü'-]+(?:\s*[,(–-].*)?$")
"""A line that reads like a person's name, perhaps with what the person is."""
_ROOMS = 2
"""The how manieth line with room above it ends a list: the first may stand below its label."""


def look_divisions(lines: Lines) -> Iterator[list[Head]]:
    """The heads of each look that recurs."""
    looks: dict[Hashable, list[Candidate]] = defaultdict(list)
    common = _common(lines)
    at = 0
    while at < len(lines.all):
        looks_like = look(lines, at)
        one = _candidate(lines, at) if looks_like and looks_like not in common else None
        if one is None or looks_like is None:
            at += 1
            continue
        looks[looks_like].append(one)
        at = max(one.title.end, at + 1)
    for key, found in looks.items():
        heads = _items(lines, found)
        if sum(head.item is not None for head in heads) > 1:
            yield heads
        del key


def listed(lines: Lines) -> frozenset[int]:
    """Lines of the lists below labels that no point stands below: those present, annexes.

    A label that nobody knows is one where at least three names stand below it, one a line; it
    is told with them.
    """
    found: set[int] = set()
    inside = rooms = 0
    for at, text in enumerate(lines.texts):
        meaning = known_heading(text)
        if meaning or lines.styled(at):
            inside, rooms = int(meaning in NOT_ITEMS), 0
            continue
        rooms += lines.at_start(at)
        inside = int(inside and rooms < _ROOMS)
        if inside:
            found.add(at)
    for first, end in _name_runs(lines):
        found.update(range(max(first - 1, 0), end))
    return frozenset(found)


def _name_runs(lines: Lines) -> Iterator[tuple[int, int]]:
    """The runs of lines that are a name each, perhaps with what the person is."""
    start = None
    for at in range(len(lines.all) + 1):
        named = at < len(lines.all) and NAME.match(lines.texts[at].lstrip(" -*•–o\t"))
        if named and start is None:
            start = at
        elif not named and start is not None:
            if at - start >= _NAMES:
                yield start, at
            start = None


def look(lines: Lines, at: int) -> Hashable | None:
    """How a line is set; None where nothing sets it apart from the text."""
    line, text = lines.all[at], lines.texts[at]
    if line.cell is not None or len(text) > _LONG or not any(c.isalpha() for c in text):
        return None
    if line.bullet is not None and not line.bullet[0].isdigit():
        return ("bullet", line.bullet, line.level)
    caps = len(text) > 3 and text == text.upper()
    if lines.styled(at) or caps:
        return ("set", line.bold, line.heading, round(line.size), caps)
    if _SIGNED.match(text):
        return ("signs",)
    if text.endswith(":") and text[0].isupper() and lines.at_start(at):
        return ("colon", round(line.box.x0 / _EDGE))
    return None


def _common(lines: Lines) -> frozenset[Hashable]:
    """Looks that most of the text has: they set nothing apart."""
    counts: Counter[Hashable] = Counter()
    for at, line in enumerate(lines.all):
        found = ("set", line.bold, line.heading, round(line.size), False)
        counts[look(lines, at) or found] += line.end - line.start
    total = sum(counts.values())
    return frozenset(key for key, chars in counts.items() if chars > _SHARE * total)


def _candidate(lines: Lines, at: int) -> Candidate | None:
    """The line, with the lines that go on with it, as a head without a number."""
    line, text = lines.all[at], lines.texts[at]
    if line.bullet is not None:
        rest = len(text) - len(text.removeprefix(line.bullet).lstrip(" o\t"))
    else:
        signed = _SIGNED.match(text)
        rest = signed.start("title") if signed else 0
    title = read_title(lines, at, rest)
    if title.passage is None:
        return None
    return Candidate(at, "", (), title, "look", line.start, 0.5)


def _items(lines: Lines, found: Sequence[Candidate]) -> list[Head]:
    """The heads of one look, but for the document's name; labels that recur head nothing."""
    texts = Counter(_text(one.title) for one in found)
    heads: list[Head] = []
    for one in found:
        text = _text(one.title)
        if texts[text] > 1 or (not heads and names_document(text)):
            continue
        if known_heading(text) in NOT_ITEMS:
            heads.append(Head(None, one.first, one.title.end))
        else:
            heads.append(as_head(lines, one, None))
    return heads


def _text(title: Title) -> str:
    return title.passage.text.strip(" .:").casefold() if title.passage else ""


def numbered_divisions(lines: Lines) -> Iterator[list[Head]]:
    """The heads of each series of plain numbers that stand on one edge and are set alike.

    Nothing is asked of what they say: sentences may be numbered too.
    """
    found = candidates(lines, "number", any_case=True)
    groups: dict[Hashable, list[Candidate]] = defaultdict(list)
    for one in found:
        line = lines.all[one.first]
        if one.title.passage is None:
            continue
        edge = round(line.box.x0 / _EDGE) if line.box.x1 > line.box.x0 else line.level
        groups[lines.styled(one.first), edge, line.cell is None].append(one)
    every = [one for one in found if one.title.passage is not None]
    for group in (every, *groups.values()):
        for one in group:
            one.score = 0.4 + 0.3 * lines.at_start(one.first)
        series = best_series(group, repeats=False)
        if len(series) > 2:
            series = lost(lines, completed(lines, series, group), candidates(lines, "lost"))
            points = items_of(series)
            yield [as_head(lines, one, None) for one in points]
            yield run_in(lines, points)
