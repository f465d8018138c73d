"""Pictures of pages: PDFs drawn by pdfium in a process of its own, and kept.

A broken or hostile file may bring down the process that draws it; the next picture gets a new
one. Pictures stand under ARCHIVE/pictures/ and can be removed at any time.
"""

from __future__ import annotations

import os
import resource
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

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

    def picture(self, original: Path, document_id: str, page: int, width: int, hide: Boxes) -> Path:
        """The file with the picture of a page, hidden parts covered; made if it is not there.

        Raises UnreadableError when the page cannot be drawn.
        """
        kind = sha256(repr(hide).encode()).hexdigest()[:12] if hide else "whole"
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

    def _draw(self, original: Path, page: int, width: int, hide: Boxes, path: Path) -> None:
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


def draw(original: Path, page: int, width: int, hide: Boxes, path: Path) -> None:
    """Draw a page of a PDF to a WebP file. Raises ValueError for a page that cannot be drawn."""
    import pypdfium2
    from PIL import ImageDraw

    try:
        with pypdfium2.PdfDocument(original) as document:
            shown = document[page - 1]
            wide, high = shown.get_size()
            scale = min(width / wide, _LARGEST_SIDE / high)
            image = shown.render(scale=scale).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError) as error:
        raise ValueError(str(error)) from None
    pen = ImageDraw.Draw(image)
    for x0, top, x1, bottom in hide:
        pen.rectangle([x0 * scale - 1, top * scale - 1, x1 * scale + 1, bottom * scale + 1], "#333")
    unfinished = path.with_suffix(".part")
    image.save(unfinished, "WEBP", quality=82, method=2)
    unfinished.replace(path)
