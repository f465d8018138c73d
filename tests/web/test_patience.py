"""Half a request is not waited for without end, and those who send whole ones are served."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from web import patience
from web.patience import Patient

Place = tuple[str, int]


async def _answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A server that waits for less than usual."""
    monkeypatch.setattr(patience, "HEADERS", 1.5)
    monkeypatch.setattr(patience, "BODY", 1.5)
    monkeypatch.setattr(patience, "MOST", 60)
    app = Starlette(routes=[Route("/", _answer, methods=["GET", "POST"])])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", http=Patient))
    listening = socket.create_server(("127.0.0.1", 0), backlog=500)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield listening.getsockname()[:2]
    server.should_exit = True
    thread.join(30)
    listening.close()


def closed(connection: socket.socket, within: float) -> bool:
    """Whether the other side closes a connection in so many seconds."""
    connection.settimeout(within)
    try:
        while connection.recv(1000):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


@pytest.mark.parametrize(
    "half",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Half: ",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
    ],
)
def test_what_sends_half_a_request_is_closed(place: Place, half: bytes) -> None:
    with socket.create_connection(place) as connection:
        connection.sendall(half)
        assert closed(connection, 10)


def test_a_header_now_and_then_does_not_keep_a_connection(place: Place) -> None:
    with socket.create_connection(place) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        began = time.monotonic()
        with contextlib.suppress(OSError):
            while time.monotonic() - began < 8:
                connection.sendall(b"X-More: 1\r\n")
                time.sleep(0.3)
        assert time.monotonic() - began < 8


def test_hundreds_of_half_requests_keep_nobody_out(place: Place) -> None:
    address = f"http://{place[0]}:{place[1]}/"
    with contextlib.ExitStack() as stack:
        for _ in range(300):
            with contextlib.suppress(OSError):
                connection = stack.enter_context(socket.create_connection(place, timeout=5))
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        for _ in range(5):
            assert httpx.get(address, timeout=20).status_code == 200


def test_a_long_form_that_keeps_coming_is_taken(place: Place) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(6):
            time.sleep(0.5)
            yield b"x" * 1000

    answer = httpx.post(f"http://{place[0]}:{place[1]}/", content=parts(), timeout=30)
    assert answer.text == "6000"


def test_a_connection_is_used_again(place: Place) -> None:
    with httpx.Client(base_url=f"http://{place[0]}:{place[1]}") as client:
        assert client.get("/").status_code == 200
        time.sleep(1.0)
        assert client.get("/").status_code == 200
