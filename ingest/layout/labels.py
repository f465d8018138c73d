"""The labels that a document teaches: short lines of one look that recur, whatever their word.

A template sets the same few labels below every point. Most words are known (table `headings`);
where one is not, its place tells what it means: what stands below it reads each time like a
resolution, and no other label that does so follows in the same point.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.model import Document, Line
from corpus.swedish.tables import first_match

_LABEL = re.compile(r"(?P<label>[A-ZÅÄÖ][^\W\d_]+(?: [^\W\d_]+){0,3})\s*(?P<colon>:)?(?P<rest>.*)$")
_LEAST = 2
"""Times that a label recurs at least."""
_SHARE = 0.6
"""Share of its places at which what follows is alike, for it to be what the label means."""
_MANY, _OFTEN = 4, 0.45
"""The same for a label that recurs so often, in a document that has no other for decisions."""
_TEXT = 160
"""Characters below a label that are looked at."""
_NAME = re.compile(r"(?:[A-ZÅÄÖ][a-zåäöé'-]+\s){1,2}[A-ZÅÄÖ][a-zåäöé'-]+$")
# What is asked for, who is up for election: resolutions may read like what stands below.
_OTHER = re.compile(r"förslag|föresl|yrkande|fråga|ledamot|suppleant")
_ATT = re.compile(r"^(?:[-•–\d.)]+\s*)?att\s", re.IGNORECASE)
_DECIDES = re.compile(r"\b(?:besluta(?:r|de|des|s)|beslöt|beslöts)\b")


def known_heading(text: str) -> str | None:
    """What the text below a heading is, if the whole line is one that the table knows."""
    if len(text) > 110:
        return None
    found = first_match("headings", text.strip())
    return found[0].meaning if found else None


def label_of(document: Document, text: str) -> str | None:
    """What the text below a line is: by the table, or by what the document itself teaches."""
    if meaning := known_heading(text):
        return meaning
    found = _LABEL.match(text.strip())
    return learned(document).get(_key(found)) if found else None


def learned(document: Document) -> Mapping[tuple[str, bool], str]:
    """The meaning of each label that the document teaches, by its word and what follows it."""
    kept: dict[str, Mapping[tuple[str, bool], str]] = document.__dict__
    if "labels" not in kept:
        kept["labels"] = _learn(document)
    return kept["labels"]


def _key(found: re.Match[str]) -> tuple[str, bool]:
    """The word of a label, and whether its text follows on the line."""
    return found["label"].casefold(), bool(found["colon"] and found["rest"].strip())


@dataclass(frozen=True)
class _Place:
    """A line that may be a label."""

    at: int
    key: tuple[str, bool]
    look: tuple[bool, int, int, bool]
    resolves: bool
    known: str | None


def _learn(document: Document) -> dict[tuple[str, bool], str]:
    places = [*_places(document)]
    groups: dict[tuple[object, ...], list[_Place]] = defaultdict(list)
    for one in places:
        if one.known is None:
            groups[one.key, one.look].append(one)
    told = sum(one.known == "decision" for one in places)
    candidates = {group[0].key for group in groups.values() if _decides(group, told)}
    return {key: "decision" for key in candidates if not _proposes(places, candidates, key)}


def _decides(group: list[_Place], told: int) -> bool:
    """Whether what stands below a label reads like resolutions, each time or often enough.

    Prose is looked at less closely in a document that hardly names decisions otherwise; `told`
    times it does. What says that it is a proposal is none.
    """
    word = group[0].key[0]
    if len(group) < _LEAST or _OTHER.search(word):
        return False
    least = _OFTEN if len(group) >= max(_MANY, 2 * told) else _SHARE
    return sum(one.resolves for one in group) >= least * len(group)


def _proposes(
    places: list[_Place], candidates: set[tuple[str, bool]], key: tuple[str, bool]
) -> bool:
    """Whether a label stands right above another that heads resolutions, more than below it."""
    deciding = [one for one in places if one.key in candidates or one.known == "decision"]
    before, behind = list[int](), list[int]()
    for one, following in pairwise(deciding):
        if one.key == key != following.key:
            before.append(following.at - one.at)
        elif following.key == key != one.key:
            behind.append(following.at - one.at)
    total = sum(one.key == key for one in deciding)
    if len(before) <= total / 2:
        return False
    return not behind or median(before) <= median(behind)


def _places(document: Document) -> Iterator[_Place]:
    lines = document.lines
    for at, line in enumerate(lines):
        text = document.text_of(line).strip()
        if line.bullet is not None or len(text) > 110:
            known, found = None, None
        else:
            known, found = known_heading(text), _LABEL.match(text)
        if known:
            yield _Place(at, (text.casefold(), False), _look(line, inline=False), False, known)
        elif found and (told := _told(document, lines, at, found)):
            inline = _key(found)[1]
            yield _Place(at, _key(found), _look(line, inline=inline), _resolves(told), None)


def _look(line: Line, *, inline: bool) -> tuple[bool, int, int, bool]:
    return line.bold, line.heading, round(line.size), inline


def _told(document: Document, lines: tuple[Line, ...], at: int, found: re.Match[str]) -> str:
    """What a label heads: the rest of its line, or the lines below; empty where it is none."""
    rest = found["rest"].strip()
    if found["colon"] and rest:
        return rest
    alone = not rest and not _NAME.match(found["label"])
    set_apart = bool(found["colon"]) or lines[at].bold or lines[at].heading or lines[at].gap > 0
    below = lines[at + 1] if at + 1 < len(lines) else None
    if not alone or below is None or not (set_apart or below.gap > 0):
        return ""
    text = ""
    for line in lines[at + 1 : at + 5]:
        if line.page != below.page or line.cell != below.cell:
            break
        text = f"{text} {document.text_of(line).strip()}"
    return text.strip()[:_TEXT]


def _resolves(text: str) -> bool:
    """Whether a text reads like what a meeting resolves."""
    if _ATT.match(text):
        return True
    sentence = text.split(". ")[0]
    return bool(_DECIDES.search(sentence)) or first_match("outcomes", sentence) is not None
