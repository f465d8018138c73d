"""A client of the pages, without a browser's help."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from web.app import create_app
from web.site import Site


@contextmanager
def visiting(folder: Path, local: bool) -> Iterator[httpx.Client]:
    """A server over an archive and a client of it."""
    config = uvicorn.Config(create_app(Site(folder, local=local)), log_level="error")
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with httpx.Client(base_url=address, timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(30)
        listening.close()


def token(client: httpx.Client, path: str = "/") -> str:
    """What a form must send back."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]
