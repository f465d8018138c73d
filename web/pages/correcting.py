"""Correcting what documents say of their meeting, and the list of all corrections, to undo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from corpus.corrections import (
    BY_HAND,
    Correction,
    FieldName,
    MeetingField,
    Verdict,
    meeting_field,
    place_of,
)
from corpus.errors import ArchiveError, UsageError
from corpus.labels import FIELDS, TYPES
from corpus.meetings import fold
from corpus.model import Record
from corpus.rows import BY_PREFIX
from corpus.staff import log
from web.asking import Ask, PageNumber, Text, go, paged
from web.looks import page as html
from web.pages.forms import Field, check_day, check_time, unmasked
from web.pages.proof import sheet
from web.pages.review import (
    REVIEWED,
    changes,
    correct,
    done,
    evidence_of,
    fact_text,
    field_address,
    next_one,
)
from web.reading import facts_on, page_of, quoted, spans_from

_INPUTS = {"date": "date", "start": "time", "end": "time"}


class FieldQuery(msgspec.Struct):
    """The parameters of the form for a field of a meeting."""

    uppgift: FieldName = "date"
    handling: Text = ""
    page: PageNumber | None = None
    ord: Text = ""


class _Judging(msgspec.Struct):
    verdict: Verdict
    value: str = ""
    words: str = ""
    page: PageNumber = 1
    reach: Literal["one", "all"] = "one"


class Told(msgspec.Struct, frozen=True):
    """A part of a document that tells of a meeting, and what it says in a field."""

    document_id: str
    part: int
    record: Record
    field: MeetingField


def _told(ask: Ask, meeting_id: str, name: FieldName) -> Iterator[Told]:
    """What each part of each document says of a meeting, the document to believe first first."""
    for document_id in ask.archive.meeting(meeting_id).document_ids:
        records = ask.archive.records(document_id)
        meetings = ask.archive.meetings_of(document_id)
        for part, (record, of) in enumerate(zip(records, meetings, strict=True)):
            if of == meeting_id:
                yield Told(document_id, part, record, meeting_field(record, name))


def _teller(told: list[Told], document_id: str) -> Told:
    """The part that the form is about: of the document, else the first that knows the field."""
    found = [each for each in told if document_id in ("", each.document_id)]
    if not found:
        raise HTTPException(404)
    return next((each for each in found if each.field.value), found[0])


def _like(teller: Told, told: list[Told]) -> list[Told]:
    """The parts that say the same as one, itself first."""
    value = fold(teller.field.value or "")
    same = [each for each in told if value and fold(each.field.value or "") == value]
    return [teller, *(each for each in same if each is not teller)]


def field(ask: Ask) -> Response:
    """A field of a meeting beside the page that says it."""
    query, id_ = ask.query(FieldQuery), ask.request.path_params["id"]
    told = list(_told(ask, id_, query.uppgift))
    teller = _teller(told, query.handling)
    document = ask.site.document(teller.document_id)
    where = teller.field.provenance
    at = query.page or (where.page if where else teller.record.pages[0])
    spans = spans_from(query.ord) or (where.spans if where else ())
    said = ask.archive.corrections(document.id)
    alike = 1 if query.uppgift == "document_type" else len(_like(teller, told))
    return html(
        ask,
        "review.html",
        new=False,
        address=field_address(id_, query.uppgift, teller.document_id),
        title=FIELDS[query.uppgift],
        fields=[_input(query.uppgift, teller.field.value)],
        alike=alike,
        known=teller.field.value is not None,
        meeting=ask.archive.meeting(id_),
        quote="",
        history=[c for c in said if c.concerns(teller.field)][::-1],
        evidence=where,
        skip=f"/mote/{id_}",
        **sheet(ask, document, page_of(document, at), spans),
    )


def _input(name: FieldName, value: str | None) -> Field:
    choices = tuple(TYPES.items()) if name == "document_type" else ()
    type_ = _INPUTS.get(name, "text")
    return Field("value", FIELDS[name], value or "", choices, needed=True, type=type_)


def judge(ask: Ask) -> Response:
    """Take in what a person says of a field of a meeting."""
    query, id_ = ask.query(FieldQuery), ask.request.path_params["id"]
    wanted = ask.posted(_Judging)
    told = list(_told(ask, id_, query.uppgift))
    teller = _teller(told, query.handling)
    ask.tells_of((teller.document_id,))
    if wanted.verdict is Verdict.REJECTED and query.uppgift == "document_type":
        raise UsageError("en handling är alltid av något slag.", advice="Välj ett annat.")
    now = None if wanted.verdict is Verdict.REJECTED else _now(ask, teller, wanted)
    reached = _like(teller, told) if wanted.reach == "all" else [teller]
    numbers = []
    for each in reached:
        fact = now and _as_there(now, each, teller)
        was = None if wanted.verdict is Verdict.ADDED else each.field
        about = f"{id_} {query.uppgift}"
        numbers.append(correct(ask, wanted.verdict, each.document_id, was, fact, about))
    meeting_id = ask.archive.meetings_of(teller.document_id)[teller.part]
    onward = f"/mote/{meeting_id}"
    if wanted.verdict is Verdict.ACCEPTED:
        onward = next_one(ask)
    return go(done(onward, numbers))


def _now(ask: Ask, teller: Told, wanted: _Judging) -> MeetingField:
    """The field as the form says it. Raises UsageError for a value it cannot have."""
    was = teller.field
    accepted = wanted.verdict is Verdict.ACCEPTED
    value = was.value if accepted else unmasked(ask, wanted.value.strip(), was.value or "")
    if not value:
        raise UsageError(f"fältet {FIELDS[was.name]} måste fyllas i.")
    if was.name == "date":
        check_day(value)
    elif was.name in ("start", "end"):
        check_time(value)
    elif was.name == "document_type" and value not in TYPES:
        raise UsageError(f"fältet {FIELDS[was.name]} kan inte vara {value}.")
    where = was.provenance
    if wanted.words.strip() and not accepted:
        document = ask.site.document(teller.document_id)
        page = page_of(document, wanted.page)
        where = evidence_of(document, page, quoted(document, page, wanted.words))
    if where is not None:
        rule = where.rule if accepted else BY_HAND
        where = msgspec.structs.replace(where, rule=rule, confidence=1.0)
    return MeetingField(was.name, value, was.pages, where)


def _as_there(now: MeetingField, each: Told, teller: Told) -> MeetingField:
    """The field as another part is to say it, where that part says it."""
    if each is teller:
        return now
    where = each.field.provenance
    sure = where and msgspec.structs.replace(where, rule=BY_HAND, confidence=1.0)
    return MeetingField(now.name, now.value, each.field.pages, sure)


# ------------------------------------------------------------------------------ all, undo

PER_PAGE = 100


class ListQuery(msgspec.Struct, frozen=True):
    """The parameters of the list of corrections."""

    page: PageNumber = 1


class Row(msgspec.Struct, frozen=True):
    """A correction as the list shows it."""

    correction: Correction
    document: str
    was: str
    now: str


def listed(ask: Ask) -> Response:
    """All corrections, the latest first, each with a button that undoes it."""
    query = ask.query(ListQuery)
    found = ask.archive.corrections()[::-1]
    shown, pages = paged(found, query.page, PER_PAGE)
    rows = [_row(ask, each) for each in shown]
    ask.tells_of(row.correction.document_id for row in rows)
    return html(
        ask,
        "corrections.html",
        query=query,
        rows=rows,
        total=len(found),
        pages=pages,
        kinds=REVIEWED,
    )


def _row(ask: Ask, correction: Correction) -> Row:
    try:
        name = ask.archive.document_entry(correction.document_id).name
    except ArchiveError:
        name = correction.document_id[:12]
    was, now = correction.was, correction.now
    if was and now and correction.verdict is Verdict.CORRECTED:
        changed = changes(was, now)
        before = "; ".join(_plain(pair[0]) for pair in changed.values())
        after = "; ".join(_plain(pair[1]) for pair in changed.values())
        return Row(correction, name, before, after)
    return Row(correction, name, fact_text(was) if was else "", fact_text(now) if now else "")


def _plain(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "–")


class _Undoing(msgspec.Struct):
    numbers: Text


def undo(ask: Ask) -> Response:
    """Take corrections back, the latest first, and show what they were about as it is again."""
    given = ask.posted(_Undoing).numbers.split("-")
    if not all(part.isdigit() and len(part) < 16 for part in given):
        raise UsageError("rättelsen går inte att förstå.")
    taken = [ask.archive.take_back(number) for number in sorted(map(int, given), reverse=True)]
    for correction in taken:
        said, document = changes(correction.now, correction.was), correction.document_id
        log(ask.archive, ask.who.name, "undone", document, said, document)
    return go(_place(ask, taken[-1]))


def _place(ask: Ask, correction: Correction) -> str:
    """Where to see what a correction was about."""
    known = correction.was or correction.now
    document_id = correction.document_id
    if isinstance(known, MeetingField):
        records = ask.archive.records(document_id)
        at = next((n for n, r in enumerate(records) if r.pages == known.pages), 0)
        return field_address(ask.archive.meetings_of(document_id)[at], known.name, document_id)
    table = BY_PREFIX[correction.kind]
    facts = facts_on(ask.archive, document_id)
    entries = [entry for entry in facts if entry.id[0] == correction.kind]
    found = place_of(known, [entry.fact for entry in entries], table)
    if found is None or correction.was is None:
        page = known.provenance.page if known else 1
        return f"/handling/{document_id}/sida/{page}"
    return f"/granska/{next(entry.id for entry in entries if entry.fact is found)}"
