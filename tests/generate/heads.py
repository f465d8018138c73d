"""Heads of items in formal minutes: where number, case and title stand."""

from __future__ import annotations

from tests.generate.desk import Desk
from tests.generate.record import Matter


def head_two_lines(desk: Desk, matter: Matter, number: str) -> None:
    """The number with the case, and the title on the line below."""
    case = desk.case(matter)
    mark = desk.sheet.item(number, matter.title, case)
    label = desk.chance.choice(["Dnr ", "", "Dnr: "])
    s = desk.sheet
    s.head(f"{mark}§ {number}" + (f" {label}{case}" if case else ""), 11, before=14)
    s.head(matter.title, 13, 1, before=0)


def head_one_line(desk: Desk, matter: Matter, number: str) -> None:
    """Number and title on one line, the case below."""
    case = desk.case(matter)
    mark = desk.sheet.item(number, matter.title, case)
    sign = desk.chance.choice(["§ ", "§"])
    desk.sheet.head(f"{mark}{sign}{number} {matter.title}", 13, 1, before=14)
    if case:
        desk.sheet.p(f"{desk.chance.choice(['Dnr', 'Diarienummer:', 'Ärendenummer:'])} {case}")


def head_right(desk: Desk, matter: Matter, number: str) -> None:
    """The number to the left and the case to the right, then the title."""
    case = desk.case(matter)
    mark = desk.sheet.item(number, matter.title, case)
    desk.sheet.grid([(f"**{mark}§ {number}**", f"Dnr {case}" if case else "")], (330, 140), after=2)
    desk.sheet.head(matter.title, 12, 1, before=0)


def head_prefixed(desk: Desk, matter: Matter, number: str) -> None:
    """The body's initials before the number."""
    case = desk.case(matter)
    title = matter.title.upper() if desk.chance.random() < 0.5 else matter.title
    mark = desk.sheet.item(number, title, case)
    desk.sheet.head(
        f"{mark}{desk.meeting.initials} § {number}" + (f"   Dnr {case}" if case else ""), before=14
    )
    desk.sheet.head(title, 12, 1, before=0)


def head_typed(desk: Desk, matter: Matter, number: str) -> None:
    """As typed on a machine: the number alone, the title underlined with hyphens."""
    case = desk.case(matter)
    s = desk.sheet
    mark = s.item(number, matter.title, case)
    s.p(f"{mark}§ {number}", before=14)
    s.p(matter.title, "-" * len(matter.title))
    if case:
        s.p(f"Dnr {case}")


def head_finnish(desk: Desk, matter: Matter, number: str) -> None:
    """The case to the right above the head, and the sign after the number."""
    case = desk.case(matter)
    s = desk.sheet
    mark = s.item(number, matter.title, case)
    if case:
        s.p(case, align="right", before=14)
    s.head(f"{mark}{number} § {matter.title}", 11, before=4)
