"""Which division of a document into points is the right one, of those that are proposed.

Every finder proposes; what each proposal has for it is measured in the same few features, which
hold for any template: a chain of numbers without a gap, text below each head, heads set alike
and nothing else set like them, titles that read as titles. A division's score is their weighted
sum, and the best is taken; no division at all has the score 0. The weights stand in
`weights.toml`, fitted by `training/division.py`.
"""

from __future__ import annotations

import math
import re
import tomllib
from bisect import bisect
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise

from corpus.swedish.tables import first_match
from ingest.layout.labels import known_heading
from ingest.layout.lines import Lines
from ingest.split.heads import Head, announced_range, number_key
from ingest.split.looks import NAME
from ingest.split.series import bound, follows

_MANY = 12
"""Points from which a division is long."""
_BRIEF, _LONG = 60, 100
"""Characters that most titles have at most, and that few have."""
_FEW = 3
"""Heads from which a division may hold another in one of its points."""
_MOST = 0.5
"""Share of titles that come again from which they tell no points apart."""
_DATED = re.compile(r"\b\d{4}\b|\d{1,2}[/.:]\d{1,2}")
_LEAD = re.compile(r"^[\W\d_]++|(?<!\W)\W++$")
_INNER = frozenset({"decision", "proposal", "proposed", "basis", "vote", "procedure", "motion"})


@dataclass(frozen=True)
class Division:
    """Heads that one finder proposes, in the order of the document."""

    finder: str
    heads: tuple[Head, ...]

    @cached_property
    def items(self) -> tuple[Head, ...]:
        """The heads that begin an item."""
        return tuple(head for head in self.heads if head.item is not None)

    @cached_property
    def places(self) -> frozenset[int]:
        """The lines at which items begin."""
        return frozenset(head.first for head in self.items if head.first >= 0)


@cache
def weights() -> Mapping[str, float]:
    """The weight of each feature."""
    raw = tomllib.loads((files(__package__) / "weights.toml").read_text("utf-8"))
    return {name: float(value) for name, value in raw["weights"].items()}


def choose(lines: Lines, divisions: Sequence[Division]) -> Division | None:
    """The division for which most speaks; None where nothing speaks for any."""
    best, top = None, 0.0
    for one in divisions:
        found = score(features(lines, one, divisions))
        if found > top:
            best, top = one, found
    return best


def score(measured: Mapping[str, float]) -> float:
    """How much speaks for a division with these features."""
    table = weights()
    return sum(table.get(name, 0.0) * value for name, value in measured.items())


def features(lines: Lines, one: Division, rivals: Sequence[Division]) -> dict[str, float]:
    """What a division has for it and against it, each about 0 to 1."""
    titles = [head.item.title for head in one.items if head.item]
    return {
        "any": 1.0,
        f"by-{one.finder}": 1.0,
        **_numbers(lines, one),
        **_extents(lines, one),
        **_looks(lines, one),
        **_titles(titles),
        **_places(lines, one, titles),
        "marked": _share([_marked(head) for head in one.items]),
        **_above(lines, one),
        "agreed": _agreed(one, rivals),
        "inside-one": max((_inside(one, other) for other in rivals), default=0.0),
    }


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _marked(head: Head) -> bool:
    """Whether an item comes with what agendas set beside a title."""
    item = head.item
    return item is not None and any((item.case_number, item.type, item.responsible, item.time))


def _above(lines: Lines, one: Division) -> dict[str, float]:
    """What stands right above the first head: the title of an agenda, or words that lead in."""
    first = min(one.places, default=0)
    above = [lines.texts[at] for at in range(max(first - 4, 0), first)]
    agenda = any(len(text) < 80 and bound("agenda", text) for text in above)
    return {
        "below-agenda": float(agenda),
        "led-in": float(bool(above) and above[-1].endswith(":") and not agenda),
    }


def _numbers(lines: Lines, one: Division) -> dict[str, float]:
    """How many points there are, and whether their numbers follow each other."""
    numbers = [head.item.number for head in one.items if head.item and head.item.number]
    keys = [number_key(number) for number in numbers]
    span = announced_range(lines)
    return {
        "many": min(len(one.items), _MANY) / _MANY,
        "single": float(len(one.items) == 1),
        "numbered": len(numbers) / max(len(one.items), 1),
        "chain": _share([follows(a, b) for a, b in pairwise(keys)]),
        "from-one": float(keys[:1] == [(1,)]),
        "as-announced": float(bool(span and keys and (keys[0][0], keys[-1][0]) == span)),
    }


def _extents(lines: Lines, one: Division) -> dict[str, float]:
    """How much of the text the points cover, and how evenly."""
    sizes = [line.end - line.start for line in lines.all]
    placed = sorted((head for head in one.heads if head.first >= 0), key=lambda head: head.first)
    bounds = [*(head.first for head in placed[1:]), len(lines.all)]
    texts = [
        sum(sizes[head.first if head.text_from is not None else head.end : end])
        for head, end in zip(placed, bounds, strict=True)
        if head.item
    ]
    covered, whole = sum(texts), max(sum(sizes), 1)
    shares = [text / covered for text in texts if text and covered]
    even = -sum(share * math.log(share) for share in shares)
    empty = _share([text == 0 for text in texts])
    return {
        "covered": covered / whole,
        "opens-late": (placed[0].first / max(len(lines.all), 1)) if placed else 1.0,
        "even": even / math.log(len(texts)) if len(texts) > 1 else 0.0,
        "largest": max(shares, default=1.0),
        "empty": empty,
        "all-empty": float(empty > 0.9),
    }


def _look(lines: Lines, at: int) -> Hashable:
    line, text = lines.all[at], lines.texts[at]
    return (line.bold, line.heading, round(line.size), len(text) > 3 and text == text.upper())


def _looks(lines: Lines, one: Division) -> dict[str, float]:
    """Whether the heads are set alike, apart from the text, and nothing else is set so."""
    places = sorted(one.places)
    seen = Counter(_look(lines, at) for at in places)
    own, count = seen.most_common(1)[0] if seen else (None, 0)
    first = places[0] if places else 0
    inside = {at for head in one.items for at in range(head.first, max(head.end, head.first + 1))}
    others = [
        at
        for at in range(first, len(lines.all))
        if at not in inside and _look(lines, at) == own and len(lines.texts[at]) <= _LONG
    ]
    styled = _share([lines.styled(at) for at in places])
    edges = Counter(round(lines.all[at].box.x0 / 15) for at in places)
    bigger = [at for at in range(first, len(lines.all)) if _over(lines, at, places)]
    return {
        "alike": count / max(len(places), 1),
        "aligned": edges.most_common(1)[0][1] / len(places) if places else 0.0,
        "styled": styled,
        "apart": styled * count / (count + len(others)) if count else 0.0,
        "outranked": min(len(bigger) / max(len(places), 1), 1.0),
        "room-above": _share([lines.at_start(at) for at in places]),
        "bullets": _share([lines.all[at].bullet is not None for at in places]),
        "in-cells": _share([lines.all[at].cell is not None for at in places]),
    }


def _over(lines: Lines, at: int, places: Sequence[int]) -> bool:
    """Whether a line is set as a heading above the heads of a division."""
    line = lines.all[at]
    if not lines.styled(at) or line.cell is not None or len(lines.texts[at]) > _LONG:
        return False
    head = lines.all[places[len(places) // 2]]
    if line.heading and head.heading:
        return line.heading < head.heading
    return lines.styled(at) and line.size > head.size + 0.7


def _titles(titles: Sequence[str]) -> dict[str, float]:
    """Whether titles read like titles, and not like names, sentences, labels or lists."""
    folded = Counter(title.casefold() for title in titles)
    known = [first_match("item_titles", title) for title in titles]
    meanings = [found[0].meaning if found else "" for found in known]
    inner = [known_heading(title) for title in titles]
    repeated = _share([folded[title.casefold()] > 1 for title in titles])
    return {
        "brief": _share([len(title) <= _BRIEF for title in titles]),
        "long": _share([len(title) > _LONG for title in titles]),
        "untitled": _share([not title for title in titles]),
        "lower": _share([title[:1].islower() for title in titles]),
        "names": _share([bool(NAME.match(title)) for title in titles]),
        "usual": _share([bool(found) for found in known]),
        "labels": _share([found in _INNER for found in inner]),
        "other-labels": _share([found is not None and found not in _INNER for found in inner]),
        "repeated": repeated,
        "one-title": float(repeated > _MOST),
        "dated": _share([bool(_DATED.search(title)) for title in titles]),
        "outcomes": _share([first_match("outcomes", title) is not None for title in titles]),
        "opens": _opened(titles),
        "closes": float("closing" in meanings[-3:]),
    }


def _places(lines: Lines, one: Division, titles: Sequence[str]) -> dict[str, float]:
    """How the lines of the heads end, and whether their titles stood in a list before."""
    ends = [lines.texts[max(head.end, head.first + 1) - 1] for head in one.items if head.first >= 0]
    first = min(one.places, default=0)
    before = {_bare(text) for text in lines.texts[:first]}
    after = {_bare(lines.texts[at]) for at in range(first, len(lines.all)) if at not in one.places}
    bare = [_bare(title) for title in titles]
    stops = _share([text.endswith(".") for text in ends])
    return {
        "stops": stops,
        "unopened-stops": stops * (1 - _opened(titles)),
        "colons": _share([text.endswith(":") for text in ends]),
        "announced": _share([title in before for title in bare]),
        "comes-again": _share([title in after for title in bare]),
    }


def _opened(titles: Sequence[str]) -> float:
    """Whether one of the first two titles is that of an opening."""
    found = (first_match("item_titles", title) for title in titles[:2])
    return float(any(known and known[0].meaning == "opening" for known in found))


def _bare(text: str) -> str:
    return _LEAD.sub("", text).casefold()


def _agreed(one: Division, rivals: Sequence[Division]) -> float:
    """How many of the other finders have the same heads."""
    others = {other.finder: other for other in rivals if other.finder != one.finder}.values()
    if not others or not one.places:
        return 0.0
    return sum(len(one.places & other.places) / len(one.places) for other in others) / len(others)


def _inside(one: Division, other: Division) -> float:
    """The share of a division's heads that lie between two heads of another."""
    bounds = sorted(other.places)
    if len(bounds) < _FEW or not one.places:
        return 0.0
    gaps = Counter(bisect(bounds, at) for at in one.places if at not in other.places)
    within = [count for gap, count in gaps.items() if 0 < gap < len(bounds)]
    return max(within, default=0) / len(one.places)
