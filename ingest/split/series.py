"""What belongs to a series of heads beside the heads that speak for themselves.

A reader knows a head by its place among the others as much as by its words: the number that
follows on, set as the others are. So heads are added that fill a gap, that a scanner spoilt or
that lost their number, and heads are left out that only gather others, that belong to a paper
read into the minutes, or under which only the signatures stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.swedish.tables import rules
from ingest.facts.names import office
from ingest.layout.lines import Lines

if TYPE_CHECKING:
    from ingest.split.heads import Candidate, Key

MIN_LISTED = 3
"""Numbers that an unbroken run under the head of an agenda has at least."""
_EDGE = 15.0
"""Points by which the left edges of heads of one series differ: 9 and 10 are set apart."""
_GAP = 3
"""Numbers that may be lost between a head and one whose § was misread."""
_SENTENCE = 60
"""Characters from which a numbered line that ends with a full stop is no title."""


def bound(meaning: str, text: str) -> bool:
    """Whether a line bounds the items in a way of the table `item_bounds`."""
    return any(r.meaning == meaning and r.pattern.search(text) for r in rules("item_bounds"))


def follows(before: Key, after: Key) -> bool:
    """Whether a number is the next one after another: 4.1 after 4, 5 after 4.3."""
    if len(after) > len(before):
        return after == (*before, 1)
    end = len(after) - 1
    return after[:end] == before[:end] and after[end] == before[end] + 1


def alike_set(lines: Lines, left: Candidate, right: Candidate, *, styled: bool = True) -> bool:
    """Whether two heads are set alike: left edge, and style where OCR has not guessed it."""
    a, b = lines.all[left.first], lines.all[right.first]
    if (a.cell is None) != (b.cell is None) or abs(a.box.x0 - b.box.x0) > _EDGE:
        return False
    return not styled or lines.same_style(left.first, right.first)


# --------------------------------------------------------------------------- an agenda's list


def listed(lines: Lines, found: Sequence[Candidate]) -> list[Candidate]:
    """The heads that stand as an unbroken run from 1 under the head of an agenda."""
    runs: list[Candidate] = []
    for at, one in enumerate(found):
        if one.key == (1,) and _announced(lines, one.first):
            run = [one]
            for other in found[at + 1 :]:
                if follows(run[-1].key, other.key) and alike_set(lines, run[-1], other):
                    run.append(other)
                elif other.key <= run[-1].key and alike_set(lines, run[-1], other):
                    break
            if len(run) >= MIN_LISTED and sum(map(_is_title, run)) * 3 > 2 * len(run):
                runs += run
    return runs


def _announced(lines: Lines, first: int) -> bool:
    """Whether one of the lines just above says that the agenda follows."""
    above = range(first - 1, max(first - 4, -1), -1)
    return any(len(lines.texts[at]) < 80 and bound("agenda", lines.texts[at]) for at in above)


def _is_title(one: Candidate) -> bool:
    text = _text(one)
    return bool(text) and not (text.endswith((".", ";")) and len(text) > _SENTENCE)


# --------------------------------------------------------------------------- heads to add


def completed(
    lines: Lines, series: Sequence[Candidate], found: Sequence[Candidate]
) -> list[Candidate]:
    """The series with the heads that fill its gaps and follow it, set as their neighbours are."""
    full = [*series]
    for others in (found, found[::-1]):
        for one in others:
            before, after = _neighbours(full, one)
            if one in full or not _between(before, one, after):
                continue
            if any(
                other and alike_set(lines, one, other) and _next_to(lines, one, other, inside)
                for other, inside in ((before, after is not None), (after, before is not None))
            ):
                _insert(full, one)
    return full


def _next_to(lines: Lines, one: Candidate, other: Candidate, inside: bool) -> bool:
    """Whether a head is next to another in number; outside the series, on the page as well."""
    first, last = sorted((one, other), key=lambda each: each.first)
    near = last.first - first.title.end <= 1 and _is_title(one)
    return follows(first.key, last.key) and (inside or near)


def corrected(
    lines: Lines, series: Sequence[Candidate], found: Sequence[Candidate]
) -> list[Candidate]:
    """The series with heads whose number has a digit too many or too few: "38." after 7 is 8."""
    full = [*series]
    for one in found:
        before, after = _neighbours(full, one)
        if one in full or before is None or not one.key or not alike_set(lines, before, one):
            continue
        wanted = (*before.key[:-1], before.key[-1] + 1)
        if after is not None and after.key <= wanted:
            continue
        if one.key[:-1] == wanted[:-1] and _spoilt(one, wanted[-1], after) and _is_title(one):
            number = ".".join(map(str, wanted))
            _insert(full, replace(one, key=wanted, number=number, score=before.score - 0.5))
    return full


def _spoilt(one: Candidate, wanted: int, after: Candidate | None) -> bool:
    """Whether a number is the wanted one with a stray digit, or lacks a digit before the next."""
    read, number = str(one.key[-1]), str(wanted)
    if re.fullmatch(rf"\d{number}", read):
        return True
    lacks = len(number) == 2 and read in number
    return lacks and after is not None and after.key == (*one.key[:-1], wanted + 1)


def lost(
    lines: Lines, series: Sequence[Candidate], lines_without: Iterable[Candidate]
) -> list[Candidate]:
    """The series with a head whose number was lost: the only title between 8 and 10 is of 9."""
    full = [*series]
    waiting = [*lines_without]
    for before, after in pairwise(series):
        if len(before.key) != 1 or after.key != (before.key[0] + 2,):
            continue
        titles = [one for one in waiting if before.title.end <= one.first < after.first]
        if len(titles) == 1 and lines.at_start(titles[0].first):
            key = (before.key[0] + 1,)
            _insert(full, replace(titles[0], key=key, number=str(key[0]), score=0.5))
    return full


def misread(
    lines: Lines, series: Sequence[Candidate], doubtful: Iterable[Candidate]
) -> list[Candidate]:
    """The series of §§ with those heads whose § an earlier reading took for another sign."""
    full = [*series]
    for one in doubtful:
        before, after = _neighbours(full, one)
        if before is None or not _between(before, one, after) or not lines.at_start(one.first):
            continue
        if one.key[0] - before.key[0] > _GAP and not (after and follows(one.key, after.key)):
            continue
        if any(alike_set(lines, one, other, styled=False) for other in (before, after) if other):
            _insert(full, replace(one, score=0.5))
    return full


def between(
    lines: Lines, series: Sequence[Candidate], numbers: Iterable[Candidate]
) -> list[Candidate]:
    """The series of §§ with those heads whose § was lost and whose number alone is missing."""
    full = [*series]
    for one in numbers:
        before, after = _neighbours(full, one)
        if before is None or after is None or not lines.at_start(one.first) or not _is_title(one):
            continue
        fills = follows(before.key, one.key) and follows(one.key, after.key)
        if fills and alike_set(lines, before, one, styled=False):
            _insert(full, replace(one, score=0.5))
    return full


def unnumbered(
    lines: Lines, series: Sequence[Candidate], without: Iterable[Candidate]
) -> list[Candidate]:
    """The series of §§ with those heads among and after it that have a § but no number."""
    full = [*series]
    for one in without:
        before, _ = _neighbours(full, one)
        if before is not None and alike_set(lines, one, before):
            _insert(full, replace(one, score=0.5))
    return full


def _neighbours(
    series: Sequence[Candidate], one: Candidate
) -> tuple[Candidate | None, Candidate | None]:
    before = [other for other in series if other.first < one.first]
    after = [other for other in series if other.first > one.first]
    return (before[-1] if before else None), (after[0] if after else None)


def _between(before: Candidate | None, one: Candidate, after: Candidate | None) -> bool:
    return bool((before is None or before.key < one.key) and (after is None or one.key < after.key))


def _insert(series: list[Candidate], one: Candidate) -> None:
    series.append(one)
    series.sort(key=lambda other: other.first)


# --------------------------------------------------------------------------- heads to leave out


def items_of(series: Sequence[Candidate]) -> list[Candidate]:
    """The heads of a series that are items: without papers read in and bare gatherings."""
    inserted = {id(one) for one in _inserted(series)}
    kept = [one for one in series if id(one) not in inserted]
    gathers = {id(one) for one in _gathers(kept)}
    return [one for one in kept if id(one) not in gathers]


def _inserted(series: Sequence[Candidate]) -> Iterator[Candidate]:
    """Heads of a paper read into an item: its only sub-point, which names what the item names."""
    for parent in series:
        below = [one for one in series if len(one.key) > 1 and one.key[:1] == parent.key]
        direct = [one for one in below if len(one.key) == 2]
        if len(direct) == 1 and _share_word(parent, direct[0]):
            yield from below


def _share_word(left: Candidate, right: Candidate) -> bool:
    ours, theirs = (re.findall(r"\w{7,}", _text(one).casefold()) for one in (left, right))
    return any(a.startswith(b) or b.startswith(a) for a in ours for b in theirs)


def _text(one: Candidate) -> str:
    return one.title.passage.text if one.title.passage else ""


def _gathers(series: Sequence[Candidate]) -> list[Candidate]:
    """Top heads with nothing but sub-points below, where that is how the document is built."""
    tops = [one for one in series if len(one.key) == 1]
    gathers = [
        one
        for one, after in pairwise(series)
        if len(one.key) == 1 and after.key == (*one.key, 1) and after.first <= one.title.end
    ]
    return gathers if len(gathers) > 2 and len(gathers) * 2 > len(tops) else []


def signed_from(series: Sequence[Candidate]) -> Candidate | None:
    """The head under which the signatures stand, where it ends a series; None where none does."""
    for at in range(len(series) - 1, -1, -1):
        if bound("signatures", _text(series[at]).strip(" .:")):
            return series[at]
        if office(_text(series[at])) is None:
            return None
    return None


def annex_at(lines: Lines) -> int | None:
    """The line at which an annex begins behind minutes that have been closed; None without one.

    A list of points that ends with "Mötet avslutas" closes nothing: the meeting must not be
    closed again after the annex, other than in the §§ of by-laws.
    """
    annexes = [
        at
        for at, text in enumerate(lines.texts)
        if len(text) < 90 and bound("annex", text) and _apart(lines, at)
    ]
    if not annexes:
        return None
    closed = [at for at, text in enumerate(lines.texts) if _closes(text)]
    return next((at for at in annexes if closed and closed[-1] < at), None)


def _closes(text: str) -> bool:
    return len(text) < 120 and not text.startswith("§") and bound("closed", text)


def _apart(lines: Lines, at: int) -> bool:
    """Whether a line is set as a heading, or stands alone in a text without styles."""
    line = lines.all[at]
    plain = line.box.x1 <= line.box.x0 and line.bullet is None and lines.at_start(at)
    return lines.styled(at) or plain
