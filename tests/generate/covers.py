"""First pages of formal minutes: who was there, set in the ways it is met."""

from __future__ import annotations

from datetime import timedelta

from tests.generate.desk import Desk, seats_by
from tests.generate.record import Seat
from tests.generate.wording import day_words, time_words, upper


def _cover_rows(desk: Desk) -> list[tuple[str, str]]:
    m, chance = desk.meeting, desk.chance
    first, last = m.first_number, m.first_number + len(m.matters) - 1
    members = chance.choice(["Beslutande", "Beslutande ledamöter", "Närvarande ledamöter"])
    others = chance.choice(["Övriga deltagare", "Övriga närvarande", "Övriga deltagande"])
    deputies = chance.choice(["Ej tjänstgörande ersättare", "Närvarande ersättare"])
    rows = [
        *_place_rows(desk),
        (members, "\n".join(desk.seats("member", "serving_substitute"))),
    ]
    if seats_by(m, "substitute"):
        rows.append((deputies, "\n".join(desk.seats("substitute"))))
    rows += [
        (others, "\n".join(desk.seats("other"))),
        (chance.choice(["Utses att justera", "Justerare"]), m.adjuster.name),
        ("Justeringens plats och tid", "Kansliet, en vecka efter sammanträdet"),
        ("Paragrafer", f"§§ {first}–{last}"),
    ]
    return rows


def _place_rows(desk: Desk) -> list[tuple[str, str]]:
    """Where and when, in one row or two, with or without the day."""
    m, chance = desk.meeting, desk.chance
    clock = time_words(chance, m.start, m.end)
    pause = ", ajournering 15 minuter" if chance.random() < 0.15 else ""
    day = day_words(chance, m.day, "weekday")
    return chance.choice(
        [
            [("Plats och tid", f"{m.place}, {clock}{pause}")],
            [("Plats och tid", f"{m.place}\n{clock}{pause}")],
            [("Plats och tid", f"{m.place}, {day} {clock}{pause}")],
            [("Plats", m.place), ("Tid", f"{upper(day)}, {clock}")],
            [("Sammanträdesplats", m.place), ("Sammanträdestid", clock)],
        ]
    )


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
    left = desk.seats("member", "serving_substitute")
    right = desk.seats("substitute")
    heads = chance.choice(
        [("Ledamöter", "Ersättare"), ("Beslutande", "Ej tjänstgörande ersättare")]
    )
    s.grid(
        [heads, ("\n".join(left), "\n".join(right))],
        (290, 180),
        header=True,
        rules=chance.choice(["all", "none", "rows"]),
    )
    s.p("**Övriga närvarande**", *desk.seats("other"))
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
        s.p("**Ej tjänstgörande ersättare**", *(desk.seat(d) for d in deputies))
    s.p("**Tjänstepersoner**", *desk.seats("other"), before=6)
    s.p(f"**Justerare** {m.adjuster.name}", before=6)


def cover_prose(desk: Desk) -> None:
    """Everything in running text after a colon, as older minutes have it."""
    s, m, chance = desk.sheet, desk.meeting, desk.chance
    members, deputies = desk.seats("member", "serving_substitute"), desk.seats("substitute")
    joint = "; " if any("," in x for x in [*members, *deputies]) else ", "
    s.p(
        f"Plats och tid: {m.place}, {time_words(chance, m.start, m.end)}",
        f"Beslutande: {joint.join(members)}.",
    )
    if deputies:
        s.p(f"Ej tjänstgörande ersättare: {joint.join(deputies)}.")
    s.p(f"Övriga närvarande: {'; '.join(desk.seats('other'))}.", f"Justerare: {m.adjuster.name}")


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
        lines = desk.seats(attendance)
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
    deputies = seats_by(m, "serving_substitute", "substitute")
    right = [line(seat, "X" if "serving" in seat.attendance else " ") for seat in deputies]
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
