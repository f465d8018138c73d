"""How fast files are read: `python bench/reading.py [FOLDER]`, with a folder of PDFs.

Prints processor seconds of one process as ratios: born-digital files beside pdfplumber's
``extract_words`` and ``pdftotext -bbox-layout`` on the same files, and scanned pages beside
Tesseract alone on the very pictures that were read.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock

import pypdfium2
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.ingest import born_digital, plumb, poppler
from corpus.model import Reading
from ingest.read import ocr, read

ROOT = Path(__file__).parents[1]
_FEW_LETTERS = 25


def _cpu() -> float:
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _seconds(work: Callable[[Path], object], files: Sequence[Path]) -> float:
    start = _cpu()
    for path in files:
        work(path)
    return _cpu() - start


def _pages(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)


def _is_text(path: Path) -> bool:
    """Whether every page is read from text: none would be looked at with OCR, had we any."""
    if not born_digital(path):
        return False
    with mock.patch.object(ocr, "engine", return_value=None):
        return {page.reading for page in read(path).pages} <= {Reading.TEXT, Reading.EMPTY}


def _is_scan(path: Path) -> bool:
    """Whether the file has pages and none of them has a text of its own."""
    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf) > 0 and all(
            page.get_textpage().count_chars() < _FEW_LETTERS for page in pdf
        )


def _scans(files: Sequence[Path], most: int) -> list[Path]:
    """The scanned files with the fewest pages, up to so many pages in all."""
    chosen: list[Path] = []
    for count, path in sorted((_pages(path), path) for path in files if _is_scan(path)):
        most -= count
        if most < 0:
            break
        chosen.append(path)
    return chosen


def _tesseract(picture: Image.Image, dpi: float) -> None:
    command = ["tesseract", "stdin", "stdout", "--dpi", str(round(dpi)), "-l", "swe", "hocr"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    ) as process:
        assert process.stdin
        picture.save(process.stdin, "PPM")


def _report_text(files: Sequence[Path]) -> None:
    pages = sum(map(_pages, files))
    ours = _seconds(read, files)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(files)} files with text, {pages} pages; peak memory {peak:.0f} MB")
    print(f"read             {pages / ours:7.1f} pages a CPU second")
    for name, work in (("pdfplumber", plumb), ("pdftotext", poppler)):
        if name == "pdftotext" and not shutil.which(name):
            continue
        theirs = _seconds(work, files)
        print(f"{name:<16} {pages / theirs:7.1f} pages a CPU second; read is {theirs / ours:.2f} x")


def _report_scans(files: Sequence[Path]) -> None:
    """What reading takes beside Tesseract alone, file by file so that both meet the same noise."""
    pictures: list[tuple[Image.Image, float]] = []
    see = ocr.see

    def seen(picture: Image.Image, dpi: float, reader: ocr.Engine) -> ocr.Seen:
        pictures.append((picture, dpi))
        return see(picture, dpi, reader)

    ours = alone = 0.0
    count = 0
    for path in files:
        with mock.patch.object(ocr, "see", seen):
            ours += _seconds(read, [path])
        start = _cpu()
        for picture, dpi in pictures:
            _tesseract(picture, dpi)
        alone += _cpu() - start
        count += len(pictures)
        pictures.clear()
    print(
        f"{count} scanned pages: read takes {ours:.1f} s, Tesseract alone {alone:.1f} s on the same"
        f" pictures: {ours / alone:.2f} x"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", default=ROOT.parent / "shared" / "wild", help="of PDFs"
    )
    parser.add_argument("--scans", type=int, default=10, help="how many scanned pages to compare")
    asked = parser.parse_args()
    files = sorted(asked.folder.rglob("*.pdf"))
    _report_text([path for path in files if _is_text(path)])
    if (scans := _scans(files, asked.scans)) and isinstance(ocr.engine(), ocr.Tesseract):
        _report_scans(scans)


if __name__ == "__main__":
    main()
