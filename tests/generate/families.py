"""The template families, by name, and `render`, which makes a document of a record in one."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.generate import families_loose as loose
from tests.generate.covers import (
    cover_columns,
    cover_labels,
    cover_prose,
    cover_sections,
    cover_table,
    cover_ticks,
)
from tests.generate.desk import Template
from tests.generate.families_formal import write, write_extract
from tests.generate.heads import (
    head_finnish,
    head_one_line,
    head_prefixed,
    head_right,
    head_two_lines,
    head_typed,
)
from tests.generate.items import EARLY, LATE
from tests.generate.paper import Sheetform
from tests.generate.record import Meeting, Seat, annual, informal, network, political
from tests.generate.sheet import Fact, Sheet


def _boxed(m: Meeting) -> Sheetform:
    return Sheetform(
        header=(
            (f"**{m.organisation}**", "", "{page} ({pages})"),
            (m.body, "**SAMMANTRÄDESPROTOKOLL**", m.day.isoformat()),
        ),
        footer=(("Justerandes sign", "", "Utdragsbestyrkande"),),
        cells_over_footer=4,
    )


def _right(m: Meeting) -> Sheetform:
    return Sheetform(
        header=(
            (f"**{m.organisation}**", "", "{page}"),
            ("", "", f"**{m.body}**"),
            ("", "", "**Protokoll**"),
            ("", "", m.day.isoformat()),
        ),
        footer=(("", "", "Utdragsbestyrkande"),),
        cells_over_footer=5,
    )


def _ruled(m: Meeting) -> Sheetform:
    return Sheetform(
        header=(
            (m.organisation, "Protokoll", "Sida {page} av {pages}"),
            (m.body, m.day.isoformat(), "§ {item}" if m.day.day % 3 == 0 else ""),
        ),
        rule_under_header=True,
        size=10.5,
    )


def _signed(m: Meeting) -> Sheetform:
    return replace(
        _ruled(m),
        face="Times",
        size=11,
        side=f"Dokumentet har undertecknats elektroniskt {m.chair.name}",
    )


def _typed(m: Meeting) -> Sheetform:
    return Sheetform(
        face="Courier",
        header=(
            (m.organisation.upper(), "", "{page}"),
            (f"{m.body}s protokoll", "", m.day.isoformat()),
        ),
    )


def _finnish(m: Meeting) -> Sheetform:
    day = f"{m.day.day}.{m.day.month}.{m.day.year}"
    return Sheetform(
        header=(
            (f"**{m.organisation}**", "", ""),
            ("Protokoll", f"{{item}} §     {day}", "Sida {page}"),
            (m.body, "", ""),
        ),
        rule_under_header=True,
        side="Dokumentet har undertecknats elektroniskt",
    )


FORMAL: dict[str, Template] = {
    "ciceron": Template(
        _boxed,
        (cover_labels,),
        (head_two_lines,),
        LATE,
        ("att", "passive"),
        "table",
        page_per_item=True,
    ),
    "evolution": Template(
        _right,
        (cover_labels,),
        (head_two_lines,),
        LATE,
        ("passive", "att"),
        "plain",
        page_per_item=True,
    ),
    "public360": Template(
        _ruled,
        (cover_columns, cover_sections),
        (head_one_line,),
        EARLY,
        ("sentence", "att"),
        "dotted",
        decision_heads=("Beslut", "{body}s beslut"),
    ),
    "lex": Template(
        _boxed,
        (cover_labels, cover_columns),
        (head_prefixed,),
        LATE,
        ("att",),
        "",
        section=str.upper,
        decision_heads=("Beslut", "{body} beslutar"),
    ),
    "platina": Template(
        _signed,
        (cover_table,),
        (head_one_line, head_right),
        EARLY,
        ("sentence", "passive"),
        "dotted",
    ),
    "typewriter": Template(
        _typed,
        (cover_prose,),
        (head_typed,),
        LATE,
        ("past", "sentence"),
        "",
        section=lambda name: f"{name}:",
    ),
    "finnish": Template(
        _finnish,
        (cover_ticks,),
        (head_finnish,),
        ("earlier", *LATE[1:]),
        ("passive", "past"),
        "",
        decision_heads=("{body}s beslut:", "Beslut:"),
        page_per_item=True,
        earlier=True,
        ticked=True,
        date_form="points",
    ),
    "federation": Template(
        _typed,
        (cover_prose, cover_labels),
        (head_prefixed, head_typed),
        LATE,
        ("att", "sentence"),
        "",
        section=str.upper,
        decision_heads=("Beslut", "{body}s beslut"),
    ),
    "region": Template(
        _ruled,
        (cover_sections, cover_columns),
        (head_one_line, head_right),
        EARLY,
        ("sentence", "att"),
        "plain",
    ),
}
LOOSE: dict[str, Callable[[Meeting, int], Sheet]] = {
    "annual": loose.annual,
    "board": loose.board,
    "notes": loose.notes,
    "network": loose.network,
    "bullets": loose.bullets,
    "log": loose.log,
    "deck": loose.deck,
    "notice": loose.notice,
    "memo": loose.memo,
}
FAMILIES = (*FORMAL, "extract", *LOOSE)
_KINDS = {
    "network": ("pdf", "docx", "txt"),
    "deck": ("pdf", "pptx"),
    "typewriter": ("pdf",),
    "finnish": ("pdf",),
    "annual": ("pdf",),
}


@dataclass(frozen=True)
class Rendered:
    """A document and what it says."""

    content: bytes
    suffix: str
    gold: Fact


def record(family: str, seed: int) -> Meeting:
    """An invented meeting of the kind that the family's template is used for."""
    match family:
        case "annual":
            return annual(seed)
        case "network":
            return network(seed)
        case "memo":
            return political(seed)
        case "notice":
            return political(seed) if seed % 2 else informal(seed)
        case "finnish":
            return _in_finland(political(seed))
        case "federation":
            m = political(seed)
            name = "Kommunalförbundet " + m.organisation.removesuffix(" kommun") + "bygden"
            return replace(
                m,
                organisation=name,
                body="Direktionen",
                initials="D",
                council="medlemmarnas fullmäktige",
            )
        case "region":
            m = political(seed)
            name = "Region " + m.organisation.removesuffix(" kommun")
            body, initials = (("Regionstyrelsen", "RS"), ("Hälso- och sjukvårdsnämnden", "HSN"))[
                seed % 2
            ]
            return replace(
                m, organisation=name, body=body, initials=initials, council="regionfullmäktige"
            )
        case _:
            return political(seed) if family in FORMAL or family == "extract" else informal(seed)


def _in_finland(m: Meeting) -> Meeting:
    """No party after the name, nobody replaces anybody by name."""

    seats = tuple(Seat(replace(x.person, party=None), x.attendance) for x in m.seats)
    away = {seat.substitutes_for for seat in m.seats if seat.substitutes_for and not seat.items}
    seats += tuple(Seat(replace(gone, party=None), "absent") for gone in sorted(away, key=str))
    matters = tuple(replace(x, movers=(), vote=None, reservation=()) for x in m.matters)
    return replace(
        m,
        organisation=m.organisation.removesuffix(" kommun") + " stad",
        seats=seats,
        matters=matters,
        council="stadsfullmäktige",
    )


def sheet(meeting: Meeting, family: str, seed: int) -> Sheet:
    """The record's document in the family's template, before it is set."""
    if family == "extract":
        return write_extract(meeting, FORMAL[list(FORMAL)[seed % 5]], seed)
    if family in LOOSE:
        return LOOSE[family](meeting, seed)
    return write(meeting, FORMAL[family], seed)


def render(meeting: Meeting, family: str, seed: int, kind: str = "") -> Rendered:
    """The record in the family's template as a file: `kind` is pdf, docx, pptx, scan or txt.

    Without a kind, chance takes one of those the family is met in; the gold record names the
    page of each fact where the kind has pages.
    """
    made = sheet(meeting, family, seed)
    kinds = _KINDS.get(family, ("pdf", "pdf", "pdf", "docx", "docx", "txt"))
    kind = kind or random.Random(f"kind {family} {seed}").choice(kinds)
    printed = made.printed(kind, f"{family} {seed}")
    gold = made.gold(f"{family}-{seed}{printed.suffix}", printed)
    return Rendered(printed.content, printed.suffix, gold)
