"""Review: uncertain facts beside their pages, to accept, correct, reject, or add to."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import urlencode

import msgspec
from starlette.responses import Response

from corpus.corrections import (
    BY_HAND,
    TYPES,
    Correctable,
    MeetingField,
    Verdict,
)
from corpus.entries import Entry
from corpus.errors import UsageError
from corpus.gold import gold_of
from corpus.labels import FIELDS
from corpus.model import (
    ActionItem,
    Decision,
    Document,
    Outcome,
    Page,
    Possible,
    PossibleKind,
    Provenance,
)
from corpus.rows import BY_PREFIX, POSSIBLE, FactTable
from corpus.staff import Uncertain, log, uncertain
from web.asking import Ask, PageNumber, Text, go
from web.looks import page as html
from web.pages.forms import LEFT, fields, from_form
from web.pages.proof import KINDS, sheet
from web.reading import Spans, page_of, quoted, spans_from

PER_PAGE = 50


class QueueQuery(msgspec.Struct, frozen=True):
    """The parameters of the queue."""

    kind: Literal["", "m", "p", "n", "d", "a", "u", "v", "s", "o"] = ""
    page: PageNumber = 1


REVIEWED = {"m": "Mötesuppgift", **KINDS}
"""Kinds of what is reviewed, with headings."""


class Waiting(msgspec.Struct, frozen=True):
    """Something to review: what it is, what it says, where to do it."""

    kind: str
    text: str
    document_id: str
    """Which it was read in."""
    meeting: str
    address: str
    confidence: float


def queue(ask: Ask) -> Response:
    """The facts that nobody has vouched for, the least certain first."""
    query = ask.query(QueueQuery)
    kinds = [query.kind] if query.kind else list(TYPES)
    found = uncertain(ask.archive, kinds, PER_PAGE + 1, (query.page - 1) * PER_PAGE)
    rows = [_waiting(ask, each) for each in found[:PER_PAGE]]
    more = len(found) > PER_PAGE
    ask.tells_of(row.document_id for row in rows)
    return html(ask, "queue.html", query=query, rows=rows, more=more, kinds=REVIEWED)


def _waiting(ask: Ask, each: Uncertain) -> Waiting:
    if each.field:
        record, meeting_id = ask.archive.record(each.id)
        about, name, document_id = record.meeting, each.field, record.document_id
        text = f"{ask.language.text(FIELDS[name])}: {getattr(about, name)}"
        address = field_address(meeting_id, name, document_id)
        where, kind = (about.body or about.organisation, about.date), "m"
    else:
        entry = ask.archive.fact(each.id)
        text, document_id, address = fact_text(entry.fact), entry.document_id, f"/granska/{each.id}"
        where, kind = (entry.body or entry.organisation, entry.date), each.id[0]
    meeting = " ".join(filter(None, where))
    return Waiting(kind, text, document_id, meeting, address, each.confidence)


def field_address(meeting_id: str, name: str, document_id: str = "") -> str:
    """Where a field of a meeting is corrected, as a document says it."""
    pairs = {"uppgift": name, "handling": document_id}
    return f"/granska/mote/{meeting_id}?{urlencode({k: v for k, v in pairs.items() if v})}"


def next_one(ask: Ask, id_: str = "") -> str:
    """Where to go when a fact is dealt with: to the next uncertain one."""
    for other in uncertain(ask.archive, list(TYPES), 2):
        if other.id != id_:
            return _waiting(ask, other).address
    return "/granska"


def done(address: str, numbers: Sequence[int]) -> str:
    """An address that says that something was corrected just now, and offers to undo it."""
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}gjord={'-'.join(map(str, numbers))}"


def fact(ask: Ask) -> Response:
    """A fact beside the page that it was read on."""
    entry: Entry[Any] = ask.archive.fact(ask.request.path_params["id"])
    where: Provenance = entry.fact.provenance
    document = ask.site.document(entry.document_id)
    said = ask.archive.corrections(document.id)
    return html(
        ask,
        "review.html",
        new=False,
        address=f"/granska/{entry.id}",
        title=KINDS[entry.id[0]],
        fields=fields(type(entry.fact), entry.fact),
        quote="",
        history=[c for c in said if c.concerns(entry.fact)][::-1],
        evidence=where,
        skip=next_one(ask, entry.id),
        **sheet(ask, document, page_of(document, where.page), where.spans),
    )


class _Judging(msgspec.Struct):
    verdict: Verdict
    words: str = ""
    page: PageNumber = 1


def judge(ask: Ask) -> Response:
    """Take in what a person says of a fact."""
    entry = ask.archive.fact(ask.request.path_params["id"])
    wanted = ask.posted(_Judging)
    now: Any | None = None
    if wanted.verdict is Verdict.CORRECTED:
        document = ask.site.document(entry.document_id)
        page = page_of(document, entry.fact.provenance.page)
        ask.tells_of((document.id,))
        spans = quoted(document, page, wanted.words) if wanted.words.strip() else ()
        now = _corrected(ask, entry.fact, document, page, spans)
    elif wanted.verdict is Verdict.ACCEPTED:
        sure = msgspec.structs.replace(entry.fact.provenance, confidence=1.0)
        now = msgspec.structs.replace(entry.fact, provenance=sure)
    elif wanted.verdict is Verdict.ADDED:
        raise UsageError("uppgiften finns redan.")
    onward = next_one(ask, entry.id)
    if isinstance(now, Possible):
        return go(done(onward, _settled(ask, entry, now)))
    number = correct(ask, wanted.verdict, entry.document_id, entry.fact, now, entry.id)
    return go(done(onward, [number]))


def _settled(ask: Ask, entry: Entry[Any], now: Possible) -> list[int]:
    """Make what was possible the fact that it is; the numbers of the corrections that do so."""
    where = msgspec.structs.replace(now.provenance, rule=BY_HAND, confidence=1.0)
    fact = (
        Decision(now.agenda_item, now.text, Outcome.OTHER, where)
        if now.kind is PossibleKind.DECISION
        else ActionItem(now.agenda_item, now.text, (), None, None, where)
    )
    added = correct(ask, Verdict.ADDED, entry.document_id, None, fact, entry.document_id)
    left = correct(ask, Verdict.REJECTED, entry.document_id, entry.fact, None, entry.id)
    return [added, left]


def correct(
    ask: Ask,
    verdict: Verdict,
    document_id: str,
    was: Correctable | None,
    now: Correctable | None,
    about: str,
) -> int:
    """Put a verdict in force and log it; its number."""
    number = ask.archive.correct(document_id, verdict, was, now, ask.who.name)
    log(ask.archive, ask.who.name, str(verdict), about, changes(was, now), document_id)
    return number


def changes(was: Any, now: Any) -> dict[str, Any]:
    """What changed, for the log and the list of corrections."""
    if was is None or now is None:
        return {"was": _line(was), "now": _line(now)}
    changed = [f for f in now.__struct_fields__ if getattr(was, f) != getattr(now, f)]
    return {
        f: [msgspec.to_builtins(getattr(was, f)), msgspec.to_builtins(getattr(now, f))]
        for f in changed
        if f != "provenance"
    }


def _line(fact: Any) -> str | None:
    return None if fact is None else str(fact_text(fact))


def fact_text(fact: Any) -> str:
    """A fact in a line."""
    if isinstance(fact, MeetingField):
        return f"{FIELDS[fact.name]}: {fact.value or '–'}"
    for name in ("text", "title", "name"):
        if hasattr(fact, name):
            return str(getattr(fact, name))
    return f"{fact.yes}–{fact.no}"


def _corrected(ask: Ask, was: Any, document: Document, page: Page, spans: Spans) -> Any:
    """The fact as the form says it; its evidence is other words where the form names some."""
    told = from_form(ask, type(was), was)
    where = evidence_of(document, page, spans) if spans else was.provenance
    where = msgspec.structs.replace(where, rule=BY_HAND, confidence=1.0)
    kept = {name: getattr(was, name) for name in LEFT if hasattr(was, name)}
    return type(was)(**{**told, **kept, "provenance": where})


def evidence_of(document: Document, page: Page, spans: Spans) -> Provenance:
    """Words of a page as a person points at them."""
    boxes = tuple(document.boxes_at(spans))
    return Provenance(document.id, page.number, spans, boxes, BY_HAND, 1.0)


# ------------------------------------------------------------------------------ adding


class AddQuery(msgspec.Struct):
    """The parameters of the form that adds a fact."""

    document: Text = ""
    page: PageNumber = 1
    kind: Literal["p", "n", "d", "a", "u", "v", "s"] = "d"
    ord: Text = ""


def adding(ask: Ask) -> Response:
    """The form that adds a fact, beside the page it stands on."""
    query = ask.query(AddQuery)
    document = ask.site.document(query.document)
    page = page_of(document, query.page)
    table: FactTable = BY_PREFIX[query.kind]
    spans = spans_from(query.ord)
    return html(
        ask,
        "review.html",
        new=True,
        address="/granska/ny",
        kind=query.kind,
        title=KINDS[query.kind],
        kinds={kind: name for kind, name in KINDS.items() if kind != POSSIBLE.prefix},
        fields=fields(table.type, None),
        quote=" ".join(document.text[a:b] for a, b in spans),
        history=[],
        evidence=None,
        skip=f"/handling/{document.id}/sida/{page.number}",
        **sheet(ask, document, page, spans),
    )


class _Adding(msgspec.Struct):
    document: Text
    page: PageNumber
    kind: Literal["p", "n", "d", "a", "u", "v", "s"]
    words: str = ""


def add(ask: Ask) -> Response:
    """Take in a fact that a person found."""
    wanted = ask.posted(_Adding)
    document = ask.site.document(wanted.document)
    page = page_of(document, wanted.page)
    spans = quoted(document, page, wanted.words)
    table = BY_PREFIX[wanted.kind]
    told = from_form(ask, table.type)
    now = table.type(**told, provenance=evidence_of(document, page, spans))
    number = correct(ask, Verdict.ADDED, document.id, None, now, document.id)
    return go(done(f"/handling/{document.id}/sida/{page.number}", [number]))


# ------------------------------------------------------------------------------ gold


def gold(ask: Ask) -> Response:
    """The records of every document that people have reviewed, as gold records in a ZIP."""
    out = io.BytesIO()
    rows = ask.archive.ask("SELECT DISTINCT document_id FROM correction ORDER BY document_id")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for (document_id,) in rows:
            entry = ask.archive.document_entry(document_id)
            record = gold_of(entry.name.rpartition("/")[2], ask.archive.records(document_id))
            data = msgspec.json.format(msgspec.json.encode(record), indent=2)
            archive.writestr(f"{document_id[:12]}.json", data)
    # The records are whole, so that it is told who has seen what is personal in them.
    log(ask.archive, ask.who.name, "download_gold", "", [row[0][:12] for row in rows])
    headers = {"content-disposition": 'attachment; filename="facit.zip"'}
    return Response(out.getvalue(), media_type="application/zip", headers=headers)
