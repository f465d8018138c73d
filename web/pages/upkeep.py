"""The archive page: what was ingested, what failed and why, what runs, and adding files."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.datastructures import UploadFile
from starlette.responses import Response

from corpus import staff
from corpus.entries import Filters
from corpus.errors import ArchiveError, UsageError
from corpus.staff import log
from web.asking import Ask, PageNumber, Text, pages_for
from web.files import as_json
from web.looks import page

PER_PAGE = 100


class DocumentsQuery(msgspec.Struct, frozen=True):
    """The parameters of the list of documents."""

    q: Text = ""
    page: PageNumber = 1


class Progress(msgspec.Struct, frozen=True):
    """How far the ingest that the site runs has come."""

    running: bool
    elsewhere: bool
    """Whether another process is ingesting into the archive."""
    done: int
    total: int
    failed: int
    pages: int
    counts: staff.Counts
    error: str


def state(ask: Ask) -> Progress:
    """What goes on in the archive now."""
    adding, report = ask.site.adding, ask.site.adding.report
    return Progress(
        running=adding.running,
        elsewhere=not adding.running and _busy(ask),
        done=report.done if report else 0,
        total=report.total if report else 0,
        failed=len(report.failed) if report else 0,
        pages=report.counts["pages"] if report else 0,
        counts=staff.counts(ask.archive),
        error=adding.error,
    )


def _busy(ask: Ask) -> bool:
    try:
        with ask.archive.writing(wait=0):
            return False
    except ArchiveError:
        return True


def overview(ask: Ask, refused: tuple[str, ...] = (), added: tuple[str, ...] = ()) -> Response:
    """The archive page."""
    report = ask.site.adding.report
    return page(
        ask,
        "archive.html",
        400 if refused else 200,
        state=state(ask),
        report=report,
        failures=ask.archive.failures(),
        unread=unread_pages(ask),
        latest=ask.archive.latest_documents(12)[0],
        refused=refused,
        added=added,
    )


class Unread(msgspec.Struct, frozen=True):
    """A page that was not read, and why."""

    document_id: str
    name: str
    page: int
    reason: str


def unread_pages(ask: Ask, most: int = 200) -> list[Unread]:
    """The pages that could not be read."""
    sql = (
        "SELECT r.document_id, r.rest FROM record r WHERE"
        " json_array_length(r.rest, '$.ledger.pages_unread') > 0 LIMIT ?"
    )
    found = []
    for document_id, rest in ask.archive.ask(sql, (most,)):
        name = ask.archive.document_entry(document_id).name
        for number, reason in msgspec.json.decode(rest)["ledger"]["pages_unread"]:
            found.append(Unread(document_id, name, number, reason))
    return found[:most]


def progress(ask: Ask) -> Response:
    """What goes on, for the script that shows it live."""
    return as_json(ask, state(ask))


def documents(ask: Ask) -> Response:
    """All documents, the latest added first."""
    query = ask.query(DocumentsQuery)
    offset = (query.page - 1) * PER_PAGE
    shown, total = ask.archive.latest_documents(PER_PAGE, offset, query.q)
    return page(
        ask,
        "documents.html",
        query=query,
        total=total,
        pages=pages_for(total, PER_PAGE),
        documents=[(d, _meetings(ask, d.id)) for d in shown],
    )


def _meetings(ask: Ask, document_id: str) -> list[Any]:
    return list(ask.archive.meetings(Filters(document_id=document_id, superseded=True)))


def upload(ask: Ask) -> Response:
    """Take in files and begin to ingest them; what cannot be taken in is named, with why."""
    files = ask.form.getlist("files") if ask.form else []
    added, refused = [], []
    for file in files:
        if not isinstance(file, UploadFile) or not file.filename:
            continue
        try:
            added.append(ask.site.adding.keep(file.filename, file.file, file.size or 0))
        except UsageError as error:
            refused.append(str(error))
    if added:
        log(ask.archive, ask.who.name, "upload", "", added)
        ask.site.adding.start()
    if not added and not refused:
        refused = [ask.language.text("Ingen fil valdes.")]
    return overview(ask, tuple(refused), tuple(added))


def events(ask: Ask) -> Response:
    """The log of what users did."""
    found = staff.events(ask.archive)
    ask.tells_of(event.document_id for event in found if event.document_id)
    return page(ask, "events.html", events=found)
