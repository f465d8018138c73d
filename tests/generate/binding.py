"""Several generated documents bound into one file, as archives and registries bind them.

`bound` gives the file and, for each document in it, the first and last of its pages. `annexed`
puts an annex behind minutes: reports with numbered headings, proposals and "beslut" of their
own, whose pages bear a mark or a count of their own, and none of which is the meeting's.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import pikepdf
from reportlab.lib.pagesizes import A4, landscape

from tests.generate.families import Rendered
from tests.generate.paper import Block, Break, Grid, Printed, Sheetform, Text, pdf

Pages = tuple[int, int]


def bound(documents: Sequence[bytes]) -> tuple[bytes, list[Pages]]:
    """PDFs behind each other in one, and the pages of each."""
    whole = pikepdf.new()
    spans: list[Pages] = []
    for content in documents:
        with pikepdf.open(io.BytesIO(content)) as part:
            spans.append((len(whole.pages) + 1, len(whole.pages) + len(part.pages)))
            whole.pages.extend(part.pages)
    out = io.BytesIO()
    whole.save(out, deterministic_id=True)
    return out.getvalue(), spans


def annexed(minutes: Rendered, annexes: Sequence[Printed]) -> tuple[bytes, list[Pages]]:
    """Minutes with their annexes behind them; the pages of the minutes come first."""
    return bound([minutes.content, *(annex.content for annex in annexes)])


_SUBJECTS = ("Översyn av badplatser", "Trygghet i centrum", "Skötsel av lekparker")


def report(seed: int, number: int | None) -> Printed:
    """A report of two pages with headings of its own; marked as annex `number`, if it has one.

    Without a number it says "Verksamhetsberättelse" and counts its own pages.
    """
    chance = random.Random(f"annex {seed}")
    subject = chance.choice(_SUBJECTS)
    mark = f"Bilaga {number}" if number else ""
    title = subject if number else "Verksamhetsberättelse 2024"
    blocks: list[Block] = [Text(title, size=15, bold=True, level=1)]
    for at, heading in enumerate(("Bakgrund", "Förslag", "Ekonomi", "Uppföljning"), start=1):
        blocks += [
            Text(f"{at}. {heading}", size=12, bold=True, level=2, before=8),
            Text("Arbetsgruppen har träffats fyra gånger. Nämnden beslutade att avslå förslaget."),
            Text("Beslut", bold=True),
            Text(f"Kommittén beslutar att anta plan {at} och uppdrar åt Ann Ek att utreda den."),
        ]
        if at == 2:
            blocks.append(Break())
    form = Sheetform(header=((mark, "", "{page} ({pages})" if not number else ""),))
    return pdf(form, blocks)


def lists(seed: int, number: int) -> Printed:
    """An annex on a page that lies: a list of persons under its mark."""
    rows = tuple((str(at), f"Namn{at} Exempel{seed}", "500 kr") for at in range(1, 15))
    blocks: list[Block] = [
        Text(f"Bilaga {number}", bold=True, size=13),
        Grid((("Nr", "Namn", "Arvode"), *rows), (40, 200, 80), rules="all", header=True),
    ]
    return pdf(Sheetform(page_size=landscape(A4)), blocks)
