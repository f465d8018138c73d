"""What stands before every page: sizes, hosts, sessions, logins, and what browsers may do."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from ipaddress import ip_address, ip_network
from urllib.parse import quote

import msgspec
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.staff import Role, User, logged_in, user_named
from web.adding import LARGEST
from web.site import Site

LARGEST_FORM = 256 * 1024
"""Bytes of a request that uploads nothing."""
_LONGEST_ADDRESS = 8000
_SESSION_SECONDS = 12 * 3600
_COOKIE = "radslag"
_HOSTS = ("localhost", "127.0.0.1", "[::1]")
_FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "via")
_OPEN = ("/static/", "/logga-in", "/sprak", "/tillganglighet")
"""What is shown to those who have not logged in."""
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
OWNER = User("lokal", "", Role.ARCHIVIST)
"""Whoever sits at the machine, when the server is reached from nowhere else."""


class Session(msgspec.Struct):
    """What a browser carries between requests, signed by the server."""

    csrf: str = ""
    user: str = ""
    stamp: str = ""
    language: str = ""
    unmasked: int = 0
    """Until when personal data is shown, in seconds since 1970."""


class TooLargeError(Exception):
    """A request with more bytes than are taken."""


class Attempts:
    """Failed logins of late: each lets the next one wait longer, and nobody is locked out.

    What fails is counted for the account and for the address apart, so that neither guessing at
    one account from many addresses nor at many accounts from one goes fast. Who has logged in
    from an address before waits for that pair alone: others' guesses do not keep a user out.
    """

    free = 3
    """Failures after which one must wait."""
    longest = 60.0
    """Seconds of the longest wait."""
    memory = 3600.0
    """Seconds after which a failure is forgotten."""
    most = 20_000
    """Accounts and addresses that are remembered; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._known: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, name: str, address: str) -> float:
        """Seconds that a login must wait; 0.0 if it may be tried, and is counted as failed."""
        now = time.monotonic()
        with self._lock:
            keys = self._keys(name, address)
            wait = max(self._wait(key, now) for key in keys)
            if wait <= 0:
                for key in keys:
                    self._failed[key] = (self._count(key, now) + 1, now)
                    self._failed.move_to_end(key)
                while len(self._failed) > self.most:
                    self._failed.popitem(last=False)
            return max(0.0, wait)

    def succeeded(self, name: str, address: str) -> None:
        """A login that had begun was right: what it was counted for is forgotten."""
        with self._lock:
            for key in self._keys(name, address):
                self._failed.pop(key, None)
            pair = f"{name}\0{address}"
            self._known[pair] = None
            self._known.move_to_end(pair)
            while len(self._known) > self.most:
                self._known.popitem(last=False)

    def _keys(self, name: str, address: str) -> tuple[str, ...]:
        near = _network(address)
        pair = f"{name}\0{address}"
        return (f"pair {pair}",) if pair in self._known else (f"name {name}", f"from {near}")

    def _count(self, key: str, now: float) -> int:
        count, at = self._failed.get(key, (0, now))
        return count if now - at < self.memory else 0

    def _wait(self, key: str, now: float) -> float:
        over = self._count(key, now) - self.free
        if over < 0:
            return 0.0
        return self._failed[key][1] + min(self.longest, 2.0 ** min(over, 30)) - now


def _network(address: str) -> str:
    """The address that failures are counted for: one holder has a whole network of IPv6."""
    try:
        given = ip_address(address)
    except ValueError:
        return address
    if given.version == 4:
        return address
    return str(ip_network((given, 64), strict=False))


class Guard:
    """The middleware that lets requests through, or not."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site
        self.signer = URLSafeTimedSerializer(site.secret, "session")
        self.attempts = Attempts()
        self._known: dict[bytes, tuple[float, str]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the pages do it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        session = self._session(connection)
        before = msgspec.json.encode(session)
        refused = self._refused(scope, connection.headers)
        if refused is None:
            user = OWNER if self.site.local else await self._user(connection, session)
            scope["state"] = {**scope.get("state", {}), "session": session, "user": user}
            scope["state"]["attempts"] = self.attempts
            if user is None and not scope["path"].startswith(_OPEN):
                refused = _to_login(scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(message, scope, session, before)
            await send(message)

        try:
            limit = LARGEST * 2 if scope["path"] == "/arkiv/filer" else LARGEST_FORM
            answering = receive if refused is _too_large else _limited(receive, limit)
            await (refused or self.app)(scope, answering, sending)
        except TooLargeError:
            await _too_large(scope, receive, sending)

    def _refused(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        """The answer to a request that is not let through."""
        if len(scope["raw_path"]) + len(scope["query_string"]) > _LONGEST_ADDRESS:
            return PlainTextResponse("Adressen är för lång.", 414)
        host = headers.get("host", "").lower()
        if self.site.local and host.rsplit(":", 1)[0] not in _HOSTS and host not in _HOSTS:
            # Another site's name may lead here (DNS rebinding); its pages must not read ours.
            return PlainTextResponse("Servern nås bara som localhost.", 421)
        if self.site.local and any(name in headers for name in _FORWARDED):
            # Whoever is behind another server is not the owner of this machine.
            return PlainTextResponse("Starta servern med --login bakom en annan server.", 421)
        length = headers.get("content-length", "0")
        largest = LARGEST * 2 if scope["path"] == "/arkiv/filer" else LARGEST_FORM
        if not length.isdigit() or int(length) > largest:
            return _too_large
        return None

    def _session(self, connection: HTTPConnection) -> Session:
        try:
            told = self.signer.loads(connection.cookies.get(_COOKIE, ""), _SESSION_SECONDS)
            session = msgspec.convert(told, Session)
        except (BadSignature, msgspec.ValidationError):
            session = Session()
        session.csrf = session.csrf or secrets.token_urlsafe(24)
        return session

    async def _user(self, connection: HTTPConnection, session: Session) -> User | None:
        if session.user:
            user = user_named(self.site.archive, session.user)
            return user if user and hmac.compare_digest(user.stamp, session.stamp) else None
        given = connection.headers.get("authorization", "")
        if given.lower().startswith("basic ") and connection.scope["method"] in ("GET", "HEAD"):
            return await run_in_threadpool(self._basic, given[6:], _address(connection))
        return None

    def _basic(self, given: str, address: str) -> User | None:
        """The user of a name and password sent with the request, as feed readers do."""
        key = hashlib.sha256((self.site.secret + given).encode()).digest()
        until, stamp = self._known.get(key, (0.0, ""))
        try:
            name, _, password = base64.b64decode(given, validate=True).decode().partition(":")
        except ValueError:
            return None
        if time.monotonic() < until:
            user = user_named(self.site.archive, name)
            return user if user and user.stamp == stamp else None
        if self.attempts.begin(name, address):
            return None
        user = logged_in(self.site.archive, name, password)
        if user is None:
            return None
        self.attempts.succeeded(name, address)
        if len(self._known) > 1000:
            self._known.clear()
        self._known[key] = (time.monotonic() + 300, user.stamp)
        return user

    def _dress(self, message: Message, scope: Scope, session: Session, before: bytes) -> None:
        """Give an answer the headers that every answer has."""
        headers = MutableHeaders(raw=message["headers"])
        message["headers"] = headers.raw
        for name, value in _HEADERS.items():
            headers[name] = value
        headers.setdefault("cache-control", "private, no-cache")
        changed = msgspec.json.encode(session) != before
        if changed or (_COOKIE not in HTTPConnection(scope).cookies and session.csrf):
            if scope["path"].startswith(("/static/", "/api/")):
                return
            value = self.signer.dumps(msgspec.to_builtins(session))
            secure = "; Secure" if scope["scheme"] == "https" else ""
            headers.append(
                "set-cookie",
                f"{_COOKIE}={value}; Path=/; Max-Age={_SESSION_SECONDS}; HttpOnly; "
                f"SameSite=Lax{secure}",
            )


def _address(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""


def _to_login(scope: Scope) -> Response:
    if scope["path"].startswith("/api/") or scope["path"].endswith((".atom", ".ics")):
        return JSONResponse(
            {"error": "Logga in."}, 401, {"www-authenticate": 'Basic realm="Radslag"'}
        )
    query = scope["query_string"].decode("ascii", "replace")
    where = scope["path"] + (f"?{query}" if query else "")
    return RedirectResponse(f"/logga-in?vidare={quote(where, safe='')}", 303)


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    """Says that a request is too large, after taking what is already on its way.

    A connection that is closed while the other side still writes is reset, and the answer lost.
    """
    left = _TAKEN
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(2):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    break
    answer = PlainTextResponse("Det som sändes är för stort.", 413, {"connection": "close"})
    await answer(scope, receive, send)


_TAKEN = 10_000_000
"""Bytes of a request that is refused as too large which are still taken, and thrown away."""


def _limited(receive: Receive, limit: int) -> Receive:
    """`receive` that gives up when more bytes than the limit have come."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise TooLargeError
        return message

    return counted
