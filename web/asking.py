"""What a handler is given: the request with its user, its language and its checked parameters."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from corpus.archive import Archive
from corpus.errors import UsageError
from corpus.language import Language
from corpus.staff import Role, User
from corpus.swedish.personal import hidden
from index.private import without_private
from index.units import Unit
from web.guard import Session
from web.site import Site

Text = Annotated[str, msgspec.Meta(max_length=500)]
"""A parameter of free text."""
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
"""A day as an ISO date."""
PageNumber = Annotated[int, msgspec.Meta(ge=1, le=1000)]
Values = tuple[Text, ...]
Parameters = TypeVar("Parameters", bound=msgspec.Struct)
Each = TypeVar("Each")

UNMASKED_SECONDS = 30 * 60
_NUMBERS = re.compile(r"\d{1,15}(?:-\d{1,15}){0,20}")
_hidden = lru_cache(maxsize=20_000)(hidden)
"""Names, titles and our own words come again and again."""


def converted(type_: type[Parameters], pairs: Iterable[tuple[str, str]]) -> Parameters:
    """Named values as a struct; empty ones count as not given, unknown names are left out.

    Raises UsageError for a value that cannot be meant.
    """
    given: dict[str, Any] = {}
    lists = {
        field.encode_name
        for field in msgspec.structs.fields(type_)
        if getattr(field.type, "__origin__", None) is tuple
    }
    for name, value in pairs:
        if name in lists and value:
            given.setdefault(name, []).append(value)
        elif value:
            given[name] = value
    try:
        return msgspec.convert(given, type_, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(
            "adressen har ett värde som inte går att förstå.", advice=f"({error})"
        ) from error


class Ask:
    """One request."""

    def __init__(self, site: Site, request: Request, form: FormData | None) -> None:
        self.site = site
        self.request = request
        self.form = form
        self.session: Session = request.state.session
        self.user: User | None = request.state.user
        self.language = Language(self.session.language or "sv")
        self.known: frozenset[str] = frozenset()
        """What is personal in the documents that the answer tells of."""

    @property
    def archive(self) -> Archive:
        """The archive, for this thread."""
        return self.site.archive

    @property
    def who(self) -> User:
        """The user; only for handlers that demand one."""
        if self.user is None:
            raise HTTPException(403)
        return self.user

    def may(self, role: Role) -> bool:
        """Whether the user has the rights of a role."""
        return self.user is not None and self.user.role.may(role)

    @cached_property
    def sees_personal_data(self) -> bool:
        """Whether personal data is shown: to editors, for a while after they asked for it."""
        return self.may(Role.EDITOR) and self.session.unmasked > time.time()

    def tells_of(self, documents: Iterable[str]) -> None:
        """Say in which documents texts of the answer were read.

        What is personal in one is then hidden in the whole answer, also where the words around it
        do not tell that it is.
        """
        if not self.sees_personal_data:
            self.known |= self.archive.personal_texts(set(documents))

    def hide(self, text: str) -> str:
        """A text as the user must have it."""
        return text if self.sees_personal_data else _hidden(text, self.known)

    def unit(self, id_: str) -> Unit | None:
        """What the index holds of a point, as the user must have it."""
        unit = self.site.engine.unit(id_)
        return unit if unit is None or self.sees_personal_data else without_private(unit)

    def query(self, type_: type[Parameters]) -> Parameters:
        """The parameters of the address. Raises UsageError."""
        return converted(type_, self.request.query_params.multi_items())

    def posted(self, type_: type[Parameters]) -> Parameters:
        """The fields of the form that was sent. Raises UsageError."""
        items = self.form.multi_items() if self.form else []
        return converted(type_, [(name, v) for name, v in items if isinstance(v, str)])

    @cached_property
    def empty(self) -> bool:
        """Whether the archive holds nothing yet: what is not found there cannot be."""
        return not self.archive.ask("SELECT 1 FROM document LIMIT 1")

    @property
    def here(self) -> str:
        """The address of this page on the site."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    @property
    def done(self) -> str:
        """The numbers of corrections that the form before this page made, joined by dashes.

        Nothing where one is not the user's own: a link may say anything.
        """
        told = self.request.query_params.get("gjord", "")
        if not (self.may(Role.EDITOR) and _NUMBERS.fullmatch(told)):
            return ""
        own = {each.id for each in self.archive.corrections() if each.user == self.who.name}
        return told if own >= set(map(int, told.split("-"))) else ""

    @property
    def root(self) -> str:
        """The address of the site, without a slash at its end."""
        return str(self.request.base_url).rstrip("/")

    def with_values(self, **changes: object) -> str:
        """The query string of this page with other values for some parameters."""
        items = self.request.query_params.multi_items()
        kept = [(name, value) for name, value in items if name not in (*changes, "gjord")]
        kept += [(name, str(value)) for name, value in changes.items() if value is not None]
        return "?" + urlencode(kept)


def paged(found: Sequence[Each], page: int, size: int) -> tuple[Sequence[Each], int]:
    """A page of a list, and how many pages the list has."""
    first = (page - 1) * size
    return found[first : first + size], pages_for(len(found), size)


def pages_for(total: int, size: int) -> int:
    """How many pages a list has; one where it is empty."""
    return max(1, -(-total // size))


def local_path(address: str) -> str:
    """An address if it is a path on this site, else the start page."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and address.isprintable() and "\\" not in address else "/"


def go(path: str) -> Response:
    """Send the browser on after a form was taken in."""
    return RedirectResponse(path, 303)


Handler = Callable[[Ask], Response]


def route(path: str, handler: Handler, role: Role = Role.READER, method: str = "GET") -> Route:
    """A route whose handler runs in a thread, for users of a role; None is for anybody."""

    async def endpoint(request: Request) -> Response:
        site: Site = request.app.state.site
        form = None
        if method == "POST":
            form = await request.form(max_files=100, max_fields=60)
        ask = Ask(site, request, form)
        try:
            if form is not None:
                _check_token(ask, form)
            if ask.user is not None and not ask.may(role):
                raise HTTPException(403)
            return await run_in_threadpool(handler, ask)
        finally:
            if form is not None:
                await form.close()

    return Route(path, endpoint, methods=[method], name=f"{method} {path}")


def _check_token(ask: Ask, form: FormData) -> None:
    """A form must come from a page of ours that this browser was given."""
    given = str(form.get("csrf", ""))
    site = ask.request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none") or not hmac.compare_digest(
        given.encode(), ask.session.csrf.encode()
    ):
        raise HTTPException(403, "Formuläret är för gammalt. Gå tillbaka och ladda om sidan.")
