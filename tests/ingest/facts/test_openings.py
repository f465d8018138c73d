"""People listed in the opening are found whatever their label is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.facts.openings import listed_in_opening
from ingest.read import read
from ingest.split.sections import Section

NAMES = ["Ada Lund", "Bo Ek", "Cilla Ås"]
LISTS = {
    "Där: Ada Lund (ordf), Bo Ek, Cilla Ås.": NAMES,
    "Inne: Ada Lund, Bo Ek och Cilla Ås": NAMES,
    "Vi var: Ada Lund (kassör), Bo Ek (sekr) samt Cilla Ås": NAMES,
    "Onsdag 5 maj, Tallhuset. Med: Ada Lund, Bo Ek, Cilla Ås. Borta: Disa Holm.": [
        *NAMES, "Disa Holm",
    ],
    "På länk: Ada Lund (projektledare, Vintra universitet), Bo Ek (doktorand), Cilla Ås": NAMES,
    "Plats: Ada Lunds gata, Bo Eks torg, Cilla Ås park": [],
    "Ansvarig: Ada Lund": [],
    "Orter: Norrby, Söderby, Västerby": [],
    "Vi talade om tre saker: taket, bryggan och festen.": [],
}  # fmt: skip


@pytest.mark.parametrize(("line", "people"), LISTS.items())
def test_people_of_an_opening(line: str, people: list[str], tmp_path: Path) -> None:
    path = tmp_path / "anteckningar.txt"
    path.write_text(f"Anteckningar\n\n{line}\n", encoding="utf-8")
    document = read(path)
    seats = list(listed_in_opening(Section(document, None, document.lines)))
    assert [seat.name for seat in seats] == people
    if len(people) > len(NAMES):
        assert seats[-1].attendance == "absent"
