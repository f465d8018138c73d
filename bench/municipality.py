"""An archive as a municipality fills it: minutes with people, tasks and boxes, as many as wanted.

Ten bodies meet once a month from 1985 on, so that an archive of 100,000 points is forty years of
one municipality and one of 2,000 points its first ten months. Whoever sits in a body sits a term
of four years; each meeting first follows up what was promised at the one before.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from bench.points import BODIES, Maker
from corpus.archive import Archive
from corpus.entries import FileState
from corpus.model import (
    ActionItem,
    AgendaItem,
    Attendance,
    Box,
    Decision,
    Document,
    DocumentType,
    Ledger,
    Line,
    Meeting,
    Outcome,
    Page,
    Participant,
    Provenance,
    Reading,
    Record,
    Source,
    Word,
)
from corpus.parcel import pack
from index.build import open_engine
from index.care import bring_up_to_date
from index.units import Unit

POINTS = 20
"""Points of a document, the first of which follows up the meeting before."""
_ON_PAGE = 40
_SEATS, _TERM = 15, 4
_TOLD = (
    "{owner} har kontaktat dem om {subject} och allt är klart.",
    "Frågan om {subject} återstår; {owner} återkommer.",
    "Uppdraget till {owner} om {subject} utgår.",
)


@dataclass
class _Writer:
    """A document while it is written: text, lines and words with their boxes, 40 lines a page."""

    id: str
    text: str = ""
    lines: list[list[Line]] = field(default_factory=lambda: [[]])
    words: list[list[Word]] = field(default_factory=lambda: [[]])

    def put(self, words: str) -> Provenance:
        """Write a line, and say where it stands."""
        if len(self.lines[-1]) == _ON_PAGE:
            self.lines.append([])
            self.words.append([])
        page, row = len(self.lines), len(self.lines[-1])
        start, top = len(self.text), 60.0 + 18 * row
        found = []
        at = 0
        for word in words.split(" "):
            box = Box(70.0 + 5 * at, top, 70.0 + 5 * (at + len(word)), top + 12)
            found.append(Word(start + at, start + at + len(word), box))
            at += len(word) + 1
        end = start + len(words)
        self.words[-1] += found
        self.lines[-1].append(Line(start, end, page, Box(70, top, 70 + 5 * len(words), top + 12)))
        self.text += words + "\n"
        boxes = tuple((page, word.box) for word in found)
        return Provenance(self.id, page, ((start, end),), boxes, "bench", 0.9)

    def document(self) -> Document:
        """What was written."""
        pages = tuple(
            Page(
                number,
                lines[0].start,
                lines[-1].end + 1,
                595,
                842,
                Reading.TEXT,
                tuple(words),
                tuple(lines),
            )
            for number, (lines, words) in enumerate(zip(self.lines, self.words, strict=True), 1)
        )
        return Document(self.id, Source("", self.id), "text/plain", self.text, pages)


def original_of(at: int) -> bytes:
    """The bytes that stand for the file of the minutes of a number."""
    return f"municipality {at}".encode()


def _seats(maker: Maker, body: str, year: int) -> list[str]:
    """Who sits in a body in a year, the same whoever asks."""
    draw = random.Random(f"{body} {year // _TERM}")
    return draw.sample(maker.persons[:600], _SEATS)


class _Tasks:
    """What a meeting promised, for the next to follow up."""

    def __init__(self) -> None:
        self.of: dict[str, list[tuple[str, str]]] = {}

    def told(self, body: str, draw: random.Random) -> Iterator[str]:
        """What the minutes say of what was promised before."""
        for owner, subject in self.of.pop(body, [])[:4]:
            yield draw.choice(_TOLD).format(owner=owner, subject=subject)


def _record(at: int, maker: Maker, units: list[Unit], tasks: _Tasks) -> tuple[Document, Record]:
    """The minutes of a meeting that treats the points of the units."""
    draw = random.Random(at)
    body = BODIES[at % len(BODIES)]
    day = date(1985, 1, 8) + timedelta(30 * (at // len(BODIES)) + at % len(BODIES))
    out = _Writer(hashlib.sha256(original_of(at)).hexdigest())
    head = {"body": out.put(body), "date": out.put(f"Sammanträde {day.isoformat()}")}
    seats = _seats(maker, body, day.year)
    people = tuple(
        Participant(
            name, "(S)", "Ordförande" if not n else None, Attendance.MEMBER, None, out.put(name)
        )
        for n, name in enumerate(seats)
    )
    items = [
        AgendaItem(
            "1", "Föregående protokoll", None, None, None, None, out.put("§ 1 Föregående protokoll")
        )
    ]
    for said in tasks.told(body, draw):
        out.put(said)
    decisions, actions = [], []
    for number, unit in enumerate(units[1:], 2):
        case = f"KS {day.year}/{draw.randrange(2000):04}"
        where = out.put(f"§ {number} {unit.title}")
        items.append(AgendaItem(str(number), unit.title, case, None, None, None, where))
        owner = draw.choice(seats)
        for row in unit.body.split("\n")[2:]:
            if unit.actions and row == unit.actions[0].text:
                due = (day + timedelta(draw.randrange(20, 200))).isoformat()
                text = row.replace(unit.persons[0], owner)
                tasks.of.setdefault(body, []).append((owner, unit.title.split()[0].lower()))
                actions.append(ActionItem(str(number), text, (owner,), due, None, out.put(text)))
            elif row == unit.decisions[0].text:
                outcome = Outcome(unit.decisions[0].outcome or "other")
                decisions.append(Decision(str(number), row, outcome, out.put(row)))
            else:
                out.put(row)
    document = out.document()
    meeting = Meeting("Ekvik kommun", body, day.isoformat(), evidence=head)
    ledger = Ledger(len(document.pages), 0, 0, ())
    facts = (people, tuple(items), tuple(decisions), tuple(actions), (), (), ())
    pages = (1, len(document.pages))
    return document, Record(out.id, DocumentType.MINUTES, meeting, *facts, ledger, pages)


def minutes(points: int) -> Iterator[tuple[Document, Record]]:
    """The minutes that together have so many points, the same each time."""
    maker, tasks = Maker(), _Tasks()
    units = (maker.point(at) for at in range(points))
    at = 0
    while group := list(islice(units, POINTS)):
        yield _record(at, maker, group, tasks)
        at += 1


def make(folder: Path, points: int) -> None:
    """Fill an archive with so many points, and its index."""
    with Archive.open(folder, create=True) as archive, archive.writing():
        for at, (document, record) in enumerate(minutes(points)):
            original = archive.originals.path(document.id)
            original.parent.mkdir(parents=True, exist_ok=True)
            original.write_bytes(original_of(at))
            state = FileState(f"file:///invented/{at:05}.txt", 0, 0)
            archive.store(original, pack(document, (record,)), state)
        bring_up_to_date(archive, open_engine(archive.index_folder))
