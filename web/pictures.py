"""Pictures of pages: PDFs drawn by pdfium in a process of its own, and kept.

A broken or hostile file may bring down the process that draws it; the next picture gets a new
one. Pictures stand under ARCHIVE/pictures/ and can be removed at any time.
"""

from __future__ import annotations

import ctypes
import os
import resource
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableError

WIDTHS = (900, 1800)
"""Widths of pictures in pixels: as shown, and magnified."""
_MEMORY = 2 * 2**30
_PATIENCE = 60.0
_LARGEST_SIDE = 6000

Boxes = tuple[tuple[float, float, float, float], ...]
"""Parts of a page to cover, in points from the top left corner: x0, top, x1, bottom."""


class Pictures:
    """The pictures of an archive's pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "pictures"
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def picture(
        self, original: Path, document_id: str, page: int, width: int, hide: Boxes | None
    ) -> Path:
        """The file with the picture of a page, hidden parts covered; made if it is not there.

        None hides nothing: the page is drawn whole. Raises UnreadableError when it cannot be.
        """
        kind = "whole" if hide is None else sha256(repr(hide).encode()).hexdigest()[:12]
        path = self.folder / document_id[:2] / f"{document_id[2:]}-{page}-{width}-{kind}.webp"
        if not path.exists():
            with self._lock:
                if not path.exists():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    self._draw(original, page, width, hide, path)
        return path

    def warm(self) -> None:
        """Start the process that draws, so that the first picture need not wait for it."""
        with self._lock:
            self._running().submit(_ready)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(1, context, _limited, max_tasks_per_child=500)
        return self._pool

    def _draw(self, original: Path, page: int, width: int, hide: Boxes | None, path: Path) -> None:
        try:
            self._running().submit(draw, original, page, width, hide, path).result(_PATIENCE)
        except (BrokenProcessPool, TimeoutError, ValueError, OSError, MemoryError) as error:
            self.close()
            what = f"sida {page} går inte att rita."
            raise UnreadableError(what, advice="Läs sidans text i stället.") from error

    def close(self) -> None:
        """End the process that draws."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _limited() -> None:
    """Limit the process that draws, and end it when the server is gone, however it ended."""
    threading.Thread(target=_end_without, args=(os.getppid(),), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _end_without(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def _ready() -> None:
    import pypdfium2
    from PIL import ImageDraw, WebPImagePlugin  # noqa: F401 - what drawing needs

    pypdfium2.PdfDocument.new().close()


def draw(original: Path, page: int, width: int, hide: Boxes | None, path: Path) -> None:
    """Draw a page of a PDF to a WebP file. Raises ValueError for a page that cannot be drawn.

    With parts to hide, perhaps none, what was not read is not shown either: annotations, stamps
    and filled-in forms are left out, and pictures that were pasted into a page are covered.
    """
    import pypdfium2
    from PIL import ImageDraw

    try:
        with pypdfium2.PdfDocument(original) as document:
            shown = document[page - 1]
            wide, high = shown.get_size()
            scale = min(width / wide, _LARGEST_SIDE / high)
            image = shown.render(
                scale=scale, draw_annots=hide is None, may_draw_forms=hide is None
            ).to_pil()
            image = image.convert("RGB")
            pasted = [] if hide is None else list(_pasted(shown, image.width, image.height))
    except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError) as error:
        raise ValueError(str(error)) from None
    pen = ImageDraw.Draw(image)
    for box in pasted:
        pen.rectangle(box, "#eee", "#999")
        if box[2] - box[0] > _LABEL[0] and box[3] - box[1] > _LABEL[1]:
            pen.text((box[0] + 4, box[1] + 4), "bild, ej tolkad", "#555")
    for x0, top, x1, bottom in hide or ():
        pen.rectangle([x0 * scale - 1, top * scale - 1, x1 * scale + 1, bottom * scale + 1], "#333")
    unfinished = path.with_suffix(".part")
    image.save(unfinished, "WEBP", quality=82, method=2)
    unfinished.replace(path)


_LABEL = (90, 18)
"""Pixels that the words over a covered picture need."""
_WHOLE_PAGE = 0.6
"""Part of a page that a picture covers when it is the page: it was read, by its text or by OCR."""
_SMALLEST = 8
"""Pixels of the height of a picture that may hold words."""


def _pasted(page: Any, wide: int, high: int) -> Iterator[tuple[int, int, int, int]]:
    """The pictures pasted into a page that has text of its own, in pixels: they were not read."""
    from pypdfium2 import raw

    def pixel(x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, wide, high, 0, x, y, across, down)
        return across.value, down.value

    for each in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, low, right, top = each.get_bounds()
        (x0, y0), (x1, y1) = pixel(left, top), pixel(right, low)
        box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        area = (box[2] - box[0]) * (box[3] - box[1])
        if area < _WHOLE_PAGE * wide * high and box[3] - box[1] > _SMALLEST:
            yield box
