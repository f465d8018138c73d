"""Families of formal minutes: one engine, and a template of choices for each family."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.generate.paper import Sheetform
from tests.generate.record import Matter, Meeting, Person, Seat
from tests.generate.sheet import Sheet
from tests.generate.wording import Style, day_words, decided, promise, time_words, upper

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
    date_form: str = "iso"


@dataclass(frozen=True)
class Desk:
    """Everything at hand while one document is written."""

    meeting: Meeting
    template: Template
    chance: random.Random
    sheet: Sheet
    case_form: int
    style: Style

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
        )[self.case_form]

    def section(self, name: str) -> None:
        self.sheet.head(self.template.section(name))


# ---------------------------------------------------------------------------------- covers


def _seat_words(seat: Seat, chance: random.Random) -> str:
    p = seat.person
    words = p.name + (f" ({p.party})" if p.party else "")
    words += f", {p.role}" if p.role else ""
    spell = f" §§ {seat.items[0]}–{seat.items[1]}" if seat.items else ""
    if seat.items and seat.items[0] == seat.items[1]:
        spell = f" § {seat.items[0]}"
    gone = seat.substitutes_for
    if gone:
        words += spell
        return words + chance.choice([" ", ", "]) + f"ersätter {gone.name} ({gone.party})"
    return words + spell


def note_people(s: Sheet, m: Meeting) -> None:
    """Everybody into the gold record."""
    for seat in m.seats:
        gone = seat.substitutes_for
        p = seat.person
        s.person(p.name, p.party, p.role, seat.attendance, gone.name if gone else None)


def seats_by(m: Meeting, *attendance: str) -> list[Seat]:
    return [seat for seat in m.seats if seat.attendance in attendance]


def _listed(desk: Desk, *attendance: str) -> list[str]:
    return [_seat_words(seat, desk.chance) for seat in seats_by(desk.meeting, *attendance)]


def _cover_rows(desk: Desk) -> list[tuple[str, str]]:
    m, chance = desk.meeting, desk.chance
    first, last = m.first_number, m.first_number + len(m.matters) - 1
    members = chance.choice(["Beslutande", "Beslutande ledamöter", "Närvarande ledamöter"])
    others = chance.choice(["Övriga deltagare", "Övriga närvarande", "Övriga deltagande"])
    deputies = chance.choice(["Ej tjänstgörande ersättare", "Närvarande ersättare"])
    rows = [
        ("Plats och tid", f"{m.place}, {time_words(chance, m.start, m.end)}"),
        (members, "\n".join(_listed(desk, "member", "serving_substitute"))),
    ]
    if seats_by(m, "substitute"):
        rows.append((deputies, "\n".join(_listed(desk, "substitute"))))
    rows += [
        (others, "\n".join(_listed(desk, "other"))),
        (chance.choice(["Utses att justera", "Justerare"]), m.adjuster.name),
        ("Justeringens plats och tid", "Kansliet, en vecka efter sammanträdet"),
        ("Paragrafer", f"§§ {first}–{last}"),
    ]
    return rows


def cover_labels(desk: Desk) -> None:
    """Labels to the left, values to the right, with or without rules; then the signatures."""
    s, m = desk.sheet, desk.meeting
    rules = desk.chance.choice(["none", "none", "rows", "all"])
    s.grid(_cover_rows(desk), (130, 340), labels=True, rules=rules)
    _signatures(desk)
    if desk.chance.random() < 0.6:
        s.rule()
        s.head("ANSLAG/BEVIS", 11)
        s.p("Protokollet är justerat. Justeringen har tillkännagivits genom anslag.")
        s.grid(
            [
                ("Organ", m.body),
                ("Sammanträdesdatum", m.day.isoformat()),
                ("Datum för anslags uppsättande", (m.day + timedelta(days=8)).isoformat()),
            ],
            (170, 300),
        )


def _signatures(desk: Desk) -> None:
    s, m = desk.sheet, desk.meeting
    named = [("Sekreterare", m.secretary), ("Ordförande", m.chair), ("Justerande", m.adjuster)]
    s.grid([(label, "." * 30, person.name) for label, person in named], (110, 200, 160))


def cover_columns(desk: Desk) -> None:
    """Members and deputies side by side under their heads."""
    s, m, chance = desk.sheet, desk.meeting, desk.chance
    s.p(f"**Tid:** {time_words(chance, m.start, m.end)}", f"**Plats:** {m.place}")
    left = _listed(desk, "member", "serving_substitute")
    right = _listed(desk, "substitute")
    heads = chance.choice(
        [("Ledamöter", "Ersättare"), ("Beslutande", "Ej tjänstgörande ersättare")]
    )
    s.grid(
        [heads, ("\n".join(left), "\n".join(right))],
        (290, 180),
        header=True,
        rules=chance.choice(["all", "none", "rows"]),
    )
    s.p("**Övriga närvarande**", *_listed(desk, "other"))
    s.p(f"**Justerare:** {m.adjuster.name}", before=6)
    _signatures(desk)


def cover_table(desk: Desk) -> None:
    """One table of attendance with party and a cross for each."""
    s, m, chance = desk.sheet, desk.meeting, desk.chance
    s.grid(
        [("Plats", m.place), ("Tid", time_words(chance, m.start, m.end))], (100, 370), labels=True
    )
    rows = [("Ledamöter", "Parti", "Närvarande", "Ersätter")]
    for seat in seats_by(m, "member", "serving_substitute"):
        p, gone = seat.person, seat.substitutes_for
        rows.append(
            (
                p.name + (f", {p.role}" if p.role else ""),
                p.party or "",
                "X",
                gone.name if gone else "",
            )
        )
    s.grid(rows, (200, 50, 80, 140), rules="all", header=True)
    deputies = seats_by(m, "substitute")
    if deputies:
        s.p("**Ej tjänstgörande ersättare**", *(_seat_words(d, chance) for d in deputies))
    s.p("**Tjänstepersoner**", *_listed(desk, "other"), before=6)
    s.p(f"**Justerare** {m.adjuster.name}", before=6)


def cover_prose(desk: Desk) -> None:
    """Everything in running text after a colon, as older minutes have it."""
    s, m, chance = desk.sheet, desk.meeting, desk.chance
    members = _listed(desk, "member", "serving_substitute")
    joint = "; " if any("ersätter" in x or "ordförande" in x for x in members) else ", "
    s.p(
        f"Plats och tid: {m.place}, {time_words(chance, m.start, m.end)}",
        f"Beslutande: {joint.join(members)}.",
    )
    if seats_by(m, "substitute"):
        s.p(f"Ej tjänstgörande ersättare: {', '.join(_listed(desk, 'substitute'))}.")
    s.p(f"Övriga närvarande: {'; '.join(_listed(desk, 'other'))}.", f"Justerare: {m.adjuster.name}")


def cover_sections(desk: Desk) -> None:
    """A bold head for each group and one person on each line."""
    s, m, chance = desk.sheet, desk.meeting, desk.chance
    s.p(
        f"**Datum:** {day_words(chance, m.day)}",
        f"**Tid:** {time_words(chance, m.start, m.end)}",
        f"**Plats:** {m.place}",
    )
    groups = [
        ("Närvarande ledamöter", "member"),
        ("Tjänstgörande ersättare", "serving_substitute"),
        ("Närvarande ersättare", "substitute"),
        ("Övriga närvarande", "other"),
    ]
    for head, attendance in groups:
        lines = _listed(desk, attendance)
        if not lines:
            continue
        s.head(head)
        if chance.random() < 0.5:
            s.bullets(lines)
        else:
            s.p(*lines, after=1)
    s.p(f"**Justerare:** {m.adjuster.name}", before=6)


def cover_ticks(desk: Desk) -> None:
    """Surname first, a box before each name; a box without a cross means absent."""
    s, m, chance = desk.sheet, desk.meeting, desk.chance
    s.grid(
        [
            ("Organ", m.body),
            (
                "Sammanträdestid",
                f"{day_words(chance, m.day, 'points')} kl. "
                f"{m.start.replace(':', '.')} – {m.end.replace(':', '.')}",
            ),
            ("Sammanträdesplats", m.place),
        ],
        (130, 340),
        labels=True,
    )

    def line(seat: Seat, box: str) -> str:
        p = seat.person
        return f"[{box}] {p.last} {p.first}" + (f", {p.role}" if p.role else "")

    left = [
        line(seat, " " if seat.attendance == "absent" else "X")
        for seat in m.seats
        if seat.attendance in ("member", "absent")
    ]
    right = [line(seat, "X") for seat in seats_by(m, "serving_substitute")]
    right += [line(seat, "X") for seat in seats_by(m, "substitute")]
    s.grid(
        [("Beslutande ordinarie", "ersättare"), ("\n".join(left), "\n".join(right))],
        (240, 230),
        header=True,
    )
    s.p(
        "**Övriga närvarande**",
        *(
            f"{seat.person.last} {seat.person.first}, {seat.person.role}"
            for seat in seats_by(m, "other")
        ),
    )


# ------------------------------------------------------------------------------------ heads


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


# -------------------------------------------------------------------------------- the items


def _background(desk: Desk, matter: Matter) -> None:
    if not matter.background:
        return
    desk.section(
        desk.chance.choice(
            [
                "Ärendebeskrivning",
                "Sammanfattning",
                "Bakgrund",
                "Sammanfattning av ärendet",
                "Ärendet",
            ]
        )
    )
    desk.sheet.p(" ".join(matter.background))
    if desk.chance.random() < 0.2:
        desk.sheet.p("Följande alternativ har prövats:")
        desk.sheet.numbered(["Nuvarande ordning behålls", "Ansvaret flyttas", "Arbetet upphandlas"])


def _preparation(desk: Desk, matter: Matter) -> None:
    if not matter.proposal or not matter.has_case:
        return
    chance, s = desk.chance, desk.sheet
    old = day_words(chance, desk.meeting.day - timedelta(days=chance.randint(10, 60)), "words")
    desk.section("Beredning")
    s.p(f"Arbetsutskottet behandlade ärendet den {old}, § {chance.randint(2, 90)}.")
    if desk.template.earlier or chance.random() < 0.3:
        thing = matter.resolutions[0].thing or "förslaget"
        s.p(
            f"**{chance.choice(['Arbetsutskottets förslag till beslut', 'Förslag till beslut'])}**",
            f"{upper(thing)} godkänns.",
        )


def _proposal(desk: Desk, matter: Matter) -> None:
    if matter.proposal and desk.chance.random() < 0.6:
        desk.section(desk.chance.choice(["Förslag till beslut", "Förvaltningens förslag"]))
        desk.sheet.p(matter.proposal)


def _documents(desk: Desk, matter: Matter) -> None:
    if matter.has_case and desk.chance.random() < 0.6:
        desk.section(desk.chance.choice(["Beslutsunderlag", "Handlingar i ärendet"]))
        desk.sheet.bullets(
            [f"§ {desk.chance.randint(3, 90)} AU {matter.title}", "Tjänsteskrivelse"]
        )


def _motions(desk: Desk, matter: Matter) -> None:
    if not matter.movers:
        return
    first, second = matter.movers
    s = desk.sheet
    desk.section(desk.chance.choice(["Yrkanden", "Yrkande", "Förslag till beslut på sammanträdet"]))
    s.p(f"{_member(first)} yrkar bifall till liggande förslag.", f"{_member(second)} yrkar avslag.")
    desk.section(desk.chance.choice(["Propositionsordning", "Beslutsgång", "Proposition"]))
    body = desk.meeting.body[0].lower() + desk.meeting.body[1:]
    found = first
    if matter.vote and desk.chance.random() < 0.4:
        found = second
    s.p(
        f"Ordföranden ställer förslagen mot varandra och finner att {body} beslutar att bifalla "
        f"{_possessive(found)} förslag." + (" Omröstning begärs." if matter.vote else "")
    )
    if matter.vote:
        _vote(desk, matter, overturned=found is second)


def _member(person: Person) -> str:
    return f"{person.name} ({person.party})"


def _possessive(person: Person) -> str:
    return f"{person.name}{'' if person.last[-1] in 'sxz' else 's'} ({person.party})"


def _counted(chance: random.Random, counts: tuple[int, int, int], winner: Person) -> str:
    """The outcome of a vote in words."""
    yes, no, abstain = counts
    lost = f" och {abstain} som avstår" if abstain else ""
    bare = f", {abstain} avstår" if abstain else ""
    options = (
        f"Omröstningen utfaller med {yes} ja-röster mot {no} nej-röster{lost}.",
        f"Med {yes} ja-röster och {no} nej-röster{lost} bifalls {_possessive(winner)} förslag.",
        f"Resultat: {yes} Ja, {no} Nej{bare}.",
        f"{yes} ledamöter röstar ja och {no} röstar nej{bare}.",
    )
    return chance.choice(options)


def _vote(desk: Desk, matter: Matter, overturned: bool) -> None:
    """A counted vote; where it overturns the chair's finding the winners vote no."""
    vote = matter.vote
    assert vote is not None
    s, chance = desk.sheet, desk.chance
    yes, no = (vote.no, vote.yes) if overturned else (vote.yes, vote.no)
    desk.section(chance.choice(["Omröstning", "Votering", "Omröstningsresultat"]))
    sides = matter.movers[::-1] if overturned else matter.movers
    yes_for, no_for = (f"{_possessive(side)} förslag" for side in sides)
    s.p(f"Ja-röst för {yes_for}. Nej-röst för {no_for}.")
    abstain = len(vote.abstain)
    s.p(_counted(chance, (len(yes), len(no), abstain), matter.movers[0]))
    if chance.random() < 0.5:
        rows = [("Ledamot", "Ja", "Nej", "Avstår")]
        rows += [(_member(p), "X", "", "") for p in yes]
        rows += [(_member(p), "", "X", "") for p in no]
        rows += [(_member(p), "", "", "X") for p in vote.abstain]
        s.grid(rows, (230, 50, 50, 50), rules="all", header=True)
    else:
        s.p(
            f"Ja röstar: {', '.join(_member(p) for p in yes)}.",
            f"Nej röstar: {', '.join(_member(p) for p in no)}.",
        )
    s.vote(len(yes), len(no), abstain)


def _decision(desk: Desk, matter: Matter) -> None:
    if not matter.resolutions:
        return
    s, chance, m = desk.sheet, desk.chance, desk.meeting
    head = chance.choice(desk.template.decision_heads).format(body=m.body)
    desk.section(head)
    if desk.style != "att":
        several = len(matter.resolutions) > 1 and chance.random() < 0.5
        for n, found in enumerate(matter.resolutions, 1):
            sign = f"{n}. " if several else ""
            s.p(sign + decided(chance, s, found, desk.style, m))
        return
    body = upper(m.body)
    if len(matter.resolutions) == 1:
        found = matter.resolutions[0]
        s.p(decided(chance, s, found, "att", m, start=f"{body} beslutar att "))
        return
    listed = chance.choice(["att", "bare", "dash"])
    s.p(f"{body} beslutar" + (" att" if listed == "bare" else ""))
    last = len(matter.resolutions) - 1
    for n, found in enumerate(matter.resolutions):
        end = "." if n == last else chance.choice([",", ", samt", " samt"])
        text = decided(chance, s, found, "att", m, end, "" if listed == "bare" else "att ")
        s.p(("- " if listed == "dash" else "") + text, indent=14)


def _reservation(desk: Desk, matter: Matter) -> None:
    if matter.reservation:
        desk.section(desk.chance.choice(["Reservation", "Reservationer"]))
        desk.sheet.p(f"{_member(matter.reservation[0])} reserverar sig mot beslutet.")


def _sent(desk: Desk, matter: Matter) -> None:
    if matter.has_case and desk.chance.random() < 0.6:
        desk.section(desk.chance.choice(["Expedieras till", "Beslutet skickas till", "Sändlista"]))
        desk.sheet.p("Förvaltningen, akten")


def _earlier(desk: Desk, matter: Matter) -> None:
    """Earlier handling by another body, with its own proposal and decision."""
    if not (desk.template.earlier and matter.has_case) or desk.chance.random() < 0.4:
        return
    chance, s, m = desk.chance, desk.sheet, desk.meeting
    old = day_words(chance, m.day - timedelta(days=chance.randint(20, 70)), desk.template.date_form)
    thing = matter.resolutions[0].thing or "förslaget"
    s.p(
        f"Stadsstyrelsen {old}, {chance.randint(3, 200)} §",
        "**Stadsdirektörens förslag:**",
        f"{upper(thing)} godkänns.",
        "**Stadsstyrelsens beslut:**",
        "Enligt förslag.",
        "______",
        f"{m.body} {day_words(chance, m.day, desk.template.date_form)}, {desk.sheet.label} §",
    )


_PARTS: dict[str, Callable[[Desk, Matter], None]] = {
    "earlier": _earlier,
    "background": _background,
    "preparation": _preparation,
    "proposal": _proposal,
    "documents": _documents,
    "motions": _motions,
    "decision": _decision,
    "reservation": _reservation,
    "sent": _sent,
}
LATE = (
    "earlier",
    "background",
    "preparation",
    "proposal",
    "motions",
    "decision",
    "reservation",
    "documents",
    "sent",
)
EARLY = ("decision", "reservation", "background", "documents", "proposal", "motions", "sent")


def _contents(desk: Desk) -> None:
    m, s, way = desk.meeting, desk.sheet, desk.template.contents
    if not way:
        return
    s.page()
    s.head(desk.chance.choice(["Innehåll", "Innehållsförteckning", "Ärendelista"]), 13, 1)
    lines = [(str(m.first_number + n), matter.title) for n, matter in enumerate(m.matters)]
    if way == "table":
        s.grid([(f"§ {number}", title) for number, title in lines], (60, 400))
        return
    for number, title in lines:
        dots = " " + "." * max(4, 74 - len(title)) + " 3" if way == "dotted" else ""
        s.p(f"§ {number} {title}{dots}")


def write(meeting: Meeting, template: Template, seed: int, document_type: str = "minutes") -> Sheet:
    """The minutes of a meeting in a family's template."""
    chance = random.Random(f"formal {seed}")
    s = Sheet(
        document_type,
        template.form(meeting),
        organisation=meeting.organisation,
        body=meeting.body,
        date=meeting.day.isoformat(),
        start=meeting.start,
        end=meeting.end,
        place=meeting.place,
    )
    desk = Desk(meeting, template, chance, s, chance.randrange(7), chance.choice(template.styles))
    note_people(s, meeting)
    chance.choice(template.covers)(desk)
    _contents(desk)
    head = chance.choice(template.heads)
    s.page()
    for n, matter in enumerate(meeting.matters):
        if n and template.page_per_item:
            s.page()
        head(desk, matter, str(meeting.first_number + n))
        for part in template.order:
            _PARTS[part](desk, matter)
        for task in matter.tasks:
            s.p(promise(chance, s, task))
    return s


def write_extract(meeting: Meeting, template: Template, seed: int) -> Sheet:
    """One item of the minutes in a file of its own."""
    chance = random.Random(f"extract {seed}")
    at = chance.randrange(len(meeting.matters))
    alone = replace(meeting, matters=(meeting.matters[at],), first_number=meeting.first_number + at)
    s = Sheet(
        "extract",
        template.form(alone),
        organisation=meeting.organisation,
        body=meeting.body,
        date=meeting.day.isoformat(),
    )
    desk = Desk(alone, template, chance, s, chance.randrange(7), chance.choice(template.styles))
    s.head("PROTOKOLLSUTDRAG", 13, 1)
    chance.choice(template.heads)(desk, alone.matters[0], str(alone.first_number))
    for part in template.order:
        _PARTS[part](desk, alone.matters[0])
    return s
