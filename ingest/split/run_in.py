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
from ingest.split.heads import Candidate, Head, clean_title
from ingest.split.titles import MARK, read_marks

_SHORT = 70
"""Characters that a title has at most; a longer piece is the first sentence of the text."""
_FEW = 7
"""Words before a colon, a semicolon or a dash at most, for them to be a title."""
_BARE = 3
"""Words behind a title up to which they are told with it: "Skylten; Ada fixar."."""
_WORD = re.compile(r"\w")
_CUT = re.compile(r"(?<=[\w)\"”])[;:](?=\s|$)|\s[–—-](?=\s)")


def run_in(lines: Lines, run: Sequence[Candidate]) -> list[Head]:
    """The points of a run of numbers, each titled by what stands before its first stop."""
    titled = [one for one in run if _in_line(lines, one)]
    ends = [*(one.first for one in titled), len(lines.all)][1:]
    wholes = [_opening(lines, *each) for each in zip(titled, ends, strict=True)]
    cuts = [_cut(whole.text) for whole in wholes]
    parsed = nlp.parsed([whole.text[:cut] for whole, cut in zip(wholes, cuts, strict=True)])
    clauses = [
        any(word.morph.get("VerbForm", []) == ["Fin"] for word in doc)
        and (len(doc) > _FEW or cut == len(whole.text))
        for doc, whole, cut in zip(parsed, wholes, cuts, strict=True)
    ]
    return [
        _head(one, whole, cut, clause)
        for one, whole, cut, clause in zip(titled, wholes, cuts, clauses, strict=True)
    ]


def _in_line(lines: Lines, one: Candidate) -> bool:
    """Whether a title begins on the line of its number."""
    passage = one.title.passage
    return passage is not None and passage.offsets[0] < lines.all[one.first].end


def _opening(lines: Lines, one: Candidate, until: int) -> Passage:
    """The first sentence or line of a point, without its number."""
    at, end = one.first, one.first + 1
    while end - at < 4 and end < until and lines.wraps(end - 1):
        end += 1
    whole = Passage.of(lines.document, lines.all[at:end])
    start = whole.offsets.index(one.title.passage.offsets[0]) if one.title.passage else 0
    whole = whole.slice(start, len(whole.text))
    first, last = nlp.sentences(whole.text)[0]
    return whole.slice(first, last)


def _cut(text: str) -> int:
    """Where a title may end in the first sentence of a point; no mark before it is one."""
    if (marked := MARK.match(text)) and first_match("item_types", marked["type"] or marked["mark"]):
        return len(text)
    found = _CUT.search(text)
    return found.start() if found else len(text)


def _head(one: Candidate, whole: Passage, cut: int, clause: bool) -> Head:
    """The point; its text begins behind the title, or with it where that is a clause."""
    titled = not clause and cut <= _SHORT
    title = whole.slice(0, cut if titled else len(whole.text))
    marks = read_marks(title)
    rest = _WORD.search(whole.text, cut) if titled else None
    behind = whole.offsets[rest.start()] if rest else title.offsets[-1] + 1
    told = titled and (rest is None or len(whole.text[cut:].split()) > _BARE)
    item = AgendaItem(
        one.number, clean_title(marks.title.text), None, marks.type, marks.responsible, marks.time,
        title.provenance("item_heads/run-in", 0.8),
    )  # fmt: skip
    return Head(item, one.first, one.first, behind if told else title.offsets[0])
