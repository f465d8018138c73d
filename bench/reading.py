"""How fast files are read, as ratios to other tools on the same files: CPU seconds, one core.

Run it as ``python -m bench.reading FOLDER`` with a folder of PDFs. Born-digital files are
compared with pdfplumber's ``extract_words`` and with ``pdftotext -bbox-layout``; scans with a
bare Tesseract on the same pages (``--scans``).
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
import pypdfium2

from corpus.errors import UnreadableError
from corpus.model import Reading
from ingest.read import read


def _cpu() -> float:
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _born_digital(path: Path) -> bool:
    """Whether every page of a file is read from its own text."""
    try:
        document = read(path)
    except UnreadableError:
        return False
    return all(page.reading in (Reading.TEXT, Reading.EMPTY) for page in document.pages)


def _pdfplumber(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_words()
            page.close()


def _pdftotext(path: Path) -> None:
    subprocess.run(["pdftotext", "-bbox-layout", path, os.devnull], check=True)


def _seconds(work: Callable[[Path], object], files: Sequence[Path]) -> float:
    start = _cpu()
    for path in files:
        work(path)
    return _cpu() - start


def _pages(files: Sequence[Path]) -> int:
    total = 0
    for path in files:
        with pypdfium2.PdfDocument(path) as pdf:
            total += len(pdf)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    files = [path for path in sorted(folder.rglob("*.pdf")) if _born_digital(path)]
    pages = _pages(files)
    started = time.perf_counter()
    ours = _seconds(read, files)
    wall = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(files)} born-digital files, {pages} pages; peak memory {peak:.0f} MB")
    print(f"read             {pages / ours:7.1f} pages a CPU second ({wall:.1f} s)")
    for name, work in (("pdfplumber", _pdfplumber), ("pdftotext", _pdftotext)):
        theirs = _seconds(work, files)
        print(f"{name:<16} {pages / theirs:7.1f} pages a CPU second; read is {theirs / ours:.2f} x")


if __name__ == "__main__":
    main()
