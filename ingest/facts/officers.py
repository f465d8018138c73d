"""Who chaired, kept the minutes and checks them: from signatures and from the elections.

A signature block has the office beside, below or above the name; a vote of the meeting says it
in a sentence ("Ada Ek valdes till mötesordförande"), or its heading does and the name stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.swedish.patterns import Pattern
from corpus.swedish.tables import first_match, pattern, rules
from ingest.facts.names import office
from ingest.facts.persons import Entry, full_name, read_entries
from ingest.facts.rosters import Label, Piece, Roster, Rosters
from ingest.layout.blocks import blocks
from ingest.layout.passage import Passage
from ingest.split.sections import Section

_HEADING_ONLY = pattern("people", "signs-only")
_SENTENCE = pattern("people", "sentence")
_KEEPS_MINUTES = pattern("people", "deed-of-secretary")
_ADJUSTS = pattern("people", "deed-of-adjuster")
_SCRAWL = re.compile(r"(?:\w{1,3}\s)*(?:[A-ZÅÄÖ]{2,3}|\w)(?:\s\w{1,3})*")
"""What OCR makes of a signature: short pieces, one of them in capitals or a letter alone."""
_TITLE_START = pattern("people", "election-title")
_LINE = re.compile(r"^[\s._…\-–/|]*$")
_EARLY = 5
"""Items from the first within which a meeting chooses its own chair and secretary."""


@dataclass(frozen=True)
class Held:
    """An office somebody held at the meeting."""

    name: str
    office: str
    role: str
    affiliation: str | None
    evidence: Passage
    rule: str
    confidence: float


def signed(
    rosters: Rosters, found: Iterable[Roster], below: Iterable[Roster], known: Callable[[str], bool]
) -> Iterator[Held]:
    """Offices from labels with a name beside or below them, and from names with one below.

    `below` are labels below an item, where a scrawl may be read as a name: only `known` names
    are taken there.
    """
    named = [*_names_above(rosters)]
    above = {id(label) for label, _ in named}
    for label, piece in named:
        yield from _held(label, [Passage.of_spans(rosters.document, [(piece.start, piece.end)])])

    def under(lists: Iterable[Roster]) -> Iterator[Held]:
        for roster in lists:
            if roster.label.kind == "office" and id(roster.label) not in above:
                yield from _held(roster.label, roster.entries)

    yield from under(found)
    yield from (held for held in under(below) if known(held.name))


def _held(label: Label, entries: Sequence[Passage]) -> Iterator[Held]:
    """The people under one office: one, or for adjusters as many as follow each other."""
    for passage in entries:
        if _LINE.match(passage.text):
            continue
        people = _people(passage.text)
        for person in people[: None if label.meaning in ("adjuster", "teller") else 1]:
            evidence = passage.slice(person.start, person.end)
            yield Held(
                person.name, label.meaning, label.text.strip(" :.,*"), person.affiliation,
                evidence, f"office-{label.meaning}", 0.9,
            )  # fmt: skip
        if not people or label.meaning not in ("adjuster", "teller"):
            return


def _people(text: str) -> list[Entry]:
    if len(text) > 90 or _SENTENCE.search(text):
        return []
    text = re.sub(r"(?:\.{3,}|_{3,}|…+)", " ", text)
    found = read_entries(text, prose=True)
    return [p for p in found if full_name(p.name) and not _SCRAWL.fullmatch(p.name)]


def _names_above(rosters: Rosters) -> Iterator[tuple[Label, Piece]]:
    """Labels of offices that stand below a name, as in a block of signatures."""
    numbered = [(at, label) for at, label in rosters.labels.items() if label.kind == "office"]
    for at, label in numbered:
        if label.rest or _HEADING_ONLY.match(label.text):
            continue
        upper = _next(rosters, at - 1, -1, label)
        if upper is None or not full_name(re.sub(r"\s*\([^)]*\)$", "", upper.text)):
            continue
        lower = _next(rosters, at + len(label.pieces), 1, label)
        if lower is not None and _is_named(lower) and not _nearer(upper, label, lower, rosters, at):
            continue
        if not _beside(rosters, label):
            yield label, upper


def _is_named(piece: Piece) -> bool:
    return full_name(re.sub(r"\s*\([^)]*\)$", "", piece.text))


def _next(rosters: Rosters, at: int, step: int, label: Label) -> Piece | None:
    """The nearest piece above or below in the label's column, drawn lines left out."""
    page, cell = label.pieces[0].line.page, label.pieces[0].line.cell
    flat = label.box.x1 <= label.box.x0
    best: Piece | None = None
    for i, piece in enumerate(rosters.pieces):
        if piece.line.page != page or _LINE.match(piece.text) or piece in label.pieces:
            continue
        if flat and cell is None:
            continue
        if cell is not None and piece.line.cell is not None and flat:
            near = (piece.line.cell.table, piece.line.cell.row, piece.line.cell.column)
            if near == (cell.table, cell.row + step, cell.column):
                return piece
            continue
        if abs(piece.box.x0 - label.box.x0) > 14:
            continue
        gap = label.box.top - piece.box.bottom if step < 0 else piece.box.top - label.box.bottom
        if -4 <= gap < 3.2 * max(piece.height, 8.0) and (
            best is None or gap < _gap(best, label, step)
        ):
            best = piece if i not in rosters.labels else best
    if flat and cell is None:
        return _next_line(rosters, at, step)
    return best


def _gap(piece: Piece, label: Label, step: int) -> float:
    return label.box.top - piece.box.bottom if step < 0 else piece.box.top - label.box.bottom


def _next_line(rosters: Rosters, at: int, step: int) -> Piece | None:
    """Without geometry: the line before or after."""
    while 0 <= at < len(rosters.pieces):
        if not _LINE.match(rosters.pieces[at].text):
            return rosters.pieces[at]
        at += step
    return None


def _nearer(upper: Piece, label: Label, lower: Piece, rosters: Rosters, at: int) -> bool:
    """Whether the name above belongs to the label rather than the one below."""
    up, down = _gap(upper, label, -1), _gap(lower, label, 1)
    if label.box.x1 > label.box.x0 and abs(up - down) > 2:
        return up < down
    first = min(i for i, other in rosters.labels.items() if other.kind == "office" and i >= at - 12)
    names = [i for i in range(max(0, at - 12), at) if _is_named(rosters.pieces[i])]
    return bool(names) and names[0] < first


def _beside(rosters: Rosters, label: Label) -> bool:
    return any(
        piece.line.page == label.pieces[0].line.page
        and 0 < piece.box.x0 - label.box.x1 < 160
        and abs(piece.box.top - label.box.top) < 0.6 * max(piece.height, 1.0)
        and _is_named(piece)
        for piece in rosters.pieces
        if label.box.x1 > label.box.x0
    )


# --------------------------------------------------------------------------- elections


def elected(sections: Iterable[Section]) -> Iterator[Held]:
    """Offices that the text of the items gives somebody for this meeting."""
    for at, section in enumerate(sections):
        if not section.lines:
            continue
        title = section.item.title if section.item else ""
        paragraphs = [block.passage for block in blocks(section.document, section.lines)]
        own = any(
            r.pattern.search(title) for r in rules("elections") if r.meaning == "title-meeting"
        )
        for rule in rules("elections"):
            early = own or 0 < at <= _EARLY
            wanted = rule.meaning == "elected" or (rule.meaning == "bare" and early)
            if wanted or (rule.meaning == "opening" and at < 3):
                for passage in paragraphs:
                    yield from _by_rule(rule.pattern, f"{rule.meaning}-{rule.id}", passage)
        yield from _by_title(title, section)


def _by_rule(pattern: Pattern, rule: str, passage: Passage) -> Iterator[Held]:
    for match in pattern.finditer(passage.text):
        if _KEEPS_MINUTES.match(match["role"]):
            role = "protokollförare"
            held: str | None = "secretary"
        elif _ADJUSTS.match(match["role"]):
            role, held = "justerare", "adjuster"
        else:
            role = _one(match["role"])
            held = office(role.split(" för ")[0].split(" vid ")[0]) or office(role.split()[0])
            if held is None and (stem := first_match("role_stems", role)):
                held = stem[0].meaning
        start = match.start("who")
        for person in read_entries(match["who"], prose=True) or _lone(match["who"]):
            evidence = passage.slice(start + person.start, start + person.end)
            sure = 0.7 if rule.startswith("opening") else 0.85
            yield Held(person.name, held or "", role, person.affiliation, evidence, rule, sure)


def _stood(section: Section, role: str, held: str) -> Iterator[Held]:
    """Who stood for the office of the title and was chosen, a line each: "Ada Ek väljs"."""
    for rule in rules("elections"):
        for line in section.lines if rule.meaning == "by-title" else ():
            passage = Passage.of(section.document, [line])
            if match := rule.pattern.search(passage.text):
                evidence = passage.slice(match.start("who"), match.end("who"))
                for person in read_entries(match["who"], prose=True) or _lone(match["who"]):
                    yield Held(person.name, held, role, None, evidence, "title-chosen", 0.8)


def _lone(text: str) -> list[Entry]:
    """A first name or a handle alone."""
    name = text.strip()
    return [Entry(name, 0, len(text))] if re.fullmatch(r"[^\W\d]+", name) else []


def _one(role: str) -> str:
    """The role of one of several: justeringspersoner, justeringsmän."""
    return role.replace("personer", "person").replace("män", "man")


def _by_title(title: str, section: Section) -> Iterator[Held]:
    """ "Val av sekreterare" and nothing below but a name or two."""
    for rule in rules("elections"):
        found = rule.pattern.search(title) if rule.meaning == "title" else None
        if found is None:
            continue
        passage = Passage.of(section.document, section.lines)
        text = passage.text.strip(" .")
        role = _one(_TITLE_START.sub("", title[:60]))
        held = office(role) or office(re.split(r"[\s,]", role)[0]) if role else None
        if held is None:
            return
        yield from _stood(section, role, held)
        if len(text) > 60 or len(text.split()) > 6:
            return
        for person in read_entries(text, prose=True) or _lone(text):
            evidence = passage.slice(person.start, person.end)
            yield Held(person.name, held, role, person.affiliation, evidence, "title-names", 0.8)
        return
