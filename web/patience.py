"""How long the server waits for what a browser sends, and for how many at a time.

Whoever sends half a request holds a connection, and nothing else. Those that are waited for have
a time to send their headers, and a shorter one between the parts of a form; when there are too
many of them, in all or from one address, the one that has been waited for longest is closed.
"""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS = 10.0
"""Seconds in which the headers of a request must have come."""
BODY = 20.0
"""Seconds between two parts of what is sent after them."""
WHOLE_BODY = 1800.0
"""Seconds in which all of it must have come: 200 MB at 1 Mbit/s."""
MOST = 400
"""Connections that are waited for at a time."""
MOST_OF_ADDRESS = 50
"""The same from one address; a server in front, on this machine, sends for many."""


class Patient(H11Protocol):
    """A connection that is not waited for without end."""

    _waited_for: ClassVar[dict[Patient, str]] = {}
    """Connections with half a request, or none, and their addresses, the oldest first."""
    _late: asyncio.TimerHandle | None = None
    _began: float = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take in what has come, and wait for the rest if there is one."""
        super().data_received(data)
        self._wait()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        state = self.conn.their_state
        if state is h11.IDLE:
            if self._late is None or self._began:
                self._until(HEADERS)
            self._began = 0.0
        elif state is h11.SEND_BODY:
            now = self.loop.time()
            self._began = self._began or now
            self._until(min(BODY, max(0.0, self._began + WHOLE_BODY - now)))
        else:
            self._no_more()

    def _until(self, seconds: float) -> None:
        if self._late is not None:
            self._late.cancel()
        self._late = self.loop.call_later(seconds, self._give_up)
        if self not in self._waited_for:
            self._waited_for[self] = self.client[0] if self.client else ""
            self._make_room()

    def _make_room(self) -> None:
        """Close those that have been waited for longest, where there are too many."""
        address = self._waited_for[self]
        of_address = [each for each, other in self._waited_for.items() if other == address]
        if len(of_address) > MOST_OF_ADDRESS and not _is_here(address):
            of_address[0]._give_up()
        if len(self._waited_for) > MOST:
            next(iter(self._waited_for))._give_up()

    def _no_more(self) -> None:
        self._waited_for.pop(self, None)
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._no_more()
        if not self.transport.is_closing():
            self.transport.abort()


def _is_here(address: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
