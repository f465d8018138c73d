"""The server ends in order when it is told to, and takes up what it was reading."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from corpus import samples
from corpus.archive import Archive
from index.care import problems
from tests.web.visitor import token

NOTES = samples.documents() / "Nätverket" / "minnesanteckningar 6 februari 2025.txt"
FILES = ("ett.txt", "två.txt")


def started(folder: Path) -> tuple[subprocess.Popen[bytes], httpx.Client]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "cli.main", "serve", "--archive", str(folder)]
    process = subprocess.Popen(
        [*command, "--port", str(port)], cwd=Path(__file__).parents[2], stderr=subprocess.PIPE
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            httpx.get(address)
            break
        except httpx.TransportError:
            time.sleep(0.2)
    return process, httpx.Client(base_url=address, timeout=60)


def test_an_ingest_is_told_and_goes_on_when_the_server_starts_again(tmp_path: Path) -> None:
    folder = tmp_path / "arkiv"
    process, client = started(folder)
    with client:
        notes = NOTES.read_bytes()
        files = [("files", (name, notes + name.encode())) for name in FILES]
        client.post("/arkiv/filer", data={"csrf": token(client, "/arkiv")}, files=files)
        assert client.get("/arkiv/lage").json()["running"]
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert time.monotonic() - began < 30
    assert "Inläsningen avbröts" in said.decode()
    assert "Traceback" not in said.decode()
    with Archive.open(folder) as archive, archive.writing():
        read = len(archive.documents())
    assert read < len(FILES)
    process, client = started(folder)
    with client:
        for _ in range(300):
            state = client.get("/arkiv/lage").json()
            if state["counts"]["documents"] == len(FILES) and not state["running"]:
                break
            time.sleep(0.5)
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 0
    with Archive.open(folder) as archive:
        assert not list(problems(archive, None))
        assert len(archive.documents()) == len(FILES)
    assert sorted(path.name for path in (folder / "inbox").rglob("*.*")) == sorted(FILES)
