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
    """Rows in aligned columns; the last column is cut to the width of the terminal."""
    cells = [[plain("" if cell is None else cell) for cell in row] for row in rows]
    lines = [list(head), *cells] if head else cells
    if not lines:
        return ""
    wide = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    left = max(20, width() - sum(wide[:-1]) - 2 * (len(wide) - 1))
    return "\n".join(
        "  ".join(
            [
                *(cell.ljust(w) for cell, w in zip(line[:-1], wide, strict=False)),
                cut(line[-1], left),
            ]
        ).rstrip()
        for line in lines
    )


def cut(text: str, length: int) -> str:
    """A text no longer than `length`, with an ellipsis where it was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def paragraph(text: str, indent: str = "", first: str = "") -> str:
    """A text over as many lines as it needs."""
    return textwrap.fill(
        plain(text),
        width=max(40, min(width(), 100)),
        initial_indent=first or indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def heading(text: str) -> str:
    """A heading over a part of the output."""
    return click.style(plain(text), bold=True)
