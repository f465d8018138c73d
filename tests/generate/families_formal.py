"""Formal minutes and extracts of them: one way of writing, many templates."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.generate.desk import Desk, Look, Template
from tests.generate.items import PARTS
from tests.generate.record import TOPICS, Meeting
from tests.generate.sheet import Sheet


def _contents(desk: Desk) -> None:
    m, s, way = desk.meeting, desk.sheet, desk.template.contents
    if not way:
        return
    s.page()
    s.head(desk.chance.choice(["Innehåll", "Innehållsförteckning", "Ärendelista"]), 13, 1)
    lines = [(number, x.title) for number, x in zip(desk.numbers, m.matters, strict=True)]
    if way == "table":
        middle = desk.chance.random() < 0.5
        s.grid([(f"§ {n}", title) for n, title in lines], (60, 300), middle=middle)
        return
    for number, title in lines:
        dots = " " + "." * max(4, 74 - len(title)) + " 3" if way == "dotted" else ""
        s.p(f"§ {number} {title}{dots}")


def _numbers(m: Meeting, chance: random.Random) -> tuple[str, ...]:
    """Rising numbers; now and then one that was put in later, with a letter."""
    numbers, number, last = [], m.first_number - 1, len(m.matters) - 1
    for n in range(len(m.matters)):
        if n and n == last and chance.random() < 0.1:
            numbers.append(f"{number} a")
        else:
            number += 1
            numbers.append(str(number))
    return tuple(numbers)


def write(meeting: Meeting, template: Template, seed: int) -> Sheet:
    """The minutes of a meeting in a family's template."""
    chance = random.Random(f"formal {seed}")
    s = Sheet(
        "minutes",
        replace(template.form(meeting), styled=chance.random() < 0.5),
        organisation=meeting.organisation,
        body=meeting.body,
        date=meeting.day.isoformat(),
        start=meeting.start,
        end=meeting.end,
        place=meeting.place,
    )
    look = Look.by(chance, template.styles)
    desk = Desk(meeting, template, chance, s, look, _numbers(meeting, chance))
    desk.note_people()
    chance.choice(template.covers)(desk)
    _contents(desk)
    s.page()
    _write_items(desk)
    if chance.random() < 0.15:
        _annex(desk)
    return s


def _annex(desk: Desk) -> None:
    """An annex with a numbering of its own, which is no numbering of items."""
    s = desk.sheet
    s.page()
    s.head("Bilaga 1", 13, 1)
    s.p(f"Riktlinjer för {desk.chance.choice(TOPICS)}")
    for number, title in enumerate(("Syfte", "Omfattning", "Ansvar", "Uppföljning"), 1):
        s.head(f"{number}. {title}", 11)
        s.p("Riktlinjerna gäller från och med årsskiftet och ska följas av alla verksamheter.")


def _write_items(desk: Desk) -> None:
    head = desk.chance.choice(desk.template.heads)
    matters = zip(desk.numbers, desk.meeting.matters, strict=True)
    for at, (number, matter) in enumerate(matters):
        if at and desk.template.page_per_item:
            desk.sheet.page()
        head(desk, matter, number)
        for part in desk.template.order:
            PARTS[part](desk, matter)


def write_extract(meeting: Meeting, template: Template, seed: int) -> Sheet:
    """One item of the minutes in a file of its own."""
    chance = random.Random(f"extract {seed}")
    at = chance.randrange(len(meeting.matters))
    alone = replace(meeting, matters=(meeting.matters[at],))
    s = Sheet(
        "extract",
        template.form(alone),
        organisation=meeting.organisation,
        body=meeting.body,
        date=meeting.day.isoformat(),
    )
    look = Look.by(chance, template.styles)
    desk = Desk(alone, template, chance, s, look, (str(meeting.first_number + at),))
    s.head(chance.choice(["PROTOKOLLSUTDRAG", "Protokollsutdrag", "Utdrag ur protokoll"]), 13, 1)
    _write_items(desk)
    return s
