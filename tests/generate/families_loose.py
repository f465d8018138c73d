"""Families without § machinery: associations, boards, notes, decks and notices."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.generate.paper import SLIDE, Sheetform
from tests.generate.record import MONTHS, Matter, Meeting, Task
from tests.generate.sheet import Sheet
from tests.generate.wording import Style, day_words, decided, promise, upper


def _sheet(m: Meeting, document_type: str, form: Sheetform, *, end: bool = True) -> Sheet:
    return Sheet(
        document_type,
        form,
        organisation=m.organisation,
        body=m.body,
        date=m.day.isoformat(),
        start=m.start,
        place=m.place,
        **({"end": m.end} if end else {}),
    )


def _people(s: Sheet, m: Meeting) -> None:
    for seat in m.seats:
        s.person(seat.person.name, None, seat.person.role, seat.attendance)


def _names(m: Meeting, attendance: str) -> list[str]:
    return [seat.person.name for seat in m.seats if seat.attendance == attendance]


def _next_words(chance: random.Random, m: Meeting) -> str:
    day = m.next_meeting
    options = [f"den {day.day} {MONTHS[day.month - 1]} {day.year}", day.isoformat()]
    if day.year == m.day.year:
        options += [f"{day.day} {MONTHS[day.month - 1]}", f"{day.day}/{day.month}"]
    return chance.choice(options)


def _announce(s: Sheet, m: Meeting, text: str) -> None:
    s.upcoming(m.next_meeting.isoformat(), text, "meeting")


def _annual_point(
    chance: random.Random, s: Sheet, m: Meeting, matter: Matter, number: tuple[str, str]
) -> None:
    """One point: number and sign before its title, then what was said and decided."""
    printed, sign = number
    mark = s.item(printed if sign else None, matter.title)
    s.head(mark + sign.format(n=printed) + matter.title, 12, before=8)
    s.p(*matter.background)
    style: Style = "past" if len(m.organisation) % 3 else "sentence"
    for found in matter.resolutions:
        s.p(decided(chance, s, found, style, m))
    for task in matter.tasks:
        s.p(promise(chance, s, task))


def annual(m: Meeting, seed: int) -> Sheet:
    """An annual meeting: numbered or bare bold heads, past or present tense."""
    chance = random.Random(f"annual {seed}")
    s = _sheet(
        m,
        "minutes",
        Sheetform(
            face=chance.choice(["Helvetica", "Times"]),
            size=11,
            footer=(("", "{page} ({pages})", ""),),
        ),
    )
    _people(s, m)
    s.head(f"Protokoll {m.organisation}", 16, 1)
    s.p(f"Årsmöte {day_words(chance, m.day)} klockan {m.start} i {m.place}")
    if chance.random() < 0.5:
        s.p(f"Närvarande: {chance.randint(12, 70)} medlemmar enligt röstlängd.")
    sign = chance.choice(["§{n} ", "§ {n}  ", "{n}. ", "{n}  ", ""])
    nested = chance.random() < 0.4
    count = inner = 0
    for matter in m.matters:
        other = matter.kind is not None and bool(sign) and nested
        if other and "." not in str(s.label):
            count += 1
            title = "Övriga frågor"
            s.head(s.item(str(count), title) + sign.format(n=count) + title, 12, before=8)
        inner = inner + 1 if other else 0
        count += not other
        number = f"{count}.{inner}" if inner else str(count)
        _annual_point(chance, s, m, matter, (number, sign))
    closing = Matter("Mötets avslutande", 0, 0, (f"Mötet avslutades klockan {m.end}.",), ())
    _annual_point(chance, s, m, closing, (str(count + 1), sign))
    signed = [
        (m.chair, "Mötesordförande"),
        (m.secretary, "Mötessekreterare"),
        (m.adjuster, "Justerare"),
    ]
    s.grid(
        [
            tuple("." * 24 for _ in signed),
            tuple(p.name for p, _ in signed),
            tuple(label for _, label in signed),
        ],
        (160, 160, 150),
    )
    return s


def board(m: Meeting, seed: int) -> Sheet:
    """A board's minutes as a table with columns for who is responsible and when it is done."""
    chance = random.Random(f"board {seed}")
    s = _sheet(m, "minutes", Sheetform(face=chance.choice(["Helvetica", "Times"]), size=10.5))
    _people(s, m)
    s.head(m.organisation, 18, 1)
    s.p("PROTOKOLL", f"Styrelsemöte nr {chance.randint(1, 12)}")
    rows = [
        ("Datum:", day_words(chance, m.day)),
        ("Tid:", f"{m.start}–{m.end}"),
        ("Plats:", m.place),
        ("Närvarande:", ", ".join(_names(m, "member"))),
    ]
    if _names(m, "absent"):
        rows.append(("Frånvarande:", ", ".join(_names(m, "absent"))))
    rows += [("Ordförande:", m.chair.name), ("Sekreterare:", m.secretary.name)]
    s.grid(rows, (90, 380))
    done = chance.random() < 0.5
    heads = ("Punkt", "Vad", "Ansvar", "Klart") if done else ("Nr", "Ärende", "Ansvarig")
    widths = (40, 280, 80, 80) if done else (40, 340, 90)
    table: list[tuple[str, ...]] = [heads]
    for n, matter in enumerate(m.matters, 1):
        table.append(_board_row(chance, s, m, matter, n, done))
    text = _next_words(chance, m)
    row = (
        s.item(str(len(m.matters) + 1), "Nästa möte") + f"{len(m.matters) + 1}.",
        f"**Nästa möte**\n{text}",
        "",
        "",
    )
    _announce(s, m, text)
    s.grid([*table, row[: len(heads)]], widths, rules="all", header=True)
    s.grid(
        [("Vid protokollet", "Justeras"), ("", ""), (m.secretary.name, m.adjuster.name)], (240, 230)
    )
    return s


def _board_row(
    chance: random.Random, s: Sheet, m: Meeting, matter: Matter, n: int, done: bool
) -> tuple[str, ...]:
    mark = s.item(str(n), matter.title)
    parts = [f"**{matter.title}**", " ".join(matter.background)]
    style: Style = chance.choice(("sentence", "past", "note"))
    sign = "Beslut: " if style == "past" and chance.random() < 0.5 else ""
    parts += [sign + decided(chance, s, found, style, m) for found in matter.resolutions]
    owners, dues = [], []
    for task in matter.tasks[:1]:
        in_column = chance.random() < 0.5 and bool(task.owners)
        due = task.deadline.text if task.deadline and done and in_column else ""
        parts.append(_column_task(chance, s, task, in_column, due))
        owners.append(" och ".join(task.owners))
        dues.append(due)
    cells = (mark + f"{n}.", "\n".join(parts), "\n".join(owners))
    return (*cells, "\n".join(dues)) if done else cells


def _column_task(chance: random.Random, s: Sheet, task: Task, in_column: bool, due: str) -> str:
    if not in_column:
        return promise(chance, s, task)
    if due and task.deadline:
        return s.action(task.passive + ".", task.resolved, task.deadline.day, due)
    return promise(chance, s, task, doers="column")


def notes(m: Meeting, seed: int) -> Sheet:
    """Notes: the agenda as bullets, repeated as heads over prose with promises."""
    chance = random.Random(f"notes {seed}")
    s = _sheet(m, "notes", Sheetform(size=11), end=False)
    _people(s, m)
    title = chance.choice(["Minnesanteckningar", "Mötesanteckningar", "Anteckningar från möte"])
    s.head(f"{title} {m.organisation} {day_words(chance, m.day)}", 15, 1)
    s.p(f"Plats: {m.place}", f"Tid: kl. {m.start}", f"{m.body}s möte.")
    s.p(chance.choice(["Deltagare:", "Närvarande:"]), before=8)
    members = [seat.person for seat in m.seats if seat.attendance == "member"]
    s.bullets([p.name + (f", {p.role}" if p.role else "") for p in members])
    if _names(m, "absent"):
        s.p(chance.choice(["Ej närvarande:", "Frånvarande:", "Förhinder:"]), before=8)
        s.bullets(_names(m, "absent"))
    repeated = chance.random() < 0.6
    marks = [s.item(None, matter.title) for matter in m.matters]
    if repeated:
        s.p("Agenda", before=8)
        s.bullets([mark + x.title for mark, x in zip(marks, m.matters, strict=True)], "o")
    sign = "o " if repeated and chance.random() < 0.3 else ""
    for mark, matter in zip(marks, m.matters, strict=True):
        s.label = matter.title
        s.head((sign or "") + ("" if repeated else mark) + matter.title, 12, before=10)
        _prose(chance, s, m, matter)
    text = _next_words(chance, m)
    _announce(s, m, text)
    s.p(f"Nästa möte: {text}", before=10)
    s.p("Vid anteckningarna", m.secretary.name, before=8)
    return s


def _prose(chance: random.Random, s: Sheet, m: Meeting, matter: Matter) -> None:
    sentences = [*matter.background]
    style: Style = chance.choice(("past", "past", "note"))
    sentences += [decided(chance, s, found, style, m) for found in matter.resolutions]
    bullets = []
    for task in matter.tasks:
        if chance.random() < 0.3:
            bullets.append(promise(chance, s, task, bullet=True))
        else:
            sentences.append(promise(chance, s, task))
    s.p(" ".join(sentences))
    s.bullets(bullets)


_ORDINALS = ("första", "andra", "tredje", "fjärde", "femte")


def network(m: Meeting, seed: int) -> Sheet:
    """Notes of a network: where everybody is from, the agenda twice, promises in prose."""
    chance = random.Random(f"network {seed}")
    s = _sheet(m, "notes", Sheetform(face=chance.choice(["Helvetica", "Times"]), size=11))
    s.meeting["start"] = s.meeting["end"] = None
    title = f"{m.body}s {chance.choice(_ORDINALS)} möte {day_words(chance, m.day, 'words')}"
    s.head(title, 15, 1)
    s.p(f"{m.place}.", "Minnesanteckningar från dagen.")
    for attendance, label in (("member", "Deltagare:"), ("absent", "Ej närvarande:")):
        people = [seat.person for seat in m.seats if seat.attendance == attendance]
        for p in people:
            s.person(p.name, p.party, p.role, attendance)
        if people:
            s.p(label, before=8)
            s.bullets(
                [", ".join(part for part in (p.name, p.party, p.role) if part) for p in people]
            )
    s.p(f"{m.chair.first} hälsade välkommen och gick igenom agendan;", before=8)
    marks = []
    for matter in m.matters:
        who = matter.presenter
        said = chance.choice([who.name, who.first]) if who else None
        marks.append(
            s.item(None, matter.title, responsible=said)
            + matter.title
            + (f". {said}." if said else "")
        )
    s.bullets(marks, "o")
    for matter in m.matters:
        s.label = matter.title
        s.p(f"o {matter.title}", before=12)
        _prose(chance, s, m, matter)
    text = _next_words(chance, m)
    _announce(s, m, text)
    s.p(f"Nästa möte hålls {text}.", before=8)
    s.p(
        "Vid anteckningarna",
        m.secretary.name,
        str(m.secretary.party),
        "Telefon 010-555 02 10",
        f"{m.secretary.first.lower()}@lanet.example",
        before=4,
    )
    return s


def memo(m: Meeting, seed: int) -> Sheet:
    """An official's memorandum: it tells of matters and proposes, but of no meeting."""
    chance = random.Random(f"memo {seed}")
    s = Sheet(
        "report",
        Sheetform(header=((m.organisation, "Tjänsteskrivelse", "{page} ({pages})"),)),
        organisation=m.organisation,
    )
    matter = next((x for x in m.matters if x.has_case), m.matters[-1])
    old = m.day.replace(year=m.day.year - 1)
    s.p(day_words(chance, old, "iso"), f"Handläggare: {m.secretary.name}")
    s.head(matter.title, 14, 1)
    s.head("Förslag till beslut")
    thing = matter.resolutions[0].thing or "förslaget"
    s.p(f"{m.body} beslutar att godkänna {thing}.")
    for name in ("Sammanfattning", "Bakgrund", "Ekonomiska konsekvenser"):
        s.head(name)
        s.p(" ".join(matter.background))
    s.p(m.secretary.name, str(m.secretary.role), before=14)
    return s


def bullets(m: Meeting, seed: int) -> Sheet:
    """A club's minutes as nested bullets; who was called and who came."""
    chance = random.Random(f"bullets {seed}")
    s = _sheet(m, "minutes", Sheetform(size=11))
    for seat in m.seats:
        s.person(seat.person.name, None, None, seat.attendance)
    s.head(f"Mötesprotokoll {m.organisation}", 16, 1)
    s.p(f"Styrelsen, {day_words(chance, m.day, 'words')}", f"Plats: {m.place}")
    everybody = [seat.person.name for seat in m.seats]
    if _names(m, "absent"):
        s.head("Kallade", 13)
        s.bullets(everybody)
    s.head("Närvarande", 13)
    s.bullets(_names(m, "member"))
    s.p(f"Mötet öppnades {m.start}", before=8)
    for matter in m.matters:
        mark = s.item(None, matter.title)
        s.bullets([mark + matter.title])
        lines = [*matter.background]
        lines += [decided(chance, s, found, "note", m, end="") for found in matter.resolutions]
        lines += [promise(chance, s, task, bullet=True) for task in matter.tasks]
        s.bullets(lines, "o", indent=26)
    text = _next_words(chance, m)
    _announce(s, m, text)
    s.p(f"Nästa möte {text}", f"Mötet avslutades {m.end}", before=8)
    return s


def log(m: Meeting, seed: int) -> Sheet:
    """A summary with heads and bullets; what is to be done stands last, doers in brackets."""
    chance = random.Random(f"log {seed}")
    s = _sheet(m, "notes", Sheetform(size=11), end=False)
    s.meeting["start"] = s.meeting["place"] = None
    _people(s, m)
    day = day_words(chance, m.day, chance.choice(["iso", "short"]))
    s.head(f"Sammanfattning {m.organisation} {day}", 18, 1)
    *many, last = _names(m, "member")
    label = chance.choice(["Deltagare: ", "Deltog gjorde ", "Närvarande var ", "Med på mötet: "])
    s.p(f"{m.body}.", f"{label}{', '.join(many)} och {last}.")
    if _names(m, "absent"):
        s.p(f"Frånvarande: {', '.join(_names(m, 'absent'))}")
    for matter in m.matters:
        s.head(s.item(None, matter.title) + matter.title, 13, 1)
        s.bullets(matter.background)
        s.bullets([decided(chance, s, found, "note", m, end="") for found in matter.resolutions])
    title = chance.choice(["Att göra", "Åtgärder", "Actionpoints"])
    s.head(s.item(None, title) + title, 13, 1)
    tasks = [task for matter in m.matters for task in matter.tasks]
    if chance.random() < 0.5:
        s.bullets([promise(chance, s, task, bullet=True) for task in tasks])
    else:
        _task_table(s, tasks)
    text = _next_words(chance, m)
    _announce(s, m, text)
    s.p(f"Nästa möte: {text}", before=8)
    return s


def _task_table(s: Sheet, tasks: list[Task]) -> None:
    rows = [("Åtgärd", "Ansvarig", "Klart")]
    for task in tasks:
        due = task.deadline
        text = s.action(
            upper(task.infinitive),
            task.resolved,
            due.day if due else None,
            due.text if due else None,
        )
        rows.append((text, ", ".join(task.owners), due.text if due else ""))
    s.grid(rows, (250, 100, 110), rules="all", header=True)


_SIGNS = {"information": "I", "discussion": "D", "work": "A", "decision": "B"}


def deck(m: Meeting, seed: int) -> Sheet:
    """Slides: a typed agenda, then a slide for each point, decisions as bullets."""
    chance = random.Random(f"deck {seed}")
    s = _sheet(m, "slides", Sheetform(size=15, page_size=SLIDE, footer=(("", "", "{page}"),)))
    s.meeting["place"] = None
    s.head(m.organisation, 30, 1, before=60)
    s.p(f"{m.body}s möte {day_words(chance, m.day, 'words')}", size=20)
    s.page()
    s.head("Agenda", 26, 1)
    brackets = chance.random() < 0.4
    rows = [("Punkt", "Typ", "Beskrivning", "Ansvarig", "Ca tid")]
    for n, matter in enumerate(m.matters, 1):
        who = matter.presenter.first if matter.presenter else "Alla"
        sign = _SIGNS[str(matter.kind)]
        mark = s.item(str(n), matter.title, None, matter.kind, who, matter.time)
        rows.append(
            (
                mark + str(n),
                f"[{sign}]" if brackets else sign,
                matter.title,
                who,
                str(matter.time).replace(":", "."),
            )
        )
    rows.append(("", "", "AVSLUT", "", m.end.replace(":", ".")))
    s.grid(rows, (50, 40, 290, 140, 70), rules=chance.choice(["rows", "all"]), header=True, size=12)
    for n, matter in enumerate(m.matters, 1):
        s.page()
        s.label = str(n)
        s.head(matter.title, 26, 1)
        s.bullets([story.rstrip(".") for story in matter.background])
        s.bullets(
            [
                _slide_decision(chance, s, m, found.thing, found.outcome)
                for found in matter.resolutions
            ]
        )
        # A deck lists nobody, so a first name is all that it says.
        tasks = [replace(task, resolved=task.owners) for task in matter.tasks]
        s.bullets([promise(chance, s, task, bullet=True) for task in tasks])
    return s


def _slide_decision(chance: random.Random, s: Sheet, m: Meeting, thing: str, outcome: str) -> str:
    verb = {"approved": "anta", "rejected": "avslå", "tabled": "bordlägga"}[outcome]
    if chance.random() < 0.3:
        return s.decision(f"Beslut om att {verb} {thing}?", "open")
    return s.decision(f"Beslut om att {verb} {thing}", outcome)


def notice(m: Meeting, seed: int) -> Sheet:
    """A notice: place, time, and the agenda as a list or a table; proposals are no decisions."""
    chance = random.Random(f"notice {seed}")
    s = _sheet(
        m, "notice", Sheetform(header=((m.organisation, "", "{page} ({pages})"),)), end=False
    )
    title = chance.choice(
        ["Kallelse till {b}", "Kallelse {b}", "Föredragningslista {b}", "Dagordning för {b}"]
    )
    s.head(title.format(b=m.body.lower() if "till" in title else m.body), 16, 1)
    s.grid(
        [("Tid", f"{upper(day_words(chance, m.day))} kl. {m.start}"), ("Plats", m.place)],
        (90, 380),
        labels=True,
    )
    if m.initials and chance.random() < 0.6:
        rows = [("Nr", "Ärende", "Dnr")]
        for n, matter in enumerate(m.matters, 1):
            case = f"{m.initials} {matter.year}/{matter.serial}" if matter.has_case else None
            rows.append((s.item(str(n), matter.title, case) + str(n), matter.title, case or ""))
        s.grid(rows, (40, 310, 110), rules="all", header=True)
    else:
        sign = chance.choice(["§ {n}", "{n}.", "{n}"])
        s.grid(
            [
                (s.item(str(n), x.title) + sign.format(n=n), x.title)
                for n, x in enumerate(m.matters, 1)
            ],
            (50, 400),
        )
    s.p(f"Förslag till beslut i ärende 1: {upper(m.matters[0].title)} godkänns.", before=8)
    s.p("Anmäl förhinder till sekreteraren.")
    return s
