"""Points whose title runs into their text: "5. Städdag. Ada hämtar krattor."

Notes number their points and write on in the same line. What stands before the first stop, colon
or dash is the title where it is short and no clause; else the first sentence is both what the
point is called and what it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import AgendaItem
from corpus.swedish import nlp
from corpus.swedish.tables import first_match
from ingest.layout.lines import Lines
from ingest.layout.passage import Passage
from ingest.split.heads import Candidate, Head, candidates, clean_title

MIN_POINTS = 5
"""Points that a document numbered from 1 has at least to be taken for notes of this kind."""
_JUMP = 2
"""By how much numbers rise at most from point to point: one may have been left out."""
_OPENS = 15
"""Lines before the first point at most."""
_SHARE = 0.5
"""The share of a document's lines that stand before its last point at least."""
_SHORT = 70
"""Characters that a title has at most; a longer piece is the first sentence of the text."""
_FEW = 7
"""Words before a colon, a semicolon or a dash at most, for them to be a title."""
_BARE = 3
"""Words behind a title up to which they are told with it: "Skylten; Ada fixar."."""
_WORD = re.compile(r"\w")
_CUT = re.compile(r"(?<=[\w)\"”])[;:](?=\s|$)|\s[–—-](?=\s)")


def run_in_heads(lines: Lines) -> list[Head]:
    """Heads numbered without a gap from the beginning of the document to its end."""
    run = _run(lines)
    if len(run) < MIN_POINTS or run[0].first > _OPENS:
        return []
    if run[-1].first < _SHARE * len(lines.all):
        return []
    if any(lines.styled(at) for at in range(run[0].first, len(lines.all))):
        return []  # a list under one heading of several
    wholes = [_opening(lines, one, one.title.passage) for one in run if one.title.passage]
    cuts = [_cut(whole.text) for whole in wholes]
    parsed = nlp.parsed([whole.text[:cut] for whole, cut in zip(wholes, cuts, strict=True)])
    clauses = [
        any(word.morph.get("VerbForm", []) == ["Fin"] for word in doc)
        and (len(doc) > _FEW or cut == len(whole.text))
        for doc, whole, cut in zip(parsed, wholes, cuts, strict=True)
    ]
    if clauses.count(False) * 3 < len(clauses) and not _opens(run[0]):
        return []  # numbered sentences without titles, that are not told of a meeting
    return [
        _head(one, whole, cut, clause)
        for one, whole, cut, clause in zip(run, wholes, cuts, clauses, strict=True)
    ]


def _opens(one: Candidate) -> bool:
    """Whether a point tells that the meeting is opened."""
    found = first_match("item_titles", one.title.passage.text) if one.title.passage else None
    return found is not None and found[0].meaning == "opening"


def _run(lines: Lines) -> Sequence[Candidate]:
    """The numbers that rise from 1, set alike and nowhere styled as headings."""
    run: list[Candidate] = []
    for one in candidates(lines, "number"):
        if len(one.key) != 1 or one.title.passage is None or lines.styled(one.first):
            continue
        if lines.all[one.first].cell is not None:
            continue
        if _next(lines, run, one):
            run.append(one)
    return run


def _next(lines: Lines, run: Sequence[Candidate], one: Candidate) -> bool:
    if not run:
        return one.key == (1,)
    return 0 < one.key[0] - run[-1].key[0] <= _JUMP and _aligned(lines, run[0], one)


def _aligned(lines: Lines, first: Candidate, one: Candidate) -> bool:
    left, right = lines.all[first.first], lines.all[one.first]
    return abs(left.box.x0 - right.box.x0) < 15 and left.level == right.level


def _opening(lines: Lines, one: Candidate, title: Passage) -> Passage:
    """The first sentence or line of a point, without its number."""
    at, end = one.first, one.first + 1
    while end < len(lines.all) and lines.all[end - 1].end <= title.offsets[0]:
        end += 1  # the number stands alone on its line
    at = max(at, end - 1)
    while end - at < 4 and end < len(lines.all) and lines.wraps(end - 1):
        end += 1
    whole = Passage.of(lines.document, lines.all[at:end])
    start = next(i for i, offset in enumerate(whole.offsets) if offset >= title.offsets[0])
    whole = whole.slice(start, len(whole.text))
    first, last = nlp.sentences(whole.text)[0]
    return whole.slice(first, last)


def _cut(text: str) -> int:
    """Where a title may end in the first sentence of a point."""
    found = _CUT.search(text)
    return found.start() if found else len(text)


def _head(one: Candidate, whole: Passage, cut: int, clause: bool) -> Head:
    """The point; its text begins behind the title, or with it where that is a clause."""
    titled = not clause and cut <= _SHORT
    title = whole.slice(0, cut if titled else len(whole.text))
    rest = _WORD.search(whole.text, cut) if titled else None
    behind = whole.offsets[rest.start()] if rest else title.offsets[-1] + 1
    told = titled and (rest is None or len(whole.text[cut:].split()) > _BARE)
    item = AgendaItem(
        one.number, clean_title(title.text), None, None, None, None,
        title.provenance("item_heads/run-in", 0.8),
    )  # fmt: skip
    return Head(item, one.first, one.first, behind if told else title.offsets[0])
