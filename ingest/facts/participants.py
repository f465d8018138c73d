"""Who took part in a meeting, and who was absent (deltagare).

The lists of the document come first; signatures and elections add the offices, and where
there is no list, the people. One person under two spellings or two headings is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.model import Attendance, Document, DocumentType, Participant
from corpus.swedish.tables import first_match, pattern
from ingest.facts.columns import columns, table_seats
from ingest.facts.names import fold, likeness, office, same_person, tokens
from ingest.facts.officers import Held, elected, signed
from ingest.facts.openings import listed_in_opening
from ingest.facts.persons import entries_of, is_title
from ingest.facts.rosters import Label, Roster, Rosters, party_line
from ingest.facts.seats import Seat
from ingest.layout.passage import Passage
from ingest.split.agenda import is_agenda
from ingest.split.sections import Section

_LISTING = frozenset(("member", "present", "called", "name"))
_IN_ITEMS = frozenset(("present", "absent", "roll", "supporters", "called"))
_OF_BODY = frozenset(("present", "member", "deputies", "substitute"))
_STAFF = pattern("people", "staff")
_GROUP = pattern("people", "group")
"""Whom a line of a list stands for, before its names: "Föräldrar: Ada Ek, Bo Alm"."""
_TOOK_PART = pattern("people", "took-part")
_SIGNED_ALIKE = 0.84
"""Likeness from which a signature means somebody listed: signatures are read worse than lists."""


def find_participants(
    document: Document, sections: tuple[Section, ...], document_type: DocumentType
) -> tuple[Participant, ...]:
    """Everybody the document lists as taking part or as absent, in the order of the lists.

    Where it has no list, its minutes' officers. A notice lists who is called, not who came.
    """
    heads = _heads(sections)
    tables = {n for n, table in enumerate(document.tables) if columns(table)}
    agendas = {n for n, table in enumerate(document.tables) if is_agenda(table)}
    rosters = Rosters(document, frozenset(heads))
    found = [
        roster
        for roster in rosters
        if (cell := roster.label.pieces[0].line.cell) is None or cell.table not in tables | agendas
    ]
    lists = _attending(_chosen(found, sections))
    seats = [seat for roster in lists for seat in _seats(roster)]
    seats += _from_tables(document, tables, sections)
    seats += _unlisted(seats, sections)
    seats = _present(seats, document_type)
    _turn_names(seats, document)
    seats = _merged(_served(seats))
    if document_type in (DocumentType.MINUTES, DocumentType.NOTES, DocumentType.NOTICE):
        outside = [roster for roster in found if _section_of(roster.label, sections).item is None]
        below = _signatures(found, sections)
        offices = signed(rosters, outside, below, lambda name: _holder(name, seats) is not None)
        held = [*offices, *elected(sections)]
        _give_offices(seats, held, sections)
    return tuple(seat.participant() for seat in seats)


def _unlisted(seats: Sequence[Seat], sections: Sequence[Section]) -> list[Seat]:
    """Those whom a list in the opening names under a label of its own, and no known list."""
    known = {fold(seat.name) for seat in seats}
    return [seat for seat in listed_in_opening(sections[0]) if fold(seat.name) not in known]


def _signatures(found: Sequence[Roster], sections: Sequence[Section]) -> list[Roster]:
    """Names under what an officer does ("Vid protokollet"), within an item: below the last one."""
    return [
        roster
        for roster in found
        if _section_of(roster.label, sections).item is not None
        and first_match("role_nouns", roster.label.text.strip(" :.").lower())
    ]


def _heads(sections: Iterable[Section]) -> list[int]:
    return [s.item.provenance.spans[0][0] for s in sections if s.item and s.item.provenance.spans]


def _section_of(label: Label, sections: Sequence[Section]) -> Section:
    """The section a label stands in; for a label that is itself a head, the one it begins."""
    start = label.pieces[0].line.start
    best = sections[0]
    for section in sections:
        spans = section.item.provenance.spans if section.item else ()
        begin = spans[0][0] if spans else (section.lines[0].start if section.lines else None)
        if begin is not None and begin <= start:
            best = section
    return best


def _chosen(found: Sequence[Roster], sections: Sequence[Section]) -> list[Roster]:
    """The lists of this meeting: those before the items; where there are none, within or after."""
    lists = [roster for roster in found if roster.label.kind == "attendance"]
    ranks: dict[int, list[Roster]] = {0: [], 1: [], 2: []}
    for roster in lists:
        section = _section_of(roster.label, sections)
        if section.item is None:
            ranks[0 if section is sections[0] else 2].append(roster)
        elif roster.label.meaning in _IN_ITEMS:
            ranks[1].append(roster)
    chosen = [roster for roster in ranks[0] if any(True for _ in _seats(roster))]
    for rank in (1, 2):
        have = {roster.label.meaning for roster in chosen}
        if not have & {"member", "present", "roll"}:
            chosen += [r for r in ranks[rank] if r.label.meaning not in have]
    return chosen


def _attending(lists: Sequence[Roster]) -> list[Roster]:
    """The lists, the first of those who took part ("Medverkande") as the one of who was there,
    where no other list says so."""
    said = {roster.label.meaning for roster in lists}
    first = next((r for r in lists if _TOOK_PART.match(r.label.text)), None)
    if first is None or said & _LISTING or "roll" in said:
        return [*lists]
    present = replace(first, label=replace(first.label, meaning="present"))
    return [present if roster is first else roster for roster in lists]


def _seats(roster: Roster) -> Iterable[Seat]:
    """The people of a list; a line that is only a party is the party of those below it."""
    group: str | None = None
    texts: list[str] = []
    groups: list[str | None] = []
    kept = []
    inline, grouped = bool(roster.label.rest), set[int]()
    for place, passage in enumerate(roster.entries):
        if party_line(passage.text) and not (inline and place == 0):
            group = passage.text.strip(" :")
        else:
            own = _GROUP.match(passage.text)
            if own and own.end() == len(passage.text):
                group = own["group"]
                grouped.add(len(texts))
                continue
            if own and office(own["group"]) is None and not is_title(own["group"]):
                passage = passage.slice(own.end(), len(passage.text))
                grouped.add(len(texts))
            else:
                own = None
            texts.append(passage.text)
            groups.append(own["group"] if own else group)
            kept.append(passage)
    meaning = roster.label.meaning
    for at, entry in entries_of(texts, alone=inline, grouped=grouped):
        evidence = kept[at].slice(entry.start, min(entry.end, len(texts[at])))
        seat = Seat.of(entry, meaning, evidence, f"list-{meaning}")
        seat.affiliation = seat.affiliation or groups[at]
        if meaning == "supporters":
            seat.roles = seat.roles or ["stödmedlem"]
        yield seat


def _from_tables(
    document: Document, tables: Iterable[int], sections: Sequence[Section]
) -> list[Seat]:
    """The people of attendance tables outside the items."""
    inside = {
        line.cell.table for s in sections if s.item is not None for line in s.lines if line.cell
    }
    return [seat for n in sorted(tables) if n not in inside for seat in table_seats(document, n)]


def _present(seats: list[Seat], document_type: DocumentType) -> list[Seat]:
    """Those called count as absent where another list says who came, as present where none does.

    Staff named in the list of a body whose members have parties are no members.
    """
    others = [seat for seat in seats if seat.label != "called"]
    called = [seat for seat in seats if seat.label == "called"]
    if called and document_type is DocumentType.NOTICE:
        called = []
    if any(seat.label in ("present", "member", "name") for seat in others):
        for seat in called:
            seat.attendance = Attendance.ABSENT
    partied = sum(seat.partied for seat in others if seat.label in ("present", "member"))
    for seat in others:
        if seat.label in _OF_BODY and not seat.affiliation and partied > 1:
            known = first_match("titles", seat.role or "")
            if known and office(seat.role or "") not in ("chair", "vice_chair"):
                seat.attendance = Attendance.OTHER
    return others + called


def _turn_names(seats: Sequence[Seat], document: Document) -> None:
    """Turns "Surname First" where the rest of the document has the names the other way.

    Where nobody is named again, the endings of surnames decide.
    """
    text = f" {fold(document.text)} "
    names = [seat.name for seat in seats if " " in seat.name]
    turned = sum(any(fold(way) in text for way in _turns(name)) for name in names)
    straight = sum(text.count(fold(name)) > 1 for name in names)
    if not turned and not straight:
        turned = sum(_surname(name.split()[0]) for name in names)
        straight = 2 * sum(_surname(name.split()[-1]) for name in names) + 1
    if turned > straight:
        for seat in seats:
            seat.name = _turned(seat.name, text)
            seat.substitutes_for = seat.substitutes_for and _turned(seat.substitutes_for, text)


def _surname(word: str) -> bool:
    return first_match("surnames", word) is not None


def _turns(name: str) -> list[str]:
    """The ways to turn a name: one surname first, or two."""
    words = name.split()
    return [" ".join(words[at:] + words[:at]) for at in range(1, min(len(words), 3))]


def _turned(name: str, text: str) -> str:
    ways = _turns(name)
    seen = [way for way in ways if fold(way) in text]
    words = name.split()
    double = len(words) == 3 and _surname(words[1]) and not _surname(words[2])
    return (seen or ways[1:] if double else seen or ways or [name])[0]


def _served(seats: list[Seat]) -> list[Seat]:
    """Deputies with a ticked box serve where members are missing."""
    missing = [s for s in seats if s.label == "member" and s.attendance is Attendance.ABSENT]
    deputies = [s for s in seats if s.label == "deputies"]
    there = [s for s in deputies if s.ticked and s.attendance is Attendance.SUBSTITUTE]
    for seat in there[: len(missing)]:
        seat.attendance = Attendance.SERVING_SUBSTITUTE
        if len(there) != len(missing):
            seat.confidence = min(seat.confidence, 0.8)
    if len(there) == len(missing) == 1:
        there[0].substitutes_for = there[0].substitutes_for or missing[0].name
    for seat in deputies:
        if seat.ticked is False and not seat.roles:
            seat.roles = ["ersättare"]
    return seats


def _merged(seats: Sequence[Seat]) -> list[Seat]:
    """Each person once."""
    found: list[Seat] = []
    for seat in seats:
        known = next((other for other in found if _one_person(other.name, seat.name)), None)
        if known is None:
            found.append(seat)
        elif seat.label != "called":
            known.merge(seat)
    return found


def _one_person(left: str, right: str) -> bool:
    return same_person(left, right) or _handle(left, right) or _handle(right, left)


def _handle(handle: str, name: str) -> bool:
    """Whether a user name is made of a full name: "adaek" or "aek" of Ada Ek."""
    parts, short = tokens(name), fold(handle)
    if len(parts) < 2 or " " in short or len(short) < 3:
        return False
    first, last = parts[0], parts[-1]
    return any(short == first[:n] + last for n in range(1, len(first) + 1)) or any(
        short == first + last[:n] for n in range(1, len(last) + 1)
    )


# ------------------------------------------------------------------------------- offices


def _give_offices(seats: list[Seat], held: Sequence[Held], sections: Sequence[Section]) -> None:
    """Adds the offices to the people, and the officers where the lists leave them out."""
    listed = any(seat.label in _LISTING for seat in seats)
    roll = any(seat.label == "roll" for seat in seats)
    partied = any(seat.partied for seat in seats) or any(h.affiliation for h in held)
    has_chair = any(seat.role and office(seat.role) == "chair" for seat in seats)
    for holder in held:
        if holder.office in ("", "treasurer", "teller"):
            continue
        if holder.rule.startswith("opening") and has_chair:
            continue
        has_chair = has_chair or holder.office == "chair"
        known = _holder(holder.name, seats)
        if known is not None:
            if not known.roles and known.attendance is not Attendance.ABSENT:
                known.roles.append(_role(holder))
        elif _belongs(holder, listed=listed):
            member = not (roll or partied or listed) and _speaks(holder.name, sections)
            seats.append(_officer(holder, outside=roll, member=member))


def _holder(name: str, seats: Sequence[Seat]) -> Seat | None:
    """Whom a signature or an election names: full name, handle, or a first name only one has."""
    for seat in seats:
        if _one_person(seat.name, name):
            return seat
    if " " not in name:
        alike = [s for s in seats if fold(s.name).split()[0] == fold(name)]
    else:
        alike = [s for s in seats if likeness(s.name, name) >= _SIGNED_ALIKE]
    return alike[0] if len(alike) == 1 else None


def _belongs(holder: Held, *, listed: bool) -> bool:
    """Whether an officer whom no list names is a participant."""
    if holder.office == "adjuster":
        return not listed
    return not listed or holder.rule.startswith("office-")


def _speaks(name: str, sections: Sequence[Section]) -> bool:
    """Whether the items name a secretary for more than keeping the minutes: a member, then."""
    items = (s for s in sections if s.item is not None and s.lines)
    text = " ".join(Passage.of(s.document, s.lines).text for s in items)
    return fold(text).count(fold(name)) > 1


def _role(holder: Held) -> str:
    """What an officer is called, also where the document says what an officer does."""
    role = holder.role.lower()
    found = first_match("role_nouns", role)
    return found[0].meaning if found else role


def _officer(holder: Held, *, outside: bool, member: bool) -> Seat:
    role = _role(holder)
    staff = holder.office == "secretary" and (not member or _STAFF.search(role))
    attendance = Attendance.OTHER if outside or staff else Attendance.MEMBER
    return Seat(
        holder.name, attendance, holder.evidence, "office", holder.rule,
        holder.confidence, holder.affiliation, [role],
    )  # fmt: skip
