"""What commands print: tables for people, JSON for programs."""

from __future__ import annotations

import shutil
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
    """Rows in aligned columns, numbers to the right; the last column is cut to the terminal."""
    given = [list(head), *rows] if head else list(rows)
    cells = [[plain("" if cell is None else cell) for cell in row] for row in given]
    if not cells:
        return ""
    wide = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    left = max(20, width() - sum(wide[:-1]) - 2 * (len(wide) - 1))
    lines = []
    for row, line in zip(given, cells, strict=True):
        right = [isinstance(cell, int | float) for cell in row]
        parts = [
            text.rjust(size) if number else text.ljust(size)
            for text, size, number in zip(line[:-1], wide, right, strict=False)
        ]
        lines.append("  ".join([*parts, cut(line[-1], left)]).rstrip())
    return "\n".join(lines)


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
