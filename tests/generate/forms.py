"""Papers whose form chance puts together: any kind of head with any cover, label and list.

The families imitate templates that exist. Here nothing belongs together: how points are headed,
whether they are announced, how those present are listed, which labels recur below the points and
what other lists stand in the text are drawn each for itself, so that what is learned from these
papers is not one template's habit.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from tests.generate.paper import Block, Grid, Printed, Sheetform, Text, plain
from tests.generate.record import MONTHS, Matter, Meeting, informal, network, political
from tests.generate.sheet import Fact, Sheet
from tests.generate.wording import decided, promise

SCHEMES: tuple[str, ...] = (
    "{n}. {t}", "{n} {t}", "§ {n} {t}", "§{n}. {t}", "{n}) {t}", "Punkt {n}: {t}", "{t}", "{t}",
    "{t}", "{T}", "{t}:", "* {t}", "Ärende {n} – {t}", "{r}. {t}", "{n}: {t}", "== {t} ==",
    "{n}. {t}. {rest}", "{n}. {rest}", "#{n} {t}",
)  # fmt: skip
_ROMAN = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
)
_LABELS = (
    ("Beslut", "Uppgifter"), ("Utfall", "Kommande steg"), ("Landade i", "Görs"), ("", ""),
    ("", ""), ("Överenskommet", "Ansvar"), ("Resultat", "Att göra"), ("Slutsats", "Åtaganden"),
)  # fmt: skip
_PRESENT = ("Närvarande", "Deltagare", "Med på mötet", "På plats", "Deltog", "Närvaro")
_AWAY = ("Frånvarande", "Ej närvarande", "Anmält förhinder", "Förhinder")
_AGENDA = ("Dagordning", "Agenda", "Föredragningslista", "Punkter", "Ärenden")
_OPENING = ("Mötets öppnande", "Mötet öppnas", "Öppnande", "Inledning", "Välkommen")
_CLOSING = ("Mötets avslutande", "Avslutning", "Övriga frågor", "Nästa möte")


def form(seed: int) -> tuple[str, Printed, Fact]:
    """The name, the file and the gold record of one paper."""
    chance = random.Random(f"form {seed}")
    m = chance.choice((informal, informal, network, political))(seed)
    kind = chance.choice(("pdf", "pdf", "docx", "txt", "txt", "md", "md"))
    paper = _Paper(chance, m, kind)
    paper.write()
    name = f"form-{seed}"
    printed = paper.printed()
    return name, printed, paper.sheet.gold(name + printed.suffix, printed)


class _Paper:
    """One paper while it is written."""

    def __init__(self, chance: random.Random, m: Meeting, kind: str) -> None:
        self.chance, self.m, self.kind = chance, m, kind
        fate = chance.choice(("notice", "prose", *[""] * 10))
        size = chance.choice((9.5, 10.0, 11.0, 12.0))
        shape = Sheetform(
            face=chance.choice(("Helvetica", "Times")), size=size, styled=chance.random() < 0.6
        )
        self.sheet = Sheet(
            "notice" if fate == "notice" else chance.choice(("minutes", "notes")), shape,
            organisation=m.organisation, body=m.body,
            date=m.day.isoformat(), start=m.start, end=m.end, place=m.place,
        )  # fmt: skip
        self.scheme = chance.choice(SCHEMES)
        self.bold = chance.random() < 0.6 or self.scheme == "{t}"
        self.labels = chance.choice(_LABELS)
        self.label_bold = chance.random() < 0.5
        self.bulleted = self.scheme.startswith("*") or chance.random() < 0.4
        self.announced = chance.random() < 0.35 and "{rest}" not in self.scheme
        self.notice, self.undivided = fate == "notice", fate == "prose"
        self.personal = chance.random() < 0.15
        self.matters = [self._matter(x) for x in m.matters]

    def _matter(self, matter: Matter) -> tuple[str, Matter]:
        title = matter.title
        if len(title) > 75:
            title = title[:70].rsplit(" ", 1)[0]
        return title.strip(" .,"), matter

    def write(self) -> None:
        """The whole paper."""
        self._cover()
        if self.undivided:
            self._prose()
            return
        titles = [title for title, _ in self.matters]
        opens, closes = self.chance.random() < 0.6, self.chance.random() < 0.6
        if opens:
            titles.insert(0, self.chance.choice(_OPENING))
        if closes:
            titles.append(self.chance.choice(_CLOSING))
        first = self.m.first_number if "§" in self.scheme else 1
        bare = "{n}" not in self.scheme or self.notice
        marks = [
            self.sheet.item(None if bare else str(first + at), title)
            for at, title in enumerate(titles)
        ]
        if self.notice:
            self._announce([mark + x for mark, x in zip(marks, titles, strict=True)], bare=bare)
            return
        if self.announced:
            self._announce(titles)
        for at, (title, mark) in enumerate(zip(titles, marks, strict=True)):
            self.sheet.label = title if bare else str(first + at)
            matter = next((x for known, x in self.matters if known == title), None)
            self._point(mark, title, first + at, at, matter)
        self._signed()

    def printed(self) -> Printed:
        """The paper as a file."""
        if self.kind in ("txt", "md"):
            return typed(self.kind, self.sheet.blocks, self.chance.choice((0, 72, 78, 90)))
        return self.sheet.printed(self.kind)

    # ------------------------------------------------------------------ the cover

    def _cover(self) -> None:
        chance, m, s = self.chance, self.m, self.sheet
        words = {"minutes": "Protokoll", "notes": "Mötesanteckningar", "notice": "Kallelse"}
        word = words[s.document_type]
        day = self._day()
        way = chance.randrange(5)
        if way == 0:
            s.head(f"{word} {m.body}", 16, 1)
            s.p(m.organisation, f"Datum: {day}", f"Tid: {m.start}–{m.end}", f"Plats: {m.place}")
        elif way == 1:
            s.head(m.organisation, 18, 1)
            s.p(f"{word}, {m.body}, {day}")
            s.p(f"Plats: {m.place}", f"Tid: kl. {m.start}-{m.end}")
        elif way == 2:
            s.p(m.organisation, m.body, word.upper())
            s.p("Datum", day, "Tid", f"{m.start} - {m.end}", "Plats", m.place)
        elif way == 3:
            s.head(f"{word} från möte med {m.body} i {m.organisation}", 15, 1)
            s.p(f"{m.place}, {day} kl. {m.start} till {m.end}")
        else:
            s.head(f"{word} {day}", 15, 1)
            s.p(f"Organisation: {m.organisation}", f"Organ: {m.body}")
            s.p(f"Tid och plats: kl. {m.start}–{m.end}, {m.place}")
        self._people()

    def _day(self) -> str:
        day = self.m.day
        return self.chance.choice(
            (
                day.isoformat(),
                f"{day.day} {MONTHS[day.month - 1]} {day.year}",
                f"{day.day:02}-{day.month:02}-{day.year}",
                f"{day.day}/{day.month} {day.year}",
                f"den {day.day} {MONTHS[day.month - 1]} {day.year}",
                f"{day.day}.{day.month}.{day.year}",
            )
        )

    def _people(self) -> None:
        seats = [x for x in self.m.seats if x.attendance in ("member", "absent")]
        seats = [x for x in seats if x.attendance == "member"] + [
            x for x in seats if x.attendance == "absent"
        ]
        roles = self.chance.random() < 0.6
        for attendance, labels in (("member", _PRESENT), ("absent", _AWAY)):
            here = [x.person for x in seats if x.attendance == attendance]
            if not here:
                continue
            shown = []
            for p in here:
                role = p.role if roles and p.role in ("ordförande", "sekreterare") else None
                self.sheet.person(p.name, None, role, attendance)
                shown.append(p.name + (self._role(role) if role else ""))
            self._listed(self.chance.choice(labels), shown)

    def _role(self, role: str) -> str:
        return f" ({role})" if len(self.m.organisation) % 2 else f", {role}"

    def _listed(self, label: str, names: Sequence[str]) -> None:
        s, way = self.sheet, len(self.m.place + self.m.body) % 5
        if way == 0:
            joint = "; " if any("," in name for name in names) else ", "
            s.p(f"{label}: {joint.join(names)}", before=6)
            return
        if self.label_bold:
            s.head(label, self.sheet.form.size + 1)
        else:
            s.p(label + ":", before=6)
        if way == 1 or (way == 4 and self.kind in ("txt", "md")):
            s.bullets(names, "-")
        elif way in (2, 3):
            s.p(*names, after=0)
        else:
            half = (len(names) + 1) // 2
            right = [*names[half:], *([""] * half)]
            rows = [(a, b) for a, b in zip(names[:half], right, strict=False)]
            s.grid(rows, (220, 220))

    def _prose(self) -> None:
        """Notes that are no list of points: they tell on, perhaps with lists under heads."""
        for title, matter in self.matters:
            if self.bold and len(title) % 3 == 0:
                self.sheet.p(*matter.background)
            elif self.bulleted:
                self.sheet.p(self.chance.choice(("Vi gjorde detta:", "Läget är att:", "Så här:")))
                self.sheet.numbered(matter.background or [title])
            else:
                self.sheet.p(" ".join(matter.background))

    def _announce(self, titles: Sequence[str], *, bare: bool = False) -> None:
        word = self.chance.choice(_AGENDA)
        if self.bold:
            self.sheet.head(word, self.sheet.form.size + 1)
        else:
            self.sheet.p(f"{word}:", before=6)
        if self.chance.random() < 0.5 and not bare:
            self.sheet.numbered(titles)
        else:
            self.sheet.bullets(titles, "-")

    # ------------------------------------------------------------------ the points

    def _point(self, mark: str, title: str, n: int, at: int, matter: Matter | None) -> None:
        sentences = self._sentences(matter)
        rest = sentences[0]
        if self.scheme == "{n}. {rest}":
            self.sheet.facts["agenda_items"][at]["title"] = plain(rest).rstrip(".")
        head = self.scheme.format(n=n, t=title, T=title.upper(), r=_ROMAN[at % 15], rest=rest)
        bullet = "•" if head.startswith("* ") else ""
        text = mark + head.removeprefix("* ")
        run_in = "{rest}" in self.scheme
        if self.bold and not bullet and not run_in:
            self.sheet.head(text, self.sheet.form.size + (len(title) % 2 == 9) + 1.5)
        else:
            self.sheet.p(text, bullet=bullet, before=8)
        told = sentences[1:] if run_in else sentences
        self._told(told)
        self._tasks(matter)

    def _sentences(self, matter: Matter | None) -> list[str]:
        if matter is None:
            who = self.m.chair.name
            return [self.chance.choice((f"{who} hälsade alla välkomna.", "Inget att ta upp.",
                                        f"{who} tackade för visat intresse."))]  # fmt: skip
        found = [*matter.background]
        if self.personal and len(found) > 1:
            found.insert(1, f"{matter.presenter.name if matter.presenter else 'Alla'} berättade.")
        return found or ["Frågan gicks igenom."]

    def _told(self, sentences: Sequence[str]) -> None:
        nested = 24 if self.scheme.startswith("*") else 6
        if self.bulleted:
            self.sheet.bullets(sentences, self.chance.choice("-o–"), indent=nested)
        else:
            self.sheet.p(" ".join(sentences))
        if self.chance.random() < 0.2:
            things = ("Cyklar och hjälmar", "Två bord", "Grillkol", "Nya nycklar")
            many = self.chance.sample(things, 3)
            if self.chance.random() < 0.5:
                self.sheet.numbered(many, indent=14)
            else:
                self.sheet.bullets(many, "-", indent=14)

    def _tasks(self, matter: Matter | None) -> None:
        if matter is None:
            return
        for label, texts in (
            (self.labels[0], [
                decided(self.chance, self.sheet, x, "sentence", self.m) for x in matter.resolutions
            ]),
            (self.labels[1], [promise(self.chance, self.sheet, x) for x in matter.tasks]),
        ):  # fmt: skip
            if not texts:
                continue
            if label and self.label_bold:
                self.sheet.head(label, self.sheet.form.size, 4, 4)
            elif label:
                self.sheet.p(f"{label}:")
            self.sheet.p(*texts)

    def _signed(self) -> None:
        if self.chance.random() < 0.4:
            self.sheet.p("Vid protokollet", self.m.secretary.name, before=14)
            self.sheet.p("Justeras", self.m.adjuster.name, before=10)


# ------------------------------------------------------------------------------ typed files


def typed(kind: str, blocks: Sequence[Block], width: int) -> Printed:
    """The blocks as somebody types them: Markdown, or text wrapped at `width` (0: not at all)."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Text):
            lines += _typed(kind, block, width, lines)
        elif isinstance(block, Grid):
            lines += ["   ".join(plain(cell) for cell in row).rstrip() for row in block.rows]
    return Printed(("\n".join(lines).strip() + "\n").encode(), f".{kind}")


def _typed(kind: str, block: Text, width: int, above: Sequence[str]) -> list[str]:
    text = plain(block.text)
    apart = [""] if above and above[-1] and (block.before or block.level) else []
    if kind == "md":
        if block.level:
            return [*apart, "#" * block.level + " " + text, ""]
        if block.bullet:
            sign = block.bullet if re.match(r"\d", block.bullet) else "-"
            return ["    " * (block.indent > 20) + f"{sign} {text}"]
        blank = [""] if above and above[-1] and not block.bullet else []
        return [*blank, text]
    sign = f"{'    ' * (block.indent > 20)}{block.bullet} " if block.bullet else ""
    return [*apart, *_wrap(sign + text, width)]


def _wrap(text: str, width: int) -> list[str]:
    if not width or len(text) <= width:
        return [text]
    cut = text.rfind(" ", 0, width)
    return [text[:cut], *_wrap(text[cut + 1 :], width)]


Make = Callable[[int], tuple[str, Printed, Fact]]
