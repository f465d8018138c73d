"""How fast documents are read: `python bench/ingest.py [FOLDER] [--workers N]`.

In one run, on the same born-digital PDFs and the same number of processes: pages per second of
the whole `radslag ingest` (reading, splitting, facts, archive and index), beside what it takes
pdfplumber (`extract_words`) and poppler (`pdftotext -bbox-layout`) only to find the words.
Then how much sooner so many processes are done than one, by the clock of a machine that does
nothing else, beside what pdfplumber gains by them, whose processes share nothing: the processors
of some machines slow each other down. Last the time of a search in what was ingested.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
QUERIES = (
    "beslut",
    "beslut budget",
    "detaljplan granskning",
    "återremiss",
    "parkering",
    "motion skola",
    "val av justerare",
    "ekonomisk uppföljning 2026",
    '"bifaller förslaget"',
    "socialnämnden ersättare",
    "§ 74",
    "vem ansvarar för renovering",
)
REPEATS = 20


def born_digital(path: Path) -> int:
    """The number of pages of a PDF that was never on paper, else 0.

    Nearly all pages have text, and none is a picture of a page.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        texts = [page.get_textpage().count_chars() for page in pdf]
        scanned = any(map(_is_picture, pdf))
    enough = sum(count > 20 for count in texts) >= 0.9 * len(texts)
    return len(texts) if enough and not scanned else 0


def _is_picture(page: Any) -> bool:
    """Whether one picture covers most of the page."""
    import pypdfium2.raw as pdfium

    whole = page.get_width() * page.get_height()
    for image in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) > 0.6 * whole:
            return True
    return False


def plumb(path: Path) -> int:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return sum(len(page.extract_words()) for page in pdf.pages)


def poppler(path: Path) -> None:
    subprocess.run(["pdftotext", "-bbox-layout", path, os.devnull], check=True, capture_output=True)


def ingest(files: list[Path], archive: Path, workers: int) -> None:
    command = [sys.executable, "-m", "cli.main", "ingest", f"--workers={workers}"]
    command += [f"--archive={archive}", *map(str, files)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)


def in_processes(files: list[Path], workers: int) -> None:
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(plumb, files, chunksize=1))


def in_threads(files: list[Path], workers: int) -> None:
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(poppler, files))


def contenders(files: list[Path], archive: Path, workers: int) -> dict[str, Callable[[], object]]:
    """What is measured, by its name: ours first, then what is here to compare it with."""
    work: dict[str, Callable[[], object]] = {
        "radslag ingest": lambda: ingest(files, archive, workers),
        "pdfplumber extract_words": lambda: in_processes(files, workers),
    }
    if shutil.which("pdftotext"):
        work["pdftotext -bbox-layout"] = lambda: in_threads(files, workers)
    return work


class Use:
    """What this process's children use: memory at its peak (RSS, MB) and processor seconds.

    Children that nobody waits for are missing from the system's account, short-lived ones from
    what is seen by looking now and then; the larger of the two sums is the nearer one.
    """

    def __init__(self) -> None:
        self.peak = 0.0
        self._seen: dict[int, float] = {}
        self._before = _account()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._stop.wait(0.05):
            children = _descendants(os.getpid())
            self.peak = max(self.peak, sum(map(_resident, children)))
            self._seen.update((pid, seconds) for pid in children if (seconds := _seconds(pid)))

    @property
    def seconds(self) -> float:
        return max(_account() - self._before, sum(self._seen.values()))

    def __enter__(self) -> Use:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def _descendants(pid: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        near = [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:
        return []
    return [each for child in near for each in (child, *_descendants(child))]


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _account() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(work: Callable[[], object]) -> tuple[float, float, float]:
    """Seconds, processor seconds and megabytes that some work takes."""
    with Use() as use:
        start = time.perf_counter()
        work()
        seconds = time.perf_counter() - start
    return seconds, use.seconds, use.peak


def search_times(archive: Path) -> list[float]:
    """Milliseconds of each query, each asked several times, once before it is timed."""
    from index.build import open_engine
    from index.search import search

    engine = open_engine(archive / "index")
    for query in QUERIES:
        search(engine, query)
    times = []
    for query in QUERIES * REPEATS:
        start = time.perf_counter()
        search(engine, query)
        times.append(1000 * (time.perf_counter() - start))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared" / "wild")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    workers = options.workers
    pages = {path: born_digital(path) for path in sorted(options.folder.rglob("*.pdf"))}
    files = [path for path, count in pages.items() if count]
    total = sum(pages.values())
    print(f"{len(files)} PDFs with a text layer, {total} pages, {workers} processes")
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        used: dict[str, tuple[float, float]] = {}
        for name, work in contenders(files, archive, workers).items():
            wall, cpu, memory = measured(work)
            used[name] = wall, cpu
            first = used["radslag ingest"]
            print(
                f"{name:26} {wall:7.1f} s {total / wall:8.1f} pages/s"
                f" {total / cpu:8.1f} pages/CPU-s {memory:6.0f} MB   radslag takes"
                f" {first[0] / wall:.2f} times its time, {first[1] / cpu:.2f} times its CPU"
            )
        if workers > 1:
            alone = contenders(files, Path(folder) / "slow", 1)
            for name, work in alone.items():
                wall, cpu, _ = measured(work)
                print(
                    f"{name:26} {workers} processes are done {wall / used[name][0]:.2f} times as"
                    f" soon as one, at {used[name][1] / cpu:.2f} times its CPU"
                )
        times = search_times(archive)
    cuts = statistics.quantiles(times, n=20)
    print(f"search: p50 {statistics.median(times):.1f} ms, p95 {cuts[-1]:.1f} ms, warm")


if __name__ == "__main__":
    main()
