"""The application: which address is answered by what, and what is said when nothing answers."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from corpus.errors import ArchiveError, RadslagError
from corpus.moves import moved_to
from corpus.staff import Role
from web import api
from web.asking import Ask, route
from web.guard import Guard
from web.looks import make_ready
from web.looks import page as html
from web.pages import account, actions, correcting, meeting, overview, proof, review, search, upkeep
from web.site import Site

_STATIC = Path(__file__).parent / "static"
SAID = {
    400: ("Det gick inte", "Adressen eller formuläret har ett värde som inte går att förstå."),
    403: ("Inte tillåtet", "Du har inte rätt att göra detta."),
    404: ("Finns inte", "Här finns inget. Det kan ha lästs in på nytt och fått en ny adress."),
    405: ("Det gick inte", "Sidan tar inte emot det som sändes."),
    500: ("Något gick fel", "Felet är antecknat i serverns logg. Försök igen om en stund."),
    503: ("Upptaget", "Arkivet svarar inte just nu. Försök igen om en stund."),
}
"""Title and text of the page that tells of an error, by status."""

logger = logging.getLogger(__name__)


class _Files(StaticFiles):
    """Files of ours, whose addresses change with their contents."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def _routes() -> list[BaseRoute]:
    editor, archivist = Role.EDITOR, Role.ARCHIVIST
    return [
        route("/", search.start),
        route("/sok", search.results),
        route("/sok.atom", search.feed),
        route("/sok.{format}", search.as_file),
        route("/sparade", search.save, method="POST"),
        route("/sparade/bort", search.forget, method="POST"),
        route("/moten", overview.meetings),
        route("/mote/{id}.ics", meeting.calendar),
        route("/mote/{id}", meeting.meeting),
        route("/punkt/{id}", meeting.point),
        route("/bevis/{id}", proof.proof),
        route("/handling/{id}/sida/{page:int}", proof.document_page),
        route("/handling/{id}/sida/{page:int}/bild/{zoom:int}", proof.picture),
        route("/handling/{id}/original", proof.original, editor),
        route("/uppdrag", actions.table),
        route("/uppdrag.atom", actions.feed),
        route("/uppdrag.{format}", actions.as_file),
        route("/uppdrag/{id}", actions.note, editor, "POST"),
        route("/organ", overview.bodies),
        route("/personer", overview.people),
        route("/person", overview.person),
        route("/arenden", overview.cases),
        route("/arende", overview.case),
        route("/granska", review.queue, editor),
        route("/granska/ny", review.adding, editor),
        route("/granska/ny", review.add, editor, "POST"),
        route("/granska/facit.zip", review.gold, editor),
        route("/granska/rattelser", correcting.listed, editor),
        route("/granska/rattelser", correcting.undo, editor, "POST"),
        route("/granska/mote/{id}", correcting.field, editor),
        route("/granska/mote/{id}", correcting.judge, editor, "POST"),
        route("/granska/{id}", review.fact, editor),
        route("/granska/{id}", review.judge, editor, "POST"),
        route("/arkiv", upkeep.overview),
        route("/arkiv/lage", upkeep.progress),
        route("/arkiv/handlingar", upkeep.documents),
        route("/arkiv/filer", upkeep.upload, archivist, "POST"),
        route("/arkiv/logg", upkeep.events, archivist),
        route("/personuppgifter", account.unmask, editor, "POST"),
        route("/logga-in", account.login_page),
        route("/logga-in", account.login, method="POST"),
        route("/konto", account.own_page),
        route("/konto", account.change_password, method="POST"),
        route("/logga-ut", account.logout, method="POST"),
        route("/sprak", account.language),
        route("/tillganglighet", account.statement),
        *api.routes(),
        Mount("/static", _Files(directory=_STATIC)),
    ]


def _told(request: Request, status: int, message: str = "") -> Response:
    """An error as a page, or as JSON for programs."""
    title, usual = SAID.get(status, SAID[400] if status < 500 else SAID[500])
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": message or usual}, status)
    ask = Ask(request.app.state.site, request, None)
    text = message or ask.language.text(usual)
    return html(ask, "error.html", status, title=ask.language.text(title), message=text)


def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    usual = {"Not Found", "Forbidden", "Method Not Allowed", "Bad Request"}
    message = "" if error.detail in usual else error.detail
    response = _told(request, error.status_code, message)
    response.headers.update(error.headers or {})
    return response


def _ours(request: Request, error: Exception) -> Response:
    """What our own errors amount to: not there, busy, or a request that makes no sense."""
    if not isinstance(error, RadslagError):
        raise error
    said = Ask(request.app.state.site, request, None).language.error(error)
    if isinstance(error, ArchiveError):
        if onward := _moved(request):
            return onward
        missing = "arkivet har inget" in str(error)
        return _told(request, 404 if missing else 503, "" if missing else said)
    return _told(request, 400, said)


def _moved(request: Request) -> Response | None:
    """The way to a meeting that has another id now; None where the address names no such."""
    site, url = request.app.state.site, request.url
    id_ = str(request.path_params.get("id", ""))
    if request.method != "GET" or not id_.startswith("m-"):
        return None
    now = moved_to(site.archive, id_)
    if now is None:
        return None
    path = url.path.replace(id_, now)
    answer = RedirectResponse(f"{path}?{url.query}" if url.query else path, 301)
    answer.headers["cache-control"] = "no-cache"  # a correction that is undone leads back
    return answer


def _unforeseen(request: Request, error: Exception) -> Response:
    logger.error("%s %s", request.method, request.url.path, exc_info=error)
    return _told(request, 500)


def create_app(site: Site) -> Starlette:
    """The application that shows a site."""

    @contextlib.asynccontextmanager
    async def living(app: Starlette) -> AsyncIterator[None]:
        stop = threading.Event()

        def watch() -> None:
            make_ready()
            site.watch(stop)

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        site.adding.resume()
        # anyio imports its parts at their first use, which no reader should wait for.
        sender, receiver = anyio.create_memory_object_stream[None]()
        sender.close()
        receiver.close()
        await run_in_threadpool(lambda: site.archive)
        try:
            yield
        finally:
            stop.set()
            await run_in_threadpool(site.adding.stop)
            watcher.join(5)
            site.pictures.close()

    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Guard, site=site)],
        exception_handlers={
            HTTPException: _http,
            RadslagError: _ours,
            Exception: _unforeseen,
        },
        lifespan=living,
    )
    app.state.site = site
    return app
