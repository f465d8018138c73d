"""How fast files are read: `python bench/reading.py FOLDER`, with a folder of PDFs.

Prints CPU seconds on one core as ratios: born-digital files beside pdfplumber's
``extract_words`` and ``pdftotext -bbox-layout`` on the same files, and pages that are pictures
beside Tesseract alone on the same pictures.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pdfplumber
import pypdfium2

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.errors import UnreadableError
from corpus.model import Reading
from ingest.read import read


def _cpu() -> float:
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _ways(path: Path) -> set[Reading]:
    """The ways in which a file's pages are read; none for a file that cannot be."""
    try:
        return {page.reading for page in read(path).pages if page.words}
    except UnreadableError:
        return set()


def _tesseract(pictures: Sequence[bytes]) -> float:
    """CPU seconds of Tesseract alone on pictures of pages."""
    start = _cpu()
    for picture in pictures:
        subprocess.run(
            ["tesseract", "stdin", "stdout", "--dpi", "300", "-l", "swe", "hocr"],
            input=picture,
            check=True,
            capture_output=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    return _cpu() - start


def _pictures(path: Path) -> Iterator[bytes]:
    """The pages as they are rendered for OCR."""
    with pypdfium2.PdfDocument(path) as pdf:
        for number in range(len(pdf)):
            data = io.BytesIO()
            page = pdf[number].render(scale=300 / 72, grayscale=True).to_pil()
            page.convert("L").save(data, "PPM")
            yield data.getvalue()


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
    parser.add_argument("--scans", type=int, default=5, help="how many scanned files to compare")
    asked = parser.parse_args()
    ways = {path: _ways(path) for path in sorted(asked.folder.rglob("*.pdf"))}
    files = [path for path, way in ways.items() if way == {Reading.TEXT}]
    pages = _pages(files)
    ours = _seconds(read, files)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(files)} files with text, {pages} pages; peak memory {peak:.0f} MB")
    print(f"read             {pages / ours:7.1f} pages a CPU second")
    for name, work in (("pdfplumber", _pdfplumber), ("pdftotext", _pdftotext)):
        theirs = _seconds(work, files)
        print(f"{name:<16} {pages / theirs:7.1f} pages a CPU second; read is {theirs / ours:.2f} x")
    scans = [path for path, way in ways.items() if way == {Reading.OCR}][: asked.scans]
    if scans and shutil.which("tesseract"):
        ours = _seconds(read, scans)
        alone = sum(_tesseract([picture]) for path in scans for picture in _pictures(path))
        print(f"{_pages(scans)} scanned pages: read takes {ours / alone:.2f} x Tesseract alone")


if __name__ == "__main__":
    main()
