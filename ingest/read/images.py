"""Pictures (TIFF of many pages, JPEG, PNG): read as scans, a page for each."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from corpus.errors import UnreadableError
from corpus.model import Document
from ingest.read import pdf

_MAX_PIXELS = 120_000_000
_MAX_FRAMES = 500
# What a picture that names no resolution is taken for: a page as wide as A4, within these bounds.
_WIDTH, _DPI = 8.27, (72.0, 600.0)


def read(path: Path) -> Document:
    """The document of a picture. Raises UnreadableError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data = _as_pdf(path)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        what = "bilden är trasig eller ingen bild."
        raise UnreadableError(what, str(path), "Skanna eller spara den på nytt.") from error
    except Image.DecompressionBombError as error:
        what = "bilden är större än en sida kan vara."
        raise UnreadableError(what, str(path), "Spara den mindre.") from error
    kind = path.suffix.lower().lstrip(".").replace("jpg", "jpeg").replace("tiff", "tif")
    return pdf.read_data(path, data, path.read_bytes(), f"image/{kind.replace('tif', 'tiff')}")


def _as_pdf(path: Path) -> bytes:
    pages: list[Image.Image] = []
    with Image.open(path) as picture:
        dpi = _dpi(picture)
        for number, frame in enumerate(ImageSequence.Iterator(picture)):
            if number >= _MAX_FRAMES or frame.width * frame.height > _MAX_PIXELS:
                raise Image.DecompressionBombError
            pages.append(_upright(frame))
    made = io.BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return made.getvalue()


def _upright(frame: Image.Image) -> Image.Image:
    """A frame as it is shown, on white."""
    turned = ImageOps.exif_transpose(frame)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        ground = Image.new("RGBA", turned.size, "white")
        ground.alpha_composite(turned.convert("RGBA"))
        return ground.convert("L")
    return turned.convert("L")


def _dpi(picture: Image.Image) -> float:
    said = picture.info.get("dpi", (0, 0))
    dpi = float(said[0] or 0)
    if not _DPI[0] < dpi <= _DPI[1]:
        dpi = min(picture.size) / _WIDTH
    return min(max(dpi, _DPI[0]), _DPI[1])
