"""What commands print: tables for people, JSON for programs."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import click
import msgspec


def as_json(value: Any) -> str:
    """A value as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size((100, 24)).columns


def plain(text: object) -> str:
    """Text for a terminal: on one line, without characters that steer the terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def table(rows: Iterable[Sequence[object]], head: Sequence[str] = ()) -> str:
    """Rows in aligned columns, numbers to the right.

    On a terminal the widest columns are cut until a row fits; elsewhere nothing is cut.
    """
    given = [list(head), *rows] if head else list(rows)
    cells = [[plain("" if cell is None else cell) for cell in row] for row in given]
    if not cells:
        return ""
    wide = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    if sys.stdout.isatty():
        wide = _fitted(wide, width())
    lines = []
    for row, line in zip(given, cells, strict=True):
        right = [isinstance(cell, int | float) for cell in row]
        parts = [
            text.rjust(size) if number else cut(text, size).ljust(size)
            for text, size, number in zip(line, wide, right, strict=True)
        ]
        lines.append("  ".join(parts).rstrip())
    return "\n".join(lines)


_NARROWEST = 12
"""Characters that a column keeps, so that what is cut can still be told apart."""


def _fitted(wide: Sequence[int], room: int) -> list[int]:
    """Widths of columns that take no more room than there is, the widest made narrower."""
    fitted = list(wide)
    over = sum(fitted) + 2 * (len(fitted) - 1) - room
    while over > 0 and max(fitted) > _NARROWEST:
        fitted[fitted.index(max(fitted))] -= 1
        over -= 1
    return fitted


def cut(text: str, length: int) -> str:
    """A text no longer than `length`, with an ellipsis where it was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def paragraph(text: str, indent: str = "", first: str = "") -> str:
    """A text that is `plain`, or made of such with styles, over as many lines as it needs."""
    return textwrap.fill(
        " ".join(text.split()),
        width=max(40, min(width(), 100)),
        initial_indent=first or indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def heading(text: str) -> str:
    """A heading over a part of the output."""
    return click.style(plain(text), bold=True)
