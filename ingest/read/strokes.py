"""Rules of tables on pictures of pages: long, thin, straight runs of ink."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from corpus.model import Box

# The picture is looked at with about this many dots an inch.
_DPI = 100.0
# Inches: how long a run of ink must be, and how thick a rule may be.
_LONG_ACROSS, _LONG_DOWN, _THICK = 0.5, 0.3, 0.06
_DARK = 190
# A run may have this part of its ink missing.
_HOLES = 0.08
_MAX_RULES = 600

Mask = NDArray[np.bool_]


def rules_in(picture: Image.Image, dpi: float) -> list[Box]:
    """The rules on a grey, straightened picture, in points; none where there are very many."""
    factor = max(1, round(dpi / _DPI))
    ink = np.asarray(picture.reduce(factor)) < _DARK
    scale = 72 * factor / dpi
    per_inch = dpi / factor
    across = _runs(ink, round(_LONG_ACROSS * per_inch), round(_THICK * per_inch))
    down = _runs(ink.T, round(_LONG_DOWN * per_inch), round(_THICK * per_inch))
    if len(across) + len(down) > _MAX_RULES:
        return []
    boxes = [Box(x0 * scale, y * scale, x1 * scale, y * scale) for y, x0, x1 in across]
    return boxes + [Box(x * scale, y0 * scale, x * scale, y1 * scale) for x, y0, y1 in down]


def _runs(ink: Mask, length: int, thick: int) -> list[tuple[float, int, int]]:
    """Long runs of ink along rows that are thin across them: row, first and last column."""
    width = ink.shape[1]
    if width <= length or ink.shape[0] <= 2 * thick:
        return []
    total = np.cumsum(ink, axis=1, dtype=np.int32)
    total = np.pad(total, ((0, 0), (1, 0)))
    full = total[:, length:] - total[:, :-length] >= (1 - _HOLES) * length
    starts = np.pad(full, ((0, 0), (0, length - 1)))
    # Every column that some full window covers: a running maximum over the window's length.
    covered = np.cumsum(starts, axis=1, dtype=np.int32)
    covered = np.pad(covered, ((0, 0), (length, 0)))
    held = (covered[:, length:] - covered[:, :-length] > 0)[:, :width]
    thin = held & ~_is_thick(held, thick)
    return _joined(thin)


def _is_thick(held: Mask, thick: int) -> Mask:
    """Where ink lies in more rows on top of each other than a rule is thick."""
    total = np.pad(np.cumsum(held, axis=0, dtype=np.int32), ((1, 0), (0, 0)))
    size = 2 * thick + 1
    padded = np.pad(total, ((thick, thick), (0, 0)), mode="edge")
    near = padded[size:] - padded[:-size]
    return np.asarray(near > thick + 1)


def _joined(thin: Mask) -> list[tuple[float, int, int]]:
    """The runs of each row, those of rows that touch made one."""
    runs: list[list[int]] = []
    for row in np.flatnonzero(thin.any(axis=1)):
        edges = np.flatnonzero(np.diff(np.pad(thin[row].astype(np.int8), 1)))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            for run in reversed(runs[-40:]):
                if row - run[1] <= 1 and start <= run[3] and end >= run[2]:
                    run[1], run[2], run[3] = (
                        int(row),
                        min(run[2], int(start)),
                        max(run[3], int(end)),
                    )
                    break
            else:
                runs.append([int(row), int(row), int(start), int(end)])
        if len(runs) > _MAX_RULES * 2:
            return []
    return [((top + bottom + 1) / 2, start, end) for top, bottom, start, end in runs]
