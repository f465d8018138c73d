"""The JSON API under /api/v1: what the pages show, for programs, with its OpenAPI description.

The description is made from the same structs that check parameters and shape answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from corpus import staff
from corpus.entries import DocumentEntry, Entry, Filters, MeetingEntry
from corpus.errors import UsageError
from corpus.history import CaseHistory, cases_named
from corpus.model import Line, Page
from corpus.tasks import Task
from index.search import SearchResult
from index.whole import Shown, whole_meeting, whole_point
from web.asking import Ask, Text, route
from web.files import as_json
from web.finding import SearchQuery, find, groups
from web.looks import page as html
from web.pages.actions import ActionsQuery, chosen
from web.pages.overview import MeetingsQuery, PartQuery, PersonShown, people_shown
from web.pages.upkeep import DocumentsQuery, Progress, state
from web.reading import page_of, text_without

VERSION = "1"


class Nothing(msgspec.Struct, frozen=True):
    """No parameters."""


class Problem(msgspec.Struct, frozen=True):
    """Why there is no answer."""

    error: str


class NumberQuery(msgspec.Struct, frozen=True):
    """A case number."""

    number: Text = ""


class NameQuery(msgspec.Struct, frozen=True):
    """A person's name."""

    name: Text = ""


class Listed(msgspec.Struct, frozen=True):
    """Part of a list."""

    total: int
    page: int


class Together(msgspec.Struct, frozen=True):
    """Hits of one case or meeting, by the ids of their units."""

    key: str
    hits: tuple[str, ...]


class Answer(SearchResult, frozen=True, kw_only=True):
    """The answer to a search, and how its hits are put together if that is asked for."""

    groups: tuple[Together, ...]


class Meetings(Listed, frozen=True):
    """Part of the list of meetings."""

    meetings: tuple[MeetingEntry, ...]


class Documents(Listed, frozen=True):
    """Part of the list of documents."""

    documents: tuple[DocumentEntry, ...]


class Actions(Listed, frozen=True):
    """Part of the list of action items."""

    actions: tuple[Task, ...]


class PageText(msgspec.Struct, frozen=True):
    """A page of a document as text."""

    document_id: str
    number: int
    text: str
    width: float
    height: float
    reading: str
    reason: str | None
    lines: tuple[Line, ...]


_STEP = 100


def _search(ask: Ask, query: SearchQuery) -> Answer:
    result = find(ask, query)
    together = tuple(
        Together(group.key, tuple(hit.unit.id for hit in group.hits))
        for group in groups(query, result)
    )
    return Answer(**msgspec.structs.asdict(result), groups=together)


def _meetings(ask: Ask, query: MeetingsQuery) -> Meetings:
    filters = Filters(body=query.body or None, date_from=query.first, date_to=query.last)
    shown, total = ask.archive.latest_meetings(filters, _STEP, (query.page - 1) * _STEP)
    return Meetings(total, query.page, tuple(shown))


def _meeting(ask: Ask, _: Nothing) -> Shown:
    return whole_meeting(ask.archive, ask.request.path_params["id"])


def _point(ask: Ask, _: Nothing) -> Shown:
    id_ = ask.request.path_params["id"]
    unit = ask.unit(id_)
    return whole_point(ask.archive, id_, unit.body if unit else None)


def _fact(ask: Ask, _: Nothing) -> Entry[Any]:
    return ask.archive.fact(ask.request.path_params["id"])


def _actions(ask: Ask, query: ActionsQuery) -> Actions:
    found = chosen(ask, query)
    return Actions(len(found), query.page, tuple(found.page(_STEP, (query.page - 1) * _STEP)))


def _documents(ask: Ask, query: DocumentsQuery) -> Documents:
    offset = (query.page - 1) * _STEP
    shown, total = ask.archive.latest_documents(_STEP, offset, query.q)
    return Documents(total, query.page, tuple(shown))


def _document(ask: Ask, _: Nothing) -> DocumentEntry:
    return ask.archive.document_entry(ask.request.path_params["id"])


def _page(ask: Ask, _: Nothing) -> PageText:
    document = ask.site.document(ask.request.path_params["id"])
    number = ask.request.path_params["page"]
    if not number.isdigit() or len(number) > 6:
        raise UsageError(f"{number[:20]} är inget sidnummer.")
    page: Page = page_of(document, int(number))
    hide = () if ask.sees_personal_data else ask.archive.personal(document.id)
    return PageText(
        document.id,
        page.number,
        text_without(document, page, hide),
        page.width,
        page.height,
        str(page.reading),
        page.reason,
        page.lines,
    )


def _people(ask: Ask, query: PartQuery) -> list[staff.Person]:
    return staff.people(ask.archive, query.q, _STEP, (query.page - 1) * _STEP)


def _bodies(ask: Ask, _: Nothing) -> list[staff.Body]:
    return staff.bodies(ask.archive)


def _cases(ask: Ask, query: PartQuery) -> list[staff.Case]:
    return staff.cases(ask.archive, query.q, _STEP, (query.page - 1) * _STEP)


def _case(ask: Ask, query: NumberQuery) -> tuple[CaseHistory, ...]:
    return cases_named(ask.archive, query.number) if query.number.strip() else ()


def _person(ask: Ask, query: NameQuery) -> list[PersonShown]:
    return people_shown(ask, query.name)


def _archive(ask: Ask, _: Nothing) -> Progress:
    return state(ask)


class Operation(msgspec.Struct, frozen=True):
    """An address of the API: its handler, parameters and answer."""

    path: str
    summary: str
    handler: Callable[[Ask, Any], Any]
    query: type[msgspec.Struct]
    answer: Any


OPERATIONS = (
    Operation("/search", "Sök punkter", _search, SearchQuery, Answer),
    Operation("/meetings", "Möten, nyast först", _meetings, MeetingsQuery, Meetings),
    Operation("/meetings/{id}", "Ett möte helt", _meeting, Nothing, Shown),
    Operation("/points/{id}", "En punkt hel", _point, Nothing, Shown),
    Operation("/facts/{id}", "En uppgift med härkomst", _fact, Nothing, Entry[Any]),
    Operation("/actions", "Uppdrag", _actions, ActionsQuery, Actions),
    Operation("/documents", "Handlingar", _documents, DocumentsQuery, Documents),
    Operation("/documents/{id}", "En handling", _document, Nothing, DocumentEntry),
    Operation("/documents/{id}/pages/{page}", "En sidas text", _page, Nothing, PageText),
    Operation("/people", "Personer", _people, PartQuery, list[staff.Person]),
    Operation("/person", "En persons möten och uppdrag", _person, NameQuery, list[PersonShown]),
    Operation("/bodies", "Organ", _bodies, Nothing, list[staff.Body]),
    Operation("/cases", "Ärenden", _cases, PartQuery, list[staff.Case]),
    Operation("/case", "Ett ärendes gång", _case, NumberQuery, tuple[CaseHistory, ...]),
    Operation("/archive", "Vad arkivet rymmer", _archive, Nothing, Progress),
)


def _endpoint(operation: Operation) -> Callable[[Ask], Response]:
    def answer(ask: Ask) -> Response:
        return as_json(ask, operation.handler(ask, ask.query(operation.query)))

    return answer


def routes() -> list[Route]:
    """The routes of the API."""
    return [
        route("/api/v1", _index),
        route("/api/v1/openapi.json", _openapi),
        *(route(f"/api/v1{each.path}", _endpoint(each)) for each in OPERATIONS),
    ]


def _index(ask: Ask) -> Response:
    return html(ask, "api.html", operations=OPERATIONS)


def _openapi(ask: Ask) -> Response:
    return JSONResponse(openapi())


def openapi() -> dict[str, Any]:
    """The description of the API (OpenAPI 3.1)."""
    types = [each.answer for each in OPERATIONS] + [each.query for each in OPERATIONS] + [Problem]
    schemas, components = msgspec.json.schema_components(
        types, ref_template="#/components/schemas/{name}"
    )
    answers, queries, problem = (
        schemas[: len(OPERATIONS)],
        schemas[len(OPERATIONS) : -1],
        schemas[-1],
    )
    paths = {
        each.path: {"get": _described(each, answer, query, components, problem)}
        for each, answer, query in zip(OPERATIONS, answers, queries, strict=True)
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Rådslag", "version": VERSION},
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {"schemas": components},
    }


def _described(
    operation: Operation,
    answer: dict[str, Any],
    query: dict[str, Any],
    components: dict[str, Any],
    problem: dict[str, Any],
) -> dict[str, Any]:
    in_path = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in in_path
    ]
    described = components[query["$ref"].rpartition("/")[2]]
    for name, schema in described.get("properties", {}).items():
        parameters.append({"name": name, "in": "query", "schema": schema, "explode": True})
    refused = {"description": "Inget svar", "content": {"application/json": {"schema": problem}}}
    return {
        "operationId": operation.handler.__name__.strip("_"),
        "summary": operation.summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "Svaret", "content": {"application/json": {"schema": answer}}},
            **{str(status): refused for status in (400, 401, 403, 404, 413, 414, 503)},
        },
    }
