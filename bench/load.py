"""Readers at the web page while files are ingested: `python -m bench.load --points 50000`.

Makes an archive of invented points (bench/points.py), serves it as `radslag serve` does, lets so
many readers at a time search, open points and meetings for a while during an ingest, and prints
how long they waited for answers and how much processor time the server used for a page. A reader
thinks between two pages, `--think` seconds on average. The first page views are measured before,
on a server that nobody has asked anything yet.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import httpx

from bench.points import points
from corpus import samples
from corpus.archive import Archive
from corpus.entries import FileState
from corpus.model import (
    AgendaItem,
    Box,
    Decision,
    Document,
    DocumentType,
    Ledger,
    Line,
    Meeting,
    Outcome,
    Page,
    Provenance,
    Reading,
    Record,
    Source,
)
from corpus.parcel import pack
from index.build import open_engine
from index.care import bring_up_to_date
from index.units import Unit

_PER_DOCUMENT = 20
_NOWHERE = Box(0, 0, 0, 0)
_QUERIES = (
    "beslut skolskjuts", "bygglov", "upphandling 2019", "detaljplan", "budget", "uppdrag avtal",
    "vem ansvarar för äldreboende", "snöröjning", "avslag bygglov", "bibliotek", "\"lägga ned\"",
    "kommunstyrelsen 2024", "taxa", "remiss", "vattenverk",
)  # fmt: skip


def document_of(units: list[Unit], at: int) -> tuple[Document, Record, str]:
    """A document of minutes that treats the points of the units."""
    text, lines, items, decisions = "", [], [], []
    id_ = hashlib.sha256(str(at).encode()).hexdigest()
    first = units[0]

    def put(words: str) -> tuple[int, int]:
        nonlocal text
        start = len(text)
        lines.append(Line(start, start + len(words), 1, _NOWHERE))
        text += words + "\n"
        return start, start + len(words)

    for number, unit in enumerate(units, 1):
        decided = unit.decisions[0]
        for row in unit.body.split("\n"):
            span = put(row)
            where = Provenance(id_, 1, (span,), (), "bench", 0.9)
            if row.startswith("§ "):
                title, case = unit.title, unit.case_number
                items.append(AgendaItem(str(number), title, case, None, None, None, where))
            elif row == decided.text:
                outcome = Outcome(decided.outcome or "other")
                decisions.append(Decision(str(number), row, outcome, where))
    page = Page(1, 0, len(text), 0, 0, Reading.TEXT, (), tuple(lines))
    document = Document(id_, Source("", id_), "text/plain", text, (page,))
    meeting = Meeting(first.organisation, first.meeting_body, first.date)
    ledger = Ledger(1, 0, 0, ())
    facts = ((), tuple(items), tuple(decisions), (), (), (), ())
    return document, Record(id_, DocumentType.MINUTES, meeting, *facts, ledger, (1, 1)), text


def make(folder: Path, count: int) -> None:
    """Fill an archive with so many points, and its index."""
    units: Iterator[Unit] = points(count)
    with Archive.open(folder, create=True) as archive, archive.writing():
        at = 0
        while group := list(islice(units, _PER_DOCUMENT)):
            document, record, _ = document_of(group, at)
            original = archive.originals.path(document.id)
            original.parent.mkdir(parents=True, exist_ok=True)
            original.write_bytes(b"")
            state = FileState(f"file:///invented/{at}.txt", 0, 0)
            archive.store(original, pack(document, (record,)), state)
            at += 1
        bring_up_to_date(archive, open_engine(archive.index_folder))


async def reader(client: httpx.AsyncClient, until: float, think: float, told: Told) -> None:
    """One reader: searches, opens a hit, opens its meeting, searches again."""
    draw = random.Random()
    await asyncio.sleep(draw.uniform(0, think))
    while time.monotonic() < until:
        query = draw.choice(_QUERIES)
        text = await told.get(client, "search", f"/sok?q={query}&page={draw.randrange(1, 3)}")
        await asyncio.sleep(draw.expovariate(1 / think))
        for kind, mark in (("point", "/punkt/"), ("meeting", "/mote/")):
            at = text.find(f'href="{mark}')
            if at > 0:
                path = text[at + 6 : text.index('"', at + 6)]
                await told.get(client, kind, path)
                await asyncio.sleep(draw.expovariate(1 / think))


class Told:
    """What the readers met: seconds by kind of page, and errors."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.errors: list[str] = []

    async def get(self, client: httpx.AsyncClient, kind: str, path: str) -> str:
        """Fetch a page and note how long it took."""
        began = time.perf_counter()
        try:
            answer = await client.get(path)
        except httpx.HTTPError as error:
            self.errors.append(f"{path}: {error!r}")
            return ""
        self.seconds.setdefault(kind, []).append(time.perf_counter() - began)
        if answer.status_code != 200:
            self.errors.append(f"{path}: {answer.status_code}")
        return answer.text


async def visit(address: str, readers: int, seconds: float, think: float) -> Told:
    """So many readers at a time, for a while."""
    told = Told()
    limits = httpx.Limits(max_connections=readers)
    async with httpx.AsyncClient(
        base_url=address, timeout=60, limits=limits, follow_redirects=True
    ) as client:
        until = time.monotonic() + seconds
        await asyncio.gather(*(reader(client, until, think, told) for _ in range(readers)))
    return told


def processor_seconds(pid: int) -> float:
    """The processor time that a process has used, all its threads together (Linux)."""
    return time.clock_gettime(~pid << 3 | 2)  # the number of its clock, see clock_getcpuclockid(3)


def settle(pid: int) -> None:
    """Wait until a server has had nothing to do of its own for three seconds."""
    quiet, used = 0, processor_seconds(pid)
    while quiet < 3:
        time.sleep(1)
        now = processor_seconds(pid)
        quiet = quiet + 1 if now - used < 0.02 else 0
        used = now


def first_views(pid: int, address: str) -> None:
    """Print what the first view of each kind of page costs a server that was just started."""
    with httpx.Client(base_url=address, timeout=60) as client:
        for path in ("/", f"/sok?q={_QUERIES[0]}", "/uppdrag"):
            settle(pid)
            before, began = processor_seconds(pid), time.perf_counter()
            client.get(path).raise_for_status()
            waited = time.perf_counter() - began
            used = processor_seconds(pid) - before
            print(f"first view of {path}: {1000 * used:.0f} ms of processor time,", end=" ")
            print(f"answered in {1000 * waited:.0f} ms")


def served(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A server over the archive, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "cli.main", "serve", "--archive", str(folder)]
    process = subprocess.Popen([*command, "--port", str(port)])
    address = f"http://127.0.0.1:{port}"
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return process, address
        except OSError:
            time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=50_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=5)
    parser.add_argument("--archive", type=Path, help="made once, used again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.archive or Path(temporary) / "arkiv"
        if not (folder / "archive.sqlite").exists():
            began = time.perf_counter()
            make(folder, chosen.points)
            print(f"archive made in {time.perf_counter() - began:.0f} s")
        files = Path(temporary) / "files"
        for copy in range(20):
            shutil.copytree(samples.documents(), files / str(copy))
        for at, path in enumerate(files.rglob("*.pdf")):
            # Readers of PDFs pass over what follows the end; the archive sees a new file.
            path.write_bytes(path.read_bytes() + f"\n%{time.time()} {at}\n".encode())
        server, address = served(folder)
        first_views(server.pid, address)
        command = [sys.executable, "-m", "cli.main", "ingest", "--archive", str(folder)]
        ingest = subprocess.Popen([*command, "--workers", "1", str(files)])
        used = processor_seconds(server.pid)
        try:
            told = asyncio.run(visit(address, chosen.readers, chosen.seconds, chosen.think))
            used = processor_seconds(server.pid) - used
        finally:
            server.terminate()
            ingest.terminate()
            server.wait()
            ingest.wait()
    for kind, found in sorted(told.seconds.items()):
        cuts = statistics.quantiles(found, n=20)
        line = f"{kind}: {len(found)} pages, median {1000 * statistics.median(found):.0f} ms"
        print(f"{line}, p95 {1000 * cuts[-1]:.0f} ms, slowest {1000 * max(found):.0f} ms")
    pages = sum(map(len, told.seconds.values()))
    print(f"server: {1000 * used / pages:.0f} ms of processor time a page")
    print(f"errors: {len(told.errors)}", *told.errors[:5], sep="\n  ")


if __name__ == "__main__":
    main()
