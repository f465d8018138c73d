"""A sample archive, a server over it as users start it, and a browser."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright

from cli.main import cli
from corpus import samples

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive with the samples in it; not to be changed."""
    folder = tmp_path_factory.mktemp("original")
    result = CliRunner().invoke(cli, ["ingest", "--archive", str(folder), str(samples.documents())])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy of the archive that a test may change."""
    return Path(shutil.copytree(original, tmp_path / "arkiv"))


Serve = Callable[[Path], str]


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Starts `radslag serve` over an archive; gives its address."""
    started: list[subprocess.Popen[bytes]] = []

    def start(folder: Path) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "cli.main", "serve"]
        arguments = ["--archive", str(folder), "--port", str(port)]
        started.append(subprocess.Popen([*command, *arguments], cwd=Path(__file__).parents[2]))
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                httpx.get(address)
                return address
            except httpx.TransportError:
                time.sleep(0.2)
        raise AssertionError("the server did not start")

    yield start
    for process in started:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def address(original: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a server over a copy of the samples, which tests only read."""
    copy = tmp_path_factory.mktemp("read") / "arkiv"
    return serve(Path(shutil.copytree(original, copy)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with sync_playwright() as playwright:
        chromium: Any = playwright.chromium
        browser = chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
