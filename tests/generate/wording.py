"""How decisions, promises and dates are put into words.

Each table gives the forms of one meaning; a style picks a column, chance picks a row. The
styles are those met in minutes: att-satser, whole sentences, passives, the past tense of
associations and of minutes from Finland.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Literal

from tests.generate.record import MONTHS, WEEKDAYS, Meeting, Resolution, Task
from tests.generate.sheet import Sheet

Style = Literal["att", "sentence", "passive", "past", "note"]

# infinitive, present, past, passive present, passive past
_VERBS: dict[str, tuple[tuple[str, str, str, str, str], ...]] = {
    "approved": (
        ("godkänna {x}", "godkänner {x}", "godkände {x}", "{X} godkänns", "{X} godkändes"),
        ("anta {x}", "antar {x}", "antog {x}", "{X} antas", "{X} antogs"),
        (
            "fastställa {x}",
            "fastställer {x}",
            "fastställde {x}",
            "{X} fastställs",
            "{X} fastställdes",
        ),
        ("bifalla {x}", "bifaller {x}", "biföll {x}", "{X} bifalls", "{X} bifölls"),
    ),
    "rejected": (("avslå {x}", "avslår {x}", "avslog {x}", "{X} avslås", "{X} avslogs"),),
    "referred_back": (
        (
            "återremittera {x} för att {r}",
            "återremitterar {x} för att {r}",
            "återremitterade {x} för att {r}",
            "{X} återremitteras för att {r}",
            "{X} återremitterades för att {r}",
        ),
        (
            "återremittera {x} till förvaltningen för att {r}",
            "återremitterar {x} till förvaltningen för att {r}",
            "återremitterade {x} till förvaltningen för att {r}",
            "{X} återremitteras till förvaltningen för att {r}",
            "{X} återremitterades till förvaltningen för att {r}",
        ),
    ),
    "tabled": (
        ("bordlägga {x}", "bordlägger {x}", "bordlade {x}", "{X} bordläggs", "{X} bordlades"),
        (
            "bordlägga {x} till nästa möte",
            "bordlägger {x} till nästa möte",
            "bordlade {x} till nästa möte",
            "{X} bordläggs till nästa möte",
            "{X} bordlades till nästa möte",
        ),
    ),
    "noted": (
        (
            "lägga {x} till handlingarna",
            "lägger {x} till handlingarna",
            "lade {x} till handlingarna",
            "{X} läggs till handlingarna",
            "{X} lades till handlingarna",
        ),
        ("notera {x}", "noterar {x}", "noterade {x}", "{X} noteras", "{X} noterades"),
        (
            "anteckna {x} till protokollet",
            "antecknar {x} till protokollet",
            "antecknade {x} till protokollet",
            "{X} antecknas till protokollet",
            "{X} antecknades till protokollet",
        ),
        ("ta del av {x}", "tar del av {x}", "tog del av {x}", "{X} noteras", "{X} noterades"),
    ),
    "proposed": (
        (
            "föreslå {c} att anta {x}",
            "föreslår {c} att anta {x}",
            "föreslog {c} att anta {x}",
            "{C} föreslås anta {x}",
            "{C} föreslogs anta {x}",
        ),
        (
            "föreslå att {c} godkänner {x}",
            "föreslår att {c} godkänner {x}",
            "föreslog att {c} skulle godkänna {x}",
            "{C} föreslås godkänna {x}",
            "{C} föreslogs godkänna {x}",
        ),
    ),
    "elected": (
        (
            "välja {x} till {r}",
            "väljer {x} till {r}",
            "valde {x} till {r}",
            "{x} väljs till {r}",
            "{x} valdes till {r}",
        ),
        (
            "utse {x} till {r}",
            "utser {x} till {r}",
            "utsåg {x} till {r}",
            "{x} utses till {r}",
            "Till {r} utsågs {x}",
        ),
    ),
}
_TASKS: dict[Style, tuple[str, ...]] = {
    "att": (
        "uppdra åt {o} att {w}",
        "ge {o} i uppdrag att {w}",
        "{o} får i uppdrag att {w}",
        "{o} ges i uppdrag att {w}",
    ),
    "sentence": (
        "{B} uppdrar åt {o} att {w}",
        "{B} ger {o} i uppdrag att {w}",
        "{B} beslutar att ge {o} i uppdrag att {w}",
    ),
    "passive": ("{O} får i uppdrag att {w}", "{O} ges i uppdrag att {w}", "{O} uppdras att {w}"),
    "past": ("{B} gav {o} i uppdrag att {w}", "{O} fick i uppdrag att {w}"),
    "note": ("Beslut att {o} ska {w}", "{O} får i uppdrag att {w}"),
}
_FRAMES: dict[Style, tuple[str, ...]] = {
    "att": ("{inf}",),
    "sentence": ("{B} beslutar att {inf}", "{B} {present}"),
    "passive": ("{passive}",),
    "past": ("{B} beslutade att {inf}", "{B} {past}", "{passed}", "Beslutades att {inf}"),
    "note": ("Beslut att {inf}", "Beslut om att {inf}", "Vi beslutade att {inf}", "{passive}"),
}


def upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def resolution(chance: random.Random, found: Resolution, style: Style, meeting: Meeting) -> str:
    """A decision in words, without full stop; in style "att" without its "att"."""
    body = meeting.body if meeting.body != "Årsmöte" else "Mötet"
    if found.task:
        return _task_words(chance, found.task, style, body)
    thing, reason = found.thing, found.reason
    if found.elected:
        thing, reason = found.elected[0].name, found.elected[1]
    if found.outcome == "approved" and style != "passive" and chance.random() < 0.25:
        tails = (
            " enligt bilaga 1",
            f" att gälla från och med den 1 januari {meeting.day.year + 1}",
            " i enlighet med förvaltningens förslag" if meeting.initials else " utan ändringar",
        )
        thing += chance.choice(tails)
    forms = [
        form.format(x=thing, X=upper(thing), r=reason, c=meeting.council, C=upper(meeting.council))
        for form in chance.choice(_rows(found))
    ]
    frame = chance.choice(_FRAMES[style])
    return frame.format(
        B=body, inf=forms[0], present=forms[1], past=forms[2], passive=forms[3], passed=forms[4]
    )


def _rows(found: Resolution) -> Sequence[tuple[str, str, str, str, str]]:
    rows = _VERBS[found.outcome]
    motion = found.thing in ("motionen", "medborgarförslaget") or found.thing.startswith(
        "förslaget"
    )
    if found.outcome == "approved":
        # A motion is granted, a plan is adopted.
        return rows[3:] if motion else rows[:1] if found.thing.endswith("en") else rows[:3]
    return rows


def _task_words(chance: random.Random, task: Task, style: Style, body: str) -> str:
    owner = task.owners[0]
    work = task.infinitive + (f" {task.deadline.text}" if task.deadline else "")
    return chance.choice(_TASKS[style]).format(o=owner, O=upper(owner), B=body, w=work)


def decided(
    chance: random.Random,
    s: Sheet,
    found: Resolution,
    style: Style,
    meeting: Meeting,
    end: str = ".",
    start: str = "",
) -> str:
    """The words of a decision, noted in the gold record; a task in it is noted as well."""
    text = start + resolution(chance, found, style, meeting) + end
    if found.task:
        due = found.task.deadline
        text = s.action(
            text, found.task.resolved, due.day if due else None, due.text if due else None
        )
    return s.decision(text, found.outcome)


_PROMISES = (
    "{O} lovade {w}{d}.",
    "{O} {p}{d}.",
    "{O} ska {w}{d}.",
    "{O} åtog sig att {w}{d}.",
    "{O} tar på sig att {w}{d}.",
    "{O} får i uppgift att {w}{d}.",
    "{O} erbjöd sig att {w}{d}.",
    "Vi bad {o} att {w}{d}.",
    "{O} kommer att {w}{d}.",
)
_DATED = ("{D} ska {o} {w}.", "{O} ska{d} {w}.")
_BULLETS = (
    "{O} {p}{d}",
    "{P} ({o}){d}",
    "{P}{d} ({o})",
    "{O} ska {w}{d}",
    "{O} {p}{d}!",
    "+ {O} {p}{d}",
    "{P}{d} – {o}",
    "{P}{d}. Ansvarig: {o}",
)


def promise(
    chance: random.Random,
    s: Sheet,
    task: Task,
    bullet: bool = False,
    doers: Literal["said", "column"] = "said",
) -> str:
    """A promise as a sentence or a bullet, noted in the gold record."""
    due = f" {task.deadline.text}" if task.deadline else ""
    if not task.owners or doers == "column":
        text = task.passive + due + ("" if bullet else ".")
    else:
        owner = " och ".join(task.owners)
        frame = chance.choice(_BULLETS if bullet else _PROMISES)
        if due and not bullet and chance.random() < 0.2:
            frame = chance.choice(_DATED)
        text = frame.format(
            O=upper(owner),
            o=owner,
            w=task.infinitive,
            p=task.present,
            P=upper(task.infinitive),
            D=upper(due.strip()),
            d=due,
        )
    return s.action(
        text,
        task.resolved,
        task.deadline.day if task.deadline else None,
        task.deadline.text if task.deadline else None,
    )


def day_words(chance: random.Random, day: date, form: str = "") -> str:
    """A full date: ISO, in words, with weekday, with points or slashes."""
    month = MONTHS[day.month - 1]
    forms = {
        "iso": day.isoformat(),
        "words": f"{day.day} {month} {day.year}",
        "weekday": f"{WEEKDAYS[day.weekday()]}en den {day.day} {month} {day.year}",
        "points": f"{day.day}.{day.month}.{day.year}",
        "short": f"{day:%y-%m-%d}",
        "den": f"den {day.day} {month} {day.year}",
    }
    return forms[form or chance.choice(list(forms)[:-1])]


def time_words(chance: random.Random, start: str, end: str) -> str:
    """From when to when, in one of the usual notations."""
    a, b = start, end
    if chance.random() < 0.4:
        a, b = start.replace(":", "."), end.replace(":", ".")
    return chance.choice(["kl. {a}–{b}", "kl {a} - {b}", "klockan {a}-{b}", "{a}–{b}"]).format(
        a=a, b=b
    )
