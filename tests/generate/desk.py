"""The desk at which one document of formal minutes is written, and how it names people."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.generate.paper import Sheetform
from tests.generate.record import Matter, Meeting, Person, Seat
from tests.generate.sheet import Sheet
from tests.generate.wording import Style

Cover = Callable[["Desk"], None]
Head = Callable[["Desk", Matter, str], None]


@dataclass(frozen=True)
class Template:
    """What makes the minutes of one family look alike."""

    form: Callable[[Meeting], Sheetform]
    covers: tuple[Cover, ...]
    heads: tuple[Head, ...]
    order: tuple[str, ...]
    styles: tuple[Style, ...]
    contents: str = ""
    """How the contents page is set: "", "plain", "dotted" or "table"."""
    section: Callable[[str], str] = str
    decision_heads: tuple[str, ...] = ("Beslut", "{body}s beslut")
    page_per_item: bool = False
    earlier: bool = False
    """Whether items repeat how other bodies treated them, in full."""
    ticked: bool = False
    """Whether boxes tell those present from those absent."""
    date_form: str = "iso"


@dataclass(frozen=True)
class Look:
    """Habits that chance gives one document and that it keeps throughout."""

    style: Style
    case: int
    party: str
    role: str
    section: str

    @classmethod
    def by(cls, chance: random.Random, styles: tuple[Style, ...]) -> Look:
        return cls(
            style=chance.choice(styles),
            case=chance.randrange(7),
            party=chance.choice([" ({P})"] * 6 + [" ({p})", ", {P}"]),
            role=chance.choice([", {r}", ", {r}", " ({r})", " {r}"]),
            section=chance.choice(["bold"] * 4 + ["italic", "plain"]),
        )


@dataclass(frozen=True)
class Desk:
    """Everything at hand while one document is written."""

    meeting: Meeting
    template: Template
    chance: random.Random
    sheet: Sheet
    look: Look
    numbers: tuple[str, ...] = field(default=())
    """The number of each matter, as printed after "§"."""

    def case(self, matter: Matter) -> str | None:
        """The case number as this registry writes it."""
        if not matter.has_case:
            return None
        m, year, serial = self.meeting.initials, matter.year, matter.serial
        return (
            f"{m} {year}/{serial}",
            f"{year}.{serial} {m}",
            f"{m}-{year}-{serial:05}",
            f"{m}/{year}:{serial}",
            f"{year}-{m}{serial:04}/003",
            f"{m}{year}/{serial}/01",
            f"{serial:05}/{year}",
        )[self.look.case]

    def section(self, *names: str) -> None:
        """A head inside an item, one of those names, in this document's way."""
        name = self.template.section(self.chance.choice(names))
        if self.look.section == "bold":
            self.sheet.head(name)
        else:
            self.sheet.p(name, italic=self.look.section == "italic", before=8)

    def member(self, person: Person) -> str:
        """A member with the party."""
        party = person.party or ""
        return person.name + (self.look.party.format(P=party, p=party.lower()) if party else "")

    def possessive(self, person: Person) -> str:
        """A member's, with the party after it."""
        end = "" if person.last[-1] in "sxz" else "s"
        return f"{person.name}{end} ({person.party})"

    def seat(self, seat: Seat) -> str:
        """A member as the list of those present has it."""
        p, gone = seat.person, seat.substitutes_for
        words = self.member(p) if p.party else p.name
        words += self.look.role.format(r=p.role) if p.role else ""
        if seat.items:
            first, last = seat.items
            words += f" § {first}" if first == last else f" §§ {first}–{last}"
        if seat.attendance == "other" and self.chance.random() < 0.3:
            words += f" § {self.chance.choice(self.numbers)}"
        elif self.chance.random() < 0.05:
            words += self.chance.choice([" via Teams", " t.o.m. kl. 15.30", " (på distans)"])
        if gone:
            words += self.chance.choice([" ", ", "]) + f"ersätter {self.member(gone)}"
        return words

    def seats(self, *attendance: str) -> list[str]:
        """Everybody of that attendance, as listed."""
        return [self.seat(seat) for seat in seats_by(self.meeting, *attendance)]

    def note_people(self) -> None:
        """Everybody into the gold record, with the party as written."""
        for seat in self.meeting.seats:
            p, gone = seat.person, seat.substitutes_for
            party = p.party.lower() if p.party and "{p}" in self.look.party else p.party
            # Where a cross says who is there, a deputy without one is not.
            away = self.template.ticked and seat.attendance == "substitute"
            attendance = "absent" if away else seat.attendance
            self.sheet.person(p.name, party, p.role, attendance, gone.name if gone else None)


def seats_by(m: Meeting, *attendance: str) -> list[Seat]:
    return [seat for seat in m.seats if seat.attendance in attendance]
