"""Review: uncertain facts beside their pages, to accept, correct, reject, or add to."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, get_args, get_type_hints

import msgspec
from starlette.responses import Response

from corpus.corrections import BY_HAND, Verdict
from corpus.entries import Entry
from corpus.errors import UsageError
from corpus.export import as_date
from corpus.gold import gold_of
from corpus.labels import ATTENDANCE, OUTCOMES
from corpus.model import Document, Page, Provenance
from corpus.rows import BY_PREFIX, FACTS, FactTable, type_of_fact
from corpus.staff import log, uncertain
from web.asking import Ask, PageNumber, Text, go
from web.looks import page as html
from web.pages.proof import KINDS, sheet
from web.reading import Spans, page_of, quoted, spans_from

PER_PAGE = 50
_LONGEST = 20_000


class QueueQuery(msgspec.Struct, frozen=True):
    """The parameters of the queue."""

    kind: Literal["", "p", "n", "d", "a", "u", "v", "s"] = ""
    page: PageNumber = 1


class Field(msgspec.Struct, frozen=True):
    """A field of a fact in the form that corrects it."""

    name: str
    heading: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    long: bool = False
    needed: bool = False
    type: str = "text"


HEADINGS = {
    "agenda_item": "Punkt",
    "text": "Text",
    "outcome": "Utgång",
    "owner": "Ansvarig (flera skiljs med semikolon)",
    "due_date": "Senast (datum)",
    "due_text": "Tid enligt texten",
    "name": "Namn",
    "affiliation": "Parti eller organisation",
    "role": "Roll",
    "attendance": "Närvaro",
    "substitutes_for": "Ersätter",
    "items": "Deltog i",
    "number": "Nummer",
    "title": "Rubrik",
    "case_number": "Diarienummer",
    "type": "Typ",
    "responsible": "Ansvarig",
    "time": "Tid",
    "date": "Datum",
    "what": "Vad",
    "yes": "Ja",
    "no": "Nej",
    "abstain": "Avstår",
    "kind": "Slag",
    "persons": "Personer (flera skiljs med semikolon)",
    "parties": "Partier (flera skiljs med semikolon)",
}
NAMES = {
    **OUTCOMES,
    **ATTENDANCE,
    "member": "närvarande",
    "information": "information",
    "discussion": "diskussion",
    "decision": "beslut",
    "work": "arbete",
    "motion": "yrkande",
    "reservation": "reservation",
    "special_opinion": "särskilt yttrande",
    "recusal": "jäv",
    "note": "anteckning",
}
"""What values are called in the form."""
_LEFT = ("provenance", "amounts", "ballots")
"""Fields that the form does not show; they stay as they are."""


def fields(type_: type, fact: Any | None) -> list[Field]:
    """The form's fields for a type of fact, filled from a fact if one is given."""
    hints = get_type_hints(type_)
    return [_field(name, hints[name], fact) for name in hints if name not in _LEFT]


def _field(name: str, hint: Any, fact: Any | None) -> Field:
    value = getattr(fact, name, None)
    plain = "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    enum = next((t for t in (hint, *get_args(hint)) if _is_enum(t)), None)
    optional = type(None) in get_args(hint)
    choices = tuple((str(e), NAMES.get(str(e), str(e))) for e in enum) if enum else ()
    if choices and optional:
        choices = (("", "–"), *choices)
    return Field(
        name,
        HEADINGS.get(name, name),
        plain,
        choices,
        long=name in ("text", "what", "title"),
        needed=hint is str,
        type="number" if hint is int else "date" if name in ("date", "due_date") else "text",
    )


def _is_enum(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, StrEnum)


def queue(ask: Ask) -> Response:
    """The facts that nobody has vouched for, the least certain first."""
    query = ask.query(QueueQuery)
    tables = [t.table for t in FACTS if query.kind in ("", t.prefix)]
    found = uncertain(ask.archive, tables, PER_PAGE + 1, (query.page - 1) * PER_PAGE)
    rows = [(ask.archive.fact(id_), sure) for id_, sure in found[:PER_PAGE]]
    return html(ask, "queue.html", query=query, rows=rows, more=len(found) > PER_PAGE, kinds=KINDS)


def _after(ask: Ask, id_: str) -> str:
    """Where to go when a fact is dealt with: to the next uncertain one."""
    for other, _ in uncertain(ask.archive, [table.table for table in FACTS], 2):
        if other != id_:
            return f"/granska/{other}"
    return "/granska"


def fact(ask: Ask) -> Response:
    """A fact beside the page that it was read on."""
    entry = ask.archive.fact(ask.request.path_params["id"])
    return _form(ask, entry)


def _form(ask: Ask, entry: Entry[Any], error: str = "") -> Response:
    where: Provenance = entry.fact.provenance
    document = ask.site.document(entry.document_id)
    history = [c for c in ask.archive.corrections(document.id) if entry.fact in (c.was, c.now)]
    return html(
        ask,
        "review.html",
        400 if error else 200,
        entry=entry,
        kind=entry.id[0],
        title=KINDS[entry.id[0]],
        fields=fields(type(entry.fact), entry.fact),
        error=error,
        quote="",
        history=history,
        evidence=where,
        skip=_after(ask, entry.id),
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
        spans = quoted(document, page, wanted.words) if wanted.words.strip() else ()
        now = _corrected(ask, entry.fact, document, page, spans)
    elif wanted.verdict is Verdict.ACCEPTED:
        sure = msgspec.structs.replace(entry.fact.provenance, confidence=1.0)
        now = msgspec.structs.replace(entry.fact, provenance=sure)
    elif wanted.verdict is Verdict.ADDED:
        raise UsageError("uppgiften finns redan.")
    onward = _after(ask, entry.id)
    ask.archive.correct(entry.document_id, wanted.verdict, entry.fact, now, ask.who.name)
    log(ask.archive, ask.who.name, str(wanted.verdict), entry.id, _told(entry.fact, now))
    return go(onward)


def _told(was: Any, now: Any) -> dict[str, Any]:
    """What changed, for the log."""
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
    for name in ("text", "title", "name"):
        if hasattr(fact, name):
            return str(getattr(fact, name))
    return f"{fact.yes}–{fact.no}"


def _corrected(ask: Ask, was: Any, document: Document, page: Page, spans: Spans) -> Any:
    """The fact as the form says it; its evidence is other words where the form names some."""
    told = _from_form(ask, type(was))
    where = _evidence(document, page, spans) if spans else was.provenance
    where = msgspec.structs.replace(where, rule=BY_HAND, confidence=1.0)
    kept = {name: getattr(was, name) for name in _LEFT if hasattr(was, name)}
    return type(was)(**{**told, **kept, "provenance": where})


def _from_form(ask: Ask, type_: type[type_of_fact]) -> dict[str, Any]:
    """The fields of a fact from the form. Raises UsageError for a value it cannot have."""
    form: Mapping[str, object] = ask.form or {}
    hints = get_type_hints(type_)
    told: dict[str, Any] = {}
    for name, hint in hints.items():
        if name in _LEFT:
            continue
        text = str(form.get(name, "")).strip()
        if len(text) > _LONGEST:
            raise UsageError("texten är för lång.")
        value: Any = text
        if hint == tuple[str, ...]:
            value = tuple(filter(None, (part.strip() for part in text.split(";"))))
        elif not text and type(None) in get_args(hint):
            value = None
        elif not text and hint is str:
            raise UsageError(f"fältet {HEADINGS.get(name, name)} måste fyllas i.")
        try:
            told[name] = msgspec.convert(value, hint, strict=False)
        except msgspec.ValidationError:
            raise UsageError(f"fältet {HEADINGS.get(name, name)} kan inte vara {text}.") from None
    for name in ("date", "due_date"):
        if told.get(name):
            _check_day(told[name])
    return told


def _check_day(text: str) -> None:
    if as_date(text) is None:
        raise UsageError(f"{text} är inget datum; skriv som 2024-05-31.")


def _evidence(document: Document, page: Page, spans: Spans) -> Provenance:
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
        entry=None,
        kind=query.kind,
        title=KINDS[query.kind],
        kinds=KINDS,
        fields=fields(table.type, None),
        error="",
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
    told = _from_form(ask, table.type)
    now = table.type(**told, provenance=_evidence(document, page, spans))
    ask.archive.correct(document.id, Verdict.ADDED, None, now, ask.who.name)
    log(ask.archive, ask.who.name, "added", document.id, _told(None, now))
    return go(f"/handling/{document.id}/sida/{page.number}")


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
    headers = {"content-disposition": 'attachment; filename="facit.zip"'}
    return Response(out.getvalue(), media_type="application/zip", headers=headers)
